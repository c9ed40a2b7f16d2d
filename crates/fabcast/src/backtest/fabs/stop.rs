//! The chance that a project is cancelled or paused, or fails.
//!
//! ```text
//! ln(p/(1-p)) = a + b·(years from announcement to planned date - 3) + region + company
//! ```
//!
//! with normal priors for all, so that regions and companies of which little is known are drawn to the
//! mean. How far they are drawn is averaged over a few values by the evidence for each (Laplace's
//! approximation). A company with stopped projects is a warning for its others; one that has built is
//! not. Projects still open count as not stopped, though some will be.

use fabcast_document::backtest::fabs::Coefficient;
use fabcast_model::math::scalar::{exp, ln};

use crate::backtest::linear::{cholesky, dot, solve};

/// A project from which is learned, or for which a forecast is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Bid {
    /// Region.
    pub region: usize,
    /// Company.
    pub company: String,
    /// Months from announcement to planned production; none if no date was named.
    pub planned: Option<f64>,
}

/// Prior of `a`: five in six are built. SEMI's bands of 2017 give 80-85 % to lines under construction.
const PRIOR: [f64; 2] = [-1.6, 1.0];
/// Prior of `b`: nothing known.
const SLOPE_SD: f64 = 0.5;
/// Standard deviations tried between regions and between companies.
const REGION_SDS: [f64; 3] = [0.35, 0.7, 1.4];
const COMPANY_SDS: [f64; 3] = [0.5, 1.0, 2.0];
/// Years from which the planned time counts.
const USUAL_YEARS: f64 = 3.0;

/// Chance of each of `bids` to be stopped, from others of which is known what became of them.
pub fn chances(known: &[(Bid, bool)], bids: &[Bid]) -> Vec<f64> {
    let names = Names::new(known);
    let mut sums = vec![0.0; bids.len()];
    let mut total = 0.0;
    let fits: Vec<Fit> = REGION_SDS
        .iter()
        .flat_map(|&region| COMPANY_SDS.map(|company| Fit::new(known, &names, region, company)))
        .collect();
    let best = fits
        .iter()
        .map(|f| f.evidence)
        .fold(f64::NEG_INFINITY, f64::max);
    for fit in &fits {
        let weight = exp(fit.evidence - best);
        total += weight;
        for (sum, bid) in sums.iter_mut().zip(bids) {
            *sum += weight * fit.chance(&names, bid);
        }
    }
    sums.iter().map(|sum| sum / total).collect()
}

/// Coefficients with the middle standard deviations between regions and companies; `region` gives a
/// region's name.
pub fn coefficients(known: &[(Bid, bool)], region: impl Fn(usize) -> String) -> Vec<Coefficient> {
    let names = Names::new(known);
    let fit = Fit::new(known, &names, REGION_SDS[1], COMPANY_SDS[1]);
    let labels = ["base".to_owned(), "years".to_owned()]
        .into_iter()
        .chain(
            names
                .regions
                .iter()
                .map(|&r| format!("region.{}", region(r))),
        )
        .chain(names.companies.iter().map(|c| format!("company.{c}")));
    labels
        .enumerate()
        .map(|(i, name)| Coefficient {
            name,
            estimate: fit.coefficients[i],
            standard_error: fit.covariance(&unit(i, fit.coefficients.len())).sqrt(),
        })
        .collect()
}

fn unit(i: usize, n: usize) -> Vec<f64> {
    let mut row = vec![0.0; n];
    row[i] = 1.0;
    row
}

/// Regions and companies that occur.
struct Names {
    regions: Vec<usize>,
    companies: Vec<String>,
}

impl Names {
    fn new(known: &[(Bid, bool)]) -> Names {
        let mut regions: Vec<usize> = known.iter().map(|(bid, _)| bid.region).collect();
        let mut companies: Vec<String> = known.iter().map(|(bid, _)| bid.company.clone()).collect();
        regions.sort_unstable();
        regions.dedup();
        companies.sort_unstable();
        companies.dedup();
        Names { regions, companies }
    }

    fn n(&self) -> usize {
        2 + self.regions.len() + self.companies.len()
    }

    /// Row of the design: 1, years, region, company; and what of it is not among the known ones.
    fn row(&self, bid: &Bid) -> (Vec<f64>, [bool; 2]) {
        let mut row = vec![0.0; self.n()];
        row[0] = 1.0;
        row[1] = bid
            .planned
            .map_or(0.0, |months| months / 12.0 - USUAL_YEARS);
        let region = self.regions.iter().position(|r| *r == bid.region);
        let company = self.companies.iter().position(|c| *c == bid.company);
        if let Some(i) = region {
            row[2 + i] = 1.0;
        }
        if let Some(i) = company {
            row[2 + self.regions.len() + i] = 1.0;
        }
        (row, [region.is_none(), company.is_none()])
    }
}

/// A penalised logistic regression.
struct Fit {
    coefficients: Vec<f64>,
    /// Cholesky factor of the curvature at the mode.
    factor: Vec<Vec<f64>>,
    sds: [f64; 2],
    /// `ln` evidence, up to a constant.
    evidence: f64,
}

impl Fit {
    fn new(known: &[(Bid, bool)], names: &Names, region_sd: f64, company_sd: f64) -> Fit {
        let n = names.n();
        let sds: Vec<f64> = (0..n)
            .map(|i| match i {
                0 => PRIOR[1],
                1 => SLOPE_SD,
                i if i < 2 + names.regions.len() => region_sd,
                _ => company_sd,
            })
            .collect();
        let mean = |i: usize| if i == 0 { PRIOR[0] } else { 0.0 };
        let rows: Vec<(Vec<f64>, f64)> = known
            .iter()
            .map(|(bid, stopped)| (names.row(bid).0, f64::from(u8::from(*stopped))))
            .collect();
        let mut b: Vec<f64> = (0..n).map(mean).collect();
        let mut factor = Vec::new();
        // Newton's steps: the target is concave and close to its mode from the start.
        for _ in 0..40 {
            let mut gradient: Vec<f64> = (0..n)
                .map(|i| -(b[i] - mean(i)) / (sds[i] * sds[i]))
                .collect();
            let mut curvature = vec![vec![0.0; n]; n];
            for (i, sd) in sds.iter().enumerate() {
                curvature[i][i] = 1.0 / (sd * sd);
            }
            for (row, stopped) in &rows {
                let p = logistic(dot(row, &b));
                for i in (0..n).filter(|&i| row[i] != 0.0) {
                    gradient[i] += row[i] * (stopped - p);
                    for j in (0..n).filter(|&j| row[j] != 0.0) {
                        curvature[i][j] += p * (1.0 - p) * row[i] * row[j];
                    }
                }
            }
            factor = cholesky(curvature);
            let step = solve(&factor, &gradient);
            let largest = step.iter().fold(0.0, |a: f64, s| a.max(s.abs()));
            for (value, step) in b.iter_mut().zip(&step) {
                *value += step * (1.0 / largest.max(1.0));
            }
            if largest < 1e-10 {
                break;
            }
        }
        let mut evidence = 0.0;
        for (row, stopped) in &rows {
            let p = logistic(dot(row, &b));
            evidence += ln(if *stopped > 0.5 { p } else { 1.0 - p });
        }
        for i in 0..n {
            let z = (b[i] - mean(i)) / sds[i];
            evidence -= z * z / 2.0 + ln(sds[i]) + ln(factor[i][i]);
        }
        Fit {
            coefficients: b,
            factor,
            sds: [region_sd, company_sd],
            evidence,
        }
    }

    /// Variance of a linear combination of the coefficients.
    fn covariance(&self, row: &[f64]) -> f64 {
        dot(row, &solve(&self.factor, row))
    }

    /// Mean chance, with the doubt about the coefficients (MacKay 1992).
    fn chance(&self, names: &Names, bid: &Bid) -> f64 {
        let (row, unknown) = names.row(bid);
        let mut variance = self.covariance(&row);
        for (sd, unknown) in self.sds.iter().zip(unknown) {
            variance += if unknown { sd * sd } else { 0.0 };
        }
        let shrink = (1.0 + std::f64::consts::PI * variance / 8.0).sqrt();
        logistic(dot(&row, &self.coefficients) / shrink)
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

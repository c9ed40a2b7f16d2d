//! What announcements and usual times are worth: the statistical layer over the chain.
//!
//! With `P` the months that the company announced and `N` those that the chain takes in its region
//! with the usual stages, the months to first production are
//!
//! ```text
//! ln T = (1-w)·ln P + w·ln N + m + u_region + σ·ε,    u ~ N(0, τ²),  ε ~ N(0, 1)
//! ```
//!
//! Without an announced date `w = 1`. The posterior of `m, w, σ, τ` and of the regions' effects `u` is
//! summed over a grid, so that little evidence gives wide forecasts. Open projects count as censored,
//! dates known by the year as windows.

use fabcast_document::backtest::Estimate;
use fabcast_document::backtest::fabs::Learned;
use fabcast_model::math::scalar::{exp, ln, normal_cdf, normal_quantile};
use fabcast_model::uncertainty::{Draw, name_hash};

pub use super::record::Duration;
use super::record::REGIONS;

/// A finished or open project from which is learned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// Index of the region.
    pub region: usize,
    /// `P` \[months\]; none without an announced date.
    pub planned: Option<f64>,
    /// `N` \[months\].
    pub nominal: f64,
    /// `T` \[months\].
    pub duration: Duration,
}

/// Distance of the grid's locations `m + u`.
const STEP: f64 = 0.05;
const LOCATIONS: usize = 41;
const LOWEST: f64 = -0.8;
/// Standard deviations of what is the project's own.
const SIGMAS: [f64; 8] = [0.08, 0.12, 0.16, 0.2, 0.25, 0.32, 0.4, 0.5];
/// Weights of the usual time against the announced one.
const WEIGHTS: [f64; 6] = [0.0, 0.15, 0.3, 0.45, 0.6, 0.75];
/// Standard deviations between regions.
const N_TAUS: usize = 4;
const TAUS: [f64; N_TAUS] = [0.0, 0.05, 0.1, 0.2];
/// Prior of `m`: most large projects come late, by some 15 % (assumption; overruns of schedules are
/// mostly published together with those of cost).
const PRIOR_MEAN: f64 = 0.15;
const PRIOR_SD: f64 = 0.15;
/// Least probability of a piece of evidence: one project cannot rule a value out.
const LEAST: f64 = 1e-6;

/// Whether forecasts build on an announced date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Yes: `w` is estimated from the projects that had one.
    Announcement,
    /// No: `w = 1`, and all projects count.
    UsualTime,
}

/// Posterior of the parameters, from some evidence.
#[derive(Clone, Debug)]
pub struct Posterior {
    basis: Basis,
    weights: Vec<f64>,
    /// `ln` likelihood of each region's evidence: region, then `(σ, w)`, then location.
    regional: Vec<Vec<[f64; LOCATIONS]>>,
    /// The same summed over the region's locations: region, then `(σ, w)`, `τ`, `m`.
    around: Vec<Vec<[[f64; LOCATIONS]; N_TAUS]>>,
    /// Probability of a location so many steps from `m`, by `τ`.
    effects: [Vec<f64>; N_TAUS],
    /// Number of projects, finished and open.
    pub n: [usize; 2],
}

fn location(i: usize) -> f64 {
    LOWEST + STEP * i as f64
}

/// Probability of a location around `m`, a step wide.
fn effect(tau: f64, steps: i32) -> f64 {
    let at = f64::from(steps) * STEP;
    if tau == 0.0 {
        return f64::from(u8::from(steps == 0));
    }
    normal_cdf((at + STEP / 2.0) / tau) - normal_cdf((at - STEP / 2.0) / tau)
}

impl Posterior {
    /// Learns from evidence.
    pub fn new(evidence: &[Evidence], basis: Basis) -> Posterior {
        let weights = match basis {
            Basis::Announcement => WEIGHTS.to_vec(),
            Basis::UsualTime => vec![1.0],
        };
        let mut regional =
            vec![vec![[0.0; LOCATIONS]; SIGMAS.len() * weights.len()]; REGIONS.len()];
        let mut n = [0; 2];
        for piece in evidence {
            let planned = match basis {
                Basis::Announcement => piece.planned,
                Basis::UsualTime => Some(piece.nominal),
            };
            let Some(planned) = planned else { continue };
            n[usize::from(matches!(piece.duration, Duration::Beyond(_)))] += 1;
            for (k, cell) in regional[piece.region].iter_mut().enumerate() {
                let (sigma, weight) = (SIGMAS[k / weights.len()], weights[k % weights.len()]);
                let base = (1.0 - weight) * ln(planned) + weight * ln(piece.nominal);
                for (i, sum) in cell.iter_mut().enumerate() {
                    let below = |months: f64| normal_cdf((ln(months) - base - location(i)) / sigma);
                    let probability = match piece.duration {
                        Duration::Within(from, to) => below(to) - below(from),
                        Duration::Beyond(from) => 1.0 - below(from),
                    };
                    *sum += ln(probability.max(LEAST));
                }
            }
        }
        let effects = TAUS.map(|tau| {
            let reach = (3.0 * tau / STEP).ceil() as i32;
            (0..=reach)
                .map(|steps| effect(tau, steps))
                .collect::<Vec<f64>>()
        });
        let around = regional
            .iter()
            .map(|cells: &Vec<[f64; LOCATIONS]>| {
                let of_cell = |cell: &[f64; LOCATIONS]| {
                    let (largest, likelihood) = scaled(cell);
                    std::array::from_fn(|t| {
                        std::array::from_fn(|m| {
                            let sum = around(m, &effects[t]).map(|(i, p)| p * likelihood[i]);
                            largest + ln(sum.sum())
                        })
                    })
                };
                cells.iter().map(of_cell).collect()
            })
            .collect();
        Posterior {
            basis,
            weights,
            regional,
            around,
            effects,
            n,
        }
    }

    /// Probabilities of `(σ, w)`, location of `region` and `m`, `τ`, visited one by one.
    fn visit(&self, region: usize, mut take: impl FnMut(Cell, f64)) {
        let mut cells = Vec::new();
        let mut largest = f64::NEG_INFINITY;
        for k in 0..SIGMAS.len() * self.weights.len() {
            let (own, likelihood) = scaled(&self.regional[region][k]);
            for t in 0..N_TAUS {
                for m in 0..LOCATIONS {
                    let z = (location(m) - PRIOR_MEAN) / PRIOR_SD;
                    let others = self.around.iter().enumerate();
                    let others = others.filter(|(r, _)| *r != region);
                    let log = others.map(|(_, sums)| sums[k][t][m]).sum::<f64>() - z * z / 2.0;
                    largest = largest.max(log + own);
                    cells.push((k, t, m, log + own, likelihood));
                }
            }
        }
        for (k, t, m, log, likelihood) in cells {
            let weight = exp(log - largest);
            for (location, p) in around(m, &self.effects[t]) {
                let cell = Cell { k, t, m, location };
                take(cell, weight * p * likelihood[location]);
            }
        }
    }

    /// Probabilities of location, `σ` and `w` in a region; they add up to 1.
    fn mixture(&self, region: usize) -> Vec<(f64, f64, f64, f64)> {
        let n = SIGMAS.len() * self.weights.len();
        let mut sums = vec![[0.0; LOCATIONS]; n];
        self.visit(region, |cell, p| sums[cell.k][cell.location] += p);
        let total: f64 = sums.iter().flatten().sum();
        let mut mixture = Vec::new();
        for (k, of_location) in sums.iter().enumerate() {
            for (i, p) in of_location.iter().enumerate() {
                let (sigma, weight) = self.cell(k);
                mixture.push((p / total, location(i), sigma, weight));
            }
        }
        mixture
    }

    fn cell(&self, k: usize) -> (f64, f64) {
        let n = self.weights.len();
        (SIGMAS[k / n], self.weights[k % n])
    }

    /// Draws of the factor by which the stages of the usual chain are stretched.
    ///
    /// `planned` is ignored if the posterior does not build on announcements.
    pub fn stretches(
        &self,
        region: usize,
        planned: Option<f64>,
        nominal: f64,
        name: &str,
        draws: u64,
        seed: u64,
    ) -> Vec<f64> {
        let mixture = self.mixture(region);
        let mut cumulative = Vec::with_capacity(mixture.len());
        let mut sum = 0.0;
        for (p, ..) in &mixture {
            sum += p;
            cumulative.push(sum);
        }
        let planned = match self.basis {
            Basis::Announcement => planned.unwrap_or(nominal),
            Basis::UsualTime => nominal,
        };
        let promise = ln(planned) - ln(nominal);
        let which = name_hash(&format!("backtest.slip.{name}"));
        let own = name_hash(&format!("backtest.own.{name}"));
        (0..draws)
            .map(|number| {
                let draw = Draw { seed, number };
                let u = draw.uniform(which) * sum;
                let cell = cumulative
                    .partition_point(|&c| c < u)
                    .min(mixture.len() - 1);
                let (_, location, sigma, weight) = mixture[cell];
                let z = normal_quantile(draw.uniform(own));
                exp((1.0 - weight) * promise + location + sigma * z)
            })
            .collect()
    }

    /// What was learned.
    pub fn learned(&self) -> Learned {
        let mut sums = [[0.0; 2]; 4];
        let mut total = 0.0;
        // Any region without evidence: its location takes nothing away.
        let elsewhere = REGIONS.len() - 1;
        self.visit(elsewhere, |cell, p| {
            let (sigma, weight) = self.cell(cell.k);
            total += p;
            let values = [location(cell.m), weight, sigma, TAUS[cell.t]];
            for (sum, value) in sums.iter_mut().zip(values) {
                sum[0] += p * value;
                sum[1] += p * value * value;
            }
        });
        let [slip, usual_weight, sd, region_sd] = sums.map(|sum| moments(sum, total));
        let regions = (0..REGIONS.len())
            .filter(|&r| self.regional[r].iter().flatten().any(|&log| log != 0.0))
            .map(|r| {
                let mut sum = [0.0; 2];
                for (p, location, ..) in self.mixture(r) {
                    sum[0] += p * location;
                    sum[1] += p * location * location;
                }
                (REGIONS[r].0.to_owned(), moments(sum, 1.0))
            })
            .collect();
        Learned {
            slip,
            usual_weight,
            sd,
            region_sd,
            regions,
            finished: self.n[0],
            open: self.n[1],
        }
    }
}

#[derive(Clone, Copy)]
struct Cell {
    k: usize,
    t: usize,
    m: usize,
    location: usize,
}

fn moments([first, second]: [f64; 2], total: f64) -> Estimate {
    let mean = first / total;
    Estimate {
        estimate: mean,
        standard_error: (second / total - mean * mean).max(0.0).sqrt(),
    }
}

/// Likelihoods over their largest, and the `ln` of that.
fn scaled(logs: &[f64; LOCATIONS]) -> (f64, [f64; LOCATIONS]) {
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (largest, logs.map(|log| exp(log - largest)))
}

/// Locations around `m` with their prior probability.
fn around(m: usize, effects: &[f64]) -> impl Iterator<Item = (usize, f64)> {
    let reach = effects.len() - 1;
    (m.saturating_sub(reach)..(m + reach + 1).min(LOCATIONS))
        .map(move |i| (i, effects[i.abs_diff(m)]))
}

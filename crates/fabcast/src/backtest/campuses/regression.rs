//! Regressions of a logarithm that is known exactly, within a window, or to lie beyond something.
//!
//! ```text
//! y = offset + x·β + σ·ε,    β ~ N(prior),  ε ~ N(0, 1)
//! ```
//!
//! `β` is found for each `σ` of a grid by Newton's method: the posterior is concave in `β`. The grid is
//! averaged by the evidence for each `σ` (Laplace's approximation), and a forecast holds the doubt about
//! `β` and `σ`, so that little evidence gives wide forecasts.

use fabcast_document::backtest::Estimate;
use fabcast_model::math::scalar::{exp, ln, normal_cdf, normal_quantile};
use fabcast_model::uncertainty::{Draw, name_hash};

use crate::backtest::linear::{cholesky, dot, solve};

/// What is known of one case: `y` lies between two values.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What `y` is set against.
    pub offset: f64,
    /// What it depends on, one number for each coefficient.
    pub x: Vec<f64>,
    /// Least `y`; `-∞` if it is only known to be less than `to`.
    pub from: f64,
    /// Largest `y`; `∞` if it is only known to be more than `from`.
    pub to: f64,
}

/// Prior mean and standard deviation of a coefficient.
pub type Prior = [f64; 2];

/// Standard deviations of what is a case's own.
const SIGMAS: [f64; 10] = [0.15, 0.22, 0.3, 0.38, 0.46, 0.56, 0.7, 0.9, 1.2, 1.6];
/// Most of Newton's steps, and the step at which it ends.
const STEPS: usize = 40;
const SMALL: f64 = 1e-9;
/// Least probability of a piece of evidence whose logarithm is taken.
const LEAST: f64 = 1e-280;

/// The posterior, from some evidence.
#[derive(Clone, Debug)]
pub struct Regression {
    fits: Vec<Fit>,
    /// Pieces of evidence.
    pub n: usize,
}

#[derive(Clone, Debug)]
struct Fit {
    probability: f64,
    sigma: f64,
    b: Vec<f64>,
    /// Cholesky factor of the curvature at the mode.
    factor: Vec<Vec<f64>>,
}

impl Regression {
    /// Learns from evidence; without any it is the prior.
    pub fn new(evidence: &[Piece], priors: &[Prior]) -> Regression {
        let mut b: Vec<f64> = priors.iter().map(|prior| prior[0]).collect();
        let mut fits = Vec::with_capacity(SIGMAS.len());
        // From the widest to the narrowest, each from the mode of the one before.
        for &sigma in SIGMAS.iter().rev() {
            let (fit, evidence) = fit(evidence, priors, sigma, b);
            b = fit.b.clone();
            fits.push((fit, evidence));
        }
        let best = fits.iter().map(|f| f.1).fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = fits.iter().map(|f| exp(f.1 - best)).sum();
        let fits = fits.into_iter().map(|(fit, evidence)| Fit {
            probability: exp(evidence - best) / total,
            ..fit
        });
        Regression {
            fits: fits.collect(),
            n: evidence.len(),
        }
    }

    /// A linear combination of the coefficients.
    pub fn combination(&self, x: &[f64]) -> Estimate {
        let (mut first, mut second) = (0.0, 0.0);
        for fit in &self.fits {
            let mean = dot(x, &fit.b);
            first += fit.probability * mean;
            second += fit.probability * (mean * mean + fit.variance(x));
        }
        Estimate {
            estimate: first,
            standard_error: (second - first * first).max(0.0).sqrt(),
        }
    }

    /// `σ`.
    pub fn sd(&self) -> Estimate {
        let (mut first, mut second) = (0.0, 0.0);
        for fit in &self.fits {
            first += fit.probability * fit.sigma;
            second += fit.probability * fit.sigma * fit.sigma;
        }
        Estimate {
            estimate: first,
            standard_error: (second - first * first).max(0.0).sqrt(),
        }
    }

    /// Draws of `y` for a case with this `x`.
    pub fn draws(&self, offset: f64, x: &[f64], name: &str, draws: u64, seed: u64) -> Vec<f64> {
        let [which, own] =
            ["which", "own"].map(|part| name_hash(&format!("backtest.campus.{part}.{name}")));
        let mut sum = 0.0;
        let cells: Vec<(f64, f64, f64)> = (self.fits.iter())
            .map(|fit| {
                sum += fit.probability;
                let spread = fit.variance(x) + fit.sigma * fit.sigma;
                (sum, offset + dot(x, &fit.b), spread.sqrt())
            })
            .collect();
        (0..draws)
            .map(|number| {
                let draw = Draw { seed, number };
                let u = draw.uniform(which) * sum;
                let cell = cells.partition_point(|cell| cell.0 < u);
                let (_, mean, spread) = cells[cell.min(cells.len() - 1)];
                mean + spread * normal_quantile(draw.uniform(own))
            })
            .collect()
    }
}

impl Fit {
    /// Variance of a linear combination of the coefficients.
    fn variance(&self, x: &[f64]) -> f64 {
        dot(x, &solve(&self.factor, x))
    }
}

/// Mode and curvature for one `σ`, and the `ln` of its evidence up to a constant.
fn fit(evidence: &[Piece], priors: &[Prior], sigma: f64, mut b: Vec<f64>) -> (Fit, f64) {
    let n = priors.len();
    let mut factor = Vec::new();
    for _ in 0..STEPS {
        let mut gradient = vec![0.0; n];
        let mut curvature = vec![vec![0.0; n]; n];
        for (i, [mean, sd]) in priors.iter().enumerate() {
            gradient[i] = (mean - b[i]) / (sd * sd);
            curvature[i][i] = 1.0 / (sd * sd);
        }
        for piece in evidence {
            let (_, slope, bend) = likelihood(piece, &b, sigma);
            for i in (0..n).filter(|&i| piece.x[i] != 0.0) {
                gradient[i] += slope * piece.x[i];
                for (j, other) in piece.x.iter().enumerate() {
                    curvature[i][j] += bend * piece.x[i] * other;
                }
            }
        }
        factor = cholesky(curvature);
        let step = solve(&factor, &gradient);
        let largest = step.iter().fold(0.0, |a: f64, s| a.max(s.abs()));
        for (value, step) in b.iter_mut().zip(&step) {
            *value += step / largest.max(1.0);
        }
        if largest < SMALL {
            break;
        }
    }
    let mut log: f64 = evidence.iter().map(|e| likelihood(e, &b, sigma).0).sum();
    for (i, [mean, sd]) in priors.iter().enumerate() {
        let z = (b[i] - mean) / sd;
        log -= z * z / 2.0 + ln(sd * factor[i][i]);
    }
    let fit = Fit {
        probability: 1.0,
        sigma,
        b,
        factor,
    };
    (fit, log)
}

/// `ln` of the probability of a piece, its slope over the mean and minus its second derivative.
fn likelihood(piece: &Piece, b: &[f64], sigma: f64) -> (f64, f64, f64) {
    let mean = piece.offset + dot(&piece.x, b);
    let (low, high) = ((piece.from - mean) / sigma, (piece.to - mean) / sigma);
    // In the nearer tail, where no digits are lost.
    let within = match low > 0.0 {
        true => normal_cdf(-low) - normal_cdf(-high),
        false => normal_cdf(high) - normal_cdf(low),
    };
    if within < LEAST {
        // So far out a tail is as a parabola.
        let z = if low > 0.0 { low } else { high };
        return (-z * z / 2.0, z / sigma, 1.0 / (sigma * sigma));
    }
    let (at_low, at_high) = (density(low), density(high));
    let first = (at_low - at_high) / within;
    let product = |z: f64, density: f64| if z.is_finite() { z * density } else { 0.0 };
    let second = (product(low, at_low) - product(high, at_high)) / within;
    let bend = (first * first - second).max(0.0);
    (ln(within), first / sigma, bend / (sigma * sigma))
}

fn density(z: f64) -> f64 {
    /// `1/√(2π)`.
    const HEIGHT: f64 = 0.398_942_280_401_432_7;
    if z.is_finite() {
        HEIGHT * exp(-z * z / 2.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests;

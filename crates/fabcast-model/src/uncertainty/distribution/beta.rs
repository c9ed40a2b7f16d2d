//! Quantiles of the beta distribution by a table.
//!
//! The logit of the quantile is a smooth function of the normal quantile `z` of the
//! probability: nearly a line for large parameters, a parabola in the tails for small ones.
//! It is tabulated with its slope at equal steps of `z` and interpolated by cubics.

use super::error::{DistributionError, DistributionErrorKind};
use super::prepared::logistic;
use super::shape::finite;
use crate::lanes::{LANES, Lanes};
use crate::math::{self, scalar};

/// The table covers `z` from `-REACH` to `REACH`: 10⁻¹⁷ of the probability lies outside.
const REACH: f64 = 8.5;
/// Fewest and most steps of a table in one unit of `z`.
const COARSEST: usize = 32;
const FINEST: usize = 1024;
/// A table is fine enough once halving its steps changes the logit by less; a cubic's error then
/// is a sixteenth of this.
const HALVING_CHANGE: f64 = 2e-8;
/// ½·ln 2π.
const HALF_LN_TAU: f64 = 0.918_938_533_204_672_8;
/// Range of the parameters for which the accuracy below was tested.
const SMALLEST: f64 = 0.01;
const LARGEST: f64 = 1e6;

/// Logit of the beta quantile at equal steps of `z`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LogitTable {
    steps_per_unit: f64,
    /// Value, and slope times the step.
    nodes: Vec<[f64; 2]>,
}

impl LogitTable {
    /// Tabulates the beta distribution on (0, 1).
    pub(super) fn new(alpha: f64, beta: f64) -> Result<LogitTable, DistributionError> {
        for (name, value) in [("alpha", alpha), ("beta", beta)] {
            finite(&format!("the parameter {name} of a beta"), value)?;
            if !(SMALLEST..=LARGEST).contains(&value) {
                return Err(DistributionError::new(
                    DistributionErrorKind::Outside,
                    format!("the parameter {name} of a beta is {value}"),
                    format!("a value from {SMALLEST} to {LARGEST}"),
                ));
            }
        }
        let mut table = LogitTable::with_steps(alpha, beta, COARSEST);
        loop {
            let steps = 2 * table.steps_per_unit as usize;
            let finer = LogitTable::with_steps(alpha, beta, steps);
            let change = (1..finer.nodes.len())
                .step_by(2)
                .map(|i| (table.logit(0.5 * i as f64) - finer.nodes[i][0]).abs())
                .fold(0.0, f64::max);
            table = finer;
            if change < HALVING_CHANGE || steps >= FINEST {
                return Ok(table);
            }
        }
    }

    fn with_steps(alpha: f64, beta: f64, steps_per_unit: usize) -> LogitTable {
        let steps = (REACH * steps_per_unit as f64) as usize;
        let step = 1.0 / steps_per_unit as f64;
        let mut nodes = vec![[0.0; 2]; 2 * steps + 1];
        let lower = Tail::new(alpha, beta).march(steps, step);
        let upper = Tail::new(beta, alpha).march(steps, step);
        for (i, (&[below, below_slope], &[above, above_slope])) in
            lower.iter().zip(&upper).enumerate()
        {
            nodes[steps - i] = [below, below_slope];
            nodes[steps + i] = [-above, above_slope];
        }
        limit_slopes(&mut nodes);
        LogitTable {
            steps_per_unit: steps_per_unit as f64,
            nodes,
        }
    }

    /// Quantile of the beta on (0, 1).
    #[inline]
    pub(super) fn quantile(&self, u: Lanes) -> Lanes {
        let place = ((math::normal_quantile(u) + REACH) * self.steps_per_unit).0;
        let mut logit = [0.0; LANES];
        for lane in 0..LANES {
            logit[lane] = self.logit(place[lane]);
        }
        logistic(Lanes(logit))
    }

    /// Logit at a place, counted in steps from the first node.
    #[inline]
    fn logit(&self, place: f64) -> f64 {
        let last = self.nodes.len() - 2;
        let place = place.clamp(0.0, (last + 1) as f64);
        let index = (place as usize).min(last);
        let t = place - index as f64;
        let [[y0, d0], [y1, d1]] = [self.nodes[index], self.nodes[index + 1]];
        let rise = y1 - y0;
        y0 + t * (d0 + t * ((3.0 * rise - 2.0 * d0 - d1) + t * (d0 + d1 - 2.0 * rise)))
    }
}

/// Fritsch and Carlson (1980): a cubic is monotone if no slope exceeds three times the
/// rise of a step beside it.
fn limit_slopes(nodes: &mut [[f64; 2]]) {
    for i in 1..nodes.len() {
        let limit = (3.0 * (nodes[i][0] - nodes[i - 1][0])).max(0.0);
        nodes[i - 1][1] = nodes[i - 1][1].min(limit);
        nodes[i][1] = nodes[i][1].min(limit);
    }
}

/// The lower tail of a beta distribution in terms of `y`, the logit of the value.
struct Tail {
    alpha: f64,
    beta: f64,
    ln_beta: f64,
}

impl Tail {
    fn new(alpha: f64, beta: f64) -> Tail {
        Tail {
            alpha,
            beta,
            ln_beta: ln_beta(alpha, beta),
        }
    }

    /// Logit of the quantile and its slope times the step, at `z` = 0, one step below, two, ….
    fn march(&self, steps: usize, step: f64) -> Vec<[f64; 2]> {
        let mut y = libm::log(self.alpha / self.beta);
        let mut nodes = Vec::with_capacity(steps + 1);
        for i in 0..=steps {
            let z = -(i as f64) * step;
            y = self.solve(libm::log(scalar::normal_cdf(z)), y);
            let slope = libm::exp(-0.5 * z * z - HALF_LN_TAU - self.ln_density(y)) * step;
            nodes.push([y, slope]);
            y -= slope;
        }
        nodes
    }

    /// The `y` with the logarithm of its probability `ln_p`. That logarithm is a concave,
    /// increasing function, so Newton's steps close in from below whatever the guess.
    fn solve(&self, ln_p: f64, guess: f64) -> f64 {
        let mut y = guess;
        for _ in 0..200 {
            let ln_probability = self.ln_probability(y);
            let slope = libm::exp(self.ln_density(y) - ln_probability);
            let change = (ln_p - ln_probability) / slope;
            y += change;
            // The next step would be about the square of this one.
            if change.abs() <= 1e-9 * (1.0 + y.abs()) {
                break;
            }
        }
        y
    }

    /// Logarithm of the density of the logit.
    fn ln_density(&self, y: f64) -> f64 {
        self.alpha * -softplus(-y) + self.beta * -softplus(y) - self.ln_beta
    }

    /// Logarithm of the probability below: the regularised incomplete beta function by its
    /// continued fraction (DLMF 8.17.22), from the end where that converges fast.
    fn ln_probability(&self, y: f64) -> f64 {
        let (a, b) = (self.alpha, self.beta);
        let x = libm::exp(-softplus(-y));
        let ln_density = self.ln_density(y);
        if x < (a + 1.0) / (a + b + 2.0) {
            ln_density + libm::log(continued_fraction(a, b, x) / a)
        } else {
            let x_above = libm::exp(-softplus(y));
            libm::log1p(-libm::exp(ln_density) * continued_fraction(b, a, x_above) / b)
        }
    }
}

/// `ln(1 + eʸ)`.
fn softplus(y: f64) -> f64 {
    y.max(0.0) + libm::log1p(libm::exp(-y.abs()))
}

/// By the modified method of Lentz.
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    let floor = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / floor(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..100_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / floor(1.0 + even * d);
        c = floor(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / floor(1.0 + odd * d);
        c = floor(1.0 + odd / c);
        let factor = d * c;
        fraction *= factor;
        if (factor - 1.0).abs() < 3e-16 {
            break;
        }
    }
    fraction
}

/// Logarithm of the beta function, without the cancellation of large gamma functions.
fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = (a.min(b), a.max(b));
    if large < 10.0 {
        return libm::lgamma(small) + libm::lgamma(large) - libm::lgamma(small + large);
    }
    // Stirling's series of ln Γ(large) - ln Γ(small + large), with its leading terms joined.
    let rest = |x: f64| {
        let w = 1.0 / (x * x);
        (1.0 / 12.0 - w * (1.0 / 360.0 - w * (1.0 / 1260.0 - w * (1.0 / 1680.0 - w / 1188.0)))) / x
    };
    libm::lgamma(small)
        - small * libm::log(large)
        - (small + large - 0.5) * libm::log1p(small / large)
        + small
        + rest(large)
        - rest(small + large)
}

//! Families of distributions, as a scenario writes them.

use super::error::{DistributionError, DistributionErrorKind};
use crate::math::scalar;

/// Standard normal quantile of 95 %: half of a 90 % interval in standard deviations.
pub const Z95: f64 = 1.644_853_626_951_472_2;

/// The family and its parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Always this value.
    Constant(f64),
    /// `m (a to b)`: median and 90 % interval, each side with its own spread:
    /// `m·(b/m)^(z/1.645)` above and `m·(m/a)^(z/1.645)` below, or linear pieces if `a ≤ 0`.
    TwoPiece {
        /// Median.
        median: f64,
        /// 5 % quantile.
        p5: f64,
        /// 95 % quantile.
        p95: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Lognormal: the logarithm is normal.
    LogNormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Uniform.
    Uniform {
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
    },
    /// Triangular.
    Triangular {
        /// Smallest value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        max: f64,
    },
    /// PERT: a beta with mode `mode` and weight `lambda` (4 by habit).
    Pert {
        /// Smallest value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        max: f64,
        /// Weight of the mode.
        lambda: f64,
    },
    /// Beta on `low` to `high`.
    Beta {
        /// First shape parameter.
        alpha: f64,
        /// Second shape parameter.
        beta: f64,
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
    },
    /// Some values with weights.
    Discrete {
        /// The values, in any order.
        values: Vec<f64>,
        /// Their weights, not all 0.
        weights: Vec<f64>,
    },
    /// Metalog of three terms through the 10, 50 and 90 % quantiles, optionally bounded
    /// (Keelin 2016: unbounded, semi-bounded by ln, bounded by logit).
    Metalog {
        /// 10 % quantile.
        p10: f64,
        /// Median.
        p50: f64,
        /// 90 % quantile.
        p90: f64,
        /// Lower bound.
        low: Option<f64>,
        /// Upper bound.
        high: Option<f64>,
    },
    /// Observed values; quantiles are linear between them (type 7).
    Empirical {
        /// The observations, in any order.
        values: Vec<f64>,
    },
}

impl Shape {
    /// `a to b`: a 90 % interval, lognormal if both ends are positive, else normal.
    ///
    /// # Errors
    /// If an end is not finite or `p5 > p95`.
    pub fn interval(p5: f64, p95: f64) -> Result<Shape, DistributionError> {
        if p5 > 0.0 && p95 > 0.0 {
            Shape::lognormal_quantiles(0.05, p5, 0.95, p95)
        } else {
            Shape::normal_quantiles(0.05, p5, 0.95, p95)
        }
    }

    /// Lognormal with the value `xa` at probability `pa` and `xb` at `pb`.
    ///
    /// # Errors
    /// If a value is not positive, a probability is not between 0 and 1, both probabilities
    /// are equal, or the larger value stands at the smaller probability.
    pub fn lognormal_quantiles(
        pa: f64,
        xa: f64,
        pb: f64,
        xb: f64,
    ) -> Result<Shape, DistributionError> {
        for x in [xa, xb] {
            finite("a quantile of a lognormal", x)?;
            if x <= 0.0 {
                return Err(DistributionError::new(
                    DistributionErrorKind::Outside,
                    format!("the quantile {x} of a lognormal is not positive"),
                    "values above 0",
                ));
            }
        }
        let (mu, sigma) = through_quantiles(pa, xa, scalar::ln(xa), pb, xb, scalar::ln(xb))?;
        Ok(Shape::LogNormal { mu, sigma })
    }

    /// Lognormal with this mean and standard deviation of the value itself.
    ///
    /// # Errors
    /// If `mean` is not positive and finite, or `sd` is negative or not finite.
    pub fn lognormal_mean_sd(mean: f64, sd: f64) -> Result<Shape, DistributionError> {
        finite("the mean of a lognormal", mean)?;
        not_negative("the standard deviation", sd)?;
        if mean <= 0.0 {
            return Err(DistributionError::new(
                DistributionErrorKind::Outside,
                format!("the mean {mean} of a lognormal is not positive"),
                "a mean above 0",
            ));
        }
        let variation = sd / mean;
        let variance = libm::log1p(variation * variation);
        let mu = scalar::ln(mean) - 0.5 * variance;
        finite("the spread of a lognormal", variance)?;
        Ok(Shape::LogNormal {
            mu,
            sigma: variance.sqrt(),
        })
    }

    /// Normal with the value `xa` at probability `pa` and `xb` at `pb`.
    ///
    /// # Errors
    /// If a value is not finite, a probability is not between 0 and 1, both probabilities
    /// are equal, or the larger value stands at the smaller probability.
    pub fn normal_quantiles(
        pa: f64,
        xa: f64,
        pb: f64,
        xb: f64,
    ) -> Result<Shape, DistributionError> {
        finite("a quantile of a normal", xa)?;
        finite("a quantile of a normal", xb)?;
        let (mean, sd) = through_quantiles(pa, xa, xa, pb, xb, xb)?;
        Ok(Shape::Normal { mean, sd })
    }
}

/// Mean and standard deviation of the normal with `ya` at `pa` and `yb` at `pb`; the values
/// `xa` and `xb` are what the scenario wrote.
fn through_quantiles(
    pa: f64,
    xa: f64,
    ya: f64,
    pb: f64,
    xb: f64,
    yb: f64,
) -> Result<(f64, f64), DistributionError> {
    for p in [pa, pb] {
        if !(p > 0.0 && p < 1.0) {
            return Err(DistributionError::new(
                DistributionErrorKind::Probability,
                format!("the probability {p} of a quantile is not between 0 and 1"),
                "probabilities above 0 and below 1, as 0.05 and 0.95",
            ));
        }
    }
    if pa == pb {
        return Err(DistributionError::new(
            DistributionErrorKind::Probability,
            format!("both quantiles stand at probability {pa}"),
            "two different probabilities",
        ));
    }
    if (pa < pb) != (xa < xb) && xa != xb {
        let (low, x_low, high, x_high) = if pa < pb {
            (pa, xa, pb, xb)
        } else {
            (pb, xb, pa, xa)
        };
        return Err(DistributionError::new(
            DistributionErrorKind::Order,
            format!(
                "the {} % quantile {x_low} is above the {} % quantile {x_high}",
                percent(low),
                percent(high)
            ),
            "the smaller value at the smaller probability",
        ));
    }
    let (za, zb) = (scalar::normal_quantile(pa), scalar::normal_quantile(pb));
    let sd = (yb - ya) / (zb - za);
    // Symmetric about the median for the usual 5 % and 95 %.
    let mean = if pa + pb == 1.0 {
        0.5 * ya + 0.5 * yb
    } else {
        ya - sd * za
    };
    finite("the mean through two quantiles", mean)?;
    not_negative("the standard deviation through two quantiles", sd)?;
    Ok((mean, sd))
}

/// A probability in percent, without the noise of its binary form.
fn percent(p: f64) -> f64 {
    (p * 1e8).round() / 1e6
}

/// Refuses a number that is infinite or none.
pub(super) fn finite(what: &str, x: f64) -> Result<(), DistributionError> {
    if x.is_finite() {
        return Ok(());
    }
    Err(DistributionError::new(
        DistributionErrorKind::NotFinite,
        format!("{what} is {x}"),
        "a finite number",
    ))
}

/// Refuses a negative spread.
pub(super) fn not_negative(what: &str, x: f64) -> Result<(), DistributionError> {
    finite(what, x)?;
    if x >= 0.0 {
        return Ok(());
    }
    Err(DistributionError::new(
        DistributionErrorKind::Spread,
        format!("{what} is {x}"),
        "0 or more",
    ))
}

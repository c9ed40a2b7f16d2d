//! The checks that turn a shape into one that can be drawn from.

use super::beta::LogitTable;
use super::error::{DistributionError, DistributionErrorKind};
use super::prepared::{Prepared, Within};
use super::shape::{Shape, Z95, finite, not_negative};
use crate::lanes::Lanes;
use crate::math::scalar;

/// ln 9: the logit of 90 %.
const LN_9: f64 = 2.197_224_577_336_219_4;
/// Largest `|a₃/a₂|` of a metalog of three terms that is a distribution (Keelin 2016, §4.2):
/// the quantile's slope `a₂/(u(1-u)) + a₃((u-½)/(u(1-u)) + ln(u/(1-u)))` is then nowhere negative.
const METALOG_LIMIT: f64 = 1.667_113;

impl Prepared {
    /// Checks the parameters of a shape.
    pub(super) fn new(shape: &Shape) -> Result<Prepared, DistributionError> {
        match *shape {
            Shape::Constant(value) => {
                finite("the value", value)?;
                Ok(Prepared::Constant(value))
            }
            Shape::TwoPiece { median, p5, p95 } => two_piece(median, p5, p95),
            Shape::Normal { mean, sd } => {
                finite("the mean", mean)?;
                not_negative("the standard deviation", sd)?;
                Ok(match sd {
                    0.0 => Prepared::Constant(mean),
                    _ => Prepared::Linear {
                        median: mean,
                        below: sd,
                        above: sd,
                    },
                })
            }
            Shape::LogNormal { mu, sigma } => {
                finite("the mean of the logarithm", mu)?;
                not_negative("the standard deviation of the logarithm", sigma)?;
                let median = scalar::exp(mu);
                finite("the median of a lognormal", median)?;
                Ok(match sigma {
                    0.0 => Prepared::Constant(median),
                    _ => Prepared::Geometric {
                        median,
                        below: sigma,
                        above: sigma,
                    },
                })
            }
            Shape::Uniform { low, high } => {
                ascending(&[("lower end", low), ("upper end", high)])?;
                Ok(match high - low {
                    0.0 => Prepared::Constant(low),
                    width => Prepared::Uniform { low, width },
                })
            }
            Shape::Triangular { min, mode, max } => {
                ascending(&[
                    ("smallest value", min),
                    ("mode", mode),
                    ("largest value", max),
                ])?;
                let width = max - min;
                if width == 0.0 {
                    return Ok(Prepared::Constant(min));
                }
                Ok(Prepared::Triangular {
                    min,
                    max,
                    split: (mode - min) / width,
                    rising: width * (mode - min),
                    falling: width * (max - mode),
                })
            }
            Shape::Pert {
                min,
                mode,
                max,
                lambda,
            } => {
                ascending(&[
                    ("smallest value", min),
                    ("mode", mode),
                    ("largest value", max),
                ])?;
                not_negative("the weight of the mode", lambda)?;
                let width = max - min;
                if width == 0.0 {
                    return Ok(Prepared::Constant(min));
                }
                let alpha = 1.0 + lambda * ((mode - min) / width);
                let beta = 1.0 + lambda * ((max - mode) / width);
                Ok(Prepared::Beta {
                    low: min,
                    width,
                    table: Box::new(LogitTable::new(alpha, beta)?),
                })
            }
            Shape::Beta {
                alpha,
                beta,
                low,
                high,
            } => {
                ascending(&[("lower end", low), ("upper end", high)])?;
                let table = Box::new(LogitTable::new(alpha, beta)?);
                Ok(match high - low {
                    0.0 => Prepared::Constant(low),
                    width => Prepared::Beta { low, width, table },
                })
            }
            Shape::Discrete {
                ref values,
                ref weights,
            } => discrete(values, weights),
            Shape::Metalog {
                p10,
                p50,
                p90,
                low,
                high,
            } => metalog(p10, p50, p90, low, high),
            Shape::Empirical { ref values } => empirical(values),
        }
    }
}

fn ascending(parameters: &[(&str, f64)]) -> Result<(), DistributionError> {
    for &(name, value) in parameters {
        finite(&format!("the {name}"), value)?;
    }
    for pair in parameters.windows(2) {
        let [(first, low), (second, high)] = [pair[0], pair[1]];
        if low > high {
            return Err(DistributionError::new(
                DistributionErrorKind::Order,
                format!("the {first} {low} is above the {second} {high}"),
                format!("the {first} not above the {second}"),
            ));
        }
    }
    let (first, last) = (parameters[0].1, parameters[parameters.len() - 1].1);
    finite("the width", last - first)
}

fn two_piece(median: f64, p5: f64, p95: f64) -> Result<Prepared, DistributionError> {
    ascending(&[
        ("5 % quantile", p5),
        ("median", median),
        ("95 % quantile", p95),
    ])?;
    if p5 == p95 {
        return Ok(Prepared::Constant(median));
    }
    Ok(if p5 > 0.0 {
        Prepared::Geometric {
            median,
            below: scalar::ln(median / p5) / Z95,
            above: scalar::ln(p95 / median) / Z95,
        }
    } else {
        Prepared::Linear {
            median,
            below: (median - p5) / Z95,
            above: (p95 - median) / Z95,
        }
    })
}

fn discrete(values: &[f64], weights: &[f64]) -> Result<Prepared, DistributionError> {
    let wrong = |problem: String| {
        let expected = "one weight of 0 or more for each value, not all of them 0";
        Err(DistributionError::new(
            DistributionErrorKind::Weights,
            problem,
            expected,
        ))
    };
    not_empty(values)?;
    if values.len() != weights.len() {
        return wrong(format!(
            "there are {} values but {} weights",
            values.len(),
            weights.len()
        ));
    }
    for &value in values {
        finite("a value", value)?;
    }
    for &weight in weights {
        finite("a weight", weight)?;
        if weight < 0.0 {
            return wrong(format!("the weight {weight} is negative"));
        }
    }
    let mut pairs: Vec<(f64, f64)> = values
        .iter()
        .copied()
        .zip(weights.iter().copied())
        .collect();
    pairs.retain(|&(_, weight)| weight > 0.0);
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = pairs.iter().map(|&(_, weight)| weight).sum();
    if pairs.is_empty() {
        return wrong("all weights are 0".into());
    }
    finite("the sum of the weights", total)?;
    if pairs[0].0 == pairs[pairs.len() - 1].0 {
        return Ok(Prepared::Constant(pairs[0].0));
    }
    let mut sum = 0.0;
    let mut up_to: Vec<f64> = pairs
        .iter()
        .map(|&(_, weight)| {
            sum += weight;
            sum / total
        })
        .collect();
    up_to.pop();
    up_to.push(1.0);
    Ok(Prepared::Discrete {
        values: pairs.iter().map(|&(value, _)| value).collect(),
        up_to,
    })
}

fn empirical(values: &[f64]) -> Result<Prepared, DistributionError> {
    not_empty(values)?;
    for &value in values {
        finite("a value", value)?;
    }
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let (first, last) = (values[0], values[values.len() - 1]);
    finite("the width", last - first)?;
    Ok(if first == last {
        Prepared::Constant(first)
    } else {
        Prepared::Empirical { values }
    })
}

fn not_empty(values: &[f64]) -> Result<(), DistributionError> {
    if values.is_empty() {
        return Err(DistributionError::new(
            DistributionErrorKind::Empty,
            "there are no values",
            "at least one value",
        ));
    }
    Ok(())
}

/// Four digits, for a text.
fn rounded(x: f64) -> f64 {
    format!("{x:.3e}").parse().unwrap_or(x)
}

fn metalog(
    p10: f64,
    p50: f64,
    p90: f64,
    low: Option<f64>,
    high: Option<f64>,
) -> Result<Prepared, DistributionError> {
    ascending(&[
        ("10 % quantile", p10),
        ("median", p50),
        ("90 % quantile", p90),
    ])?;
    for bound in low.iter().chain(&high) {
        finite("a bound", *bound)?;
    }
    let inside = low.is_none_or(|low| low < p10) && high.is_none_or(|high| p90 < high);
    if p10 == p90 {
        return Ok(Prepared::Constant(p50));
    }
    if !inside {
        return Err(DistributionError::new(
            DistributionErrorKind::Outside,
            "a quantile of the metalog is not inside its bounds",
            "a lower bound below the 10 % quantile and an upper bound above the 90 % quantile",
        ));
    }
    let within = match (low, high) {
        (None, None) => Within::Unbounded,
        (Some(low), None) => Within::Above(low),
        (None, Some(high)) => Within::Below(high),
        (Some(low), Some(high)) => Within::Between(low, high),
    };
    let [y10, y50, y90] = [p10, p50, p90].map(|q| within.unbound(q));
    // Three equations in three unknowns: L is ∓ln 9 and u - ½ is ∓0.4 at the outer quantiles.
    let a2 = (y90 - y10) / (2.0 * LN_9);
    let a3 = (y90 + y10 - 2.0 * y50) / (0.8 * LN_9);
    if a3.abs() > METALOG_LIMIT * a2 {
        // |a₃/a₂| = 2.5·|1 - 2r|, where r is the place of the median between the outer quantiles.
        let margin = 0.5 - 0.2 * METALOG_LIMIT;
        let [from, to] = [y10 + margin * (y90 - y10), y90 - margin * (y90 - y10)]
            .map(|y| within.bind(Lanes::splat(y)).0[0]);
        return Err(DistributionError::new(
            DistributionErrorKind::Infeasible,
            format!(
                "no metalog of three terms has the quantiles {p10}, {p50} and {p90}: it is too skewed"
            ),
            format!(
                "a median between about {} and {}",
                rounded(from),
                rounded(to)
            ),
        ));
    }
    Ok(Prepared::Metalog {
        a1: y50,
        a2,
        a3,
        within,
    })
}

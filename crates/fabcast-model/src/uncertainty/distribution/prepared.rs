//! Shapes with everything computed that a draw needs.

use super::beta::LogitTable;
use super::error::{DistributionError, DistributionErrorKind};
use super::shape::{Shape, Z95, finite, not_negative};
use crate::lanes::{LANES, Lanes, ONE, ZERO};
use crate::math::{self, scalar};

/// ln 9: the logit of 90 %.
const LN_9: f64 = 2.197_224_577_336_219_4;
/// Largest `|a₃/a₂|` of a metalog of three terms that is a distribution (Keelin 2016, §4.2):
/// the quantile's slope `a₂/(u(1-u)) + a₃((u-½)/(u(1-u)) + ln(u/(1-u)))` is then nowhere negative.
const METALOG_LIMIT: f64 = 1.667_11;

/// A shape, checked and prepared.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Prepared {
    /// One value.
    Constant(f64),
    /// `median + z·(below or above)`.
    Linear { median: f64, below: f64, above: f64 },
    /// `median·exp(z·(below or above))`.
    Geometric { median: f64, below: f64, above: f64 },
    /// Uniform.
    Uniform { low: f64, width: f64 },
    /// Triangular; `split` is the probability below the mode.
    Triangular { min: f64, max: f64, split: f64, rising: f64, falling: f64 },
    /// Beta on `low` to `low + width`.
    Beta { low: f64, width: f64, table: Box<LogitTable> },
    /// Ascending values and the probability up to each.
    Discrete { values: Vec<f64>, up_to: Vec<f64> },
    /// Ascending observations.
    Empirical { values: Vec<f64> },
    /// `a₁ + L·(a₂ + a₃·(u - ½))`, `L = ln(u/(1-u))`, and what brings it within its bounds.
    Metalog { a1: f64, a2: f64, a3: f64, within: Within },
}

/// Bounds of a metalog.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Within {
    Unbounded,
    Above(f64),
    Below(f64),
    Between(f64, f64),
}

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
                    _ => Prepared::Linear { median: mean, below: sd, above: sd },
                })
            }
            Shape::LogNormal { mu, sigma } => {
                finite("the mean of the logarithm", mu)?;
                not_negative("the standard deviation of the logarithm", sigma)?;
                let median = scalar::exp(mu);
                finite("the median of a lognormal", median)?;
                Ok(match sigma {
                    0.0 => Prepared::Constant(median),
                    _ => Prepared::Geometric { median, below: sigma, above: sigma },
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
                ascending(&[("smallest value", min), ("mode", mode), ("largest value", max)])?;
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
            Shape::Pert { min, mode, max, lambda } => {
                ascending(&[("smallest value", min), ("mode", mode), ("largest value", max)])?;
                not_negative("the weight of the mode", lambda)?;
                let width = max - min;
                if width == 0.0 {
                    return Ok(Prepared::Constant(min));
                }
                let alpha = 1.0 + lambda * ((mode - min) / width);
                let beta = 1.0 + lambda * ((max - mode) / width);
                Ok(Prepared::Beta { low: min, width, table: Box::new(LogitTable::new(alpha, beta)?) })
            }
            Shape::Beta { alpha, beta, low, high } => {
                ascending(&[("lower end", low), ("upper end", high)])?;
                let table = Box::new(LogitTable::new(alpha, beta)?);
                Ok(match high - low {
                    0.0 => Prepared::Constant(low),
                    width => Prepared::Beta { low, width, table },
                })
            }
            Shape::Discrete { ref values, ref weights } => discrete(values, weights),
            Shape::Metalog { p10, p50, p90, low, high } => metalog(p10, p50, p90, low, high),
            Shape::Empirical { ref values } => empirical(values),
        }
    }

    /// Median of the shape.
    pub(super) fn centre(&self) -> f64 {
        match *self {
            Prepared::Constant(value) => value,
            Prepared::Linear { median, .. } | Prepared::Geometric { median, .. } => median,
            _ => self.at(0.5),
        }
    }

    /// Quantile at `0 < u < 1`.
    #[inline]
    pub(super) fn quantile(&self, u: Lanes) -> Lanes {
        match *self {
            Prepared::Constant(value) => Lanes::splat(value),
            Prepared::Linear { median, below, above } => {
                let z = math::normal_quantile(u);
                median + z * z.lt(ZERO).select(Lanes::splat(below), Lanes::splat(above))
            }
            Prepared::Geometric { median, below, above } => {
                let z = math::normal_quantile(u);
                let sd = z.lt(ZERO).select(Lanes::splat(below), Lanes::splat(above));
                median * math::exp(z * sd)
            }
            Prepared::Uniform { low, width } => low + width * u,
            Prepared::Triangular { min, max, split, rising, falling } => {
                let left = min + (u * rising).sqrt();
                let right = max - ((1.0 - u) * falling).sqrt();
                u.lt(Lanes::splat(split)).select(left, right)
            }
            Prepared::Beta { low, width, ref table } => low + width * table.quantile(u),
            Prepared::Discrete { ref values, ref up_to } => {
                each(u, |u| values[up_to.partition_point(|&p| p < u).min(values.len() - 1)])
            }
            Prepared::Empirical { ref values } => {
                let steps = (values.len() - 1) as f64;
                each(u, |u| {
                    let place = steps * u;
                    let index = (place as usize).min(values.len().saturating_sub(2));
                    let (from, to) = (values[index], values[index + 1]);
                    from + (place - index as f64) * (to - from)
                })
            }
            Prepared::Metalog { a1, a2, a3, within } => {
                let logit = math::ln(u / (ONE - u));
                let y = a1 + logit * (a2 + a3 * (u - 0.5));
                match within {
                    Within::Unbounded => y,
                    Within::Above(low) => low + math::exp(y),
                    Within::Below(high) => high - math::exp(-y),
                    Within::Between(low, high) => low + (high - low) * logistic(y),
                }
            }
        }
    }

    fn at(&self, u: f64) -> f64 {
        self.quantile(Lanes::splat(u)).0[0]
    }

    /// Probability of a value of at most `x`.
    pub(super) fn probability_up_to(&self, x: f64) -> f64 {
        self.closed_form(x).unwrap_or_else(|| self.bisect(|value| value <= x))
    }

    /// Probability of a value below `x`.
    pub(super) fn probability_below(&self, x: f64) -> f64 {
        self.closed_form(x).unwrap_or_else(|| self.bisect(|value| value < x))
    }

    /// The distribution function of a continuous shape, where there is a formula.
    fn closed_form(&self, x: f64) -> Option<f64> {
        match *self {
            Prepared::Linear { median, below, above } => {
                Some(side(x - median, below, above))
            }
            Prepared::Geometric { median, below, above } => {
                if x <= 0.0 {
                    return Some(0.0);
                }
                Some(side(scalar::ln(x / median), below, above))
            }
            Prepared::Uniform { low, width } => Some(((x - low) / width).clamp(0.0, 1.0)),
            _ => None,
        }
    }

    /// Largest `u` whose quantile still passes the test.
    fn bisect(&self, still: impl Fn(f64) -> bool) -> f64 {
        let (mut yes, mut no) = (0.0, 1.0);
        if still(self.at(super::BELOW_ONE)) {
            return 1.0;
        }
        for _ in 0..120 {
            let middle = 0.5 * (yes + no);
            if middle <= yes || middle >= no {
                break;
            }
            if still(self.at(middle)) { yes = middle } else { no = middle }
        }
        yes
    }
}

/// Probability that a normal with another spread on each side of 0 is at most `distance`.
fn side(distance: f64, below: f64, above: f64) -> f64 {
    let sd = if distance < 0.0 { below } else { above };
    // On a side without spread all mass lies at the median.
    if sd == 0.0 {
        return if distance < 0.0 { 0.0 } else { 1.0 };
    }
    scalar::normal_cdf(distance / sd)
}

/// `1/(1 + e⁻ʸ)`, accurate at both ends.
#[inline(always)]
pub(super) fn logistic(y: Lanes) -> Lanes {
    let small = math::exp(-y.abs());
    y.lt(ZERO).select(small, ONE) / (1.0 + small)
}

#[inline(always)]
fn each(u: Lanes, f: impl Fn(f64) -> f64) -> Lanes {
    let mut out = [0.0; LANES];
    for i in 0..LANES {
        out[i] = f(u.0[i]);
    }
    Lanes(out)
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
    ascending(&[("5 % quantile", p5), ("median", median), ("95 % quantile", p95)])?;
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
        Prepared::Linear { median, below: (median - p5) / Z95, above: (p95 - median) / Z95 }
    })
}

fn discrete(values: &[f64], weights: &[f64]) -> Result<Prepared, DistributionError> {
    let wrong = |problem: String| {
        let expected = "one weight of 0 or more for each value, not all of them 0";
        Err(DistributionError::new(DistributionErrorKind::Weights, problem, expected))
    };
    not_empty(values)?;
    if values.len() != weights.len() {
        return wrong(format!("there are {} values but {} weights", values.len(), weights.len()));
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
    let mut pairs: Vec<(f64, f64)> = values.iter().copied().zip(weights.iter().copied()).collect();
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
    Ok(Prepared::Discrete { values: pairs.iter().map(|&(value, _)| value).collect(), up_to })
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
    Ok(if first == last { Prepared::Constant(first) } else { Prepared::Empirical { values } })
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

fn metalog(
    p10: f64,
    p50: f64,
    p90: f64,
    low: Option<f64>,
    high: Option<f64>,
) -> Result<Prepared, DistributionError> {
    ascending(&[("10 % quantile", p10), ("median", p50), ("90 % quantile", p90)])?;
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
    let (within, transform): (Within, Box<dyn Fn(f64) -> f64>) = match (low, high) {
        (None, None) => (Within::Unbounded, Box::new(|q| q)),
        (Some(low), None) => (Within::Above(low), Box::new(move |q| scalar::ln(q - low))),
        (None, Some(high)) => (Within::Below(high), Box::new(move |q| -scalar::ln(high - q))),
        (Some(low), Some(high)) => {
            (Within::Between(low, high), Box::new(move |q| scalar::ln((q - low) / (high - q))))
        }
    };
    let [y10, y50, y90] = [p10, p50, p90].map(transform);
    // Three equations in three unknowns: L is ∓ln 9 and u - ½ is ∓0.4 at the outer quantiles.
    let a2 = (y90 - y10) / (2.0 * LN_9);
    let a3 = (y90 + y10 - 2.0 * y50) / (0.8 * LN_9);
    if a3.abs() > METALOG_LIMIT * a2 {
        // |a₃/a₂| = 2.5·|1 - 2r|, where r is the place of the median between the outer quantiles.
        let margin = 0.5 - 0.2 * METALOG_LIMIT;
        let from = y10 + margin * (y90 - y10);
        let to = y90 - margin * (y90 - y10);
        let [from, to] = [from, to].map(|y| match within {
            Within::Unbounded => y,
            Within::Above(low) => low + scalar::exp(y),
            Within::Below(high) => high - scalar::exp(-y),
            Within::Between(low, high) => low + (high - low) * logistic(Lanes::splat(y)).0[0],
        });
        return Err(DistributionError::new(
            DistributionErrorKind::Infeasible,
            format!("no metalog of three terms has the quantiles {p10}, {p50} and {p90}: it is too skewed"),
            format!("a median between about {from:.4e} and {to:.4e}"),
        ));
    }
    Ok(Prepared::Metalog { a1: y50, a2, a3, within })
}

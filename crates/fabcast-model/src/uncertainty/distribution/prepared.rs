//! Shapes with everything computed that a draw needs.

use super::beta::LogitTable;
use crate::lanes::{Lanes, ONE, ZERO};
use crate::math::{self, scalar};

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
    Triangular {
        min: f64,
        max: f64,
        split: f64,
        rising: f64,
        falling: f64,
    },
    /// Beta on `low` to `low + width`.
    Beta {
        low: f64,
        width: f64,
        table: Box<LogitTable>,
    },
    /// Ascending values and the probability up to each.
    Discrete { values: Vec<f64>, up_to: Vec<f64> },
    /// Ascending observations.
    Empirical { values: Vec<f64> },
    /// `a₁ + L·(a₂ + a₃·(u - ½))`, `L = ln(u/(1-u))`, and what brings it within its bounds.
    Metalog {
        a1: f64,
        a2: f64,
        a3: f64,
        within: Within,
    },
}

/// Bounds of a metalog.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Within {
    Unbounded,
    Above(f64),
    Below(f64),
    Between(f64, f64),
}

impl Within {
    /// The quantile `q` on the unbounded line; `q` lies strictly within.
    pub(super) fn unbound(self, q: f64) -> f64 {
        match self {
            Within::Unbounded => q,
            Within::Above(low) => scalar::ln(q - low),
            Within::Below(high) => -scalar::ln(high - q),
            Within::Between(low, high) => scalar::ln((q - low) / (high - q)),
        }
    }

    /// Back from the unbounded line.
    #[inline]
    pub(super) fn bind(self, y: Lanes) -> Lanes {
        match self {
            Within::Unbounded => y,
            Within::Above(low) => low + math::exp(y),
            Within::Below(high) => high - math::exp(-y),
            Within::Between(low, high) => low + (high - low) * logistic(y),
        }
    }
}

impl Prepared {
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
            Prepared::Linear {
                median,
                below,
                above,
            } => {
                let z = math::normal_quantile(u);
                median + z * z.lt(ZERO).select(Lanes::splat(below), Lanes::splat(above))
            }
            Prepared::Geometric {
                median,
                below,
                above,
            } => {
                let z = math::normal_quantile(u);
                let sd = z.lt(ZERO).select(Lanes::splat(below), Lanes::splat(above));
                median * math::exp(z * sd)
            }
            Prepared::Uniform { low, width } => low + width * u,
            Prepared::Triangular {
                min,
                max,
                split,
                rising,
                falling,
            } => {
                let left = min + (u * rising).sqrt();
                let right = max - ((1.0 - u) * falling).sqrt();
                u.lt(Lanes::splat(split)).select(left, right)
            }
            Prepared::Beta {
                low,
                width,
                ref table,
            } => low + width * table.quantile(u),
            Prepared::Discrete {
                ref values,
                ref up_to,
            } => each(u, |u| {
                values[up_to.partition_point(|&p| p < u).min(values.len() - 1)]
            }),
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
                within.bind(a1 + logit * (a2 + a3 * (u - 0.5)))
            }
        }
    }

    fn at(&self, u: f64) -> f64 {
        self.quantile(Lanes::splat(u)).0[0]
    }

    /// Probability of a value of at most `x`.
    pub(super) fn probability_up_to(&self, x: f64) -> f64 {
        self.closed_form(x, true)
            .unwrap_or_else(|| self.bisect(|value| value <= x))
    }

    /// Probability of a value below `x`.
    pub(super) fn probability_below(&self, x: f64) -> f64 {
        self.closed_form(x, false)
            .unwrap_or_else(|| self.bisect(|value| value < x))
    }

    /// The distribution function, where there is a formula; with or without `x` itself.
    fn closed_form(&self, x: f64, with: bool) -> Option<f64> {
        match *self {
            Prepared::Linear {
                median,
                below,
                above,
            } => Some(two_sided(x - median, below, above, with)),
            Prepared::Geometric {
                median,
                below,
                above,
            } => Some(if x <= 0.0 {
                0.0
            } else {
                two_sided(scalar::ln(x / median), below, above, with)
            }),
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
            if still(self.at(middle)) {
                yes = middle
            } else {
                no = middle
            }
        }
        yes
    }
}

/// Probability that a normal with another spread on each side of 0 is at most `distance`, or
/// below it. A side without spread puts its half on 0 itself.
fn two_sided(distance: f64, below: f64, above: f64, with: bool) -> f64 {
    let sd = if distance < 0.0 || (distance == 0.0 && !with) {
        below
    } else {
        above
    };
    if sd == 0.0 {
        return if distance < 0.0 || (distance == 0.0 && !with) {
            0.0
        } else {
            1.0
        };
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
    Lanes(u.0.map(f))
}

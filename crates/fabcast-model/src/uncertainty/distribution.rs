//! Probability distributions by their quantile functions.
//!
//! Every value is drawn by inversion, so that a parameter can be correlated,
//! stratified or fed by a low-discrepancy sequence.

mod beta;
mod error;
mod prepare;
mod prepared;
mod shape;

pub use error::{DistributionError, DistributionErrorKind};
pub use shape::{Shape, Z95};

use crate::lanes::{LANES, Lanes};
use prepared::Prepared;

/// Largest number below 1.
const BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;
/// The open interval (0, 1).
const FULL_RANGE: (f64, f64) = (f64::MIN_POSITIVE, BELOW_ONE);
/// A truncation that leaves less than this is refused: a scenario that needs one
/// contradicts itself, and the values left would be coarse.
const SMALLEST_MASS: f64 = 1e-9;
/// Points at which the quantile is integrated.
const INTEGRATION_POINTS: u32 = 10_001;

/// A distribution ready to be drawn from: a shape, truncated to bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    shape: Shape,
    min: f64,
    max: f64,
    prepared: Prepared,
    /// Probability below `min` in the shape as written.
    below: f64,
    /// Probability from `min` to `max` in the shape as written.
    mass: f64,
    /// Probabilities of the shape as written between which its quantile is asked for: its ends
    /// may be infinite, and a discrete value beyond a bound must not come in by rounding.
    range: (f64, f64),
}

impl Distribution {
    /// Checks a shape and truncates it to `min ..= max`, which may be infinite.
    ///
    /// What lies outside is spread over what lies inside (`u` becomes
    /// `F(min) + u·(F(max) - F(min))`); nothing piles up at the bounds.
    ///
    /// # Errors
    /// If the parameters contradict each other, a value that never varies lies outside the
    /// bounds, or less than 10⁻⁹ of the distribution lies between them.
    /// ```
    /// use fabcast_model::uncertainty::{Distribution, DistributionErrorKind, Shape};
    /// let shape = Shape::TwoPiece { median: 3.0, p5: 2.0, p95: 6.0 };
    /// let years = Distribution::new(shape, 0.0, f64::INFINITY)?;
    /// assert!((years.quantile_scalar(0.95) - 6.0).abs() < 1e-12);
    /// let wrong = Shape::TwoPiece { median: 3.0, p5: 4.0, p95: 6.0 };
    /// let error = Distribution::new(wrong, 0.0, f64::INFINITY).unwrap_err();
    /// assert_eq!(error.kind(), DistributionErrorKind::Order);
    /// assert_eq!(error.problem(), "the 5 % quantile 4 is above the median 3");
    /// # Ok::<(), fabcast_model::uncertainty::DistributionError>(())
    /// ```
    pub fn new(shape: Shape, min: f64, max: f64) -> Result<Distribution, DistributionError> {
        if min.is_nan() || max.is_nan() {
            return Err(DistributionError::new(
                DistributionErrorKind::NotFinite,
                "a bound is not a number",
                "a number or infinity",
            ));
        }
        if min > max {
            return Err(DistributionError::new(
                DistributionErrorKind::Order,
                format!("the lower bound {min} is above the upper bound {max}"),
                "a lower bound that is not above the upper bound",
            ));
        }
        let prepared = Prepared::new(&shape)?;
        let (mut below, mut mass, mut range) = (0.0, 1.0, FULL_RANGE);
        if let Prepared::Constant(value) = prepared {
            if value < min || value > max {
                return Err(DistributionError::new(
                    DistributionErrorKind::Outside,
                    format!("the value {value} is outside its bounds"),
                    range_text(min, max),
                ));
            }
        } else {
            if min > f64::NEG_INFINITY {
                below = prepared.probability_below(min);
            }
            let up_to = if max < f64::INFINITY {
                prepared.probability_up_to(max)
            } else {
                1.0
            };
            mass = up_to - below;
            if mass < SMALLEST_MASS {
                return Err(DistributionError::new(
                    DistributionErrorKind::NoMass,
                    format!(
                        "nothing of the distribution, whose median is {}, is left {}",
                        prepared.centre(),
                        between_text(min, max)
                    ),
                    "a distribution of which at least a billionth lies within the bounds",
                ));
            }
            if below > 0.0 {
                range.0 = below.next_up();
            }
            range.1 = range.1.min(up_to);
        }
        Ok(Distribution {
            shape,
            min,
            max,
            prepared,
            below,
            mass,
            range,
        })
    }

    /// Always this value, without bounds.
    ///
    /// ```
    /// # use fabcast_model::uncertainty::Distribution;
    /// assert_eq!(Distribution::constant(4.0).quantile_scalar(0.3), 4.0);
    /// ```
    pub fn constant(value: f64) -> Distribution {
        Distribution {
            shape: Shape::Constant(value),
            min: f64::NEG_INFINITY,
            max: f64::INFINITY,
            prepared: Prepared::Constant(value),
            below: 0.0,
            mass: 1.0,
            range: FULL_RANGE,
        }
    }

    /// Whether it takes one value only: a constant, or a shape without spread.
    pub fn is_constant(&self) -> bool {
        matches!(self.prepared, Prepared::Constant(_))
    }

    /// Value of the central run: the median of the shape as written, brought within the bounds.
    pub fn centre(&self) -> f64 {
        self.prepared.centre().max(self.min).min(self.max)
    }

    /// The shape as written, before truncation.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Smallest and largest value allowed; infinite where there is no bound.
    pub fn bounds(&self) -> (f64, f64) {
        (self.min, self.max)
    }

    /// The value that is not exceeded with probability `u`, in eight draws.
    ///
    /// `u` lies in the open interval (0, 1); 0 and 1 themselves are taken for the numbers next
    /// to them, so that the result is finite. It grows with `u` (up to the rounding of the last
    /// digits) and lies within the bounds.
    #[inline]
    pub fn quantile(&self, u: Lanes) -> Lanes {
        let (lowest, highest) = self.range;
        let u = (self.below + u * self.mass)
            .max(Lanes::splat(lowest))
            .min(Lanes::splat(highest));
        self.prepared
            .quantile(u)
            .max(Lanes::splat(self.min))
            .min(Lanes::splat(self.max))
    }

    /// [`Distribution::quantile`] of one `u`, with the same bits.
    pub fn quantile_scalar(&self, u: f64) -> f64 {
        self.quantile(Lanes::splat(u)).0[0]
    }

    /// Probability of a value of at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        if x < self.min {
            0.0
        } else if x >= self.max {
            1.0
        } else {
            ((self.prepared.probability_up_to(x) - self.below) / self.mass).clamp(0.0, 1.0)
        }
    }

    /// Mean of the truncated distribution, by the midpoint rule over the quantile at 10,001
    /// points; of a heavy tail, the last 10⁻⁴ counts as one point.
    pub fn mean(&self) -> f64 {
        if self.is_constant() {
            self.centre()
        } else {
            self.integrate(|x| x)
        }
    }

    /// Standard deviation of the truncated distribution, by the same rule as [`Distribution::mean`].
    pub fn sd(&self) -> f64 {
        if self.is_constant() {
            return 0.0;
        }
        let mean = self.mean();
        self.integrate(|x| (x - mean) * (x - mean)).sqrt()
    }

    fn integrate(&self, f: impl Fn(f64) -> f64) -> f64 {
        let n = f64::from(INTEGRATION_POINTS);
        let mut sum = 0.0;
        let mut first = 0;
        while first < INTEGRATION_POINTS {
            let mut u = [0.5; LANES];
            for (u, point) in u.iter_mut().zip(first..INTEGRATION_POINTS) {
                *u = (f64::from(point) + 0.5) / n;
            }
            let values = self.quantile(Lanes(u)).0;
            let left = (INTEGRATION_POINTS - first) as usize;
            for &value in values.iter().take(left) {
                sum += f(value) / n;
            }
            first += LANES as u32;
        }
        sum
    }
}

fn range_text(min: f64, max: f64) -> String {
    match (min.is_finite(), max.is_finite()) {
        (true, true) => format!("a value from {min} to {max}"),
        (true, false) => format!("a value of at least {min}"),
        (false, true) => format!("a value of at most {max}"),
        (false, false) => "a finite value".into(),
    }
}

fn between_text(min: f64, max: f64) -> String {
    match (min.is_finite(), max.is_finite()) {
        (true, false) => format!("above {min}"),
        (false, true) => format!("below {max}"),
        _ => format!("between {min} and {max}"),
    }
}

#[cfg(test)]
mod tests;

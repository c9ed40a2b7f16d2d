//! Elementary functions whose bits are the same on every machine.
//!
//! The standard library hands `exp`, `ln` and `powf` to the platform; here they are
//! polynomials in additions, multiplications, divisions and square roots, which IEEE 754
//! rounds the same everywhere. Nothing is fused, no branch depends on a value and nothing
//! is looked up, so that inside a function compiled for a wider instruction set all eight
//! lanes are computed at once, to the same bits.
//!
//! The functions take [`Lanes`]; [`scalar`] holds the same code for one number.
//! Largest errors found against a reference of 60 digits, in units in the last place (ulp):
//!
//! | function | largest error | arguments tested |
//! |---|---|---|
//! | [`exp`] | 0.75 | all, down to subnormal results |
//! | [`ln`] | 0.7 | all, subnormals among them |
//! | [`pow`] | 0.8 | all with a finite result, down to subnormal ones |
//! | [`normal_quantile`] | 1.25 | 10⁻³⁰⁷ to 1 - 10⁻¹⁶ |
//! | [`normal_cdf`] | 1.3 | -38.4 to 9, down to subnormal results |

mod exponential;
mod normal;
mod number;

use crate::isa::dispatch;
use crate::lanes::Lanes;

dispatch! {
    /// `eˣ`.
    ///
    /// Infinity above 709.78, 0 below -745.13, gradual between -708.4 and there; NaN stays NaN.
    pub fn exp(x: Lanes) -> Lanes {
        exponential::exp(x)
    }
}

dispatch! {
    /// Natural logarithm of `x`.
    ///
    /// `-∞` at 0, `∞` at `∞`, NaN below 0; subnormals are exact numbers like others.
    pub fn ln(x: Lanes) -> Lanes {
        exponential::ln(x)
    }
}

dispatch! {
    /// `baseʸ` for `base ≥ 0`, as IEEE 754 defines it there.
    ///
    /// `pow(x, 0) = pow(1, y) = 1` for every `x` and `y`, `pow(0, y)` is 0 or `∞` for `y` above or
    /// below 0. A negative base gives NaN (unless `y = 0`), whole exponents or not. The logarithm is
    /// carried with twice the digits, so that the relative error does not grow with `y·ln base`.
    pub fn pow(base: Lanes, exponent: Lanes) -> Lanes {
        exponential::pow(base, exponent)
    }
}

dispatch! {
    /// The standard normal `z` that is not exceeded with probability `u`.
    ///
    /// `-∞` at 0, `∞` at 1, NaN outside. Rational functions of `|u - ½|` in the centre and of
    /// `√(-ln u)` in the tails, as in Wichura 1988, "The percentage points of the normal
    /// distribution", algorithm AS 241; the coefficients are others, of what a straight line leaves.
    pub fn normal_quantile(u: Lanes) -> Lanes {
        normal::quantile(u)
    }
}

dispatch! {
    /// Probability that a standard normal is at most `z`.
    ///
    /// The relative error stays small in the lower tail, down to subnormals at `z = -38.5`.
    pub fn normal_cdf(z: Lanes) -> Lanes {
        normal::cdf(z)
    }
}

/// The functions of [`math`](self) for one number, to the same bits.
pub mod scalar {
    use super::{exponential, normal};

    /// `eˣ`; see [`exp`](super::exp).
    pub fn exp(x: f64) -> f64 {
        exponential::exp(x)
    }

    /// Natural logarithm; see [`ln`](super::ln).
    pub fn ln(x: f64) -> f64 {
        exponential::ln(x)
    }

    /// `baseʸ` for `base ≥ 0`; see [`pow`](super::pow).
    pub fn pow(base: f64, exponent: f64) -> f64 {
        exponential::pow(base, exponent)
    }

    /// Standard normal quantile; see [`normal_quantile`](super::normal_quantile).
    pub fn normal_quantile(u: f64) -> f64 {
        normal::quantile(u)
    }

    /// Standard normal distribution function; see [`normal_cdf`](super::normal_cdf).
    pub fn normal_cdf(z: f64) -> f64 {
        normal::cdf(z)
    }
}

#[cfg(test)]
mod tests;

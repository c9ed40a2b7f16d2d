//! What the functions need of their argument, so that they are written once for one number
//! and for eight.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::lanes::{LANES, Lanes, Mask};

/// One number or eight.
pub(super) trait Number:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Neg<Output = Self>
{
    /// Answer to a comparison.
    type Test: Copy;

    /// The same number everywhere.
    fn splat(value: f64) -> Self;
    /// `self < other`; no with NaN.
    fn less(self, other: f64) -> Self::Test;
    /// `self > other`; no with NaN.
    fn greater(self, other: f64) -> Self::Test;
    /// `self = other`; no with NaN.
    fn equals(self, other: f64) -> Self::Test;
    /// `yes` where the test holds, `no` elsewhere.
    fn select(test: Self::Test, yes: Self, no: Self) -> Self;
    /// Square root, correctly rounded.
    fn sqrt(self) -> Self;
    /// A function of the bits.
    fn bits(self, f: impl Fn(u64) -> u64) -> Self;

    /// One of two constants.
    #[inline(always)]
    fn choose(test: Self::Test, yes: f64, no: f64) -> Self {
        Self::select(test, Self::splat(yes), Self::splat(no))
    }

    /// Absolute value.
    #[inline(always)]
    fn abs(self) -> Self {
        self.bits(|bits| bits & !(1 << 63))
    }

    /// The upper 26 bits of the significand: the product of two such numbers is exact.
    #[inline(always)]
    fn upper(self) -> Self {
        self.bits(|bits| bits & !((1 << 27) - 1))
    }

    /// `c[0]·xⁿ + c[1]·xⁿ⁻¹ + … + c[n]` by Horner's rule.
    #[inline(always)]
    fn polynomial<const N: usize>(self, coefficients: &[f64; N]) -> Self {
        let mut sum = Self::splat(coefficients[0]);
        let mut i = 1;
        while i < N {
            sum = sum * self + coefficients[i];
            i += 1;
        }
        sum
    }
}

impl Number for f64 {
    type Test = bool;

    #[inline(always)]
    fn splat(value: f64) -> f64 {
        value
    }
    #[inline(always)]
    fn less(self, other: f64) -> bool {
        self < other
    }
    #[inline(always)]
    fn greater(self, other: f64) -> bool {
        self > other
    }
    #[inline(always)]
    fn equals(self, other: f64) -> bool {
        self == other
    }
    #[inline(always)]
    fn select(test: bool, yes: f64, no: f64) -> f64 {
        if test { yes } else { no }
    }
    #[inline(always)]
    fn sqrt(self) -> f64 {
        self.sqrt()
    }
    #[inline(always)]
    fn bits(self, f: impl Fn(u64) -> u64) -> f64 {
        f64::from_bits(f(self.to_bits()))
    }
}

impl Number for Lanes {
    type Test = Mask;

    #[inline(always)]
    fn splat(value: f64) -> Lanes {
        Lanes::splat(value)
    }
    #[inline(always)]
    fn less(self, other: f64) -> Mask {
        self.lt(Lanes::splat(other))
    }
    #[inline(always)]
    fn greater(self, other: f64) -> Mask {
        self.gt(Lanes::splat(other))
    }
    #[inline(always)]
    fn equals(self, other: f64) -> Mask {
        self.le(Lanes::splat(other)) & self.ge(Lanes::splat(other))
    }
    #[inline(always)]
    fn select(test: Mask, yes: Lanes, no: Lanes) -> Lanes {
        test.select(yes, no)
    }
    #[inline(always)]
    fn sqrt(self) -> Lanes {
        self.sqrt()
    }
    #[inline(always)]
    fn bits(self, f: impl Fn(u64) -> u64) -> Lanes {
        let mut out = [0.0; LANES];
        let mut i = 0;
        while i < LANES {
            out[i] = f64::from_bits(f(self.0[i].to_bits()));
            i += 1;
        }
        Lanes(out)
    }
}

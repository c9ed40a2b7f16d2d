//! Eight futures in lock-step.
//!
//! Every quantity of the simulation holds eight draws, so that a step reads like its
//! equation while the compiler turns each operation into vector code. Lanes
//! never exchange values: a draw's result does not depend on its neighbours.

use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, Mul, MulAssign, Neg, Not, Sub, SubAssign};

/// Number of draws that move together.
pub const LANES: usize = 8;

/// A quantity in each of the draws, as a plain array: for those who look at them one by one.
pub type Draws = [f64; LANES];

/// The same quantity in eight draws.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
pub struct Lanes(pub [f64; LANES]);

/// A yes or no in each of eight draws; all bits set means yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(64))]
pub struct Mask(pub [u64; LANES]);

/// Some of eight draws, a bit for each: what is known of each draw and asked often, in one byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Set(pub u8);

/// Zero in every lane.
pub const ZERO: Lanes = Lanes([0.0; LANES]);
/// One in every lane.
pub const ONE: Lanes = Lanes([1.0; LANES]);

#[inline(always)]
fn each(f: impl Fn(usize) -> f64) -> Lanes {
    let mut out = [0.0; LANES];
    let mut i = 0;
    while i < LANES {
        out[i] = f(i);
        i += 1;
    }
    Lanes(out)
}

#[inline(always)]
fn test(f: impl Fn(usize) -> bool) -> Mask {
    let mut out = [0; LANES];
    let mut i = 0;
    while i < LANES {
        out[i] = if f(i) { u64::MAX } else { 0 };
        i += 1;
    }
    Mask(out)
}

impl Lanes {
    /// The same value in every lane.
    #[inline(always)]
    pub const fn splat(value: f64) -> Lanes {
        Lanes([value; LANES])
    }

    /// Smaller of the two, lane by lane.
    #[inline(always)]
    pub fn min(self, other: Lanes) -> Lanes {
        each(|i| {
            if other.0[i] < self.0[i] {
                other.0[i]
            } else {
                self.0[i]
            }
        })
    }

    /// Larger of the two, lane by lane.
    #[inline(always)]
    pub fn max(self, other: Lanes) -> Lanes {
        each(|i| {
            if other.0[i] > self.0[i] {
                other.0[i]
            } else {
                self.0[i]
            }
        })
    }

    /// `x⁺ = max(0, x)`: a stock is floored at 0 after every subtraction.
    #[inline(always)]
    pub fn positive(self) -> Lanes {
        self.max(ZERO)
    }

    /// `clip(x) = min(1, x⁺)`.
    #[inline(always)]
    pub fn clip(self) -> Lanes {
        self.positive().min(ONE)
    }

    /// Square root, correctly rounded.
    #[inline(always)]
    pub fn sqrt(self) -> Lanes {
        each(|i| self.0[i].sqrt())
    }

    /// Absolute value.
    #[inline(always)]
    pub fn abs(self) -> Lanes {
        each(|i| self.0[i].abs())
    }

    /// Largest whole number not above.
    #[inline(always)]
    pub fn floor(self) -> Lanes {
        each(|i| self.0[i].floor())
    }

    /// `self > other`.
    #[inline(always)]
    pub fn gt(self, other: Lanes) -> Mask {
        test(|i| self.0[i] > other.0[i])
    }

    /// `self ≥ other`.
    #[inline(always)]
    pub fn ge(self, other: Lanes) -> Mask {
        test(|i| self.0[i] >= other.0[i])
    }

    /// `self < other`.
    #[inline(always)]
    pub fn lt(self, other: Lanes) -> Mask {
        test(|i| self.0[i] < other.0[i])
    }

    /// `self ≤ other`.
    #[inline(always)]
    pub fn le(self, other: Lanes) -> Mask {
        test(|i| self.0[i] <= other.0[i])
    }

    /// Whether every lane is a finite number.
    pub fn is_finite(self) -> bool {
        self.0.iter().all(|x| x.is_finite())
    }
}

impl Mask {
    /// Yes in every lane.
    pub const ALL: Mask = Mask([u64::MAX; LANES]);
    /// No in every lane.
    pub const NONE: Mask = Mask([0; LANES]);

    /// The same answer in every lane.
    #[inline(always)]
    pub const fn splat(value: bool) -> Mask {
        if value { Mask::ALL } else { Mask::NONE }
    }

    /// `yes` where the mask is set, `no` elsewhere.
    #[inline(always)]
    pub fn select(self, yes: Lanes, no: Lanes) -> Lanes {
        each(|i| if self.0[i] != 0 { yes.0[i] } else { no.0[i] })
    }

    /// `value` where the mask is set, 0 elsewhere.
    #[inline(always)]
    pub fn of(self, value: Lanes) -> Lanes {
        each(|i| f64::from_bits(self.0[i] & value.0[i].to_bits()))
    }

    /// 1 where the mask is set, 0 elsewhere.
    #[inline(always)]
    pub fn number(self) -> Lanes {
        self.of(ONE)
    }

    /// Whether no lane is set: work that no lane needs is skipped.
    #[inline(always)]
    pub fn none(self) -> bool {
        self.0.iter().fold(0, |a, b| a | b) == 0
    }

    /// Whether any lane is set.
    #[inline(always)]
    pub fn any(self) -> bool {
        !self.none()
    }

    /// Whether every lane is set.
    #[inline(always)]
    pub fn all(self) -> bool {
        self.0.iter().fold(u64::MAX, |a, b| a & b) == u64::MAX
    }
}

impl Mask {
    /// The lanes that are set.
    #[inline(always)]
    pub fn set(self) -> Set {
        #[cfg(target_arch = "x86_64")]
        {
            // The compiler finds no good way to gather bits by itself.
            use std::arch::x86_64::{_mm_castsi128_pd, _mm_movemask_pd, _mm_set_epi64x};
            let two = |i: usize| {
                let (low, high) = (self.0[i] as i64, self.0[i + 1] as i64);
                // SAFETY: every x86-64 processor has SSE2.
                unsafe { _mm_movemask_pd(_mm_castsi128_pd(_mm_set_epi64x(high, low))) as u8 }
            };
            Set(two(0) | two(2) << 2 | two(4) << 4 | two(6) << 6)
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            let lanes = self.0.iter().enumerate();
            Set(lanes.fold(0, |set, (i, &lane)| set | ((lane & 1) as u8) << i))
        }
    }
}

/// The mask of every set: looking it up is faster than making it.
static MASKS: [Mask; 256] = {
    let mut masks = [Mask::NONE; 256];
    let mut set = 0;
    while set < 256 {
        let mut i = 0;
        while i < LANES {
            if set >> i & 1 == 1 {
                masks[set].0[i] = u64::MAX;
            }
            i += 1;
        }
        set += 1;
    }
    masks
};

impl Set {
    /// No draw.
    pub const NONE: Set = Set(0);
    /// All draws.
    pub const ALL: Set = Set(u8::MAX);

    /// The set as a mask.
    #[inline(always)]
    pub fn mask(self) -> Mask {
        MASKS[usize::from(self.0)]
    }

    /// `yes` in the draws of the set, `no` in the others.
    #[inline(always)]
    pub fn select(self, yes: Lanes, no: Lanes) -> Lanes {
        self.mask().select(yes, no)
    }

    /// `value` in the draws of the set, 0 in the others.
    #[inline(always)]
    pub fn of(self, value: Lanes) -> Lanes {
        self.mask().of(value)
    }

    /// Whether some draw is in the set.
    #[inline(always)]
    pub fn any(self) -> bool {
        self.0 != 0
    }

    /// Whether all draws are in the set.
    #[inline(always)]
    pub fn all(self) -> bool {
        self == Set::ALL
    }
}

impl BitAnd for Set {
    type Output = Set;
    #[inline(always)]
    fn bitand(self, other: Set) -> Set {
        Set(self.0 & other.0)
    }
}

impl BitOr for Set {
    type Output = Set;
    #[inline(always)]
    fn bitor(self, other: Set) -> Set {
        Set(self.0 | other.0)
    }
}

impl Not for Set {
    type Output = Set;
    #[inline(always)]
    fn not(self) -> Set {
        Set(!self.0)
    }
}

/// `ratio(a, b) = 1 if b ≤ 0 else clip(a/b)`: the share of a need that is met.
#[inline(always)]
pub fn ratio(a: Lanes, b: Lanes) -> Lanes {
    b.le(ZERO).select(ONE, (a / b).clip())
}

/// `part(a, b) = 0 if b ≤ 0 else a/b`: the part of a whole.
#[inline(always)]
pub fn part(a: Lanes, b: Lanes) -> Lanes {
    b.le(ZERO).select(ZERO, a / b)
}

macro_rules! operator {
    ($trait:ident $method:ident $symbol:tt) => {
        impl $trait for Lanes {
            type Output = Lanes;
            #[inline(always)]
            fn $method(self, other: Lanes) -> Lanes {
                each(|i| self.0[i] $symbol other.0[i])
            }
        }
        impl $trait<f64> for Lanes {
            type Output = Lanes;
            #[inline(always)]
            fn $method(self, other: f64) -> Lanes {
                each(|i| self.0[i] $symbol other)
            }
        }
        impl $trait<Lanes> for f64 {
            type Output = Lanes;
            #[inline(always)]
            fn $method(self, other: Lanes) -> Lanes {
                each(|i| self $symbol other.0[i])
            }
        }
    };
}
operator!(Add add +);
operator!(Sub sub -);
operator!(Mul mul *);
operator!(Div div /);

impl AddAssign for Lanes {
    #[inline(always)]
    fn add_assign(&mut self, other: Lanes) {
        *self = *self + other;
    }
}

impl SubAssign for Lanes {
    #[inline(always)]
    fn sub_assign(&mut self, other: Lanes) {
        *self = *self - other;
    }
}

impl MulAssign for Lanes {
    #[inline(always)]
    fn mul_assign(&mut self, other: Lanes) {
        *self = *self * other;
    }
}

impl Neg for Lanes {
    type Output = Lanes;
    #[inline(always)]
    fn neg(self) -> Lanes {
        each(|i| -self.0[i])
    }
}

impl BitAnd for Mask {
    type Output = Mask;
    #[inline(always)]
    fn bitand(self, other: Mask) -> Mask {
        let mut out = self.0;
        let mut i = 0;
        while i < LANES {
            out[i] &= other.0[i];
            i += 1;
        }
        Mask(out)
    }
}

impl BitOr for Mask {
    type Output = Mask;
    #[inline(always)]
    fn bitor(self, other: Mask) -> Mask {
        let mut out = self.0;
        let mut i = 0;
        while i < LANES {
            out[i] |= other.0[i];
            i += 1;
        }
        Mask(out)
    }
}

impl Not for Mask {
    type Output = Mask;
    #[inline(always)]
    fn not(self) -> Mask {
        let mut out = self.0;
        let mut i = 0;
        while i < LANES {
            out[i] = !out[i];
            i += 1;
        }
        Mask(out)
    }
}

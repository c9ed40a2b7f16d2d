//! Third-order delay `E3(x; M)` (model, conventions).

use crate::lanes::{Lanes, ZERO};

/// Months in a year, and the length of a month in years.
pub const DELTA: f64 = 1.0 / 12.0;

/// Three stages in a row, each emptied at `3Δ/M` a month; state.
#[derive(Clone, Copy, Debug)]
pub struct Delay(pub [Lanes; 3]);

impl Delay {
    /// Empty.
    pub const EMPTY: Delay = Delay([ZERO; 3]);

    /// What leaves this month: a part of the last stage as it stood.
    #[inline(always)]
    pub fn output(&self, mean_years: Lanes) -> Lanes {
        self.0[2] * (3.0 * DELTA) / mean_years
    }

    /// Moves one month on, taking `input` in; returns what left.
    #[inline(always)]
    pub fn step(&mut self, input: Lanes, mean_years: Lanes) -> Lanes {
        let rate = Lanes::splat(3.0 * DELTA) / mean_years;
        let [o1, o2, o3] = [self.0[0] * rate, self.0[1] * rate, self.0[2] * rate];
        self.0[0] = (self.0[0] - o1).positive() + input;
        self.0[1] = (self.0[1] - o2).positive() + o1;
        self.0[2] = (self.0[2] - o3).positive() + o2;
        o3
    }

    /// What is inside.
    #[inline(always)]
    pub fn content(&self) -> Lanes {
        self.0[0] + self.0[1] + self.0[2]
    }
}

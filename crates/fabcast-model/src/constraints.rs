//! What a project waits for (model §14): the group of its smallest factor of the month. What differs by
//! less than [`NEAR`] is a tie, or rounding would decide it.

use crate::flows::NEAR;
use crate::lanes::{Lanes, Mask, ONE};
use crate::relax::{Group, N_GROUPS};

/// This month's factor of each group on one project; 1 holds nothing back.
#[derive(Clone, Copy, Debug)]
pub struct Factors([Lanes; N_GROUPS]);

impl Factors {
    /// Nothing holds the project back.
    pub const FREE: Factors = Factors([ONE; N_GROUPS]);

    /// A group limits the project where `applies`.
    #[inline(always)]
    pub fn limit(&mut self, group: Group, applies: Mask, factor: Lanes) {
        let slot = &mut self.0[group as usize];
        *slot = applies.select(slot.min(factor), *slot);
    }

    /// Position of the group that holds a lane back most, [`N_GROUPS`] for none; ties go to the first.
    pub fn least(&self, lane: usize) -> u8 {
        let of = |group: usize| self.0[group].0[lane];
        let least = (0..N_GROUPS).fold(1.0, |least, group| f64::min(least, of(group)));
        let first = (0..N_GROUPS).find(|&group| of(group) <= least + NEAR);
        first.filter(|_| least < 1.0 - NEAR).unwrap_or(N_GROUPS) as u8
    }
}

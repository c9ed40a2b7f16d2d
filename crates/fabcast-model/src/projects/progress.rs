//! How far a project has come, and when a progress is at its end or at a threshold.

use crate::flows::NEAR;
use crate::lanes::{Lanes, Mask, ZERO};

/// How far a project has come; state.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// `p0`, share of the permit stage done.
    pub permit: Lanes,
    /// `p1`, share of the building done, of a campus that of its first block.
    pub build: Lanes,
    /// `h`, halls of a campus \[GW\].
    pub halls: Lanes,
    /// `e`, power at hand for a campus this month \[GW\].
    pub power: Lanes,
    /// `inst`, capacity installed, in the kind's unit.
    pub installed: Lanes,
    /// `q`, share of the qualification done.
    pub qualify: Lanes,
    /// `ramp`, share of the ramp done.
    pub ramp: Lanes,
    /// First month with `p0 = 1`; +∞ before.
    pub permitted_in: Lanes,
    /// Usable capacity `A_j = min(inst, ramp·K)`, of a campus `inst`.
    pub usable: Lanes,
}

impl Progress {
    /// Nothing done.
    pub const NONE: Progress = Progress {
        permit: ZERO,
        build: ZERO,
        halls: ZERO,
        power: ZERO,
        installed: ZERO,
        qualify: ZERO,
        ramp: ZERO,
        permitted_in: Lanes::splat(f64::INFINITY),
        usable: ZERO,
    };
}

/// A progress capped at its end; what is within [`NEAR`] of it is there.
#[inline(always)]
pub fn capped(progress: Lanes, end: Lanes) -> Lanes {
    progress.ge(end * (1.0 - NEAR)).select(end, progress)
}

/// Whether a progress has reached a threshold, rounding apart.
#[inline(always)]
pub fn reached(progress: Lanes, threshold: Lanes) -> Mask {
    progress.ge(threshold - NEAR)
}

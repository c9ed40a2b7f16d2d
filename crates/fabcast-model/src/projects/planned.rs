//! The plan's own dates (model §14): the chain of §2 run alone, every multiplier 1.

use crate::flows::NEAR;

/// A plant on its planned dates, in plain numbers.
#[derive(Clone, Copy, Debug)]
pub struct PlannedChain {
    /// `K`.
    pub capacity: f64,
    /// Month of the start.
    pub start: i32,
    /// `D0` \[months\].
    pub permit: f64,
    /// `D1` \[months\].
    pub build: f64,
    /// `D_grid` \[months\], for data centres.
    pub grid: Option<f64>,
    /// `D2` \[months\].
    pub install: f64,
    /// `D3` \[months\].
    pub qualify: f64,
    /// `D4` \[months\].
    pub ramp: f64,
    /// `φ`.
    pub install_from: f64,
    /// `θ`.
    pub qualify_from: f64,
}

/// How far a plant on its planned dates has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlannedState {
    /// `p0`.
    pub permit: f64,
    /// `p1`.
    pub build: f64,
    /// `inst`.
    pub installed: f64,
    /// `q`.
    pub qualify: f64,
    /// `ramp`.
    pub ramp: f64,
    permitted_in: f64,
}

/// Whether a progress has reached a threshold, rounding apart.
pub(super) fn reached(progress: f64, threshold: f64) -> bool {
    progress >= threshold - NEAR
}

fn capped(progress: f64, end: f64) -> f64 {
    if progress >= end * (1.0 - NEAR) {
        end
    } else {
        progress
    }
}

impl PlannedChain {
    /// Whether the project has started in month `t` or before.
    pub(super) fn active(&self, t: usize) -> bool {
        t as i32 >= self.start
    }
}

impl PlannedState {
    /// Nothing done.
    pub const NONE: PlannedState = PlannedState {
        permit: 0.0,
        build: 0.0,
        installed: 0.0,
        qualify: 0.0,
        ramp: 0.0,
        permitted_in: f64::INFINITY,
    };

    /// `A = min(inst, ramp·K)`.
    pub fn usable(&self, chain: &PlannedChain) -> f64 {
        f64::min(self.installed, self.ramp * chain.capacity)
    }

    /// Whether the permit stage is open in month `t`, as last month left it.
    pub(super) fn permits(&self, chain: &PlannedChain, t: usize) -> bool {
        chain.active(t) && !reached(self.permit, 1.0)
    }

    /// Whether qualification may begin in month `t`: `inst ≥ θK`.
    pub(super) fn qualifiable(&self, chain: &PlannedChain, t: usize) -> bool {
        chain.active(t) && reached(self.installed / chain.capacity, chain.qualify_from)
    }

    /// Whether building is under way.
    pub(super) fn builds(&self) -> bool {
        reached(self.permit, 1.0) && !reached(self.build, 1.0)
    }

    /// What can be installed in month `t` once the building is at `build`.
    pub(super) fn room(&self, chain: &PlannedChain, t: usize, build: f64) -> f64 {
        let connected = chain
            .grid
            .is_none_or(|grid| t as f64 >= self.permitted_in + grid - NEAR);
        if !reached(self.build, chain.install_from) || !connected {
            return 0.0;
        }
        let k = chain.capacity;
        let room = k * (build - chain.install_from) / (1.0 - chain.install_from) - self.installed;
        f64::min(k / chain.install, room).max(0.0)
    }

    /// The state a month later.
    pub fn next(&self, chain: &PlannedChain, t: usize) -> PlannedState {
        let mut next = *self;
        if self.permits(chain, t) {
            next.permit = capped(self.permit + 1.0 / chain.permit, 1.0);
            if next.permit == 1.0 {
                next.permitted_in = t as f64;
            }
        }
        if self.builds() {
            next.build = capped(self.build + 1.0 / chain.build, 1.0);
        }
        let room = PlannedState {
            permitted_in: next.permitted_in,
            ..*self
        }
        .room(chain, t, next.build);
        next.installed = capped(self.installed + room, chain.capacity);
        if self.qualifiable(chain, t) {
            next.qualify = capped(self.qualify + 1.0 / chain.qualify, 1.0);
        }
        if reached(self.qualify, 1.0) {
            next.ramp = capped(self.ramp + 1.0 / chain.ramp, 1.0);
        }
        next
    }
}

/// Planned path `Â_j(t)` (model §14), in the kind's unit.
pub fn planned_path(chain: &PlannedChain, months: usize) -> Vec<f64> {
    let mut state = PlannedState::NONE;
    (0..months)
        .map(|t| {
            state = state.next(chain, t);
            state.usable(chain)
        })
        .collect()
}

//! The plan's own dates (model §14): the chain of §2 run alone, every multiplier 1.

use super::campus::PlannedCampus;
use crate::flows::NEAR;

/// A plant or campus on its planned dates, in plain numbers.
#[derive(Clone, Copy, Debug)]
pub struct PlannedChain {
    /// `K`.
    pub capacity: f64,
    /// Month of the start.
    pub start: i32,
    /// Month in which ground was broken, where the line gives it: then there is no permit stage.
    pub ground: Option<i32>,
    /// `D0` \[months\].
    pub permit: f64,
    /// `D1` \[months\].
    pub build: f64,
    /// How a campus grows; none for plants.
    pub campus: Option<PlannedCampus>,
    /// `D2` \[months\]; 0 for a campus, as are the other two.
    pub install: f64,
    /// `D3` \[months\].
    pub qualify: f64,
    /// `D4` \[months\].
    pub ramp: f64,
    /// `φ`.
    pub install_from: f64,
    /// `θ`; 0 for a campus.
    pub qualify_from: f64,
}

/// How far a plant on its planned dates has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlannedState {
    /// `p0`.
    pub permit: f64,
    /// `p1`.
    pub build: f64,
    /// `h`, halls of a campus \[GW\]; 0 for plants.
    pub halls: f64,
    /// `inst`.
    pub installed: f64,
    /// `q`.
    pub qualify: f64,
    /// `ramp`.
    pub ramp: f64,
    pub(super) permitted_in: f64,
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

    /// First month in which it is worked on.
    pub(super) fn first(&self) -> i32 {
        self.start.max(0)
    }

    /// What stands in the first month where ground was broken before it: what work without a wait has done since.
    /// A plant has no tools yet.
    fn since_ground(&self, ground: i32) -> PlannedState {
        let mut state = PlannedState {
            permit: 1.0,
            permitted_in: f64::from(ground - 1),
            ..PlannedState::NONE
        };
        for t in ground..self.first() {
            let next = state.worked(self, f64::from(t));
            state = match self.campus {
                Some(_) => next,
                None => PlannedState {
                    build: next.build,
                    ..state
                },
            };
        }
        state
    }
}

impl PlannedState {
    /// Nothing done.
    pub const NONE: PlannedState = PlannedState {
        permit: 0.0,
        build: 0.0,
        halls: 0.0,
        installed: 0.0,
        qualify: 0.0,
        ramp: 0.0,
        permitted_in: f64::INFINITY,
    };

    /// `A = min(inst, ramp·K)`, of a campus `inst`.
    pub fn usable(&self, chain: &PlannedChain) -> f64 {
        match chain.campus {
            Some(_) => self.installed,
            None => f64::min(self.installed, self.ramp * chain.capacity),
        }
    }

    /// The state from which month `t` goes on: in the first month there may be ground already.
    pub(super) fn opened(&self, chain: &PlannedChain, t: usize) -> PlannedState {
        match chain.ground {
            Some(ground) if t as i32 == chain.first() => chain.since_ground(ground),
            _ => *self,
        }
    }

    /// Whether the permit stage is open in month `t`, as last month left it.
    pub(super) fn permits(&self, chain: &PlannedChain, t: usize) -> bool {
        chain.active(t) && !reached(self.permit, 1.0)
    }

    /// Whether qualification may begin in month `t`: `inst ≥ θK`.
    pub(super) fn qualifiable(&self, chain: &PlannedChain, t: usize) -> bool {
        chain.campus.is_none()
            && chain.active(t)
            && reached(self.installed / chain.capacity, chain.qualify_from)
    }

    /// Whether building is under way: of a campus that of the first block.
    pub(super) fn builds(&self) -> bool {
        reached(self.permit, 1.0) && !reached(self.build, 1.0)
    }

    /// Whether a campus adds halls to its first block.
    pub(super) fn raises(&self, chain: &PlannedChain) -> bool {
        chain.campus.is_some() && reached(self.build, 1.0) && self.halls < chain.capacity
    }

    /// What can be installed in month `t` once the building is at `build`, or the halls at `halls`.
    pub(super) fn room(&self, chain: &PlannedChain, t: f64, build: f64, halls: f64) -> f64 {
        let k = chain.capacity;
        if let Some(campus) = &chain.campus {
            if !reached(self.build, 1.0) {
                return 0.0;
            }
            let power = campus.power(k, t, self.permitted_in);
            let free = f64::min(halls, power) - self.installed;
            return f64::min(campus.fastest, free.max(0.0));
        }
        if !reached(self.build, chain.install_from) {
            return 0.0;
        }
        let room = k * (build - chain.install_from) / (1.0 - chain.install_from) - self.installed;
        f64::min(k / chain.install, room).max(0.0)
    }

    /// The state a month later.
    pub fn next(&self, chain: &PlannedChain, t: usize) -> PlannedState {
        let mut opened = self.opened(chain, t);
        let permits = opened.permits(chain, t);
        let mut next = opened;
        if permits {
            next.permit = capped(opened.permit + 1.0 / chain.permit, 1.0);
            if next.permit == 1.0 {
                next.permitted_in = t as f64;
            }
        }
        opened.permitted_in = next.permitted_in;
        let worked = opened.worked(chain, t as f64);
        PlannedState {
            permit: next.permit,
            qualify: if opened.qualifiable(chain, t) {
                capped(opened.qualify + 1.0 / chain.qualify, 1.0)
            } else {
                opened.qualify
            },
            ramp: if reached(opened.qualify, 1.0) {
                capped(opened.ramp + 1.0 / chain.ramp, 1.0)
            } else {
                opened.ramp
            },
            ..worked
        }
    }

    /// Building, halls and installation a month later.
    fn worked(&self, chain: &PlannedChain, t: f64) -> PlannedState {
        let mut next = *self;
        if self.builds() {
            next.build = capped(self.build + 1.0 / chain.build, 1.0);
        }
        if let Some(campus) = &chain.campus {
            if self.raises(chain) {
                next.halls = capped(self.halls + campus.pace, chain.capacity);
            } else if next.build == 1.0 && self.halls == 0.0 {
                next.halls = campus.first_block;
            }
        }
        let room = self.room(chain, t, next.build, next.halls);
        next.installed = capped(self.installed + room, chain.capacity);
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

//! Which stages a project is in (model §2): the conditions of the chain of activities, in one place.
//!
//! What a draw has reached is kept as one bit. It is found where a progress changes, so that an ordinary
//! month asks no conditions, and what all projects have reached stays in cache.

use super::chain::Site;
use super::live::Live;
use super::{Progress, reached};
use crate::flows::NEAR;
use crate::lanes::{Lanes, ONE, Set};

/// In which draws a project has reached what; state.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reached {
    /// Started.
    pub started: Set,
    /// `p0 = 1`.
    pub permitted: Set,
    /// Permitted last month: tools are ordered now.
    pub orders: Set,
    /// `p1 ≥ φ`: there is room for installation.
    pub fillable: Set,
    /// `p1 = 1`.
    pub built: Set,
    /// `t ≥ t_permit + D_grid`; always for plants.
    pub connected: Set,
    /// `inst ≥ θK`.
    pub enough: Set,
    /// `inst = K`.
    pub full: Set,
    /// `q = 1`.
    pub qualified: Set,
    /// Half of `K` usable.
    pub half: Set,
    /// `ramp = 1`.
    pub ramped: Set,
    /// Complete and counted in the sums of `live`.
    pub settled: Set,
}

/// In which draws a project is in what stage this month, by what was reached at the end of the last.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stage {
    /// Works on the permit.
    pub permits: Set,
    /// Builds.
    pub builds: Set,
    /// Installs what there is room for.
    pub installs: Set,
    /// Would install but for the grid.
    pub waits_for_grid: Set,
    /// Employs those who install.
    pub installing: Set,
    /// Employs technicians.
    pub staffed: Set,
    /// Asks for a team.
    pub teams: Set,
    /// Qualifies.
    pub qualifies: Set,
    /// Ramps up.
    pub ramps: Set,
    /// Employs those who run it.
    pub running: Set,
    /// Has qualified.
    pub produces: Set,
}

impl Reached {
    /// The stages that follow.
    #[inline(always)]
    pub fn stage(&self) -> Stage {
        let ready = self.started & self.fillable & !self.full;
        let qualifiable = self.started & self.enough;
        Stage {
            permits: self.started & !self.permitted,
            builds: self.permitted & !self.built,
            installs: ready & self.connected,
            waits_for_grid: ready & !self.connected,
            installing: self.started & self.fillable & !self.ramped,
            // What is complete is in the sums of `live` already.
            staffed: qualifiable & !self.settled,
            teams: qualifiable & !self.ramped,
            qualifies: qualifiable & !self.qualified,
            ramps: self.qualified & !self.ramped,
            running: self.ramped & !self.settled,
            produces: self.qualified,
        }
    }

    /// In which draws the project is complete.
    #[inline(always)]
    pub fn complete(&self) -> Set {
        self.full & self.ramped
    }
}

impl Site<'_> {
    /// The stages that follow from what a project has reached.
    #[inline(always)]
    pub(super) fn stage(&self, j: usize, here: &Progress, at: &mut Reached) -> Stage {
        let stage = at.stage();
        if stage.waits_for_grid.any() {
            at.connected = self.connected(j, here);
            return at.stage();
        }
        stage
    }

    /// What a project has reached before its first month: thresholds may be 0.
    pub(super) fn before_start(&self, j: usize) -> Reached {
        let card = &self.projects.cards[j];
        let kind = &self.terms.kinds[card.kind as usize];
        let none = Progress::NONE;
        Reached {
            fillable: reached(none.build, kind.install_from).set(),
            connected: if card.kind.has_tools() {
                Set::ALL
            } else {
                Set::NONE
            },
            enough: self.enough(j, none.installed),
            ..Reached::default()
        }
    }

    /// `inst ≥ θK`.
    #[inline(always)]
    pub(super) fn enough(&self, j: usize, installed: Lanes) -> Set {
        let near = NEAR * self.projects.cards[j].capacity;
        installed.ge(self.terms.list[j].qualify_from - near).set()
    }

    /// `t ≥ t_permit + D_grid`: a data centre that waits for the grid is not in installation.
    #[inline(always)]
    pub(super) fn connected(&self, j: usize, here: &Progress) -> Set {
        let from = here.permitted_in + self.terms.list[j].grid - NEAR;
        Lanes::splat(self.t as f64).ge(from).set()
    }

    /// Whether what is kept as bits is what the progress says; for debug builds, which the tests are.
    pub(crate) fn bits_hold(&self, progress: &[Progress], live: &Live) -> bool {
        live.under_way.iter().all(|&j| {
            let (at, here) = (&live.reached[j], &progress[j]);
            let card = &self.projects.cards[j];
            let k = Lanes::splat(card.capacity);
            let install_from = self.terms.kinds[card.kind as usize].install_from;
            at.permitted == ended(here.permit)
                && at.fillable == reached(here.build, install_from).set()
                && at.built == ended(here.build)
                && at.enough == self.enough(j, here.installed)
                && at.full == here.installed.ge(k).set()
                && at.qualified == ended(here.qualify)
                && at.ramped == ended(here.ramp)
                && at.half == here.usable.ge(k * (0.5 - NEAR)).set()
                && at.complete() == (here.usable.ge(k).set() & at.ramped)
        })
    }
}

/// In which draws a share of 1 is reached.
#[inline(always)]
pub(super) fn ended(share: Lanes) -> Set {
    reached(share, ONE).set()
}

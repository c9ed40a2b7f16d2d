//! Which stages a project is in (model §2): the conditions of the chain of activities, in one place.
//!
//! What a draw has reached is kept as one bit. It is found where a progress changes, so that an ordinary
//! month asks no conditions, and what all projects have reached stays in cache.

use super::chain::Site;
use super::live::Live;
use super::{Progress, capped, reached};
use crate::flows::NEAR;
use crate::lanes::{Lanes, ONE, Set};

/// In which draws a project has reached what; state.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reached {
    /// Started.
    pub started: Set,
    /// `p0 = 1`.
    pub permitted: Set,
    /// Its tools are ordered, for a plant.
    pub tooled: Set,
    /// `p1 ≥ φ`: there is room for installation, or a campus hires its engineers.
    pub fillable: Set,
    /// `p1 = 1`.
    pub built: Set,
    /// `h = K`, for a campus.
    pub roofed: Set,
    /// `e > inst`, for a campus: it has power for more than it uses.
    pub powered: Set,
    /// The makers' queue held it back when it last fitted out halls.
    pub queued: Set,
    /// `inst ≥ θK`, for a plant.
    pub enough: Set,
    /// `inst = K`.
    pub full: Set,
    /// `q = 1`; of a campus `p1 = 1`, as for the next but one.
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
    /// Builds, a campus its first block.
    pub builds: Set,
    /// Adds halls to its first block.
    pub raises: Set,
    /// Installs what there is room for.
    pub installs: Set,
    /// Would install but for power.
    pub waits_for_power: Set,
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
    /// The stages of a plant that follow.
    #[inline(always)]
    fn of_plant(&self) -> Stage {
        let qualifiable = self.started & self.enough;
        Stage {
            permits: self.started & !self.permitted,
            builds: self.permitted & !self.built,
            raises: Set::NONE,
            installs: self.started & self.fillable & !self.shell() & !self.full,
            waits_for_power: Set::NONE,
            installing: self.started & self.fillable & !self.shell() & !self.ramped,
            // What is complete is in the sums of `live` already.
            staffed: qualifiable & !self.settled,
            teams: qualifiable & !self.ramped,
            qualifies: qualifiable & !self.qualified,
            ramps: self.qualified & !self.ramped,
            running: self.ramped & !self.settled,
            produces: self.qualified,
        }
    }

    /// The stages of a campus that follow.
    #[inline(always)]
    fn of_campus(&self) -> Stage {
        let ready = self.built & !self.full;
        Stage {
            permits: self.started & !self.permitted,
            builds: self.permitted & !self.built,
            raises: self.built & !self.roofed,
            installs: ready & self.powered,
            waits_for_power: ready & !self.powered,
            installing: self.started & self.fillable & !self.full,
            running: self.built & !self.settled,
            produces: self.built,
            ..Stage::default()
        }
    }

    /// In which draws a plant has a permit and no order of tools: it is built, and stands as a shell.
    #[inline(always)]
    pub fn shell(&self) -> Set {
        self.permitted & !self.tooled
    }

    /// In which draws the project is complete.
    #[inline(always)]
    pub fn complete(&self) -> Set {
        self.full & self.ramped
    }
}

impl Site<'_> {
    /// The stages that follow from what a project has reached, and the power that a campus has this month.
    #[inline(always)]
    pub(super) fn stage(&self, j: usize, here: &mut Progress, at: &mut Reached) -> Stage {
        let Some(campus) = &self.terms.list[j].campus else {
            return at.of_plant();
        };
        if (at.built & !at.full).any() {
            let capacity = self.projects.cards[j].capacity;
            here.power = campus.power(capacity, self.t as f64, here.permitted_in);
            at.powered = here.power.gt(here.installed + NEAR * capacity).set();
        }
        at.of_campus()
    }

    /// What a project has reached before its first month: thresholds may be 0.
    pub(super) fn before_start(&self, j: usize) -> Reached {
        self.reached(j, &Progress::NONE)
    }

    /// What a project has reached by its progress, half of its capacity and what is counted apart.
    fn reached(&self, j: usize, here: &Progress) -> Reached {
        let card = &self.projects.cards[j];
        let k = Lanes::splat(card.capacity);
        let kind = &self.terms.kinds[card.kind as usize];
        let built = ended(here.build);
        let (enough, qualified, ramped) = match card.kind.has_tools() {
            true => (
                self.enough(j, here.installed),
                ended(here.qualify),
                ended(here.ramp),
            ),
            false => (Set::NONE, built, built),
        };
        Reached {
            permitted: ended(here.permit),
            fillable: reached(here.build, kind.install_from).set(),
            built,
            roofed: here.halls.ge(k).set(),
            enough,
            full: here.installed.ge(k).set(),
            qualified,
            ramped,
            ..Reached::default()
        }
    }

    /// Takes over what stands where ground was broken before the project's first month, in the draws in which it
    /// starts: what work without a wait has done since. A plant has no tools yet, and orders them now.
    pub(super) fn take_over(&self, j: usize, newly: Set, here: &mut Progress, at: &mut Reached) {
        let project = &self.projects.list[j];
        let Some(ground) = project.chain.ground else {
            return;
        };
        let found = self.since_ground(j, ground, project.chain.first());
        for (here, found) in [
            (&mut here.permit, found.permit),
            (&mut here.build, found.build),
            (&mut here.halls, found.halls),
            (&mut here.installed, found.installed),
            (&mut here.usable, found.usable),
            (&mut here.permitted_in, found.permitted_in),
        ] {
            *here = newly.select(found, *here);
        }
        let kept = *at;
        *at = Reached {
            started: kept.started,
            tooled: kept.tooled,
            half: kept.half,
            settled: kept.settled,
            ..self.reached(j, here)
        };
    }

    fn since_ground(&self, j: usize, ground: i32, first: i32) -> Progress {
        let term = &self.terms.list[j];
        let k = Lanes::splat(self.projects.cards[j].capacity);
        let mut found = Progress {
            permit: ONE,
            permitted_in: Lanes::splat(f64::from(ground - 1)),
            ..Progress::NONE
        };
        for month in ground..first {
            let last = found;
            found.build = capped(last.build + term.build_rate, ONE);
            let Some(campus) = &term.campus else {
                continue;
            };
            let built = ended(last.build);
            found.halls = campus.halls(k.0[0], &last, built, ended(found.build), ONE);
            found.power = campus.power(k.0[0], f64::from(month), found.permitted_in);
            let step = built.of(campus.room(&found, found.halls));
            found.installed = capped(last.installed + step, k);
            found.usable = found.installed;
        }
        found
    }

    /// `inst ≥ θK`.
    #[inline(always)]
    pub(super) fn enough(&self, j: usize, installed: Lanes) -> Set {
        let near = NEAR * self.projects.cards[j].capacity;
        installed.ge(self.terms.list[j].qualify_from - near).set()
    }

    /// Whether what is kept as bits is what the progress says; for debug builds, which the tests are.
    pub(crate) fn bits_hold(&self, progress: &[Progress], live: &Live) -> bool {
        live.under_way.iter().all(|&j| {
            let (at, here) = (&live.reached[j], &progress[j]);
            let k = Lanes::splat(self.projects.cards[j].capacity);
            let says = self.reached(j, here);
            at.permitted == says.permitted
                && at.fillable == says.fillable
                && at.built == says.built
                && at.roofed == says.roofed
                && at.enough == says.enough
                && at.full == says.full
                && at.qualified == says.qualified
                && at.ramped == says.ramped
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

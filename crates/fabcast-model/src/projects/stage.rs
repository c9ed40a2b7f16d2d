//! Which stages a project is in (model §2): the conditions of the chain of activities, in one place.
//!
//! A stage holds what the project may do and employs in each draw, 0 in the draws that are not in it.
//! It changes only when a draw passes a threshold, so that an ordinary month asks no conditions.

use super::chain::Site;
use super::{Kind, NEAR, Progress, reached};
use crate::lanes::{Lanes, Mask, ONE, ZERO};

/// What a project may have to do in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Work on the permit.
    Permit,
    /// Work on the building.
    Build,
    /// Install what there is room for.
    Install,
    /// Employ engineers and technicians.
    Crew,
    /// Qualify.
    Qualify,
    /// Ramp up.
    Ramp,
    /// Use what is installed and ramped.
    Produce,
}

impl Step {
    /// The bit of a step.
    #[inline(always)]
    pub fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A project's stage; 0 in the draws that are not in it, unless said otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// `1/D0`.
    pub permit_rate: Lanes,
    /// Cost of a month of work on the permit, before escalation [10⁹ USD].
    pub permit_cost: Lanes,
    /// `1/D1`.
    pub build_rate: Lanes,
    /// Cost of a month of building, before escalation [10⁹ USD].
    pub build_cost: Lanes,
    /// Progress of the building at which the stage changes, ∞ where it does not.
    pub build_end: Lanes,
    /// 1 where installation is under way.
    pub install: Lanes,
    /// 1 where only the grid keeps it from being so.
    pub waits_for_grid: Lanes,
    /// Capacity installed at which the stage changes, ∞ where it does not.
    pub install_end: Lanes,
    /// `1/D3`.
    pub qualify_rate: Lanes,
    /// `1/D4`.
    pub ramp_rate: Lanes,
    /// Trades \[FTE\].
    pub trades: Lanes,
    /// Engineers, those of a running project among them; what is complete in `live` apart \[FTE\].
    pub engineers: Lanes,
    /// Those of a running project \[FTE\].
    pub engineers_running: Lanes,
    /// Technicians per unit of capacity installed, likewise.
    pub technicians: Lanes,
    /// Those of a running project.
    pub technicians_running: Lanes,
    /// Weight of the teams that it asks for.
    pub teams: Lanes,
    /// Month in which the next draw is connected to the grid, ∞ if none is to be.
    pub connects_in: f64,
}

impl Stage {
    /// Not started.
    pub const NONE: Stage = Stage {
        permit_rate: ZERO,
        permit_cost: ZERO,
        build_rate: ZERO,
        build_cost: ZERO,
        build_end: ZERO,
        install: ZERO,
        waits_for_grid: ZERO,
        install_end: ZERO,
        qualify_rate: ZERO,
        ramp_rate: ZERO,
        trades: ZERO,
        engineers: ZERO,
        engineers_running: ZERO,
        technicians: ZERO,
        technicians_running: ZERO,
        teams: ZERO,
        connects_in: f64::INFINITY,
    };

    /// Whether some draw passes a threshold.
    #[inline(always)]
    pub fn passes(before: Lanes, after: Lanes, threshold: Lanes) -> bool {
        after
            .ge(threshold)
            .select(before, threshold)
            .lt(threshold)
            .any()
    }
}

impl Site<'_> {
    /// The stage of a project, from its progress at the end of last month, and the steps that some draw
    /// takes, a bit for each; `settled` are the draws in which it is complete and counted elsewhere.
    #[inline(always)]
    pub(super) fn stage(
        &self,
        j: usize,
        here: &Progress,
        started: Lanes,
        settled: Mask,
    ) -> (Stage, u8) {
        let project = &self.projects.list[j];
        let term = &self.terms.list[j];
        let kind = &self.terms.kinds[project.kind as usize];
        let posts = &self.posts[project.kind as usize];
        let k = project.capacity;
        let active = started.gt(Lanes::splat(j as f64));

        let permitted = here.permitted();
        let permits = active & !permitted;
        let builds = permitted & !reached(here.build, ONE);
        let can_install = reached(here.build, kind.install_from);
        let unfilled = here.installed.lt(Lanes::splat(k));
        let ready = active & can_install & unfilled;
        // A data centre that waits for the grid is not in installation: `t ≥ t_permit + D_grid`.
        let (connected, connects_in) = match project.kind {
            Kind::Datacentre => self.connection(here.permitted_in + term.grid - NEAR),
            _ => (Mask::ALL, f64::INFINITY),
        };
        let (installs, waits) = (ready & connected, ready & !connected);
        let enough = here.installed.ge(term.qualify_from - NEAR * k);
        let qualifiable = active & enough;
        let qualified = reached(here.qualify, ONE);
        let ramped = reached(here.ramp, ONE);
        let (qualifies, ramps) = (qualifiable & !qualified, qualified & !ramped);
        // What is complete is in the sums of `live` already.
        let running = ramped & !settled;
        let installing = active & can_install & !ramped;

        let never = Lanes::splat(f64::INFINITY);
        let end = ONE - NEAR;
        let mut steps = 0;
        for (step, taken) in [
            (Step::Permit, permits),
            (Step::Build, builds),
            (Step::Install, installs),
            (Step::Crew, (active & can_install) | qualifiable),
            (Step::Qualify, qualifies),
            (Step::Ramp, ramps),
            (Step::Produce, qualified),
        ] {
            if taken.any() {
                steps |= step.bit();
            }
        }
        let stage = Stage {
            permit_rate: permits.of(term.permit_rate),
            permit_cost: permits.of(term.permit_cost),
            build_rate: builds.of(term.build_rate),
            build_cost: builds.of(term.build_cost),
            build_end: builds.select(can_install.select(end, kind.install_from - NEAR), never),
            install: installs.number(),
            waits_for_grid: waits.number(),
            install_end: unfilled.select(
                enough.select(Lanes::splat(k), term.qualify_from - NEAR * k),
                never,
            ),
            qualify_rate: qualifies.of(kind.qualify_rate),
            ramp_rate: ramps.of(kind.ramp_rate),
            trades: builds.of(posts.trades * k),
            engineers: installing.of(posts.engineers_install * k)
                + running.of(posts.engineers_run * k),
            engineers_running: running.of(posts.engineers_run * k),
            technicians: (qualifiable & !settled).of(posts.technicians),
            technicians_running: running.of(posts.technicians),
            teams: (qualifiable & !ramped).of(kind.team_weight),
            connects_in,
        };
        (stage, steps)
    }

    /// Which draws are connected to the grid, and the month in which the next one is.
    #[inline(always)]
    fn connection(&self, from: Lanes) -> (Mask, f64) {
        let now = self.month as f64;
        let later = from.0.iter().filter(|&&month| month > now);
        let next = later.fold(f64::INFINITY, |next, &month| next.min(month));
        (Lanes::splat(now).ge(from), next)
    }
}

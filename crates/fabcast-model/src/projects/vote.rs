//! What holds projects back (model §14): the factors of each, and the votes of those behind plan.

use super::chain::{Built, Pace, Site};
use super::live::Live;
use super::stage::Step;
use super::{Progress, Project};
use crate::constraints::Factors;
use crate::lanes::{Lanes, Mask, ONE, ZERO};
use crate::relax::Group;
use crate::talent::{ENGINEERS, TECHNICIANS, TRADES};

/// Share of its capacity by which a project must be behind its plan to vote (model §14).
const BEHIND: f64 = 1e-6;

impl Site<'_> {
    /// Votes of the projects of some kinds that are behind their plan.
    #[inline(always)]
    #[allow(clippy::too_many_arguments)]
    pub fn vote(
        &self,
        kinds: [bool; 4],
        progress: &[Progress],
        started: Lanes,
        live: &Live,
        pace: Pace,
        supply: &[Lanes; 4],
        built: &mut Built,
    ) {
        for &j in &live.under_way {
            let project = &self.projects.list[j];
            if !kinds[project.kind as usize] {
                continue;
            }
            let behind = project.planned_path[self.month] - progress[j].usable;
            let weight = behind
                .gt(Lanes::splat(BEHIND * project.capacity))
                .of(behind);
            if weight.gt(ZERO).any() {
                let factors = self.factors(j, started, live, pace, supply);
                built.ballot.cast(project.kind as usize, &factors, weight);
            }
        }
        self.vote_of_waiting(live, built);
    }

    /// Projects that are due and have started in no draw wait for money.
    fn vote_of_waiting(&self, live: &Live, built: &mut Built) {
        let waiting = &self.projects.list[live.next..];
        let due = |p: &&Project| p.planned_start <= self.month as i32;
        for project in waiting.iter().take_while(due) {
            let behind = project.planned_path[self.month];
            if behind > 0.0 {
                let mut factors = Factors::FREE;
                factors.limit(Group::Capital, Mask::ALL, ZERO);
                built
                    .ballot
                    .cast(project.kind as usize, &factors, Lanes::splat(behind));
            }
        }
    }

    /// What holds each project of the first lane, for who watches a draw.
    pub fn hold(
        &self,
        started: Lanes,
        live: &Live,
        pace: Pace,
        supply: &[Lanes; 4],
        built: &mut Built,
    ) {
        for &j in &live.under_way {
            built.held_by[j] = self.factors(j, started, live, pace, supply).least(0);
        }
    }

    /// This month's factors of a project in the stages it is in, by group (model §14).
    #[inline(always)]
    fn factors(
        &self,
        j: usize,
        started: Lanes,
        live: &Live,
        pace: Pace,
        supply: &[Lanes; 4],
    ) -> Factors {
        let project = &self.projects.list[j];
        let kind_index = project.kind as usize;
        let (kind, term) = (&self.terms.kinds[kind_index], &self.terms.list[j]);
        let stage = &live.stages[j];
        let staffing = &pace.staffing[project.region];
        let teams = project.operator.map_or(ONE, |o| pace.teams[o]);
        let (permits, builds) = (stage.permit_rate.gt(ZERO), stage.build_rate.gt(ZERO));
        let installs = stage.install.gt(ZERO);

        let mut factors = Factors::FREE;
        factors.limit(Group::Capital, started.le(Lanes::splat(j as f64)), ZERO);
        if live.takes(j, Step::Permit) {
            factors.limit(Group::Capital, permits, pace.work[j]);
            factors.limit(Group::Facilities, permits, term.pace[0]);
            factors.limit(
                Group::Geopolitics,
                permits,
                self.permit_speed[project.region],
            );
        }
        if live.takes(j, Step::Build) {
            factors.limit(Group::Capital, builds, pace.work[j]);
            factors.limit(Group::Facilities, builds, term.pace[1]);
            factors.limit(Group::Talent, builds, staffing[TRADES]);
            factors.limit(Group::Geopolitics, builds, self.building[project.region]);
        }
        if live.takes(j, Step::Install) {
            factors.limit(Group::Capital, installs, pace.work[j]);
            factors.limit(Group::Talent, installs, staffing[ENGINEERS]);
            factors.limit(Group::Yield, installs, kind.pace[0]);
            factors.limit(Group::Geopolitics, installs, self.building[project.region]);
            if project.kind.has_tools() {
                factors.limit(Group::Capital, installs, pace.funding.tools_paid);
                factors.limit(Group::Equipment, installs, supply[kind_index]);
            }
            if !self.tools.is_empty() {
                let allowed = self.allowed(project.region, project.kind);
                factors.limit(Group::Geopolitics, installs, allowed);
            }
        }
        factors.limit(Group::Power, stage.waits_for_grid.gt(ZERO), ZERO);
        if live.takes(j, Step::Qualify) {
            let qualifies = stage.qualify_rate.gt(ZERO);
            factors.limit(Group::Talent, qualifies, staffing[ENGINEERS].min(teams));
            factors.limit(Group::Yield, qualifies, kind.pace[1]);
        }
        if live.takes(j, Step::Ramp) {
            let ramps = stage.ramp_rate.gt(ZERO);
            factors.limit(Group::Talent, ramps, staffing[TECHNICIANS].min(teams));
            factors.limit(Group::Yield, ramps, kind.pace[2]);
        }
        factors
    }
}

//! What holds projects back (model §14): the factors of each, and the votes of those behind plan.

use super::chain::{Built, Pace, Site};
use super::live::Live;
use super::{Progress, Project};
use crate::constraints::Factors;
use crate::flows::{ENGINEERS, TECHNICIANS, TRADES};
use crate::lanes::{Lanes, Mask, ZERO};
use crate::relax::Group;

/// Share of its capacity by which a project must be behind its plan to vote (model §14).
const BEHIND: f64 = 1e-6;

impl Site<'_> {
    /// Votes of the projects of some kinds that are behind their plan.
    #[inline(always)]
    pub fn vote(
        &self,
        kinds: [bool; 4],
        progress: &[Progress],
        live: &Live,
        pace: Pace,
        supply: &[Lanes; 4],
        built: &mut Built,
    ) {
        let planned = self.projects.planned(self.t);
        for &j in &live.under_way {
            let card = &self.projects.cards[j];
            let tolerance = BEHIND * card.capacity;
            // Who has nothing to deliver yet cannot be behind.
            if !kinds[card.kind as usize] || planned[j] <= tolerance {
                continue;
            }
            let usable = if live.stages[j].produces.any() {
                progress[j].usable
            } else {
                ZERO
            };
            let behind = planned[j] - usable;
            let weight = behind.gt(Lanes::splat(tolerance)).of(behind);
            if weight.gt(ZERO).any() {
                let factors = self.factors(j, live, pace, supply);
                built.ballot.cast(card.kind as usize, &factors, weight);
            }
        }
        self.vote_of_waiting(live, built);
    }

    /// Projects that are due and have started in no draw wait for money.
    fn vote_of_waiting(&self, live: &Live, built: &mut Built) {
        let planned = self.projects.planned(self.t);
        let waiting = self.projects.list[live.next..].iter();
        let due = |p: &(&Project, &f64)| p.0.planned_start <= self.t as i32;
        for (project, &behind) in waiting.zip(&planned[live.next..]).take_while(due) {
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
    pub fn hold(&self, live: &Live, pace: Pace, supply: &[Lanes; 4], built: &mut Built) {
        for &j in &live.under_way {
            built.held_by[j] = self.factors(j, live, pace, supply).least(0);
        }
    }

    /// This month's factors of a project in the stages it is in, by group (model §14).
    #[inline(always)]
    fn factors(&self, j: usize, live: &Live, pace: Pace, supply: &[Lanes; 4]) -> Factors {
        let (card, stage) = (&self.projects.cards[j], &live.stages[j]);
        let kind_index = card.kind as usize;
        let (kind, term) = (&self.terms.kinds[kind_index], &self.terms.list[j]);
        let region = card.region();
        let staffing = |skill| pace.staffing(j, card, skill);
        let teams = pace.teams(card);
        let equipping = Group::of_equipping(card.kind);

        let mut factors = Factors::FREE;
        let waiting = !live.reached[j].started;
        if waiting.any() {
            factors.limit(Group::Capital, waiting.mask(), ZERO);
        }
        if stage.permits.any() {
            let permits = stage.permits.mask();
            factors.limit(Group::Capital, permits, pace.work(j));
            factors.limit(Group::Facilities, permits, term.pace[0]);
            factors.limit(Group::Geopolitics, permits, self.permit_speed[region]);
        }
        if stage.builds.any() {
            let builds = stage.builds.mask();
            factors.limit(Group::Capital, builds, pace.work(j));
            factors.limit(Group::Facilities, builds, term.pace[1]);
            factors.limit(Group::Talent, builds, staffing(TRADES));
            factors.limit(Group::Geopolitics, builds, self.building[region]);
        }
        if stage.installs.any() {
            let installs = stage.installs.mask();
            factors.limit(Group::Capital, installs, pace.work(j));
            factors.limit(Group::Talent, installs, staffing(ENGINEERS));
            factors.limit(equipping, installs, kind.pace[0]);
            factors.limit(Group::Geopolitics, installs, self.building[region]);
            if card.kind.has_tools() {
                factors.limit(Group::Capital, installs, pace.funding.tools_paid);
                factors.limit(Group::Equipment, installs, supply[kind_index]);
            }
            if !self.tools.is_empty() {
                let allowed = self.allowed(region, card.kind);
                factors.limit(Group::Geopolitics, installs, allowed);
            }
        }
        if stage.waits_for_grid.any() {
            factors.limit(Group::Power, stage.waits_for_grid.mask(), ZERO);
        }
        if stage.qualifies.any() {
            let qualifies = stage.qualifies.mask();
            factors.limit(Group::Talent, qualifies, staffing(ENGINEERS).min(teams));
            factors.limit(equipping, qualifies, kind.pace[1]);
        }
        if stage.ramps.any() {
            let ramps = stage.ramps.mask();
            factors.limit(Group::Talent, ramps, staffing(TECHNICIANS).min(teams));
            factors.limit(equipping, ramps, kind.pace[2]);
        }
        factors
    }
}

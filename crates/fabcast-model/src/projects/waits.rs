//! What projects wait for (model §14), for who watches a draw.

use super::chain::{Built, Pace, Site};
use super::live::Live;
use crate::constraints::Factors;
use crate::flows::{ENGINEERS, TECHNICIANS, TRADES};
use crate::lanes::{Lanes, ZERO};
use crate::relax::Group;

impl Site<'_> {
    /// What each project of the first lane waits for once it has started.
    pub fn hold(&self, live: &Live, pace: Pace, supply: &[Lanes; 4], built: &mut Built) {
        for &j in &live.under_way {
            built.held_by[j] = self.factors(j, live, pace, supply).least(0);
        }
    }

    /// This month's factors of a project in the stages it is in, by group (model §14).
    fn factors(&self, j: usize, live: &Live, pace: Pace, supply: &[Lanes; 4]) -> Factors {
        let (card, stage) = (&self.projects.cards[j], &live.stages[j]);
        let kind_index = card.kind as usize;
        let (kind, term) = (&self.terms.kinds[kind_index], &self.terms.list[j]);
        let region = card.region();
        let staffing = |skill| pace.staffing(j, card, skill);
        let teams = pace.teams(card);
        let equipping = Group::of_equipping(card.kind);

        let mut factors = Factors::FREE;
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
        if stage.raises.any()
            && let Some(campus) = &term.campus
        {
            let raises = stage.raises.mask();
            factors.limit(Group::Capital, raises, pace.work(j));
            factors.limit(Group::Facilities, raises, campus.slower);
            factors.limit(Group::Talent, raises, staffing(TRADES));
            factors.limit(Group::Geopolitics, raises, self.building[region]);
        }
        let shell = live.reached[j].shell() & live.reached[j].fillable;
        if card.kind.has_tools() && shell.any() {
            factors.limit(Group::Sponsor, shell.mask(), ZERO);
        }
        if stage.installs.any() {
            let installs = stage.installs.mask();
            factors.limit(Group::Capital, installs, pace.work(j));
            factors.limit(Group::Talent, installs, staffing(ENGINEERS));
            factors.limit(Group::Geopolitics, installs, self.building[region]);
            if card.kind.has_tools() {
                factors.limit(equipping, installs, kind.pace[0]);
                factors.limit(Group::Capital, installs, pace.funding.tools_paid);
                factors.limit(Group::Equipment, installs, supply[kind_index]);
            }
            if !self.tools.is_empty() {
                let allowed = self.allowed(region, card.kind);
                factors.limit(Group::Geopolitics, installs, allowed);
            }
        }
        let waits = stage.waits_for_power | (stage.installs & live.reached[j].queued);
        if waits.any() {
            factors.limit(Group::Power, waits.mask(), ZERO);
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

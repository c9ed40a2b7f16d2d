//! What projects want of a month, from last month's state (model §1 cash, §2, §3 orders, §4 posts).

use super::chain::{Site, Wants};
use super::live::Live;
use super::stage::Stage;
use super::{Card, Progress};
use crate::flows::{ENGINEERS, Kind, N_CLASSES, N_SKILLS, TECHNICIANS, TRADES};
use crate::lanes::{Lanes, ONE, Set, ZERO};
use crate::relax::Group;

impl Site<'_> {
    /// Finds the stages of all projects under way, and what they want, in plan order, so that a draw's
    /// sums do not depend on its neighbours.
    #[inline(always)]
    pub fn survey(
        &self,
        progress: &[Progress],
        started: Lanes,
        live: &mut Live,
        wants: &mut Wants,
    ) {
        live.take_up(self, started);
        wants.reset(live);
        for &j in &live.under_way {
            let (here, at, card) = (&progress[j], &mut live.reached[j], &self.projects.cards[j]);
            if !at.started.all() {
                at.started = started.gt(Lanes::splat(j as f64)).set();
            }
            let stage = self.stage(j, here, at);
            live.stages[j] = stage;
            if at.orders.any() {
                self.want_tools(card, at.orders, wants);
                at.orders = Set::NONE;
            }
            let mut cost = ZERO;
            wants.hands[j] = [ZERO; N_SKILLS];
            if stage.permits.any() {
                cost = self.want_permit(j, card, &stage);
            }
            if stage.builds.any() {
                cost += self.want_building(j, card, &stage, wants);
            }
            if stage.installs.any() {
                cost += self.want_plant(j, card, &stage, here);
            }
            if (stage.installing | stage.staffed | stage.running).any() {
                self.want_crews(j, card, &stage, here, wants);
            }
            wants.cost[j] = cost;
            wants.work += cost;
        }
    }

    /// `ν·P_b·m_policy/D0` a month.
    #[inline(always)]
    fn want_permit(&self, j: usize, card: &Card, stage: &Stage) -> Lanes {
        let pace = self.permit_speed[card.region()] * self.building_price(card);
        stage.permits.of(self.terms.list[j].permit_cost) * pace
    }

    /// `(1-ν)·P_b·m_region/D1` a month, and trades.
    #[inline(always)]
    fn want_building(&self, j: usize, card: &Card, stage: &Stage, wants: &mut Wants) -> Lanes {
        let crew = self.crews[card.region()][card.kind as usize];
        let trades = stage.builds.of(crew * card.capacity);
        wants.posts[card.region()][TRADES] += trades;
        wants.hands[j][TRADES] = trades;
        let pace = self.building[card.region()] * self.building_price(card);
        stage.builds.of(self.terms.list[j].build_cost) * pace
    }

    /// Cost of installing what has no tools to order.
    #[inline(always)]
    fn want_plant(&self, j: usize, card: &Card, stage: &Stage, last: &Progress) -> Lanes {
        if card.kind != Kind::Datacentre && !self.relax.lifts(Group::Equipment) {
            return ZERO;
        }
        let mut ahead = last.build;
        if stage.builds.any() {
            let rate = stage.builds.of(self.terms.list[j].build_rate);
            ahead += self.building[card.region()] * rate;
        }
        let room = self.room(j, last.installed, ahead.min(ONE));
        let share = stage.installs.of(room) * (1.0 / card.capacity);
        self.terms.list[j].tools * self.escalation * share
    }

    /// Engineers and technicians from installation on, and teams for qualification and ramp.
    #[inline(always)]
    fn want_crews(&self, j: usize, card: &Card, stage: &Stage, last: &Progress, wants: &mut Wants) {
        let terms = &self.posts[card.kind as usize];
        let posts = &mut wants.posts[card.region()];
        let mut engineers = stage.installing.of(terms.engineers_install * card.capacity);
        wants.hands[j][ENGINEERS] = engineers;
        if stage.running.any() {
            let running = &mut wants.running_posts[card.region()];
            let engineers_run = stage.running.of(terms.engineers_run * card.capacity);
            engineers += engineers_run;
            running[ENGINEERS] += engineers_run;
            running[TECHNICIANS] += stage.running.of(terms.technicians * last.installed);
        }
        posts[ENGINEERS] += engineers;
        if stage.staffed.any() {
            let technicians = terms.technicians * last.installed;
            posts[TECHNICIANS] += stage.staffed.of(technicians);
            wants.hands[j][TECHNICIANS] = (stage.staffed & !stage.running).of(technicians);
        }
        if let Some(operator) = card.operator().filter(|_| stage.teams.any()) {
            let weight = self.terms.kinds[card.kind as usize].team_weight;
            wants.teams[operator] += stage.teams.of(weight);
        }
    }

    /// Tools are ordered in the month after the permit.
    #[inline(always)]
    fn want_tools(&self, card: &Card, newly: Set, wants: &mut Wants) {
        if !card.kind.has_tools() || self.relax.lifts(Group::Equipment) {
            return;
        }
        for e in 0..N_CLASSES {
            let Some(need) = self.need[card.kind as usize][e] else {
                continue;
            };
            let tools = newly.of(need * card.capacity);
            match self.tools.get(card.region()) {
                None => wants.to_order[e] += tools,
                Some(allowed) => {
                    let (kind, allowed) = (card.kind as usize, allowed[card.kind as usize][e]);
                    wants.to_order[e] += tools * allowed;
                    wants.refused[card.region()][kind][e] += tools * (ONE - allowed);
                }
            }
        }
    }
}

//! What projects want of a month, from last month's state (model §1 cash, §2, §3 orders, §4 posts).

use super::campus::CampusTerm;
use super::chain::{Site, Wants};
use super::live::Live;
use super::sponsor::Starts;
use super::stage::Stage;
use super::{Card, Progress};
use crate::flows::{ENGINEERS, N_CLASSES, N_SKILLS, TECHNICIANS, TRADES};
use crate::lanes::{Lanes, ONE, Set, ZERO};
use crate::relax::Group;

impl Site<'_> {
    /// Finds the stages of all projects under way, and what they want, in plan order, so that a draw's
    /// sums do not depend on its neighbours.
    #[inline(always)]
    pub fn survey(
        &self,
        progress: &mut [Progress],
        starts: &mut Starts,
        live: &mut Live,
        wants: &mut Wants,
    ) {
        for (j, newly) in starts.now.drain(..) {
            live.take_up(self, j);
            let (here, at) = (&mut progress[j], &mut live.reached[j]);
            at.started = at.started | newly;
            self.take_over(j, newly, here, at);
        }
        wants.reset(live);
        for &j in &live.under_way {
            let (here, at) = (&mut progress[j], &mut live.reached[j]);
            let card = &self.projects.cards[j];
            if card.kind.has_tools() && at.shell().any() {
                let ordered = at.shell() & self.review.goes_ahead(j);
                self.want_tools(card, ordered, wants);
                at.tooled = at.tooled | ordered;
            }
            let stage = self.stage(j, here, at);
            live.stages[j] = stage;
            let mut cost = ZERO;
            wants.hands[j] = [ZERO; N_SKILLS];
            if stage.permits.any() {
                cost = self.want_permit(j, card, &stage);
            }
            match &self.terms.list[j].campus {
                None => {
                    if stage.builds.any() {
                        cost += self.want_building(j, card, &stage, wants);
                    }
                    if stage.installs.any() {
                        cost += self.want_plant(j, card, &stage, here);
                    }
                    if (stage.installing | stage.staffed | stage.running).any() {
                        self.want_crews(j, card, &stage, here, wants);
                    }
                }
                Some(campus) => {
                    cost += self.want_campus(j, campus, &stage, here, wants);
                }
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

    /// Cost of installing tools that are not ordered.
    #[inline(always)]
    fn want_plant(&self, j: usize, card: &Card, stage: &Stage, last: &Progress) -> Lanes {
        if !self.relax.lifts(Group::Equipment) {
            return ZERO;
        }
        let mut ahead = last.build;
        if stage.builds.any() {
            let rate = stage.builds.of(self.terms.list[j].build_rate);
            ahead += self.building[card.region()] * rate;
        }
        let room = self.room(j, last, ahead.min(ONE), last.halls);
        let share = stage.installs.of(room) * (1.0 / card.capacity);
        self.terms.list[j].tools * self.escalation * share
    }

    /// Building, halls and fitting out of a campus at full pace, and its people (model §2.6).
    #[inline(always)]
    fn want_campus(
        &self,
        j: usize,
        campus: &CampusTerm,
        stage: &Stage,
        last: &Progress,
        wants: &mut Wants,
    ) -> Lanes {
        let (card, term) = (&self.projects.cards[j], &self.terms.list[j]);
        let (region, k) = (card.region(), card.capacity);
        let pace = self.building[region];
        let posts = &mut wants.posts[region];
        let mut cost = ZERO;
        if (stage.builds | stage.raises).any() {
            let work = stage.builds.of(campus.work[0]) + stage.raises.of(campus.work[1]);
            let trades = work * self.crews[region][card.kind as usize];
            posts[TRADES] += trades;
            wants.hands[j][TRADES] = trades;
            let halls = stage.raises.of(campus.hall_cost * campus.pace);
            cost += (stage.builds.of(term.build_cost) + halls) * pace * self.building_price(card);
        }
        if stage.installs.any() {
            let halls = campus.halls(k, last, stage.raises, Set::NONE, pace);
            let share = stage.installs.of(self.room(j, last, last.build, halls)) * (1.0 / k);
            cost += term.tools * self.escalation * share;
        }
        if (stage.installing | stage.running).any() {
            let terms = &self.posts[card.kind as usize];
            let running = stage.running.of(last.installed);
            let [engineers, technicians] =
                [terms.engineers_run, terms.technicians].map(|posts| posts * running);
            let fitting = terms.engineers_install * stage.installing.of(k - last.installed);
            wants.hands[j][ENGINEERS] = fitting;
            posts[ENGINEERS] += fitting + engineers;
            posts[TECHNICIANS] += technicians;
            let running_posts = &mut wants.running_posts[region];
            running_posts[ENGINEERS] += engineers;
            running_posts[TECHNICIANS] += technicians;
        }
        cost
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

    /// Tools are ordered in the month after the permit, or when the sponsor goes ahead.
    #[inline(always)]
    fn want_tools(&self, card: &Card, newly: Set, wants: &mut Wants) {
        if self.relax.lifts(Group::Equipment) {
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

//! What projects want of a month, from last month's state (model §1 cash, §2, §3 orders, §4 posts).

use super::chain::{Site, Wants};
use super::live::Live;
use super::stage::Step;
use super::{Kind, Progress};
use crate::lanes::{Lanes, ONE, ZERO};
use crate::relax::Group;
use crate::supply_chain::N_CLASSES;
use crate::talent::{ENGINEERS, TECHNICIANS, TRADES};

impl Site<'_> {
    /// Surveys all projects under way, stage by stage.
    #[inline(always)]
    pub fn survey(&self, progress: &[Progress], live: &mut Live, wants: &mut Wants) {
        wants.reset(live);
        for &j in &live.under_way {
            wants.cost[j] = ZERO;
        }
        self.want_permits(live, wants);
        self.want_building(live, wants);
        self.want_plant(progress, live, wants);
        self.want_crews(progress, live, wants);
        if !self.relax.lifts(Group::Equipment) {
            self.want_tools(progress, live, wants);
        }
        live.permitted.clear();
        // In plan order, so that a draw's sum does not depend on its neighbours.
        for &j in &live.under_way {
            wants.work += wants.cost[j];
        }
    }

    /// `ν·P_b·m_policy/D0` a month.
    #[inline(always)]
    fn want_permits(&self, live: &Live, wants: &mut Wants) {
        for j in live.at(Step::Permit) {
            let pace = self.permit_speed[self.projects.list[j].region] * self.escalation;
            wants.cost[j] = live.stages[j].permit_cost * pace;
        }
    }

    /// `(1-ν)·P_b·m_region/D1` a month, and trades.
    #[inline(always)]
    fn want_building(&self, live: &Live, wants: &mut Wants) {
        for j in live.at(Step::Build) {
            let region = self.projects.list[j].region;
            let stage = &live.stages[j];
            wants.cost[j] += stage.build_cost * (self.building[region] * self.escalation);
            wants.posts[region][TRADES] += stage.trades;
        }
    }

    /// Cost of installing what has no tools to order.
    #[inline(always)]
    fn want_plant(&self, progress: &[Progress], live: &Live, wants: &mut Wants) {
        let tools_too = self.relax.lifts(Group::Equipment);
        for j in live.at(Step::Install) {
            let project = &self.projects.list[j];
            if project.kind != Kind::Datacentre && !tools_too {
                continue;
            }
            let (last, stage) = (&progress[j], &live.stages[j]);
            let ahead = last.build + self.building[project.region] * stage.build_rate;
            let room = self.room(j, last.installed, ahead.min(ONE));
            let share = stage.install * room * (1.0 / project.capacity);
            wants.cost[j] += self.terms.list[j].tools * self.escalation * share;
        }
    }

    /// Engineers and technicians from installation on, and teams for qualification and ramp.
    #[inline(always)]
    fn want_crews(&self, progress: &[Progress], live: &Live, wants: &mut Wants) {
        for j in live.at(Step::Crew) {
            let project = &self.projects.list[j];
            let (installed, stage) = (progress[j].installed, &live.stages[j]);
            let posts = &mut wants.posts[project.region];
            posts[ENGINEERS] += stage.engineers;
            posts[TECHNICIANS] += stage.technicians * installed;
            if live.takes(j, Step::Produce) {
                let running = &mut wants.running_posts[project.region];
                running[ENGINEERS] += stage.engineers_running;
                running[TECHNICIANS] += stage.technicians_running * installed;
            }
            if let Some(operator) = project.operator {
                wants.teams[operator] += stage.teams;
            }
        }
    }

    /// Tools are ordered in the month after the permit.
    #[inline(always)]
    fn want_tools(&self, progress: &[Progress], live: &Live, wants: &mut Wants) {
        let last_month = Lanes::splat(self.month as f64 - 1.0);
        for &j in &live.permitted {
            let project = &self.projects.list[j];
            if !project.kind.has_tools() {
                continue;
            }
            let permitted_in = progress[j].permitted_in;
            let newly = permitted_in.ge(last_month) & permitted_in.lt(last_month + ONE);
            for e in 0..N_CLASSES {
                let Some(need) = self.equipment.need[project.kind as usize][e] else {
                    continue;
                };
                let tools = newly.of(need * project.capacity);
                match self.tools.get(project.region) {
                    None => wants.to_order[e] += tools,
                    Some(allowed) => {
                        wants.to_order[e] += tools * allowed[e];
                        wants.refused[project.region][e] += tools * (ONE - allowed[e]);
                    }
                }
            }
        }
    }
}

//! How far projects get in a month (model §2.1-2.5).
//!
//! A stage's rates are 0 in the draws that are not in it (`stage.rs`), and are those of last month's
//! end, so that no stage sees what another did this month.

use super::chain::{Built, Pace, Site};
use super::live::Live;
use super::stage::{Stage, Step};
use super::{NEAR, Progress, capped};
use crate::lanes::{Lanes, ONE, ZERO};
use crate::relax::Group;
use crate::supply_chain::N_CLASSES;
use crate::talent::{ENGINEERS, TECHNICIANS, TRADES};

/// At this share a stage is over.
const END: Lanes = Lanes::splat(1.0 - NEAR);

impl Site<'_> {
    /// All stages but installation; returns the tools that it needs, by class, and in `wanted` what
    /// could be installed in each project.
    #[inline(always)]
    pub fn build(
        &self,
        progress: &mut [Progress],
        live: &mut Live,
        pace: Pace,
        wanted: &mut [Lanes],
        built: &mut Built,
    ) -> [Lanes; N_CLASSES] {
        self.permit(progress, live, pace, built);
        self.construct(progress, live, pace, built);
        self.qualify(progress, live, pace);
        self.ramp(progress, live, pace);
        self.fill(progress, live, pace, wanted)
    }

    /// Permits: `p0° = p0 + f·m_policy/D0` (model §2.1).
    #[inline(always)]
    fn permit(&self, progress: &mut [Progress], live: &mut Live, pace: Pace, built: &mut Built) {
        let now = Lanes::splat(self.month as f64);
        let (list, stages, mut changes) = live.split(Step::Permit);
        for j in list {
            let project = &self.projects.list[j];
            let (here, term) = (&mut progress[j], &self.terms.list[j]);
            let kind = &self.terms.kinds[project.kind as usize];
            let step = pace.work[j] * self.permit_speed[project.region] * stages[j].permit_rate;
            let permit = capped(here.permit + step, ONE);
            let share = kind.permit_spend * (permit - here.permit);
            built.pay_building(project, share * term.building * self.escalation);
            if Stage::passes(here.permit, permit, END) {
                let seen = here.permitted_in.min(now);
                here.permitted_in = permit.ge(END).select(seen, here.permitted_in);
                changes.permit(j);
            }
            here.permit = permit;
        }
    }

    /// Building: `p1° = p1 + min(f, σ_trades)·m_region/D1` (model §2.2).
    #[inline(always)]
    fn construct(&self, progress: &mut [Progress], live: &mut Live, pace: Pace, built: &mut Built) {
        let (list, stages, mut changes) = live.split(Step::Build);
        for j in list {
            let project = &self.projects.list[j];
            let (here, term) = (&mut progress[j], &self.terms.list[j]);
            let kind = &self.terms.kinds[project.kind as usize];
            let work = pace.work[j].min(pace.staffing[project.region][TRADES]);
            let step = work * self.building[project.region] * stages[j].build_rate;
            let build = capped(here.build + step, ONE);
            let share = (ONE - kind.permit_spend) * (build - here.build);
            built.pay_building(project, share * term.building * self.escalation);
            if build.ge(stages[j].build_end).any() {
                changes.note(j);
            }
            here.build = build;
        }
    }

    /// What can be installed, `w` (model §2.3), and the tools that it takes.
    #[inline(always)]
    fn fill(
        &self,
        progress: &[Progress],
        live: &Live,
        pace: Pace,
        wanted: &mut [Lanes],
    ) -> [Lanes; N_CLASSES] {
        let mut by_kind = [ZERO; 4];
        for j in live.at(Step::Install) {
            let project = &self.projects.list[j];
            let here = &progress[j];
            let work = pace.work[j].min(pace.staffing[project.region][ENGINEERS]);
            let room = self.room(j, here.installed, here.build);
            wanted[j] = live.stages[j].install * room * work;
            by_kind[project.kind as usize] += wanted[j];
        }
        self.tools_of(&by_kind)
    }

    /// Installation: `inst° = inst + w·s_j·m_tools` (model §2.3); `supply` is `s_j` by kind.
    #[inline(always)]
    pub fn install(
        &self,
        progress: &mut [Progress],
        live: &mut Live,
        wanted: &[Lanes],
        supply: &[Lanes; 4],
        built: &mut Built,
    ) {
        let mut by_kind = [ZERO; 4];
        let tools_too = self.relax.lifts(Group::Equipment);
        let (list, stages, mut changes) = live.split(Step::Install);
        for j in list {
            let project = &self.projects.list[j];
            let (kind, k) = (project.kind as usize, project.capacity);
            let here = &mut progress[j];
            let step = wanted[j] * supply[kind] * self.allowed(project.region, project.kind);
            let installed = capped(here.installed + step, Lanes::splat(k));
            let step = installed - here.installed;
            by_kind[kind] += step;
            let cost = self.terms.list[j].tools * self.escalation * (step * (1.0 / k));
            built.eligible[project.region][kind] += cost;
            if !project.kind.has_tools() || tools_too {
                built.plant += cost;
            }
            if installed.ge(stages[j].install_end).any() {
                changes.note(j);
            }
            here.installed = installed;
        }
        built.installed = self.tools_of(&by_kind);
    }

    /// Qualification: `q° = q + σ_eng·x_o/D3` (model §2.4).
    #[inline(always)]
    fn qualify(&self, progress: &mut [Progress], live: &mut Live, pace: Pace) {
        let (list, stages, mut changes) = live.split(Step::Qualify);
        for j in list {
            let project = &self.projects.list[j];
            let here = &mut progress[j];
            let teams = project.operator.map_or(ONE, |o| pace.teams[o]);
            let staff = pace.staffing[project.region][ENGINEERS];
            let qualify = capped(here.qualify + staff * teams * stages[j].qualify_rate, ONE);
            if Stage::passes(here.qualify, qualify, END) {
                changes.note(j);
            }
            here.qualify = qualify;
        }
    }

    /// Ramp: `ramp° = ramp + σ_tech·x_o/D4` (model §2.5).
    #[inline(always)]
    fn ramp(&self, progress: &mut [Progress], live: &mut Live, pace: Pace) {
        let (list, stages, mut changes) = live.split(Step::Ramp);
        for j in list {
            let project = &self.projects.list[j];
            let here = &mut progress[j];
            let teams = project.operator.map_or(ONE, |o| pace.teams[o]);
            let staff = pace.staffing[project.region][TECHNICIANS];
            let ramp = capped(here.ramp + staff * teams * stages[j].ramp_rate, ONE);
            if Stage::passes(here.ramp, ramp, END) {
                changes.note(j);
            }
            here.ramp = ramp;
        }
    }

    /// `A_j = min(inst, ramp·K)` (model §2.5), and in `online` the first month with half of `K`.
    #[inline(always)]
    pub fn produce(&self, progress: &mut [Progress], live: &Live, online: &mut [Lanes]) {
        let now = Lanes::splat(self.month as f64);
        for j in live.at(Step::Produce) {
            let k = self.projects.list[j].capacity;
            let here = &mut progress[j];
            here.usable = here.installed.min(here.ramp * k);
            // The first month is kept; NaN is none yet.
            let half = here.usable.ge(Lanes::splat(k * (0.5 - NEAR)));
            let since = online[j].ge(ZERO).select(online[j], now);
            online[j] = half.select(since, online[j]);
        }
    }
}

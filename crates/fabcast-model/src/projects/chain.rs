//! The month of a project (model §2): what it wants, and how far it gets.

use super::book::UnitCost;
use super::live::Live;
use super::{Kind, NEAR, Progress, ProjectTerms, Projects, capped, reached};
use crate::capital::Funding;
use crate::constraints::{Ballot, Factors, N_GROUPS};
use crate::lanes::{Lanes, Mask, ONE, ZERO, ratio};
use crate::parameters::Values;
use crate::relax::{Group, Relax};
use crate::supply_chain::{EquipmentTerms, N_CLASSES, TOOLED};
use crate::talent::{ENGINEERS, N_SKILLS, TECHNICIANS, TRADES};

/// Share of its capacity by which a project must be behind its plan to vote (model §14).
const BEHIND: f64 = 1e-6;

/// Posts per unit of capacity of a kind in a run.
#[derive(Clone, Copy, Debug)]
pub struct PostTerms {
    /// Trades.
    pub trades: Lanes,
    /// Engineers from installation to the end of the ramp.
    pub engineers_install: Lanes,
    /// Engineers of a running project.
    pub engineers_run: Lanes,
    /// Technicians.
    pub technicians: Lanes,
}

impl PostTerms {
    /// By kind.
    pub fn new(projects: &Projects, values: &Values) -> [PostTerms; 4] {
        std::array::from_fn(|k| {
            let kind = &projects.kinds[k];
            PostTerms {
                trades: values[kind.trades],
                engineers_install: values[kind.engineers_install],
                engineers_run: values[kind.engineers_run],
                technicians: values[kind.technicians],
            }
        })
    }
}

/// What all projects want this month, from last month's state.
#[derive(Clone, Debug)]
pub struct Wants {
    /// Cost of the progress that every active project would make with all it needs [10⁹ USD].
    pub work: Lanes,
    /// The same by project; of projects under way only.
    pub cost: Vec<Lanes>,
    /// Programme's posts `R`, by region and skill \[FTE\].
    pub posts: Vec<[Lanes; N_SKILLS]>,
    /// Posts of running projects, by region and skill \[FTE\].
    pub running_posts: Vec<[Lanes; N_SKILLS]>,
    /// Teams that qualifications and ramps under way ask for, by operator.
    pub teams: Vec<Lanes>,
    /// Tools that newly permitted projects add to what is to be ordered, by class.
    pub to_order: [Lanes; N_CLASSES],
    /// Those that they may not order yet, by region and class; empty where no event limits tools.
    pub refused: Vec<[Lanes; N_CLASSES]>,
}

/// What holds for all projects in a month.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The plan.
    pub projects: &'a Projects,
    /// This run's durations and costs.
    pub terms: &'a ProjectTerms,
    /// This run's tool requirements.
    pub equipment: &'a EquipmentTerms,
    /// Posts per unit of capacity.
    pub posts: &'a [PostTerms; 4],
    /// Cost of a unit of capacity, by region and kind.
    pub costs: &'a [[UnitCost; 4]],
    /// Groups lifted.
    pub relax: Relax,
    /// Month.
    pub month: usize,
    /// `(1+e)^y`.
    pub escalation: Lanes,
    /// `m_policy`, by region.
    pub permit_speed: &'a [Lanes],
    /// `m_region`, by region.
    pub building: &'a [Lanes],
    /// Tools that may go to a region, by region and class; empty where no event limits them.
    pub tools: &'a [[Lanes; N_CLASSES]],
}

/// Rates at which work goes on, by region or operator.
#[derive(Clone, Copy, Debug)]
pub struct Pace<'a> {
    /// Shares of the needs that are met.
    pub funding: &'a Funding,
    /// `f_j`: share of its work that each project can pay.
    pub work: &'a [Lanes],
    /// `σ` by region and skill.
    pub staffing: &'a [[Lanes; N_SKILLS]],
    /// `x_o` by operator.
    pub teams: &'a [Lanes],
}

/// What building did this month [10⁹ USD].
#[derive(Clone, Debug)]
pub struct Built {
    /// Building cost paid.
    pub building: Lanes,
    /// Plant of data centres and, with tools relaxed, tools paid when installed.
    pub plant: Lanes,
    /// Building paid and tools installed, by region and kind: what earns tax credits.
    pub eligible: Vec<[Lanes; 4]>,
    /// Tools installed, by class \[units\].
    pub installed: [Lanes; N_CLASSES],
    /// Least factor of the projects behind their plan, by kind and group.
    pub ballot: Ballot,
    /// What holds each project in the first lane, by place in the plan, for who watches a draw; empty
    /// otherwise.
    pub held_by: Vec<u8>,
}

impl Site<'_> {
    /// Whether installation is under way: `p1 ≥ φ`, `inst < K`, and connected.
    #[inline(always)]
    fn installs(&self, j: usize, active: Mask, last: &Progress) -> Mask {
        let project = &self.projects.list[j];
        let kind = &self.terms.kinds[project.kind as usize];
        let unfilled = last.installed.lt(Lanes::splat(project.capacity));
        let open = active & last.installable(kind.install_from) & unfilled;
        if project.kind == Kind::Datacentre {
            open & self.connected(j, last)
        } else {
            open
        }
    }

    /// `w = min(K/D2, K·(p1°-φ)/(1-φ) - inst)⁺·m_region`, the capacity that can be installed.
    #[inline(always)]
    fn room(&self, j: usize, last: &Progress, build: Lanes) -> Lanes {
        let project = &self.projects.list[j];
        let kind = &self.terms.kinds[project.kind as usize];
        let k = project.capacity;
        let room = k * (build - kind.install_from) * kind.per_room - last.installed;
        (k * kind.install_rate).min(room).positive() * self.building[project.region]
    }

    /// `t ≥ t_permit + D_grid`.
    #[inline(always)]
    fn connected(&self, j: usize, progress: &Progress) -> Mask {
        let now = Lanes::splat(self.month as f64);
        now.ge(progress.permitted_in + self.terms.list[j].grid - NEAR)
    }

    /// Surveys all started projects (model §1 cash, §2, §4 posts, §3 orders).
    #[inline(always)]
    pub fn survey(&self, progress: &[Progress], started: Lanes, live: &Live, wants: &mut Wants) {
        wants.reset(live);
        let equipment_relaxed = self.relax.lifts(Group::Equipment);
        let last_month = Lanes::splat(self.month as f64 - 1.0);
        for &j in &live.under_way {
            let project = &self.projects.list[j];
            let active = started.gt(Lanes::splat(j as f64));
            let last = &progress[j];
            let term = &self.terms.list[j];
            let kind = &self.terms.kinds[project.kind as usize];
            let posts = &self.posts[project.kind as usize];
            let (region, k) = (project.region, project.capacity);

            let permitted = last.permitted();
            let ramped = last.ramped();
            let mut cost = ZERO;
            if !last.installed.ge(Lanes::splat(k)).all() {
                let permits = active & !permitted;
                let building = term.building * self.escalation;
                if permits.any() {
                    let pace = self.permit_speed[region] * term.permit_rate;
                    cost += permits.of(kind.permit_spend * building * pace);
                }
                let builds = permitted & !reached(last.build, ONE);
                let mut ahead = last.build;
                if builds.any() {
                    let pace = self.building[region] * term.build_rate;
                    cost += builds.of((ONE - kind.permit_spend) * building * pace);
                    wants.posts[region][TRADES] += builds.of(posts.trades * k);
                    ahead = builds.select((last.build + pace).min(ONE), last.build);
                }
                if project.kind == Kind::Datacentre || equipment_relaxed {
                    let installs = self.installs(j, active, last);
                    if installs.any() {
                        let share = self.room(j, last, ahead) * (1.0 / k);
                        cost += installs.of(term.tools * self.escalation * share);
                    }
                } else {
                    let newly = permitted & last.permitted_in.ge(last_month);
                    if newly.any() {
                        for e in 0..N_CLASSES {
                            if let Some(need) = self.equipment.need[project.kind as usize][e] {
                                let tools = newly.of(need * k);
                                match self.tools.get(region) {
                                    None => wants.to_order[e] += tools,
                                    Some(allowed) => {
                                        wants.to_order[e] += tools * allowed[e];
                                        wants.refused[region][e] += tools * (ONE - allowed[e]);
                                    }
                                }
                            }
                        }
                    }
                }
            }
            wants.cost[j] = cost;
            wants.work += cost;
            let qualifiable = active & last.qualifiable(term.qualify_from, k);
            let installable = active & last.installable(kind.install_from);
            if !(installable | qualifiable).any() {
                continue;
            }
            let installing = installable & !ramped;
            // What is complete is in the sums of `live` already.
            let open = !live.settled[j];
            let running = ramped & open;
            wants.posts[region][ENGINEERS] +=
                installing.of(posts.engineers_install * k) + running.of(posts.engineers_run * k);
            let technicians = posts.technicians * last.installed;
            wants.posts[region][TECHNICIANS] += (qualifiable & open).of(technicians);
            wants.running_posts[region][ENGINEERS] += running.of(posts.engineers_run * k);
            wants.running_posts[region][TECHNICIANS] += running.of(technicians);
            if let Some(operator) = project.operator {
                wants.teams[operator] += (qualifiable & !ramped).of(kind.team_weight);
            }
        }
    }

    /// Permits and building (model §2.1-2.2); returns each project's installable capacity in
    /// `wanted`, and adds what it needs of each class to `needed`.
    #[inline(always)]
    #[allow(clippy::too_many_arguments)]
    pub fn build(
        &self,
        progress: &mut [Progress],
        started: Lanes,
        live: &Live,
        pace: Pace,
        wanted: &mut [Lanes],
        needed: &mut [Lanes; N_CLASSES],
        built: &mut Built,
    ) {
        let now = Lanes::splat(self.month as f64);
        for &j in &live.under_way {
            let project = &self.projects.list[j];
            let active = started.gt(Lanes::splat(j as f64));
            let work = pace.work[j];
            let last = progress[j];
            let full = Lanes::splat(project.capacity);
            wanted[j] = ZERO;
            if last.installed.ge(full).all() {
                continue;
            }
            let term = &self.terms.list[j];
            let kind = &self.terms.kinds[project.kind as usize];
            let region = project.region;
            let staffing = pace.staffing[region];
            let here = &mut progress[j];

            let permitted = last.permitted();
            let mut bill = ZERO;
            if !permitted.all() {
                let step = work * self.permit_speed[region] * term.permit_rate;
                here.permit = capped(last.permit + (active & !permitted).of(step), ONE);
                let newly = reached(here.permit, ONE) & !permitted;
                here.permitted_in = newly.select(now, last.permitted_in);
                bill = kind.permit_spend * (here.permit - last.permit);
            }
            let builds = permitted & !reached(last.build, ONE);
            if builds.any() {
                let step = work.min(staffing[TRADES]) * self.building[region] * term.build_rate;
                here.build = capped(last.build + builds.of(step), ONE);
                bill += (ONE - kind.permit_spend) * (here.build - last.build);
            }
            if bill.gt(ZERO).any() {
                let bill = bill * term.building * self.escalation;
                built.building += bill;
                built.eligible[region][project.kind as usize] += bill;
            }
            let installs = self.installs(j, active, &last);
            if installs.none() {
                continue;
            }
            let w = self.room(j, &last, here.build) * work.min(staffing[ENGINEERS]);
            let w = installs.of(w);
            wanted[j] = w;
            if project.kind.has_tools() {
                for (e, needed) in needed.iter_mut().enumerate() {
                    if let Some(need) = self.equipment.need[project.kind as usize][e] {
                        *needed += need * w;
                    }
                }
            }
        }
    }

    /// `s_j` by tooled kind: the least `s_e` of the classes it needs.
    #[inline(always)]
    pub fn kind_supply(&self, supply: &[Lanes; N_CLASSES]) -> [Lanes; 4] {
        let mut by_kind = [ONE; 4];
        if !self.relax.lifts(Group::Equipment) {
            for kind in TOOLED {
                for (need, &supply) in self.equipment.need[kind as usize].iter().zip(supply) {
                    if let Some(need) = *need {
                        let least = by_kind[kind as usize].min(supply);
                        by_kind[kind as usize] =
                            need.gt(ZERO).select(least, by_kind[kind as usize]);
                    }
                }
            }
        }
        by_kind
    }

    /// `m_tools`: the least share of the classes a kind needs that may go to a region.
    #[inline(always)]
    fn allowed(&self, region: usize, kind: Kind) -> Lanes {
        let mut least = ONE;
        if let Some(allowed) = self.tools.get(region).filter(|_| kind.has_tools()) {
            for (need, &share) in self.equipment.need[kind as usize].iter().zip(allowed) {
                if let Some(need) = *need {
                    least = need.gt(ZERO).select(least.min(share), least);
                }
            }
        }
        least
    }

    /// Installation, qualification and ramp (model §2.3-2.5), and the votes of projects behind
    /// their plan (model §14).
    #[inline(always)]
    #[allow(clippy::too_many_arguments)]
    pub fn install(
        &self,
        progress: &mut [Progress],
        started: Lanes,
        live: &Live,
        pace: Pace,
        wanted: &[Lanes],
        supply: &[Lanes; 4],
        built: &mut Built,
        votes: Option<[bool; 4]>,
    ) {
        for &j in &live.under_way {
            let project = &self.projects.list[j];
            let active = started.gt(Lanes::splat(j as f64));
            let last = progress[j];
            let kind_index = project.kind as usize;
            let kind = &self.terms.kinds[kind_index];
            let (region, k) = (project.region, project.capacity);
            let staffing = pace.staffing[region];
            let teams = project.operator.map_or(ONE, |o| pace.teams[o]);

            let term = &self.terms.list[j];
            let here = &mut progress[j];
            if wanted[j].gt(ZERO).any() {
                let step = wanted[j] * supply[kind_index] * self.allowed(region, project.kind);
                here.installed = capped(last.installed + step, Lanes::splat(k));
                let step = here.installed - last.installed;
                let cost = term.tools * self.escalation * (step * (1.0 / k));
                built.eligible[region][kind_index] += cost;
                if project.kind.has_tools() {
                    for (e, installed) in built.installed.iter_mut().enumerate() {
                        if let Some(need) = self.equipment.need[kind_index][e] {
                            *installed += need * step;
                        }
                    }
                }
                if !project.kind.has_tools() || self.relax.lifts(Group::Equipment) {
                    built.plant += cost;
                }
            }
            let qualified = reached(last.qualify, ONE);
            let qualifies = active & last.qualifiable(term.qualify_from, k) & !qualified;
            if qualifies.any() {
                let step = staffing[ENGINEERS] * teams * kind.qualify_rate;
                here.qualify = capped(last.qualify + qualifies.of(step), ONE);
            }
            let ramps = qualified & !last.ramped();
            if ramps.any() {
                let step = staffing[TECHNICIANS] * teams * kind.ramp_rate;
                here.ramp = capped(last.ramp + ramps.of(step), ONE);
            }
            if qualified.any() {
                here.usable = here.installed.min(here.ramp * k);
            }
            if let Some(held_by) = built.held_by.get_mut(j) {
                *held_by = self.factors(j, &last, active, pace, supply).least(0);
            }
            let behind = project.planned_path[self.month] - progress[j].usable;
            let behind = behind.gt(Lanes::splat(BEHIND * k)).of(behind);
            if votes.is_some_and(|kinds| kinds[kind_index]) && behind.gt(ZERO).any() {
                let factors = self.factors(j, &last, active, pace, supply);
                built.ballot.cast(kind_index, &factors, behind.positive());
            }
        }
        if votes.is_some() {
            self.vote_of_waiting(live, built);
        }
    }

    /// Projects that are due and have started in no draw wait for money.
    fn vote_of_waiting(&self, live: &Live, built: &mut Built) {
        let waiting = &self.projects.list[live.next..];
        for project in waiting
            .iter()
            .take_while(|p| p.planned_start <= self.month as i32)
        {
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

    /// This month's factors of a project in the stages it is in, by group (model §14).
    #[inline(always)]
    fn factors(
        &self,
        j: usize,
        last: &Progress,
        active: Mask,
        pace: Pace,
        supply: &[Lanes; 4],
    ) -> Factors {
        let project = &self.projects.list[j];
        let kind_index = project.kind as usize;
        let kind = &self.terms.kinds[kind_index];
        let term = &self.terms.list[j];
        let (region, k) = (project.region, project.capacity);
        let staffing = pace.staffing[region];
        let teams = project.operator.map_or(ONE, |o| pace.teams[o]);
        let tools = project.kind.has_tools();

        let permitted = last.permitted();
        let permits = active & !permitted;
        let builds = permitted & !reached(last.build, ONE);
        let full = last.installed.ge(Lanes::splat(k));
        let ready = active & last.installable(kind.install_from) & !full;
        // A data centre that waits for the grid is not in installation.
        let connected = if tools {
            Mask::ALL
        } else {
            self.connected(j, last)
        };
        let (installs, waits_for_grid) = (ready & connected, ready & !connected);
        let qualifies =
            active & last.qualifiable(term.qualify_from, k) & !reached(last.qualify, ONE);
        let ramps = reached(last.qualify, ONE) & !last.ramped();

        let mut factors = Factors::FREE;
        factors.limit(Group::Capital, !active, ZERO);
        factors.limit(Group::Capital, permits | builds | installs, pace.work[j]);
        factors.limit(Group::Facilities, permits, term.pace[0]);
        factors.limit(Group::Facilities, builds, term.pace[1]);
        if tools {
            factors.limit(Group::Capital, installs, pace.funding.tools_paid);
            factors.limit(Group::Equipment, installs, supply[kind_index]);
        }
        factors.limit(Group::Talent, builds, staffing[TRADES]);
        factors.limit(Group::Talent, installs, staffing[ENGINEERS]);
        factors.limit(Group::Talent, qualifies, staffing[ENGINEERS].min(teams));
        factors.limit(Group::Talent, ramps, staffing[TECHNICIANS].min(teams));
        factors.limit(Group::Yield, installs, kind.pace[0]);
        factors.limit(Group::Yield, qualifies, kind.pace[1]);
        factors.limit(Group::Yield, ramps, kind.pace[2]);
        factors.limit(Group::Power, waits_for_grid, ZERO);
        factors.limit(Group::Geopolitics, permits, self.permit_speed[region]);
        factors.limit(Group::Geopolitics, builds | installs, self.building[region]);
        if !self.tools.is_empty() {
            factors.limit(
                Group::Geopolitics,
                installs,
                self.allowed(region, project.kind),
            );
        }
        factors
    }
}

impl Wants {
    /// Room for all regions and operators.
    pub fn new(projects: &Projects, regions: usize) -> Wants {
        Wants {
            work: ZERO,
            cost: vec![ZERO; projects.list.len()],
            posts: vec![[ZERO; N_SKILLS]; regions],
            running_posts: vec![[ZERO; N_SKILLS]; regions],
            teams: vec![ZERO; projects.operators.len()],
            to_order: [ZERO; N_CLASSES],
            refused: Vec::new(),
        }
    }

    #[inline(always)]
    fn reset(&mut self, live: &Live) {
        self.clear();
        self.posts.copy_from_slice(&live.posts);
        self.running_posts.copy_from_slice(&live.posts);
    }

    /// Forgets last month.
    pub fn clear(&mut self) {
        self.work = ZERO;
        self.posts.fill([ZERO; N_SKILLS]);
        self.running_posts.fill([ZERO; N_SKILLS]);
        self.teams.fill(ZERO);
        self.to_order = [ZERO; N_CLASSES];
        self.refused.fill([ZERO; N_CLASSES]);
    }
}

impl Built {
    /// Room for all regions.
    pub fn new(regions: usize) -> Built {
        Built {
            building: ZERO,
            plant: ZERO,
            eligible: vec![[ZERO; 4]; regions],
            installed: [ZERO; N_CLASSES],
            ballot: Ballot::EMPTY,
            held_by: Vec::new(),
        }
    }

    /// Forgets last month.
    #[inline(always)]
    pub fn reset(&mut self) {
        self.building = ZERO;
        self.plant = ZERO;
        self.eligible.fill([ZERO; 4]);
        self.installed = [ZERO; N_CLASSES];
        self.ballot = Ballot::EMPTY;
        self.held_by.fill(N_GROUPS as u8);
    }
}

/// `x_o = ratio(teams, wanted)`: share of the qualifications under way that the teams can run.
#[inline(always)]
pub fn team_share(teams: Lanes, wanted: Lanes) -> Lanes {
    ratio(teams, wanted)
}

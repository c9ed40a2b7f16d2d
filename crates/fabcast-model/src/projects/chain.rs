//! What projects share in a month (model §2): what they want together, and what was built.

use super::book::UnitCost;
use super::crews::Crews;
use super::live::Live;
use super::sponsor::Review;
use super::{Card, Progress, ProjectTerms, Projects};
use crate::declare::parameters;
use crate::flows::{Funding, Kind, N_CLASSES, N_SKILLS, TOOLED, ToolNeeds, ToolsOf};
use crate::lanes::{Lanes, ONE, ZERO, ratio};
use crate::parameters::{ParamId, Values};
use crate::relax::{Group, N_GROUPS, Relax};

parameters! {
    /// Posts per unit of capacity of a kind.
    pub struct PostParameters {
        pub(super) trades: ParamId = q("kind.{fab,hbm}.trades", "FTE/kwspm", 4, "n_b", "building trades on site"),
            q("kind.packaging.trades", "FTE/kwpm", 4, "n_b", "building trades on site"),
            q("kind.datacentre.trades", "FTE*yr/GW", 4, "n_b", "work of building trades for a gigawatt").constant();
        engineers_install: ParamId = q("kind.{fab,hbm}.engineers_install", "FTE/kwspm", 4, "n_i", "engineers from installation to full ramp"),
            q("kind.packaging.engineers_install", "FTE/kwpm", 4, "n_i", "engineers from installation to full ramp"),
            q("kind.datacentre.engineers_install", "FTE/GW", 4, "n_i", "engineers of what is still to be fitted out");
        engineers_run: ParamId = q("kind.{fab,hbm}.engineers_run", "FTE/kwspm", 4, "n_r", "engineers of a running project"),
            q("kind.packaging.engineers_run", "FTE/kwpm", 4, "n_r", "engineers of a running project"),
            q("kind.datacentre.engineers_run", "FTE/GW", 4, "n_r", "engineers of a running project");
        technicians: ParamId = q("kind.{fab,hbm}.technicians", "FTE/kwspm", 4, "n_t", "technicians"),
            q("kind.packaging.technicians", "FTE/kwpm", 4, "n_t", "technicians"),
            q("kind.datacentre.technicians", "FTE/GW", 4, "n_t", "technicians");
    }

    /// The same in a run.
    pub struct PostTerms {}
}

impl PostTerms {
    /// By kind.
    pub fn new(projects: &Projects, values: &Values) -> [PostTerms; 4] {
        projects.posts.each_ref().map(|posts| posts.terms(values))
    }
}

/// What all projects want this month, from last month's state.
#[derive(Clone, Debug)]
pub struct Wants {
    /// Cost of the progress that every active project would make with all it needs [10⁹ USD].
    pub work: Lanes,
    /// The same by project; of projects under way only.
    pub cost: Vec<Lanes>,
    /// Posts by skill of every project under way, those of running plants left out \[FTE\].
    pub hands: Vec<[Lanes; N_SKILLS]>,
    /// Programme's posts `R`, by region and skill \[FTE\].
    pub posts: Vec<[Lanes; N_SKILLS]>,
    /// Posts of running projects, by region and skill \[FTE\].
    pub running_posts: Vec<[Lanes; N_SKILLS]>,
    /// Teams that qualifications and ramps under way ask for, by operator.
    pub teams: Vec<Lanes>,
    /// Tools that newly permitted projects add to what is to be ordered, by class.
    pub to_order: [Lanes; N_CLASSES],
    /// Those that they may not order yet, by region; empty where no event limits tools.
    pub refused: Vec<ToolsOf>,
}

/// What holds for all projects in a month.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The plan.
    pub projects: &'a Projects,
    /// This run's durations and costs.
    pub terms: &'a ProjectTerms,
    /// This run's tool requirements.
    pub need: &'a ToolNeeds,
    /// Posts per unit of capacity.
    pub posts: &'a [PostTerms; 4],
    /// Cost of a unit of capacity, by region and kind.
    pub costs: &'a [[UnitCost; 4]],
    /// Groups lifted.
    pub relax: Relax,
    /// `t`: the month, from 0.
    pub t: usize,
    /// `(1+e)^y`.
    pub escalation: Lanes,
    /// `m_policy`, by region.
    pub permit_speed: &'a [Lanes],
    /// `m_region`, by region.
    pub building: &'a [Lanes],
    /// `n_b·κ_b`: building crew of a unit of capacity, of campuses the work, by region and kind.
    pub crews: &'a [[Lanes; 4]],
    /// `1 + w_b·π`: what the premium of the trades adds to the building cost, by region.
    pub building_pay: &'a [Lanes],
    /// Tools that may go to a region; empty where no event limits them.
    pub tools: &'a [ToolsOf],
    /// What the makers' queue lets into service this month \[GW\].
    pub energised: Lanes,
    /// How sponsors see the month.
    pub review: Review<'a>,
}

/// Rates at which work goes on, by region or operator.
#[derive(Clone, Copy, Debug)]
pub struct Pace<'a> {
    /// Shares of the needs that are met.
    pub funding: &'a Funding,
    /// `f_j`: share of its work that each project can pay; none where all can pay all of it.
    pub work: Option<&'a [Lanes]>,
    /// `σ_j` by project and skill.
    pub crews: &'a Crews,
    /// `x_o` by operator.
    pub teams: &'a [Lanes],
}

impl Pace<'_> {
    /// `f_j`.
    #[inline(always)]
    pub(super) fn work(&self, j: usize) -> Lanes {
        self.work.map_or(ONE, |shares| shares[j])
    }

    /// `x_o` of a project's operator; 1 where it has none.
    #[inline(always)]
    pub(super) fn teams(&self, card: &Card) -> Lanes {
        card.operator().map_or(ONE, |o| self.teams[o])
    }

    /// `σ_j`.
    #[inline(always)]
    pub(super) fn staffing(&self, j: usize, card: &Card, skill: usize) -> Lanes {
        self.crews.staffing(j, card.region(), skill)
    }

    /// `σ_j·x_o`: how fast people of a skill and a team get on.
    #[inline(always)]
    pub(super) fn staffed(&self, j: usize, card: &Card, skill: usize) -> Lanes {
        self.staffing(j, card, skill) * self.teams(card)
    }
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
    /// Group that each project waits for in the first lane, by place in the plan, for who watches a draw; empty
    /// otherwise.
    pub held_by: Vec<u8>,
}

impl Site<'_> {
    /// `(1+e)^y·(1 + w_b·π)`: what building costs against the start.
    #[inline(always)]
    pub(super) fn building_price(&self, card: &Card) -> Lanes {
        self.escalation * self.building_pay[card.region()]
    }

    /// `w = min(K/D2, K·(p1°-φ)/(1-φ) - inst)⁺·m_region`, the capacity that can be installed; of a campus
    /// what its halls `halls` have power for.
    #[inline(always)]
    pub(super) fn room(&self, j: usize, here: &Progress, build: Lanes, halls: Lanes) -> Lanes {
        let card = &self.projects.cards[j];
        if let Some(campus) = &self.terms.list[j].campus {
            return campus.room(here, halls) * self.building[card.region()];
        }
        let installed = here.installed;
        let kind = &self.terms.kinds[card.kind as usize];
        let k = card.capacity;
        let room = k * (build - kind.install_from) * kind.per_room - installed;
        (k * kind.install_rate).min(room).positive() * self.building[card.region()]
    }

    /// `s_j` by tooled kind: the least `s_e` of the classes it needs.
    #[inline(always)]
    pub fn kind_supply(&self, supply: &[Lanes; N_CLASSES]) -> [Lanes; 4] {
        let mut by_kind = [ONE; 4];
        if !self.relax.lifts(Group::Equipment) {
            for kind in TOOLED {
                for (need, &supply) in self.need[kind as usize].iter().zip(supply) {
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
    pub(super) fn allowed(&self, region: usize, kind: Kind) -> Lanes {
        let mut least = ONE;
        if let Some(allowed) = self.tools.get(region).filter(|_| kind.has_tools()) {
            for (need, &share) in self.need[kind as usize].iter().zip(&allowed[kind as usize]) {
                if let Some(need) = *need {
                    least = need.gt(ZERO).select(least.min(share), least);
                }
            }
        }
        least
    }

    /// Tools, by class, that go with some capacity of each kind \[units\].
    #[inline(always)]
    pub(super) fn tools_of(&self, capacity: &[Lanes; 4]) -> [Lanes; N_CLASSES] {
        let mut tools = [ZERO; N_CLASSES];
        for kind in TOOLED {
            for (sum, need) in tools.iter_mut().zip(&self.need[kind as usize]) {
                if let Some(need) = *need {
                    *sum += need * capacity[kind as usize];
                }
            }
        }
        tools
    }
}

impl Wants {
    /// Room for all regions and operators.
    pub fn new(projects: &Projects, regions: usize) -> Wants {
        Wants {
            work: ZERO,
            cost: vec![ZERO; projects.list.len()],
            hands: vec![[ZERO; N_SKILLS]; projects.list.len()],
            posts: vec![[ZERO; N_SKILLS]; regions],
            running_posts: vec![[ZERO; N_SKILLS]; regions],
            teams: vec![ZERO; projects.operators.len()],
            to_order: [ZERO; N_CLASSES],
            refused: Vec::new(),
        }
    }

    #[inline(always)]
    pub(super) fn reset(&mut self, live: &Live) {
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
        self.refused.fill([[ZERO; N_CLASSES]; TOOLED.len()]);
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
            held_by: Vec::new(),
        }
    }

    /// Pays building in a region.
    #[inline(always)]
    pub(super) fn pay_building(&mut self, card: &Card, bill: Lanes) {
        self.building += bill;
        self.eligible[card.region()][card.kind as usize] += bill;
    }

    /// Forgets last month.
    #[inline(always)]
    pub fn reset(&mut self) {
        self.building = ZERO;
        self.plant = ZERO;
        self.eligible.fill([ZERO; 4]);
        self.installed = [ZERO; N_CLASSES];
        self.held_by.fill(N_GROUPS as u8);
    }
}

/// `x_o = ratio(teams, wanted)`: share of the qualifications under way that the teams can run.
#[inline(always)]
pub fn team_share(teams: Lanes, wanted: Lanes) -> Lanes {
    ratio(teams, wanted)
}

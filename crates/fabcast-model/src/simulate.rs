//! The simulation of eight draws: the order of a month, in one place.

mod month;
mod outcome;
mod watch;

pub use crate::ledger::Violation;
use month::Month;
pub use outcome::Outcomes;
pub use watch::{NEEDS, STAGES, Stage, Watch};

use crate::capital::{CapitalState, CapitalTerms};
use crate::compute::{ClockTerms, DeploymentTerms, Fleet};
use crate::cycle::Swings;
use crate::delay::DELTA;
use crate::demand::{MarketTerms, World};
use crate::events::{Calendar, Effects};
use crate::fabs::{Line, WaferTerms};
use crate::finance::booked::{Ledger, Terminal};
use crate::finance::{Books, FinanceTerms};
use crate::flows::{Amount, Kind, MonthAhead, N_CLASSES, TOOLED, ToolsOf};
use crate::lanes::{Lanes, ONE, ZERO};
use crate::ledger::Audit;
use crate::math;
use crate::model::Model;
use crate::packaging::PackagingTerms;
use crate::parameters::Values;
use crate::policy::PolicyState;
use crate::projects::book::{Book, UnitCost};
use crate::projects::chain::{Built, PostTerms, Wants};
use crate::projects::crews::Crews;
use crate::projects::live::{Capacity, Live};
use crate::projects::sponsor::{SponsorTerms, Starts};
use crate::projects::{Progress, ProjectTerms};
use crate::record::{Record, Series};
use crate::relax::{Group, Relax};
use crate::supply_chain::{ClassState, EquipmentTerms};
use crate::talent::TalentState;
use crate::technology;

/// Eight draws of a scenario, before any run of them.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// The scenario.
    pub model: &'a Model,
    /// The draws.
    pub values: Values,
    /// Every parameter at its centre: what relaxing a group restores where no plan is given.
    planned: &'a Values,
    months: Vec<MonthAhead>,
    /// Tools a month that suppliers make beyond the model, by class: an experiment, 0 as a rule.
    pub extra_supply: [f64; N_CLASSES],
}

impl Scene<'_> {
    /// The plan's book, for a run that lifts all groups.
    fn book(&self, relax: Relax) -> Option<&Book> {
        self.model.book.as_ref().filter(|_| relax == Relax::ALL)
    }
}

impl<'a> Scene<'a> {
    /// Draws `first` to `first + 7` of an ensemble; `planned` are the central values.
    pub fn new(model: &'a Model, planned: &'a Values, seed: u64, first: u64) -> Scene<'a> {
        Scene::with_values(model, planned, model.parameters.sample(seed, first))
    }

    /// Given values of the random vector.
    pub fn with_values(model: &'a Model, planned: &'a Values, values: Values) -> Scene<'a> {
        let utilisation = values[model.deployment.utilisation];
        let months = technology::months_ahead(
            &model.accelerators,
            &model.market,
            &values,
            utilisation,
            model.months,
        );
        Scene {
            model,
            values,
            planned,
            months,
            extra_supply: [0.0; N_CLASSES],
        }
    }

    /// Runs the draws; the run has what is wanted of it.
    pub fn run(&self, want: &Want) -> Run {
        let (model, relax) = (self.model, want.relax);
        let months = want.months.unwrap_or(model.months).min(model.months);
        let terms = Terms::new(self, relax);
        let mut state = State::new(self, &terms, relax);
        let record = Record::new(model, months, want.series);
        let mut run = Run::new(model, record, &terms, state.capital.cash);
        let mut watch = want.projects.then(|| Watch::new(model));
        if watch.is_some() {
            state.scratch.built.held_by = vec![0; model.projects.list.len()];
        }
        let mut audit = want.audit.then(Audit::default);
        if let Some(audit) = &mut audit {
            audit.open(month::balances(self, &state, [ZERO; 2]));
        }
        for t in 0..months {
            let month = Month::new(self, &terms, *want, t);
            month::step(&month, &mut state, &mut run, audit.as_mut());
            if let Some(watch) = &mut watch {
                watch.note(model, t, &state, &run);
            }
        }
        if self.book(relax).is_some() {
            run.meet_plan(model);
        }
        if want.series.is_none() && months == model.months {
            outcome::close(self, &terms, &mut state, &mut run);
        }
        run.watch = watch;
        run.violations = audit.map_or(Vec::new(), |audit| audit.violations);
        run
    }
}

/// What is wanted of a run. Analyses that need many runs and little of each ask for less.
#[derive(Clone, Copy, Debug)]
pub struct Want<'a> {
    /// Groups lifted.
    pub relax: Relax,
    /// How many months, from the first; all if none is given.
    pub months: Option<usize>,
    /// Series kept; all if none are given. [`Run::outcomes`] need all series of all months.
    pub series: Option<&'a [Series]>,
    /// Whether nothing is ever begun: the same draw of the world without the programme.
    pub idle: bool,
    /// Whether it is noted how every project of the first lane gets on: [`Run::watch`].
    pub projects: bool,
    /// Whether the laws of conservation are checked every month: [`Run::violations`].
    pub audit: bool,
}

impl<'a> Want<'a> {
    /// All months, series and outcomes, with some groups lifted.
    pub fn all(relax: Relax) -> Want<'a> {
        Want {
            relax,
            months: None,
            series: None,
            idle: false,
            projects: false,
            audit: false,
        }
    }

    /// Some series of the first months alone.
    pub fn part(relax: Relax, months: usize, series: &'a [Series]) -> Want<'a> {
        Want {
            months: Some(months),
            series: Some(series),
            ..Want::all(relax)
        }
    }

    /// Of a world in which nothing of the plan is ever begun.
    pub fn idle(self) -> Want<'a> {
        Want { idle: true, ..self }
    }

    /// And how every project of the first lane gets on.
    pub fn with_projects(self) -> Want<'a> {
        Want {
            projects: true,
            ..self
        }
    }

    /// And whether the laws of conservation hold, if `audit` says so.
    pub fn audited(self, audit: bool) -> Want<'a> {
        Want { audit, ..self }
    }
}

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Run {
    /// Monthly series.
    pub record: Record,
    /// One number per draw.
    pub outcomes: Outcomes,
    /// Month of each project's start, in plan order; NaN where it never starts.
    pub starts: Vec<Lanes>,
    /// First month in which half of each project's capacity is usable; NaN where never.
    pub online: Vec<Lanes>,
    /// Drawn from each investor by month [10⁹ USD].
    pub draws: Vec<Vec<Lanes>>,
    /// The books.
    pub ledger: Ledger,
    /// How every project of the first lane got on, if it was wanted.
    pub watch: Option<Watch>,
    /// Laws that were broken, if they were checked.
    pub violations: Vec<Violation>,
    equity_drawn: Vec<Lanes>,
    equity_received: Vec<Lanes>,
    distributed: Vec<Lanes>,
    /// Revenue, operating cost and bills incurred.
    operating: Vec<[Lanes; 3]>,
    debt_service: Vec<[Lanes; 2]>,
}

impl Run {
    fn new(model: &Model, record: Record, terms: &Terms, opening_cash: Lanes) -> Run {
        let projects = model.projects.list.len();
        let months = model.months;
        let never = Lanes::splat(f64::NAN);
        Run {
            record,
            outcomes: Outcomes::default(),
            starts: vec![never; projects],
            online: vec![never; projects],
            draws: vec![Vec::with_capacity(months); model.capital.investors.len()],
            ledger: Ledger {
                months: Vec::with_capacity(months),
                received: vec![Vec::with_capacity(months); model.capital.investors.len()],
                called: if terms.capital.bridged {
                    vec![Vec::with_capacity(months); model.capital.investors.len()]
                } else {
                    Vec::new()
                },
                installed: if terms.finance.taxes_by_region() {
                    vec![Vec::with_capacity(months); model.regions.len()]
                } else {
                    Vec::new()
                },
                before_end: Vec::new(),
                opening_cash,
                terminal: Terminal::NONE,
                discount: terms.discount,
                rates: terms.finance.rates(),
                inflation: terms.capital.inflation,
                covenants: terms.capital.covenants,
                investors: terms.capital.investors.clone(),
            },
            watch: None,
            violations: Vec::new(),
            equity_drawn: Vec::with_capacity(months),
            equity_received: Vec::with_capacity(months),
            distributed: Vec::with_capacity(months),
            operating: Vec::with_capacity(months),
            debt_service: Vec::with_capacity(months),
        }
    }
}

impl Run {
    /// Frees what only those need who follow the money month by month.
    pub fn forget_books(&mut self) {
        self.ledger.months = Vec::new();
        self.ledger.received = Vec::new();
        self.ledger.called = Vec::new();
        self.ledger.installed = Vec::new();
        for months in [
            &mut self.equity_drawn,
            &mut self.equity_received,
            &mut self.distributed,
        ] {
            *months = Vec::new();
        }
        (self.operating, self.debt_service) = (Vec::new(), Vec::new());
    }

    /// Projects come on line on the plan's own dates.
    fn meet_plan(&mut self, model: &Model) {
        for (online, project) in self.online.iter_mut().zip(&model.projects.list) {
            let month = project
                .planned_online(model.months)
                .map_or(f64::NAN, |month| month as f64);
            *online = Lanes::splat(month);
        }
    }
}

/// What a run uses of the scenario: the draws' values, with the relaxed groups at their plan.
struct Terms {
    projects: ProjectTerms,
    sponsors: SponsorTerms,
    posts: [PostTerms; 4],
    costs: Vec<[UnitCost; 4]>,
    capital: CapitalTerms,
    equipment: EquipmentTerms,
    wafers: WaferTerms,
    packaging: PackagingTerms,
    deployment: DeploymentTerms,
    clock: ClockTerms,
    market: MarketTerms,
    finance: FinanceTerms,
    calendar: Calendar,
    /// `σ_d·x_d`.
    demand: Swings,
    /// `(1+g_teams)^Δ`, by operator.
    team_growth: Vec<Lanes>,
    /// `n_b·κ_b`, by region and kind.
    crews: Vec<[Lanes; 4]>,
    discount: Lanes,
}

impl Terms {
    fn new(scene: &Scene, relax: Relax) -> Terms {
        let Scene {
            model,
            values,
            planned,
            ..
        } = scene;
        let projects = ProjectTerms::new(&model.projects, values, planned, relax);
        let deployment = model.deployment.terms(values);
        let plan_cost = projects
            .list
            .iter()
            .fold(ZERO, |sum, p| sum + p.planned_cost)
            + deployment.server_cost * model.planned_gigawatts();
        let relaxed = |group| if relax.lifts(group) { *planned } else { values };
        let finance = &model.finance;
        let capital = &model.capital;
        let wafers = WaferTerms::new(&model.wafers, values, planned, relax);
        let stacks_per_wafer = wafers.stacks_per_wafer;
        let operators = &model.projects.operators;
        let tool_budgets = ProjectTerms::tool_budgets(&model.projects, values);
        Terms {
            posts: PostTerms::new(&model.projects, values),
            costs: ProjectTerms::unit_costs(&model.projects, values),
            capital: CapitalTerms::new(capital, values, plan_cost, relax),
            equipment: EquipmentTerms::new(&model.equipment, tool_budgets, values),
            wafers,
            packaging: PackagingTerms {
                assembly_yield: relaxed(Group::Packaging)[model.accelerators.design.assembly_yield],
                merchant_share: relaxed(Group::Packaging)[model.accelerators.design.merchant_share],
                stacks_per_wafer,
            },
            market: model.market.parameters.terms(values),
            finance: FinanceTerms::new(finance, capital.retained(), capital.carry(), values),
            calendar: Calendar::new(&model.events, values, relax),
            demand: model.market.swings(values),
            team_growth: operators
                .iter()
                .map(|o| math::pow(ONE + values[o.parameters.team_growth], Lanes::splat(DELTA)))
                .collect(),
            crews: ProjectTerms::crews(&model.projects, values),
            discount: capital.real(values[finance.rates.discount], values),
            sponsors: SponsorTerms::new(&model.sponsors, values, relax),
            projects,
            deployment,
            clock: model.clock.terms(values),
        }
    }
}

/// Everything that is carried from one month to the next.
struct State {
    capital: CapitalState,
    progress: Vec<Progress>,
    starts: Starts,
    /// Usable capacity by project, for lines of wafers.
    usable: Vec<Lanes>,
    classes: [ClassState; N_CLASSES],
    /// Tools that projects may not order yet, by region.
    refused: Vec<ToolsOf>,
    talent: TalentState,
    logic: Line,
    hbm: Line,
    /// Accelerators made, not yet deployed or sold.
    stock: Amount,
    /// `teams_o(t)`, by operator.
    teams: Vec<Lanes>,
    own: Fleet,
    world: World,
    /// `ln r` of every month so far; empty where nothing follows it.
    spending: Vec<Lanes>,
    policy: PolicyState,
    books: Books,
    live: Live,
    /// Capacity at the end of the month.
    capacity: Capacity,
    /// Shares of merchant packaging and memory that the programme used last month.
    used: [Lanes; 3],
    /// Spent on plants, tools and servers so far.
    spent: Lanes,
    first_price: Lanes,
    scratch: Scratch,
}

/// Buffers that every month fills anew.
struct Scratch {
    effects: Effects,
    wants: Wants,
    built: Built,
    permit_speed: Vec<Lanes>,
    /// What the makers' queue lets into service \[GW\].
    energised: Lanes,
    crews: Crews,
    /// `σ_run` of technicians, by region.
    technicians: Vec<Lanes>,
    /// `1 + w_b·π`, by region.
    building_pay: Vec<Lanes>,
    /// `f_j` of every project.
    work: Vec<Lanes>,
    /// Whether it is 1 for all, whatever `work` holds.
    paid_in_full: bool,
    teams: Vec<Lanes>,
    wanted: Vec<Lanes>,
    investors: Vec<Lanes>,
    /// `f_operate`, `f_equip`, `f_order`, `f_tools`, `f_work`.
    funded: [Lanes; 5],
}

impl State {
    fn new(scene: &Scene, terms: &Terms, relax: Relax) -> State {
        let Scene { model, values, .. } = scene;
        let utilisation = terms.deployment.utilisation;
        let reference = technology::reference_price_at_start(&model.market, values, utilisation);
        let (projects, regions) = (&model.projects, model.regions.len());
        let n = projects.list.len();
        let effects = Effects::none(&model.events);
        State {
            capital: CapitalState::new(&model.capital, values),
            progress: vec![Progress::NONE; n],
            starts: Starts::new(n),
            usable: vec![ZERO; n],
            classes: std::array::from_fn(|e| ClassState::new(&model.equipment, e, values)),
            refused: vec![[[ZERO; N_CLASSES]; TOOLED.len()]; effects.tools.len()],
            talent: TalentState::new(&model.talent, values),
            logic: Line::new(projects, Kind::Fab, model.wafers.logic_cycle, values),
            hbm: Line::new(projects, Kind::Hbm, model.wafers.hbm_cycle, values),
            stock: Amount::NONE,
            // teams_o(0)·(1+g)^y with y = (t+½)Δ
            teams: projects
                .operators
                .iter()
                .zip(&terms.team_growth)
                .map(|(operator, growth)| values[operator.parameters.teams] * growth.sqrt())
                .collect(),
            own: Fleet::EMPTY,
            world: World::new(&model.market, values, reference),
            spending: Vec::new(),
            policy: PolicyState::new(&model.policy, values, relax),
            books: Books::EMPTY,
            live: Live::new(regions, n),
            capacity: Capacity::none(regions),
            used: [ZERO; 3],
            spent: ZERO,
            first_price: ZERO,
            scratch: Scratch {
                wants: Wants {
                    refused: vec![[[ZERO; N_CLASSES]; TOOLED.len()]; effects.tools.len()],
                    ..Wants::new(projects, regions)
                },
                effects,
                built: Built::new(regions),
                permit_speed: vec![ZERO; regions],
                energised: ZERO,
                crews: Crews::full(regions, n),
                technicians: vec![ONE; regions],
                building_pay: vec![ONE; regions],
                work: vec![ONE; n],
                paid_in_full: true,
                teams: vec![ZERO; projects.operators.len()],
                wanted: vec![ZERO; n],
                investors: vec![ZERO; model.capital.investors.len()],
                funded: [ONE; 5],
            },
        }
    }
}

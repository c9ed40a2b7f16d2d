//! Wafers and yield (model §5): starts, cycle time, learning, good dies and stacks.

use crate::chips::{YieldModel, die_yield, dies_per_wafer};
use crate::declare::{fixed, parameters};
use crate::flows::{Kind, Made, TECHNICIANS};
use crate::lanes::{Lanes, ONE, ZERO, part};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::projects::Projects;
use crate::projects::crews::Crews;
use crate::projects::stage::Reached;
use crate::relax::{Group, Relax};

/// Lines slow down above this many months of stock, and stop at twice as many.
pub const HOLD: f64 = 2.0;

parameters! {
    /// What §5 needs from the scenario.
    pub struct Wafers {
        /// Cycle of logic \[months\].
        pub logic_cycle: usize = whole("wafers.logic.cycle", "month", 5, "cycle", "months from start to out").within(0.0, 36.0);
        pub(crate) hbm_cycle: usize = whole("wafers.hbm.cycle", "month", 5, "cycle", "months from start to out").within(0.0, 36.0);
        line_yield: ParamId = share("wafers.line_yield", 5, "ly", "wafers out over wafers started");
        defects_start: ParamId = q("wafers.logic.defects_start", "1/cm2", 5, "D_s", "defect density without experience");
        defects_mature: ParamId = q("wafers.logic.defects_mature", "1/cm2", 5, "D_∞", "defect density of a mature process");
        learning: ParamId = q("wafers.logic.learning", "1", 5, "λ", "exponent of learning").within(0.0, 5.0);
        learning_scale: ParamId = q("wafers.logic.learning_scale", "kwafer", 5, "Z_ref", "experience that sets the scale of learning").within(1e-9, 1e9);
        new_fab_penalty: ParamId = q("wafers.new_fab_penalty", "1", 5, "ψ", "extra defects of a new fab").within(0.0, 20.0);
        new_fab_time: ParamId = q("wafers.new_fab_time", "month", 5, "τ_ψ", "time in which a new fab catches up").within(0.1, 600.0);
        clustering: ParamId = q("wafers.logic.clustering", "1", 5, "α_c", "clustering of defects").within(0.05, 1e6);
        salvage: ParamId = share("wafers.logic.salvage", 5, "v", "share of bad dies sold as lower bins");
        die_area: ParamId = q("wafers.logic.die_area", "mm2", 5, "A", "area of a die").within(1.0, 10_000.0);
        edge: ParamId = q("wafers.logic.edge", "mm", 5, "edge", "edge exclusion").within(0.0, 50.0);
        model: YieldModel = word("wafers.logic.yield_model", Form::Word(&["negative_binomial", "poisson", "murphy", "seeds"]), 5, "Y", "yield model").or("negative_binomial");
        stacks_per_wafer: ParamId = q("wafers.hbm.stacks_per_wafer", "stack/wafer", 5, "n_s", "memory stacks per wafer").within(1e-6, 1e4);
        start_yield: ParamId = share("wafers.hbm.start_yield", 5, "η_h", "yield of a new memory plant over a mature one's");
    }

    /// What a run uses of §5.
    pub struct WaferTerms {
        defects_excess: Lanes = defects_start - defects_mature;
        /// `exp(-1/τ_ψ)`: what is left of a plant's newness after a month.
        pub ageing: Lanes = math::exp(Lanes::splat(-1.0) / new_fab_time);
        dies: Lanes = dies_per_wafer(die_area, edge);
        /// Good units per thousand wafers of a mature process: dies, stacks.
        pub mature: [Lanes; 2] = [
            good_dies(dies, die_yield(model, die_area, defects_mature, clustering), salvage),
            1000.0 * stacks_per_wafer,
        ];
        /// Whether yields are relaxed: no experience or newness to account for.
        perfect: bool = false;
    }
}

fixed!(YieldModel, |reader, path| {
    YieldModel::ALL[reader.position(path, &YieldModel::ALL.map(YieldModel::name))]
});

/// Good dies of a thousand wafers out, lower bins included: `1000·N·(Y + v(1-Y))`.
#[inline(always)]
fn good_dies(dies: Lanes, die_yield: Lanes, salvage: Lanes) -> Lanes {
    1000.0 * dies * (die_yield + salvage * (ONE - die_yield))
}

impl WaferTerms {
    /// Yields of this run's draws.
    pub fn new(wafers: &Wafers, values: &Values, planned: &Values, relax: Relax) -> WaferTerms {
        let mut terms = wafers.terms(values);
        if relax.lifts(Group::Yield) {
            terms.line_yield = planned[wafers.line_yield];
            terms.start_yield = ONE;
            terms.perfect = true;
        }
        terms
    }

    /// Good dies of a thousand wafers of a plant, given the defects of its operator's process.
    #[inline(always)]
    fn dies_of(&self, defects: Lanes, newness: Lanes) -> Lanes {
        if self.perfect {
            return self.mature[0];
        }
        let density = defects * (ONE + self.new_fab_penalty * newness);
        let y = die_yield(self.model, self.die_area, density, self.clustering);
        good_dies(self.dies, y, self.salvage)
    }

    /// Good stacks of a plant's wafers: `1000·out·n_s·(1 - (1-η_h)·exp(-M/τ_ψ))`.
    #[inline(always)]
    fn good_stacks(&self, out: Lanes, newness: Lanes) -> Lanes {
        1000.0 * out * self.stacks_per_wafer * (ONE - (ONE - self.start_yield) * newness)
    }

    /// Defects of a process with experience, in a plant of full age (model §5).
    #[inline(always)]
    pub fn defects(&self, experience: Lanes) -> Lanes {
        let learnt = math::pow(ONE + experience / self.learning_scale, -self.learning);
        self.defects_mature + self.defects_excess * learnt
    }

    /// `thr = clip((cycle + 2h - part(Inv, full))/h)`: how far lines run (model §5).
    #[inline(always)]
    pub fn throttle(cycle: f64, inventory: Lanes, full: Lanes) -> Lanes {
        ((cycle + 2.0 * HOLD - part(inventory, full)) / HOLD).clip()
    }
}

/// Wafers in process and stocks of one product (dies or stacks); state.
#[derive(Clone, Debug)]
pub struct Line {
    kind: Kind,
    plants: Vec<Plant>,
    /// Wafers in process \[thousand\].
    pub in_process: Lanes,
    /// Good dies or stacks in stock \[units\].
    pub stock: Lanes,
    /// Experience `Z` by operator \[thousand wafers out\].
    pub experience: Vec<Lanes>,
    experience_rate: Vec<Lanes>,
    defects: Vec<Lanes>,
    /// Whether `defects` are this month's, by operator.
    fresh: Vec<bool>,
}

/// A plant of a line; state.
#[derive(Clone, Debug)]
struct Plant {
    project: usize,
    region: usize,
    operator: usize,
    /// `exp(-M/τ_ψ)`, 1 until a month after qualification: how new the plant is.
    newness: Lanes,
    /// Whether it has ever had capacity.
    awake: bool,
    /// Wafers out this month \[thousand\].
    out: Lanes,
    /// Wafers started, by the month (modulo the cycle) in which they were \[thousand\].
    pipeline: Vec<Lanes>,
}

/// What lets a line run this month.
#[derive(Clone, Copy, Debug)]
pub struct Running<'a> {
    /// `σ_j` of plants that ramp up.
    pub crews: &'a Crews,
    /// `σ_run` of technicians of plants whose ramp is over, by region.
    pub technicians: &'a [Lanes],
    /// Output factor `m` of events, by region.
    pub output: &'a [Lanes],
    /// `u`.
    pub utilisation: Lanes,
    /// `f_operate`.
    pub operate: Lanes,
}

impl Line {
    /// Empty lines of a kind.
    pub fn new(projects: &Projects, kind: Kind, cycle: usize, values: &Values) -> Line {
        let plants: Vec<_> = (0..projects.list.len())
            .filter(|&j| projects.list[j].kind == kind)
            .map(|j| Plant {
                project: j,
                region: projects.list[j].region,
                operator: projects.list[j].operator.unwrap_or(0),
                newness: ONE,
                awake: false,
                out: ZERO,
                pipeline: vec![ZERO; cycle],
            })
            .collect();
        Line {
            kind,
            plants,
            in_process: ZERO,
            stock: ZERO,
            experience: projects
                .operators
                .iter()
                .map(|o| values[o.parameters.experience])
                .collect(),
            experience_rate: projects
                .operators
                .iter()
                .map(|o| values[o.parameters.experience_rate])
                .collect(),
            defects: vec![ZERO; projects.operators.len()],
            fresh: vec![false; projects.operators.len()],
        }
    }

    /// One month of the lines: starts, wafers out, good units into stock (model §5).
    ///
    /// `reached` and `available` (the usable capacity, by project) are those of last month's end.
    #[inline(always)]
    pub fn run(
        &mut self,
        terms: &WaferTerms,
        reached: &[Reached],
        available: &[Lanes],
        running: Running,
        month: usize,
    ) -> Made {
        let (product, cycle) = match self.kind {
            Kind::Hbm => (1, terms.hbm_cycle),
            _ => (0, terms.logic_cycle),
        };
        let mature = terms.mature[product] * terms.line_yield;
        let usable = self
            .plants
            .iter()
            .fold(ZERO, |sum, plant| sum + available[plant.project]);
        let full = usable * running.utilisation * mature;
        let inventory = self.stock + mature * self.in_process;
        let throttle = WaferTerms::throttle(cycle as f64, inventory, full);

        for (experience, rate) in self.experience.iter_mut().zip(&self.experience_rate) {
            *experience += *rate;
        }
        let mut made = Made {
            started: ZERO,
            finished: ZERO,
            out: ZERO,
            good: ZERO,
        };
        for plant in &mut self.plants {
            let at = &reached[plant.project];
            if at.qualified.any() {
                plant.newness = at
                    .qualified
                    .select(plant.newness * terms.ageing, plant.newness);
            }
            plant.awake = plant.awake || available[plant.project].gt(ZERO).any();
            if !plant.awake {
                continue;
            }
            let ramping = (running.crews).staffing(plant.project, plant.region, TECHNICIANS);
            let ramped = running.technicians[plant.region];
            // S = A·u·σ·m·f_operate·thr
            let starts = available[plant.project]
                * running.utilisation
                * at.ramped.select(ramped, ramping)
                * running.output[plant.region]
                * running.operate
                * throttle;
            let finished = plant.advance(starts, month);
            plant.out = finished * terms.line_yield;
            made.started += starts;
            made.finished += finished;
            made.out += plant.out;
            self.experience[plant.operator] += plant.out;
            self.in_process = (self.in_process + starts - finished).positive();
        }
        // Once a month and operator, and only of those who made something.
        self.fresh.fill(false);
        for plant in &self.plants {
            if plant.out.gt(ZERO).any() {
                made.good += match self.kind {
                    Kind::Hbm => terms.good_stacks(plant.out, plant.newness),
                    _ => {
                        let o = plant.operator;
                        if !self.fresh[o] && !terms.perfect {
                            self.defects[o] = terms.defects(self.experience[o]);
                            self.fresh[o] = true;
                        }
                        plant.out * terms.dies_of(self.defects[o], plant.newness)
                    }
                };
            }
        }
        self.stock += made.good;
        made
    }
}

impl Plant {
    /// Puts starts into the pipeline; returns what comes out of it.
    #[inline(always)]
    fn advance(&mut self, starts: Lanes, month: usize) -> Lanes {
        if self.pipeline.is_empty() {
            return starts;
        }
        let slot = month % self.pipeline.len();
        std::mem::replace(&mut self.pipeline[slot], starts)
    }
}

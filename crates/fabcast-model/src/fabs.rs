//! Wafers and yield (model §5): starts, cycle time, learning, good dies and stacks.

use crate::chips::{YieldModel, die_yield, dies_per_wafer};
use crate::flows::{Kind, Made};
use crate::lanes::{Lanes, ONE, ZERO, part};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::projects::Projects;
use crate::projects::stage::Reached;
use crate::reader::Reader;
use crate::relax::{Group, Relax};

/// Lines slow down above this many months of stock, and stop at twice as many.
pub const HOLD: f64 = 2.0;

/// What §5 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Wafers {
    /// Cycle of logic \[months\].
    pub logic_cycle: usize,
    /// Cycle of memory \[months\].
    pub hbm_cycle: usize,
    /// Yield model of logic.
    pub yield_model: YieldModel,
    line_yield: ParamId,
    defects_start: ParamId,
    defects_mature: ParamId,
    learning: ParamId,
    learning_scale: ParamId,
    new_fab_penalty: ParamId,
    new_fab_time: ParamId,
    clustering: ParamId,
    salvage: ParamId,
    die_area: ParamId,
    edge: ParamId,
    stacks_per_wafer: ParamId,
    start_yield: ParamId,
}

impl Wafers {
    pub(crate) fn read(reader: &mut Reader) -> Wafers {
        let model = reader.position(
            "wafers.logic.yield_model",
            &YieldModel::ALL.map(|m| m.name()),
        );
        Wafers {
            logic_cycle: reader.whole("wafers.logic.cycle"),
            hbm_cycle: reader.whole("wafers.hbm.cycle"),
            yield_model: YieldModel::ALL[model],
            line_yield: reader.quantity("wafers.line_yield"),
            defects_start: reader.quantity("wafers.logic.defects_start"),
            defects_mature: reader.quantity("wafers.logic.defects_mature"),
            learning: reader.quantity("wafers.logic.learning"),
            learning_scale: reader.quantity("wafers.logic.learning_scale"),
            new_fab_penalty: reader.quantity("wafers.new_fab_penalty"),
            new_fab_time: reader.quantity("wafers.new_fab_time"),
            clustering: reader.quantity("wafers.logic.clustering"),
            salvage: reader.quantity("wafers.logic.salvage"),
            die_area: reader.quantity("wafers.logic.die_area"),
            edge: reader.quantity("wafers.logic.edge"),
            stacks_per_wafer: reader.quantity("wafers.hbm.stacks_per_wafer"),
            start_yield: reader.quantity("wafers.hbm.start_yield"),
        }
    }
}

/// What a run uses of §5.
#[derive(Clone, Debug)]
pub struct WaferTerms {
    model: YieldModel,
    cycle: [f64; 2],
    /// `ly`.
    pub line_yield: Lanes,
    defects_mature: Lanes,
    defects_excess: Lanes,
    learning: Lanes,
    learning_scale: Lanes,
    new_fab_penalty: Lanes,
    /// `exp(-1/τ_ψ)`: what is left of a plant's newness after a month.
    pub ageing: Lanes,
    clustering: Lanes,
    salvage: Lanes,
    die_area: Lanes,
    dies: Lanes,
    /// `n_s`.
    pub stacks_per_wafer: Lanes,
    start_yield: Lanes,
    /// Good units per thousand wafers of a mature process: dies, stacks.
    pub mature: [Lanes; 2],
    /// Whether yields are relaxed: no experience or newness to account for.
    perfect: bool,
}

impl WaferTerms {
    /// Yields of this run's draws.
    pub fn new(wafers: &Wafers, values: &Values, planned: &Values, relax: Relax) -> WaferTerms {
        let perfect = relax.lifts(Group::Yield);
        let at = |id| values[id];
        let dies = dies_per_wafer(at(wafers.die_area), at(wafers.edge));
        let stacks_per_wafer = at(wafers.stacks_per_wafer);
        let mut terms = WaferTerms {
            model: wafers.yield_model,
            cycle: [wafers.logic_cycle as f64, wafers.hbm_cycle as f64],
            line_yield: if perfect { planned } else { values }[wafers.line_yield],
            defects_mature: at(wafers.defects_mature),
            defects_excess: at(wafers.defects_start) - at(wafers.defects_mature),
            learning: at(wafers.learning),
            learning_scale: at(wafers.learning_scale),
            new_fab_penalty: at(wafers.new_fab_penalty),
            ageing: math::exp(Lanes::splat(-1.0) / at(wafers.new_fab_time)),
            clustering: at(wafers.clustering),
            salvage: at(wafers.salvage),
            die_area: at(wafers.die_area),
            dies,
            stacks_per_wafer,
            start_yield: if perfect { ONE } else { at(wafers.start_yield) },
            mature: [ZERO, 1000.0 * stacks_per_wafer],
            perfect,
        };
        terms.mature[0] = terms.good_dies(terms.defects_mature);
        terms
    }

    /// Good dies of a thousand wafers out, lower bins included: `1000·N·(Y + v(1-Y))`.
    #[inline(always)]
    fn good_dies(&self, density: Lanes) -> Lanes {
        let y = die_yield(self.model, self.die_area, density, self.clustering);
        1000.0 * self.dies * (y + self.salvage * (ONE - y))
    }

    /// Good dies of a thousand wafers of a plant, given the defects of its operator's process.
    #[inline(always)]
    fn dies_of(&self, defects: Lanes, newness: Lanes) -> Lanes {
        if self.perfect {
            return self.mature[0];
        }
        self.good_dies(defects * (ONE + self.new_fab_penalty * newness))
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
    /// Staffing of technicians, by region: `σ` and, for plants whose ramp is over, `σ_run`.
    pub technicians: &'a [[Lanes; 2]],
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
                .map(|o| values[o.experience])
                .collect(),
            experience_rate: projects
                .operators
                .iter()
                .map(|o| values[o.experience_rate])
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
        let product = usize::from(self.kind == Kind::Hbm);
        let mature = terms.mature[product] * terms.line_yield;
        let usable = self
            .plants
            .iter()
            .fold(ZERO, |sum, plant| sum + available[plant.project]);
        let full = usable * running.utilisation * mature;
        let inventory = self.stock + mature * self.in_process;
        let throttle = WaferTerms::throttle(terms.cycle[product], inventory, full);

        for (experience, rate) in self.experience.iter_mut().zip(&self.experience_rate) {
            *experience += *rate;
        }
        let mut made = Made {
            started: ZERO,
            finished: ZERO,
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
            let [ramping, ramped] = running.technicians[plant.region];
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

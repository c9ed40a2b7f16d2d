//! The simulation as a function of uniforms: rows of a design in, outcomes out.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use fabcast_model::lanes::{Draws, LANES};
use fabcast_model::model::Model;
use fabcast_model::outcome::Of;
use fabcast_model::parameters::{ParamId, Values};
use fabcast_model::relax::Relax;
use fabcast_model::simulate::{Scene, Want};
use rayon::prelude::*;

use super::sequence::Sequence;
use crate::outcome;

/// Groups of eight rows between two looks at the stop flag.
const GROUPS_AT_ONCE: usize = 32;

/// One of the two independent samples of a design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    /// The sample that is changed factor by factor.
    A,
    /// The sample that the changes are taken from.
    B,
}

/// Stopped before the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stopped;

/// A scenario whose draws are the rows of a design.
pub(super) struct Engine<'a> {
    pub model: &'a Model,
    /// What is taken from every row.
    pub list: &'a outcome::List,
    planned: Values,
    /// Parameters that vary; their order is that of the dimensions.
    pub varying: Vec<ParamId>,
    dimensions: Vec<usize>,
    sequence: Sequence,
    /// Position of the outcome that is explained.
    outcome: usize,
    /// Simulations made.
    pub simulations: AtomicU64,
    stop: Option<&'a AtomicBool>,
    watch: &'a (dyn Fn(u64) + Sync),
}

impl<'a> Engine<'a> {
    pub fn new(
        (model, list): (&'a Model, &'a outcome::List),
        outcome: usize,
        seed: u64,
        stop: Option<&'a AtomicBool>,
        watch: &'a (dyn Fn(u64) + Sync),
    ) -> Engine<'a> {
        // the first dimensions are the most even, so parameters come before luck
        let is_luck = |id: &ParamId| {
            model.parameters.list()[id.index()]
                .path
                .starts_with("latent.")
        };
        let mut varying: Vec<ParamId> = model.parameters.varying().map(|(id, _)| id).collect();
        varying.sort_by_key(is_luck);
        let mut dimensions = vec![usize::MAX; model.parameters.list().len()];
        for (dimension, id) in varying.iter().enumerate() {
            dimensions[id.index()] = dimension;
        }
        Engine {
            model,
            list,
            planned: model.parameters.central(),
            sequence: Sequence::new(2 * varying.len(), seed),
            varying,
            dimensions,
            outcome,
            simulations: AtomicU64::new(0),
            stop,
            watch,
        }
    }

    /// Uniforms of a parameter in eight rows.
    pub fn uniform(&self, half: Half, first_row: usize, id: ParamId) -> Draws {
        let dimension = self.dimensions[id.index()]
            + match half {
                Half::A => 0,
                Half::B => self.varying.len(),
            };
        std::array::from_fn(|lane| self.sequence.at((first_row + lane) as u32, dimension))
    }

    /// The random vector of eight rows.
    pub fn values(&self, half: Half, first_row: usize) -> Values {
        let parameters = &self.model.parameters;
        parameters.at_uniforms(|id| self.uniform(half, first_row, id))
    }

    /// Whether the outcome sets a run against its plan.
    fn needs_plan(&self) -> bool {
        self.list.outcomes()[self.outcome].of != Of::Run
    }

    /// Every outcome of eight draws; those that need the plan are NaN without it.
    pub fn all_outcomes(&self, values: Values, with_plan: bool) -> Vec<Draws> {
        let scene = Scene::with_values(self.model, &self.planned, values);
        let plan = (with_plan && self.model.has_programme()).then(|| {
            let plan = scene.run(&Want::all(Relax::ALL));
            self.list.of_plan(self.model, Some(&plan))
        });
        let of_plan = plan.unwrap_or_else(|| self.list.of_plan(self.model, None));
        let base = scene.run(&Want::all(Relax::NONE));
        self.simulations.fetch_add(LANES as u64, Ordering::Relaxed);
        let all = self.list.values_with(self.model, &base, &of_plan);
        all.into_iter().map(|outcome| outcome.0).collect()
    }

    /// The outcome that is explained, in eight draws.
    pub fn explained(&self, values: Values) -> Draws {
        self.all_outcomes(values, self.needs_plan())[self.outcome]
    }

    /// Does something for every group of eight rows, in parallel, and hands the results on in order.
    pub fn over_rows<T: Send>(
        &self,
        rows: std::ops::Range<usize>,
        work: impl Fn(usize) -> T + Sync,
        mut take: impl FnMut(T),
    ) -> Result<(), Stopped> {
        let mut firsts: Vec<usize> = rows.step_by(LANES).collect();
        while !firsts.is_empty() {
            if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                return Err(Stopped);
            }
            let rest = firsts.split_off(firsts.len().min(GROUPS_AT_ONCE));
            let done: Vec<T> = firsts.into_par_iter().map(&work).collect();
            done.into_iter().for_each(&mut take);
            (self.watch)(self.simulations.load(Ordering::Relaxed));
            firsts = rest;
        }
        Ok(())
    }
}

//! A scenario at another size or another time (model §14): the variants of a programme that the
//! analyses compare in the same futures.

use fabcast_model::inputs::{Inputs, Leaf};
use fabcast_model::model::Model;
use fabcast_model::parameters::{ParamId, Values};
use fabcast_model::simulate::Scene;
use fabcast_model::uncertainty::Distribution;
use fabcast_scenario::Scenario;

use super::AnalysisError;

/// A model and what is done to the draws of its parameters.
pub(super) struct Variant {
    pub model: Model,
    pub planned: Values,
    /// Parameters that are multiplied and added to in every draw.
    changes: Vec<(ParamId, f64, f64)>,
    extra_euv: f64,
}

/// Changes a quantity of some leaves at its centre; its spread is gone, as befits a plan.
fn set_centres(inputs: &mut Inputs, is_meant: impl Fn(&str) -> bool, new: impl Fn(f64) -> f64) {
    for (path, leaf) in &mut inputs.leaves {
        if let Leaf::Quantity(distribution) = leaf
            && is_meant(path)
        {
            *leaf = Leaf::Quantity(Distribution::constant(new(distribution.centre())));
        }
    }
}

impl Variant {
    /// The scenario with some leaves changed.
    pub fn new(
        scenario: &Scenario,
        change: impl FnOnce(&mut Inputs),
    ) -> Result<Variant, AnalysisError> {
        let mut inputs = scenario.inputs.clone();
        change(&mut inputs);
        let model = Model::new(&inputs).map_err(AnalysisError::Model)?;
        Ok(Variant {
            planned: model.parameters.central(),
            model,
            changes: Vec::new(),
            extra_euv: 0.0,
        })
    }

    /// The programme at a share of its size: every commitment and every line's number of projects times
    /// the share; the last project of a line is smaller where that is no whole number.
    pub fn scaled(scenario: &Scenario, share: f64) -> Result<Variant, AnalysisError> {
        let is_count = |path: &str| path.starts_with("plan.") && path.ends_with(".count");
        let mut variant = Variant::new(scenario, |inputs| {
            if share != 1.0 {
                set_centres(inputs, is_count, |count| count * share);
            }
        })?;
        variant.multiply_commitments(share);
        Ok(variant)
    }

    fn multiply_commitments(&mut self, share: f64) {
        let investors = self.model.capital.investors.iter();
        let mut ids: Vec<ParamId> = investors.filter_map(|i| i.commitment()).collect();
        ids.sort_unstable();
        ids.dedup();
        self.changes
            .extend(ids.into_iter().map(|id| (id, share, 0.0)));
    }

    /// The whole programme some months later: planned starts and closings of investors.
    pub fn later(scenario: &Scenario, months: f64) -> Result<Variant, AnalysisError> {
        let is_start = |path: &str| path.starts_with("plan.") && path.ends_with(".first");
        let mut variant = Variant::new(scenario, |inputs| {
            set_centres(inputs, is_start, |first| first + months);
        })?;
        let parameters = &variant.model.parameters;
        let mut ids: Vec<ParamId> = parameters
            .paths()
            .filter(|(path, _)| path.starts_with("capital.investor.") && path.ends_with(".closing"))
            .map(|(_, id)| id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        variant
            .changes
            .extend(ids.into_iter().map(|id| (id, 1.0, months)));
        Ok(variant)
    }

    /// Adds to a parameter in every draw.
    pub fn add(&mut self, path: &str, amount: f64) {
        if let Some(id) = self.model.parameters.find(path) {
            self.changes.push((id, 1.0, amount));
        }
    }

    /// Scanners a month that suppliers make beyond the model.
    pub fn add_euv(&mut self, tools: f64) {
        self.extra_euv += tools;
    }

    /// Eight draws, with the same random numbers as those of the scenario itself.
    pub fn scene(&self, seed: u64, first: u64) -> Scene<'_> {
        let mut values = self.model.parameters.sample(seed, first);
        for &(id, times, plus) in &self.changes {
            for value in values.draws_mut(id.index()) {
                *value = *value * times + plus;
            }
        }
        let mut scene = Scene::with_values(&self.model, &self.planned, values);
        scene.extra_supply[0] = self.extra_euv;
        scene
    }
}

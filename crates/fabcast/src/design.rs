//! Sampling designs: where the uniforms of a draw come from.

use serde::{Deserialize, Serialize};

use fabcast_model::model::Model;
use fabcast_model::parameters::Values;

use crate::run::RunError;
use crate::store::Settings;

/// A way to place draws in the space of the random vector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Design {
    /// Independent draws.
    #[default]
    Random,
    /// Latin hypercube: each parameter has one draw in each of as many strata as there are draws.
    Lhs,
    /// Sobol' points with Owen's scrambling.
    Sobol,
}

impl Design {
    /// As written in arguments and documents.
    pub fn name(self) -> &'static str {
        match self {
            Design::Random => "random",
            Design::Lhs => "lhs",
            Design::Sobol => "sobol",
        }
    }
}

/// Makes the values of draws that are not independent random ones.
#[derive(Debug)]
pub enum Sampler {}

impl Sampler {
    /// The one for a run; none for independent draws.
    pub fn new(_model: &Model, _settings: &Settings) -> Result<Option<Sampler>, RunError> {
        Ok(None)
    }

    /// Values of the draws `first` to `first + 7`.
    pub fn sample(&self, _model: &Model, _seed: u64, _first: u64) -> Values {
        match *self {}
    }
}

//! Sampling designs: where the uniforms of a draw come from (docs/designs.md).
//!
//! Whatever the design, a draw is a function of the seed, its number and - of a Latin hypercube -
//! the number of draws, so that it can be computed alone, in any order, on any thread.

mod permutation;
mod sobol;
pub mod study;

use serde::{Deserialize, Serialize};

use fabcast_model::lanes::{Draws, LANES};
use fabcast_model::model::Model;
use fabcast_model::parameters::{Parameter, Values};
use fabcast_model::uncertainty::uniform_lanes;

use crate::run::RunError;
use crate::store::Settings;
use crate::table::Given;
use crate::text;
use permutation::Permutation;
use sobol::Sobol;

/// A way to place draws in the space of the random vector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Design {
    /// Independent draws.
    #[default]
    Random,
    /// Latin hypercube: each parameter has one draw in each of as many strata as there are draws.
    Lhs,
    /// Sobol' points with Owen's scrambling; best with a power of two of draws.
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
pub struct Sampler(Kind);

#[derive(Debug)]
enum Kind {
    /// Number of draws.
    Lhs(u64),
    Sobol(Sobol),
    Given(Given),
}

impl Sampler {
    /// The one for a run; none for independent draws.
    ///
    /// # Errors
    /// When a file of vectors is asked for and cannot be used.
    pub fn new(model: &Model, settings: &Settings) -> Result<Option<Sampler>, RunError> {
        if let Some(file) = &settings.draws_from {
            let given = Given::open(model, file)?;
            let wanted = settings.first + settings.draws;
            if wanted > given.rows() {
                let path = file.path.display().to_string();
                let why = text::too_few_rows(&path, given.rows(), wanted);
                return Err(RunError::Settings(why));
            }
            return Ok(Some(Sampler(Kind::Given(given))));
        }
        Ok(match settings.design {
            Design::Random => None,
            Design::Lhs => Some(Sampler(Kind::Lhs(settings.first + settings.draws))),
            Design::Sobol => Some(Sampler(Kind::Sobol(Sobol::new(model)))),
        })
    }

    /// Values of the draws `first` to `first + 7`.
    pub fn sample(&self, model: &Model, seed: u64, first: u64) -> Values {
        match &self.0 {
            Kind::Given(given) => given.values(model, first),
            Kind::Lhs(draws) => model
                .parameters
                .sample_by(|parameter| stratified(*draws, seed, first, parameter)),
            Kind::Sobol(sobol) => {
                let indices = sobol.indices(first);
                model
                    .parameters
                    .sample_by(|parameter| sobol.uniform(&indices, seed, first, parameter))
            }
        }
    }

    /// What the user should know of it, such as values that are missing in a file.
    pub fn warnings(&self) -> Vec<String> {
        match &self.0 {
            Kind::Given(given) => given.warnings(),
            Kind::Lhs(_) | Kind::Sobol(_) => Vec::new(),
        }
    }
}

/// Uniforms of a Latin hypercube: draw `i` lies in stratum `π(i)` of the parameter's own
/// permutation, at a place of its own.
fn stratified(draws: u64, seed: u64, first: u64, parameter: &Parameter) -> Draws {
    let within = uniform_lanes(seed, first, parameter.hash());
    let permutation = Permutation::new(draws, seed, parameter.hash());
    let mut uniform = [0.0; LANES];
    for (lane, uniform) in uniform.iter_mut().enumerate() {
        // Draws beyond the last are computed with the others and not looked at.
        let draw = (first + lane as u64).min(draws - 1);
        let stratum = permutation.at(draw) as f64;
        *uniform = below_one((stratum + within.0[lane]) / draws as f64);
    }
    uniform
}

/// Rounding may lift a number just below 1 to it, where quantiles may be infinite.
fn below_one(uniform: f64) -> f64 {
    uniform.min(1.0 - f64::EPSILON / 2.0)
}

#[cfg(test)]
mod tests;

//! What it would be worth to know: what `fabcast value` says.

use serde::{Deserialize, Serialize};

use crate::{Estimate, ScenarioId, number};

/// Name of the file in a folder of results.
pub const FILE: &str = "value.json";

/// What knowing would be worth.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ValueDocument {
    /// What was analysed.
    pub scenario: ScenarioId,
    /// Version of the engine.
    pub engine_version: String,
    /// Seed of the draws.
    pub seed: u64,
    /// Number of draws.
    pub draws: u64,
    /// Wall time.
    pub elapsed_seconds: f64,
    /// The answer in a sentence.
    pub sentence: String,
    /// The options, best first.
    pub options: Vec<Choice>,
    /// Name of the option that is best on what is known.
    pub best: String,
    /// Value of knowing everything: mean of the best option's value in each future, less the best mean [10⁹ USD].
    pub evpi: Estimate,
    /// Groups of draws of like value into which each parameter is cut.
    pub bins: u64,
    /// What an estimate has to exceed to be told from nothing, whatever the parameter [10⁹ USD].
    #[serde(deserialize_with = "number::number")]
    pub noise_floor: f64,
    /// What an estimate is on average where there is nothing; taken off every estimate [10⁹ USD].
    #[serde(deserialize_with = "number::number")]
    pub bias: f64,
    /// Every uncertain parameter, the most valuable first.
    pub parameters: Vec<Worth>,
    /// What the reader should know before trusting the numbers.
    pub warnings: Vec<String>,
}

/// One thing that can be decided.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Choice {
    /// `invest`, `scale`, `wait` or `nothing`.
    pub name: String,
    /// What it is, for people.
    pub label: String,
    /// Net present value of the investors [10⁹ USD].
    pub npv: Estimate,
    /// Share of draws in which it is the best; ties go to the earlier in the order invest, scale, wait, nothing.
    #[serde(deserialize_with = "number::number")]
    pub best_in: f64,
}

/// What knowing one parameter would be worth.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Worth {
    /// Path of the parameter, or `latent.…`.
    pub path: String,
    /// Value of knowing it exactly, bias taken off, at least 0 [10⁹ USD].
    #[serde(deserialize_with = "number::number")]
    pub evppi: f64,
    /// Whether it exceeds the floor of noise.
    pub distinguishable: bool,
    /// Best option by rising tenths of the parameter.
    pub best: Vec<String>,
}

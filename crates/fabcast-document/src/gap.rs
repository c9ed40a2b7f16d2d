//! The execution gap split over the constraint groups: what `fabcast gap` says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Estimate, ScenarioId, number};

/// Name of the file in a folder of results.
pub const FILE: &str = "gap.json";

/// The execution gap, split.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct GapDocument {
    /// What was analysed.
    pub scenario: ScenarioId,
    /// Version of the engine.
    pub engine_version: String,
    /// Seed of the draws.
    pub seed: u64,
    /// Number of draws.
    pub draws: u64,
    /// Sets of limits lifted in each draw, at most.
    pub subsets: u64,
    /// Wall time.
    pub elapsed_seconds: f64,
    /// Name of the outcome that the sentence is about.
    pub headline: String,
    /// The answer in a sentence.
    pub sentence: String,
    /// Names of the outcomes that are the headline's series at the ends of successive years; empty
    /// if the headline is no series.
    pub by_year: Vec<String>,
    /// Every outcome by name.
    pub outcomes: BTreeMap<String, Split>,
    /// What the reader should know before trusting the numbers.
    pub warnings: Vec<String>,
}

/// The gap of one outcome, split.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Split {
    /// Unit.
    pub unit: String,
    /// What it is, for people.
    pub label: String,
    /// Share of draws that have a value under every set of limits that was simulated; the others are left out.
    #[serde(deserialize_with = "number::number")]
    pub defined: f64,
    /// With all groups lifted.
    pub plan: Estimate,
    /// With none lifted.
    pub delivered: Estimate,
    /// Plan less delivered.
    pub gap: Estimate,
    /// Constraint group → its part; the means add up to that of the gap.
    pub parts: BTreeMap<String, Part>,
    /// Every pair of groups, the strongest first; none unless all sets were simulated.
    pub interactions: Vec<Interaction>,
    /// Largest difference in any draw between the sum of the parts and the gap, relative to the size
    /// of the numbers: rounding.
    #[serde(deserialize_with = "number::number")]
    pub largest_residual: f64,
}

/// What one group accounts for.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Part {
    /// What lifting the group brings, mean over orders and draws: its Shapley value.
    #[serde(deserialize_with = "number::number")]
    pub mean: f64,
    /// Standard error of the mean, that of the choice of orders included; `null` of eight draws or less that share
    /// them.
    #[serde(deserialize_with = "number::number")]
    pub standard_error: f64,
    /// 95 % interval of the mean.
    #[serde(deserialize_with = "number::array")]
    pub interval: [f64; 2],
    /// Mean part over mean gap.
    #[serde(deserialize_with = "number::number")]
    pub share: f64,
    /// 10 % quantile over draws.
    #[serde(deserialize_with = "number::number")]
    pub p10: f64,
    /// 90 % quantile over draws.
    #[serde(deserialize_with = "number::number")]
    pub p90: f64,
    /// What lifting this limit alone would add to what is delivered.
    pub removed_alone: Estimate,
    /// What this limit alone would take from the plan.
    pub added_alone: Estimate,
}

/// What two groups do together beyond what each does alone.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Interaction {
    /// The two groups.
    pub groups: [String; 2],
    /// Shapley interaction index, mean over draws. Positive: lifting both brings more than lifting each;
    /// negative: less.
    #[serde(deserialize_with = "number::number")]
    pub mean: f64,
    /// Standard error of the mean.
    #[serde(deserialize_with = "number::number")]
    pub standard_error: f64,
}

//! Scenarios side by side: what `fabcast compare` says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::quantiles::restored;
use crate::{Beyond, Estimate, Middle, ScenarioId, number};

/// Name of the file in a folder of results.
pub const FILE: &str = "compare.json";

/// Several sides and their differences from the first.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CompareDocument {
    /// The first side, which the others are set against.
    pub scenario: ScenarioId,
    /// Version of the engine.
    pub engine_version: String,
    /// Seed of the draws.
    pub seed: u64,
    /// Number of draws, the same for all.
    pub draws: u64,
    /// Wall time.
    pub elapsed_seconds: f64,
    /// Every side, in the order asked for.
    pub sides: Vec<SideInfo>,
    /// The answer in a sentence.
    pub sentence: String,
    /// Outcomes that have a value on some side, by name.
    pub outcomes: BTreeMap<String, Compared>,
    /// Names of the outcomes that matter most, in order.
    #[serde(default)]
    pub key_outcomes: Vec<String>,
    /// The targets of the first side, and all of them together, last.
    pub targets: Vec<ComparedTarget>,
    /// What the reader should know before trusting the numbers.
    pub warnings: Vec<String>,
}

/// A side.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct SideInfo {
    /// How the reader knows it.
    pub name: String,
    /// Its scenario.
    pub scenario: ScenarioId,
}

/// One outcome on every side.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Compared {
    /// Unit.
    pub unit: String,
    /// What it is, for people.
    pub label: String,
    /// Whether less of it is better.
    pub less_is_better: bool,
    /// Share of the draws in which every side has a number: means and differences are over these alone, so
    /// that they agree.
    #[serde(deserialize_with = "number::number")]
    pub common: f64,
    /// Every side's values.
    pub values: Vec<Value>,
    /// Every side against the first, which is left out.
    pub differences: Vec<Difference>,
}

/// An outcome on one side.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(remote = "Self")]
#[allow(missing_docs)] // quantiles speak for themselves
pub struct Value {
    /// Share of draws that have a value.
    #[serde(deserialize_with = "number::number")]
    pub defined: f64,
    /// Mean over the draws in which every side has a number.
    #[serde(deserialize_with = "number::number")]
    pub mean: f64,
    /// Standard error of the mean.
    #[serde(deserialize_with = "number::number")]
    pub standard_error: f64,
    /// Over the draws in which this side has a value.
    #[serde(flatten)]
    pub quantiles: Middle,
    /// Shares of the draws with a value that rank below or above every number.
    #[serde(flatten)]
    pub beyond: Beyond,
}

restored!(Value);

/// A side against the first one, draw by draw.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Difference {
    /// Mean of the difference over the draws in which every side has a number.
    #[serde(deserialize_with = "number::number")]
    pub mean: f64,
    /// Standard error of the mean.
    #[serde(deserialize_with = "number::number")]
    pub standard_error: f64,
    /// 95 % interval of the mean.
    #[serde(deserialize_with = "number::array")]
    pub interval: [f64; 2],
    /// Whether the interval leaves out 0.
    pub distinguishable: bool,
    /// Share of draws in which this side is better; ties count half, and no value loses to any.
    #[serde(deserialize_with = "number::number")]
    pub beats: f64,
    /// Share of draws in which the two are equal.
    #[serde(deserialize_with = "number::number")]
    pub ties: f64,
}

/// A target on every side.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ComparedTarget {
    /// Name; `all` for all together.
    pub name: String,
    /// The target in words.
    pub text: String,
    /// Share of draws that meet it, by side.
    pub met: Vec<Estimate>,
    /// Difference of the shares from that of the first side, paired by draw.
    pub differences: Vec<Estimate>,
}

//! The sensitivity document: what `fabcast sensitivity` says, as one value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ScenarioId;

/// File of the document.
pub const FILE: &str = "sensitivity.json";

/// The result of a sensitivity analysis.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct SensitivityDocument {
    /// The scenario; none for a table.
    pub scenario: Option<ScenarioId>,
    /// Name of the scenario, or the file of a table.
    pub source: String,
    /// Version of the engine.
    pub engine_version: String,
    /// `sobol`, `shapley`, `morris`, `saltelli-table` or `given-data`.
    pub method: String,
    /// Why this method, and how its numbers are to be read.
    pub method_note: String,
    /// The outcome that is explained.
    pub outcome: OutcomeInfo,
    /// Seed of the design; none for a table.
    pub seed: Option<u64>,
    /// Level of the intervals.
    pub level: f64,
    /// Rows of the design, or of the table.
    pub rows: usize,
    /// Simulations made.
    pub simulations: u64,
    /// Wall time.
    pub elapsed_seconds: f64,
    /// Parameters that vary.
    pub parameters: usize,
    /// Factor → its indices.
    pub indices: BTreeMap<String, IndexRow>,
    /// Why indices of that table are null; none if none is.
    #[serde(default)]
    pub why_null: Option<String>,
    /// Part of the model → its indices, all its parameters taken as one; may be empty.
    pub subsystems: BTreeMap<String, IndexRow>,
    /// Share of the variance that the factors explain alone: the sum of the first-order indices.
    pub explained_alone: Option<f64>,
    /// Indices with fewer rows of the same design.
    pub convergence: Vec<ConvergenceRow>,
    /// Factors of the convergence table.
    pub convergence_factors: Vec<String>,
    /// Rows with which no interval of [`Self::convergence_factors`] would be wider than 0.05.
    pub rows_needed: Option<usize>,
    /// What differs between the futures that meet a condition and the others.
    pub regional: Option<Regional>,
    /// The outcome with each parameter at its 10 % and at its 90 % quantile, widest first.
    pub tornado: Vec<Bar>,
    /// Elementary effects, if they were asked for.
    pub morris: BTreeMap<String, Effects>,
    /// What the reader should know before trusting the numbers.
    pub warnings: Vec<String>,
}

/// An outcome and its spread.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct OutcomeInfo {
    /// Name.
    pub name: String,
    /// What it is.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

/// Indices of a factor; null where the method gives none.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct IndexRow {
    /// What it is.
    pub label: String,
    /// Part of the model.
    pub subsystem: String,
    /// Parameters that move together in it.
    pub members: usize,
    /// First order.
    #[serde(rename = "S1")]
    pub s1: Option<f64>,
    /// Half-width of its interval.
    #[serde(rename = "S1_conf")]
    pub s1_conf: Option<f64>,
    /// Total order.
    #[serde(rename = "ST")]
    pub st: Option<f64>,
    /// Half-width of its interval.
    #[serde(rename = "ST_conf")]
    pub st_conf: Option<f64>,
    /// Shapley effect.
    #[serde(rename = "Sh", default, skip_serializing_if = "Option::is_none")]
    pub sh: Option<f64>,
    /// Half-width of its interval.
    #[serde(rename = "Sh_conf", default, skip_serializing_if = "Option::is_none")]
    pub sh_conf: Option<f64>,
    /// Rows behind the numbers.
    pub rows: usize,
}

impl IndexRow {
    /// What factors are ranked by: Shapley effect, total order or first order.
    pub fn rank(&self) -> f64 {
        self.sh.or(self.st).or(self.s1).unwrap_or(f64::NAN)
    }

    /// Whether the interval of a value leaves out 0.
    pub fn is_distinct(value: Option<f64>, conf: Option<f64>) -> bool {
        matches!((value, conf), (Some(value), Some(conf)) if value - conf > 0.0)
    }
}

impl SensitivityDocument {
    /// The factors, the most important first.
    pub fn ranked(&self) -> Vec<(&str, &IndexRow)> {
        ranked(&self.indices)
    }
}

/// Rows of a table of indices, the most important first.
pub fn ranked(indices: &BTreeMap<String, IndexRow>) -> Vec<(&str, &IndexRow)> {
    let mut rows: Vec<_> = indices
        .iter()
        .map(|(name, row)| (name.as_str(), row))
        .collect();
    rows.sort_by(|a, b| b.1.rank().total_cmp(&a.1.rank()));
    rows
}

/// Indices with the first rows of the design.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ConvergenceRow {
    /// Rows used.
    pub rows: usize,
    /// First order and its half-width, factor by factor.
    #[serde(rename = "S1")]
    pub s1: Vec<[f64; 2]>,
    /// Total order and its half-width, factor by factor.
    #[serde(rename = "ST")]
    pub st: Vec<[f64; 2]>,
}

/// One bar of the tornado.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Bar {
    /// Path.
    pub name: String,
    /// What it is.
    pub label: String,
    /// Unit of the parameter.
    pub unit: String,
    /// Its 10 % quantile.
    pub p10: f64,
    /// Its 90 % quantile.
    pub p90: f64,
    /// Mean outcome at the former.
    pub at_p10: f64,
    /// Mean outcome at the latter.
    pub at_p90: f64,
    /// Mean of the difference in the same futures.
    pub change: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// How one input differs.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Difference {
    /// Input.
    pub name: String,
    /// What it is, in words.
    pub label: String,
    /// Unit of the medians.
    pub unit: String,
    /// Largest distance between the two distributions (0 to 1).
    pub ks: f64,
    /// Whether it is above the noise floor.
    pub above_noise: bool,
    /// Median where the condition is met.
    pub median_met: f64,
    /// Median where it is not.
    pub median_missed: f64,
}

/// The two sets and how the inputs differ between them, the largest distance first.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Regional {
    /// The condition.
    pub condition: String,
    /// Why another condition than the targets was taken; empty if it was not.
    pub note: String,
    /// Futures that meet it.
    pub met: usize,
    /// Futures that do not.
    pub missed: usize,
    /// Distances up to here may be chance.
    pub noise_floor: f64,
    /// Inputs whose distance is above the noise floor or among the ten largest.
    pub inputs: Vec<Difference>,
    /// Inputs compared.
    pub n_inputs: usize,
}

/// What one factor does.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Effects {
    /// Mean effect of a step over the whole axis, with its sign; none for a factor of several
    /// parameters, which move in different directions.
    pub mu: Option<f64>,
    /// Mean of the absolute effects.
    pub mu_star: f64,
    /// Half-width of its interval.
    pub mu_star_conf: f64,
    /// Standard deviation of the effects: bends and interactions; none for several parameters.
    pub sigma: Option<f64>,
}

//! What `fabcast backtest plan-2024` says, as one value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::score::{Pit, Scores};
use crate::{Middle, ScenarioId};

/// What `backtest plan-2024` found.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PlanDocument {
    /// `plan-2024`.
    pub case: String,
    /// Version of the engine that scored.
    pub engine_version: String,
    /// What was frozen.
    pub frozen: FrozenInfo,
    /// Where the actuals come from.
    pub actuals: String,
    /// Scores of all points with naive forecasts, both scenarios, in natural logarithms.
    pub scores: Scores,
    /// Scores by scenario, likewise.
    pub scenarios: Vec<ScenarioScores>,
    /// Every point that is known.
    pub cases: Vec<PlanCase>,
    /// What was forecast and is not known yet: years, by series.
    pub not_yet: BTreeMap<String, Vec<String>>,
    /// The forecast of a few years of what is not known yet.
    pub ahead: Vec<AheadRow>,
    /// What was left aside of the actuals, and why.
    pub notes: Vec<String>,
}

/// Where the frozen forecast comes from.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct FrozenInfo {
    /// File in the repository.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Version of the engine that made it.
    pub engine_version: String,
    /// Its seed.
    pub seed: u64,
    /// Its draws.
    pub draws: u64,
    /// World, by its vintage.
    pub world: String,
    /// Last year that it knew.
    pub known_to: i32,
    /// What was run.
    pub scenarios: Vec<ScenarioId>,
}

/// Scores of a scenario.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ScenarioScores {
    /// Scenario.
    pub scenario: String,
    /// Scores of points with naive forecasts, in natural logarithms.
    pub scores: Scores,
    /// Points of the world that are known, with naive forecasts or without.
    pub n: usize,
    /// Those inside the 80 % interval.
    pub n_inside_80: usize,
}

/// A point that is known.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PlanCase {
    /// Scenario.
    pub scenario: String,
    /// Series.
    pub series: String,
    /// What it is.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// Year, or year and quarter.
    pub period: String,
    /// What came.
    pub observed: f64,
    /// The forecast.
    #[serde(flatten)]
    pub quantiles: Middle,
    /// Where in the forecast it lies.
    pub pit: Pit,
    /// Whether it lies in the 80 % interval.
    pub inside_80: bool,
    /// Whether the CRPS is of natural logarithms; otherwise it is in the unit.
    pub logarithmic: bool,
    /// CRPS.
    pub crps: f64,
    /// CRPS of the naive forecasts; empty where nothing was known. Of a programme they say that nothing comes of it.
    pub rivals: BTreeMap<String, f64>,
}

/// A forecast of what is not known yet.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct AheadRow {
    /// Scenario.
    pub scenario: String,
    /// Series.
    pub series: String,
    /// What it is.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// Year.
    pub period: String,
    /// 10, 50 and 90 % quantile.
    pub forecast: [f64; 3],
}

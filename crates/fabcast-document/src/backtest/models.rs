//! What `fabcast backtest models` says, as one value.

use serde::{Deserialize, Serialize};

use super::score::Scores;
use crate::number;

/// What `backtest models` found.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ModelsDocument {
    /// `models`.
    pub case: String,
    /// Version of the engine.
    pub engine_version: String,
    /// Seed.
    pub seed: u64,
    /// Draws.
    pub draws: u64,
    /// Our scores on all points, in natural logarithms.
    pub scores: Scores,
    /// Each model with ours on the points of which it speaks.
    pub models: Vec<ModelScores>,
    /// Each statement.
    pub cases: Vec<Statement>,
}

/// A model's statements of one sort.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ModelScores {
    /// Model.
    pub model: String,
    /// Whether the statements were made after the year.
    pub hindsight: bool,
    /// Scores of ours, with the model as the rival.
    pub ours: Scores,
    /// Its mean CRPS.
    #[serde(deserialize_with = "number::number")]
    pub crps: f64,
    /// Its mean `ln` of stated over observed value: below 0 it said too little.
    #[serde(deserialize_with = "number::number")]
    pub bias: f64,
}

/// One statement and what happened.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Statement {
    /// Who made it.
    pub model: String,
    /// Series.
    pub series: String,
    /// Year.
    pub year: i32,
    /// Unit.
    pub unit: String,
    /// What happened.
    pub observed: f64,
    /// 10, 50 and 90 % quantile; three times the same for a point.
    pub stated: [f64; 3],
    /// When it was made.
    pub made: String,
    /// Whether that was after the year.
    pub hindsight: bool,
    /// CRPS in natural logarithms.
    pub crps: f64,
    /// Ours on the same point: 10, 50 and 90 % quantile.
    pub ours: [f64; 3],
    /// CRPS of ours.
    pub ours_crps: f64,
}

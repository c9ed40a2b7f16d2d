//! What `fabcast backtest policy` says, as one value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Estimate;
use super::score::Scores;

/// What `backtest policy` found.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PolicyDocument {
    /// `policy`.
    pub case: String,
    /// Version of the engine.
    pub engine_version: String,
    /// File of the promises.
    pub file: String,
    /// Seed.
    pub seed: u64,
    /// Draws per forecast.
    pub draws: u64,
    /// Scores of the months late, each programme forecast from the others.
    pub scores: Scores,
    /// Chance to be kept of plants and of acts, and mean months late, from all.
    pub fitted: BTreeMap<String, Estimate>,
    /// Each promise.
    pub cases: Vec<PromiseRow>,
    /// Promises that were not due at the last report: nothing can be said of them.
    pub not_due: Vec<String>,
}

/// One promise.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PromiseRow {
    /// Identifier.
    pub id: String,
    /// Programme.
    pub programme: String,
    /// `plant` or `act`.
    pub kind: String,
    /// Date promised.
    pub promised: String,
    /// Date of the event, or until when there was none.
    pub outcome: String,
    /// Months late; at least, if open.
    pub late: f64,
    /// Whether it is open.
    pub open: bool,
    /// Chance that was given to the promise to be kept.
    pub kept: f64,
    /// 10, 50 and 90 % quantile of the months late.
    pub forecast: [f64; 3],
    /// CRPS \[months\].
    pub crps: f64,
}

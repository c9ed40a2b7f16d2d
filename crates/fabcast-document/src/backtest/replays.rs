//! What `fabcast backtest replays` says, as one value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::score::{Pit, Scores};
use crate::Middle;

/// What `backtest replays` found.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ReplaysDocument {
    /// `replays`.
    pub case: String,
    /// Version of the engine.
    pub engine_version: String,
    /// Seed.
    pub seed: u64,
    /// Draws.
    pub draws: u64,
    /// Scores of the months to production of the plants \[months\].
    pub scores: Scores,
    /// Everything that is compared.
    pub cases: Vec<ReplayCase>,
}

/// One thing that the record tells.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ReplayCase {
    /// Scenario.
    pub scenario: String,
    /// Row of the record, or name of the quantity.
    pub id: String,
    /// What it is.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// What came: a date, `not by` a date, or a number.
    pub came: String,
    /// The same in the unit: at least and at most (none: open).
    pub observed: [Option<f64>; 2],
    /// Months are counted from this one, `YYYY-MM`; empty for what is no date.
    pub counted_from: String,
    /// The forecast.
    #[serde(flatten)]
    pub quantiles: Middle,
    /// What had been promised, in the unit.
    pub promised: f64,
    /// Where in the forecast what came lies.
    pub pit: Pit,
    /// CRPS, in the unit.
    pub crps: f64,
    /// CRPS of the promise and of others.
    pub rivals: BTreeMap<String, f64>,
}

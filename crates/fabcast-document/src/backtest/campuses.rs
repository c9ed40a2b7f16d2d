//! What `fabcast backtest campuses` says, as one value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Estimate;
use super::fabs::StopScores;
use super::score::{Pit, Scores};
use crate::Quantiles;

/// Forecasts of campuses, scored.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CampusesDocument {
    /// `campuses`.
    pub case: String,
    /// Version of the engine.
    pub engine_version: String,
    /// File of the cases.
    pub file: String,
    /// Seed.
    pub seed: u64,
    /// Draws per forecast.
    pub draws: u64,
    /// Scores of the month of first power of campuses with a promised date, as of the announcement,
    /// leaving one out \[months\].
    pub scores: Scores,
    /// Forecasts of the month of the announcement.
    pub announcement: VariantScores,
    /// Forecasts of the month in which ground was broken.
    pub ground: VariantScores,
    /// What is estimated from the whole record.
    pub fitted: Vec<Parameter>,
    /// Each campus, once for each variant.
    pub cases: Vec<CampusRow>,
}

/// Scores of forecasts made at one time in the life of the campuses.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct VariantScores {
    /// With what was known then.
    pub as_known: CampusScores,
    /// With the outcomes of all other campuses.
    pub leave_one_out: CampusScores,
}

/// Scores of one kind of forecast.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CampusScores {
    /// Month of first power of campuses with a promised date \[months\]; without those that were
    /// stopped.
    pub first_power: Scores,
    /// The same of all campuses.
    pub first_power_all: Scores,
    /// Power at the dates of the file, and none at the last report of what is not powered \[MW\].
    pub power: PowerScores,
    /// The same of campuses with a promised date and size.
    pub power_promised: PowerScores,
    /// Power at the ends of years, which do not depend on what came \[MW\].
    pub power_year_ends: PowerScores,
    /// Chance to be cancelled or paused.
    pub stopped: StopScores,
    /// First power of all campuses by kind of site.
    pub by_site: BTreeMap<String, Scores>,
    /// By region.
    pub by_region: BTreeMap<String, Scores>,
    /// By confidence of the row.
    pub by_confidence: BTreeMap<String, Scores>,
}

/// Scores of a power at dates.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PowerScores {
    /// Where a forecast says 0 with some chance, an observed 0 is spread over that part of its PIT.
    #[serde(flatten)]
    pub scores: Scores,
    /// Share of the observations from the 10 to the 90 % quantile, ends included: a 0 that was
    /// expected is inside.
    pub inside_80: f64,
}

/// One estimated parameter.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Parameter {
    /// Identifier in the data.
    pub id: String,
    /// What it is.
    pub what: String,
    /// Unit.
    pub unit: String,
    /// Estimate with its standard error.
    #[serde(flatten)]
    pub value: Estimate,
    /// Campuses from which it is estimated.
    pub from: String,
}

/// One campus: what was forecast and what came.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CampusRow {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// `announcement` or `ground`: when the forecast is made.
    pub at: String,
    /// Region.
    pub region: String,
    /// What stood at the site before.
    pub site: String,
    /// Confidence of the row: `high`, `medium` or `low`.
    pub confidence: String,
    /// Month of the forecast, as the file has it.
    pub vintage: String,
    /// Promised date of first power, as the file has it.
    pub promised: Option<String>,
    /// Months from the vintage to that date.
    pub promised_months: Option<f64>,
    /// Date of first power, or until when there was none, or when it was stopped.
    pub outcome: String,
    /// Whether it was stopped.
    pub stopped: bool,
    /// Months from the vintage to first power: at least and at most (none: open).
    pub months: Option<[Option<f64>; 2]>,
    /// With what was known in the month of the forecast.
    pub as_known: CampusForecast,
    /// With the outcomes of all others.
    pub leave_one_out: CampusForecast,
}

/// One forecast.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CampusForecast {
    /// Months from the vintage to first power, if it is built.
    pub months: Quantiles,
    /// Month of first power, `YYYY-MM`: 10, 50 and 90 % quantile.
    pub dates: [String; 3],
    /// CRPS \[months\].
    pub crps: Option<f64>,
    /// CRPS of the rivals \[months\].
    pub rivals: BTreeMap<String, f64>,
    /// Where in the forecast the outcome lies.
    pub pit: Option<Pit>,
    /// Power at the dates of the file.
    pub power: Vec<PowerRow>,
    /// Chance to be stopped.
    pub stop: f64,
    /// Campuses with a known first power that it builds on.
    pub learned_from: usize,
}

/// Power of a campus at a date.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PowerRow {
    /// Month, `YYYY-MM`.
    pub date: String,
    /// What it was \[MW\].
    pub observed: f64,
    /// Forecast \[MW\].
    pub mw: Quantiles,
    /// CRPS \[MW\].
    pub crps: f64,
    /// Where in the forecast the observation lies.
    pub pit: Pit,
}

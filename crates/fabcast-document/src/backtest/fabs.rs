//! What `fabcast backtest fabs` says, as one value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Estimate;
use super::score::{Binary, Pit, Scores, Skill};
use crate::Quantiles;

/// Forecasts of fabs, scored.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct FabsDocument {
    /// `fabs`.
    pub case: String,
    /// Version of the engine.
    pub engine_version: String,
    /// File of the cases.
    pub file: String,
    /// Seed.
    pub seed: u64,
    /// Draws per forecast.
    pub draws: u64,
    /// Scores of the month of first production, as announced \[months\].
    pub scores: Scores,
    /// With what was known when each project was announced.
    pub as_announced: ExperimentScores,
    /// With the outcomes of all other projects.
    pub leave_one_out: ExperimentScores,
    /// With the outcomes of projects announced in other decades.
    pub leave_one_decade_out: ExperimentScores,
    /// Parameters estimated from the whole record.
    pub fitted: Fitted,
    /// Each project.
    pub cases: Vec<CaseRow>,
}

/// Scores of one kind of forecast.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ExperimentScores {
    /// Month of first production of projects with an announced date \[months\]; without those that
    /// were stopped.
    pub production: Scores,
    /// The same of projects without an announced date.
    pub production_without_plan: Option<Scores>,
    /// Final over announced cost.
    pub overrun: Scores,
    /// Chance to be stopped.
    pub stopped: StopScores,
    /// By region.
    pub by_region: BTreeMap<String, GroupScores>,
    /// By product.
    pub by_product: BTreeMap<String, GroupScores>,
    /// By decade of the announcement.
    pub by_decade: BTreeMap<String, GroupScores>,
}

/// Scores of a part of the cases.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct GroupScores {
    /// Month of first production; none without such cases.
    pub production: Option<Scores>,
    /// Chance to be stopped.
    pub stopped: StopScores,
}

/// Scores of the chance to be cancelled or paused, or to fail.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct StopScores {
    /// Brier score, reliability.
    #[serde(flatten)]
    pub scores: Binary,
    /// Brier score of the share of the known projects that were stopped.
    pub base_rate_brier: f64,
    /// Against that.
    #[serde(flatten)]
    pub skill: Skill,
}

/// Parameters estimated from a record.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Fitted {
    /// Durations of projects with an announced date.
    pub announcement: Learned,
    /// Durations against the usual time of the chain.
    pub usual_time: Learned,
    /// Final cost.
    pub overrun: LearnedOverrun,
    /// Chance to be stopped.
    pub stop: Vec<Coefficient>,
}

/// What was learned, in numbers.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Learned {
    /// `m`: logarithm of actual over expected duration, all regions.
    pub slip: Estimate,
    /// `w`: weight of the usual time.
    pub usual_weight: Estimate,
    /// `σ`: what is the project's own.
    pub sd: Estimate,
    /// `τ`: between regions.
    pub region_sd: Estimate,
    /// `m + u` of each region with evidence.
    pub regions: Vec<(String, Estimate)>,
    /// Finished projects.
    pub finished: usize,
    /// Open projects.
    pub open: usize,
}

/// What was learned, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct LearnedOverrun {
    /// Chance that another cost than the announced one is reported.
    pub changes: Estimate,
    /// Mean of the logarithm of the ratio where it is.
    pub mean: Estimate,
    /// Standard deviation of the same.
    pub sd: Estimate,
    /// Projects with both costs.
    pub n: usize,
    /// How many of them changed.
    pub n_changed: usize,
}

/// A coefficient with its standard error.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Coefficient {
    /// `base`, `years`, `region.us` or `company.TSMC`.
    pub name: String,
    /// Posterior mode.
    pub estimate: f64,
    /// From the curvature there.
    pub standard_error: f64,
}

/// One project: what was forecast and what came.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CaseRow {
    /// Identifier.
    pub id: String,
    /// Company.
    pub company: String,
    /// Name.
    pub name: String,
    /// Region.
    pub region: String,
    /// Product.
    pub product: String,
    /// Month of the forecast, `YYYY-MM`.
    pub vintage: Option<String>,
    /// Announced date of production, as the file has it.
    pub planned: Option<String>,
    /// Months from the vintage to that date.
    pub planned_months: Option<f64>,
    /// Date of production, or until when there was none, or when the project was stopped.
    pub outcome: String,
    /// Whether it was stopped.
    pub stopped: bool,
    /// Months from the vintage to production: at least and at most (none: open).
    pub months: Option<[Option<f64>; 2]>,
    /// Final over announced cost.
    pub overrun: Option<f64>,
    /// With what was known when it was announced.
    pub as_announced: Option<CaseForecast>,
    /// With the outcomes of all others.
    pub leave_one_out: Option<CaseForecast>,
    /// With the outcomes of other decades.
    pub leave_one_decade_out: Option<CaseForecast>,
}

/// One forecast.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CaseForecast {
    /// Months from the vintage to the first production, if it is built.
    pub production: Option<Quantiles>,
    /// Month of the first production, `YYYY-MM`: 10, 50 and 90 % quantile.
    pub dates: Option<[String; 3]>,
    /// CRPS \[months\].
    pub crps: Option<f64>,
    /// CRPS of the rivals \[months\].
    pub rivals: BTreeMap<String, f64>,
    /// Where in the forecast the outcome lies.
    pub pit: Option<Pit>,
    /// Final over announced cost.
    pub overrun: Quantiles,
    /// Chance to be stopped.
    pub stop: f64,
    /// Projects of known end that it builds on.
    pub learned_from: usize,
}

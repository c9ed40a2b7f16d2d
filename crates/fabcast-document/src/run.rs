//! The run document: everything that `fabcast run` says, as one value.
//!
//! The terminal verdict, `summary.json` and `report.html` are three views of
//! this document; none of them computes a number of its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cause::{Cause, Why};
use crate::quantiles::restored;
use crate::{Beyond, Middle, Quantiles, number};

/// The result of one ensemble, ready for presentation.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct RunDocument {
    /// What was run.
    pub scenario: ScenarioInfo,
    /// Version of the engine that ran it.
    pub engine_version: String,
    /// Seed of the ensemble.
    pub seed: u64,
    /// Number of draws simulated.
    pub draws: u64,
    /// Number of draws asked for, or at most allowed with `until`.
    pub draws_asked: u64,
    /// Whether the run came to its end; if not, what is finished is here.
    pub complete: bool,
    /// Sampling design: `random`, `lhs`, `sobol`, `given` or `centre`.
    pub design: String,
    /// What the run was to go on for, with `--until`.
    pub until: Vec<GoalResult>,
    /// Constraint groups lifted by `--relax`.
    pub relaxed: Vec<String>,
    /// Wall time of the ensemble.
    #[serde(deserialize_with = "number::number")]
    pub elapsed_seconds: f64,
    /// Draws finished per second of wall time.
    #[serde(deserialize_with = "number::number")]
    pub draws_per_second: f64,
    /// The answer.
    pub verdict: Verdict,
    /// One number per draw, summarised. Keyed by outcome name.
    pub outcomes: BTreeMap<String, Outcome>,
    /// One number per draw and month, summarised. Keyed by series name.
    pub series: BTreeMap<String, Series>,
    /// What holds the programme back: the parts of the groups in what is missing of compute at the ends of the years
    /// of judgement, or of what is built where the plan never delivers; `null` where it was not asked for.
    #[serde(default)]
    pub cause: Option<Cause>,
    /// How that was found, and the same for gigawatts.
    #[serde(default)]
    pub why: Option<Why>,
    /// Every project of the plan, in plan order.
    pub projects: Vec<ProjectSummary>,
    /// Real plants of the programme's regions and kinds, and how late they are.
    #[serde(default)]
    pub reference_classes: Vec<ReferenceClass>,
    /// Every investor of the capital stack, in file order.
    pub investors: Vec<InvestorSummary>,
    /// Reference magnitudes beside the programme (model §11).
    pub perspective: Vec<Magnitude>,
    /// Every parameter with its value, source and confidence.
    pub assumptions: Vec<Assumption>,
    /// What the reader should know before trusting the numbers.
    pub warnings: Vec<String>,
}

/// A precision that was asked for, and what was reached.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct GoalResult {
    /// As asked, for example `p50(delivered_h100e_2030) ± 1 %`.
    pub goal: String,
    /// Estimate.
    #[serde(deserialize_with = "number::number")]
    pub estimate: f64,
    /// Half the width of its 95 % interval; `null` where the draws are too few for one.
    #[serde(deserialize_with = "number::number")]
    pub half_width: f64,
    /// Largest half width that was asked for.
    #[serde(deserialize_with = "number::number")]
    pub tolerance: f64,
    /// Whether it was reached.
    pub reached: bool,
}

/// What was run.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ScenarioInfo {
    /// Identifier, for example `seven-trillion`.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Digest of the resolved scenario: equal where every value and source is.
    #[serde(default)]
    pub digest: String,
    /// What the scenario describes, in a sentence or two.
    pub description: String,
    /// Name of the world it builds on, for example `2024-02`.
    pub world: String,
    /// First month simulated, `YYYY-MM`.
    pub start: String,
    /// Last month simulated, `YYYY-MM`.
    pub end: String,
    /// Years at whose end it is judged, beside the last month.
    #[serde(default)]
    pub judged: Vec<i32>,
    /// Budget asked for [10⁹ USD]; 0 without a programme.
    #[serde(deserialize_with = "number::number")]
    pub budget: f64,
    /// Sum of the planned costs [10⁹ USD].
    #[serde(deserialize_with = "number::number")]
    pub plan_cost: f64,
    /// Number of projects by kind (`fab`, `hbm`, `packaging`, `datacentre`).
    pub project_counts: BTreeMap<String, u64>,
}

/// The answer, with its uncertainty.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Verdict {
    /// `executable`, `stretch`, `fantasy`, or `no programme`.
    pub label: String,
    /// Share of draws that meet every target.
    #[serde(deserialize_with = "number::number")]
    pub probability: f64,
    /// Monte Carlo standard error of `probability`, √(p(1-p)/n).
    #[serde(deserialize_with = "number::number")]
    pub standard_error: f64,
    /// 95 % interval of `probability` (Wilson).
    #[serde(deserialize_with = "number::array")]
    pub interval: [f64; 2],
    /// The answer in a sentence.
    pub sentence: String,
    /// Each target by itself.
    pub targets: Vec<TargetResult>,
}

/// How often one target is met.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct TargetResult {
    /// Identifier, for example `delivered_share_2030`.
    pub name: String,
    /// The target in words, for example "at least 90 % of plan delivered by December 2030".
    pub text: String,
    /// Share of draws that meet it.
    #[serde(deserialize_with = "number::number")]
    pub probability: f64,
    /// Monte Carlo standard error.
    #[serde(deserialize_with = "number::number")]
    pub standard_error: f64,
    /// 95 % interval of `probability` (Wilson).
    #[serde(deserialize_with = "number::array")]
    pub interval: [f64; 2],
}

/// One outcome over the draws. Quantiles are linear (type 7); an outcome
/// that has no value in some draws (the return where nothing was drawn, a project that never
/// starts) is summarised over the draws that have one. Mean and spread are `null` where some value
/// is beyond all numbers.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(remote = "Self")]
pub struct Outcome {
    /// Unit, for example `GW` or `10^9 USD`.
    pub unit: String,
    /// Name for people.
    pub label: String,
    /// Mean over the draws that have a value.
    #[serde(deserialize_with = "number::number")]
    pub mean: f64,
    /// Standard deviation over the same.
    #[serde(deserialize_with = "number::number")]
    pub sd: f64,
    /// Standard error of the mean.
    #[serde(deserialize_with = "number::number")]
    pub standard_error: f64,
    /// Share of draws that have a value.
    #[serde(deserialize_with = "number::number")]
    pub defined: f64,
    /// Over the same draws.
    #[serde(flatten)]
    pub quantiles: Quantiles,
    /// Shares of the same draws that rank below or above every number.
    #[serde(flatten)]
    pub beyond: Beyond,
    /// 95 % intervals of the quantiles, from order statistics: how far they may be off because the
    /// draws are finite. `null` for a number beyond the sample, where the draws are too few.
    pub intervals: Quantiles<[f64; 2]>,
}

restored!(Outcome);

/// One monthly series over the draws: quantiles by month.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Series {
    /// Unit.
    pub unit: String,
    /// Name for people.
    pub label: String,
    /// `YYYY-MM` of each entry.
    pub months: Vec<String>,
    /// By month.
    #[serde(flatten)]
    pub quantiles: Quantiles<Vec<f64>>,
    /// Monte Carlo standard errors by month, how far the quantiles may be off because the draws are
    /// finite: half the distance of the order statistics one standard error of the rank below and
    /// above.
    pub standard_errors: Middle<Vec<f64>>,
    /// Where it is read by those who say one number of it; `null` where no month has a value.
    #[serde(default)]
    pub reading: Option<Reading>,
}

/// A month of a series and what it comes to there.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Reading {
    /// `YYYY-MM`: the last of several year ends of judgement, or the end; or the last month before with
    /// a value.
    pub month: String,
    /// Share of the plan's value, each draw against its own plan, in the median; `null` where that is not
    /// known. The medians of run and plan, divided, are another number where plans differ between draws.
    pub share_of_plan: Option<f64>,
}

/// One project: its plan and what became of it. Months are decimal months since the
/// scenario's start; `null` where that quantile of the draws never gets there.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ProjectSummary {
    /// Identifier, `line.number`, for example `fab-us.3`.
    pub name: String,
    /// `fab`, `hbm`, `packaging` or `datacentre`.
    pub kind: String,
    /// Region.
    pub region: String,
    /// Planned capacity in `unit`.
    #[serde(deserialize_with = "number::number")]
    pub capacity: f64,
    /// `kwspm`, `kwpm` or `GW`.
    pub unit: String,
    /// Planned cost [10⁹ USD].
    #[serde(deserialize_with = "number::number")]
    pub planned_cost: f64,
    /// Planned start \[months\].
    #[serde(deserialize_with = "number::number")]
    pub planned_start: f64,
    /// Planned month of half capacity; `null` when after the end.
    pub planned_online: Option<f64>,
    /// Month of start: 10, 50 and 90 % of draws have started by then.
    pub start: [Option<f64>; 3],
    /// Month of half capacity: 10, 50 and 90 % of draws are there by then.
    pub online: [Option<f64>; 3],
    /// Share of draws in which it never reaches half capacity.
    #[serde(deserialize_with = "number::number")]
    pub never: f64,
}

/// Real plants like those of a programme in a region.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct ReferenceClass {
    /// Region.
    pub region: String,
    /// Real plants there with an announced date, of the kinds that the programme builds there; stopped ones left out.
    pub n: usize,
    /// Those that produce.
    pub n_finished: usize,
    /// By how much they come after their announced date, median \[months\]: by the fit to the whole record, so that
    /// plants that do not produce yet count too.
    pub median_slip: f64,
    /// Projects of the programme there.
    pub n_programme: usize,
    /// By how much these come after the plan's date in the simulation, median of the medians \[months\]; `null` where
    /// most never do.
    pub programme_slip: Option<f64>,
}

/// One investor over the draws.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct InvestorSummary {
    /// Identifier.
    pub name: String,
    /// Name for people.
    pub label: String,
    /// `equity` or `debt`.
    pub kind: String,
    /// Commitment, 10, 50 and 90 % quantile [10⁹ USD].
    #[serde(deserialize_with = "number::array")]
    pub commitment: [f64; 3],
    /// Share of draws in which the investor takes part.
    #[serde(deserialize_with = "number::number")]
    pub approved: f64,
    /// Drawn by the end, 10, 50 and 90 % quantile [10⁹ USD].
    #[serde(deserialize_with = "number::array")]
    pub drawn: [f64; 3],
    /// Mean drawn in each calendar year [10⁹ USD].
    #[serde(deserialize_with = "number::map")]
    pub calls: BTreeMap<String, f64>,
}

/// A reference magnitude and the programme as a multiple of it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Magnitude {
    /// Row of the data file.
    pub id: String,
    /// What it is, in words.
    pub label: String,
    /// Size [10⁹ USD, or 10⁹ USD a year].
    #[serde(deserialize_with = "number::number")]
    pub value: f64,
    /// Programme's budget divided by `value`.
    #[serde(deserialize_with = "number::number")]
    pub multiple: f64,
    /// Date it speaks of.
    pub as_of: String,
    /// Source.
    pub source: String,
}

/// One parameter of the scenario as the reader should see it.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Assumption {
    /// Path in the scenario file.
    pub path: String,
    /// What it is.
    pub label: String,
    /// Section of the model document, for example `§3`.
    pub section: String,
    /// Value as written, with unit and distribution.
    pub value: String,
    /// Whether it varies between draws.
    pub uncertain: bool,
    /// Source, data id, or the reason of an assumption.
    pub source: String,
    /// Date the value speaks of.
    pub as_of: String,
    /// `high`, `medium`, `low` or `assumption`.
    pub confidence: String,
    /// Remark.
    pub note: String,
    /// File that set it: the world's name, a scenario's name, or `--set`.
    pub origin: String,
}

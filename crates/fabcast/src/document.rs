//! The run document: everything that `fabcast run` says, as one value.
//!
//! The terminal verdict, `summary.json` and `report.html` are three views of
//! this document; none of them computes a number of its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The result of one ensemble, ready for presentation.
#[derive(Clone, Debug, Serialize)]
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
    pub elapsed_seconds: f64,
    /// Draws finished per second of wall time.
    pub draws_per_second: f64,
    /// The answer.
    pub verdict: Verdict,
    /// One number per draw, summarised. Keyed by outcome name.
    pub outcomes: BTreeMap<String, Outcome>,
    /// One number per draw and month, summarised. Keyed by series name.
    pub series: BTreeMap<String, Series>,
    /// Constraint group → calendar year → share of draw-months in which it binds.
    pub binding: BTreeMap<String, BTreeMap<String, f64>>,
    /// Every project of the plan, in plan order.
    pub projects: Vec<ProjectSummary>,
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
#[derive(Clone, Debug, Serialize)]
pub struct GoalResult {
    /// As asked, for example `p50(delivered_h100e_2030) ± 1 %`.
    pub goal: String,
    /// Estimate.
    pub estimate: f64,
    /// Half the width of its 95 % interval; `null` where the draws are too few for one.
    pub half_width: f64,
    /// Largest half width that was asked for.
    pub tolerance: f64,
    /// Whether it was reached.
    pub reached: bool,
}

/// What was run.
#[derive(Clone, Debug, Serialize)]
pub struct ScenarioInfo {
    /// Identifier, for example `seven-trillion`.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What the scenario describes, in a sentence or two.
    pub description: String,
    /// Name of the world it builds on, for example `2024-02`.
    pub world: String,
    /// First month simulated, `YYYY-MM`.
    pub start: String,
    /// Last month simulated, `YYYY-MM`.
    pub end: String,
    /// Budget asked for [10⁹ USD]; 0 without a programme.
    pub budget: f64,
    /// Sum of the planned costs [10⁹ USD].
    pub plan_cost: f64,
    /// Number of projects by kind (`fab`, `hbm`, `packaging`, `datacentre`).
    pub project_counts: BTreeMap<String, u64>,
}

/// The answer, with its uncertainty.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    /// `executable`, `stretch`, `fantasy`, or `no programme`.
    pub label: String,
    /// Share of draws that meet every target.
    pub probability: f64,
    /// Monte Carlo standard error of `probability`, √(p(1-p)/n).
    pub standard_error: f64,
    /// 95 % interval of `probability` (Wilson).
    pub interval: [f64; 2],
    /// The answer in a sentence.
    pub sentence: String,
    /// Each target by itself.
    pub targets: Vec<TargetResult>,
}

/// How often one target is met.
#[derive(Clone, Debug, Serialize)]
pub struct TargetResult {
    /// Identifier, for example `delivered_share_2030`.
    pub name: String,
    /// The target in words, for example "at least 90 % of plan delivered by December 2030".
    pub text: String,
    /// Share of draws that meet it.
    pub probability: f64,
    /// Monte Carlo standard error.
    pub standard_error: f64,
    /// 95 % interval of `probability` (Wilson).
    pub interval: [f64; 2],
}

/// 95 % intervals of the quantiles of an outcome, from order statistics: Monte Carlo error alone.
/// `null` for a number beyond the sample, where the draws are too few.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Intervals {
    pub p5: [f64; 2],
    pub p10: [f64; 2],
    pub p25: [f64; 2],
    pub p50: [f64; 2],
    pub p75: [f64; 2],
    pub p90: [f64; 2],
    pub p95: [f64; 2],
}

/// Monte Carlo standard errors of quantiles of a series, by month: half the distance of the order
/// statistics one standard error of the rank below and above.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct StandardErrors {
    pub p10: Vec<f64>,
    pub p50: Vec<f64>,
    pub p90: Vec<f64>,
}

/// One outcome over the draws. Quantiles are linear (type 7); an outcome
/// that has no value in some draws (an IRR without a root, a project that never
/// starts) is summarised over the draws that have one.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// Unit, for example `GW` or `10^9 USD`.
    pub unit: String,
    /// Name for people.
    pub label: String,
    /// Mean over the draws that have a value.
    pub mean: f64,
    /// Standard deviation over the same.
    pub sd: f64,
    /// Standard error of the mean.
    pub standard_error: f64,
    /// Share of draws that have a value.
    pub defined: f64,
    #[allow(missing_docs)]
    pub p5: f64,
    #[allow(missing_docs)]
    pub p10: f64,
    #[allow(missing_docs)]
    pub p25: f64,
    #[allow(missing_docs)]
    pub p50: f64,
    #[allow(missing_docs)]
    pub p75: f64,
    #[allow(missing_docs)]
    pub p90: f64,
    #[allow(missing_docs)]
    pub p95: f64,
    /// How far the quantiles may be off because the draws are finite.
    pub intervals: Intervals,
}

/// One monthly series over the draws: quantiles by month.
#[derive(Clone, Debug, Serialize)]
pub struct Series {
    /// Unit.
    pub unit: String,
    /// Name for people.
    pub label: String,
    /// `YYYY-MM` of each entry.
    pub months: Vec<String>,
    #[allow(missing_docs)]
    pub p5: Vec<f64>,
    #[allow(missing_docs)]
    pub p10: Vec<f64>,
    #[allow(missing_docs)]
    pub p25: Vec<f64>,
    #[allow(missing_docs)]
    pub p50: Vec<f64>,
    #[allow(missing_docs)]
    pub p75: Vec<f64>,
    #[allow(missing_docs)]
    pub p90: Vec<f64>,
    #[allow(missing_docs)]
    pub p95: Vec<f64>,
    /// How far they may be off because the draws are finite.
    pub standard_errors: StandardErrors,
}

/// One project: its plan and what became of it. Months are decimal months since the
/// scenario's start; `null` where that quantile of the draws never gets there.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectSummary {
    /// Identifier, `line.number`, for example `fab-us.3`.
    pub name: String,
    /// `fab`, `hbm`, `packaging` or `datacentre`.
    pub kind: String,
    /// Region.
    pub region: String,
    /// Planned capacity in `unit`.
    pub capacity: f64,
    /// `kwspm`, `kwpm` or `GW`.
    pub unit: String,
    /// Planned cost [10⁹ USD].
    pub planned_cost: f64,
    /// Planned start \[months\].
    pub planned_start: f64,
    /// Planned month of half capacity; `null` when after the end.
    pub planned_online: Option<f64>,
    /// Month of start: 10, 50 and 90 % of draws have started by then.
    pub start: [Option<f64>; 3],
    /// Month of half capacity: 10, 50 and 90 % of draws are there by then.
    pub online: [Option<f64>; 3],
    /// Share of draws in which it never reaches half capacity.
    pub never: f64,
}

/// One investor over the draws.
#[derive(Clone, Debug, Serialize)]
pub struct InvestorSummary {
    /// Identifier.
    pub name: String,
    /// Name for people.
    pub label: String,
    /// `equity` or `debt`.
    pub kind: String,
    /// Commitment, 10, 50 and 90 % quantile [10⁹ USD].
    pub commitment: [f64; 3],
    /// Share of draws in which the investor takes part.
    pub approved: f64,
    /// Drawn by the end, 10, 50 and 90 % quantile [10⁹ USD].
    pub drawn: [f64; 3],
    /// Mean drawn in each calendar year [10⁹ USD].
    pub calls: BTreeMap<String, f64>,
}

/// A reference magnitude and the programme as a multiple of it.
#[derive(Clone, Debug, Serialize)]
pub struct Magnitude {
    /// Row of the data file.
    pub id: String,
    /// What it is, in words.
    pub label: String,
    /// Size [10⁹ USD, or 10⁹ USD a year].
    pub value: f64,
    /// Programme's budget divided by `value`.
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

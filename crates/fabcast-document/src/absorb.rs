//! What more or less money would bring: what `fabcast absorb` says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::quantiles::restored_as_declared;
use crate::{Beyond, Estimate, ScenarioId, number};

/// Name of the file in a folder of results.
pub const FILE: &str = "absorb.json";

/// Delivery and return against money.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct AbsorbDocument {
    /// What was analysed.
    pub scenario: ScenarioId,
    /// Version of the engine.
    pub engine_version: String,
    /// Seed of the draws.
    pub seed: u64,
    /// Number of draws, the same at every point.
    pub draws: u64,
    /// Wall time.
    pub elapsed_seconds: f64,
    /// Budget of the scenario [10⁹ USD]; the cost of the plan where it names none.
    pub budget: f64,
    /// Name of the outcome that the curves show.
    pub headline: String,
    /// The answer in a sentence.
    pub sentence: String,
    /// The size at which present value is largest.
    pub best: Best,
    /// By rising budget.
    pub points: Vec<Point>,
    /// The budget at which a further dollar buys half of what the first did.
    pub half: Half,
    /// Constraint group → the curve with it lifted alone.
    pub lifted: BTreeMap<String, Curve>,
    /// What physical things would bring at the full budget.
    pub prices: Vec<Price>,
    /// What the reader should know before trusting the numbers.
    pub warnings: Vec<String>,
}

/// The size, of those that were run, at which the mean net present value of equity is largest.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Best {
    /// Its budget [10⁹ USD]; none if no size has a mean above 0.
    pub budget: Option<f64>,
    /// Share of the budget.
    pub share: Option<f64>,
    /// 95 % interval of the budget; an end is none where no size pays in as many resamples of the draws.
    pub interval: [Option<f64>; 2],
    /// Net present value there, or at the size that loses least [10⁹ USD].
    pub npv: Estimate,
    /// Net present value at the full budget.
    pub full: Estimate,
}

/// The programme at one size.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Point {
    /// Share of the budget.
    pub share: f64,
    /// The budget [10⁹ USD].
    pub budget: f64,
    /// Outcomes by name.
    pub outcomes: BTreeMap<String, PointOutcome>,
}

/// An outcome at one size.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(remote = "Self")]
#[allow(missing_docs)] // quantiles speak for themselves
pub struct PointOutcome {
    /// Unit.
    pub unit: String,
    /// What it is, for people.
    pub label: String,
    /// Share of draws that have a value.
    #[serde(deserialize_with = "number::number")]
    pub defined: f64,
    /// Mean over the draws that have a value.
    #[serde(deserialize_with = "number::number")]
    pub mean: f64,
    /// Standard error of the mean.
    #[serde(deserialize_with = "number::number")]
    pub standard_error: f64,
    #[serde(deserialize_with = "number::number")]
    pub p10: f64,
    #[serde(deserialize_with = "number::number")]
    pub p25: f64,
    #[serde(deserialize_with = "number::number")]
    pub p50: f64,
    #[serde(deserialize_with = "number::number")]
    pub p75: f64,
    #[serde(deserialize_with = "number::number")]
    pub p90: f64,
    /// Shares of the draws with a value that rank below or above every number.
    #[serde(flatten)]
    pub beyond: Beyond,
}

impl PointOutcome {
    fn restore(&mut self) {
        self.beyond.restore(&mut [
            (0.10, &mut self.p10),
            (0.25, &mut self.p25),
            (0.50, &mut self.p50),
            (0.75, &mut self.p75),
            (0.90, &mut self.p90),
        ]);
    }
}

restored_as_declared!(PointOutcome);

/// A budget at which a further dollar buys half of what the first did.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Half {
    /// The budget [10⁹ USD]; none if a dollar still buys more at twice the budget.
    pub budget: Option<f64>,
    /// 95 % interval over resampled draws [10⁹ USD]; an open end is none.
    pub interval: [Option<f64>; 2],
}

/// A curve with one group lifted.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Curve {
    /// The headline's outcome at each point.
    pub points: Vec<Estimate>,
    /// What lifting the group adds at the full budget, in the same futures.
    pub adds: Estimate,
    /// The budget at which a further dollar buys half of what the first did.
    pub half: Half,
}

/// What a physical thing would bring at the full budget, everything else as it is.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Price {
    /// `euv`, `technicians`, `permits` or `power`.
    pub name: String,
    /// What it is, for people.
    pub label: String,
    /// Change of the headline's outcome, paired by draw.
    pub delivered: Estimate,
    /// Change of the net present value of the investors [10⁹ USD], paired by draw.
    pub npv: Estimate,
}

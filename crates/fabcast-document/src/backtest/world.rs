//! What `fabcast backtest world` says, as one value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::score::Scores;
use crate::Middle;

/// What `backtest world` found.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct WorldDocument {
    /// Name of the case.
    pub case: String,
    /// Version of the engine.
    pub engine_version: String,
    /// Seed.
    pub seed: u64,
    /// Draws of each vintage.
    pub draws: u64,
    /// Scores of the predicted points of all vintages, in natural logarithms; those with naive forecasts only.
    pub scores: Scores,
    /// Every predicted point.
    pub cases: Vec<WorldCase>,
    /// One part per vintage.
    pub vintages: Vec<VintageDocument>,
}

/// One predicted point.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct WorldCase {
    /// Scenario that forecast it.
    pub scenario: String,
    /// Name of the series in the data.
    pub series: String,
    /// Unit.
    pub unit: String,
    /// Observation and forecast.
    #[serde(flatten)]
    pub point: PointDocument,
}

/// One vintage.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct VintageDocument {
    /// Scenario that was run.
    pub scenario: String,
    /// World, by its vintage.
    pub world: String,
    /// Last year that the vintage knew.
    pub known_to: i32,
    /// The series, with every observation.
    pub series: Vec<SeriesDocument>,
    /// Scores of the predicted points, in natural logarithms; those with naive forecasts only, so that all are
    /// compared on the same cases.
    pub scores: Scores,
    /// Predicted points in all.
    pub n_predicted: usize,
    /// Those inside the 80 % interval.
    pub n_inside_80: usize,
    /// Physical series whose median misses an observation by more than a factor of two: name and the largest
    /// ratio, above or below.
    pub physical_misses: BTreeMap<String, f64>,
    /// The uncertain links from the model to what was measured.
    pub links: Vec<LinkDocument>,
}

/// One observed series.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct SeriesDocument {
    /// Name in the data.
    pub name: String,
    /// What it is, for people.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// What of the model stands for it.
    pub stands_for: String,
    /// Whether the model has the quantity itself, rather than one derived from it by a link.
    pub direct: bool,
    /// Whether it counts things rather than money.
    pub physical: bool,
    /// Observations in order.
    pub points: Vec<PointDocument>,
    /// Share of the predicted points inside the 80 % interval; none if there is none to predict.
    pub coverage_80: Option<f64>,
    /// Mean CRPS of the predicted points, in natural logarithms.
    pub crps: Option<f64>,
}

/// One observation and its forecast.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct PointDocument {
    /// Year, or year and quarter.
    pub period: String,
    /// Row of the data.
    pub id: String,
    /// What was observed.
    pub observed: f64,
    /// Whether the vintage did not know it.
    pub predicted: bool,
    /// The forecast.
    #[serde(flatten)]
    pub quantiles: Middle,
    /// Share of the forecast below the observation.
    pub pit: f64,
    /// Whether the observation is inside the 80 % interval.
    pub inside_80: bool,
    /// CRPS in natural logarithms.
    pub crps: f64,
    /// Naive forecasts: name and what they say; empty where the vintage knew no value.
    pub rivals: BTreeMap<String, RivalPoint>,
}

/// A naive forecast of one point.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct RivalPoint {
    /// Median.
    pub p50: f64,
    /// CRPS in natural logarithms.
    pub crps: f64,
}

/// A link from the model to what was measured.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct LinkDocument {
    /// Name.
    pub name: String,
    /// Median and 90 % interval.
    pub value: [f64; 3],
    /// Where it comes from.
    pub reason: String,
}

//! The document of one draw: what `fabcast run --draw` says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::number;

/// One draw in full.
#[derive(Clone, Debug, Serialize)]
pub struct DrawDocument {
    /// Name of the scenario.
    pub scenario: String,
    /// Title for people.
    pub title: String,
    /// Version of the engine.
    pub engine_version: String,
    /// Seed of its ensemble.
    pub seed: u64,
    /// Its number.
    pub draw: u64,
    /// Sampling design.
    pub design: String,
    /// Constraint groups lifted.
    pub relaxed: Vec<String>,
    /// Whether it meets every target.
    pub all_met: bool,
    /// Each target.
    pub targets: Vec<DrawTarget>,
    /// Outcome of the first target that is missed, which the influences are on.
    pub influences_on: Option<String>,
    /// Values that did most to miss it, the strongest first.
    pub influences: Vec<Influence>,
    /// Every outcome; `null` where there is none.
    pub outcomes: BTreeMap<String, DrawOutcome>,
    /// Years at whose end the scenario is judged.
    pub judged: Vec<i32>,
    /// `YYYY-MM` of each entry of the series.
    pub months: Vec<String>,
    /// Every series of the run, and with `plan_` of its plan.
    pub series: BTreeMap<String, DrawSeries>,
    /// Every project, in plan order.
    pub projects: Vec<DrawProject>,
    /// Every parameter and latent factor.
    pub parameters: BTreeMap<String, f64>,
}

/// A target in one draw.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct DrawTarget {
    /// Identifier.
    pub name: String,
    /// The target in words.
    pub text: String,
    /// Its outcome.
    pub outcome: String,
    /// Unit.
    pub unit: String,
    /// The outcome's value; `null` where there is none.
    #[serde(deserialize_with = "number::number")]
    pub value: f64,
    /// What it had to be.
    pub at_least: f64,
    /// Whether it is met.
    pub met: bool,
}

/// What one value did: the outcome if it alone were at its centre.
#[derive(Clone, Debug, Serialize)]
pub struct Influence {
    /// Path, or with a star the values of all projects of a kind.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Value in this draw.
    pub value: Option<f64>,
    /// Value at the centre.
    pub centre: Option<f64>,
    /// The outcome with the centre in its place.
    pub outcome_at_centre: f64,
    /// By how much that is more.
    pub change: f64,
}

/// An outcome of one draw.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct DrawOutcome {
    /// Unit.
    pub unit: String,
    /// Name for people.
    pub label: String,
    /// Value; `null` where there is none.
    #[serde(deserialize_with = "number::number")]
    pub value: f64,
}

/// A monthly series of one draw.
#[derive(Clone, Debug, Serialize)]
pub struct DrawSeries {
    /// Unit.
    pub unit: String,
    /// Name for people.
    pub label: String,
    /// Value of each month.
    pub values: Vec<f64>,
}

/// A project in one draw, in months since the start; `null` where it never comes to that.
#[derive(Clone, Debug, Serialize)]
pub struct DrawProject {
    /// Identifier.
    pub name: String,
    /// Kind.
    pub kind: String,
    /// Region.
    pub region: String,
    /// Planned start.
    pub planned_start: f64,
    /// Planned month of half capacity.
    pub planned_online: Option<f64>,
    /// Start.
    pub start: Option<f64>,
    /// Month of half capacity.
    pub online: Option<f64>,
}

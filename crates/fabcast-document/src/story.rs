//! The document of a story: what `fabcast explain --draw` says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::draw::{DrawOutcome, DrawTarget};
use crate::{ScenarioId, number};

/// Name of the file in a folder of results.
pub const FILE: &str = "explain.json";

/// The story of one draw.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct StoryDocument {
    /// The scenario.
    pub scenario: ScenarioId,
    /// Version of the engine.
    pub engine_version: String,
    /// Seed of the ensemble.
    pub seed: u64,
    /// Number of the draw.
    pub draw: u64,
    /// Sampling design.
    pub design: String,
    /// Constraint groups lifted.
    pub relaxed: Vec<String>,
    /// What was planned and what came of it, in a sentence.
    pub sentence: String,
    /// Whether every target is met.
    pub all_met: bool,
    /// Each target.
    pub targets: Vec<DrawTarget>,
    /// The first missed target's gap, split over the groups; none if all are met.
    pub split: Option<DrawSplit>,
    /// What happened, in the order of time.
    pub timeline: Vec<Happening>,
    /// The lines of the plan.
    pub lines: Vec<Line>,
    /// Every project, in plan order.
    pub projects: Vec<ProjectStory>,
    /// Needs that money fell short of.
    pub shortages: Vec<Shortage>,
    /// What the owners got: outcomes by name.
    pub returns: BTreeMap<String, DrawOutcome>,
    /// Uncertain values that lie furthest out in this draw, the furthest first.
    pub unusual: Vec<Unusual>,
}

/// A gap in this draw, split by Shapley values; the parts add up to plan less delivered.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct DrawSplit {
    /// Outcome that is split.
    pub outcome: String,
    /// Name for people.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// Its value with all groups lifted.
    #[serde(deserialize_with = "number::number")]
    pub plan: f64,
    /// Its value.
    #[serde(deserialize_with = "number::number")]
    pub delivered: f64,
    /// Group → its part.
    #[serde(deserialize_with = "number::map")]
    pub parts: BTreeMap<String, f64>,
}

/// Something that happened.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Happening {
    /// `YYYY-MM`.
    pub month: String,
    /// `YYYY-MM` of the last month, of what lasts; none of what does not, or still lasts at the end.
    pub until: Option<String>,
    /// `closing`, `refusal`, `event`, `project`, `money`, `target` or `payback`.
    pub kind: String,
    /// Name in the scenario: of an investor, an event, a line, a need or a target.
    pub name: String,
    /// Months late against the plan, where there is a plan for it.
    pub late: Option<i32>,
    /// In words.
    pub says: String,
}

/// A line of the plan: the middle of its projects.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Line {
    /// Name in the scenario.
    pub name: String,
    /// Kind of its projects.
    pub kind: String,
    /// How many they are.
    pub count: usize,
    /// How many never come to half capacity within the scenario.
    pub never: usize,
    /// Stage → months late of the middle project (the later of two); none where it, or its plan, does not
    /// get there.
    pub late: BTreeMap<String, Option<i32>>,
    /// Group → mean months in which it held a project most, between planned start and half capacity;
    /// `none` counts those in which nothing did.
    pub held: BTreeMap<String, f64>,
}

/// A project. Months are `YYYY-MM`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ProjectStory {
    /// `line.number`.
    pub name: String,
    /// Stage → planned month and real month; none where it is not reached within the scenario.
    pub stages: BTreeMap<String, [Option<String>; 2]>,
    /// Group → months in which it held the project most.
    pub held: BTreeMap<String, u32>,
}

/// Months in which there was too little money for a need.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Shortage {
    /// `operate`, `equip`, `order`, `tools` or `work`.
    pub need: String,
    /// First and last of them.
    pub months: [String; 2],
    /// How many.
    pub count: usize,
    /// Mean share of the need that was met in them.
    pub met: f64,
}

/// A value far out in its distribution.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Unusual {
    /// Path, or `latent.…` of a factor.
    pub path: String,
    /// Unit.
    pub unit: String,
    /// Value in this draw.
    pub value: f64,
    /// Value at the centre.
    pub centre: f64,
    /// Share of futures below it.
    pub quantile: f64,
}

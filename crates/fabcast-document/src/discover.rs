//! The discovery document: what `fabcast discover` says, as one value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ScenarioId;

/// File of the document.
pub const FILE: &str = "discover.json";

/// The result of a search for boxes.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct DiscoverDocument {
    /// The scenario; none for a table.
    pub scenario: Option<ScenarioId>,
    /// Name of the scenario, or the file of a table.
    pub source: String,
    /// Version of the engine.
    pub engine_version: String,
    /// Seed of the draws and of the resamples.
    pub seed: u64,
    /// Futures searched.
    pub draws: usize,
    /// What makes a future a success.
    pub condition: String,
    /// Why another condition than the targets was taken; empty if it was not.
    pub note: String,
    /// Futures that succeed.
    pub successes: usize,
    /// Their share.
    pub base_rate: f64,
    /// Inputs that could be restricted.
    pub dimensions: BTreeMap<String, DimensionInfo>,
    /// The boxes of the search, from everything to the smallest; the pasted one last.
    pub trajectory: Vec<BoxInfo>,
    /// The box to read.
    pub chosen: Chosen,
    /// The tree, each node before its children.
    pub tree: Vec<TreeNode>,
    /// Wall time.
    pub elapsed_seconds: f64,
    /// What the reader should know before trusting the numbers.
    pub warnings: Vec<String>,
}

/// An input.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct DimensionInfo {
    /// What it is.
    pub label: String,
    /// Unit of its limits.
    pub unit: String,
}

/// A box.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct BoxInfo {
    /// Share of all successes that lie in it.
    pub coverage: f64,
    /// Share of its futures that succeed.
    pub density: f64,
    /// Share of all futures that lie in it.
    pub mass: f64,
    /// Inputs that it restricts.
    pub restricted: usize,
    /// Restricted input → lowest and highest value, null where open.
    pub limits: BTreeMap<String, [Option<f64>; 2]>,
}

/// The box to read, without the limits that chance explains.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Chosen {
    /// Position in the trajectory of the box that it was made from.
    pub position: usize,
    /// The box.
    #[serde(flatten)]
    pub found: BoxInfo,
    /// The box in a sentence.
    pub sentence: String,
    /// What it asks for, a clause for each restricted input, in the order of their quasi-p values.
    pub clauses: Vec<Clause>,
    /// Resamples behind the next two and the clauses' `reproduced`.
    pub resamples: usize,
    /// Mean coverage of the boxes of resamples, in the futures these left out.
    pub coverage_out_of_sample: f64,
    /// Mean density of them there.
    pub density_out_of_sample: f64,
}

/// One restricted input of the chosen box.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Clause {
    /// Input.
    pub name: String,
    /// What is asked of it, in words.
    pub text: String,
    /// Probability that chance alone makes the limit as good (binomial).
    pub quasi_p: f64,
    /// Share of resamples whose box restricts the same input.
    pub reproduced: f64,
    /// Density of the box without this limit.
    pub density_without: f64,
}

/// A node of the tree.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct TreeNode {
    /// Splits above it.
    pub depth: usize,
    /// What holds here, in words; empty at the root.
    pub rule: String,
    /// Whether it is split no further.
    pub is_leaf: bool,
    /// Futures.
    pub rows: usize,
    /// Share of them that succeed.
    pub density: f64,
    /// Share of all successes that lie here.
    pub coverage: f64,
}

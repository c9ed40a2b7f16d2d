//! A scenario that can be run, with where everything in it came from.

use std::path::PathBuf;

use fabcast_model::inputs::{Date, Inputs, Leaf};
use fabcast_model::parameter::Row;

use crate::diagnostic::Diagnostics;
use crate::source::{Sources, Span};

/// A scenario without faults.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it is about.
    pub meta: Meta,
    /// What the engine is given.
    pub inputs: Inputs,
    /// Every value with what is known about it, in the order of the parameter table.
    pub entries: Vec<Entry>,
    /// What can be run but is probably not meant.
    pub warnings: Diagnostics,
    pub(crate) sources: Sources,
    pub(crate) main: usize,
    pub(crate) groups: Vec<Group>,
}

/// What a scenario is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Meta {
    /// Name, `seven-trillion`.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What it is about, in some sentences; may be empty.
    pub description: String,
    /// World that it builds on, if any.
    pub world: Option<String>,
    /// Month up to which the world knows the facts.
    pub vintage: Option<Date>,
    /// First month.
    pub start: Date,
    /// Last month.
    pub end: Date,
    /// Years at whose end it is judged, where it says so.
    pub judged: Vec<i32>,
    /// Number of months.
    pub months: usize,
    /// Year of the dollars.
    pub price_year: u32,
    /// Money to be spent [bn$], if the scenario has such a sum.
    pub budget: Option<f64>,
    pub(crate) budget_text: Option<String>,
}

/// One value of a scenario.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its path.
    pub path: String,
    /// Its row in the parameter table.
    pub row: &'static Row,
    /// Unit in which the engine holds it; of several in the row, the one in use.
    pub unit: String,
    /// The value as written, with its unit: `1,500 bn$ (300 to 2,500)`.
    pub written: String,
    /// What the engine is given.
    pub leaf: Leaf,
    /// Ids of data rows, addresses or sentences that say where it is from.
    pub source: Vec<String>,
    /// Ids of data rows from after the vintage of its world on which it rests.
    pub later_evidence: Vec<String>,
    /// Reason for a value without a source.
    pub assumption: Option<String>,
    /// Date of the source.
    pub as_of: Option<String>,
    /// `high`, `medium`, `low` or `assumption`.
    pub confidence: Option<String>,
    /// Anything else to know.
    pub note: Option<String>,
    /// What gave the value: `world 2024-02`, `scenario one-fab`, `--set` or `default`.
    pub origin: String,
    /// Where it is written; none for a default.
    pub location: Option<Location>,
    pub(crate) toml: String,
    pub(crate) span: Span,
}

impl Entry {
    /// Whether a reason stands in place of any source.
    pub fn is_assumed(&self) -> bool {
        self.source.is_empty() && self.later_evidence.is_empty() && self.assumption.is_some()
    }
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// File, embedded name or `--set`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A correlation group as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub name: String,
    pub paths: Vec<String>,
    /// One correlation for all pairs, or the whole matrix.
    pub correlation: Correlations,
}

/// How a group gives its correlations.
#[derive(Clone, Debug)]
pub(crate) enum Correlations {
    All(f64),
    Matrix(Vec<Vec<f64>>),
}

impl Scenario {
    /// The value at a path.
    pub fn entry(&self, path: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.path == path)
    }

    /// The files that it was read from: its own, those of its world and of what it extends, unless embedded.
    pub fn files(&self) -> Vec<PathBuf> {
        self.sources.files().map(PathBuf::from).collect()
    }
}

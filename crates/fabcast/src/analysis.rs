//! Analyses of a scenario beyond a run: why not, how much, which of two.
//!
//! Each simulates the same futures as a run of the same seed (common random numbers), and gives one
//! document: its JSON, the screen and the section of the report are views of it.

pub mod absorb;
pub mod compare;
pub mod condition;
pub mod discover;
pub mod factors;
pub mod gap;
pub mod measure;
mod scaled;
pub mod sensitivity;
pub mod shapley;
pub mod table;
pub mod text;
pub mod value;

use std::sync::atomic::AtomicBool;

use fabcast_model::lanes::LANES;
use fabcast_model::model::Model;
use fabcast_model::reader::Fault;
use fabcast_scenario::Scenario;

use crate::ensemble::{self, NoThreads};
use crate::output::OutputError;
use crate::verdict::UnknownOutcome;

/// Which futures are simulated, and how.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    /// Number of draws.
    pub draws: u64,
    /// Seed.
    pub seed: u64,
    /// Threads; all cores if absent. No result depends on it.
    pub threads: Option<usize>,
    /// Set to stop after the draws in hand.
    pub stop: Option<&'a AtomicBool>,
}

/// Why an analysis failed.
#[derive(Debug)]
pub enum AnalysisError {
    /// The scenario cannot be put into the engine.
    Model(Vec<Fault>),
    /// Targets name outcomes that do not exist.
    Targets(Vec<UnknownOutcome>),
    /// What was asked for makes no sense for this scenario; says what does.
    Refused(String),
    /// Stopped before the first draws were done.
    Interrupted,
    /// Threads could not be started.
    Threads(NoThreads),
    /// A file could not be written.
    Output(OutputError),
}

impl From<NoThreads> for AnalysisError {
    fn from(error: NoThreads) -> AnalysisError {
        AnalysisError::Threads(error)
    }
}

impl From<OutputError> for AnalysisError {
    fn from(error: OutputError) -> AnalysisError {
        AnalysisError::Output(error)
    }
}

impl std::fmt::Display for AnalysisError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use crate::run::RunError;
        match self {
            AnalysisError::Model(faults) => RunError::Model(faults.clone()).fmt(f),
            AnalysisError::Targets(unknown) => RunError::Targets(unknown.clone()).fmt(f),
            AnalysisError::Refused(why) => f.write_str(why),
            AnalysisError::Interrupted => f.write_str(text::INTERRUPTED),
            AnalysisError::Threads(error) => error.fmt(f),
            AnalysisError::Output(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AnalysisError {}

/// The engine's model of a scenario with a programme.
fn programme(scenario: &Scenario) -> Result<Model, AnalysisError> {
    let model = Model::new(&scenario.inputs).map_err(AnalysisError::Model)?;
    match model.has_programme() {
        true => Ok(model),
        false => Err(AnalysisError::Refused(text::no_programme(
            &scenario.meta.name,
        ))),
    }
}

/// Makes something of every eight draws, in parallel, and returns it in the order of the draws.
///
/// `of` gets the number of the first draw and how many of the eight count; `watch` is told how many
/// draws are done. Fewer come back when the sample is stopped.
fn each_eight<T: Send>(
    sample: &Sample,
    watch: &mut (dyn FnMut(u64) + Send),
    of: impl Fn(u64, usize) -> T + Sync,
) -> Result<Vec<T>, NoThreads> {
    let lanes = LANES as u64;
    let mut told = |eights: u64| watch((eights * lanes).min(sample.draws));
    let eights = sample.draws.div_ceil(lanes);
    ensemble::each_eight((sample.threads, sample.stop), eights, &mut told, |eight| {
        let first = eight * lanes;
        of(first, (sample.draws - first).min(lanes) as usize)
    })
}

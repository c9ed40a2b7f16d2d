//! The main job: simulate an ensemble, judge it, and describe it in one document.

mod cause;
mod describe;
mod drive;
mod error;

pub use error::RunError;

use std::sync::atomic::AtomicBool;

use fabcast_document::run::RunDocument;
use fabcast_model::relax::ALL_GROUPS;
use fabcast_scenario::Scenario;

use crate::assumptions::assumptions;
use crate::collect::Months;
use crate::ensemble::Options;
use crate::folder::{Folder, names};
use crate::output;
use crate::output::parquet::digest_in;
use crate::store::{Manifest, Settings, Store, StoreError};

pub(crate) use drive::{Job, Prepared, files, publish, range};

/// Result of a run.
#[derive(Debug)]
pub struct RunOutput {
    /// Everything that the run says.
    pub document: RunDocument,
    /// Whether it was stopped before the end; what is finished is in the document.
    pub interrupted: bool,
    /// Analyses in the folder that the report leaves out, and why.
    pub left_out: Vec<String>,
}

/// What does not change the results of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Runtime<'a> {
    /// Threads; all cores if absent.
    pub threads: Option<usize>,
    /// Set to stop after the draws in hand.
    pub stop: Option<&'a AtomicBool>,
    /// Months whose series are summarised where no files are written; with files it is all.
    pub months: Months,
}

/// Runs an ensemble of a scenario as [`Options`] say; with `out`, writes the files of a run there.
///
/// `watch` is told how many draws are done, from the calling thread. The sampler of the options is
/// not used: [`start`] makes its own.
///
/// # Errors
/// See [`RunError`]. Files already written stay.
pub fn run(
    scenario: &Scenario,
    options: &Options,
    out: Option<&Folder>,
    trace: bool,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<RunOutput, RunError> {
    let lifted = ALL_GROUPS
        .iter()
        .filter(|&&group| options.relax.lifts(group));
    let settings = Settings {
        draws: options.draws,
        seed: options.seed,
        first: options.first,
        relax: lifted.map(|group| group.name().to_owned()).collect(),
        audit: options.audit,
        central: options.central,
        trace,
        ..Settings::default()
    };
    let runtime = Runtime {
        threads: options.threads,
        stop: options.stop,
        months: Months::All,
    };
    start(scenario, &settings, runtime, out, watch)
}

/// Runs an ensemble of a scenario; with `out`, writes the files of a run there.
///
/// Interrupted, it writes what is finished, and [`resume`] can continue it. A shard writes no
/// results but parts for [`crate::merge::merge`].
///
/// # Errors
/// See [`RunError`]. What is finished stays in `out`, for [`resume`].
pub fn start(
    scenario: &Scenario,
    settings: &Settings,
    runtime: Runtime,
    out: Option<&Folder>,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<RunOutput, RunError> {
    let warnings = scenario
        .warnings
        .iter()
        .map(|warning| warning.message.clone());
    let resolved = scenario.to_toml();
    let manifest = Manifest::new(
        &scenario.meta.name,
        &resolved,
        settings,
        warnings.collect(),
        assumptions(scenario),
    );
    // Before anything is written: all that can be wrong with what was asked for.
    let prepared = Prepared::new(scenario, manifest)?;
    let store = match out {
        Some(folder) => {
            output::remove_results(folder)?;
            let store = Store::create(folder, &prepared.manifest)?;
            folder.write(names::SCENARIO, resolved.as_bytes())?;
            Some(store)
        }
        None => None,
    };
    Job {
        prepared,
        out,
        store,
        state: None,
    }
    .run(runtime, watch)
}

/// Continues the run in a folder that was interrupted or killed, and ends with the bytes that it
/// would have written without; it is asked for nothing but what its own files say.
///
/// # Errors
/// When there is nothing to continue, it is of another version, a file is not as the run wrote it, or see
/// [`RunError`].
pub fn resume(
    folder: &Folder,
    runtime: Runtime,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<RunOutput, RunError> {
    let (store, manifest) = Store::open(folder.path())?;
    let state = store.load(&manifest)?;
    let scenario = scenario_of(&store, &manifest)?;
    folder.adopt_parts()?;
    if let Some(state) = &state {
        store.verify(state, digest_in)?;
    }
    let prepared = Prepared::new(&scenario, manifest)?;
    Job {
        prepared,
        out: Some(folder),
        store: Some(store),
        state,
    }
    .run(runtime, watch)
}

/// Settings of the unfinished run or the shard in a folder, and how many draws of it are done.
///
/// # Errors
/// When there is none, or its files cannot be read.
pub fn unfinished(folder: &std::path::Path) -> Result<(Settings, u64), StoreError> {
    let (store, manifest) = Store::open(folder)?;
    let done = store.load(&manifest)?.map_or(0, |state| state.draws);
    Ok((manifest.settings, done))
}

/// The resolved scenario that a run keeps beside its parts, as it was started with.
pub(crate) fn scenario_of(store: &Store, manifest: &Manifest) -> Result<Scenario, RunError> {
    store.scenario(manifest)?;
    let path = store.folder().with_file_name(names::SCENARIO);
    crate::load(&path.display().to_string(), &[]).map_err(RunError::Scenario)
}

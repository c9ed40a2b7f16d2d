//! One module for each command.

pub mod absorb;
mod analysis;
pub mod backtest;
pub mod check;
pub mod compare;
pub mod die;
pub mod discover;
pub mod docs;
pub mod draw;
pub mod explain;
pub mod gap;
pub mod investors;
pub mod irr;
pub mod list;
pub mod merge;
pub mod new;
pub mod run;
pub mod schema;
pub mod sensitivity;
pub mod show;
pub mod value;

use std::path::{Path, PathBuf};

use fabcast::folder::{Claim, Folder, FolderError};
use fabcast::output::OutputError;
use fabcast::output::report;
use fabcast::scenario::Scenario;

use crate::complaint;
use crate::failure::Failure;
use crate::{terminal, text};

/// Reads a scenario; its warnings go to standard error unless `quiet`.
fn load(name: &str, sets: &[String], quiet: bool) -> Result<Scenario, Failure> {
    let scenario = fabcast::load(name, sets).map_err(Failure::Scenario)?;
    if !quiet {
        complaint::scenario(&scenario.warnings);
    }
    Ok(scenario)
}

/// Opens the folder that a command writes some files and the report into, if it was given one: from now on no other
/// process writes there.
fn open_folder(
    command: &str,
    out: Option<&Path>,
    force: bool,
    files: &[&str],
    inputs: &[PathBuf],
) -> Result<Option<Folder>, Failure> {
    let Some(path) = out else {
        return Ok(None);
    };
    let claim = Claim {
        force,
        inputs,
        who: command,
    };
    let files: Vec<&str> = files.iter().copied().chain([report::REPORT]).collect();
    Folder::of_files(path, &claim, &files)
        .map(Some)
        .map_err(refused)
}

/// A folder that cannot be written into.
fn refused(error: FolderError) -> Failure {
    let why = error.to_string();
    match error.is_usage() {
        true => Failure::Usage(why),
        false => Failure::Run(why),
    }
}

/// Writes a document and the report anew; gives what the report leaves out.
fn write_document(
    folder: Option<&Folder>,
    file: &str,
    document: &impl serde::Serialize,
) -> Result<Vec<String>, Failure> {
    let failed = |error: OutputError| Failure::Run(error.to_string());
    match folder {
        Some(folder) => report::write_analysis(folder, file, document).map_err(failed),
        None => Ok(Vec::new()),
    }
}

/// Says what became of files of somebody else, whatever else is kept quiet, and otherwise what was left out and
/// where the report is.
fn say_written(folder: Option<&Folder>, left_out: &[String], quiet: bool) {
    let Some(folder) = folder else {
        return;
    };
    say_kept(folder);
    if !quiet {
        for what in left_out {
            terminal::say(&text::warning(what));
        }
        let report = folder.path().join(report::REPORT);
        terminal::say(&text::wrote(&report.display().to_string()));
    }
}

/// Says which files of somebody else were kept under other names.
fn say_kept(folder: &Folder) {
    for note in folder.take_notes() {
        terminal::say(&text::warning(&note));
    }
}

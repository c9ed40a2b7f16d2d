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

use std::path::Path;

use fabcast::folder::{self, Contents};
use fabcast::scenario::Scenario;

use crate::failure::Failure;
use crate::{terminal, text};

/// Reads a scenario; its warnings go to standard error unless `quiet`.
fn load(name: &str, sets: &[String], quiet: bool) -> Result<Scenario, Failure> {
    let scenario = fabcast::load(name, sets).map_err(Failure::Scenario)?;
    if !quiet {
        terminal::say(&scenario.warnings.render(terminal::colour_on_stderr()));
    }
    Ok(scenario)
}

/// Refuses a folder with files of somebody else, unless `force`.
fn check_folder(folder: &Path, force: bool) -> Result<(), Failure> {
    let name = folder.display().to_string();
    match folder::contents(folder) {
        Ok(Contents::Other(names)) if !force => {
            Err(Failure::Usage(text::folder_in_use(&name, &names)))
        }
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::Usage(text::no_folder(&name, &error.to_string()))),
    }
}

//! One module for each command.

pub mod backtest;
pub mod check;
pub mod die;
pub mod docs;
pub mod explain;
pub mod irr;
pub mod list;
pub mod merge;
pub mod new;
pub mod run;
pub mod schema;
pub mod show;

use fabcast::scenario::Scenario;

use crate::failure::Failure;
use crate::terminal;

/// Reads a scenario; its warnings go to standard error unless `quiet`.
fn load(name: &str, sets: &[String], quiet: bool) -> Result<Scenario, Failure> {
    let scenario = fabcast::load(name, sets).map_err(Failure::Scenario)?;
    if !quiet {
        terminal::say(&scenario.warnings.render(terminal::colour_on_stderr()));
    }
    Ok(scenario)
}

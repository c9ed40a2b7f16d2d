//! fabcast: can this AI-chip build-out be executed?
//!
//! From a scenario to an ensemble of futures, a verdict and a report. The command line is a thin
//! layer over this library.

#![forbid(unsafe_code)]

pub mod analysis;
pub mod assumptions;
pub mod backtest;
mod bytes;
pub mod collect;
pub mod data;
pub mod design;
pub mod die;
pub mod docs;
pub mod ensemble;
pub mod exact;
pub mod explain;
pub mod finance;
pub mod folder;
pub mod format;
pub mod identity;
pub mod input;
pub mod investors;
pub mod lifting;
pub mod merge;
pub mod nearest;
pub mod outcome;
pub mod output;
pub mod perspective;
pub mod run;
pub mod single;
pub mod sketch;
mod sobol;
pub mod statistics;
pub mod store;
pub mod table;
pub mod text;
pub mod until;
pub mod verdict;
pub mod workbook;

pub use fabcast_document as document;
pub use fabcast_model as model;
pub use fabcast_scenario as scenario;

/// Reads a scenario, an embedded name or the path of a file, with `--set` arguments, and checks
/// its targets against the outcomes of a run and its values against what the engine needs.
///
/// # Errors
/// Everything that is wrong with it, each with file, line and column.
pub fn load(
    name_or_path: &str,
    sets: &[String],
) -> Result<scenario::Scenario, scenario::Diagnostics> {
    let given = scenario::Given::Name(name_or_path);
    read(given, sets, scenario::Access::Files)
}

/// The same for a name or a text that may name what `access` says: a text from elsewhere, such as
/// the body of a request, no files.
///
/// # Errors
/// Everything that is wrong with it, each with file, line and column.
///
/// ```
/// use fabcast::scenario::{Access, Given};
///
/// let text = "format = 1\nname = \"theirs\"\nextends = \"../one-fab.toml\"\n";
/// let given = Given::Text { name: "theirs.toml", text };
/// let errors = fabcast::read(given, &[], Access::Embedded).unwrap_err();
/// assert!(errors.to_string().starts_with("error[access]: `../one-fab.toml` is the path of a file"));
/// ```
pub fn read(
    given: scenario::Given<'_>,
    sets: &[String],
    access: scenario::Access,
) -> Result<scenario::Scenario, scenario::Diagnostics> {
    let mut scenario = scenario::read(given, sets, access)?;
    let outcomes = outcome::nameable(&scenario);
    let units: Vec<(&str, &str)> = outcomes
        .iter()
        .map(|info| (info.name.as_str(), outcome::written_unit(info.unit)))
        .collect();
    scenario.resolve_targets(&units)?;
    scenario.check_engine()?;
    Ok(scenario)
}

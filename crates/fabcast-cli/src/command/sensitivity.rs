//! `fabcast sensitivity`.

mod screen;

use std::path::PathBuf;

use fabcast::analysis::condition::Condition;
use fabcast::analysis::factors::Grouping;
use fabcast::analysis::sensitivity::{
    Method, Options, SensitivityError, TableOptions, of_table, sensitivity as analyse,
};
use fabcast::document::sensitivity::{FILE, SensitivityDocument};
use fabcast::scenario::Scenario;

use crate::args::{Format, SensitivityArgs, SensitivityMethod};
use crate::failure::Failure;
use crate::terminal::{self, Counter};

/// Analyses an outcome of a scenario, or a column of a table.
///
/// # Errors
/// When the scenario or the table is invalid, nothing varies, or the analysis is stopped.
pub fn sensitivity(args: &SensitivityArgs) -> Result<(), Failure> {
    let analysis = &args.analysis;
    let condition = args.condition.as_deref().map(Condition::parse).transpose();
    let condition = condition.map_err(Failure::Usage)?;
    let open = |inputs: &[PathBuf]| analysis.open("fabcast sensitivity", FILE, inputs);
    let (folder, document) = match &args.table {
        Some(file) => {
            let inputs: Vec<PathBuf> = [file].into_iter().chain(&args.results).cloned().collect();
            let folder = open(&inputs)?;
            let document = of_table(&TableOptions {
                file,
                results: args.results.as_deref(),
                outcome: args.outcome.as_deref(),
                inputs: &args.inputs,
                level: args.level,
                seed: args.analysis.seed,
                condition,
            });
            (folder, document)
        }
        None => {
            let named = &args.scenario;
            let scenario = super::load(&named.scenario, &named.set, analysis.quiet)?;
            (
                open(&scenario.files())?,
                of_scenario(args, &scenario, condition),
            )
        }
    };
    let document = document.map_err(failure)?;
    analysis.warn(&document.warnings);
    analysis.finish(folder.as_ref(), FILE, &document, (1, 1), screen::screen)
}

fn of_scenario(
    args: &SensitivityArgs,
    scenario: &Scenario,
    condition: Option<Condition>,
) -> Result<SensitivityDocument, SensitivityError> {
    let options = Options {
        rows: args.draws,
        seed: args.analysis.seed,
        outcome: args.outcome.clone(),
        level: args.level,
        grouping: match &args.group[..] {
            [] => Grouping::Parameters,
            [all] if all == "subsystems" => Grouping::Subsystems,
            names => Grouping::Named(names.to_vec()),
        },
        method: match args.method {
            SensitivityMethod::Auto => Method::Auto,
            SensitivityMethod::Shapley => Method::Shapley,
            SensitivityMethod::Morris => Method::Morris,
        },
        condition,
        threads: args.analysis.threads.map(usize::from),
        stop: Some(terminal::stop_on_interrupt()),
    };
    let counter = Counter::new(args.analysis.quiet || args.analysis.format == Format::Json);
    let result = analyse(scenario, &options, &|done| counter.show(done));
    counter.finish();
    result
}

fn failure(error: SensitivityError) -> Failure {
    let why = error.to_string();
    match error {
        SensitivityError::Usage(_) | SensitivityError::Model(_) => Failure::Usage(why),
        SensitivityError::Threads(_) => Failure::Run(why),
        SensitivityError::Stopped => Failure::Interrupted(why),
    }
}

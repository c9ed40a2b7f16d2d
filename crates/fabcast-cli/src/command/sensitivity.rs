//! `fabcast sensitivity`.

mod screen;

use fabcast::analysis::condition::Condition;
use fabcast::analysis::factors::Grouping;
use fabcast::analysis::sensitivity::{
    Method, Options, SensitivityError, TableOptions, of_table, sensitivity as analyse,
};
use fabcast::document::sensitivity::{FILE, SensitivityDocument};

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
    analysis.check_folder()?;
    let document = match &args.table {
        Some(file) => of_table(&TableOptions {
            file,
            results: args.results.as_deref(),
            outcome: args.outcome.as_deref(),
            inputs: &args.inputs,
            level: args.level,
            seed: args.analysis.seed,
            condition,
        }),
        None => of_scenario(args, condition)?,
    };
    let document = document.map_err(failure)?;
    analysis.warn(&document.warnings);
    analysis.finish(FILE, &document, (1, 1), screen::screen)
}

fn of_scenario(
    args: &SensitivityArgs,
    condition: Option<Condition>,
) -> Result<Result<SensitivityDocument, SensitivityError>, Failure> {
    let scenario = super::load(
        &args.scenario.scenario,
        &args.scenario.set,
        args.analysis.quiet,
    )?;
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
    let result = analyse(&scenario, &options, &|done| counter.show(done));
    counter.finish();
    Ok(result)
}

fn failure(error: SensitivityError) -> Failure {
    let why = error.to_string();
    match error {
        SensitivityError::Usage(_) | SensitivityError::Model(_) => Failure::Usage(why),
        SensitivityError::Threads(_) => Failure::Run(why),
        SensitivityError::Stopped => Failure::Interrupted(why),
    }
}

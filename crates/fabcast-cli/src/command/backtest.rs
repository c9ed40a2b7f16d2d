//! `fabcast backtest`.

use std::path::PathBuf;

use fabcast::backtest::{self, BacktestError, Finding, Options};
use fabcast::output;

use crate::args::{BacktestArgs, Format};
use crate::failure::Failure;
use crate::terminal::{self, say};
use crate::text::backtest as says;

/// Runs backtests and prints what they found.
///
/// # Errors
/// For an unknown backtest, a file of cases with faults, or when a run fails.
pub fn backtest(args: &BacktestArgs) -> Result<(), Failure> {
    let options = Options {
        draws: args.draws,
        seed: args.seed,
        threads: args.threads.map(usize::from),
        cases: args.cases.clone(),
        actuals: args.actuals.clone(),
        stop: Some(terminal::stop_on_interrupt()),
    };
    let chosen = backtest::chosen(&args.case, &options).map_err(failure)?;
    let files: Vec<&str> = chosen.iter().map(|case| case.file).collect();
    let inputs: Vec<PathBuf> = args.cases.iter().chain(&args.actuals).cloned().collect();
    let folder = super::open_folder(
        "fabcast backtest",
        args.out.as_deref(),
        args.force,
        &files,
        &inputs,
    )?;
    let mut findings: Vec<Finding> = Vec::new();
    for case in &chosen {
        if !args.quiet {
            say(&says::running(case.name, case.about));
        }
        findings.push((case.run)(&options).map_err(failure)?);
    }
    if let Some(folder) = &folder {
        let failed = |error: output::OutputError| Failure::Run(error.to_string());
        let mut left_out = Vec::new();
        for (file, finding) in files.iter().zip(&findings) {
            left_out = output::report::write_text(folder, file, &finding.json).map_err(failed)?;
        }
        super::say_written(Some(folder), &left_out, args.quiet);
    }
    match args.format {
        Format::Json => terminal::print(&backtest::json(&findings)),
        Format::Text => {
            let screens: Vec<&str> = findings.iter().map(|f| f.screen.trim_end()).collect();
            terminal::print_text(&screens.join("\n\n"))
        }
    }
}

fn failure(error: BacktestError) -> Failure {
    match error {
        BacktestError::Run(error) => Failure::Run(error.to_string()),
        BacktestError::Interrupted => Failure::Interrupted(error.to_string()),
        other => Failure::Usage(other.to_string()),
    }
}

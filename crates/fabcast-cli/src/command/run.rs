//! `fabcast run`.

use std::path::Path;

use fabcast::ensemble::Options;
use fabcast::folder::{self, Contents};
use fabcast::model::relax::{Group, Relax};
use fabcast::output;
use fabcast::run::{RunError, run as simulate};

use crate::args::{Format, RunArgs};
use crate::failure::Failure;
use crate::terminal::{self, Progress};
use crate::{text, verdict};

/// Simulates an ensemble and prints the verdict.
///
/// # Errors
/// When the scenario is invalid, the folder is in use, the run fails or is interrupted.
pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let scenario = super::load(&args.scenario.scenario, &args.scenario.set, args.quiet)?;
    if let Some(folder) = &args.out {
        check_folder(folder, args)?;
    }
    let lift = |relax: Relax, name: &String| match Group::from_name(name) {
        Some(group) => relax.with(group),
        None => relax,
    };
    let options = Options {
        draws: args.draws,
        seed: args.seed,
        first: args.first_draw,
        threads: args.threads.map(usize::from),
        relax: args.relax.iter().fold(Relax::NONE, lift),
        audit: args.audit,
        central: args.central,
        stop: Some(terminal::stop_on_interrupt()),
        ..Options::default()
    };
    let progress = Progress::new(args.draws, args.quiet || args.format == Format::Json);
    let mut watch = |done| progress.show(done);
    let result = simulate(
        &scenario,
        &options,
        args.out.as_deref(),
        args.trace,
        &mut watch,
    );
    progress.finish();
    let result = result.map_err(failure)?;
    let document = &result.document;
    if result.interrupted && document.draws == 0 {
        return Err(Failure::Interrupted(text::interrupted(0, args.draws)));
    }
    if !args.quiet {
        // those of the scenario have been shown where they stand
        let shown = scenario.warnings.iter().map(|warning| &warning.message);
        let shown: Vec<&String> = shown.collect();
        // the first one of an interrupted run says so; that is said at the end
        let warnings = document
            .warnings
            .iter()
            .skip(usize::from(result.interrupted));
        for warning in warnings.filter(|warning| !shown.contains(warning)) {
            terminal::say(&text::warning(warning));
        }
    }
    let report = args
        .out
        .as_ref()
        .map(|folder| folder.join("report.html").display().to_string());
    match args.format {
        Format::Json => terminal::print(&output::json::render(document))?,
        Format::Text => {
            let coloured = terminal::colour_on_stdout();
            terminal::print_text(&verdict::screen(document, report.as_deref(), coloured))?;
        }
    }
    if let Some(report) = report.filter(|_| !args.quiet) {
        terminal::say(&text::wrote(&report));
    }
    match result.interrupted {
        true => Err(Failure::Interrupted(text::interrupted(
            document.draws,
            args.draws,
        ))),
        false => Ok(()),
    }
}

/// Refuses a folder with files of somebody else.
fn check_folder(folder: &Path, args: &RunArgs) -> Result<(), Failure> {
    let name = folder.display().to_string();
    match folder::contents(folder) {
        Ok(Contents::Other(names)) if !args.force => {
            Err(Failure::Usage(text::folder_in_use(&name, &names)))
        }
        Ok(Contents::EarlierRun) => {
            if !args.quiet {
                terminal::say(&text::overwrites(&name));
            }
            Ok(())
        }
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::Usage(text::no_folder(&name, &error.to_string()))),
    }
}

/// A scenario that the engine cannot take is invalid; anything else is a run that failed.
fn failure(error: RunError) -> Failure {
    let why = error.to_string();
    match error {
        RunError::Model(_) | RunError::Targets(_) => Failure::Usage(why),
        RunError::Threads(_) | RunError::Output(_) | RunError::Audit(_) => Failure::Run(why),
    }
}

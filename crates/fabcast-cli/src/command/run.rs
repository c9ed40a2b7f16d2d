//! `fabcast run`.

use std::path::{Path, PathBuf};

use fabcast::collect::Months;
use fabcast::folder::{Claim, Folder};
use fabcast::output;
use fabcast::run::{RunError, RunOutput, Runtime, resume, start, unfinished};
use fabcast::scenario::Scenario;
use fabcast::store::{Settings, Shard, StoreError};
use fabcast::table::identify;
use fabcast::workbook;

use crate::args::{Format, RunArgs};
use crate::failure::Failure;
use crate::terminal::{self, Progress};
use crate::text::{self, ensemble};
use crate::verdict;

/// Draws of a run that is asked for nothing else.
pub const DRAWS: u64 = 2_000;
/// Draws at most of a run that is to reach a precision.
const MOST_DRAWS: u64 = 1_000_000;

/// Simulates an ensemble and prints the verdict.
///
/// # Errors
/// When the scenario is invalid, the folder is in use, the run fails or is interrupted.
pub fn run(args: &RunArgs) -> Result<(), Failure> {
    if let Some(folder) = &args.resume {
        return go_on(folder, args);
    }
    let scenario = super::load(&args.scenario.scenario, &args.scenario.set, args.quiet)?;
    let file = args.draws_from.as_ref().map(|path| identify(path));
    let file = file.transpose().map_err(|error| failure(error.into()))?;
    let draws = args.draws.unwrap_or(match (&file, args.until.is_empty()) {
        (Some((_, rows)), _) => *rows,
        (None, true) => DRAWS,
        (None, false) => MOST_DRAWS,
    });
    let settings = Settings {
        draws,
        seed: args.seed,
        first: args.first_draw,
        relax: lifted(args),
        audit: args.audit,
        central: args.central,
        design: args.design.of_library(),
        draws_from: file.map(|(file, _)| file),
        until: args.until.clone(),
        columns: args.columns.clone(),
        no_draws: args.no_draws,
        trace: args.trace,
        why: match args.no_why {
            true => Some(0),
            false => args.why_draws,
        },
        shard: args.shard,
    };
    if let Some(number) = args.draw {
        return super::draw::draw(&scenario, &settings, number, args);
    }
    let inputs = inputs(&scenario, args);
    let claim = Claim {
        force: args.force,
        inputs: &inputs,
        who: "fabcast run",
    };
    let out = match &args.out {
        Some(path) => Some(open_run(path, &claim, &scenario.to_toml(), args.quiet)?),
        None => None,
    };
    let progress = Progress::new(draws, args.quiet || args.format == Format::Json);
    let mut watch = |done| progress.show(done);
    let result = start(
        &scenario,
        &settings,
        runtime(args),
        out.as_ref(),
        &mut watch,
    );
    progress.finish();
    out.iter().for_each(super::say_kept);
    // those of the scenario have been shown where they stand
    let shown: Vec<&str> = scenario
        .warnings
        .iter()
        .map(|w| w.message.as_str())
        .collect();
    finish(result, &shown, args.out.as_deref(), settings.shard, args)?;
    if let Some(folder) = out.as_ref().filter(|_| args.xlsx) {
        let draw =
            workbook::write(folder, &scenario, &settings, args.xlsx_draw).map_err(failure)?;
        super::say_kept(folder);
        if !args.quiet {
            let path = folder.path().join(workbook::FILE).display().to_string();
            terminal::say(&ensemble::wrote_workbook(&path, draw.number, draw.median));
        }
    }
    Ok(())
}

/// Continues the run in a folder.
fn go_on(folder: &Path, args: &RunArgs) -> Result<(), Failure> {
    // A folder in which there is nothing to continue is not touched.
    unfinished(folder).map_err(|error| failure(error.into()))?;
    let claim = Claim {
        who: "fabcast run --resume",
        ..Claim::default()
    };
    let out = Folder::to_go_on(folder, &claim).map_err(super::refused)?;
    let (settings, _) = unfinished(folder).map_err(|error| failure(error.into()))?;
    let progress = Progress::new(settings.draws, args.quiet || args.format == Format::Json);
    let mut watch = |done| progress.show(done);
    let result = resume(&out, runtime(args), &mut watch);
    progress.finish();
    super::say_kept(&out);
    finish(result, &[], Some(folder), settings.shard, args)
}

/// Files that a run reads.
pub fn inputs(scenario: &Scenario, args: &RunArgs) -> Vec<PathBuf> {
    let mut files = scenario.files();
    files.extend(args.draws_from.clone());
    files
}

fn runtime(args: &RunArgs) -> Runtime<'static> {
    Runtime {
        threads: args.threads.map(usize::from),
        stop: Some(terminal::stop_on_interrupt()),
        months: match args.format {
            Format::Text => Months::YearEnds,
            Format::Json => Months::All,
        },
    }
}

/// Names of the groups to lift, each once, in their own order.
fn lifted(args: &RunArgs) -> Vec<String> {
    let groups = fabcast::model::parameter::GROUPS.map(str::to_owned);
    let asked = groups
        .into_iter()
        .filter(|group| args.relax.contains(group));
    asked.collect()
}

/// Prints what came of a run.
fn finish(
    result: Result<RunOutput, RunError>,
    shown: &[&str],
    out: Option<&Path>,
    shard: Option<Shard>,
    args: &RunArgs,
) -> Result<(), Failure> {
    let done = || {
        out.and_then(|folder| unfinished(folder).ok())
            .map_or(0, |(_, done)| done)
    };
    let result = result.map_err(|error| match (failure(error), out) {
        (Failure::Run(why), Some(folder)) if done() > 0 => {
            Failure::Run(ensemble::kept(&why, &folder.display().to_string(), done()))
        }
        (other, _) => other,
    })?;
    let document = &result.document;
    let mut says = text::interrupted(document.draws, document.draws_asked);
    if result.interrupted && document.draws == 0 {
        return Err(Failure::Interrupted(says));
    }
    let report = out.filter(|_| shard.is_none());
    show(&result, shown, report, args.format, args.quiet)?;
    if let (Some(shard), Some(folder), false) = (shard, out, args.quiet || result.interrupted) {
        let folder = folder.display().to_string();
        terminal::say(&ensemble::wrote_shard(shard.number, shard.of, &folder));
    }
    if !result.interrupted {
        return Ok(());
    }
    if let Some(folder) = out {
        says = format!(
            "{says} {}",
            ensemble::can_resume(&folder.display().to_string())
        );
    }
    Err(Failure::Interrupted(says))
}

/// Prints a document and its warnings, except those that have been shown.
pub fn show(
    result: &RunOutput,
    shown: &[&str],
    out: Option<&Path>,
    format: Format,
    quiet: bool,
) -> Result<(), Failure> {
    let document = &result.document;
    if !quiet {
        // the first one of an interrupted run says so; that is said at the end
        let warnings = document
            .warnings
            .iter()
            .skip(usize::from(!document.complete));
        for warning in warnings.filter(|warning| !shown.contains(&warning.as_str())) {
            terminal::say(&text::warning(warning));
        }
    }
    let report = out.map(|folder| folder.join("report.html").display().to_string());
    match format {
        Format::Json => terminal::print(&output::json::render(document))?,
        Format::Text => {
            let coloured = terminal::colour_on_stdout();
            terminal::print_coloured(&verdict::screen(document, report.as_deref(), coloured))?;
        }
    }
    if !quiet {
        for what in &result.left_out {
            terminal::say(&text::warning(what));
        }
    }
    if let Some(report) = report.filter(|_| !quiet) {
        terminal::say(&text::wrote(&report));
    }
    Ok(())
}

/// Opens the folder of a run: refuses one with files of somebody else, or with work that would be lost.
pub fn open_run(
    path: &Path,
    claim: &Claim,
    scenario: &str,
    quiet: bool,
) -> Result<Folder, Failure> {
    let name = path.display().to_string();
    let folder = Folder::of_run(path, claim, scenario).map_err(super::refused)?;
    if !claim.force {
        match unfinished(path) {
            Ok((_, 0)) | Err(StoreError::Nothing(_)) => {}
            Ok((settings, done)) => {
                return Err(Failure::Usage(match settings.shard {
                    Some(shard) => ensemble::shard_there(&name, shard.number, shard.of),
                    None => ensemble::unfinished(&name, done, settings.draws),
                }));
            }
            // What cannot be continued here may be elsewhere: by its own version, or once it is mended.
            Err(error) => {
                let why = RunError::from(error).to_string();
                return Err(Failure::Usage(ensemble::unreadable_parts(&name, &why)));
            }
        }
    }
    if folder.holds_a_run() && !quiet {
        terminal::say(&text::overwrites(&name));
    }
    Ok(folder)
}

/// A request that cannot be met is bad usage; anything else is a run that failed.
pub fn failure(error: RunError) -> Failure {
    let why = error.to_string();
    match error.is_usage() {
        true => Failure::Usage(why),
        false => Failure::Run(why),
    }
}

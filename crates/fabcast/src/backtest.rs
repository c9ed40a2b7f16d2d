//! The model against what happened: forecasts made with what was known at the time, scored.
//!
//! Each backtest is a row of [`CASES`]; the command line, the pages and the report follow that table.

pub mod calendar;
pub mod fabs;
pub mod models;
pub mod policy;
pub mod score;
pub mod table;
pub mod text;
pub mod world;

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use serde::Serialize;

use crate::ensemble;
use crate::run::RunError;

/// How to run backtests.
#[derive(Clone, Debug, Default)]
pub struct Options<'a> {
    /// Draws per forecast; each backtest has its own default.
    pub draws: Option<u64>,
    /// Seed.
    pub seed: u64,
    /// Threads; all cores if absent.
    pub threads: Option<usize>,
    /// File of cases instead of those that are part of fabcast.
    pub cases: Option<PathBuf>,
    /// Set to stop.
    pub stop: Option<&'a AtomicBool>,
}

/// What a backtest found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Name of the backtest.
    pub name: &'static str,
    /// Its document as JSON.
    pub json: String,
    /// The same for a screen.
    pub screen: String,
    /// The same as a section of a page, in Markdown.
    pub page: String,
    /// The same with pictures, as a page of HTML; empty if there are none.
    pub html: String,
}

/// One backtest.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Name on the command line.
    pub name: &'static str,
    /// What it compares.
    pub about: &'static str,
    /// Whether it takes a file of cases.
    pub takes_cases: bool,
    /// Runs it.
    pub run: fn(&Options) -> Result<Finding, BacktestError>,
}

/// Every backtest, in the order in which they are run and shown. A new one is a row here.
pub const CASES: [Entry; 4] = [
    Entry {
        name: "fabs",
        about: text::ABOUT_FABS,
        takes_cases: true,
        run: run_fabs,
    },
    Entry {
        name: "policy",
        about: text::ABOUT_POLICY,
        takes_cases: true,
        run: run_policy,
    },
    Entry {
        name: "models",
        about: text::ABOUT_MODELS,
        takes_cases: false,
        run: run_models,
    },
    Entry {
        name: "world",
        about: text::ABOUT_WORLD,
        takes_cases: false,
        run: run_world,
    },
];

/// Why a backtest could not be run.
#[derive(Debug)]
pub enum BacktestError {
    /// The file of cases has faults.
    Cases(table::CaseError),
    /// A run failed or could not begin.
    Run(RunError),
    /// Stopped before a backtest was done.
    Interrupted,
    /// No such backtest.
    Unknown(String),
    /// A backtest that takes no file of cases was given one, or several were.
    NoCases(Vec<String>),
}

impl std::fmt::Display for BacktestError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BacktestError::Cases(error) => error.fmt(f),
            BacktestError::Run(error) => error.fmt(f),
            BacktestError::Interrupted => f.write_str(text::INTERRUPTED),
            BacktestError::Unknown(name) => f.write_str(&text::unknown(name)),
            BacktestError::NoCases(names) => f.write_str(&text::no_cases(names)),
        }
    }
}

impl std::error::Error for BacktestError {}

impl From<table::CaseError> for BacktestError {
    fn from(error: table::CaseError) -> BacktestError {
        BacktestError::Cases(error)
    }
}

impl From<RunError> for BacktestError {
    fn from(error: RunError) -> BacktestError {
        BacktestError::Run(error)
    }
}

/// The backtests of these names; all of them without any.
///
/// # Errors
/// For a name that is none, or when `options` hold cases for a backtest that takes none.
pub fn chosen(names: &[String], options: &Options) -> Result<Vec<&'static Entry>, BacktestError> {
    if let Some(name) = names
        .iter()
        .find(|n| CASES.iter().all(|case| case.name != **n))
    {
        return Err(BacktestError::Unknown(name.clone()));
    }
    let chosen: Vec<&Entry> = CASES
        .iter()
        .filter(|case| names.is_empty() || names.iter().any(|name| name == case.name))
        .collect();
    if options.cases.is_some() && !matches!(chosen[..], [one] if one.takes_cases) {
        let names = chosen.iter().map(|case| case.name.to_owned()).collect();
        return Err(BacktestError::NoCases(names));
    }
    Ok(chosen)
}

/// One JSON document of some findings: the document itself of a single one, else an object with the
/// names of the backtests.
pub fn json(findings: &[Finding]) -> String {
    match findings {
        [one] => one.json.clone(),
        several => {
            let parts: Vec<String> = several
                .iter()
                .map(|finding| format!("\"{}\": {}", finding.name, finding.json.trim_end()))
                .collect();
            format!("{{\n{}\n}}\n", parts.join(",\n"))
        }
    }
}

/// `docs/backtests.md`: the backtests that need no long runs, with their tables and pictures.
///
/// # Errors
/// When one of them cannot be run.
pub fn page() -> Result<String, BacktestError> {
    let options = Options {
        seed: 1,
        ..Options::default()
    };
    let mut page = text::PAGE.to_owned();
    for case in CASES.iter().filter(|case| case.name != "world") {
        let found = (case.run)(&options)?;
        page.push_str(&format!(
            "\n## `{}`: {}\n\n{}",
            case.name, case.about, found.page
        ));
    }
    Ok(page)
}

/// `data/fab_fit.csv`: the parameters estimated from the record of fabs, with standard errors.
///
/// # Errors
/// When the record has faults.
pub fn fab_fit() -> Result<String, BacktestError> {
    let record = fabs::record::record()?;
    let fitted = fabs::fit(&record, &fabs::chain::Chains::embedded());
    Ok(fabs::parameters::parameters_csv(&fitted))
}

fn finding(name: &'static str, document: &impl Serialize, screen: String, page: String) -> Finding {
    Finding {
        name,
        json: crate::output::json::render(document),
        screen,
        page,
        html: String::new(),
    }
}

fn run_fabs(options: &Options) -> Result<Finding, BacktestError> {
    let document = fabs::fabs(options)?;
    let screen = fabs::text::screen(&document);
    let page = fabs::text::page(&document);
    Ok(Finding {
        html: crate::output::html::backtest::page(&document),
        ..finding("fabs", &document, screen, page)
    })
}

/// Runs of the world without a programme.
fn ensembles<'a>(options: &Options<'a>) -> ensemble::Options<'a> {
    ensemble::Options {
        draws: options.draws.unwrap_or(2_000),
        seed: options.seed,
        threads: options.threads,
        stop: options.stop,
        ..ensemble::Options::default()
    }
}

fn run_policy(options: &Options) -> Result<Finding, BacktestError> {
    let document = policy::policy(options)?;
    let screen = policy::screen(&document);
    let page = text::fenced(&screen);
    Ok(finding("policy", &document, screen, page))
}

fn run_models(options: &Options) -> Result<Finding, BacktestError> {
    let document = models::models(&ensembles(options))?;
    let screen = models::screen(&document);
    let page = text::fenced(&screen);
    Ok(finding("models", &document, screen, page))
}

fn run_world(options: &Options) -> Result<Finding, BacktestError> {
    let options = ensembles(options);
    let document = world::world(&options)?;
    let screen = world::text::render(&document);
    let page = text::fenced(&screen);
    Ok(finding("world", &document, screen, page))
}

//! The model against what happened: forecasts made with what was known at the time, scored.
//!
//! Each backtest is a row of [`CASES`]; the command line, the pages and the report follow that table.

pub mod calendar;
pub mod campuses;
pub mod fabs;
mod linear;
pub mod models;
pub mod plan;
pub mod policy;
pub mod replays;
pub mod score;
pub mod table;
pub mod text;
pub mod world;

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use fabcast_document::backtest::{
    CAMPUSES_FILE, FABS_FILE, MODELS_FILE, PLAN_FILE, POLICY_FILE, REPLAYS_FILE, WORLD_FILE,
};
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
    /// File of what came, for a frozen forecast.
    pub actuals: Option<PathBuf>,
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
}

/// One backtest.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Name on the command line.
    pub name: &'static str,
    /// File of its document in a folder.
    pub file: &'static str,
    /// What it compares.
    pub about: &'static str,
    /// Whether it takes a file of cases.
    pub takes_cases: bool,
    /// Whether it takes a file of actuals.
    pub takes_actuals: bool,
    /// Runs it.
    pub run: fn(&Options) -> Result<Finding, BacktestError>,
}

/// Every backtest, in the order in which they are run and shown. A new one is a row here.
pub const CASES: [Entry; 7] = [
    Entry {
        name: "fabs",
        file: FABS_FILE,
        about: text::ABOUT_FABS,
        takes_cases: true,
        takes_actuals: false,
        run: run_fabs,
    },
    Entry {
        name: "campuses",
        file: CAMPUSES_FILE,
        about: text::ABOUT_CAMPUSES,
        takes_cases: true,
        takes_actuals: false,
        run: run_campuses,
    },
    Entry {
        name: "policy",
        file: POLICY_FILE,
        about: text::ABOUT_POLICY,
        takes_cases: true,
        takes_actuals: false,
        run: run_policy,
    },
    Entry {
        name: "models",
        file: MODELS_FILE,
        about: text::ABOUT_MODELS,
        takes_cases: false,
        takes_actuals: false,
        run: run_models,
    },
    Entry {
        name: "world",
        file: WORLD_FILE,
        about: text::ABOUT_WORLD,
        takes_cases: false,
        takes_actuals: false,
        run: run_world,
    },
    Entry {
        name: "replays",
        file: REPLAYS_FILE,
        about: text::ABOUT_REPLAYS,
        takes_cases: false,
        takes_actuals: false,
        run: run_replays,
    },
    Entry {
        name: "plan-2024",
        file: PLAN_FILE,
        about: text::ABOUT_PLAN,
        takes_cases: false,
        takes_actuals: true,
        run: run_plan,
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
    /// A backtest that takes no file of actuals was given one.
    NoActuals(Vec<String>),
    /// The frozen forecast is not what was frozen.
    Frozen(String),
}

impl std::fmt::Display for BacktestError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BacktestError::Cases(error) => error.fmt(f),
            BacktestError::Run(error) => error.fmt(f),
            BacktestError::Interrupted => f.write_str(text::INTERRUPTED),
            BacktestError::Unknown(name) => f.write_str(&text::unknown(name)),
            BacktestError::NoCases(names) => f.write_str(&text::no_cases(names)),
            BacktestError::NoActuals(names) => f.write_str(&text::no_actuals(names)),
            BacktestError::Frozen(what) => f.write_str(what),
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
    if options.actuals.is_some() && !matches!(chosen[..], [one] if one.takes_actuals) {
        let names = chosen.iter().map(|case| case.name.to_owned()).collect();
        return Err(BacktestError::NoActuals(names));
    }
    Ok(chosen)
}

/// One JSON document of some findings: the document itself of a single one. Of several, `scores` are
/// those of all forecasts together, `cases` all cases with the name of their backtest, and each
/// document stands under its own name.
pub fn json(findings: &[Finding]) -> String {
    match findings {
        [one] => one.json.clone(),
        several => crate::output::json::render(&together(several)),
    }
}

/// Scores of several backtests together. Their units differ, so a CRPS counts as a multiple of that of
/// the simplest rival in the same backtest, which is 1.
fn together(findings: &[Finding]) -> serde_json::Value {
    use serde_json::{Value, json};
    let documents: Vec<(&str, Value)> = findings
        .iter()
        .filter_map(|f| Some((f.name, serde_json::from_str(&f.json).ok()?)))
        .collect();
    let (mut n, mut compared) = (0.0, 0.0);
    let (mut covered, mut crps) = ([0.0; 3], 0.0);
    let mut cases = Vec::new();
    for (name, document) in &documents {
        let scores = &document["scores"];
        let of = |key: &str| scores[key].as_f64();
        if let Some(count) = of("n") {
            n += count;
            let shares = ["coverage_50", "coverage_80", "coverage_90"];
            for (sum, share) in covered.iter_mut().zip(shares) {
                *sum += count * of(share).unwrap_or(0.0);
            }
            let rival = SIMPLEST
                .iter()
                .find_map(|rival| scores["rivals"][rival]["crps"].as_f64());
            if let (Some(own), Some(rival)) = (of("crps"), rival.filter(|rival| *rival > 0.0)) {
                compared += count;
                crps += count * own / rival;
            }
        }
        for case in document["cases"].as_array().into_iter().flatten() {
            let mut case = case.clone();
            if let Value::Object(fields) = &mut case {
                fields.insert("backtest".to_owned(), json!(name));
            }
            cases.push(case);
        }
    }
    let share = |sum: f64, of: f64| {
        if of > 0.0 {
            json!(sum / of)
        } else {
            Value::Null
        }
    };
    let mut all = json!({
        "engine_version": env!("CARGO_PKG_VERSION"),
        "scores": {
            "n": n as u64,
            "coverage_50": share(covered[0], n),
            "coverage_80": share(covered[1], n),
            "coverage_90": share(covered[2], n),
            "crps": share(crps, compared),
            "crps_unit": "multiple of the simplest rival's in the same backtest",
            "n_compared": compared as u64,
            "rivals": { "simplest": { "crps": 1.0 } },
        },
        "cases": cases,
    });
    for (name, document) in documents {
        all[name] = document;
    }
    all
}

/// The simplest rivals: what was announced or promised, or the last value.
const SIMPLEST: [&str; 3] = ["announced", "promised", "last_value"];

/// `docs/backtests.md`: every backtest with its tables and pictures.
///
/// # Errors
/// When one of them cannot be run.
pub fn page() -> Result<String, BacktestError> {
    let options = Options {
        seed: 1,
        ..Options::default()
    };
    let mut page = text::PAGE.to_owned();
    for case in &CASES {
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

/// `data/campus_fit.csv`: what is estimated from the record of campuses, with standard errors.
///
/// # Errors
/// When the record has faults.
pub fn campus_fit() -> Result<String, BacktestError> {
    let record = campuses::record::record()?;
    Ok(campuses::parameters::parameters_csv(&record))
}

fn finding(name: &'static str, document: &impl Serialize, screen: String, page: String) -> Finding {
    Finding {
        name,
        json: crate::output::json::render(document),
        screen,
        page,
    }
}

fn run_fabs(options: &Options) -> Result<Finding, BacktestError> {
    let document = fabs::fabs(options)?;
    let screen = fabs::text::screen(&document);
    let page = fabs::text::page(&document);
    Ok(finding("fabs", &document, screen, page))
}

fn run_campuses(options: &Options) -> Result<Finding, BacktestError> {
    let document = campuses::campuses(options)?;
    let screen = campuses::text::screen(&document);
    let page = campuses::text::page(&document);
    Ok(finding("campuses", &document, screen, page))
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

fn run_replays(options: &Options) -> Result<Finding, BacktestError> {
    let document = replays::replays(&ensembles(options))?;
    let (screen, page) = (replays::screen(&document), replays::page(&document));
    Ok(finding("replays", &document, screen, page))
}

fn run_plan(options: &Options) -> Result<Finding, BacktestError> {
    let document = plan::plan(options)?;
    let (screen, page) = (plan::screen(&document), plan::page(&document));
    Ok(finding("plan-2024", &document, screen, page))
}

/// `data/frozen/plan-2024.json` as the engine would freeze it now; `cargo xtask freeze` writes it.
///
/// # Errors
/// When a run fails.
pub fn freeze() -> Result<String, BacktestError> {
    let options = ensemble::Options {
        draws: plan::frozen::DRAWS,
        seed: 1,
        ..ensemble::Options::default()
    };
    let frozen = plan::frozen::freeze(&options, &world::Actuals::embedded())?;
    Ok(plan::frozen::file(&frozen))
}

fn run_world(options: &Options) -> Result<Finding, BacktestError> {
    let options = ensembles(options);
    let document = world::world(&options)?;
    let screen = world::text::render(&document);
    let page = text::fenced(&screen);
    Ok(finding("world", &document, screen, page))
}

#[cfg(test)]
mod tests;

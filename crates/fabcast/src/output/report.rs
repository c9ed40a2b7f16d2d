//! `report.html` of a folder: one page of the run and of every analysis of the same scenario, seed
//! and version.

use std::io;

use fabcast_document::ScenarioId;
use fabcast_document::run::RunDocument;
use serde::{Deserialize, Serialize};

use super::html::{self, ANALYSES, Contents};
use super::{OutputError, json};
use crate::folder::Folder;
pub use crate::folder::names::{REPORT, RUN};
use crate::input::{self, MOST_TABLE};
use crate::text;

/// What every document begins with, and what has to agree between documents of one page.
#[derive(Clone, Debug, Deserialize)]
struct Head {
    /// None if the document speaks of no single scenario, as that of a table of somebody else.
    scenario: Option<ScenarioId>,
    engine_version: String,
    seed: Option<u64>,
    /// Groups lifted, by a run.
    #[serde(default)]
    relaxed: Vec<String>,
}

/// Writes the document of an analysis into a folder, and the report anew. Returns what the report
/// leaves out, and why.
///
/// # Errors
/// When the folder or a file in it cannot be read or written.
pub fn write_analysis(
    folder: &Folder,
    file: &str,
    document: &impl Serialize,
) -> Result<Vec<String>, OutputError> {
    write_text(folder, file, &json::render(document))
}

/// [`write_analysis`] of a document that is JSON already.
///
/// # Errors
/// As there.
pub fn write_text(folder: &Folder, file: &str, json: &str) -> Result<Vec<String>, OutputError> {
    folder.write(file, json.as_bytes())?;
    write(folder, file)
}

/// Writes the report of a folder. What is of another scenario, seed or version than the run is left
/// out; without a run, than the document in `newest`. Returns what is left out, and why.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(folder: &Folder, newest: &str) -> Result<Vec<String>, OutputError> {
    let mut left_out = Vec::new();
    let run: Option<RunDocument> = match read(folder, RUN)? {
        Some(json) => match serde_json::from_str(&json) {
            Ok(run) => Some(run),
            Err(_) => {
                left_out.push(text::not_of_this_version(RUN, "run"));
                None
            }
        },
        None => None,
    };
    page(folder, run.as_ref(), newest, left_out)
}

/// Writes the report of a folder for a run whose document may not be there yet. Returns what is left
/// out, and why.
///
/// # Errors
/// As [`write()`].
pub fn write_run(folder: &Folder, run: &RunDocument) -> Result<Vec<String>, OutputError> {
    page(folder, Some(run), RUN, Vec::new())
}

fn page(
    folder: &Folder,
    run: Option<&RunDocument>,
    newest: &str,
    mut left_out: Vec<String>,
) -> Result<Vec<String>, OutputError> {
    let mut documents = Vec::new();
    for analysis in &ANALYSES {
        let Some(json) = read(folder, analysis.file)? else {
            continue;
        };
        let head = serde_json::from_str::<Head>(&json);
        match (head, (analysis.sections)(&json)) {
            (Ok(head), Ok(sections)) => documents.push((analysis, head, sections)),
            _ => left_out.push(text::not_of_this_version(analysis.file, analysis.command)),
        }
    }
    let of_run = run.map(|run| Head {
        scenario: Some(ScenarioId {
            name: run.scenario.name.clone(),
            title: run.scenario.title.clone(),
            digest: run.scenario.digest.clone(),
        }),
        engine_version: run.engine_version.clone(),
        seed: Some(run.seed),
        relaxed: run.relaxed.clone(),
    });
    let with_scenario = || {
        let heads = || {
            documents
                .iter()
                .filter(|(_, head, _)| head.scenario.is_some())
        };
        let newest = heads().find(|(analysis, ..)| analysis.file == newest);
        newest.or(heads().next()).map(|(_, head, _)| head.clone())
    };
    let anchor = of_run.or_else(with_scenario);
    let title = anchor.as_ref().and_then(|head| head.scenario.as_ref());
    let title = title.map_or_else(|| text::NO_SCENARIO.to_owned(), |s| s.title.clone());
    let mut analyses = Vec::new();
    for (analysis, head, sections) in documents {
        match anchor.as_ref().and_then(|anchor| difference(anchor, &head)) {
            Some(what) => left_out.push(text::left_out(analysis.file, analysis.command, &what)),
            None => analyses.extend(sections),
        }
    }
    let page = html::page(Contents {
        run,
        title,
        analyses,
        left_out: left_out.clone(),
    });
    folder.write(REPORT, page.as_bytes())?;
    Ok(left_out)
}

/// In what a document differs from that of the run, if they do not belong on one page.
fn difference(run: &Head, other: &Head) -> Option<String> {
    if run.engine_version != other.engine_version {
        return Some(text::made_by_version(&other.engine_version));
    }
    let (Some(run_scenario), Some(scenario)) = (&run.scenario, &other.scenario) else {
        return None;
    };
    if run_scenario.name != scenario.name {
        return Some(text::other_scenario(&scenario.name));
    }
    if run_scenario.digest != scenario.digest {
        return Some(text::OTHER_VALUES.to_owned());
    }
    if let (Some(run), Some(seed)) = (run.seed, other.seed)
        && run != seed
    {
        return Some(text::other_seed(seed));
    }
    (run.relaxed != other.relaxed).then(|| text::OTHER_LIMITS.to_owned())
}

/// Text of a file, if it is there.
fn read(folder: &Folder, file: &str) -> Result<Option<String>, OutputError> {
    let path = folder.path().join(file);
    match input::text(&path, MOST_TABLE) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OutputError::new("read", &path, &error)),
    }
}

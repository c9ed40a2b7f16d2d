//! `fabcast compare`.

mod screen;

use std::path::PathBuf;

use fabcast::analysis::compare::{Side, compare as set_side_by_side};
use fabcast::document::compare::FILE;

use crate::args::CompareArgs;
use crate::failure::Failure;

/// Sets scenarios, or variants of one, side by side.
///
/// # Errors
/// When a scenario is invalid, there is nothing to compare with, the folder is in use, or the analysis is
/// interrupted.
pub fn compare(args: &CompareArgs) -> Result<(), Failure> {
    let analysis = &args.analysis;
    let mut sides = Vec::new();
    for name in &args.scenarios {
        sides.push(Side {
            name: name.clone(),
            scenario: super::load(name, &args.set, analysis.quiet)?,
        });
    }
    if let Some(first) = args.scenarios.first() {
        for with in &args.with {
            let changes = with.split(';').map(|change| change.trim().to_owned());
            let sets: Vec<String> = args.set.iter().cloned().chain(changes).collect();
            sides.push(Side {
                name: with.clone(),
                scenario: super::load(first, &sets, analysis.quiet)?,
            });
        }
    }
    let inputs: Vec<PathBuf> = sides
        .iter()
        .flat_map(|side| side.scenario.files())
        .collect();
    let folder = analysis.open("fabcast compare", FILE, &inputs)?;
    let sample = analysis.sample(args.draws);
    let document =
        analysis.watched(args.draws, |watch| set_side_by_side(&sides, &sample, watch))?;
    let done = (args.draws, document.draws);
    analysis.finish(folder.as_ref(), FILE, &document, done, screen::screen)
}

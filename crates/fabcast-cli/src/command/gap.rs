//! `fabcast gap`.

mod screen;

use fabcast::analysis::gap::{Question, gap as split};
use fabcast::document::gap::FILE;

use crate::args::GapArgs;
use crate::failure::Failure;

/// Splits the execution gap over the constraint groups.
///
/// # Errors
/// When the scenario or an outcome is invalid, the folder is in use, or the analysis is interrupted.
pub fn gap(args: &GapArgs) -> Result<(), Failure> {
    let analysis = &args.analysis;
    let scenario = super::load(&args.scenario.scenario, &args.scenario.set, analysis.quiet)?;
    let folder = analysis.open("fabcast gap", FILE, &scenario.files())?;
    let question = Question {
        outcomes: args.outcome.clone(),
        year: args.year,
        exact: args.exact,
    };
    let sample = analysis.sample(args.draws);
    let document = analysis.watched(args.draws, |watch| {
        split(&scenario, &question, &sample, watch)
    })?;
    let own: Vec<&String> = scenario.warnings.iter().map(|w| &w.message).collect();
    let mut warnings = document.warnings.clone();
    warnings.retain(|warning| !own.contains(&warning));
    analysis.warn(&warnings);
    analysis.finish(
        folder.as_ref(),
        FILE,
        &document,
        (args.draws, document.draws),
        screen::screen,
    )
}

//! `fabcast absorb`.

mod screen;

use fabcast::analysis::absorb::absorb as scale;
use fabcast::document::absorb::FILE;

use crate::args::AbsorbArgs;
use crate::failure::Failure;

/// Runs the programme at every size of its budget.
///
/// # Errors
/// When the scenario or the year is invalid, the folder is in use, or the analysis is interrupted.
pub fn absorb(args: &AbsorbArgs) -> Result<(), Failure> {
    let analysis = &args.analysis;
    let scenario = super::load(&args.scenario.scenario, &args.scenario.set, analysis.quiet)?;
    let folder = analysis.open("fabcast absorb", FILE, &scenario.files())?;
    let sample = analysis.sample(args.draws);
    let document = analysis.watched(args.draws, |watch| {
        scale(&scenario, args.year, &sample, watch)
    })?;
    let done = (args.draws, document.draws);
    analysis.finish(folder.as_ref(), FILE, &document, done, screen::screen)
}

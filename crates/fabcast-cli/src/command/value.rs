//! `fabcast value`.

mod screen;

use fabcast::analysis::value::value as information;
use fabcast::document::value::FILE;

use crate::args::ValueArgs;
use crate::failure::Failure;

/// Values the information about every uncertain parameter.
///
/// # Errors
/// When the scenario is invalid, the draws are too few, the folder is in use, or the analysis is interrupted.
pub fn value(args: &ValueArgs) -> Result<(), Failure> {
    let analysis = &args.analysis;
    let scenario = super::load(&args.scenario.scenario, &args.scenario.set, analysis.quiet)?;
    let folder = analysis.open("fabcast value", FILE, &scenario.files())?;
    let sample = analysis.sample(args.draws);
    let document = analysis.watched(args.draws, |watch| information(&scenario, &sample, watch))?;
    let done = (args.draws, document.draws);
    analysis.finish(folder.as_ref(), FILE, &document, done, screen::screen)
}

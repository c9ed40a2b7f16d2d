//! What it would be worth to know as one screen of text.

use fabcast::document::value::ValueDocument;
use fabcast::format::{self, Measure, percent};

use crate::layout::{Table, paragraph, shortened};
use crate::text::{self, value as words};

/// Parameters shown.
const MOST: usize = 15;

/// The screen.
pub fn screen(document: &ValueDocument) -> String {
    let scenario = &document.scenario;
    let money = Measure::money();
    let mut options = Table::new(1);
    options.row(words::OPTIONS);
    for option in &document.options {
        options.row([
            option.label.clone(),
            money.with_error(option.npv.mean, option.npv.standard_error),
            percent(option.best_in),
        ]);
    }
    let least = 0.001 * document.evpi.mean;
    let mut parameters = Table::new(1);
    parameters.row(words::PARAMETERS);
    parameters.row([
        words::EVERYTHING.to_owned(),
        money.with_error(document.evpi.mean, document.evpi.standard_error),
        String::new(),
    ]);
    for worth in document
        .parameters
        .iter()
        .take(MOST)
        .filter(|worth| worth.evppi > least)
    {
        let told = if worth.distinguishable {
            ""
        } else {
            words::NOT_DISTINGUISHABLE
        };
        parameters.row([
            shortened(&worth.path, 44),
            money.write(worth.evppi),
            told.to_owned(),
        ]);
    }
    let floor = words::floor(&money.write(document.noise_floor), document.bins);
    let seconds = format::significant(document.elapsed_seconds);
    let parts = [
        paragraph("", &words::heading(&scenario.title, &scenario.name)),
        paragraph("", &document.sentence),
        options.render(),
        parameters.render() + &paragraph("  ", &floor),
        text::analysis_footer(
            document.draws,
            &seconds,
            document.seed,
            &document.engine_version,
        ),
    ];
    parts.join("\n")
}

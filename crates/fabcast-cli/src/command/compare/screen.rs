//! Scenarios side by side as one screen of text.

use fabcast::document::compare::CompareDocument;
use fabcast::format::{self, Measure, percent};

use crate::layout::{Table, paragraph, shortened};
use crate::text::{self, compare as words};

/// Most sides that fit beside each other.
const MOST: usize = 3;
/// Longest name of an outcome [characters].
const LABEL: usize = 24;

/// The screen: a table for each side but the first, against the first.
pub fn screen(document: &CompareDocument) -> String {
    let first = &document.sides[0];
    let mut parts = vec![
        paragraph("", &words::heading(&first.scenario.title)),
        paragraph("", &document.sentence),
    ];
    for other in (1..document.sides.len()).take(MOST) {
        parts.push(against(document, other));
    }
    parts.push(footer(document));
    parts.join("\n")
}

fn against(document: &CompareDocument, other: usize) -> String {
    let (a, b) = (&document.sides[0].name, &document.sides[other].name);
    let mut table = Table::new(1);
    let names = [words::A.to_owned(), words::B.to_owned()];
    let [head_a, head_b] = names;
    table.row([
        words::MEAN.to_owned(),
        head_a,
        head_b,
        words::DIFFERENCE.to_owned(),
        words::BEATS.to_owned(),
    ]);
    for target in &document.targets {
        let difference = &target.differences[other - 1];
        let share = |e: f64| percent(e);
        let says = match difference.is_distinct() {
            true => format::probability(difference.mean, difference.standard_error),
            false => words::NOT_DISTINGUISHABLE.to_owned(),
        };
        let row = [
            share(target.met[0].mean),
            share(target.met[other].mean),
            says,
            String::new(),
        ];
        table.row(std::iter::once(shortened(&target.text, LABEL)).chain(row));
    }
    let mut in_part = "";
    for name in &document.key_outcomes {
        let Some(compared) = document.outcomes.get(name) else {
            continue;
        };
        let measure = Measure::of(&compared.unit);
        let difference = &compared.differences[other - 1];
        let says = match difference.distinguishable {
            true => with_error(&measure, difference.mean, difference.standard_error),
            false => words::NOT_DISTINGUISHABLE.to_owned(),
        };
        let whole = words::year_first(&compared.label);
        let label = match compared.common < 1.0 {
            true => {
                in_part = words::IN_PART;
                let share = words::in_part(&percent(compared.common));
                let room = LABEL.saturating_sub(share.chars().count());
                shortened(&whole, room) + &share
            }
            false => shortened(&whole, LABEL),
        };
        table.row([
            label,
            measure.number(compared.values[0].mean),
            measure.number(compared.values[other].mean),
            says,
            percent(difference.beats),
        ]);
    }
    format!(
        "{}{}{}",
        paragraph("", &words::sides(a, b)),
        table.render(),
        paragraph("  ", &format!("{}{in_part}", words::LEGEND))
    )
}

/// A difference with its error; a power of ten is written once.
fn with_error(measure: &Measure, mean: f64, error: f64) -> String {
    let [mean, error] = [mean, error].map(|value| measure.number(value));
    let power = mean
        .split_once("\u{a0}×\u{a0}")
        .map(|(_, power)| format!("\u{a0}×\u{a0}{power}"));
    match power.filter(|power| error.ends_with(power.as_str())) {
        Some(power) => {
            let [mean, error] = [&mean, &error].map(|text| text.trim_end_matches(power.as_str()));
            words::with_error(&format!("({mean}"), &format!("{error}){power}"))
        }
        None => words::with_error(&mean, &error),
    }
}

fn footer(document: &CompareDocument) -> String {
    let seconds = format::significant(document.elapsed_seconds);
    text::analysis_footer(
        document.draws,
        &seconds,
        document.seed,
        &document.engine_version,
    )
}

//! The world without a programme.

use fabcast::document::run::RunDocument;
use fabcast::format::{Measure, NONE};

use super::{at, dates, outcome, with_range};
use crate::layout::{Table, headed, paragraph};
use crate::text;

/// A block of the table: label, series, measure of its numbers.
const BLOCKS: [(&str, &str, &str); 4] = [
    (text::OTHERS, "others_h100e", "million"),
    (text::PURCHASES, "others_purchases", "million"),
    (text::POWER, "ai_power_gw", ""),
    (text::PRICE, "price_h100_hour", "USD"),
];

/// Compute, purchases, power and price at each date, and the training-cost clock.
pub fn table(document: &RunDocument) -> String {
    let dates = dates(document);
    let mut table = Table::new(2);
    let mut head = vec![String::new(); 2];
    head.extend(dates.iter().map(|(name, _)| name.clone()));
    table.row(head);
    for (label, series, unit) in BLOCKS {
        let measure = Measure::of(unit);
        let values: Vec<_> = dates
            .iter()
            .map(|(_, month)| at(document, series, month))
            .collect();
        let mut medians = vec![label.to_owned(), text::ROW_MEDIAN.to_owned()];
        let mut ranges = vec![String::new(), text::ROW_RANGE.to_owned()];
        for value in values {
            let none = || NONE.to_owned();
            medians.push(value.map_or_else(none, |value| measure.write(value.p50)));
            ranges.push(value.map_or_else(none, |value| measure.range(value.p10, value.p90)));
        }
        table.row(medians);
        table.row(ranges);
    }
    let mut out = headed(text::WORLD, &table.render_flush());
    if let Some(fall) = outcome(document, "training_cost_fall") {
        let measure = Measure::of("1/year");
        let year = document
            .scenario
            .judged
            .first()
            .copied()
            .unwrap_or_default();
        let largest = outcome(document, &format!("largest_run_{year}"))
            .map(|run| Measure::of("FLOP").write(run.quantiles.p50));
        let says = text::training(year, &with_range(&measure, fall), largest.as_deref());
        out.push('\n');
        out.push_str(&paragraph("", &says));
    }
    out
}

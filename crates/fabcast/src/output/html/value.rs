//! The section on what it would be worth to know.

use fabcast_document::value::ValueDocument;

use super::chart::rows::{Row, Rows};
use super::chart::{Figure, Size, Table};
use super::section::{Section, note_list, open_table, titled, wide};
use super::text::{capitalised, gap, value as text};
use crate::format::{self, Measure};

/// Parameters drawn.
const MOST: usize = 12;

/// What the report says of knowing.
pub fn sections(document: &ValueDocument) -> Vec<Section> {
    let money = Measure::money();
    let mut body = wide(&figure(document));
    let rows = document.options.iter().map(|option| {
        vec![
            capitalised(&option.label),
            money.with_error(option.npv.mean, option.npv.standard_error),
            format::percent(option.best_in),
        ]
    });
    body += &titled(text::CHOICES, "");
    body += &open_table(&Table {
        summary: text::CHOICES.to_owned(),
        head: text::CHOICES_HEAD.map(str::to_owned).into(),
        rows: rows.collect(),
    });
    body += &note_list(gap::NOTES, &document.warnings);
    vec![Section {
        id: "value",
        title: text::TITLE,
        intro: text::INTRO,
        body,
    }]
}

fn figure(document: &ValueDocument) -> Figure {
    let money = Measure::money();
    let rows: Vec<Row> = document
        .parameters
        .iter()
        .filter(|worth| worth.evppi > 0.0)
        .take(MOST)
        .map(|worth| Row {
            label: worth.path.clone(),
            amount: worth.evppi,
            interval: None,
            distinct: worth.distinguishable,
            says: money.write(worth.evppi),
        })
        .collect();
    let told: Vec<String> = rows
        .iter()
        .map(|row| gap::tooltip(&row.label, &row.says))
        .collect();
    let description = text::describe(&told);
    let chart = Rows {
        id: "value-parameters",
        title: &document.sentence,
        description: &description,
        measure: &money,
        rows: &rows,
    };
    let table = document
        .parameters
        .iter()
        .filter(|worth| worth.evppi > 0.0)
        .map(|worth| {
            let mut best = worth.best.clone();
            best.dedup();
            let told = if worth.distinguishable {
                text::YES
            } else {
                text::NO
            };
            vec![
                worth.path.clone(),
                money.write(worth.evppi),
                told.to_owned(),
                best.join(", "),
            ]
        });
    Figure {
        id: "value-figure".to_owned(),
        finding: document.sentence.clone(),
        lead: text::LEAD.to_owned(),
        keys: Vec::new(),
        wide: chart.draw(Size::Wide),
        narrow: chart.draw(Size::Narrow),
        table: Some(Table {
            summary: text::TABLE.to_owned(),
            head: text::HEAD.map(str::to_owned).into(),
            rows: table.collect(),
        }),
    }
}

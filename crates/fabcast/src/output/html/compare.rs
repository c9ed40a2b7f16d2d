//! The section that sets scenarios side by side.

use fabcast_document::compare::CompareDocument;

use super::chart::rows::{Row, Rows};
use super::chart::{Figure, Size, Table};
use super::section::{Section, note_list, open_table, titled, wide};
use super::text::{compare as text, gap};
use crate::format::{self, Measure};

/// What the report says of the sides.
pub fn sections(document: &CompareDocument) -> Vec<Section> {
    let mut body = format!(
        "{}{}",
        titled(&document.sentence, ""),
        open_table(&targets(document))
    );
    if document.targets.is_empty() {
        body = titled(&document.sentence, "");
    }
    for other in 1..document.sides.len() {
        if let Some(figure) = beats(document, other) {
            body += &wide(&figure);
        }
    }
    body += &titled(text::ALL, "");
    body += &open_table(&outcomes(document));
    body += &note_list(gap::NOTES, &document.warnings);
    vec![Section {
        id: "compare",
        title: text::TITLE,
        intro: text::INTRO,
        body,
    }]
}

fn targets(document: &CompareDocument) -> Table {
    let head = std::iter::once(text::TARGET.to_owned());
    let names = document.sides.iter().map(|side| side.name.clone());
    let rows = document.targets.iter().map(|target| {
        let met = target
            .met
            .iter()
            .map(|e| format::probability(e.mean, e.standard_error));
        std::iter::once(target.text.clone()).chain(met).collect()
    });
    Table {
        summary: text::TARGETS.to_owned(),
        head: head.chain(names).collect(),
        rows: rows.collect(),
    }
}

fn beats(document: &CompareDocument, other: usize) -> Option<Figure> {
    let share = Measure::share();
    let rows: Vec<Row> = document
        .key_outcomes
        .iter()
        .filter_map(|name| document.outcomes.get(name))
        .map(|compared| {
            let difference = &compared.differences[other - 1];
            Row {
                label: compared.label.clone(),
                amount: difference.beats,
                interval: None,
                distinct: difference.distinguishable,
                says: share.write(difference.beats),
            }
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let finding = text::finding(&document.sides[other].name, &document.sides[0].name);
    let told: Vec<String> = rows
        .iter()
        .map(|row| gap::tooltip(&row.label, &row.says))
        .collect();
    let description = text::describe(&told);
    let id = format!("compare-{other}");
    let chart = Rows {
        id: &id,
        title: &finding,
        description: &description,
        measure: &share,
        rows: &rows,
    };
    Some(Figure {
        id: format!("{id}-figure"),
        lead: text::CHART_LEAD.to_owned(),
        keys: Vec::new(),
        wide: chart.draw(Size::Wide),
        narrow: chart.draw(Size::Narrow),
        table: None,
        finding,
    })
}

fn outcomes(document: &CompareDocument) -> Table {
    let names: Vec<&String> = document.sides.iter().map(|side| &side.name).collect();
    let mut head = vec![text::OUTCOME.to_owned()];
    head.extend(names.iter().map(|name| (*name).clone()));
    for name in &names[1..] {
        head.push(text::against(name, names[0]));
        head.push(text::beats(name));
    }
    let rows = document.outcomes.values().map(|compared| {
        let measure = Measure::of(&compared.unit);
        let mut row = vec![match compared.common < 1.0 {
            true => text::in_part(&compared.label, &format::percent(compared.common)),
            false => compared.label.clone(),
        }];
        row.extend(
            compared
                .values
                .iter()
                .map(|v| measure.with_error(v.mean, v.standard_error)),
        );
        for difference in &compared.differences {
            row.push(match difference.distinguishable {
                true => measure.with_error(difference.mean, difference.standard_error),
                false => text::NOT_DISTINGUISHABLE.to_owned(),
            });
            row.push(format::percent(difference.beats));
        }
        row
    });
    Table {
        summary: text::ALL.to_owned(),
        head,
        rows: rows.collect(),
    }
}

//! The section on the futures in which the plan works.

use fabcast_document::discover::DiscoverDocument;

use super::chart::{Figure, Key, Size, Table, tradeoff};
use super::section::{Section, note_list, open_table, titled, wide};
use super::text::discover as text;
use crate::format::{self, percent};

/// What the report says of the search.
pub fn sections(document: &DiscoverDocument) -> Vec<Section> {
    let mut body = wide(&figure(document));
    body += &clauses(document);
    body += &tree(document);
    body += &note_list(text::NOTES, &document.warnings);
    vec![Section {
        id: "discover",
        title: text::TITLE,
        intro: text::INTRO,
        body,
    }]
}

fn heads(heads: &[&str]) -> Vec<String> {
    heads.iter().map(|head| (*head).to_owned()).collect()
}

fn figure(document: &DiscoverDocument) -> Figure {
    let finding = document.chosen.sentence.clone();
    let rows = document.trajectory.iter().map(|found| {
        let names: Vec<&str> = found.limits.keys().map(String::as_str).collect();
        vec![
            percent(found.coverage),
            percent(found.density),
            percent(found.mass),
            found.restricted.to_string(),
            names.join(", "),
        ]
    });
    Figure {
        id: "discover-tradeoff".to_owned(),
        lead: text::lead(
            document.successes,
            document.draws,
            &document.condition,
            &document.note,
        ),
        keys: vec![
            Key::new("k-dot", text::KEY_BOX),
            Key::new("k-plan", text::KEY_CHOSEN),
            Key::new("k-whisker", text::HONEST),
        ],
        wide: tradeoff::draw(document, Size::Wide, &finding),
        narrow: tradeoff::draw(document, Size::Narrow, &finding),
        table: Some(Table {
            summary: text::TABLE.to_owned(),
            head: heads(&text::HEAD),
            rows: rows.collect(),
        }),
        finding,
    }
}

fn clauses(document: &DiscoverDocument) -> String {
    let chosen = &document.chosen;
    if chosen.clauses.is_empty() {
        return String::new();
    }
    let rows = chosen.clauses.iter().map(|clause| {
        vec![
            clause.text.clone(),
            percent(clause.density_without),
            match clause.quasi_p {
                p if p < 0.001 => "< 0.001".to_owned(),
                p => format::significant(p),
            },
            percent(clause.reproduced),
        ]
    });
    let table = Table {
        summary: text::CLAUSES.to_owned(),
        head: heads(&text::CLAUSES_HEAD),
        rows: rows.collect(),
    };
    let lead = text::clauses_lead(
        chosen.density_out_of_sample,
        chosen.coverage_out_of_sample,
        chosen.resamples,
    );
    titled(text::CLAUSES, &lead) + &open_table(&table)
}

fn tree(document: &DiscoverDocument) -> String {
    if document.tree.len() < 2 {
        return String::new();
    }
    let rows = document.tree.iter().map(|node| {
        let rule = if node.depth == 0 {
            text::ALL
        } else {
            &node.rule
        };
        vec![
            text::indented(node.depth, rule),
            format::count(node.rows as u64),
            percent(node.density),
            percent(node.coverage),
        ]
    });
    let table = Table {
        summary: text::TREE.to_owned(),
        head: heads(&text::TREE_HEAD),
        rows: rows.collect(),
    };
    titled(text::TREE, text::TREE_LEAD) + &open_table(&table)
}

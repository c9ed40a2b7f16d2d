//! The section with the story of one draw.

use fabcast_document::story::StoryDocument;

use super::chart::Table;
use super::section::{Section, open_table, titled};
use super::text::story as text;
use crate::format::{self, Measure, NONE, percent, significant_signed};

/// Groups that are told to have held a line.
const HELD_BY: usize = 2;

/// What the report says of one future.
pub fn sections(document: &StoryDocument) -> Vec<Section> {
    let mut body = titled(
        &text::heading(document.draw, document.seed),
        &document.sentence,
    );
    let mut add = |summary: &str, head: &[&str], rows: Vec<Vec<String>>| {
        if !rows.is_empty() {
            body += &titled(summary, "");
            body += &open_table(&Table {
                summary: summary.to_owned(),
                head: head.iter().map(|&head| head.to_owned()).collect(),
                rows,
            });
        }
    };
    let happenings = document.timeline.iter();
    add(
        text::TIMELINE,
        &text::TIMELINE_HEAD,
        happenings
            .map(|h| vec![h.month.clone(), h.says.clone()])
            .collect(),
    );
    let split = document.split.iter().flat_map(|split| {
        let measure = Measure::of(&split.unit);
        let gap = split.plan - split.delivered;
        let parts = split.parts.iter();
        parts.map(move |(group, &part)| {
            vec![group.clone(), measure.write(part), percent(part / gap)]
        })
    });
    add(text::SPLIT, &text::SPLIT_HEAD, split.collect());
    let lines = document.lines.iter().map(|line| {
        let late = text::STAGES.iter().map(|stage| {
            let late = line.late.get(*stage).copied().flatten();
            late.map_or_else(|| NONE.to_owned(), |months| months.to_string())
        });
        let mut held: Vec<(&String, f64)> = line.held.iter().map(|(g, &n)| (g, n)).collect();
        held.retain(|(group, months)| *group != "none" && *months >= 0.5);
        held.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        held.truncate(HELD_BY);
        let held: Vec<String> = held
            .iter()
            .map(|(group, months)| format!("{group} {months:.0}"))
            .collect();
        [line.name.clone(), line.count.to_string()]
            .into_iter()
            .chain(late)
            .chain([line.never.to_string(), held.join(", ")])
            .collect()
    });
    add(text::LINES, &text::LINES_HEAD, lines.collect());
    let returns = document.returns.values();
    add(
        text::RETURNS,
        &text::RETURNS_HEAD,
        returns
            .map(|o| vec![o.label.clone(), Measure::of(&o.unit).write(o.value)])
            .collect(),
    );
    let unusual = document.unusual.iter().map(|unusual| {
        vec![
            format!("{} [{}]", unusual.path, unusual.unit),
            significant_signed(unusual.value),
            significant_signed(unusual.centre),
            format::percent(unusual.quantile),
        ]
    });
    add(text::UNUSUAL, &text::UNUSUAL_HEAD, unusual.collect());
    vec![Section {
        id: "story",
        title: text::TITLE,
        intro: text::INTRO,
        body,
    }]
}

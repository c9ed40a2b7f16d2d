//! One draw as one screen of text.

use fabcast::document::draw::{DrawDocument, DrawTarget};
use fabcast::format::{Measure, NONE, significant_signed};

use crate::layout::{Table, headed, item, paragraph, width};
use crate::text::ensemble as text;

/// Rows of the table of delivery: label, series, unit.
const ROWS: [(&str, &str, &str); 4] = [
    (crate::text::COMPUTE, "delivered_h100e", "million"),
    (crate::text::HALLS, "datacentre_gw", ""),
    (crate::text::LOGIC, "logic_capacity_kwspm", ""),
    (crate::text::DRAWN, "capital_drawn", "10^9 USD"),
];
/// Projects that are told, the latest first.
const LATEST: usize = 5;

/// The screen.
pub fn screen(document: &DrawDocument) -> String {
    let mut parts = vec![paragraph(
        "",
        &text::draw_heading(
            &document.title,
            document.draw,
            document.seed,
            &document.design,
        ),
    )];
    parts.push(targets(document));
    parts.push(influences(document));
    parts.push(delivery(document));
    parts.push(latest(document));
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

fn written(target: &DrawTarget, value: f64) -> String {
    match value.is_finite() {
        true => Measure::of(&target.unit).write(value),
        false => NONE.to_owned(),
    }
}

fn targets(document: &DrawDocument) -> String {
    let targets = &document.targets;
    let head = match (targets.is_empty(), document.all_met) {
        (true, _) => return String::new(),
        (_, true) => text::MEETS_ALL,
        (_, false) => text::MISSES,
    };
    let word = |target: &DrawTarget| if target.met { text::MET } else { text::MISSED };
    let widest = targets
        .iter()
        .map(|target| width(word(target)))
        .max()
        .unwrap_or(0);
    let lines = targets.iter().map(|target| {
        let (value, needed) = (
            written(target, target.value),
            written(target, target.at_least),
        );
        item(
            word(target),
            widest,
            &text::draw_target(&target.text, &value, &needed),
        )
    });
    format!("{head}\n{}", lines.collect::<String>())
}

fn influences(document: &DrawDocument) -> String {
    let Some(outcome) = &document.influences_on else {
        return String::new();
    };
    let Some(target) = document
        .targets
        .iter()
        .find(|target| &target.outcome == outcome)
    else {
        return String::new();
    };
    if document.influences.is_empty() {
        return format!("{}\n", text::NO_INFLUENCE);
    }
    let mut table = Table::new(1);
    table.row(text::INFLUENCE_COLUMNS.map(str::to_owned));
    for influence in &document.influences {
        let number = |value: Option<f64>| value.map_or_else(|| NONE.to_owned(), significant_signed);
        let name = match influence.unit.as_str() {
            "" => influence.name.clone(),
            unit => format!("{} [{unit}]", influence.name),
        };
        table.row([
            name,
            number(influence.value),
            number(influence.centre),
            written(target, influence.outcome_at_centre),
        ]);
    }
    headed(
        &text::influences(&written(target, target.value)),
        &table.render_flush(),
    )
}

fn delivery(document: &DrawDocument) -> String {
    let months = &document.months;
    let Some(last) = months.last() else {
        return String::new();
    };
    let at = |month: &str| months.iter().position(|other| other == month);
    let judged = document.judged.iter();
    let mut dates: Vec<(String, usize)> = judged
        .map(|year| (year.to_string(), at(&format!("{year}-12"))))
        .filter_map(|(name, position)| Some((name, position.filter(|p| p + 1 < months.len())?)))
        .collect();
    dates.push((last.clone(), months.len() - 1));
    let mut table = Table::new(2);
    let head = [text::DELIVERY.to_owned(), String::new()].into_iter();
    table.row(
        head.chain(dates.iter().map(|(name, _)| name.clone()))
            .collect::<Vec<_>>(),
    );
    for (label, name, unit) in ROWS {
        let measure = Measure::of(unit);
        for (prefix, first, second) in [("plan_", label, text::PLAN), ("", "", text::THIS)] {
            let Some(series) = document.series.get(&format!("{prefix}{name}")) else {
                continue;
            };
            let cells = dates
                .iter()
                .map(|(_, month)| measure.write(series.values[*month]));
            let row = [first.to_owned(), second.to_owned()].into_iter();
            table.row(row.chain(cells).collect::<Vec<_>>());
        }
    }
    table.render_flush()
}

fn latest(document: &DrawDocument) -> String {
    let end = document.months.len() as f64;
    let mut late: Vec<(f64, &str, String)> = document
        .projects
        .iter()
        .filter_map(|project| {
            let planned = project.planned_online?;
            let delay = project.online.unwrap_or(end) - planned;
            let says = match (project.start, project.online) {
                (None, _) => text::NEVER_STARTED.to_owned(),
                (_, None) => text::NEVER_ONLINE.to_owned(),
                (_, Some(_)) => text::months_late(delay),
            };
            (delay > 0.0).then_some((delay, project.name.as_str(), says))
        })
        .collect();
    let never = document
        .projects
        .iter()
        .filter(|project| project.online.is_none())
        .count();
    late.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    late.truncate(LATEST);
    if late.is_empty() {
        return String::new();
    }
    let widest = late
        .iter()
        .map(|(_, name, _)| width(name))
        .max()
        .unwrap_or(0);
    let lines = late.iter().map(|(_, name, says)| item(name, widest, says));
    let head = text::latest(never, document.projects.len());
    format!("{head}\n{}", lines.collect::<String>())
}

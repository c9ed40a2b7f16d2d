//! What stands at the head of a scenario or world: its name, what it builds on, its period.

use fabcast_model::inputs::Date;

use crate::diagnostic::{Fault, Report, checks, faults};
use crate::shape::is_name;
use crate::source::{Role, Sources, Span};
use crate::syntax::date;
use crate::syntax::quantity::{self, Written};
use crate::syntax::unit::Unit;
use crate::tree::{Node, Table, Value};
use crate::value::Place;

/// Keys of `[world]` at the head of a world.
const WORLD_KEYS: &[&str] = &["name", "vintage", "title", "description"];
/// Keys of `resolved_from`.
const RESOLVED_KEYS: &[&str] = &["world", "vintage"];
/// Version of the language.
const FORMAT: &str = "1";
/// Longest period that can be simulated.
const MOST_MONTHS: i32 = 1200;

/// Who a text is and what it builds on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    pub name: String,
    pub title: Option<String>,
    pub description: Option<String>,
    /// World it names, with the place.
    pub world: Option<(String, Span)>,
    /// Scenario it extends, with the place.
    pub extends: Option<(String, Span)>,
    /// Vintage, of a world.
    pub vintage: Option<(String, Span)>,
    /// World and vintage from which a resolved scenario was made.
    pub resolved_from: Option<(String, Option<String>)>,
}

/// Takes the head off a tree; start, end, price year and budget stay, to be merged.
pub(crate) fn take(tree: &mut Table, file: usize, sources: &Sources, report: &mut Report) -> Head {
    let mut head = Head::default();
    let is_world = sources.get(file).role == Role::World;
    match tree.remove("format") {
        Some(Node {
            value: Value::Number(version),
            ..
        }) if version == FORMAT => {}
        Some(node) => report.push(checks::unknown_format(node.span)),
        None => report.push(checks::no_format(Span::start_of(file))),
    }
    if is_world {
        match tree.remove("world") {
            Some(Node {
                value: Value::Table(world),
                ..
            }) => world_head(&mut head, world, report),
            Some(node) => report.push(checks::not_a_world(node.span)),
            None => report.push(checks::not_a_world(Span::start_of(file))),
        }
        for key in ["name", "title", "description", "extends", "resolved_from"] {
            if let Some(node) = tree.remove(key) {
                report.push(checks::unknown_key(
                    node.key, key, "a world", WORLD_KEYS, None,
                ));
            }
        }
        return head;
    }
    match tree.remove("name") {
        Some(node) => {
            if let Some(name) = text(&node, "name", report) {
                if is_name(&name) && name.bytes().all(|b| !b.is_ascii_uppercase() && b != b'_') {
                    head.name = name;
                } else {
                    report.push(checks::bad_scenario_name(node.span, &name));
                }
            }
        }
        None if tree
            .get("world")
            .is_some_and(|world| world.table().is_some()) => {}
        None => report.push(checks::no_scenario_name(Span::start_of(file))),
    }
    head.title = tree
        .remove("title")
        .and_then(|node| text(&node, "title", report));
    head.description = tree
        .remove("description")
        .and_then(|node| text(&node, "description", report));
    head.world = match tree.remove("world") {
        Some(Node {
            value: Value::Table(_),
            key,
            ..
        }) => {
            report.push(checks::world_is_not_a_scenario(key));
            report.note_unread();
            None
        }
        node => node.and_then(|node| Some((text(&node, "world", report)?, node.span))),
    };
    head.extends = tree
        .remove("extends")
        .and_then(|node| Some((text(&node, "extends", report)?, node.span)));
    if let Some(node) = tree.remove("resolved_from") {
        head.resolved_from = resolved_from(&node, report);
    }
    head
}

fn world_head(head: &mut Head, mut world: Table, report: &mut Report) {
    let mut take = |key: &str, report: &mut Report| {
        let node = world.remove(key)?;
        Some((text(&node, key, report)?, node.span))
    };
    head.name = take("name", report).map_or(String::new(), |(name, _)| name);
    head.title = take("title", report).map(|(title, _)| title);
    head.description = take("description", report).map(|(text, _)| text);
    head.vintage = take("vintage", report);
    if let Some((vintage, span)) = &head.vintage
        && date::parse(vintage).is_none()
    {
        report.push(checks::not_a_month(*span, "vintage", vintage));
        head.vintage = None;
    }
    for (key, node) in &world {
        report.push(checks::unknown_key(
            node.key, key, "`world`", WORLD_KEYS, None,
        ));
    }
}

fn resolved_from(node: &Node, report: &mut Report) -> Option<(String, Option<String>)> {
    let Some(table) = node.table() else {
        report.push(checks::table_expected(
            node.span,
            "resolved_from",
            &node.value,
        ));
        return None;
    };
    for (key, node) in table {
        if !RESOLVED_KEYS.contains(&key.as_str()) {
            report.push(checks::unknown_key(
                node.key,
                key,
                "`resolved_from`",
                RESOLVED_KEYS,
                None,
            ));
        }
    }
    let mut get = |key: &str| table.get(key).and_then(|node| text(node, key, report));
    Some((get("world")?, get("vintage")))
}

fn text(node: &Node, key: &str, report: &mut Report) -> Option<String> {
    match &node.value {
        Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Text(_) => {
            report.push(faults::empty_text(node.span, key));
            None
        }
        other => {
            report.push(faults::text_expected(node.span, key, other));
            None
        }
    }
}

/// The period and the money of a scenario.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub start: Date,
    pub end: Date,
    pub months: usize,
    /// Years at whose end it is judged; empty where it does not say.
    pub judged: Vec<i32>,
    pub price_year: u32,
    /// Budget [bn$], with its place and text.
    pub budget: Option<(f64, Span, String)>,
}

/// First month that stands in where the file gives none, so that the rest is still checked.
const STAND_IN: Date = Date {
    year: 2024,
    month: 1,
};

/// Takes start, end, dates of judgement, price year and budget off the merged tree. What is wrong with them is
/// reported and replaced, so that the rest of the file is checked all the same.
pub(crate) fn frame(
    tree: &mut Table,
    main: usize,
    sources: &Sources,
    report: &mut Report,
) -> Frame {
    let start = month(tree, "start", main, report);
    let end = month(tree, "end", main, report);
    let price_year = price_year(tree.remove("price_year"), main, report);
    let budget = match tree.remove("budget") {
        Some(node) => report.ok(budget(&node, sources)),
        None => None,
    };
    let first = start.map_or(STAND_IN, |(start, _)| start);
    let (mut last, mut months) = (first.plus(MOST_MONTHS - 1), MOST_MONTHS);
    if let (Some((start, _)), Some((end, span))) = (start, end) {
        let asked = start.months_until(end) + 1;
        if asked < 2 {
            report.push(checks::end_before_start(span, start, end));
        } else if asked > MOST_MONTHS {
            report.push(checks::period_too_long(span, asked));
        } else {
            (last, months) = (end, asked);
        }
    }
    let judged = match tree.remove("judged") {
        Some(node) => judged(&node, start, end, report),
        None => Vec::new(),
    };
    Frame {
        judged,
        start: first,
        end: last,
        months: months as usize,
        price_year: price_year.unwrap_or(STAND_IN.year as u32),
        budget,
    }
}

fn month(tree: &mut Table, key: &str, main: usize, report: &mut Report) -> Option<(Date, Span)> {
    let Some(node) = tree.remove(key) else {
        report.push(checks::no_month(Span::start_of(main), key));
        return None;
    };
    let text = match &node.value {
        Value::Text(text) | Value::Moment(text) | Value::Number(text) => text.as_str(),
        other => {
            report.push(faults::text_expected(node.span, key, other));
            return None;
        }
    };
    match date::parse(text) {
        Some(date) => Some((date, node.span)),
        None => {
            report.push(checks::not_a_month(node.span, key, text));
            None
        }
    }
}

/// Years at whose end the scenario is judged.
fn judged(
    node: &Node,
    start: Option<(Date, Span)>,
    end: Option<(Date, Span)>,
    report: &mut Report,
) -> Vec<i32> {
    let nodes = match &node.value {
        Value::List(nodes) if nodes.is_empty() => {
            report.push(checks::not_years(node.span, "empty"));
            return Vec::new();
        }
        Value::List(nodes) => nodes,
        other => {
            report.push(checks::not_years(node.span, other.kind()));
            return Vec::new();
        }
    };
    let mut years: Vec<i32> = Vec::new();
    for node in nodes {
        let year = match &node.value {
            Value::Number(text) if text.len() == 4 => text.parse().ok(),
            _ => None,
        };
        let Some(year) = year else {
            let written = match &node.value {
                Value::Text(text) | Value::Moment(text) | Value::Number(text) => {
                    format!("`{text}`")
                }
                other => other.kind().to_owned(),
            };
            report.push(checks::not_a_year_of_judgement(node.span, &written));
            continue;
        };
        let december = Date { year, month: 12 };
        if let (Some((start, _)), Some((end, _))) = (start, end)
            && start < end
            && !(start..=end).contains(&december)
        {
            report.push(checks::judged_outside(node.span, year, start, end));
        }
        match years.last() {
            Some(&before) if before >= year => {
                report.push(checks::judged_order(node.span, year, before));
            }
            _ => years.push(year),
        }
    }
    years
}

fn price_year(node: Option<Node>, main: usize, report: &mut Report) -> Option<u32> {
    let Some(node) = node else {
        report.push(checks::no_price_year(Span::start_of(main)));
        return None;
    };
    let year = match &node.value {
        Value::Number(text) | Value::Text(text) => text.parse().ok(),
        _ => None,
    };
    match year {
        Some(year) if (1950..=2150).contains(&year) => Some(year),
        _ => {
            report.push(checks::not_a_year(node.span));
            None
        }
    }
}

fn budget(node: &Node, sources: &Sources) -> Result<(f64, Span, String), Fault> {
    let (Value::Text(text) | Value::Number(text)) = &node.value else {
        return Err(faults::text_expected(node.span, "budget", &node.value));
    };
    let place = Place::new(sources, node.span, text);
    let written = quantity::parse(text).map_err(|fault| place.fault(fault))?;
    let Written::Point(number) = written else {
        return Err(checks::budget_is_one_sum(node.span, text));
    };
    let bn = Unit::parse("bn$").ok();
    let sum = match (number.unit, bn) {
        (Some((unit, _)), Some(bn)) => unit.convert(number.value, bn),
        _ => None,
    };
    match sum {
        Some(sum) if (0.0..1e12).contains(&sum) => Ok((sum, node.span, text.clone())),
        Some(_) => Err(checks::budget_out_of_range(node.span, text)),
        None => Err(checks::budget_is_money(node.span, text)),
    }
}

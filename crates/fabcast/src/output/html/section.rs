//! The sections of the report; one that has nothing to show is left out.

use std::collections::BTreeMap;

use askama::Template;
use fabcast_document::run::{Assumption, RunDocument};

use super::chart::{Figure, Key, Table, bars, fan, gantt, heat, lines, magnitudes};
use super::rendered;
use super::text::{self, prose};
use crate::backtest::fabs::reference;
use crate::format::{self, Measure};

/// A section, ready to be placed.
pub struct Section {
    /// Anchor.
    pub id: &'static str,
    /// Heading.
    pub title: &'static str,
    /// What the section is about; may be empty.
    pub intro: &'static str,
    /// HTML.
    pub body: String,
}

/// All sections that have something to show, in reading order.
pub fn all(document: &RunDocument) -> Vec<Section> {
    let parts = [
        ("built", prose::BUILT, built(document)),
        ("schedule-section", prose::SCHEDULE, schedule(document)),
        (
            "cause",
            prose::CAUSE,
            heat::figures(document).iter().map(wide).collect(),
        ),
        ("talent", prose::TALENT, talent(document)),
        (
            "equipment",
            prose::EQUIPMENT,
            grid(small(document, |name| name.starts_with("backlog_"))),
        ),
        ("capital", prose::CAPITAL, capital(document)),
        ("market", prose::MARKET, figures(document, &MARKET)),
        (
            "perspective",
            prose::PERSPECTIVE,
            magnitudes::figure(document)
                .map(|figure| wide(&figure))
                .unwrap_or_default(),
        ),
        ("outcomes", prose::OUTCOMES, outcomes(document)),
        ("further", prose::FURTHER, further(document)),
        ("assumptions", prose::ASSUMPTIONS, assumptions(document)),
        ("method", prose::METHOD, method(document)),
    ];
    parts
        .into_iter()
        .filter(|(_, _, body)| !body.is_empty())
        .map(|(id, (title, intro), body)| Section {
            id,
            title,
            intro,
            body,
        })
        .collect()
}

/// Series drawn in full width, and those drawn small below them.
const BUILT: [&str; 3] = ["delivered_h100e", "datacentre_gw", "logic_capacity_kwspm"];
const BUILT_SMALL: [&str; 2] = ["hbm_capacity_kwspm", "packaging_capacity_kwpm"];
const CAPITAL: [&str; 1] = ["capital_drawn"];
const MARKET: [&str; 3] = ["price_h100_hour", "revenue", "implied_training_cost_fall"];

#[derive(Template)]
#[template(path = "figure.html")]
struct FigureTemplate<'a> {
    figure: &'a Figure,
}

#[derive(Template)]
#[template(path = "grid.html")]
struct GridTemplate<'a> {
    finding: &'a str,
    keys: &'a [Key],
    /// Folds the grid away under this summary unless empty.
    fold: &'a str,
    figures: &'a [String],
}

#[derive(Template)]
#[template(path = "table.html")]
struct TableTemplate<'a> {
    table: &'a Table,
}

#[derive(Template)]
#[template(path = "titled.html")]
struct TitledTemplate<'a> {
    title: &'a str,
    lead: &'a str,
    notes: &'a [String],
}

/// A heading below that of the section, and what is to be said first; the latter may be empty.
pub(super) fn titled(title: &str, lead: &str) -> String {
    rendered(&TitledTemplate {
        title,
        lead,
        notes: &[],
    })
}

/// Remarks that the reader should see; nothing without any.
pub(super) fn note_list(title: &str, notes: &[String]) -> String {
    if notes.is_empty() {
        return String::new();
    }
    rendered(&TitledTemplate {
        title,
        lead: "",
        notes,
    })
}

/// A table that is not folded away.
pub(super) fn open_table(table: &Table) -> String {
    rendered(&TableTemplate { table })
}

pub(super) fn wide(figure: &Figure) -> String {
    rendered(&FigureTemplate { figure })
}

fn figures(document: &RunDocument, names: &[&str]) -> String {
    names
        .iter()
        .filter_map(|name| fan::figure(document, name))
        .map(|figure| wide(&figure))
        .collect()
}

/// Small fans of the series that a condition holds for.
fn small(document: &RunDocument, wanted: impl Fn(&str) -> bool) -> Vec<Figure> {
    document
        .series
        .keys()
        .filter(|name| wanted(name))
        .filter_map(|name| fan::small(document, name))
        .collect()
}

pub(super) fn grid(figures: Vec<Figure>) -> String {
    grid_with("", &[], "", figures)
}

pub(super) fn grid_with(finding: &str, keys: &[Key], fold: &str, figures: Vec<Figure>) -> String {
    if figures.is_empty() {
        return String::new();
    }
    let figures: Vec<String> = figures.iter().map(wide).collect();
    rendered(&GridTemplate {
        finding,
        keys,
        fold,
        figures: &figures,
    })
}

fn built(document: &RunDocument) -> String {
    figures(document, &BUILT) + &grid(small(document, |name| BUILT_SMALL.contains(&name)))
}

#[derive(Template)]
#[template(path = "schedule.html")]
struct ScheduleTemplate<'a> {
    overview: String,
    keys: &'a [Key],
    lines: &'a [gantt::Line],
    figures: Vec<String>,
}

fn schedule(document: &RunDocument) -> String {
    let Some(schedule) = gantt::schedule(document) else {
        return String::new();
    };
    let figures = schedule
        .lines
        .iter()
        .map(|line| wide(&line.figure))
        .collect();
    let classes: String = document
        .reference_classes
        .iter()
        .map(|class| {
            format!(
                "<li>{}: {}</li>",
                super::text::REFERENCE,
                super::svg::escape(&reference::says(class))
            )
        })
        .collect();
    let classes = match classes.is_empty() {
        true => classes,
        false => format!("<ul class=\"prose\">{classes}</ul>"),
    };
    classes
        + &rendered(&ScheduleTemplate {
            overview: wide(&schedule.overview),
            keys: &schedule.keys,
            lines: &schedule.lines,
            figures,
        })
}

fn talent(document: &RunDocument) -> String {
    lines::talent(document)
        .map(|panels| grid_with(&panels.finding, &panels.keys, "", panels.figures))
        .unwrap_or_default()
}

fn capital(document: &RunDocument) -> String {
    let figures = [
        fan::figure(document, CAPITAL[0]),
        bars::calls(document),
        bars::commitments(document),
    ];
    figures.iter().flatten().map(wide).collect()
}

fn outcomes(document: &RunDocument) -> String {
    let rows: Vec<Vec<String>> = document
        .outcomes
        .iter()
        .map(|(name, outcome)| {
            let measure = Measure::of(&outcome.unit);
            let label = if outcome.label.is_empty() {
                text::prettified(name)
            } else {
                outcome.label.clone()
            };
            let errors = &outcome.intervals;
            let quantile =
                |value, [low, high]: [f64; 2]| measure.with_error(value, (high - low) / 2.0);
            vec![
                label,
                quantile(outcome.quantiles.p10, errors.p10),
                quantile(outcome.quantiles.p50, errors.p50),
                quantile(outcome.quantiles.p90, errors.p90),
                measure.range(outcome.quantiles.p5, outcome.quantiles.p95),
                measure.with_error(outcome.mean, outcome.standard_error),
                format::percent(outcome.defined),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = prose::OUTCOMES_HEAD.map(str::to_owned).into();
    rendered(&TableTemplate {
        table: &Table {
            summary: prose::OUTCOMES.0.to_owned(),
            head,
            rows,
        },
    })
}

/// Series that no other section shows.
fn further(document: &RunDocument) -> String {
    let shown = |name: &str| {
        [&BUILT[..], &BUILT_SMALL, &CAPITAL, &MARKET]
            .concat()
            .contains(&name)
            || name.starts_with("backlog_")
            || name
                .strip_prefix("shortage_")
                .is_some_and(|rest| rest.contains('_'))
            || name
                .strip_prefix("plan_")
                .is_some_and(|name| document.series.contains_key(name))
    };
    let figures = small(document, |name| !shown(name));
    let fold = prose::further(figures.len());
    grid_with("", &[], &fold, figures)
}

#[derive(Template)]
#[template(path = "assumptions.html")]
struct AssumptionsTemplate<'a> {
    summary: String,
    groups: Vec<AssumptionGroup<'a>>,
}

struct AssumptionGroup<'a> {
    summary: String,
    rows: Vec<&'a Assumption>,
}

fn assumptions(document: &RunDocument) -> String {
    let all = &document.assumptions;
    if all.is_empty() {
        return String::new();
    }
    let mut sections: BTreeMap<(u32, &str), Vec<&Assumption>> = BTreeMap::new();
    for assumption in all {
        // §10 comes after §9; sections that are no number come last
        let number = assumption
            .section
            .trim()
            .trim_start_matches('§')
            .parse()
            .unwrap_or(u32::MAX);
        sections
            .entry((number, assumption.section.trim()))
            .or_default()
            .push(assumption);
    }
    let confident = |level: &str| {
        all.iter()
            .filter(|assumption| assumption.confidence == level)
            .count()
    };
    let summary = prose::assumptions_summary(
        all.len(),
        all.iter().filter(|assumption| assumption.uncertain).count(),
        confident("high"),
        confident("medium"),
        confident("low"),
        confident("assumption"),
    );
    let groups = sections
        .into_iter()
        .map(|((_, section), rows)| {
            let assumed = rows
                .iter()
                .filter(|row| row.confidence == "assumption")
                .count();
            AssumptionGroup {
                summary: prose::section_summary(section, rows.len(), assumed),
                rows,
            }
        })
        .collect();
    rendered(&AssumptionsTemplate { summary, groups })
}

#[derive(Template)]
#[template(path = "method.html")]
struct MethodTemplate {
    /// Name and value of what identifies the run.
    run: Vec<(&'static str, String)>,
    command: String,
}

fn method(document: &RunDocument) -> String {
    let scenario = &document.scenario;
    let lifted = if document.relaxed.is_empty() {
        prose::NO_LIMITS_LIFTED.to_owned()
    } else {
        document
            .relaxed
            .iter()
            .map(|group| text::group(group))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let values = [
        format!("{} ({})", scenario.title, scenario.name),
        scenario.world.clone(),
        prose::months(&scenario.start, &scenario.end),
        document.seed.to_string(),
        format::count(document.draws),
        document.engine_version.clone(),
        lifted,
        document.design.clone(),
    ];
    let run = prose::REPEAT_HEAD.into_iter().zip(values).collect();
    let mut command = format!(
        "fabcast run {} --draws {} --seed {}",
        scenario.name, document.draws, document.seed
    );
    for group in &document.relaxed {
        command += " --relax ";
        command += group;
    }
    rendered(&MethodTemplate { run, command })
}

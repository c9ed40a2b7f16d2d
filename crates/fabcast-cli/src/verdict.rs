//! The verdict of a run as one screen of text.

pub mod draw;
mod money;
mod plan;
mod world;

use fabcast::document::run::{Outcome, RunDocument};
use fabcast::format::{self, Measure, probability, told_error};
use fabcast::statistics::Z95;
use fabcast::verdict::{EXECUTABLE, FANTASY};

use crate::layout::{Table, item, paragraph, width};
use crate::terminal::shown;
use crate::text;

/// The screen; `report` is the report's path if one was written.
pub fn screen(document: &RunDocument, report: Option<&str>, coloured: bool) -> String {
    let has_programme = !document.projects.is_empty();
    let mut parts = vec![heading(document), answer(document)];
    if has_programme {
        parts.push(plan::delivery(document));
        parts.push(plan::cause(document));
        parts.push(money::money(document));
        parts.push(plan::people(document));
        parts.push(money::perspective(document));
    } else {
        parts.push(world::table(document));
        parts.push(plan::people(document));
    }
    parts.push(footer(document, report));
    parts.retain(|part| !part.is_empty());
    let screen = shown(&parts.join("\n"));
    let label = label(document);
    let has_targets = has_programme && !document.verdict.targets.is_empty();
    // The label stands alone on its line.
    match coloured && has_targets {
        true => screen.replacen(
            &format!("\n{label}\n"),
            &format!("\n{}\n", in_colour(document, &label)),
            1,
        ),
        false => screen,
    }
}

fn label(document: &RunDocument) -> String {
    document.verdict.label.to_uppercase()
}

/// The label in the colour of the verdict.
fn in_colour(document: &RunDocument, label: &str) -> String {
    let colour = match document.verdict.probability {
        p if p >= EXECUTABLE => "32",
        p if p <= FANTASY => "31",
        _ => "33",
    };
    format!("\u{1b}[1;{colour}m{label}\u{1b}[0m")
}

fn heading(document: &RunDocument) -> String {
    let scenario = &document.scenario;
    let period = text::period(&scenario.start, &scenario.end);
    let mut out = paragraph(
        "",
        &format!("{} ({}), {period}", scenario.title, scenario.name),
    );
    let counts = &scenario.project_counts;
    let number = |kinds: &[&str]| {
        kinds
            .iter()
            .filter_map(|kind| counts.get(*kind))
            .sum::<u64>()
    };
    let kinds = [
        ("fab", number(&["fab", "hbm"])),
        ("packaging", number(&["packaging"])),
        ("datacentre", number(&["datacentre"])),
    ];
    let kinds: Vec<String> = kinds
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(kind, n)| text::kind(kind, n))
        .collect();
    if !kinds.is_empty() {
        let kinds = kinds.join(", ");
        let cost = Measure::money().write(scenario.plan_cost);
        let says = if scenario.budget > 0.0 {
            text::asked(&Measure::money().write(scenario.budget), &cost, &kinds)
        } else {
            text::planned_only(&cost, &kinds)
        };
        out.push_str(&paragraph("", &says));
    }
    out
}

/// Label, probability, each target, and the answer in a sentence.
fn answer(document: &RunDocument) -> String {
    let verdict = &document.verdict;
    let has_targets = !document.projects.is_empty() && !verdict.targets.is_empty();
    let written = |share: f64, error: f64| match share {
        0.0 => text::none_of(document.draws),
        1.0 => text::all_of(document.draws),
        _ => probability(share, error),
    };
    let label = label(document);
    if !has_targets {
        return format!("{label}\n{}", paragraph("", &verdict.sentence));
    }
    let mut out = format!("{label}\n");
    let every = (
        written(verdict.probability, verdict.standard_error),
        text::EVERY_TARGET,
    );
    let each = verdict.targets.iter().map(|target| {
        (
            written(target.probability, target.standard_error),
            target.text.as_str(),
        )
    });
    let targets: Vec<(String, &str)> = std::iter::once(every).chain(each).collect();
    let widest = targets
        .iter()
        .map(|(share, _)| width(share))
        .max()
        .unwrap_or(0);
    out.extend(
        targets
            .iter()
            .map(|(share, target)| item(share, widest, target)),
    );
    out.push_str(&paragraph("", &verdict.sentence));
    if !document.relaxed.is_empty() {
        out.push_str(&paragraph("", &text::relaxed(&document.relaxed)));
    }
    out
}

fn footer(document: &RunDocument, report: Option<&str>) -> String {
    let mut out = paragraph(
        "",
        &text::footer(
            document.draws,
            &format::significant(document.elapsed_seconds),
            &format::significant(document.draws_per_second),
            document.seed,
            &document.engine_version,
        ),
    );
    let name = &document.scenario.name;
    let first = match report {
        Some(report) => text::next_open(report),
        None => text::next_report(name),
    };
    let hint = document.why.as_ref().and_then(|why| why.hint.as_ref());
    let second = match hint {
        Some(group) if document.relaxed.is_empty() => text::next_relax(name, group),
        _ => text::next_explain(name),
    };
    let mut table = Table::new(2);
    for (command, what) in [first, second] {
        table.row([command, what.to_owned()]);
    }
    out.push_str(&table.render());
    out
}

/// An outcome that has a value in some draw.
fn outcome<'a>(document: &'a RunDocument, name: &str) -> Option<&'a Outcome> {
    document
        .outcomes
        .get(name)
        .filter(|outcome| outcome.defined > 0.0 && !outcome.quantiles.p50.is_nan())
}

/// Median and 80 % interval, one number if they are the same.
fn with_range(measure: &Measure, outcome: &Outcome) -> String {
    let mut median = measure.write(outcome.quantiles.p50);
    if measure.range(outcome.quantiles.p10, outcome.quantiles.p90) == median {
        return median;
    }
    // a rate is one of the same time in the brackets
    let is_rate = measure.unit().starts_with('%');
    let inner = if is_rate { &Measure::rate() } else { measure };
    let [low, high] = outcome.intervals.p50;
    // an interval that ends beyond the sample, or beyond all numbers, is none
    if high > low && (high - low).is_finite() {
        median = text::with_error(&median, &inner.write(told_error((high - low) / 2.0)));
    }
    text::with_range(
        &median,
        &inner.range(outcome.quantiles.p10, outcome.quantiles.p90),
    )
}

/// Median and 80 % interval of a series at a date.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Quantiles {
    p10: f64,
    p50: f64,
    p90: f64,
    /// 95 % Monte Carlo error of each, up and down.
    errors: [f64; 3],
}

/// The dates of the columns: December of the years at whose end it is judged, and the last month.
fn dates(document: &RunDocument) -> Vec<(String, String)> {
    let end = &document.scenario.end;
    let mut dates: Vec<(String, String)> = document
        .scenario
        .judged
        .iter()
        .map(|year| (year.to_string(), format!("{year}-12")))
        .filter(|(_, month)| *month >= document.scenario.start && month < end)
        .collect();
    let name = end.strip_suffix("-12").unwrap_or(end);
    dates.push((format!("{} {name}", text::END), end.clone()));
    dates
}

fn at(document: &RunDocument, series: &str, month: &str) -> Option<Quantiles> {
    let series = document.series.get(series)?;
    let position = series.months.iter().position(|other| other == month)?;
    let quantiles = Quantiles {
        p10: *series.quantiles.p10.get(position)?,
        p50: *series.quantiles.p50.get(position)?,
        p90: *series.quantiles.p90.get(position)?,
        errors: {
            let errors = &series.standard_errors;
            [&errors.p10, &errors.p50, &errors.p90]
                .map(|of_level| of_level.get(position).map_or(f64::NAN, |error| Z95 * error))
        },
    };
    quantiles.p50.is_finite().then_some(quantiles)
}

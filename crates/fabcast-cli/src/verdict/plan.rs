//! What is delivered of the plan, what holds it back, and who is missing.

use fabcast::document::cause::CauseOf;
use fabcast::document::run::RunDocument;
use fabcast::format::{self, Measure, NONE, percent, told_error};
use fabcast::statistics::Z95;

use super::{at, dates, outcome};
use crate::layout::{Table, WIDTH, headed, item, paragraph, width};
use crate::text;

/// A block of the table: label, series, measure of its numbers.
const BLOCKS: [(&str, &str, &str); 4] = [
    (text::COMPUTE, "delivered_h100e", "million"),
    (text::HALLS, "datacentre_gw", ""),
    (text::LOGIC, "logic_capacity_kwspm", ""),
    (text::DRAWN, "capital_drawn", "10^9 USD"),
];
/// Smallest share that is told of a group.
const LEAST: f64 = 0.02;
/// Share of the plan below which nothing is missing.
const NO_GAP: f64 = 1e-3;

/// Plan and delivery at each date.
pub fn delivery(document: &RunDocument) -> String {
    let dates = dates(document);
    let mut table = Table::new(2);
    let mut head = vec![String::new(); 2];
    head.extend(dates.iter().map(|(name, _)| name.clone()));
    table.row(head);
    for (label, series, unit) in BLOCKS {
        let planned = |month: &str| at(document, &format!("plan_{series}"), month);
        if !dates
            .iter()
            .any(|(_, month)| planned(month).is_some_and(|plan| plan.p90 > 0.0))
        {
            continue;
        }
        let measure = Measure::of(unit);
        let row = |name: &str, first: &str, cell: &dyn Fn(&str) -> Option<String>| {
            let cells = dates
                .iter()
                .map(|(_, month)| cell(month).unwrap_or_else(|| NONE.to_owned()));
            let mut row = vec![first.to_owned(), name.to_owned()];
            row.extend(cells);
            row
        };
        table.row(row(text::ROW_PLAN, label, &|month| {
            Some(measure.write(planned(month)?.p50))
        }));
        let delivered = |month: &str| at(document, series, month);
        table.row(row(text::ROW_MEDIAN, "", &|month| {
            let values = delivered(month)?;
            let (median, error) = (measure.write(values.p50), values.errors[1]);
            Some(match error > 0.0 {
                true => text::with_error(&median, &measure.write(told_error(error))),
                false => median,
            })
        }));
        table.row(row(text::ROW_RANGE, "", &|month| {
            delivered(month).map(|values| measure.range(values.p10, values.p90))
        }));
        if series == "delivered_h100e" {
            table.row(row(text::ROW_SHARE, "", &|month| {
                // A plan of nothing has no share.
                planned(month).filter(|plan| plan.p50 > 0.0)?;
                let date = match month == document.scenario.end {
                    true => "end",
                    false => month.trim_end_matches("-12"),
                };
                outcome(document, &format!("delivered_share_{date}"))
                    .map(|share| percent(share.quantiles.p50))
            }));
        }
    }
    // Without the heading there is nothing to tell.
    if table.n_rows() < 2 {
        String::new()
    } else {
        let table = headed(text::DELIVERY, &table.render_flush());
        format!("{table}{}", ends_of_ranges(document, &dates))
    }
}

/// How well the ends of the ranges of compute are known.
fn ends_of_ranges(document: &RunDocument, dates: &[(String, String)]) -> String {
    let (_, series, _) = BLOCKS[0];
    let worst = dates
        .iter()
        .filter_map(|(_, month)| at(document, series, month))
        .filter(|values| values.p90 > values.p10)
        .map(|values| values.errors[0].max(values.errors[2]) / (values.p90 - values.p10))
        .fold(0.0, f64::max);
    match worst > 0.0 {
        true => paragraph("", &text::ends_of_ranges(document.draws, worst)),
        false => String::new(),
    }
}

/// Shares of the groups in what is missing at the end of each year of judgement.
pub fn cause(document: &RunDocument) -> String {
    let Some(why) = &document.why else {
        return String::new();
    };
    let mut outcomes: Vec<(&str, &CauseOf)> = why
        .outcomes
        .iter()
        .map(|(name, of)| (name.as_str(), of))
        .collect();
    outcomes.sort_by_key(|(name, _)| (*name != why.outcome, *name));
    let names: Vec<&str> = outcomes.iter().map(|(name, _)| *name).collect();
    let years = outcomes.first().map(|(_, of)| of.plan.keys());
    let (mut due, mut notes) = (Vec::new(), Vec::new());
    for year in years.into_iter().flatten() {
        let is = |holds: &dyn Fn(f64, f64) -> bool| {
            outcomes
                .iter()
                .all(|(_, of)| holds(of.plan[year].mean, of.gap[year].mean))
        };
        match () {
            () if is(&|plan, _| plan <= 0.0) => notes.push((year, text::NOTHING_DUE)),
            () if is(&|plan, gap| gap <= NO_GAP * plan) => {
                notes.push((year, text::NOTHING_MISSING));
            }
            () => due.push(year.as_str()),
        }
    }
    let mut out = String::new();
    if !due.is_empty() {
        out += &shares(&outcomes, &names, &due);
    }
    for (year, says) in notes {
        out += &item(&text::cause_of(year, &names), 0, says);
    }
    if due.is_empty() {
        return format!("{}\n{out}", text::CAUSE);
    }
    let errors = outcomes.iter().flat_map(|(_, of)| {
        let errors = of
            .parts
            .values()
            .flat_map(|years| due.iter().map(|year| (year, &years[*year])));
        errors.map(|(year, part)| part.standard_error / of.gap[*year].mean)
    });
    let worst = errors
        .filter(|error| error.is_finite())
        .fold(f64::NAN, f64::max);
    out + &paragraph("", &text::cause_note(why.draws, Z95 * worst))
}

/// A row for each year, with the shares of each outcome side by side, and a column for each group that has a
/// part, the largest first, as far as they fit.
fn shares(outcomes: &[(&str, &CauseOf)], names: &[&str], years: &[&str]) -> String {
    let share = |of: &CauseOf, group: &str, year: &str| match of.gap[year].mean > 0.0 {
        true => of.parts[group][year].share,
        false => f64::NAN,
    };
    let all = || {
        outcomes
            .iter()
            .flat_map(|(_, of)| years.iter().map(move |year| (*of, *year)))
    };
    let largest = |group: &str| {
        let shares = all().map(|(of, year)| share(of, group, year).abs());
        shares.fold(0.0, f64::max)
    };
    let groups = outcomes.first().map(|(_, of)| of.parts.keys());
    let mut groups: Vec<(&str, f64)> = groups
        .into_iter()
        .flatten()
        .map(|group| (group.as_str(), largest(group)))
        .filter(|(_, largest)| *largest >= LEAST)
        .collect();
    groups.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let whole = |share: f64| match share.is_finite() {
        true => format!("{:.0}", share * 100.0 + 0.0)
            .replace("-0", "0")
            .replace('-', "−"),
        false => NONE.to_owned(),
    };
    let cell = |of_group: &dyn Fn(&CauseOf, &str) -> f64, year: &str| {
        let shares = outcomes.iter().map(|(_, of)| whole(of_group(of, year)));
        shares.collect::<Vec<_>>().join("/")
    };
    let first = years.iter().map(|year| text::cause_of(year, names));
    let first: Vec<String> = first.collect();
    let column = |name: &str, of_group: &dyn Fn(&CauseOf, &str) -> f64| {
        let cells = years.iter().map(|year| cell(of_group, year));
        std::iter::once(name.to_owned())
            .chain(cells)
            .collect::<Vec<String>>()
    };
    let widest = |column: &[String]| column.iter().map(|cell| width(cell)).max().unwrap_or(0);
    let mut columns: Vec<Vec<String>> = vec![
        std::iter::once(text::CAUSE.to_owned())
            .chain(first)
            .collect(),
    ];
    let mut room = WIDTH - widest(&columns[0]) - width(text::OTHER_GROUPS) - 2;
    let mut shown: Vec<&str> = Vec::new();
    for (group, _) in &groups {
        let column = column(group, &|of, year| share(of, group, year));
        let Some(left) = room.checked_sub(widest(&column) + 2) else {
            break;
        };
        room = left;
        columns.push(column);
        shown.push(group);
    }
    let rest = |of: &CauseOf, year: &str| {
        let others = of
            .parts
            .keys()
            .filter(|group| !shown.contains(&group.as_str()));
        others.map(|group| share(of, group, year)).sum::<f64>()
    };
    if all().any(|(of, year)| rest(of, year).abs() >= LEAST / 2.0) {
        columns.push(column(text::OTHER_GROUPS, &rest));
    }
    let mut table = Table::new(1);
    for row in 0..=years.len() {
        table.row(columns.iter().map(|column| column[row].clone()));
    }
    table.render_flush()
}

/// Unfilled posts at the first year end of judgement, by region and skill.
pub fn people(document: &RunDocument) -> String {
    let posts = Measure::of("");
    let mut table = Table::new(1);
    let end = &document.scenario.end;
    let first = document.scenario.judged.first();
    let month = first.map_or_else(|| end.clone(), |year| format!("{year}-12"));
    let date = format::month_of(&month).map_or_else(|| month.clone(), format::month_name);
    let mut head = vec![text::people(&date)];
    head.extend(text::SKILLS.map(str::to_owned));
    table.row(head);
    let mut regions: Vec<&str> = document
        .series
        .keys()
        .filter_map(|name| name.strip_prefix("shortage_"))
        .filter_map(|rest| rest.strip_suffix("_engineers"))
        .collect();
    regions.sort_unstable();
    let missing = |region: &str| {
        text::SKILLS.map(|skill| {
            let series = format!("shortage_{region}_{skill}");
            at(document, &series, &month).map_or(0.0, |values| values.p50.round())
        })
    };
    let mut rows: Vec<(&str, [f64; 3])> = regions
        .into_iter()
        .map(|region| (region, missing(region)))
        .collect();
    rows.retain(|(_, values)| values.iter().any(|value| *value > 0.0));
    rows.sort_by(|a, b| b.1.iter().sum::<f64>().total_cmp(&a.1.iter().sum()));
    for (region, values) in rows {
        let mut row = vec![format!("  {}", text::region(region))];
        row.extend(values.map(|value| posts.write(value)));
        table.row(row);
    }
    if table.n_rows() < 2 {
        String::new()
    } else {
        table.render_flush()
    }
}

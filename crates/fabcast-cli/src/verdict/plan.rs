//! What is delivered of the plan, what holds it back, and who is missing.

use fabcast::document::run::RunDocument;
use fabcast::format::{self, Measure, NONE, percent, told_error};

use super::{at, dates, outcome};
use crate::layout::{Table, headed, item, width};
use crate::text;

/// A block of the table: label, series, measure of its numbers.
const BLOCKS: [(&str, &str, &str); 4] = [
    (text::COMPUTE, "delivered_h100e", "million"),
    (text::HALLS, "datacentre_gw", ""),
    (text::LOGIC, "logic_capacity_kwspm", ""),
    (text::DRAWN, "capital_drawn", "10^9 USD"),
];
/// Years that the second period for which binding groups are told has, up to the first year end of judgement.
const SECOND: i32 = 4;
/// Smallest share that is told.
const LEAST: f64 = 0.02;
/// Most groups that are told of a period.
const MOST: usize = 4;

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
        true => crate::layout::paragraph("", &text::ends_of_ranges(document.draws, worst)),
        false => String::new(),
    }
}

/// Which groups bind in each period, the strongest first.
pub fn binding(document: &RunDocument) -> String {
    let years: Vec<i32> = years(document);
    let (Some(&first), Some(&last)) = (years.first(), years.last()) else {
        return String::new();
    };
    let mut out = format!("{}\n", text::BINDING);
    let mut from = first;
    let judged = &document.scenario.judged;
    let early = judged.first().map(|year| year - SECOND);
    for until in early
        .into_iter()
        .chain(judged.iter().copied())
        .filter(|year| (first..last).contains(year))
        .chain([last])
    {
        let shares = shares(document, &years, from, until);
        let name = if from == until {
            from.to_string()
        } else {
            format!("{from}–{until}")
        };
        let told: Vec<String> = shares
            .iter()
            .filter(|(_, share)| *share >= LEAST)
            .take(MOST)
            .map(|(group, share)| {
                format!(
                    "{}\u{a0}{}",
                    label(group),
                    percent((share * 100.0).round() / 100.0)
                )
            })
            .collect();
        out.push_str(&item(&name, width("2024–2026"), &told.join(", ")));
        from = until + 1;
    }
    out
}

/// The group that binds most over all years.
pub fn tightest(document: &RunDocument) -> Option<String> {
    let years = years(document);
    let shares = shares(document, &years, *years.first()?, *years.last()?);
    shares
        .into_iter()
        .find(|(group, _)| *group != "none")
        .map(|(group, _)| group.to_owned())
}

fn label(group: &str) -> &str {
    if group == "none" {
        text::NOTHING
    } else {
        group
    }
}

fn years(document: &RunDocument) -> Vec<i32> {
    let mut years: Vec<i32> = document
        .binding
        .values()
        .flat_map(|by_year| by_year.keys())
        .filter_map(|y| y.parse().ok())
        .collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// Mean share of each group over some years, the largest first.
fn shares<'a>(
    document: &'a RunDocument,
    years: &[i32],
    from: i32,
    until: i32,
) -> Vec<(&'a str, f64)> {
    let within: Vec<String> = years
        .iter()
        .filter(|year| (from..=until).contains(*year))
        .map(i32::to_string)
        .collect();
    let mut shares: Vec<(&str, f64)> = document
        .binding
        .iter()
        .map(|(group, by_year)| {
            let sum: f64 = within.iter().filter_map(|year| by_year.get(year)).sum();
            (group.as_str(), sum / within.len().max(1) as f64)
        })
        .collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    shares
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

//! The section of real campuses.

use fabcast_document::backtest::campuses::{CampusRow, CampusesDocument};

use super::{Bar, Bars, pit, weakness};
use crate::backtest::campuses::text::{marked, weak};
use crate::format::percent;
use crate::output::html::chart::{Figure, Key, Table};
use crate::output::html::section::{Section, grid, wide};
use crate::output::html::text::backtest as text;

/// Campuses: a picture for each month of which they are forecast.
pub fn campuses(document: &CampusesDocument) -> Vec<Section> {
    let mut body = weakness(&weak(document));
    for (at, id, lead) in text::CAMPUSES {
        let rows: Vec<&CampusRow> = document.cases.iter().filter(|row| row.at == at).collect();
        body.push_str(&wide(&first_power(id, lead, &rows)));
    }
    let ground = &document.ground.leave_one_out;
    body.push_str(&grid(vec![
        pit(text::CAMPUSES_PIT_IDS[0], &ground.first_power_all.pit),
        pit(text::CAMPUSES_PIT_IDS[1], &ground.power.scores.pit),
    ]));
    vec![Section {
        id: "backtest-campuses",
        title: text::CAMPUSES_TITLE,
        intro: text::CAMPUSES_INTRO,
        body,
    }]
}

/// Forecast against outcome, a campus a row.
fn first_power(id: &str, lead: &str, rows: &[&CampusRow]) -> Figure {
    let came = |row: &CampusRow| match row.months {
        Some([Some(from), Some(to)]) => Some((from + to) / 2.0),
        _ => None,
    };
    let dated = || {
        rows.iter()
            .filter_map(|row| Some((came(row)?, row.leave_one_out.months)))
    };
    let inside = dated()
        .filter(|(came, q)| (q.p10..=q.p90).contains(came))
        .count();
    Bars {
        id,
        finding: text::projects_finding(inside, dated().count()),
        lead,
        about: text::ROWS_ABOUT,
        unit: text::MONTHS,
        logarithmic: false,
        room: 330.0,
        rows: rows
            .iter()
            .map(|row| {
                let q = &row.leave_one_out.months;
                Bar {
                    label: marked(row),
                    says: format!(
                        "{}: {:.0} to {:.0} {}; {}",
                        row.name,
                        q.p10,
                        q.p90,
                        text::MONTHS,
                        row.outcome
                    ),
                    interval: [q.p10, q.p50, q.p90],
                    plan: row.promised_months,
                    came: came(row),
                    open: match row.months {
                        Some([Some(from), None]) => Some(from),
                        _ => None,
                    },
                }
            })
            .collect(),
        keys: vec![
            Key::new("k-planned", text::INTERVAL),
            Key::new("k-median", text::MEDIAN),
            Key::new("k-plan", text::PROMISED),
            Key::new("k-online", text::POWERED),
            Key::new("k-open", text::OPEN),
        ],
        table: Table {
            summary: text::PROJECTS_TABLE.to_owned(),
            head: text::CAMPUSES_HEAD.map(str::to_owned).into(),
            rows: rows
                .iter()
                .map(|row| {
                    let [low, _, high] = &row.leave_one_out.dates;
                    vec![
                        row.name.clone(),
                        row.site.clone(),
                        row.vintage.clone(),
                        row.promised.clone().unwrap_or_default(),
                        format!("{low} to {high}"),
                        row.outcome.clone(),
                        percent(row.leave_one_out.stop),
                        row.confidence.clone(),
                    ]
                })
                .collect(),
        },
    }
    .figure()
}

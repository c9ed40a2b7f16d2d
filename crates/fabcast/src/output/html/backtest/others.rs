//! Every backtest but that of fabs.

use fabcast_document::backtest::models::ModelsDocument;
use fabcast_document::backtest::plan::PlanDocument;
use fabcast_document::backtest::policy::PolicyDocument;
use fabcast_document::backtest::replays::ReplaysDocument;
use fabcast_document::backtest::world::WorldDocument;

use super::{Bar, Bars, pit, weakness};
use crate::backtest::plan;
use crate::backtest::replays::{loss, reads};
use crate::backtest::text::{MODELS_WEAK, POLICY_WEAK, REPLAYS_WEAK};
use crate::backtest::world::text::number;
use crate::output::html::chart::{Key, Table};
use crate::output::html::section::{Section, grid, wide};
use crate::output::html::text::backtest as text;

/// Points of a list that was written for a screen.
fn points(list: &str) -> Vec<String> {
    let list = list.split_once("\n- ").map_or(list, |(_, points)| points);
    let joined = |point: &str| point.split_whitespace().collect::<Vec<_>>().join(" ");
    list.split("\n- ").map(joined).collect()
}

fn keys(plan: Option<&str>) -> Vec<Key> {
    let mut keys = vec![
        Key::new("k-planned", text::INTERVAL),
        Key::new("k-median", text::MEDIAN),
        Key::new("k-online", text::OBSERVED),
    ];
    keys.extend(plan.map(|label| Key::new("k-plan", label)));
    keys
}

/// A forecast as a multiple of what came.
fn ratio(label: String, [p10, p50, p90]: [f64; 3], observed: f64) -> Bar {
    Bar {
        says: format!(
            "{label}: {} to {}; {} {}",
            number(p10),
            number(p90),
            text::OBSERVED,
            number(observed)
        ),
        label,
        interval: [p10 / observed, p50 / observed, p90 / observed],
        plan: None,
        came: Some(1.0),
        open: None,
    }
}

fn head(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|column| (*column).to_owned()).collect()
}

/// Public programmes: months late.
pub fn policy(document: &PolicyDocument) -> Vec<Section> {
    let mut body = weakness(&points(POLICY_WEAK));
    let inside = |row: &&fabcast_document::backtest::policy::PromiseRow| {
        row.forecast[0] <= row.late && row.late <= row.forecast[2]
    };
    let bars = Bars {
        id: text::POLICY_ID,
        finding: text::policy_finding(
            document.cases.iter().filter(inside).count(),
            document.cases.len(),
        ),
        lead: text::POLICY_LEAD,
        about: text::ROWS_ABOUT,
        unit: text::MONTHS_LATE,
        logarithmic: false,
        room: 190.0,
        rows: document
            .cases
            .iter()
            .map(|row| Bar {
                label: row.id.clone(),
                says: format!(
                    "{}: {:.0} to {:.0}; {}",
                    row.programme, row.forecast[0], row.forecast[2], row.outcome
                ),
                interval: row.forecast,
                plan: None,
                came: (!row.open).then_some(row.late),
                open: row.open.then_some(row.late),
            })
            .collect(),
        keys: {
            let mut keys = keys(None);
            keys.push(Key::new("k-open", text::OPEN));
            keys
        },
        table: Table {
            summary: text::PROJECTS_TABLE.to_owned(),
            head: head(&text::POLICY_HEAD),
            rows: document
                .cases
                .iter()
                .map(|row| {
                    vec![
                        row.programme.clone(),
                        row.kind.clone(),
                        row.promised.clone(),
                        row.outcome.clone(),
                        format!("{:.0} to {:.0}", row.forecast[0], row.forecast[2]),
                        number(row.crps),
                    ]
                })
                .collect(),
        },
    };
    body.push_str(&wide(&bars.figure()));
    body.push_str(&grid(vec![pit(text::POLICY_PIT_ID, &document.scores.pit)]));
    vec![Section {
        id: "backtest-policy",
        title: text::POLICY_TITLE,
        intro: text::POLICY_INTRO,
        body,
    }]
}

/// The world against 2020 to 2024, a picture for each vintage.
pub fn world(document: &WorldDocument) -> Vec<Section> {
    let mut body = weakness(&text::WORLD_WEAK);
    for (vintage, id) in document.vintages.iter().zip(text::WORLD_IDS) {
        let cases: Vec<_> = document
            .cases
            .iter()
            .filter(|case| case.scenario == vintage.scenario)
            .collect();
        let label = |name: &str| {
            let series = vintage.series.iter().find(|series| series.name == name);
            series
                .map_or(name, |series| series.label.as_str())
                .to_owned()
        };
        let bars = Bars {
            id,
            finding: text::world_finding(
                vintage.known_to,
                vintage.n_inside_80,
                vintage.n_predicted,
            ),
            lead: text::WORLD_LEAD,
            about: text::ROWS_ABOUT,
            unit: text::MULTIPLE,
            logarithmic: true,
            room: 330.0,
            rows: cases
                .iter()
                .map(|case| {
                    let p = &case.point;
                    let label = format!("{}, {}", label(&case.series), p.period);
                    ratio(
                        label,
                        [p.quantiles.p10, p.quantiles.p50, p.quantiles.p90],
                        p.observed,
                    )
                })
                .collect(),
            keys: keys(None),
            table: Table {
                summary: text::PROJECTS_TABLE.to_owned(),
                head: head(&text::WORLD_HEAD),
                rows: cases
                    .iter()
                    .map(|case| {
                        let p = &case.point;
                        let mut row = vec![
                            format!("{} [{}]", label(&case.series), case.unit),
                            p.period.clone(),
                        ];
                        row.extend(
                            [
                                p.observed,
                                p.quantiles.p10,
                                p.quantiles.p50,
                                p.quantiles.p90,
                                p.crps,
                            ]
                            .map(number),
                        );
                        for rival in ["last_value", "trend_of_log"] {
                            let found = p.rivals.get(rival);
                            row.push(found.map_or("–".to_owned(), |rival| number(rival.crps)));
                        }
                        row
                    })
                    .collect(),
            },
        };
        body.push_str(&wide(&bars.figure()));
    }
    body.push_str(&grid(vec![pit(text::WORLD_PIT_ID, &document.scores.pit)]));
    vec![Section {
        id: "backtest-world",
        title: text::WORLD_TITLE,
        intro: text::WORLD_INTRO,
        body,
    }]
}

/// Other models beside ours.
pub fn models(document: &ModelsDocument) -> Vec<Section> {
    let mut body = weakness(&points(MODELS_WEAK));
    let bars = Bars {
        id: text::MODELS_ID,
        finding: text::MODELS_FINDING.to_owned(),
        lead: text::MODELS_LEAD,
        about: text::ROWS_ABOUT,
        unit: text::MULTIPLE,
        logarithmic: true,
        room: 330.0,
        rows: document
            .cases
            .iter()
            .map(|case| {
                let series = text::short_series(&case.series);
                let label = format!("{}: {series}, {}", case.model, case.year);
                Bar {
                    plan: Some(case.stated[1] / case.observed),
                    ..ratio(label, case.ours, case.observed)
                }
            })
            .collect(),
        keys: keys(Some(text::STATED)),
        table: Table {
            summary: text::PROJECTS_TABLE.to_owned(),
            head: head(&text::MODELS_HEAD),
            rows: document
                .cases
                .iter()
                .map(|case| {
                    vec![
                        case.model.clone(),
                        format!("{} [{}]", text::short_series(&case.series), case.unit),
                        case.year.to_string(),
                        number(case.observed),
                        number(case.stated[1]),
                        case.made.clone(),
                        number(case.crps),
                        number(case.ours[1]),
                        number(case.ours_crps),
                    ]
                })
                .collect(),
        },
    };
    body.push_str(&wide(&bars.figure()));
    vec![Section {
        id: "backtest-models",
        title: text::MODELS_TITLE,
        intro: text::MODELS_INTRO,
        body,
    }]
}

/// Replays of past programmes.
pub fn replays(document: &ReplaysDocument) -> Vec<Section> {
    let mut body = weakness(&REPLAYS_WEAK);
    let dated = || {
        document
            .cases
            .iter()
            .filter(|case| !case.counted_from.is_empty())
    };
    let inside = dated().filter(|case| {
        let [from, to] = case.observed;
        let reached = to.is_none_or(|to| case.quantiles.p10 <= to);
        reached && from.is_some_and(|from| from <= case.quantiles.p90)
    });
    let bars = Bars {
        id: text::REPLAYS_ID,
        finding: text::replays_finding(inside.count(), document.scores.n),
        lead: text::REPLAYS_LEAD,
        about: text::ROWS_ABOUT,
        unit: text::MONTHS_SINCE,
        logarithmic: false,
        room: 330.0,
        rows: dated()
            .map(|case| {
                let middle = |[from, to]: [Option<f64>; 2]| Some((from? + to?) / 2.0);
                let came = middle(case.observed);
                Bar {
                    label: case.label.clone(),
                    says: format!(
                        "{}: {} to {}; {}",
                        case.label,
                        reads(case, case.quantiles.p10),
                        reads(case, case.quantiles.p90),
                        case.came
                    ),
                    interval: [case.quantiles.p10, case.quantiles.p50, case.quantiles.p90]
                        .map(|months| months.min(240.0)),
                    plan: Some(case.promised),
                    came,
                    open: if came.is_none() {
                        case.observed[0]
                    } else {
                        None
                    },
                }
            })
            .collect(),
        keys: {
            let mut keys = keys(Some(text::PROMISED));
            keys.push(Key::new("k-open", text::OPEN));
            keys
        },
        table: Table {
            summary: text::PROJECTS_TABLE.to_owned(),
            head: head(&text::REPLAYS_HEAD),
            rows: document
                .cases
                .iter()
                .map(|case| {
                    let rival = case.rivals.get("promised").copied();
                    vec![
                        case.label.clone(),
                        reads(case, case.promised),
                        case.came.clone(),
                        reads(case, case.quantiles.p10),
                        reads(case, case.quantiles.p50),
                        reads(case, case.quantiles.p90),
                        loss(case.crps),
                        loss(rival.unwrap_or(f64::NAN)),
                    ]
                })
                .collect(),
        },
    };
    body.push_str(&wide(&bars.figure()));
    vec![Section {
        id: "backtest-replays",
        title: text::REPLAYS_TITLE,
        intro: text::REPLAYS_INTRO,
        body,
    }]
}

/// The frozen forecast of the plan.
pub fn plan(document: &PlanDocument) -> Vec<Section> {
    let mut body = weakness(&plan::text::WEAK);
    let world = || {
        let first = document.scenarios.first().map(|one| one.scenario.as_str());
        document
            .cases
            .iter()
            .filter(move |case| case.logarithmic && Some(case.scenario.as_str()) == first)
    };
    let finding = document.scenarios.first().map_or_else(String::new, |one| {
        text::plan_finding(one.n_inside_80, one.n)
    });
    let bars = Bars {
        id: text::PLAN_ID,
        finding,
        lead: text::PLAN_LEAD,
        about: text::ROWS_ABOUT,
        unit: text::MULTIPLE,
        logarithmic: true,
        room: 330.0,
        rows: world()
            .map(|case| {
                let label = format!("{}, {}", case.label, case.period);
                ratio(
                    label,
                    [case.quantiles.p10, case.quantiles.p50, case.quantiles.p90],
                    case.observed,
                )
            })
            .collect(),
        keys: keys(None),
        table: Table {
            summary: text::PROJECTS_TABLE.to_owned(),
            head: head(&text::PLAN_HEAD),
            rows: document
                .cases
                .iter()
                .map(|case| {
                    let mut row = vec![
                        case.scenario.clone(),
                        format!("{} [{}]", case.label, case.unit),
                        case.period.clone(),
                    ];
                    row.extend(
                        [
                            case.observed,
                            case.quantiles.p10,
                            case.quantiles.p50,
                            case.quantiles.p90,
                            case.crps,
                        ]
                        .map(number),
                    );
                    for rival in ["last_value", "trend_of_log"] {
                        let found = case.rivals.get(rival);
                        row.push(found.map_or("–".to_owned(), |crps| number(*crps)));
                    }
                    row
                })
                .collect(),
        },
    };
    if !document.cases.is_empty() {
        body.push_str(&wide(&bars.figure()));
        body.push_str(&grid(vec![pit(text::PLAN_PIT_ID, &document.scores.pit)]));
    }
    vec![Section {
        id: "backtest-plan",
        title: text::PLAN_TITLE,
        intro: text::PLAN_INTRO,
        body,
    }]
}

//! Replays scored: programmes of the past with what is known of them given, against the record.
//!
//! A replay forecasts nothing: money, dates and rules are those of the record, and it is asked whether building, tools
//! and people of the model give what came of them. Plants that do not run yet are censored at the last report of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use fabcast_document::backtest::replays::{ReplayCase, ReplaysDocument};
use fabcast_document::backtest::score::Scores;
use fabcast_model::delay::Delay;
use fabcast_model::inputs::Date;
use fabcast_model::lanes::Lanes;
use fabcast_model::model::Model;
use fabcast_model::reader::Fault;
use fabcast_model::record::Series;

use super::BacktestError;
use super::calendar::{Window, month};
use super::fabs::record;
use super::score::{Case, Forecast, Observed, scores};
use super::table::embedded;
use super::text::{REPLAYS_WEAK, wrapped};
use super::world::text::number;
use crate::ensemble::{self, Options};
use crate::format::percent;
use crate::run::RunError;

/// Plants of `chips-act`: project, and its row in the record of fabs or else of promises.
const PLANTS: [(&str, &str); 8] = [
    ("tsmc-1.1", "tsmc-az-1"),
    ("intel-52.1", "intel-fab52"),
    ("samsung-taylor.1", "fab.samsung.taylor"),
    ("intel-ohio.1", "fab.intel.ohio"),
    ("micron-id.1", "micron-id1"),
    ("micron-ny.1", "micron-ny1"),
    ("tsmc-2.1", "tsmc-az-2"),
    ("tsmc-3.1", "tsmc-az-3"),
];
/// A plant that never runs in a draw counts as running so late \[months\].
const NEVER: f64 = 600.0;
const WIDTH: f64 = 1.0;

/// A plant in the record.
struct Plant {
    label: String,
    promised: Window,
    came: Option<Window>,
    as_of: Window,
}

fn plant(id: &str) -> Option<Plant> {
    if let Some(project) = record::record().ok()?.into_iter().find(|p| p.id == id) {
        return Some(Plant {
            label: format!("{}, {}", project.company, project.name),
            promised: project.planned?,
            came: project.produced,
            as_of: project.as_of,
        });
    }
    let mut reader = csv::Reader::from_reader(embedded("policy_events.csv").as_bytes());
    let header = reader.headers().ok()?.clone();
    let found = reader
        .records()
        .filter_map(Result::ok)
        .find(|row| row.get(0) == Some(id))?;
    let field = |name: &str| {
        let position = header.iter().position(|column| column == name)?;
        found.get(position)
    };
    let as_of = Window::parse(field("as_of")?)?;
    Some(Plant {
        label: field("programme")?.to_owned(),
        promised: Window::parse(field("promised_date")?)?,
        // A date after the report is guidance, not an event.
        came: Window::parse(field("actual_date")?).filter(|date| date.from < as_of.to),
        as_of,
    })
}

fn amount(id: &str) -> Option<f64> {
    let mut reader = csv::Reader::from_reader(embedded("policy_events.csv").as_bytes());
    let header = reader.headers().ok()?.clone();
    let column = header.iter().position(|name| name == "amount_busd")?;
    let found = reader
        .records()
        .filter_map(Result::ok)
        .find(|row| row.get(0) == Some(id))?;
    found.get(column)?.parse().ok()
}

fn model(name: &str) -> Result<Model, RunError> {
    let scenario = crate::load(name, &[]).map_err(|errors| {
        RunError::Model(vec![Fault {
            path: name.to_owned(),
            expected: errors.to_string(),
        }])
    })?;
    Model::new(&scenario.inputs).map_err(RunError::Model)
}

/// Runs both replays and scores them.
///
/// # Errors
/// When a run fails or is interrupted.
pub fn replays(options: &Options) -> Result<ReplaysDocument, BacktestError> {
    let mut cases = Vec::new();
    let scores = chips_act(options, &mut cases)?;
    china(options, &mut cases)?;
    Ok(ReplaysDocument {
        case: "replays".to_owned(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        draws: options.draws,
        scores,
        cases,
    })
}

fn forecast(values: Vec<f64>) -> Result<Forecast, BacktestError> {
    Forecast::new(values).ok_or(BacktestError::Interrupted)
}

fn chips_act(options: &Options, cases: &mut Vec<ReplayCase>) -> Result<Scores, BacktestError> {
    const SCENARIO: &str = "chips-act";
    let model = model(SCENARIO)?;
    let plants: Vec<(usize, &str, Plant)> = PLANTS
        .iter()
        .filter_map(|(project, id)| {
            let index = model
                .projects
                .list
                .iter()
                .position(|p| p.name == *project)?;
            Some((index, *id, plant(id)?))
        })
        .collect();
    let july = model.start.months_until(Date {
        year: 2025,
        month: 7,
    }) as usize;
    let mut online = vec![Vec::new(); plants.len()];
    let (mut paid, mut promised) = (Vec::new(), Vec::new());
    ensemble::run::<RunError>(&model, options, |groups| {
        for group in groups {
            for (values, (index, ..)) in online.iter_mut().zip(&plants) {
                let months = group.base.online[*index].0;
                values.extend(months[..group.lanes].iter().map(|&month| match month {
                    month if month.is_nan() => NEVER,
                    month => month,
                }));
            }
            let grants = group.base.record.of(Series::Grants);
            paid.extend_from_slice(&grants[july].0[..group.lanes]);
            promised.extend_from_slice(&grants[model.months - 1].0[..group.lanes]);
        }
        Ok(())
    })?;
    let start = model.start.year * 12 + model.start.month as i32 - 1;
    let last = plants.iter().map(|(_, _, plant)| plant.as_of.to).max();
    let since = |month: i32| f64::from(month - start);
    let mut scored = Vec::new();
    for ((_, id, plant), values) in plants.iter().zip(online) {
        let ours = forecast(values)?;
        let observed = match plant.came {
            Some(window) => Observed::window(since(window.from), since(window.to))
                .looked_until(since(last.unwrap_or(start))),
            None => Observed::after(since(plant.as_of.from)),
        };
        let promised = plant.promised.middle() - f64::from(start);
        let rival = Forecast::point(promised);
        let [p10, p50, p90] = [0.1, 0.5, 0.9].map(|level| ours.quantile(level));
        cases.push(ReplayCase {
            scenario: SCENARIO.to_owned(),
            id: (*id).to_owned(),
            label: plant.label.clone(),
            unit: "months".to_owned(),
            came: match plant.came {
                Some(window) => window.to_string(),
                None => format!("not by {}", plant.as_of),
            },
            observed: [
                Some(observed.from),
                (!observed.is_censored()).then_some(observed.to),
            ],
            counted_from: month(start),
            quantiles: [p10, p50, p90].into(),
            promised,
            pit: ours.pit(&observed),
            crps: ours.crps(&observed),
            rivals: BTreeMap::from([("promised".to_owned(), rival.crps(&observed))]),
        });
        scored.push((ours, observed, rival));
    }
    let all = forecast(promised)?.quantile(0.5);
    let record = amount("us.chips.disbursed.2025").zip(amount("us.chips.awarded.2025"));
    if let Some((disbursed, awarded)) = record {
        let share = paid.into_iter().map(|paid| paid / all).collect();
        cases.push(quantity(
            (SCENARIO, "us.chips.disbursed.2025"),
            ("Grants paid by July 2025, of those awarded", "share"),
            &forecast(share)?,
            disbursed / awarded,
            paid_as_promised(&model, july),
        ));
    }
    let scored: Vec<Case> = scored
        .iter()
        .map(|(forecast, observed, rival)| Case {
            forecast,
            observed: *observed,
            rivals: vec![("promised", rival)],
        })
        .collect();
    Ok(scores(&scored, WIDTH))
}

/// Share of the grants that a plan of 2022 would have had paid by a month: all promised with the act of
/// August 2022, and paid with the delay of the scenario's centre.
fn paid_as_promised(model: &Model, month: usize) -> f64 {
    let act = model.start.months_until(Date {
        year: 2022,
        month: 8,
    });
    let Some(delay) = model.parameters.find("policy.grant.us.delay") else {
        return f64::NAN;
    };
    let years = Lanes::splat(model.parameters.centre(delay) / 12.0);
    let mut under_way = Delay::EMPTY;
    let mut paid = 0.0;
    for since in act..month as i32 {
        let promised = if since == act { 1.0 } else { 0.0 };
        paid += under_way.step(Lanes::splat(promised), years).0[0];
    }
    paid
}

fn china(options: &Options, cases: &mut Vec<ReplayCase>) -> Result<(), BacktestError> {
    const SCENARIO: &str = "china-2014";
    let model = model(SCENARIO)?;
    let december = model.start.months_until(Date {
        year: 2025,
        month: 12,
    }) as usize;
    let (mut built, mut planned) = (Vec::new(), Vec::new());
    ensemble::run::<RunError>(&model, options, |groups| {
        for group in groups {
            let at = |run: &fabcast_model::simulate::Run| {
                run.record.of(Series::LogicCapacity)[december].0
            };
            built.extend_from_slice(&at(&group.base)[..group.lanes]);
            if let Some(plan) = &group.plan {
                planned.extend_from_slice(&at(plan)[..group.lanes]);
            }
        }
        Ok(())
    })?;
    // The one line that runs has the announced size of the first project of the plan.
    let line = model
        .projects
        .list
        .iter()
        .find(|p| p.kind == fabcast_model::flows::Kind::Fab);
    if let Some(line) = line {
        cases.push(quantity(
            (SCENARIO, "cn.leading.edge"),
            (
                "Leading-edge capacity at the end of 2025: the one line that runs",
                "kwspm",
            ),
            &forecast(built)?,
            line.capacity,
            forecast(planned)?.quantile(0.5),
        ));
    }
    Ok(())
}

fn quantity(
    (scenario, id): (&str, &str),
    (label, unit): (&str, &str),
    forecast: &Forecast,
    observed: f64,
    promised: f64,
) -> ReplayCase {
    let seen = Observed::point(observed);
    let [p10, p50, p90] = [0.1, 0.5, 0.9].map(|level| forecast.quantile(level));
    ReplayCase {
        scenario: scenario.to_owned(),
        id: id.to_owned(),
        label: label.to_owned(),
        unit: unit.to_owned(),
        came: number(observed),
        observed: [Some(observed); 2],
        counted_from: String::new(),
        quantiles: [p10, p50, p90].into(),
        promised,
        pit: forecast.pit(&seen),
        crps: forecast.crps(&seen),
        rivals: BTreeMap::from([("promised".to_owned(), Forecast::point(promised).crps(&seen))]),
    }
}

/// A value of a case as people read it: a month, or a number.
pub fn reads(case: &ReplayCase, value: f64) -> String {
    match Window::parse(&case.counted_from) {
        Some(_) if value >= NEVER => "never".to_owned(),
        Some(start) => month(start.from + value.floor() as i32),
        None => number(value),
    }
}

/// A score in a table; what is nearly nothing is nothing.
pub fn loss(crps: f64) -> String {
    number(if crps < 0.005 { 0.0 } else { crps })
}

fn sentence(document: &ReplaysDocument) -> String {
    let s = &document.scores;
    let rivals: Vec<String> = s
        .rivals
        .iter()
        .map(|(name, rival)| {
            format!(
                "the {name} date {:.1}, ours less by {} ± {}",
                rival.crps,
                percent(rival.skill.skill),
                percent(rival.skill.skill_error)
            )
        })
        .collect();
    format!(
        "{} plants, {} of them not running at the last report: the 80 % interval covers {}; CRPS {:.1} months, {}.",
        s.n,
        s.n_censored,
        percent(s.coverage_80),
        s.crps,
        rivals.join(", ")
    )
}

/// The document for a screen.
pub fn screen(document: &ReplaysDocument) -> String {
    let mut out = format!(
        "Replays of past programmes against the record ({} draws, seed {})\n",
        document.draws, document.seed
    );
    let mut scenario = "";
    for case in &document.cases {
        if case.scenario != scenario {
            scenario = &case.scenario;
            let _ = write!(
                out,
                "\n{scenario}\n{:<19}{:<9}{:<20}{:<8}{:<8}{:<8}{:>5}{:>8}\n",
                "", "promised", "came", "10 %", "50 %", "90 %", "CRPS", "rival's"
            );
        }
        let _ = writeln!(
            out,
            "{:<19}{:<9}{:<20}{:<8}{:<8}{:<8}{:>5}{:>8}",
            case.id.trim_end_matches(".2025"),
            reads(case, case.promised),
            case.came,
            reads(case, case.quantiles.p10),
            reads(case, case.quantiles.p50),
            reads(case, case.quantiles.p90),
            loss(case.crps),
            loss(case.rivals.get("promised").copied().unwrap_or(f64::NAN)),
        );
    }
    out.push('\n');
    out.push_str(&wrapped(&sentence(document)));
    out.push_str("\nWhat is weak\n");
    for line in REPLAYS_WEAK {
        out.push_str(&wrapped(line));
    }
    out
}

/// A section of the page of backtests.
pub fn page(document: &ReplaysDocument) -> String {
    let mut page = String::from("### What is weak\n\n");
    for line in REPLAYS_WEAK {
        let _ = writeln!(page, "- {line}");
    }
    let _ = write!(
        page,
        "\n### Against the record\n\n{}\n\n\
         | replay | what | promised | came | 10 % | 50 % | 90 % | CRPS | the promise's |\n\
         |---|---|---|---|---|---|---|---|---|\n",
        sentence(document)
    );
    for case in &document.cases {
        let _ = writeln!(
            page,
            "| {} | {}{} | {} | {} | {} | {} | {} | {} | {} |",
            case.scenario,
            case.label,
            if case.counted_from.is_empty() {
                format!(", {}", case.unit)
            } else {
                String::new()
            },
            reads(case, case.promised),
            case.came,
            reads(case, case.quantiles.p10),
            reads(case, case.quantiles.p50),
            reads(case, case.quantiles.p90),
            loss(case.crps),
            loss(case.rivals.get("promised").copied().unwrap_or(f64::NAN)),
        );
    }
    page.push_str("\n[Replays](replays.md) tells what held the programmes.\n");
    page
}

#[cfg(test)]
mod tests;

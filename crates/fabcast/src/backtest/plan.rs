//! The plan of 2024, forecast with the world of February 2024, frozen, and scored as years go by.
//!
//! The forecast lies in the repository as bytes with their hash ([`frozen`]). It is not made again when the model
//! changes: what is scored is what was said. Actuals come from the repository or from a file ([`actuals`]).

pub mod actuals;
pub mod frozen;
mod show;
pub mod text;

use std::collections::BTreeMap;

use fabcast_document::backtest::plan::{
    AheadRow, FrozenInfo, PlanCase, PlanDocument, ScenarioScores,
};
use fabcast_document::backtest::score::Scores;
use fabcast_model::math::scalar::ln;

use self::actuals::Observed as Actuals;
use self::frozen::{Frozen, FrozenSeries};
use super::BacktestError;
use super::score::{Case, Forecast, Observed, scores};
use super::world::rival;

pub use show::{page, screen};

/// Width of an observation in the log score: 10 %.
const WIDTH: f64 = 0.1;
/// Names of the naive forecasts.
const RIVALS: [&str; 2] = ["last_value", "trend_of_log"];

/// Years of which the forecast is shown before they are known.
const AHEAD: [&str; 3] = ["2026", "2028", "2030"];

/// Scores the frozen forecast.
///
/// # Errors
/// When the frozen file is not what was frozen, or the file of actuals has faults.
pub fn plan(options: &super::Options) -> Result<PlanDocument, BacktestError> {
    let frozen = frozen::embedded()?;
    Ok(match &options.actuals {
        Some(path) => {
            let observed = actuals::load(path, &frozen)?;
            score(&frozen, &observed, &path.display().to_string())
        }
        None => score(&frozen, &actuals::of_repository(&frozen), text::REPOSITORY),
    })
}

/// Scores a forecast against actuals.
pub fn score(frozen: &Frozen, actuals: &Actuals, source: &str) -> PlanDocument {
    let mut cases = Vec::new();
    let mut scored: Vec<(&FrozenSeries, Forecast, Observed, Vec<Forecast>)> = Vec::new();
    let mut not_yet: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut ahead = Vec::new();
    for one in &frozen.forecasts {
        let (Some(forecast), Some([p10, p50, p90])) = (one.forecast(), one.quantiles()) else {
            continue;
        };
        let known = actuals
            .rows
            .iter()
            .find(|row| row.series == one.series && row.period == one.period);
        let Some(known) = known else {
            let years = not_yet.entry(one.series.clone()).or_default();
            if !years.contains(&one.period) {
                years.push(one.period.clone());
            }
            if AHEAD.contains(&one.period.as_str()) {
                ahead.push(AheadRow {
                    scenario: one.scenario.clone(),
                    series: one.series.clone(),
                    label: one.label.clone(),
                    unit: one.unit.clone(),
                    period: one.period.clone(),
                    forecast: [p10, p50, p90],
                });
            }
            continue;
        };
        let scale = |value: f64| match one.logarithmic {
            true => ln(value),
            false => value,
        };
        let seen = Observed::point(scale(known.value));
        let rivals: Vec<Forecast> = match (one.naive, one.logarithmic) {
            (Some(naive), _) => naive.map(rival::normal).into(),
            (None, true) => Vec::new(),
            // A programme that does not exist: its last value, and its trend.
            (None, false) => vec![Forecast::point(0.0), Forecast::point(0.0)],
        };
        cases.push(PlanCase {
            scenario: one.scenario.clone(),
            series: one.series.clone(),
            label: one.label.clone(),
            unit: one.unit.clone(),
            period: one.period.clone(),
            observed: known.value,
            quantiles: [p10, p50, p90].into(),
            pit: forecast.pit(&seen),
            inside_80: (p10..=p90).contains(&known.value),
            logarithmic: one.logarithmic,
            crps: forecast.crps(&seen),
            rivals: RIVALS
                .iter()
                .zip(&rivals)
                .map(|(name, rival)| ((*name).to_owned(), rival.crps(&seen)))
                .collect(),
        });
        if one.logarithmic && !rivals.is_empty() {
            scored.push((one, forecast, seen, rivals));
        }
    }
    let of = |scenario: Option<&str>| -> Scores {
        let chosen: Vec<Case> = scored
            .iter()
            .filter(|(one, ..)| scenario.is_none_or(|name| one.scenario == name))
            .map(|(_, forecast, observed, rivals)| Case {
                forecast,
                observed: *observed,
                rivals: RIVALS.into_iter().zip(rivals).collect(),
            })
            .collect();
        scores(&chosen, WIDTH)
    };
    let scenarios = frozen
        .scenarios
        .iter()
        .map(|scenario| {
            let own = || {
                cases
                    .iter()
                    .filter(|case| case.scenario == scenario.name && case.logarithmic)
            };
            ScenarioScores {
                scenario: scenario.name.clone(),
                scores: of(Some(&scenario.name)),
                n: own().count(),
                n_inside_80: own().filter(|case| case.inside_80).count(),
            }
        })
        .collect();
    PlanDocument {
        case: "plan-2024".to_owned(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        frozen: FrozenInfo {
            file: frozen::FILE.to_owned(),
            sha256: frozen::sha256(frozen::BYTES.as_bytes()),
            engine_version: frozen.engine_version.clone(),
            seed: frozen.seed,
            draws: frozen.draws,
            world: frozen.world.clone(),
            known_to: frozen.known_to,
            scenarios: frozen.scenarios.clone(),
        },
        actuals: source.to_owned(),
        scores: of(None),
        scenarios,
        cases,
        not_yet,
        ahead,
        notes: actuals.notes.clone(),
    }
}

#[cfg(test)]
mod tests;

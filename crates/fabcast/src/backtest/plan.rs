//! The plan of 2024, forecast with the world of February 2024, frozen, and scored as years go by.
//!
//! The forecast lies in the repository as bytes with their hash ([`frozen`]). It is not made again when the model
//! changes: what is scored is what was said. Actuals come from the repository or from a file ([`actuals`]).

pub mod actuals;
pub mod frozen;
mod show;
pub mod text;

use std::collections::BTreeMap;

use fabcast_document::ScenarioId;
use fabcast_model::math::scalar::ln;
use serde::{Deserialize, Serialize};

use self::actuals::Observed as Actuals;
use self::frozen::{Frozen, FrozenSeries};
use super::BacktestError;
use super::score::{Case, Forecast, Observed, Pit, Scores, scores};
use super::world::rival;

pub use show::{page, screen};

/// Width of an observation in the log score: 10 %.
const WIDTH: f64 = 0.1;
/// Names of the naive forecasts.
const RIVALS: [&str; 2] = ["last_value", "trend_of_log"];

/// What `backtest plan-2024` found.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PlanDocument {
    /// `plan-2024`.
    pub case: String,
    /// Version of the engine that scored.
    pub engine_version: String,
    /// What was frozen.
    pub frozen: FrozenInfo,
    /// Where the actuals come from.
    pub actuals: String,
    /// Scores of all points with naive forecasts, both scenarios, in natural logarithms.
    pub scores: Scores,
    /// Scores by scenario, likewise.
    pub scenarios: Vec<ScenarioScores>,
    /// Every point that is known.
    pub cases: Vec<PlanCase>,
    /// What was forecast and is not known yet: years, by series.
    pub not_yet: BTreeMap<String, Vec<String>>,
    /// The forecast of a few years of what is not known yet.
    pub ahead: Vec<AheadRow>,
    /// What was left aside of the actuals, and why.
    pub notes: Vec<String>,
}

/// Where the frozen forecast comes from.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct FrozenInfo {
    /// File in the repository.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Version of the engine that made it.
    pub engine_version: String,
    /// Its seed.
    pub seed: u64,
    /// Its draws.
    pub draws: u64,
    /// World, by its vintage.
    pub world: String,
    /// Last year that it knew.
    pub known_to: i32,
    /// What was run.
    pub scenarios: Vec<ScenarioId>,
}

/// Scores of a scenario.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ScenarioScores {
    /// Scenario.
    pub scenario: String,
    /// Scores of points with naive forecasts, in natural logarithms.
    pub scores: Scores,
    /// Points of the world that are known, with naive forecasts or without.
    pub n: usize,
    /// Those inside the 80 % interval.
    pub n_inside_80: usize,
}

/// A point that is known.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PlanCase {
    /// Scenario.
    pub scenario: String,
    /// Series.
    pub series: String,
    /// What it is.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// Year, or year and quarter.
    pub period: String,
    /// What came.
    pub observed: f64,
    /// 10 % quantile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90 % quantile.
    pub p90: f64,
    /// Where in the forecast it lies.
    pub pit: Pit,
    /// Whether it lies in the 80 % interval.
    pub inside_80: bool,
    /// Whether the CRPS is of natural logarithms; otherwise it is in the unit.
    pub logarithmic: bool,
    /// CRPS.
    pub crps: f64,
    /// CRPS of the naive forecasts; empty where nothing was known. Of a programme they say that nothing comes of it.
    pub rivals: BTreeMap<String, f64>,
}

/// A forecast of what is not known yet.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct AheadRow {
    /// Scenario.
    pub scenario: String,
    /// Series.
    pub series: String,
    /// What it is.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// Year.
    pub period: String,
    /// 10, 50 and 90 % quantile.
    pub forecast: [f64; 3],
}

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
            p10,
            p50,
            p90,
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

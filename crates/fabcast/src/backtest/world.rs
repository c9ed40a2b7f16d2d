//! The world without a programme against what happened from 2020 to 2024.
//!
//! Three vintages of the world are run with no programme ([`VINTAGES`]) and set against the observed series of
//! `data/actuals_2020_2024.csv`. What stands for each of them is in [`DEFINITIONS`]: a quantity of the model, or
//! one derived from it with a stated, uncertain link. Years that a vintage knew are shown and not scored.
//!
//! All series are positive and span orders of magnitude, so forecasts and observations are compared by their natural
//! logarithms: a CRPS of 0.1 is an error of about a tenth.

pub mod actuals;
pub(in crate::backtest) mod measure;
pub(in crate::backtest) mod rival;
pub mod text;
mod vintage;

use std::collections::BTreeMap;

use fabcast_document::backtest::score::Scores;
use fabcast_document::backtest::world::{
    LinkDocument, PointDocument, RivalPoint, SeriesDocument, VintageDocument, WorldCase,
    WorldDocument,
};
use fabcast_model::inputs::Date;
use fabcast_model::math::scalar::{exp, ln};
use fabcast_model::model::Model;
use fabcast_model::reader::Fault;

use super::score::{self, Case, Forecast, Observed};
use crate::ensemble::{self, Options};
use crate::run::RunError;
pub use actuals::Actuals;
pub use measure::{DEFINITIONS, Definition, Period};
pub use vintage::{Link, VINTAGES, Vintage};

/// Largest ratio of median and observation, either way, that a physical series should have.
pub const PHYSICAL_LIMIT: f64 = 2.0;
/// Width of an observation in the log score: 10 %.
const WIDTH: f64 = 0.1;
/// Names of the naive forecasts.
const RIVALS: [&str; 2] = ["last_value", "trend_of_log"];

/// Runs the vintages with no programme and scores them.
///
/// Of the options, draws, seed, threads and `stop` are used.
///
/// # Errors
/// See [`RunError`].
pub fn world(options: &Options) -> Result<WorldDocument, RunError> {
    world_against(options, &Actuals::embedded())
}

/// [`world`] against given observations, of which a vintage reads those that it knew and is scored on the rest.
///
/// # Errors
/// See [`RunError`].
pub fn world_against(options: &Options, actuals: &Actuals) -> Result<WorldDocument, RunError> {
    let mut all = Vec::new();
    let mut vintages = Vec::new();
    for vintage in VINTAGES {
        let (scenario, targets) = simulate(vintage, options, |model| targets(model, actuals))?;
        let (document, scored) = describe(vintage, &scenario, targets, actuals);
        vintages.push(document);
        all.extend(scored);
    }
    let cases = vintages
        .iter()
        .flat_map(|vintage| vintage.series.iter().map(move |series| (vintage, series)))
        .flat_map(|(vintage, series)| {
            let predicted = series.points.iter().filter(|point| point.predicted);
            predicted.map(|point| WorldCase {
                scenario: vintage.scenario.clone(),
                series: series.name.clone(),
                unit: series.unit.clone(),
                point: point.clone(),
            })
        })
        .collect();
    Ok(WorldDocument {
        case: "world".to_owned(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        draws: options.draws,
        scores: score_all(&all),
        cases,
        vintages,
    })
}

/// A point to be forecast, and the values of the draws.
struct Target {
    definition: &'static Definition,
    period: Period,
    id: String,
    observed: f64,
    values: Vec<f64>,
}

/// Draws of yearly values of some series, observed or not, in the unit of their definition.
pub(super) fn draws(
    scenario: &str,
    points: &[(&str, i32)],
    options: &Options,
) -> Result<Vec<Vec<f64>>, RunError> {
    let Some(vintage) = VINTAGES.iter().find(|vintage| vintage.scenario == scenario) else {
        return Ok(Vec::new());
    };
    let wanted = |_: &Model| {
        let of = |(name, year): &(&str, i32)| {
            let definition = DEFINITIONS.iter().find(|d| d.name == *name)?;
            Some(Target {
                definition,
                period: *definition.periods(*year).first()?,
                id: String::new(),
                observed: f64::NAN,
                values: Vec::new(),
            })
        };
        points.iter().filter_map(of).collect()
    };
    let (_, targets) = simulate(vintage, options, wanted)?;
    Ok(targets.into_iter().map(|target| target.values).collect())
}

/// Runs a vintage and fills in the targets of its model.
fn simulate(
    vintage: &Vintage,
    options: &Options,
    targets: impl Fn(&Model) -> Vec<Target>,
) -> Result<(fabcast_scenario::Scenario, Vec<Target>), RunError> {
    let scenario = crate::load(vintage.scenario, &[]).map_err(|errors| {
        RunError::Model(vec![Fault {
            path: vintage.scenario.to_owned(),
            expected: errors.to_string(),
        }])
    })?;
    let model = Model::new(&scenario.inputs).map_err(RunError::Model)?;
    let mut targets = targets(&model);
    let options = Options {
        relax: fabcast_model::relax::Relax::NONE,
        central: false,
        audit: false,
        first: 0,
        ..*options
    };
    ensemble::run::<RunError>(&model, &options, |groups| {
        for group in groups {
            let measures = measure::Measures::new(&model, vintage, options.seed, group);
            for target in &mut targets {
                let lanes = measures.of(target.definition, target.period);
                target.values.extend_from_slice(&lanes.0[..group.lanes]);
            }
        }
        Ok(())
    })?;
    Ok((scenario, targets))
}

/// Every observation that falls into the simulated months.
fn targets(model: &Model, actuals: &Actuals) -> Vec<Target> {
    let last = model.start.plus(model.months as i32 - 1);
    let mut targets = Vec::new();
    for definition in DEFINITIONS {
        for year in model.start.year..=last.year {
            for period in definition.periods(year) {
                // A year that began before the simulation is kept if most of it is simulated.
                let (from, to) = period.months();
                let inside = model.start.months_until(from) >= -1 && to.months_until(last) >= 0;
                let id = format!("actual.{}.{}", definition.name, period.key());
                let observed = actuals.get(&id);
                if let (true, Some(observed)) = (inside, observed) {
                    targets.push(Target {
                        definition,
                        period,
                        id,
                        observed: observed * definition.scale,
                        values: Vec::new(),
                    });
                }
            }
        }
    }
    targets
}

/// A predicted point that rivals forecast too.
struct Scored {
    forecast: Forecast,
    observed: Observed,
    rivals: Vec<(&'static str, Forecast)>,
}

fn score_all(scored: &[Scored]) -> Scores {
    let cases: Vec<Case<'_>> = scored
        .iter()
        .map(|s| Case {
            forecast: &s.forecast,
            observed: s.observed,
            rivals: s.rivals.iter().map(|(name, f)| (*name, f)).collect(),
        })
        .collect();
    score::scores(&cases, WIDTH)
}

fn describe(
    vintage: &'static Vintage,
    scenario: &fabcast_scenario::Scenario,
    targets: Vec<Target>,
    actuals: &Actuals,
) -> (VintageDocument, Vec<Scored>) {
    let mut scored: Vec<Scored> = Vec::new();
    let mut series: Vec<SeriesDocument> = Vec::new();
    let (mut n_predicted, mut n_inside_80) = (0, 0);
    let mut physical_misses = BTreeMap::new();
    for target in targets {
        let Target {
            definition,
            period,
            id,
            observed,
            values,
        } = target;
        let logs = values.into_iter().map(|x| ln(x.max(1e-300))).collect();
        let Some(forecast) = Forecast::new(logs) else {
            continue;
        };
        let seen = Observed::point(ln(observed));
        let predicted = period.year > vintage.known_to;
        let rivals = if predicted {
            rival::naive(definition, vintage, period, actuals)
        } else {
            Vec::new()
        };
        let [p10, p50, p90] = [0.1, 0.5, 0.9].map(|level| exp(forecast.quantile(level)));
        let inside_80 = (p10..=p90).contains(&observed);
        let point = PointDocument {
            period: period.to_string(),
            id,
            observed,
            predicted,
            quantiles: [p10, p50, p90].into(),
            pit: forecast.pit(&seen).mean(),
            inside_80,
            crps: forecast.crps(&seen),
            rivals: rivals
                .iter()
                .map(|(name, rival)| {
                    let rival = RivalPoint {
                        p50: exp(rival.quantile(0.5)),
                        crps: rival.crps(&seen),
                    };
                    ((*name).to_owned(), rival)
                })
                .collect(),
        };
        if predicted {
            n_predicted += 1;
            n_inside_80 += usize::from(inside_80);
            let ratio = (p50 / observed).max(observed / p50);
            if definition.physical && ratio > PHYSICAL_LIMIT {
                let worst = physical_misses
                    .entry(definition.name.to_owned())
                    .or_insert(ratio);
                *worst = ratio.max(*worst);
            }
            if !rivals.is_empty() {
                scored.push(Scored {
                    forecast,
                    observed: seen,
                    rivals,
                });
            }
        }
        match series.last_mut() {
            Some(last) if last.name == definition.name => last.points.push(point),
            _ => series.push(SeriesDocument {
                name: definition.name.to_owned(),
                label: definition.label.to_owned(),
                unit: definition.unit.to_owned(),
                stands_for: definition.stands_for.to_owned(),
                direct: definition.direct,
                physical: definition.physical,
                points: vec![point],
                coverage_80: None,
                crps: None,
            }),
        }
    }
    for one in &mut series {
        let points: Vec<&PointDocument> = one.points.iter().filter(|p| p.predicted).collect();
        if !points.is_empty() {
            let n = points.len() as f64;
            let inside = points.iter().filter(|p| p.inside_80).count() as f64;
            one.coverage_80 = Some(inside / n);
            one.crps = Some(points.iter().map(|p| p.crps).sum::<f64>() / n);
        }
    }
    let document = VintageDocument {
        scenario: vintage.scenario.to_owned(),
        world: scenario.meta.world.clone().unwrap_or_default(),
        known_to: vintage.known_to,
        series,
        scores: score_all(&scored),
        n_predicted,
        n_inside_80,
        physical_misses,
        links: vintage
            .links()
            .iter()
            .map(|link| LinkDocument {
                name: link.name.to_owned(),
                value: [link.low, link.median, link.high],
                reason: link.reason.to_owned(),
            })
            .collect(),
    };
    (document, scored)
}

/// First month of a calendar year.
const fn january(year: i32) -> Date {
    Date { year, month: 1 }
}

#[cfg(test)]
mod tests;

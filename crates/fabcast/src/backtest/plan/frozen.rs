//! The forecast of February 2024 as bytes in the repository: made once, never again by a test.

use std::ops::RangeInclusive;

use fabcast_document::ScenarioId;
use fabcast_model::math::scalar::{exp, ln};
use fabcast_model::model::Model;
use fabcast_model::record::{Series, series_info};
use serde::{Deserialize, Serialize};

use super::text;
use crate::backtest::BacktestError;
use crate::backtest::score::Forecast;
use crate::backtest::world::measure::Measures;
use crate::backtest::world::{Actuals, DEFINITIONS, Definition, Period, VINTAGES, Vintage, rival};
pub use crate::bytes::sha256;
use crate::ensemble;
use crate::identity;
use crate::run::RunError;

/// Name of the frozen file in the repository.
pub const FILE: &str = "data/frozen/plan-2024.json";
/// The frozen file.
pub const BYTES: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../data/frozen/plan-2024.json"
));
/// Its SHA-256, as `sha256sum` writes it.
pub const HASH: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../data/frozen/plan-2024.json.sha256"
));

/// Scenarios that are forecast: the plan, and the world without it.
pub const SCENARIOS: [&str; 2] = ["no-programme", "seven-trillion"];
/// Years that are forecast.
pub const YEARS: RangeInclusive<i32> = 2024..=2035;
/// Draws of the frozen forecast.
pub const DRAWS: u64 = 4_000;
/// Equally likely values that are kept of each forecast.
const KEPT: usize = 50;
/// Series of the programme itself, at the end of the year.
const PROGRAMME: [Series; 8] = [
    Series::CapitalDrawn,
    Series::ProjectsStarted,
    Series::LogicCapacity,
    Series::HbmCapacity,
    Series::PackagingCapacity,
    Series::DatacentreGw,
    Series::DeliveredH100e,
    Series::DeliveredGw,
];

/// A frozen forecast.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Frozen {
    /// Version of this layout, 1.
    pub format: u32,
    /// Version of the engine that made it.
    pub engine_version: String,
    /// Seed.
    pub seed: u64,
    /// Draws.
    pub draws: u64,
    /// Last year of which the world knows anything as a whole.
    pub known_to: i32,
    /// World, by its vintage.
    pub world: String,
    /// What was run, with the digest of its resolved values.
    pub scenarios: Vec<ScenarioId>,
    /// Every forecast.
    pub forecasts: Vec<FrozenSeries>,
}

/// A series of a scenario in a year or quarter.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct FrozenSeries {
    /// Scenario.
    pub scenario: String,
    /// Name of the series: of `data/actuals_2020_2024.csv`, or of a run for the programme's own.
    pub series: String,
    /// What it is, for people.
    pub label: String,
    /// Unit of the values.
    pub unit: String,
    /// Year, or year and quarter.
    pub period: String,
    /// Whether forecast and observation are compared by natural logarithms; the programme's own series, which may be
    /// nothing, are not.
    pub logarithmic: bool,
    /// Equally likely values, rising.
    pub values: Vec<f64>,
    /// Naive forecasts, mean and standard deviation of the natural logarithm: last value, trend.
    pub naive: Option<[[f64; 2]; 2]>,
}

impl FrozenSeries {
    /// As it is compared: in logarithms, or as it is.
    pub fn forecast(&self) -> Option<Forecast> {
        let values = self.values.iter().map(|&value| match self.logarithmic {
            true => ln(value.max(1e-300)),
            false => value,
        });
        Forecast::new(values.collect())
    }

    /// 10, 50 and 90 % quantile, in the unit.
    pub fn quantiles(&self) -> Option<[f64; 3]> {
        let forecast = self.forecast()?;
        let back = |value: f64| if self.logarithmic { exp(value) } else { value };
        Some([0.1, 0.5, 0.9].map(|level| back(forecast.quantile(level))))
    }
}

/// The forecast that lies in the repository.
///
/// # Errors
/// When its bytes are not those of which the hash was taken, or are no frozen forecast.
pub fn embedded() -> Result<Frozen, BacktestError> {
    if Some(sha256(BYTES.as_bytes()).as_str()) != recorded_hash() {
        return Err(BacktestError::Frozen(text::changed(FILE)));
    }
    serde_json::from_str(BYTES)
        .map_err(|error| BacktestError::Frozen(text::unreadable(FILE, &error.to_string())))
}

/// The recorded hash.
pub fn recorded_hash() -> Option<&'static str> {
    HASH.split_whitespace().next()
}

/// Makes the forecast anew, with the engine as it is; `cargo xtask freeze` writes it to the repository.
///
/// # Errors
/// When a run fails.
pub fn freeze(options: &ensemble::Options, actuals: &Actuals) -> Result<Frozen, BacktestError> {
    let vintage = vintage();
    let mut frozen = Frozen {
        format: 1,
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        draws: options.draws,
        known_to: vintage.known_to,
        world: String::new(),
        scenarios: Vec::new(),
        forecasts: Vec::new(),
    };
    for name in SCENARIOS {
        let scenario = crate::load(name, &[]).map_err(|errors| {
            RunError::Model(vec![fabcast_model::reader::Fault {
                path: name.to_owned(),
                expected: errors.to_string(),
            }])
        })?;
        let model = Model::new(&scenario.inputs).map_err(RunError::Model)?;
        frozen.world = scenario.meta.world.clone().unwrap_or_default();
        frozen.scenarios.push(identity::id(&scenario));
        let mut targets = targets(&model);
        let own = ensemble::Options {
            relax: fabcast_model::relax::Relax::NONE,
            central: false,
            audit: false,
            first: 0,
            ..*options
        };
        ensemble::run::<RunError>(&model, &own, |groups| {
            for group in groups {
                let measures = Measures::new(&model, vintage, options.seed, group);
                for target in &mut targets {
                    let lanes = match target.what {
                        What::World(definition, period) => measures.of(definition, period),
                        What::Programme(series, month) => group.base.record.of(series)[month],
                    };
                    target.values.extend_from_slice(&lanes.0[..group.lanes]);
                }
            }
            Ok(())
        })?;
        let of_programme = series_info(&model);
        for target in targets {
            let Some(drawn) = Forecast::new(target.values) else {
                continue;
            };
            let mut values: Vec<f64> = (0..KEPT)
                .map(|i| rounded(drawn.quantile((i as f64 + 0.5) / KEPT as f64)))
                .collect();
            values.sort_unstable_by(f64::total_cmp);
            frozen.forecasts.push(match target.what {
                What::World(definition, period) => FrozenSeries {
                    scenario: name.to_owned(),
                    series: definition.name.to_owned(),
                    label: definition.label.to_owned(),
                    unit: definition.unit.to_owned(),
                    period: period.to_string(),
                    logarithmic: true,
                    values,
                    naive: rival::normals(definition, vintage, period, actuals)
                        .map(|both| both.map(|one| one.map(rounded))),
                },
                What::Programme(series, month) => {
                    let info = &of_programme[series as usize];
                    FrozenSeries {
                        scenario: name.to_owned(),
                        series: info.name.clone(),
                        label: info.label.clone(),
                        unit: info.unit.to_owned(),
                        period: model.start.plus(month as i32).year.to_string(),
                        logarithmic: false,
                        values,
                        naive: None,
                    }
                }
            });
        }
    }
    Ok(frozen)
}

/// The file: its head, then a line for each forecast.
pub fn file(frozen: &Frozen) -> String {
    let head = Frozen {
        forecasts: Vec::new(),
        ..frozen.clone()
    };
    // No map with keys other than strings: it always serialises.
    let head = serde_json::to_string_pretty(&head).unwrap_or_default();
    let lines: Vec<String> = frozen
        .forecasts
        .iter()
        .map(|one| serde_json::to_string(one).unwrap_or_default())
        .collect();
    let list = format!("\"forecasts\": [\n{}\n]", lines.join(",\n"));
    head.replace("\"forecasts\": []", &list) + "\n"
}

/// What the world knew, and how it leads to what was measured.
fn vintage() -> &'static Vintage {
    let found = VINTAGES.iter().find(|v| v.scenario == SCENARIOS[0]);
    found.unwrap_or(&VINTAGES[VINTAGES.len() - 1])
}

enum What {
    World(&'static Definition, Period),
    Programme(Series, usize),
}

struct Target {
    what: What,
    values: Vec<f64>,
}

fn targets(model: &Model) -> Vec<Target> {
    let mut all = Vec::new();
    for definition in DEFINITIONS {
        for period in YEARS.flat_map(|year| definition.periods(year)) {
            all.push(What::World(definition, period));
        }
    }
    // Without projects there is no programme.
    let own = if model.projects.list.is_empty() {
        &[]
    } else {
        &PROGRAMME[..]
    };
    for &series in own {
        for year in YEARS {
            let december = fabcast_model::inputs::Date { year, month: 12 };
            let month = usize::try_from(model.start.months_until(december));
            if let Some(month) = month.ok().filter(|month| *month < model.months) {
                all.push(What::Programme(series, month));
            }
        }
    }
    let target = |what| Target {
        what,
        values: Vec::new(),
    };
    all.into_iter().map(target).collect()
}

/// To five digits, which is finer than any of it is known.
fn rounded(value: f64) -> f64 {
    format!("{value:.4e}").parse().unwrap_or(value)
}

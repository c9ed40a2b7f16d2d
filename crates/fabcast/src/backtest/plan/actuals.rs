//! What happened after the vintage: of the repository, or of a file.

use std::path::Path;

use super::frozen::Frozen;
use super::text;
use crate::backtest::table::{CaseError, Table, read};
use crate::backtest::world::{Actuals, DEFINITIONS, actuals};
use crate::data;
use crate::nearest::nearest_name;

/// One observation, in the unit of the forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Actual {
    /// Series.
    pub series: String,
    /// Year, or year and quarter.
    pub period: String,
    /// Value in the unit of the forecast.
    pub value: f64,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// What can be scored.
    pub rows: Vec<Actual>,
    /// What was left aside, and why.
    pub notes: Vec<String>,
}

const COLUMNS: [&str; 4] = ["year", "series", "value", "unit"];

/// Units that stand for the same, each with its factor; the first is the forecasts'.
const UNITS: &[&[(&str, f64)]] = &[
    &[
        ("million H100e", 1.0),
        ("thousand H100e", 1e-3),
        ("H100e", 1e-6),
    ],
    &[
        ("bn$", 1.0),
        ("USD bn", 1.0),
        ("busd", 1.0),
        ("million $", 1e-3),
        ("USD m", 1e-3),
        ("T$", 1e3),
    ],
    &[("scanners", 1.0), ("systems", 1.0)],
    &[
        ("thousand wafers/month", 1.0),
        ("thousand wafers per month", 1.0),
        ("wafers/month", 1e-3),
    ],
    &[
        ("kwspm", 1.0),
        ("thousand wafers/month", 1.0),
        ("thousand wafers per month", 1.0),
    ],
    &[
        ("kwpm", 1.0),
        ("thousand wafers/month", 1.0),
        ("thousand wafers per month", 1.0),
    ],
    &[
        ("10^9 USD", 1.0),
        ("bn$", 1.0),
        ("USD bn", 1.0),
        ("busd", 1.0),
        ("million $", 1e-3),
        ("USD m", 1e-3),
        ("T$", 1e3),
    ],
    &[("FLOP", 1.0)],
    &[
        ("$/h", 1.0),
        ("USD per GPU-hour", 1.0),
        ("USD per hour", 1.0),
    ],
    &[("GW", 1.0), ("MW", 1e-3), ("TW", 1e3)],
    &[("projects", 1.0), ("number", 1.0)],
];

/// Rows of other data files that tell of years after those of the file of observations: series, period, row and
/// factor to the forecast's unit. Fiscal 2026 of NVIDIA ends in January 2026; prices are of a month of the quarter.
const LATER: [(&str, &str, &str, f64); 10] = [
    (
        "accelerator_shipments_total",
        "2025",
        "ship.total.2025",
        1e-6,
    ),
    (
        "accelerator_stock_total_yearend",
        "2025",
        "stock.total.2025",
        1e-6,
    ),
    ("nvidia_dc_revenue", "2025", "rev.nvidia.dc.fy26", 1.0),
    (
        "asml_euv_units_recognised",
        "2025",
        "litho.euv.shipments.2025",
        1.0,
    ),
    ("tsmc_capex", "2025", "semi.capex.tsmc.2025", 1.0),
    ("hyperscaler_capex_big4", "2025", "capex.big4.2025", 1.0),
    (
        "largest_training_run_to_date",
        "2025",
        "train.flop.grok4",
        1.0,
    ),
    (
        "h100_rental_price",
        "2025-Q2",
        "price.h100_hour.202506",
        1.0,
    ),
    (
        "h100_rental_price",
        "2025-Q4",
        "price.h100_hour.202510",
        1.0,
    ),
    (
        "ai_dc_power_world_yearend",
        "2025",
        "power.ai.world.2025",
        1.0,
    ),
];

/// What the repository knows of the time after the vintage.
pub fn of_repository(frozen: &Frozen) -> Observed {
    let actuals = Actuals::embedded();
    let mut rows = Vec::new();
    for definition in DEFINITIONS {
        for forecast in of_series(frozen, definition.name) {
            let id = format!(
                "actual.{}.{}",
                definition.name,
                forecast.period.to_lowercase()
            );
            let later = || {
                let found = LATER
                    .iter()
                    .find(|row| (row.0, row.1) == (definition.name, forecast.period.as_str()));
                let (_, _, id, factor) = found?;
                let value: f64 = data::row(id)?.central.parse().ok()?;
                Some(value * factor)
            };
            let value = actuals.get(&id).map(|value| value * definition.scale);
            if let Some(value) = value.or_else(later) {
                rows.push(Actual {
                    series: definition.name.to_owned(),
                    period: forecast.period.clone(),
                    value,
                });
            }
        }
    }
    Observed {
        rows,
        notes: Vec::new(),
    }
}

/// Forecasts of a series by the first scenario that has it.
fn of_series<'a>(
    frozen: &'a Frozen,
    series: &'a str,
) -> impl Iterator<Item = &'a super::frozen::FrozenSeries> {
    let first = frozen.forecasts.iter().find(|one| one.series == series);
    let scenario = first.map(|one| one.scenario.as_str());
    frozen
        .forecasts
        .iter()
        .filter(move |one| one.series == series && Some(one.scenario.as_str()) == scenario)
}

/// Names of all series that are forecast, each once.
pub fn series_names(frozen: &Frozen) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for one in &frozen.forecasts {
        if !names.contains(&one.series.as_str()) {
            names.push(&one.series);
        }
    }
    names
}

/// Observations of a file with the columns `year`, `series`, `value` and `unit`; others are ignored.
///
/// # Errors
/// Everything that is wrong with the file, each with its line and column.
pub fn load(path: &Path, frozen: &Frozen) -> Result<Observed, CaseError> {
    parse(&path.display().to_string(), &read(path)?, frozen)
}

/// The same of a text; `name` is that of the file in messages.
///
/// # Errors
/// As [`load`].
pub fn parse(name: &str, content: &str, frozen: &Frozen) -> Result<Observed, CaseError> {
    let names = series_names(frozen);
    let measured = measured();
    let mut seen: Vec<(String, String)> = Vec::new();
    let mut before = 0;
    let mut others: Vec<String> = Vec::new();
    let rows = Table::new(name, content, &COLUMNS).collect(|row| {
        let series = row.text("series").to_owned();
        let is_forecast = names.contains(&series.as_str());
        if !is_forecast && measured.contains(&series) {
            // Measured, and not forecast: no fault of the file.
            if !others.contains(&series) {
                others.push(series);
            }
            return None;
        }
        if series.is_empty() {
            row.fault("series", text::empty("series"));
        } else if !is_forecast {
            let near = nearest_name(&series, names.iter().copied());
            row.fault("series", text::unknown_series(&series, near));
        }
        let dated = row.text("year").to_owned();
        let period = dated.to_uppercase();
        let is_period = is_year(&period) || is_quarter(&period);
        if !is_period {
            row.fault("year", text::no_period(&dated));
        }
        let written = row.text("value").to_owned();
        let value = written.replace('_', "").parse::<f64>();
        let value = value.ok().filter(|value| value.is_finite());
        if value.is_none() {
            row.fault("value", text::no_value(&written));
        }
        let mut scale = None;
        if let Some(first) = of_series(frozen, &series).next() {
            if value.is_some_and(|v| v < 0.0 || first.logarithmic && v == 0.0) {
                row.fault("value", text::not_positive(&written, first.logarithmic));
            }
            let unit = row.text("unit").to_owned();
            let accepted = units(&first.unit);
            scale = accepted
                .iter()
                .find(|(other, _)| other.to_lowercase() == unit.to_lowercase())
                .map(|(_, factor)| *factor);
            if scale.is_none() {
                let accepted: Vec<&str> = accepted.iter().map(|(unit, _)| *unit).collect();
                row.fault("unit", text::no_unit(&unit, &series, &accepted));
            }
        }
        let (true, true, Some(value), Some(scale)) = (is_forecast, is_period, value, scale) else {
            return None;
        };
        let year: i32 = period[..4].parse().ok()?;
        if year <= frozen.known_to {
            before += 1;
            return None;
        }
        if of_series(frozen, &series).all(|one| one.period != period) {
            let quarterly = of_series(frozen, &series).any(|one| is_quarter(&one.period));
            row.fault("year", text::no_forecast(&series, &period, quarterly));
            return None;
        }
        let key = (series.clone(), period.clone());
        if seen.contains(&key) {
            row.fault("year", text::twice(&series, &period));
            return None;
        }
        seen.push(key);
        Some(Actual {
            series,
            period,
            value: value * scale,
        })
    })?;
    let mut notes = Vec::new();
    if before > 0 {
        notes.push(text::known_before(before, frozen.known_to));
    }
    if !others.is_empty() {
        notes.push(text::not_forecast(&others));
    }
    Ok(Observed { rows, notes })
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_quarter(text: &str) -> bool {
    let quarter = text.split_once("-Q");
    quarter.is_some_and(|(year, q)| is_year(year) && matches!(q, "1" | "2" | "3" | "4"))
}

/// Every series of the repository's file of observations.
fn measured() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let text = crate::backtest::table::embedded(actuals::FILE);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for record in reader.records().filter_map(Result::ok) {
        let name = record.get(2).unwrap_or("").to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Units that are accepted for one, with their factors.
fn units(unit: &str) -> Vec<(&str, f64)> {
    let family = UNITS.iter().find(|family| family[0].0 == unit);
    family.map_or_else(|| vec![(unit, 1.0)], |family| family.to_vec())
}

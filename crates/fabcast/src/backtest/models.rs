//! Other people's models against what happened, beside ours.
//!
//! The statements are in `data/model_forecasts.csv`. Epoch's essay of August 2024 gives no figures for
//! single years: they follow from its inputs by its own rule, stock and production of the end of 2023
//! with units and performance growing on (`S + P·(gᵗ - 1)/ln g`). Values are compared by natural
//! logarithms, so a CRPS of 0.1 is an error of about a tenth. A statement made after the year is no
//! forecast and is scored apart.

use fabcast_document::backtest::models::{ModelScores, ModelsDocument, Statement};
use fabcast_model::math::scalar::{exp, ln, normal_quantile, pow};
use fabcast_model::uncertainty::{Draw, name_hash};

use super::calendar::Window;
use super::score::{Case, Forecast, Observed, scores};
use super::table::{CaseError, Table, embedded};
use super::{BacktestError, text, world};
use crate::data;
use crate::ensemble::Options;

/// Our scenario of the same question: the world without a programme as known in February 2024.
const OURS: &str = "no-programme";
const FILE: &str = "model_forecasts.csv";
const COLUMNS: [&str; 8] = [
    "id", "model", "series", "year", "low", "central", "high", "as_of",
];
/// Width of an observation in the log score: 10 %.
const WIDTH: f64 = 0.1;

/// A series with its unit, the factor to it, and where what happened stands by year.
type Series = (
    &'static str,
    &'static str,
    f64,
    &'static [(i32, &'static str)],
);

/// Every series on which models are compared.
const SERIES: [Series; 3] = [
    (
        "accelerator_shipments_total",
        "million H100e",
        1e-6,
        &[
            (2024, "actual.accelerator_shipments_total.2024"),
            (2025, ""),
        ],
    ),
    (
        "accelerator_stock_total_yearend",
        "million H100e",
        1e-6,
        &[
            (2024, "actual.accelerator_stock_total_yearend.2024"),
            (2025, "stock.total.2025"),
        ],
    ),
    (
        "ai_dc_power_world_yearend",
        "GW",
        1.0,
        &[(2024, "actual.ai_dc_power_world_yearend.2024")],
    ),
];

struct Row {
    id: String,
    model: String,
    series: String,
    year: i32,
    quantiles: [f64; 3],
    made: Window,
}

fn rows() -> Result<Vec<Row>, CaseError> {
    Table::new(FILE, embedded(FILE), &COLUMNS).collect(|row| {
        let central = row.positive("central")?;
        let low = row.positive("low").unwrap_or(central);
        let high = row.positive("high").unwrap_or(central);
        Some(Row {
            id: row.text("id").to_owned(),
            model: row.text("model").to_owned(),
            series: row.text("series").to_owned(),
            year: row.text("year").parse().ok()?,
            quantiles: [low, central, high],
            made: row.date("as_of")?,
        })
    })
}

/// What happened, in the unit of the series.
fn observed(series: &str, year: i32) -> Option<f64> {
    let (_, _, scale, years) = SERIES.iter().find(|(name, ..)| *name == series)?;
    let (_, id) = years.iter().find(|(other, _)| *other == year)?;
    let value = |id: &str| data::row(id)?.central.parse::<f64>().ok();
    let found = if id.is_empty() {
        // Shipments of 2025: the stock has grown by them.
        value("stock.total.2025")? - value("actual.accelerator_stock_total_yearend.2024")?
    } else {
        value(id)?
    };
    Some(found * scale)
}

/// Runs our world without a programme and scores all on the same points.
///
/// # Errors
/// When a run fails or is interrupted.
pub fn models(options: &Options) -> Result<ModelsDocument, BacktestError> {
    let rows = rows()?;
    let points: Vec<(&str, i32)> = SERIES
        .iter()
        .flat_map(|(name, _, _, years)| years.iter().map(|(year, _)| (*name, *year)))
        .collect();
    let ours = world::draws(OURS, &points, options)?;
    let in_logs = |values: Vec<f64>| {
        let logs = values.into_iter().map(|x| ln(x.max(1e-300))).collect();
        Forecast::new(logs).ok_or(BacktestError::Interrupted)
    };
    let ours = ours
        .into_iter()
        .map(in_logs)
        .collect::<Result<Vec<_>, _>>()?;
    let mut stated: Vec<(String, usize, Forecast, Window)> = Vec::new();
    for (i, (series, year)) in points.iter().enumerate() {
        for row in rows
            .iter()
            .filter(|r| r.series == *series && r.year == *year)
        {
            let scale = SERIES.iter().find(|s| s.0 == *series).map_or(1.0, |s| s.2);
            let forecast = Forecast::point(ln(row.quantiles[1] * scale));
            stated.push((row.model.clone(), i, forecast, row.made));
        }
    }
    stated.extend(epoch(&rows, &points, options));
    let mut cases = Vec::new();
    for (model, i, forecast, made) in &stated {
        let (series, year) = points[*i];
        let Some(observed) = observed(series, year) else {
            continue;
        };
        let seen = Observed::point(ln(observed));
        let quantiles = |f: &Forecast| [0.1, 0.5, 0.9].map(|level| exp(f.quantile(level)));
        cases.push(Statement {
            model: model.clone(),
            series: series.to_owned(),
            year,
            unit: SERIES
                .iter()
                .find(|s| s.0 == series)
                .map_or("", |s| s.1)
                .to_owned(),
            observed,
            stated: quantiles(forecast),
            made: made.to_string(),
            hindsight: made.from >= (year + 1) * 12,
            crps: forecast.crps(&seen),
            ours: quantiles(&ours[*i]),
            ours_crps: ours[*i].crps(&seen),
        });
    }
    cases.sort_by(|a, b| a.model.cmp(&b.model));
    let case = |i: usize, rivals| {
        let (series, year) = points[i];
        Some(Case {
            forecast: &ours[i],
            observed: Observed::point(ln(observed(series, year)?)),
            rivals,
        })
    };
    let all: Vec<Case> = (0..points.len())
        .filter_map(|i| case(i, Vec::new()))
        .collect();
    let mut names: Vec<(String, bool)> = Vec::new();
    for statement in &cases {
        let key = (statement.model.clone(), statement.hindsight);
        if !names.contains(&key) {
            names.push(key);
        }
    }
    names.sort();
    let models = names
        .into_iter()
        .map(|(model, hindsight)| {
            let made_so =
                |i: usize, made: &Window| (made.from >= (points[i].1 + 1) * 12) == hindsight;
            let of_model: Vec<Case> = stated
                .iter()
                .filter(|(name, i, _, made)| *name == model && made_so(*i, made))
                .filter_map(|(_, i, forecast, _)| case(*i, vec![("stated", forecast)]))
                .collect();
            let scored = scores(&of_model, WIDTH);
            let mine = || {
                cases
                    .iter()
                    .filter(|c| c.model == model && c.hindsight == hindsight)
            };
            let bias = mine().map(|c| ln(c.stated[1] / c.observed)).sum::<f64>();
            ModelScores {
                bias: bias / mine().count().max(1) as f64,
                crps: scored.rivals.get("stated").map_or(f64::NAN, |r| r.crps),
                ours: scored,
                model,
                hindsight,
            }
        })
        .collect();
    Ok(ModelsDocument {
        case: "models".to_owned(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        draws: options.draws,
        scores: scores(&all, WIDTH),
        models,
        cases,
    })
}

/// What Epoch's inputs say of the years, by its own rule.
fn epoch(
    rows: &[Row],
    points: &[(&str, i32)],
    options: &Options,
) -> Vec<(String, usize, Forecast, Window)> {
    let input = |id: &str| {
        rows.iter()
            .find(|row| row.id == format!("forecast.epoch.{id}"))
    };
    let (Some(stock), Some(production), Some(units), Some(performance)) = (
        input("stock.2023"),
        input("production.2023"),
        input("growth_units"),
        input("growth_performance"),
    ) else {
        return Vec::new();
    };
    // A log-normal on each side of the median: nearly the article's metalog between 10 and 90 %.
    let value = |row: &Row, above: f64, draw: Draw| {
        let z = normal_quantile(draw.uniform(name_hash(&row.id)));
        let side = if z < 0.0 { 0 } else { 2 };
        let median = row.quantiles[1] - above;
        let spread = ln((row.quantiles[side] - above) / median) / normal_quantile(0.9);
        above + median * exp(spread.abs() * z)
    };
    let mut out = Vec::new();
    for (i, (series, year)) in points.iter().enumerate() {
        let is_stock = *series == "accelerator_stock_total_yearend";
        if !is_stock && *series != "accelerator_shipments_total" {
            continue;
        }
        let t = f64::from(year - 2023);
        let logs = (0..options.draws.max(1_000)).map(|number| {
            let draw = Draw {
                seed: options.seed,
                number,
            };
            let growth = value(units, 1.0, draw) * value(performance, 1.0, draw);
            let produced =
                |t: f64| value(production, 0.0, draw) * (pow(growth, t) - 1.0) / ln(growth);
            let total = match is_stock {
                true => value(stock, 0.0, draw) + produced(t),
                false => produced(t) - produced(t - 1.0),
            };
            ln(total * 1e-6)
        });
        if let Some(forecast) = Forecast::new(logs.collect()) {
            out.push((stock.model.clone(), i, forecast, stock.made));
        }
    }
    out
}

/// Scores as text.
pub fn screen(document: &ModelsDocument) -> String {
    let mut out = format!(
        "Other models and ours on the same points ({} draws, seed {}; CRPS of natural logarithms)\n\n\
         {:<22}{:>6}{:>10}{:>10}  {:<24}{:>7}  {:<24}{:>7}\n",
        document.draws,
        document.seed,
        "",
        "year",
        "observed",
        "stated",
        "80 % (made)",
        "CRPS",
        "ours, 80 %",
        "CRPS"
    );
    let short = |series: &str| match series {
        "accelerator_shipments_total" => "shipped, M H100e",
        "accelerator_stock_total_yearend" => "since 2022, M H100e",
        _ => "AI power, GW",
    };
    let mut model = "";
    for c in &document.cases {
        if c.model != model {
            out.push_str(&format!("{}\n", c.model));
            model = &c.model;
        }
        let range = |q: &[f64; 3]| match q[0] == q[2] {
            true => "point".to_owned(),
            false => format!("{:.1} to {:.1}", q[0], q[2]),
        };
        let made = format!(
            "{} ({}{})",
            range(&c.stated),
            c.made,
            if c.hindsight { ", after" } else { "" }
        );
        out.push_str(&format!(
            "  {:<20}{:>6}{:>10.1}{:>10.1}  {:<24}{:>7.2}  {:<24}{:>7.2}\n",
            short(&c.series),
            c.year,
            c.observed,
            c.stated[1],
            made,
            c.crps,
            format!("{:.1} ({})", c.ours[1], range(&c.ours)),
            c.ours_crps,
        ));
    }
    out.push_str("\nMean over points\n");
    for m in &document.models {
        out.push_str(&format!(
            "  {:<22}{:<22}{:>3} points, CRPS {:.2}, ours {:.2}; stated over observed {:.2}\n",
            m.model,
            if m.hindsight {
                "said after the year"
            } else {
                "forecast"
            },
            m.ours.n,
            m.crps,
            m.ours.crps,
            exp(m.bias),
        ));
    }
    out.push_str(&format!("\n{}\n", text::MODELS_WEAK));
    out
}

#[cfg(test)]
mod tests;

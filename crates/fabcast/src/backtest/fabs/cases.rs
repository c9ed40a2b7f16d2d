//! The rows of the document of fabs.

use fabcast_document::Quantiles;
use fabcast_document::backtest::fabs::{CaseForecast, CaseRow};

use super::Prediction;
use super::experiment::Prepared;
use super::record::{Fate, Project};
use crate::backtest::calendar::month;
use crate::backtest::score::Forecast;
use crate::statistics::LEVELS;

/// A project with its three forecasts.
pub(super) fn row(
    case: &Project,
    prepared: &Prepared,
    predictions: &[Option<Prediction>; 3],
) -> CaseRow {
    let vintage = case.vintage().map(|v| v.month);
    let [as_announced, leave_one_out, leave_one_decade_out] = [0, 1, 2].map(|k| {
        let prediction = predictions[k].as_ref()?;
        Some(forecast(prediction, prepared, vintage))
    });
    CaseRow {
        id: case.id.clone(),
        company: case.company.clone(),
        name: case.name.clone(),
        region: case.region_name().to_owned(),
        product: case.product.clone(),
        vintage: vintage.map(month),
        planned: case.planned.map(|window| window.to_string()),
        planned_months: case.planned_months(),
        outcome: crate::backtest::text::outcome(case),
        stopped: case.fate == Fate::Stopped,
        months: prepared.production.map(|observed| {
            let to = (!observed.is_censored()).then_some(observed.to);
            [Some(observed.from), to]
        }),
        overrun: prepared.overrun,
        as_announced,
        leave_one_out,
        leave_one_decade_out,
    }
}

fn forecast(prediction: &Prediction, prepared: &Prepared, vintage: Option<i32>) -> CaseForecast {
    let observed = prepared.production;
    let date = |forecast: &Forecast, level: f64| {
        month(vintage.unwrap_or(0) + forecast.quantile(level).floor() as i32)
    };
    let production = prediction.production.as_ref();
    let rivals = prediction
        .rivals
        .iter()
        .filter_map(|(name, rival)| Some(((*name).to_owned(), rival.crps(&observed?))));
    CaseForecast {
        production: production.map(quantiles),
        dates: production.map(|f| [0.1, 0.5, 0.9].map(|level| date(f, level))),
        crps: production.and_then(|f| Some(f.crps(&observed?))),
        rivals: rivals.collect(),
        pit: production.and_then(|f| Some(f.pit(&observed?))),
        overrun: quantiles(&prediction.overrun),
        stop: prediction.stop,
        learned_from: prediction.learned_from,
    }
}

/// Quantiles of a forecast.
fn quantiles(forecast: &Forecast) -> Quantiles {
    LEVELS.map(|level| forecast.quantile(level)).into()
}

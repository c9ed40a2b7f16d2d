//! The rows of the document of campuses.

use fabcast_document::Quantiles;
use fabcast_document::backtest::campuses::{CampusForecast, CampusRow, PowerRow};

use super::Prediction;
use super::experiment::Outcome;
use super::record::{At, Campus};
use super::text;
use crate::backtest::calendar::month;
use crate::backtest::score::{Forecast, Observed};
use crate::statistics::LEVELS;

/// A campus with its two forecasts; none without a vintage.
pub(super) fn row(
    case: &Campus,
    at: At,
    outcome: &Outcome,
    predictions: &[Option<Prediction>; 2],
) -> Option<CampusRow> {
    let [as_known, leave_one_out] = predictions;
    let origin = case.origin(at)?;
    Some(CampusRow {
        id: case.id.clone(),
        name: case.name.clone(),
        at: text::at(at).to_owned(),
        region: case.region_name().to_owned(),
        site: case.site_name().to_owned(),
        confidence: case.confidence.clone(),
        vintage: case.vintage(at)?.to_string(),
        promised: case.planned.map(|window| window.to_string()),
        promised_months: case.planned_months(at),
        outcome: text::outcome(case),
        stopped: outcome.is_stopped,
        months: outcome.months.map(|observed| {
            let to = (!observed.is_censored()).then_some(observed.to);
            [Some(observed.from), to]
        }),
        as_known: forecast(as_known.as_ref()?, outcome, origin),
        leave_one_out: forecast(leave_one_out.as_ref()?, outcome, origin),
    })
}

fn forecast(prediction: &Prediction, outcome: &Outcome, origin: f64) -> CampusForecast {
    let name = |months: f64| month((origin + months).floor() as i32);
    let months = &prediction.months;
    let rivals = prediction.rivals.iter();
    let rivals =
        rivals.filter_map(|(name, rival)| Some(((*name).to_owned(), rival.crps(&outcome.months?))));
    let power = outcome.power.iter().zip(&prediction.power);
    let power = power.filter(|(observed, _)| !observed.is_year_end);
    CampusForecast {
        months: quantiles(months),
        dates: [0.1, 0.5, 0.9].map(|level| name(months.quantile(level))),
        crps: outcome.months.map(|observed| months.crps(&observed)),
        rivals: rivals.collect(),
        pit: outcome.months.map(|observed| months.pit(&observed)),
        power: power
            .map(|(observed, forecast)| {
                let point = Observed::point(observed.mw);
                PowerRow {
                    date: name(observed.months),
                    observed: observed.mw,
                    mw: quantiles(&forecast.mw),
                    crps: forecast.mw.crps(&point),
                    pit: forecast.mw.pit(&point),
                }
            })
            .collect(),
        stop: prediction.stop,
        learned_from: prediction.learned_from,
    }
}

/// Quantiles of a forecast.
fn quantiles(forecast: &Forecast) -> Quantiles {
    LEVELS.map(|level| forecast.quantile(level)).into()
}

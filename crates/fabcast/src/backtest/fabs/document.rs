//! What `fabcast backtest fabs` says, as one value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Prediction;
use super::experiment::Prepared;
use super::overrun::LearnedOverrun;
use super::record::{Fate, Project};
use super::slip::Learned;
use super::stop::Coefficient;
use crate::backtest::calendar::month;
use crate::backtest::score::{Binary, Forecast, Pit, Scores, Skill};

/// Forecasts of fabs, scored.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct FabsDocument {
    /// `fabs`.
    pub case: String,
    /// Version of the engine.
    pub engine_version: String,
    /// File of the cases.
    pub file: String,
    /// Seed.
    pub seed: u64,
    /// Draws per forecast.
    pub draws: u64,
    /// Scores of the month of first production, as announced \[months\].
    pub scores: Scores,
    /// With what was known when each project was announced.
    pub as_announced: ExperimentScores,
    /// With the outcomes of all other projects.
    pub leave_one_out: ExperimentScores,
    /// With the outcomes of projects announced in other decades.
    pub leave_one_decade_out: ExperimentScores,
    /// Parameters estimated from the whole record.
    pub fitted: Fitted,
    /// Each project.
    pub cases: Vec<CaseRow>,
}

/// Scores of one kind of forecast.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ExperimentScores {
    /// Month of first production of projects with an announced date \[months\]; without those that
    /// were stopped.
    pub production: Scores,
    /// The same of projects without an announced date.
    pub production_without_plan: Option<Scores>,
    /// Final over announced cost.
    pub overrun: Scores,
    /// Chance to be stopped.
    pub stopped: StopScores,
    /// By region.
    pub by_region: BTreeMap<String, GroupScores>,
    /// By product.
    pub by_product: BTreeMap<String, GroupScores>,
    /// By decade of the announcement.
    pub by_decade: BTreeMap<String, GroupScores>,
}

/// Scores of a part of the cases.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct GroupScores {
    /// Month of first production; none without such cases.
    pub production: Option<Scores>,
    /// Chance to be stopped.
    pub stopped: StopScores,
}

/// Scores of the chance to be cancelled or paused, or to fail.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct StopScores {
    /// Brier score, reliability.
    #[serde(flatten)]
    pub scores: Binary,
    /// Brier score of the share of the known projects that were stopped.
    pub base_rate_brier: f64,
    /// Against that.
    #[serde(flatten)]
    pub skill: Skill,
}

/// Parameters estimated from a record.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Fitted {
    /// Durations of projects with an announced date.
    pub announcement: Learned,
    /// Durations against the usual time of the chain.
    pub usual_time: Learned,
    /// Final cost.
    pub overrun: LearnedOverrun,
    /// Chance to be stopped.
    pub stop: Vec<Coefficient>,
}

/// One project: what was forecast and what came.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CaseRow {
    /// Identifier.
    pub id: String,
    /// Company.
    pub company: String,
    /// Name.
    pub name: String,
    /// Region.
    pub region: String,
    /// Product.
    pub product: String,
    /// Month of the forecast, `YYYY-MM`.
    pub vintage: Option<String>,
    /// Announced date of production, as the file has it.
    pub planned: Option<String>,
    /// Months from the vintage to that date.
    pub planned_months: Option<f64>,
    /// Date of production, or until when there was none, or when the project was stopped.
    pub outcome: String,
    /// Whether it was stopped.
    pub stopped: bool,
    /// Months from the vintage to production: at least and at most (none: open).
    pub months: Option<[Option<f64>; 2]>,
    /// Final over announced cost.
    pub overrun: Option<f64>,
    /// With what was known when it was announced.
    pub as_announced: Option<CaseForecast>,
    /// With the outcomes of all others.
    pub leave_one_out: Option<CaseForecast>,
    /// With the outcomes of other decades.
    pub leave_one_decade_out: Option<CaseForecast>,
}

/// One forecast.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CaseForecast {
    /// Months from the vintage to the first production, if it is built.
    pub production: Option<Quantiles>,
    /// Month of the first production, `YYYY-MM`: 10, 50 and 90 % quantile.
    pub dates: Option<[String; 3]>,
    /// CRPS \[months\].
    pub crps: Option<f64>,
    /// CRPS of the rivals \[months\].
    pub rivals: BTreeMap<String, f64>,
    /// Where in the forecast the outcome lies.
    pub pit: Option<Pit>,
    /// Final over announced cost.
    pub overrun: Quantiles,
    /// Chance to be stopped.
    pub stop: f64,
    /// Projects of known end that it builds on.
    pub learned_from: usize,
}

/// Quantiles of a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct Quantiles {
    pub p5: f64,
    pub p10: f64,
    pub p25: f64,
    pub p50: f64,
    pub p75: f64,
    pub p90: f64,
    pub p95: f64,
}

impl Quantiles {
    /// Of a forecast.
    pub fn of(forecast: &Forecast) -> Quantiles {
        let [p5, p10, p25, p50, p75, p90, p95] =
            crate::statistics::LEVELS.map(|level| forecast.quantile(level));
        Quantiles {
            p5,
            p10,
            p25,
            p50,
            p75,
            p90,
            p95,
        }
    }
}

impl CaseRow {
    pub(super) fn new(
        case: &Project,
        prepared: &Prepared,
        predictions: &[Option<Prediction>; 3],
    ) -> CaseRow {
        let vintage = case.vintage().map(|v| v.month);
        let [as_announced, leave_one_out, leave_one_decade_out] = [0, 1, 2].map(|k| {
            let prediction = predictions[k].as_ref()?;
            Some(CaseForecast::new(prediction, prepared, vintage))
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
            outcome: super::super::text::outcome(case),
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
}

impl CaseForecast {
    fn new(prediction: &Prediction, prepared: &Prepared, vintage: Option<i32>) -> CaseForecast {
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
            production: production.map(Quantiles::of),
            dates: production.map(|f| [0.1, 0.5, 0.9].map(|level| date(f, level))),
            crps: production.and_then(|f| Some(f.crps(&observed?))),
            rivals: rivals.collect(),
            pit: production.and_then(|f| Some(f.pit(&observed?))),
            overrun: Quantiles::of(&prediction.overrun),
            stop: prediction.stop,
            learned_from: prediction.learned_from,
        }
    }
}

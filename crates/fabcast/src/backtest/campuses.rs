//! Campuses of data centres: month of first power, power at dates and the chance to be stopped, forecast
//! as of the announcement and as of the ground-breaking.
//!
//! What is learned of other campuses stands in `model`; what is known of each in `record`.

mod cases;
mod experiment;
pub mod model;
pub mod parameters;
pub mod record;
mod regression;
mod rivals;
pub mod text;

use fabcast_document::backtest::campuses::{CampusesDocument, VariantScores};
use rayon::prelude::*;

use self::experiment::{Experiment, Outcome};
use self::model::Learned;
use self::record::{At, Campus, Duration};
use crate::backtest::BacktestError;
use crate::backtest::score::Forecast;

pub use self::experiment::outcomes;
pub use self::rivals::RIVALS;
pub use super::fabs::Options;

/// Which of the other campuses' outcomes a forecast may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// Those known in the month of the forecast.
    AsKnown,
    /// All but its own.
    Others,
}

/// The power of a campus at a date.
#[derive(Clone, Debug, PartialEq)]
pub struct PowerForecast {
    /// Months from the vintage.
    pub months: f64,
    /// Forecast \[MW\].
    pub mw: Forecast,
    /// Rivals' forecasts of the same.
    pub rivals: Vec<(&'static str, Forecast)>,
}

/// A forecast for one campus.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// Months from the vintage to the first power, if it is built.
    pub months: Forecast,
    /// Rivals' forecasts of the same.
    pub rivals: Vec<(&'static str, Forecast)>,
    /// Power at the dates asked for.
    pub power: Vec<PowerForecast>,
    /// Chance to be cancelled or paused.
    pub stop: f64,
    /// The same as the share of all known campuses that were.
    pub stop_base: f64,
    /// Number of campuses with a known first power of which it makes use.
    pub learned_from: usize,
}

/// Most blocks of a campus of which no size is promised (assumption: the largest of the record are planned
/// with ten).
const BLOCKS: f64 = 10.0;
/// What is known of a chance before anything is: one in six, worth three campuses.
const UNKNOWN_STOP: [f64; 2] = [0.5, 3.0];

/// Forecasts one campus from what is known of others, with its power at `dates` (months from its
/// vintage); nothing of its own outcome is read.
///
/// The record may hold the campus itself: rows with its identifier are left out. Without a vintage
/// nothing can be forecast: `None`.
pub fn predict(
    target: &Campus,
    dates: &[f64],
    record: &[Campus],
    (at, knowledge): (At, Knowledge),
    options: &Options,
) -> Option<Prediction> {
    let vintage = target.vintage(at)?;
    let now = match knowledge {
        Knowledge::AsKnown => Some(vintage.from),
        Knowledge::Others => None,
    };
    // Of a campus that was not heard of by then only its end could say that it was known.
    let is_known = |other: &Campus, now: i32| {
        let heard = other
            .announced
            .into_iter()
            .chain(other.started)
            .chain(other.powered);
        heard
            .map(|window| window.from)
            .min()
            .is_some_and(|month| month < now)
    };
    let others: Vec<&Campus> = (record.iter())
        .filter(|other| other.id != target.id)
        .filter(|other| now.is_none_or(|now| is_known(other, now)))
        .collect();
    let learned = Learned::new(&others, at, now);
    let months = learned.months(target, options.draws, options.seed);
    let blocks = learned.power(target, options.draws, options.seed);
    let class = rivals::Class::new(target, &others, at, now, &learned);
    let power = dates.iter().filter_map(|&date| {
        let mw = months
            .iter()
            .zip(&blocks)
            .map(|(&first, &(block, growth))| {
                if first > date {
                    return 0.0;
                }
                let grown = block * (1.0 + growth * (date - first));
                grown.min(target.planned_mw.unwrap_or(BLOCKS * block))
            });
        Some(PowerForecast {
            months: date,
            mw: Forecast::new(mw.collect())?,
            rivals: class.power(target, at, date),
        })
    });
    let power = power.collect();
    let ended = |other: &&&Campus| matches!(other.duration(at, now), Some(Duration::Within(..)));
    let ended = others.iter().filter(ended).count();
    let [stop, stop_base] = stops(target, &others, at, now);
    Some(Prediction {
        rivals: class.months(target, at),
        power,
        stop,
        stop_base,
        learned_from: ended,
        months: Forecast::new(months)?,
    })
}

/// Chance to be stopped: of campuses of which the ground was or was not broken at the forecast, and of
/// all.
fn stops(target: &Campus, others: &[&Campus], at: At, now: Option<i32>) -> [f64; 2] {
    let is_broken = |campus: &Campus| at == At::Ground || campus.under_way().is_some();
    let chance = |of: &dyn Fn(&Campus) -> bool| {
        let with = others.iter().filter(|c| c.vintage(at).is_some() && of(c));
        let [stopped, n] = with.fold([0.0, 0.0], |[stopped, n], campus| {
            let is_stopped = f64::from(u8::from(campus.stopped(now) == Some(true)));
            [stopped + is_stopped, n + 1.0]
        });
        (stopped + UNKNOWN_STOP[0]) / (n + UNKNOWN_STOP[1])
    };
    let broken = is_broken(target);
    [chance(&|c| is_broken(c) == broken), chance(&|_| true)]
}

/// Forecasts and scores the cases of a file, or the record itself.
///
/// # Errors
/// When the file has faults.
pub fn campuses(options: &super::Options) -> Result<CampusesDocument, BacktestError> {
    let record = record::record()?;
    let (file, cases) = match &options.cases {
        Some(path) => (path.display().to_string(), record::load(path)?),
        None => (record::FILE.to_owned(), record.clone()),
    };
    let usual = Options::default();
    let own = Options {
        draws: options.draws.unwrap_or(usual.draws),
        seed: options.seed,
    };
    let work = || backtest(&file, &cases, &record, &own);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build();
    Ok(match pool {
        Ok(pool) => pool.install(work),
        // Without threads of its own the work is done with the common ones.
        Err(_) => work(),
    })
}

/// Forecasts and scores `cases` with the knowledge of `record`, which may be the same campuses.
pub fn backtest(
    file: &str,
    cases: &[Campus],
    record: &[Campus],
    options: &Options,
) -> CampusesDocument {
    let [announcement, ground] = [At::Announcement, At::Ground].map(|at| {
        let outcomes: Vec<Outcome> = outcomes(cases, at);
        let knowledge = [Knowledge::AsKnown, Knowledge::Others];
        let predictions: Vec<[Option<Prediction>; 2]> = cases
            .par_iter()
            .zip(&outcomes)
            .map(|(case, outcome)| {
                let dates = outcome.dates();
                knowledge.map(|known| predict(case, &dates, record, (at, known), options))
            })
            .collect();
        let [as_known, leave_one_out] = [0, 1].map(|k| {
            let predictions = predictions.iter().map(|p| p[k].as_ref()).collect();
            Experiment {
                cases,
                at,
                outcomes: &outcomes,
                predictions,
            }
            .score()
        });
        let scores = VariantScores {
            as_known,
            leave_one_out,
        };
        let rows = cases.iter().zip(&outcomes).zip(&predictions);
        let rows = rows.filter_map(|((case, outcome), predictions)| {
            cases::row(case, at, outcome, predictions)
        });
        (scores, rows.collect::<Vec<_>>())
    });
    CampusesDocument {
        case: "campuses".to_owned(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        file: file.to_owned(),
        seed: options.seed,
        draws: options.draws,
        scores: announcement.0.leave_one_out.first_power.clone(),
        announcement: announcement.0,
        ground: ground.0,
        fitted: parameters::fit(record),
        cases: [announcement.1, ground.1].concat(),
    }
}

#[cfg(test)]
mod tests;

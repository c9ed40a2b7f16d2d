//! Fabs: month of first production, final cost and the chance to be stopped, forecast as of the
//! announcement.
//!
//! A forecast comes from the chain of the model (`chain`), of which the stages take as long as the
//! announcement, the region's usual times and the record say together (`slip`).

mod cases;
pub mod chain;
pub(super) mod experiment;
pub mod overrun;
pub mod parameters;
pub mod record;
pub mod reference;
pub mod slip;
pub mod stop;
pub mod text;

use fabcast_document::backtest::fabs::{FabsDocument, Fitted};
use rayon::prelude::*;

use self::chain::Chains;
use self::experiment::{Experiment, Prepared};
use self::overrun::Overruns;
use self::record::Project;
use self::slip::{Basis, Evidence, Posterior};
use self::stop::Bid;
use crate::backtest::BacktestError;
use crate::backtest::calendar::january;
use crate::backtest::score::Forecast;

pub use self::experiment::prepare;

/// How forecasts are made.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Draws per forecast.
    pub draws: u64,
    /// Seed.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            draws: 4_000,
            seed: 1,
        }
    }
}

/// Which of the other projects' outcomes a forecast may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// Those known when the project was announced.
    AsAnnounced,
    /// All but its own.
    Others,
    /// Those of projects announced in other decades.
    OtherDecades,
}

/// A forecast for one project.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// Months from the vintage to the first production, if it is built; none without a vintage.
    pub production: Option<Forecast>,
    /// Rivals' forecasts of the same; the first is the announced date, if there is one.
    pub rivals: Vec<(&'static str, Forecast)>,
    /// Final over announced cost.
    pub overrun: Forecast,
    /// Rivals' forecasts of the same.
    pub overrun_rivals: Vec<(&'static str, Forecast)>,
    /// Chance to be cancelled or paused, or to fail.
    pub stop: f64,
    /// The same as the share of the known projects that were stopped.
    pub stop_base: f64,
    /// Number of projects with a known end of which it makes use.
    pub learned_from: usize,
}

/// Rivals of the forecast of a date.
pub const RIVALS: [&str; 4] = ["announced", "class_mean", "class_slips", "exponential"];
/// A reference class is a project's region if so many there have ended, else all regions.
const CLASS: usize = 3;
/// Chance to be stopped before anything is known.
const UNKNOWN_STOP: f64 = 1.0 / 6.0;

fn decade(project: &Project) -> Option<i32> {
    project.vintage().map(|v| january(v.month) / 120)
}

/// Forecasts one project from what is known of others; nothing of its own outcome is read.
///
/// The record may hold the project itself: rows with its identifier are left out. Without a vintage
/// nothing can be forecast as announced: `None`.
pub fn predict(
    target: &Project,
    record: &[Project],
    knowledge: Knowledge,
    chains: &Chains,
    options: &Options,
) -> Option<Prediction> {
    let vintage = target.vintage();
    let now = match knowledge {
        Knowledge::AsAnnounced => Some(vintage?.month),
        Knowledge::Others => None,
        Knowledge::OtherDecades => {
            vintage?;
            None
        }
    };
    let others: Vec<&Project> = record
        .iter()
        .filter(|other| other.id != target.id)
        .filter(|other| match (now, other.vintage()) {
            (Some(now), Some(vintage)) => vintage.month < now,
            // Of a project without a vintage only its end says that it was known.
            (Some(_), None) => other.stopped(now).is_some(),
            (None, _) => true,
        })
        .filter(|other| {
            knowledge != Knowledge::OtherDecades
                || decade(other).is_some() && decade(other) != decade(target)
        })
        .collect();
    let evidence: Vec<Evidence> = others
        .iter()
        .filter_map(|other| {
            Some(Evidence {
                region: other.region,
                planned: other.planned_months(),
                nominal: nominal(other, chains)?,
                duration: other.duration(now)?,
            })
        })
        .collect();
    let (production, rivals) = dates(target, &evidence, chains, options);

    let ratios: Vec<f64> = others
        .iter()
        .filter_map(|other| other.overrun(now))
        .collect();
    let overruns = Overruns::new(&ratios).draws(&target.id, options.draws, options.seed);
    let mean = ratios.iter().sum::<f64>() / ratios.len().max(1) as f64;
    let mean = if ratios.is_empty() { 1.0 } else { mean };

    let known: Vec<(Bid, bool)> = others
        .iter()
        .map(|other| (bid(other), other.stopped(now) == Some(true)))
        .collect();
    let stopped = known.iter().filter(|(_, stopped)| *stopped).count();
    let stop_base = match known.len() {
        0 => UNKNOWN_STOP,
        n => stopped as f64 / n as f64,
    };
    Some(Prediction {
        production,
        rivals,
        overrun: Forecast::new(overruns)?,
        overrun_rivals: vec![
            ("announced", Forecast::point(1.0)),
            ("class_mean", Forecast::point(mean)),
        ],
        stop: stop::chances(&known, &[bid(target)])[0],
        stop_base,
        learned_from: others.iter().filter(|o| o.stopped(now).is_some()).count(),
    })
}

fn bid(project: &Project) -> Bid {
    Bid {
        region: project.region,
        company: project.company.clone(),
        planned: project.planned_months(),
    }
}

fn nominal(project: &Project, chains: &Chains) -> Option<f64> {
    let vintage = project.vintage()?;
    Some(chains.nominal(project.region, project.kind, vintage.is_announcement))
}

/// The forecast of the first production and those of its rivals.
fn dates(
    target: &Project,
    evidence: &[Evidence],
    chains: &Chains,
    options: &Options,
) -> (Option<Forecast>, Vec<(&'static str, Forecast)>) {
    let Some(usual) = nominal(target, chains) else {
        return (None, Vec::new());
    };
    let planned = target.planned_months();
    let basis = match planned {
        Some(_) => Basis::Announcement,
        None => Basis::UsualTime,
    };
    let posterior = Posterior::new(evidence, basis);
    let stretches = posterior.stretches(
        target.region,
        planned,
        usual,
        &target.id,
        options.draws,
        options.seed,
    );
    let months = stretches.into_iter().map(|stretch| stretch * usual);
    let forecast = Forecast::new(months.collect());

    let ended = |region: Option<usize>| -> Vec<(&Evidence, f64)> {
        let of_class = evidence
            .iter()
            .filter(|e| region.is_none_or(|r| e.region == r));
        of_class
            .filter_map(|e| match e.duration {
                slip::Duration::Within(from, to) => Some((e, (from + to) / 2.0)),
                slip::Duration::Beyond(_) => None,
            })
            .collect()
    };
    let class_of = |counts: &dyn Fn(&Evidence) -> bool| {
        let here = ended(Some(target.region))
            .iter()
            .filter(|(e, _)| counts(e))
            .count();
        (here >= CLASS).then_some(target.region)
    };
    let mut rivals = Vec::new();
    if let Some(planned) = planned {
        let class = ended(class_of(&|e| e.planned.is_some()));
        let slips: Vec<f64> = class
            .iter()
            .filter_map(|(e, months)| Some(months - e.planned?))
            .collect();
        let mean = slips.iter().sum::<f64>() / slips.len().max(1) as f64;
        let shifted = slips.iter().map(|slip| (planned + slip).max(0.5)).collect();
        rivals.push((RIVALS[0], Forecast::point(planned)));
        rivals.push((RIVALS[1], Forecast::point(planned + mean)));
        let slips = Forecast::new(shifted).unwrap_or_else(|| Forecast::point(planned));
        rivals.push((RIVALS[2], slips));
    }
    // Time under way for each one that ended, as many as are known: the maximum of likelihood.
    let class = class_of(&|_| true);
    let of_class = evidence
        .iter()
        .filter(|e| class.is_none_or(|r| e.region == r));
    let under_way: f64 = of_class
        .map(|e| match e.duration {
            slip::Duration::Within(from, to) => (from + to) / 2.0,
            slip::Duration::Beyond(from) => from,
        })
        .sum();
    let mean = match ended(class).len() {
        0 => usual,
        n => under_way / n as f64,
    };
    let exponential =
        Forecast::from_quantiles(1_000, |u| -mean * fabcast_model::math::scalar::ln(1.0 - u));
    rivals.push((RIVALS[3], exponential));
    (forecast, rivals)
}

/// Parameters estimated from a whole record.
pub fn fit(record: &[Project], chains: &Chains) -> Fitted {
    let evidence: Vec<Evidence> = record
        .iter()
        .filter_map(|project| {
            Some(Evidence {
                region: project.region,
                planned: project.planned_months(),
                nominal: nominal(project, chains)?,
                duration: project.duration(None)?,
            })
        })
        .collect();
    let ratios: Vec<f64> = record.iter().filter_map(|p| p.overrun(None)).collect();
    let known: Vec<(Bid, bool)> = record
        .iter()
        .map(|p| (bid(p), p.stopped(None) == Some(true)))
        .collect();
    Fitted {
        announcement: Posterior::new(&evidence, Basis::Announcement).learned(),
        usual_time: Posterior::new(&evidence, Basis::UsualTime).learned(),
        overrun: Overruns::new(&ratios).learned(),
        stop: stop::coefficients(&known, |region| record::REGIONS[region].0.to_owned()),
    }
}

/// Forecasts and scores the cases of a file, or the record itself.
///
/// # Errors
/// When the file has faults, or the world cannot be read.
pub fn fabs(options: &super::Options) -> Result<FabsDocument, BacktestError> {
    let record = record::record()?;
    let chains = Chains::embedded();
    let (file, cases) = match &options.cases {
        Some(path) => (path.display().to_string(), record::load(path)?),
        None => (record::FILE.to_owned(), record.clone()),
    };
    let usual = Options::default();
    let own = Options {
        draws: options.draws.unwrap_or(usual.draws),
        seed: options.seed,
    };
    let work = || backtest(&file, &cases, &record, &chains, &own);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build();
    Ok(match pool {
        Ok(pool) => pool.install(work),
        // Without threads of its own the work is done with the common ones.
        Err(_) => work(),
    })
}

/// Forecasts and scores `cases` with the knowledge of `record`, which may be the same projects.
pub fn backtest(
    file: &str,
    cases: &[Project],
    record: &[Project],
    chains: &Chains,
    options: &Options,
) -> FabsDocument {
    let knowledge = [
        Knowledge::AsAnnounced,
        Knowledge::Others,
        Knowledge::OtherDecades,
    ];
    let predictions: Vec<[Option<Prediction>; 3]> = cases
        .par_iter()
        .map(|case| knowledge.map(|k| predict(case, record, k, chains, options)))
        .collect();
    let prepared: Vec<Prepared> = prepare(cases);
    let [as_announced, leave_one_out, leave_one_decade_out] = [0, 1, 2].map(|k| {
        let predictions = predictions.iter().map(|p| p[k].as_ref()).collect();
        Experiment {
            cases,
            prepared: &prepared,
            predictions,
        }
        .score()
    });
    let rows = cases
        .iter()
        .zip(&prepared)
        .zip(&predictions)
        .map(|((case, prepared), predictions)| cases::row(case, prepared, predictions))
        .collect();
    FabsDocument {
        case: "fabs".to_owned(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        file: file.to_owned(),
        seed: options.seed,
        draws: options.draws,
        scores: as_announced.production.clone(),
        as_announced,
        leave_one_out,
        leave_one_decade_out,
        fitted: fit(record, chains),
        cases: rows,
    }
}

#[cfg(test)]
mod tests;

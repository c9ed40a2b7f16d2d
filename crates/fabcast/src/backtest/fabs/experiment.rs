//! Forecasts of many projects against what became of them.

use std::collections::BTreeMap;

use fabcast_document::backtest::fabs::{ExperimentScores, GroupScores, StopScores};
use fabcast_document::backtest::score::Scores;

use super::Prediction;
use super::record::{Duration, Fate, Project};
use crate::backtest::calendar::january;
use crate::backtest::score::{Case, Observed, binary, paired, scores};

/// Groups of the reliability diagram.
const GROUPS: usize = 5;
/// Months around a date known by the month; windows are wider.
const WIDTH: f64 = 1.0;

/// What is known of a project's outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prepared {
    /// Months from the vintage to the first production; none for stopped projects, for those of
    /// which nothing was heard after the vintage, and without a vintage.
    pub production: Option<Observed>,
    /// Final over announced cost.
    pub overrun: Option<f64>,
    /// Whether it was stopped.
    pub stopped: bool,
}

/// Outcomes of projects; what is not yet known is known not to have come by the last report.
pub fn prepare(cases: &[Project]) -> Vec<Prepared> {
    let ends = cases.iter().map(|case| {
        let produced = case.produced.map_or(i32::MIN, |window| window.to);
        produced.max(case.as_of.to)
    });
    let last = ends.max().unwrap_or(0);
    cases
        .iter()
        .map(|case| Prepared {
            production: case.duration(None).and_then(|duration| {
                let seen = f64::from(last - case.vintage()?.month);
                Some(match duration {
                    Duration::Within(from, to) => Observed::window(from, to).looked_until(seen),
                    Duration::Beyond(from) => Observed::after(from),
                })
            }),
            overrun: case.overrun(None),
            stopped: case.fate == Fate::Stopped,
        })
        .collect()
}

/// Cases with their outcomes and one kind of forecast.
pub(super) struct Experiment<'a> {
    pub cases: &'a [Project],
    pub prepared: &'a [Prepared],
    pub predictions: Vec<Option<&'a Prediction>>,
}

impl<'a> Experiment<'a> {
    /// All scores.
    pub fn score(&self) -> ExperimentScores {
        let all = |_: &Project| true;
        let overruns: Vec<Case> = self
            .rows()
            .filter_map(|(_, prepared, prediction)| {
                Some(Case {
                    forecast: &prediction.overrun,
                    observed: Observed::point(prepared.overrun?),
                    rivals: borrowed(&prediction.overrun_rivals),
                })
            })
            .collect();
        ExperimentScores {
            production: self
                .production(true, all)
                .unwrap_or_else(|| scores(&[], WIDTH)),
            production_without_plan: self.production(false, all),
            overrun: scores(&overruns, 0.02),
            stopped: self.stopped(all),
            by_region: self.grouped(|case| case.region_name().to_owned()),
            by_product: self.grouped(|case| case.product.clone()),
            by_decade: self.grouped(|case| match case.vintage() {
                Some(vintage) => format!("{}s", january(vintage.month) / 120 * 10),
                None => "unknown".to_owned(),
            }),
        }
    }

    fn rows(&self) -> impl Iterator<Item = (&'a Project, &'a Prepared, &'a Prediction)> {
        self.cases
            .iter()
            .zip(self.prepared)
            .zip(&self.predictions)
            .filter_map(|((case, prepared), prediction)| Some((case, prepared, (*prediction)?)))
    }

    /// Scores of the dates of cases with an announced date, or of those without.
    fn production(&self, with_plan: bool, of: impl Fn(&Project) -> bool) -> Option<Scores> {
        let cases: Vec<Case> = self
            .rows()
            .filter(|(case, ..)| case.planned_months().is_some() == with_plan && of(case))
            .filter_map(|(_, prepared, prediction)| {
                Some(Case {
                    forecast: prediction.production.as_ref()?,
                    observed: prepared.production?,
                    rivals: borrowed(&prediction.rivals),
                })
            })
            .collect();
        (!cases.is_empty()).then(|| scores(&cases, WIDTH))
    }

    fn stopped(&self, of: impl Fn(&Project) -> bool) -> StopScores {
        let rows = self.rows().filter(|(case, ..)| of(case));
        let forecasts: Vec<(f64, f64, bool)> = rows
            .map(|(_, prepared, prediction)| {
                (prediction.stop, prediction.stop_base, prepared.stopped)
            })
            .collect();
        stop_scores(&forecasts)
    }

    fn grouped(&self, group: impl Fn(&Project) -> String) -> BTreeMap<String, GroupScores> {
        let mut names: Vec<String> = self.cases.iter().map(&group).collect();
        names.sort_unstable();
        names.dedup();
        names
            .into_iter()
            .map(|name| {
                let within = |case: &Project| group(case) == name;
                let scores = GroupScores {
                    production: self.production(true, within),
                    stopped: self.stopped(within),
                };
                (name, scores)
            })
            .collect()
    }
}

/// Scores of chances to be stopped: ours, that of the base rate, and whether it was.
pub(in crate::backtest) fn stop_scores(forecasts: &[(f64, f64, bool)]) -> StopScores {
    let ours: Vec<(f64, bool)> = forecasts.iter().map(|f| (f.0, f.2)).collect();
    let base: Vec<(f64, bool)> = forecasts.iter().map(|f| (f.1, f.2)).collect();
    let loss = |forecasts: &[(f64, bool)]| -> Vec<f64> {
        let outcome = |came| f64::from(u8::from(came));
        forecasts
            .iter()
            .map(|&(p, came)| (p - outcome(came)) * (p - outcome(came)))
            .collect()
    };
    StopScores {
        base_rate_brier: binary(&base, 1).brier,
        skill: paired(&loss(&ours), &loss(&base)),
        scores: binary(&ours, GROUPS),
    }
}

fn borrowed<'a>(
    rivals: &'a [(&'static str, crate::backtest::score::Forecast)],
) -> Vec<(&'a str, &'a crate::backtest::score::Forecast)> {
    rivals
        .iter()
        .map(|(name, forecast)| (*name, forecast))
        .collect()
}

//! Forecasts of many campuses against what became of them.

use std::collections::BTreeMap;

use fabcast_document::backtest::campuses::{CampusScores, PowerScores};
use fabcast_document::backtest::score::Scores;

use super::record::{At, Campus, Duration, Fate};
use super::{Prediction, RIVALS};
use crate::backtest::fabs::experiment::stop_scores;
use crate::backtest::score::{Case, Forecast, Observed, scores};

/// Months around a date known by the month, and MW around a power, in the log score.
const MONTH: f64 = 1.0;
const BLOCK: f64 = 10.0;
/// Shortest time ahead \[months\].
const LEAST: f64 = super::record::LEAST;

/// Power of a campus at a date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Power {
    /// Months from the vintage.
    pub months: f64,
    /// What it was \[MW\].
    pub mw: f64,
    /// Whether the date is the end of a year, not one of the file.
    pub is_year_end: bool,
}

/// What is known of a campus's outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Months from the vintage to the first power; none for stopped campuses, and for those of which it
    /// is not known.
    pub months: Option<Observed>,
    /// Power at dates.
    pub power: Vec<Power>,
    /// Whether it was stopped.
    pub is_stopped: bool,
}

impl Outcome {
    /// Dates at which the power is known.
    pub fn dates(&self) -> Vec<f64> {
        self.power.iter().map(|power| power.months).collect()
    }
}

/// Outcomes of campuses; what is not yet known is known not to have come by the last report.
pub fn outcomes(cases: &[Campus], at: At) -> Vec<Outcome> {
    let ends = cases.iter().map(|case| {
        let powered = case.powered.map_or(i32::MIN, |window| window.to);
        powered.max(case.as_of.to)
    });
    let last = f64::from(ends.max().unwrap_or(0));
    let outcome = |case: &Campus| {
        let Some(origin) = case.origin(at) else {
            return Outcome::default();
        };
        let is_stopped = case.fate == Fate::Stopped;
        let duration = case.duration(at, None).filter(|_| !is_stopped);
        Outcome {
            months: duration.map(|duration| match duration {
                Duration::Within(from, to) => {
                    Observed::window(from, to).looked_until(last - origin)
                }
                Duration::Beyond(from) => Observed::after(from),
            }),
            power: power(case, origin),
            is_stopped,
        }
    };
    cases.iter().map(outcome).collect()
}

/// Power at the dates of the file and at the ends of years: none before the first power, then what was
/// last reported.
fn power(case: &Campus, origin: f64) -> Vec<Power> {
    let steps = case.steps(None);
    let is_open = case.fate == Fate::Open;
    if case.fate == Fate::Stopped || steps.is_empty() && !is_open {
        return Vec::new();
    }
    let last = case.as_of.middle();
    let mut power: Vec<Power> = (steps.iter())
        .map(|&(date, mw)| (date, mw, false))
        .chain((is_open && steps.is_empty()).then_some((last, 0.0, false)))
        .map(|(date, mw, is_year_end)| Power {
            months: date - origin,
            mw,
            is_year_end,
        })
        .collect();
    let first = case.powered.map(|window| f64::from(window.from));
    let years = (origin / 12.0).floor() as i32 + 1..=(last / 12.0).floor() as i32;
    for date in years.map(|year| 12.0 * f64::from(year)) {
        let reported = steps.iter().rev().find(|(step, _)| *step <= date);
        let mw = match (reported, first) {
            (Some((_, mw)), _) => *mw,
            (None, None) if is_open => 0.0,
            (None, Some(first)) if date <= first => 0.0,
            _ => continue,
        };
        power.push(Power {
            months: date - origin,
            mw,
            is_year_end: true,
        });
    }
    power.retain(|power| power.months >= LEAST);
    power
}

/// Cases with their outcomes and one kind of forecast.
pub(super) struct Experiment<'a> {
    pub cases: &'a [Campus],
    pub at: At,
    pub outcomes: &'a [Outcome],
    pub predictions: Vec<Option<&'a Prediction>>,
}

impl<'a> Experiment<'a> {
    /// All scores.
    pub fn score(&self) -> CampusScores {
        let stopped: Vec<(f64, f64, bool)> = (self.rows())
            .map(|(_, outcome, p)| (p.stop, p.stop_base, outcome.is_stopped))
            .collect();
        CampusScores {
            first_power: self.months(true, |_| true),
            first_power_all: self.months(false, |_| true),
            power: self.power(false, false),
            power_promised: self.power(true, false),
            power_year_ends: self.power(false, true),
            stopped: stop_scores(&stopped),
            by_site: self.grouped(|case| case.site_name().to_owned()),
            by_region: self.grouped(|case| case.region_name().to_owned()),
            by_confidence: self.grouped(|case| case.confidence.clone()),
        }
    }

    fn rows(&self) -> impl Iterator<Item = (&'a Campus, &'a Outcome, &'a Prediction)> {
        (self.cases.iter().zip(self.outcomes).zip(&self.predictions))
            .filter_map(|((case, outcome), prediction)| Some((case, outcome, (*prediction)?)))
    }

    /// Scores of the first power: of campuses with a promise against all rivals, or of all against the
    /// class mean.
    fn months(&self, with_promise: bool, of: impl Fn(&Campus) -> bool) -> Scores {
        let rows = self.rows().filter(|(case, ..)| of(case));
        let cases: Vec<Case> = rows
            .filter(|(case, ..)| !with_promise || case.planned_months(self.at).is_some())
            .filter_map(|(_, outcome, prediction)| {
                Some(Case {
                    forecast: &prediction.months,
                    observed: outcome.months?,
                    rivals: borrowed(&prediction.rivals, with_promise),
                })
            })
            .collect();
        scores(&cases, MONTH)
    }

    /// Scores of the power at dates.
    fn power(&self, with_promise: bool, at_year_ends: bool) -> PowerScores {
        let mut cases: Vec<Case> = Vec::new();
        for (_, outcome, prediction) in self.rows() {
            for (observed, forecast) in outcome.power.iter().zip(&prediction.power) {
                let is_promised = forecast.rivals.len() == RIVALS.len();
                if observed.is_year_end == at_year_ends && (is_promised || !with_promise) {
                    cases.push(Case {
                        forecast: &forecast.mw,
                        observed: Observed::point(observed.mw),
                        rivals: borrowed(&forecast.rivals, with_promise),
                    });
                }
            }
        }
        let inside = cases.iter().filter(|case| {
            let [low, high] = [0.1, 0.9].map(|level| case.forecast.quantile(level));
            (low..=high).contains(&case.observed.from)
        });
        PowerScores {
            inside_80: inside.count() as f64 / cases.len().max(1) as f64,
            scores: scores(&cases, BLOCK),
        }
    }

    fn grouped(&self, group: impl Fn(&Campus) -> String) -> BTreeMap<String, Scores> {
        let mut names: Vec<String> = self.cases.iter().map(&group).collect();
        names.sort_unstable();
        names.dedup();
        let scored = names.into_iter().map(|name| {
            let scores = self.months(false, |case| group(case) == name);
            (name, scores)
        });
        scored.filter(|(_, scores)| scores.n > 0).collect()
    }
}

/// All rivals, or the last alone, which every case has.
fn borrowed<'a>(
    rivals: &'a [(&'static str, Forecast)],
    with_promise: bool,
) -> Vec<(&'a str, &'a Forecast)> {
    let rivals = rivals.iter().map(|(name, forecast)| (*name, forecast));
    rivals
        .filter(|(name, _)| with_promise || *name == RIVALS[2])
        .collect()
}

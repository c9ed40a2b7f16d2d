//! What simpler forecasts say: the promised date, the promise with past slips, the mean of the class.

use super::model::Learned;
use super::record::{At, Campus, Duration};
use crate::backtest::score::Forecast;

/// Rivals: the first two need a promise.
pub const RIVALS: [&str; 3] = ["promised", "promised_slips", "class_mean"];
/// A reference class is the campuses of a site's kind if so many have ended, else all.
const CLASS: usize = 3;
/// Shortest forecast \[months\].
const LEAST: f64 = 0.5;

/// The reference class of a campus, as known at some time.
pub(super) struct Class {
    /// Months of a rival that knows no promise.
    mean: f64,
    /// Actual less promised months.
    slips: Vec<f64>,
    /// Mean first block \[MW\] and what is added a month.
    block: f64,
    pace: f64,
}

impl Class {
    pub fn new(
        target: &Campus,
        others: &[&Campus],
        at: At,
        now: Option<i32>,
        learned: &Learned,
    ) -> Class {
        let ended: Vec<(&Campus, f64)> = (others.iter())
            .filter_map(|other| match other.duration(at, now)? {
                Duration::Within(from, to) => Some((*other, (from + to) / 2.0)),
                Duration::Beyond(_) => None,
            })
            .collect();
        let alike = |of: &dyn Fn(&Campus, f64) -> Option<f64>| -> Vec<f64> {
            let all = |within: bool| -> Vec<f64> {
                let class = ended
                    .iter()
                    .filter(|(c, _)| !within || c.site == target.site);
                class.filter_map(|(c, months)| of(c, *months)).collect()
            };
            Some(all(true))
                .filter(|class| class.len() >= CLASS)
                .unwrap_or_else(|| all(false))
        };
        let months = alike(&|_, months| Some(months));
        let slips = alike(&|c, months| Some(months - c.planned_months(at)?));
        let first = |c: &Campus| c.steps(now).first().copied();
        let blocks = alike(&|c, _| Some(first(c)?.1));
        let paces = alike(&|c, _| {
            let (first, last) = (first(c)?, c.steps(now).last().copied()?);
            let until = c.as_of.middle().min(now.map_or(f64::INFINITY, f64::from));
            let months = until - first.0;
            (months >= 1.0).then_some((last.1 - first.1).max(0.0) / months)
        });
        Class {
            mean: mean(&months).unwrap_or_else(|| learned.usual_months(target)),
            slips,
            // Before any is known, what the forecast supposes.
            block: mean(&blocks).unwrap_or_else(|| learned.usual_block(target)),
            pace: mean(&paces).unwrap_or(0.0),
        }
    }

    /// Months to the first power.
    pub fn months(&self, target: &Campus, at: At) -> Vec<(&'static str, Forecast)> {
        let mut rivals = Vec::new();
        if let Some(planned) = target.planned_months(at) {
            let late = self.slips.iter().map(|slip| (planned + slip).max(LEAST));
            let late = Forecast::new(late.collect());
            rivals.push((RIVALS[0], Forecast::point(planned)));
            rivals.push((RIVALS[1], late.unwrap_or_else(|| Forecast::point(planned))));
        }
        rivals.push((RIVALS[2], Forecast::point(self.mean)));
        rivals
    }

    /// Power at a date \[MW\].
    pub fn power(&self, target: &Campus, at: At, date: f64) -> Vec<(&'static str, Forecast)> {
        let mut rivals = Vec::new();
        if let Some(promised) = promised(target, at, date) {
            let late = self
                .slips
                .iter()
                .filter_map(|slip| self::promised(target, at, date - slip));
            let late = Forecast::new(late.collect());
            rivals.push((RIVALS[0], Forecast::point(promised)));
            rivals.push((RIVALS[1], late.unwrap_or_else(|| Forecast::point(promised))));
        }
        let most = target.planned_mw.unwrap_or(f64::INFINITY);
        let mw = match date >= self.mean {
            true => (self.block + self.pace * (date - self.mean)).min(most),
            false => 0.0,
        };
        rivals.push((RIVALS[2], Forecast::point(mw)));
        rivals
    }
}

/// Power as promised: nothing before the promised first power, then in equal steps up to the whole at
/// the promised end; all at once without one.
pub fn promised(target: &Campus, at: At, date: f64) -> Option<f64> {
    let (first, whole) = (target.planned_months(at)?, target.planned_mw?);
    let origin = target.origin(at)?;
    let end = target
        .planned_full
        .map_or(first, |full| (full.middle() - origin).max(first));
    Some(match date {
        date if date < first => 0.0,
        date if date >= end => whole,
        date => whole * (date - first) / (end - first),
    })
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

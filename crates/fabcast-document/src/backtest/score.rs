//! How forecasts scored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::number;

/// Scores over cases.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Scores {
    /// Number of cases.
    pub n: usize,
    /// Cases of which only a least value is known.
    pub n_censored: usize,
    /// Share of the observations in the central 50 % interval; where the observation is a window,
    /// the part of its PIT that lies within.
    #[serde(deserialize_with = "number::number")]
    pub coverage_50: f64,
    /// In the 80 % interval.
    #[serde(deserialize_with = "number::number")]
    pub coverage_80: f64,
    /// In the 90 % interval.
    #[serde(deserialize_with = "number::number")]
    pub coverage_90: f64,
    /// Mean CRPS.
    #[serde(deserialize_with = "number::number")]
    pub crps: f64,
    /// Its standard error over the cases.
    #[serde(deserialize_with = "number::number")]
    pub crps_error: f64,
    /// Mean log score; `None` for point forecasts.
    pub log_score: Option<f64>,
    /// Mean absolute difference of the forecasts' median to the observation's window; censored cases
    /// count as far as the median lies before their last look.
    #[serde(deserialize_with = "number::number")]
    pub absolute_error: f64,
    /// Median width of the 80 % intervals.
    #[serde(deserialize_with = "number::number")]
    pub width_80: f64,
    /// Heights of the PIT histogram.
    pub pit: Vec<f64>,
    /// The same cases forecast by others.
    pub rivals: BTreeMap<String, Rival>,
}

/// A rival on the same cases.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Rival {
    /// Its mean CRPS.
    #[serde(deserialize_with = "number::number")]
    pub crps: f64,
    /// Its mean log score; `None` for point forecasts.
    pub log_score: Option<f64>,
    /// Coverage of its 80 % interval.
    #[serde(deserialize_with = "number::number")]
    pub coverage_80: f64,
    /// How much less the forecast loses than the rival, by CRPS.
    #[serde(flatten)]
    pub skill: Skill,
}

/// A comparison of losses, case by case.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Skill {
    /// `1 - mean loss/mean loss of the rival`: 0.2 is a fifth less.
    #[serde(deserialize_with = "number::number")]
    pub skill: f64,
    /// Its standard error, to first order, over the cases (taken for independent).
    #[serde(deserialize_with = "number::number")]
    pub skill_error: f64,
    /// Mean loss less the rival's mean loss, in their unit.
    #[serde(deserialize_with = "number::number")]
    pub difference: f64,
    /// Standard error of the same, from the differences within cases.
    #[serde(deserialize_with = "number::number")]
    pub difference_error: f64,
}

/// Forecasts of yes or no, scored.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Binary {
    /// Number of forecasts.
    pub n: usize,
    /// How many came true.
    pub n_true: usize,
    /// Mean probability that was forecast.
    pub mean_forecast: f64,
    /// Share that came true.
    pub base_rate: f64,
    /// Mean of `(p - o)²`.
    pub brier: f64,
    /// Standard error of the same.
    pub brier_error: f64,
    /// Of always forecasting the share that came true, which nobody knew beforehand.
    pub brier_climatology: f64,
    /// Mean of `-ln` of the probability of what came.
    pub log_score: f64,
    /// Forecasts in groups of like probability against what came.
    pub reliability: Vec<Reliability>,
}

/// Forecasts of like probability.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Reliability {
    /// Number of forecasts.
    pub n: usize,
    /// Their mean probability.
    pub forecast: f64,
    /// Share that came true.
    pub observed: f64,
    /// Standard error of that share if the forecasts were right, `√(Σp(1-p))/n`.
    pub error: f64,
}

/// A probability integral transform that is known up to a window.
///
/// Of calibrated forecasts the average over the observations is uniform, whatever the windows are.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Pit {
    /// Probability below the observation.
    pub from: f64,
    /// Probability up to the observation.
    pub to: f64,
}

impl Pit {
    /// Share of the transform in `[low, high]`.
    pub fn share(&self, low: f64, high: f64) -> f64 {
        if self.to > self.from {
            let within = self.to.min(high) - self.from.max(low);
            within.max(0.0) / (self.to - self.from)
        } else if low <= self.from && (self.from < high || high >= 1.0 && self.from <= high) {
            1.0
        } else {
            0.0
        }
    }

    /// Share in the central part of a probability: the coverage of that interval by this observation.
    pub fn coverage(&self, probability: f64) -> f64 {
        let tail = (1.0 - probability) / 2.0;
        self.share(tail, 1.0 - tail)
    }

    /// Mean of the transform.
    pub fn mean(&self) -> f64 {
        (self.from + self.to) / 2.0
    }
}

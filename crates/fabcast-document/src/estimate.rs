//! Numbers that are known up to a Monte Carlo error.

use serde::{Deserialize, Serialize};

use crate::number;

/// A mean over draws with its Monte Carlo standard error.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Estimate {
    /// Mean.
    #[serde(deserialize_with = "number::number")]
    pub mean: f64,
    /// Standard error of the mean.
    #[serde(deserialize_with = "number::number")]
    pub standard_error: f64,
}

impl Estimate {
    /// 95 % interval of the mean, by the normal approximation.
    pub fn interval(&self) -> [f64; 2] {
        let half = 1.959_963_984_540_054 * self.standard_error;
        [self.mean - half, self.mean + half]
    }

    /// Whether the 95 % interval leaves out zero.
    pub fn is_distinct(&self) -> bool {
        let [low, high] = self.interval();
        low > 0.0 || high < 0.0
    }
}

/// A share of draws with its Monte Carlo error.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Probability {
    /// Share of draws.
    #[serde(deserialize_with = "number::number")]
    pub probability: f64,
    /// `√(p(1-p)/n)`.
    #[serde(deserialize_with = "number::number")]
    pub standard_error: f64,
}

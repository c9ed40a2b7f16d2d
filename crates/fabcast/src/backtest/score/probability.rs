//! Scores of forecasts of yes or no.

use serde::{Deserialize, Serialize};

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

/// Scores forecasts: pairs of a probability and whether it came true, in `groups` groups of about
/// equal number for the reliability diagram.
///
/// Probabilities of 0 and 1 are taken for 10⁻⁶ from there in the log score.
pub fn binary(forecasts: &[(f64, bool)], groups: usize) -> Binary {
    let n = forecasts.len();
    let count = n.max(1) as f64;
    let n_true = forecasts.iter().filter(|(_, came)| *came).count();
    let base_rate = n_true as f64 / count;
    let outcome = |came: bool| f64::from(u8::from(came));
    let losses: Vec<f64> = forecasts
        .iter()
        .map(|&(p, came)| (p - outcome(came)) * (p - outcome(came)))
        .collect();
    let (brier, brier_error) = super::summary::mean_and_error(&losses);
    let log_score = forecasts
        .iter()
        .map(|&(p, came)| {
            let p = if came { p } else { 1.0 - p };
            -fabcast_model::math::scalar::ln(p.clamp(1e-6, 1.0))
        })
        .sum::<f64>()
        / count;
    Binary {
        n,
        n_true,
        mean_forecast: forecasts.iter().map(|(p, _)| p).sum::<f64>() / count,
        base_rate,
        brier,
        brier_error,
        brier_climatology: base_rate * (1.0 - base_rate),
        log_score,
        reliability: reliability(forecasts, groups),
    }
}

fn reliability(forecasts: &[(f64, bool)], groups: usize) -> Vec<Reliability> {
    let mut sorted = forecasts.to_vec();
    sorted.sort_by(|a, b| f64::total_cmp(&a.0, &b.0));
    let groups = groups.clamp(1, sorted.len().max(1));
    (0..groups)
        .map(|g| &sorted[g * sorted.len() / groups..(g + 1) * sorted.len() / groups])
        .filter(|group| !group.is_empty())
        .map(|group| {
            let n = group.len() as f64;
            let variance: f64 = group.iter().map(|(p, _)| p * (1.0 - p)).sum();
            Reliability {
                n: group.len(),
                forecast: group.iter().map(|(p, _)| p).sum::<f64>() / n,
                observed: group.iter().filter(|(_, came)| *came).count() as f64 / n,
                error: variance.sqrt() / n,
            }
        })
        .collect()
}

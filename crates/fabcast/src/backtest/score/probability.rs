//! Scores of forecasts of yes or no.

use fabcast_document::backtest::score::{Binary, Reliability};

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

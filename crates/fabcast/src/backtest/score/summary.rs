//! Many forecasts together, and against rivals on the same cases.

use fabcast_document::backtest::score::{Pit, Rival, Scores, Skill};

use super::{Forecast, Observed, PIT_BINS, pit_histogram};

/// One forecast with what came and what rivals said.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// What is scored.
    pub forecast: &'a Forecast,
    /// What came.
    pub observed: Observed,
    /// Name and forecast of each rival; every case has the same names.
    pub rivals: Vec<(&'a str, &'a Forecast)>,
}

/// Mean and its standard error.
pub(super) fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (n - 1.0).max(1.0) / n).sqrt())
}

/// Compares losses with a rival's losses in the same cases, in the same order.
///
/// ```
/// use fabcast::backtest::score::paired;
/// let skill = paired(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]);
/// assert_eq!((skill.skill, skill.difference), (0.5, -2.0));
/// // The losses are in proportion, so that their ratio is known exactly.
/// assert_eq!(skill.skill_error, 0.0);
/// ```
pub fn paired(losses: &[f64], rival: &[f64]) -> Skill {
    let (mean, _) = mean_and_error(losses);
    let (rival_mean, _) = mean_and_error(rival);
    let differences: Vec<f64> = losses.iter().zip(rival).map(|(a, b)| a - b).collect();
    let (difference, difference_error) = mean_and_error(&differences);
    let ratio = mean / rival_mean;
    let residuals: Vec<f64> = losses
        .iter()
        .zip(rival)
        .map(|(a, b)| a - ratio * b)
        .collect();
    let (_, residual_error) = mean_and_error(&residuals);
    Skill {
        skill: 1.0 - ratio,
        skill_error: residual_error / rival_mean,
        difference,
        difference_error,
    }
}

/// Scores cases; `width` is that of a point in the log score.
pub fn scores(cases: &[Case], width: f64) -> Scores {
    let pits: Vec<Pit> = cases.iter().map(|c| c.forecast.pit(&c.observed)).collect();
    let coverage = |probability: f64| mean_of(pits.iter().map(|pit| pit.coverage(probability)));
    let losses: Vec<f64> = cases.iter().map(|c| c.forecast.crps(&c.observed)).collect();
    let (crps, crps_error) = mean_and_error(&losses);
    let names = cases.first().map(|case| case.rivals.len()).unwrap_or(0);
    let rivals = (0..names)
        .map(|r| {
            let forecast = |case: &Case<'_>| case.rivals[r].1.clone();
            let rival: Vec<f64> = cases
                .iter()
                .map(|c| c.rivals[r].1.crps(&c.observed))
                .collect();
            let inside = |case: &Case<'_>| forecast(case).pit(&case.observed).coverage(0.8);
            let summary = Rival {
                crps: mean_of(rival.iter().copied()),
                log_score: mean_if_all(cases, |c| c.rivals[r].1.log_score(&c.observed, width)),
                coverage_80: mean_of(cases.iter().map(inside)),
                skill: paired(&losses, &rival),
            };
            (cases[0].rivals[r].0.to_owned(), summary)
        })
        .collect();
    let widths: Vec<f64> = cases
        .iter()
        .map(|c| c.forecast.quantile(0.9) - c.forecast.quantile(0.1))
        .collect();
    let [width_80] = crate::statistics::quantiles_of(&widths, [0.5]);
    Scores {
        n: cases.len(),
        n_censored: cases.iter().filter(|c| c.observed.is_censored()).count(),
        coverage_50: coverage(0.5),
        coverage_80: coverage(0.8),
        coverage_90: coverage(0.9),
        crps,
        crps_error,
        log_score: mean_if_all(cases, |c| c.forecast.log_score(&c.observed, width)),
        absolute_error: mean_of(
            cases
                .iter()
                .map(|case| Forecast::point(case.forecast.quantile(0.5)).crps(&case.observed)),
        ),
        width_80,
        pit: pit_histogram(&pits, PIT_BINS),
        rivals,
    }
}

fn mean_of(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len().max(1) as f64;
    values.sum::<f64>() / n
}

fn mean_if_all(cases: &[Case], score: impl Fn(&Case) -> Option<f64>) -> Option<f64> {
    let sum: Option<f64> = cases.iter().map(score).sum();
    sum.map(|sum| sum / cases.len().max(1) as f64)
}

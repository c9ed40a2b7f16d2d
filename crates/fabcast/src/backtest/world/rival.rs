//! Naive forecasts: the last value, and the trend of the logarithm.

use fabcast_model::math::scalar::ln;
use fabcast_model::math::{self};

use super::{Definition, Forecast, Period, RIVALS, Vintage, observed};

/// Values that stand for a naive forecast.
const N: usize = 400;
/// First year of the data.
const FIRST: i32 = 2015;

/// Logarithms of what was known, by year.
fn history(definition: &Definition, vintage: &Vintage) -> Vec<(i32, f64)> {
    (FIRST..=vintage.known_to)
        .filter_map(|year| {
            let value = observed(&format!("actual.{}.{year}", definition.name))?;
            Some((year, ln(value * definition.scale)))
        })
        .collect()
}

/// Both naive forecasts of a point, in logarithms; none where nothing was known.
///
/// The last value wanders on with the root mean square of its yearly changes; the trend goes on at their mean with
/// their standard deviation, and its own error. With one value known both are that value, without spread.
pub(super) fn naive(
    definition: &Definition,
    vintage: &Vintage,
    period: Period,
) -> Vec<(&'static str, Forecast)> {
    let known = history(definition, vintage);
    let Some(&(last_year, last)) = known.last() else {
        return Vec::new();
    };
    let ahead = f64::from(period.year - last_year);
    let changes: Vec<f64> = known
        .windows(2)
        .map(|pair| (pair[1].1 - pair[0].1) / f64::from(pair[1].0 - pair[0].0))
        .collect();
    let n = changes.len() as f64;
    if changes.is_empty() {
        return RIVALS
            .iter()
            .map(|&name| (name, Forecast::point(last)))
            .collect();
    }
    let mean = changes.iter().sum::<f64>() / n;
    let square = |around: f64| {
        changes
            .iter()
            .map(|x| (x - around) * (x - around))
            .sum::<f64>()
    };
    let wander = (square(0.0) / n * ahead).sqrt();
    let spread = if n > 1.0 {
        (square(mean) / (n - 1.0) * (ahead + ahead * ahead / n)).sqrt()
    } else {
        0.0
    };
    let normal = |middle: f64, sd: f64| {
        Forecast::from_quantiles(N, |u| {
            let z = math::normal_quantile(fabcast_model::lanes::Lanes::splat(u)).0[0];
            middle + sd * z
        })
    };
    vec![
        (RIVALS[0], normal(last, wander)),
        (RIVALS[1], normal(last + mean * ahead, spread)),
    ]
}

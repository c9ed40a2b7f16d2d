//! Naive forecasts: the last value, and the trend of the logarithm.

use fabcast_model::math::scalar::ln;
use fabcast_model::math::{self};

use super::{Actuals, Definition, Forecast, Period, RIVALS, Vintage};

/// Values that stand for a naive forecast.
const N: usize = 400;
/// First year of the data.
const FIRST: i32 = 2015;

/// Logarithms of what was known, by year.
fn history(definition: &Definition, vintage: &Vintage, actuals: &Actuals) -> Vec<(i32, f64)> {
    (FIRST..=vintage.known_to)
        .filter_map(|year| {
            let value = actuals.get(&format!("actual.{}.{year}", definition.name))?;
            Some((year, ln(value * definition.scale)))
        })
        .collect()
}

/// Both naive forecasts of a point as normal distributions of the logarithm, each its mean and standard deviation: the
/// last value, and the trend. None where nothing was known.
///
/// The last value wanders on with the root mean square of its yearly changes; the trend goes on at their mean with
/// their standard deviation, and its own error. With one value known both are that value, without spread.
pub(in crate::backtest) fn normals(
    definition: &Definition,
    vintage: &Vintage,
    period: Period,
    actuals: &Actuals,
) -> Option<[[f64; 2]; 2]> {
    let known = history(definition, vintage, actuals);
    let &(last_year, last) = known.last()?;
    let ahead = f64::from(period.year - last_year);
    let changes: Vec<f64> = known
        .windows(2)
        .map(|pair| (pair[1].1 - pair[0].1) / f64::from(pair[1].0 - pair[0].0))
        .collect();
    let n = changes.len() as f64;
    if changes.is_empty() {
        return Some([[last, 0.0]; 2]);
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
    Some([[last, wander], [last + mean * ahead, spread]])
}

/// A naive forecast from its mean and standard deviation.
pub(in crate::backtest) fn normal([middle, sd]: [f64; 2]) -> Forecast {
    if sd == 0.0 {
        return Forecast::point(middle);
    }
    Forecast::from_quantiles(N, |u| {
        let z = math::normal_quantile(fabcast_model::lanes::Lanes::splat(u)).0[0];
        middle + sd * z
    })
}

/// Both naive forecasts of a point, in logarithms, with their names; none where nothing was known.
pub(super) fn naive(
    definition: &Definition,
    vintage: &Vintage,
    period: Period,
    actuals: &Actuals,
) -> Vec<(&'static str, Forecast)> {
    let normals = normals(definition, vintage, period, actuals);
    let named = normals.map(|normals| RIVALS.into_iter().zip(normals.map(normal)).collect());
    named.unwrap_or_default()
}

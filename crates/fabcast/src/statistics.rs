//! Sample statistics of the outcomes.

use std::collections::BTreeMap;

use fabcast_document::{Beyond, Estimate};

/// Levels at which everything is reported.
pub const LEVELS: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

/// Quantile of sorted values, linear between order statistics (type 7); NaN without any.
pub fn quantile_of_sorted(sorted: &[f64], level: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let position = level * last as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(last);
    let share = position - below as f64;
    between(sorted[below], sorted[above], share)
}

/// The value a share of the way from one value to the next; from one beyond all numbers there is no way.
pub(crate) fn between(low: f64, high: f64, share: f64) -> f64 {
    if share == 0.0 || low == high || low == f64::NEG_INFINITY {
        return low;
    }
    low + (high - low) * share
}

/// Quantiles at rising levels of values in any order: the same numbers as [`quantile_of_sorted`]
/// gives, without sorting all.
pub fn quantiles_of<const N: usize>(values: &[f64], levels: [f64; N]) -> [f64; N] {
    let mut quantiles = [f64::NAN; N];
    quantiles.copy_from_slice(&quantiles_at(values, &levels));
    quantiles
}

/// [`quantiles_of`] at any number of rising levels.
pub fn quantiles_at(values: &[f64], levels: &[f64]) -> Vec<f64> {
    let Some(last) = values.len().checked_sub(1) else {
        return vec![f64::NAN; levels.len()];
    };
    let place = |level: &f64| {
        let position = level * last as f64;
        let below = position.floor() as usize;
        (below, (below + 1).min(last), position - below as f64)
    };
    let mut ranks: Vec<usize> = levels
        .iter()
        .map(place)
        .flat_map(|(below, above, _)| [below, above])
        .collect();
    ranks.sort_unstable();
    ranks.dedup();
    let mut keys: Vec<i64> = values.iter().map(|&value| key(value)).collect();
    put_in_place(&mut keys, &ranks, 0);
    let at = levels
        .iter()
        .map(place)
        .map(|(below, above, share)| between(value_of(keys[below]), value_of(keys[above]), share));
    at.collect()
}

/// A whole number in the order of [`f64::total_cmp`]: it compares in one step.
fn key(value: f64) -> i64 {
    let bits = value.to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// The value of a [`key`].
fn value_of(key: i64) -> f64 {
    f64::from_bits((key ^ (((key >> 63) as u64) >> 1) as i64) as u64)
}

/// Moves the values of some ranks to where sorting would put them: the middle rank first, then
/// those of either side. `from` is the rank of the first value.
fn put_in_place(values: &mut [i64], ranks: &[usize], from: usize) {
    if ranks.is_empty() {
        return;
    }
    let (lower, upper) = ranks.split_at(ranks.len() / 2);
    let middle = upper[0] - from;
    let (below, _, above) = values.select_nth_unstable(middle);
    put_in_place(below, lower, from);
    put_in_place(above, &upper[1..], from + middle + 1);
}

/// Moments and quantiles of the values that are numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statistics {
    /// Mean.
    pub mean: f64,
    /// Standard deviation, with `n-1`; 0 for a single value.
    pub sd: f64,
    /// Standard error of the mean.
    pub standard_error: f64,
    /// Share of the values that are there: not NaN.
    pub defined: f64,
    /// Those of them that rank below or above every number; with any, there is no mean and no spread.
    pub beyond: Beyond,
    /// At [`LEVELS`].
    pub quantiles: [f64; 7],
}

/// Statistics of a sample.
pub fn statistics(values: &[f64]) -> Statistics {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| !x.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let beyond = Beyond::of(&sorted);
    // Around the middle value, so that equal values have no spread at all.
    let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
    let middle = if beyond.is_none() { middle } else { f64::NAN };
    let mean = middle + sorted.iter().map(|x| x - middle).sum::<f64>() / n;
    let squares = sorted.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
    let sd = if n > 1.0 || !beyond.is_none() {
        (squares / (n - 1.0)).sqrt()
    } else {
        0.0
    };
    Statistics {
        mean,
        sd,
        standard_error: sd / n.sqrt(),
        defined: n / (values.len().max(1)) as f64,
        beyond,
        quantiles: LEVELS.map(|level| quantile_of_sorted(&sorted, level)),
    }
}

/// Mean of the values that are numbers, with its error; differences with what is beyond all numbers are none.
pub fn estimate(values: &[f64]) -> Estimate {
    let numbers: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
    let s = statistics(&numbers);
    Estimate {
        mean: s.mean,
        standard_error: s.standard_error,
    }
}

/// Mean of values in clusters, with the error of a mean of clusters: values of one share something by chance.
/// A single cluster has no error that could be known.
pub fn estimate_in_clusters(values: &[f64], cluster: &[u64]) -> Estimate {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = values.len() as f64;
    // Around the middle value, so that equal values have no spread at all.
    let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
    let mean = middle + sorted.iter().map(|x| x - middle).sum::<f64>() / n;
    let mut sums: BTreeMap<u64, f64> = BTreeMap::new();
    for (value, cluster) in values.iter().zip(cluster) {
        *sums.entry(*cluster).or_default() += value - mean;
    }
    let clusters = sums.len() as f64;
    let squares: f64 = sums.values().map(|sum| sum * sum).sum();
    let standard_error = match sums.len() {
        0 | 1 => f64::NAN,
        _ => (squares * clusters / (clusters - 1.0)).sqrt() / n,
    };
    Estimate {
        mean,
        standard_error,
    }
}

/// Standard error of a share, `√(p(1-p)/n)`.
pub fn share_error(share: f64, n: u64) -> f64 {
    (share * (1.0 - share) / n.max(1) as f64).sqrt()
}

/// Standard normal quantile of 97.5 %: half the width of a 95 % interval, in standard errors.
pub const Z95: f64 = 1.959_963_984_540_054;

/// 95 % interval of a share seen `met` times in `n` draws (Wilson 1927), `[0, 1]` without draws.
///
/// It never leaves 0 to 1 and says something even of a share of none or all.
pub fn wilson(met: u64, n: u64) -> [f64; 2] {
    if n == 0 {
        return [0.0, 1.0];
    }
    let (p, n, z2) = (met as f64 / n as f64, n as f64, Z95 * Z95);
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z95 / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    // Exact at the ends, where rounding would leave a trace.
    let low = if p == 0.0 {
        0.0
    } else {
        (centre - half).max(0.0)
    };
    let high = if p == 1.0 {
        1.0
    } else {
        (centre + half).min(1.0)
    };
    [low, high]
}

/// Levels of the order statistics that lie `z` standard errors of its rank below and above a
/// quantile: the quantile's interval, whatever the distribution (Woodruff 1952).
pub fn levels_around(level: f64, n: u64, z: f64) -> [f64; 2] {
    let error = z * (level * (1.0 - level) / n.max(1) as f64).sqrt();
    [(level - error).max(0.0), (level + error).min(1.0)]
}

/// Fewest draws with which the 95 % interval of a quantile ends within the sample.
pub fn fewest_draws(level: f64) -> u64 {
    let odds = (1.0 - level) / level;
    (Z95 * Z95 * odds.max(1.0 / odds)).ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_seven_quantiles() {
        let sorted = [1.0, 2.0, 4.0, 8.0];
        assert_eq!(quantile_of_sorted(&sorted, 0.5), 3.0);
        assert_eq!(quantile_of_sorted(&sorted, 0.0), 1.0);
        assert_eq!(quantile_of_sorted(&sorted, 1.0), 8.0);
    }

    #[test]
    fn selecting_gives_what_sorting_gives() {
        let values: Vec<f64> = (0..977)
            .map(|i| f64::from((i * 7919) % 977 / 3) - 100.0)
            .collect();
        let mut sorted = values.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let got = quantiles_of(&values, LEVELS);
        assert_eq!(got, LEVELS.map(|level| quantile_of_sorted(&sorted, level)));
    }

    #[test]
    fn what_a_cluster_shares_is_no_knowledge() {
        let cluster: Vec<u64> = (0..64).map(|i| i / 8).collect();
        let shared: Vec<f64> = cluster.iter().map(|&c| f64::from(c as u32 % 2)).collect();
        let of_eight = estimate(&[0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]);
        let got = estimate_in_clusters(&shared, &cluster);
        assert_eq!(got.mean, of_eight.mean);
        assert!((got.standard_error - of_eight.standard_error).abs() < 1e-12);
        assert_eq!(
            estimate_in_clusters(&[0.3; 16], &cluster).standard_error,
            0.0
        );
        assert!(
            estimate_in_clusters(&shared, &[0; 64])
                .standard_error
                .is_nan()
        );
    }

    #[test]
    fn equal_values_have_no_spread() {
        let s = statistics(&[0.3; 7]);
        assert_eq!((s.mean, s.sd, s.quantiles), (0.3, 0.0, [0.3; 7]));
    }

    #[test]
    fn missing_values_are_left_out() {
        let s = statistics(&[1.0, f64::NAN, 3.0, f64::NAN]);
        assert_eq!((s.mean, s.defined), (2.0, 0.5));
    }

    #[test]
    fn intervals_of_shares() {
        // By definition the ends lie as many of their own standard errors from the share seen.
        for (met, n) in [(15, 50), (1, 50), (49, 50), (700, 1_000)] {
            let seen = met as f64 / n as f64;
            for end in wilson(met, n) {
                let errors = (seen - end).abs() / share_error(end, n);
                assert!((errors - Z95).abs() < 1e-9, "{met} of {n}: {end} {errors}");
            }
        }
        let [least, most] = [wilson(0, 50), wilson(50, 50)];
        assert_eq!((least[0], most[1]), (0.0, 1.0));
        // z²/(n + z²)
        assert!((least[1] - Z95 * Z95 / (50.0 + Z95 * Z95)).abs() < 1e-12);
        assert_eq!(wilson(0, 0), [0.0, 1.0]);
    }

    #[test]
    fn a_quantile_needs_draws_on_both_sides() {
        assert_eq!(
            [fewest_draws(0.05), fewest_draws(0.95), fewest_draws(0.5)],
            [73, 73, 4]
        );
        let [low, high] = levels_around(0.05, 73, Z95);
        assert!(low > 0.0 && high < 1.0);
        assert_eq!(levels_around(0.05, 72, Z95)[0], 0.0);
    }
}

//! Sobol' indices from a design of paired samples, with bootstrap intervals.

use fabcast_model::math::scalar::normal_quantile;
use fabcast_model::uncertainty::{Draw, name_hash};
use serde::Serialize;

/// How intervals are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrap {
    /// Level of the intervals, such as 0.95.
    pub level: f64,
    /// Resamples.
    pub resamples: usize,
    /// Seed of the resamples.
    pub seed: u64,
}

impl Bootstrap {
    /// Half-width of a normal interval in standard deviations.
    pub fn width(&self) -> f64 {
        normal_quantile(0.5 + 0.5 * self.level.clamp(0.0, 0.999_999))
    }

    /// How often each of `n` rows is in each resample.
    pub fn weights(&self, n: usize) -> Vec<Vec<f64>> {
        let hash = name_hash("bootstrap");
        (0..self.resamples)
            .map(|resample| {
                let mut weights = vec![0.0; n];
                for row in 0..n {
                    let draw = Draw {
                        seed: self.seed,
                        number: (resample * n + row) as u64,
                    };
                    let chosen = (draw.uniform(hash) * n as f64) as usize;
                    weights[chosen.min(n - 1)] += 1.0;
                }
                weights
            })
            .collect()
    }
}

/// Indices of one factor. Names as in SALib.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Index {
    /// First order: share of the variance that goes if the factor is known, all else unknown.
    #[serde(rename = "S1")]
    pub s1: f64,
    /// Half-width of its interval.
    #[serde(rename = "S1_conf")]
    pub s1_conf: f64,
    /// Total order: share of the variance that is left if everything else is known.
    #[serde(rename = "ST")]
    pub st: f64,
    /// Half-width of its interval.
    #[serde(rename = "ST_conf")]
    pub st_conf: f64,
}

/// Indices of every factor.
///
/// `a` and `b` are the outcomes of two independent samples of `n` rows, `ab[i]` those of the rows of
/// `a` with factor `i` taken from `b`. First order after Saltelli et al. 2010,
/// `mean(b·(abᵢ - a))/V` with outcomes centred; total order after Jansen 1999,
/// `mean((a - abᵢ)²)/2V`; `V` is the variance of `a` and `b` together. Intervals resample the rows
/// and take the normal quantile of the level times the standard deviation.
///
/// Without any variance the indices are NaN.
///
/// # Panics
/// If the samples differ in length.
pub fn indices(a: &[f64], b: &[f64], ab: &[&[f64]], bootstrap: &Bootstrap) -> Vec<Index> {
    let n = a.len();
    assert!(
        b.len() == n && ab.iter().all(|column| column.len() == n),
        "one outcome for each row of each sample"
    );
    let centre = (a.iter().sum::<f64>() + b.iter().sum::<f64>()) / (2 * n).max(1) as f64;
    let weights = bootstrap.weights(n);
    let ones = vec![1.0; n];
    let variance_of = |weights: &[f64]| {
        let (mut sum, mut squares) = (0.0, 0.0);
        for ((&a, &b), &weight) in a.iter().zip(b).zip(weights) {
            let (a, b) = (a - centre, b - centre);
            sum += weight * (a + b);
            squares += weight * (a * a + b * b);
        }
        let count = 2.0 * n as f64;
        squares / count - (sum / count) * (sum / count)
    };
    let variance = variance_of(&ones);
    let variances: Vec<f64> = weights.iter().map(|weights| variance_of(weights)).collect();
    let width = bootstrap.width();
    ab.iter()
        .map(|ab| {
            let first: Vec<f64> = (0..n).map(|j| (b[j] - centre) * (ab[j] - a[j])).collect();
            let total: Vec<f64> = (0..n)
                .map(|j| 0.5 * (a[j] - ab[j]) * (a[j] - ab[j]))
                .collect();
            let ratio = |terms: &[f64], weights: &[f64], variance: f64| {
                let sum: f64 = terms.iter().zip(weights).map(|(t, w)| t * w).sum();
                sum / n as f64 / variance
            };
            let spread = |terms: &[f64]| {
                let each: Vec<f64> = weights
                    .iter()
                    .zip(&variances)
                    .map(|(weights, &variance)| ratio(terms, weights, variance))
                    .collect();
                width * deviation(&each)
            };
            Index {
                s1: ratio(&first, &ones, variance),
                s1_conf: spread(&first),
                st: ratio(&total, &ones, variance),
                st_conf: spread(&total),
            }
        })
        .collect()
}

/// Standard deviation of the values that are numbers.
pub(super) fn deviation(values: &[f64]) -> f64 {
    let kept = || values.iter().copied().filter(|value| value.is_finite());
    let n = kept().count() as f64;
    let mean = kept().sum::<f64>() / n;
    (kept().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0).max(1.0)).sqrt()
}

/// What is found with fewer rows of the same design.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Rows used: the first ones of the design.
    pub rows: usize,
    /// Indices, factor by factor, in the order of the table's factors.
    pub indices: Vec<Index>,
    /// Widest half-width of a first-order interval.
    pub widest_s1: f64,
    /// Widest half-width of a total-order interval.
    pub widest_st: f64,
}

/// Indices from nested subsamples: an eighth, a quarter, a half of the rows and all.
pub fn convergence(a: &[f64], b: &[f64], ab: &[&[f64]], bootstrap: &Bootstrap) -> Vec<Step> {
    [8, 4, 2, 1]
        .into_iter()
        .map(|part| a.len() / part)
        .filter(|&rows| rows >= 16)
        .map(|rows| {
            let cut: Vec<&[f64]> = ab.iter().map(|column| &column[..rows]).collect();
            let indices = indices(&a[..rows], &b[..rows], &cut, bootstrap);
            let widest = |of: fn(&Index) -> f64| indices.iter().map(of).fold(0.0, f64::max);
            Step {
                rows,
                widest_s1: widest(|index| index.s1_conf),
                widest_st: widest(|index| index.st_conf),
                indices,
            }
        })
        .collect()
}

/// Half-width at which indices are called settled.
pub const SETTLED: f64 = 0.05;

/// Rows, a power of two, with which intervals as wide as `conf` at `rows` would be no wider than
/// [`SETTLED`], as widths fall with the square root of the rows.
pub fn rows_needed(rows: usize, conf: f64) -> Option<usize> {
    let factor = conf / SETTLED;
    let needed = rows as f64 * factor * factor;
    (needed.is_finite() && needed < 1e9)
        .then(|| (needed.ceil() as usize).max(1).next_power_of_two())
}

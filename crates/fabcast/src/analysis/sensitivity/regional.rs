//! Regional sensitivity: which inputs differ between the futures that meet a condition and the others.

use fabcast_document::sensitivity::Difference;
use fabcast_model::math::scalar::ln;

use crate::statistics::quantile_of_sorted;

/// Largest distance between the distributions of an input in two sets of futures
/// (Kolmogorov and Smirnov).
pub fn distance(ones: &mut [f64], others: &mut [f64]) -> f64 {
    ones.sort_unstable_by(f64::total_cmp);
    others.sort_unstable_by(f64::total_cmp);
    let (n, m) = (ones.len(), others.len());
    let (mut i, mut j, mut most) = (0, 0, 0.0_f64);
    while i < n && j < m {
        let at = ones[i].min(others[j]);
        while i < n && ones[i] <= at {
            i += 1;
        }
        while j < m && others[j] <= at {
            j += 1;
        }
        most = most.max((i as f64 / n as f64 - j as f64 / m as f64).abs());
    }
    most
}

/// Distance that chance alone exceeds with probability `alpha` in any of `inputs` inputs that make no
/// difference: `√(½·ln(2/α′)·(n+m)/(n·m))` with `α′ = α/inputs` (Smirnov's limit and Bonferroni's bound).
pub fn noise_floor(n: usize, m: usize, inputs: usize, alpha: f64) -> f64 {
    let each = alpha / inputs.max(1) as f64;
    let (n, m) = (n as f64, m as f64);
    (0.5 * ln(2.0 / each) * (n + m) / (n * m)).sqrt().min(1.0)
}

/// An input to be compared: name, label, unit and a value per future.
pub struct Input<'a> {
    /// Name.
    pub name: String,
    /// In words.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// Values.
    pub values: &'a [f64],
}

/// Compares every input between the futures that meet a condition and the others.
pub fn compare(inputs: &[Input], met: &[bool], alpha: f64) -> (f64, Vec<Difference>) {
    let n = met.iter().filter(|met| **met).count();
    let floor = noise_floor(n, met.len() - n, inputs.len(), alpha);
    let mut all: Vec<Difference> = inputs
        .iter()
        .map(|input| {
            let part = |wanted: bool| -> Vec<f64> {
                let both = input.values.iter().zip(met);
                both.filter(|(value, met)| **met == wanted && !value.is_nan())
                    .map(|(value, _)| *value)
                    .collect()
            };
            let (mut ones, mut others) = (part(true), part(false));
            let ks = distance(&mut ones, &mut others);
            Difference {
                name: input.name.clone(),
                label: input.label.clone(),
                unit: input.unit.clone(),
                ks,
                above_noise: ks > floor,
                median_met: quantile_of_sorted(&ones, 0.5),
                median_missed: quantile_of_sorted(&others, 0.5),
            }
        })
        .collect();
    all.sort_by(|a, b| b.ks.total_cmp(&a.ks));
    (floor, all)
}

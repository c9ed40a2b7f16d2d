//! Sample statistics and quantiles of streams at the edges.

use fabcast::collect::month_by_share;
use fabcast::sketch::{EXACT_UP_TO, RELATIVE_ERROR, Sketch};
use fabcast::statistics::{LEVELS, quantile_of_sorted, share_error, statistics};
use proptest::prelude::*;

use crate::common::close;

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| !x.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

#[test]
fn quantiles_of_few_values() {
    assert!(quantile_of_sorted(&[], 0.5).is_nan());
    for level in [0.0, 0.05, 0.5, 1.0] {
        assert_eq!(quantile_of_sorted(&[3.0], level), 3.0);
    }
    // R's default (type 7): quantile(c(1, 2, 4, 8, 16), c(0.05, 0.25, 0.9))
    let five = [1.0, 2.0, 4.0, 8.0, 16.0];
    for (level, expected) in [(0.05, 1.2), (0.25, 2.0), (0.9, 12.8), (1.0, 16.0)] {
        assert!(
            close(quantile_of_sorted(&five, level), expected, 1e-12),
            "{level}"
        );
    }
    // No value between two equal infinities, and none made up beside one.
    let ends = [f64::NEG_INFINITY, f64::NEG_INFINITY, 0.0, f64::INFINITY];
    assert_eq!(quantile_of_sorted(&ends, 0.2), f64::NEG_INFINITY);
    assert_eq!(quantile_of_sorted(&ends, 1.0), f64::INFINITY);
}

#[test]
fn statistics_of_nothing_and_of_one() {
    for nothing in [&[][..], &[f64::NAN, f64::NAN]] {
        let s = statistics(nothing);
        assert!(s.mean.is_nan() && s.quantiles.iter().all(|q| q.is_nan()));
        assert_eq!((s.sd, s.defined), (0.0, 0.0));
    }
    let s = statistics(&[f64::NAN, -7.5]);
    assert_eq!(
        (s.mean, s.sd, s.standard_error, s.defined),
        (-7.5, 0.0, 0.0, 0.5)
    );
    assert_eq!(s.quantiles, [-7.5; 7]);
}

#[test]
fn error_of_a_share() {
    assert_eq!(share_error(0.0, 100), 0.0);
    assert_eq!(share_error(1.0, 100), 0.0);
    assert_eq!(share_error(0.5, 100), 0.05);
    assert!(share_error(0.5, 0).is_finite());
}

#[test]
fn months_by_share_of_draws() {
    // Months 0, 1 and 2, and never in 4 of 10 draws.
    let counts = [1, 0, 5, 4];
    assert_eq!(month_by_share(&counts, 0.1), Some(0.0));
    assert_eq!(month_by_share(&counts, 0.5), Some(2.0));
    assert_eq!(month_by_share(&counts, 0.6), Some(2.0));
    assert_eq!(month_by_share(&counts, 0.7), None);
    assert_eq!(month_by_share(&[0, 0, 9], 0.1), None);
    assert_eq!(month_by_share(&[], 0.5), None);
}

#[test]
fn a_stream_without_numbers() {
    let mut sketch = Sketch::default();
    assert!(sketch.quantiles([0.5])[0].is_nan());
    sketch.add_all(&[f64::NAN; 9]);
    assert_eq!(sketch.count(), 0);
    assert!(sketch.quantiles([0.5])[0].is_nan());
}

/// The switch from kept values to bins, at its edge and one value beyond.
#[test]
fn the_last_exact_value_and_the_first_bin() {
    let values: Vec<f64> = (0..=EXACT_UP_TO).map(|i| 1.0 + i as f64).collect();
    let mut sketch = Sketch::default();
    sketch.add_all(&values[..EXACT_UP_TO]);
    let expected = LEVELS.map(|level| quantile_of_sorted(&values[..EXACT_UP_TO], level));
    assert_eq!(sketch.quantiles(LEVELS), expected);
    sketch.add(values[EXACT_UP_TO]);
    for (level, got) in LEVELS.into_iter().zip(sketch.quantiles(LEVELS)) {
        assert!(
            close(got, quantile_of_sorted(&values, level), RELATIVE_ERROR),
            "{level}: {got}"
        );
    }
    let [least, most] = sketch.quantiles([0.0, 1.0]);
    assert!(least >= 1.0 && most <= 1.0 + EXACT_UP_TO as f64);
}

#[test]
fn sizes_far_apart_and_zeros() {
    let n = 3_000;
    let values: Vec<f64> = (0..3 * n)
        .map(|i| match i % 3 {
            0 => 0.0,
            1 => 1e-300 * f64::from(i),
            _ => 1e30 * f64::from(i),
        })
        .collect();
    let mut sketch = Sketch::default();
    sketch.add_all(&values);
    let [low, middle, high] = sketch.quantiles([0.1, 0.6, 0.9]);
    // Below 10⁻¹² all is zero.
    assert_eq!((low, middle), (0.0, 0.0));
    assert!(
        close(
            high,
            quantile_of_sorted(&sorted(&values), 0.9),
            RELATIVE_ERROR
        ),
        "{high}"
    );
}

/// Whole groups of zeros, as of a series before its first month, count like any other values.
#[test]
fn groups_of_zeros() {
    let positive: Vec<f64> = (0..EXACT_UP_TO + 8).map(|i| 1.0 + i as f64).collect();
    let (mut in_groups, mut one_by_one) = (Sketch::default(), Sketch::default());
    let mut all = Vec::new();
    for group in positive.chunks(8) {
        for values in [group, &[0.0; 8], &[0.0, -0.0, f64::NAN, 0.0]] {
            in_groups.add_all(values);
            values.iter().for_each(|&value| one_by_one.add(value));
            all.extend_from_slice(values);
        }
    }
    let exact = sorted(&all);
    assert_eq!(in_groups.count(), exact.len() as u64);
    let levels = [0.1, 0.4, 0.5, 0.6, 0.7, 0.8, 0.95];
    assert_eq!(in_groups.quantiles(levels), one_by_one.quantiles(levels));
    for (level, got) in levels.into_iter().zip(in_groups.quantiles(levels)) {
        let expected = quantile_of_sorted(&exact, level);
        assert!(
            close(got, expected, RELATIVE_ERROR),
            "{level}: {got} {expected}"
        );
    }
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1e6..1e6_f64,
        4 => 1e-9..1e3_f64,
        1 => Just(0.0),
        1 => Just(f64::NAN),
        1 => -1e-13..1e-13_f64,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn streams_keep_to_their_error(values in proptest::collection::vec(value(), 1..6_000), cut in 1..500_usize) {
        let mut one_by_one = Sketch::default();
        values.iter().for_each(|&value| one_by_one.add(value));
        let mut in_parts = Sketch::default();
        values.rchunks(cut).for_each(|part| in_parts.add_all(part));
        let exact = sorted(&values);
        prop_assert_eq!(one_by_one.count(), exact.len() as u64);
        let (a, b) = (one_by_one.quantiles(LEVELS), in_parts.quantiles(LEVELS));
        prop_assert_eq!(a.map(f64::to_bits), b.map(f64::to_bits));
        for (level, got) in LEVELS.into_iter().zip(a) {
            if exact.is_empty() {
                prop_assert!(got.is_nan());
                continue;
            }
            // Between the neighbours in rank, and within the error of a bin of them.
            let rank = level * (exact.len() - 1) as f64;
            let (below, above) = (exact[rank.floor() as usize], exact[rank.ceil() as usize]);
            let slack = RELATIVE_ERROR * below.abs().max(above.abs()) + 1e-12;
            prop_assert!(got >= below - slack && got <= above + slack, "{level}: {got} {below} {above}");
        }
        prop_assert!(a.windows(2).all(|pair| pair[0] <= pair[1] || pair[0].is_nan()), "{a:?}");
    }

    #[test]
    fn statistics_against_their_definitions(values in proptest::collection::vec(value(), 2..400)) {
        let s = statistics(&values);
        let exact = sorted(&values);
        let n = exact.len() as f64;
        prop_assert!(close(s.defined, n / values.len() as f64, 1e-12));
        if exact.len() > 1 {
            let scale = exact.iter().map(|x| x.abs()).sum::<f64>() / n;
            let mean = exact.iter().sum::<f64>() / n;
            prop_assert!((s.mean - mean).abs() <= 1e-12 * scale);
            let variance = exact.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
            prop_assert!((s.sd - variance.sqrt()).abs() <= 1e-9 * scale);
            prop_assert!(close(s.standard_error, s.sd / n.sqrt(), 1e-12));
        }
    }
}

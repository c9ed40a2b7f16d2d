//! Known answers: Ishigami's function, and a Gaussian model with correlated inputs.

use fabcast_model::math::scalar::normal_quantile;

use super::morris::{self, Trajectory};
use super::sobol::{Bootstrap, indices, rows_needed};
use super::{Sequence, given, regional};

/// Ishigami and Homma 1990 with a = 7, b = 0.1, of uniforms.
#[expect(clippy::disallowed_methods, reason = "a test function")]
fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u
        .iter()
        .map(|u| (2.0 * u - 1.0) * std::f64::consts::PI)
        .collect();
    let sine = x[1].sin();
    x[0].sin() + 7.0 * sine * sine + 0.1 * x[2] * x[2] * x[2] * x[2] * x[0].sin()
}

const FIRST: [f64; 3] = [0.313_905_191_147_811_46, 0.442_411_144_790_040_9, 0.0];
const TOTAL: [f64; 3] = [
    0.557_588_855_209_959_2,
    0.442_411_144_790_040_9,
    0.243_683_664_062_147_73,
];

/// Outcomes of a design of Ishigami's function: `A`, `B`, and `A` with one input from `B`.
fn design(n: u32, seed: u64) -> (Vec<f64>, Vec<f64>, Vec<Vec<f64>>) {
    let sequence = Sequence::new(6, seed);
    let row = |n: u32, offset: usize| -> Vec<f64> {
        (0..3).map(|k| sequence.at(n, offset + k)).collect()
    };
    let a = (0..n).map(|n| ishigami(&row(n, 0))).collect();
    let b = (0..n).map(|n| ishigami(&row(n, 3))).collect();
    let exchanged = |n: u32, k: usize| {
        let mut point = row(n, 0);
        point[k] = row(n, 3)[k];
        ishigami(&point)
    };
    let ab = (0..3)
        .map(|k| (0..n).map(|n| exchanged(n, k)).collect())
        .collect();
    (a, b, ab)
}

fn bootstrap(level: f64) -> Bootstrap {
    Bootstrap {
        level,
        resamples: 200,
        seed: 1,
    }
}

#[test]
fn ishigami_lies_within_the_intervals() {
    for seed in 1..=8 {
        let (a, b, ab) = design(8_192, seed);
        let ab: Vec<&[f64]> = ab.iter().map(Vec::as_slice).collect();
        let found = indices(&a, &b, &ab, &bootstrap(0.95));
        for (k, index) in found.iter().enumerate() {
            assert!(
                (index.s1 - FIRST[k]).abs() <= index.s1_conf,
                "{seed} {k} {index:?}"
            );
            assert!(
                (index.st - TOTAL[k]).abs() <= index.st_conf,
                "{seed} {k} {index:?}"
            );
            // an interval that holds everything would prove nothing
            assert!(index.s1_conf < 0.05 && index.st_conf < 0.05, "{index:?}");
        }
    }
}

#[test]
fn a_wider_level_widens_the_interval() {
    let (a, b, ab) = design(1_024, 1);
    let ab: Vec<&[f64]> = ab.iter().map(Vec::as_slice).collect();
    let narrow = indices(&a, &b, &ab, &bootstrap(0.5));
    let wide = indices(&a, &b, &ab, &bootstrap(0.99));
    for (narrow, wide) in narrow.iter().zip(&wide) {
        assert!(wide.s1_conf > 3.0 * narrow.s1_conf, "{narrow:?} {wide:?}");
        assert!(wide.st_conf > 3.0 * narrow.st_conf, "{narrow:?} {wide:?}");
        assert_eq!((narrow.s1, narrow.st), (wide.s1, wide.st));
    }
}

#[test]
fn rows_needed_grow_with_the_square() {
    assert_eq!(rows_needed(1_024, 0.1), Some(4_096));
    assert_eq!(rows_needed(1_024, 0.05), Some(1_024));
    assert_eq!(rows_needed(1_024, f64::NAN), None);
}

#[test]
fn morris_agrees_with_salib() {
    let members: Vec<Vec<usize>> = (0..3).map(|k| vec![k]).collect();
    let trajectories: Vec<Trajectory> = (0..10_000)
        .map(|n| Trajectory::new(12_345, n, &members, 3))
        .collect();
    let along = |t: &Trajectory| t.points(&members).iter().map(|x| ishigami(x)).collect();
    let outcomes: Vec<Vec<f64>> = trajectories.iter().map(along).collect();
    let found = morris::effects(&trajectories, &outcomes, &members, 1.96);
    for (found, expected) in found.iter().zip([7.682_808, 7.875, 6.256_295]) {
        assert!(
            (found.mu_star / expected - 1.0).abs() < 0.02,
            "{found:?} {expected}"
        );
    }
}

#[test]
fn given_data_find_the_first_order() {
    let sequence = Sequence::new(3, 3);
    let points: Vec<Vec<f64>> = (0..4_096)
        .map(|n| (0..3).map(|k| sequence.at(n, k)).collect())
        .collect();
    let y: Vec<f64> = points.iter().map(|point| ishigami(point)).collect();
    for k in 0..3 {
        let input: Vec<f64> = points.iter().map(|point| point[k]).collect();
        let (s1, conf) = given::first_order(&input, &y, &bootstrap(0.95));
        assert!((s1 - FIRST[k]).abs() < conf.max(0.02), "{k}: {s1} ± {conf}");
    }
}

#[test]
fn two_samples_of_one_distribution_stay_below_the_floor() {
    let sequence = Sequence::new(40, 7);
    let columns: Vec<Vec<f64>> = (0..40)
        .map(|k| {
            (0..2_000)
                .map(|n| normal_quantile(sequence.at(n, k)))
                .collect()
        })
        .collect();
    // the first input decides
    let met: Vec<bool> = columns[0].iter().map(|x| *x > 1.0).collect();
    let inputs: Vec<regional::Input> = columns
        .iter()
        .enumerate()
        .map(|(k, values)| regional::Input {
            name: format!("x{k}"),
            label: String::new(),
            unit: String::new(),
            values,
        })
        .collect();
    let (floor, found) = regional::compare(&inputs, &met, 0.05);
    assert_eq!((found[0].name.as_str(), found[0].ks), ("x0", 1.0));
    assert!(
        found[1..].iter().all(|d| d.ks < floor && !d.above_noise),
        "{floor} {found:?}"
    );
    assert!((0.05..0.25).contains(&floor), "{floor}");
}

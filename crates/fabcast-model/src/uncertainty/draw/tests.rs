use super::*;
use proptest::prelude::*;

/// The known answers that come with Random123 (Salmon and others 2011).
#[test]
fn philox_gives_the_published_vectors() {
    let ones = u32::MAX;
    let cases = [
        (
            [0; 2],
            [0; 4],
            [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8],
        ),
        (
            [ones; 2],
            [ones; 4],
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd],
        ),
        (
            [0xa409_3822, 0x299f_31d0],
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
        ),
    ];
    for (key, counter, expected) in cases {
        assert_eq!(philox4x32(key, counter), expected);
    }
}

#[test]
fn name_hash_is_fnv_1a() {
    // Test vectors of draft-eastlake-fnv.
    assert_eq!(name_hash(""), 0xcbf2_9ce4_8422_2325);
    assert_eq!(name_hash("a"), 0xaf63_dc4c_8601_ec8c);
    assert_eq!(name_hash("foobar"), 0x8594_4171_f739_67e8);
}

/// The mapping of words to a number is part of every result ever published.
#[test]
fn uniform_is_fixed_for_ever() {
    let [a, b, ..] = philox4x32([5, 0], [9, 0, 0x6ce9_5b87, 0x1234_5678]);
    let word = u64::from(a) << 32 | u64::from(b);
    let expected = ((word >> 12) as f64 + 0.5) / (1u64 << 52) as f64;
    assert_eq!(
        Draw { seed: 5, number: 9 }.uniform(0x1234_5678_6ce9_5b87),
        expected
    );
}

#[test]
fn uniform_never_reaches_the_ends() {
    assert_eq!(unit(0, 0), f64::EPSILON / 2.0);
    assert_eq!(unit(u32::MAX, u32::MAX), 1.0 - f64::EPSILON / 2.0);
}

proptest! {
    #[test]
    fn lanes_equal_single_draws(seed: u64, first: u64, name: u64) {
        let lanes = uniform_lanes(seed, first, name).0;
        for (lane, &u) in lanes.iter().enumerate() {
            let number = first.wrapping_add(lane as u64);
            prop_assert_eq!(u.to_bits(), Draw { seed, number }.uniform(name).to_bits());
            prop_assert!(0.0 < u && u < 1.0);
        }
    }
}

const N: u64 = 20_000;

fn series(seed: u64, first: u64, name: &str) -> Vec<f64> {
    (first..first + N)
        .map(|number| Draw { seed, number }.uniform(name_hash(name)))
        .collect()
}

fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

/// Correlation of uniforms, whose mean and variance are known, in standard errors.
fn correlation_score(x: &[f64], y: &[f64]) -> f64 {
    let products: Vec<f64> = x
        .iter()
        .zip(y)
        .map(|(a, b)| 12.0 * (a - 0.5) * (b - 0.5))
        .collect();
    mean(&products) * (products.len() as f64).sqrt()
}

/// Four standard errors: the seeds are fixed, so this holds or fails for ever.
#[test]
fn names_draws_and_seeds_are_independent() {
    let base = series(1, 0, "fabs.duration");
    let n = N as f64;
    assert!(((mean(&base) - 0.5) * (12.0 * n).sqrt()).abs() < 4.0);
    let squares: Vec<f64> = base.iter().map(|u| (u - 0.5) * (u - 0.5)).collect();
    assert!(((mean(&squares) - 1.0 / 12.0) * (180.0 * n).sqrt()).abs() < 4.0);
    for name in [
        "fabs.duratioo",
        "fabs.duration.",
        "Fabs.duration",
        "demand.growth",
        "",
    ] {
        assert!(
            correlation_score(&base, &series(1, 0, name)).abs() < 4.0,
            "{name}"
        );
    }
    for lag in [1, 2, 8, 1 << 32] {
        assert!(
            correlation_score(&base, &series(1, lag, "fabs.duration")).abs() < 4.0,
            "lag {lag}"
        );
    }
    for seed in [0, 2, 1 << 32, 1 << 63] {
        assert!(
            correlation_score(&base, &series(seed, 0, "fabs.duration")).abs() < 4.0,
            "seed {seed}"
        );
    }
}

/// Chi-square over a grid of 16 by 16 cells of two names.
#[test]
fn pairs_fill_the_square() {
    let mut counts = [0u32; 256];
    for (a, b) in series(7, 0, "a").into_iter().zip(series(7, 0, "b")) {
        counts[(a * 16.0) as usize * 16 + (b * 16.0) as usize] += 1;
    }
    let expected = N as f64 / 256.0;
    let chi: f64 = counts
        .iter()
        .map(|&c| (f64::from(c) - expected) * (f64::from(c) - expected) / expected)
        .sum();
    // 255 degrees of freedom: mean 255, standard deviation 22.6.
    assert!((165.0..345.0).contains(&chi), "{chi}");
}

/// The point of it all: an ensemble with one parameter more has the same values in the others.
#[test]
fn a_new_parameter_moves_no_other() {
    let ensemble = |names: &[&str]| -> Vec<(String, Vec<u64>)> {
        let draw = |name: &str, number| Draw { seed: 3, number }.uniform(name_hash(name)).to_bits();
        names
            .iter()
            .map(|name| ((*name).into(), (0..50).map(|i| draw(name, i)).collect()))
            .collect()
    };
    let before = ensemble(&["capital.delay", "fabs.overrun"]);
    let after = ensemble(&["a.new.one", "capital.delay", "another", "fabs.overrun"]);
    for parameter in &before {
        assert!(after.contains(parameter));
    }
}

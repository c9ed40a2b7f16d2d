//! The third-order delay: nothing is lost, and it takes its mean (model, conventions).

use fabcast_model::delay::{DELTA, Delay};
use fabcast_model::lanes::{Lanes, ZERO};
use proptest::prelude::*;

proptest! {
    #[test]
    fn nothing_is_lost(inputs in proptest::collection::vec(0.0..100.0_f64, 1..200), mean in 0.25..12.0) {
        let mean = Lanes::splat(mean);
        let mut delay = Delay::EMPTY;
        let (mut came, mut left) = (0.0, 0.0);
        for input in inputs {
            let out = delay.output(mean).0[0];
            let stepped = delay.step(Lanes::splat(input), mean).0[0];
            prop_assert!((stepped - out).abs() <= 1e-15 * out, "{stepped} {out}");
            came += input;
            left += out;
            let held = left + delay.content().0[0];
            prop_assert!((came - held).abs() <= 1e-12 * came.max(1.0), "{came} {held}");
            prop_assert!(delay.0.iter().all(|stage| stage.0[0] >= 0.0));
        }
    }

    #[test]
    fn what_goes_in_stays_for_the_mean(mean in 0.25..8.0) {
        let mut delay = Delay::EMPTY;
        let months = 40 * (mean / DELTA) as usize + 40;
        let (mut sum, mut weighted, mut squares) = (0.0, 0.0, 0.0);
        for month in 0..months {
            let input = if month == 0 { Lanes::splat(1.0) } else { ZERO };
            let out = delay.step(input, Lanes::splat(mean)).0[0];
            let age = month as f64 * DELTA;
            sum += out;
            weighted += out * age;
            squares += out * age * age;
        }
        prop_assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        prop_assert!((weighted - mean).abs() < 1e-6 * mean, "{weighted} {mean}");
        // Three stages: variance M²/3, less what months are coarse: M·Δ.
        let variance = squares - weighted * weighted;
        let expected = mean * mean / 3.0 - mean * DELTA;
        prop_assert!((variance - expected).abs() < 1e-6 * mean, "{variance} {expected}");
    }
}

#[test]
fn the_shortest_delay_is_three_months() {
    let mut delay = Delay::EMPTY;
    let out: Vec<f64> = (0..6)
        .map(|month| {
            let input = if month == 0 { Lanes::splat(5.0) } else { ZERO };
            delay.step(input, Lanes::splat(0.25)).0[0]
        })
        .collect();
    assert_eq!(out, [0.0, 0.0, 0.0, 5.0, 0.0, 0.0]);
}

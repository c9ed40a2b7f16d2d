use proptest::prelude::*;

use super::*;

fn sum(values: &[f64]) -> ExactSum {
    let mut sum = ExactSum::default();
    values.iter().for_each(|&value| sum.add(value));
    sum
}

#[test]
fn nothing_is_lost() {
    assert_eq!(
        sum(&[1e300, 1.0, -1e300, 1e-300, -1.0]).value(),
        [1e-300, 0.0]
    );
    assert_eq!(
        sum(&[f64::MIN_POSITIVE, -5e-324]).value()[0],
        f64::MIN_POSITIVE - 5e-324
    );
    assert_eq!(sum(&[1.0, 1e-25]).value(), [1.0, 1e-25]);
    let [high, low] = sum(&[-1.0, 1e-25]).value();
    assert!(high == -1.0 && (low - 1e-25).abs() < 1e-31);
    assert_eq!(sum(&[]).value(), [0.0, 0.0]);
    assert_eq!(sum(&[-3.5; 1000]).value()[0], -3500.0);
}

#[test]
fn infinities_are_kept() {
    assert_eq!(sum(&[1.0, f64::INFINITY]).value()[0], f64::INFINITY);
    assert!(sum(&[f64::NEG_INFINITY, f64::INFINITY]).value()[0].is_nan());
}

#[test]
fn spread_of_values_far_from_zero() {
    let mut moments = Moments::default();
    for value in [4.0, 7.0, 13.0, 16.0] {
        moments.add(1e9 + value);
    }
    assert_eq!(moments.mean_and_sd(), (1e9 + 10.0, 30.0_f64.sqrt()));
}

proptest! {
    #[test]
    fn parts_and_order_do_not_matter(
        values in prop::collection::vec(-1e12_f64..1e12, 1..60),
        cut in 0_usize..60,
    ) {
        let cut = cut.min(values.len());
        let whole = sum(&values);
        let mut parts = sum(&values[cut..]);
        let mut bytes = Vec::new();
        sum(&values[..cut]).encode(&mut bytes);
        let first = ExactSum::decode(&mut Bytes(&bytes));
        parts.merge(&first.expect("it comes back"));
        prop_assert_eq!(whole.value(), parts.value());
        let plain: f64 = values.iter().sum();
        let size: f64 = values.iter().map(|x| x.abs()).sum();
        prop_assert!((whole.value()[0] - plain).abs() <= 1e-14 * size);
    }

    #[test]
    fn moments_are_those_of_the_sample(values in prop::collection::vec(-1e6_f64..1e6, 2..80)) {
        let mut moments = Moments::default();
        values.iter().for_each(|&value| moments.add(value));
        let (mean, sd) = moments.mean_and_sd();
        let sample = crate::statistics::statistics(&values);
        prop_assert!((mean - sample.mean).abs() <= 1e-9);
        prop_assert!((sd - sample.sd).abs() <= 1e-9 * sample.sd.max(1.0));
    }
}

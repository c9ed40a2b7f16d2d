use proptest::prelude::*;

use super::*;

/// Any shape whose parameters fit together, over several orders of magnitude.
fn any_shape() -> impl Strategy<Value = Shape> {
    let three = (-100.0..100.0f64, 1e-3..100.0f64, 1e-3..100.0f64)
        .prop_map(|(a, b, c)| [a, a + b, a + b + c]);
    let positive =
        prop::array::uniform3(1e-3..100.0f64).prop_map(|[a, b, c]| [a, a + b, a + b + c]);
    let values = || prop::collection::vec(-100.0..100.0f64, 2..12);
    prop_oneof![
        three
            .clone()
            .prop_map(|[p5, median, p95]| Shape::TwoPiece { median, p5, p95 }),
        positive.prop_map(|[p5, median, p95]| Shape::TwoPiece { median, p5, p95 }),
        (-100.0..100.0, 1e-3..50.0).prop_map(|(mean, sd)| Shape::Normal { mean, sd }),
        (-5.0..5.0, 1e-3..3.0).prop_map(|(mu, sigma)| Shape::LogNormal { mu, sigma }),
        three
            .clone()
            .prop_map(|[low, _, high]| Shape::Uniform { low, high }),
        three
            .clone()
            .prop_map(|[min, mode, max]| Shape::Triangular { min, mode, max }),
        three.clone().prop_map(|[min, mode, max]| Shape::Pert {
            min,
            mode,
            max,
            lambda: 4.0
        }),
        (-2.0..5.0, -2.0..5.0).prop_map(|(a, b)| Shape::Beta {
            alpha: libm::exp10(a),
            beta: libm::exp10(b),
            low: -3.0,
            high: 5.0,
        }),
        values().prop_map(|values| Shape::Discrete {
            weights: vec![1.0; values.len()],
            values
        }),
        values().prop_map(|values| Shape::Empirical { values }),
        (three, 0.17..0.83).prop_map(|([p10, _, p90], part)| Shape::Metalog {
            p10,
            p50: p10 + part * (p90 - p10),
            p90,
            low: None,
            high: None,
        }),
        (0.05..0.95f64, 0.01..0.9f64).prop_map(|(p50, part)| Shape::Metalog {
            p10: p50 * part,
            p50,
            p90: p50 + (1.0 - p50) * (1.0 - part),
            low: Some(0.0),
            high: Some(1.0),
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Bounded, finite, growing with u, and the inverse of the distribution function.
    #[test]
    fn quantiles_are_monotone_and_within(
        shape in any_shape(),
        cut in prop::option::of((0.01..0.45f64, 0.55..0.99f64)),
        start in 0.0..0.001f64,
    ) {
        let Ok(whole) = Distribution::new(shape.clone(), -INF, INF) else {
            // Drawn too skewed for a metalog.
            return Ok(());
        };
        let distribution = match cut {
            None => whole,
            Some((from, to)) => {
                let (min, max) = (whole.quantile_scalar(from), whole.quantile_scalar(to));
                prop_assume!(min < max);
                match Distribution::new(shape, min, max) {
                    Ok(distribution) => distribution,
                    Err(error) => return Err(TestCaseError::fail(error.to_string())),
                }
            }
        };
        let (min, max) = distribution.bounds();
        let mut before = f64::NEG_INFINITY;
        for i in 0..1000 {
            let u = (start + f64::from(i) / 1000.0).max(f64::EPSILON / 2.0);
            let x = distribution.quantile_scalar(u);
            prop_assert!(x.is_finite() && min <= x && x <= max);
            prop_assert!(x >= before, "{before:?} then {x:?} at {u}");
            before = x;
            if i % 100 == 50 {
                // What is rounded in x moves u by the density times it.
                let beside = distribution.cdf(x + 1e-9 * (1.0 + x.abs()));
                prop_assert!(beside >= u - 1e-9, "{u} came back as {beside}");
            }
        }
        prop_assert!(min <= distribution.centre() && distribution.centre() <= max);
    }

    /// Eight draws at once give what each gives alone.
    #[test]
    fn lanes_are_alone(shape in any_shape(), u in prop::array::uniform8(1e-9..1.0f64)) {
        let Ok(distribution) = Distribution::new(shape, -INF, INF) else { return Ok(()) };
        let together = distribution.quantile(Lanes(u)).0;
        for lane in 0..LANES {
            prop_assert_eq!(together[lane].to_bits(), distribution.quantile_scalar(u[lane]).to_bits());
        }
    }
}

use super::super::DistributionErrorKind as Kind;
use super::*;

fn check_error(shape: Shape, min: f64, max: f64, kind: Kind, text: &str) {
    let error = Distribution::new(shape.clone(), min, max).unwrap_err();
    assert_eq!(error.kind(), kind, "{shape:?}: {error}");
    assert_eq!(error.to_string(), text);
}

#[test]
fn errors_say_what_was_expected() {
    let nan = f64::NAN;
    let cases = [
        (
            Shape::TwoPiece {
                median: 3.0,
                p5: 4.0,
                p95: 6.0,
            },
            Kind::Order,
            "the 5 % quantile 4 is above the median 3; expected the 5 % quantile not above the median",
        ),
        (
            Shape::TwoPiece {
                median: 3.0,
                p5: 2.0,
                p95: 1.0,
            },
            Kind::Order,
            "the median 3 is above the 95 % quantile 1; expected the median not above the 95 % quantile",
        ),
        (
            Shape::Normal {
                mean: 0.0,
                sd: -1.0,
            },
            Kind::Spread,
            "the standard deviation is -1; expected 0 or more",
        ),
        (
            Shape::Normal { mean: nan, sd: 1.0 },
            Kind::NotFinite,
            "the mean is NaN; expected a finite number",
        ),
        (
            Shape::LogNormal {
                mu: 800.0,
                sigma: 1.0,
            },
            Kind::NotFinite,
            "the median of a lognormal is inf; expected a finite number",
        ),
        (
            Shape::Uniform {
                low: 2.0,
                high: 1.0,
            },
            Kind::Order,
            "the lower end 2 is above the upper end 1; expected the lower end not above the upper end",
        ),
        (
            Shape::Triangular {
                min: 0.0,
                mode: 5.0,
                max: 4.0,
            },
            Kind::Order,
            "the mode 5 is above the largest value 4; expected the mode not above the largest value",
        ),
        (
            Shape::Beta {
                alpha: 0.0,
                beta: 1.0,
                low: 0.0,
                high: 1.0,
            },
            Kind::Outside,
            "the parameter alpha of a beta is 0; expected a value from 0.01 to 1000000",
        ),
        (
            Shape::Discrete {
                values: vec![1.0, 2.0],
                weights: vec![1.0, -1.0],
            },
            Kind::Weights,
            "the weight -1 is negative; expected one weight of 0 or more for each value, not all of them 0",
        ),
        (
            Shape::Discrete {
                values: vec![1.0, 2.0],
                weights: vec![0.0, 0.0],
            },
            Kind::Weights,
            "all weights are 0; expected one weight of 0 or more for each value, not all of them 0",
        ),
        (
            Shape::Discrete {
                values: vec![1.0, 2.0],
                weights: vec![1.0],
            },
            Kind::Weights,
            "there are 2 values but 1 weights; expected one weight of 0 or more for each value, not all of them 0",
        ),
        (
            Shape::Empirical { values: vec![] },
            Kind::Empty,
            "there are no values; expected at least one value",
        ),
        (
            Shape::Constant(INF),
            Kind::NotFinite,
            "the value is inf; expected a finite number",
        ),
        (
            Shape::Metalog {
                p10: 1.0,
                p50: 2.0,
                p90: 3.0,
                low: Some(1.5),
                high: None,
            },
            Kind::Outside,
            "a quantile of the metalog is not inside its bounds; expected a lower bound below the 10 % quantile \
             and an upper bound above the 90 % quantile",
        ),
    ];
    for (shape, kind, text) in cases {
        check_error(shape, -INF, INF, kind, text);
    }
    check_error(
        Shape::Constant(2.0),
        0.0,
        1.0,
        Kind::Outside,
        "the value 2 is outside its bounds; expected a value from 0 to 1",
    );
    check_error(
        Shape::Normal { mean: 3.0, sd: 1.0 },
        -INF,
        -9.0,
        Kind::NoMass,
        "nothing of the distribution, whose median is 3, is left below -9; \
         expected a distribution of which at least a billionth lies within the bounds",
    );
    let discrete = Shape::Discrete {
        values: vec![1.0, 2.0],
        weights: vec![1.0, 1.0],
    };
    assert_eq!(
        Distribution::new(discrete, 1.2, 1.8).unwrap_err().kind(),
        Kind::NoMass
    );
    let uniform = Shape::Uniform {
        low: 0.0,
        high: 1.0,
    };
    assert_eq!(
        Distribution::new(uniform.clone(), 2.0, 1.0)
            .unwrap_err()
            .kind(),
        Kind::Order
    );
    assert_eq!(
        Distribution::new(uniform, f64::NAN, 1.0)
            .unwrap_err()
            .kind(),
        Kind::NotFinite
    );
}

#[test]
fn intervals_that_cannot_be() {
    let text = |result: Result<Shape, DistributionError>| result.unwrap_err().to_string();
    assert_eq!(
        text(Shape::interval(8.0, 2.0)),
        "the 5 % quantile 8 is above the 95 % quantile 2; expected the smaller value at the smaller probability"
    );
    assert_eq!(
        text(Shape::lognormal_quantiles(0.05, -1.0, 0.95, 2.0)),
        "the quantile -1 of a lognormal is not positive; expected values above 0"
    );
    assert_eq!(
        text(Shape::normal_quantiles(5.0, 1.0, 0.95, 2.0)),
        "the probability 5 of a quantile is not between 0 and 1; \
         expected probabilities above 0 and below 1, as 0.05 and 0.95"
    );
    for wrong in [
        Shape::normal_quantiles(0.5, 1.0, 0.5, 2.0),
        Shape::normal_quantiles(0.5, f64::NAN, 0.6, 2.0),
        Shape::lognormal_mean_sd(-1.0, 1.0),
        Shape::lognormal_mean_sd(1.0, -1.0),
        Shape::lognormal_mean_sd(1e-300, 1e300),
        Shape::interval(f64::NAN, 1.0),
        Shape::interval(1.0, INF),
    ] {
        assert!(wrong.is_err());
    }
}

#[test]
fn too_skewed_for_a_metalog() {
    let shape = |p50| Shape::Metalog {
        p10: 0.0,
        p50,
        p90: 1.0,
        low: None,
        high: None,
    };
    check_error(
        shape(0.1),
        -INF,
        INF,
        Kind::Infeasible,
        "no metalog of three terms has the quantiles 0, 0.1 and 1: it is too skewed; \
         expected a median between about 0.1666 and 0.8334",
    );
}

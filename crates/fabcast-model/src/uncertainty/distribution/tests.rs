mod properties;
mod refusals;

use super::DistributionErrorKind as Kind;
use super::*;
use crate::math::scalar;

const INF: f64 = f64::INFINITY;

fn unbounded(shape: Shape) -> Distribution {
    Distribution::new(shape, -INF, INF).unwrap()
}

fn close(got: f64, expected: f64, relative: f64) {
    let error = (got - expected).abs();
    assert!(
        error <= relative * expected.abs().max(1e-300),
        "{got:?}, expected {expected:?}"
    );
}

fn check_quantiles(shape: Shape, relative: f64, quantiles: &[(f64, f64)]) {
    let distribution = unbounded(shape);
    for &(u, expected) in quantiles {
        close(distribution.quantile_scalar(u), expected, relative);
    }
}

#[test]
fn two_piece_passes_through_its_quantiles() {
    let shape = Shape::TwoPiece {
        median: 3.0,
        p5: 2.0,
        p95: 7.0,
    };
    check_quantiles(
        shape.clone(),
        1e-14,
        &[(0.05, 2.0), (0.5, 3.0), (0.95, 7.0)],
    );
    // Geometric: two spreads above the median the ratio is squared.
    let u = scalar::normal_cdf(2.0 * shape::Z95);
    check_quantiles(
        shape.clone(),
        1e-12,
        &[(u, 3.0 * (7.0 / 3.0) * (7.0 / 3.0))],
    );
    assert_eq!(unbounded(shape).centre(), 3.0);
    // Linear once the lower end is not positive.
    let shape = Shape::TwoPiece {
        median: 1.0,
        p5: -1.0,
        p95: 5.0,
    };
    check_quantiles(
        shape,
        1e-12,
        &[(0.05, -1.0), (0.5, 1.0), (0.95, 5.0), (u, 9.0)],
    );
    let shape = Shape::TwoPiece {
        median: 1.0,
        p5: 0.0,
        p95: 5.0,
    };
    close(unbounded(shape).quantile_scalar(0.95), 5.0, 1e-14);
}

#[test]
fn two_piece_with_one_side() {
    let shape = Shape::TwoPiece {
        median: 2.0,
        p5: 2.0,
        p95: 5.0,
    };
    check_quantiles(
        shape.clone(),
        1e-14,
        &[(0.001, 2.0), (0.3, 2.0), (0.95, 5.0)],
    );
    // Half of it is the median itself, which a bound there keeps.
    let at_least = Distribution::new(shape.clone(), 2.0, INF).unwrap();
    assert_eq!(at_least.quantile_scalar(0.4), 2.0);
    let at_most = Distribution::new(shape, 0.0, 2.0).unwrap();
    assert_eq!((at_most.cdf(1.9), at_most.cdf(2.0)), (0.0, 1.0));
}

#[test]
fn normal_and_lognormal() {
    let normal = unbounded(Shape::Normal {
        mean: 10.0,
        sd: 2.0,
    });
    close(
        normal.quantile_scalar(0.975),
        10.0 + 2.0 * 1.959_963_984_540_054,
        1e-15,
    );
    close(normal.mean(), 10.0, 1e-13);
    close(normal.sd(), 2.0, 1e-3);
    close(normal.cdf(8.0), 0.158_655_253_931_457_05, 1e-14);
    let lognormal = unbounded(Shape::LogNormal {
        mu: 1.0,
        sigma: 0.5,
    });
    close(lognormal.centre(), std::f64::consts::E, 1e-15);
    close(
        lognormal.quantile_scalar(0.975),
        libm::exp(1.0 + 0.5 * 1.959_963_984_540_054),
        1e-14,
    );
    close(lognormal.mean(), libm::exp(1.125), 1e-3);
}

#[test]
fn uniform_and_triangular() {
    check_quantiles(
        Shape::Uniform {
            low: 2.0,
            high: 6.0,
        },
        1e-15,
        &[(0.25, 3.0), (0.5, 4.0)],
    );
    let shape = Shape::Triangular {
        min: 0.0,
        mode: 2.0,
        max: 8.0,
    };
    // A quarter lies below the mode; F = x²/16 there, and 1 - (8 - x)²/48 above.
    check_quantiles(
        shape.clone(),
        1e-14,
        &[(0.0625, 1.0), (0.25, 2.0), (1.0 - 16.0 / 48.0, 4.0)],
    );
    let triangular = unbounded(shape);
    close(triangular.mean(), 10.0 / 3.0, 1e-7);
    close(
        triangular.sd(),
        libm::sqrt((64.0 + 4.0 - 16.0) / 18.0),
        1e-4,
    );
    close(triangular.cdf(1.0), 0.0625, 1e-13);
    // The mode at an end.
    check_quantiles(
        Shape::Triangular {
            min: 0.0,
            mode: 0.0,
            max: 1.0,
        },
        1e-14,
        &[(0.75, 0.5)],
    );
    check_quantiles(
        Shape::Triangular {
            min: 0.0,
            mode: 1.0,
            max: 1.0,
        },
        1e-14,
        &[(0.25, 0.5)],
    );
}

/// Against the table made by `tests/generate.py`.
#[test]
fn beta_is_accurate() {
    let mut largest = [0.0_f64; 2];
    for line in include_str!("tests/beta_quantile.txt").lines() {
        let fields: Vec<f64> = line.split(' ').map(|f| f.parse().unwrap()).collect();
        let [alpha, beta, u, expected] = fields[..] else {
            panic!("four numbers: {line}")
        };
        let shape = Shape::Beta {
            alpha,
            beta,
            low: 0.0,
            high: 1.0,
        };
        let error = (unbounded(shape).quantile_scalar(u) / expected - 1.0).abs();
        let place = usize::from(!(0.001..=0.999).contains(&u));
        largest[place] = largest[place].max(error);
        assert!(error <= 1e-8, "{line}: {error:e}");
    }
    println!(
        "largest relative error {:e}, in the tails {:e}",
        largest[0], largest[1]
    );
}

/// Those with a closed form, also where the parameters are at the ends of their range.
#[test]
fn beta_with_a_formula() {
    for u in [1e-9, 0.001, 0.2, 0.5, 0.7, 0.999] {
        for a in [0.02, 1.0, 30.0, 1e4, 1e6] {
            let rising = Shape::Beta {
                alpha: a,
                beta: 1.0,
                low: 0.0,
                high: 1.0,
            };
            close(
                unbounded(rising).quantile_scalar(u),
                libm::pow(u, 1.0 / a),
                1e-8,
            );
            let falling = Shape::Beta {
                alpha: 1.0,
                beta: a,
                low: 0.0,
                high: 1.0,
            };
            let expected = -libm::expm1(libm::log1p(-u) / a);
            close(unbounded(falling).quantile_scalar(u), expected, 1e-8);
        }
    }
    // Nearly normal: mean ½, variance 1/(4(2a + 1)).
    let wide = unbounded(Shape::Beta {
        alpha: 1e6,
        beta: 1e6,
        low: 0.0,
        high: 1.0,
    });
    let sd = libm::sqrt(1.0 / (4.0 * 2_000_001.0));
    close(wide.quantile_scalar(0.5), 0.5, 1e-12);
    close(
        (wide.quantile_scalar(0.975) - 0.5) / sd,
        1.959_963_984_540_054,
        1e-5,
    );
    let edge = unbounded(Shape::Beta {
        alpha: 0.01,
        beta: 1e6,
        low: 0.0,
        high: 1.0,
    });
    assert!(edge.quantile_scalar(0.999) < 1e-4 && edge.quantile_scalar(0.01) >= 0.0);
}

#[test]
fn pert_is_a_beta() {
    let pert = unbounded(Shape::Pert {
        min: 1.0,
        mode: 3.0,
        max: 9.0,
        lambda: 4.0,
    });
    let beta = unbounded(Shape::Beta {
        alpha: 2.0,
        beta: 4.0,
        low: 1.0,
        high: 9.0,
    });
    for u in [0.01, 0.3, 0.5, 0.99] {
        assert_eq!(pert.quantile_scalar(u), beta.quantile_scalar(u));
    }
    close(pert.mean(), (1.0 + 4.0 * 3.0 + 9.0) / 6.0, 1e-6);
}

#[test]
fn discrete_takes_its_values() {
    let shape = Shape::Discrete {
        values: vec![5.0, 1.0, 3.0, 9.0],
        weights: vec![2.0, 1.0, 1.0, 0.0],
    };
    let discrete = unbounded(shape.clone());
    let got: Vec<f64> = [0.1, 0.25, 0.26, 0.5, 0.51, 0.99]
        .map(|u| discrete.quantile_scalar(u))
        .into();
    assert_eq!(got, [1.0, 1.0, 3.0, 3.0, 5.0, 5.0]);
    assert_eq!(discrete.centre(), 3.0);
    assert_eq!(
        [0.9, 1.0, 3.0, 4.9, 5.0].map(|x| discrete.cdf(x)),
        [0.0, 0.25, 0.5, 0.5, 1.0]
    );
    close(discrete.mean(), 3.5, 1e-4);
    // Truncated, only values within remain, even at the very ends.
    let upper = Distribution::new(shape, 2.0, INF).unwrap();
    for u in [1e-18, f64::EPSILON / 2.0, 0.3, 0.33, 0.34, BELOW_ONE] {
        assert_eq!(upper.quantile_scalar(u), if u < 0.3334 { 3.0 } else { 5.0 });
    }
}

#[test]
fn empirical_is_type_7() {
    let shape = Shape::Empirical {
        values: vec![4.0, 1.0, 2.0, 8.0, 16.0],
    };
    check_quantiles(
        shape,
        1e-13,
        &[(0.25, 2.0), (0.5, 4.0), (0.625, 6.0), (0.9, 12.8)],
    );
    check_quantiles(
        Shape::Empirical {
            values: vec![1.0, 2.0],
        },
        1e-14,
        &[(0.5, 1.5), (0.75, 1.75)],
    );
}

#[test]
fn metalog_passes_through_its_quantiles() {
    let bounds = [
        (None, None),
        (Some(0.5), None),
        (None, Some(20.0)),
        (Some(0.5), Some(20.0)),
    ];
    for (low, high) in bounds {
        let shape = Shape::Metalog {
            p10: 2.0,
            p50: 4.0,
            p90: 9.0,
            low,
            high,
        };
        check_quantiles(shape.clone(), 1e-13, &[(0.1, 2.0), (0.5, 4.0), (0.9, 9.0)]);
        let metalog = unbounded(shape);
        for u in [1e-15, 1e-3, 0.999, BELOW_ONE] {
            let x = metalog.quantile_scalar(u);
            assert!(x >= low.unwrap_or(-INF) && x <= high.unwrap_or(INF) && x.is_finite());
        }
    }
    // Symmetric, it is the logistic distribution.
    let shape = Shape::Metalog {
        p10: -1.0,
        p50: 0.0,
        p90: 1.0,
        low: None,
        high: None,
    };
    close(
        unbounded(shape).quantile_scalar(0.75),
        libm::log(3.0) / libm::log(9.0),
        1e-14,
    );
}

/// The limit of the skewness, where the median is 16.66 % of the way between the outer quantiles.
#[test]
fn metalog_limit_is_where_it_stops_being_monotone() {
    let shape = |p50| Shape::Metalog {
        p10: 0.0,
        p50,
        p90: 1.0,
        low: None,
        high: None,
    };
    let limit = 0.5 - 0.2 * 1.667_113;
    let steep = unbounded(shape(limit + 1e-6));
    let mut before = f64::NEG_INFINITY;
    for i in 1..2000 {
        let x = steep.quantile_scalar(f64::from(i) / 2000.0);
        assert!(x >= before);
        before = x;
    }
}

#[test]
fn truncation_renormalises() {
    let half = Distribution::new(Shape::Normal { mean: 0.0, sd: 1.0 }, 0.0, INF).unwrap();
    close(half.quantile_scalar(0.5), 0.674_489_750_196_081_7, 1e-15);
    assert_eq!(half.centre(), 0.0);
    assert_eq!(half.bounds(), (0.0, INF));
    close(half.mean(), libm::sqrt(2.0 / std::f64::consts::PI), 1e-4);
    // The centre is that of the shape as written, brought within.
    let late = Distribution::new(Shape::Normal { mean: 0.0, sd: 1.0 }, 1.0, 2.0).unwrap();
    assert_eq!(late.centre(), 1.0);
    close(
        late.cdf(1.5),
        (0.933_192_798_731_141_9 - 0.841_344_746_068_542_9) / 0.135_905_121_983_277_9,
        1e-12,
    );
    close(late.cdf(late.quantile_scalar(0.3)), 0.3, 1e-12);
    // Far out in a tail the result is still within.
    let tail = Distribution::new(Shape::Normal { mean: 0.0, sd: 1.0 }, 5.5, INF).unwrap();
    for u in [1e-16, 0.5, BELOW_ONE] {
        let x = tail.quantile_scalar(u);
        assert!((5.5..9.0).contains(&x), "{x}");
    }
}

#[test]
fn without_spread_is_constant() {
    let shapes = [
        Shape::Constant(2.0),
        Shape::Normal { mean: 2.0, sd: 0.0 },
        Shape::TwoPiece {
            median: 2.0,
            p5: 2.0,
            p95: 2.0,
        },
        Shape::Uniform {
            low: 2.0,
            high: 2.0,
        },
        Shape::Triangular {
            min: 2.0,
            mode: 2.0,
            max: 2.0,
        },
        Shape::Pert {
            min: 2.0,
            mode: 2.0,
            max: 2.0,
            lambda: 4.0,
        },
        Shape::Beta {
            alpha: 2.0,
            beta: 3.0,
            low: 2.0,
            high: 2.0,
        },
        Shape::Discrete {
            values: vec![2.0, 7.0],
            weights: vec![1.0, 0.0],
        },
        Shape::Empirical { values: vec![2.0] },
        Shape::Metalog {
            p10: 2.0,
            p50: 2.0,
            p90: 2.0,
            low: None,
            high: None,
        },
    ];
    for shape in shapes {
        let distribution = unbounded(shape.clone());
        assert!(distribution.is_constant(), "{shape:?}");
        let values = [
            distribution.quantile_scalar(0.9),
            distribution.centre(),
            distribution.mean(),
        ];
        assert_eq!(values, [2.0; 3]);
        assert_eq!(
            (
                distribution.sd(),
                distribution.cdf(1.9),
                distribution.cdf(2.0)
            ),
            (0.0, 0.0, 1.0)
        );
        assert_eq!(distribution.shape(), &shape);
        let error = Distribution::new(shape, 3.0, 4.0).unwrap_err();
        assert_eq!(error.kind(), Kind::Outside);
    }
    assert!(
        !unbounded(Shape::Normal {
            mean: 2.0,
            sd: 1e-9
        })
        .is_constant()
    );
}

#[test]
fn shapes_from_intervals_and_moments() {
    let shape = Shape::interval(2.0, 8.0).unwrap();
    assert!(matches!(shape, Shape::LogNormal { .. }));
    check_quantiles(shape, 1e-14, &[(0.05, 2.0), (0.5, 4.0), (0.95, 8.0)]);
    let shape = Shape::interval(-2.0, 8.0).unwrap();
    assert!(matches!(shape, Shape::Normal { mean: 3.0, .. }));
    check_quantiles(shape, 1e-14, &[(0.05, -2.0), (0.95, 8.0)]);
    let shape = Shape::lognormal_quantiles(0.1, 1.0, 0.75, 5.0).unwrap();
    check_quantiles(shape, 1e-14, &[(0.1, 1.0), (0.75, 5.0)]);
    let shape = Shape::normal_quantiles(0.9, 1.0, 0.2, -5.0).unwrap();
    check_quantiles(shape, 1e-14, &[(0.9, 1.0), (0.2, -5.0)]);
    let shape = Shape::lognormal_mean_sd(10.0, 3.0).unwrap();
    let Shape::LogNormal { mu, sigma } = shape else {
        panic!("{shape:?}")
    };
    close(libm::exp(mu + 0.5 * sigma * sigma), 10.0, 1e-14);
    close(libm::sqrt(libm::expm1(sigma * sigma)) * 10.0, 3.0, 1e-14);
}

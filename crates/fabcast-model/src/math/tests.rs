use super::{exponential, normal, scalar};
use crate::lanes::{LANES, Lanes};
use proptest::prelude::*;

/// Largest distance from the exact results of a table made by `tests/generate.py`, in ulp of the
/// rounded result, and where it was found.
fn largest_error<const N: usize>(table: &str, f: impl Fn([f64; N]) -> f64) -> (f64, [f64; N]) {
    let mut largest = (0.0, [0.0; N]);
    let mut points = 0;
    for line in table.lines() {
        let mut fields = line.split(' ');
        let mut number = || {
            let field = fields.next().expect("a line holds all its fields");
            f64::from_bits(u64::from_str_radix(field, 16).expect("bits are hexadecimal"))
        };
        let arguments: [f64; N] = std::array::from_fn(|_| number());
        let expected = number();
        let rest: f64 = fields
            .next()
            .expect("the rest ends a line")
            .parse()
            .expect("it is a number");
        let got = f(arguments);
        // Doubles of one sign are in the order of their bits.
        let steps = got.abs().to_bits().abs_diff(expected.abs().to_bits()) as f64;
        let side = if got.abs() >= expected.abs() {
            1.0
        } else {
            -1.0
        };
        let error = if got.is_nan() || got.is_sign_negative() != expected.is_sign_negative() {
            f64::INFINITY
        } else {
            (side * steps - rest * expected.signum() / 1000.0).abs()
        };
        if error > largest.0 {
            largest = (error, arguments);
        }
        points += 1;
    }
    assert!(points >= 2000, "only {points} points");
    largest
}

fn check<const N: usize>(table: &str, allowed: f64, f: impl Fn([f64; N]) -> f64) {
    let (error, at) = largest_error(table, f);
    println!("largest error {error:.3} ulp at {at:?}");
    assert!(
        error <= allowed,
        "{error:.3} ulp at {at:?}, more than {allowed}"
    );
}

#[test]
fn exp_is_accurate() {
    check(include_str!("tests/exp.txt"), 0.8, |[x]| scalar::exp(x));
}

#[test]
fn ln_is_accurate() {
    check(include_str!("tests/ln.txt"), 0.75, |[x]| scalar::ln(x));
}

#[test]
fn pow_is_accurate() {
    check(include_str!("tests/pow.txt"), 0.8, |[x, y]| {
        scalar::pow(x, y)
    });
}

#[test]
fn normal_quantile_is_accurate() {
    check(include_str!("tests/normal_quantile.txt"), 1.25, |[u]| {
        scalar::normal_quantile(u)
    });
}

#[test]
fn normal_cdf_is_accurate() {
    check(include_str!("tests/normal_cdf.txt"), 1.3, |[z]| {
        scalar::normal_cdf(z)
    });
}

/// Equal as numbers of one sign, or both NaN.
fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

fn check_values(f: impl Fn(f64) -> f64, values: &[(f64, f64)]) {
    for &(x, expected) in values {
        let got = f(x);
        assert!(
            same(got, expected),
            "f({x:?}) = {got:?}, expected {expected:?}"
        );
    }
}

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;
/// The smallest subnormal.
const TINY: f64 = f64::from_bits(1);

#[test]
fn exp_at_the_ends() {
    check_values(
        scalar::exp,
        &[
            (0.0, 1.0),
            (-0.0, 1.0),
            (TINY, 1.0),
            (INF, INF),
            (-INF, 0.0),
            (NAN, NAN),
            (709.782_712_893_384, 1.797_693_134_862_273_2e308),
            (709.782_712_893_385, INF),
            (1e300, INF),
            (-745.133_219_101_941_1, TINY),
            (-745.133_219_101_941_3, 0.0),
            (-1e300, 0.0),
        ],
    );
}

#[test]
fn ln_at_the_ends() {
    check_values(
        scalar::ln,
        &[
            (1.0, 0.0),
            (0.0, -INF),
            (-0.0, -INF),
            (-1.0, NAN),
            (-INF, NAN),
            (-TINY, NAN),
            (INF, INF),
            (NAN, NAN),
            (TINY, -744.440_071_921_381_2),
            (f64::MAX, 709.782_712_893_384),
            (2.0, std::f64::consts::LN_2),
        ],
    );
}

#[test]
fn pow_at_the_ends() {
    let cases = [
        (0.0, 0.0, 1.0),
        (5.0, 0.0, 1.0),
        (INF, 0.0, 1.0),
        (NAN, 0.0, 1.0),
        (-2.0, 0.0, 1.0),
        (-2.0, -0.0, 1.0),
        (1.0, INF, 1.0),
        (1.0, NAN, 1.0),
        (0.0, 0.3, 0.0),
        (-0.0, 0.3, 0.0),
        (0.0, INF, 0.0),
        (0.0, -0.3, INF),
        (0.0, -INF, INF),
        (0.0, NAN, NAN),
        (INF, 0.3, INF),
        (INF, -0.3, 0.0),
        (INF, NAN, NAN),
        (NAN, 2.0, NAN),
        (2.0, NAN, NAN),
        (-2.0, 2.0, NAN),
        (-INF, 2.0, NAN),
        (2.0, INF, INF),
        (2.0, -INF, 0.0),
        (0.5, INF, 0.0),
        (0.5, -INF, INF),
        (2.0, 1e300, INF),
        (1.0 + f64::EPSILON, 1e300, INF),
        (1.0 - f64::EPSILON, 1e300, 0.0),
        (1.0 + f64::EPSILON, 1e-300, 1.0),
        (2.0, 1024.0, INF),
        (2.0, 1023.0, f64::from_bits(2046 << 52)),
        (2.0, -1074.0, TINY),
        (2.0, -1076.0, 0.0),
        (TINY, 1.0, TINY),
        (f64::MAX, 1.0, f64::MAX),
        (3.0, 1.0, 3.0),
        (3.0, TINY, 1.0),
        (7.0, 2.0, 49.0),
        (0.25, 0.5, 0.5),
    ];
    for (x, y, expected) in cases {
        let got = scalar::pow(x, y);
        assert!(
            same(got, expected),
            "pow({x:?}, {y:?}) = {got:?}, expected {expected:?}"
        );
    }
}

#[test]
fn normal_at_the_ends() {
    check_values(
        scalar::normal_quantile,
        &[
            (0.5, 0.0),
            (0.0, -INF),
            (1.0, INF),
            (-0.1, NAN),
            (1.1, NAN),
            (NAN, NAN),
            (-INF, NAN),
            (INF, NAN),
        ],
    );
    assert!((scalar::normal_quantile(TINY) + 38.467405617144346).abs() < 1e-12);
    check_values(
        scalar::normal_cdf,
        &[
            (0.0, 0.5),
            (-0.0, 0.5),
            (INF, 1.0),
            (-INF, 0.0),
            (40.0, 1.0),
            (-40.0, 0.0),
            (NAN, NAN),
            (1e300, 1.0),
            (-1e300, 0.0),
        ],
    );
}

/// Successive uniforms of a draw are 2⁻⁵² apart; wherever they are, the larger one has the
/// larger quantile.
#[test]
fn normal_quantile_is_monotone() {
    let cell = f64::EPSILON;
    let centres = (1..4096).map(|i| f64::from(i) / 4096.0);
    for centre in centres.chain([
        0.09,
        0.91,
        1.3887943864964021e-11,
        1.0 - 1.3887943864964021e-11,
    ]) {
        let middle = (centre / cell).round();
        let mut before = f64::NEG_INFINITY;
        for i in -40..=40 {
            let u = ((middle + f64::from(i)) + 0.5) * cell;
            if u <= 0.0 || u >= 1.0 {
                continue;
            }
            let z = scalar::normal_quantile(u);
            assert!(z >= before, "falls at u = {u:?}: {before:?}, {z:?}");
            before = z;
        }
    }
}

#[test]
fn normal_quantile_is_odd() {
    for i in 0..1000 {
        let u = (f64::from(i) + 0.5) / 2000.0;
        assert_eq!(
            scalar::normal_quantile(1.0 - u),
            -scalar::normal_quantile(1.0 - (1.0 - u))
        );
    }
}

/// Bits of every kind: ordinary numbers, subnormals, infinities, NaN.
fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<u64>().prop_map(f64::from_bits),
        -800.0..800.0,
        0.0..1.0,
        prop::sample::select(vec![0.0, -0.0, 1.0, INF, -INF, NAN, TINY, f64::MAX]),
    ]
}

fn eight() -> impl Strategy<Value = [f64; LANES]> {
    prop::array::uniform8(any_number())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// No lane depends on another, and one number gives the bits of a lane.
    #[test]
    fn lanes_are_alone(x in eight(), y in eight()) {
        type Unary = (fn(Lanes) -> Lanes, fn(f64) -> f64);
        let unary: [Unary; 4] = [
            (super::exp, scalar::exp),
            (super::ln, scalar::ln),
            (super::normal_quantile, scalar::normal_quantile),
            (super::normal_cdf, scalar::normal_cdf),
        ];
        for (lanes, one) in unary {
            let result = lanes(Lanes(x)).0;
            for i in 0..LANES {
                prop_assert!(same(result[i], one(x[i])), "{:?} in lane {i}", x[i]);
            }
        }
        let result = super::pow(Lanes(x), Lanes(y)).0;
        for i in 0..LANES {
            prop_assert!(same(result[i], scalar::pow(x[i], y[i])), "{:?}, {:?} in lane {i}", x[i], y[i]);
        }
    }

    /// On the whole range of arguments, against the standard library of this machine.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test of `math` itself")]
    fn close_to_the_standard_library(x in any_number(), y in any_number()) {
        let close = |a: f64, b: f64| same(a, b) || (a - b).abs() <= 4e-16 * b.abs() + 1e-323;
        prop_assert!(close(scalar::exp(x), x.exp()));
        prop_assert!(close(scalar::ln(x), x.ln()));
        if x >= 0.0 {
            prop_assert!(close(scalar::pow(x, y), x.powf(y)), "pow({x:?}, {y:?})");
        }
    }

    #[test]
    fn normal_functions_are_inverse(z in -8.0..8.0f64) {
        let u = scalar::normal_cdf(z);
        // Of the upper tail only what a number near 1 can hold comes back.
        let lost = f64::EPSILON / libm::exp(-0.5 * z * z);
        let tolerance = if z > 0.0 { 1e-14 + 3.0 * lost } else { 1e-14 };
        prop_assert!((scalar::normal_quantile(u) - z).abs() <= tolerance);
    }
}

/// Wider instruction sets give the same bits.
#[cfg(target_arch = "x86_64")]
#[test]
fn instruction_sets_agree() {
    fn all(x: Lanes, y: Lanes) -> [Lanes; 5] {
        #[inline(always)]
        fn body(x: Lanes, y: Lanes) -> [Lanes; 5] {
            [
                exponential::exp(x),
                exponential::ln(x),
                exponential::pow(x, y),
                normal::quantile(x),
                normal::cdf(x),
            ]
        }
        #[target_feature(enable = "avx2,fma")]
        fn avx2(x: Lanes, y: Lanes) -> [Lanes; 5] {
            body(x, y)
        }
        #[target_feature(enable = "avx512f,avx512dq,avx512vl,fma")]
        fn avx512(x: Lanes, y: Lanes) -> [Lanes; 5] {
            body(x, y)
        }
        let plain = body(x, y);
        let check = |wide: [Lanes; 5]| {
            for (a, b) in plain.iter().zip(&wide) {
                for i in 0..LANES {
                    assert!(same(a.0[i], b.0[i]), "{x:?} {y:?}: {a:?} {b:?}");
                }
            }
        };
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            // SAFETY: the instructions are there.
            check(unsafe { avx2(x, y) });
        }
        if is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512vl") {
            // SAFETY: the instructions are there.
            check(unsafe { avx512(x, y) });
        }
        plain
    }
    for i in 0..2000 {
        let x = std::array::from_fn(|lane| 0.000_06 * (f64::from(i) * 8.0 + lane as f64) + 1e-4);
        let y = std::array::from_fn(|lane| 3.0 - 0.37 * lane as f64);
        all(Lanes(x), Lanes(y));
    }
}

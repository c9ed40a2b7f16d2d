use super::*;

#[test]
#[expect(clippy::disallowed_methods, reason = "the reference to compare with")]
fn logarithms_agree_with_the_platform() {
    for value in [
        1e-308,
        1e-3,
        0.2,
        0.999_999,
        1.0,
        2.0,
        3.16,
        3.17,
        9.999_999,
        10.0,
        412.0,
        6.1e29,
        1e308,
        f64::MAX,
    ] {
        assert!((log10(value) - value.log10()).abs() < 1e-11, "{value}");
    }
    assert_eq!(log10(1000.0), 3.0);
}

#[test]
fn powers_and_exponents_fit() {
    for n in [-300, -5, 0, 1, 3, 22, 308] {
        assert_eq!(floor_log10(power(n)), n);
    }
    assert_eq!(power(309), f64::INFINITY);
    assert_eq!(power(-400), 0.0);
    assert_eq!(floor_log10(999.999), 2);
}

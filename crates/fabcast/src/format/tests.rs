use super::*;

fn check(unit: &str, value: f64, expected: &str) {
    assert_eq!(
        Measure::of(unit).write(value).replace('\u{a0}', " "),
        expected,
        "{value} in {unit}"
    );
}

#[test]
fn values_read_like_prose() {
    check("10^9 USD", 1740.0, "$1.74 T");
    check("10^9 USD", 6980.0, "$6.98 T");
    check("10^9 USD", 999.7, "$1 T");
    check("10^9 USD", 412.0, "$412 bn");
    check("10^9 USD", 0.03, "$30 M");
    check("10^9 USD", -12.34, "−$12.3 bn");
    check("10^9 USD", 0.0, "$0");
    check("10^9 USD/year", 646.0, "$646 bn a year");
    check("USD/h", 0.7712, "$0.77/h");
    check("kwspm", 412.4, "412 kwspm");
    check("kwspm", 1440.0, "1,440 kwspm");
    check("H100e", 61.2e6, "61.2 M H100e");
    check("H100e", 2.5e9, "2.5 bn H100e");
    check("10^6 H100e", 61.0, "61 M H100e");
    check("FTE", 131_000.0, "131 k FTE");
    check("month", 34.0, "34 months");
    check("fraction", 0.516, "52 %");
    check("1/year", 0.0723, "7.2 % a year");
    check("GW", f64::NAN, "–");
    check("GW", 0.0, "0 GW");
}

#[test]
fn extreme_values_stay_readable() {
    check("10^9 USD", 1e308, "$1 × 10³¹⁷");
    check("GW", 1e308, "1 × 10³⁰⁸ GW");
    check("FLOP/s", 6.1e29, "6.1 × 10²⁹ FLOP/s");
    check("GW", -1e-300, "−1 × 10⁻³⁰⁰ GW");
    check("fraction", f64::INFINITY, "–");
}

#[test]
fn ranges_name_their_unit_once() {
    let range = |unit: &str, low, high| Measure::of(unit).range(low, high).replace('\u{a0}', " ");
    assert_eq!(range("GW", 64.0, 152.0), "64 to 152 GW");
    assert_eq!(range("fraction", 0.011, 0.055), "1.1 to 5.5 %");
    assert_eq!(range("10^9 USD", 900.0, 1200.0), "$900 bn to $1.2 T");
    assert_eq!(range("10^9 USD", -900.0, 200.0), "−$900 to $200 bn");
    assert_eq!(range("1/year", -0.02, 0.11), "−2 to 11 % a year");
    assert_eq!(range("FLOP/s", 1e29, 2e29), "1 × 10²⁹ to 2 × 10²⁹ FLOP/s");
    assert_eq!(range("H100e", 373e6, 1.2e9), "373 M to 1.2 bn H100e");
    assert_eq!(range("USD/h", 0.077, 0.28), "$0.077 to $0.28/h");
    assert_eq!(range("GW", 5.0, 5.0), "5 GW");
}

#[test]
fn probabilities_show_their_error() {
    assert_eq!(
        probability(0.0723, 0.0026).replace('\u{a0}', " "),
        "7.2 ± 0.3 %"
    );
    assert_eq!(probability(0.5, 0.05).replace('\u{a0}', " "), "50 ± 5 %");
    assert_eq!(probability(0.0, 0.0).replace('\u{a0}', " "), "0 %");
    assert_eq!(percent(0.9999).replace('\u{a0}', " "), "> 99.9 %");
    assert_eq!(percent(0.0001).replace('\u{a0}', " "), "< 0.1 %");
}

#[test]
fn months_are_calendar_points() {
    let month = month_of("2035-12").unwrap();
    assert_eq!(month_name(month), "December 2035");
    assert_eq!(month_short(month + 1.5), "2036-01");
    assert_eq!(month_of("2035-13"), None);
    assert_eq!(month_of("soon"), None);
}

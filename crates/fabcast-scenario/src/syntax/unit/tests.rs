use fabcast_model::table::TABLE;

use super::{Unit, symbols};

fn converted(value: f64, from: &str, to: &str) -> Option<f64> {
    let unit = |text: &str| Unit::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    unit(from).convert(value, unit(to))
}

#[test]
fn every_unit_of_the_table_is_a_unit() {
    for row in TABLE {
        for text in row.unit.split('|').filter(|text| !text.is_empty()) {
            let unit = Unit::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            assert_eq!(unit.convert(0.1, unit), Some(0.1), "{text}");
            assert!(!unit.dimension.to_string().is_empty());
        }
    }
}

#[test]
fn conversions_are_right() {
    let cases = [
        (18.0, "months", "month", 18.0),
        (1.5, "yr", "months", 18.0),
        (12.0, "%/yr", "1/yr", 0.12),
        (7.0, "%", "1", 0.07),
        (1.0, "%/month", "1/yr", 0.12),
        (7.0, "T$", "bn$", 7_000.0),
        (450.0, "$/stack", "bn$/stack", 450e-9),
        (77.0, "$/MWh", "bn$/GWh", 77e-6),
        (0.12, "M$/FTE/yr", "bn$/FTE/yr", 0.12e-3),
        (30_000.0, "wspm", "kwspm", 30.0),
        (1.0, "kwspm", "kwafer/yr", 12.0),
        (25.0, "kinterposer/month", "kwpm", 25.0),
        (8766.0, "h", "yr", 1.0),
        (365.25, "days", "yr", 1.0),
        (52.0, "weeks", "day", 364.0),
        (3.0, "quarters", "month", 9.0),
        (1.2, "GW", "MW", 1_200.0),
        (1.0, "GW·yr", "GWh", 8_766.0),
        (4.9, "M H100e", "H100e", 4_900_000.0),
        (5.0, "million H100e", "M H100e", 5.0),
        (2.0, "billion $", "bn$", 2.0),
        (814.0, "mm2", "cm^2", 8.14),
        (0.07, "/cm2", "1/mm²", 0.0007),
        (2.0, "µm", "nm", 2_000.0),
        (3.0, "bn$ per GW per year", "bn$/GW/yr", 3.0),
        (1_000.0, "jobs", "kFTE", 1.0),
        (1_000.0, "people", "FTE", 1_000.0),
        (5e6, "tools*yr/yr", "tool", 5e6),
    ];
    for (value, from, to, expected) in cases {
        let found = converted(value, from, to).unwrap_or(f64::NAN);
        assert!(
            (found / expected - 1.0).abs() < 1e-15,
            "{value} {from} in {to} is {found}"
        );
    }
    // Numbers that people write come out as they would write them.
    for (value, from, to, expected) in [
        (18.0, "months", "month", 18.0),
        (7.0, "%", "1", 0.07),
        (12.0, "%/yr", "1/yr", 0.12),
        (77.0, "$/MWh", "bn$/GWh", 77e-6),
        (450.0, "$/stack", "bn$/stack", 450e-9),
        (0.12, "M$/FTE/yr", "bn$/FTE/yr", 0.12e-3),
        (0.07, "/cm2", "1/mm2", 0.0007),
        (0.1, "T$", "$", 1e11),
    ] {
        assert_eq!(
            converted(value, from, to),
            Some(expected),
            "{value} {from} in {to}"
        );
    }
}

#[test]
fn different_things_do_not_convert() {
    for (from, to) in [
        ("GW", "GWh"),
        ("wspm", "wpm"),
        ("W", "w"),
        ("$", "1"),
        ("m", "mm2"),
    ] {
        assert_eq!(converted(1.0, from, to), None, "{from} in {to}");
    }
}

#[test]
fn every_spelling_is_read_and_said_in_words() {
    for spelling in symbols::spellings() {
        assert!(Unit::parse(&spelling).is_ok(), "{spelling}");
    }
    let words = |text: &str| Unit::parse(text).unwrap().dimension.to_string();
    assert_eq!(words("bn$/kwspm"), "money per wafer capacity");
    assert_eq!(words("bn$/kwpm/yr"), "money per interposer wafer");
    assert_eq!(words("kwspm"), "wafer capacity");
    assert_eq!(words("GWh"), "energy");
    assert_eq!(words("bn$/GW/yr"), "money per energy");
    assert_eq!(words("%/yr"), "a rate per year");
    assert_eq!(words("yr"), "a length of time");
    assert_eq!(words("1/cm2"), "a number per area");
    assert_eq!(words("bn$/FTE/yr"), "money per time and per post");
}

#[test]
fn wrong_units_are_located() {
    let fault = |text: &str| Unit::parse(text).unwrap_err();
    assert_eq!(fault("bn$/GV/yr").range, 4..6);
    assert!(fault("bn$/GV/yr").help.contains("`GW`"));
    assert_eq!(fault("bn$ / / yr").range, 6..7);
    assert_eq!(fault("M").range, 0..1);
    assert!(fault("kw").help.contains("kW"));
    assert!(fault("$bn").help.contains("bn$"));
    assert!(Unit::parse("T$^2/T$^2").is_ok());
    assert!(Unit::parse(&["Tm3"; 60].join("*")).is_err());
    assert!(
        Unit::parse(&["km3"; 60].join("*")).is_err(),
        "too big, not a panic"
    );
}

use super::{Number, TextFault, Written, parse};

/// Value and unit text of every number of a text.
fn numbers(text: &str) -> Vec<(f64, &str)> {
    let list: Vec<Number> = match parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}")) {
        Written::Point(a) => vec![a],
        Written::Between(a, b) | Written::PlusMinus(a, b) => vec![a, b],
        Written::Around(a, b, c) => vec![a, b, c],
    };
    list.into_iter()
        .map(|number| {
            (
                number.value,
                number.unit.map_or("", |(_, range)| &text[range]),
            )
        })
        .collect()
}

fn fault(text: &str) -> TextFault {
    match parse(text) {
        Err(fault) => fault,
        Ok(written) => panic!("{text} is {written:?}"),
    }
}

#[test]
fn quantities_are_read() {
    assert_eq!(numbers("7 T$"), [(7.0, "T$")]);
    assert_eq!(numbers("7T$"), [(7.0, "T$")]);
    assert_eq!(numbers(" 12 %/yr "), [(12.0, "%/yr")]);
    assert_eq!(numbers("1,500 bn$"), [(1500.0, "bn$")]);
    assert_eq!(numbers("1_500"), [(1500.0, "")]);
    assert_eq!(numbers("1\u{202f}500\u{2009}000 W"), [(1.5e6, "W")]);
    assert_eq!(numbers("5e6 H100e"), [(5e6, "H100e")]);
    assert_eq!(numbers("4.9 M H100e"), [(4.9, "M H100e")]);
    assert_eq!(numbers("-2.5e-3"), [(-2.5e-3, "")]);
    assert_eq!(numbers("−3 months"), [(-3.0, "months")]);
    assert_eq!(numbers("0.07 /cm2"), [(0.07, "/cm2")]);
    assert_eq!(numbers(".5"), [(0.5, "")]);
}

#[test]
fn a_number_without_unit_takes_the_next_one_else_the_last() {
    assert_eq!(numbers("5 to 7 T$"), [(5.0, "T$"), (7.0, "T$")]);
    assert_eq!(
        numbers("1,500 bn$ (300 to 2,500)"),
        [(1500.0, "bn$"), (300.0, "bn$"), (2500.0, "bn$")]
    );
    assert_eq!(
        numbers("1,500 (300 to 2,500) bn$"),
        [(1500.0, "bn$"), (300.0, "bn$"), (2500.0, "bn$")]
    );
    assert_eq!(
        numbers("1.5 T$ (300 bn$ to 2.5 T$)"),
        [(1.5, "T$"), (300.0, "bn$"), (2.5, "T$")]
    );
    assert_eq!(
        numbers("18 months to 3 yr"),
        [(18.0, "months"), (3.0, "yr")]
    );
    assert_eq!(numbers("6 months (0 to 18)")[1], (0.0, "months"));
    assert_eq!(
        numbers("0.031 bn$/kwspm/yr ± 40 %"),
        [(0.031, "bn$/kwspm/yr"), (40.0, "%")]
    );
    assert_eq!(
        numbers("5 tools to 7 tools"),
        [(5.0, "tools"), (7.0, "tools")]
    );
}

#[test]
fn dates_are_read() {
    let Ok(Written::Around(a, b, c)) = parse("2025-02 (2024-08 to 2027-02)") else {
        panic!()
    };
    let months: Vec<String> = [a, b, c]
        .iter()
        .map(|n| n.date.unwrap().to_string())
        .collect();
    assert_eq!(months, ["2025-02", "2024-08", "2027-02"]);
    assert_eq!(fault("2025-13").code, "date");
    assert_eq!(fault("2025-02-03").range, 0..10);
}

#[test]
fn faults_are_located() {
    assert!(fault("1,5 yr").help.contains("`1.5`"));
    assert!(fault("0,500").help.contains("`0.500`"));
    assert_eq!(fault("1.2.3").range, 0..5);
    assert_eq!(fault("1e309").code, "number");
    assert_eq!(fault("").message, "a number is missing in ``");
    assert_eq!(fault("$7").code, "number");
    assert_eq!(fault("5 to").range, 4..4);
    assert_eq!(fault("5 (3 to 4) T$ x").code, "unit");
    assert_eq!(fault("5 to 7 to 9").range, 7..11);
    assert!(fault("5-7 T$").help.contains("`5 to 7 T$`"));
    assert_eq!(fault("5 xyz").range, 2..5);
    assert_eq!(fault("10 000").code, "number");
}

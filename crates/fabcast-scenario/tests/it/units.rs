//! Every row of the parameter table with the units and examples that it gives.

use fabcast_model::parameter::Form;
use fabcast_model::table::TABLE;
use fabcast_scenario::{load, schema, unit::Unit};

#[test]
fn units_of_the_table_parse_and_convert() {
    for row in TABLE {
        for text in row.unit.split('|').filter(|text| !text.is_empty()) {
            let unit = Unit::parse(text).unwrap();
            assert_eq!(unit.convert(3.0, unit), Some(3.0), "{text}");
        }
    }
}

/// Every example that a message or the schema gives is valid where it is given.
#[test]
fn examples_are_valid_where_they_are_given() {
    let scenario = load("tests/it/fixture/base.toml", &[]).unwrap();
    let schema = schema().to_string();
    let mut tried = 0;
    for entry in &scenario.entries {
        if !matches!(
            entry.row.form,
            Form::Quantity | Form::Spread | Form::Whole | Form::When
        ) {
            continue;
        }
        // A value that is valid for its row alone may still contradict another.
        let example = fabcast_scenario::example(entry.row);
        assert!(
            schema.contains(&serde_json::to_string(&example).unwrap()),
            "{example}"
        );
        let set = format!("{}={example}", entry.path);
        if let Err(errors) = load("tests/it/fixture/base.toml", std::slice::from_ref(&set)) {
            let judged = [
                "unit", "number", "range", "interval", "date", "whole", "spread", "type",
            ];
            for error in errors.iter() {
                assert!(!judged.contains(&error.code), "{set}\n{errors}");
            }
        }
        tried += 1;
    }
    assert!(tried > 300);
}

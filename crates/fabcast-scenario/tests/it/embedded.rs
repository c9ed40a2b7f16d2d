//! The scenarios and the world that are part of fabcast.

use fabcast_model::parameter::Form;
use fabcast_scenario::{catalogue, load};

#[test]
fn every_embedded_scenario_loads_without_a_warning() {
    for (name, _) in catalogue::SCENARIOS {
        let scenario = load(name, &[]).unwrap_or_else(|errors| panic!("{errors}"));
        assert!(scenario.warnings.is_empty(), "{}", scenario.warnings);
        assert_eq!(scenario.meta.name, *name);
        assert!(scenario.meta.months > 12);
    }
}

#[test]
fn every_number_of_a_world_has_a_source_or_a_reason() {
    let scenario = load("no-programme", &[]).unwrap();
    let mut bare = Vec::new();
    for entry in &scenario.entries {
        let is_number = matches!(
            entry.row.form,
            Form::Quantity | Form::Spread | Form::When | Form::Whole
        );
        let is_cited = !entry.source.is_empty() || !entry.later_evidence.is_empty();
        let is_explained = is_cited || entry.assumption.is_some();
        let is_shared = entry.written.starts_with("same as");
        if is_number && entry.origin.starts_with("world") && !is_explained && !is_shared {
            bare.push(entry.path.as_str());
        }
    }
    assert!(bare.is_empty(), "no source or assumption: {bare:?}");
}

#[test]
fn sources_are_rows_of_the_data() {
    let sources = catalogue::sources();
    assert!(sources.len() > 500, "{}", sources.len());
    assert!(sources.contains_key("us.jobs.2023"));
    for (name, text) in catalogue::DATA {
        assert!(!catalogue::ids(text).is_empty(), "{name} has no ids");
    }
}

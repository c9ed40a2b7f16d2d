//! Scenarios that are judged at other dates and in other regions than most.

use fabcast::document::run::RunDocument;
use fabcast::ensemble::Options;
use fabcast::run::run;
use fabcast::scenario::load_text;

use crate::common::scenario;

/// A run of one fab, changed.
fn of(sets: &[&str]) -> RunDocument {
    let options = Options {
        draws: 16,
        ..Options::default()
    };
    let ran = run(
        &scenario("one-fab", sets),
        &options,
        None,
        false,
        &mut |_| {},
    );
    ran.expect("runs").document
}

/// Outcomes that name a year.
fn years(document: &RunDocument) -> Vec<&str> {
    let names = document.outcomes.keys();
    let mut years: Vec<&str> = names
        .filter_map(|name| name.rsplit_once('_'))
        .map(|(_, date)| date)
        .filter(|date| date.starts_with("20"))
        .collect();
    years.sort_unstable();
    years.dedup();
    years
}

#[test]
fn years_are_those_that_most_scenarios_share() {
    let document = of(&[]);
    assert_eq!(document.scenario.judged, [2030, 2035]);
    assert_eq!(years(&document), ["2030", "2035"]);
    let document = of(&["end=2033-06"]);
    assert_eq!(document.scenario.judged, [2030]);
}

#[test]
fn a_plan_that_ends_early_has_years_of_its_own() {
    let document = of(&["end=2029-12"]);
    assert_eq!(document.scenario.judged, [2025, 2027]);
    assert_eq!(years(&document), ["2025", "2027"]);
    for name in [
        "delivered_share_2027",
        "plan_price_2027",
        "shortage_us_2025",
        "training_cost_fall",
        "hbm_kwspm_2027",
    ] {
        let outcome = document.outcomes.get(name);
        assert!(
            outcome.is_some_and(|o| o.quantiles.p50.is_finite()),
            "{name}"
        );
    }
    assert!(!document.verdict.sentence.contains("2030"));
}

#[test]
fn a_scenario_says_when_it_is_judged() {
    let document = of(&["judged=[2028]"]);
    assert_eq!(document.scenario.judged, [2028]);
    // The targets ask for two years more.
    assert_eq!(years(&document), ["2028", "2030", "2035"]);
    assert!(document.outcomes.contains_key("delivered_h100e_2028"));
    assert!(!document.outcomes.contains_key("delivered_h100e_2030"));
    let said = &document.verdict.sentence;
    assert!(said.contains("by the end of 2028"), "{said}");
}

#[test]
fn a_world_without_a_december_of_judgement_keeps_its_columns() {
    let document = of(&["end=2024-11"]);
    assert_eq!(document.scenario.judged, Vec::<i32>::new());
    assert!(document.outcomes.contains_key("delivered_h100e_end"));
}

#[test]
fn people_missing_are_those_where_the_plan_is() {
    let text = "format = 1\nname = \"elsewhere\"\nextends = \"one-fab\"\njudged = [2028, 2031]\n\
                [plan.fab]\nregion = \"japan\"\n";
    let scenario = load_text("elsewhere.toml", text, &[]).unwrap_or_else(|e| panic!("{e}"));
    let options = Options {
        draws: 16,
        ..Options::default()
    };
    let ran = run(&scenario, &options, None, false, &mut |_| {}).expect("runs");
    let outcomes = ran.document.outcomes;
    assert!(outcomes.contains_key("shortage_japan_2028"));
    assert!(!outcomes.keys().any(|name| name.starts_with("shortage_us")));
}

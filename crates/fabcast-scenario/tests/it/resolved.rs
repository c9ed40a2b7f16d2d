//! A scenario written out in full and read again is the same scenario.

use fabcast_scenario::{Scenario, catalogue, load, load_text, starter};
use proptest::prelude::*;

fn check(scenario: &Scenario) {
    let text = scenario.to_toml();
    let again = load_text("resolved.toml", &text, &[]).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(again.inputs, scenario.inputs);
    assert_eq!(again.meta, scenario.meta);
    assert_eq!(again.to_toml(), text);
    for (first, second) in scenario.entries.iter().zip(&again.entries) {
        assert_eq!(
            (
                &first.path,
                &first.unit,
                &first.source,
                &first.later_evidence,
                &first.assumption,
                &first.note
            ),
            (
                &second.path,
                &second.unit,
                &second.source,
                &second.later_evidence,
                &second.assumption,
                &second.note
            ),
        );
        // The numbers of a file are written out.
        if !first.written.contains("values of") {
            assert_eq!(first.written, second.written);
        }
    }
    assert!(!text.contains("extends = ") && !text.contains("\nworld = "));
}

#[test]
fn every_embedded_scenario_survives() {
    for (name, _) in catalogue::SCENARIOS {
        check(&load(name, &[]).unwrap());
    }
}

#[test]
fn every_form_of_value_survives() {
    let text = r#"
format = 1
name = "forms"
title = "Quotes \" and \\ and\nlines"
extends = "base.toml"
judged = [2027, 2030]
budget = "13,000 M$"
[capital]
gearing = { dist = "empirical", file = "gearings.csv", column = "gearing", source = "us.jobs.2023" }
cover = { dist = "pert", min = 0.4, mode = 0.6, max = 0.9, truncate = [0.5, "80 %"], note = "a" }
retained = { value = "0.5 to 0.9", min = 0.6, assumption = "because", as_of = "2024-Q1" }
opening_cash = { value = 3, unit = "bn$", confidence = "low" }
[capital.investor.operator]
commitment = { dist = "discrete", values = [8, 10, 12], weights = [1, 2, 1], unit = "bn$" }
closing = { dist = "triangular", min = "2024-02", mode = "3 months", max = "1 yr" }
label = { value = "An \"operator\", and more" }
[deploy]
life = { dist = "lognormal", mu_log = 1.6, sigma_log = 0.1 }
server_cost = "10 bn$/GW ± 30 %"
utilisation = { dist = "metalog", p10 = 0.5, p50 = 0.7, p90 = 0.85, low = 0.01, high = 1 }
[kind.hbm]
overrun = { value = "1.2 (1 to 2)", source = "us.jobs.2023", later_evidence = "over.fab.rapidus" }
qualify = { same_as = "kind.fab.qualify", note = "shared" }
[target.return]
at_least = "60 %"
[target.power]
label = "power"
outcome = "power_2035"
at_least = "1,500 MW"
[correlation.pairs]
pairs = [["deploy.life", "deploy.utilisation", 0.3], ["deploy.life", "deploy.server_cost", -0.1]]
[correlation.rank]
parameters = ["market.rent", "market.elasticity"]
rank = 0.1
"#;
    let scenario =
        load_text("tests/it/fixture/forms.toml", text, &[]).unwrap_or_else(|e| panic!("{e}"));
    check(&scenario);
}

#[test]
fn the_starter_is_a_sound_scenario() {
    for (name, expected) in [
        ("my-scenario", "my-scenario"),
        ("Großer Plan 2!", "gro-er-plan-2"),
        ("", "my-scenario"),
    ] {
        let scenario = load_text("new.toml", &starter(name), &[]).unwrap();
        assert_eq!(scenario.meta.name, expected);
        assert!(scenario.warnings.is_empty(), "{}", scenario.warnings);
        check(&scenario);
    }
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![0.1..10.0f64, 1e-3..1e3f64, (1..2000u32).prop_map(f64::from)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_numbers_survive(a in number(), b in number(), c in number(), share in 0.01..0.99f64) {
        let mut values = [a, b, c];
        values.sort_by(f64::total_cmp);
        let [low, middle, high] = values;
        prop_assume!(low < middle && middle < high);
        let sets = [
            format!("capital.investor.operator.commitment={middle} bn$ ({low} to {high})"),
            format!("capital.investor.banks.commitment={low} to {high} T$"),
            format!("market.value_start={{ dist = \"triangular\", min = \"{low} bn$/GW\", mode = \"{middle} bn$/GW\", max = \"{high} bn$/GW\" }}"),
            format!("market.product={{ dist = \"lognormal\", p5 = \"{low} T$\", p75 = \"{high} T$\" }}"),
            format!("capital.retained={{ dist = \"beta\", alpha = {a}, beta = {b} }}"),
            format!("finance.discount={} %/yr", share * 100.0),
            format!("capital.cover={{ value = {share}, source = \"https://example.org/{a}\" }}"),
        ];
        let scenario = load("tests/it/fixture/base.toml", &sets);
        let scenario = scenario.unwrap_or_else(|errors| panic!("{errors}"));
        check(&scenario);
    }
}

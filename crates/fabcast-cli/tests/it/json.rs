//! JSON output: one document with the keys that other programs rely on.

use serde_json::Value;

use crate::support::{json, run, text};

fn has(value: &Value, keys: &[&str]) {
    for key in keys {
        assert!(value.get(key).is_some(), "{key} is missing in {value:.300}");
    }
}

#[test]
fn a_run_has_every_key() {
    let document = json(&[
        "run", "one-fab", "--draws", "64", "--format", "json", "--quiet",
    ]);
    has(
        &document,
        &[
            "scenario",
            "engine_version",
            "seed",
            "draws",
            "elapsed_seconds",
            "draws_per_second",
        ],
    );
    has(
        &document["verdict"],
        &["label", "probability", "standard_error", "targets"],
    );
    for outcome in document["outcomes"].as_object().expect("a map").values() {
        has(
            outcome,
            &[
                "unit", "mean", "sd", "p5", "p10", "p25", "p50", "p75", "p90", "p95",
            ],
        );
    }
    for series in document["series"].as_object().expect("a map").values() {
        has(
            series,
            &[
                "unit", "months", "p5", "p10", "p25", "p50", "p75", "p90", "p95",
            ],
        );
        let length = |key: &str| series[key].as_array().map(Vec::len);
        assert_eq!(length("months"), length("p50"));
    }
    let cause = document["cause"].as_object().expect("a map");
    let share = |years: &Value| years["2035"]["share"].as_f64();
    let sum: f64 = cause.values().filter_map(share).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    has(
        &document["why"],
        &["draws", "outcome", "year", "alone", "hint", "outcomes"],
    );
    assert_eq!(document["draws"], 64);
}

#[test]
fn warnings_stay_off_standard_output() {
    let output = run(&["run", "one-fab", "--draws", "16", "--format", "json"]);
    assert!(
        text(&output.stderr).starts_with("warning: "),
        "{}",
        text(&output.stderr)
    );
    assert!(serde_json::from_slice::<Value>(&output.stdout).is_ok());
}

#[test]
fn names_of_a_run_are_those_of_the_schema() {
    let names = json(&["schema", "outcomes", "--format", "json"]);
    let known: Vec<&str> = names["outcomes"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|o| o["name"].as_str())
        .collect();
    let document = json(&[
        "run", "one-fab", "--draws", "8", "--format", "json", "--quiet",
    ]);
    for name in document["outcomes"].as_object().expect("a map").keys() {
        assert!(known.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn the_schema_is_a_json_schema() {
    has(&json(&["schema"]), &["$schema", "properties"]);
}

#[test]
fn the_other_commands_have_json_too() {
    let list = json(&["list", "--format", "json"]);
    assert_eq!(list[0]["name"], "seven-trillion");
    let die = json(&["die", "--format", "json"]);
    has(&die, &["dies_per_wafer", "models"]);
    has(
        &die["models"][0],
        &["model", "die_yield", "good_dies", "cost_per_good_die_usd"],
    );
    let check = json(&["check", "one-fab", "--format", "json"]);
    assert_eq!(check["valid"], true);
    let explain = json(&[
        "explain",
        "kind.fab.unit_cost",
        "one-fab",
        "--draws",
        "16",
        "--format",
        "json",
    ]);
    has(
        &explain,
        &[
            "value",
            "unit",
            "distribution",
            "sources",
            "origin",
            "effect",
        ],
    );
    assert_eq!(explain["effect"]["draws"], 16);
    let below = json(&["explain", "kind.fab", "one-fab", "--format", "json"]);
    assert!(below.as_array().is_some_and(|list| list.len() > 5));
}

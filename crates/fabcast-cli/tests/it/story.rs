//! `fabcast explain --draw`.

use crate::support::{Folder, json, stderr, stdout};

#[test]
fn a_story_fits_on_a_screen() {
    for scenario in ["seven-trillion", "one-fab", "stargate"] {
        let text = stdout(&["explain", "--draw", "5", scenario, "-q"]);
        assert!(text.lines().count() <= 60, "{text}");
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(80), "{text}");
        assert!(text.contains("What happened"), "{text}");
    }
}

#[test]
fn a_story_is_of_the_draw_that_run_shows() {
    let draw = ["one-fab", "--draw", "7", "--seed", "3", "--format", "json"];
    let story = json(&[&["explain"][..], &draw].concat());
    let run = json(&[&["run"][..], &draw].concat());
    assert_eq!(story["targets"], run["targets"]);
    assert_eq!(story["returns"]["npv"], run["outcomes"]["npv"]);
    assert_eq!(story["all_met"], run["all_met"]);
}

#[test]
fn a_story_has_its_page_in_the_report() {
    let folder = Folder::new();
    let out = folder.join("r");
    stdout(&["explain", "--draw", "7", "one-fab", "--out", &out, "-q"]);
    let page = std::fs::read_to_string(format!("{out}/report.html")).expect("a report");
    assert!(page.contains("id=\"story\"") && page.contains("Draw 7 of seed 1"));
    assert!(std::fs::exists(format!("{out}/explain.json")).expect("a folder"));
}

#[test]
fn a_scenario_without_a_plan_has_a_story_too() {
    let text = stdout(&["explain", "--draw", "1", "no-programme", "-q"]);
    assert!(text.contains("plans nothing"), "{text}");
}

#[test]
fn what_is_no_draw_is_refused() {
    let past = stderr(
        2,
        &["explain", "--draw", "9", "one-fab", "--draws", "5", "-q"],
    );
    assert!(past.contains("there is no draw 9"), "{past}");
    let lhs = [
        "explain", "--draw", "2000", "one-fab", "--design", "lhs", "-q",
    ];
    assert!(stderr(2, &lhs).contains("there is no draw 2000"));
    stderr(2, &["explain", "--draw", "-1", "one-fab"]);
    stderr(2, &["explain", "--draw", "1.5", "one-fab"]);
    stderr(2, &["explain"]);
    let two = stderr(2, &["explain", "wafers", "one-fab", "--draw", "1"]);
    assert!(two.contains("of one scenario"), "{two}");
}

//! Whole outputs. `SNAPSHOTS=overwrite cargo test -p fabcast-cli` rewrites them; read what changed.

use snapbox::{assert_data_eq, file};

use crate::support::{stdout, timeless};

#[test]
fn run_prints_the_verdict() {
    let screen = stdout(&["run", "one-fab", "--draws", "64", "--seed", "1"]);
    assert_data_eq!(timeless(&screen), file!["snapshots/run_one_fab.txt"]);
}

#[test]
fn run_without_a_programme_shows_the_world() {
    let screen = stdout(&["run", "no-programme", "--draws", "64"]);
    assert_data_eq!(timeless(&screen), file!["snapshots/run_no_programme.txt"]);
}

#[test]
fn run_of_the_default_is_one_screen() {
    let screen = stdout(&["run", "--draws", "64", "--relax", "capital,talent"]);
    assert_data_eq!(timeless(&screen), file!["snapshots/run_seven_trillion.txt"]);
    assert!(
        screen.lines().count() <= 60,
        "{} lines",
        screen.lines().count()
    );
    for line in screen.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn list_shows_the_scenarios() {
    assert_data_eq!(stdout(&["list"]), file!["snapshots/list.txt"]);
}

#[test]
fn check_says_what_a_scenario_holds() {
    assert_data_eq!(
        stdout(&["check", "one-fab"]),
        file!["snapshots/check_one_fab.txt"]
    );
}

#[test]
fn explain_tells_all_about_a_parameter() {
    let page = stdout(&["explain", "kind.fab.unit_cost", "one-fab", "--draws", "64"]);
    assert_data_eq!(page, file!["snapshots/explain_unit_cost.txt"]);
}

#[test]
fn explain_lists_what_is_under_a_path() {
    let page = stdout(&["explain", "wafers.logic", "one-fab"]);
    assert_data_eq!(page, file!["snapshots/explain_wafers_logic.txt"]);
}

#[test]
fn die_prints_a_table() {
    assert_data_eq!(stdout(&["die"]), file!["snapshots/die.txt"]);
}

#[test]
fn die_takes_a_node_and_two_sides() {
    let table = stdout(&["die", "--node", "7nm", "--width", "20", "--height", "20"]);
    assert_data_eq!(table, file!["snapshots/die_node.txt"]);
}

/// A screen of an analysis: at most 45 lines of 80 columns.
fn check_screen(arguments: &[&str], snapshot: snapbox::Data) {
    let screen = stdout(arguments);
    assert!(screen.lines().count() <= 45, "{screen}");
    for line in screen.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let lines = screen
        .lines()
        .map(|line| match line.split_once(" draws in ") {
            Some((draws, rest)) => {
                let after = rest.split_once(" s").map_or("", |(_, after)| after);
                format!("{draws} draws in [TIME] s{after}\n")
            }
            None => format!("{line}\n"),
        });
    assert_data_eq!(lines.collect::<String>(), snapshot);
}

#[test]
fn gap_splits_the_gap() {
    check_screen(
        &["gap", "one-fab", "--draws", "16", "--quiet"],
        file!["snapshots/gap_one_fab.txt"],
    );
}

#[test]
fn absorb_shows_the_bend() {
    check_screen(
        &["absorb", "one-fab", "--draws", "16", "--quiet"],
        file!["snapshots/absorb_one_fab.txt"],
    );
}

#[test]
fn compare_sets_side_by_side() {
    let variant = "plan.fab.count=2; capital.investor.banks.commitment=14 bn$";
    check_screen(
        &[
            "compare", "one-fab", "--with", variant, "--draws", "64", "--quiet",
        ],
        file!["snapshots/compare_one_fab.txt"],
    );
}

#[test]
fn value_says_what_knowing_is_worth() {
    check_screen(
        &["value", "one-fab", "--draws", "200", "--quiet"],
        file!["snapshots/value_one_fab.txt"],
    );
}

#[test]
fn a_plan_of_nothing_has_no_share() {
    let arguments = ["run", "seven-trillion", "--set", "end=2029-12"];
    let screen = stdout(&[&arguments[..], &["--draws", "16", "--quiet"]].concat());
    let mut rows = screen.lines().map(str::split_whitespace);
    let shares: Vec<&str> = rows
        .find_map(|mut words| (words.next() == Some("share")).then(|| words.collect()))
        .expect("a row");
    // At the first date nothing is planned yet, at the last something is.
    assert_eq!(
        (shares.first(), shares.last()),
        (Some(&"–"), Some(&"%")),
        "{screen}"
    );
}

//! Messages and exit statuses. Every one says what is wrong and how to go on.

use snapbox::{assert_data_eq, file, str};

use crate::support::{Folder, run, stderr, text};

#[test]
fn an_unknown_scenario() {
    let message = stderr(2, &["run", "nope"]);
    assert_data_eq!(message, file!["snapshots/unknown_scenario.txt"]);
}

#[test]
fn an_unknown_path() {
    let message = stderr(2, &["run", "one-fab", "--set", "kind.fab.unit_cots=3"]);
    assert_data_eq!(message, file!["snapshots/unknown_path.txt"]);
}

#[test]
fn a_wrong_unit() {
    let message = stderr(2, &["run", "one-fab", "--set", "kind.fab.unit_cost=3 GW"]);
    assert_data_eq!(message, file!["snapshots/wrong_unit.txt"]);
}

#[test]
fn several_problems_at_once() {
    let sets = [
        "--set",
        "kind.fab.unit_cost=3 GW",
        "--set",
        "plan.fab.region=mars",
    ];
    let message = stderr(2, &[&["run", "one-fab"], &sets[..]].concat());
    assert!(
        message.contains("GW") && message.contains("mars"),
        "{message}"
    );
    assert!(
        message.ends_with("2 problems; nothing was run.\n"),
        "{message}"
    );
}

#[test]
fn a_file_full_of_errors_says_that_it_is_not_read_to_its_end() {
    let folder = Folder::new();
    let path = folder.join("many.toml");
    let events: String = (0..300).map(|i| format!("[event.e{i}]\n")).collect();
    std::fs::write(&path, events).expect("a file");
    let message = stderr(2, &["check", &path]);
    assert!(
        message.ends_with("200 problems, and maybe more after these; nothing was run.\n"),
        "{}",
        &message[message.len() - 200..]
    );
}

#[test]
fn more_entries_and_longer_labels_than_can_be_shown() {
    let folder = Folder::new();
    let path = folder.join("large.toml");
    let mut text = include_str!("../../../../scenarios/one-fab.toml").to_owned();
    for i in 0..120 {
        text += &format!("[region.r{i}]\nlabel = \"Region {i}\"\n");
    }
    text += &format!("[region.long]\nlabel = \"{}\"\n", "x".repeat(300));
    std::fs::write(&path, text).expect("a file");
    let message = stderr(2, &["check", &path]);
    for wanted in [
        "error[size]: `region` has 12",
        "at most 100",
        "has 300 characters",
    ] {
        assert!(message.contains(wanted), "{wanted}: {message}");
    }
}

#[test]
fn a_misspelt_group() {
    let message = stderr(2, &["run", "--relax", "talents"]);
    assert_data_eq!(message, file!["snapshots/relax_typo.txt"]);
}

#[test]
fn draws_that_are_no_number() {
    let message = stderr(2, &["run", "--draws", "many"]);
    assert_data_eq!(
        message,
        str![[r#"
error: invalid value 'many' for '--draws <N>': expected a whole number such as 2000, 10_000 or 1e4

For more information, try '--help'.

"#]]
    );
}

#[test]
fn a_planned_command() {
    for command in ["plan", "serve"] {
        let message = stderr(2, &[command, "one-fab", "--draws", "10"]);
        assert!(
            message.contains("is planned and not in this version"),
            "{message}"
        );
    }
}

#[test]
fn a_misspelt_command() {
    let message = stderr(2, &["rum"]);
    assert!(
        message.contains("a similar subcommand exists: 'run'"),
        "{message}"
    );
}

#[test]
fn no_command() {
    let message = stderr(2, &[]);
    assert!(message.contains("Usage: fabcast <COMMAND>"), "{message}");
}

#[test]
fn a_misspelt_parameter() {
    let message = stderr(2, &["explain", "kind.fab.unit-cost", "one-fab"]);
    assert_data_eq!(message, file!["snapshots/explain_typo.txt"]);
}

#[test]
fn a_die_out_of_range() {
    let message = stderr(2, &["die", "--area", "0", "--salvage", "1.5"]);
    assert_data_eq!(
        message,
        str![[r#"
error: --area is 0: expected an area above 0 mm²
--salvage is 1.5: expected a share from 0 to 1

"#]]
    );
}

#[test]
fn an_unknown_node() {
    let message = stderr(2, &["die", "--node", "n6"]);
    assert!(message.contains("Known are: n90,"), "{message}");
}

#[test]
fn a_text_that_is_not_embedded() {
    let message = stderr(2, &["show", "one-fabs"]);
    assert!(message.contains("did you mean `one-fab`?"), "{message}");
}

#[test]
fn an_invalid_scenario_in_json() {
    let arguments = [
        "check",
        "one-fab",
        "--set",
        "kind.fab.unit_cost=3 GW",
        "--format",
        "json",
    ];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(2));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(document["valid"], false);
    assert_eq!(document["errors"][0]["code"], "unit");
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn quiet_says_nothing_but_results() {
    let output = run(&["run", "one-fab", "--draws", "16", "--quiet"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
    assert!(!output.stdout.is_empty());
}

#[test]
fn a_file_that_is_not_there() {
    let message = stderr(2, &["check", "missing/scenario.toml"]);
    assert!(message.contains("missing/scenario.toml"), "{message}");
}

#[test]
fn check_and_run_agree_on_what_the_engine_lacks() {
    let folder = Folder::new();
    let text = "format = 1\nname = \"india\"\ntitle = \"India\"\nextends = \"one-fab\"\n[region.india]\n\
                label = \"India\"\n[region.india.datacentre]\n\
                permit = { value = \"12 months (6 to 24)\", assumption = \"x\" }\n";
    let file = folder.join("india.toml");
    std::fs::write(&file, text).expect("written");
    let says = "error[missing]: `region.india.datacentre` lacks `permit_planned`, `build`";
    for command in [&["check", &file][..], &["run", &file, "--draws", "8"]] {
        let message = stderr(2, command);
        assert!(
            message.contains(says) && message.contains("india.toml:8:"),
            "{message}"
        );
    }
    let output = run(&["check", &file, "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    let checked: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(checked["valid"], false);
    let error = &checked["errors"][0];
    assert_eq!(
        (&error["code"], &error["line"]),
        (&"missing".into(), &8.into())
    );
}

/// Arguments are anybody's: a script hands on what it was given.
#[test]
fn arguments_that_are_not_understood_send_no_escape_codes() {
    for wrong in [
        &["run", "one-fab", "--fo\u{1b}[31m\u{202e}o"][..],
        &["run", "one-fab", "--draws", "\u{1b}[2J"],
        &["r\u{1b}]0;un\u{7}"],
    ] {
        let message = stderr(2, wrong);
        assert!(message.contains("\\u{1b}"), "{message:?}");
        let obeyed = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!message.contains(obeyed), "{message:?}");
    }
}

//! `fabcast discover`: scenarios and tables.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Folder, json, stderr, stdout};

fn uniform(state: &mut u64) -> f64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    ((*state >> 11) as f64 + 0.5) / (1u64 << 53) as f64
}

/// Successes where `x1 < 0.5` and `x4 > 0.6`, of six inputs.
fn table() -> String {
    let mut text = "x1,x2,x3,x4,x5,x6,y\n".to_owned();
    let mut state = 11;
    for _ in 0..1_000 {
        let x: [f64; 6] = std::array::from_fn(|_| uniform(&mut state));
        let y = if x[0] < 0.5 && x[3] > 0.6 { 1.0 } else { 0.0 };
        x.iter().for_each(|x| {
            let _ = write!(text, "{x},");
        });
        let _ = writeln!(text, "{y}");
    }
    text
}

#[test]
fn a_table_gives_its_box() {
    let folder = Folder::new();
    let file = folder.join("table.csv");
    std::fs::write(&file, table()).expect("written");
    let arguments = ["discover", "--table", &file, "--where", "y >= 1"];
    let found = json(&[&arguments[..], &["--format", "json"]].concat());
    let chosen = &found["chosen"];
    let limits = chosen["limits"].as_object().expect("a map");
    assert_eq!(limits.keys().collect::<Vec<_>>(), ["x1", "x4"], "{chosen}");
    let near =
        |value: &Value, expected: f64| (value.as_f64().expect("a number") - expected).abs() < 0.03;
    assert!(
        near(&limits["x1"][1], 0.5) && near(&limits["x4"][0], 0.6),
        "{chosen}"
    );
    for key in ["coverage", "density", "mass", "restricted", "limits"] {
        assert!(found["trajectory"][0][key] != Value::Null, "{key}");
    }
    let screen = stdout(&arguments);
    assert!(screen.contains("x1 under 0.5"), "{screen}");
    assert!(screen.contains("quasi-p"), "{screen}");
    let says = stderr(2, &["discover", "--table", &file, "--where", "y >= 2"]);
    assert!(says.contains("nothing to tell apart"), "{says}");
    let says = stderr(2, &["discover", "--table", &file, "--where", "z >= 2"]);
    assert!(says.contains("no column `z`"), "{says}");
    let says = stderr(2, &["discover", "--table", &file]);
    assert!(says.contains("--where"), "{says}");
}

#[test]
fn a_scenario_gives_a_sentence_in_its_units() {
    let arguments = [
        "discover", "one-fab", "--where", "npv >= 0", "--draws", "400", "--quiet",
    ];
    let of = |threads: &str| {
        let mut found =
            json(&[&arguments[..], &["--format", "json", "--threads", threads]].concat());
        found["elapsed_seconds"] = Value::Null;
        found
    };
    let found = of("1");
    assert_eq!(found, of("3"));
    let sentence = found["chosen"]["sentence"].as_str().expect("text");
    assert!(sentence.contains("of the futures with"), "{sentence}");
    assert!(found["dimensions"]["typical.us.plant.build"]["unit"] == "month");
    assert!(!found["tree"].as_array().expect("a list").is_empty());
}

#[test]
fn a_plan_that_never_works_is_said_so() {
    let found = json(&["discover", "--draws", "400", "--quiet", "--format", "json"]);
    let note = found["note"].as_str().expect("text");
    assert!(
        note.contains("400 futures") && note.contains("--where"),
        "{note}"
    );
    assert_eq!(found["successes"], 40);
}

#[test]
fn the_report_has_a_section_for_each_analysis() {
    let folder = Folder::new();
    let out = folder.join("report");
    stdout(&[
        "discover", "one-fab", "--where", "npv >= 0", "--draws", "300", "--quiet", "--out", &out,
    ]);
    stdout(&[
        "sensitivity",
        "one-fab",
        "--outcome",
        "npv",
        "--draws",
        "64",
        "--quiet",
        "--out",
        &out,
    ]);
    let page = std::fs::read_to_string(format!("{out}/report.html")).expect("a report");
    assert!(page.contains("What must be true") && page.contains("What moves it: sensitivity"));
    for file in ["discover.json", "sensitivity.json"] {
        assert!(
            std::path::Path::new(&format!("{out}/{file}")).exists(),
            "{file}"
        );
    }
}

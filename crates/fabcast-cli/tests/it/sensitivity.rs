//! `fabcast sensitivity`: scenarios, other people's tables, and what is refused.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Folder, json, stderr, stdout};

/// A small generator: a table needs numbers, not good ones.
fn uniform(state: &mut u64) -> f64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    ((*state >> 11) as f64 + 0.5) / (1u64 << 53) as f64
}

/// `y = 4·a + 2·b + a·b` in centred inputs of standard deviation 1/√12, `c` without effect.
fn model(x: [f64; 3]) -> f64 {
    4.0 * x[0] + 2.0 * x[1] + (x[0] - 0.5) * (x[1] - 0.5)
}

/// Rows of a design in Saltelli's layout: inputs and outcome.
fn design(n: usize) -> Vec<([f64; 3], f64)> {
    let mut state = 7;
    let mut rows = Vec::new();
    for _ in 0..n {
        let mut point = || std::array::from_fn(|_| uniform(&mut state));
        let (a, b): ([f64; 3], [f64; 3]) = (point(), point());
        rows.push(a);
        for k in 0..3 {
            let mut mixed = a;
            mixed[k] = b[k];
            rows.push(mixed);
        }
        rows.push(b);
    }
    rows.into_iter().map(|x| (x, model(x))).collect()
}

fn csv(rows: &[([f64; 3], f64)], draws: Option<&[usize]>) -> String {
    let mut text = match draws {
        Some(_) => "draw,a,b,c,y\n".to_owned(),
        None => "a,b,c,y\n".to_owned(),
    };
    for (row, (x, y)) in rows.iter().enumerate() {
        if let Some(draws) = draws {
            let _ = write!(text, "{},", draws[row]);
        }
        let _ = writeln!(text, "{},{},{},{y}", x[0], x[1], x[2]);
    }
    text
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is a number"))
}

#[test]
fn a_design_of_somebody_else_gives_both_orders() {
    let folder = Folder::new();
    let rows = design(1_024);
    let file = folder.join("design.csv");
    std::fs::write(
        &file,
        csv(&rows, Some(&(0..rows.len()).collect::<Vec<_>>())),
    )
    .expect("written");
    let arguments = [
        "sensitivity",
        "--table",
        &file,
        "--outcome",
        "y",
        "--format",
        "json",
    ];
    let found = json(&arguments);
    assert_eq!(found["method"], "saltelli-table");
    assert_eq!(found["rows"], 1_024);
    // variances 16/12, 4/12 and 1/144
    let all = 20.0 / 12.0 + 1.0 / 144.0;
    let known = [
        ("a", 16.0 / 12.0, 1.0 / 144.0),
        ("b", 4.0 / 12.0, 1.0 / 144.0),
        ("c", 0.0, 0.0),
    ];
    for (name, alone, shared) in known {
        let row = &found["indices"][name];
        let near = |index: &str, conf: &str, expected: f64| {
            let (value, conf) = (number(&row[index]), number(&row[conf]));
            assert!(
                (value - expected).abs() <= 1.5 * conf + 1e-12,
                "{name} {row}"
            );
        };
        near("S1", "S1_conf", alone / all);
        near("ST", "ST_conf", (alone + shared) / all);
    }
    let wide = json(&[&arguments[..], &["--level", "0.999"]].concat());
    let conf = |found: &Value| number(&found["indices"]["a"]["S1_conf"]);
    assert!(conf(&wide) > 1.3 * conf(&found));
    let screen = stdout(&arguments[..5]);
    assert!(screen.contains("° not distinguishable from 0"), "{screen}");
}

#[test]
fn shuffled_and_mismatched_tables_are_refused() {
    let folder = Folder::new();
    let rows = design(64);
    let refused = |name: &str, text: &str, more: &[&str]| {
        let file = folder.join(name);
        std::fs::write(&file, text).expect("written");
        stderr(2, &[&["sensitivity", "--table", &file], more].concat())
    };
    // rows shuffled with their draws
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.rotate_left(101);
    order.swap(3, 77);
    let shuffled: Vec<_> = order.iter().map(|&row| rows[row]).collect();
    let says = refused(
        "shuffled.csv",
        &csv(&shuffled, Some(&order)),
        &["--outcome", "y"],
    );
    assert!(
        says.contains("shuffled") && says.contains("Sort the table by `draw`"),
        "{says}"
    );
    // a row is missing, and no draws say which
    let mut short = rows.clone();
    short.remove(42);
    let says = refused("short.csv", &csv(&short, None), &["--outcome", "y"]);
    assert!(says.contains("does not fit in"), "{says}");
    // a draw twice
    let mut draws: Vec<usize> = (0..rows.len()).collect();
    draws[9] = 4;
    let says = refused("twice.csv", &csv(&rows, Some(&draws)), &["--outcome", "y"]);
    assert!(
        says.contains("draw 4 stands in row 5 and again in row 10"),
        "{says}"
    );
    // results of other draws
    let mut inputs = "draw,a,b,c\n".to_owned();
    let mut results = "draw,y\n".to_owned();
    for (row, (x, y)) in rows.iter().enumerate() {
        let _ = writeln!(inputs, "{row},{},{},{}", x[0], x[1], x[2]);
        let _ = writeln!(results, "{},{y}", row + 1);
    }
    let file = folder.join("y.csv");
    std::fs::write(&file, &results).expect("written");
    let says = refused("x.csv", &inputs, &["--results", &file]);
    assert!(
        says.contains("row 1 is draw 0 in") && says.contains("draw 1 in"),
        "{says}"
    );
    // a misspelt column
    let says = refused("ok.csv", &csv(&rows, None), &["--outcome", "z"]);
    assert!(says.contains("no column `z`"), "{says}");
}

#[test]
fn any_sample_gives_the_first_order() {
    let folder = Folder::new();
    let mut state = 3;
    let rows: Vec<([f64; 3], f64)> = (0..2_000)
        .map(|_| {
            let x = std::array::from_fn(|_| uniform(&mut state));
            (x, model(x))
        })
        .collect();
    let file = folder.join("sample.csv");
    std::fs::write(&file, csv(&rows, None)).expect("written");
    let found = json(&[
        "sensitivity",
        "--table",
        &file,
        "--outcome",
        "y",
        "--format",
        "json",
    ]);
    assert_eq!(found["method"], "given-data");
    let s1 = |name: &str| number(&found["indices"][name]["S1"]);
    assert!((s1("a") - 0.797).abs() < 0.04, "{}", s1("a"));
    assert!((s1("b") - 0.199).abs() < 0.05, "{}", s1("b"));
    assert!(s1("c").abs() < 0.03, "{}", s1("c"));
    assert_eq!(found["indices"]["a"]["ST"], Value::Null);
}

fn small(more: &[&str]) -> Value {
    let arguments = [
        "sensitivity",
        "one-fab",
        "--draws",
        "64",
        "--format",
        "json",
        "--quiet",
    ];
    let mut found = json(&[&arguments[..], more].concat());
    found["elapsed_seconds"] = Value::Null;
    found
}

#[test]
fn a_scenario_gives_the_same_for_any_number_of_threads() {
    let found = small(&[
        "--outcome",
        "npv",
        "--group",
        "accelerators",
        "--group",
        "market",
        "--threads",
        "1",
    ]);
    assert_eq!(
        found,
        small(&[
            "--outcome",
            "npv",
            "--group",
            "accelerators",
            "--group",
            "market",
            "--threads",
            "3"
        ])
    );
    // the world's correlations lie within the groups, so Sobol' indices hold
    assert_eq!(found["method"], "sobol");
    let indices = found["indices"].as_object().expect("a map");
    assert!(indices.len() > 50);
    for row in indices.values() {
        ["S1", "S1_conf", "ST", "ST_conf"].iter().for_each(|key| {
            number(&row[*key]);
        });
    }
    assert!(found["regional"]["noise_floor"].is_number());
    assert!(!found["tornado"].as_array().expect("a list").is_empty());
}

#[test]
fn parameters_may_be_taken_together() {
    let found = small(&["--outcome", "npv", "--group", "subsystems"]);
    assert!(
        found["indices"]["talent"].is_object(),
        "{}",
        found["indices"]
    );
    let found = small(&["--outcome", "npv", "--group", "market,capital.investor"]);
    let indices = &found["indices"];
    assert!(indices["market"].is_object() && indices["capital.investor"].is_object());
    assert!(indices["market.rent"].is_null());
    let says = stderr(2, &["sensitivity", "one-fab", "--group", "weather"]);
    assert!(
        says.contains("`weather`") && says.contains("talent"),
        "{says}"
    );
}

#[test]
fn correlated_inputs_get_shapley_effects() {
    // the world correlates two growth rates of accelerators
    let sets = |groups: &str| small(&["--outcome", "others_h100e_2035", "--group", groups]);
    // both are of one part of the model, so parts are independent
    assert_eq!(sets("subsystems")["method"], "sobol");
    let parts = "market,talent,capital,finance,events,projects,equipment,wafers,policy";
    for groups in [parts, "talent"] {
        let found = sets(groups);
        assert_eq!(found["method"], "shapley");
        let note = found["method_note"].as_str().expect("text");
        assert!(
            note.contains("correlated") && note.contains("growth_per_wafer"),
            "{note}"
        );
        let effects = found["indices"].as_object().expect("a map").values();
        let sum: f64 = effects.filter_map(|row| row["Sh"].as_f64()).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }
}

#[test]
fn elementary_effects_screen() {
    let found = small(&["--outcome", "npv", "--method", "morris"]);
    let effects = found["morris"].as_object().expect("a map");
    assert!(effects.values().any(|row| number(&row["mu_star"]) > 0.0));
    assert!(effects.values().all(|row| row["mu_star_conf"].is_number()));
}

#[test]
fn what_has_no_variance_is_refused() {
    let says = stderr(
        2,
        &[
            "sensitivity",
            "one-fab",
            "--draws",
            "16",
            "--outcome",
            "moicc",
        ],
    );
    assert!(says.contains("did you mean `moic`"), "{says}");
    let says = stderr(2, &["sensitivity", "one-fab", "--where", "npv is high"]);
    assert!(says.contains("is no condition"), "{says}");
    let says = stderr(
        2,
        &["sensitivity", "--table", "absent.csv", "--outcome", "y"],
    );
    assert!(says.contains("could not read absent.csv"), "{says}");
}

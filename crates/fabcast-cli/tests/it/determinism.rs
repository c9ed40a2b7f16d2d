//! The same bytes for any number of threads; any draw alone.

use serde_json::Value;

use crate::support::{Folder, json, run};

/// The document without what the clock decides.
fn timeless(mut document: Value) -> Value {
    let map = document.as_object_mut().expect("a map");
    map.remove("elapsed_seconds");
    map.remove("draws_per_second");
    document
}

#[test]
fn threads_change_nothing() {
    // more than one chunk, and not a whole one
    let results = ["1", "2", "7"].map(|threads| {
        let folder = Folder::new();
        let out = folder.join("out");
        let arguments = [
            "run",
            "one-fab",
            "--draws",
            "301",
            "--format",
            "json",
            "--quiet",
            "--threads",
            threads,
            "--out",
            &out,
        ];
        let document = timeless(json(&arguments));
        let file = |name: &str| std::fs::read(folder.path().join("out").join(name)).expect(name);
        (
            document,
            file("draws.parquet"),
            file("series.parquet"),
            file("scenario.toml"),
        )
    });
    assert!(results[0] == results[1] && results[0] == results[2]);
}

#[test]
fn a_draw_alone_is_the_draw_among_others() {
    let outcomes = |first: &str, draws: &str| {
        let run = json(&[
            "run",
            "one-fab",
            "--quiet",
            "--format",
            "json",
            "--first-draw",
            first,
            "--draws",
            draws,
        ]);
        run["outcomes"].clone()
    };
    let together = outcomes("6", "3");
    let alone = ["6", "7", "8"].map(|draw| outcomes(draw, "1"));
    let mut compared = 0;
    for (name, outcome) in together.as_object().expect("a map") {
        let mut values: Vec<f64> = alone
            .iter()
            .filter_map(|run| run[name]["mean"].as_f64())
            .collect();
        if values.len() == 3 {
            values.sort_by(f64::total_cmp);
            assert_eq!(outcome["p50"].as_f64(), Some(values[1]), "{name}");
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn the_resolved_scenario_gives_the_same_draws() {
    let folder = Folder::new();
    let (first, second) = (folder.join("first"), folder.join("second"));
    let base = [
        "run",
        "one-fab",
        "--draws",
        "40",
        "--quiet",
        "--set",
        "plan.fab.count=2",
        "--out",
        &first,
    ];
    assert_eq!(run(&base).status.code(), Some(0));
    let resolved = folder.join("first/scenario.toml");
    let again = [
        "run", &resolved, "--draws", "40", "--quiet", "--out", &second,
    ];
    assert_eq!(run(&again).status.code(), Some(0));
    for name in ["draws.parquet", "series.parquet", "scenario.toml"] {
        let read = |folder: &str| std::fs::read(format!("{folder}/{name}")).expect(name);
        assert!(read(&first) == read(&second), "{name} differs");
    }
}

#[test]
fn ways_to_write_the_same_number_of_draws() {
    let draws = ["100", "1_00", "1e2"].map(|draws| {
        timeless(json(&[
            "run", "one-fab", "--format", "json", "--quiet", "--draws", draws,
        ]))
    });
    assert!(draws[0] == draws[1] && draws[0] == draws[2]);
}

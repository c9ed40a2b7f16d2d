//! Shards, interruptions, precisions and replays: how a run was computed changes no byte.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Folder, json, run, run_in, stderr, text};

const FILES: [&str; 4] = [
    "draws.parquet",
    "series.parquet",
    "report.html",
    "scenario.toml",
];

pub fn read(folder: &str, name: &str) -> Vec<u8> {
    fs::read(Path::new(folder).join(name))
        .unwrap_or_else(|error| panic!("{folder}/{name}: {error}"))
}

/// `summary.json` without what the clock decides.
pub fn summary(folder: &str) -> Value {
    let mut summary: Value = serde_json::from_slice(&read(folder, "summary.json")).expect("JSON");
    let map = summary.as_object_mut().expect("a map");
    map.remove("elapsed_seconds");
    map.remove("draws_per_second");
    summary
}

pub fn assert_same(one: &str, other: &str) {
    for name in FILES {
        assert!(
            read(one, name) == read(other, name),
            "{name} of {one} and {other}"
        );
    }
    assert!(
        summary(one) == summary(other),
        "summary.json of {one} and {other}"
    );
}

pub fn succeeds(arguments: &[&str]) {
    let output = run(arguments);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{arguments:?}: {}",
        text(&output.stderr)
    );
}

/// Draws of the runs below: more than a row group, and not a whole one.
const DRAWS: &str = "9000";
/// Their last month: early, since how draws are kept does not depend on how long each takes.
pub const END: &str = "end=2028-06";

pub fn arguments<'a>(out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let base = [
        "run",
        "one-fab",
        "--set",
        END,
        "--quiet",
        "--draws",
        DRAWS,
        "--columns",
        "outcomes,talent.*",
    ];
    [&base[..], &["--out", out], more].concat()
}

#[test]
fn shards_add_up_to_one_run() {
    let folder = Folder::new();
    let whole = folder.join("whole");
    succeeds(&arguments(&whole, &["--threads", "1"]));
    // Shards of whole row groups, and of less.
    for of in [2, 3] {
        let shards: Vec<String> = (1..=of)
            .map(|i| folder.join(&format!("{of}-{i}")))
            .collect();
        for (i, shard) in shards.iter().enumerate() {
            succeeds(&arguments(shard, &["--shard", &format!("{}/{of}", i + 1)]));
            assert!(
                !Path::new(shard).join("summary.json").exists(),
                "it would read as a run"
            );
        }
        let merged = folder.join(&format!("merged-{of}"));
        let order = shards.iter().rev().map(String::as_str);
        let merge: Vec<&str> = ["merge", "--quiet", "--out", &merged]
            .into_iter()
            .chain(order)
            .collect();
        succeeds(&merge);
        assert_same(&whole, &merged);
    }
}

#[test]
fn shards_that_do_not_fit_are_named() {
    let folder = Folder::new();
    let shard = |name: &str, more: &[&str]| {
        let out = folder.join(name);
        let base = [
            "run",
            "one-fab",
            "--quiet",
            "--draws",
            "600",
            "--no-draws",
            "--out",
            &out,
        ];
        succeeds(&[&base[..], more].concat());
        out
    };
    let one = shard("one", &["--shard", "1/3"]);
    let two = shard("two", &["--shard", "2/3"]);
    let again = shard("again", &["--shard", "2/3"]);
    let seed = shard("seed", &["--shard", "3/3", "--seed", "8"]);
    let other = shard("other", &["--shard", "3/3", "--set", "plan.fab.count=2"]);
    let out = folder.join("out");
    let merge = |shards: &[&String]| {
        let shards: Vec<&str> = shards.iter().map(|shard| shard.as_str()).collect();
        let message = stderr(2, &[&["merge", "--out", &out], &shards[..]].concat());
        assert!(!Path::new(&out).exists());
        message
    };
    assert!(merge(&[&one, &two]).contains("shard 3 of 3 is missing"));
    let message = merge(&[&one, &two, &again]);
    assert!(message.contains(&format!(
        "shard 2 is there more than once: in {two} and {again}"
    )));
    let message = merge(&[&one, &two, &seed]);
    assert!(
        message.contains(&format!("the seed is 1 in {one} and 8 in {seed}")),
        "{message}"
    );
    let message = merge(&[&one, &two, &other]);
    assert!(message.contains("compare their scenario.toml"), "{message}");
    let message = merge(&[&folder.join("nothing")]);
    assert!(message.contains("no shard"), "{message}");
    for (wrong, says) in [("4/3", "such as 3/64"), ("1/9", "use at most 5")] {
        let base = [
            "run", "one-fab", "--draws", "600", "--out", &out, "--shard", wrong,
        ];
        let message = stderr(2, &base);
        assert!(message.contains(says), "{message}");
    }
}

#[test]
fn another_version_is_refused() {
    let folder = Folder::new();
    let out = folder.join("shard");
    succeeds(&[
        "run", "one-fab", "--quiet", "--draws", "200", "--shard", "1/2", "--out", &out,
    ]);
    let path = Path::new(&out).join("parts/run.json");
    let settings = fs::read_to_string(&path).expect("there");
    let version = format!("\"engine_version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(settings.contains(&version));
    fs::write(
        &path,
        settings.replace(&version, "\"engine_version\": \"0.0.9\""),
    )
    .expect("written");
    let message = stderr(2, &["merge", &out, "--out", &folder.join("out")]);
    assert!(
        message.contains("was written by fabcast 0.0.9"),
        "{message}"
    );
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_a_clear_error() {
    let folder = Folder::new();
    let out = folder.join("out");
    // No file may have more than 8 blocks of 512 bytes, or of 1,024 in some shells.
    let limited =
        "trap '' XFSZ; ulimit -f 8; exec \"$0\" run one-fab --quiet --draws 8 --out \"$1\"";
    let output = std::process::Command::new("sh")
        .args(["-c", limited, env!("CARGO_BIN_EXE_fabcast"), &out])
        .output()
        .expect("there is a shell");
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(
        message.contains("could not write") && message.contains("too large"),
        "{message}"
    );
    assert!(!Path::new(&out).join("summary.json").exists());
    // When there is room, the same folder takes the run.
    succeeds(&["run", "one-fab", "--quiet", "--draws", "8", "--out", &out]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_files_is_a_clear_error() {
    // Not even root makes folders there.
    let message = stderr(
        1,
        &[
            "run",
            "one-fab",
            "--quiet",
            "--draws",
            "8",
            "--out",
            "/proc/self/out",
        ],
    );
    assert!(
        message.contains("could not create /proc/self/out"),
        "{message}"
    );
}

#[test]
fn a_precision_is_reached_at_the_same_draw_with_any_threads() {
    let draws = ["1", "2", "5"].map(|threads| {
        let base = [
            "run",
            "one-fab",
            "--quiet",
            "--format",
            "json",
            "--draws",
            "5000",
            "--threads",
            threads,
        ];
        let goals = ["--until", "p50(irr) +- 8 %", "--until", "probability ± 4 %"];
        json(&[&base[..], &goals].concat())
    });
    for document in &draws {
        assert_eq!(document["draws"], draws[0]["draws"]);
        assert_eq!(document["outcomes"], draws[0]["outcomes"]);
        for goal in document["until"].as_array().expect("a list") {
            assert_eq!(goal["reached"], true, "{goal}");
            assert!(goal["half_width"].as_f64() <= goal["tolerance"].as_f64());
        }
    }
    let done = draws[0]["draws"].as_u64().expect("a number");
    assert!(
        (512..2_000).contains(&done) && done.is_multiple_of(128),
        "{done}"
    );
    let missed = json(&[
        "run",
        "one-fab",
        "--quiet",
        "--format",
        "json",
        "--draws",
        "512",
        "--until",
        "mean(npv) ± 0.01 %",
    ]);
    assert_eq!(missed["until"][0]["reached"], false);
    let warnings = missed["warnings"].to_string();
    assert!(
        warnings.contains("about") && warnings.contains("draws would do"),
        "{warnings}"
    );
    for (goal, says) in [
        (
            "p50(delivered_h100e_2003) ± 1 %",
            "did you mean `delivered_h100e_2030`?",
        ),
        ("p50(irr)", "expected `p50(OUTCOME) ± 1 %`"),
        ("p99.9(irr) ± 1 %", "needs at least 3,838 draws"),
    ] {
        let message = stderr(2, &["run", "one-fab", "--draws", "2000", "--until", goal]);
        assert!(message.contains(says), "{message}");
    }
}

#[test]
fn given_vectors_give_the_draws_they_came_from() {
    let folder = Folder::new();
    let (first, second) = (folder.join("first"), folder.join("second"));
    for design in ["random", "lhs", "sobol"] {
        let base = [
            "run", "one-fab", "--quiet", "--draws", "40", "--force", "--design", design, "--out",
            &first,
        ];
        succeeds(&base);
        let from = format!("{first}/draws.parquet");
        succeeds(&[
            "run",
            "one-fab",
            "--quiet",
            "--force",
            "--draws-from",
            &from,
            "--out",
            &second,
        ]);
        let document = summary(&second);
        assert_eq!(
            document["outcomes"],
            summary(&first)["outcomes"],
            "{design}"
        );
        assert_eq!(document["series"], summary(&first)["series"], "{design}");
        assert_eq!(
            (&document["design"], &document["draws"]),
            (&"given".into(), &40.into())
        );
    }
}

#[test]
fn vectors_from_csv_are_checked() {
    let folder = Folder::new();
    let given = |content: &str, more: &[&str]| {
        fs::write(folder.path().join("v.csv"), content).expect("written");
        let base = [
            "run",
            "one-fab",
            "--format",
            "json",
            "--draws-from",
            "v.csv",
        ];
        run_in(folder.path(), &[&base[..], more].concat())
    };
    let output = given("kind.fab.unit_cost,deploy.life\n30,5\n40,6\n", &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stderr).contains("stay at their centre"),
        "{}",
        text(&output.stderr)
    );
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(document["draws"], 2);
    for (content, says) in [
        (
            "kind.fab.unit_costs\n1\n",
            "did you mean `kind.fab.unit_cost`?",
        ),
        ("deploy.life\n-5\n", "row 1: -5 is not from"),
        ("deploy.life\n", "it has no rows"),
        (
            "deploy.life,kind.fab.unit_cost\n5,\n",
            "row 1: a value is missing",
        ),
        ("deploy.life\nlong\n", "expected a number, found `long`"),
    ] {
        let output = given(content, &[]);
        let message = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains(says), "{message}");
    }
    let output = given("deploy.life\n5\n", &["--draws", "3"]);
    assert!(text(&output.stderr).contains("has 1 rows and 3 are asked for"));
}

#[test]
fn one_draw_is_the_draw_of_the_ensemble() {
    let folder = Folder::new();
    let out = folder.join("out");
    for design in ["random", "sobol", "lhs"] {
        let base = [
            "run", "one-fab", "--quiet", "--format", "json", "--draws", "64", "--design", design,
        ];
        let alone = json(&[&base[..], &["--draw", "13", "--out", &out]].concat());
        assert_eq!(alone["design"], design);
        let months = alone["months"].as_array().map(Vec::len);
        let csv = text(&read(&out, "draw-13.csv"));
        assert_eq!(Some(csv.lines().count() - 1), months);
        assert!(read(&out, "draw-13.parquet").starts_with(b"PAR1"));
        // Given to the run again, its parameters give the same outcomes.
        let parameters = alone["parameters"].as_object().expect("a map");
        let names: Vec<&str> = parameters.keys().map(String::as_str).collect();
        let values: Vec<String> = parameters.values().map(Value::to_string).collect();
        let table = format!("{}\n{}\n", names.join(","), values.join(","));
        fs::write(folder.path().join("one.csv"), table).expect("written");
        let again = json(&[
            "run",
            "one-fab",
            "--quiet",
            "--format",
            "json",
            "--draws-from",
            &folder.join("one.csv"),
        ]);
        for (name, outcome) in again["outcomes"].as_object().expect("a map") {
            // JSON is read here to within the last bit.
            let [a, b] = [&outcome["mean"], &alone["outcomes"][name]["value"]];
            let [a, b] = [a.as_f64().expect("a number"), b.as_f64().expect("a number")];
            assert!((a - b).abs() <= 1e-9 * a.abs(), "{design} {name}: {a} {b}");
        }
    }
    let message = stderr(
        2,
        &[
            "run", "one-fab", "--design", "lhs", "--draws", "10", "--draw", "10",
        ],
    );
    assert!(message.contains("there is no draw 10"), "{message}");
}

#[test]
fn columns_are_chosen_by_name() {
    let folder = Folder::new();
    let out = folder.join("out");
    succeeds(&[
        "run",
        "one-fab",
        "--quiet",
        "--draws",
        "16",
        "--no-draws",
        "--out",
        &out,
    ]);
    assert!(!Path::new(&out).join("draws.parquet").exists());
    let message = stderr(
        2,
        &[
            "run",
            "one-fab",
            "--draws",
            "16",
            "--columns",
            "irr,talents.*",
            "--out",
            &out,
        ],
    );
    assert!(
        message.contains("there is no column `talents.*`"),
        "{message}"
    );
}

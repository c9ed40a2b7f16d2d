//! Files that commands write, and files that they leave alone.

use std::fs;

use crate::support::{Folder, run, run_in, text};

const FILES: [&str; 5] = [
    "summary.json",
    "report.html",
    "draws.parquet",
    "series.parquet",
    "scenario.toml",
];

fn arguments(out: &str) -> Vec<&str> {
    vec!["run", "one-fab", "--draws", "16", "--out", out]
}

#[test]
fn a_run_writes_its_files_and_may_be_repeated() {
    let folder = Folder::new();
    let out = folder.join("out");
    for repeat in [false, true] {
        let output = run(&arguments(&out));
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let messages = text(&output.stderr);
        assert!(
            messages.contains(&format!("wrote {out}/report.html")),
            "{messages}"
        );
        assert_eq!(messages.contains("is written over"), repeat, "{messages}");
        let mut names: Vec<String> = fs::read_dir(&out)
            .expect("made")
            .map(|entry| {
                entry
                    .expect("readable")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        let mut expected = [&FILES[..], &[".fabcast"]].concat();
        expected.sort_unstable();
        assert_eq!(names, expected);
    }
}

#[test]
fn the_summary_is_the_document_that_is_printed() {
    let folder = Folder::new();
    let out = folder.join("out");
    let output = run(&[&arguments(&out)[..], &["--format", "json"]].concat());
    let summary = fs::read(folder.path().join("out/summary.json")).expect("written");
    assert!(summary == output.stdout);
}

#[test]
fn files_of_somebody_else_are_left_alone() {
    let folder = Folder::new();
    let out = folder.join("");
    fs::write(folder.path().join("thesis.txt"), "words").expect("written");
    let output = run(&arguments(&out));
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("thesis.txt"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
    let forced = run(&[&arguments(&out)[..], &["--force"]].concat());
    assert_eq!(forced.status.code(), Some(0), "{}", text(&forced.stderr));
    assert_eq!(
        fs::read_to_string(folder.path().join("thesis.txt")).expect("there"),
        "words"
    );
}

#[test]
fn a_file_is_no_folder_for_results() {
    let folder = Folder::new();
    fs::write(folder.path().join("out"), "").expect("written");
    let output = run(&arguments(&folder.join("out")));
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
}

#[test]
fn a_trace_is_written_when_asked_for() {
    let folder = Folder::new();
    let out = folder.join("out");
    let output = run(&[&arguments(&out)[..], &["--trace", "--central"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(folder.path().join("out/trace.parquet").is_file());
}

#[test]
fn a_new_scenario_runs_and_is_never_overwritten() {
    let folder = Folder::new();
    let new = |name: &str| run_in(folder.path(), &["new", name]);
    assert_eq!(new("my-fab").status.code(), Some(0));
    let before = fs::read(folder.path().join("my-fab.toml")).expect("written");
    assert_eq!(new("my-fab").status.code(), Some(2));
    assert_eq!(
        fs::read(folder.path().join("my-fab.toml")).expect("there"),
        before
    );
    for wrong in ["My Fab", "../x", "", "-x", "x-"] {
        assert_eq!(new(wrong).status.code(), Some(2), "{wrong}");
    }
    let output = run_in(
        folder.path(),
        &["run", "my-fab.toml", "--draws", "16", "--audit"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(
        run_in(folder.path(), &["check", "my-fab.toml"])
            .status
            .code(),
        Some(0)
    );
}

#[test]
fn shown_scenarios_are_valid_files() {
    let folder = Folder::new();
    for (name, resolved) in [("one-fab", false), ("one-fab", true), ("stargate", true)] {
        let arguments: &[&str] = if resolved {
            &["show", name, "--resolved"]
        } else {
            &["show", name]
        };
        let shown = run(arguments).stdout;
        fs::write(folder.path().join("shown.toml"), shown).expect("written");
        let output = run_in(folder.path(), &["check", "shown.toml"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
}

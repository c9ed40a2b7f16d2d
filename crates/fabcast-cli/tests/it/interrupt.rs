//! Readers that go away and users who lose patience.

use std::process::Stdio;

use crate::support::fabcast_in;

#[test]
fn a_closed_pipe_is_no_failure() {
    for arguments in [
        &["show", "seven-trillion"][..],
        &["schema"],
        &["run", "one-fab", "--draws", "8"],
    ] {
        let mut child = fabcast_in(&std::env::temp_dir(), &[arguments, &[]].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {messages}");
        assert!(!messages.contains("panicked"), "{messages}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_is_done() {
    use std::process::Command;
    use std::time::{Duration, Instant};

    use crate::support::Folder;

    let folder = Folder::new();
    let out = folder.join("out");
    let arguments = [
        "run", "one-fab", "--draws", "1e7", "--format", "json", "--out", &out,
    ];
    let child = fabcast_in(folder.path(), &arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // the handler stands before the first file is made
    let started = Instant::now();
    while !folder.path().join("out/parts/run.json").exists() {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "it does not start"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(1000));
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.expect("kill is there").success());
    let output = child.wait_with_output().expect("it ends");
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{messages}");
    assert!(
        messages.contains("Interrupted: the results are those of "),
        "{messages}"
    );
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let done = document["draws"].as_u64().expect("a number");
    assert!(done > 0 && done < 10_000_000, "{done}");
    for name in [
        "summary.json",
        "report.html",
        "draws.parquet",
        "series.parquet",
        "scenario.toml",
    ] {
        assert!(folder.path().join("out").join(name).is_file(), "{name}");
    }
}

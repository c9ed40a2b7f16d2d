//! Files of somebody else, and of another run: nothing is lost, and nothing mixed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::ensembles::{END, assert_same, succeeds};
use crate::support::{Folder, fabcast_in, run, run_in, stderr, text};

/// A short run of more than one shard.
const SMALL: [&str; 7] = ["run", "one-fab", "--set", END, "--quiet", "--draws", "256"];

fn small<'a>(out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&SMALL[..], &["--out", out], more].concat()
}

/// Every file below a folder with its bytes, but for the journals.
fn bytes_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("there") {
        let path = entry.expect("readable").path();
        match path.is_dir() {
            true => all.extend(bytes_of(&path)),
            false if path.ends_with(".fabcast") => {}
            false => drop(all.insert(path.display().to_string(), fs::read(&path).expect("there"))),
        }
    }
    all
}

#[test]
fn a_folder_called_parts_is_not_ours() {
    let folder = Folder::new();
    let out = folder.join("p");
    fs::create_dir_all(folder.path().join("p/parts")).expect("made");
    assert!(stderr(2, &small(&out, &[])).contains("did not write there: parts"));
    fs::write(folder.path().join("p/parts/run.json"), "{\"mine\": 1}").expect("written");
    let before = bytes_of(folder.path());
    assert!(stderr(2, &small(&out, &[])).contains("parts"));
    assert_eq!(bytes_of(folder.path()), before);
    let said = run(&small(&out, &["--force"]));
    assert_eq!(said.status.code(), Some(0), "{}", text(&said.stderr));
    assert!(
        text(&said.stderr).contains("kept as"),
        "{}",
        text(&said.stderr)
    );
    let kept = fs::read_to_string(folder.path().join("p/parts.kept/run.json"));
    assert_eq!(kept.expect("kept"), "{\"mine\": 1}");
    // The same where an earlier run has been written.
    fs::create_dir(folder.path().join("p/parts")).expect("made");
    assert!(stderr(2, &small(&out, &[])).contains("did not write there: parts"));
}

#[test]
fn what_a_command_reads_is_never_written_over() {
    let folder = Folder::new();
    let at = |name: &str| folder.path().join(name);
    let mine =
        "# my notes\nformat = 1\nname = \"mine\"\ntitle = \"Mine\"\nextends = \"base.toml\"\n";
    let base = String::from_utf8(run(&["show", "one-fab"]).stdout).expect("UTF-8");
    fs::write(at("base.toml"), base).expect("written");
    for name in [
        "scenario.toml",
        "gap.json",
        "report.html",
        "draw-3.json",
        "draw-3.toml",
    ] {
        fs::write(at(name), mine).expect("written");
    }
    fs::copy(at("scenario.toml"), at("mine.toml")).expect("copied");
    let before = bytes_of(folder.path());
    let refused = |arguments: &[&str]| {
        for force in [&[][..], &["--force"]] {
            let output = run_in(folder.path(), &[arguments, force].concat());
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            assert_eq!(bytes_of(folder.path()), before, "{arguments:?}");
        }
        text(&run_in(folder.path(), &[arguments, &["--force"]].concat()).stderr)
    };
    let says = refused(&["run", "scenario.toml", "--draws", "8", "--out", "."]);
    assert!(says.contains("scenario.toml is read here"), "{says}");
    refused(&[
        "run",
        "./scenario.toml",
        "--draws",
        "8",
        "--out",
        "../",
        "--shard",
        "1/1",
        "--out",
        ".",
    ]);
    // A table that would be replaced, and a scenario that extends what would be.
    succeeds(&small(&folder.join("old"), &[]));
    fs::write(
        at("above.toml"),
        "format = 1\nname = \"a\"\ntitle = \"A\"\nextends = \"old/scenario.toml\"\n",
    )
    .expect("written");
    let before = bytes_of(folder.path());
    for arguments in [
        &[
            "run",
            "one-fab",
            "--draws-from",
            "old/draws.parquet",
            "--out",
            "old",
        ][..],
        &["run", "above.toml", "--draws", "8", "--out", "old"],
    ] {
        let output = run_in(folder.path(), &[arguments, &["--force"]].concat());
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert!(
            text(&output.stderr).contains("is read here"),
            "{}",
            text(&output.stderr)
        );
        assert_eq!(bytes_of(folder.path()), before);
    }
    // The resolved scenario of a run may be run again where it is: it stays as it is.
    let again = run_in(
        folder.path(),
        &["run", "old/scenario.toml", "--draws", "256", "--out", "old"],
    );
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
    assert_eq!(bytes_of(&at("old")).keys().len(), 5);
}

#[test]
fn analyses_leave_files_of_others_alone() {
    let folder = Folder::new();
    fs::write(folder.path().join("report.html"), "mine").expect("written");
    let out = folder.join("");
    let before = bytes_of(folder.path());
    for arguments in [
        &["gap", "one-fab", "--draws", "8"][..],
        &["investors", "one-fab", "--draws", "8"],
        &["backtest", "models"],
        &["explain", "--draw", "3", "one-fab"],
        &["run", "one-fab", "--draw", "3"],
    ] {
        let message = stderr(2, &[arguments, &["--out", &out]].concat());
        assert!(message.contains("report.html"), "{message}");
        assert_eq!(bytes_of(folder.path()), before, "{arguments:?}");
    }
    let forced = run(&["backtest", "models", "--out", &out, "--force", "--quiet"]);
    assert_eq!(forced.status.code(), Some(0));
    assert!(
        text(&forced.stderr).contains("report.kept.html"),
        "{}",
        text(&forced.stderr)
    );
    assert_eq!(
        fs::read(folder.path().join("report.kept.html")).expect("kept"),
        b"mine"
    );
}

#[test]
fn an_edited_workbook_is_kept_and_that_is_said() {
    let folder = Folder::new();
    let out = folder.join("out");
    let workbook = folder.path().join("out/workbook.xlsx");
    succeeds(&small(&out, &["--xlsx"]));
    // As fabcast wrote it, it goes with the run that it belongs to.
    succeeds(&small(&out, &[]));
    assert!(!workbook.exists());
    succeeds(&small(&out, &["--xlsx"]));
    let mut edited = fs::read(&workbook).expect("there");
    edited.push(b'!');
    fs::write(&workbook, &edited).expect("written");
    let output = run(&small(&out, &[]));
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stderr);
    assert!(
        said.contains("workbook.xlsx has been changed") && said.contains("workbook.kept.xlsx"),
        "{said}"
    );
    assert_eq!(
        fs::read(folder.path().join("out/workbook.kept.xlsx")).expect("kept"),
        edited
    );
}

#[test]
fn a_merge_never_touches_its_shards() {
    let folder = Folder::new();
    let shards: Vec<String> = (1..=2).map(|n| folder.join(&format!("s{n}"))).collect();
    for (n, shard) in shards.iter().enumerate() {
        succeeds(&small(shard, &["--shard", &format!("{}/2", n + 1)]));
    }
    let before = bytes_of(folder.path());
    let merge = |out: &str, force: &[&str]| {
        let base = ["merge", &shards[0], &shards[1], "--out", out];
        stderr(2, &[&base[..], force].concat())
    };
    for out in ["s1", "s2", "s1/parts", "s1/../s2", "s1/new"] {
        for force in [&[][..], &["--force"]] {
            let message = merge(&folder.join(out), force);
            assert!(message.contains("is read here"), "{out}: {message}");
            assert_eq!(bytes_of(folder.path()), before, "{out}");
        }
    }
}

/// A run that takes long, once it has its folder.
fn long_run(out: &str) -> Child {
    let arguments = [
        "run",
        "one-fab",
        "--draws",
        "1e7",
        "--no-draws",
        "--out",
        out,
    ];
    let child = fabcast_in(&std::env::temp_dir(), &arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let started = Instant::now();
    while !Path::new(out).join("scenario.toml").exists() {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "it does not start"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    child
}

#[cfg(unix)]
fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill")
        .args([name, &id])
        .status();
    assert!(sent.expect("kill is there").success());
}

#[cfg(unix)]
#[test]
fn a_folder_has_one_writer_and_two_signals_are_one_request() {
    let folder = Folder::new();
    let out = folder.join("out");
    let child = long_run(&out);
    let who = format!("in use: fabcast run (process {}", child.id());
    for arguments in [
        small(&out, &[]),
        small(&out, &["--force"]),
        vec!["run", "--resume", &out],
        vec!["gap", "one-fab", "--draws", "8", "--out", &out],
        vec!["merge", &out, "--out", &folder.join("whole")],
        vec!["run", "one-fab", "--draw", "3", "--out", &out, "--force"],
    ] {
        let message = stderr(2, &arguments);
        assert!(message.contains(&who), "{arguments:?}: {message}");
    }
    assert!(!folder.path().join("whole").exists());
    // `timeout` signals the process and then its group.
    signal(&child, "-TERM");
    signal(&child, "-TERM");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(folder.path().join("out/summary.json").exists());
}

#[cfg(unix)]
#[test]
fn a_lock_goes_with_its_process() {
    let folder = Folder::new();
    let out = folder.join("out");
    let mut child = long_run(&out);
    signal(&child, "-KILL");
    child.wait().expect("it ends");
    succeeds(&small(&out, &["--force"]));
    let whole = folder.join("whole");
    succeeds(&small(&whole, &[]));
    assert_same(&whole, &out);
}

/// A shard, and what else makes it a whole run.
fn shards(folder: &Folder) -> [String; 2] {
    [1, 2].map(|n| {
        let out = folder.join(&format!("s{n}"));
        succeeds(&small(
            &out,
            &["--columns", "irr", "--shard", &format!("{n}/2")],
        ));
        out
    })
}

#[test]
fn what_has_been_changed_is_neither_continued_nor_merged() {
    let folder = Folder::new();
    let [one, two] = shards(&folder);
    let whole = folder.join("whole");
    let refused = |name: &str, change: &dyn Fn(String) -> String| {
        let path = Path::new(&one).join(name);
        let before = fs::read_to_string(&path).expect("there");
        let after = change(before.clone());
        assert_ne!(before, after, "{name}");
        fs::write(&path, after).expect("written");
        for arguments in [
            vec!["run", "--resume", &one],
            vec!["merge", &one, &two, "--out", &whole],
        ] {
            let message = stderr(2, &arguments);
            assert!(message.contains(name), "{arguments:?}: {message}");
            assert!(!message.contains("panicked"), "{message}");
        }
        // Nor is it lost to a new run.
        let message = stderr(2, &small(&one, &[]));
        assert!(message.contains("--force to lose it"), "{message}");
        assert!(!Path::new(&whole).exists());
        fs::write(&path, before).expect("written");
    };
    let replace =
        |from: &'static str, to: &'static str| move |text: String| text.replacen(from, to, 1);
    refused("scenario.toml", &|text| text.replacen("2024", "2023", 1));
    refused("scenario.toml", &|text| text + "\n");
    refused("parts/run.json", &replace("\"draws\": 256", "\"draws\": 0"));
    refused(
        "parts/run.json",
        &replace("\"draws\": 256", "\"draws\": 100000000000000"),
    );
    refused("parts/run.json", &replace("\"number\": 1", "\"number\": 0"));
    refused("parts/run.json", &replace("\"of\": 2", "\"of\": 0"));
    refused(
        "parts/run.json",
        &replace("\"of\": 2", "\"of\": 1000000000000"),
    );
    refused("parts/run.json", &replace("\"seed\": 1", "\"seed\": 2"));
    refused(
        "parts/run.json",
        &replace("\"trace\": false", "\"trace\": true"),
    );
    refused("parts/run.json", &|text| text[..text.len() / 2].to_owned());
    // Whole again, it is what it was.
    succeeds(&["merge", &one, &two, "--out", &whole, "--quiet"]);
}

#[test]
fn damaged_and_foreign_parts_are_named() {
    let folder = Folder::new();
    let [one, two] = shards(&folder);
    let other = folder.join("other");
    succeeds(&small(
        &other,
        &["--columns", "irr", "--seed", "8", "--shard", "1/2"],
    ));
    let part = |shard: &str| {
        let files = fs::read_dir(Path::new(shard).join("parts")).expect("there");
        let mut names = files.map(|file| file.expect("readable").path());
        let is_rows = |path: &std::path::PathBuf| path.extension().is_some_and(|e| e == "parquet");
        names.find(is_rows).expect("rows")
    };
    let path = part(&one);
    let before = fs::read(&path).expect("there");
    let merge = || stderr(2, &["merge", &one, &two, "--out", &folder.join("whole")]);
    for place in (0..22).map(|n| n * before.len() / 22) {
        let mut bytes = before.clone();
        bytes[place] ^= 1 << (place % 8);
        fs::write(&path, bytes).expect("written");
        let message = merge();
        // A bit of the digest itself makes it another run's.
        let named = ["is not as the run wrote it", "is of another run"];
        assert!(
            named.iter().any(|says| message.contains(says)),
            "byte {place}: {message}"
        );
    }
    fs::copy(part(&other), &path).expect("copied");
    let message = merge();
    assert!(message.contains("is of another run"), "{message}");
    fs::remove_file(&path).expect("removed");
    assert!(merge().contains("is missing"));
    // The state of another run is no better.
    fs::write(&path, &before).expect("written");
    for name in ["state.bin", "state.durable.bin"] {
        let of = |shard: &str| Path::new(shard).join("parts").join(name);
        fs::copy(of(&other), of(&one)).expect("copied");
    }
    let message = merge();
    assert!(message.contains("state.bin is of another run"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_journal_keeps_nobody_waiting() {
    let folder = Folder::new();
    let [one, two] = shards(&folder);
    let journal = Path::new(&one).join(".fabcast");
    fs::remove_file(&journal).expect("there");
    let made = std::process::Command::new("mkfifo").arg(&journal).status();
    assert!(made.expect("mkfifo is there").success());
    // The parts prove themselves.
    succeeds(&[
        "merge",
        &one,
        &two,
        "--quiet",
        "--out",
        &folder.join("whole"),
    ]);
    let message = stderr(2, &small(&one, &[]));
    assert!(message.contains(".fabcast"), "{message}");
}

//! A trace is the same whether a run is done at once, goes on after interruptions, or is put together from shards.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use fabcast::folder::{Claim, Folder};
use fabcast::merge::merge;
use fabcast::output::draws::ROW_GROUP;
use fabcast::run::{Runtime, resume, start};
use fabcast::store::{Settings, Shard};

use crate::common::scenario;

fn settings(draws: u64, shard: Option<Shard>) -> Settings {
    Settings {
        draws,
        seed: 1,
        trace: true,
        shard,
        ..Settings::default()
    }
}

/// Starts a run, or goes on with it; `see` is told how many draws are done and says whether to stop. Whether
/// it was interrupted.
fn run(out: &Path, settings: &Settings, see: &mut (dyn FnMut(u64) -> bool + Send)) -> bool {
    let stop = AtomicBool::new(false);
    let runtime = Runtime {
        stop: Some(&stop),
        ..Runtime::default()
    };
    let mut watch = |done: u64| stop.store(see(done), Ordering::Relaxed);
    let claim = Claim::default();
    let output = if out.join("parts").exists() {
        let folder = Folder::to_go_on(out, &claim).expect("opened");
        resume(&folder, runtime, &mut watch)
    } else {
        let scenario = scenario("no-programme", &["end=2024-05"]);
        let folder = Folder::of_run(out, &claim, "").expect("opened");
        start(&scenario, settings, runtime, Some(&folder), &mut watch)
    };
    output.expect("runs").interrupted
}

fn trace(out: &Path) -> Vec<u8> {
    fs::read(out.join("trace.parquet")).expect("a trace")
}

/// A folder for a test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("fabcast-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    folder
}

/// Copies a folder with what is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("there") {
        let entry = entry.expect("there");
        let to = to.join(entry.file_name());
        match entry.file_type().expect("known").is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).expect("copied")),
        }
    }
}

#[test]
fn a_trace_of_a_killed_run_is_whole() {
    let folder = folder("killed-trace");
    let (whole, killed) = (folder.join("whole"), folder.join("killed"));
    let settings = settings(ROW_GROUP + 264, None);
    // What is in the folder while a row group is in hand is what a kill leaves there.
    let mut see = |done: u64| {
        if done > ROW_GROUP && !killed.exists() {
            copy(&whole, &killed);
        }
        false
    };
    assert!(!run(&whole, &settings, &mut see));
    assert!(!whole.join("parts").exists());
    assert!(!killed.join("trace.parquet").exists());
    assert!(!run(&killed, &settings, &mut |_| false));
    assert!(trace(&killed) == trace(&whole));
    fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn a_trace_does_not_depend_on_how_it_was_made() {
    let folder = folder("trace");
    let at = |name: &str| folder.join(name);
    let of = |shard| settings(1_100, shard);
    assert!(!run(&at("whole"), &of(None), &mut |_| false));
    let whole = trace(&at("whole"));

    let stopped = at("stopped");
    assert!(run(&stopped, &of(None), &mut |_| true));
    let first = trace(&stopped);
    // What a process wrote that was killed before it kept its state does not count.
    fs::write(stopped.join("parts/trace-0000000600.parquet"), b"torn").expect("written");
    assert!(run(&stopped, &of(None), &mut |_| true));
    assert!(first.len() < trace(&stopped).len() && trace(&stopped).len() < whole.len());
    assert!(!run(&stopped, &of(None), &mut |_| false));
    assert!(trace(&stopped) == whole, "an interrupted run differs");

    let shards: Vec<PathBuf> = (1..=2)
        .map(|number| {
            let out = at(&format!("shard-{number}"));
            assert!(!run(&out, &of(Some(Shard { number, of: 2 })), &mut |_| {
                false
            }));
            assert!(!out.join("trace.parquet").exists());
            out
        })
        .collect();
    let merged = Folder::of_run(&at("merged"), &Claim::default(), "").expect("opened");
    merge(&shards, &merged).expect("merges");
    assert!(trace(&at("merged")) == whole, "shards differ");
    fs::remove_dir_all(&folder).expect("removed");
}

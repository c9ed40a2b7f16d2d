//! A trace is the same whether a run is done at once, goes on after interruptions, or is put together from shards.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use fabcast::merge::merge;
use fabcast::run::{Runtime, resume, start};
use fabcast::store::{Settings, Shard};

use crate::common::scenario;

const DRAWS: u64 = 1_500;

fn settings(shard: Option<Shard>) -> Settings {
    Settings {
        draws: DRAWS,
        seed: 1,
        trace: true,
        shard,
        ..Settings::default()
    }
}

/// Starts a run, or goes on with it, until some draws are done; whether it was interrupted.
fn until(out: &Path, draws: u64, shard: Option<Shard>) -> bool {
    let stop = AtomicBool::new(false);
    let runtime = Runtime {
        stop: Some(&stop),
        ..Runtime::default()
    };
    let mut watch = |done: u64| stop.store(done >= draws, Ordering::Relaxed);
    let output = if out.join("parts").exists() {
        resume(out, runtime, &mut watch)
    } else {
        let scenario = scenario("one-fab", &["end=2024-12"]);
        start(&scenario, &settings(shard), runtime, Some(out), &mut watch)
    };
    output.expect("runs").interrupted
}

#[test]
fn a_trace_does_not_depend_on_how_it_was_made() {
    let folder = std::env::temp_dir().join(format!("fabcast-trace-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    let at = |name: &str| folder.join(name);
    let trace = |out: &Path| fs::read(out.join("trace.parquet")).expect("a trace");
    assert!(!until(&at("whole"), DRAWS + 1, None));
    let whole = trace(&at("whole"));
    assert!(!at("whole/parts").exists());

    let stopped = at("stopped");
    assert!(until(&stopped, 1, None));
    let first = trace(&stopped);
    assert!(first.len() < whole.len(), "it was stopped");
    // What a process wrote that was killed before it kept its state does not count.
    fs::write(stopped.join("parts/trace-0000000600.parquet"), b"torn").expect("written");
    assert!(until(&stopped, 1, None));
    assert!(first.len() < trace(&stopped).len() && trace(&stopped).len() < whole.len());
    while until(&stopped, DRAWS + 1, None) {}
    assert!(
        trace(&stopped) == whole,
        "the trace of an interrupted run differs"
    );

    let shards: Vec<PathBuf> = (1..=2)
        .map(|number| {
            let out = at(&format!("shard-{number}"));
            assert!(!until(&out, DRAWS + 1, Some(Shard { number, of: 2 })));
            assert!(!out.join("trace.parquet").exists());
            out
        })
        .collect();
    merge(&shards, &at("merged")).expect("merges");
    assert!(trace(&at("merged")) == whole, "the trace of shards differs");
    fs::remove_dir_all(&folder).expect("removed");
}

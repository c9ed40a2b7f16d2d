//! Runs that are interrupted or killed: they lose little, say so, and end with the same bytes.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::ensembles::{arguments, assert_same, read, succeeds, summary};
use crate::support::{Folder, fabcast_in, stderr, text};

/// Starts a run and sends it a signal as soon as it has written a part.
fn stopped(out: &str, signal: &str, part: &str) -> std::process::Output {
    let child = fabcast_in(&std::env::temp_dir(), &arguments(out, &[]))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let started = Instant::now();
    while !Path::new(out).join("parts").join(part).exists() {
        assert!(
            started.elapsed() < Duration::from_secs(120),
            "it does not start"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    let id = child.id().to_string();
    let killed = std::process::Command::new("kill")
        .args([signal, &id])
        .status();
    assert!(killed.expect("kill is there").success());
    child.wait_with_output().expect("it ends")
}

#[test]
fn a_killed_run_goes_on_and_ends_the_same() {
    let folder = Folder::new();
    let (whole, killed) = (folder.join("whole"), folder.join("killed"));
    succeeds(&arguments(&whole, &[]));
    // Killed with the first row group in hand, and then with the second.
    for part in ["run.json", "state.bin"] {
        let output = stopped(&killed, "-KILL", part);
        assert_eq!(output.status.code(), None);
        for name in [
            "summary.json",
            "report.html",
            "draws.parquet",
            "series.parquet",
        ] {
            assert!(
                !Path::new(&killed).join(name).exists(),
                "{name} reads as complete"
            );
        }
        if part == "run.json" {
            continue; // with nothing done a new run may take its place
        }
        let message = stderr(2, &arguments(&killed, &[]));
        assert!(message.contains("4,096 of 9,000 draws done"), "{message}");
        succeeds(&["run", "--resume", &killed, "--quiet"]);
    }
    assert_same(&whole, &killed);
    assert!(!Path::new(&killed).join("parts").exists());
    let message = stderr(2, &["run", "--resume", &killed]);
    assert!(message.contains("no unfinished run"), "{message}");
}

/// Draws of a run that its files vouch for, and the row groups among them.
fn kept(out: &str) -> (u64, u64) {
    let parts = Path::new(out).join("parts");
    let groups = fs::read_dir(&parts).map_or(0, |files| {
        let names = files.map(|file| file.expect("readable").file_name());
        // A part that does not fill its row group has one more number in its name.
        let is_part = |name: &str| {
            name.starts_with("draws-")
                && name.ends_with(".parquet")
                && name.matches('-').count() == 1
        };
        names
            .filter(|name| is_part(&name.to_string_lossy()))
            .count()
    });
    let draws = fs::read(parts.join("state.bin")).map_or(0, |state| {
        u64::from_le_bytes(state[16..24].try_into().expect("eight bytes"))
    });
    (draws, groups as u64)
}

#[test]
fn kills_at_any_moment_lose_no_more_than_a_row_group() {
    let folder = Folder::new();
    let (whole, killed) = (folder.join("whole"), folder.join("killed"));
    let start = Instant::now();
    succeeds(&arguments(&whole, &[]));
    let took = start.elapsed();
    let mut before = 0;
    // Moments over one and a half times the run, spread by the golden ratio; a new process each.
    for attempt in 1..=10_u32 {
        let moment = took.mul_f64(0.05 + (f64::from(attempt) * 0.618_034).fract() * 0.6);
        let begun = Path::new(&killed).join("parts/run.json").exists();
        let resume = vec!["run", "--quiet", "--resume", &killed];
        let arguments = if begun {
            resume
        } else {
            arguments(&killed, &[])
        };
        let mut child = fabcast_in(&std::env::temp_dir(), &arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(moment);
        child.kill().expect("it was there");
        let output = child.wait_with_output().expect("it ends");
        if let Some(code) = output.status.code() {
            assert_eq!(code, 0, "{arguments:?}: {}", text(&output.stderr));
            break;
        }
        if Path::new(&killed).join("summary.json").exists() {
            break; // killed when all was written
        }
        let (draws, groups) = kept(&killed);
        assert!(draws >= before, "{draws} draws, {before} before");
        assert!(
            draws + 4096 >= 4096 * groups,
            "{draws} draws, {groups} row groups"
        );
        before = draws;
    }
    if Path::new(&killed).join("parts/run.json").exists() {
        succeeds(&["run", "--quiet", "--resume", &killed]);
    }
    assert_same(&whole, &killed);
}

#[test]
fn a_run_killed_after_an_interruption_takes_each_draw_once() {
    let folder = Folder::new();
    let (whole, stop) = (folder.join("whole"), folder.join("stop"));
    succeeds(&arguments(&whole, &[]));
    let output = stopped(&stop, "-TERM", "state.bin");
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    // The state of an interruption, beside a part that a later process wrote and was killed before it vouched
    // for it.
    let (draws, _) = kept(&stop);
    let later = format!("{stop}/parts/draws-{:08}.parquet", draws / 4096);
    if !Path::new(&later).exists() {
        fs::write(&later, "torn").expect("written");
    }
    succeeds(&["run", "--resume", &stop, "--quiet"]);
    assert_same(&whole, &stop);
}

#[test]
fn an_interrupted_run_says_so_and_goes_on() {
    let folder = Folder::new();
    let (whole, stop) = (folder.join("whole"), folder.join("stop"));
    succeeds(&arguments(&whole, &[]));
    let output = stopped(&stop, "-TERM", "state.bin");
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{message}");
    assert!(
        message.contains(&format!("`fabcast run --resume {stop}` continues it")),
        "{message}"
    );
    let partial = summary(&stop);
    assert_eq!(partial["complete"], false);
    assert_eq!(partial["draws_asked"], 9_000);
    let warning = partial["warnings"][0].as_str().expect("a warning");
    assert!(warning.starts_with("Interrupted: "), "{warning}");
    assert!(text(&read(&stop, "report.html")).contains("Interrupted: "));
    let remark = b"fabcast.incomplete";
    let has_remark = |folder: &str| {
        read(folder, "draws.parquet")
            .windows(remark.len())
            .any(|bytes| bytes == remark)
    };
    assert!(has_remark(&stop) && !has_remark(&whole));
    succeeds(&["run", "--resume", &stop, "--quiet", "--threads", "1"]);
    assert_same(&whole, &stop);
}

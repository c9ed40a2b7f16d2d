//! Runs, resumes and merges that are killed at any moment, run out of disk, lose their folder or meet another writer:
//! no file is lost or mixed, and in the end the bytes are those of a run that nobody disturbed.
//!
//! A plain test does one round of each kind; `cargo xtask torture` goes on for minutes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::ensembles::{assert_same, succeeds};
use crate::support::{Folder, fabcast_in, text};

/// A run of more than a row group that takes little time: how files are kept does not depend on what is in them.
fn arguments<'a>(out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let base = [
        "run",
        "no-programme",
        "--set",
        "end=2024-12",
        "--quiet",
        "--draws",
        "4200",
        "--columns",
        "outcomes",
    ];
    [&base[..], &["--out", out], more].concat()
}

/// Numbers that look random and follow from a seed.
struct Random(u64);

impl Random {
    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// What undisturbed runs wrote, and how often what happened to others.
struct Torture {
    folder: Folder,
    random: Random,
    /// Time of an undisturbed run.
    took: Duration,
    /// Largest file of one \[bytes\].
    largest: u64,
    counts: BTreeMap<&'static str, u64>,
}

/// Ways to disturb.
const KINDS: [fn(&mut Torture); 5] = [
    Torture::killed_runs,
    Torture::killed_merges,
    Torture::full_disk,
    Torture::lost_folder,
    Torture::two_writers,
];

fn has(folder: &str, name: &str) -> bool {
    Path::new(folder).join(name).exists()
}

fn started(arguments: &[&str]) -> Child {
    fabcast_in(&std::env::temp_dir(), arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// Every file below a folder but its journal, with its bytes.
fn bytes_of(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("there") {
        let path = entry.expect("readable").path();
        let name = path.display().to_string();
        match path.is_dir() {
            true => all.extend(bytes_of(&name)),
            false if path.ends_with(".fabcast") => {}
            false => drop(all.insert(name, fs::read(&path).expect("readable"))),
        }
    }
    all
}

impl Torture {
    fn new(seed: u64) -> Torture {
        let folder = Folder::new();
        let begun = Instant::now();
        succeeds(&arguments(&folder.join("whole"), &[]));
        let took = begun.elapsed();
        succeeds(&arguments(&folder.join("other"), &["--seed", "2"]));
        for n in ["1", "2"] {
            let shard = format!("{n}/2");
            succeeds(&arguments(&folder.join(n), &["--shard", &shard]));
        }
        let sizes = bytes_of(&folder.join("whole"));
        let largest = sizes.values().map(|bytes| bytes.len() as u64).max();
        Torture {
            folder,
            random: Random(seed),
            took,
            largest: largest.expect("files"),
            counts: BTreeMap::new(),
        }
    }

    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    /// A moment of a run, or soon after it.
    fn moment(&mut self) -> Duration {
        self.took.mul_f64(self.random.share() * 1.1)
    }

    /// An empty place to write into.
    fn place(&self) -> String {
        let out = self.folder.join("out");
        if has(&out, "") {
            fs::remove_dir_all(&out).expect("removed");
        }
        out
    }

    /// Ends a process with SIGKILL at some moment; its status if it was faster.
    fn kill(&mut self, child: Child) -> Option<i32> {
        std::thread::sleep(self.moment());
        self.kill_now(child)
    }

    /// The status of a process that ended, which never panicked.
    fn ended(&self, output: Output) -> Option<i32> {
        let said = text(&output.stderr);
        assert!(!said.contains("panicked"), "{said}");
        output.status.code()
    }

    /// Continues the run of a folder, or begins it again where none is left.
    fn go_on(&self, out: &str) -> Vec<String> {
        let words: Vec<&str> = match has(out, "parts/run.json") {
            true => vec!["run", "--quiet", "--resume", out],
            false => arguments(out, &[]),
        };
        words.into_iter().map(str::to_owned).collect()
    }

    /// The folder ends as if nothing had been.
    fn ends_the_same(&mut self, out: &str) {
        // All may be written, and some of the parts still to be removed.
        if has(out, "parts") || !has(out, "summary.json") {
            let words = self.go_on(out);
            succeeds(&words.iter().map(String::as_str).collect::<Vec<_>>());
        }
        assert_same(&self.folder.join("whole"), out);
        assert!(!has(out, "parts"), "parts are left");
        self.count("ended with the same bytes");
    }

    fn killed_runs(&mut self) {
        let out = self.place();
        for _ in 0..4 {
            let words = self.go_on(&out);
            let child = started(&words.iter().map(String::as_str).collect::<Vec<_>>());
            if let Some(code) = self.kill(child) {
                assert_eq!(code, 0, "{words:?}");
                break;
            }
            if has(&out, "summary.json") && !has(&out, "parts/run.json") {
                break;
            }
        }
        self.ends_the_same(&out);
    }

    fn killed_merges(&mut self) {
        let out = self.place();
        let shards = ["1", "2"].map(|n| self.folder.join(n));
        let before = shards.each_ref().map(|shard| bytes_of(shard));
        let words = [
            "merge", &shards[1], &shards[0], "--out", &out, "--force", "--quiet",
        ];
        // A merge takes less time than the run.
        for _ in 0..3 {
            let child = started(&words);
            std::thread::sleep(self.moment().mul_f64(0.2));
            self.kill_now(child);
        }
        succeeds(&words);
        assert_same(&self.folder.join("whole"), &out);
        assert!(
            shards.each_ref().map(|shard| bytes_of(shard)) == before,
            "a shard is changed"
        );
        self.count("ended with the same bytes");
    }

    fn kill_now(&mut self, mut child: Child) -> Option<i32> {
        child.kill().expect("it was there");
        let code = self.ended(child.wait_with_output().expect("it ends"));
        self.count(if code.is_none() {
            "killed"
        } else {
            "faster than the kill"
        });
        code
    }

    /// No file may become larger than some size: as on a full disk a write fails, or the process is ended by a signal.
    fn full_disk(&mut self) {
        let out = self.place();
        for trap in ["trap '' XFSZ;", ""] {
            let blocks = (self.random.share() * 1.1 * self.largest as f64 / 512.0) as u64;
            let words = self.go_on(&out);
            let script = format!("{trap} ulimit -f {blocks}; exec \"$@\"");
            let ended = Command::new("sh")
                .args(["-c", &script, "sh", env!("CARGO_BIN_EXE_fabcast")])
                .args(&words)
                .stdin(Stdio::null())
                .output()
                .expect("sh starts");
            let said = text(&ended.stderr);
            match self.ended(ended) {
                Some(0) => self.count("disk was large enough"),
                Some(code) => {
                    assert_eq!(code, 1, "{blocks} blocks: {said}");
                    assert!(said.contains("could not write"), "{said}");
                    self.count("told of a full disk");
                }
                None => self.count("ended by a full disk"),
            }
        }
        self.ends_the_same(&out);
    }

    fn lost_folder(&mut self) {
        let out = self.place();
        let gone = self.folder.join("gone");
        let child = started(&arguments(&out, &[]));
        std::thread::sleep(self.moment());
        let moved = fs::rename(&out, &gone).is_ok();
        let code = self.ended(child.wait_with_output().expect("it ends"));
        match (moved, code) {
            (true, Some(0)) => {
                // It was done before, or what it says it wrote is there.
                let place = if has(&gone, "summary.json") {
                    &gone
                } else {
                    &out
                };
                assert_same(&self.folder.join("whole"), place);
                self.count("done before its folder was lost");
            }
            (true, Some(1)) => self.count("told of a lost folder"),
            (false, Some(0)) => self.count("folder was not there yet"),
            other => panic!("folder moved, status: {other:?}"),
        }
        let _ = fs::remove_dir_all(&gone);
        let out = self.place();
        self.ends_the_same(&out);
    }

    fn two_writers(&mut self) {
        // At once, and at any moment of the first.
        for delay in [Duration::ZERO, self.moment()] {
            self.a_second_writer(delay);
        }
    }

    fn a_second_writer(&mut self, delay: Duration) {
        let out = self.place();
        let first = started(&arguments(&out, &[]));
        std::thread::sleep(delay);
        let second = started(&arguments(&out, &["--seed", "2", "--force"]));
        let [first, second] =
            [first, second].map(|child| child.wait_with_output().expect("it ends"));
        let says = text(&second.stderr);
        let codes = [self.ended(first), self.ended(second)];
        let last = match codes {
            [Some(0), Some(2)] => {
                assert!(says.contains("in use"), "{says}");
                self.count("second writer refused");
                "whole"
            }
            [Some(2), Some(0)] => {
                self.count("first writer refused");
                "other"
            }
            [Some(0), Some(0)] => {
                self.count("one writer after the other");
                "other"
            }
            other => panic!("{other:?}: {says}"),
        };
        // Each that opened the folder wrote all of its results before the next one did.
        let journal = fs::read_to_string(Path::new(&out).join(".fabcast")).expect("there");
        for of_one in journal.split("\nopen ").skip(1) {
            let is_summary =
                |line: &&str| line.starts_with("file ") && line.ends_with(" summary.json");
            assert_eq!(of_one.lines().filter(is_summary).count(), 1, "{journal}");
        }
        assert_same(&self.folder.join(last), &out);
        self.count("ended with the same bytes");
    }
}

#[test]
fn each_kind_of_harm_once() {
    let mut torture = Torture::new(7);
    for kind in KINDS {
        kind(&mut torture);
    }
    assert!(
        torture.counts["ended with the same bytes"] >= 5,
        "{:?}",
        torture.counts
    );
}

/// `FABCAST_TORTURE` is a seed, and for how many seconds.
#[test]
#[ignore = "runs as long as `cargo xtask torture` says"]
fn for_as_long_as_asked() {
    let asked = std::env::var("FABCAST_TORTURE").expect("what `cargo xtask torture` asks for");
    let (seed, seconds) = asked.split_once(' ').expect("seed and seconds");
    let time = Duration::from_secs(seconds.parse().expect("whole seconds"));
    let begun = Instant::now();
    let mut torture = Torture::new(seed.parse().expect("a whole number"));
    let mut rounds = 0;
    while begun.elapsed() < time {
        KINDS[rounds % KINDS.len()](&mut torture);
        rounds += 1;
    }
    println!("{rounds} rounds in {} s", begun.elapsed().as_secs());
    for (what, n) in &torture.counts {
        println!("{n:>6}  {what}");
    }
}

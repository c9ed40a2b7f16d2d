//! Whatever is read, there is an answer in bounded time and memory, and never a panic.
//!
//! [`targets`] are functions of bytes; [`mutate`] changes good inputs and those of the corpus, `fuzz/corpus/TARGET`,
//! which holds every input that once was at fault. Plain tests replay the corpus and try some changes; `cargo xtask
//! fuzz` goes on for minutes.

mod mutate;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use mutate::Random;
use targets::{TARGETS, Target};

/// Longest time of an input: unoptimised code on a busy machine.
const LONGEST: Duration = Duration::from_secs(40);
/// Most memory of this process, whatever it reads \[bytes\].
const MOST_MEMORY: u64 = 1 << 30;
/// Longest input \[bytes\].
const MOST_BYTES: usize = 1 << 16;

/// One test at a time where several share a process: they have files and the watch in common.
static ALONE: Mutex<()> = Mutex::new(());

/// What is being tried, for the watch over time.
static NOW: Mutex<Option<(Instant, PathBuf)>> = Mutex::new(None);

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Files of the corpus of a target, in the order of their names.
fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let files = std::fs::read_dir(folder.join(target.name)).expect("the corpus of each target");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("readable").path()).collect();
    paths.sort();
    let read = |path: &PathBuf| std::fs::read(path).expect("readable");
    paths.iter().map(read).collect()
}

/// Most memory that this process has had, where the system tells \[bytes\].
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    number.unwrap_or(0) << 10
}

/// Ends the process when an input takes too long, which no test of it alone could say.
fn watch() {
    std::thread::spawn(|| {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let now = NOW.lock().expect("not poisoned");
            if let Some((begun, kept)) = &*now
                && begun.elapsed() > LONGEST
            {
                eprintln!("no answer after {LONGEST:?}: {}", kept.display());
                std::process::exit(1);
            }
        }
    });
}

/// Tries an input; what is wrong with the answer, if anything.
fn fault(target: &Target, input: &[u8], kept: &Path) -> Option<String> {
    *NOW.lock().expect("not poisoned") = Some((Instant::now(), kept.to_path_buf()));
    let before = memory();
    let answer = catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
    *NOW.lock().expect("not poisoned") = None;
    let after = memory();
    if answer.is_err() {
        return Some("it panics".to_owned());
    }
    (after > MOST_MEMORY && after > before).then(|| format!("it takes {} MB", after >> 20))
}

/// Changes inputs of a target and tries them, as long as `goes_on` says; how many there were, and the faults.
fn mutated(
    target: &Target,
    random: &mut Random,
    mut goes_on: impl FnMut(u64) -> bool,
) -> (u64, Vec<String>) {
    let mut seeds = (target.seeds)();
    seeds.extend(corpus(target));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    std::fs::create_dir_all(&folder).expect("made");
    let at = |name: &str| folder.join(format!("{}-{}-{name}", target.name, std::process::id()));
    // An input that ends the process is in this file.
    let last = at("last");
    let (mut n, mut faults) = (0, Vec::new());
    while goes_on(n) {
        let mut input = mutate::one(&seeds, target.words, random);
        input.truncate(MOST_BYTES);
        std::fs::write(&last, &input).expect("written");
        n += 1;
        if let Some(what) = fault(target, &input, &last) {
            let kept = at(&n.to_string());
            std::fs::rename(&last, &kept).expect("renamed");
            faults.push(format!("{what}: {}", kept.display()));
        }
    }
    let _ = std::fs::remove_file(last);
    (n, faults)
}

#[test]
fn the_corpus_is_replayed() {
    let _alone = alone();
    watch();
    for target in &TARGETS {
        let inputs = corpus(target);
        assert!(!inputs.is_empty(), "{}", target.name);
        for (n, input) in inputs.iter().enumerate() {
            let found = fault(target, input, Path::new("of the corpus"));
            assert_eq!(found, None, "{}, input {n}", target.name);
        }
    }
}

/// Good inputs are understood, so that their changes reach further than the first lines.
#[test]
fn good_inputs_are_good() {
    let _alone = alone();
    for target in &TARGETS {
        for (n, input) in (target.seeds)().iter().enumerate() {
            assert!((target.run)(input), "{}, input {n}", target.name);
        }
    }
}

#[test]
fn a_few_changes_of_each_kind_of_input() {
    let _alone = alone();
    watch();
    for target in &TARGETS {
        let mut random = Random::new(14);
        let (_, faults) = mutated(target, &mut random, |n| n < target.few);
        assert_eq!(faults, [""; 0], "{}", target.name);
    }
}

/// `FABCAST_FUZZ` is the name of a target, a seed, and for how many seconds.
#[test]
#[ignore = "runs as long as `cargo xtask fuzz` says"]
fn for_as_long_as_asked() {
    let _alone = alone();
    let asked = std::env::var("FABCAST_FUZZ").expect("what `cargo xtask fuzz` asks for");
    let mut words = asked.split_whitespace();
    let mut word = || words.next().expect("target, seed, seconds");
    let (name, seed, seconds) = (word(), word(), word());
    let target = TARGETS.iter().find(|target| target.name == name);
    let target = target.unwrap_or_else(|| {
        panic!(
            "no target `{name}`: there are {}",
            TARGETS.map(|target| target.name).join(", ")
        )
    });
    let time = Duration::from_secs(seconds.parse().expect("whole seconds"));
    watch();
    let begun = Instant::now();
    let mut random = Random::new(seed.parse().expect("a whole number"));
    let (n, faults) = mutated(target, &mut random, |_| begun.elapsed() < time);
    println!(
        "{name}: {n} inputs in {} s, {} faults",
        begun.elapsed().as_secs(),
        faults.len()
    );
    assert_eq!(faults, [""; 0]);
}

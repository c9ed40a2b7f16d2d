//! `cargo xtask torture`: runs, resumes and merges under kills, full disks, lost folders and second writers.
//!
//! What happens is a test of the command line, `crates/fabcast-cli/tests/it/torture.rs`, of which the plain tests do a
//! round.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};

use crate::fuzz::minutes;
use crate::process;

/// Minutes, where none are asked for.
const MINUTES: f64 = 5.0;

/// Runs as long as `[--minutes N] [--seed S]` says; true if nothing was lost or mixed.
pub fn run(root: &Path, arguments: &[&str]) -> Result<bool> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let mut seed = now.map_or(1, |time| time.as_secs());
    let mut time = MINUTES;
    let mut rest = arguments.iter();
    while let Some(&argument) = rest.next() {
        let value = rest.next().copied();
        match (argument, value.map(str::parse::<u64>)) {
            ("--minutes", _) => time = minutes(value)?,
            ("--seed", Some(Ok(number))) => seed = number,
            ("--seed", _) => bail!("--seed needs a whole number"),
            _ => bail!("`{argument}` is no option of torture"),
        }
    }
    println!("seed {seed}, {time} minutes");
    let seconds = (time * 60.0).ceil() as u64;
    let told = ("FABCAST_TORTURE", format!("{seed} {seconds}"));
    let mut command =
        process::long_test(root, "fabcast-cli", "torture::for_as_long_as_asked", told);
    Ok(process::run(&mut command).is_ok())
}

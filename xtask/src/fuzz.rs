//! `cargo xtask fuzz`: changed inputs for the readers of the library, for some minutes.
//!
//! The targets and the changes are tests of the library, `crates/fabcast/tests/it/fuzz.rs`; every target has a folder
//! of inputs, `fuzz/corpus/TARGET`. Each runs in a process of its own, so that the others go on if one ends.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use crate::process;
use crate::tree::CORPUS;

/// Minutes in all, where none are asked for.
const MINUTES: f64 = 8.0;

/// What is asked for.
#[derive(Debug, PartialEq)]
pub struct Request {
    /// Targets; all if empty.
    targets: Vec<String>,
    /// Of all targets together.
    minutes: f64,
    /// Seed; the time if absent.
    seed: Option<u64>,
}

impl Request {
    /// Reads `[TARGET]... [--minutes N] [--seed S]`.
    pub fn parse(arguments: &[&str]) -> Result<Self> {
        let mut request = Self {
            targets: Vec::new(),
            minutes: MINUTES,
            seed: None,
        };
        let mut rest = arguments.iter();
        while let Some(&argument) = rest.next() {
            match argument {
                "--minutes" => request.minutes = minutes(rest.next().copied())?,
                "--seed" => {
                    let seed = rest.next().context("--seed needs a whole number")?;
                    let seed = seed.parse().context("--seed needs a whole number")?;
                    request.seed = Some(seed);
                }
                option if option.starts_with('-') => bail!("`{option}` is no option of fuzz"),
                target => request.targets.push(target.to_owned()),
            }
        }
        Ok(request)
    }
}

/// A number of minutes as it is written.
pub fn minutes(written: Option<&str>) -> Result<f64> {
    let number = written.and_then(|written| written.parse::<f64>().ok());
    match number.filter(|minutes| *minutes > 0.0 && *minutes < 1e5) {
        Some(minutes) => Ok(minutes),
        None => bail!("--minutes needs a number above 0"),
    }
}

/// Runs the targets one after another; true if none has a fault.
pub fn run(root: &Path, request: &Request) -> Result<bool> {
    let known = targets(root)?;
    for target in &request.targets {
        if !known.contains(target) {
            bail!(
                "there is no target `{target}`; there are {}",
                known.join(", ")
            );
        }
    }
    let targets = match request.targets.is_empty() {
        true => &known,
        false => &request.targets,
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let seed = request.seed.unwrap_or(now.map_or(1, |time| time.as_secs()));
    let seconds = (request.minutes * 60.0 / targets.len() as f64).ceil() as u64;
    println!("seed {seed}, {seconds} s a target");
    let mut failed = Vec::new();
    for target in targets {
        let told = ("FABCAST_FUZZ", format!("{target} {seed} {seconds}"));
        let mut command = process::long_test(root, "fabcast", "fuzz::for_as_long_as_asked", told);
        if process::run(&mut command).is_err() {
            failed.push(target.as_str());
        }
    }
    match failed.as_slice() {
        [] => println!("no faults"),
        failed => println!(
            "faults in {}: their inputs are named above; mend them, and add them to {CORPUS}",
            failed.join(", ")
        ),
    }
    Ok(failed.is_empty())
}

/// The folders of the corpus.
fn targets(root: &Path) -> Result<Vec<String>> {
    let folder = root.join(CORPUS);
    let entries = std::fs::read_dir(&folder)
        .with_context(|| format!("cannot list the folder {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests;

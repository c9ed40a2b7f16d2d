//! `cargo xtask test`: everything that must hold before a change is merged.
//!
//! Every stage runs, whatever came before it; the failed ones are listed at the
//! end, with the time of every stage.

use std::ffi::OsStr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::tree::Tree;
use crate::{generate, instructions, oracle, process, tidy};

/// How much to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Everything.
    Full,
    /// All but the documentation stages, the oracle and the instruction counts.
    Quick,
}

/// What came of the checks so far.
#[derive(Debug, Default)]
struct Tally {
    /// The number of checks that passed.
    n_passed: usize,
    /// The names of those that failed.
    failed: Vec<String>,
    /// The names of those that did not run, with the reason.
    skipped: Vec<String>,
    /// How long each stage took, in the order in which they ran.
    times: Vec<(&'static str, Duration)>,
}

impl Tally {
    /// Counts a check, saying what went wrong if it failed.
    fn count(&mut self, name: &str, result: Result<()>) {
        match result {
            Ok(()) => self.n_passed += 1,
            Err(error) => {
                println!("FAILED: {error:#}");
                self.failed.push(name.to_owned());
            }
        }
    }

    /// Runs a check under a heading.
    fn stage(&mut self, name: &'static str, check: impl FnOnce() -> Result<()>) {
        self.timed(name, |tally| {
            let result = check();
            tally.count(name, result);
        });
    }

    /// Runs a stage that counts its checks itself under a heading.
    fn timed(&mut self, name: &'static str, checks: impl FnOnce(&mut Tally)) {
        println!("\n==== {name} ====");
        let start = Instant::now();
        checks(self);
        let time = start.elapsed();
        println!("({})", seconds(time));
        self.times.push((name, time));
    }

    /// The time of each stage, the failed and skipped checks, and the totals in the last line.
    fn report(&self) -> String {
        let mut report = String::new();
        for (name, time) in &self.times {
            report += &format!("{:>10}  {name}\n", seconds(*time));
        }
        let whole: Duration = self.times.iter().map(|(_, time)| time).sum();
        report += &format!("{:>10}  in all\n", seconds(whole));
        for name in &self.skipped {
            report += &format!("skipped: {name}\n");
        }
        for name in &self.failed {
            report += &format!("failed: {name}\n");
        }
        let (n_passed, n_failed) = (self.n_passed, self.failed.len());
        report + &format!("{n_passed} passed, {n_failed} failed\n")
    }
}

/// Runs the stages; true if every check passed.
pub fn run(root: &Path, extent: Extent) -> Result<bool> {
    let mut tally = Tally::default();
    tally.stage("formatting", || formatting(root));
    tally.stage("lints", || lints(root));
    tally.timed("tidy", |tally| tidy_checks(root, tally));
    if has_subcommand(root, "deny") {
        tally.stage("cargo-deny", || {
            let checks = ["deny", "--offline", "check", "bans", "licenses", "sources"];
            process::run(&mut process::cargo(root, checks))
        });
    } else {
        let reason = "cargo-deny, which is not installed: tidy has checked the same facts";
        tally.skipped.push(reason.to_owned());
    }
    tally.stage("tests", || tests(root));
    let path = std::env::var_os("PATH").unwrap_or_default();
    tally.skipped.extend(no_office(&path));
    if extent == Extent::Full {
        tally.stage("documentation examples", || {
            process::run(&mut process::cargo(root, ["test", "--workspace", "--doc"]))
        });
        tally.stage("documentation", || documentation(root));
    }
    tally.timed("generated files", |tally| generated_files(root, tally));
    if extent == Extent::Quick {
        let reason = "documentation, oracle and instruction counts, because of --quick";
        tally.skipped.push(reason.to_owned());
    } else if oracle::is_present(root) {
        tally.stage("oracle", || oracle::run(root).map(|_| ()));
    } else {
        let reason = "oracle, which is not part of this checkout";
        tally.skipped.push(reason.to_owned());
    }
    if extent == Extent::Full {
        match instructions::obstacle(root) {
            None => tally.stage("instruction counts", || instruction_counts(root)),
            Some(obstacle) => {
                let reason = format!("instruction counts: {obstacle}");
                tally.skipped.push(reason);
            }
        }
    }
    println!("\n==== result ====");
    print!("{}", tally.report());
    Ok(tally.failed.is_empty())
}

/// A time for people.
fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn formatting(root: &Path) -> Result<()> {
    require(root, "fmt", "rustup component add rustfmt")?;
    process::run(&mut process::cargo(root, ["fmt", "--all", "--check"]))
}

fn lints(root: &Path) -> Result<()> {
    require(root, "clippy", "rustup component add clippy")?;
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    process::run(&mut process::cargo(root, arguments))
}

/// Counts every tidy check by itself.
fn tidy_checks(root: &Path, tally: &mut Tally) {
    let tree = match Tree::load(root) {
        Ok(tree) => tree,
        Err(error) => return tally.count("tidy", Err(error)),
    };
    for check in tidy::CHECKS {
        if tidy::report(check, &tree) {
            tally.n_passed += 1;
        } else {
            tally.failed.push(format!("tidy: {}", check.name));
        }
    }
}

/// The tests, by cargo-nextest, which runs them in parallel and one process each.
fn tests(root: &Path) -> Result<()> {
    if !has_subcommand(root, "nextest") {
        println!("cargo-nextest is missing; installing it, which takes some minutes");
        let install = ["install", "--locked", "cargo-nextest"];
        if let Err(error) = process::run(&mut process::cargo(root, install)) {
            println!("cargo-nextest cannot be installed ({error:#}); using `cargo test`");
            let arguments = ["test", "--workspace", "--no-fail-fast"];
            let targets = ["--lib", "--bins", "--tests"];
            return process::run(process::cargo(root, arguments).args(targets));
        }
    }
    process::run(&mut process::cargo(root, ["nextest", "run", "--workspace"]))
}

/// What the tests leave out without LibreOffice: a test that passes has no say of its own.
fn no_office(path: &OsStr) -> Option<String> {
    let has = |folder: &Path| {
        let programs = ["soffice", "libreoffice"].map(|name| folder.join(name));
        programs.iter().any(|program| program.is_file())
    };
    let missing = !std::env::split_paths(path).any(|folder| has(&folder));
    missing.then(|| {
        "workbooks computed anew by a spreadsheet: there is no LibreOffice \
         (Debian: apt-get install libreoffice-calc-nogui)"
            .to_owned()
    })
}

/// The documentation of every crate, without warnings.
///
/// The command's binary is left out: its page would overwrite that of the
/// library, which has the same name.
fn documentation(root: &Path) -> Result<()> {
    for targets in [["--workspace", "--lib"].as_slice(), &["--package", "xtask"]] {
        let mut document = process::cargo(root, ["doc", "--no-deps"]);
        document.args(targets).env("RUSTDOCFLAGS", "-D warnings");
        process::run(&mut document)?;
    }
    Ok(())
}

/// The instructions of a draw, which may not rise.
fn instruction_counts(root: &Path) -> Result<()> {
    if !instructions::check(root)? {
        bail!("a draw takes more instructions than {}", instructions::FILE);
    }
    Ok(())
}

/// Counts every generated file by itself.
fn generated_files(root: &Path, tally: &mut Tally) {
    match generate::compare(root) {
        Ok(results) => {
            for (file, fault) in results {
                match fault {
                    None => {
                        println!("ok    {file}");
                        tally.n_passed += 1;
                    }
                    Some(fault) => {
                        println!("FAIL  {file}: {fault}");
                        tally.failed.push(format!("generated file {file}"));
                    }
                }
            }
        }
        Err(error) => tally.count("generated files", Err(error)),
    }
}

/// Fails, with the remedy, if cargo does not have a subcommand.
fn require(root: &Path, subcommand: &str, remedy: &str) -> Result<()> {
    if !has_subcommand(root, subcommand) {
        bail!("`cargo {subcommand}` is missing; install it by `{remedy}`");
    }
    Ok(())
}

fn has_subcommand(root: &Path, subcommand: &str) -> bool {
    process::succeeds(&mut process::cargo(root, [subcommand, "--version"]))
}

#[cfg(test)]
mod tests;

//! `cargo xtask instructions`: processor instructions per draw, counted by callgrind.
//!
//! Unlike time, a count hardly depends on the machine and on what else runs on it, so a slower
//! engine shows on any machine, a busy one too. The counts that hold are in [`FILE`].
//!
//! Valgrind runs no AVX-512, so the engine takes its AVX2 code: a count of a change, not a measure
//! of speed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::process;

/// Where the counts are kept, from the root.
pub const FILE: &str = "crates/fabcast/benches/instructions.toml";

/// Scenarios that are counted.
const SCENARIOS: [&str; 2] = ["seven-trillion", "one-fab"];

/// Numbers of draws whose counts are compared: reading, parsing and reporting drop out of the
/// difference. Whole groups of eight.
const DRAWS: [u64; 2] = [16, 80];

/// A rise beyond this share is refused.
const MOST_RISE: f64 = 0.05;

/// What [`FILE`] holds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    /// When they were taken, as `2026-11-24`.
    date: String,
    /// Name of the processor.
    processor: String,
    /// What `rustc --version` says.
    rustc: String,
    /// What `valgrind --version` says.
    valgrind: String,
    /// Instructions per draw of each scenario.
    per_draw: Vec<Count>,
}

/// One scenario's count.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Count {
    scenario: String,
    instructions: u64,
}

/// Why nothing can be counted here, if so.
pub fn obstacle(root: &Path) -> Option<String> {
    #[cfg(target_arch = "x86_64")]
    let has_avx2 = std::arch::is_x86_feature_detected!("avx2");
    #[cfg(not(target_arch = "x86_64"))]
    let has_avx2 = false;
    if !has_avx2 {
        return Some("they are of the AVX2 code, which this processor does not run".to_owned());
    }
    if !process::succeeds(process::command("valgrind", root).arg("--version")) {
        return Some("there is no valgrind (Debian: apt-get install valgrind)".to_owned());
    }
    None
}

/// Counts, and compares with the file; true if no scenario takes more than it may.
pub fn check(root: &Path) -> Result<bool> {
    if let Some(obstacle) = obstacle(root) {
        bail!("instructions cannot be counted: {obstacle}");
    }
    let kept = read(root)?;
    let counted = count(root)?;
    let (report, holds) = compare(&kept.per_draw, &counted);
    print!("{report}");
    let rustc = rustc(root)?;
    if kept.rustc != rustc {
        println!(
            "note: {FILE} was taken with {}, this is {rustc}",
            kept.rustc
        );
    }
    Ok(holds)
}

/// Counts, and writes the file.
pub fn write(root: &Path) -> Result<bool> {
    if let Some(obstacle) = obstacle(root) {
        bail!("instructions cannot be counted: {obstacle}");
    }
    let per_draw = count(root)?;
    if let Ok(kept) = read(root) {
        print!("{}", compare(&kept.per_draw, &per_draw).0);
    }
    let counts = Counts {
        date: process::said(process::command("date", root).arg("+%Y-%m-%d"))?,
        processor: processor(),
        rustc: rustc(root)?,
        valgrind: process::said(process::command("valgrind", root).arg("--version"))?,
        per_draw,
    };
    std::fs::write(root.join(FILE), render(&counts))
        .with_context(|| format!("cannot write {FILE}"))?;
    println!("wrote {FILE}");
    Ok(true)
}

fn read(root: &Path) -> Result<Counts> {
    let text = std::fs::read_to_string(root.join(FILE))
        .with_context(|| format!("cannot read {FILE}; `cargo xtask instructions --write`"))?;
    toml::from_str(&text).with_context(|| format!("{FILE} is not what it should be"))
}

fn render(counts: &Counts) -> String {
    let [few, many] = DRAWS;
    let mut text = format!(
        "\
# Processor instructions per draw (a run and its plan): runs of {many} and of {few} draws by one thread,
# counted by callgrind; the difference per draw. Of the AVX2 code, since valgrind runs no AVX-512.
# `cargo xtask test` fails when a count rises by more than {:.0} %. Written by
# `cargo xtask instructions --write`; a commit that raises a count says why.

date = {:?}
processor = {:?}
rustc = {:?}
valgrind = {:?}
",
        100.0 * MOST_RISE, counts.date, counts.processor, counts.rustc, counts.valgrind
    );
    for count in &counts.per_draw {
        let (scenario, instructions) = (&count.scenario, grouped(count.instructions, '_'));
        let _ = write!(
            text,
            "\n[[per_draw]]\nscenario = {scenario:?}\ninstructions = {instructions}\n"
        );
    }
    text
}

/// Counts the instructions per draw of every scenario.
fn count(root: &Path) -> Result<Vec<Count>> {
    let binary = process::build_fabcast(root, "release")?;
    let mut counts = Vec::new();
    for scenario in SCENARIOS {
        let [few, many] = DRAWS;
        let less = of_run(root, &binary, scenario, few)?;
        let more = of_run(root, &binary, scenario, many)?;
        let Some(difference) = more.checked_sub(less).filter(|&d| d > 0) else {
            bail!("{many} draws of `{scenario}` took no more instructions than {few}");
        };
        counts.push(Count {
            scenario: scenario.to_owned(),
            instructions: difference / (many - few),
        });
    }
    Ok(counts)
}

/// Instructions of one whole run.
fn of_run(root: &Path, binary: &PathBuf, scenario: &str, draws: u64) -> Result<u64> {
    let mut command = process::command("valgrind", root);
    command
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(binary)
        // Causes are of the first draws alone, however many follow.
        .args([
            "run",
            scenario,
            "--no-why",
            "--threads",
            "1",
            "--quiet",
            "--draws",
        ])
        .arg(draws.to_string());
    let typed = process::typed(&command);
    let output = command
        .output()
        .with_context(|| format!("`{typed}` could not be started"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("`{typed}` failed ({}): {}", output.status, said.trim());
    }
    references(&said).with_context(|| format!("`{typed}` told no count of instructions"))
}

/// The count in what callgrind says: `==42== I   refs:      418,445,222`.
fn references(said: &str) -> Option<u64> {
    let line = said.lines().find(|line| line.contains("refs:"))?;
    let (_, count) = line.split_once("refs:")?;
    count.trim().replace(',', "").parse().ok()
}

/// What to tell of the counts beside those kept, and whether none rose too far.
fn compare(kept: &[Count], counted: &[Count]) -> (String, bool) {
    let mut report = String::new();
    let mut holds = true;
    for count in counted {
        let (scenario, now) = (&count.scenario, grouped(count.instructions, ','));
        let Some(before) = kept.iter().find(|kept| kept.scenario == *scenario) else {
            holds = false;
            let _ = writeln!(report, "FAIL  {scenario}: {now} a draw, not in {FILE}");
            continue;
        };
        let share = count.instructions as f64 / before.instructions as f64;
        let remark = if share > 1.0 + MOST_RISE {
            holds = false;
            (
                "FAIL",
                "; find out why, or `cargo xtask instructions --write` and say why",
            )
        } else if share < 1.0 - MOST_RISE {
            (
                "ok  ",
                "; keep the gain by `cargo xtask instructions --write`",
            )
        } else {
            ("ok  ", "")
        };
        let percent = 100.0 * (share - 1.0);
        let before = grouped(before.instructions, ',');
        let _ = writeln!(
            report,
            "{}  {scenario}: {now} instructions a draw, {percent:+.1} % on {before}{}",
            remark.0, remark.1
        );
    }
    (report, holds)
}

/// A number with a mark between thousands.
fn grouped(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

fn rustc(root: &Path) -> Result<String> {
    let program = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    process::said(process::command(program, root).arg("--version"))
}

fn processor() -> String {
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    name.and_then(|rest| rest.split_once(':'))
        .map_or_else(|| "unknown".to_owned(), |(_, name)| name.trim().to_owned())
}

#[cfg(test)]
mod tests;

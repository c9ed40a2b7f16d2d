//! `cargo xtask bench`: the benchmarks of the present tree beside those of an older revision.
//!
//! Both are built, then every benchmark runs in turn, before and now, round after round, so that
//! whatever else the machine does hits both alike. Load only ever slows a run: of each side the
//! least time counts. Nothing is asserted; the ratios are to be read.
//!
//! The older tree lies below the present one, so cargo adds the flags of the present
//! `.cargo/config.toml` to its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;

/// How often every benchmark runs on each side.
const ROUNDS: usize = 5;

/// Arguments of a run of one benchmark: short, since there are several.
const BRIEF: [&str; 7] = [
    "--noplot",
    "--warm-up-time",
    "0.3",
    "--measurement-time",
    "1",
    "--sample-size",
    "10",
];

/// What is to be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Revision to compare with; the newest release if none is given.
    against: Option<String>,
    /// Only benchmarks whose name contains this.
    filter: Option<String>,
}

impl Request {
    /// From what follows `bench` on the command line.
    pub fn parse(arguments: &[&str]) -> Result<Request> {
        let mut request = Request::default();
        let mut rest = arguments.iter();
        while let Some(&argument) = rest.next() {
            let (place, value) = match argument {
                "--against" => {
                    let revision = rest.next().context("`--against` needs a revision")?;
                    (&mut request.against, *revision)
                }
                _ if argument.starts_with('-') => bail!("`{argument}` is no option of `bench`"),
                _ => (&mut request.filter, argument),
            };
            if place.replace(value.to_owned()).is_some() {
                bail!("`{value}` is one too many: `bench` takes one filter and one revision");
            }
        }
        Ok(request)
    }
}

/// Builds, measures and prints the table; true unless something fails.
pub fn run(root: &Path, request: &Request) -> Result<bool> {
    let revision = match &request.against {
        Some(revision) => revision.clone(),
        None => newest_release(root)?,
    };
    let commit = format!("{revision}^{{commit}}");
    let hash = said(root, &["rev-parse", "--verify", "--short=12", &commit])?;
    let subject = said(root, &["log", "-1", "--format=%s", &hash])?;
    let folder = process::target_folder(root)?.join("bench");
    let tree = check_out(root, &folder, &hash)?;

    eprintln!("building the benchmarks of {revision} ({hash}, {subject})");
    let before = benches(&tree, &folder.join("built"))?;
    eprintln!("building the benchmarks of the present tree");
    let now = benches(root, &process::target_folder(root)?)?;
    let pairs = pair(&before, &now, request.filter.as_deref().unwrap_or(""));
    if pairs.is_empty() {
        bail!("no benchmark has such a name; there are\n{}", names(&now));
    }

    let both = pairs.iter().filter(|pair| pair.both().is_some());
    let total = both.clone().count();
    let mut rows = Vec::new();
    for (i, pair) in both.enumerate() {
        eprintln!("{} of {total}: {}", i + 1, pair.name);
        let (old, new) = pair.both().context("only pairs are measured")?;
        let mut row = Row::new(&pair.name);
        for _ in 0..ROUNDS {
            let before = measure(&tree, old, &pair.name, &folder.join("before"))?;
            let now = measure(root, new, &pair.name, &folder.join("now"))?;
            row.rounds.push([before, now]);
        }
        rows.push(row);
    }
    print!("{}", table(&revision, &rows, &pairs));
    Ok(true)
}

/// The newest tag of a release.
fn newest_release(root: &Path) -> Result<String> {
    let tags = said(root, &["tag", "--list", "v*", "--sort=-version:refname"])?;
    tags.lines().next().map(str::to_owned).context(
        "there is no release yet (no tag `v*`) to compare with; name a revision: \
         `cargo xtask bench --against REV`",
    )
}

/// What git says.
fn said(root: &Path, arguments: &[&str]) -> Result<String> {
    process::said(process::command("git", root).args(arguments))
}

/// A work tree of the commit, kept for the next time.
fn check_out(root: &Path, folder: &Path, hash: &str) -> Result<PathBuf> {
    let tree = folder.join(hash);
    // Trees that were deleted with the target folder are still registered.
    process::output(process::command("git", root).args(["worktree", "prune"]))?;
    if !tree.join("Cargo.toml").exists() {
        let mut command = process::command("git", root);
        command.args(["worktree", "add", "--force", "--detach"]);
        process::output(command.arg(&tree).arg(hash))?;
    }
    Ok(tree)
}

/// Benchmarks by name, with the program that holds each.
type Benches = BTreeMap<String, PathBuf>;

/// Builds all benchmarks of a tree and asks for their names.
fn benches(tree: &Path, target: &Path) -> Result<Benches> {
    let mut command = process::cargo(tree, ["bench", "--workspace", "--bench", "*", "--no-run"]);
    command.args(["--quiet", "--message-format", "json", "--target-dir"]);
    let messages = process::output(command.arg(target).stderr(Stdio::inherit()))?;
    let mut benches = Benches::new();
    for program in programs(&String::from_utf8_lossy(&messages)) {
        let mut command = process::command(&program, tree);
        let list = process::output(command.args(["--bench", "--list", "--format", "terse"]))?;
        for name in listed(&String::from_utf8_lossy(&list)) {
            benches.insert(name.to_owned(), program.clone());
        }
    }
    Ok(benches)
}

/// The benchmark programs in the messages of cargo, one JSON object a line.
fn programs(messages: &str) -> Vec<PathBuf> {
    let of_line = |line: &str| {
        let message: Value = serde_json::from_str(line).ok()?;
        let kinds = message["target"]["kind"].as_array()?;
        let is_bench = kinds.iter().any(|kind| kind == "bench");
        let program = message["executable"].as_str().filter(|_| is_bench)?;
        Some(PathBuf::from(program))
    };
    messages.lines().filter_map(of_line).collect()
}

/// The names in the list that a benchmark program prints: `name: benchmark`.
fn listed(list: &str) -> Vec<&str> {
    let name = |line: &'_ str| line.strip_suffix(": benchmark").map(str::len);
    list.lines()
        .filter_map(|line| Some(&line[..name(line)?]))
        .collect()
}

fn names(benches: &Benches) -> String {
    let lines: Vec<_> = benches.keys().map(|name| format!("  {name}")).collect();
    lines.join("\n")
}

/// A benchmark of one side or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pair {
    name: String,
    before: Option<PathBuf>,
    now: Option<PathBuf>,
}

impl Pair {
    fn both(&self) -> Option<(&Path, &Path)> {
        Some((self.before.as_deref()?, self.now.as_deref()?))
    }
}

/// The benchmarks whose names contain the filter, in the order of their names.
fn pair(before: &Benches, now: &Benches, filter: &str) -> Vec<Pair> {
    let mut names: Vec<_> = before.keys().chain(now.keys()).collect();
    names.sort();
    names.dedup();
    names.retain(|name| name.contains(filter));
    let pair = |name: &String| Pair {
        name: name.clone(),
        before: before.get(name).cloned(),
        now: now.get(name).cloned(),
    };
    names.into_iter().map(pair).collect()
}

/// Least time of one benchmark in a run of it, in nanoseconds.
fn measure(tree: &Path, program: &Path, name: &str, home: &Path) -> Result<f64> {
    if home.exists() {
        std::fs::remove_dir_all(home)
            .with_context(|| format!("cannot remove {}", home.display()))?;
    }
    let mut command = process::command(program, tree);
    command.env("CRITERION_HOME", home);
    command.args(["--bench", "--exact", name]).args(BRIEF);
    process::output(&mut command)?;
    let path = find_sample(home).with_context(|| format!("`{name}` left no times"))?;
    let sample = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    least(&sample).with_context(|| format!("{} holds no times", path.display()))
}

/// The file `new/sample.json` somewhere below a folder.
fn find_sample(folder: &Path) -> Option<PathBuf> {
    let sample = folder.join("new").join("sample.json");
    if sample.exists() {
        return Some(sample);
    }
    let entries = std::fs::read_dir(folder).ok()?;
    let mut paths = entries.flatten().map(|entry| entry.path());
    paths.find_map(|path| path.is_dir().then(|| find_sample(&path)).flatten())
}

/// Least time per iteration in a sample of criterion.
fn least(sample: &str) -> Option<f64> {
    let sample: Value = serde_json::from_str(sample).ok()?;
    let numbers = |name: &str| {
        let values = sample[name].as_array()?.iter().map(Value::as_f64);
        values.collect::<Option<Vec<f64>>>()
    };
    let (times, iterations) = (numbers("times")?, numbers("iters")?);
    let each = times.iter().zip(&iterations).map(|(time, n)| time / n);
    each.filter(|time| *time > 0.0).reduce(f64::min)
}

/// What was measured of one benchmark.
#[derive(Clone, Debug)]
struct Row {
    name: String,
    /// Nanoseconds before and now, in each round.
    rounds: Vec<[f64; 2]>,
}

impl Row {
    fn new(name: &str) -> Row {
        let rounds = Vec::new();
        let name = name.to_owned();
        Row { name, rounds }
    }

    /// The least time of a side.
    fn least(&self, side: usize) -> f64 {
        let times = self.rounds.iter().map(|round| round[side]);
        times.fold(f64::INFINITY, f64::min)
    }

    fn ratio(&self) -> f64 {
        self.least(1) / self.least(0)
    }

    /// Least and greatest ratio within a round.
    fn range(&self) -> (f64, f64) {
        let ratios = self.rounds.iter().map(|[before, now]| now / before);
        ratios.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), ratio| {
            (low.min(ratio), high.max(ratio))
        })
    }
}

/// The whole answer.
fn table(revision: &str, rows: &[Row], pairs: &[Pair]) -> String {
    let mean = format!("geometric mean of {}", rows.len());
    let longest = rows.iter().map(|row| row.name.chars().count());
    let width = longest.chain([mean.len()]).max().unwrap_or(0);
    let mut text = String::new();
    if !rows.is_empty() {
        let _ = writeln!(
            text,
            "{:width$}  {:>9}  {:>9}  {:>5}  in single rounds",
            "", "before", "now", "ratio"
        );
    }
    for row in rows {
        let (low, high) = row.range();
        let _ = writeln!(
            text,
            "{:width$}  {:>9}  {:>9}  {:>5.2}  {low:.2} to {high:.2}",
            row.name,
            duration(row.least(0)),
            duration(row.least(1)),
            row.ratio()
        );
    }
    if !rows.is_empty() {
        #[expect(clippy::disallowed_methods, reason = "a summary on the screen")]
        let sum: f64 = rows.iter().map(|row| row.ratio().ln()).sum();
        #[expect(clippy::disallowed_methods, reason = "a summary on the screen")]
        let geometric = (sum / rows.len() as f64).exp();
        let _ = writeln!(
            text,
            "{mean:width$}  {:>9}  {:>9}  {geometric:>5.2}",
            "", ""
        );
        let _ = writeln!(
            text,
            "\nbefore: {revision}; now: the present tree. Least time of {ROUNDS} rounds in turn; a ratio below 1 is faster now."
        );
    }
    for pair in pairs {
        let side = match (&pair.before, &pair.now) {
            (Some(_), None) => "before",
            (None, Some(_)) => "now",
            _ => continue,
        };
        let _ = writeln!(text, "only {side}: {}", pair.name);
    }
    text
}

/// Nanoseconds in a unit that leaves three digits.
fn duration(nanoseconds: f64) -> String {
    let units = [("s", 1e9), ("ms", 1e6), ("µs", 1e3)];
    let unit = units.into_iter().find(|(_, size)| nanoseconds >= *size);
    let (unit, size) = unit.unwrap_or(("ns", 1.0));
    let value = nanoseconds / size;
    let decimals = if value < 10.0 {
        2
    } else if value < 100.0 {
        1
    } else {
        0
    };
    format!("{value:.decimals$} {unit}")
}

#[cfg(test)]
mod tests;

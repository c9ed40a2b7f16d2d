//! One parameter of a scenario: its value, where that comes from, and what it moves.

mod effect;
mod equation;

pub use effect::{Effect, OutcomeEffect, effect};

use fabcast_model::inputs::{Inputs, Leaf};
use fabcast_model::parameter::Form;
use fabcast_model::table::row_of;
use fabcast_model::uncertainty::{Distribution, Shape, Z95};
use fabcast_scenario::{Entry, Scenario};
use serde::Serialize;

use crate::data::{self, DataRow};
use crate::nearest::distance;

/// Levels at which a parameter's distribution is told.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// Columns of the picture of a density.
pub const COLUMNS: usize = 56;
/// Most names that are suggested for a path that does not exist.
const MOST_SUGGESTIONS: usize = 5;

/// One parameter with all that is known about it.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// Its path.
    pub path: String,
    /// What it is.
    pub what: &'static str,
    /// Section of the model document.
    pub section: u8,
    /// Symbol in the model document.
    pub symbol: &'static str,
    /// Equations of that section that use the symbol, at most three.
    pub equations: Vec<String>,
    /// The value as written.
    pub value: String,
    /// Unit of the numbers below.
    pub unit: String,
    /// Smallest and largest value allowed; `null` where there is no bound.
    pub allowed: [Option<f64>; 2],
    /// How it varies; none if it has no spread.
    pub distribution: Option<Spread>,
    /// Other paths that take the same draw.
    pub shared_with: Vec<String>,
    /// Correlation groups it is in: name, other path, rank correlation.
    pub correlated_with: Vec<(String, String, f64)>,
    /// What its sources say.
    pub sources: Vec<Source>,
    /// What rows from after the vintage of its world say on which it rests.
    pub later_evidence: Vec<Source>,
    /// Why this value, where no source says it.
    pub assumption: Option<String>,
    /// Date of which the value speaks.
    pub as_of: Option<String>,
    /// `high`, `medium`, `low` or `assumption`.
    pub confidence: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// What set it: a world, a scenario, `--set` or the default.
    pub origin: String,
    /// File, line and column where it is written; none for a default.
    pub location: Option<(String, usize, usize)>,
}

/// A source of a value: an id, and the row of the data it stands for if it is one.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// As it is written in the scenario.
    pub written: String,
    /// The row of the data.
    pub row: Option<DataRow>,
}

/// How a parameter varies.
#[derive(Clone, Debug, Serialize)]
pub struct Spread {
    /// The family in words.
    pub family: &'static str,
    /// Whether each project has a value of its own, instead of each future.
    pub by_project: bool,
    /// Value of the central run.
    pub centre: f64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Quantiles at [`LEVELS`].
    pub quantiles: [f64; 5],
    /// From here to there goes the density: the 1 % and the 99 % quantile.
    pub from: f64,
    #[allow(missing_docs)]
    pub to: f64,
    /// Probability in each of [`COLUMNS`] equal parts, relative to the likeliest.
    pub density: Vec<f64>,
}

/// A path that is no parameter of a scenario.
#[derive(Clone, Debug, Serialize)]
pub struct NotFound {
    /// The path.
    pub path: String,
    /// Parameters under it, if it is the beginning of some.
    pub below: Vec<Brief>,
    /// Names like it.
    pub nearest: Vec<String>,
    /// What the parameter table says of it, if it is a parameter that the scenario does not set.
    pub unset: Option<&'static str>,
}

/// A parameter in a line.
#[derive(Clone, Debug, Serialize)]
pub struct Brief {
    /// Its path.
    pub path: String,
    /// The value as written.
    pub value: String,
    /// What it is.
    pub what: &'static str,
}

/// Explains the parameter at a path.
///
/// # Errors
/// What is near, if there is none at this path.
///
/// ```
/// let scenario = fabcast::scenario::load("one-fab", &[]).unwrap();
/// let cost = fabcast::explain::explain(&scenario, "kind.fab.unit_cost").unwrap();
/// assert_eq!((cost.section, cost.origin.as_str()), (2, "world 2024-02"));
/// let wrong = fabcast::explain::explain(&scenario, "kind.fab.unit_costs").unwrap_err();
/// assert_eq!(wrong.nearest[0], "kind.fab.unit_cost");
/// ```
pub fn explain(scenario: &Scenario, path: &str) -> Result<Explanation, NotFound> {
    let path = path.trim().trim_matches('.');
    let Some(entry) = scenario.entry(path) else {
        return Err(not_found(scenario, path));
    };
    let inputs = &scenario.inputs;
    let bound = |x: f64| x.is_finite().then_some(x);
    let sources = |written: &[String]| -> Vec<Source> {
        let source = |written: &String| Source {
            written: written.clone(),
            row: data::row(written),
        };
        written.iter().map(source).collect()
    };
    Ok(Explanation {
        path: entry.path.clone(),
        what: entry.row.what,
        section: entry.row.section,
        symbol: entry.row.symbol,
        equations: equation::equations(entry.row.section, entry.row.symbol),
        value: entry.written.clone(),
        unit: entry.unit.clone(),
        allowed: match entry.row.form {
            Form::Quantity | Form::Spread | Form::When | Form::Whole => {
                [bound(entry.row.min), bound(entry.row.max)]
            }
            _ => [None, None],
        },
        distribution: spread_of(inputs, entry),
        shared_with: shared_with(inputs, path),
        correlated_with: correlated_with(inputs, path),
        sources: sources(&entry.source),
        later_evidence: sources(&entry.later_evidence),
        assumption: entry.assumption.clone(),
        as_of: entry.as_of.clone(),
        confidence: (entry.confidence.clone())
            .or_else(|| entry.is_assumed().then(|| "assumption".to_owned())),
        note: entry.note.clone(),
        origin: entry.origin.clone(),
        location: entry
            .location
            .as_ref()
            .map(|location| (location.file.clone(), location.line, location.column)),
    })
}

/// The distribution that a path draws from, its own or that of the path it follows.
fn distribution<'a>(inputs: &'a Inputs, path: &str) -> Option<&'a Distribution> {
    match inputs.leaves.get(path)? {
        Leaf::Quantity(distribution) => Some(distribution),
        Leaf::Same(target) => match inputs.leaves.get(target)? {
            Leaf::Quantity(distribution) => Some(distribution),
            _ => None,
        },
        _ => None,
    }
}

fn spread_of(inputs: &Inputs, entry: &Entry) -> Option<Spread> {
    if let Leaf::Spread {
        median,
        sd: Some(sd),
    } = entry.leaf
    {
        use fabcast_model::math::scalar;
        // The ends of the 90 % interval.
        let [p5, p95] = [-sd[0], sd[1]].map(|side| median * scalar::exp(side * Z95));
        let shape = Shape::TwoPiece { median, p5, p95 };
        let by_project = Distribution::new(shape, f64::NEG_INFINITY, f64::INFINITY).ok()?;
        return (!by_project.is_constant()).then(|| describe(&by_project, true));
    }
    let distribution = distribution(inputs, &entry.path)?;
    (!distribution.is_constant()).then(|| describe(distribution, false))
}

fn describe(distribution: &Distribution, by_project: bool) -> Spread {
    let (from, to) = (
        distribution.quantile_scalar(0.01),
        distribution.quantile_scalar(0.99),
    );
    let edge = |column: usize| from + (to - from) * (column as f64 / COLUMNS as f64);
    let mut below = distribution.cdf(from.next_down());
    let mut density = Vec::with_capacity(COLUMNS);
    for column in 0..COLUMNS {
        let up_to = distribution.cdf(edge(column + 1));
        density.push((up_to - below).max(0.0));
        below = up_to;
    }
    let most = density.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    Spread {
        family: family(distribution.shape()),
        by_project,
        centre: distribution.centre(),
        mean: distribution.mean(),
        sd: distribution.sd(),
        quantiles: LEVELS.map(|level| distribution.quantile_scalar(level)),
        from,
        to,
        density: density.into_iter().map(|part| part / most).collect(),
    }
}

/// A family of distributions in words.
fn family(shape: &Shape) -> &'static str {
    match shape {
        Shape::Constant(_) => "constant",
        Shape::TwoPiece { .. } => "median and 90 % interval",
        Shape::Normal { .. } => "normal",
        Shape::LogNormal { .. } => "lognormal",
        Shape::Uniform { .. } => "uniform",
        Shape::Triangular { .. } => "triangular",
        Shape::Pert { .. } => "PERT",
        Shape::Beta { .. } => "beta",
        Shape::Discrete { .. } => "discrete",
        Shape::Metalog { .. } => "metalog",
        Shape::Empirical { .. } => "empirical",
    }
}

/// Paths that take the same draw, by `same_as` in either direction.
fn shared_with(inputs: &Inputs, path: &str) -> Vec<String> {
    let root = match inputs.leaves.get(path) {
        Some(Leaf::Same(target)) => target.as_str(),
        _ => path,
    };
    let follows = |leaf: &Leaf| matches!(leaf, Leaf::Same(target) if target == root);
    let leaves = inputs.leaves.iter();
    leaves
        .filter(|(other, leaf)| *other != path && (other.as_str() == root || follows(leaf)))
        .map(|(other, _)| other.clone())
        .collect()
}

fn correlated_with(inputs: &Inputs, path: &str) -> Vec<(String, String, f64)> {
    let mut pairs = Vec::new();
    for group in &inputs.correlations {
        let Some(row) = group.paths.iter().position(|other| other == path) else {
            continue;
        };
        for (other, correlation) in group.paths.iter().zip(&group.matrix[row]) {
            if other != path {
                pairs.push((group.name.clone(), other.clone(), *correlation));
            }
        }
    }
    pairs
}

fn not_found(scenario: &Scenario, path: &str) -> NotFound {
    let start = format!("{path}.");
    let brief = |entry: &Entry| Brief {
        path: entry.path.clone(),
        value: entry.written.clone(),
        what: entry.row.what,
    };
    let entries = &scenario.entries;
    let mut below: Vec<Brief> = entries
        .iter()
        .filter(|entry| entry.path.starts_with(&start))
        .map(brief)
        .collect();
    if below.is_empty() && path.is_empty() {
        below = entries.iter().map(brief).collect();
    }
    let nearest = if below.is_empty() {
        nearest(scenario, path)
    } else {
        Vec::new()
    };
    // a name that the scenario does not have is more likely misspelt than new
    let siblings = path.rsplit_once('.').map_or("", |(parent, _)| parent);
    let has_siblings = entries.iter().any(|entry| {
        let rest = entry.path.strip_prefix(siblings);
        rest.is_some_and(|rest| rest.starts_with('.'))
    });
    let unset = row_of(path).filter(|_| has_siblings).map(|row| row.what);
    NotFound {
        path: path.to_owned(),
        below,
        nearest,
        unset,
    }
}

/// Paths of the scenario that are like a path: first those near to it, then those with a name like its
/// last one, then those that begin like it, then those with its last name in theirs.
fn nearest(scenario: &Scenario, path: &str) -> Vec<String> {
    let word = path.to_lowercase();
    let last = word.rsplit('.').next().unwrap_or(&word);
    let length = |text: &str| text.chars().count();
    let common = |other: &str| {
        word.split('.')
            .zip(other.split('.'))
            .take_while(|(a, b)| a == b)
            .count()
    };
    let rank = |other: &str| {
        let far = distance(&word, other);
        let name = other.rsplit('.').next().unwrap_or(other);
        let same_name = length(last) >= 4 && distance(last, name) <= length(last) / 4;
        if far <= (length(&word) / 4).max(2) && (same_name || common(other) > 0) {
            Some((0, 0, far))
        } else if same_name {
            Some((1, 0, far))
        } else if common(other) >= 2 {
            Some((2, usize::MAX - common(other), far))
        } else {
            (length(last) >= 3 && name.contains(last)).then_some((3, 0, far))
        }
    };
    let entries = scenario.entries.iter();
    let mut found: Vec<_> = entries
        .filter_map(|entry| Some((rank(&entry.path)?, entry.path.as_str())))
        .collect();
    found.sort_unstable();
    found
        .into_iter()
        .take(MOST_SUGGESTIONS)
        .map(|(_, path)| path.to_owned())
        .collect()
}

#[cfg(test)]
mod tests;

//! What the engine is given: every leaf of a scenario, checked and in engine units.

use std::collections::BTreeMap;

use crate::uncertainty::Distribution;

/// A scenario as the engine sees it: no text left to parse, every default filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// First month simulated.
    pub start: Date,
    /// Number of months simulated.
    pub months: usize,
    /// Years at whose end it is judged, where the scenario says so.
    pub judged: Vec<i32>,
    /// Every leaf by its path; paths and units are those of the parameter table.
    pub leaves: BTreeMap<String, Leaf>,
    /// Names of the plan's lines (`plan.<line>`) in their order in the file: the plan order is planned
    /// start, then place in the file. Lines of an extended scenario come first.
    pub plan_order: Vec<String>,
    /// Groups of parameters joined in a Gaussian copula.
    pub correlations: Vec<Correlation>,
}

impl Inputs {
    /// Names under a prefix, in the order of their paths.
    pub fn names(&self, prefix: &str) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let start = format!("{prefix}.");
        for path in self.leaves.keys() {
            if let Some(rest) = path.strip_prefix(&start) {
                let name = rest.split('.').next().unwrap_or(rest);
                if !names.iter().any(|n| n == name) {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }
}

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Calendar year.
    pub year: i32,
    /// Month of the year, 1 to 12.
    pub month: u32,
}

impl Date {
    /// The month `months` later (earlier when negative).
    pub fn plus(self, months: i32) -> Date {
        let index = self.year * 12 + self.month as i32 - 1 + months;
        Date {
            year: index.div_euclid(12),
            month: index.rem_euclid(12) as u32 + 1,
        }
    }

    /// Months from `self` to `other`.
    pub fn months_until(self, other: Date) -> i32 {
        (other.year - self.year) * 12 + other.month as i32 - self.month as i32
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// One leaf.
#[derive(Clone, Debug, PartialEq)]
pub enum Leaf {
    /// One value per draw, in the unit of its row; months are counted from the start.
    Quantity(Distribution),
    /// The same draw as the quantity at another path.
    Same(String),
    /// `median·exp(sd·z)` with a `z` of each project; absent `sd` where the scenario gives no
    /// interval.
    Spread {
        /// Median over projects, in the unit of its row.
        median: f64,
        /// Standard deviation of the logarithm below and above the median.
        sd: Option<[f64; 2]>,
    },
    /// A whole number, the same in all draws.
    Whole(u32),
    /// A word, a name or free text.
    Text(String),
    /// Several words or names.
    Names(Vec<String>),
}

/// Parameters joined in a Gaussian copula.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    /// Name of the group.
    pub name: String,
    /// Paths of the quantities joined.
    pub paths: Vec<String>,
    /// Rank (Spearman) correlation of each pair; symmetric, ones on the diagonal.
    pub matrix: Vec<Vec<f64>>,
}

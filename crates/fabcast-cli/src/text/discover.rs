//! What `fabcast discover` says.

use fabcast::format::{count, percent};

// Help

pub const ABOUT: &str =
    "What must be true: the futures in which the targets are met, as limits on inputs";
pub const EXAMPLES: &str = "\
Examples:
  fabcast discover --where \"delivered_share_2035 >= 50%\"
  fabcast discover --table draws.csv --where \"y >= 10\"";
pub const WHERE: &str =
    "What a success is, as in 'npv >= 0'; of several all must hold [default: the targets]";
pub const BOX: &str = "Read this box of the trajectory instead of the best balanced one";
pub const TABLE: &str = "Search a table, Parquet or CSV, instead of a scenario";
pub const INPUTS: &str = "Columns that are inputs; by default all but outcomes";

// Screen

pub fn heading(source: &str) -> String {
    format!("What must be true ({source})")
}
pub fn found(successes: usize, draws: usize, condition: &str) -> String {
    format!(
        "{} of {} futures ({}): {condition}",
        count(successes as u64),
        count(draws as u64),
        percent(successes as f64 / draws.max(1) as f64)
    )
}
pub const CLAUSES: [&str; 4] = ["limit", "without it", "quasi-p", "reproduced"];
pub const CLAUSES_NOTE: &str = "without it: density of the box if this limit is dropped. quasi-p: probability that \
     chance makes the limit as good. reproduced: share of resamples that restrict the same input.";
pub fn honest(density: f64, coverage: f64, resamples: usize) -> String {
    format!(
        "Boxes found in {} resamples hold {} successes in the futures these left out, and {} of all of them.",
        count(resamples as u64),
        percent(density),
        percent(coverage)
    )
}
pub const TRAJECTORY: &str = "Coverage against density (* the box above was made from this one)";
pub const TRAJECTORY_COLUMNS: [&str; 6] =
    ["box", "coverage", "density", "mass", "inputs", "restricted"];
pub const TREE: &str = "A second view: splits one after the other (CART)";
pub const ALL: &str = "all futures";
pub fn node(rows: usize, density: f64, coverage: f64) -> [String; 3] {
    [count(rows as u64), percent(density), percent(coverage)]
}
pub const TREE_COLUMNS: [&str; 4] = ["futures with", "futures", "density", "coverage"];
pub fn footer(draws: usize, seconds: f64, seed: u64) -> String {
    format!(
        "{} futures in {seconds:.1} s, seed {seed}",
        count(draws as u64)
    )
}

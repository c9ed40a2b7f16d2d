//! Words of the section on discovery.

use fabcast_document::discover::BoxInfo;

use crate::format::{count, percent};

pub const TITLE: &str = "What must be true";
pub const INTRO: &str = "A search for limits on the inputs within which success is frequent (the patient rule induction method). Coverage is the share of all successes inside the limits, density the share of successes among the futures inside.";
pub fn lead(successes: usize, draws: usize, condition: &str, note: &str) -> String {
    let found = format!(
        "{} of {} futures are successes: {condition}.",
        count(successes as u64),
        count(draws as u64)
    );
    if note.is_empty() {
        found
    } else {
        format!("{note} {found}")
    }
}
pub fn describe_tradeoff(boxes: usize) -> String {
    format!(
        "Curve of {boxes} boxes from all futures, at full coverage and low density, to small boxes of high density. The numbers are in the table below the chart."
    )
}
pub const COVERAGE_AXIS: &str = "coverage, %";
pub const DENSITY_AXIS: &str = "density";
pub fn box_tooltip(found: &BoxInfo) -> String {
    format!(
        "coverage {}, density {}, {} of all futures, {} inputs restricted",
        percent(found.coverage),
        percent(found.density),
        percent(found.mass),
        found.restricted
    )
}
pub const HONEST: &str = "boxes of resamples, in futures that were not searched";
pub const KEY_BOX: &str = "a box of the search";
pub const KEY_CHOSEN: &str = "the box described";
pub const TABLE: &str = "Numbers: the boxes of the search";
pub const HEAD: [&str; 5] = [
    "Coverage",
    "Density",
    "Share of futures",
    "Inputs restricted",
    "Which",
];
pub const CLAUSES: &str = "Each limit by itself";
pub fn clauses_lead(density: f64, coverage: f64, resamples: usize) -> String {
    format!(
        "Quasi-p is the probability that chance makes a limit as good; \"reproduced\" the share of {} resamples that restrict the same input. In futures that were not searched, their boxes hold {} successes and {} of all of them.",
        count(resamples as u64),
        percent(density),
        percent(coverage)
    )
}
pub const CLAUSES_HEAD: [&str; 4] = ["Limit", "Density without it", "Quasi-p", "Reproduced"];
pub const TREE: &str = "A second view: a tree";
pub const TREE_LEAD: &str = "The same futures split one limit after the other (CART), each time by the one that tells successes and failures apart best.";
pub const TREE_HEAD: [&str; 4] = ["Futures with", "Number", "Density", "Coverage"];
pub const ALL: &str = "all futures";
pub fn indented(depth: usize, rule: &str) -> String {
    format!("{}{rule}", "\u{a0}\u{a0}\u{a0}".repeat(depth))
}
pub const NOTES: &str = "To keep in mind";

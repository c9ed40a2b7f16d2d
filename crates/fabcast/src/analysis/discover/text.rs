//! Sentences of the discovery, in one place.

use crate::format::{count, percent};

pub(super) const DEVIATIONS: &str = "standard deviations";
pub(super) const YES_OR_NO: &str = "yes or no";

// Inputs

pub(super) fn takes_part(name: &str) -> String {
    format!("{name} taking part")
}
pub(super) fn stays_out(name: &str) -> String {
    format!("{name} staying out")
}
pub(super) fn first(event: &str) -> String {
    event.to_owned()
}
pub(super) fn build(region: &str, is_campus: bool) -> String {
    let site = if is_campus { "campus" } else { "plant" };
    format!("permit and construction of a typical {site} in {region}")
}
pub(super) fn grid(region: &str) -> String {
    format!("grid connection of a typical campus in {region}")
}

// Clauses

pub(super) fn limits(label: &str, low: Option<String>, high: Option<String>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{label} between {low} and {high}"),
        (Some(low), None) => format!("{label} over {low}"),
        (None, Some(high)) => format!("{label} under {high}"),
        (None, None) => label.to_owned(),
    }
}
pub(super) fn dates(label: &str, low: Option<String>, high: Option<String>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{label} from {low} to before {high}"),
        (Some(low), None) => format!("{label} in {low} or later"),
        (None, Some(high)) => format!("{label} before {high}"),
        (None, None) => label.to_owned(),
    }
}
pub(super) fn event(label: &str, low: Option<String>, high: Option<String>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("a first {label} between {low} and {high}"),
        (Some(low), None) => format!("no {label} before {low}"),
        (None, Some(high)) => format!("a {label} before {high}"),
        (None, None) => label.to_owned(),
    }
}
pub(super) fn joined(clauses: &[String]) -> String {
    match clauses {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The chosen box.
pub(super) fn sentence(
    success: &str,
    density: f64,
    clauses: &[String],
    coverage: f64,
    base: f64,
) -> String {
    format!(
        "{success} in {} of the futures with {}; {} of all such futures lie there (without these limits: {}).",
        percent(density),
        joined(clauses),
        percent(coverage),
        percent(base)
    )
}
pub(super) fn no_box(success: &str, base: f64) -> String {
    format!(
        "{success} in {} of the futures, and no limit on any input changes that by more than chance does.",
        percent(base)
    )
}
pub(super) const MEETS: &str = "The plan meets every target";
pub(super) fn holds(condition: &str) -> String {
    format!("{condition} holds")
}

// Conditions

pub(super) const TARGETS: &str = "every target is met";
pub(super) fn both(conditions: &[String]) -> String {
    conditions.join(" and ")
}
pub(super) fn too_few(met: usize, draws: usize, condition: &str) -> String {
    let found = match met {
        0 => format!("None of {} futures meets every target", count(draws as u64)),
        1 => format!("1 of {} futures meets every target", count(draws as u64)),
        n => format!(
            "Only {} of {} futures meet every target",
            count(n as u64),
            count(draws as u64)
        ),
    };
    format!(
        "{found}: no box can be drawn around that. Instead the best tenth of the futures is described, those with \
         {condition}. Choose another condition with --where."
    )
}
pub(super) const NO_TARGETS: &str = "The scenario has no targets; the best tenth of the futures is described. Choose a condition with --where.";

// Warnings and errors

pub(super) fn optimistic(density: f64, honest: f64) -> String {
    format!(
        "In futures that were not searched the box would hold about {} successes, not {}.",
        percent(honest),
        percent(density)
    )
}
pub(super) fn unstable(inputs: &[String]) -> String {
    format!(
        "Fewer than half of the resamples restrict {}: do not build on it.",
        joined(inputs)
    )
}
pub(super) fn all_or_none(condition: &str, met: usize, draws: usize) -> String {
    let all = if met == 0 { "No" } else { "Every" };
    format!(
        "{condition} holds in {} future of {}: there is nothing to tell apart\n\nChoose another value with --where.",
        all.to_lowercase(),
        count(draws as u64)
    )
}
pub(super) fn too_small(condition: &str, met: usize, least: usize) -> String {
    format!(
        "{condition} holds in {} futures; a box needs at least {least} successes and as many failures\n\n\
         Take more futures with --draws, or another value with --where.",
        count(met as u64)
    )
}
pub(super) const NEEDS_WHERE: &str =
    "say what a success is, with --where 'COLUMN >= VALUE'; several conditions must all hold";
pub(super) fn no_such_box(asked: usize, last: usize) -> String {
    format!("there is no box {asked}; the search found boxes 0 to {last}")
}
pub(super) const STOPPED: &str = "interrupted before the end; a search has no partial results";
/// Rows without an outcome that can be missing.
pub(crate) fn counted_as_not_met(name: &str, rows: usize) -> String {
    format!(
        "`{name}` has no value in {} rows, which count as not meeting the condition.",
        count(rows as u64)
    )
}

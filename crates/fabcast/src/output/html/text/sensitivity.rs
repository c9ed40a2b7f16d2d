//! Words of the section on sensitivity.

use crate::format::{count, percent};

pub const TITLE: &str = "What moves it: sensitivity";
pub const INTRO: &str = "How far each uncertain parameter moves an outcome. S1 is the share of the variance that would go if the parameter were known and nothing else; ST the share that would stay if everything else were known. The difference is interaction.";
pub fn finding(leader: &str, outcome: &str, total: &str, alone: Option<&str>) -> String {
    let alone = alone.map_or_else(String::new, |alone| format!(", {alone} of it alone"));
    format!("{leader} moves it most: {total} of the variance of \"{outcome}\"{alone}.")
}
pub fn effects_finding(leader: &str, outcome: &str, change: &str) -> String {
    format!("{leader} moves \"{outcome}\" most: by {change} over its range on average.")
}
pub fn describe(rows: usize) -> String {
    format!(
        "Bars of {rows} parameters, the most important at the top, with intervals. The numbers are in the table below the chart."
    )
}
pub const KEY_FIRST: &str = "first order, S1";
pub const KEY_TOTAL: &str = "total order, ST";
pub const KEY_SHAPLEY: &str = "Shapley effect";
pub const KEY_EFFECT: &str = "mean absolute effect, mu_star";
pub fn key_interval(level: f64) -> String {
    format!("{} interval", percent(level))
}
pub const TABLE: &str = "Numbers: the indices of every parameter";
pub const HEAD: [&str; 5] = ["Parameter", "What it is", "S1", "ST", "Rows"];
pub const HEAD_SHAPLEY: [&str; 5] = [
    "Parameter",
    "What it is",
    "Shapley effect",
    "ST (screening)",
    "Rows",
];
pub const HEAD_EFFECTS: [&str; 5] = ["Parameter", "What it is", "mu_star", "mu", "sigma"];
pub fn zero(value: &str) -> String {
    format!("{value}, not distinguishable from 0")
}
pub const SUBSYSTEMS: &str = "By part of the model";
pub const SUBSYSTEMS_LEAD: &str = "All parameters of a part taken as one.";
pub const HEAD_SUBSYSTEMS: [&str; 4] = ["Part", "Parameters", "S1", "ST"];
pub const CONVERGENCE: &str = "Has it settled?";
pub fn convergence_lead(needed: Option<usize>) -> String {
    let needed = needed.map_or_else(String::new, |rows| {
        format!(
            " With {} rows none would be wider than ±0.05.",
            count(rows as u64)
        )
    });
    format!(
        "The total order of the leading parameters with the first rows of the same design.{needed}"
    )
}
pub fn rows(rows: usize) -> String {
    format!("{} rows", count(rows as u64))
}
pub const TORNADO_LEAD: &str = "The mean outcome with one parameter at its 10 % and at its 90 % quantile, in the same futures; all others as they fall.";
pub fn tornado_finding(name: &str, from: &str, to: &str, low: &str, high: &str) -> String {
    format!("With {name} at {from} the mean is {low}; at {to} it is {high}.")
}
pub const KEY_LOW: &str = "parameter at its 10 % quantile";
pub const KEY_HIGH: &str = "parameter at its 90 % quantile";
pub fn key_mean(mean: &str) -> String {
    format!("mean of all futures, {mean}")
}
pub const TORNADO_TABLE: &str = "Numbers: both ends of every bar";
pub const TORNADO_HEAD: [&str; 6] = [
    "Parameter",
    "10 %",
    "90 %",
    "Outcome at 10 %",
    "Outcome at 90 %",
    "Change",
];
pub const REGIONAL: &str = "What is different where it works";
pub fn regional_lead(
    condition: &str,
    met: usize,
    missed: usize,
    floor: f64,
    inputs: usize,
) -> String {
    format!(
        "The {} futures in which {condition} against the {} others. The distance is the largest difference of the two distributions (Kolmogorov-Smirnov); below {floor:.2} it may be chance, for {} inputs looked at.",
        count(met as u64),
        count(missed as u64),
        count(inputs as u64)
    )
}
pub const REGIONAL_HEAD: [&str; 5] = [
    "Parameter",
    "What it is",
    "Distance",
    "Median there",
    "Median elsewhere",
];
pub const NOTES: &str = "To keep in mind";

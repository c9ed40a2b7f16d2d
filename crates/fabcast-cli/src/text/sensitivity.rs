//! What `fabcast sensitivity` says.

use fabcast::format::{count, percent};

// Help

pub const ABOUT: &str = "Which uncertain parameters move an outcome: Sobol' indices with intervals";
pub const EXAMPLES: &str = "\
Examples:
  fabcast sensitivity one-fab --outcome npv --draws 512
  fabcast sensitivity --table design.csv --results y.csv --level 0.9";
pub const OUTCOME: &str = "Outcome to explain, or column of the table [default: delivered_h100e at the last year end of judgement]";
pub const DRAWS: &str =
    "Rows of the design, a power of two; all but the leading parameters get an eighth";
pub const LEVEL: &str = "Level of the intervals";
pub const METHOD: &str =
    "auto: Sobol' indices, Shapley effects if inputs are correlated; morris: screening";
pub const GROUP: &str =
    "Take parameters together: `subsystems`, a part such as talent, or a beginning of paths";
pub const WHERE: &str = "Compare the futures in which this holds with the others, as in 'npv >= 0'";
pub const TABLE: &str =
    "Analyse a table of inputs and outcomes, Parquet or CSV, instead of a scenario";
pub const RESULTS: &str = "Outcomes in a file of their own, joined to the table by `draw`";
pub const INPUTS: &str = "Columns that are inputs; all that vary by default";

// Screen

pub fn heading(outcome: &str, source: &str) -> String {
    format!("What moves it: {outcome} ({source})")
}
pub fn spread(mean: &str, sd: &str) -> String {
    format!("mean {mean}, standard deviation {sd}")
}
pub const FACTOR: &str = "parameter";
pub const S1: &str = "S1";
pub const ST: &str = "ST";
pub const SH: &str = "Shapley";
pub const MU_STAR: &str = "mu_star";
pub const SIGMA: &str = "sigma";
pub fn zero(value: &str) -> String {
    format!("{value} °")
}
pub const UNSETTLED: &str = "unsettled";
pub const ZERO_NOTE: &str = "° not distinguishable from 0";
pub fn others(n: usize, most: &str) -> String {
    let rows = if n == 1 { "parameter" } else { "parameters" };
    format!("{} further {rows}, none above {most}", count(n as u64))
}
pub fn alone(share: f64) -> String {
    format!(
        "The first-order indices that are distinguishable from 0 add up to {}; the rest is interaction, or too small to tell.",
        percent(share)
    )
}
pub const SUBSYSTEMS: &str = "By part of the model";
pub const CONVERGENCE: &str = "Convergence (total order with the first rows of the design)";
pub const ROWS: &str = "rows";
pub fn needed(rows: usize, have: usize) -> String {
    if rows <= have {
        format!(
            "{} rows are enough: no interval above is wider than ±0.05.",
            count(have as u64)
        )
    } else {
        format!("--draws {rows} would bring every interval above below ±0.05.")
    }
}
pub fn tornado(outcome: &str, unit: &str) -> String {
    let unit = if unit.is_empty() {
        String::new()
    } else {
        format!(" [{unit}]")
    };
    format!("{outcome}{unit} with a parameter at its 10 % and 90 % quantile")
}
pub const TORNADO_COLUMNS: [&str; 6] =
    ["parameter", "10 %", "90 %", "at 10 %", "at 90 %", "change"];
pub fn regional(condition: &str, met: usize, missed: usize) -> String {
    format!(
        "Where {condition}: {} futures against {}",
        count(met as u64),
        count(missed as u64)
    )
}
pub const REGIONAL_COLUMNS: [&str; 4] = ["parameter", "distance", "median there", "elsewhere"];
pub fn floor(floor: f64, inputs: usize) -> String {
    format!(
        "Kolmogorov-Smirnov distance; of {} inputs without any effect none would exceed {floor:.2} in 19 of 20 analyses.",
        count(inputs as u64)
    )
}
pub const NONE_ABOVE: &str = "No input differs by more than chance allows.";
pub fn footer(simulations: u64, seconds: f64, seed: u64) -> String {
    format!(
        "{} simulations in {seconds:.1} s, seed {seed}",
        count(simulations)
    )
}
pub const PROGRESS: &str = "{spinner} {human_pos} simulations";

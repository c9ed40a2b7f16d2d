//! What the report says of backtests.

pub const TITLE: &str = "Tested by history: real fabs";
pub const INTRO: &str = "What would have been forecast of real fabs when they were announced, against what came. \
    Forecasts use of other projects only what was known then.";
pub const WEAK: &str = "What is weak";

pub const PROJECTS_ID: &str = "backtest-projects";
pub fn projects_finding(inside: usize, ended: usize) -> String {
    format!("Of {ended} dates that have come, {inside} lie within the 80 % interval")
}
pub const PROJECTS_LEAD: &str = "Months from the announcement, or from the start of building where no announcement \
    is known, to the first production.";
pub const PROJECTS_ABOUT: &str = "A row for each project: a bar for the 80 % interval of the forecast, a tick for the \
    announced date, a dot for the month of the first production, an arrow if there was none by the last report.";
pub const INTERVAL: &str = "80 % interval of the forecast";
pub const MEDIAN: &str = "median";
pub const ANNOUNCED: &str = "announced date";
pub const CAME: &str = "first production";
pub const OPEN: &str = "not yet, by the last report";
pub const PROJECTS_TABLE: &str = "The forecasts as a table";
pub const PROJECTS_HEAD: [&str; 6] = [
    "Project",
    "Forecast of",
    "Announced",
    "80 % interval",
    "Came",
    "Chance to be stopped",
];
pub const MONTHS: &str = "months";

pub const PIT_ID: &str = "backtest-pit";
pub const PIT_FINDING: &str = "Where in the forecasts the outcomes lie";
pub const PIT_LEAD: &str = "Share of the outcomes in each tenth of the forecasts, as a multiple of what it should be. \
    Bars of 1 are right; a heap at the ends means too narrow, in the middle too wide.";
pub const PIT_ABOUT: &str = "A histogram of ten bars.";
pub const PIT_RIGHT: &str = "calibrated";
pub const PIT_BARS: &str = "outcomes";

pub const RELIABILITY_ID: &str = "backtest-reliability";
pub const RELIABILITY_FINDING: &str =
    "How often projects were stopped, against the chance forecast";
pub const RELIABILITY_LEAD: &str = "Projects in five groups of rising chance, each forecast from all others; the line \
    through a point is twice the standard error if the chances were right.";
pub const RELIABILITY_ABOUT: &str = "Five points near the diagonal if the forecasts are right.";
/// Both small charts run from 0 to 100 % of a forecast.
pub const ACROSS_UNIT: &str = "% of the forecast";
pub const RELIABILITY_DOT: &str = "share that was stopped";
pub const RELIABILITY_RIGHT: &str = "right";

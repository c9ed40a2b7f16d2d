//! What `fabcast backtest` says.

pub const BACKTEST: &str = "Score the model against what happened (coverage, CRPS, PIT)";
pub const BACKTEST_EXAMPLES: &str = "\
Examples:
  fabcast backtest fabs
  fabcast backtest fabs --cases my_fabs.csv --format json
  fabcast backtest campuses --cases my_campuses.csv
  fabcast backtest plan-2024 --actuals what_came.csv";
pub const CASE: &str = "Which backtests; all of them by default";
pub const CASES: &str = "File of cases to score instead of the embedded ones, same columns";
pub const ACTUALS: &str =
    "What came, for plan-2024: columns year, series, value, unit; other columns are ignored";
pub const DRAWS: &str = "Draws per forecast; each backtest has its own default";
pub const OUT: &str = "Write the documents, and pages with pictures, there";

pub fn running(name: &str, about: &str) -> String {
    format!("{name}: {about} ...")
}

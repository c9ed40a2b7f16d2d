//! What the backtest of the frozen forecast says.

#![allow(missing_docs)] // the texts speak for themselves

pub use crate::backtest::text::empty;

pub fn changed(file: &str) -> String {
    format!(
        "{file} is not the file that was frozen: its SHA-256 differs from the one recorded beside it. \
         Take it from the repository again, or freeze a new forecast with `cargo xtask freeze`"
    )
}
pub fn unreadable(file: &str, why: &str) -> String {
    format!("{file} cannot be read: {why}; freeze a new forecast with `cargo xtask freeze`")
}

// Files of actuals

pub fn unknown_series(name: &str, near: Option<&str>) -> String {
    let hint = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    format!(
        "series: `{name}` is none that was forecast; {hint}`fabcast backtest plan-2024` lists them"
    )
}
pub fn no_period(written: &str) -> String {
    format!("year: `{written}` is no year or quarter; expected 2026 or 2026-Q1")
}
pub fn no_value(written: &str) -> String {
    format!("value: `{written}` is no number; expected one such as 13.2, 13_200_000 or 1.3e7")
}
pub fn not_positive(written: &str, zero_is_wrong: bool) -> String {
    let least = if zero_is_wrong {
        "above 0"
    } else {
        "of at least 0"
    };
    format!("value: `{written}` is no number {least}")
}
pub fn no_unit(written: &str, series: &str, accepted: &[&str]) -> String {
    format!(
        "unit: `{written}` is no unit of {series}; accepted are {}",
        accepted.join(", ")
    )
}
pub fn no_forecast(series: &str, period: &str, quarterly: bool) -> String {
    let years = super::frozen::YEARS;
    let kind = if quarterly {
        "quarters, such as 2026-Q1,"
    } else {
        "years"
    };
    format!(
        "year: {series} was not forecast for {period}, but for {kind} of {} to {}",
        years.start(),
        years.end()
    )
}
pub fn twice(series: &str, period: &str) -> String {
    format!("year: {series} of {period} stands in an earlier row already")
}
pub fn known_before(rows: usize, known_to: i32) -> String {
    format!("{rows} rows are of {known_to} or earlier, which the forecast knew: not scored")
}
pub fn not_forecast(series: &[String]) -> String {
    format!(
        "{} series are measured and were not forecast: {}",
        series.len(),
        series.join(", ")
    )
}

pub const REPOSITORY: &str = "the repository's own data";

pub const WEAK: [&str; 4] = [
    "The world is that of February 2024 and reads nothing later, but the model was written after it: its authors knew how \
     2024 and 2025 went. Only years after the file was frozen test it without that.",
    "The programme was not begun as it was proposed. What it would have built can be scored only against something that \
     stands for it, and nothing in the repository does.",
    "The two scenarios differ little in their first years, so their scores are nearly the same evidence twice; so are the \
     series of one boom.",
    "Naive forecasts of a series with one or two known years are poor rivals; the price of an H100-hour has none.",
];

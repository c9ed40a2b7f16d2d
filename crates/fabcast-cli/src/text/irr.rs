//! What `fabcast irr` says.

use fabcast::format::count;

pub const IRR: &str =
    "Return of a cash-flow file: XIRR, XNPV, MOIC, payback, and every root there is";
pub const IRR_EXAMPLES: &str = "\
FLOWS is a CSV file with a date and an amount a line, in any order, with or
without a header; - reads standard input. Negative amounts are paid, positive
ones received. Rates are per year of 365 days.

Examples:
  fabcast irr flows.csv
  fabcast irr flows.csv --rate 0.08 --residual 2.5e9 --format json";
pub const FLOWS: &str = "CSV file of date and amount, or - for standard input";
pub const RATE: &str = "Yearly rate of XNPV and discounted payback: 0.08 or 8%";
pub const RESIDUAL: &str = "Worth on the last day of what is still held; counts as received then";
pub const DATES: &str = "Which part of dates such as 3/4/2024 is the day";

pub const EXPECTED_RATE: &str = "expected a rate above -1 and up to 1e9, such as 0.08 or 8%";
pub const EXPECTED_AMOUNT: &str = "expected an amount, such as 2500000 or 2.5e6";

/// Faults shown; of more only the number is told.
pub const MOST_FAULTS: usize = 20;

pub fn cannot_read(file: &str, why: &str) -> String {
    format!(
        "cannot read {file}: {why}\n\n\
         Give the path of a CSV file with a date and an amount a line, or - for standard input."
    )
}
pub const RESIDUAL_TOO_LARGE: &str = "what was received and --residual add up to more than 1.8e308, the largest number \
     there is\n\nWrite amounts in a larger unit, as millions: no rate and no multiple depends on it.";
pub const NOT_TEXT: &str = "it is not text in UTF-8; save it as CSV (UTF-8)";
pub const STANDARD_INPUT: &str = "standard input";
pub fn fault(file: &str, line: usize, column: usize, what: &str) -> String {
    format!("{file}:{line}:{column}: {what}")
}
pub fn more_faults(n: usize) -> String {
    format!("and {} more", count(n as u64))
}
pub fn n_faults(n: usize) -> String {
    match n {
        1 => "1 problem; nothing was computed.".to_owned(),
        n => format!("{} problems; nothing was computed.", count(n as u64)),
    }
}
pub fn n_faults_or_more(n: usize) -> String {
    format!(
        "{} problems or more; nothing was computed.",
        count(n as u64)
    )
}

// The table

pub fn flows(n: usize, first: &str, last: &str) -> String {
    let flows = if n == 1 { "flow" } else { "flows" };
    format!("{} {flows}, {first} to {last}", count(n as u64))
}
pub const ROW_FLOWS: &str = "cash flow";
pub const ROW_PAID: &str = "paid in";
pub const ROW_RECEIVED: &str = "received";
pub const ROW_RESIDUAL: &str = "still held";
pub const ROW_GAIN: &str = "gain";
pub const ROW_XIRR: &str = "XIRR";
pub const ROW_ROOTS: &str = "all roots";
pub const ROW_XNPV: &str = "XNPV";
pub const ROW_MOIC: &str = "MOIC";
pub const ROW_EXPOSURE: &str = "at most out";
pub const ROW_PAYBACK: &str = "payback";
pub const ROW_DISCOUNTED: &str = "discounted";
pub const NO_RATE: &str = "none";
pub const NEVER: &str = "not paid back";

pub fn none(reason: &str) -> String {
    format!("{NO_RATE}: {reason}")
}
pub fn rate(rate: &str, left: &str) -> String {
    format!("{rate} a year; the present value there is {left}")
}
pub fn value(value: &str, rate: &str) -> String {
    format!("{value} at {rate} a year, on the first day")
}
pub fn multiples(moic: &str, dpi: &str, rvpi: &str) -> String {
    format!("{moic} (DPI {dpi}, RVPI {rvpi})")
}
pub fn back(date: &str, years: &str) -> String {
    format!("{date}, after {years} years")
}
pub fn back_discounted(date: &str, years: &str, rate: &str) -> String {
    format!("{date}, after {years} years at {rate}")
}
pub fn several(n: usize) -> String {
    format!(
        "There are {} rates at which the present value is 0. The one reported is {RULE} \
         A spreadsheet may show another of them, depending on its first guess.",
        count(n as u64)
    )
}
const RULE: &str = "the nearest to zero at which the value falls as the rate rises, if the flows add up \
     to a gain; else the nearest to zero. Rates above 10,000 % count only where there is no other.";
pub fn unverified(roots: &str) -> String {
    format!(
        "The value is 0 at {roots} too, but what is discounted there is so large that rounding \
         hides it; such rates are not reported."
    )
}

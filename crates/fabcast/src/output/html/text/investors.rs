//! Words of the section on the investors.

use fabcast_document::Probability;
use fabcast_document::investors::LoanCover;

use crate::format::{in_full, percent, probability, significant};

pub const TITLE: &str = "What each investor gets";
pub const INTRO: &str = "Money in, money back and what is left over, investor by investor and future by future. Money is in dollars of the scenario's price year, returns are yearly and real. What is said of an investor is over the futures in which money is drawn from it; the calendar is over all futures.";
pub const NOBODY: &str = "No money is drawn from anybody in any future";
pub const GRANTS: &str = "Grants";
pub const COMMITTED: &str = "Committed";
pub const DRAWN: &str = "Drawn by the end, mean of all futures";
pub fn stack_finding(drawn: &str, committed: &str, share: &str) -> String {
    format!("Of {committed} committed, {drawn} is drawn in the mean future, {share} of it")
}
pub const STACK_LEAD: &str = "The capital stack: who commits how much, and how much of it is ever drawn. What is not drawn was not approved, came too late, or had no project that could use it. Grants are what was received.";
pub const STACK_TABLE: &str = "Numbers: committed and drawn by source";
pub const STACK_HEAD: [&str; 5] = [
    "Source",
    "Kind",
    "Committed",
    "Takes part in",
    "Drawn where it does, median (80 % of futures)",
];
pub const GRANT_KIND: &str = "Grant";
pub fn describe(parts: &[String]) -> String {
    format!(
        "{}. The numbers are in the table below the chart.",
        parts.join("; ")
    )
}

pub const CALLED: &str = "called";
pub const DISTRIBUTED: &str = "distributed";
pub const KEY_CALLED: &str = "called, median future of the year";
pub const KEY_DISTRIBUTED: &str = "distributed, likewise";
pub const KEY_WHISKER: &str = "80 % of futures";
pub const CALENDAR_LEAD: &str = "Calls on all investors below the line, what they get back above it, by calendar year. The bar is the median of that year and the whisker 80 % of futures; medians of different years are not one future, and do not add up. The last year holds the value at the end.";
pub fn calendar_finding(calls: &str, call_year: i32, back: &str, back_year: i32) -> String {
    format!(
        "Calls peak at {calls} in {call_year}, distributions at {back} in {back_year}, in the median of each year"
    )
}
pub const CALENDAR_NOTHING: &str = "Nothing is called in the median of any year";
pub fn calendar_finding_calls(calls: &str, year: i32) -> String {
    format!("Calls peak at {calls} in {year}; in the median of no year is anything distributed")
}
pub const CALENDAR_TABLE: &str =
    "Numbers: calls and distributions by year, median (80 % of futures) and mean";
pub const CALENDAR_HEAD: [&str; 5] = ["Year", "Called", "Mean", "Distributed", "Mean "];
pub const CALENDAR_FOLD: &str = "The calendar of each investor";
pub fn year_says(year: i32, word: &str, median: &str, range: &str) -> String {
    format!("{year}: {median} {word}, 80 % of futures {range}")
}

pub const CURVE_LEAD: &str = "Received less drawn so far, month by month: the J-curve. Below zero money is out; where the line crosses zero it is back. The last month holds the value at the end.";
pub fn curve_finding(label: &str, low: &str, date: &str, back: Option<&str>) -> String {
    let back = back.map_or_else(
        || "not back within the run".to_owned(),
        |month| format!("back in {month}"),
    );
    format!("{label}: at most {low} out, in {date}, and {back}, in the median")
}
pub const CURVE_TABLE: &str = "Numbers: received less drawn so far";
pub fn curve_point(date: &str, median: &str, range: &str) -> String {
    format!("{date}: median {median}, 80 % of futures {range}")
}

pub const DSCR_LEAD: &str = "Cash of the year over the interest and principal due in it, in the futures with debt service. Below 1 the year's own cash does not pay the lenders. What is beyond the axis is cut off.";
pub const DSCR_COVERED: &str =
    "In the median future the cash of every year covers its debt service";
pub fn dscr_short(years: &[String]) -> String {
    match years {
        [one] => format!("In the median future the cash of {one} does not cover its debt service"),
        [first, .., last] => format!(
            "In the median future the cash of {} years from {first} to {last} does not cover their debt service",
            years.len()
        ),
        [] => DSCR_COVERED.to_owned(),
    }
}
pub const DSCR_ONE: &str = "1: just covered";
pub const DSCR_UNIT: &str = "times the debt service";
pub const DSCR_TABLE: &str = "Numbers: cover of debt service by year";
pub const DSCR_HEAD: [&str; 7] = [
    "Year",
    "Futures with debt service",
    "10 %",
    "25 %",
    "50 %",
    "75 %",
    "90 %",
];

pub const LENDERS: &str = "What lenders look at";
pub const LENDERS_HEAD: [&str; 7] = ["", "5 %", "10 %", "25 %", "50 %", "75 %", "90 %"];
pub const DSCR_LEAST: &str = "DSCR of twelve months, at its least";
pub const LLCR: &str = "LLCR";
pub const PLCR: &str = "PLCR";
/// How often the cover is too low.
pub fn lenders(loans: &LoanCover) -> String {
    let of = |p: Probability| probability(p.probability, p.standard_error);
    let mut says = format!(
        "Over the {} of futures with debt. DSCR: cash before debt service over debt service, of any twelve months from the first year of repayments on; it falls below 1 in {} of futures. LLCR and PLCR: present value of the cash before debt service over the loans' lives, and to the end with what stands then, over the largest debt.",
        percent(loans.with_debt),
        of(loans.below_one)
    );
    for (limit, what) in [
        (loans.lock_up, "nothing may be distributed"),
        (loans.default, "nothing more is lent"),
    ] {
        if let Some(limit) = limit {
            says += &format!(
                " Below a cover of {} {what}: in {} of futures, then for {} months.",
                in_full(limit.limit, 2),
                of(limit.broken),
                significant(limit.months)
            );
        }
    }
    says
}

pub const RATES_LEAD: &str = "Each bar is the share of futures with a return in that range; the dotted line is what is asked for. Beside them stand the futures in which nothing came back at all (a return of -100 %) and those whose flows have no rate of return.";
pub const RATE_AXIS: &str = "return a year, real";
pub const NOTHING_BACK: &str = "lost all";
pub const NO_RATE: &str = "no rate";
pub fn asked(hurdle: &str) -> String {
    format!("asked: {hurdle}")
}
pub fn rate_finding(label: &str, median: &str, hurdle: &str, misses: &str, none: &str) -> String {
    format!(
        "{label}: {median} in the median against {hurdle} asked; {misses} of futures miss it, {none} have no rate"
    )
}
pub fn bar_says(range: &str, share: &str) -> String {
    format!("{range}: {share} of futures")
}
pub const RATE_TABLE: &str = "Numbers: share of futures by return";
pub const RATE_HEAD: [&str; 2] = ["Return", "Futures"];

pub const PROFILE_LEAD: &str = "Present value of the flows of this future against the rate at which they are discounted. Flows that change their sign more than once can have several rates at which it is zero; docs/finance.md says which is reported.";
pub fn profile_finding(label: &str, draw: u64, roots: &[String], reported: &str) -> String {
    format!(
        "{label}, future {draw}: the value is zero at {}; {reported} is reported",
        roots.join(" and ")
    )
}
pub fn root_says(rate: &str, reported: bool) -> String {
    match reported {
        true => format!("{rate}, the rate that is reported"),
        false => format!("{rate}, not reported"),
    }
}
pub const PROFILE_TABLE: &str = "Numbers: present value by rate";
pub const PROFILE_HEAD: [&str; 2] = ["Rate", "Present value"];
pub fn how_often(parts: &[String]) -> String {
    format!("Futures with several rates: {}.", parts.join(", "))
}
pub const ONE_ROOT: &str = "Several rates of return";
pub const ONE_ROOT_LEAD: &str = "In none of these futures do the flows of an investor, or of all equity, have more than one rate of return that can be verified.";

pub const COSTS: &str = "What events and missing projects cost";
pub const COSTS_LEAD: &str = "Mean change of the gain, in the same futures with and without: an event in those in which it comes to pass, a project that is not built in all.";
pub const COSTS_CASE: &str = "Case";
pub const COSTS_SHARE: &str = "Futures";

pub const RISKS: &str = "Risk and return in numbers";
pub const RISKS_HEAD: [&str; 10] = [
    "Investor",
    "Return, median (80 %)",
    "Asked",
    "MOIC",
    "Largest exposure",
    "Back in",
    "Loss",
    "Misses what is asked",
    "No rate",
    "Worst twentieth, mean gain",
];
pub const NEVER: &str = "never";

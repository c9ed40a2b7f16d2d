//! What the finance module says, in one place.

use super::rate::NoRate;

/// Why there is no rate, in a sentence.
pub fn no_rate(reason: NoRate) -> &'static str {
    match reason {
        NoRate::NoFlows => "every flow is 0",
        NoRate::AllOnOneDay => {
            "every flow is on one day, and no rate of return changes what they add up to"
        }
        NoRate::NoSignChange => {
            "money goes one way only: a return needs at least one payment (negative) and one receipt (positive)"
        }
        NoRate::NoRootInRange => {
            "at no rate above -100 % and up to 100,000,000,000 % a year is the present value 0"
        }
        NoRate::NotVerifiable => {
            "the only rates that make the present value 0 are so low that rounding hides it; none can be verified"
        }
        NoRate::NotSearched => {
            "the present value is so near 0 over so many rates, or there are so many flows, that the search for a rate was given up"
        }
    }
}

pub const OPEN_QUOTE: &str = "a quote is opened and not closed on the line";
pub const CLOSE_QUOTE: &str = "put a second \" behind the field, or leave the first one out";
pub const NO_FLOWS: &str = "there are no flows in the file";
pub const LINE_EXAMPLE: &str = "write a date and an amount a line, as in `2024-02-01,-1500000`";
pub const HEADER_EXAMPLE: &str = "name the columns in the first line, as in `date,amount,remark`";
pub const TOO_FEW: &str = "expected a date and an amount";
pub const QUOTE_AMOUNTS: &str = "put amounts with separators of thousands in quotes, as in `2024-02-01,\"1,234.50\"`; or name the columns in the first line, as in `date,amount,remark`";
pub const DATE_NAMES: [&str; 6] = ["date", "day", "dates", "month", "when", "time"];
pub const AMOUNT_NAMES: [&str; 7] = [
    "amount",
    "amounts",
    "flow",
    "cash flow",
    "cash_flow",
    "cashflow",
    "value",
];
pub const NO_AMOUNT: &str = "the amount is missing";
pub const AMOUNT_HELP: &str = "write a plain number, as in `-1500000`, `1.5e6` or `(1500000)`; negative is paid, positive is received";
pub const NO_DATE: &str = "the date is missing";
pub const DATE_HELP: &str = "write year, month and day, as in `2024-02-29`; `29 Feb 2024`, `29.02.2024` and `2024-02` are understood too";
pub const AMBIGUOUS_HELP: &str = "add --dates day-first or --dates month-first, or write year, month and day, as in `2024-02-29`";

pub const OVERFLOW: &str =
    "with this amount the flows add up to more than 1.8e308, the largest number there is";
pub const SMALLER_AMOUNTS: &str =
    "write amounts in a larger unit, as millions: no rate and no multiple depends on it";
pub const ADD_UP: &str = "add up what is paid or received on a day; no rate depends on it";

/// The beginning of a text that may be of any length.
fn short(written: &str) -> String {
    const MOST: usize = 60;
    match written.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &written[..end]),
        None => written.to_owned(),
    }
}
pub fn too_many_flows(most: usize) -> String {
    format!(
        "there are more than {} flows, the most that are read",
        crate::format::count(most as u64)
    )
}
pub fn too_many_fields(most: usize) -> String {
    format!(
        "there are more than {} fields on the line",
        crate::format::count(most as u64)
    )
}
pub fn missing_column(name: &str) -> String {
    format!("the first line names columns, but none is called `{name}`")
}
pub fn too_many(fields: usize) -> String {
    format!("expected a date and an amount, found {fields} fields")
}
pub fn more_than_named(fields: usize, named: usize) -> String {
    format!("found {fields} fields, but the first line names {named} columns")
}
pub fn no_amount(written: &str) -> String {
    format!("`{}` is no amount", short(written))
}
pub fn no_date(written: &str) -> String {
    format!("`{}` is no date", short(written))
}
pub fn no_such_day(written: &str) -> String {
    format!("`{}` is no day of the calendar", short(written))
}
pub fn ambiguous(written: &str) -> String {
    format!("`{}` may be day/month or month/day", short(written))
}

//! The words in numbers and dates.

/// A return where less came back than was paid in and no rate makes that worth nothing.
pub const LOSS_NO_RATE: &str = "loss, no rate";
/// A return where more came back, likewise.
pub const GAIN_NO_RATE: &str = "gain, no rate";
/// After a rate.
pub const A_YEAR: &str = " a year";
/// Months of the year.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Short name of a power of ten, as after a number.
pub fn magnitude_short(exponent: i32) -> &'static str {
    match exponent {
        3 => "k",
        6 => "M",
        9 => "bn",
        12 => "T",
        _ => "",
    }
}

/// Name of a power of ten, as before a unit.
pub fn magnitude_long(exponent: i32) -> &'static str {
    match exponent {
        3 => "thousand",
        6 => "million",
        9 => "billion",
        12 => "trillion",
        _ => "",
    }
}

/// A value with its standard error.
pub fn with_error(mean: &str, error: &str) -> String {
    format!("{mean} ±\u{a0}{error}")
}

/// Two values as a range.
pub fn range(low: &str, high: &str) -> String {
    format!("{low} to {high}")
}

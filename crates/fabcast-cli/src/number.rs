//! Numbers as people type them in arguments.

use crate::text;

/// Largest whole number that is exact in `1e15`.
const MOST: f64 = 9.0e15;

/// A whole number above 0: `2000`, `10_000` or `1e4`.
///
/// # Errors
/// What was expected.
pub fn count(written: &str) -> Result<u64, String> {
    match whole(written) {
        Some(0) | None => Err(text::EXPECTED_COUNT.to_owned()),
        Some(count) => Ok(count),
    }
}

/// A whole number, 0 included.
///
/// # Errors
/// What was expected.
pub fn count_or_none(written: &str) -> Result<u64, String> {
    whole(written).ok_or_else(|| text::EXPECTED_COUNT.to_owned())
}

fn whole(written: &str) -> Option<u64> {
    let digits = written.trim().replace('_', "");
    if let Ok(count) = digits.parse() {
        return Some(count);
    }
    let starts_with_digit = digits.starts_with(|c: char| c.is_ascii_digit());
    let value: f64 = digits.parse().ok().filter(|_| starts_with_digit)?;
    (value.fract() == 0.0 && (0.0..=MOST).contains(&value)).then_some(value as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_may_be_written_in_three_ways() {
        assert_eq!(count("2000"), Ok(2000));
        assert_eq!(count("10_000"), Ok(10_000));
        assert_eq!(count("1e4"), Ok(10_000));
        assert_eq!(count("2.5E3"), Ok(2500));
        assert_eq!(count_or_none("0"), Ok(0));
    }

    #[test]
    fn what_is_no_count_is_refused() {
        for wrong in ["0", "-5", "1.5", "many", "inf", "NaN", "1e300", "", "+1e3"] {
            assert!(count(wrong).is_err(), "{wrong}");
        }
    }
}

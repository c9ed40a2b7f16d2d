//! Numbers as people type them in arguments.

use fabcast::store::Shard;

use crate::text;
use crate::text::irr;

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

/// A yearly rate as a fraction or in percent: `0.08` or `8%`.
///
/// # Errors
/// What was expected.
pub fn rate(written: &str) -> Result<f64, String> {
    let trimmed = written.trim();
    let (number, scale) = match trimmed.strip_suffix('%') {
        Some(number) => (number.trim_end(), 100.0),
        None => (trimmed, 1.0),
    };
    let rate = number.parse::<f64>().map(|rate| rate / scale);
    rate.ok()
        .filter(|rate| (-1.0 + 1e-9..=1e9).contains(rate))
        .ok_or_else(|| irr::EXPECTED_RATE.to_owned())
}

/// An amount of money in full: `2500000`, `2_500_000` or `2.5e6`.
///
/// # Errors
/// What was expected.
pub fn amount(written: &str) -> Result<f64, String> {
    let amount = written.trim().replace('_', "").parse::<f64>();
    amount
        .ok()
        .filter(|amount| amount.is_finite())
        .ok_or_else(|| irr::EXPECTED_AMOUNT.to_owned())
}

/// A shard: `3/64`.
///
/// # Errors
/// What was expected.
pub fn shard(written: &str) -> Result<Shard, String> {
    written
        .parse()
        .map_err(|()| text::ensemble::EXPECTED_SHARD.to_owned())
}

/// A level of an interval between 0 and 1: `0.95` or `95%`.
///
/// # Errors
/// What was expected.
pub fn level(written: &str) -> Result<f64, String> {
    let written = written.trim();
    let value = match written.strip_suffix('%') {
        Some(digits) => digits.trim_end().parse().map(|value: f64| value / 100.0),
        None => written.parse(),
    };
    match value {
        Ok(value) if value > 0.0 && value < 1.0 => Ok(value),
        _ => Err(text::EXPECTED_LEVEL.to_owned()),
    }
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
    fn levels_are_shares() {
        assert_eq!(level("0.95"), Ok(0.95));
        assert_eq!(level("90 %"), Ok(0.9));
        for wrong in ["0", "1", "95", "-0.5", "NaN", "x", ""] {
            assert!(level(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_count_is_refused() {
        for wrong in ["0", "-5", "1.5", "many", "inf", "NaN", "1e300", "", "+1e3"] {
            assert!(count(wrong).is_err(), "{wrong}");
        }
    }
}

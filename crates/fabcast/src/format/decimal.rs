//! Powers of ten and their logarithms, with the same bits on every machine, so that the same run makes the same page.

/// 10ⁿ, correctly rounded: 0 below the range of `f64`, infinite above it.
pub fn power(n: i32) -> f64 {
    format!("1e{n}").parse().unwrap_or(f64::NAN)
}

/// Exponent and mantissa (1 ≤ m < 10) of a positive number.
pub fn split(value: f64) -> (i32, f64) {
    let digits = format!("{value:e}");
    let (mantissa, exponent) = digits.split_once('e').unwrap_or(("1", "0"));
    (
        exponent.parse().unwrap_or(0),
        mantissa.parse().unwrap_or(1.0),
    )
}

/// Largest n with 10ⁿ ≤ `value`, for a positive number.
pub fn floor_log10(value: f64) -> i32 {
    split(value).0
}

/// Logarithm to base 10 of a positive number, to the precision that a drawing needs (12 digits).
pub fn log10(value: f64) -> f64 {
    let (exponent, mantissa) = split(value);
    // within 1/√10 to √10 the series converges fast
    let (exponent, mantissa) = if mantissa > 3.162_277 {
        (exponent + 1, mantissa / 10.0)
    } else {
        (exponent, mantissa)
    };
    // ln m = 2·artanh((m-1)/(m+1))
    let ratio = (mantissa - 1.0) / (mantissa + 1.0);
    let (mut term, mut sum) = (ratio, 0.0);
    for odd in (1..60).step_by(2) {
        sum += term / f64::from(odd);
        term *= ratio * ratio;
    }
    f64::from(exponent) + 2.0 * sum / std::f64::consts::LN_10
}

#[cfg(test)]
mod tests;

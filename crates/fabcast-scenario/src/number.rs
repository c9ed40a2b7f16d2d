//! Numbers for people, and the one logarithm that the language needs.

/// Natural logarithm, the same bits on every machine.
pub(crate) fn ln(x: f64) -> f64 {
    fabcast_model::math::scalar::ln(x)
}

/// A number as people write it: about six digits, thousands apart, no long rows of zeros.
///
/// ```
/// use fabcast_scenario::number_text;
/// assert_eq!(number_text(1_500.0), "1,500");
/// assert_eq!(number_text(0.031), "0.031");
/// assert_eq!(number_text(7.7e-5), "7.7e-5");
/// assert_eq!(number_text(1.0 / 3.0), "0.333333");
/// ```
pub fn number_text(value: f64) -> String {
    if !value.is_finite() {
        return match value {
            f64::INFINITY => "infinity".to_owned(),
            f64::NEG_INFINITY => "-infinity".to_owned(),
            _ => "not a number".to_owned(),
        };
    }
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e12).contains(&size) {
        let text = format!("{value:.5e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{exponent}", without_zeros(digits));
    }
    // Six digits, but the whole part in full.
    let whole_digits = if size >= 1.0 {
        (size as u64).to_string().len()
    } else {
        0
    };
    let leading_zeros = [0.1, 0.01, 0.001]
        .iter()
        .filter(|step| size > 0.0 && size < **step)
        .count();
    let decimals = 6usize.saturating_sub(whole_digits) + leading_zeros;
    let text = format!("{value:.decimals$}");
    let text = without_zeros(&text);
    let (whole, decimals) = match text.split_once('.') {
        Some((whole, decimals)) => (whole, format!(".{decimals}")),
        None => (text, String::new()),
    };
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{decimals}")
}

fn without_zeros(text: &str) -> &str {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    }
}

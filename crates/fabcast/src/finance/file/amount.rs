//! Amounts as people and programs write them.

use crate::finance::text;

/// What is wrong with a text, and how to put it right.
type Wrong = (String, &'static str);

/// Signs of currencies and spaces that may stand in an amount.
const IGNORED: [char; 9] = ['$', '€', '£', '¥', ' ', '\u{a0}', '\u{202f}', '\'', '_'];

/// Reads an amount: `-1234.5`, `(1,234.50)`, `$ 1 234`, `1.2e9`; with `comma`, `1.234,5` as well.
pub fn read(written: &str, comma: bool) -> Result<f64, Wrong> {
    let wrong = || (text::no_amount(written), text::AMOUNT_HELP);
    let text = written.trim().replace(['−', '–'], "-");
    if text.is_empty() {
        return Err((text::NO_AMOUNT.to_owned(), text::AMOUNT_HELP));
    }
    let (mut text, in_brackets) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inner) => (inner.to_owned(), true),
        None => (text, false),
    };
    text.retain(|c| !IGNORED.contains(&c));
    // Ledgers put the sign behind.
    if let Some(number) = text.strip_suffix('-') {
        text = format!("-{number}");
    }
    let number = plain(&text, comma).ok_or_else(wrong)?;
    let value: f64 = number.parse().map_err(|_| wrong())?;
    if !value.is_finite() || !number.contains(|c: char| c.is_ascii_digit()) {
        return Err(wrong());
    }
    match in_brackets {
        true if value < 0.0 => Err(wrong()),
        true => Ok(-value),
        false => Ok(value),
    }
}

/// The number without separators of thousands and with a decimal point.
fn plain(text: &str, comma: bool) -> Option<String> {
    let (thousands, decimal) = match (comma, text.rfind(','), text.rfind('.')) {
        (_, None, _) => return Some(text.to_owned()),
        // 1.234,5 and, where columns are not parted by commas, 1234,5
        (_, Some(c), Some(p)) if c > p => ('.', ','),
        (true, Some(_), None) if text.matches(',').count() == 1 => ('.', ','),
        _ => (',', '.'),
    };
    let (whole, fraction) = match text.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut groups = whole.split(thousands);
    let first = groups.next()?.trim_start_matches(['-', '+']);
    let short = first.is_empty() || first.len() > 3;
    let mut rest = groups.peekable();
    if rest.peek().is_some() && (short || rest.any(|group| group.len() != 3)) {
        return None;
    }
    let whole = whole.replace(thousands, "");
    Some(match fraction {
        Some(fraction) => format!("{whole}.{fraction}"),
        None => whole,
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn amounts_are_written_in_many_ways() {
        let cases = [
            ("-1234.5", false, -1234.5),
            ("(1,234.50)", false, -1234.5),
            ("$ 1 234", false, 1234.0),
            ("1.2e9", false, 1.2e9),
            ("1.234,5", true, 1234.5),
            ("1234,5", true, 1234.5),
            ("1.234.567,5", false, 1_234_567.5),
            ("12,345,678", false, 12_345_678.0),
            ("100-", false, -100.0),
            ("−5", false, -5.0),
            ("+5", false, 5.0),
            (".5", false, 0.5),
        ];
        for (text, comma, expected) in cases {
            assert_eq!(read(text, comma), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "", "abc", "1,23,4", "inf", "NaN", "1e999", "--5", "(-5)", "12k", "$", "1.2.3",
        ] {
            assert!(read(text, false).is_err(), "{text}");
        }
    }
}

//! Quantities and intervals as written: `7 T$`, `5 to 7 T$`, `1,500 bn$ (300 to 2,500)`,
//! `0.031 bn$/kwspm/yr ± 40 %`.
//!
//! This module finds the parts and their places; [`crate::value`] converts them.

use std::ops::Range;

use fabcast_model::inputs::Date;

use super::date;
use super::unit::{Unit, UnitFault};

/// A number as written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Number {
    /// The number before its unit.
    pub value: f64,
    /// Its bytes.
    pub range: Range<usize>,
    /// Its unit, if one is written with it or inherited.
    pub unit: Option<(Unit, Range<usize>)>,
    /// The month, if it is a date.
    pub date: Option<Date>,
}

impl Number {
    /// Bytes of the number with the unit written after it.
    pub fn whole(&self) -> Range<usize> {
        match &self.unit {
            Some((_, unit)) if unit.start >= self.range.end && unit.start <= self.range.end + 2 => {
                self.range.start..unit.end
            }
            _ => self.range.clone(),
        }
    }
}

/// A quantity or an interval as written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Written {
    /// `7 T$`
    Point(Number),
    /// `5 to 7 T$`
    Between(Number, Number),
    /// `6 T$ (5 to 7)`
    Around(Number, Number, Number),
    /// `6 T$ ± 20 %`
    PlusMinus(Number, Number),
}

/// What is wrong with a text, by its bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TextFault {
    pub code: &'static str,
    pub range: Range<usize>,
    pub message: String,
    pub label: String,
    pub help: String,
}

impl From<UnitFault> for TextFault {
    fn from(fault: UnitFault) -> TextFault {
        TextFault {
            code: "unit",
            range: fault.range,
            message: fault.message,
            label: "not a unit".to_owned(),
            help: fault.help,
        }
    }
}

/// Finds the parts of a quantity or an interval.
pub(crate) fn parse(text: &str) -> Result<Written, TextFault> {
    let mut scanner = Scanner { text, at: 0 };
    let first = scanner.number()?;
    if scanner.ended() {
        return Ok(Written::Point(first));
    }
    if scanner.word("to") {
        let second = scanner.number()?;
        scanner.end(&first)?;
        let [first, second] = inherit([first, second], None);
        return Ok(Written::Between(first, second));
    }
    if scanner.plus_minus() {
        let by = scanner.number()?;
        scanner.end(&first)?;
        return Ok(Written::PlusMinus(first, by));
    }
    if scanner.symbol('(') {
        let low = scanner.number()?;
        if !scanner.word("to") {
            return Err(scanner.expected("`to` and the other end of the interval"));
        }
        let high = scanner.number()?;
        if !scanner.symbol(')') {
            return Err(scanner.expected("a closing `)`"));
        }
        let trailing = scanner.unit()?;
        scanner.end(&first)?;
        let [first, low, high] = inherit([first, low, high], trailing);
        return Ok(Written::Around(first, low, high));
    }
    Err(scanner.left_over(&first))
}

/// Gives each number without a unit the next unit to its right, else the last to its left.
fn inherit<const N: usize>(
    mut numbers: [Number; N],
    trailing: Option<(Unit, Range<usize>)>,
) -> [Number; N] {
    let mut next = trailing;
    for number in numbers.iter_mut().rev() {
        match &number.unit {
            Some(unit) => next = Some(unit.clone()),
            None if number.date.is_none() => number.unit = next.clone(),
            None => {}
        }
    }
    let mut last = None;
    for number in &mut numbers {
        match &number.unit {
            Some(unit) => last = Some(unit.clone()),
            None if number.date.is_none() => number.unit = last.clone(),
            None => {}
        }
    }
    numbers
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

fn separates_thousands(c: char) -> bool {
    matches!(c, ',' | '_' | '\u{2009}' | '\u{202f}' | '\u{a0}')
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn ended(&mut self) -> bool {
        self.skip_blanks();
        self.rest().is_empty()
    }

    fn symbol(&mut self, symbol: char) -> bool {
        self.skip_blanks();
        let found = self.rest().starts_with(symbol);
        if found {
            self.at += symbol.len_utf8();
        }
        found
    }

    fn word(&mut self, word: &str) -> bool {
        self.skip_blanks();
        let found = starts_with_to(self.rest());
        if found {
            self.at += word.len();
        }
        found
    }

    fn plus_minus(&mut self) -> bool {
        self.skip_blanks();
        for form in ["±", "+-", "+/-"] {
            if self.rest().starts_with(form) {
                self.at += form.len();
                return true;
            }
        }
        false
    }

    fn end(&mut self, first: &Number) -> Result<(), TextFault> {
        if self.ended() {
            Ok(())
        } else {
            Err(self.left_over(first))
        }
    }

    fn expected(&mut self, what: &str) -> TextFault {
        self.skip_blanks();
        let end = self.at + self.rest().chars().next().map_or(0, char::len_utf8);
        TextFault {
            code: "interval",
            range: self.at..end,
            message: format!("`{}` is not a complete interval", self.text),
            label: format!("expected {what}"),
            help: "an interval is written `5 to 7 T$` or `6 T$ (5 to 7)`".to_owned(),
        }
    }

    fn left_over(&mut self, first: &Number) -> TextFault {
        self.skip_blanks();
        let rest = self.rest();
        let is_dash = |c: char| matches!(c, '-' | '–' | '—' | '…' | '−' | '~' | '.');
        let after = rest.trim_start_matches(is_dash);
        let help = match after.len() < rest.len() && !after.is_empty() {
            true => format!(
                "write an interval with the word `to`: `{} to {}`",
                &self.text[first.whole()],
                after.trim_start()
            ),
            false => "write `7 T$`, `5 to 7 T$` or `6 T$ (5 to 7)`".to_owned(),
        };
        TextFault {
            code: "interval",
            range: self.at..self.text.len(),
            message: format!("`{}` is not a quantity or an interval", self.text),
            label: "not understood".to_owned(),
            help,
        }
    }

    /// A date, or a number with the unit after it.
    fn number(&mut self) -> Result<Number, TextFault> {
        self.skip_blanks();
        if let Some(number) = self.date()? {
            return Ok(number);
        }
        let start = self.at;
        let value = self.digits()?;
        let range = start..self.at;
        let unit = self.unit()?;
        Ok(Number {
            value,
            range,
            unit,
            date: None,
        })
    }

    fn date(&mut self) -> Result<Option<Number>, TextFault> {
        let bytes = self.rest().as_bytes();
        let shape: Vec<bool> = bytes.iter().take(8).map(u8::is_ascii_digit).collect();
        let digits = |range: Range<usize>| shape.get(range).is_some_and(|s| s.iter().all(|d| *d));
        if !(digits(0..4) && bytes.get(4) == Some(&b'-') && digits(5..7)) {
            return Ok(None);
        }
        let mut end = 7;
        while bytes
            .get(end)
            .is_some_and(|b| b.is_ascii_digit() || *b == b'-')
        {
            end += 1;
        }
        let range = self.at..self.at + end;
        let text = &self.text[range.clone()];
        self.at = range.end;
        match date::parse(text) {
            Some(date) => Ok(Some(Number {
                value: 0.0,
                range,
                unit: None,
                date: Some(date),
            })),
            None => Err(TextFault {
                code: "date",
                message: format!("`{text}` is not a month"),
                range,
                label: "expected a year and a month".to_owned(),
                help: "write a month as `2025-02`; days are not used".to_owned(),
            }),
        }
    }

    fn digits(&mut self) -> Result<f64, TextFault> {
        let start = self.at;
        let rest = &self.text[start..];
        let signed = rest.strip_prefix(['+', '-', '−']).unwrap_or(rest);
        let sign = rest.len() - signed.len();
        let negative = sign > 0 && !rest.starts_with('+');
        let mut length = 0;
        for c in signed.chars() {
            let more = signed[length + c.len_utf8()..].chars().next();
            let inner = separates_thousands(c) && more.is_some_and(|c| c.is_ascii_digit());
            if !(c.is_ascii_digit() || c == '.' || inner && length > 0) {
                break;
            }
            length += c.len_utf8();
        }
        let mantissa = signed[..length].to_owned();
        if !mantissa.bytes().any(|b| b.is_ascii_digit()) {
            return Err(self.not_a_number(start));
        }
        let tail = &signed[length..];
        let exponent = exponent_length(tail);
        let written = format!("{}{}", mantissa, &tail[..exponent]);
        self.at = start + sign + length + exponent;
        let range = start..self.at;
        let plain = self.plain(&mantissa, range.clone())?;
        let value: f64 = format!("{plain}{}", &tail[..exponent])
            .parse()
            .unwrap_or(f64::NAN);
        if !value.is_finite() {
            return Err(TextFault {
                code: "number",
                range,
                message: format!("{written} is too large a number"),
                label: "no computer number is so large".to_owned(),
                help: "check the exponent, or use a prefix such as `bn$` or `GW`".to_owned(),
            });
        }
        Ok(if negative { -value } else { value })
    }

    /// The digits without the separators of thousands.
    fn plain(&self, mantissa: &str, range: Range<usize>) -> Result<String, TextFault> {
        let fault = |message: String, help: String| TextFault {
            code: "number",
            range: range.clone(),
            message,
            label: "not a number".to_owned(),
            help,
        };
        if mantissa.matches('.').count() > 1 {
            return Err(fault(
                format!("`{mantissa}` has more than one decimal point"),
                "separate thousands with commas and decimals with a point: `1,500.25`".to_owned(),
            ));
        }
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if decimals.contains(separates_thousands) {
            return Err(fault(
                format!("`{mantissa}` has a comma after the decimal point"),
                "separate thousands with commas and decimals with a point: `1,500.25`".to_owned(),
            ));
        }
        let groups: Vec<&str> = whole.split(separates_thousands).collect();
        let sound = groups.len() == 1
            || (1..=3).contains(&groups[0].len())
                && groups[0] != "0"
                && groups[1..].iter().all(|group| group.len() == 3);
        if !sound {
            let help = match groups.as_slice() {
                [a, b] if whole.contains(',') => {
                    format!("a decimal point is a point: did you mean `{a}.{b}`?")
                }
                _ => "separate thousands in groups of three: `1,500` or `1500`".to_owned(),
            };
            return Err(fault(format!("`{mantissa}` is not a number"), help));
        }
        Ok(format!("{}.{decimals}", groups.concat()))
    }

    fn not_a_number(&self, start: usize) -> TextFault {
        let rest = &self.text[start..];
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '(' || c == ')')
            .unwrap_or(rest.len());
        let word = &rest[..end];
        let lower = word.to_lowercase();
        let range = start..start + end;
        if ["inf", "nan", "infinity", "+inf", "-inf"].contains(&lower.as_str()) {
            return TextFault {
                code: "number",
                range,
                message: format!("`{word}` is not a number that can be used"),
                label: "expected a finite number".to_owned(),
                help: "write a large but finite number, or leave the value out".to_owned(),
            };
        }
        let help = if rest.starts_with(['$', '€', '£']) {
            "write the unit after the number, for example `7 T$`"
        } else if rest.starts_with(['<', '>', '~', '≈', '≤', '≥']) {
            "write an interval, for example `5 to 7 T$`"
        } else {
            "write a number with its unit, for example `7 T$` or `18 months`"
        };
        TextFault {
            code: "number",
            range,
            message: match word {
                "" => format!("a number is missing in `{}`", self.text),
                _ => format!("`{word}` is not a number"),
            },
            label: "expected a number".to_owned(),
            help: help.to_owned(),
        }
    }

    /// The unit that stands here, if any.
    fn unit(&mut self) -> Result<Option<(Unit, Range<usize>)>, TextFault> {
        self.skip_blanks();
        let rest = self.rest();
        let mut end = rest.len();
        let mut previous = ' ';
        for (at, c) in rest.char_indices() {
            let here = &rest[at..];
            let stops = matches!(c, '(' | ')' | '±' | '+' | '-' | '−' | '–' | '—' | '…' | '~')
                || here.starts_with("..")
                || previous.is_whitespace() && starts_with_to(here);
            if stops {
                end = at;
                break;
            }
            previous = c;
        }
        let text = rest[..end].trim_end();
        if text.is_empty() {
            return Ok(None);
        }
        let range = self.at..self.at + text.len();
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(TextFault {
                code: "number",
                range,
                message: format!("`{}` has two numbers in a row", self.text),
                label: "expected a unit".to_owned(),
                help: "write thousands without blanks, `1,500`, and an interval with `to`"
                    .to_owned(),
            });
        }
        let unit = Unit::parse(text).map_err(|mut fault| {
            fault.range = self.at + fault.range.start..self.at + fault.range.end;
            TextFault::from(fault)
        })?;
        self.at = range.end;
        Ok(Some((unit, range)))
    }
}

/// Whether a text starts with the word `to`.
fn starts_with_to(text: &str) -> bool {
    text.strip_prefix("to").is_some_and(|rest| {
        rest.is_empty()
            || rest.starts_with(|c: char| {
                c.is_whitespace() || c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | '−')
            })
    })
}

/// Bytes of `e6` or `E-3` at the start of a text, or 0.
fn exponent_length(text: &str) -> usize {
    let Some(rest) = text.strip_prefix(['e', 'E']) else {
        return 0;
    };
    let digits = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        0
    } else {
        text.len() - digits.len() + length
    }
}

#[cfg(test)]
mod tests;

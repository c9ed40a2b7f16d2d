//! Numbers and dates as people read them: `$1.74 T`, `412 kwspm`, `61 M H100e`, `7.2 %`.
//!
//! Nothing here panics or prints `NaN`: what is no number becomes a dash.

pub(crate) mod decimal;
mod words;

/// Months beyond the year 99,999 have no name.
const LATEST: f64 = 1_200_000.0;

/// Stands for a value that does not exist.
pub const NONE: &str = "–";

/// How a value in some unit is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    kind: Kind,
    /// Values are in units of `10^exponent`.
    exponent: i32,
    /// Written after the number: a unit, or what money is paid per.
    suffix: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Money,
    Percent,
    /// A percentage that may be beyond all numbers: a return without a rate.
    Return,
    Plain,
}

impl Measure {
    /// The measure of a unit as the run document spells it, for example `10^9 USD` or `H100e`.
    pub fn of(unit: &str) -> Self {
        let unit = unit
            .trim()
            .replace("10⁹", "10^9")
            .replace("10⁶", "10^6")
            .replace("10³", "10^3");
        let (exponent, rest) = [
            ("10^9", 9),
            ("10^6", 6),
            ("10^3", 3),
            ("million", 6),
            ("thousand", 3),
        ]
        .iter()
        .find_map(|(prefix, exponent)| Some((*exponent, unit.strip_prefix(prefix)?.trim_start())))
        .unwrap_or((0, unit.as_str()));
        if let Some(per) = rest.strip_prefix("USD") {
            let suffix = match per.trim() {
                "/year" | "a year" | "per year" => words::A_YEAR.to_owned(),
                "" => String::new(),
                per if per.starts_with('/') => per.to_owned(),
                per => format!(" {per}"),
            };
            return Self {
                kind: Kind::Money,
                exponent,
                suffix,
            };
        }
        let (kind, suffix) = match rest {
            "fraction" | "share" | "probability" => (Kind::Percent, ""),
            "1/year" | "/year" | "a year" | "per year" | "fraction/year" | "fraction a year" => {
                (Kind::Return, words::A_YEAR)
            }
            "1" | "ratio" | "multiple" | "dimensionless" | "-" | "–" => (Kind::Plain, ""),
            "month" => (Kind::Plain, "months"),
            "year" => (Kind::Plain, "years"),
            other => (Kind::Plain, other),
        };
        Self {
            kind,
            exponent,
            suffix: suffix.to_owned(),
        }
    }

    /// Money in 10⁹ USD, the unit of money of the run document.
    pub fn money() -> Self {
        Self {
            kind: Kind::Money,
            exponent: 9,
            suffix: String::new(),
        }
    }

    /// A share, written as a percentage.
    pub fn share() -> Self {
        Self {
            kind: Kind::Percent,
            exponent: 0,
            suffix: String::new(),
        }
    }

    /// A return a year, where the time is told elsewhere. What ranks below or above every rate has words.
    ///
    /// ```
    /// use fabcast::format::Measure;
    /// assert_eq!(Measure::rate().range(f64::NEG_INFINITY, 0.15), "loss, no rate to 15\u{a0}%");
    /// ```
    pub fn rate() -> Self {
        Self {
            kind: Kind::Return,
            exponent: 0,
            suffix: String::new(),
        }
    }

    /// The value with its unit, in three significant digits.
    pub fn write(&self, value: f64) -> String {
        if !value.is_finite() {
            return match self.kind {
                Kind::Return if value == f64::NEG_INFINITY => words::LOSS_NO_RATE.to_owned(),
                Kind::Return if value == f64::INFINITY => words::GAIN_NO_RATE.to_owned(),
                _ => NONE.to_owned(),
            };
        }
        match self.kind {
            Kind::Percent | Kind::Return => percent(value) + &self.suffix,
            Kind::Money => {
                let (number, group) = compact(value.abs(), self.exponent, 0);
                let sign = if value < 0.0 && number != "0" {
                    "−"
                } else {
                    ""
                };
                let magnitude = match words::magnitude_short(group) {
                    "" => String::new(),
                    short => format!("\u{a0}{short}"),
                };
                format!("{sign}${number}{magnitude}{}", self.suffix)
            }
            Kind::Plain => {
                let number = self.number(value);
                if self.suffix.is_empty() {
                    number
                } else {
                    format!("{number}\u{a0}{}", self.suffix)
                }
            }
        }
    }

    /// Two values as a range, the unit once if it is the same: `64 to 152 GW`.
    pub fn range(&self, low: f64, high: f64) -> String {
        let written = self.write(high);
        if self.write(low) == written {
            return written;
        }
        // what follows the digits, unless a power of ten does
        let magnitude = |text: &str| -> Option<String> {
            let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
            text.get(end..)
                .filter(|rest| rest.starts_with('\u{a0}'))
                .map(str::to_owned)
        };
        let (low, high) = (self.number(low), self.number(high));
        match magnitude(&low).filter(|unit| magnitude(&high).as_ref() == Some(unit)) {
            Some(unit) => words::range(low.strip_suffix(unit.as_str()).unwrap_or(&low), &written),
            None => words::range(&low, &written),
        }
    }

    /// A mean with its standard error.
    pub fn with_error(&self, mean: f64, error: f64) -> String {
        match self.kind {
            Kind::Percent | Kind::Return if mean.is_finite() => {
                probability(mean, error) + &self.suffix
            }
            _ if error > 0.0 && error.is_finite() => {
                words::with_error(&self.write(mean), &self.number(error))
            }
            _ => self.write(mean),
        }
    }

    /// The unit of what [`number`](Self::number) writes.
    pub fn unit(&self) -> String {
        match self.kind {
            Kind::Money => format!("USD{}", self.suffix),
            Kind::Percent | Kind::Return => format!("%{}", self.suffix),
            Kind::Plain => self.suffix.clone(),
        }
    }

    /// The value without its unit (but with `%` or `$`), for labels and tables that name the unit elsewhere.
    pub fn number(&self, value: f64) -> String {
        if !value.is_finite() && self.kind != Kind::Return {
            return NONE.to_owned();
        }
        if self.kind != Kind::Plain {
            return Self {
                suffix: String::new(),
                ..self.clone()
            }
            .write(value);
        }
        let (number, group) = compact(value.abs(), self.exponent, 4);
        let sign = if value < 0.0 && number != "0" {
            "−"
        } else {
            ""
        };
        match words::magnitude_short(group) {
            "" => format!("{sign}{number}"),
            short => format!("{sign}{number}\u{a0}{short}"),
        }
    }

    /// How to label an axis on which `largest` is the largest absolute value.
    pub fn axis(&self, largest: f64) -> AxisUnit {
        let group = match self.kind {
            Kind::Percent | Kind::Return => -2,
            Kind::Money => group_of(largest, self.exponent),
            Kind::Plain if order(largest, self.exponent) < 5 && self.exponent == 0 => 0,
            Kind::Plain => group_of(largest, self.exponent),
        };
        // beyond the words, a power of ten
        let total = order(largest, self.exponent);
        let is_percent = matches!(self.kind, Kind::Percent | Kind::Return);
        let group = if !is_percent && total >= 16 {
            total.div_euclid(3) * 3
        } else {
            group
        };
        let magnitude = match words::magnitude_long(group) {
            "" if group > 12 => format!("10{}", superscript(group)),
            word => word.to_owned(),
        };
        let title = match self.kind {
            Kind::Percent | Kind::Return => format!("%{}", self.suffix),
            Kind::Money if group == 0 => format!("USD{}", self.suffix),
            Kind::Money => format!("{magnitude} USD{}", self.suffix),
            Kind::Plain if group == 0 => self.suffix.clone(),
            Kind::Plain => format!("{magnitude} {}", self.suffix).trim_end().to_owned(),
        };
        AxisUnit {
            shift: self.exponent - group,
            title,
        }
    }
}

/// The unit along an axis.
pub struct AxisUnit {
    /// Labels show `value · 10^shift`.
    shift: i32,
    /// Unit in words, for example `million H100e`.
    pub title: String,
}

impl AxisUnit {
    /// Label of a tick; `step` is the distance of neighbouring ticks.
    pub fn label(&self, value: f64, step: f64) -> String {
        let scale = decimal::power(self.shift);
        let (value, step) = (value * scale, (step * scale).abs());
        if !value.is_finite() {
            return NONE.to_owned();
        }
        if value.abs() >= 1e7 {
            return scientific(value, 0);
        }
        let decimals = if step > 0.0 {
            (-decimal::floor_log10(step * 1.000_001)).clamp(0, 6) as usize
        } else {
            0
        };
        let sign = if value < 0.0 { "−" } else { "" };
        sign.to_owned() + &grouped(value.abs(), decimals)
    }

    /// Label of a tick of a logarithmic axis.
    pub fn label_log(&self, value: f64) -> String {
        let value = value * decimal::power(self.shift);
        if value.is_finite() {
            significant(value)
        } else {
            NONE.to_owned()
        }
    }
}

/// A share as a percentage: `52 %`, `7.2 %`, `0.45 %`, `< 0.1 %`.
pub fn percent(share: f64) -> String {
    let value = share * 100.0;
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let size = value.abs();
    let number = match size {
        0.0 => "0".to_owned(),
        s if s < 0.05 => return "<\u{a0}0.1\u{a0}%".to_owned(),
        s if s < 9.95 => trimmed(s, 1),
        s if s > 99.0 && s < 100.0 => {
            if s < 99.95 {
                format!("{s:.1}")
            } else {
                return ">\u{a0}99.9\u{a0}%".to_owned();
            }
        }
        s if s < 1e7 => grouped(s, 0),
        s => scientific(s, 1),
    };
    let sign = if value < 0.0 && number != "0" {
        "−"
    } else {
        ""
    };
    format!("{sign}{number}\u{a0}%")
}

/// A cover or a multiple, with two decimals; [`NONE`] where there is none.
///
/// ```
/// assert_eq!(fabcast::format::ratio(1.2849), "1.28");
/// assert_eq!(fabcast::format::ratio(f64::NAN), fabcast::format::NONE);
/// ```
pub fn ratio(value: f64) -> String {
    match value.is_finite() {
        true => in_full(value, 2),
        false => NONE.to_owned(),
    }
}

/// An error as it is told: more than two digits of it mean nothing.
///
/// ```
/// assert_eq!(fabcast::format::told_error(17.72), 18.0);
/// assert_eq!(fabcast::format::told_error(0.0), 0.0);
/// ```
pub fn told_error(error: f64) -> f64 {
    format!("{error:.1e}").parse().unwrap_or(error)
}

/// A number with its error, as both are written.
pub(crate) fn with_error(mean: &str, error: &str) -> String {
    words::with_error(mean, error)
}

/// A probability estimated from draws, with its standard error: `7.2 ± 0.3 %`.
pub fn probability(share: f64, standard_error: f64) -> String {
    if !share.is_finite() {
        return NONE.to_owned();
    }
    if !(standard_error.is_finite() && standard_error > 0.0)
        || share.abs() > 1e4
        || standard_error > 1e4
    {
        return percent(share);
    }
    let error = standard_error * 100.0;
    let decimals = (-decimal::floor_log10(error)).clamp(0, 4) as usize;
    format!(
        "{:.decimals$} ±\u{a0}{:.decimals$}\u{a0}%",
        share * 100.0,
        error
    )
}

/// A number in full, with separators of thousands and some decimals: `−1,234,567.89`.
pub fn in_full(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    if value.abs() >= 1e15 {
        return significant(value);
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let zero = !digits.contains(|c: char| ('1'..='9').contains(&c));
    let sign = if value < 0.0 && !zero { "−" } else { "" };
    let whole = count(whole.parse().unwrap_or(0));
    match fraction {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// A whole number with separated thousands.
pub fn count(value: u64) -> String {
    separated(&value.to_string())
}

/// A month as a point on the calendar, in months since the year 0; fractions are parts of a month.
pub fn month_of(text: &str) -> Option<f64> {
    let (year, month) = text.trim().split_once('-')?;
    let (year, month): (i32, i32) = (
        year.parse().ok()?,
        month.get(..2).unwrap_or(month).parse().ok()?,
    );
    (1..=12)
        .contains(&month)
        .then(|| f64::from(year) * 12.0 + f64::from(month - 1))
}

/// `December 2035` for a point on the calendar.
pub fn month_name(month: f64) -> String {
    if !month.is_finite() || month.abs() > LATEST {
        return NONE.to_owned();
    }
    let whole = month.floor();
    let name = words::MONTHS[(whole.rem_euclid(12.0)) as usize % 12];
    format!("{name} {:.0}", (whole / 12.0).floor())
}

/// `2035-12` for a point on the calendar.
pub fn month_short(month: f64) -> String {
    if !month.is_finite() || month.abs() > LATEST {
        return NONE.to_owned();
    }
    let whole = month.floor();
    format!(
        "{:.0}-{:02.0}",
        (whole / 12.0).floor(),
        whole.rem_euclid(12.0) + 1.0
    )
}

/// The power of ten of a value of `10^exponent` units.
fn order(value: f64, exponent: i32) -> i32 {
    if value > 0.0 && value.is_finite() {
        decimal::floor_log10(value) + exponent
    } else {
        exponent.min(0)
    }
}

/// The power of 1000 (as a power of ten) in which to write a value of `10^exponent` units.
fn group_of(value: f64, exponent: i32) -> i32 {
    if value == 0.0 {
        0
    } else {
        (order(value, exponent).div_euclid(3) * 3).clamp(0, 12)
    }
}

/// Mantissa in three significant digits, and its power of ten. Below `10^plain_below` no magnitude is used.
fn compact(value: f64, exponent: i32, plain_below: i32) -> (String, i32) {
    if value == 0.0 {
        return ("0".to_owned(), 0);
    }
    let group = if order(value, exponent) < plain_below {
        0
    } else {
        group_of(value, exponent)
    };
    let mantissa = |group: i32| value * decimal::power(exponent - group);
    let group = if mantissa(group) >= 999.5 && (3..12).contains(&group)
        || group == 0 && plain_below == 0 && mantissa(0) >= 999.5
    {
        group + 3
    } else {
        group
    };
    let number = mantissa(group);
    if group > 0 && (number >= 1e6 || number.is_nan()) {
        return (power_of_ten(value, exponent, 1), 0);
    }
    (significant(number), group)
}

/// Three significant digits; whole above 100; powers of ten outside 0.001 to 10⁷.
pub fn significant(value: f64) -> String {
    let size = value.abs();
    match size {
        s if s == 0.0 || !s.is_finite() => "0".to_owned(),
        s if s >= 1e7 => scientific(value, 1),
        s if s >= 99.95 => grouped(s, 0),
        s if s >= 9.995 => trimmed(s, 1),
        s if s >= 0.1 => trimmed(s, 2),
        s if s >= 0.001 => trimmed(s, (1 - decimal::floor_log10(s)).clamp(0, 6) as usize),
        _ => scientific(value, 1),
    }
}

/// [`significant`] with the sign, which that leaves out.
pub fn significant_signed(value: f64) -> String {
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{sign}{}", significant(value.abs()))
}

fn trimmed(value: f64, decimals: usize) -> String {
    let digits = format!("{value:.decimals$}");
    if digits.contains('.') {
        digits
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    } else {
        digits
    }
}

fn grouped(value: f64, decimals: usize) -> String {
    let digits = format!("{value:.decimals$}");
    match digits.split_once('.') {
        Some((whole, fraction)) => format!("{}.{fraction}", separated(whole)),
        None => separated(&digits),
    }
}

fn separated(digits: &str) -> String {
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn scientific(value: f64, decimals: usize) -> String {
    let sign = if value < 0.0 { "−" } else { "" };
    sign.to_owned() + &power_of_ten(value.abs(), 0, decimals)
}

/// `value` (positive) times `10^exponent`, as mantissa and power of ten.
fn power_of_ten(value: f64, exponent: i32, decimals: usize) -> String {
    let (own, mantissa) = decimal::split(value);
    format!(
        "{}\u{a0}×\u{a0}10{}",
        trimmed(mantissa, decimals),
        superscript(own + exponent)
    )
}

fn superscript(exponent: i32) -> String {
    exponent
        .to_string()
        .chars()
        .map(|digit| match digit {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            other => char::from_u32('⁰' as u32 + (other as u32 - '0' as u32)).unwrap_or(other),
        })
        .collect()
}

#[cfg(test)]
mod tests;

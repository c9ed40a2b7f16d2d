//! Units: symbols, products and quotients of them, and conversion.
//!
//! A unit is a dimension and an exact fraction, so that `"18 months"` is 18 months to the
//! last bit and `"7 %"` is the number nearest to 0.07. A month is a twelfth of a year and
//! a year has 8,766 hours.

mod symbols;

use std::ops::Range;

use crate::suggest::nearest;
use symbols::{MULTIPLIERS, Symbol};

/// Number of base dimensions.
const BASES: usize = 11;

/// Base dimensions in words: as a numerator, and after "per".
const BASE_WORDS: [(&str, &str); BASES] = [
    ("money", "unit of money"),
    ("time", "time"),
    ("wafers", "wafer"),
    ("interposer wafers", "interposer wafer"),
    ("power", "power"),
    ("people", "post"),
    ("compute", "unit of compute"),
    ("tools", "tool"),
    ("memory stacks", "memory stack"),
    ("dies", "die"),
    ("packages", "package"),
];
const TIME: usize = 1;

/// Dimension: the power of each base and of length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dimension {
    bases: [i8; BASES],
    length: i8,
}

/// A unit: a dimension and its size in base units, an exact fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    numerator: u128,
    denominator: u128,
}

/// Why a text is not a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitFault {
    /// The bytes at fault.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl Dimension {
    /// Whether a quantity of this dimension is a plain number.
    pub fn is_number(self) -> bool {
        self == Dimension::default()
    }

    fn times(self, other: Dimension, power: i8) -> Option<Dimension> {
        let mut product = self;
        for (base, added) in product.bases.iter_mut().zip(other.bases) {
            *base = base.checked_add(added.checked_mul(power)?)?;
        }
        product.length = product
            .length
            .checked_add(other.length.checked_mul(power)?)?;
        Some(product)
    }
}

/// The dimension in words, `money per power`.
impl std::fmt::Display for Dimension {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&words(*self))
    }
}

fn words(dimension: Dimension) -> String {
    let mut bases = dimension.bases;
    let lone = |index: usize, power: i8| {
        dimension.length == 0 && (0..BASES).all(|i| bases[i] == if i == index { power } else { 0 })
    };
    if dimension.is_number() {
        return "a plain number".to_owned();
    }
    if lone(TIME, -1) {
        return "a rate per year".to_owned();
    }
    if lone(TIME, 1) {
        return "a length of time".to_owned();
    }
    let mut over: Vec<String> = Vec::new();
    let mut under: Vec<String> = Vec::new();
    // Capacities and energy have names of their own.
    for (index, name) in [(2, "wafer capacity"), (3, "packaging capacity")] {
        if bases[index] == 1 && bases[TIME] == -1 {
            (bases[index], bases[TIME]) = (0, 0);
            over.push(name.to_owned());
        } else if bases[index] == -1 && bases[TIME] >= 1 {
            (bases[index], bases[TIME]) = (0, bases[TIME] - 1);
            under.push(name.to_owned());
        }
    }
    if bases[4] == 1 && bases[TIME] == 1 {
        (bases[4], bases[TIME]) = (0, 0);
        over.push("energy".to_owned());
    } else if bases[4] == -1 && bases[TIME] == -1 {
        (bases[4], bases[TIME]) = (0, 0);
        under.push("energy".to_owned());
    }
    for (power, (many, one)) in bases.iter().zip(BASE_WORDS) {
        match power {
            0 => {}
            1 => over.push(many.to_owned()),
            2.. => over.push(format!("{many}^{power}")),
            -1 => under.push(one.to_owned()),
            _ => under.push(format!("{one}^{}", power.unsigned_abs())),
        }
    }
    match dimension.length {
        0 => {}
        1 => over.push("length".to_owned()),
        2 => over.push("area".to_owned()),
        -2 => under.push("area".to_owned()),
        power if power > 0 => over.push(format!("length^{power}")),
        power => under.push(format!("length^{}", power.unsigned_abs())),
    }
    let mut text = if over.is_empty() {
        "a number".to_owned()
    } else {
        over.join(" times ")
    };
    if !under.is_empty() {
        text.push_str(" per ");
        text.push_str(&under.join(" and per "));
    }
    text
}

impl Unit {
    /// The unit of plain numbers.
    pub const ONE: Unit = Unit {
        dimension: Dimension {
            bases: [0; BASES],
            length: 0,
        },
        numerator: 1,
        denominator: 1,
    };

    /// Reads a unit, `bn$/GW/yr`.
    ///
    /// ```
    /// use fabcast_scenario::unit::Unit;
    /// let written = Unit::parse("$/MWh").unwrap();
    /// let held = Unit::parse("bn$/GWh").unwrap();
    /// assert_eq!(written.convert(77.0, held), Some(77e-6));
    /// assert_eq!(written.convert(77.0, Unit::parse("GW").unwrap()), None);
    /// ```
    pub fn parse(text: &str) -> Result<Unit, UnitFault> {
        let mut unit = Unit::ONE;
        let mut power = 1;
        let mut operator = None;
        let mut factors = 0;
        let mut pending: Option<(Unit, Range<usize>)> = None;
        for (range, token) in tokens(text) {
            match token {
                "/" | "per" => {
                    if operator.is_some() || pending.is_some() {
                        return Err(dangling(range, token));
                    }
                    (power, operator) = (-1, Some((range, token)));
                }
                "*" | "·" | "×" | "⋅" => {
                    if operator.is_some() || pending.is_some() || factors == 0 {
                        return Err(dangling(range, token));
                    }
                    (power, operator) = (1, Some((range, token)));
                }
                _ => {
                    let mut factor = match multiplier(token) {
                        Some(multiplier) if pending.is_none() => {
                            pending = Some((multiplier, range));
                            continue;
                        }
                        _ => factor(token, range.clone())?,
                    };
                    if let Some((multiplier, before)) = pending.take() {
                        factor = factor
                            .times(multiplier, 1)
                            .ok_or_else(|| too_big(before.start..range.end))?;
                    }
                    unit = unit.times(factor, power).ok_or_else(|| too_big(range))?;
                    (power, operator) = (1, None);
                    factors += 1;
                }
            }
        }
        if let Some((_, range)) = pending {
            return Err(UnitFault {
                message: format!("`{}` needs a unit after it", &text[range.clone()]),
                help: format!(
                    "write what is counted, for example `{0}$` or `{0} H100e`",
                    &text[range.clone()]
                ),
                range,
            });
        }
        if let Some((range, token)) = operator {
            return Err(dangling(range, token));
        }
        Ok(unit)
    }

    /// A value of this unit in another one, if both measure the same.
    pub fn convert(self, value: f64, to: Unit) -> Option<f64> {
        if self.dimension != to.dimension {
            return None;
        }
        let inverse = Unit {
            dimension: Dimension::default(),
            ..to
        };
        let here = Unit {
            dimension: Dimension::default(),
            ..self
        };
        let ratio = here.times(inverse, -1)?;
        if let Some(power) = ratio.power_of_ten() {
            return Some(shifted(value, power));
        }
        Some(value * ratio.numerator as f64 / ratio.denominator as f64)
    }

    /// The exponent, if the size is a power of ten.
    fn power_of_ten(self) -> Option<i32> {
        let exponent = |number: u128| {
            let power = number.checked_ilog10()?;
            (10u128.pow(power) == number).then_some(power as i32)
        };
        match (self.numerator, self.denominator) {
            (number, 1) => exponent(number),
            (1, number) => Some(-exponent(number)?),
            _ => None,
        }
    }

    fn times(self, other: Unit, power: i8) -> Option<Unit> {
        let mut product = self;
        product.dimension = self.dimension.times(other.dimension, power)?;
        for _ in 0..power.unsigned_abs() {
            let (over, under) = match power > 0 {
                true => (other.numerator, other.denominator),
                false => (other.denominator, other.numerator),
            };
            // Cross-cancelling first keeps the products small.
            let a = gcd(product.numerator, under);
            let b = gcd(over, product.denominator);
            product.numerator = (product.numerator / a).checked_mul(over / b)?;
            product.denominator = (product.denominator / b).checked_mul(under / a)?;
        }
        Some(product)
    }
}

/// A number with its decimal point moved: 0.12 by -3 is the number nearest to 0.00012,
/// which 0.12 / 1000 is not.
fn shifted(value: f64, power: i32) -> f64 {
    let text = format!("{value:e}");
    let moved = text.split_once('e').and_then(|(digits, exponent)| {
        let exponent: i32 = exponent.parse().ok()?;
        format!("{digits}e{}", exponent + power).parse().ok()
    });
    moved.unwrap_or(value)
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn dangling(range: Range<usize>, token: &str) -> UnitFault {
    UnitFault {
        range,
        message: format!("`{token}` stands where a unit was expected"),
        help: "units are joined one by one, for example `bn$/GW/yr`".to_owned(),
    }
}

fn too_big(range: Range<usize>) -> UnitFault {
    UnitFault {
        range,
        message: "the unit is too large or too small to compute with".to_owned(),
        help: "use a simpler unit, for example `bn$/GW/yr`".to_owned(),
    }
}

/// Tokens with their bytes: operators, and runs of anything else but blanks.
fn tokens(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let operator = matches!(c, '/' | '*' | '·' | '×' | '⋅');
        if operator || c.is_whitespace() {
            if let Some(start) = start.take() {
                tokens.push((start..at, &text[start..at]));
            }
            if operator {
                let range = at..at + c.len_utf8();
                tokens.push((range.clone(), &text[range]));
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(start) = start {
        tokens.push((start..text.len(), &text[start..]));
    }
    tokens
}

/// The size of a word such as `M` or `billion` that stands before a unit.
fn multiplier(token: &str) -> Option<Unit> {
    let (_, exponent) = MULTIPLIERS.iter().find(|(word, _)| *word == token)?;
    Some(Unit {
        numerator: 10u128.pow(*exponent),
        ..Unit::ONE
    })
}

/// One unit with its power, `mm2` or `h`.
fn factor(token: &str, range: Range<usize>) -> Result<Unit, UnitFault> {
    if let Some(unit) = symbols::lookup(token) {
        return Ok(unit);
    }
    let powers = [("^2", 2), ("^3", 3), ("²", 2), ("³", 3), ("2", 2), ("3", 3)];
    for (ending, power) in powers {
        if let Some(unit) = token.strip_suffix(ending).and_then(symbols::lookup) {
            return Unit::ONE.times(unit, power).ok_or_else(|| too_big(range));
        }
    }
    Err(unknown(token, range))
}

fn unknown(token: &str, range: Range<usize>) -> UnitFault {
    let message = format!("`{token}` is not a unit");
    let help = match token {
        "kw" => "write `kW` for power or `kwafer` for wafers".to_owned(),
        "mw" | "Mw" => "write `MW` for power".to_owned(),
        "gw" | "Gw" => "write `GW` for power".to_owned(),
        "m$" | "mn$" | "mn" | "mio" => "write `M$` for millions of dollars".to_owned(),
        "B$" | "b$" | "G$" | "$bn" | "$B" | "$b" | "bln" => {
            "write `bn$` for billions of dollars".to_owned()
        }
        "t$" | "tn$" | "trn$" | "$T" | "$tn" | "$trn" => {
            "write `T$` for trillions of dollars".to_owned()
        }
        "$M" | "$m" | "$k" | "k$s" => "write the dollar last, for example `M$` or `k$`".to_owned(),
        "€" | "EUR" | "£" | "GBP" | "¥" | "JPY" | "CNY" | "TWD" | "NT$" => {
            "all money is in dollars of the price year: convert it and write `$`".to_owned()
        }
        "FLOP" | "FLOPs" | "FLOPS" | "FLOP/s" => {
            "compute is counted in `H100e`: 989.5e12 dense 16-bit FLOP/s each".to_owned()
        }
        "gpu" | "gpus" | "GPU" | "GPUs" | "H100" | "H100s" => {
            "compute is counted in `H100e`".to_owned()
        }
        _ if token.contains(['€', '£', '¥']) => {
            "all money is in dollars of the price year: convert it and write `$`".to_owned()
        }
        _ if token.starts_with(|c: char| c.is_ascii_digit()) => {
            "write a number without blanks, for example `1,500` or `1500`".to_owned()
        }
        _ => match nearest(token, symbols::spellings().iter().map(String::as_str)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "units are made of $, yr, month, h, W, wafer, wspm, wpm, FTE, H100e, tool, \
                     stack, die, package, mm2 and %, with k, M, bn, G or T before them"
                .to_owned(),
        },
    };
    UnitFault {
        range,
        message,
        help,
    }
}

impl Symbol {
    const fn dimension(&self) -> Dimension {
        Dimension {
            bases: self.bases,
            length: self.length,
        }
    }
}

#[cfg(test)]
mod tests;

//! Rows of the table of parameters, by form.

use super::{Default, Form, Row};

const fn row(
    pattern: &'static str,
    form: Form,
    unit: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    Row {
        pattern,
        form,
        unit,
        min: 0.0,
        max: f64::INFINITY,
        default: Default::Required,
        section,
        symbol,
        what,
        is_constant: false,
    }
}

/// A quantity that is not negative.
pub(crate) const fn q(
    pattern: &'static str,
    unit: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    row(pattern, Form::Quantity, unit, section, symbol, what)
}

/// A fraction within 0 to 1.
pub(crate) const fn share(
    pattern: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    q(pattern, "1", section, symbol, what).within(0.0, 1.0)
}

/// A growth per year: `growth = "12 %/yr"` multiplies by 1.12 a year.
pub(crate) const fn growth(
    pattern: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    q(pattern, "1/yr", section, symbol, what).within(-0.9, 20.0)
}

/// A value whose spread is realised project by project.
pub(crate) const fn spread(
    pattern: &'static str,
    unit: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    row(pattern, Form::Spread, unit, section, symbol, what)
}

/// A month.
pub(crate) const fn when(
    pattern: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    row(pattern, Form::When, "month", section, symbol, what).within(-1200.0, 1200.0)
}

/// A whole number.
pub(crate) const fn whole(
    pattern: &'static str,
    unit: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    row(pattern, Form::Whole, unit, section, symbol, what)
}

/// Anything that is not a number.
pub(crate) const fn word(
    pattern: &'static str,
    form: Form,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    row(pattern, form, "", section, symbol, what)
}

impl Row {
    pub(crate) const fn within(mut self, min: f64, max: f64) -> Row {
        self.min = min;
        self.max = max;
        self
    }
    pub(crate) const fn or(mut self, text: &'static str) -> Row {
        self.default = Default::Value(text);
        self
    }
    /// A constant of a mechanism: what holds at any time, however late it was found out.
    pub(crate) const fn constant(mut self) -> Row {
        self.is_constant = true;
        self
    }
    pub(crate) const fn absent(mut self) -> Row {
        self.default = Default::Absent;
        self
    }
}

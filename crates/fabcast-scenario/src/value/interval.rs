//! Intervals as distributions, and as spreads over projects.

use fabcast_model::inputs::Leaf;
use fabcast_model::parameter::Row;
use fabcast_model::uncertainty::Shape;
pub(crate) use fabcast_model::uncertainty::Z95;

use super::scale::Scale;
use crate::syntax::example::example;
use crate::syntax::quantity::{self, TextFault, Written};

/// A quantity or an interval in the unit of its row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Interval {
    /// One value.
    Point(f64),
    /// `a to b`
    Between(f64, f64),
    /// `m (a to b)`
    Around(f64, f64, f64),
}

impl Interval {
    /// The distribution that an interval stands for (model §0).
    pub fn shape(self) -> Shape {
        match self {
            Interval::Point(value) => Shape::Constant(value),
            Interval::Between(low, high) if low > 0.0 => {
                let (low, high) = (crate::number::ln(low), crate::number::ln(high));
                Shape::LogNormal {
                    mu: (low + high) / 2.0,
                    sigma: (high - low) / (2.0 * Z95),
                }
            }
            Interval::Between(low, high) => Shape::Normal {
                mean: (low + high) / 2.0,
                sd: (high - low) / (2.0 * Z95),
            },
            Interval::Around(median, p5, p95) => Shape::TwoPiece { median, p5, p95 },
        }
    }
}

/// Median and spread over projects.
pub(super) fn spread(interval: Interval, text: &str) -> Result<Leaf, TextFault> {
    let (median, low, high) = match interval {
        Interval::Point(median) => return Ok(Leaf::Spread { median, sd: None }),
        Interval::Between(low, high) => ((low * high).max(0.0).sqrt(), low, high),
        Interval::Around(median, low, high) => (median, low, high),
    };
    if low <= 0.0 {
        return Err(TextFault {
            code: "interval",
            range: 0..text.len(),
            message: format!("the interval `{text}` reaches down to zero"),
            label: "both ends must be more than zero".to_owned(),
            help: "projects differ by a factor, so give the lower end as a small number above 0"
                .to_owned(),
        });
    }
    Ok(Leaf::Spread {
        median,
        sd: Some([median / low, high / median].map(|side| crate::number::ln(side) / Z95)),
    })
}

/// A whole number.
pub(super) fn whole(interval: Interval, text: &str, row: &Row) -> Result<Leaf, TextFault> {
    let fault = |message: String, label: &str| TextFault {
        code: "whole",
        range: 0..text.len(),
        message,
        label: label.to_owned(),
        help: format!("write for example `{}`", example(row)),
    };
    let Interval::Point(value) = interval else {
        return Err(fault(
            format!(
                "`{text}` is an interval, but {} is the same in all futures",
                row.what
            ),
            "expected one whole number",
        ));
    };
    let rounded = value.round();
    if (value - rounded).abs() > 1e-9 * rounded.max(1.0) || !(0.0..=1e9).contains(&rounded) {
        return Err(fault(
            match row.unit {
                "1" => format!("`{text}` is not a whole number"),
                unit => format!("`{text}` is not a whole number of {unit}s"),
            },
            "expected a whole number",
        ));
    }
    Ok(Leaf::Whole(rounded as u32))
}

impl Scale<'_> {
    /// Converts a quantity or an interval.
    pub fn interval(&mut self, text: &str, written: &Written) -> Result<Interval, TextFault> {
        self.reading(text);
        let order = |low: &quantity::Number, high: &quantity::Number, message: String| TextFault {
            code: "interval",
            range: low.whole().start..high.whole().end.max(low.whole().end),
            message,
            label: "expected the smaller end first".to_owned(),
            help: "an interval is written `5 to 7 T$` or `6 T$ (5 to 7)`; a number without a unit \
                   takes the one written after it"
                .to_owned(),
        };
        Ok(match written {
            Written::Point(number) => Interval::Point(self.bounded(number)?),
            Written::Between(a, b) => {
                let (low, high) = (self.bounded(a)?, self.bounded(b)?);
                if low >= high {
                    return Err(order(
                        a,
                        b,
                        format!("the interval `{text}` does not ascend"),
                    ));
                }
                Interval::Between(low, high)
            }
            Written::Around(m, a, b) => {
                let (median, low, high) = (self.bounded(m)?, self.bounded(a)?, self.bounded(b)?);
                if low >= high {
                    return Err(order(
                        a,
                        b,
                        format!("the interval in `{text}` does not ascend"),
                    ));
                }
                if !(low..=high).contains(&median) {
                    let message = format!(
                        "the middle of `{text}`, {}, is not within its interval, {} to {}",
                        self.show_short(median),
                        self.show_short(low),
                        self.show_short(high)
                    );
                    return Err(TextFault {
                        range: m.whole(),
                        label: "expected a value between the two ends".to_owned(),
                        ..order(a, b, message)
                    });
                }
                Interval::Around(median, low, high)
            }
            Written::PlusMinus(m, by) => self.plus_minus(text, m, by)?,
        })
    }

    /// `m ± 40 %` of `m`, or `m ± 3 months`.
    fn plus_minus(
        &mut self,
        text: &str,
        m: &quantity::Number,
        by: &quantity::Number,
    ) -> Result<Interval, TextFault> {
        let part = |number: &quantity::Number| &text[number.whole()];
        let median = self.bounded(m)?;
        let percent = part(by).ends_with('%');
        let (low, high) = if percent {
            if part(m).ends_with('%') {
                return Err(TextFault {
                    code: "interval",
                    range: by.whole(),
                    message: format!("`{text}` can be read in two ways"),
                    label: "a part of the value, or percentage points?".to_owned(),
                    help: "give the ends themselves, for example `60 % (50 to 70 %)`".to_owned(),
                });
            }
            let by = by.value / 100.0;
            (median * (1.0 - by), median * (1.0 + by))
        } else {
            let mut by = by.clone();
            if by.unit.is_none() {
                by.unit.clone_from(&m.unit);
            }
            let by = self.value(&by)?;
            (median - by, median + by)
        };
        if low >= high || low < self.row.min || high > self.row.max {
            return Err(TextFault {
                code: "interval",
                range: by.whole(),
                message: format!(
                    "`{text}` is the interval {} to {}",
                    self.show_short(low),
                    self.show_short(high)
                ),
                label: self.expected_range(),
                help: "give the ends themselves, for example `6 T$ (5 to 7)`".to_owned(),
            });
        }
        Ok(Interval::Around(median, low, high))
    }
}

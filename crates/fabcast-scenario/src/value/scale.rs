//! The unit and bounds of a row, and what is written held against them.

use fabcast_model::inputs::Date;
use fabcast_model::parameter::{Form, Row};

use crate::diagnostic::{Fault, Severity, Words, faults};
use crate::number::number_text;
use crate::source::{Sources, Span};
use crate::syntax::example::example;
use crate::syntax::quantity::{self, Number, TextFault, Written};
use crate::syntax::unit::Unit;
use crate::tree::{Node, Value};

/// Largest value that can mean anything, in the unit of its row.
const ABSURD: f64 = 1e15;

/// The place of a text: by its parts if the file shows it letter by letter.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    span: Span,
    exact: bool,
}

impl Place {
    /// The place of a text that stands, with or without quotes, at a span.
    pub fn new(sources: &Sources, span: Span, text: &str) -> Place {
        let shown = sources.slice(span);
        if shown == text {
            return Place { span, exact: true };
        }
        let inner = Span {
            start: span.start + 1,
            end: span.end.saturating_sub(1),
            ..span
        };
        match inner.start <= inner.end && sources.slice(inner) == text {
            true => Place {
                span: inner,
                exact: true,
            },
            false => Place { span, exact: false },
        }
    }

    /// A fault in the text as a fault in the file.
    pub fn fault(self, fault: TextFault) -> Fault {
        let span = if self.exact {
            self.span.part(fault.range)
        } else {
            self.span
        };
        Fault {
            code: fault.code,
            severity: Severity::Error,
            span,
            words: Box::new(Words {
                message: fault.message,
                label: fault.label,
                related: Vec::new(),
                help: vec![fault.help],
            }),
        }
    }
}

/// The unit of a row, and of its alternatives the one in use.
pub(crate) struct Scale<'a> {
    /// First month of the scenario.
    pub start: Date,
    /// Path of the value.
    pub path: &'a str,
    /// Its row.
    pub row: &'static Row,
    /// Unit of numbers written without one.
    pub given: Option<Unit>,
    alternatives: Vec<(&'static str, Unit)>,
    chosen: Option<usize>,
    /// Where any unit will do: the first one met.
    own: Option<(String, Unit)>,
    /// The text that is read.
    text: String,
}

impl<'a> Scale<'a> {
    /// The scale of a row.
    pub fn new(start: Date, path: &'a str, row: &'static Row) -> Scale<'a> {
        let alternatives = row
            .unit
            .split('|')
            .filter_map(|text| Some((text, Unit::parse(text).ok()?)))
            .collect();
        Scale {
            start,
            path,
            row,
            given: None,
            alternatives,
            chosen: None,
            own: None,
            text: String::new(),
        }
    }

    fn takes_any(&self) -> bool {
        self.row.unit.is_empty()
    }

    /// The unit in which values are held.
    pub fn unit_text(&self) -> String {
        if self.takes_any() {
            return self
                .own
                .as_ref()
                .map_or(String::new(), |(text, _)| text.clone());
        }
        let chosen = self.chosen.unwrap_or(0);
        self.alternatives
            .get(chosen)
            .map_or(self.row.unit, |(text, _)| text)
            .to_owned()
    }

    /// A value exactly, with its unit.
    pub fn show(&self, value: f64) -> String {
        with_unit(&format!("{value:?}"), &self.unit_text())
    }

    /// A value for people, with its unit.
    pub fn show_short(&self, value: f64) -> String {
        with_unit(&number_text(value), &self.unit_text())
    }

    /// Takes note of the text whose parts are converted next.
    pub fn reading(&mut self, text: &str) {
        text.clone_into(&mut self.text);
    }

    /// A written number in the unit of the row.
    pub fn value(&mut self, number: &Number) -> Result<f64, TextFault> {
        let value = match (number.date, &number.unit) {
            (Some(date), _) => self.month(date, number)?,
            (None, Some((unit, range))) => self.converted(number, *unit, range.clone())?,
            (None, None) => match self.given {
                Some(unit) => self.converted(number, unit, number.range.clone())?,
                None => self.bare(number)?,
            },
        };
        if value.abs() > ABSURD {
            return Err(TextFault {
                code: "range",
                range: number.whole(),
                message: format!("{} is too large to mean anything", self.show_short(value)),
                label: self.expected_range(),
                help: self.advice(),
            });
        }
        Ok(value)
    }

    /// A written number in the unit of the row, within its bounds.
    pub fn bounded(&mut self, number: &Number) -> Result<f64, TextFault> {
        let value = self.value(number)?;
        if value < self.row.min || value > self.row.max {
            return Err(TextFault {
                code: "range",
                range: number.whole(),
                message: format!("`{}` is {}", self.path, self.show_short(value)),
                label: self.expected_range(),
                help: self.advice(),
            });
        }
        Ok(value)
    }

    /// A single number in a node, in the unit of the row.
    pub fn point(&mut self, sources: &Sources, node: &Node) -> Result<f64, Fault> {
        let (text, number) = self.number(sources, node)?;
        let place = Place::new(sources, node.span, text);
        self.reading(text);
        self.value(&number).map_err(|fault| place.fault(fault))
    }

    /// The same, within the bounds of the row.
    pub fn bounded_point(&mut self, sources: &Sources, node: &Node) -> Result<f64, Fault> {
        let (text, number) = self.number(sources, node)?;
        let place = Place::new(sources, node.span, text);
        self.reading(text);
        self.bounded(&number).map_err(|fault| place.fault(fault))
    }

    fn number<'n>(&self, sources: &Sources, node: &'n Node) -> Result<(&'n str, Number), Fault> {
        let (Value::Text(text) | Value::Number(text)) = &node.value else {
            return Err(faults::wrong_type(
                node.span,
                self.path,
                self.row,
                &node.value,
            ));
        };
        let place = Place::new(sources, node.span, text);
        match quantity::parse(text).map_err(|fault| place.fault(fault))? {
            Written::Point(number) => Ok((text, number)),
            _ => Err(faults::one_value_expected(node.span, text)),
        }
    }

    fn month(&self, date: Date, number: &Number) -> Result<f64, TextFault> {
        if self.row.form == Form::When {
            return Ok(f64::from(self.start.months_until(date)));
        }
        Err(TextFault {
            code: "date",
            range: number.range.clone(),
            message: format!("`{}` is not a date", self.path),
            label: format!("expected {}", self.expected_dimension()),
            help: self.advice(),
        })
    }

    fn converted(
        &mut self,
        number: &Number,
        unit: Unit,
        range: std::ops::Range<usize>,
    ) -> Result<f64, TextFault> {
        if self.takes_any() {
            let first = match &self.own {
                Some((_, first)) => *first,
                None => match unit.dimension.is_number() {
                    true => Unit::ONE,
                    false => unit,
                },
            };
            if let Some(value) = unit.convert(number.value, first) {
                let shown = match unit.dimension.is_number() {
                    true => "",
                    false => self.text.get(range).unwrap_or(""),
                };
                self.own.get_or_insert_with(|| (shown.to_owned(), first));
                return Ok(value);
            }
        }
        for (index, (_, target)) in self.alternatives.iter().enumerate() {
            if self.chosen.is_some_and(|chosen| chosen != index) {
                continue;
            }
            if let Some(value) = unit.convert(number.value, *target) {
                self.chosen = Some(index);
                return Ok(value);
            }
        }
        let shown = self
            .text
            .get(range.clone())
            .unwrap_or("this unit")
            .to_owned();
        Err(TextFault {
            code: "unit",
            range,
            message: format!("`{}` cannot be measured in `{shown}`", self.path),
            label: format!(
                "this is {}, expected {}",
                unit.dimension,
                self.expected_dimension()
            ),
            help: self.advice(),
        })
    }

    fn bare(&mut self, number: &Number) -> Result<f64, TextFault> {
        let plain = self
            .alternatives
            .iter()
            .any(|(_, unit)| unit.dimension.is_number());
        if plain || self.takes_any() || number.value == 0.0 {
            return Ok(number.value);
        }
        Err(TextFault {
            code: "unit",
            range: number.range.clone(),
            message: format!("`{}` needs a unit", self.path),
            label: format!("expected {}", self.expected_dimension()),
            help: self.advice(),
        })
    }

    /// What the row measures, in words, with its unit.
    fn expected_dimension(&self) -> String {
        if self.row.form == Form::When {
            return "a month or a length of time after the start".to_owned();
        }
        let shown = match self.chosen {
            Some(chosen) => &self.alternatives[chosen..=chosen],
            None => &self.alternatives,
        };
        let words: Vec<String> = shown
            .iter()
            .map(|(text, unit)| match unit.dimension.is_number() {
                true => "a plain number".to_owned(),
                false => format!("{} ({text})", unit.dimension),
            })
            .collect();
        words.join(" or ")
    }

    /// The bounds of the row, in words.
    pub fn expected_range(&self) -> String {
        expected_range(self.row, &self.unit_text())
    }

    /// How to write such a value.
    fn advice(&self) -> String {
        format!(
            "{}; write for example `{}`",
            self.row.what,
            example(self.row)
        )
    }
}

/// The bounds of a row in words, to stand under a value outside them.
pub(crate) fn expected_range(row: &Row, unit: &str) -> String {
    let show = |value: f64| with_unit(&number_text(value), unit);
    match (row.min, row.max) {
        (0.0, f64::INFINITY) => "must not be negative".to_owned(),
        (min, f64::INFINITY) => format!("must be at least {}", show(min)),
        (f64::NEG_INFINITY, max) => format!("must be at most {}", show(max)),
        (min, max) => format!("must be within {} to {}", number_text(min), show(max)),
    }
}

fn with_unit(number: &str, unit: &str) -> String {
    match unit {
        "" | "1" => number.to_owned(),
        "month" | "wafer" if number != "1" => format!("{number} {unit}s"),
        unit if unit.starts_with("1/") => format!("{number} {}", &unit[1..]),
        unit => format!("{number} {unit}"),
    }
}

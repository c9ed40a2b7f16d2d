//! Reading a scenario's leaves into the model: one call per quantity.

use crate::inputs::{Inputs, Leaf};
use crate::parameter::{self, Row};
use crate::parameters::{ParamId, Parameters};
use crate::uncertainty::{Distribution, Shape};

/// What is wrong with a leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Path of the leaf.
    pub path: String,
    /// What was expected.
    pub expected: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.expected)
    }
}

/// Median and spread of something that differs from project to project.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Median.
    pub median: f64,
    /// Standard deviation of the logarithm below and above the median, if the scenario gives an
    /// interval.
    pub sd: Option<[f64; 2]>,
}

pub(crate) struct Reader<'a> {
    pub inputs: &'a Inputs,
    pub parameters: Parameters,
    pub faults: Vec<Fault>,
    table: RowOf,
}

/// Row that a path belongs to.
pub(crate) type RowOf = fn(&str) -> Option<&'static Row>;

impl<'a> Reader<'a> {
    pub fn new(inputs: &'a Inputs, table: RowOf) -> Reader<'a> {
        let mut reader = Reader {
            inputs,
            table,
            parameters: Parameters::default(),
            faults: Vec::new(),
        };
        for (path, leaf) in &inputs.leaves {
            if let Leaf::Quantity(distribution) = leaf {
                let unit = table(path).map_or("", |row| row.unit);
                let centre = distribution.centre();
                reader
                    .parameters
                    .add(path, unit, distribution.clone(), centre);
            }
        }
        for (path, leaf) in &inputs.leaves {
            if let Leaf::Same(target) = leaf {
                match reader.parameters.find(target) {
                    Some(id) => reader.parameters.alias(path, id),
                    None => reader.fault(path, &format!("`{target}` to be a quantity")),
                }
            }
        }
        reader
    }

    /// Row that a path belongs to.
    pub fn row_of(&self, path: &str) -> Option<&'static Row> {
        (self.table)(path)
    }

    pub fn fault(&mut self, path: &str, expected: &str) {
        self.faults.push(Fault {
            path: path.to_owned(),
            expected: expected.to_owned(),
        });
    }

    pub fn optional(&self, path: &str) -> Option<ParamId> {
        debug_assert!(
            self.row_of(path).is_some(),
            "{path} is not in the parameter table"
        );
        self.parameters.find(path)
    }

    /// A quantity, or 0 where the table lets it be absent.
    pub fn or_zero(&mut self, path: &str) -> ParamId {
        let unit = self.row_of(path).map_or("", |row| row.unit);
        match self.optional(path) {
            Some(id) => id,
            None => self
                .parameters
                .add(path, unit, Distribution::constant(0.0), 0.0),
        }
    }

    pub fn quantity(&mut self, path: &str) -> ParamId {
        if self.optional(path).is_none() {
            self.fault(path, "a quantity");
        }
        self.or_zero(path)
    }

    /// A quantity of which only the centre is used: plans hold no random number.
    pub fn centre(&mut self, path: &str) -> f64 {
        let id = self.quantity(path);
        self.parameters.centre(id)
    }

    pub fn spread(&mut self, path: &str) -> Spread {
        debug_assert!(
            self.row_of(path).is_some(),
            "{path} is not in the parameter table"
        );
        match self.inputs.leaves.get(path) {
            Some(Leaf::Spread { median, sd }) => Spread {
                median: *median,
                sd: *sd,
            },
            _ => {
                self.fault(path, "a number or an interval");
                Spread {
                    median: 1.0,
                    sd: None,
                }
            }
        }
    }

    pub fn whole(&mut self, path: &str) -> usize {
        match self.inputs.leaves.get(path) {
            Some(Leaf::Whole(n)) => *n as usize,
            _ => {
                self.fault(path, "a whole number");
                1
            }
        }
    }

    pub fn optional_whole(&self, path: &str) -> Option<usize> {
        match self.inputs.leaves.get(path) {
            Some(Leaf::Whole(n)) => Some(*n as usize),
            _ => None,
        }
    }

    pub fn optional_text(&self, path: &str) -> Option<&'a str> {
        match self.inputs.leaves.get(path) {
            Some(Leaf::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub fn text(&mut self, path: &str) -> &'a str {
        match self.optional_text(path) {
            Some(text) => text,
            None => {
                self.fault(path, "a word");
                ""
            }
        }
    }

    /// Position of the word at a path in a list of names.
    pub fn position(&mut self, path: &str, names: &[impl AsRef<str>]) -> usize {
        let text = self.text(path);
        match names.iter().position(|name| name.as_ref() == text) {
            Some(position) => position,
            None => {
                let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
                self.fault(path, &format!("one of {}", names.join(", ")));
                0
            }
        }
    }

    /// Which of the names stand in the list at a path.
    pub fn flags(&mut self, path: &str, names: &[impl AsRef<str>]) -> Vec<bool> {
        match self.inputs.leaves.get(path) {
            Some(Leaf::Names(list)) => names
                .iter()
                .map(|name| list.iter().any(|n| n == name.as_ref()))
                .collect(),
            _ => {
                self.fault(path, "a list of names");
                vec![false; names.len()]
            }
        }
    }

    /// Names defined under a prefix, in alphabetical order.
    pub fn names(&self, prefix: &str) -> Vec<String> {
        self.inputs.names(prefix)
    }

    /// A standard normal of its own.
    pub fn latent_normal(&mut self, name: &str) -> ParamId {
        self.latent(name, Shape::Normal { mean: 0.0, sd: 1.0 }, 0.0)
    }

    /// A uniform of its own, with its value in the central run.
    pub fn latent_uniform(&mut self, name: &str, centre: f64) -> ParamId {
        self.latent(
            name,
            Shape::Uniform {
                low: 0.0,
                high: 1.0,
            },
            centre,
        )
    }

    fn latent(&mut self, name: &str, shape: Shape, centre: f64) -> ParamId {
        let path = format!("latent.{name}");
        match Distribution::new(shape, f64::NEG_INFINITY, f64::INFINITY) {
            Ok(distribution) => self.parameters.add(&path, "1", distribution, centre),
            Err(error) => {
                self.fault(&path, &error.to_string());
                ParamId(0)
            }
        }
    }
}

/// Position of a class name among [`parameter::CLASSES`].
pub(crate) fn class_position(name: &str) -> Option<usize> {
    parameter::CLASSES.iter().position(|class| *class == name)
}

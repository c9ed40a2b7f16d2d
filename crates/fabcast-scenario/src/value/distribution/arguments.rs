//! The arguments of a distribution.

use fabcast_model::uncertainty::Shape;

use crate::diagnostic::{Fault, faults};
use crate::number::number_text;
use crate::source::Span;
use crate::syntax::family::Kind;
use crate::syntax::quantity::{Number, TextFault};
use crate::tree::{Node, Table, Value, emit, quote};
use crate::value::{Context, Place, Scale};

/// The arguments of one distribution, with what is wrong with them.
pub(super) struct Arguments<'a, 's, 'p> {
    pub context: Context<'a>,
    pub scale: &'s mut Scale<'p>,
    pub kind: &'static Kind,
    /// The table.
    pub node: &'a Node,
    pub table: &'a Table,
    /// The name of the family.
    pub dist: &'a Node,
    pub faults: Vec<Fault>,
}

impl Arguments<'_, '_, '_> {
    /// The value, or nothing and a fault noted.
    pub fn note<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.faults.push(fault)).ok()
    }

    /// Place of an argument's value, else of the family.
    fn place(&self, name: &str) -> Span {
        self.table.get(name).unwrap_or(self.dist).span
    }

    /// Whether all of these are given, and no other argument.
    pub fn gives_only(&self, names: &[&str]) -> bool {
        let others = self
            .kind
            .arguments
            .iter()
            .filter(|name| !names.contains(name));
        names.iter().all(|name| self.table.contains_key(*name))
            && others
                .into_iter()
                .all(|name| !self.table.contains_key(*name))
    }

    /// Whether any of these is given.
    pub fn gives_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.table.contains_key(*name))
    }

    /// Notes that these arguments do not go together.
    pub fn wrong(&mut self) {
        let unjudged = self.table.keys().any(|key| {
            let key = key.as_str();
            !self.kind.arguments.contains(&key) && looks_like_argument(key)
        });
        // A misspelt argument is reported by its name already.
        if !unjudged {
            self.faults
                .push(faults::wrong_arguments(self.dist.span, self.kind));
        }
    }

    /// A value in the unit of the row, within its bounds.
    pub fn value(&mut self, name: &str) -> Option<f64> {
        let Some(node) = self.table.get(name) else {
            self.faults
                .push(faults::missing_argument(self.dist.span, name, self.kind));
            return None;
        };
        let read = self.scale.bounded_point(self.context.sources, node);
        self.note(read)
    }

    /// A value that may be left out; the stand-in must make sense in the row's unit.
    pub fn optional_value(&mut self, name: &str, otherwise: f64) -> Option<f64> {
        if self.table.contains_key(name) {
            return self.value(name);
        }
        if otherwise != 0.0 && !matches!(self.scale.row.unit, "1" | "") {
            self.faults
                .push(faults::missing_argument(self.dist.span, name, self.kind));
            return None;
        }
        Some(otherwise)
    }

    /// A width in the unit of the row, more than 0.
    pub fn width(&mut self, name: &str) -> Option<f64> {
        let Some(node) = self.table.get(name) else {
            self.faults
                .push(faults::missing_argument(self.dist.span, name, self.kind));
            return None;
        };
        let read = self.scale.point(self.context.sources, node);
        let value = self.note(read)?;
        self.above_zero(name, value)?;
        Some(value)
    }

    /// A number without unit.
    pub fn plain(&mut self, name: &str) -> Option<f64> {
        let Some(node) = self.table.get(name) else {
            self.faults
                .push(faults::missing_argument(self.dist.span, name, self.kind));
            return None;
        };
        let read = plain_number(
            name,
            node,
            Place::new(self.context.sources, node.span, text(node)),
        );
        self.note(read)
    }

    /// A number without unit, more than 0.
    pub fn positive_plain(&mut self, name: &str) -> Option<f64> {
        let value = self.plain(name)?;
        self.above_zero(name, value)?;
        Some(value)
    }

    /// A number without unit that may be left out.
    pub fn optional_plain(&mut self, name: &str, otherwise: f64) -> Option<f64> {
        match self.table.contains_key(name) {
            true => self.positive_plain(name),
            false => Some(otherwise),
        }
    }

    /// Notes an argument that is not more than 0.
    pub fn above_zero(&mut self, name: &str, value: f64) -> Option<()> {
        if value > 0.0 {
            return Some(());
        }
        self.faults.push(faults::not_above_zero(
            self.place(name),
            name,
            &number_text(value),
        ));
        None
    }

    /// Notes a lognormal with a quantile that is not more than 0.
    pub fn quantile_above_zero(&mut self) {
        let names = super::SCORES.iter().map(|(name, ..)| *name);
        let first = names
            .into_iter()
            .find(|name| self.table.contains_key(*name))
            .unwrap_or("p10");
        self.faults.push(faults::not_above_zero(
            self.place(first),
            first,
            "0 or less",
        ));
    }

    /// Several values that must ascend.
    pub fn ascending(&mut self, names: &[&str]) -> Option<Vec<f64>> {
        let values: Vec<Option<f64>> = names.iter().map(|name| self.value(name)).collect();
        let values: Vec<f64> = values.into_iter().collect::<Option<_>>()?;
        for pair in 1..values.len() {
            let touching = names[pair - 1] == "mode" || names[pair] == "mode";
            let sound =
                values[pair - 1] < values[pair] || touching && values[pair - 1] == values[pair];
            if !sound {
                self.not_ascending(names[pair - 1], names[pair]);
                return None;
            }
        }
        if values.first() == values.last() {
            self.not_ascending(names[0], names[names.len() - 1]);
            return None;
        }
        Some(values)
    }

    /// Notes two arguments in the wrong order.
    pub fn not_ascending(&mut self, low: &str, high: &str) {
        let fault = faults::not_ascending(self.place(low), low, high);
        let fault = match self.table.get(high) {
            Some(node) => fault.and_place(node.span, format!("{high} is here")),
            None => fault,
        };
        self.faults.push(fault);
    }

    /// Notes a mean and a standard deviation that no beta has.
    pub fn no_such_beta(&mut self) {
        self.faults.push(faults::no_such_beta(self.place("sd")));
    }

    /// A list of values in the unit of the row.
    pub fn values(&mut self, name: &str) -> Option<Vec<f64>> {
        let items = self.list(name)?;
        let mut values = Vec::new();
        for item in items {
            let read = self.scale.bounded_point(self.context.sources, item);
            values.push(self.note(read));
        }
        values.into_iter().collect()
    }

    /// A list of weights, one per value.
    pub fn weights(&mut self, name: &str, count: usize) -> Option<Vec<f64>> {
        let items = self.list(name)?;
        if items.len() != count {
            let place = self.place(name);
            self.faults
                .push(faults::weights_per_value(place, items.len(), count));
            return None;
        }
        let mut weights = Vec::new();
        for item in items {
            let place = Place::new(self.context.sources, item.span, text(item));
            let weight = plain_number(name, item, place);
            let weight = self.note(weight)?;
            if weight < 0.0 {
                self.faults.push(faults::negative_weight(item.span));
                return None;
            }
            weights.push(weight);
        }
        if weights.iter().all(|weight| *weight == 0.0) {
            self.faults.push(faults::no_weight(self.place(name)));
            return None;
        }
        Some(weights)
    }

    fn list<'n>(&mut self, name: &str) -> Option<&'n [Node]>
    where
        Self: 'n,
    {
        let table: &Table = self.table;
        let Some(node) = table.get(name) else {
            self.faults
                .push(faults::missing_argument(self.dist.span, name, self.kind));
            return None;
        };
        match &node.value {
            Value::List(items) if !items.is_empty() => Some(items),
            Value::List(_) => {
                self.faults.push(faults::empty_list(node.span, name));
                None
            }
            other => {
                self.faults
                    .push(faults::list_expected(node.span, name, other));
                None
            }
        }
    }

    /// A number in the unit given by `unit`, in the unit of the row.
    pub fn of_unit(&mut self, value: f64) -> Option<f64> {
        let number = Number {
            value,
            range: 0..0,
            unit: None,
            date: None,
        };
        let span = self.table.get("unit").unwrap_or(self.dist).span;
        let place = Place::new(self.context.sources, span, "");
        let read = self
            .scale
            .value(&number)
            .map_err(|fault: TextFault| place.fault(fault));
        self.note(read)
    }

    /// The distribution for people and for a file.
    pub fn shown(&self, shape: Option<&Shape>) -> (String, String) {
        let mut written = self.kind.name.to_owned();
        let mut toml = format!("dist = {}", quote(self.kind.name));
        for name in self.kind.arguments {
            let Some(node) = self.table.get(*name) else {
                continue;
            };
            match (&node.value, *name, shape) {
                // The numbers of a file stand in the scenario itself once it is resolved.
                (_, "file", Some(Shape::Empirical { values })) => {
                    written.push_str(&format!(", {} values of {}", values.len(), text(node)));
                    let values: Vec<String> = values
                        .iter()
                        .map(|value| quote(&self.scale.show(*value)))
                        .collect();
                    toml.push_str(&format!(", values = [{}]", values.join(", ")));
                }
                (_, "column", _) => written.push_str(&format!(", column {}", text(node))),
                (Value::List(items), ..) => {
                    let items: Vec<&str> = items.iter().map(text).collect();
                    written.push_str(&format!(", {name} {}", items.join(" / ")));
                    toml.push_str(&format!(", {name} = {}", emit(&node.value)));
                }
                _ => {
                    written.push_str(&format!(", {name} {}", text(node)));
                    toml.push_str(&format!(", {name} = {}", emit(&node.value)));
                }
            }
        }
        if let Some(unit) = self.table.get("unit")
            && !self.table.contains_key("file")
        {
            written.push_str(&format!(", in {}", text(unit)));
            toml.push_str(&format!(", unit = {}", emit(&unit.value)));
        }
        (written, toml)
    }
}

/// Whether an unknown key was probably meant as an argument.
fn looks_like_argument(key: &str) -> bool {
    let own = ["dist", "unit", "truncate", "min", "max"];
    let metadata = ["source", "assumption", "as_of", "confidence", "note"];
    !own.contains(&key) && !metadata.contains(&key)
}

/// The text or number of a node as written.
pub(super) fn text(node: &Node) -> &str {
    match &node.value {
        Value::Text(text) | Value::Number(text) => text,
        _ => "",
    }
}

fn plain_number(name: &str, node: &Node, place: Place) -> Result<f64, Fault> {
    use crate::syntax::quantity::{self, Written};
    let (Value::Text(text) | Value::Number(text)) = &node.value else {
        return Err(faults::plain_number_expected(node.span, name));
    };
    match quantity::parse(text).map_err(|fault| place.fault(fault))? {
        Written::Point(Number {
            value,
            unit: None,
            date: None,
            ..
        }) => Ok(value),
        _ => Err(faults::plain_number_expected(node.span, name)),
    }
}

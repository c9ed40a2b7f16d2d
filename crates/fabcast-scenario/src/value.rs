//! One value of a scenario: from its text to what the engine holds.

mod distribution;
mod interval;
mod metadata;
mod scale;

use fabcast_model::inputs::{Date, Leaf};
use fabcast_model::parameter::{Form, Row};
use fabcast_model::uncertainty::{Distribution, Shape};

use crate::diagnostic::{Fault, faults};
use crate::source::{Sources, Span};
use crate::syntax::family;
use crate::syntax::quantity;
use crate::syntax::unit::Unit;
use crate::tree::{Node, Table, Value, emit, quote};
pub(crate) use interval::Z95;
pub(crate) use metadata::{CONFIDENCE, Metadata};
pub(crate) use scale::{Place, Scale, expected_range};

/// What a value is read with.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// Every text.
    pub sources: &'a Sources,
    /// First month of the scenario.
    pub start: Date,
}

/// A value with everything that is known about it.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    pub path: String,
    pub row: &'static Row,
    pub leaf: Leaf,
    /// Unit in which the leaf is held.
    pub unit: String,
    /// The value for people.
    pub written: String,
    /// The value for a file: `value = "7 T$"` or `dist = …`.
    pub toml: String,
    pub metadata: Metadata,
    /// Place of its value.
    pub span: Span,
    /// Words and names in it, with their places.
    pub words: Vec<(String, Span)>,
}

impl Typed {
    /// Value in the central run, if it is a number.
    pub fn centre(&self) -> Option<f64> {
        match &self.leaf {
            Leaf::Quantity(distribution) => Some(distribution.centre()),
            Leaf::Spread { median, .. } => Some(*median),
            Leaf::Whole(number) => Some(f64::from(*number)),
            _ => None,
        }
    }

    /// Its text, if it is a word or a name.
    pub fn text(&self) -> Option<&str> {
        match &self.leaf {
            Leaf::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Its words, if it is a list.
    pub fn names(&self) -> &[String] {
        match &self.leaf {
            Leaf::Names(names) => names,
            _ => &[],
        }
    }
}

/// Reads the value at a path.
pub(crate) fn read(
    context: Context<'_>,
    path: &str,
    row: &'static Row,
    node: &Node,
) -> Result<Typed, Vec<Fault>> {
    let mut typed = Typed {
        path: path.to_owned(),
        row,
        leaf: Leaf::Whole(0),
        unit: row.unit.to_owned(),
        written: String::new(),
        toml: String::new(),
        metadata: Metadata::default(),
        span: node.span,
        words: Vec::new(),
    };
    let mut reader = Reader {
        context,
        path,
        row,
        faults: Vec::new(),
        typed: &mut typed,
    };
    match &node.value {
        Value::Table(table) => reader.table(node, table),
        _ => {
            if let Some(leaf) = reader.plain(node, None, None) {
                reader.typed.leaf = leaf;
            }
        }
    }
    let faults = reader.faults;
    if faults.is_empty() {
        Ok(typed)
    } else {
        Err(faults)
    }
}

struct Reader<'a, 'b> {
    context: Context<'a>,
    path: &'a str,
    row: &'static Row,
    faults: Vec<Fault>,
    typed: &'b mut Typed,
}

impl Reader<'_, '_> {
    fn note<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.faults.push(fault)).ok()
    }

    /// A table with `value`, `dist` or `same_as` and what is known about the value.
    fn table(&mut self, node: &Node, table: &Table) {
        let heads: Vec<&str> = ["value", "dist", "same_as"]
            .into_iter()
            .filter(|key| table.contains_key(*key))
            .collect();
        let kind = match table.get("dist").map(|dist| &dist.value) {
            Some(Value::Text(name)) => family::find(name),
            _ => None,
        };
        let own: &[&str] = match heads.as_slice() {
            ["value"] if self.is_quantity() => &["value", "unit", "truncate", "min", "max"],
            ["value"] => &["value", "unit"],
            ["same_as"] => &["same_as"],
            ["dist"] => &["dist", "unit", "truncate", "min", "max"],
            [] => {
                self.faults
                    .push(faults::no_value(node.span, self.path, table, self.row));
                return;
            }
            _ => {
                let second = &table[heads[1]];
                self.faults
                    .push(faults::two_values(second.key, self.path, &heads));
                return;
            }
        };
        let arguments: &[&str] = kind.map_or(&[], |kind| kind.arguments);
        // Of a distribution with an unknown name, the arguments cannot be judged.
        let judged = heads != ["dist"] || kind.is_some();
        for (key, value) in table {
            let known = own.contains(&key.as_str())
                || arguments.contains(&key.as_str())
                || metadata::KEYS.contains(&key.as_str());
            if !known && judged {
                self.faults.push(match kind {
                    Some(kind) => {
                        faults::unknown_argument(value.key, key, kind.name, kind.arguments)
                    }
                    None => {
                        let valid: Vec<&str> = own.iter().chain(metadata::KEYS).copied().collect();
                        faults::unknown_value_key(value.key, key, self.path, &valid)
                    }
                });
            }
        }
        self.typed.metadata = metadata::read(table, &mut self.faults);
        if let Some(value) = table.get("value") {
            self.typed.span = value.span;
            if let Value::Table(_) = value.value {
                self.faults.push(faults::wrong_type(
                    value.span,
                    self.path,
                    self.row,
                    &value.value,
                ));
                return;
            }
            if let Some(leaf) = self.plain(value, table.get("unit"), Some(table)) {
                self.typed.leaf = leaf;
            }
        } else if let Some(dist) = table.get("dist") {
            self.typed.span = dist.span;
            self.distribution(node, table, dist);
        } else if let Some(same) = table.get("same_as") {
            self.typed.span = same.span;
            self.same_as(same);
        }
    }

    fn is_quantity(&self) -> bool {
        matches!(self.row.form, Form::Quantity | Form::When)
    }

    fn same_as(&mut self, node: &Node) {
        match &node.value {
            _ if !self.is_quantity() => {
                self.faults
                    .push(faults::same_as_not_quantity(node.span, self.path));
            }
            Value::Text(target) => {
                self.typed.leaf = Leaf::Same(target.clone());
                self.typed.written = format!("same as {target}");
                self.typed.toml = format!("same_as = {}", quote(target));
            }
            other => self
                .faults
                .push(faults::text_expected(node.span, "same_as", other)),
        }
    }

    fn distribution(&mut self, node: &Node, table: &Table, dist: &Node) {
        match self.row.form {
            Form::Quantity | Form::When => {}
            Form::Spread => {
                self.faults
                    .push(faults::spread_only(dist.span, self.path, self.row));
                return;
            }
            _ => {
                self.faults
                    .push(faults::no_distribution(dist.span, self.path, self.row));
                return;
            }
        }
        let mut scale = Scale::new(self.context.start, self.path, self.row);
        let unit = self.unit(table.get("unit"));
        scale.given = unit;
        let read = distribution::read(self.context, &mut scale, node, table, dist);
        match read {
            Ok(read) => {
                self.typed.unit = scale.unit_text();
                self.typed.written = read.written;
                self.typed.toml = read.toml;
                let bounds = self.bounds(Some(table), &mut scale);
                if let Some((min, max)) = bounds {
                    self.finish(read.shape, dist.span, min, max);
                }
            }
            Err(faults) => self.faults.extend(faults),
        }
    }

    /// Checks a shape against its bounds.
    fn finish(&mut self, shape: Shape, span: Span, min: f64, max: f64) {
        match Distribution::new(shape, min, max) {
            Ok(distribution) => self.typed.leaf = Leaf::Quantity(distribution),
            Err(error) => self
                .faults
                .push(faults::impossible_distribution(span, self.path, &error)),
        }
    }

    /// The unit of bare numbers, if the table gives one.
    fn unit(&mut self, node: Option<&Node>) -> Option<Unit> {
        let node = node?;
        let Value::Text(text) = &node.value else {
            self.faults
                .push(faults::text_expected(node.span, "unit", &node.value));
            return None;
        };
        let place = Place::new(self.context.sources, node.span, text);
        let unit = Unit::parse(text).map_err(|fault| place.fault(fault.into()));
        self.note(unit)
    }

    /// The bounds of the row, narrowed by `truncate`, `min` and `max`.
    fn bounds(&mut self, table: Option<&Table>, scale: &mut Scale<'_>) -> Option<(f64, f64)> {
        let (mut min, mut max) = (self.row.min, self.row.max);
        let Some(table) = table else {
            return Some((min, max));
        };
        let is_argument = |key: &str| match table.get("dist").map(|dist| &dist.value) {
            Some(Value::Text(name)) => {
                family::find(name).is_some_and(|kind| kind.arguments.contains(&key))
            }
            _ => false,
        };
        let mut ends: Vec<(&Node, bool)> = Vec::new();
        if let Some(truncate) = table.get("truncate") {
            match &truncate.value {
                Value::List(items) if items.len() == 2 => {
                    ends.extend([(&items[0], true), (&items[1], false)]);
                }
                other => {
                    self.faults
                        .push(faults::truncate_is_a_pair(truncate.span, other));
                    return None;
                }
            }
        }
        if let Some(node) = table.get("min").filter(|_| !is_argument("min")) {
            ends.push((node, true));
        }
        if let Some(node) = table.get("max").filter(|_| !is_argument("max")) {
            ends.push((node, false));
        }
        for (node, lower) in &ends {
            let read = scale.point(self.context.sources, node);
            let value = self.note(read)?;
            match lower {
                true => min = min.max(value),
                false => max = max.min(value),
            }
        }
        if min >= max {
            let node = ends.last().map_or(self.typed.span, |(node, _)| node.span);
            self.faults.push(faults::nothing_left(node, self.path));
            return None;
        }
        let show = |value: f64| quote(&scale.show(value));
        if !ends.is_empty() {
            let lower = (min > self.row.min).then(|| format!(", min = {}", show(min)));
            let upper = (max < self.row.max).then(|| format!(", max = {}", show(max)));
            if is_argument("min") {
                let pair = format!(", truncate = [{}, {}]", show(min), show(max));
                self.typed.toml.push_str(&pair);
            } else {
                self.typed.toml.push_str(&lower.unwrap_or_default());
                self.typed.toml.push_str(&upper.unwrap_or_default());
            }
            let text = format!(
                ", within {} to {}",
                scale.show_short(min),
                scale.show_short(max)
            );
            self.typed.written.push_str(&text);
        }
        Some((min, max))
    }

    /// A value that is not a table.
    fn plain(&mut self, node: &Node, unit: Option<&Node>, table: Option<&Table>) -> Option<Leaf> {
        match self.row.form {
            Form::Quantity | Form::When | Form::Spread | Form::Whole => {
                self.numeric(node, unit, table)
            }
            Form::Text | Form::Word(_) | Form::Name(_) => {
                let Value::Text(text) = &node.value else {
                    self.faults.push(faults::wrong_type(
                        node.span,
                        self.path,
                        self.row,
                        &node.value,
                    ));
                    return None;
                };
                self.typed.written = text.clone();
                self.typed.toml = format!("value = {}", quote(text));
                if let Form::Text = self.row.form {
                    if text.trim().is_empty() {
                        self.faults.push(faults::empty_text(node.span, self.path));
                    }
                } else {
                    self.typed.words.push((text.clone(), node.span));
                }
                if let Form::Word(words) = self.row.form {
                    self.word(text, words, node.span);
                }
                Some(Leaf::Text(text.clone()))
            }
            Form::Words(_) | Form::Names(_) => self.several(node),
        }
    }

    fn word(&mut self, text: &str, words: &[&str], span: Span) {
        if !words.contains(&text) {
            self.faults
                .push(faults::unknown_word(span, text, self.path, words));
        }
    }

    fn several(&mut self, node: &Node) -> Option<Leaf> {
        let single = std::slice::from_ref(node);
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            Value::Text(_) => single,
            other => {
                self.faults
                    .push(faults::wrong_type(node.span, self.path, self.row, other));
                return None;
            }
        };
        let mut names: Vec<String> = Vec::new();
        for item in items {
            let Value::Text(name) = &item.value else {
                self.faults
                    .push(faults::text_expected(item.span, self.path, &item.value));
                continue;
            };
            if names.contains(name) {
                self.faults.push(faults::listed_twice(item.span, name));
                continue;
            }
            if let Form::Words(words) = self.row.form {
                self.word(name, words, item.span);
            }
            self.typed.words.push((name.clone(), item.span));
            names.push(name.clone());
        }
        self.typed.written = names.join(", ");
        let quoted: Vec<String> = names.iter().map(|name| quote(name)).collect();
        self.typed.toml = format!("value = [{}]", quoted.join(", "));
        Some(Leaf::Names(names))
    }

    /// A number, a quantity or an interval.
    fn numeric(&mut self, node: &Node, unit: Option<&Node>, table: Option<&Table>) -> Option<Leaf> {
        let text = match &node.value {
            Value::Text(text) | Value::Number(text) => text,
            other => {
                self.faults
                    .push(faults::wrong_type(node.span, self.path, self.row, other));
                return None;
            }
        };
        let mut scale = Scale::new(self.context.start, self.path, self.row);
        scale.given = self.unit(unit);
        let place = Place::new(self.context.sources, node.span, text);
        let written = quantity::parse(text).and_then(|written| scale.interval(text, &written));
        let interval = self.note(written.map_err(|fault| place.fault(fault)))?;
        self.typed.unit = scale.unit_text();
        self.typed.written = match (&node.value, scale.given) {
            (Value::Number(_), None) => crate::number::number_text(text.parse().unwrap_or(0.0)),
            (_, Some(_)) => format!("{text} {}", unit_text(unit)),
            _ => text.trim().to_owned(),
        };
        self.typed.toml = match unit {
            Some(unit) => format!(
                "value = {}, unit = {}",
                emit(&node.value),
                emit(&unit.value)
            ),
            None => format!("value = {}", emit(&node.value)),
        };
        match self.row.form {
            Form::Spread => {
                let leaf = interval::spread(interval, text).map_err(|fault| place.fault(fault));
                self.note(leaf)
            }
            Form::Whole => {
                let leaf =
                    interval::whole(interval, text, self.row).map_err(|fault| place.fault(fault));
                self.note(leaf)
            }
            _ => {
                let (min, max) = self.bounds(table, &mut scale)?;
                self.finish(interval.shape(), node.span, min, max);
                self.faults.is_empty().then(|| self.typed.leaf.clone())
            }
        }
    }
}

fn unit_text(node: Option<&Node>) -> String {
    match node.map(|node| &node.value) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

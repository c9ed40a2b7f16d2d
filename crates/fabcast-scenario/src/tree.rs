//! A text as a tree of values, each with its place.

use std::collections::BTreeMap;

use crate::source::Span;

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Place of its key; of an element of a list, its own place.
    pub key: Span,
    /// Place of the value; of a table, its header, or its key if it has no header.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// A value of a TOML file.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    /// A number in decimal digits, as written.
    Number(String),
    Flag(bool),
    Moment(String),
    List(Vec<Node>),
    Table(Table),
}

/// Values by name.
pub(crate) type Table = BTreeMap<String, Node>;

impl Value {
    /// What kind of value it is, in words.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "a text",
            Value::Number(_) => "a number",
            Value::Flag(_) => "true or false",
            Value::Moment(_) => "an unquoted date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

impl Node {
    /// The table in it, if it is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }
}

/// The value as one line of TOML.
pub(crate) fn emit(value: &Value) -> String {
    match value {
        Value::Text(text) => quote(text),
        Value::Number(number) => number.clone(),
        Value::Flag(flag) => flag.to_string(),
        Value::Moment(moment) => moment.clone(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| emit(&item.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) => {
            let pairs: Vec<String> = table
                .iter()
                .map(|(key, node)| format!("{key} = {}", emit(&node.value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

/// A text in double quotes.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

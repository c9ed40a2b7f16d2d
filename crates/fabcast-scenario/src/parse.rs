//! From a text to a tree of values, and the merging of such trees.

use std::collections::BTreeSet;

use fabcast_model::table::row_of;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Report, checks, faults};
use crate::source::{Role, Sources, Span};
use crate::tree::{Node, Table, Value};

/// Reads a text as TOML. Nothing is returned if it is too broken to look at further.
pub(crate) fn parse(sources: &Sources, file: usize, report: &mut Report) -> Option<Table> {
    let source = sources.get(file);
    let text = source.text.as_str();
    if text.starts_with('\u{feff}') {
        report.push(faults::byte_order_mark(Span {
            file,
            start: 0,
            end: 3,
        }));
        return None;
    }
    if text.trim().is_empty() {
        report.push(faults::empty_file(Span::start_of(file), &source.name));
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut usable = true;
    let mut lines = BTreeSet::new();
    for error in &errors {
        if report.is_full() {
            break;
        }
        let range = error.span().unwrap_or(0..0);
        let span = Span {
            file,
            start: range.start,
            end: range.end,
        };
        let duplicate = error.message().contains("duplicate key");
        usable &= duplicate;
        // One error often drags others along in its line.
        let line = source.line_of(range.start);
        if lines.insert(line) || duplicate {
            report.push(match duplicate {
                true => {
                    let key = sources.slice(span);
                    let fault = faults::duplicate_key(span, key);
                    match last_before(table.get_ref(), key, range.start) {
                        Some(first) => fault.and_place(Span { file, ..first }, "first time"),
                        None => fault,
                    }
                }
                false => faults::syntax(
                    span,
                    error.message(),
                    source.slice(source.line_start(line), source.line_start(line + 1)),
                ),
            });
        }
    }
    usable.then(|| table_of(table.get_ref(), file, 0))
}

/// The last place before a byte at which a key stands.
fn last_before(table: &DeTable<'_>, key: &str, before: usize) -> Option<Span> {
    let mut last: Option<Span> = None;
    for (name, value) in table {
        let at = name.span();
        let mut found = Vec::new();
        if name.get_ref() == key && at.start < before {
            found.push(Span {
                file: 0,
                start: at.start,
                end: at.end,
            });
        }
        if let DeValue::Table(inner) = value.get_ref() {
            found.extend(last_before(inner, key, before));
        }
        for span in found {
            if last.is_none_or(|last| last.start < span.start) {
                last = Some(span);
            }
        }
    }
    last
}

/// Reads one value, as after the `=` of `--set`.
pub(crate) fn parse_value(text: &str, file: usize, offset: usize) -> Result<Node, (String, Span)> {
    match DeValue::parse(text) {
        Ok(value) => {
            let range = value.span();
            let span = Span {
                file,
                start: offset + range.start,
                end: offset + range.end,
            };
            Ok(Node {
                key: span,
                span,
                value: value_of(value.get_ref(), file, offset),
            })
        }
        Err(error) => {
            let range = error.span().unwrap_or(0..text.len());
            let span = Span {
                file,
                start: offset + range.start,
                end: offset + range.end,
            };
            Err((error.message().to_owned(), span))
        }
    }
}

fn table_of(table: &DeTable<'_>, file: usize, offset: usize) -> Table {
    table
        .iter()
        .map(|(key, value)| {
            let (at, range) = (key.span(), value.span());
            let node = Node {
                key: Span {
                    file,
                    start: offset + at.start,
                    end: offset + at.end,
                },
                span: Span {
                    file,
                    start: offset + range.start,
                    end: offset + range.end,
                },
                value: value_of(value.get_ref(), file, offset),
            };
            (key.get_ref().to_string(), node)
        })
        .collect()
}

fn value_of(value: &DeValue<'_>, file: usize, offset: usize) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => Value::Number(match number.radix() {
            10 => number.as_str().to_owned(),
            radix => match i64::from_str_radix(number.as_str(), radix) {
                Ok(number) => number.to_string(),
                Err(_) => "1e999".to_owned(),
            },
        }),
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(moment) => Value::Moment(moment.to_string()),
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|item| {
                    let range = item.span();
                    let span = Span {
                        file,
                        start: offset + range.start,
                        end: offset + range.end,
                    };
                    Node {
                        key: span,
                        span,
                        value: value_of(item.get_ref(), file, offset),
                    }
                })
                .collect(),
        ),
        DeValue::Table(table) => Value::Table(table_of(table, file, offset)),
    }
}

/// Puts the values of a later tree over those of an earlier one. A leaf is replaced
/// whole; tables are joined.
pub(crate) fn merge(
    base: &mut Table,
    over: Table,
    path: &str,
    sources: &Sources,
    report: &mut Report,
) {
    if path.starts_with("correlation.") {
        // A group has one of these.
        let forms = ["rank", "matrix", "pairs"];
        if forms.iter().any(|form| over.contains_key(*form)) {
            base.retain(|key, _| !forms.contains(&key.as_str()));
        }
    }
    for (key, node) in over {
        let path = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        let Some(old) = base.get_mut(&key) else {
            base.insert(key, node);
            continue;
        };
        let is_leaf = row_of(&path).is_some();
        match (&mut old.value, node.value) {
            (Value::Table(before), Value::Table(after)) if !is_leaf => {
                merge(before, after, &path, sources, report);
                // A header in a file says more about where a table is than `--set`.
                if sources.get(node.span.file).role != Role::Set {
                    old.key = node.key;
                    old.span = node.span;
                }
            }
            (Value::Table(_), value) if !is_leaf => {
                report.push(checks::table_expected(node.span, &path, &value));
            }
            (_, value) => *old = Node { value, ..node },
        }
    }
}

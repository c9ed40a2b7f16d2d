//! What is known about a value: its source, date, confidence and reason.

use crate::diagnostic::{Fault, faults};
use crate::source::Span;
use crate::syntax::date;
use crate::tree::{Node, Table, Value};

/// Keys that may stand beside any value.
pub(crate) const KEYS: &[&str] = &[
    "source",
    "later_evidence",
    "assumption",
    "as_of",
    "confidence",
    "note",
];

/// How sure a value is.
pub(crate) const CONFIDENCE: &[&str] = &["high", "medium", "low", "assumption"];

/// What is known about a value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metadata {
    /// Ids of data rows, addresses or free text, with their places.
    pub source: Vec<(String, Span)>,
    /// Ids of data rows from after the vintage of the world on which a constant rests, with their places.
    pub later_evidence: Vec<(String, Span)>,
    /// Reason for a value without a source.
    pub assumption: Option<String>,
    /// Date of the source, with its place.
    pub as_of: Option<(String, Span)>,
    /// One of [`CONFIDENCE`].
    pub confidence: Option<String>,
    /// Anything else.
    pub note: Option<String>,
}

/// Reads what is known about a value.
pub(crate) fn read(table: &Table, faults: &mut Vec<Fault>) -> Metadata {
    let mut metadata = Metadata::default();
    let text = |key: &str, faults: &mut Vec<Fault>| -> Option<(String, Span)> {
        let node = table.get(key)?;
        filled(node, key, faults)
    };
    metadata.assumption = text("assumption", faults).map(|(text, _)| text);
    metadata.note = text("note", faults).map(|(text, _)| text);
    if let Some((text, span)) = text("as_of", faults) {
        match date::last_month(&text) {
            Some(_) => metadata.as_of = Some((text, span)),
            None => faults.push(faults::not_a_source_date(span, &text)),
        }
    }
    if let Some((text, span)) = text("confidence", faults) {
        match CONFIDENCE.contains(&text.as_str()) {
            true => metadata.confidence = Some(text),
            false => faults.push(faults::unknown_word(span, &text, "confidence", CONFIDENCE)),
        }
    }
    metadata.source = texts(table, "source", faults);
    metadata.later_evidence = texts(table, "later_evidence", faults);
    metadata
}

/// The texts of a key: one, or a list of them.
fn texts(table: &Table, key: &str, faults: &mut Vec<Fault>) -> Vec<(String, Span)> {
    let Some(node) = table.get(key) else {
        return Vec::new();
    };
    let single = std::slice::from_ref(node);
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        _ => single,
    };
    let texts = items.iter().filter_map(|item| filled(item, key, faults));
    texts.collect()
}

/// The text of a node, if it is one and not blank.
fn filled(node: &Node, key: &str, faults: &mut Vec<Fault>) -> Option<(String, Span)> {
    match &node.value {
        Value::Text(text) if !text.trim().is_empty() => Some((text.clone(), node.span)),
        Value::Text(_) => {
            faults.push(faults::empty_text(node.span, key));
            None
        }
        other => {
            faults.push(faults::text_expected(node.span, key, other));
            None
        }
    }
}

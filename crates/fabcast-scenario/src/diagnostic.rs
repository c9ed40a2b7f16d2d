//! What is wrong with a scenario, shown the way a compiler shows it.
//!
//! Every fault is made by a function, has a code of [`CODES`] that
//! `docs/errors.md` explains, and says what was found, where, what was expected and how
//! to put it right.

pub(crate) mod checks;
pub(crate) mod evidence;
pub(crate) mod faults;
pub(crate) mod relations;
mod render;

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::source::{SourceFile, Sources, Span};

/// Every code, with a section of its own in `docs/errors.md`.
pub const CODES: &[&str] = &[
    "access",
    "budget",
    "capacity",
    "correlation",
    "cycle",
    "date",
    "definite",
    "distribution",
    "duplicate",
    "empty",
    "encoding",
    "event",
    "file",
    "format",
    "interval",
    "investor",
    "key",
    "later",
    "metadata",
    "missing",
    "name",
    "number",
    "operator",
    "order",
    "plan",
    "range",
    "reference",
    "region",
    "same",
    "set",
    "shares",
    "size",
    "source",
    "spread",
    "syntax",
    "target",
    "tools",
    "type",
    "unit",
    "vintage",
    "whole",
    "word",
];

/// Most errors, and most warnings, that are told; a file with more has one cause that hides the others.
pub const MOST: usize = 200;

/// Whether a scenario can be run in spite of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The scenario cannot be run.
    Error,
    /// The scenario can be run, but probably does not say what was meant.
    Warning,
}

/// A fault with its place, before it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    pub code: &'static str,
    pub severity: Severity,
    pub span: Span,
    pub words: Box<Words>,
}

/// What a fault says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Words {
    /// What is wrong, in one sentence.
    pub message: String,
    /// What was expected, written under the text.
    pub label: String,
    /// Other places that matter, each with a word about it.
    pub related: Vec<(Span, String)>,
    /// How to put it right; at least one.
    pub help: Vec<String>,
}

impl Fault {
    /// The same fault with another piece of advice.
    pub fn and_help(mut self, help: impl Into<String>) -> Fault {
        self.words.help.push(help.into());
        self
    }

    /// The same fault with another place.
    pub fn and_place(mut self, span: Span, label: impl Into<String>) -> Fault {
        self.words.related.push((span, label.into()));
        self
    }
}

/// One thing that is wrong with a scenario.
#[derive(Clone, Debug, Serialize)]
pub struct Diagnostic {
    /// Stable code, a section of `docs/errors.md`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// File, embedded name or `--set`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Line of the end, from 1.
    pub end_line: usize,
    /// Column after the end, from 1.
    pub end_column: usize,
    /// The text that is underlined; empty if the file is no scenario.
    pub text: String,
    /// What was expected there.
    pub expected: String,
    /// How to put it right.
    pub help: Vec<String>,
    #[serde(skip)]
    places: Vec<(Arc<SourceFile>, Span, String)>,
}

/// Everything that is wrong with a scenario, sorted by place.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Whether there is nothing to report.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of diagnostics.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The diagnostics in order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Number of errors, or of warnings.
    pub fn count(&self, severity: Severity) -> usize {
        self.0
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// All of them as text, each under the line that it is about; `coloured` adds the
    /// escape codes of a terminal.
    pub fn render(&self, coloured: bool) -> String {
        render::all(&self.0, coloured)
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}

/// Faults found so far.
#[derive(Debug, Default)]
pub(crate) struct Report {
    faults: Vec<Fault>,
    unread: bool,
}

impl Report {
    /// Notes a fault, unless there are as many of its severity as are told: warnings never hide an error.
    pub fn push(&mut self, fault: Fault) {
        if self.count(fault.severity) < MOST {
            self.faults.push(fault);
        }
    }

    fn count(&self, severity: Severity) -> usize {
        let of_severity = |fault: &&Fault| fault.severity == severity;
        self.faults.iter().filter(of_severity).count()
    }

    /// The value, or nothing and a fault noted.
    pub fn ok<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.push(fault)).ok()
    }

    /// Whether so much is wrong that there is no use in looking on.
    pub fn is_full(&self) -> bool {
        self.count(Severity::Error) >= MOST
    }

    /// Notes that a text could not be read at all.
    pub fn note_unread(&mut self) {
        self.unread = true;
    }

    /// Whether a text could not be read, so that values seem to be missing.
    pub fn has_unread(&self) -> bool {
        self.unread
    }

    /// Whether the scenario cannot be run.
    pub fn has_errors(&self) -> bool {
        self.faults
            .iter()
            .any(|fault| fault.severity == Severity::Error)
    }

    /// The faults as diagnostics, sorted by place: first what `main` holds.
    pub fn finish(mut self, sources: &Sources, main: usize) -> Diagnostics {
        self.faults
            .sort_by_key(|fault| (fault.span.file != main, fault.span));
        self.faults.dedup();
        Diagnostics(
            self.faults
                .into_iter()
                .map(|fault| diagnostic(fault, sources))
                .collect(),
        )
    }
}

/// A text that quotes something endless, without its middle.
fn shortened(text: String) -> String {
    const LONGEST: usize = 600;
    if text.len() <= LONGEST {
        return text;
    }
    let head = &text[..text.floor_char_boundary(LONGEST / 2)];
    let tail = &text[text.ceil_char_boundary(text.len() - LONGEST / 3)..];
    format!("{head} … {tail}")
}

/// A fault with its texts looked up.
fn diagnostic(fault: Fault, sources: &Sources) -> Diagnostic {
    debug_assert!(CODES.contains(&fault.code), "{} is not listed", fault.code);
    let words = *fault.words;
    debug_assert!(!words.help.is_empty(), "no help for {}", words.message);
    let source = sources.get(fault.span.file);
    let (line, column) = source.line_column(fault.span.start);
    let (end_line, end_column) = source.line_column(fault.span.end);
    let mut places = vec![(Arc::clone(source), fault.span, words.label.clone())];
    for (span, label) in words.related {
        places.push((Arc::clone(sources.get(span.file)), span, label));
    }
    Diagnostic {
        code: fault.code,
        severity: fault.severity,
        message: shortened(words.message),
        file: source.name.clone(),
        line,
        column,
        end_line,
        end_column,
        text: match source.is_ours {
            true => sources.slice(fault.span).chars().take(200).collect(),
            false => String::new(),
        },
        expected: words.label,
        help: words.help.into_iter().map(shortened).collect(),
        places,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_never_hide_an_error_and_both_end() {
        let noted = |severity| Fault {
            severity,
            ..checks::no_format(Span {
                file: 0,
                start: 0,
                end: 0,
            })
        };
        let mut report = Report::default();
        (0..3 * MOST).for_each(|_| report.push(noted(Severity::Warning)));
        assert!(!report.has_errors() && !report.is_full());
        (0..3 * MOST).for_each(|_| report.push(noted(Severity::Error)));
        assert!(report.has_errors() && report.is_full());
        assert_eq!(report.faults.len(), 2 * MOST);
    }
}

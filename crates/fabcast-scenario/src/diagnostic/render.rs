//! Diagnostics as text.

use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::source::{SourceFile, Span};

/// Longest line that is shown \[bytes\].
const LONGEST_LINE: usize = 2_000;

/// All diagnostics, a blank line between two.
pub(super) fn all(diagnostics: &[Diagnostic], coloured: bool) -> String {
    let renderer = if coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        if !text.is_empty() {
            text.push('\n');
        }
        let rendered = one(diagnostic, &renderer);
        for line in rendered.lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    let mut shown: Vec<&Arc<SourceFile>> = Vec::new();
    for (source, ..) in &diagnostic.places {
        if !shown.iter().any(|other| Arc::ptr_eq(other, source)) {
            shown.push(source);
            group = with_places(group, diagnostic, source);
        }
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// Adds the lines of one text that a diagnostic is about.
fn with_places<'a>(
    group: Group<'a>,
    diagnostic: &'a Diagnostic,
    source: &'a Arc<SourceFile>,
) -> Group<'a> {
    let places: Vec<(usize, &Span, &str)> = diagnostic
        .places
        .iter()
        .enumerate()
        .filter(|(_, (other, ..))| Arc::ptr_eq(other, source))
        .map(|(index, (_, span, label))| (index, span, label.as_str()))
        .collect();
    let Some((_, place, _)) = places.first() else {
        return group;
    };
    let first = places
        .iter()
        .map(|(_, span, _)| span.start)
        .min()
        .unwrap_or(0);
    let last = places
        .iter()
        .map(|(_, span, _)| span.end)
        .max()
        .unwrap_or(0);
    let first_line = source.line_of(first);
    let last_line = source.line_of(last);
    let start = source.line_start(first_line);
    let end = source.line_start(last_line + 1);
    let lines = source.slice(start, end);
    let too_long = lines.lines().any(|line| line.len() > LONGEST_LINE);
    if source.text.is_empty() || too_long || !source.is_ours {
        let (line, column) = source.line_column(place.start);
        let origin = Origin::path(source.name.as_str());
        let origin = match source.text.is_empty() {
            true => origin,
            false => origin.line(line).char_column(column),
        };
        return group.element(origin);
    }
    let mut snippet = Snippet::source(lines)
        .path(source.name.as_str())
        .line_start(first_line + 1);
    for (index, span, label) in places {
        let kind = match index {
            0 => AnnotationKind::Primary,
            _ => AnnotationKind::Context,
        };
        let range = span.start - start..(span.end - start).min(lines.len());
        let annotation = kind.span(range);
        snippet = snippet.annotation(match label.is_empty() {
            true => annotation,
            false => annotation.label(label),
        });
    }
    group.element(snippet)
}

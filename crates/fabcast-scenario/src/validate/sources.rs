//! Where values are from, held against the data files and the vintage of the world.

use fabcast_model::inputs::Date;

use crate::catalogue::Sources as Known;
use crate::diagnostic::{Report, checks, evidence};
use crate::source::{Role, Sources, Span};
use crate::suggest::nearest;
use crate::syntax::date;
use crate::typing::Values;
use crate::value::Typed;

/// Every id must be a row of the data, and what a world says must have been known at its
/// vintage: all but the constants of mechanisms, of which the later evidence is named as such.
pub(crate) fn check(
    values: &Values,
    known: &Known,
    vintage: Option<Date>,
    sources: &Sources,
    report: &mut Report,
) {
    for typed in values.values() {
        let metadata = &typed.metadata;
        let of_world = |file: usize| sources.get(file).role == Role::World;
        for (id, span) in &metadata.source {
            if !looks_like_id(id) {
                continue;
            }
            let Some(as_of) = row(id, *span, known, report) else {
                continue;
            };
            if let (Some(as_of), Some(vintage)) = (as_of, vintage)
                && of_world(span.file)
                && as_of > vintage
            {
                let what = format!("the source `{id}`");
                report.push(match typed.row.is_constant {
                    true => evidence::unmarked(*span, id, as_of, vintage),
                    false => checks::after_vintage(*span, &what, &as_of.to_string(), vintage),
                });
            }
        }
        later_evidence(typed, known, vintage, sources, report);
        if let (Some((text, span)), Some(vintage)) = (&metadata.as_of, vintage)
            && of_world(span.file)
            && metadata.later_evidence.is_empty()
            && date::last_month(text).is_some_and(|date| date > vintage)
        {
            let what = format!("`{}`", typed.path);
            report.push(checks::after_vintage(*span, &what, text, vintage));
        }
    }
}

/// The rows that a value names as later evidence: only a constant may have them, and in a world only
/// such as are later.
fn later_evidence(
    typed: &Typed,
    known: &Known,
    vintage: Option<Date>,
    sources: &Sources,
    report: &mut Report,
) {
    let rows = &typed.metadata.later_evidence;
    if let Some((_, span)) = rows.first().filter(|_| !typed.row.is_constant) {
        report.push(evidence::of_level(*span, &typed.path));
        return;
    }
    for (id, span) in rows {
        let Some(as_of) = row(id, *span, known, report) else {
            continue;
        };
        if let (Some(as_of), Some(vintage)) = (as_of, vintage)
            && sources.get(span.file).role == Role::World
            && as_of <= vintage
        {
            report.push(evidence::not_later(*span, id, as_of, vintage));
        }
    }
}

/// The date of a row; none, and a fault, if there is no such row.
fn row(id: &str, span: Span, known: &Known, report: &mut Report) -> Option<Option<Date>> {
    let found = known.get(id).copied();
    if found.is_none() && !known.is_empty() {
        let near = nearest(id, known.keys().map(String::as_str));
        report.push(checks::unknown_source(span, id, near));
    }
    found
}

/// Whether a source is the id of a data row rather than an address or a sentence.
fn looks_like_id(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    text.bytes().all(allowed) && text.contains(['.', '-']) && !text.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_from_sentences_and_addresses() {
        assert!(looks_like_id("us.jobs.2023") && looks_like_id("tsmc-az-1"));
        for text in [
            "https://example.org/a",
            "a sentence.",
            "Report",
            "www.example.org",
        ] {
            assert!(!looks_like_id(text), "{text}");
        }
    }
}

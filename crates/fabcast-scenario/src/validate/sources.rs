//! Where values are from, held against the data files and the vintage of the world.

use fabcast_model::inputs::Date;

use crate::catalogue::Sources as Known;
use crate::diagnostic::{Report, checks};
use crate::source::{Role, Sources};
use crate::suggest::nearest;
use crate::syntax::date;
use crate::typing::Values;

/// Every id must be a row of the data, and what a world says must have been known at its
/// vintage.
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
            let Some(as_of) = known.get(id) else {
                if !known.is_empty() {
                    let near = nearest(id, known.keys().map(String::as_str));
                    report.push(checks::unknown_source(*span, id, near));
                }
                continue;
            };
            if let (Some(as_of), Some(vintage)) = (as_of, vintage)
                && of_world(span.file)
                && *as_of > vintage
            {
                let what = format!("the source `{id}`");
                report.push(checks::after_vintage(
                    *span,
                    &what,
                    &as_of.to_string(),
                    vintage,
                ));
            }
        }
        if let (Some((text, span)), Some(vintage)) = (&metadata.as_of, vintage)
            && of_world(span.file)
            && date::last_month(text).is_some_and(|date| date > vintage)
        {
            let what = format!("`{}`", typed.path);
            report.push(checks::after_vintage(*span, &what, text, vintage));
        }
    }
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

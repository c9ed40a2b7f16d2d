//! References such as "model §3" in the sources.

use std::collections::BTreeSet;

use super::Violation;
use crate::markdown;
use crate::tree::Tree;

const DOCUMENT: &str = "docs/model.md";
const SOURCES: &[&str] = &[".rs", ".py"];
/// What stands before the number of a section.
const REFERENCE: &str = "model §";

/// Reports references to sections that the model document does not have.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let Some(document) = tree.text(DOCUMENT) else {
        let purpose = "it states the model, in sections `## 1. Title`";
        return vec![Violation::missing(DOCUMENT, purpose)];
    };
    let sections: BTreeSet<String> = markdown::headings(document)
        .into_iter()
        .filter(|heading| heading.level == 2)
        .filter_map(|heading| Some(heading.text.split_once('.')?.0.to_owned()))
        .collect();

    let mut violations = Vec::new();
    for (path, text) in tree.texts() {
        // The checks' own tests refer to sections of made-up documents.
        if path.starts_with("xtask/") || !SOURCES.iter().any(|ending| path.ends_with(ending)) {
            continue;
        }
        for (number, line) in (1..).zip(text.lines()) {
            for section in references(line) {
                if !sections.contains(&section) {
                    let message = format!("{DOCUMENT} has no section `## {section}.`");
                    violations.push(Violation::new(path, number, message));
                }
            }
        }
    }
    violations
}

/// The sections a line refers to: "model §3", "model §3, §4 and §12".
fn references(line: &str) -> Vec<String> {
    let mut sections = Vec::new();
    for mut rest in line.split(REFERENCE).skip(1) {
        loop {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            sections.push(rest[..digits].to_owned());
            rest = &rest[digits..];
            let next = [", §", " and §", ", and §"]
                .iter()
                .find_map(|joint| rest.strip_prefix(joint));
            match next {
                Some(next) => rest = next,
                None => break,
            }
        }
    }
    sections
}

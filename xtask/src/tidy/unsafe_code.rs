//! `docs/reliability.md` lists every place of unsafe code, and what has none forbids it.

use std::collections::BTreeMap;

use super::Violation;
use crate::markdown;
use crate::rust_source::{Token, tokens};
use crate::tree::Tree;

const FILE: &str = "docs/reliability.md";
const SECTION: &str = "Unsafe code";

/// Compares the table of the document with the source.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let Some(text) = tree.text(FILE) else {
        let purpose = "it lists the places of unsafe code, with the reason for each";
        return vec![Violation::missing(FILE, purpose)];
    };
    let mut violations = Vec::new();
    let listed = listed(text);
    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (path, source) in tree.texts().filter(|(path, _)| path.ends_with(".rs")) {
        let tokens = tokens(source);
        let places = tokens.iter().filter(|token| token.is_word("unsafe"));
        let lines: Vec<usize> = places.map(|token| token.line).collect();
        if let Some(&first) = lines.first() {
            found.insert(path, (lines.len(), first));
        }
    }
    for (path, &(n, line)) in &found {
        match listed.get(*path) {
            Some(&(told, _)) if told == n => {}
            told => {
                let told = told.map_or(0, |told| told.0);
                let message = format!(
                    "there are {n} places of unsafe code, and {FILE} lists {told} under `## {SECTION}`"
                );
                violations.push(Violation::new(path, line, message));
            }
        }
    }
    for (path, &(_, line)) in &listed {
        if !found.contains_key(path.as_str()) {
            let message = format!("`{path}` has no unsafe code (any more); remove the row");
            violations.push(Violation::new(FILE, line, message));
        }
    }
    for (path, source) in tree.texts() {
        let Some(folder) = path
            .strip_suffix("src/lib.rs")
            .or(path.strip_suffix("src/main.rs"))
        else {
            continue;
        };
        let is_free = !found.keys().any(|place| place.starts_with(folder));
        if is_free && !forbids(&tokens(source)) {
            let message = "its crate has no unsafe code: write `#![forbid(unsafe_code)]`";
            violations.push(Violation::new(path, 1, message));
        }
    }
    violations
}

/// Path → how many places the table tells of, and its line.
fn listed(text: &str) -> BTreeMap<String, (usize, usize)> {
    let headings = markdown::headings(text);
    let mut seconds = headings.iter().filter(|heading| heading.level <= 2);
    let Some(start) = seconds.find(|heading| heading.text == SECTION) else {
        return BTreeMap::new();
    };
    let end = seconds.next().map_or(usize::MAX, |heading| heading.line);
    markdown::prose(text)
        .filter(|(line, _)| (start.line..end).contains(line))
        .filter_map(|(line, row)| {
            let mut cells = row.trim().strip_prefix('|')?.split('|').map(str::trim);
            let path = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
            let n = cells.next()?.parse().ok()?;
            Some((path.to_owned(), (n, line)))
        })
        .collect()
}

/// Whether source has `forbid(unsafe_code)`.
fn forbids(tokens: &[Token]) -> bool {
    tokens.windows(3).any(|three| {
        three[0].is_word("forbid") && three[1].is_mark('(') && three[2].is_word("unsafe_code")
    })
}

#[cfg(test)]
mod tests;

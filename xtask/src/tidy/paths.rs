//! Paths that `ARCHITECTURE.md` mentions.
//!
//! A path is a code span with a `/`, or one that ends like a file of the
//! repository. It counts from the root or, inside a crate's section, from any
//! folder. `{a,b}` and `*` stand for several files.

use super::Violation;
use crate::markdown;
use crate::tree::Tree;

const FILE: &str = "ARCHITECTURE.md";
const ENDINGS: &[&str] = &[
    ".rs", ".toml", ".md", ".py", ".csv", ".json", ".html", ".ts", ".js", ".txt",
];

/// Reports paths that match no file.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let Some(text) = tree.text(FILE) else {
        return vec![Violation::missing(FILE, "it says where everything is")];
    };
    let mut violations = Vec::new();
    for (line, span) in markdown::code_spans(text) {
        if !is_path(span) {
            continue;
        }
        for path in alternatives(span) {
            if !exists(tree, &path) {
                let message = format!("`{path}` does not exist; correct the path or remove it");
                violations.push(Violation::new(FILE, line, message));
            }
        }
    }
    violations
}

/// Whether a code span means a path.
fn is_path(span: &str) -> bool {
    let character = |c: char| c.is_ascii_alphanumeric() || "_-./{},*".contains(c);
    let has_ending = ENDINGS.iter().any(|ending| span.ends_with(ending));
    span.chars().all(character)
        && !span.starts_with('-')
        && (span.contains('/') || (has_ending && !span.starts_with('.')))
}

/// Writes out one `{a,b}`.
fn alternatives(span: &str) -> Vec<String> {
    let parts = span
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    let Some((before, (inside, after))) = parts else {
        return vec![span.to_owned()];
    };
    let write_out = |choice: &str| format!("{before}{choice}{after}");
    inside.split(',').map(write_out).collect()
}

/// Whether a file or folder of the tree matches, from the root or further down.
fn exists(tree: &Tree, pattern: &str) -> bool {
    let wanted: Vec<&str> = pattern.trim_matches('/').split('/').collect();
    tree.paths().any(|path| {
        let names: Vec<&str> = path.split('/').collect();
        names.windows(wanted.len()).any(|window| {
            let mut pairs = window.iter().zip(&wanted);
            pairs.all(|(name, wanted)| matches(name, wanted))
        })
    })
}

/// Whether a name matches a pattern with at most one `*`.
fn matches(name: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => name == pattern,
        Some((start, end)) => {
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
    }
}

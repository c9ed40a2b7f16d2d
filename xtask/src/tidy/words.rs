//! Text that must not be committed: unfinished work and local paths.

use super::Violation;
use crate::tree::Tree;

/// Forbidden text, split so that this file may contain it; with what to do.
const FORBIDDEN: &[(&str, &str)] = &[
    (concat!("to", "do!("), "finish the code, or return an error"),
    (
        concat!("unimple", "mented!("),
        "finish the code, or return an error",
    ),
    (concat!("db", "g!("), "remove the debugging aid"),
    (concat!("before", "-stop"), "remove the left-over marker"),
];

/// Starts of absolute paths that exist on one machine only.
const LOCAL_PATHS: &[&str] = &[concat!("/wor", "k/"), concat!("/ro", "ot/")];

/// Reports them in every text file.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.texts() {
        for (number, line) in (1..).zip(text.lines()) {
            for (forbidden, remedy) in FORBIDDEN {
                if line.contains(forbidden) {
                    let message = format!("`{forbidden}`: {remedy}");
                    violations.push(Violation::new(path, number, message));
                }
            }
            for local in LOCAL_PATHS {
                if starts_path(line, local) {
                    let message = format!("`{local}` is a path of one machine; use a relative one");
                    violations.push(Violation::new(path, number, message));
                }
            }
        }
    }
    violations
}

/// Whether a path with this start, not the middle of another or of a URL, is in the line.
fn starts_path(line: &str, start: &str) -> bool {
    let begins = |(position, _): (usize, &str)| {
        let before = line[..position].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || "\"'`(<[{=,:".contains(c))
    };
    line.match_indices(start).any(begins)
}

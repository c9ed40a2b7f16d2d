//! Files that are too long to read.

use super::Violation;
use crate::tree::Tree;

/// The most lines a source file may have.
const LONGEST: usize = 600;
/// Endings of the files that count.
const SOURCES: &[&str] = &[".rs", ".py", ".ts"];

/// Reports source files with more lines than that.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let too_long = |(path, text): (&str, &str)| {
        let length = text.lines().count();
        let is_source = SOURCES.iter().any(|ending| path.ends_with(ending));
        let message = format!("{length} lines, {LONGEST} at most; split it along its concepts");
        (is_source && length > LONGEST).then(|| Violation::new(path, LONGEST + 1, message))
    };
    tree.texts().filter_map(too_long).collect()
}

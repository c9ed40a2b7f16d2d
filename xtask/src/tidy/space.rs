//! White space that editors hide.

use super::Violation;
use crate::tree::Tree;

/// Endings of the files that count.
const CHECKED: &[&str] = &[".rs", ".toml", ".md"];

/// Reports tabs, trailing space, CRLF and files without a final newline.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    let is_checked = |path: &str| CHECKED.iter().any(|ending| path.ends_with(ending));
    for (path, text) in tree.texts().filter(|(path, _)| is_checked(path)) {
        let mut report = |line, message| violations.push(Violation::new(path, line, message));
        for (number, line) in (1..).zip(text.split('\n')) {
            if line.ends_with('\r') {
                report(number, "ends in CRLF; use LF");
            } else if line.ends_with(char::is_whitespace) {
                report(number, "trailing white space");
            }
            if line.contains('\t') {
                report(number, "a tab; use spaces");
            }
        }
        if !text.is_empty() && !text.ends_with('\n') {
            report(text.lines().count(), "no newline at the end of the file");
        }
    }
    violations
}

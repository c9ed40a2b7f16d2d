//! The scenario crate touches the disk in one module, whose door a caller can close.

use super::Violation;
use super::purity::is_method;
use crate::rust_source::{Kind, Token, first_names, tokens, without_tests};
use crate::tree::Tree;

const FOLDER: &str = "crates/fabcast-scenario/src/";
/// The module that may.
const DISK: &str = "crates/fabcast-scenario/src/disk.rs";

/// Modules of `std` that reach the world outside.
const MODULES: &[&str] = &["env", "fs", "net", "os", "process", "thread", "time"];
/// Methods of paths that look at the disk.
const METHODS: &[&str] = &[
    "canonicalize",
    "exists",
    "is_dir",
    "is_file",
    "is_symlink",
    "metadata",
    "read_dir",
    "read_link",
    "symlink_metadata",
    "try_exists",
];

/// Reports everything of the kind outside that module and tests.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let is_checked = |path: &str| {
        path.starts_with(FOLDER)
            && path.ends_with(".rs")
            && path != DISK
            && !path.ends_with("/tests.rs")
    };
    let mut violations = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| is_checked(path)) {
        let tokens = without_tests(tokens(text));
        for (position, token) in tokens.iter().enumerate() {
            if let Kind::Word(word) = &token.kind
                && let Some(what) = reach(word, &tokens[..position], &tokens[position + 1..])
            {
                let message = format!(
                    "`{what}`: only {DISK} touches the world outside, so that a scenario from \
                     elsewhere can be read without it"
                );
                violations.push(Violation::new(path, token.line, message));
            }
        }
    }
    violations
}

/// What reaches the world outside in a word between these tokens, if anything.
fn reach(word: &str, before: &[Token], after: &[Token]) -> Option<String> {
    let next = |position: usize, mark| after.get(position).is_some_and(|t| t.is_mark(mark));
    if word == "std" && next(0, ':') && next(1, ':') {
        let module = first_names(&after[2..])
            .into_iter()
            .find(|module| MODULES.contains(module))?;
        return Some(format!("std::{module}"));
    }
    // The methods of `Disk` are asked by who has the right to touch it.
    let of_disk = matches!(before, [.., disk, dot] if disk.is_word("disk") && dot.is_mark('.'));
    let of_path = is_method(before) && next(0, '(') && !of_disk || is_associated(before);
    (METHODS.contains(&word) && of_path).then(|| word.to_owned())
}

/// Whether the next word is taken from a type: `Path::`.
fn is_associated(before: &[Token]) -> bool {
    matches!(before, [.., path, first, second]
        if path.is_word("Path") && first.is_mark(':') && second.is_mark(':'))
}

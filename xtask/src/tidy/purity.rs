//! The model crate touches nothing outside itself, and computes the same bits
//! on every machine.
//!
//! Clippy's configuration of that crate forbids much the same by type; this
//! check also sees what an `#[allow]` or a macro hides.

use super::Violation;
use crate::rust_source::{Kind, Token, first_names, tokens, without_tests};
use crate::tree::Tree;

const FOLDER: &str = "crates/fabcast-model/src/";

/// Modules of `std` that reach the world outside.
const MODULES: &[&str] = &["env", "fs", "net", "process", "thread", "time"];
/// Macros that print.
const PRINTING: &[&str] = &["eprint", "eprintln", "print", "println"];
/// Types whose iteration order differs between runs.
const UNORDERED: &[&str] = &["HashMap", "HashSet"];
/// Methods of floats whose last bits depend on the platform's mathematics library.
const INEXACT: &[&str] = &[
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh", "exp",
    "exp2", "exp_m1", "hypot", "ln", "ln_1p", "log10", "log2", "powf", "powi", "sin", "sin_cos",
    "sinh", "tan", "tanh",
];

/// Reports everything of the kind outside tests.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let is_checked = |path: &str| {
        path.starts_with(FOLDER)
            && path.ends_with(".rs")
            && !path.ends_with("/tests.rs")
            && !path.contains("/tests/")
    };
    let mut violations = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| is_checked(path)) {
        let tokens = without_tests(tokens(text));
        for (position, token) in tokens.iter().enumerate() {
            if let Kind::Word(word) = &token.kind
                && let Some(message) = fault(word, &tokens[..position], &tokens[position + 1..])
            {
                violations.push(Violation::new(path, token.line, message));
            }
        }
    }
    violations
}

/// What is wrong with a word between these tokens, if anything.
fn fault(word: &str, before: &[Token], after: &[Token]) -> Option<String> {
    let next = |position: usize, mark| after.get(position).is_some_and(|t| t.is_mark(mark));
    let followed_by_path = next(0, ':') && next(1, ':');
    if word == "std" && followed_by_path {
        let module = first_names(&after[2..])
            .into_iter()
            .find(|module| MODULES.contains(module))?;
        return Some(format!(
            "`std::{module}`: the model reads no file, clock or environment and starts no \
             thread; pass the value in"
        ));
    }
    if word == "rand" && followed_by_path {
        return Some("`rand`: draw from `uncertainty::draw`, by parameter name".to_owned());
    }
    if UNORDERED.contains(&word) {
        return Some(format!(
            "`{word}`: its order differs between runs; use a BTreeMap or an index"
        ));
    }
    if PRINTING.contains(&word) && next(0, '!') {
        return Some(format!(
            "`{word}!`: the model prints nothing; return the value"
        ));
    }
    if INEXACT.contains(&word) && (is_method(before) && next(0, '(') || is_of_float(before)) {
        return Some(format!(
            "`{word}`: its last bits depend on the platform; use `math::`"
        ));
    }
    None
}

/// Whether the next word is a method's name.
pub(super) fn is_method(before: &[Token]) -> bool {
    before.last().is_some_and(|token| token.is_mark('.'))
}

/// Whether the next word is an associated function of a float.
fn is_of_float(before: &[Token]) -> bool {
    let [.., float, first, second] = before else {
        return false;
    };
    (float.is_word("f64") || float.is_word("f32")) && first.is_mark(':') && second.is_mark(':')
}

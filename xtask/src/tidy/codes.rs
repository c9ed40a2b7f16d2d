//! Error codes and the document that explains them.
//!
//! The codes are the strings of the constant `CODES` in the scenario crate's
//! `diagnostic` module. A code's section in the document is `## code`.

use std::collections::BTreeMap;

use super::Violation;
use crate::markdown;
use crate::rust_source::{Kind, Token, tokens};
use crate::tree::Tree;

const DOCUMENT: &str = "docs/errors.md";
/// Where the codes are listed: this file, or one in the folder of the same name.
const MODULE: &str = "crates/fabcast-scenario/src/diagnostic";

/// Compares the codes of the source with the sections of the document.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let file = format!("{MODULE}.rs");
    let is_in_module = |path: &str| path == file || path.starts_with(&format!("{MODULE}/"));
    let found = tree
        .texts()
        .filter(|(path, _)| is_in_module(path))
        .find_map(|(path, text)| Some((path, codes(&tokens(text))?)));
    let Some((source, codes)) = found else {
        let message = "there is no constant `CODES: &[&str]` with every error code";
        return vec![Violation::new(&file, 1, message)];
    };
    let Some(document) = tree.text(DOCUMENT) else {
        let purpose = "it explains every error code in a section `## code`";
        return vec![Violation::missing(DOCUMENT, purpose)];
    };

    let mut violations = Vec::new();
    let mut first_lines: BTreeMap<&str, usize> = BTreeMap::new();
    let sections: Vec<(usize, String)> = markdown::headings(document)
        .into_iter()
        .filter(|heading| heading.level == 2)
        .map(|heading| (heading.line, heading.text.replace('`', "")))
        .filter(|(_, text)| is_code(text))
        .collect();
    for (code, line) in &codes {
        if !sections.iter().any(|(_, section)| section == code) {
            let message = format!("`{code}` has no section `## {code}` in {DOCUMENT}; write it");
            violations.push(Violation::new(source, *line, message));
        }
        if let Some(first) = first_lines.insert(code, *line) {
            let message = format!("`{code}` is listed twice, first in line {first}");
            violations.push(Violation::new(source, *line, message));
        }
    }
    for (line, section) in &sections {
        if !first_lines.contains_key(section.as_str()) {
            let message = format!("no error has the code `{section}`; remove the section");
            violations.push(Violation::new(DOCUMENT, *line, message));
        }
    }
    violations
}

/// The strings of `CODES` with their lines; `None` if there is no such constant.
fn codes(tokens: &[Token]) -> Option<Vec<(String, usize)>> {
    let is_constant = |pair: &[Token]| {
        (pair[0].is_word("const") || pair[0].is_word("static")) && pair[1].is_word("CODES")
    };
    let start = tokens.windows(2).position(is_constant)?;
    let literal = |token: &Token| match &token.kind {
        Kind::Literal(text) => Some((text.clone(), token.line)),
        _ => None,
    };
    let value = tokens[start..]
        .iter()
        .skip_while(|token| !token.is_mark('='))
        .take_while(|token| !token.is_mark(';'));
    Some(value.filter_map(literal).collect())
}

/// Whether a heading is a code: one lower-case word with hyphens.
fn is_code(text: &str) -> bool {
    let character = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    !text.is_empty() && text.chars().all(character)
}

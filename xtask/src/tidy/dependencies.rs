//! `docs/dependencies.md` gives a reason for every dependency.
//!
//! A dependency is listed by a table row or list item that starts with its name
//! in backticks, under the heading of its language.

use std::collections::BTreeMap;

use super::Violation;
use super::manifests::{Member, members};
use crate::markdown;
use crate::tree::Tree;

const FILE: &str = "docs/dependencies.md";
const RUST: &str = "Rust crates";
const PYTHON: &str = "Python packages";
const REQUIREMENTS: [&str; 2] = ["benches/peers/requirements.txt", "oracle/requirements.txt"];

/// Name → where it is used or listed: file and line.
type Places = BTreeMap<String, (String, usize)>;

/// Compares the lists of the document with what is in use.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let Some(text) = tree.text(FILE) else {
        let purpose = "it gives a line to every dependency, with the reason for it";
        return vec![Violation::missing(FILE, purpose)];
    };
    let mut violations = Vec::new();
    let members = members(tree, &mut violations);
    compare(text, RUST, &crates(&members), &mut violations);
    let files = REQUIREMENTS
        .iter()
        .filter_map(|&file| Some((file, tree.text(file)?)));
    let packages = files
        .flat_map(|(file, text)| packages(file, text))
        .collect();
    compare(text, PYTHON, &packages, &mut violations);
    violations
}

/// Reports what is used but not listed, and the reverse.
fn compare(text: &str, section: &str, used: &Places, violations: &mut Vec<Violation>) {
    let listed = listed(text, section);
    for (name, (file, line)) in used {
        if !listed.contains_key(name) {
            let message = format!(
                "`{name}` has no line in {FILE}; under `## {section}`, start a table row or \
                 list item with `{name}` in backticks and say what it is for"
            );
            violations.push(Violation::new(file, *line, message));
        }
    }
    for (name, (file, line)) in &listed {
        if !used.contains_key(name) {
            let message = format!("`{name}` is not a dependency (any more); remove the line");
            violations.push(Violation::new(file, *line, message));
        }
    }
}

/// Crates from outside the workspace.
fn crates(members: &[Member]) -> Places {
    let is_member = |name: &str| members.iter().any(|member| member.name == name);
    let place = |member: &Member, line| (member.manifest.clone(), line);
    members
        .iter()
        .flat_map(|member| member.dependencies.iter().map(move |used| (member, used)))
        .filter(|(_, used)| !is_member(&used.package))
        .map(|(member, used)| (used.package.clone(), place(member, used.line)))
        .collect()
}

/// Packages of a pip requirements file.
fn packages(file: &str, text: &str) -> Places {
    let name = |line: &str| {
        let end = line
            .find(|character: char| !(character.is_alphanumeric() || "-_.".contains(character)))
            .unwrap_or(line.len());
        line[..end].to_owned()
    };
    (1..)
        .zip(text.lines())
        .map(|(number, line)| (name(line), (file.to_owned(), number)))
        .filter(|(name, _)| name.starts_with(char::is_alphanumeric))
        .collect()
}

/// The names at the start of rows and items under a second-level heading.
fn listed(text: &str, section: &str) -> Places {
    let headings = markdown::headings(text);
    let mut seconds = headings.iter().filter(|heading| heading.level <= 2);
    let Some(start) = seconds.find(|heading| heading.text == section) else {
        return Places::new();
    };
    let end = seconds.next().map_or(usize::MAX, |heading| heading.line);
    markdown::prose(text)
        .filter(|(line, _)| (start.line..end).contains(line))
        .filter_map(|(line, content)| {
            let cell = content
                .trim_start()
                .strip_prefix(['|', '-', '*'])?
                .trim_start();
            let (name, _) = cell.strip_prefix('`')?.split_once('`')?;
            Some((name.to_owned(), (FILE.to_owned(), line)))
        })
        .collect()
}

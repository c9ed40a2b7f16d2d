//! Links from Markdown files to files and headings of the repository.

use super::Violation;
use crate::markdown;
use crate::tree::Tree;

/// Reports links that lead nowhere.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| path.ends_with(".md")) {
        for (line, target) in markdown::link_targets(text) {
            if let Some(message) = fault(tree, path, &target) {
                violations.push(Violation::new(path, line, message));
            }
        }
    }
    violations
}

/// What is wrong with a link in a file, if anything.
fn fault(tree: &Tree, from: &str, target: &str) -> Option<String> {
    if is_external(target) {
        return None;
    }
    let (file, anchor) = match target.split_once('#') {
        Some((file, anchor)) => (file, Some(anchor)),
        None => (target, None),
    };
    let path = if file.is_empty() {
        from.to_owned()
    } else if let Some(path) = resolve(from, &file.replace("%20", " ")) {
        path
    } else {
        return Some(format!("the link `{target}` leaves the repository"));
    };
    if !tree.exists(&path) {
        return Some(format!("the link `{target}` leads to no file ({path})"));
    }
    let anchor = anchor.filter(|_| path.ends_with(".md"))?;
    let anchors = markdown::anchors(tree.text(&path)?);
    let is_known = anchors.iter().any(|known| known == anchor);
    (!is_known).then(|| format!("the link `{target}`: {path} has no heading for `#{anchor}`"))
}

/// Whether a target has a scheme, as `https:` or `mailto:`.
fn is_external(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '+')
    })
}

/// The path from the root that a relative target means; `None` above the root.
fn resolve(from: &str, target: &str) -> Option<String> {
    let mut names: Vec<&str> = from.split('/').collect();
    names.pop();
    if target.starts_with('/') {
        names.clear();
    }
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop()?;
            }
            _ => names.push(name),
        }
    }
    Some(names.join("/"))
}

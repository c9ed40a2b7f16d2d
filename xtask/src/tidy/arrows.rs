//! Which crate of the workspace may use which: `dependency-arrows.toml`.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::Violation;
use super::manifests::{line_of_key, members};
use crate::tree::Tree;

pub(super) const FILE: &str = "dependency-arrows.toml";

/// Reports arrows that are not listed, and rows that say nothing about the workspace.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    let Some(text) = tree.text(FILE) else {
        return vec![Violation::missing(
            FILE,
            "it lists which crate may use which",
        )];
    };
    let allowed = match allowed(text) {
        Ok(allowed) => allowed,
        Err(message) => return vec![Violation::new(FILE, 1, message)],
    };
    let members = members(tree, &mut violations);
    let is_member = |name: &str| members.iter().any(|member| member.name == name);

    for member in &members {
        let Some(targets) = allowed.get(&member.name) else {
            let message = format!("{} has no row in {FILE}; add one", member.name);
            violations.push(Violation::new(&member.manifest, 1, message));
            continue;
        };
        for dependency in &member.dependencies {
            let package = &dependency.package;
            if is_member(package) && !targets.contains(package) {
                let name = &member.name;
                let message = format!(
                    "{name} must not use {package}; if it should, list the arrow in {FILE} \
                     and say why in ARCHITECTURE.md"
                );
                violations.push(Violation::new(&member.manifest, dependency.line, message));
            }
        }
    }
    for (from, targets) in &allowed {
        let stale = std::iter::once(from).chain(targets);
        for name in stale.filter(|name| !is_member(name)) {
            let message = format!("{name} is not a crate of the workspace; remove it");
            violations.push(Violation::new(FILE, line_of_key(text, from), message));
        }
    }
    violations
}

/// Crate → the crates it may use.
fn allowed(text: &str) -> Result<BTreeMap<String, Vec<String>>, String> {
    let table: Table = text
        .parse()
        .map_err(|error: toml::de::Error| format!("not valid TOML: {}", error.message()))?;
    let rows = table
        .get("arrows")
        .and_then(Value::as_table)
        .ok_or("there is no table `[arrows]`")?;
    let names = |value: &Value| -> Option<Vec<String>> {
        let items = value.as_array()?.iter();
        items.map(|item| item.as_str().map(str::to_owned)).collect()
    };
    rows.iter()
        .map(|(from, value)| {
            let targets = names(value)
                .ok_or_else(|| format!("the row of {from} must be a list of crate names"))?;
            Ok((from.clone(), targets))
        })
        .collect()
}

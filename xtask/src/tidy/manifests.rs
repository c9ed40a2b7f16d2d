//! What the `Cargo.toml` files say about dependencies.

use toml::{Table, Value};

use super::Violation;
use crate::tree::Tree;

/// Tables of a manifest that list dependencies.
const KINDS: &[&str] = &["dependencies", "dev-dependencies", "build-dependencies"];

/// A crate of the workspace.
#[derive(Debug)]
pub struct Member {
    /// The package's name.
    pub name: String,
    /// Path of its `Cargo.toml`.
    pub manifest: String,
    /// Everything it depends on, of every kind and for every target.
    pub dependencies: Vec<Dependency>,
}

/// An entry of a dependency table.
#[derive(Debug)]
pub struct Dependency {
    /// The package's name, whatever the crate calls it.
    pub package: String,
    /// Line of the manifest.
    pub line: usize,
}

/// The crates of the workspace; manifests that cannot be read go to `violations`.
pub fn members(tree: &Tree, violations: &mut Vec<Violation>) -> Vec<Member> {
    let mut parse = |path: &str, text: &str| match text.parse::<Table>() {
        Ok(table) => Some(table),
        Err(error) => {
            let message = format!("not valid TOML: {}", error.message());
            violations.push(Violation::new(path, 1, message));
            None
        }
    };
    let workspace = tree
        .text("Cargo.toml")
        .and_then(|text| parse("Cargo.toml", text))
        .unwrap_or_default();
    let shared = table_at(&workspace, &["workspace", "dependencies"]);
    let mut members = Vec::new();
    for (path, text) in tree.texts() {
        if path != "Cargo.toml" && !path.ends_with("/Cargo.toml") {
            continue;
        }
        let Some(manifest) = parse(path, text) else {
            continue;
        };
        let name = table_at(&manifest, &["package"])
            .and_then(|package| package.get("name"))
            .and_then(Value::as_str);
        if let Some(name) = name {
            members.push(Member {
                name: name.to_owned(),
                manifest: path.to_owned(),
                dependencies: dependencies(&manifest, shared, text),
            });
        }
    }
    members
}

/// Every entry of every dependency table of a manifest.
fn dependencies(manifest: &Table, shared: Option<&Table>, text: &str) -> Vec<Dependency> {
    let targets = table_at(manifest, &["target"])
        .into_iter()
        .flat_map(Table::values)
        .filter_map(Value::as_table);
    std::iter::once(manifest)
        .chain(targets)
        .flat_map(|table| KINDS.iter().filter_map(|kind| table_at(table, &[kind])))
        .flatten()
        .map(|(key, value)| Dependency {
            package: package(key, value, shared),
            line: line_of_key(text, key),
        })
        .collect()
}

/// The package behind an entry: it may be renamed here or in the workspace.
fn package(key: &str, value: &Value, shared: Option<&Table>) -> String {
    let renamed = |value: &Value| Some(value.get("package")?.as_str()?.to_owned());
    let in_workspace = value.get("workspace").and_then(Value::as_bool) == Some(true);
    let shared = shared.filter(|_| in_workspace);
    renamed(value)
        .or_else(|| renamed(shared?.get(key)?))
        .unwrap_or_else(|| key.to_owned())
}

/// The table under a path of keys.
fn table_at<'a>(table: &'a Table, keys: &[&str]) -> Option<&'a Table> {
    keys.iter()
        .try_fold(table, |table, key| table.get(*key)?.as_table())
}

/// The first line that assigns the key, or opens the table named after it.
pub fn line_of_key(text: &str, key: &str) -> usize {
    let assigns = |line: &str| {
        let line = line.trim_start().trim_start_matches('"');
        let rest = line
            .strip_prefix(key)
            .map(|rest| rest.trim_start_matches('"'));
        rest.is_some_and(|rest| rest.trim_start().starts_with(['=', '.']))
            || line.trim_end().ends_with(&format!(".{key}]"))
    };
    1 + text.lines().position(assigns).unwrap_or_default()
}

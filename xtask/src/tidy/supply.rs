//! What the program is made of: licences, sources and versions of every crate, as `deny.toml` allows.
//!
//! cargo-deny reads the same file, and knows advisories too, where it is installed.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};

use super::Violation;
use crate::process;
use crate::tree::Tree;

const LISTS: &str = "deny.toml";
const LOCK: &str = "Cargo.lock";

#[derive(Deserialize)]
struct Lists {
    licenses: Licenses,
    sources: Sources,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    skip: Vec<Skip>,
}

#[derive(Deserialize)]
struct Skip {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

/// A crate, of the lock file or of what cargo says of it.
#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    source: Option<String>,
    license: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

fn lists(tree: &Tree) -> Result<Lists, Violation> {
    let Some(text) = tree.text(LISTS) else {
        return Err(Violation::missing(
            LISTS,
            "it lists what the program may be made of",
        ));
    };
    toml::from_str(text).map_err(|error| Violation::new(LISTS, 1, error.message()))
}

/// Sources, and crates in several versions.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let lists = match lists(tree) {
        Ok(lists) => lists,
        Err(violation) => return vec![violation],
    };
    let Some(Ok(lock)) = tree.text(LOCK).map(toml::from_str::<Lock>) else {
        return vec![Violation::missing(LOCK, "it says which crates are in use")];
    };
    let mut violations = Vec::new();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in &lock.package {
        versions
            .entry(&package.name)
            .or_default()
            .push(&package.version);
        let known = |source: &String| {
            let allowed = &lists.sources.allow_registry;
            allowed
                .iter()
                .any(|from| source.strip_prefix("registry+") == Some(from))
        };
        if let Some(source) = package.source.as_ref().filter(|source| !known(source)) {
            let message = format!(
                "`{}` comes from {source}, which {LISTS} does not allow",
                package.name
            );
            violations.push(Violation::new(LOCK, 1, message));
        }
    }
    let mut skipped: Vec<&Skip> = lists.bans.skip.iter().collect();
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        let listed = versions.iter().filter(|version| {
            let id = format!("{name}@{version}");
            let place = skipped
                .iter()
                .position(|skip| skip.name == id && !skip.reason.is_empty());
            place.map(|place| skipped.remove(place)).is_some()
        });
        if listed.count() + 1 < versions.len() {
            let message = format!(
                "`{name}` is there in versions {}; get rid of one, or list all but the newest under \
                 `skip` with the reason",
                versions.join(", ")
            );
            violations.push(Violation::new(LISTS, 1, message));
        }
    }
    for skip in skipped {
        let message = format!(
            "`{}` is not there in several versions (any more); remove it",
            skip.name
        );
        violations.push(Violation::new(LISTS, 1, message));
    }
    violations
}

/// Licences, which only cargo knows.
pub fn licences(root: &Path, tree: &Tree) -> Vec<Violation> {
    let arguments = ["metadata", "--locked", "--format-version", "1"];
    let output = process::cargo(root, arguments).output();
    match output {
        Ok(output) if output.status.success() => of_metadata(tree, &output.stdout),
        _ => vec![Violation::new(
            LOCK,
            1,
            "cargo does not tell the licences of its crates",
        )],
    }
}

/// The same from what cargo says.
fn of_metadata(tree: &Tree, json: &[u8]) -> Vec<Violation> {
    let lists = match lists(tree) {
        Ok(lists) => lists,
        Err(violation) => return vec![violation],
    };
    let metadata: Metadata = match serde_json::from_slice(json) {
        Ok(metadata) => metadata,
        Err(error) => return vec![Violation::new(LOCK, 1, error.to_string())],
    };
    let allowed: Vec<Licensee> = (lists.licenses.allow.iter())
        .filter_map(|name| Licensee::parse(name).ok())
        .collect();
    let is_allowed = |text: &str| {
        Expression::parse_mode(text, ParseMode::LAX).is_ok_and(|expression| {
            expression.evaluate(|asked| allowed.iter().any(|licence| licence.satisfies(asked)))
        })
    };
    let others = metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some());
    let refused = others.filter(|package| !package.license.as_deref().is_some_and(is_allowed));
    refused
        .map(|package| {
            let licence = package.license.as_deref().unwrap_or("none that it states");
            let message = format!(
                "`{}` has a licence that is not allowed: {licence}",
                package.name
            );
            Violation::new(LISTS, 1, message)
        })
        .collect()
}

#[cfg(test)]
mod tests;

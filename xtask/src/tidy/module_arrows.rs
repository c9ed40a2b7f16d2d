//! Which module of a crate may use which: the tables `[modules.CRATE]` of
//! `dependency-arrows.toml`, and what is left of cycles, `[cycles]`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use toml::{Table, Value};

use super::Violation;
use super::arrows::FILE;
use super::modules::{Graph, graphs};
use crate::tree::Tree;

/// What stands above the tables; everything from here on can be written by a command.
const HEAD: &str = "\
# Which module of a crate may use which, at the top level and outside tests. Rows
# go from the bottom up: a module uses only those in rows above its own, but for
# what is left at the end. After a change `cargo xtask arrows` prints all of this
# as it should be, and `cargo xtask arrows --write` writes it: look at what it gains.
";

/// What stands above the list of cycles.
const LEFT: &str = "\
# What is left: modules that need each other. The lists only get shorter, and a
# crate without a list stays without.
";

/// Longest row \[characters\].
const WIDTH: usize = 100;

/// Crate or module → names.
type Lists = BTreeMap<String, BTreeSet<String>>;

/// What the file says about modules.
struct Allowed {
    /// Crate → its rows.
    rows: BTreeMap<String, Lists>,
    /// Crate → modules that may be in a cycle.
    cycles: Lists,
}

/// Reports arrows that are not listed, rows and arrows without use, and cycles.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    // A missing file is reported by the check of arrows between crates.
    let Some(text) = tree.text(FILE) else {
        return violations;
    };
    let allowed = match Allowed::of(text) {
        Ok(allowed) => allowed,
        Err(message) => return vec![Violation::new(FILE, 1, message)],
    };
    let graphs = graphs(tree, &mut violations);
    for graph in &graphs {
        match allowed.rows.get(&graph.package) {
            Some(rows) => hold_arrows(graph, rows, text, &mut violations),
            None => {
                let message = format!(
                    "there is no table `[modules.{}]`; `cargo xtask arrows --write` adds it",
                    graph.package
                );
                violations.push(Violation::new(FILE, 1, message));
            }
        }
        let left = allowed.cycles.get(&graph.package);
        hold_cycles(graph, left, text, &mut violations);
    }
    for package in allowed.rows.keys().chain(allowed.cycles.keys()) {
        if !graphs.iter().any(|graph| graph.package == *package) {
            let message = format!("{package} is not a crate of the workspace; remove it");
            violations.push(Violation::new(FILE, 1, message));
        }
    }
    violations
}

/// Holds the arrows of a crate against its rows.
fn hold_arrows(graph: &Graph, rows: &Lists, text: &str, violations: &mut Vec<Violation>) {
    let package = &graph.package;
    for (module, targets) in &graph.arrows {
        let Some(row) = rows.get(module) else {
            let message = format!("`{module}` has no row in [modules.{package}]; add one");
            violations.push(Violation::new(FILE, line_of(text, package, ""), message));
            continue;
        };
        for (target, place) in targets {
            if !row.contains(target) {
                let message = format!(
                    "`{module}` must not use `{target}`; if it should, the row in \
                     [modules.{package}] of {FILE} is\n      {}",
                    array(module, targets.keys()).replace('\n', "\n      ")
                );
                violations.push(Violation::new(&place.file, place.line, message));
            }
        }
    }
    for (module, row) in rows {
        let line = line_of(text, package, module);
        let Some(targets) = graph.arrows.get(module) else {
            let message = format!("{package} has no module `{module}`; remove its row");
            violations.push(Violation::new(FILE, line, message));
            continue;
        };
        for name in row.iter().filter(|name| !targets.contains_key(*name)) {
            let message = format!("`{module}` does not use `{name}`; remove the arrow");
            violations.push(Violation::new(FILE, line, message));
        }
    }
}

/// Holds the cycles of a crate against those that are left.
fn hold_cycles(
    graph: &Graph,
    left: Option<&BTreeSet<String>>,
    text: &str,
    violations: &mut Vec<Violation>,
) {
    let is_left = |module: &str| left.is_some_and(|left| left.contains(module));
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for module in graph.arrows.keys().filter(|module| !is_left(module)) {
        let Some(cycle) = graph.cycle_through(module) else {
            continue;
        };
        // One cycle is told once, whichever of its modules comes first.
        if told.contains(module.as_str()) {
            continue;
        }
        told.extend(&cycle);
        let place = &graph.arrows[module][cycle[1]];
        let message = format!(
            "modules must not need each other: {}; move what both need below them",
            cycle.join(" -> ")
        );
        violations.push(Violation::new(&place.file, place.line, message));
    }
    for module in left.into_iter().flatten() {
        if graph.cycle_through(module).is_none() {
            let message = format!(
                "`{module}` of {} is in no cycle any more; remove it from the list, so that it \
                 stays so",
                graph.package
            );
            violations.push(Violation::new(FILE, line_of(text, "", ""), message));
        }
    }
}

/// Prints the tables as they should be, or writes them into the file; true, since that succeeds.
pub fn run(root: &Path, is_written: bool) -> Result<bool> {
    let tree = Tree::load(root)?;
    let text = tree
        .text(FILE)
        .with_context(|| format!("there is no {FILE}"))?;
    let tables = tables(&tree, text).map_err(anyhow::Error::msg)?;
    if !is_written {
        print!("{tables}");
        return Ok(true);
    }
    // The tables and the comment above them are replaced, all before is kept.
    let lines: Vec<&str> = text.lines().collect();
    let is_ours = |line: &&str| line.starts_with("[modules.") || *line == "[cycles]";
    let mut end = lines.iter().position(is_ours).unwrap_or(lines.len());
    while end > 0 && (lines[end - 1].is_empty() || lines[end - 1].starts_with('#')) {
        end -= 1;
    }
    let text = format!("{}\n\n{tables}", lines[..end].join("\n"));
    std::fs::write(root.join(FILE), text).with_context(|| format!("cannot write {FILE}"))?;
    println!("wrote {FILE}");
    Ok(true)
}

/// The tables of all crates. The lists of cycles lose what is untied and gain nothing.
pub(super) fn tables(tree: &Tree, text: &str) -> Result<String, String> {
    let mut violations = Vec::new();
    let graphs = graphs(tree, &mut violations);
    if let Some(violation) = violations.first() {
        return Err(violation.to_string());
    }
    let mut tables = HEAD.to_owned();
    for graph in &graphs {
        let _ = writeln!(tables, "\n[modules.{}]", graph.package);
        for module in graph.bottom_up() {
            let targets = graph.arrows[module].keys();
            let _ = writeln!(tables, "{}", array(module, targets));
        }
    }
    let mut left = String::new();
    for (package, modules) in Allowed::of(text)?.cycles {
        let graph = graphs.iter().find(|graph| graph.package == package);
        let still = |module: &&String| graph.is_some_and(|g| g.cycle_through(module).is_some());
        let modules: Vec<&String> = modules.iter().filter(still).collect();
        if !modules.is_empty() {
            let _ = writeln!(left, "{}", array(&package, modules));
        }
    }
    if !left.is_empty() {
        let _ = write!(tables, "\n{LEFT}[cycles]\n{left}");
    }
    Ok(tables)
}

/// A key and its names, in several lines where one is too short.
fn array<'a>(key: &str, names: impl IntoIterator<Item = &'a String>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("{name:?}")).collect();
    let line = format!("{key} = [{}]", names.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    let mut text = format!("{key} = [");
    let mut length = WIDTH;
    for name in names {
        let next = format!("{name},");
        if length + 1 + next.len() > WIDTH {
            let _ = write!(text, "\n   ");
            length = 3;
        }
        let _ = write!(text, " {next}");
        length += 1 + next.len();
    }
    text + "\n]"
}

/// The line of a module's row in the table of a crate; without these, that of the list of cycles.
fn line_of(text: &str, package: &str, module: &str) -> usize {
    let header = match package {
        "" => "[cycles]".to_owned(),
        package => format!("[modules.{package}]"),
    };
    let mut lines = text
        .lines()
        .zip(1..)
        .skip_while(|(line, _)| *line != header);
    let Some((_, first)) = lines.next() else {
        return 1;
    };
    let mut rows = lines.take_while(|(line, _)| !line.starts_with('['));
    let row = rows.find(|(line, _)| {
        let rest = line.strip_prefix(module);
        !module.is_empty() && rest.is_some_and(|rest| rest.trim_start().starts_with('='))
    });
    row.map_or(first, |(_, line)| line)
}

impl Allowed {
    fn of(text: &str) -> Result<Allowed, String> {
        let table: Table = text
            .parse()
            .map_err(|error: toml::de::Error| format!("not valid TOML: {}", error.message()))?;
        let empty = Table::new();
        let under = |key: &str| match table.get(key) {
            None => Ok(&empty),
            Some(Value::Table(table)) => Ok(table),
            Some(_) => Err(format!("`{key}` must be a table")),
        };
        let mut rows = BTreeMap::new();
        for (package, value) in under("modules")? {
            let table = value
                .as_table()
                .ok_or_else(|| format!("`modules.{package}` must be a table"))?;
            rows.insert(package.clone(), lists(table)?);
        }
        let cycles = lists(under("cycles")?)?;
        Ok(Allowed { rows, cycles })
    }
}

/// The lists of names of a table.
fn lists(table: &Table) -> Result<Lists, String> {
    let names = |value: &Value| -> Option<BTreeSet<String>> {
        let items = value.as_array()?.iter();
        items.map(|item| item.as_str().map(str::to_owned)).collect()
    };
    let list = |(key, value): (&String, &Value)| match names(value) {
        Some(names) => Ok((key.clone(), names)),
        None => Err(format!(
            "the row of {key} must be a list of names of modules"
        )),
    };
    table.iter().map(list).collect()
}

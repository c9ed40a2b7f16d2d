//! The merged tree against the parameter table: every value read, every unknown key
//! refused, every missing value noted.

use std::collections::BTreeMap;

use fabcast_model::parameter::{Default as Missing, Part, Pattern};

use crate::diagnostic::{Report, checks};
use crate::shape::{
    HEAD, homes_of, is_name, leads_on, next_names, patterns, row_at, successors_of,
};
use crate::source::{Role, Sources, Span};
use crate::tree::{Node, Table, Value};
use crate::value::{self, Context, Typed};

/// Every value by its path.
pub(crate) type Values = BTreeMap<String, Typed>;

/// Reads every value of a tree.
pub(crate) fn read(context: Context<'_>, tree: &Table, report: &mut Report) -> Values {
    let mut values = Values::new();
    walk(context, tree, "", &mut values, report);
    values
}

fn walk(context: Context<'_>, table: &Table, path: &str, values: &mut Values, report: &mut Report) {
    let (known, any) = next_names(path);
    for (key, node) in table {
        if report.is_full() {
            return;
        }
        let inner = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        if path.is_empty() && key == "correlation" {
            continue;
        }
        let is_known = known.contains(key);
        if !is_known && any && !is_name(key) {
            report.push(checks::bad_name(node.key, key));
            continue;
        }
        if let Some(successors) = successors_of(&inner) {
            report.push(checks::replaced_key(node.key, &inner, successors));
        } else if let Some(row) = row_at(&inner) {
            match value::read(context, &inner, row, node) {
                Ok(typed) => {
                    values.insert(inner, typed);
                }
                Err(faults) => faults.into_iter().for_each(|fault| report.push(fault)),
            }
        } else if is_known || any && leads_on(&inner) {
            match &node.value {
                Value::Table(inside) => walk(context, inside, &inner, values, report),
                // Beside free names there may be a known one that was meant.
                _ if !is_known && !known.is_empty() => {
                    report.push(unknown(node, key, path, &known, table));
                }
                other => report.push(checks::table_expected(node.span, &inner, other)),
            }
        } else {
            report.push(unknown(node, key, path, &known, table));
        }
    }
}

fn unknown(
    node: &Node,
    key: &str,
    path: &str,
    known: &[String],
    table: &Table,
) -> crate::diagnostic::Fault {
    let mut names: Vec<&str> = known.iter().map(String::as_str).collect();
    if path.is_empty() {
        names.extend(HEAD.iter().filter(|key| **key != "resolved_from"));
        names.push("correlation");
    } else if next_names(path).1 {
        names.extend(table.keys().map(String::as_str).filter(|name| *name != key));
    }
    let place = match path {
        "" => "a scenario".to_owned(),
        path => format!("`{path}`"),
    };
    let home = homes_of(key).into_iter().find(|home| home != path);
    checks::unknown_key(node.key, key, &place, &names, home.as_deref())
}

/// Fills in what the table says of missing values, and notes those that must be given.
pub(crate) fn complete(
    context: Context<'_>,
    tree: &Table,
    main: usize,
    has_world: bool,
    values: &mut Values,
    report: &mut Report,
) -> Vec<String> {
    let mut defaults = Vec::new();
    let mut lacking: BTreeMap<Owner, Vec<String>> = BTreeMap::new();
    for pattern in patterns() {
        let text = match pattern.row.default {
            Missing::Absent => continue,
            Missing::Required => None,
            Missing::Value(text) => Some(text),
        };
        for Instance {
            path,
            owner,
            present,
        } in instances(pattern, tree)
        {
            match text {
                _ if present => {}
                Some(text) => {
                    let span = Span::start_of(main);
                    let node = Node {
                        key: span,
                        span,
                        value: Value::Text(text.to_owned()),
                    };
                    match value::read(context, &path, pattern.row, &node) {
                        Ok(typed) => {
                            values.insert(path.clone(), typed);
                            defaults.push(path);
                        }
                        Err(faults) => faults.into_iter().for_each(|fault| report.push(fault)),
                    }
                }
                None => lacking.entry(owner).or_default().push(path),
            }
        }
    }
    // The names under a path are looked for once: a file may have thousands.
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (owner, paths) in lacking {
        if report.is_full() {
            break;
        }
        match owner.entry {
            None if !has_world => report.push(checks::no_world(Span::start_of(main), &paths)),
            None => report.push(checks::missing_in_all(Span::start_of(main), &paths)),
            Some(entry) => {
                let header = header(tree, &entry, context.sources);
                let names: Vec<&str> = paths
                    .iter()
                    .map(|path| path[entry.len() + 1..].trim_matches('.'))
                    .collect();
                let others = siblings(tree, &entry, &mut known);
                let by_set = all_from_set(tree, &entry, context.sources);
                report.push(match by_set {
                    true => checks::no_such_entry(header, &entry, &others),
                    false => checks::missing_in_entry(header, &entry, &names, &others),
                });
            }
        }
    }
    defaults
}

/// The named entry that lacks a value, or none if the scenario as a whole does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Owner {
    entry: Option<String>,
}

struct Instance {
    path: String,
    owner: Owner,
    present: bool,
}

/// The paths of a pattern for the names that a tree has.
fn instances(pattern: &Pattern, tree: &Table) -> Vec<Instance> {
    let mut found = vec![(String::new(), Owner { entry: None }, Some(tree))];
    let last = pattern.parts.len() - 1;
    for (place, part) in pattern.parts.iter().enumerate() {
        let mut next = Vec::new();
        for (path, owner, table) in found {
            let join = |name: &str| {
                if path.is_empty() {
                    name.to_owned()
                } else {
                    format!("{path}.{name}")
                }
            };
            let Part::OneOf(names) = part else {
                for (name, node) in table.into_iter().flatten() {
                    if let Value::Table(inside) = &node.value
                        && is_name(name)
                        && row_at(&join(name)).is_none()
                    {
                        let entry = join(name);
                        let owner = Owner {
                            entry: Some(entry.clone()),
                        };
                        next.push((entry, owner, Some(inside)));
                    }
                }
                continue;
            };
            for name in names {
                let node = table.and_then(|table| table.get(name));
                // The last part only has to be there.
                let inside = match node {
                    Some(_) if place == last => Some(tree),
                    Some(node) => node.table(),
                    None => None,
                };
                next.push((join(name), owner.clone(), inside));
            }
        }
        found = next;
    }
    found
        .into_iter()
        .map(|(path, owner, table)| Instance {
            path,
            owner,
            present: table.is_some(),
        })
        .collect()
}

/// The node at a path.
pub(crate) fn node_at<'t>(tree: &'t Table, path: &str) -> Option<&'t Node> {
    let mut names = path.split('.');
    let mut node = tree.get(names.next()?)?;
    for name in names {
        node = node.table()?.get(name)?;
    }
    Some(node)
}

/// Place of an entry's header, or of its name.
pub(crate) fn header(tree: &Table, path: &str, sources: &Sources) -> Span {
    match node_at(tree, path) {
        Some(node) if sources.slice(node.span).starts_with('[') => node.span,
        Some(node) => node.key,
        None => Span::start_of(0),
    }
}

/// Names beside an entry; those under paths that were asked for before are `known`.
fn siblings<'a>(
    tree: &Table,
    entry: &str,
    known: &'a mut BTreeMap<String, Vec<String>>,
) -> Vec<&'a str> {
    let Some((parent, name)) = entry.rsplit_once('.') else {
        return Vec::new();
    };
    let all = known
        .entry(parent.to_owned())
        .or_insert_with(|| entries(tree, parent));
    let others = all.iter().filter(|other| *other != name);
    others.map(String::as_str).collect()
}

/// Names of the entries under a path: its tables that are not values.
pub(crate) fn entries(tree: &Table, path: &str) -> Vec<String> {
    let Some(table) = node_at(tree, path).and_then(Node::table) else {
        return Vec::new();
    };
    let is_entry = |name: &str, node: &Node| {
        node.table().is_some() && row_at(&format!("{path}.{name}")).is_none()
    };
    table
        .iter()
        .filter(|(name, node)| is_entry(name, node))
        .map(|(name, _)| name.clone())
        .collect()
}

/// Whether everything in an entry comes from `--set`.
fn all_from_set(tree: &Table, entry: &str, sources: &Sources) -> bool {
    fn all(node: &Node, sources: &Sources) -> bool {
        match &node.value {
            Value::Table(table) => table.values().all(|node| all(node, sources)),
            _ => sources.get(node.span.file).role == Role::Set,
        }
    }
    node_at(tree, entry).is_some_and(|node| all(node, sources))
}

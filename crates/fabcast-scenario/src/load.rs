//! From names and files to layers of values: world, extended scenarios, the file, `--set`.

use std::path::{Component, Path, PathBuf};

use crate::assemble::{Parts, assemble};
use crate::catalogue;
use crate::diagnostic::{Diagnostics, Report, checks, faults};
use crate::disk::Disk;
use crate::head::{self, Head};
use crate::parse;
use crate::scenario::Scenario;
use crate::shape::{HEAD, is_name, row_at};
use crate::source::{Access, Role, SourceFile, Sources, Span};
use crate::tree::{Node, Table, Value};

/// Longest chain of scenarios that extend one another.
const LONGEST_CHAIN: usize = 16;

/// What is to be read.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    /// Name of an embedded scenario, or the path of a file.
    Name(&'a str),
    /// A text, and its name in messages; paths in it are relative to the folder of that name.
    Text {
        /// The name.
        name: &'a str,
        /// The text.
        text: &'a str,
    },
}

/// Reads a scenario: an embedded name or the path of a file, with `--set` arguments.
///
/// # Errors
/// Everything that is wrong with it, sorted by place, with warnings among the errors.
///
/// ```
/// let scenario = fabcast_scenario::load("one-fab", &["plan.fab.count=2".to_owned()]).unwrap();
/// assert_eq!(scenario.meta.name, "one-fab");
/// let errors = fabcast_scenario::load("one-fabs", &[]).unwrap_err();
/// assert!(errors.to_string().contains("did you mean `one-fab`?"));
/// ```
pub fn load(name_or_path: &str, sets: &[String]) -> Result<Scenario, Diagnostics> {
    read(Given::Name(name_or_path), sets, Access::Files)
}

/// Reads a scenario from its text; paths in it are relative to the folder of `file_name`.
///
/// # Errors
/// Everything that is wrong with it, sorted by place, with warnings among the errors.
pub fn load_text(file_name: &str, text: &str, sets: &[String]) -> Result<Scenario, Diagnostics> {
    let name = file_name;
    read(Given::Text { name, text }, sets, Access::Files)
}

/// Reads a scenario that may name what `access` says; [`load`] and [`load_text`] are short for
/// [`Access::Files`].
///
/// # Errors
/// Everything that is wrong with it, sorted by place, with warnings among the errors. Under
/// [`Access::Embedded`], every path has the code `access`, and the errors are the same whether
/// there is such a file or not.
///
/// ```
/// use fabcast_scenario::{Access, Given, read};
///
/// let text = "format = 1\nname = \"theirs\"\nextends = \"one-fab\"\n";
/// let given = Given::Text { name: "theirs.toml", text };
/// let scenario = read(given, &["plan.fab.count=2".to_owned()], Access::Embedded).unwrap();
/// assert_eq!(scenario.meta.name, "theirs");
///
/// let errors = read(Given::Name("../one-fab.toml"), &[], Access::Embedded).unwrap_err();
/// assert!(errors.to_string().contains("no file is read here"));
/// ```
pub fn read(given: Given<'_>, sets: &[String], access: Access) -> Result<Scenario, Diagnostics> {
    let mut loader = Loader::new(access);
    let file = match given {
        Given::Name(name) => loader.named(name),
        Given::Text { name, text } => Some(loader.given(name, text)),
    };
    loader.finish(file, sets, catalogue::sources())
}

fn looks_like_path(name: &str) -> bool {
    name.contains(['/', '\\']) || name.ends_with(".toml")
}

/// The path without `a/../`, as people write it.
fn without_detours(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// Adds the lines of a text's plan, in the order of the text.
fn note_plan_order(tree: &Table, order: &mut Vec<String>) {
    let Some(plan) = tree.get("plan").and_then(Node::table) else {
        return;
    };
    let mut lines: Vec<(Span, &String)> = plan
        .iter()
        .filter(|(_, node)| node.table().is_some())
        .map(|(name, node)| (node.key, name))
        .collect();
    lines.sort();
    for (_, name) in lines {
        if !order.contains(name) {
            order.push(name.clone());
        }
    }
}

struct Loader {
    sources: Sources,
    report: Report,
    /// Trees from the first extended scenario to the file itself.
    layers: Vec<Table>,
    /// What is being read, to notice scenarios that extend themselves.
    chain: Vec<String>,
}

impl Loader {
    fn new(access: Access) -> Loader {
        Loader {
            sources: Sources::new(access),
            report: Report::default(),
            layers: Vec::new(),
            chain: Vec::new(),
        }
    }

    /// The scenario of a name: embedded, or a file.
    fn named(&mut self, name: &str) -> Option<usize> {
        let is_path = looks_like_path(name);
        if let Some(text) = catalogue::scenario(name).filter(|_| !is_path) {
            self.chain.push(name.to_owned());
            let name = format!("scenarios/{name}.toml");
            let source = SourceFile::new(&name, text.to_owned(), Role::Scenario, None);
            return Some(self.sources.add(source));
        }
        let disk = Disk::of(self.sources.access);
        if let Some(disk) = disk.filter(|disk| is_path || disk.is_file(name)) {
            let path = Path::new(name);
            self.chain.push(disk.identity(path));
            let read = disk.read_file(&mut self.sources, path, Role::Scenario, None);
            return self.report.ok(read);
        }
        let source = SourceFile::new(name, String::new(), Role::Scenario, None);
        let span = Span::start_of(self.sources.add(source));
        let access = self.sources.access;
        self.report.push(match access {
            Access::Files => checks::no_such_scenario(span, name),
            Access::Embedded if is_path => {
                faults::no_access(span, name, checks::embedded_names(false))
            }
            Access::Embedded => checks::no_such_text(span, name, false, access),
        });
        None
    }

    /// The scenario of a text.
    fn given(&mut self, name: &str, text: &str) -> usize {
        let path = Path::new(name);
        let mut folder = None;
        // No other text can lead back to one that is no file.
        if let Some(disk) = Disk::of(self.sources.access) {
            self.chain.push(disk.identity(path));
            folder = path.parent().map(Path::to_path_buf);
        }
        let source = SourceFile::new(name, text.to_owned(), Role::Scenario, folder);
        self.sources.add(source)
    }

    fn finish(
        mut self,
        file: Option<usize>,
        sets: &[String],
        known: &catalogue::Sources,
    ) -> Result<Scenario, Diagnostics> {
        let Some(file) = file else {
            return Err(self.report.finish(&self.sources, 0));
        };
        let head = self.scenario(file, None);
        let world = head.as_ref().and_then(|head| self.world(head));
        let mut merged = Table::new();
        let mut plan_order = Vec::new();
        let (world_tree, world) =
            world.map_or((None, None), |(tree, head)| (Some(tree), Some(head)));
        let mut layers: Vec<Table> = world_tree.into_iter().collect();
        layers.append(&mut self.layers);
        let mut head = head;
        for argument in sets {
            layers.extend(self.set(argument, head.as_mut()));
        }
        for layer in layers {
            note_plan_order(&layer, &mut plan_order);
            parse::merge(&mut merged, layer, "", &self.sources, &mut self.report);
        }
        // A text that could not be read leaves holes that would be reported as missing.
        let Some(head) = head.filter(|_| !self.report.has_unread()) else {
            return Err(self.report.finish(&self.sources, file));
        };
        let parts = Parts {
            tree: merged,
            head,
            world,
            plan_order,
            main: file,
            sources: self.sources,
            report: self.report,
        };
        assemble(parts, known)
    }

    /// Reads a scenario and what it extends into layers; gives its head.
    fn scenario(&mut self, file: usize, asked_at: Option<Span>) -> Option<Head> {
        let mut tree = self.parse(file, asked_at)?;
        let mut head = head::take(&mut tree, file, &self.sources, &mut self.report);
        let _ = self.sources.get(file).scenario.set(head.name.clone());
        if let Some((name, span)) = head.extends.clone()
            && let Some(base) = self.extended(&name, span, file)
        {
            let above = self.scenario(base, Some(span));
            self.chain.pop();
            if let Some(above) = above {
                head.world = head.world.or(above.world);
                head.resolved_from = head.resolved_from.or(above.resolved_from);
            }
        }
        self.layers.push(tree);
        Some(head)
    }

    /// The tree of a text; `asked_at` is where another names it.
    fn parse(&mut self, file: usize, asked_at: Option<Span>) -> Option<Table> {
        let source = self.sources.get(file);
        if !source.is_ours {
            let span = asked_at.unwrap_or(Span::start_of(file));
            let is_world = source.role == Role::World;
            self.report
                .push(checks::something_else(span, &source.name, is_world));
            self.report.note_unread();
            return None;
        }
        let tree = parse::parse(&self.sources, file, &mut self.report);
        if tree.is_none() {
            self.report.note_unread();
        }
        tree
    }

    /// The text of an extended scenario.
    fn extended(&mut self, name: &str, span: Span, file: usize) -> Option<usize> {
        let (identity, found) = self.find(name, span, file, &Role::Scenario)?;
        if self.chain.contains(&identity) {
            self.report.push(checks::extends_itself(span, name));
            self.report.note_unread();
            return None;
        }
        if self.chain.len() >= LONGEST_CHAIN {
            self.report
                .push(checks::chain_too_long(span, LONGEST_CHAIN));
            self.report.note_unread();
            return None;
        }
        self.chain.push(identity);
        let read = self.text_of(name, found, Role::Scenario, span, "scenarios");
        if read.is_none() {
            self.chain.pop();
            self.report.note_unread();
        }
        read
    }

    /// The tree and head of the world that a scenario names.
    fn world(&mut self, head: &Head) -> Option<(Table, Head)> {
        let (name, span) = head.world.clone()?;
        let found = self.find(&name, span, span.file, &Role::World);
        let file =
            found.and_then(|(_, found)| self.text_of(&name, found, Role::World, span, "worlds"));
        let Some(file) = file else {
            self.report.note_unread();
            return None;
        };
        let mut tree = self.parse(file, Some(span))?;
        let head = head::take(&mut tree, file, &self.sources, &mut self.report);
        Some((tree, head))
    }

    /// Where a named text is: embedded, or a file beside the text that names it.
    fn find(
        &mut self,
        name: &str,
        span: Span,
        file: usize,
        role: &Role,
    ) -> Option<(String, Found)> {
        let is_world = *role == Role::World;
        let found = if looks_like_path(name) {
            let help = || checks::embedded_names(is_world);
            Disk::beside(&self.sources, file, span, name, help).map(|(disk, path)| {
                let path = without_detours(&path);
                (disk.identity(&path), Found::Path(disk, path))
            })
        } else {
            let text = match is_world {
                true => catalogue::world(name),
                false => catalogue::scenario(name),
            };
            let access = self.sources.access;
            text.map(|text| (name.to_owned(), Found::Embedded(text)))
                .ok_or_else(|| checks::no_such_text(span, name, is_world, access))
        };
        if found.is_err() {
            self.report.note_unread();
        }
        self.report.ok(found)
    }

    fn text_of(
        &mut self,
        name: &str,
        found: Found,
        role: Role,
        span: Span,
        folder: &str,
    ) -> Option<usize> {
        match found {
            Found::Embedded(text) => {
                let name = format!("{folder}/{name}.toml");
                Some(
                    self.sources
                        .add(SourceFile::new(&name, text.to_owned(), role, None)),
                )
            }
            Found::Path(disk, path) => {
                let read = disk.read_file(&mut self.sources, &path, role, Some(span));
                self.report.ok(read)
            }
        }
    }

    /// One `--set PATH=VALUE` as a tree.
    fn set(&mut self, argument: &str, head: Option<&mut Head>) -> Option<Table> {
        let source = SourceFile::new("--set", argument.to_owned(), Role::Set, None);
        let file = self.sources.add(source);
        let whole = Span {
            file,
            start: 0,
            end: argument.len(),
        };
        let Some((path, value)) = argument.split_once('=') else {
            self.report.push(checks::set_without_value(whole, argument));
            return None;
        };
        let mut names: Vec<(String, Span)> = Vec::new();
        let mut start = 0;
        for part in path.split('.') {
            let blanks = part.len() - part.trim_start().len();
            let name = part.trim().trim_matches('"');
            let at = start + blanks;
            let span = Span {
                file,
                start: at,
                end: at + part.trim().len(),
            };
            if !is_name(name) {
                self.report.push(checks::bad_set_path(span, path.trim()));
                return None;
            }
            names.push((name.to_owned(), span));
            start += part.len() + 1;
        }
        let offset = path.len() + 1;
        let blanks = value.len() - value.trim_start().len();
        let text = value.trim();
        let place = Span {
            file,
            start: offset + blanks,
            end: offset + blanks + text.len(),
        };
        if text.is_empty() {
            self.report.push(checks::set_without_value(whole, argument));
            return None;
        }
        let node = match parse::parse_value(text, file, place.start) {
            // A date without its quotes is a text that is looked at where it is used.
            Ok(Node {
                key,
                span,
                value: Value::Moment(text),
            }) => Node {
                key,
                span,
                value: Value::Text(text),
            },
            Ok(node) => node,
            Err((problem, span)) if text.starts_with(['"', '\'', '[', '{']) => {
                self.report.push(checks::bad_set_value(span, &problem));
                return None;
            }
            Err(_) => Node {
                key: place,
                span: place,
                value: Value::Text(text.to_owned()),
            },
        };
        self.nest(names, node, head)
    }

    /// Puts a value under a path, or changes the head.
    fn nest(
        &mut self,
        names: Vec<(String, Span)>,
        mut node: Node,
        head: Option<&mut Head>,
    ) -> Option<Table> {
        if let [(name, span)] = names.as_slice()
            && HEAD.contains(&name.as_str())
        {
            let slot = head.and_then(|head| match name.as_str() {
                "title" => Some(&mut head.title),
                "description" => Some(&mut head.description),
                _ => None,
            });
            match (name.as_str(), &node.value, slot) {
                ("start" | "end" | "judged" | "price_year" | "budget", ..) => {}
                ("title" | "description", Value::Text(text), Some(slot)) => {
                    *slot = Some(text.clone());
                    return None;
                }
                _ => {
                    self.report.push(checks::not_by_set(*span, name));
                    return None;
                }
            }
        }
        // A part of a leaf cannot be set: the leaf would be replaced by that part.
        for end in 1..names.len() {
            let path: Vec<&str> = names[..end].iter().map(|(name, _)| name.as_str()).collect();
            if row_at(&path.join(".")).is_some() {
                self.report
                    .push(checks::part_of_a_value(names[end].1, &path.join(".")));
                return None;
            }
        }
        let mut last = None;
        for (name, span) in names.into_iter().rev() {
            if let Some((inner, key)) = last.take() {
                let table = Table::from([(inner, node)]);
                node = Node {
                    key,
                    span: key,
                    value: Value::Table(table),
                };
            }
            node.key = span;
            last = Some((name, span));
        }
        last.map(|(name, _)| Table::from([(name, node)]))
    }
}

enum Found {
    Embedded(&'static str),
    Path(Disk, PathBuf),
}

#[cfg(test)]
mod tests;

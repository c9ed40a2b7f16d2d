//! The top-level modules of each crate, and which uses which outside tests.
//!
//! A module uses another if a path of its source leads there: `crate::other`, as many `super::`
//! as lead to the root, or a name that the root hands on by `pub use other::Name`.

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use super::manifests::members;
use crate::rust_source::{Kind, Token, first_names, tokens, without_tests};
use crate::tree::Tree;

/// Where a module first uses another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Path from the root.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
}

/// The modules of one crate.
#[derive(Debug)]
pub struct Graph {
    /// The package's name.
    pub package: String,
    /// Module → the modules that it uses.
    pub arrows: BTreeMap<String, BTreeMap<String, Place>>,
}

/// The modules of every crate of the workspace, by its name.
pub fn graphs(tree: &Tree, violations: &mut Vec<Violation>) -> Vec<Graph> {
    let mut graphs: Vec<Graph> = members(tree, violations)
        .into_iter()
        .map(|member| {
            let folder = member.manifest.trim_end_matches("Cargo.toml");
            Graph::new(tree, member.name, &format!("{folder}src/"))
        })
        .collect();
    graphs.sort_by(|a, b| a.package.cmp(&b.package));
    graphs
}

impl Graph {
    fn new(tree: &Tree, package: String, folder: &str) -> Graph {
        let sources: Vec<(&str, Vec<&str>, Vec<Token>)> = tree
            .texts()
            .filter_map(|(path, text)| {
                let names = names(path.strip_prefix(folder)?.strip_suffix(".rs")?)?;
                Some((path, names, without_tests(tokens(text))))
            })
            .collect();
        let mut arrows: BTreeMap<String, BTreeMap<String, Place>> = BTreeMap::new();
        let mut handed_on = BTreeMap::new();
        for (_, names, tokens) in &sources {
            match names.first() {
                Some(module) => drop(arrows.entry((*module).to_owned()).or_default()),
                None => handed_on.extend(re_exports(tokens)),
            }
        }
        let modules: BTreeSet<String> = arrows.keys().cloned().collect();
        for (path, names, tokens) in &sources {
            let Some(from) = names.first() else {
                continue;
            };
            for (name, line) in uses(tokens, names.len()) {
                let to = match modules.get(name) {
                    Some(module) => module,
                    None => match handed_on.get(name).and_then(|to| modules.get(*to)) {
                        Some(module) => module,
                        None => continue,
                    },
                };
                if to != from {
                    let file = (*path).to_owned();
                    let targets = arrows.entry((*from).to_owned()).or_default();
                    targets.entry(to.clone()).or_insert(Place { file, line });
                }
            }
        }
        Graph { package, arrows }
    }

    /// The modules that a module uses.
    fn targets(&self, module: &str) -> impl Iterator<Item = &str> {
        let targets = self.arrows.get(module).into_iter();
        targets.flat_map(|targets| targets.keys().map(String::as_str))
    }

    /// The shortest way along arrows from a module back to itself, both ends told.
    pub fn cycle_through<'a>(&'a self, module: &'a str) -> Option<Vec<&'a str>> {
        let mut ways = vec![vec![module]];
        let mut seen = BTreeSet::new();
        let mut next = 0;
        while let Some(way) = ways.get(next).cloned() {
            next += 1;
            for target in self.targets(way[way.len() - 1]) {
                let longer = || way.iter().copied().chain([target]).collect();
                if target == module {
                    return Some(longer());
                }
                if seen.insert(target) {
                    ways.push(longer());
                }
            }
        }
        None
    }

    /// The modules from the bottom up: each below those that use it, but for cycles.
    pub fn bottom_up(&self) -> Vec<&str> {
        let mut placed: Vec<&str> = Vec::new();
        let mut left: Vec<&str> = self.arrows.keys().map(String::as_str).collect();
        while !left.is_empty() {
            let is_ready = |module: &&str| {
                let needs = self.reach(module);
                let mut needs = needs.iter().filter(|need| !placed.contains(need));
                // Those that need each other come together.
                needs.all(|need| self.reach(need).contains(module))
            };
            let (ready, rest) = left.iter().partition(|module| is_ready(module));
            placed.extend::<Vec<&str>>(ready);
            left = rest;
        }
        placed
    }

    /// All modules that can be reached from a module; itself only if it is in a cycle.
    fn reach<'a>(&'a self, module: &'a str) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut last = vec![module];
        while let Some(module) = last.pop() {
            last.extend(
                self.targets(module)
                    .filter(|target| reached.insert(*target)),
            );
        }
        reached
    }
}

/// The names of the modules that lead to a file of a crate, none for the root; nothing for tests.
fn names(path: &str) -> Option<Vec<&str>> {
    let mut names: Vec<&str> = path.split('/').collect();
    if names.contains(&"tests") || names[0] == "bin" {
        return None;
    }
    if names.last() == Some(&"mod") {
        names.pop();
    }
    if matches!(names.as_slice(), ["lib" | "main"]) {
        names.clear();
    }
    Some(names)
}

/// Name → module, for what the root hands on: `pub use module::{Name, other as NewName};`.
fn re_exports(tokens: &[Token]) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    for (position, pair) in tokens.windows(2).enumerate() {
        if !(pair[0].is_word("pub") && pair[1].is_word("use")) {
            continue;
        }
        let statement = tokens[position + 2..]
            .iter()
            .take_while(|token| !token.is_mark(';'));
        let mut words = statement.filter_map(|token| match &token.kind {
            Kind::Word(word) => Some(word.as_str()),
            _ => None,
        });
        if let Some(module) = words
            .by_ref()
            .find(|word| !["crate", "self"].contains(word))
        {
            found.extend(words.map(|word| (word, module)));
        }
    }
    found
}

/// The names at the crate's root that paths lead to, with their lines, in a file whose items lie
/// this many modules below the root.
fn uses(tokens: &[Token], depth: usize) -> Vec<(&str, usize)> {
    let is_path = |position: usize| {
        let mut next = tokens[position.min(tokens.len())..].iter();
        next.by_ref().take(2).filter(|t| t.is_mark(':')).count() == 2
    };
    let mut found = Vec::new();
    // How many braces were open where each module inside the file began.
    let mut inside: Vec<usize> = Vec::new();
    let mut braces = 0_usize;
    for (position, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Mark('{') => {
                let begins_module = position >= 2 && tokens[position - 2].is_word("mod");
                if begins_module {
                    inside.push(braces);
                }
                braces += 1;
            }
            Kind::Mark('}') => {
                braces = braces.saturating_sub(1);
                if inside.last() == Some(&braces) {
                    inside.pop();
                }
            }
            Kind::Word(word) if is_path(position + 1) => {
                let mut names_at = position + 3;
                let mut n_supers = usize::from(word == "super");
                let is_start = position == 0 || !tokens[position - 1].is_mark(':');
                while n_supers > 0
                    && tokens.get(names_at).is_some_and(|t| t.is_word("super"))
                    && is_path(names_at + 1)
                {
                    n_supers += 1;
                    names_at += 3;
                }
                let is_root = word == "crate" || n_supers == depth + inside.len() && is_start;
                if is_root {
                    let names = first_names(&tokens[names_at.min(tokens.len())..]);
                    found.extend(names.into_iter().map(|name| (name, token.line)));
                }
            }
            _ => {}
        }
    }
    found
}

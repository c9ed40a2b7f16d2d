//! Rules of the repository that no compiler checks.
//!
//! Every check is a function from the repository's files to all the violations
//! it finds, in [`CHECKS`].

mod arrows;
mod codes;
mod dependencies;
mod disk;
mod length;
mod links;
mod manifests;
pub mod module_arrows;
mod modules;
mod paths;
mod purity;
mod sections;
mod space;
mod supply;
mod unsafe_code;
mod words;

use std::fmt;
use std::path::Path;

use anyhow::Result;

use crate::tree::Tree;

/// A rule and the function that finds its violations.
pub struct Check {
    /// What the rule is about, for the report.
    pub name: &'static str,
    /// Finds every violation.
    pub find: fn(&Tree) -> Vec<Violation>,
}

/// Every check, in the order of the report.
pub const CHECKS: &[Check] = &[
    Check {
        name: "the workspace's crates use each other as dependency-arrows.toml allows",
        find: arrows::check,
    },
    Check {
        name: "their modules do likewise, and no more of them are in cycles",
        find: module_arrows::check,
    },
    Check {
        name: "docs/dependencies.md lists the dependencies in use, and no others",
        find: dependencies::check,
    },
    Check {
        name: "crates come from crates.io, one version of each, but for what deny.toml lists",
        find: supply::check,
    },
    Check {
        name: "no source file is longer than 600 lines",
        find: length::check,
    },
    Check {
        name: "the paths in ARCHITECTURE.md exist",
        find: paths::check,
    },
    Check {
        name: "docs/errors.md explains every error code, and no others",
        find: codes::check,
    },
    Check {
        name: "references to the model document name sections it has",
        find: sections::check,
    },
    Check {
        name: "fabcast-model is pure and its arithmetic the same everywhere",
        find: purity::check,
    },
    Check {
        name: "fabcast-scenario touches the disk in one module",
        find: disk::check,
    },
    Check {
        name: "docs/reliability.md lists all unsafe code, and crates without it forbid it",
        find: unsafe_code::check,
    },
    Check {
        name: "no left-over markers or local paths",
        find: words::check,
    },
    Check {
        name: "links between Markdown files resolve",
        find: links::check,
    },
    Check {
        name: "no tabs, trailing space, CRLF or missing final newline",
        find: space::check,
    },
];

/// A place that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Path from the root.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl Violation {
    /// A violation on a line of a file.
    pub fn new(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            message: message.into(),
        }
    }

    /// A file that a check needs is not there.
    fn missing(file: &str, purpose: &str) -> Self {
        Self::new(file, 1, format!("the file is missing: {purpose}"))
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Runs every check and prints the report; true if nothing was found.
pub fn run(root: &Path) -> Result<bool> {
    let tree = Tree::load(root)?;
    let mut failed = CHECKS.iter().filter(|check| !report(check, &tree)).count();
    let licences = supply::licences(root, &tree);
    failed += usize::from(!told(
        "crates have licences that deny.toml allows",
        licences,
    ));
    println!("{} passed, {failed} failed", CHECKS.len() + 1 - failed);
    Ok(failed == 0)
}

/// Runs one check and prints what it finds; true if that is nothing.
pub fn report(check: &Check, tree: &Tree) -> bool {
    told(check.name, (check.find)(tree))
}

fn told(name: &str, mut violations: Vec<Violation>) -> bool {
    violations.sort();
    violations.dedup();
    let mark = if violations.is_empty() {
        "ok  "
    } else {
        "FAIL"
    };
    println!("{mark}  {name}");
    for violation in &violations {
        println!("      {violation}");
    }
    violations.is_empty()
}

#[cfg(test)]
mod tests;

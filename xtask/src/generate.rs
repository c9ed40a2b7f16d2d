//! Files of the repository that a command of fabcast writes.

use std::path::Path;

use anyhow::{Context, Result};

use crate::process;

/// A generated file and the command whose standard output it holds.
struct Generated {
    /// Path from the root of the workspace.
    file: &'static str,
    /// Arguments of `fabcast`.
    arguments: &'static [&'static str],
}

/// Every generated file.
const GENERATED: &[Generated] = &[
    Generated {
        file: "docs/data.md",
        arguments: &["docs", "data"],
    },
    Generated {
        file: "docs/later-evidence.md",
        arguments: &["docs", "later-evidence"],
    },
    Generated {
        file: "docs/scenario-reference.md",
        arguments: &["docs", "reference"],
    },
    Generated {
        file: "docs/scenario.schema.json",
        arguments: &["schema"],
    },
    Generated {
        file: "docs/outcomes.md",
        arguments: &["docs", "outcomes"],
    },
    Generated {
        file: "docs/cli.md",
        arguments: &["docs", "cli"],
    },
    Generated {
        file: "docs/backtests.md",
        arguments: &["docs", "backtests"],
    },
    Generated {
        file: "docs/backtest-projects.svg",
        arguments: &["docs", "backtest-projects"],
    },
    Generated {
        file: "docs/backtest-pit.svg",
        arguments: &["docs", "backtest-pit"],
    },
    Generated {
        file: "docs/backtest-reliability.svg",
        arguments: &["docs", "backtest-reliability"],
    },
    Generated {
        file: "data/fab_fit.csv",
        arguments: &["docs", "fab-fit"],
    },
    Generated {
        file: "data/campus_fit.csv",
        arguments: &["docs", "campus-fit"],
    },
];

/// Rewrites every generated file that is out of date.
pub fn write(root: &Path) -> Result<bool> {
    let binary = process::build_fabcast(root, "release")?;
    let mut complete = true;
    for generated in GENERATED {
        match content(root, &binary, generated) {
            Ok(content) => {
                let path = root.join(generated.file);
                let current = std::fs::read(&path).unwrap_or_default();
                if current == content {
                    println!("same     {}", generated.file);
                } else {
                    std::fs::write(&path, content)
                        .with_context(|| format!("cannot write {}", generated.file))?;
                    println!("written  {}", generated.file);
                }
            }
            Err(error) => {
                println!("FAIL     {}: {error:#}", generated.file);
                complete = false;
            }
        }
    }
    Ok(complete)
}

/// Compares every generated file with what its command prints now.
pub fn check(root: &Path) -> Result<bool> {
    let results = compare(root)?;
    for (file, fault) in &results {
        match fault {
            None => println!("ok    {file}"),
            Some(fault) => println!("FAIL  {file}: {fault}"),
        }
    }
    Ok(results.iter().all(|(_, fault)| fault.is_none()))
}

/// Every generated file with its fault, if it has one.
pub fn compare(root: &Path) -> Result<Vec<(&'static str, Option<String>)>> {
    let binary = process::build_fabcast(root, "release")?;
    let compare_one = |generated: &Generated| {
        let fault = match content(root, &binary, generated) {
            Ok(expected) => match std::fs::read(root.join(generated.file)) {
                Ok(current) => difference(&current, &expected),
                Err(_) => Some("is missing; run `cargo xtask generate`".to_owned()),
            },
            Err(error) => Some(format!("{error:#}")),
        };
        (generated.file, fault)
    };
    Ok(GENERATED.iter().map(compare_one).collect())
}

/// What the file should hold.
fn content(root: &Path, binary: &Path, generated: &Generated) -> Result<Vec<u8>> {
    process::output(process::command(binary, root).args(generated.arguments))
}

/// The first line in which a file differs from what it should hold.
fn difference(current: &[u8], expected: &[u8]) -> Option<String> {
    if current == expected {
        return None;
    }
    let current = String::from_utf8_lossy(current);
    let expected = String::from_utf8_lossy(expected);
    let mut current_lines = current.split('\n');
    let mut expected_lines = expected.split('\n');
    let mut number = 0;
    loop {
        number += 1;
        let (current, expected) = (current_lines.next(), expected_lines.next());
        if current != expected || current.is_none() {
            let show = |line: Option<&str>| line.unwrap_or("(end of file)").to_owned();
            return Some(format!(
                "is out of date from line {number} on; run `cargo xtask generate`\n    \
                 - {}\n    + {}",
                show(current),
                show(expected)
            ));
        }
    }
}

#[cfg(test)]
mod tests;

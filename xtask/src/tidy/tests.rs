use super::*;

/// What a check finds in a tree, sorted and one to a line.
fn found<const N: usize>(
    check: fn(&Tree) -> Vec<Violation>,
    files: [(&str, &str); N],
) -> Vec<String> {
    let mut violations = check(&Tree::from(files));
    violations.sort();
    violations.iter().map(Violation::to_string).collect()
}

/// Asserts what a check finds: the start of each violation, in order.
#[track_caller]
fn assert_found<const N: usize>(
    check: fn(&Tree) -> Vec<Violation>,
    files: [(&str, &str); N],
    expected: &[&str],
) {
    let found = found(check, files);
    let matches = found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|(found, start)| found.starts_with(start));
    assert!(matches, "found {found:#?}, expected {expected:#?}");
}

const ROOT: (&str, &str) = (
    "Cargo.toml",
    "[workspace]\n[workspace.dependencies]\nlow = { path = \"low\" }\n\
     json = { package = \"serde_json\", version = \"1\" }\n",
);
const LOW: (&str, &str) = ("low/Cargo.toml", "[package]\nname = \"low\"\n");
const HIGH: (&str, &str) = (
    "high/Cargo.toml",
    "[package]\nname = \"high\"\n\n[dependencies]\nlow.workspace = true\n\
     [dev-dependencies]\njson = { workspace = true }\n\
     [target.'cfg(unix)'.build-dependencies.cc]\nversion = \"1\"\n",
);

#[test]
fn listed_arrows_pass() {
    let arrows = "[arrows]\nlow = []\nhigh = [\"low\"]\n";
    let files = [ROOT, LOW, HIGH, ("dependency-arrows.toml", arrows)];
    assert_found(arrows::check, files, &[]);
}

#[test]
fn unlisted_arrows_and_stale_rows_are_found() {
    let arrows = "[arrows]\nhigh = []\ngone = [\"low\"]\n";
    let files = [ROOT, LOW, HIGH, ("dependency-arrows.toml", arrows)];
    let expected = [
        "dependency-arrows.toml:3: gone is not a crate",
        "high/Cargo.toml:5: high must not use low;",
        "low/Cargo.toml:1: low has no row",
    ];
    assert_found(arrows::check, files, &expected);
}

#[test]
fn arrows_between_tests_count() {
    let low = "[package]\nname = \"low\"\n[dev-dependencies]\nhigh = { path = \"../high\" }\n";
    let arrows = "[arrows]\nlow = []\nhigh = [\"low\"]\n";
    let files = [
        ROOT,
        ("low/Cargo.toml", low),
        HIGH,
        ("dependency-arrows.toml", arrows),
    ];
    assert_found(
        arrows::check,
        files,
        &["low/Cargo.toml:4: low must not use high;"],
    );
}

#[test]
fn unreadable_data_is_found() {
    assert_found(
        arrows::check,
        [ROOT],
        &["dependency-arrows.toml:1: the file is missing"],
    );
    let files = [ROOT, ("dependency-arrows.toml", "[arrows]\nlow = 1\n")];
    assert_found(
        arrows::check,
        files,
        &["dependency-arrows.toml:1: the row of low"],
    );
    let files = [
        ("a/Cargo.toml", "["),
        ("dependency-arrows.toml", "[arrows]\n"),
    ];
    assert_found(arrows::check, files, &["a/Cargo.toml:1: not valid TOML"]);
}

/// A crate `a` of these sources, and its arrows.
fn module_arrows<const N: usize>(arrows: &str, sources: [(&str, &str); N]) -> Vec<String> {
    let mut files = vec![
        (
            "a/Cargo.toml".to_owned(),
            "[package]\nname = \"a\"\n".to_owned(),
        ),
        ("dependency-arrows.toml".to_owned(), arrows.to_owned()),
    ];
    files.extend(sources.map(|(path, text)| (format!("a/src/{path}"), text.to_owned())));
    let files = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()));
    let mut violations = module_arrows::check(&files.collect());
    violations.sort();
    violations.iter().map(Violation::to_string).collect()
}

/// Asserts what is found, by the start of each violation.
#[track_caller]
fn assert_starts(found: &[String], expected: &[&str]) {
    let mut pairs = found.iter().zip(expected);
    let matches = found.len() == expected.len() && pairs.all(|(f, start)| f.starts_with(start));
    assert!(matches, "found {found:#?}, expected {expected:#?}");
}

#[test]
fn listed_arrows_between_modules_pass() {
    let high = "//! Unlike crate::other\nuse crate::{low::{A, B}, middle};\n\
                fn f() { \"crate::other\"; g::<crate::low::A>() }\n\
                #[cfg(test)]\nmod tests {\n    use crate::other;\n}\n";
    let sources = [
        (
            "lib.rs",
            "mod low;\npub use other::Name;\nuse crate::high::g;\n",
        ),
        (
            "low.rs",
            "use super::super::high;\nmod inner {\n    use super::middle;\n}\n",
        ),
        (
            "middle/deep.rs",
            "use super::high;\nuse super::super::low;\n",
        ),
        ("middle.rs", "use self::deep;\n"),
        ("middle/tests.rs", "use crate::high;\n"),
        ("high.rs", high),
        ("other.rs", ""),
    ];
    let arrows =
        "[modules.a]\nlow = []\nother = []\nmiddle = [\"low\"]\nhigh = [\"low\", \"middle\"]\n";
    assert_starts(&module_arrows(arrows, sources), &[]);
}

#[test]
fn unlisted_arrows_between_modules_are_found() {
    let sources = [
        ("main.rs", "pub use low::{Name, other as Renamed};\n"),
        ("low.rs", ""),
        ("high.rs", "fn f() {\n    crate::Renamed::new();\n}\n"),
        (
            "high/deep.rs",
            "use super::super::{middle as m, high};\nmod inner { use super::super::super::low; }\n",
        ),
        ("middle.rs", "fn f() {}\n\nuse super::low;\n"),
    ];
    let arrows = "[modules.a]\nlow = [\"gone\"]\nmiddle = []\nhigh = []\nold = []\n[modules.b]\n";
    let expected = [
        "a/src/high.rs:2: `high` must not use `low`; if it should, the row in [modules.a] of \
         dependency-arrows.toml is\n      high = [\"low\", \"middle\"]",
        "a/src/high/deep.rs:1: `high` must not use `middle`;",
        "a/src/middle.rs:3: `middle` must not use `low`;",
        "dependency-arrows.toml:1: b is not a crate",
        "dependency-arrows.toml:2: `low` does not use `gone`; remove the arrow",
        "dependency-arrows.toml:5: a has no module `old`; remove its row",
    ];
    assert_starts(&module_arrows(arrows, sources), &expected);
    let expected = ["dependency-arrows.toml:1: there is no table `[modules.a]`"];
    assert_starts(&module_arrows("[arrows]\n", [("low.rs", "")]), &expected);
    let expected = ["dependency-arrows.toml:2: `low` has no row in [modules.a]"];
    assert_starts(
        &module_arrows("\n[modules.a]\n", [("low.rs", "")]),
        &expected,
    );
    let expected = ["dependency-arrows.toml:1: the row of low must be a list"];
    assert_starts(&module_arrows("[modules.a]\nlow = 1\n", []), &expected);
}

#[test]
fn cycles_of_modules_are_found_and_may_only_shrink() {
    let rows =
        "[modules.a]\none = [\"two\"]\ntwo = [\"three\"]\nthree = [\"one\"]\nfour = [\"one\"]\n";
    let sources = [
        ("one.rs", "use crate::two;"),
        ("two.rs", "use crate::three;"),
        ("three.rs", "\nuse crate::one;"),
        ("four.rs", "use crate::one;"),
    ];
    let cycle = "modules must not need each other:";
    // A crate without a list has no cycle, and no module joins those of a list.
    let expected = [&format!("a/src/one.rs:1: {cycle} one -> two -> three -> one;")[..]];
    assert_starts(&module_arrows(rows, sources), &expected);
    let left = format!("{rows}[cycles]\na = [\"one\", \"two\"]\n");
    let expected = [&format!("a/src/three.rs:2: {cycle} three -> one -> two -> three;")[..]];
    assert_starts(&module_arrows(&left, sources), &expected);
    // What is left is what the list says; what is untied leaves the list.
    let left = format!("{rows}[cycles]\na = [\"one\", \"two\", \"three\"]\n");
    assert_starts(&module_arrows(&left, sources), &[]);
    let left = format!("{rows}[cycles]\na = [\"one\", \"two\", \"three\", \"four\"]\n");
    let expected = ["dependency-arrows.toml:6: `four` of a is in no cycle any more; remove it"];
    assert_starts(&module_arrows(&left, sources), &expected);
}

#[test]
fn the_tables_are_told_as_they_should_be() {
    let names: Vec<String> = ('a'..='z')
        .map(|letter| format!("module_{letter}"))
        .collect();
    let uses: String = names
        .iter()
        .map(|name| format!("use crate::{name};\n"))
        .collect();
    let mut files = vec![
        (
            "a/Cargo.toml".to_owned(),
            "[package]\nname = \"a\"\n".to_owned(),
        ),
        ("a/src/about.rs".to_owned(), uses),
        ("a/src/one.rs".to_owned(), "use super::two;".to_owned()),
        (
            "a/src/two.rs".to_owned(),
            "use super::one;\nuse crate::about;".to_owned(),
        ),
    ];
    files.extend(
        names
            .iter()
            .map(|name| (format!("a/src/{name}.rs"), String::new())),
    );
    let tree: Tree = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let text = "[cycles]\na = [\"about\", \"one\", \"two\"]\nb = [\"x\"]\n";
    let tables = module_arrows::tables(&tree, text).expect("tables");
    let (_, rows) = tables.split_once("[modules.a]\n").expect("a table");
    let rows: Vec<&str> = rows.lines().collect();
    assert_eq!(rows[0], "module_a = []");
    assert_eq!(rows[26], "about = [");
    assert!(rows.iter().all(|row| row.len() <= 100), "{rows:#?}");
    let end = rows.iter().position(|row| *row == "]").expect("an end");
    assert_eq!(
        rows[end + 1..][..2],
        ["one = [\"two\"]", "two = [\"about\", \"one\"]"]
    );
    assert!(
        tables.ends_with("[cycles]\na = [\"one\", \"two\"]\n"),
        "{tables}"
    );
    // So written, they hold.
    files.push(("dependency-arrows.toml".to_owned(), tables));
    let tree: Tree = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    assert_eq!(module_arrows::check(&tree), []);
}

#[test]
fn documented_dependencies_pass() {
    let document = "# Dependencies\n## Rust crates\n| crate | why |\n| `serde_json` | reports |\n\
                    - `cc`: the solver\n## Python packages\n* `numpy`: arrays\n";
    let files = [
        ROOT,
        LOW,
        HIGH,
        ("oracle/requirements.txt", "# pinned\nnumpy==2.1.0\n"),
        ("docs/dependencies.md", document),
    ];
    assert_found(dependencies::check, files, &[]);
}

#[test]
fn undocumented_and_unused_dependencies_are_found() {
    let document = "## Rust crates\n| `cc` | the solver |\n| `rayon` | threads |\n";
    let files = [
        ROOT,
        LOW,
        HIGH,
        ("oracle/requirements.txt", "numpy==2.1.0\n"),
        ("docs/dependencies.md", document),
    ];
    let expected = [
        "docs/dependencies.md:3: `rayon` is not a dependency",
        "high/Cargo.toml:7: `serde_json` has no line",
        "oracle/requirements.txt:1: `numpy` has no line",
    ];
    assert_found(dependencies::check, files, &expected);
    let missing = ["docs/dependencies.md:1: the file is missing"];
    assert_found(dependencies::check, [ROOT], &missing);
}

#[test]
fn long_sources_are_found() {
    let longest = "x\n".repeat(600);
    let too_long = "x\n".repeat(601);
    let files = [("a.rs", longest.as_str()), ("b.md", &too_long)];
    assert_found(length::check, files, &[]);
    let files = [("a.rs", too_long.as_str()), ("b.py", &too_long)];
    assert_found(
        length::check,
        files,
        &["a.rs:601: 601 lines", "b.py:601: 601 lines"],
    );
}

#[test]
fn paths_in_the_architecture_are_checked() {
    let tree = |document| {
        [
            ("ARCHITECTURE.md", document),
            ("crates/m/src/step.rs", ""),
            ("crates/m/src/finance/irr.rs", ""),
            ("worlds/base.toml", ""),
        ]
    };
    let good = "`crates/m/` has `step.rs`, `finance/irr.rs`, `{step,irr}.rs`,\n\
                `worlds/*.toml`; `cargo doc`, `std::fs` and `validate/<part>.rs` are no paths\n";
    let bad = "`crates/n` and `step.py`\n\n`finance/{irr,npv}.rs` `worlds/*.json`\n";
    let expected = [
        "ARCHITECTURE.md:1: `crates/n` does not exist",
        "ARCHITECTURE.md:1: `step.py` does not exist",
        "ARCHITECTURE.md:3: `finance/npv.rs` does not exist",
        "ARCHITECTURE.md:3: `worlds/*.json` does not exist",
    ];
    assert_found(paths::check, tree(good), &[]);
    assert_found(paths::check, tree(bad), &expected);
    assert_found(
        paths::check,
        [ROOT],
        &["ARCHITECTURE.md:1: the file is missing"],
    );
}

const DIAGNOSTIC: &str = "crates/fabcast-scenario/src/diagnostic.rs";

#[test]
fn explained_codes_pass() {
    let source = "/// CODES\npub const CODES: [&str; 2] = [\n    \"range\",\n    \"unit\",\n];\n";
    let document = "# Errors\n## How to read them\n## range\n## `unit`\n### example\n";
    let files = [(DIAGNOSTIC, source), ("docs/errors.md", document)];
    assert_found(codes::check, files, &[]);
}

#[test]
fn unexplained_unknown_and_repeated_codes_are_found() {
    let source =
        "pub const CODES: &[&str] = &[\n    \"range\",\n    \"unit\",\n    \"unit\",\n];\n";
    let document = "## unit\n## colour\n";
    let module = "crates/fabcast-scenario/src/diagnostic/code.rs";
    let files = [(module, source), ("docs/errors.md", document)];
    let expected = [
        "crates/fabcast-scenario/src/diagnostic/code.rs:2: `range` has no section",
        "crates/fabcast-scenario/src/diagnostic/code.rs:4: `unit` is listed twice",
        "docs/errors.md:2: no error has the code `colour`",
    ];
    assert_found(codes::check, files, &expected);
}

#[test]
fn missing_codes_and_missing_document_are_found() {
    let document = ("docs/errors.md", "## unit\n");
    let no_codes = [(DIAGNOSTIC, "pub const OTHER: &[&str] = &[];\n"), document];
    let expected = ["crates/fabcast-scenario/src/diagnostic.rs:1: there is no constant"];
    assert_found(codes::check, no_codes, &expected);
    let no_document = [(DIAGNOSTIC, "pub const CODES: &[&str] = &[\"unit\"];\n")];
    assert_found(
        codes::check,
        no_document,
        &["docs/errors.md:1: the file is missing"],
    );
}

#[test]
fn references_to_the_model_are_checked() {
    let tree = |source| {
        [
            ("docs/model.md", "## 1. Capital\n## 12. Finance\n"),
            ("a.rs", source),
        ]
    };
    assert_found(
        sections::check,
        tree("//! Money (model §1 and §12); GDPR §7.\n"),
        &[],
    );
    let bad = "/// Money (model §1, §2).\n\n// model §13.1\n";
    let expected = [
        "a.rs:1: docs/model.md has no section `## 2.`",
        "a.rs:3: docs/model.md has no section `## 13.`",
    ];
    assert_found(sections::check, tree(bad), &expected);
    assert_found(
        sections::check,
        [("a.rs", "")],
        &["docs/model.md:1: the file is missing"],
    );
}

#[test]
fn pure_model_code_passes() {
    let source = r##"
//! Never `std::fs`; no HashMap, no `x.exp()`.
use std::{collections::BTreeMap, ops::Add};
use crate::math;
fn f(x: f64, exp: f64) -> f64 {
    let text = "println!() and rand::random()";
    math::exp(x).sqrt().abs().floor() + exp + ledger.sin + operand
}
#[cfg(test)]
mod tests {
    use std::time::Instant;
    fn g() { println!("{}", 1.0_f64.exp()); }
}
"##;
    let files = [
        ("crates/fabcast-model/src/flows.rs", source),
        ("crates/fabcast-model/src/math/tests.rs", "use std::fs;\n"),
        ("crates/fabcast-cli/src/main.rs", "use std::fs;\n"),
    ];
    assert_found(purity::check, files, &[]);
}

#[test]
fn impure_model_code_is_found() {
    let source = "use std::fs::File;\nuse std::{fmt, io::{self, Read}, time::Instant};\n\
                  use std::collections::HashMap;\nfn f(x: f64) {\n    x.exp();\n    f64::powf(x, 2.0);\n\
                  x\n        .ln();\n    println!(\"{x}\");\n    rand::random::<f64>();\n\
                  std::env::var(\"X\");\n    xs.map(f64::sin);\n}\n";
    let file = "crates/fabcast-model/src/flows.rs";
    let place = |line: usize, word: &str| format!("{file}:{line}: `{word}`");
    let expected = [
        place(1, "std::fs"),
        place(2, "std::time"),
        place(3, "HashMap"),
        place(5, "exp"),
        place(6, "powf"),
        place(8, "ln"),
        place(9, "println!"),
        place(10, "rand"),
        place(11, "std::env"),
        place(12, "sin"),
    ];
    let mut expected: Vec<String> = expected.into();
    expected.sort();
    let mut found = found(purity::check, [(file, source)]);
    found.sort();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, start) in found.iter().zip(&expected) {
        assert!(found.starts_with(start), "{found} instead of {start}");
    }
}

#[test]
fn the_disk_is_touched_in_one_module() {
    let source = "use std::path::{Path, PathBuf};\nfn f(disk: Disk, metadata: Metadata) {\n    \
                  disk.is_file(name);\n    metadata.exists;\n}\n\
                  #[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
    let files = [
        ("crates/fabcast-scenario/src/load.rs", source),
        ("crates/fabcast-scenario/src/disk.rs", "use std::fs;\n"),
        ("crates/fabcast/src/store.rs", "use std::fs;\n"),
    ];
    assert_found(disk::check, files, &[]);
    let source = "use std::{fmt, fs::File};\nfn f(path: &Path) {\n    path.exists();\n    \
                  paths.filter(Path::is_file);\n    std::env::var(\"X\");\n}\n";
    let file = "crates/fabcast-scenario/src/load.rs";
    let expected = [
        "crates/fabcast-scenario/src/load.rs:1: `std::fs`",
        "crates/fabcast-scenario/src/load.rs:3: `exists`",
        "crates/fabcast-scenario/src/load.rs:4: `is_file`",
        "crates/fabcast-scenario/src/load.rs:5: `std::env`",
    ];
    assert_found(disk::check, [(file, source)], &expected);
}

#[test]
fn left_over_text_is_found() {
    let unfinished = concat!("fn f() {\n    to", "do!()\n}\n");
    let local = concat!("see `/wor", "k/a` and file:/ro", "ot/b\n");
    let files = [("a.rs", unfinished), ("b.md", local)];
    let expected = [
        concat!("a.rs:2: `to", "do!(`: finish"),
        concat!("b.md:1: `/ro", "ot/` is a path of one machine"),
        concat!("b.md:1: `/wor", "k/` is a path of one machine"),
    ];
    assert_found(words::check, files, &expected);
}

#[test]
fn similar_text_is_not() {
    let text = concat!(
        "https://example.org/wor",
        "k/a frame/wor",
        "k/b todo: none\n"
    );
    assert_found(words::check, [("a.md", text)], &[]);
}

#[test]
fn links_are_followed() {
    let files = [
        (
            "README.md",
            "[a](docs/a.md#two-words) [b](docs) [c](#here) [d](https://x.org/y)\n# Here\n",
        ),
        (
            "docs/a.md",
            "# Two words\n[up](../README.md) [root](/README.md#here)\n",
        ),
    ];
    assert_found(links::check, files, &[]);
}

#[test]
fn broken_links_are_found() {
    let files = [
        (
            "README.md",
            "[a](docs/b.md)\n[b](docs/a.md#three)\n[c](#nowhere)\n",
        ),
        (
            "docs/a.md",
            "# Two words\n\n[up](../../elsewhere.md)\n[ref]: gone.md\n",
        ),
    ];
    let expected = [
        "README.md:1: the link `docs/b.md` leads to no file",
        "README.md:2: the link `docs/a.md#three`: docs/a.md has no heading",
        "README.md:3: the link `#nowhere`: README.md has no heading",
        "docs/a.md:3: the link `../../elsewhere.md` leaves the repository",
        "docs/a.md:4: the link `gone.md` leads to no file (docs/gone.md)",
    ];
    assert_found(links::check, files, &expected);
}

#[test]
fn white_space_is_checked() {
    let files = [
        ("a.rs", "fn f() {\n\n}\n"),
        ("b.toml", ""),
        ("c.py", "\tx \n"),
    ];
    assert_found(space::check, files, &[]);
    let files = [("a.rs", "a \nb\r\n\tc\nd")];
    let expected = [
        "a.rs:1: trailing white space",
        "a.rs:2: ends in CRLF",
        "a.rs:3: a tab",
        "a.rs:4: no newline",
    ];
    assert_found(space::check, files, &expected);
}

#[test]
fn checks_have_different_names() {
    let mut names: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CHECKS.len());
}

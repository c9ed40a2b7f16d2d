use super::*;

fn found(table: &str, files: &[(&str, &str)]) -> Vec<String> {
    let document = format!(
        "# R\n\n## Unsafe code\n\n| place | how many | what |\n|---|---|---|\n{table}\n\n## Z\n"
    );
    let all = files.iter().copied().chain([(FILE, document.as_str())]);
    let violations = check(&all.collect());
    violations.iter().map(Violation::to_string).collect()
}

const FREE: (&str, &str) = ("b/src/main.rs", "#![forbid(unsafe_code)]\n");

#[test]
fn what_is_listed_passes() {
    let files = [
        ("a/src/lib.rs", "mod x;"),
        ("a/src/x.rs", "\nunsafe { f() }"),
        FREE,
    ];
    assert_eq!(found("| `a/src/x.rs` | 1 | a call |", &files), [""; 0]);
}

#[test]
fn what_is_not_listed_or_not_there_or_not_forbidden_is_found() {
    let files = [
        ("a/src/lib.rs", "mod x;"),
        (
            "a/src/x.rs",
            "\nunsafe { f() }\n// unsafe\nunsafe impl S for T {}",
        ),
        ("b/src/main.rs", "fn main() {}"),
    ];
    assert_eq!(
        found(
            "| `a/src/x.rs` | 1 | a call |\n| `a/src/y.rs` | 1 | gone |",
            &files
        ),
        [
            "a/src/x.rs:2: there are 2 places of unsafe code, and docs/reliability.md lists 1 under `## Unsafe code`",
            "docs/reliability.md:8: `a/src/y.rs` has no unsafe code (any more); remove the row",
            "b/src/main.rs:1: its crate has no unsafe code: write `#![forbid(unsafe_code)]`",
        ]
    );
    assert_eq!(found("", &files[1..2]).len(), 1);
}

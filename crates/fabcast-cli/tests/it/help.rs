//! Help ends with two examples, and every example works.

use crate::support::{Folder, run_in, stdout, text};

const COMMANDS: [&str; 12] = [
    "run", "check", "list", "show", "new", "schema", "explain", "die", "gap", "absorb", "compare",
    "value",
];

/// Command lines after "Examples:", each as its arguments; what follows two spaces is a remark.
fn examples(help: &str) -> Vec<Vec<String>> {
    let (_, examples) = help.split_once("Examples:\n").expect("there are examples");
    let lines = examples
        .lines()
        .map(|line| line.trim().split("  ").next().unwrap_or(""));
    lines.filter(|line| !line.is_empty()).map(words).collect()
}

/// Words of a command line as a shell sees them; double quotes keep spaces.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("there is one").push(c),
        }
    }
    words
}

fn check(command: &[&str]) {
    let help = stdout(&[command, &["--help"]].concat());
    let examples = examples(&help);
    assert_eq!(examples.len(), 2, "{command:?}");
    for example in examples {
        assert_eq!(example[0], "fabcast");
        let folder = Folder::new();
        let arguments: Vec<&str> = example[1..].iter().map(String::as_str).collect();
        let output = run_in(folder.path(), &arguments);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{example:?}: {}",
            text(&output.stderr)
        );
        assert!(!output.stdout.is_empty(), "{example:?}");
    }
}

#[test]
fn the_examples_of_the_program_work() {
    check(&[]);
}

#[test]
fn the_examples_of_run_work() {
    check(&["run"]);
}

#[test]
fn the_examples_of_the_other_commands_work() {
    for command in &COMMANDS[1..] {
        check(&[command]);
    }
}

#[test]
fn every_command_is_listed() {
    let help = stdout(&["--help"]);
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
    }
    assert!(!help.contains("docs"), "a chore is shown");
}

#[test]
fn help_is_short_and_documented() {
    let page = stdout(&["docs", "cli"]);
    for command in COMMANDS {
        assert!(
            page.contains(&format!("\n## fabcast {command}\n")),
            "{command}"
        );
    }
}

#[test]
fn pages_of_the_documentation_can_be_made() {
    assert!(stdout(&["docs", "data"]).contains("## World 2024-02"));
    assert!(stdout(&["docs", "outcomes"]).contains("| `irr` |"));
    assert!(stdout(&["docs", "reference"]).len() > 1000);
}

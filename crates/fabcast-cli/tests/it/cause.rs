//! What the first screen says holds a programme back.

use crate::support::stdout;

/// The lines about causes, and the hint.
fn causes(arguments: &[&str]) -> String {
    let mut all = vec!["run"];
    all.extend(arguments);
    all.push("--quiet");
    let screen = stdout(&all).replace('\u{a0}', " ");
    let lines = screen
        .lines()
        .skip_while(|line| !line.starts_with("What holds it back"));
    let mut causes: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    causes.extend(screen.lines().filter(|line| line.contains("--relax")));
    causes.join("\n")
}

#[test]
fn what_a_plan_does_not_have_does_not_hold_it_back() {
    for (name, absent) in [
        ("stargate", &["yield", "packaging", "equipment"][..]),
        ("china-2014", &["power"]),
        ("chips-act", &["power"]),
        ("one-fab", &["power"]),
    ] {
        let said = causes(&[name, "--draws", "64"]);
        assert!(said.contains(" %"), "{name}: {said}");
        for group in absent {
            assert!(!said.contains(group), "{name}: {said}");
        }
    }
}

#[test]
fn while_nothing_is_planned_nothing_is_due() {
    let said = causes(&["one-fab", "--draws", "64", "--set", "judged=[2025, 2032]"]);
    assert!(said.contains("2025, compute/GW  nothing due yet"), "{said}");
    assert!(
        said.contains("2032, compute/GW  ") && said.contains("100 % in all"),
        "{said}"
    );
    assert_eq!(causes(&["no-programme", "--draws", "16"]), "");
    assert_eq!(causes(&["one-fab", "--draws", "16", "--no-why"]), "");
}

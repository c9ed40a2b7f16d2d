//! Whatever is read, there is an answer and never a panic.

use fabcast_scenario::{catalogue, load, load_text};
use proptest::prelude::*;

const BASE: &str = include_str!("fixture/base.toml");
const FILE: &str = "tests/it/fixture/fuzz.toml";

/// Reads and renders; either outcome is fine.
fn try_out(text: &str, sets: &[String]) {
    match load_text(FILE, text, sets) {
        Ok(scenario) => drop((scenario.to_toml(), scenario.warnings.to_string())),
        Err(errors) => {
            assert!(errors.has_errors());
            let shown = errors.render(true);
            assert!(!shown.is_empty());
            drop(serde_json::to_string(&errors).unwrap());
        }
    }
}

/// Bits of the language, to be strewn about.
fn piece() -> impl Strategy<Value = String> {
    let pieces = include!("../../../../fuzz/language.rs");
    prop_oneof![
        proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        any::<f64>().prop_map(|number| number.to_string()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        try_out(&String::from_utf8_lossy(&bytes), &[]);
    }

    #[test]
    fn any_pieces(pieces in proptest::collection::vec(piece(), 0..60)) {
        try_out(&pieces.concat(), &[]);
    }

}

proptest! {
    // Each of these reads a whole world.
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_good_file_with_changes(
        cuts in proptest::collection::vec((0..BASE.len(), 0..12usize, piece()), 1..6),
    ) {
        let mut text = BASE.to_owned();
        for (at, length, piece) in cuts {
            let start = text.floor_char_boundary(at.min(text.len()));
            let end = text.ceil_char_boundary((start + length).min(text.len()));
            text.replace_range(start..end, &piece);
        }
        try_out(&text, &[]);
    }

    #[test]
    fn any_value_of_any_form(pieces in proptest::collection::vec(piece(), 0..12)) {
        let value = pieces.concat();
        let paths = [
            "capital.gearing", "deploy.life", "kind.fab.overrun", "wafers.logic.cycle",
            "plan.fab.first", "plan.fab.capacity", "plan.fab.kind", "operator.foundry.kinds",
            "target.return.at_least", "start", "budget", "correlation.x.rank", "",
        ];
        let sets: Vec<String> = paths.iter().map(|path| format!("{path}={value}")).collect();
        try_out(BASE, &sets);
        // The same as a text in quotes.
        let quoted: String = value.chars().filter(|c| !c.is_control() && !"\"\\".contains(*c)).collect();
        let sets: Vec<String> = paths.iter().map(|path| format!("{path}=\"{quoted}\"")).collect();
        try_out(BASE, &sets);
    }
}

#[test]
fn every_prefix_and_every_lost_line() {
    let step = 37;
    for end in (0..BASE.len()).step_by(step) {
        try_out(&BASE[..BASE.floor_char_boundary(end)], &[]);
    }
    let lines: Vec<&str> = BASE.lines().collect();
    for lost in 0..lines.len() {
        let kept: Vec<&str> = lines
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != lost)
            .map(|(_, line)| *line)
            .collect();
        try_out(&kept.join("\n"), &[]);
    }
}

#[test]
fn deep_and_long_texts() {
    for text in [
        format!("{}b = 1\n", "a.".repeat(100_000)),
        format!("x = {}\n", "[".repeat(100_000)),
        format!("x = {}\n", "{a=".repeat(100_000)),
        format!("[{}]\n", "a.".repeat(100_000)),
        format!(
            "format = 1\nname = \"a\"\nbudget = \"{}\"\n",
            "9".repeat(200_000)
        ),
        format!(
            "format = 1\nname = \"a\"\nbudget = \"1 {}\"\n",
            "$/".repeat(50_000)
        ),
        format!("format = 1\nname = \"a\"\n{} = 1\n", "é".repeat(100_000)),
        "= 1 2\n".repeat(100_000),
        "a = 1\n".repeat(100_000),
    ] {
        try_out(&text, &[]);
    }
}

#[test]
fn names_that_are_not_scenarios() {
    for name in [
        "",
        ".",
        "/",
        "..",
        "-",
        "one fab",
        "\u{0}",
        "a/b/c.toml",
        "\n",
        "😀.toml",
    ] {
        assert!(load(name, &[]).is_err(), "{name:?}");
    }
    assert!(catalogue::scenario("one-fab").is_some());
}

#[test]
fn thousands_of_faults_end_after_a_few_hundred() {
    // Each name is held against its neighbours for a suggestion: three thousand of them took half a minute.
    for kind in ["event", "capital.investor", "plan"] {
        let entries: String = (0..3_000)
            .map(|n| format!("[{kind}.e{n}]\nlabel = \"e{n}\"\n"))
            .collect();
        let text =
            format!("format = 1\nname = \"d\"\ntitle = \"t\"\nextends = \"one-fab\"\n{entries}");
        let Err(errors) = load_text("many.toml", &text, &[]) else {
            panic!("{kind}: no fault");
        };
        assert!((1..=200).contains(&errors.iter().count()), "{kind}");
    }
}

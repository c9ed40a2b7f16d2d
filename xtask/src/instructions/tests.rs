use super::*;

fn counts(of: &[(&str, u64)]) -> Vec<Count> {
    of.iter()
        .map(|&(scenario, instructions)| Count {
            scenario: scenario.to_owned(),
            instructions,
        })
        .collect()
}

#[test]
fn reads_what_callgrind_says() {
    let said = "==7== Collected : 418445222\n==7== \n==7== I   refs:      418,445,222\n";
    assert_eq!(references(said), Some(418_445_222));
    assert_eq!(references("==7== nothing"), None);
}

#[test]
fn a_rise_beyond_five_per_cent_is_refused() {
    let kept = counts(&[("a", 1_000), ("b", 2_000_000)]);
    let (report, holds) = compare(&kept, &counts(&[("a", 1_050), ("b", 1_000_000)]));
    assert!(holds, "{report}");
    assert!(
        report.contains("ok    a: 1,050 instructions a draw, +5.0 % on 1,000\n"),
        "{report}"
    );
    assert!(
        report.contains("-50.0 % on 2,000,000; keep the gain"),
        "{report}"
    );
    let (report, holds) = compare(&kept, &counts(&[("a", 1_051), ("b", 2_000_000)]));
    assert!(!holds, "{report}");
    assert!(
        report.starts_with("FAIL  a: 1,051 instructions a draw, +5.1 % on 1,000"),
        "{report}"
    );
    let (report, holds) = compare(&kept, &counts(&[("c", 1)]));
    assert!(!holds && report.contains("not in crates/"), "{report}");
}

#[test]
fn the_file_reads_back() {
    let counts = Counts {
        date: "2026-11-24".to_owned(),
        processor: "Some \"fast\" one".to_owned(),
        rustc: "rustc 1".to_owned(),
        valgrind: "valgrind 3".to_owned(),
        per_draw: counts(&[("seven-trillion", 11_266_738), ("one-fab", 999)]),
    };
    let text = render(&counts);
    assert!(text.contains("instructions = 11_266_738\n"), "{text}");
    assert_eq!(toml::from_str::<Counts>(&text).expect("reads"), counts);
}

#[test]
fn the_kept_counts_are_of_the_scenarios_that_are_counted() {
    let kept = read(&crate::root()).expect("is there");
    let names: Vec<_> = kept.per_draw.iter().map(|c| c.scenario.as_str()).collect();
    assert_eq!(names, SCENARIOS);
}

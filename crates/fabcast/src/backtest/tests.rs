use serde_json::Value;

use super::*;

fn run(names: &[&str]) -> Value {
    let options = Options {
        draws: Some(64),
        seed: 1,
        ..Options::default()
    };
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let chosen = chosen(&names, &options).expect("names of backtests");
    let found: Vec<Finding> = chosen
        .iter()
        .map(|case| (case.run)(&options).expect("it runs"))
        .collect();
    serde_json::from_str(&json(&found)).expect("JSON")
}

#[test]
fn one_backtest_is_its_document_and_several_stand_together() {
    let replays = run(&["replays"]);
    let policy = run(&["policy"]);
    let both = run(&["replays", "policy"]);
    assert_eq!((&both["replays"], &both["policy"]), (&replays, &policy));
    let number = |value: &Value| value.as_f64().expect("a number");
    let (n_replays, n_policy) = (
        number(&replays["scores"]["n"]),
        number(&policy["scores"]["n"]),
    );
    let scores = &both["scores"];
    assert_eq!(number(&scores["n"]), n_replays + n_policy);
    // Coverage by hand, and CRPS as multiples of what was promised.
    let covered = n_replays * number(&replays["scores"]["coverage_80"])
        + n_policy * number(&policy["scores"]["coverage_80"]);
    let share = covered / (n_replays + n_policy);
    assert!((number(&scores["coverage_80"]) - share).abs() < 1e-12);
    let of = |document: &Value, rival: &str| {
        number(&document["scores"]["crps"]) / number(&document["scores"]["rivals"][rival]["crps"])
    };
    let crps = n_replays * of(&replays, "promised") + n_policy * of(&policy, "promised");
    assert!((number(&scores["crps"]) - crps / (n_replays + n_policy)).abs() < 1e-12);
    assert_eq!(number(&scores["rivals"]["simplest"]["crps"]), 1.0);
    let cases = both["cases"].as_array().expect("a list");
    let all = |document: &Value| document["cases"].as_array().expect("a list").len();
    assert_eq!(cases.len(), all(&replays) + all(&policy));
    assert_eq!(cases[0]["backtest"], "policy");
}

#[test]
fn files_go_to_the_backtest_that_takes_them() {
    let with = |cases: Option<&str>, actuals: Option<&str>, names: &[&str]| {
        let options = Options {
            cases: cases.map(Into::into),
            actuals: actuals.map(Into::into),
            ..Options::default()
        };
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        chosen(&names, &options).map(|chosen| chosen.len())
    };
    assert_eq!(with(None, None, &[]).expect("all"), CASES.len());
    assert_eq!(with(None, Some("a.csv"), &["plan-2024"]).expect("one"), 1);
    let why = with(None, Some("a.csv"), &[])
        .expect_err("all of them")
        .to_string();
    assert!(
        why.contains("fabcast backtest plan-2024 --actuals FILE"),
        "{why}"
    );
    assert!(with(Some("a.csv"), None, &["plan-2024"]).is_err());
    let why = with(None, None, &["plan2024"])
        .expect_err("no name")
        .to_string();
    assert!(why.contains("did you mean `plan-2024`?"), "{why}");
}

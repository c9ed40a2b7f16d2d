//! The verdict: targets, labels at their edges, and what a run without a value counts for.

use fabcast::collect::{Collected, Months};
use fabcast::document::run::Verdict;
use fabcast::ensemble::Options;
use fabcast::model::lanes::Lanes;
use fabcast::outcome::List;
use fabcast::run::{RunError, run};
use fabcast::text;
use fabcast::verdict::{Target, judge, targets};

use crate::common::{close, model, scenario};

/// What runs of one fab report.
fn list() -> List {
    List::of(&model("one-fab", &[]))
}

fn target(name: &str, outcome: &str, at_least: f64) -> Target {
    let outcome = list().position(outcome).expect("an outcome");
    Target {
        name: name.to_owned(),
        label: name.to_owned(),
        outcome,
        at_least,
    }
}

/// Draws whose outcomes are all the given values.
fn collected(targets: &[Target], values: &[f64]) -> Collected {
    collected_of(targets, &vec![values.to_vec(); list().infos().len()])
}

/// Draws with the given values of each outcome.
fn collected_of(targets: &[Target], columns: &[Vec<f64>]) -> Collected {
    let draws = columns[0].len();
    let mut collected = Collected::new(
        &model("one-fab", &[]),
        (columns.len(), targets),
        draws as u64,
        Months::All,
    );
    for draw in 0..draws {
        let values: Vec<Lanes> = columns.iter().map(|c| Lanes::splat(c[draw])).collect();
        collected.add_outcomes(&values, 1);
    }
    collected
}

/// The verdict on draws whose outcomes are all the given values.
fn judged(scenario: &str, targets: &[Target], values: &[f64]) -> Verdict {
    let asked = (&model(scenario, &[]), &list());
    judge(asked, targets, &collected(targets, values))
}

fn label_of(met: usize, of: usize) -> Verdict {
    let values: Vec<f64> = (0..of)
        .map(|draw| if draw < met { 0.9 } else { 0.899_999 })
        .collect();
    judged(
        "one-fab",
        &[target("a", "delivered_share_2030", 0.9)],
        &values,
    )
}

#[test]
fn labels_at_their_edges() {
    let cases = [
        (10, text::EXECUTABLE),
        (8, text::EXECUTABLE),
        (7, text::STRETCH),
        (3, text::STRETCH),
        (2, text::FANTASY),
        (0, text::FANTASY),
    ];
    for (met, expected) in cases {
        let verdict = label_of(met, 10);
        assert_eq!(verdict.label, expected, "{met} of 10");
        assert!(close(verdict.probability, met as f64 / 10.0, 1e-12));
        let p = met as f64 / 10.0;
        assert!(close(
            verdict.standard_error,
            (p * (1.0 - p) / 10.0).sqrt(),
            1e-12
        ));
        assert!(
            verdict.sentence.contains("10 futures"),
            "{}",
            verdict.sentence
        );
    }
}

#[test]
fn less_than_the_plan_is_never_called_executing_it() {
    let half = [target("half", "delivered_share_2030", 0.5)];
    let of = |value| judged("one-fab", &half, &[value; 4]).label;
    assert_eq!(
        (of(1.0), of(0.4)),
        (text::REACHABLE.to_owned(), text::FANTASY.to_owned())
    );
    let watts = [target("watts", "datacentre_gw_2030", 0.5)];
    assert_eq!(judged("one-fab", &watts, &[1.0; 4]).label, text::EXECUTABLE);
}

#[test]
fn all_targets_must_be_met_in_the_same_draw() {
    // Each target is met in two of four draws, both in none.
    let mut columns = vec![vec![0.0; 4]; list().infos().len()];
    let (a, b) = (
        target("a", "delivered_share_2030", 1.0),
        target("b", "irr_over_hurdle", 1.0),
    );
    columns[a.outcome] = vec![1.0, 1.0, 0.0, 0.0];
    columns[b.outcome] = vec![0.0, 0.0, 1.0, 1.0];
    let targets = [a, b];
    let verdict = judge(
        (&model("one-fab", &[]), &list()),
        &targets,
        &collected_of(&targets, &columns),
    );
    assert_eq!(
        verdict
            .targets
            .iter()
            .map(|t| t.probability)
            .collect::<Vec<_>>(),
        [0.5, 0.5]
    );
    assert_eq!(
        (verdict.probability, verdict.label.as_str()),
        (0.0, text::FANTASY)
    );
}

#[test]
fn no_value_does_not_meet_a_target() {
    let verdict = judged(
        "one-fab",
        &[target("a", "delivered_share_end", 0.0)],
        &[f64::NAN, f64::NAN, 0.0, f64::INFINITY],
    );
    assert_eq!(verdict.probability, 0.5);
    // No draws at all: no target is met, and nothing is divided by nothing.
    let none = judged("one-fab", &[target("a", "irr", 0.0)], &[]);
    assert_eq!((none.probability, none.standard_error), (0.0, 0.0));
    // A bound that is no number is met by nothing.
    let bound = judged("one-fab", &[target("a", "irr", f64::NAN)], &[1.0]);
    assert_eq!(bound.probability, 0.0);
}

#[test]
fn without_targets_or_programme() {
    assert_eq!(judged("one-fab", &[], &[1.0]).label, text::NO_TARGETS);
    assert_eq!(
        judged("no-programme", &[], &[1.0]).label,
        text::NO_PROGRAMME
    );
    let options = Options {
        draws: 8,
        ..Options::default()
    };
    let world = run(
        &scenario("no-programme", &[]),
        &options,
        None,
        false,
        &mut |_| (),
    );
    let verdict = world.expect("runs").document.verdict;
    assert_eq!(verdict.label, text::NO_PROGRAMME);
    assert!(!verdict.sentence.contains("NaN"), "{}", verdict.sentence);
}

#[test]
fn targets_of_the_scenarios() {
    for name in ["seven-trillion", "stargate", "one-fab"] {
        let targets = targets(&scenario(name, &[]), &mut list()).expect("known outcomes");
        let names: Vec<_> = targets.iter().map(|t| t.name.as_str()).collect();
        assert_eq!(
            names,
            ["delivered-2030", "delivered-2035", "return"],
            "{name}"
        );
        assert!(
            targets
                .iter()
                .all(|t| t.at_least.is_finite() && !t.label.is_empty())
        );
    }
}

#[test]
fn an_unknown_outcome_is_named() {
    let mut scenario = scenario("one-fab", &[]);
    let path = "target.return.outcome".to_owned();
    let unknown = fabcast::model::inputs::Leaf::Text("irr_over_hurdel".to_owned());
    scenario.inputs.leaves.insert(path.clone(), unknown);
    let options = Options {
        draws: 1,
        ..Options::default()
    };
    match run(&scenario, &options, None, false, &mut |_| ()) {
        Err(RunError::Targets(faults)) => {
            assert_eq!(faults.len(), 1);
            assert_eq!(
                (&faults[0].path, faults[0].outcome.as_str()),
                (&path, "irr_over_hurdel")
            );
        }
        other => panic!("{other:?}"),
    }
}

/// A relaxed run delivers its own plan: the verdict's shares are then 1.
#[test]
fn an_unlimited_run_delivers_its_plan() {
    let relax = fabcast::model::relax::Relax::ALL;
    let options = Options {
        draws: 16,
        relax,
        ..Options::default()
    };
    let output = run(
        &scenario("seven-trillion", &[]),
        &options,
        None,
        false,
        &mut |_| (),
    );
    let document = output.expect("runs").document;
    for date in ["2030", "2035", "end"] {
        let share = &document.outcomes[&format!("delivered_share_{date}")];
        assert_eq!(
            (share.quantiles.p5, share.quantiles.p95),
            (1.0, 1.0),
            "{date}"
        );
    }
    assert_eq!(document.relaxed.len(), 9);
    let why = document.why.expect("asked for");
    let of = why.outcomes.values().flat_map(|of| of.parts.values());
    assert!(
        of.flat_map(|years| years.values())
            .all(|part| part.part == 0.0)
    );
    assert!(why.hint.is_none() && why.year.is_none());
}

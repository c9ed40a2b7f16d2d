//! The execution gap: a plan with a known answer, agreement with the run, and refusals.

use fabcast::analysis::gap::{Question, gap};
use fabcast::analysis::{AnalysisError, Sample};
use fabcast::document::gap::GapDocument;
use fabcast::model::relax::ALL_GROUPS;
use fabcast::output::json;
use fabcast::run::run;

use crate::common::{close, mean, model_of, scenario};

fn sample(draws: u64) -> Sample<'static> {
    Sample {
        draws,
        seed: 1,
        threads: None,
        stop: None,
    }
}

fn question(outcomes: &[&str], year: Option<i32>) -> Question {
    Question {
        outcomes: outcomes.iter().map(|&name| name.to_owned()).collect(),
        year,
        exact: false,
    }
}

fn exact(question: Question) -> Question {
    Question {
        exact: true,
        ..question
    }
}

fn gap_of(name: &str, sets: &[&str], question: &Question, draws: u64) -> GapDocument {
    let result = gap(&scenario(name, sets), question, &sample(draws), &mut |_| {});
    result.unwrap_or_else(|error| panic!("{error}"))
}

fn refusal(name: &str, question: &Question) -> String {
    match gap(&scenario(name, &[]), question, &sample(8), &mut |_| {}) {
        Err(AnalysisError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

/// A fab for which money, tools and people are no matter. Its permit takes 6 months longer than planned in
/// every future, its qualification as many months more or less than 10 as are drawn.
const ADDITIVE: [&str; 24] = [
    "capital.investor.operator.commitment=1000 bn$",
    "capital.investor.operator.draw_rate=100 %/yr",
    "kind.fab.building_share=1",
    "kind.fab.overrun=1",
    "equipment.euv.need.fab=0 tool/kwspm",
    "equipment.duv.need.fab=0 tool/kwspm",
    "kind.fab.trades=0 FTE/kwspm",
    "kind.fab.engineers_install=0 FTE/kwspm",
    "kind.fab.engineers_run=0 FTE/kwspm",
    "kind.fab.technicians=0 FTE/kwspm",
    "kind.fab.team_weight=0",
    "kind.fab.ramp=18 months",
    "event.demand-slump.hazard=0 %/yr",
    "event.gulf-export-control.hazard=0 %/yr",
    "event.gulf-war.hazard=0 %/yr",
    "event.scanner-stop.hazard=0 %/yr",
    "event.taiwan-quake.hazard=0 %/yr",
    "event.taiwan-war.hazard=0 %/yr",
    "event.us-policy-reversal.hazard=0 %/yr",
    "uncertainty.duration_sd=0",
    "sponsor.threshold=0",
    "region.us.plant.permit=18 months",
    "region.us.plant.build=22 months",
    "kind.fab.qualify={ dist = \"uniform\", low = \"7 months\", high = \"13 months\" }",
];

#[test]
fn an_additive_plan_has_the_parts_that_were_put_in() {
    let sets = ADDITIVE;
    let draws = 64;
    let question = exact(question(&["fab_slip_median"], None));
    let document = gap_of("one-fab", &sets, &question, draws);
    let split = &document.outcomes["fab_slip_median"];
    let model = model_of(&scenario("one-fab", &sets));
    let qualify = model.parameters.find("kind.fab.qualify").expect("a path");
    let later: Vec<f64> = (0..draws)
        .step_by(8)
        .flat_map(|first| model.parameters.sample(1, first)[qualify].0)
        .map(|months| months.ceil() - 10.0)
        .collect();
    for group in ALL_GROUPS {
        let part = &split.parts[group.name()];
        let known = match group.name() {
            "facilities" => -6.0,
            "yield" => -mean(&later),
            _ => 0.0,
        };
        assert!(
            (part.mean - known).abs() < 1e-12,
            "{}: {} instead of {known}",
            group.name(),
            part.mean
        );
        assert!((part.removed_alone.mean - known).abs() < 1e-12);
        assert!((part.added_alone.mean - known).abs() < 1e-12);
    }
    assert!(
        split
            .interactions
            .iter()
            .all(|pair| pair.mean.abs() < 1e-12)
    );
    assert!(split.parts["facilities"].standard_error < 1e-12);
    assert_eq!(split.plan.mean, 0.0);
}

#[test]
fn plan_and_delivery_are_those_of_the_run_and_the_parts_add_up() {
    let (name, draws) = ("one-fab", 48);
    let names = ["delivered_h100e", "npv", "logic_kwspm_2035"];
    let document = gap_of(name, &[], &exact(question(&names, Some(2030))), draws);
    let options = fabcast::ensemble::Options {
        draws,
        ..Default::default()
    };
    let ran = run(&scenario(name, &[]), &options, None, false, &mut |_| {}).expect("runs");
    let of_run = |name: &str| ran.document.outcomes[name].mean;
    for (outcome, plan) in [
        ("delivered_h100e_2030", "plan_h100e_2030"),
        ("delivered_h100e_2035", "plan_h100e_2035"),
        ("npv", "plan_npv"),
    ] {
        let split = &document.outcomes[outcome];
        assert!(
            close(split.delivered.mean, of_run(outcome), 1e-12),
            "{outcome}"
        );
        assert!(close(split.plan.mean, of_run(plan), 1e-12), "{outcome}");
    }
    for (name, split) in &document.outcomes {
        let sum: f64 = split.parts.values().map(|part| part.mean).sum();
        let amounts = split.parts.values().map(|part| part.mean.abs());
        let size = amounts.fold(split.plan.mean.abs(), f64::max);
        assert!((sum - split.gap.mean).abs() <= 1e-12 * size, "{name}");
        assert!(split.largest_residual < 1e-12, "{name}");
        assert_eq!(split.interactions.len(), 36, "{name}");
        let shares: f64 = split.parts.values().map(|part| part.share).sum();
        assert!(
            split.gap.mean.abs() < 1e-6 * size || (shares - 1.0).abs() < 1e-9,
            "{name}"
        );
    }
    // So do those of four pairs of orders, to the same gap.
    let few = gap_of(name, &[], &question(&names, Some(2030)), draws);
    assert!(few.subsets < document.subsets, "{}", few.subsets);
    for (name, split) in &few.outcomes {
        let all = &document.outcomes[name];
        assert_eq!(
            (split.plan, split.delivered, split.gap),
            (all.plan, all.delivered, all.gap)
        );
        let sum: f64 = split.parts.values().map(|part| part.mean).sum();
        let amounts = split.parts.values().map(|part| part.mean.abs());
        let size = amounts.fold(split.plan.mean.abs(), f64::max);
        assert!((sum - split.gap.mean).abs() <= 1e-12 * size, "{name}");
        assert!(split.interactions.is_empty());
        for (group, part) in &split.parts {
            let known = &all.parts[group];
            assert_eq!(part.removed_alone, known.removed_alone, "{name} {group}");
            assert_eq!(part.added_alone, known.added_alone, "{name} {group}");
            // What hardly ever happens four pairs of orders may miss.
            let far = 3.0 * (part.standard_error + known.standard_error) + 1e-9 * size;
            assert!(
                !split.gap.is_distinct() || (part.mean - known.mean).abs() <= far,
                "{name} {group}: {part:?} {known:?}"
            );
        }
        // No hall is planned, so no grid is waited for.
        assert_eq!(split.parts["power"].mean, 0.0, "{name}");
    }
    assert_eq!(document.headline, "delivered_h100e_2030");
    assert_eq!(document.by_year.len(), 9);
}

#[test]
fn threads_change_no_byte_and_draws_keep_their_numbers() {
    let scenario = scenario("one-fab", &[]);
    let of = |draws, threads| {
        let sample = Sample {
            threads: Some(threads),
            ..sample(draws)
        };
        let document = gap(&scenario, &Question::default(), &sample, &mut |_| {});
        let mut document = document.unwrap_or_else(|error| panic!("{error}"));
        document.elapsed_seconds = 0.0;
        json::render(&document)
    };
    assert_eq!(of(19, 1), of(19, 3));
    assert_ne!(of(19, 1), of(20, 1));
}

#[test]
fn a_document_is_read_back_as_it_was_written() {
    let document = gap_of("one-fab", &[], &Question::default(), 8);
    let written = json::render(&document);
    let read: GapDocument = serde_json::from_str(&written).expect("readable");
    assert_eq!(json::render(&read), written);
}

#[test]
fn what_cannot_be_split_is_refused_with_a_way_out() {
    let why = refusal("no-programme", &Question::default());
    assert!(
        why.contains("no programme") && why.contains("fabcast list"),
        "{why}"
    );
    let why = refusal("one-fab", &question(&["delivered_h100"], None));
    assert!(why.contains("did you mean `delivered_h100e`?"), "{why}");
    let why = refusal("one-fab", &question(&["delivered_h100e"], Some(2036)));
    assert!(
        why.contains("2036 is not simulated") && why.contains("--year"),
        "{why}"
    );
    let why = refusal("one-fab", &question(&["delivered_h100e_1999"], None));
    assert!(why.contains("1999"), "{why}");
}

//! What a run says holds it back: by the estimator of `gap`, exactly 0 for what cannot act, on request only.

use fabcast::analysis::Sample;
use fabcast::analysis::gap::{Question, gap};
use fabcast::document::cause::{CauseOf, Why};
use fabcast::document::run::RunDocument;
use fabcast::model::lanes::LANES;
use fabcast::model::record::Series;
use fabcast::model::relax::Relax;
use fabcast::model::simulate::{Scene, Want};
use fabcast::run::{Runtime, start};
use fabcast::store::Settings;

use crate::common::{close, model, scenario};

/// Embedded scenarios that plan something.
const PROGRAMMES: [&str; 5] = [
    "seven-trillion",
    "one-fab",
    "stargate",
    "china-2014",
    "chips-act",
];

fn ran(name: &str, sets: &[&str], settings: &Settings) -> RunDocument {
    let scenario = scenario(name, sets);
    let output = start(&scenario, settings, Runtime::default(), None, &mut |_| {});
    output.unwrap_or_else(|error| panic!("{error}")).document
}

fn why(name: &str, sets: &[&str], draws: u64) -> Why {
    let settings = Settings {
        draws,
        seed: 1,
        ..Settings::default()
    };
    ran(name, sets, &settings)
        .why
        .expect("something is planned")
}

/// The part of a group in a year.
fn part(of: &CauseOf, group: &str, year: &str) -> f64 {
    of.parts[group][year].part
}

#[test]
fn parts_are_those_of_the_gap_within_their_errors() {
    let draws = 64;
    for name in PROGRAMMES {
        let why = why(name, &[], draws);
        assert_eq!(why.draws, draws);
        let question = Question {
            outcomes: why.outcomes.keys().cloned().collect(),
            ..Question::default()
        };
        let sample = Sample {
            draws,
            seed: 1,
            threads: None,
            stop: None,
        };
        let split = gap(&scenario(name, &[]), &question, &sample, &mut |_| {});
        let split = split.unwrap_or_else(|error| panic!("{error}"));
        let mut compared = 0;
        for (stem, of) in &why.outcomes {
            for (year, missing) in &of.gap {
                let known = &split.outcomes[&format!("{stem}_{year}")];
                let size = known.plan.mean.abs();
                assert_eq!((of.plan[year], *missing), (known.plan, known.gap), "{name}");
                let sum: f64 = of.parts.values().map(|years| years[year].part).sum();
                assert!(
                    (sum - missing.mean).abs() <= 1e-9 * size,
                    "{name} {stem} {year}"
                );
                for (group, part) in &known.parts {
                    let here = of.parts[group][year];
                    let error = here.standard_error + part.standard_error;
                    let apart = (here.part - part.mean).abs();
                    assert!(
                        !missing.is_distinct() || apart <= 3.0 * error + 1e-9 * size,
                        "{name} {stem} {year} {group}: {here:?} {part:?}"
                    );
                    compared += usize::from(error > 0.0);
                }
            }
        }
        assert!(compared > 0, "{name}");
    }
}

#[test]
fn what_cannot_act_has_no_part() {
    for (name, groups) in [
        ("one-fab", &["power"][..]),
        ("china-2014", &["power"]),
        ("chips-act", &["power"]),
        ("stargate", &["equipment", "yield", "packaging"]),
    ] {
        let why = why(name, &[], 16);
        for of in why.outcomes.values() {
            for (group, year) in groups
                .iter()
                .flat_map(|g| of.gap.keys().map(move |y| (*g, y)))
            {
                assert_eq!(part(of, group, year), 0.0, "{name} {group} {year}");
            }
        }
        assert!(
            !groups.contains(&why.hint.as_deref().unwrap_or("")),
            "{name}"
        );
    }
}

#[test]
fn a_year_in_which_nothing_is_due_has_no_gap() {
    let why = why("one-fab", &["judged=[2025, 2032]"], 32);
    let of = &why.outcomes[&why.outcome];
    assert_eq!((of.plan["2025"].mean, of.gap["2025"].mean), (0.0, 0.0));
    assert!(of.parts.values().all(|years| years["2025"].part == 0.0));
    assert!(of.gap["2032"].mean > 0.0);
    assert_eq!(why.year.as_deref(), Some("2032"));
}

#[test]
fn a_plan_that_never_delivers_is_judged_by_its_wafers() {
    let sets = ["deploy.offer_share=0", "judged=[2031]"];
    let why = why("one-fab", &sets, 16);
    assert_eq!(why.outcome, "logic_kwspm");
    assert!(why.outcomes["logic_kwspm"].plan["2031"].mean > 0.0);
}

#[test]
fn causes_are_left_out_and_taken_from_more_draws_on_request() {
    let of = |why| {
        let settings = Settings {
            draws: 80,
            seed: 1,
            why,
            ..Settings::default()
        };
        ran("one-fab", &["end=2031-12"], &settings)
    };
    let none = of(Some(0));
    assert!(none.cause.is_none() && none.why.is_none());
    let few = of(Some(32)).why.expect("asked for");
    let all = of(None).why.expect("as a rule");
    assert_eq!((few.draws, all.draws), (32, 72));
}

/// Others have less because of a programme, and a world in which nothing of it is begun is the world without it.
#[test]
fn what_a_programme_adds_is_less_than_what_it_delivers() {
    let of = why("seven-trillion", &[], 128);
    for (year, adds) in &of.adds {
        println!("{year}: {adds:?}");
        let [delivered, displaced, net] = [adds.delivered, adds.displaced, adds.net];
        assert!(displaced.mean > 0.0 && net.mean > 0.0 && net.mean < delivered.mean);
        let sum = displaced.mean + net.mean;
        assert!((sum - delivered.mean).abs() < 1e-9 * delivered.mean);
    }
    assert_eq!(of.adds.len(), 2);
    let (programme, alone) = (model("seven-trillion", &[]), model("no-programme", &[]));
    let planned = programme.parameters.central();
    let others = [Series::OthersH100e, Series::DeliveredH100e];
    let idle =
        Scene::new(&programme, &planned, 1, 0).run(&Want::part(Relax::NONE, 120, &others).idle());
    let centre = alone.parameters.central();
    let world = Scene::new(&alone, &centre, 1, 0).run(&Want::part(Relax::NONE, 120, &others));
    for month in 0..120 {
        assert_eq!(idle.record.of(others[1])[month].0, [0.0; LANES]);
        let [idle, world] = [&idle, &world].map(|run| run.record.of(others[0])[month].0);
        assert!(
            idle.iter().zip(world).all(|(a, b)| close(*a, b, 1e-9)),
            "{month}: {idle:?} {world:?}"
        );
    }
}

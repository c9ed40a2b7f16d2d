//! What the record of projects says against what the model gives.

use fabcast::document::run::RunDocument;
use fabcast::ensemble::Options;
use fabcast::model::relax::{Group, Relax};
use fabcast::run::{Runtime, start};
use fabcast::store::Settings;

use crate::common::scenario;

/// Labour is named in 5 of 52 causes of the record: people are a part of what is missing, not most of it.
#[test]
fn people_are_not_most_of_the_gap() {
    let settings = Settings {
        draws: 128,
        seed: 1,
        ..Settings::default()
    };
    let scenario = scenario("seven-trillion", &[]);
    let output = start(&scenario, &settings, Runtime::default(), None, &mut |_| {});
    let document = output.unwrap_or_else(|error| panic!("{error}")).document;
    let why = document.why.expect("something is planned");
    let of = &why.outcomes["delivered_h100e"];
    let share = of.parts["talent"]["2030"].part / of.gap["2030"].mean;
    assert!((0.0..0.35).contains(&share), "{share}");
}

/// A number of fabs in the United States, one begun a month, for which money is no matter.
fn fabs(count: u32) -> RunDocument {
    let options = Options {
        draws: 100,
        relax: Relax::NONE.with(Group::Capital),
        ..Options::default()
    };
    let count = format!("plan.fab.count={count}");
    let sets = [count.as_str(), "plan.fab.every=1 month"];
    let scenario = scenario("one-fab", &sets);
    let output = fabcast::run::run(&scenario, &options, None, false, &mut |_| {});
    output.unwrap_or_else(|error| panic!("{error}")).document
}

/// Crews stay with what they have begun: the first of many fabs is not held up by those that follow, and the
/// middle one of three dozen comes within two years and a half of its date (more than five before others'
/// staff could be won).
#[test]
fn the_first_of_many_fabs_comes_as_one_alone() {
    let figure = |document: &RunDocument, name: &str| document.outcomes[name].quantiles.p50;
    let alone = figure(&fabs(1), "first_fab_online");
    for (count, latest) in [(3, 24.0), (12, 26.0), (36, 30.0)] {
        let many = fabs(count);
        let (first, slip) = (
            figure(&many, "first_fab_online"),
            figure(&many, "fab_slip_median"),
        );
        println!("{count} fabs: first after {first} months, alone {alone}; middle {slip} late");
        assert!(first <= alone + 6.0, "{count}: {first}, alone {alone}");
        assert!(slip <= latest, "{count}: {slip}");
    }
}

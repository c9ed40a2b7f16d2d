//! Single projects that have happened, model beside record: the table of cases in `docs/validation.md`.
//!
//! Money is given, since the question is how long things take; all else is in force. What the record says was known to
//! whoever chose the values, so this shows that nothing is absurd, and is no proof.

use fabcast::ensemble::Options;
use fabcast::model::model::Model;
use fabcast::model::record::Series;
use fabcast::model::relax::{Group, Relax};
use fabcast::statistics::quantile_of_sorted;

use crate::common::{each_draw, model_of, scenario};

const CAMPUS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/financed-campus.toml"
);
const DRAWS: u64 = 400;

/// 10, 50 and 90 % of something in every draw; what never comes ranks last.
fn range(model: &Model, of: impl Fn(&[f64]) -> f64 + Sync + Send, series: Series) -> [f64; 3] {
    let options = Options {
        draws: DRAWS,
        relax: Relax::NONE.with(Group::Capital),
        ..Options::default()
    };
    let mut all = each_draw(model, &options, |group, lane| {
        let months = group.base.record.of(series);
        of(&months.iter().map(|x| x.0[lane]).collect::<Vec<f64>>())
    });
    all.sort_unstable_by(f64::total_cmp);
    [0.1, 0.5, 0.9].map(|p| quantile_of_sorted(&all, p))
}

/// Months from the first project's decision to the first capacity in use, the month itself included.
fn months_to_first(base: &str, sets: &[&str], series: Series) -> [f64; 3] {
    let model = model_of(&scenario(base, sets));
    let decided = f64::from(model.projects.list[0].planned_start);
    let first = move |months: &[f64]| {
        let month = months.iter().position(|&x| x > 0.0);
        month.map_or(f64::INFINITY, |month| month as f64 - decided)
    };
    range(&model, first, series)
}

/// Level at the end of a month, counted from the start.
fn level(base: &str, sets: &[&str], month: usize) -> [f64; 3] {
    let model = model_of(&scenario(base, sets));
    range(&model, move |months| months[month], Series::DatacentreGw)
}

#[test]
fn model_beside_record() {
    let fab = |more: &[&str]| {
        let sets = [&["end=2035-12"], more].concat();
        months_to_first("one-fab", &sets, Series::LogicCapacity)
    };
    let campus = |more: &[&str]| {
        let ground = [
            "end=2032-12",
            "plan.campus.capacity=2 GW",
            "plan.campus.ground=2024-08",
        ];
        let sets = [&ground[..], more].concat();
        months_to_first(CAMPUS, &sets, Series::DatacentreGw)
    };
    let one = fab(&[]);
    let cases = [
        // Announcement to volume of the five US fabs that are finished: 33 to 54 months, 49 in the middle.
        ("one US fab, decision to volume", one, 49.0),
        ("Arizona 1", one, 53.0),
        (
            "first of three US fabs, against one",
            fab(&["plan.fab.count=3", "plan.fab.every=8 months"]),
            49.0,
        ),
        (
            "Kumamoto 1",
            fab(&[
                "plan.fab.region=japan",
                "plan.fab.capacity=55 kwspm",
                "plan.fab.sponsor=decided",
            ]),
            37.0,
        ),
        ("one US campus of 2 GW, ground to power", campus(&[]), 27.0),
        (
            "first of five",
            campus(&["plan.campus.count=5", "plan.campus.every=3 months"]),
            27.0,
        ),
        ("Abilene", campus(&["plan.campus.capacity=1.2 GW"]), 16.0),
        (
            "Colossus 1, a conversion",
            campus(&["plan.campus.capacity=0.3 GW", "plan.campus.site=conversion"]),
            4.0,
        ),
        (
            "Stargate, GW at the end of 2025",
            level("stargate", &["end=2027-12"], 22),
            0.295,
        ),
        (
            "the same, May 2026",
            level("stargate", &["end=2027-12"], 27),
            0.59,
        ),
    ];
    let mut outside = Vec::new();
    println!("| case | model, 10 / 50 / 90 % | record | |");
    for (name, [low, middle, high], record) in cases {
        let inside = low <= record && record <= high;
        let mark = if inside { "inside" } else { "**outside**" };
        println!("| {name} | {low:.2} / {middle:.2} / {high:.2} | {record} | {mark} |");
        if !inside {
            outside.push(name);
        }
    }
    // The fastest conversion there was: a factory with a line, turbines on trailers, and money for both at once.
    assert_eq!(outside, ["Colossus 1, a conversion"]);
    assert!(
        cases[2].1[1] <= one[1] + 6.0,
        "the first of three is no later than one alone"
    );
}

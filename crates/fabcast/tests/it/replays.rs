//! Replays: what the record shows against what the model gives. `docs/replays.md` tells the rest.

use fabcast::data::row;
use fabcast::document::run::RunDocument;
use fabcast::ensemble::Options;
use fabcast::model::relax::{Group, Relax};

use crate::common::scenario;

fn run(name: &str, sets: &[&str]) -> RunDocument {
    let options = Options {
        draws: 400,
        ..Options::default()
    };
    let scenario = scenario(name, sets);
    fabcast::run::run(&scenario, &options, None, false, &mut |_| {})
        .unwrap_or_else(|error| panic!("{error}"))
        .document
}

/// 10, 50 and 90 % of a series in a month.
fn at(document: &RunDocument, series: &str, month: &str) -> [f64; 3] {
    let series = &document.series[series];
    let t = series.months.iter().position(|m| m == month);
    let t = t.unwrap_or_else(|| panic!("{month} is not simulated"));
    [
        series.quantiles.p10[t],
        series.quantiles.p50[t],
        series.quantiles.p90[t],
    ]
}

fn of(id: &str) -> f64 {
    let row = row(id).unwrap_or_else(|| panic!("{id} is not in the data"));
    row.central.parse().expect("a number")
}

/// World capacity at 7 nm and below in 2025 [kwspm]: the leading foundry's nodes over its island's share of all.
fn world_leading_edge() -> f64 {
    let foundry = of("cap.tsmc.n7.2020")
        + of("cap.tsmc.n5.2022")
        + of("cap.tsmc.n3.2025")
        + of("cap.tsmc.n2.2025");
    let (in_2022, in_2032) = (of("share.tw.sub10.2022"), of("share.tw.sub10.2032"));
    foundry / ((in_2022 + 0.3 * (in_2032 - in_2022)) / 100.0)
}

/// S9: the money was spent, and bought next to nothing at the leading edge.
#[test]
fn money_alone_bought_china_no_leading_edge() {
    let document = run("china-2014", &[]);
    let world = world_leading_edge();
    assert!((700.0..750.0).contains(&world), "{world}");
    let [_, capacity, high] = at(&document, "logic_capacity_kwspm", "2025-12");
    let share = capacity / world;
    // The record is nearer to 3 %: docs/replays.md says so.
    assert!(share < 0.08, "{share}");
    assert!(high / world < 0.16, "{high}");
    assert!(capacity > 0.0, "one line was built, in the record too");
    let planned = at(&document, "plan_logic_capacity_kwspm", "2025-12")[1];
    assert!(planned / world > 0.4, "{planned}");
    let [_, drawn, _] = at(&document, "capital_drawn", "2025-12");
    assert!(drawn > 250.0, "{drawn}");
}

/// Controls bind China's leading edge more than people do.
#[test]
fn controls_bind_china_before_people() {
    let lifted = |group| {
        let options = Options {
            draws: 200,
            relax: Relax::NONE.with(group),
            ..Options::default()
        };
        let scenario = scenario("china-2014", &[]);
        let document = fabcast::run::run(&scenario, &options, None, false, &mut |_| {});
        let document = document.unwrap_or_else(|error| panic!("{error}")).document;
        at(&document, "logic_capacity_kwspm", "2025-12")[1]
    };
    let (controls, people) = (lifted(Group::Geopolitics), lifted(Group::Talent));
    assert!(controls > 1.5 * people, "{controls} {people}");
}

/// A line that counts on EUV is paid for and never runs: its other tools wait in store.
#[test]
fn a_line_that_counts_on_euv_never_runs() {
    let sets = ["equipment.euv.need.fab=0.25 tool/kwspm"];
    let document = run("china-2014", &sets);
    for month in ["2025-12", "2030-12"] {
        assert_eq!(at(&document, "logic_capacity_kwspm", month), [0.0; 3]);
    }
    assert!(at(&document, "capital_drawn", "2025-12")[1] > 230.0);
    // With licences the same lines would run.
    let free = ["event.euv-refused.severity=0", sets[0]];
    let document = run("china-2014", &free);
    assert!(at(&document, "logic_capacity_kwspm", "2030-12")[1] > 20.0);
}

/// S10: months in which plants were promised, and in which they ran or are now expected to.
#[test]
fn plants_of_the_chips_act_are_late_as_the_record_shows() {
    let record = [
        ("tsmc-1.1", (2024, 12)),
        ("intel-52.1", (2025, 10)),
        ("samsung-taylor.1", (2026, 12)),
        ("intel-ohio.1", (2030, 12)),
        ("micron-id.1", (2027, 10)),
        ("micron-ny.1", (2030, 9)),
        ("tsmc-2.1", (2027, 10)),
        ("tsmc-3.1", (2030, 12)),
    ];
    let document = run("chips-act", &[]);
    let mut missed = Vec::new();
    for (name, (year, month)) in record {
        let project = document.projects.iter().find(|p| p.name == name);
        let [early, middle, late] = project.expect("in the plan").online;
        let planned = project.expect("in the plan").planned_online;
        assert!(
            middle.expect("in most draws") > planned.expect("planned"),
            "{name}"
        );
        let recorded = f64::from((year - 2020) * 12 + month - 1);
        let inside = early.is_some_and(|t| t <= recorded) && late.is_none_or(|t| recorded <= t);
        if !inside {
            missed.push(name);
        }
    }
    assert_eq!(missed, [""; 0], "outside the range of 80 %");
}

/// By July 2025, 35 months after the act, 6 of 30.9 bn$ had been paid.
#[test]
fn grants_are_paid_years_after_the_act() {
    let document = run("chips-act", &[]);
    let promised = at(&document, "grants", "2034-12")[1];
    let [low, middle, high] = at(&document, "grants", "2025-07").map(|paid| paid / promised);
    let recorded = of_amount("us.chips.disbursed.2025") / of_amount("us.chips.awarded.2025");
    assert!((0.15..0.25).contains(&recorded), "{recorded}");
    assert!(
        low <= recorded && recorded <= high,
        "{low} {recorded} {high}"
    );
    assert!((middle - recorded).abs() < 0.12, "{middle} {recorded}");
}

/// Amount of an event of the data [bn$].
fn of_amount(id: &str) -> f64 {
    let text = include_str!("../../../../data/policy_events.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let column = header.iter().position(|name| name == "amount_busd");
    let column = column.expect("a column of amounts");
    let found = reader
        .records()
        .filter_map(Result::ok)
        .find(|record| record.get(0) == Some(id));
    let found = found.unwrap_or_else(|| panic!("{id} is not in the data"));
    found[column].parse().expect("a number")
}

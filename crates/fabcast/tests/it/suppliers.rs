//! Makers of tools feel demand, and have good and bad years (model §3, §8).

use fabcast::model::flows::{N_CLASSES, ToolBudget};
use fabcast::model::lanes::{Lanes, ZERO};
use fabcast::model::math::scalar::{ln, pow};
use fabcast::model::model::Model;
use fabcast::model::parameter::CLASSES;
use fabcast::model::parameters::Values;
use fabcast::model::record::series_info;
use fabcast::model::relax::Relax;
use fabcast::model::simulate::{Scene, Want};
use fabcast::model::supply_chain::EquipmentTerms;

use crate::common::model;

/// Sets of every class that make suppliers feel demand alone: no cycle but what is added.
fn sets(response: &str, cycle: &str, more: &[&str]) -> Vec<String> {
    let mut sets: Vec<String> = more.iter().map(|&set| set.to_owned()).collect();
    for class in CLASSES {
        sets.push(format!("equipment.{class}.orders_response={response}"));
        sets.push(format!("equipment.{class}.orders_lag=3 months"));
        sets.push(format!("equipment.{class}.cycle={cycle}"));
        sets.push(format!("equipment.{class}.recovery=100 %/yr"));
        sets.push(format!("equipment.{class}.prepared=1.5"));
    }
    sets.push(format!("equipment.cycle={cycle}"));
    sets
}

fn world(response: &str, cycle: &str, more: &[&str]) -> Model {
    let sets = sets(response, cycle, more);
    model(
        "no-programme",
        &sets.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

fn terms(model: &Model, values: &Values) -> EquipmentTerms {
    let budget = ToolBudget {
        budget: ZERO,
        remainder: None,
    };
    EquipmentTerms::new(&model.equipment, [budget; 3], values)
}

/// The normals of a cycle are `z` from one year to another, and 0 in all others.
fn years(model: &Model, values: &Values, name: &str, (from, to): (i32, i32), z: f64) -> Values {
    let mut values = values.clone();
    for (path, id) in model.parameters.paths() {
        if let Some(year) = path.strip_prefix(&format!("latent.cycle.{name}.")) {
            let year: i32 = year.parse().expect("a year");
            let here = (from..=to).contains(&year);
            *values.draws_mut(id.index()) = [if here { z } else { 0.0 }; 8];
        }
    }
    values
}

/// What the suppliers of a class make, month by month, in eight draws.
fn supply(model: &Model, values: &Values, class: &str) -> Vec<Lanes> {
    let planned = model.parameters.central();
    let scene = Scene::with_values(model, &planned, values.clone());
    let run = scene.run(&Want::all(Relax::NONE).audited(true));
    assert_eq!(run.violations, Vec::new());
    let name = format!("supply_{class}");
    let position = (series_info(model).iter())
        .position(|series| series.name == name)
        .expect("a series");
    run.record.series(position).to_vec()
}

#[test]
fn without_response_and_cycle_orders_are_the_trend() {
    let model = world("0", "0", &[]);
    let terms = terms(&model, &model.parameters.sample(1, 0));
    let spending: Vec<Lanes> = (0..model.months)
        .map(|t| Lanes::splat((t % 7) as f64 - 3.0))
        .collect();
    for class in 0..N_CLASSES {
        for month in 0..model.months {
            assert_eq!(terms.above_trend(class, month, &spending).0, [1.0; 8]);
        }
    }
}

#[test]
fn orders_answer_spending_by_their_elasticity_after_their_lag() {
    let model = world("0.35", "0", &[]);
    let terms = terms(&model, &model.parameters.sample(1, 0));
    let mut spending = vec![ZERO; model.months];
    spending[20] = Lanes::splat(ln(2.0));
    for month in 0..model.months {
        let expected = if month == 23 { pow(2.0, 0.35) } else { 1.0 };
        for factor in terms.above_trend(2, month, &spending).0 {
            assert!((factor - expected).abs() < 1e-12, "{month}: {factor}");
        }
    }
}

#[test]
fn a_boom_of_demand_raises_what_the_world_orders_and_a_slump_lowers_it() {
    let model = world(
        "0.5",
        "0",
        &["market.cycle=0.3", "market.cycle_correlation=0"],
    );
    let drawn = model.parameters.sample(1, 0);
    let usual = years(&model, &drawn, "demand", (0, 0), 0.0);
    for class in ["euv", "front_end", "hbm_tools"] {
        let of = |z: f64| {
            supply(
                &model,
                &years(&model, &usual, "demand", (2026, 2027), z),
                class,
            )
        };
        let (slump, usual, boom) = (of(-2.0), of(0.0), of(2.0));
        // Before 2025-07 nothing of it is known; it is felt a lag and a backlog later.
        assert_eq!(slump[15].0, boom[15].0);
        let late_2027 = 46;
        for lane in 0..8 {
            let [slump, usual, boom] = [&slump, &usual, &boom].map(|of| of[late_2027].0[lane]);
            assert!(
                slump < usual && usual < boom,
                "{class}: {slump} {usual} {boom}"
            );
        }
    }
}

#[test]
fn suppliers_come_back_fast_to_their_former_peak_and_grow_slowly_beyond() {
    let model = world("0", "0.3", &[]);
    let values = model.parameters.sample(1, 0);
    let of = |path: &str| values[model.parameters.find(path).expect("a parameter")];
    let growth = of("equipment.front_end.growth");
    let made = supply(&model, &values, "front_end");
    let (mut fell, mut regained) = (false, false);
    for lane in 0..8 {
        let fastest = pow(1.0 + growth.0[lane], 1.0 / 12.0);
        let mut now = of("equipment.front_end.orders").0[lane];
        let mut peak = 1.5 * now;
        for next in made.iter().map(|made| made.0[lane]) {
            // All of the peak can be regained in a year.
            let limit = (now * fastest).max(peak.min(now + peak / 12.0));
            assert!(
                next <= limit * (1.0 + 1e-12),
                "{next} after {now}, peak {peak}"
            );
            fell |= next < 0.98 * now;
            regained |= next > now * fastest * 1.01;
            (now, peak) = (next, peak.max(next));
        }
    }
    assert!(fell && regained);
}

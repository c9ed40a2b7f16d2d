//! When events come (model §13): the hazard accumulated since the start reaches `-ln(1-u)`.

use fabcast::model::events::{Calendar, Effects};
use fabcast::model::math::scalar::ln;
use fabcast::model::relax::Relax;

use crate::common::model;

/// First month in which demand is hit, in 800 draws, beside the uniform that decides it.
fn first_slumps(sets: &[&str]) -> Vec<(f64, Option<usize>)> {
    let mut all = vec!["event.demand-slump.hazard=8 %/yr"];
    all.extend_from_slice(sets);
    // No other event may hit demand.
    all.push("event.taiwan-war.hazard=0 %/yr");
    let model = model("no-programme", &all);
    let latent = model
        .parameters
        .find("latent.arrival.demand-slump.1")
        .expect("a latent");
    let mut effects = Effects::none(&model.events);
    let mut found = Vec::new();
    for group in 0..100 {
        let values = model.parameters.sample(1, group * 8);
        let calendar = Calendar::new(&model.events, &values, Relax::NONE);
        let mut first = [None; 8];
        for month in 0..model.months {
            calendar.effects(month, &mut effects);
            for (lane, first) in first.iter_mut().enumerate() {
                if effects.demand.0[lane] < 1.0 && first.is_none() {
                    *first = Some(month);
                }
            }
        }
        found.extend((0..8).map(|lane| (values[latent].0[lane], first[lane])));
    }
    found
}

/// The month of the closed form, if it is simulated.
fn expected(u: f64, before: f64, change: f64, after: f64) -> Option<usize> {
    let threshold = -ln(1.0 - u);
    let at_change = before * change / 12.0;
    let month = if threshold <= at_change {
        threshold / before * 12.0
    } else {
        change + (threshold - at_change) / after * 12.0
    };
    (month < 203.0).then_some(month as usize)
}

#[test]
fn a_constant_hazard_is_one_gap() {
    for (u, month) in first_slumps(&[]) {
        assert_eq!(month, expected(u, 0.08, 1e9, 0.0));
    }
}

#[test]
fn a_hazard_may_change() {
    // 2030-02 is 72 months after the start.
    let later = [
        "event.demand-slump.period.late.from=2030-02",
        "event.demand-slump.period.late.hazard=40 %/yr",
    ];
    let found = first_slumps(&later);
    for &(u, month) in &found {
        assert_eq!(month, expected(u, 0.08, 72.0, 0.4));
    }
    assert!(found.iter().any(|(_, month)| month.is_some_and(|m| m < 72)));
    assert!(found.iter().any(|(_, month)| month.is_some_and(|m| m > 90)));
}

#[test]
fn nothing_comes_when_the_hazard_is_over() {
    let over = [
        "event.demand-slump.period.over.from=2030-02",
        "event.demand-slump.period.over.hazard=0 %/yr",
    ];
    for (u, month) in first_slumps(&over) {
        let wanted = expected(u, 0.08, 1e9, 0.0).filter(|&m| m < 72);
        assert_eq!(month, wanted);
    }
}

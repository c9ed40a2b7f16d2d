use super::*;

fn scenario(name: &str) -> Scenario {
    fabcast_scenario::load(name, &[]).unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn every_parameter_can_be_explained() {
    let scenario = scenario("seven-trillion");
    for entry in &scenario.entries {
        let explanation = explain(&scenario, &entry.path).expect("it is there");
        assert!(!explanation.what.is_empty());
        let Some(spread) = explanation.distribution else {
            continue;
        };
        assert!(spread.quantiles.is_sorted(), "{}", entry.path);
        assert!(
            spread.density.iter().all(|part| (0.0..=1.0).contains(part)),
            "{}",
            entry.path
        );
        assert!(spread.density.contains(&1.0), "{}", entry.path);
    }
}

#[test]
fn the_beginning_of_a_path_lists_what_is_under_it() {
    let below = explain(&scenario("one-fab"), "kind.fab").unwrap_err().below;
    assert!(
        below.len() > 5
            && below
                .iter()
                .all(|brief| brief.path.starts_with("kind.fab."))
    );
}

#[test]
fn a_misspelt_path_gets_suggestions() {
    let nearest = explain(&scenario("one-fab"), "kind.fab.unit-cost")
        .unwrap_err()
        .nearest;
    assert_eq!(nearest[0], "kind.fab.unit_cost");
    let nearest = explain(&scenario("one-fab"), "salvage")
        .unwrap_err()
        .nearest;
    assert_eq!(nearest[0], "wafers.logic.salvage");
    assert!(
        explain(&scenario("one-fab"), "qqqqqqqq")
            .unwrap_err()
            .nearest
            .is_empty()
    );
}

#[test]
fn dearer_plants_return_less() {
    let effect = effect(&scenario("one-fab"), "kind.fab.unit_cost", 64, 1);
    let effect = effect.expect("it runs").expect("it varies");
    let npv = effect
        .outcomes
        .iter()
        .find(|outcome| outcome.name == "npv")
        .expect("compared");
    assert!(effect.low < effect.high && npv.change < 0.0, "{npv:?}");
}

#[test]
fn a_constant_has_no_effect() {
    let effect = effect(&scenario("one-fab"), "wafers.logic.edge", 64, 1).expect("it runs");
    assert!(effect.is_none());
}

#[test]
fn later_evidence_is_told_with_its_rows() {
    let overrun = explain(&scenario("hindcast-2022"), "kind.fab.overrun").expect("it is there");
    let rows: Vec<String> = (overrun.later_evidence.iter())
        .filter_map(|source| Some(source.row.as_ref()?.as_of.clone()))
        .collect();
    assert_eq!(rows, ["2023", "2023"]);
    assert!(overrun.sources.is_empty() && overrun.assumption.is_some());
}

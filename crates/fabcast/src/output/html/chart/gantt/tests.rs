use super::*;

#[test]
fn lines_are_named_by_what_stands_before_the_number() {
    assert_eq!(line_name("fab-us.3"), "fab-us");
    assert_eq!(line_name("a.b.12"), "a.b");
    assert_eq!(line_name("solo"), "solo");
    assert_eq!(line_name("v1.x"), "v1.x");
    assert_eq!(line_name(".3"), ".3");
}

#[test]
fn projects_that_never_come_rank_after_all_others() {
    let project = |online: Option<f64>| ProjectSummary {
        name: "a.1".into(),
        kind: "fab".into(),
        region: "us".into(),
        capacity: 1.0,
        unit: "kwspm".into(),
        planned_cost: 1.0,
        planned_start: 0.0,
        planned_online: Some(40.0),
        start: [None; 3],
        online: [None, online, None],
        never: 0.0,
    };
    let projects = [project(Some(52.0)), project(None), project(None)];
    assert_eq!(median_slip(projects.iter()), Some(f64::INFINITY));
    assert_eq!(median_slip(projects[..2].iter()), Some(12.0));
    assert_eq!(median_slip([].iter()), None);
}

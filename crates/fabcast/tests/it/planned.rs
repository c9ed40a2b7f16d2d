//! The planned path of a plant, counted by hand (model §2, §14). Those of campuses are in `campuses.rs`.

use fabcast::model::model::Model;
use fabcast::model::record::Series;
use fabcast::model::relax::Relax;
use fabcast::model::simulate::{Scene, Want};
use fabcast::scenario::load_text;

use crate::common::{model, model_of};

/// Planned path of the first project of a line.
fn path<'a>(model: &'a Model, line: &str) -> &'a [f64] {
    let name = format!("{line}.1");
    let project = model
        .projects
        .list
        .iter()
        .find(|project| project.name == name);
    &project.expect("in the plan").planned_path
}

/// Planned in the United States: permit 12, building 22, tools 12, qualification 10, ramp 18.
#[test]
fn a_fab_counted_by_hand() {
    let model = model(
        "one-fab",
        &["plan.fab.first=3 months", "plan.fab.capacity=30 kwspm"],
    );
    let path = path(&model, "fab");
    // Months after the start: the permit is there at the end of month 11; 16 of 22 months of
    // building pass 0.7 in month 27; tools from month 28 reach a quarter in month 30;
    // qualification takes months 31 to 40; the ramp months 41 to 58.
    let at = |month: usize| path[3 + month];
    assert!(path[..3 + 41].iter().all(|&usable| usable == 0.0));
    assert!((at(41) - 30.0 / 18.0).abs() < 1e-12, "{}", at(41));
    assert!((at(49) - 15.0).abs() < 1e-9 && at(48) < 14.0, "{}", at(49));
    assert!(at(57) < 30.0);
    assert_eq!(at(58), 30.0);
    assert_eq!(path.last(), Some(&30.0));
    assert!(path.windows(2).all(|pair| pair[0] <= pair[1]));
    let online = model.projects.list[0].planned_online(model.months);
    assert_eq!(online, Some(3 + 49));
}

/// A reform of permits and thresholds that differ between draws change what happens, not what was planned.
#[test]
fn a_plan_knows_neither_reforms_nor_draws() {
    let text = "format = 1\nname = \"reformed\"\nextends = \"one-fab\"\n\
                [policy.reform.fast]\nregion = \"us\"\nspeed = 2\nfrom = \"2024-02\"\n\
                [kind.fab]\ninstall_from = { value = \"0.7 (0.5 to 0.9)\", assumption = \"test\" }\n\
                qualify_from = { value = \"0.25 (0.1 to 0.5)\", assumption = \"test\" }\n";
    let scenario = load_text("reformed.toml", text, &[]).unwrap_or_else(|e| panic!("{e}"));
    let reformed = Model {
        book: None,
        ..model_of(&scenario)
    };
    let planned = reformed.parameters.central();
    let scene = Scene::new(&reformed, &planned, 1, 0);
    let run = scene.run(&Want::all(Relax::ALL));
    let path = path(&reformed, "fab");
    for (month, stands) in run.record.of(Series::LogicCapacity).iter().enumerate() {
        let apart = stands.0.map(|value| (value - path[month]).abs());
        assert!(
            apart.iter().all(|&apart| apart < 1e-9),
            "{month}: {stands:?}"
        );
    }
}

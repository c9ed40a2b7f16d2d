use fabcast_model::{model::Model, relax::Relax, simulate::{Scene, Audit}};
use fabcast_model::record::Series;
fn main() {
    let scenario = fabcast_scenario::load("seven-trillion", &[]).ok().unwrap();
    let model = Model::new(&scenario.inputs).unwrap();
    let planned = model.parameters.central();
    let scene = Scene::new(&model, &planned, 1, 0);
    for relax in [Relax::ALL, Relax::NONE] {
        let mut audit = Audit::default();
        let run = scene.run(relax, None, Some(&mut audit));
        println!("{relax:?} {}", audit.violations.len());
        for v in audit.violations.iter().take(5) { println!("{v:?}"); }
        for t in 40..46 { println!("{t} cash {} drawn {} rev {} debt {} dist {}", run.record.of(Series::Cash)[t].0[2], run.record.of(Series::CapitalDrawn)[t].0[2], run.record.of(Series::Revenue)[t].0[2], run.record.of(Series::Debt)[t].0[2], run.record.of(Series::Distributions)[t].0[2]); }
    }
}

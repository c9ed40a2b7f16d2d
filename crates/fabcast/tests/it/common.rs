//! What several tests need: scenarios, groups of draws, and everything that a draw reports.

use std::path::Path;
use std::sync::Mutex;

use fabcast::ensemble::{self, Group, NoThreads, Options};
use fabcast::folder::{Claim, Folder};
use fabcast::model::lanes::{LANES, Lanes};
use fabcast::model::model::Model;
use fabcast::model::outcome::{Outcome, SCALARS};
use fabcast::model::simulate::Run;
use fabcast::scenario::{Scenario, load};

/// An embedded scenario with some values set.
pub fn scenario(name: &str, sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    load(name, &sets).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A folder to write into.
pub fn opened(path: &Path) -> Folder {
    Folder::of_files(path, &Claim::default(), &[]).unwrap_or_else(|error| panic!("{error}"))
}

/// A scenario as the engine sees it.
pub fn model_of(scenario: &Scenario) -> Model {
    Model::new(&scenario.inputs).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// An embedded scenario as the engine sees it, with some values set.
pub fn model(name: &str, sets: &[&str]) -> Model {
    model_of(&scenario(name, sets))
}

/// Every group of an ensemble, in order.
pub fn groups(model: &Model, options: &Options) -> Vec<Group> {
    let all = Mutex::new(Vec::new());
    let taken = ensemble::run::<NoThreads>(model, options, |groups| {
        all.lock().expect("not poisoned").extend_from_slice(groups);
        Ok(())
    });
    taken.unwrap_or_else(|error| panic!("{error}"));
    all.into_inner().expect("not poisoned")
}

/// What `of` makes of each draw, in the order of the draws; groups are dropped as they go by.
pub fn each_draw<T>(
    model: &Model,
    options: &Options,
    mut of: impl FnMut(&Group, usize) -> T + Send,
) -> Vec<T>
where
    T: Send,
{
    let mut all = Vec::new();
    let taken = ensemble::run::<NoThreads>(model, options, |groups| {
        for group in groups {
            all.extend((0..group.lanes).map(|lane| of(group, lane)));
        }
        Ok(())
    });
    taken.unwrap_or_else(|error| panic!("{error}"));
    all
}

/// An outcome of a run by its name.
pub fn outcome(model: &Model, run: &Run, name: &str) -> Lanes {
    let outcome = Outcome::parse(name, &model.regions).expect("an outcome");
    outcome.value(model, run, Lanes([f64::NAN; 8]))
}

/// Every number that a run reports of a lane: monthly series, outcomes, projects, draws.
pub fn numbers(run: &Run, lane: usize) -> Vec<f64> {
    let lane_of = |lanes: &Lanes| lanes.0[lane];
    let series = (0..run.record.count()).flat_map(|i| run.record.series(i));
    let mut numbers: Vec<f64> = series.map(lane_of).collect();
    numbers.extend((0..SCALARS.len()).map(|i| run.outcomes.at(i).0[lane]));
    numbers.extend(run.starts.iter().chain(&run.online).map(lane_of));
    numbers.extend(run.draws.iter().flatten().map(lane_of));
    numbers
}

/// Bits of [`numbers`] of the run and of the plan, NaN included.
pub fn bits(group: &Group, lane: usize) -> Vec<u64> {
    assert!(lane < LANES);
    let runs = [Some(&group.base), group.plan.as_ref()]
        .into_iter()
        .flatten();
    runs.flat_map(|run| numbers(run, lane))
        .map(f64::to_bits)
        .collect()
}

/// Whether two numbers agree up to a relative difference.
pub fn close(a: f64, b: f64, tolerance: f64) -> bool {
    let scale = a.abs().max(b.abs());
    a == b || scale.is_finite() && (a - b).abs() <= tolerance * scale
}

/// Mean of some numbers.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Median of some numbers.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    fabcast::statistics::quantile_of_sorted(&sorted, 0.5)
}

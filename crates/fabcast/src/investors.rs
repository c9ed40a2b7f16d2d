//! What each investor gets: calls, distributions, return and risk, draw by draw (model §12), and
//! what an event or a project that is not built costs each of them.

mod collect;
mod cover;
mod describe;
mod flows;
mod multiples;
mod text;

use std::time::Instant;

use fabcast_document::investors::InvestorsDocument;
use fabcast_model::inputs::Leaf;
use fabcast_model::lanes::{LANES, Lanes, ZERO};
use fabcast_model::model::Model;
use fabcast_model::parameters::Values;
use fabcast_model::relax::Group;
use fabcast_model::simulate::{Run, Scene, Want};
use fabcast_scenario::Scenario;
use rayon::prelude::*;

use crate::ensemble::{NoThreads, Options};
use crate::finance::rate::{Rate, rate_of};
use crate::run::RunError;
use collect::{Collected, OfGroup, Source};
pub use flows::{Flows, Measures, measures, net_flows};
pub use multiples::{loan_cover, multiples};

/// Groups of eight draws that are simulated between two looks at the clock and at the stop sign.
const WAVE: u64 = 32;

/// A change whose cost to each investor is measured, on the same draws.
#[derive(Clone, Debug)]
pub enum Change {
    /// An event of the scenario never happens; position in the model's list of events.
    WithoutEvent(usize),
    /// The scenario without one project of a line of its plan.
    WithoutProject {
        /// Line of the plan.
        line: String,
        /// The scenario in which the line has one project less.
        scenario: Box<Scenario>,
    },
}

/// Simulates an ensemble and describes what each investor gets.
///
/// `changes` are measured beside it on common random numbers; each costs about half of the time of
/// the ensemble. `watch` is told how many draws are done.
///
/// # Errors
/// When the scenario cannot be put into the engine, or threads cannot be started.
pub fn investors(
    scenario: &Scenario,
    options: &Options,
    changes: &[Change],
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<(InvestorsDocument, bool), RunError> {
    let start = Instant::now();
    let model = Model::new(&scenario.inputs).map_err(RunError::Model)?;
    let planned = model.parameters.central();
    let mut others = Vec::with_capacity(changes.len());
    for change in changes {
        others.push(match change {
            Change::WithoutEvent(_) => None,
            Change::WithoutProject { scenario, .. } => {
                let model = Model::new(&scenario.inputs).map_err(RunError::Model)?;
                let planned = model.parameters.central();
                Some((model, planned))
            }
        });
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build()
        .map_err(|error| NoThreads(error.to_string()))?;
    let mut collected = Collected::new(&model, changes.len());
    let groups = options.draws.div_ceil(LANES as u64);
    let mut next = 0;
    let stopped = || {
        let stop = options.stop;
        stop.is_some_and(|stop| stop.load(std::sync::atomic::Ordering::Relaxed))
    };
    while next < groups && !stopped() {
        let until = (next + WAVE).min(groups);
        let wave: Vec<OfGroup> = pool.install(|| {
            (next..until)
                .into_par_iter()
                .map(|group| {
                    let first = group * LANES as u64;
                    let lanes = (options.draws - first).min(LANES as u64) as usize;
                    let first = options.first + first;
                    simulate(&model, &planned, options, changes, &others, first, lanes)
                })
                .collect()
        });
        for group in &wave {
            collected.add(group);
        }
        watch(collected.draws);
        next = until;
    }
    let interrupted = next < groups;
    // The draw in the middle is simulated once more, for its flows.
    let median = collected.median_draw().map(|position| {
        let draw = options.first + position as u64;
        let scene = Scene::new(&model, &planned, options.seed, draw);
        let run = scene.run(&Want::all(options.relax));
        let each = (0..model.capital.investors.len()).map(|i| Flows::of(&run, i));
        let flows: Vec<Flows> = each.chain(Flows::of_all_equity(&run)).collect();
        (draw, flows)
    });
    let mut document = describe::describe(
        scenario,
        &model,
        &collected,
        changes,
        options,
        median.as_ref(),
    );
    document.elapsed_seconds = start.elapsed().as_secs_f64();
    Ok((document, interrupted))
}

/// Eight draws as they are and under every change.
fn simulate(
    model: &Model,
    planned: &Values,
    options: &Options,
    changes: &[Change],
    others: &[Option<(Model, Values)>],
    first: u64,
    lanes: usize,
) -> OfGroup {
    let scene = Scene::new(model, planned, options.seed, first);
    let run = scene.run(&Want::all(options.relax));
    let changed = changes
        .iter()
        .zip(others)
        .map(|(change, other)| match (change, other) {
            (&Change::WithoutEvent(event), _) => {
                let hit = model.events.happens(event, &scene.values, model.months);
                let lifted = options.relax.lifts(Group::Geopolitics);
                let hit: Vec<bool> = (0..lanes).map(|lane| hit.0[lane] != 0 && !lifted).collect();
                if !hit.contains(&true) {
                    return None;
                }
                let values = model.events.without(event, &scene.values);
                let run = Scene::with_values(model, planned, values).run(&Want::all(options.relax));
                Some((hit, measures(&run)))
            }
            (Change::WithoutProject { .. }, Some((model, planned))) => {
                let scene = Scene::new(model, planned, options.seed, first);
                let run = scene.run(&Want::all(options.relax));
                Some((vec![true; lanes], measures(&run)))
            }
            (Change::WithoutProject { .. }, None) => None,
        })
        .collect();
    OfGroup {
        first,
        lanes,
        sources: sources(model, &scene.values, &run, lanes),
        multiples: multiples(&run, multiples::index_return(model, &scene.values)),
        index: multiples::index_return(model, &scene.values),
        loan_cover: loan_cover(&run),
        run,
        changed,
    }
}

/// Every investor, and all equity together if several are.
fn sources(model: &Model, values: &Values, run: &Run, lanes: usize) -> Vec<Source> {
    let source = |flows: Flows, hurdle: Lanes, commitment: Option<Lanes>| Source {
        measures: flows.measures(),
        several: several(&flows, lanes),
        flows,
        hurdle,
        commitment,
    };
    let capital = &model.capital;
    let commitment = |id| values[id];
    let mut all: Vec<Source> = capital
        .investors
        .iter()
        .enumerate()
        .map(|(i, investor)| {
            let hurdle = investor.real_rate(capital, values);
            source(
                Flows::of(run, i),
                hurdle,
                investor.commitment().map(commitment),
            )
        })
        .collect();
    if let Some(flows) = Flows::of_all_equity(run) {
        let hurdle = run.outcomes.of("irr_hurdle").unwrap_or(ZERO);
        let equity = capital.investors.iter().filter(|investor| !investor.lends);
        let committed = equity.filter_map(|investor| investor.commitment());
        let committed = committed.fold(ZERO, |sum, id| sum + values[id]);
        all.push(source(flows, hurdle, Some(committed)));
    }
    all
}

/// Lanes whose flows have several roots that can be verified. A proof for every draw would take
/// longer than the draw: only those are looked into whose value changes its sign on a grid.
fn several(flows: &Flows, lanes: usize) -> Vec<(usize, Rate)> {
    let changes = flows.sign_changes();
    let lanes = (0..lanes).filter(|&lane| changes[lane] > 1);
    lanes
        .map(|lane| (lane, rate_of(&flows.timed(lane))))
        .filter(|(_, rate)| rate.roots.len() > 1)
        .collect()
}

/// All events of a scenario as changes.
///
/// # Errors
/// When the scenario cannot be put into the engine.
pub fn every_event(scenario: &Scenario) -> Result<Vec<Change>, RunError> {
    let model = Model::new(&scenario.inputs).map_err(RunError::Model)?;
    Ok((0..model.events.list.len())
        .map(Change::WithoutEvent)
        .collect())
}

/// The `--set` argument that takes one project out of a line of a plan.
///
/// # Errors
/// The lines that there are, if the plan has no such line.
pub fn one_less(scenario: &Scenario, line: &str) -> Result<String, Vec<String>> {
    let path = format!("plan.{line}.count");
    match scenario.inputs.leaves.get(&path) {
        // A fraction makes the last project smaller; it is that one which goes.
        Some(Leaf::Quantity(count)) => Ok(format!("{path}={}", count.centre().ceil() - 1.0)),
        _ => Err(scenario.inputs.plan_order.clone()),
    }
}

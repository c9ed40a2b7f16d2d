//! The execution gap split over the constraint groups (`docs/gap.md`, model §14).
//!
//! The part of a group is its mean contribution over orders in which the limits are lifted, so the parts add up
//! to the gap between plan and run: over four pairs of orders, or over all of them from the values of all sets
//! of groups, its Shapley value.

use std::collections::BTreeMap;
use std::time::Instant;

use fabcast_document::gap::{GapDocument, Interaction, Part, Split};
use fabcast_model::lanes::{LANES, Lanes};
use fabcast_model::model::Model;
use fabcast_model::record::Series;
use fabcast_model::relax::{ALL_GROUPS, N_GROUPS, Relax};
use fabcast_model::simulate::{Scene, Want};
use fabcast_scenario::Scenario;

use super::measure::{IRR, Measured, SLIP};
use super::shapley::{interactions, pairs, shapley};
use super::{AnalysisError, Sample, each_eight, programme, text};
use crate::identity;
use crate::lifting::{Brought, Game, Schedule};
use crate::statistics::{estimate, estimate_in_clusters, quantile_of_sorted, statistics};

/// Number of sets of groups.
pub const N_SETS: usize = 1 << N_GROUPS;
/// Outcome that is split unless another one is asked for.
pub const DEFAULT_OUTCOME: &str = "delivered_h100e";
/// Futures simulated unless another number is asked for.
pub const DEFAULT_DRAWS: u64 = 1_000;
/// Years that the table by year has before the first year end of judgement.
const YEARS_BEFORE: i32 = 3;

/// What to split.
#[derive(Clone, Debug)]
pub struct Question {
    /// Names of outcomes, with or without a date; the first is the one that the sentence is about.
    pub outcomes: Vec<String>,
    /// Year of those without a date; None for the first at whose end the scenario is judged, or its last whole
    /// year if that is earlier.
    pub year: Option<i32>,
    /// Whether every set of groups is lifted, not only those that come up in four pairs of orders.
    pub exact: bool,
}

impl Default for Question {
    fn default() -> Question {
        Question {
            outcomes: vec![DEFAULT_OUTCOME.to_owned()],
            year: None,
            exact: false,
        }
    }
}

/// Splits the gap of a scenario.
///
/// `watch` is told how many draws are done, from the calling thread.
///
/// # Errors
/// When the scenario has no programme or cannot be put into the engine, when an outcome does not
/// exist or has no value in almost all draws, or when nothing was done before a stop.
pub fn gap(
    scenario: &Scenario,
    question: &Question,
    sample: &Sample,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<GapDocument, AnalysisError> {
    let start = Instant::now();
    let model = programme(scenario)?;
    let year = question.year.unwrap_or_else(|| last_year(&model));
    let mut measured = Vec::new();
    for name in &question.outcomes {
        measured.push(Measured::named(&model, name, year)?);
    }
    let Some(headline) = measured.first().cloned() else {
        return Err(AnalysisError::Refused(text::NO_OUTCOME.to_owned()));
    };
    let by_year = by_year(&model, &measured)?;
    for outcome in by_year {
        if !measured.contains(&outcome) {
            measured.push(outcome);
        }
    }
    let planned = model.parameters.central();
    let groups = each_eight(sample, watch, |first, lanes| {
        let scene = Scene::new(&model, &planned, sample.seed, first);
        eight_draws(
            &model,
            &scene,
            (&measured, question.exact),
            (sample.seed, first),
            lanes,
        )
    })?;
    let subsets = groups.iter().map(|(_, sets)| *sets).max().unwrap_or(0);
    let draws = groups.into_iter().flat_map(|(draws, _)| draws);
    let draws: Vec<Vec<OfDraw>> = draws.collect();
    if draws.is_empty() {
        return Err(AnalysisError::Interrupted);
    }
    let mut outcomes = BTreeMap::new();
    for (position, measured) in measured.iter().enumerate() {
        let of_draws: Vec<&OfDraw> = draws.iter().map(|draw| &draw[position]).collect();
        let split = split(measured, &of_draws, question.exact)?;
        outcomes.insert(measured.name.clone(), split);
    }
    let n = draws.len() as u64;
    let years = measured.iter().filter(|m| m.stem == headline.stem);
    let mut years: Vec<&Measured> = years.filter(|m| m.stem.is_some()).collect();
    years.sort_by_key(|measured| (measured.year, measured.name.clone()));
    years.dedup_by_key(|measured| measured.year);
    Ok(GapDocument {
        sentence: text::gap_sentence(&outcomes[&headline.name], &headline, n),
        warnings: warnings(scenario, sample, &measured, &outcomes, n),
        scenario: identity::id(scenario),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: sample.seed,
        draws: n,
        subsets,
        elapsed_seconds: start.elapsed().as_secs_f64(),
        by_year: years.iter().map(|measured| measured.name.clone()).collect(),
        headline: headline.name,
        outcomes,
    })
}

/// The first year at whose end the scenario is judged, or the last whose December is simulated.
fn last_year(model: &Model) -> i32 {
    let end = model.start.plus(model.months as i32 - 1);
    let whole = if end.month == 12 {
        end.year
    } else {
        end.year - 1
    };
    whole.min(model.reported[0])
}

/// The series among the outcomes, at the end of each year of the table.
fn by_year(model: &Model, measured: &[Measured]) -> Result<Vec<Measured>, AnalysisError> {
    let end = model.start.plus(model.months as i32 - 1);
    let last = if end.month == 12 {
        end.year
    } else {
        end.year - 1
    };
    let first = model.reported[0] - YEARS_BEFORE;
    let until = model.reported[model.reported.len() - 1];
    let mut all = Vec::new();
    let mut stems: Vec<&str> = measured.iter().filter_map(|m| m.stem.as_deref()).collect();
    stems.sort_unstable();
    stems.dedup();
    for stem in stems {
        for year in first.max(model.start.year + 1)..=until.min(last) {
            all.push(Measured::named(model, stem, year)?);
        }
    }
    Ok(all)
}

/// What is kept of an outcome in a draw: plan, delivered, parts, views and, of all sets, interactions.
#[derive(Clone, Debug)]
struct OfDraw {
    plan: f64,
    delivered: f64,
    parts: Vec<f64>,
    removed_alone: [f64; N_GROUPS],
    added_alone: [f64; N_GROUPS],
    interactions: Vec<f64>,
}

/// Simulates eight draws under as many sets of limits as are needed; one entry for each draw and outcome, and the
/// number of sets.
fn eight_draws(
    model: &Model,
    scene: &Scene,
    (measured, exact): (&[Measured], bool),
    (seed, first): (u64, u64),
    lanes: usize,
) -> (Vec<Vec<OfDraw>>, u64) {
    let months = measured.iter().map(|m| m.months(model)).max().unwrap_or(0);
    let mut series: Vec<Series> = measured.iter().filter_map(Measured::series).collect();
    series.sort_unstable_by_key(|&series| series as usize);
    series.dedup();
    let whole = measured.iter().any(Measured::needs_outcomes);
    let mut game = Game::new(model.acting(), Relax::NONE, |relax| {
        let run = if whole {
            scene.run(&Want::all(relax))
        } else {
            scene.run(&Want::part(relax, months, &series))
        };
        measured.iter().map(|m| m.of(model, &run)).collect()
    });
    let of_outcomes = match exact {
        true => of_all_sets(&mut game, lanes),
        false => of_orders(&mut game, seed, first, lanes),
    };
    let of_draws = (0..lanes).map(|lane| of_outcomes.iter().map(|of| of[lane].clone()).collect());
    (of_draws.collect(), game.n_sets() as u64)
}

/// By outcome and draw, from some orders; the simple views from the sets that they need.
fn of_orders<F: FnMut(Relax) -> Vec<Lanes>>(
    game: &mut Game<F>,
    seed: u64,
    first: u64,
    lanes: usize,
) -> Vec<Vec<OfDraw>> {
    let brought = game.lift(Schedule::in_thirds(0).orders(seed, first / LANES as u64));
    let every = ALL_GROUPS.map(|group| Relax::NONE.with(group));
    let alone = every.map(|group| game.of(group).to_vec());
    let without = every.map(|group| game.of(Relax::ALL.without(group)).to_vec());
    let plan = game.of(Relax::ALL).to_vec();
    let delivered = game.of(Relax::NONE).to_vec();
    let of = |(i, brought): (usize, &Brought)| {
        let in_lane = |lane: usize| OfDraw {
            plan: plan[i].0[lane],
            delivered: delivered[i].0[lane],
            parts: brought.parts.iter().map(|part| part.0[lane]).collect(),
            removed_alone: alone.each_ref().map(|of| (of[i] - delivered[i]).0[lane]),
            added_alone: without.each_ref().map(|of| (plan[i] - of[i]).0[lane]),
            interactions: Vec::new(),
        };
        (0..lanes).map(in_lane).collect()
    };
    brought.iter().enumerate().map(of).collect()
}

/// By outcome and draw, from every set.
fn of_all_sets<F: FnMut(Relax) -> Vec<Lanes>>(
    game: &mut Game<F>,
    lanes: usize,
) -> Vec<Vec<OfDraw>> {
    let sets: Vec<Vec<Lanes>> = (0..N_SETS)
        .map(|set| game.of(Relax::from_bits(set as u16)).to_vec())
        .collect();
    let n = sets[0].len();
    let of = |i: usize, lane: usize| {
        let values: Vec<f64> = sets.iter().map(|values| values[i].0[lane]).collect();
        OfDraw::of(&values)
    };
    (0..n)
        .map(|i| (0..lanes).map(|lane| of(i, lane)).collect())
        .collect()
}

impl OfDraw {
    fn of(v: &[f64]) -> OfDraw {
        let all = N_SETS - 1;
        OfDraw {
            plan: v[all],
            delivered: v[0],
            parts: shapley(v),
            removed_alone: std::array::from_fn(|g| v[1 << g] - v[0]),
            added_alone: std::array::from_fn(|g| v[all] - v[all & !(1 << g)]),
            interactions: interactions(v),
        }
    }

    /// Whether there is a value under every set that was simulated.
    fn is_defined(&self) -> bool {
        // Every value enters every part.
        self.parts.iter().all(|part| part.is_finite())
    }

    fn residual(&self) -> f64 {
        let gap = self.plan - self.delivered;
        let sum: f64 = self.parts.iter().sum();
        let size = self.plan.abs().max(self.delivered.abs()).max(1e-300);
        let largest = self.parts.iter().fold(size, |a, part| a.max(part.abs()));
        (sum - gap).abs() / largest
    }
}

/// Means, errors and quantiles of an outcome over the draws.
fn split(measured: &Measured, draws: &[&OfDraw], exact: bool) -> Result<Split, AnalysisError> {
    let all = draws.len() as f64;
    let defined = (0_u64..).zip(draws).filter(|(_, draw)| draw.is_defined());
    // Eight draws share their orders.
    let (cluster, draws): (Vec<u64>, Vec<&&OfDraw>) =
        defined.map(|(i, draw)| (i / LANES as u64, draw)).unzip();
    if draws.is_empty() {
        return Err(AnalysisError::Refused(text::never_defined(&measured.name)));
    }
    let over = |of: &dyn Fn(&OfDraw) -> f64| -> Vec<f64> { draws.iter().map(|d| of(d)).collect() };
    let mean = |of: &dyn Fn(&OfDraw) -> f64| estimate(&over(of));
    let gap = mean(&|draw| draw.plan - draw.delivered);
    let parts = ALL_GROUPS.iter().enumerate().map(|(g, group)| {
        let mut values = over(&|draw| draw.parts[g]);
        let estimate = match exact {
            true => estimate(&values),
            false => estimate_in_clusters(&values, &cluster),
        };
        values.sort_unstable_by(f64::total_cmp);
        let part = Part {
            mean: estimate.mean,
            standard_error: estimate.standard_error,
            interval: estimate.interval(),
            share: if gap.mean == 0.0 {
                f64::NAN
            } else {
                estimate.mean / gap.mean
            },
            p10: quantile_of_sorted(&values, 0.1),
            p90: quantile_of_sorted(&values, 0.9),
            removed_alone: mean(&|draw| draw.removed_alone[g]),
            added_alone: mean(&|draw| draw.added_alone[g]),
        };
        (group.name().to_owned(), part)
    });
    let parts = parts.collect();
    let known = draws[0].interactions.len();
    let mut interactions: Vec<Interaction> = pairs(N_GROUPS)
        .enumerate()
        .take(known)
        .map(|(position, (a, b))| {
            let s = statistics(&over(&|draw| draw.interactions[position]));
            Interaction {
                groups: [a, b].map(|g| ALL_GROUPS[g].name().to_owned()),
                mean: s.mean,
                standard_error: s.standard_error,
            }
        })
        .collect();
    interactions.sort_by(|a, b| b.mean.abs().total_cmp(&a.mean.abs()));
    Ok(Split {
        unit: measured.unit.to_owned(),
        label: measured.label.clone(),
        defined: draws.len() as f64 / all,
        plan: mean(&|draw| draw.plan),
        delivered: mean(&|draw| draw.delivered),
        gap,
        parts,
        interactions,
        largest_residual: draws.iter().map(|draw| draw.residual()).fold(0.0, f64::max),
    })
}

fn warnings(
    scenario: &Scenario,
    sample: &Sample,
    measured: &[Measured],
    outcomes: &BTreeMap<String, Split>,
    draws: u64,
) -> Vec<String> {
    let own = scenario.warnings.iter();
    let mut warnings: Vec<String> = own.map(|warning| warning.message.clone()).collect();
    if draws < sample.draws {
        warnings.insert(0, crate::text::interrupted(draws, sample.draws));
    }
    if measured.iter().any(|m| m.name == IRR) {
        warnings.push(text::IRR_IS_LEFT_OUT.to_owned());
    }
    if measured.iter().any(|m| m.name == SLIP) {
        warnings.push(text::SLIP_CONVENTION.to_owned());
    }
    for (name, split) in outcomes {
        if split.defined < 1.0 {
            warnings.push(text::partly_defined(name, split.defined));
        }
    }
    warnings
}

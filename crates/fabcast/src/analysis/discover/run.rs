//! The search for boxes in the futures of a scenario, or in the rows of a table.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use fabcast_document::ScenarioId;
use fabcast_document::discover::{
    BoxInfo, Chosen, Clause, DimensionInfo, DiscoverDocument, TreeNode,
};
use fabcast_model::lanes::LANES;
use fabcast_model::model::Model;
use fabcast_model::reader::Fault;
use fabcast_scenario::Scenario;

use super::choice::{choose, quasi_p, reproducibility};
use super::dimensions::{Dimension, Dimensions};
use super::prim::{Box, Data, prim};
use super::{cart, text};
use crate::analysis::condition::Condition;
use crate::analysis::sensitivity::text::{expected_condition, no_outcome};
use crate::analysis::table::Table;
use crate::ensemble::{self, NoThreads};
use crate::identity;
use crate::outcome;
use crate::statistics::quantile_of_sorted;
use crate::verdict;

/// Fewest successes, and failures, that a box is searched for.
const FEWEST: usize = 20;
/// Resamples of the rows.
const RESAMPLES: usize = 20;

/// Where the futures come from.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// Draws of a scenario.
    Scenario(&'a Scenario),
    /// Rows of a file, and the columns that are inputs (all that no condition names, if none).
    Table(&'a Path, &'a [String]),
}

/// How to search.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Where the futures come from.
    pub source: Source<'a>,
    /// What makes a success: all must hold. The targets of the scenario if empty.
    pub conditions: Vec<Condition>,
    /// Futures of a scenario.
    pub draws: u64,
    /// Seed of the draws and of the resamples.
    pub seed: u64,
    /// Position in the trajectory of the box to read; chosen by balance if absent.
    pub choice: Option<usize>,
    /// Threads; all cores if absent.
    pub threads: Option<usize>,
    /// Set to stop.
    pub stop: Option<&'a AtomicBool>,
}

/// Why a search failed.
#[derive(Clone, Debug)]
pub enum DiscoverError {
    /// The question makes no sense for the scenario or the table.
    Usage(String),
    /// The scenario cannot be put into the engine.
    Model(Vec<Fault>),
    /// Threads could not be started.
    Threads(String),
    /// Stopped before the end.
    Stopped,
}

impl From<NoThreads> for DiscoverError {
    fn from(error: NoThreads) -> DiscoverError {
        DiscoverError::Threads(error.to_string())
    }
}

impl std::fmt::Display for DiscoverError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DiscoverError::Usage(why) | DiscoverError::Threads(why) => f.write_str(why),
            DiscoverError::Model(faults) => faults
                .iter()
                .try_for_each(|fault| writeln!(f, "{}: expected {}", fault.path, fault.expected)),
            DiscoverError::Stopped => f.write_str(text::STOPPED),
        }
    }
}

impl std::error::Error for DiscoverError {}

/// Futures to be searched.
struct Futures {
    scenario: Option<ScenarioId>,
    source: String,
    dimensions: Vec<Dimension>,
    columns: Vec<Vec<f64>>,
    met: Vec<bool>,
    /// What a success is called, and how a sentence about it begins.
    condition: String,
    success: String,
    note: String,
}

/// Searches for the box of inputs in which successes are frequent; `watch` is told how many draws are
/// done.
///
/// # Errors
/// See [`DiscoverError`].
pub fn discover(
    options: &Options,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<DiscoverDocument, DiscoverError> {
    let start = Instant::now();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build()
        .map_err(|error| DiscoverError::Threads(error.to_string()))?;
    let futures = match options.source {
        Source::Scenario(scenario) => of_scenario(scenario, options, watch)?,
        Source::Table(path, inputs) => of_table(path, inputs, options)?,
    };
    let hits = futures.met.iter().filter(|met| **met).count();
    let misses = futures.met.len() - hits;
    if hits == 0 || misses == 0 {
        let why = text::all_or_none(&futures.condition, hits, futures.met.len());
        return Err(DiscoverError::Usage(why));
    }
    if hits.min(misses) < FEWEST {
        return Err(DiscoverError::Usage(text::too_small(
            &futures.condition,
            hits,
            FEWEST,
        )));
    }
    let mut document = pool.install(|| search(&futures, options))?;
    document.elapsed_seconds = start.elapsed().as_secs_f64();
    Ok(document)
}

fn search(futures: &Futures, options: &Options) -> Result<DiscoverDocument, DiscoverError> {
    let columns: Vec<&[f64]> = futures.columns.iter().map(Vec::as_slice).collect();
    let data = Data {
        columns: &columns,
        met: &futures.met,
    };
    let boxes = prim(data);
    let (n, hits) = (data.n(), data.hits());
    let base_rate = hits as f64 / n as f64;
    // a box that was asked for is shown as it is
    let (position, found) = match options.choice {
        Some(asked) => match boxes.get(asked) {
            Some(found) => (asked, found.clone()),
            None => {
                let why = text::no_such_box(asked, boxes.len() - 1);
                return Err(DiscoverError::Usage(why));
            }
        },
        None => choose(data, &boxes),
    };
    let info = |found: &Box| describe(found, &futures.dimensions, n, hits);
    let again = reproducibility(data, RESAMPLES, options.seed);
    let mut clauses: Vec<Clause> = found
        .restricted()
        .into_iter()
        .map(|k| Clause {
            name: futures.dimensions[k].name.clone(),
            text: futures.dimensions[k].words(found.limits[k]),
            quasi_p: quasi_p(data, &found, k),
            reproduced: again.restricted[k],
            density_without: found.without(&data, k).density(),
        })
        .collect();
    clauses.sort_by(|a, b| a.density_without.total_cmp(&b.density_without));
    let words: Vec<String> = clauses.iter().map(|clause| clause.text.clone()).collect();
    let chosen = info(&found);
    let mut warnings = Vec::new();
    if chosen.density - again.density > 0.05 && !clauses.is_empty() {
        warnings.push(text::optimistic(chosen.density, again.density));
    }
    let weak = clauses.iter().filter(|clause| clause.reproduced < 0.5);
    let weak: Vec<String> = weak.map(|clause| clause.name.clone()).collect();
    if !weak.is_empty() {
        warnings.push(text::unstable(&weak));
    }
    let dimensions = futures.dimensions.iter().map(|dimension| {
        let info = DimensionInfo {
            label: dimension.label.clone(),
            unit: dimension.unit.clone(),
        };
        (dimension.name.clone(), info)
    });
    Ok(DiscoverDocument {
        scenario: futures.scenario.clone(),
        source: futures.source.clone(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        draws: n,
        condition: futures.condition.clone(),
        note: futures.note.clone(),
        successes: hits,
        base_rate,
        dimensions: dimensions.collect(),
        trajectory: boxes.iter().map(info).collect(),
        chosen: Chosen {
            position,
            sentence: match clauses.is_empty() {
                true => text::no_box(&futures.success, base_rate),
                false => text::sentence(
                    &futures.success,
                    chosen.density,
                    &words,
                    chosen.coverage,
                    base_rate,
                ),
            },
            found: chosen,
            clauses,
            resamples: again.resamples,
            coverage_out_of_sample: again.coverage,
            density_out_of_sample: again.density,
        },
        tree: tree(data, &futures.dimensions, hits),
        elapsed_seconds: 0.0,
        warnings,
    })
}

fn describe(found: &Box, dimensions: &[Dimension], n: usize, hits: usize) -> BoxInfo {
    let restricted = found.restricted();
    let finite = |limit: f64| limit.is_finite().then_some(limit);
    let limits: BTreeMap<String, [Option<f64>; 2]> = restricted
        .iter()
        .map(|&k| (dimensions[k].name.clone(), found.limits[k].map(finite)))
        .collect();
    BoxInfo {
        coverage: found.hits as f64 / hits as f64,
        density: found.density(),
        mass: found.rows as f64 / n as f64,
        restricted: restricted.len(),
        limits,
    }
}

fn tree(data: Data, dimensions: &[Dimension], hits: usize) -> Vec<TreeNode> {
    let nodes = cart::tree(data);
    // the rule of a node is that of its parent's split; the first child is the lower part
    let mut above: Vec<(usize, f64, bool)> = Vec::new();
    nodes
        .iter()
        .map(|node| {
            above.truncate(node.depth);
            let rule = above
                .last_mut()
                .map_or_else(String::new, |(k, limit, is_first)| {
                    let limits = match std::mem::take(is_first) {
                        true => [f64::NEG_INFINITY, *limit],
                        false => [*limit, f64::INFINITY],
                    };
                    dimensions[*k].words(limits)
                });
            if let (Some(k), Some(limit)) = (node.split, node.limit) {
                above.push((k, limit, true));
            }
            TreeNode {
                depth: node.depth,
                rule,
                is_leaf: node.split.is_none(),
                rows: node.rows,
                density: node.hits as f64 / node.rows.max(1) as f64,
                coverage: node.hits as f64 / hits as f64,
            }
        })
        .collect()
}

fn of_table(path: &Path, inputs: &[String], options: &Options) -> Result<Futures, DiscoverError> {
    let usage = |why: String| DiscoverError::Usage(why);
    let table = Table::read(path).map_err(|error| usage(error.0))?;
    if options.conditions.is_empty() {
        return Err(usage(text::NEEDS_WHERE.to_owned()));
    }
    let mut met = vec![true; table.rows];
    let mut notes = Vec::new();
    for condition in &options.conditions {
        let column = table
            .need(&condition.name)
            .map_err(|error| usage(error.0))?;
        let missing = column.values.iter().filter(|value| value.is_nan()).count();
        if missing > 0 {
            // An outcome of fabcast is missing where there is none, as a return where nothing was drawn; elsewhere a
            // gap says nothing about the row.
            match outcome::is_name(&condition.name) {
                true => notes.push(text::counted_as_not_met(&condition.name, missing)),
                false => {
                    return Err(usage(crate::analysis::sensitivity::text::missing_values(
                        &condition.name,
                        missing,
                    )));
                }
            }
        }
        for (met, value) in met.iter_mut().zip(&column.values) {
            *met &= condition.holds(*value);
        }
    }
    let first = &options.conditions[0].name;
    let is_outcome = |name: &str| {
        options
            .conditions
            .iter()
            .any(|condition| condition.name == name)
            || inputs.is_empty() && outcome::is_name(name)
    };
    let columns: Vec<_> = table
        .inputs(inputs, first)
        .map_err(|error| usage(error.0))?
        .into_iter()
        .filter(|column| !is_outcome(&column.name))
        .collect();
    for column in &columns {
        let missing = column.values.iter().filter(|value| value.is_nan()).count();
        if missing > 0 {
            let why = crate::analysis::sensitivity::text::missing_values(&column.name, missing);
            return Err(usage(why));
        }
    }
    let condition = written(&options.conditions);
    Ok(Futures {
        scenario: None,
        source: path.display().to_string(),
        dimensions: columns
            .iter()
            .map(|c| Dimension::of_table(&c.name, &c.unit))
            .collect(),
        columns: columns.iter().map(|column| column.values.clone()).collect(),
        met,
        success: text::holds(&condition),
        condition,
        note: notes.join(" "),
    })
}

fn written(conditions: &[Condition]) -> String {
    let each: Vec<String> = conditions.iter().map(Condition::to_string).collect();
    text::both(&each)
}

fn of_scenario(
    scenario: &Scenario,
    options: &Options,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<Futures, DiscoverError> {
    let model = Model::new(&scenario.inputs).map_err(DiscoverError::Model)?;
    let mut list = outcome::List::of(&model);
    let targets = verdict::targets(scenario, &mut list).unwrap_or_default();
    for condition in &options.conditions {
        if list.add(&condition.name).is_none() {
            let near = list.nearest(&condition.name);
            return Err(DiscoverError::Usage(no_outcome(&condition.name, near)));
        }
    }
    let last = model.reported[model.reported.len() - 1];
    let others = [
        "delivered_h100e_end".to_owned(),
        format!("others_h100e_{last}"),
        "others_h100e_end".to_owned(),
    ];
    let others: Vec<usize> = others.iter().filter_map(|name| list.add(name)).collect();
    let dimensions = Dimensions::new(&model);
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); dimensions.list.len()];
    let mut outcomes: Vec<Vec<f64>> = vec![Vec::new(); list.infos().len()];
    let run = ensemble::Options {
        draws: options.draws,
        seed: options.seed,
        threads: options.threads,
        stop: options.stop,
        outcomes: Some(&list),
        ..ensemble::Options::default()
    };
    let mut done = 0;
    let progress = ensemble::run::<DiscoverError>(&model, &run, |groups| {
        for group in groups {
            let n = group.lanes.min(LANES);
            let values = dimensions.values(&model, &group.values);
            for (column, lanes) in columns.iter_mut().zip(values) {
                column.extend_from_slice(&lanes.0[..n]);
            }
            for (column, lanes) in outcomes.iter_mut().zip(&group.outcomes) {
                column.extend_from_slice(&lanes.0[..n]);
            }
            done += n as u64;
        }
        watch(done);
        Ok(())
    })?;
    if progress.interrupted {
        return Err(DiscoverError::Stopped);
    }
    let n = done as usize;
    let holds = |conditions: &[Condition]| -> Vec<bool> {
        let of = |row: usize| {
            conditions.iter().all(|condition| {
                let position = list.position(&condition.name);
                position.is_some_and(|k| condition.holds(outcomes[k][row]))
            })
        };
        (0..n).map(of).collect()
    };
    let mut futures = Futures {
        scenario: Some(identity::id(scenario)),
        source: scenario.meta.name.clone(),
        dimensions: dimensions.list,
        columns,
        met: Vec::new(),
        condition: text::TARGETS.to_owned(),
        success: text::MEETS.to_owned(),
        note: String::new(),
    };
    if !options.conditions.is_empty() {
        futures.condition = written(&options.conditions);
        futures.success = text::holds(&futures.condition);
        futures.met = holds(&options.conditions);
        return Ok(futures);
    }
    let of_targets: Vec<Condition> = targets
        .iter()
        .map(|target| Condition::at_least(&list.infos()[target.outcome].name, target.at_least))
        .collect();
    futures.met = holds(&of_targets);
    let hits = futures.met.iter().filter(|met| **met).count();
    let is_judged = model.has_programme() && !targets.is_empty();
    if is_judged && hits.min(n - hits) >= FEWEST {
        return Ok(futures);
    }
    let Some(position) = fallback(&targets, &others, &outcomes) else {
        return Err(DiscoverError::Usage(expected_condition("")));
    };
    let mut sorted: Vec<f64> = outcomes[position]
        .iter()
        .copied()
        .filter(|x| !x.is_nan())
        .collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let limit = Condition::at_least(
        &list.infos()[position].name,
        quantile_of_sorted(&sorted, 0.9),
    );
    futures.condition = limit.to_string();
    futures.success = text::holds(&futures.condition);
    futures.note = match is_judged {
        true => text::too_few(hits, n, &futures.condition),
        false => text::NO_TARGETS.to_owned(),
    };
    futures.met = holds(&[limit]);
    Ok(futures)
}

/// The outcome whose best tenth is described where the targets tell nothing apart: of the targets
/// that take many values the one met most often, otherwise compute at the end.
fn fallback(targets: &[verdict::Target], others: &[usize], outcomes: &[Vec<f64>]) -> Option<usize> {
    let is_many = |k: usize| {
        let mut values: Vec<f64> = outcomes[k]
            .iter()
            .copied()
            .filter(|x| !x.is_nan())
            .collect();
        values.sort_unstable_by(f64::total_cmp);
        values.dedup();
        values.len() > outcomes[k].len() / 4
    };
    let met = |target: &&verdict::Target| {
        outcomes[target.outcome]
            .iter()
            .filter(|value| **value >= target.at_least)
            .count()
    };
    let best = targets
        .iter()
        .filter(|target| is_many(target.outcome))
        .max_by_key(met);
    best.map(|target| target.outcome)
        .or_else(|| others.iter().copied().find(|&k| is_many(k)))
}

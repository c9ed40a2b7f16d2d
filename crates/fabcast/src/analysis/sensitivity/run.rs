//! The sensitivity of an outcome of a scenario.

mod beside;
mod explained;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use fabcast_document::sensitivity::{ConvergenceRow, IndexRow, OutcomeInfo, SensitivityDocument};
use fabcast_model::lanes::Draws;
use fabcast_model::model::Model;
use fabcast_model::reader::Fault;
use fabcast_scenario::Scenario;

use self::explained::{no_outcome, position};
use super::engine::{Engine, Half, Stopped};
use super::sobol::{self, Bootstrap, Index};
use super::{shapley, text};
use crate::analysis::condition::Condition;
use crate::analysis::factors::{Factor, Grouping, factors};
use crate::identity;
use crate::outcome;
use crate::statistics::statistics;
use crate::verdict::{self, Target};

/// Rows of a design if nothing else is asked for.
pub const DEFAULT_ROWS: u64 = 4_096;
/// Factors that get all rows; the others get an eighth of them.
const REFINED: usize = 12;
/// With no more factors than this all get all rows.
const FEW: usize = 24;
/// Rows of the indices of the parts of the model, over all rows.
const SUBSYSTEM_PART: usize = 4;
/// Resamples behind an interval.
const RESAMPLES: usize = 200;
/// Factors of the convergence table.
const CONVERGING: usize = 5;

/// How the variance is divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Sobol' indices, or Shapley effects where inputs are correlated.
    #[default]
    Auto,
    /// Shapley effects.
    Shapley,
    /// Elementary effects alone.
    Morris,
}

/// How to analyse a scenario.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Rows of the design; taken up to a power of two.
    pub rows: u64,
    /// Seed of the design.
    pub seed: u64,
    /// Outcome to explain; compute delivered at the last year end of judgement if absent.
    pub outcome: Option<String>,
    /// Level of the intervals.
    pub level: f64,
    /// How parameters are gathered.
    pub grouping: Grouping,
    /// How the variance is divided.
    pub method: Method,
    /// What tells futures apart in the regional analysis; the targets if absent.
    pub condition: Option<Condition>,
    /// Threads; all cores if absent.
    pub threads: Option<usize>,
    /// Set to stop.
    pub stop: Option<&'a AtomicBool>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            rows: DEFAULT_ROWS,
            seed: 1,
            outcome: None,
            level: 0.95,
            grouping: Grouping::Parameters,
            method: Method::Auto,
            condition: None,
            threads: None,
            stop: None,
        }
    }
}

/// Why an analysis failed.
#[derive(Clone, Debug)]
pub enum SensitivityError {
    /// The question makes no sense for the scenario or the table.
    Usage(String),
    /// The scenario cannot be put into the engine.
    Model(Vec<Fault>),
    /// Threads could not be started.
    Threads(String),
    /// Stopped before the end.
    Stopped,
}

impl From<Stopped> for SensitivityError {
    fn from(_: Stopped) -> SensitivityError {
        SensitivityError::Stopped
    }
}

impl std::fmt::Display for SensitivityError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SensitivityError::Usage(why) => f.write_str(why),
            SensitivityError::Model(faults) => faults
                .iter()
                .try_for_each(|fault| writeln!(f, "{}: expected {}", fault.path, fault.expected)),
            SensitivityError::Threads(why) => write!(f, "could not start threads: {why}"),
            SensitivityError::Stopped => f.write_str(text::STOPPED),
        }
    }
}

impl std::error::Error for SensitivityError {}

/// Analyses an outcome of a scenario; `watch` is told how many simulations are done.
///
/// # Errors
/// See [`SensitivityError`].
pub fn sensitivity(
    scenario: &Scenario,
    options: &Options,
    watch: &(dyn Fn(u64) + Sync),
) -> Result<SensitivityDocument, SensitivityError> {
    let model = Model::new(&scenario.inputs).map_err(SensitivityError::Model)?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build()
        .map_err(|error| SensitivityError::Threads(error.to_string()))?;
    pool.install(|| analyse(scenario, &model, options, watch))
}

/// A design that has been run, and what is to be made of it.
struct Analysis<'a> {
    scenario: &'a Scenario,
    options: &'a Options<'a>,
    engine: Engine<'a>,
    info: &'a outcome::Info,
    targets: &'a [Target],
    position: usize,
    bootstrap: Bootstrap,
    factors: Vec<Factor>,
    rows: usize,
    /// Outcomes of the two samples: outcome by outcome, row by row.
    ends: [Vec<Vec<f64>>; 2],
}

fn analyse(
    scenario: &Scenario,
    model: &Model,
    options: &Options,
    watch: &(dyn Fn(u64) + Sync),
) -> Result<SensitivityDocument, SensitivityError> {
    let start = Instant::now();
    let factors = factors(model, &options.grouping).map_err(SensitivityError::Usage)?;
    if factors.is_empty() {
        return Err(SensitivityError::Usage(text::NOTHING_VARIES.to_owned()));
    }
    let mut list = outcome::List::of(model);
    let targets = verdict::targets(scenario, &mut list).unwrap_or_default();
    let position = position(model, &mut list, options.outcome.as_deref())?;
    if let Some(condition) = &options.condition
        && list.add(&condition.name).is_none()
    {
        return Err(SensitivityError::Usage(no_outcome(&condition.name, &list)));
    }
    let rows = (options.rows.clamp(16, 1 << 24) as usize).next_power_of_two();
    let mut analysis = Analysis {
        scenario,
        options,
        engine: Engine::new((model, &list), position, options.seed, options.stop, watch),
        info: &list.infos()[position],
        targets: &targets,
        position,
        bootstrap: Bootstrap {
            level: options.level,
            resamples: RESAMPLES,
            seed: options.seed,
        },
        factors,
        rows,
        ends: [Vec::new(), Vec::new()],
    };
    analysis.run_ends()?;
    let mut document = analysis.blank();
    match options.method {
        Method::Morris => analysis.morris(&mut document)?,
        Method::Shapley => analysis.shapley(&mut document, text::SHAPLEY_ASKED.to_owned())?,
        Method::Auto => match analysis.pairs_across() {
            Some(pairs) => analysis.shapley(&mut document, text::shapley(&pairs))?,
            None => analysis.sobol(&mut document)?,
        },
    }
    analysis.regional(&mut document);
    if options.method != Method::Morris {
        analysis.tornado(&mut document)?;
    }
    if rows as u64 != options.rows {
        document
            .warnings
            .push(text::rounded_rows(options.rows, rows));
    }
    document.simulations = analysis.engine.simulations.load(Ordering::Relaxed);
    document.why_null = text::why_null(&document);
    document.elapsed_seconds = start.elapsed().as_secs_f64();
    Ok(document)
}

/// Row of the table of indices.
fn row(factor: &Factor, index: Index, rows: usize) -> IndexRow {
    IndexRow {
        s1: Some(index.s1),
        s1_conf: Some(index.s1_conf),
        st: Some(index.st),
        st_conf: Some(index.st_conf),
        ..bare(factor, rows)
    }
}

fn bare(factor: &Factor, rows: usize) -> IndexRow {
    IndexRow {
        label: factor.label.clone(),
        subsystem: factor.subsystem.to_owned(),
        members: factor.members.len(),
        rows,
        ..IndexRow::default()
    }
}

impl Analysis<'_> {
    /// Outcomes of the two samples; also says whether there is anything to explain.
    fn run_ends(&mut self) -> Result<(), SensitivityError> {
        let engine = &self.engine;
        for (half, columns) in [Half::A, Half::B].into_iter().zip(&mut self.ends) {
            columns.resize(engine.list.infos().len(), Vec::new());
            engine.over_rows(
                0..self.rows,
                |first| engine.all_outcomes(engine.values(half, first), true),
                |outcomes| {
                    for (column, lanes) in columns.iter_mut().zip(outcomes) {
                        column.extend_from_slice(&lanes);
                    }
                },
            )?;
        }
        let all = || self.ends.iter().flat_map(|half| &half[self.position]);
        let missing = all().filter(|value| !value.is_finite()).count();
        if missing > 0 {
            let share = missing as f64 / (2 * self.rows) as f64;
            return Err(SensitivityError::Usage(text::undefined(
                &self.info.name,
                share,
            )));
        }
        let first = self.ends[0][self.position][0];
        if all().all(|&value| value == first) {
            return Err(SensitivityError::Usage(text::constant(
                &self.info.name,
                first,
            )));
        }
        Ok(())
    }

    fn blank(&self) -> SensitivityDocument {
        let both: Vec<f64> = self
            .ends
            .iter()
            .flat_map(|half| half[self.position].clone())
            .collect();
        let s = statistics(&both);
        SensitivityDocument {
            scenario: Some(identity::id(self.scenario)),
            source: self.scenario.meta.name.clone(),
            engine_version: env!("CARGO_PKG_VERSION").to_owned(),
            method: "sobol".to_owned(),
            method_note: String::new(),
            outcome: OutcomeInfo {
                name: self.info.name.clone(),
                label: self.info.label.clone(),
                unit: self.info.unit.to_owned(),
                mean: s.mean,
                sd: s.sd,
            },
            seed: Some(self.options.seed),
            level: self.options.level,
            rows: self.rows,
            simulations: 0,
            elapsed_seconds: 0.0,
            parameters: self.engine.varying.len(),
            indices: BTreeMap::new(),
            why_null: None,
            subsystems: BTreeMap::new(),
            explained_alone: None,
            convergence: Vec::new(),
            convergence_factors: Vec::new(),
            rows_needed: None,
            regional: None,
            tornado: Vec::new(),
            morris: BTreeMap::new(),
            warnings: Vec::new(),
        }
    }

    /// Correlated pairs that are not within one factor, in words.
    fn pairs_across(&self) -> Option<String> {
        let list = self.engine.model.parameters.list();
        let factor_of = |id| self.factors.iter().position(|f| f.members.contains(id));
        let mut across = Vec::new();
        for (_, ids) in self.engine.model.parameters.copulas() {
            let mut of: Vec<_> = ids.iter().filter(|id| factor_of(id).is_some()).collect();
            of.dedup_by_key(|id| factor_of(id));
            if of.len() > 1 {
                let names: Vec<&str> = of.iter().map(|id| list[id.index()].path.as_str()).collect();
                across.push(names.join(", "));
            }
        }
        (!across.is_empty()).then(|| across.join("; "))
    }

    /// Outcomes of the first sample with one factor after the other from the second.
    fn exchanged(
        &self,
        rows: std::ops::Range<usize>,
        factors: &[&Factor],
    ) -> Result<Vec<Vec<f64>>, Stopped> {
        let engine = &self.engine;
        let mut columns: Vec<Vec<f64>> = vec![Vec::with_capacity(rows.len()); factors.len()];
        engine.over_rows(
            rows,
            |first| {
                let (a, b) = (engine.values(Half::A, first), engine.values(Half::B, first));
                let exchange = |factor: &&Factor| -> Draws {
                    let mut values = a.clone();
                    for &id in &factor.members {
                        *values.draws_mut(id.index()) = *b.draws(id.index());
                    }
                    engine.explained(values)
                };
                factors.iter().map(exchange).collect::<Vec<Draws>>()
            },
            |done| {
                for (column, lanes) in columns.iter_mut().zip(done) {
                    column.extend_from_slice(&lanes);
                }
            },
        )?;
        Ok(columns)
    }

    fn indices(&self, rows: usize, columns: &[Vec<f64>]) -> Vec<Index> {
        let [a, b] = &self.ends;
        let ab: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let (a, b) = (&a[self.position][..rows], &b[self.position][..rows]);
        sobol::indices(a, b, &ab, &self.bootstrap)
    }

    fn sobol(&self, document: &mut SensitivityDocument) -> Result<(), SensitivityError> {
        let is_correlated = self.engine.model.parameters.copulas().next().is_some();
        document.method_note = match is_correlated {
            true => format!("{} {}", text::BLOCKS, text::SOBOL),
            false => text::SOBOL.to_owned(),
        };
        let few = self.factors.len() <= FEW;
        let screen = if few {
            self.rows
        } else {
            (self.rows / 8).max(16)
        };
        let all: Vec<&Factor> = self.factors.iter().collect();
        let columns = self.exchanged(0..screen, &all)?;
        let screened = self.indices(screen, &columns);
        for (factor, index) in all.iter().zip(&screened) {
            document
                .indices
                .insert(factor.name.clone(), row(factor, *index, screen));
        }
        let mut leading: Vec<usize> = (0..all.len()).collect();
        leading.sort_by(|&a, &b| screened[b].st.total_cmp(&screened[a].st));
        leading.truncate(if few { all.len() } else { REFINED });
        let mut refined: Vec<Vec<f64>> = leading.iter().map(|&i| columns[i].clone()).collect();
        if !few {
            let wanted: Vec<&Factor> = leading.iter().map(|&i| all[i]).collect();
            let more = self.exchanged(screen..self.rows, &wanted)?;
            for (column, more) in refined.iter_mut().zip(more) {
                column.extend(more);
            }
            let note = text::refined(all.len(), leading.len(), screen, self.rows);
            document.method_note = format!("{} {note}", document.method_note);
        }
        let indices = self.indices(self.rows, &refined);
        for (&i, index) in leading.iter().zip(&indices) {
            document
                .indices
                .insert(all[i].name.clone(), row(all[i], *index, self.rows));
        }
        let distinct = document.indices.values().filter_map(|row| {
            row.s1
                .filter(|_| IndexRow::is_distinct(row.s1, row.s1_conf))
        });
        document.explained_alone = Some(distinct.sum());
        let mut order: Vec<usize> = (0..leading.len()).collect();
        order.sort_by(|&a, &b| indices[b].st.total_cmp(&indices[a].st));
        order.truncate(CONVERGING);
        self.convergence(
            document,
            &order.iter().map(|&k| &refined[k][..]).collect::<Vec<_>>(),
        );
        document.convergence_factors = order
            .iter()
            .map(|&k| all[leading[k]].name.clone())
            .collect();
        if self.options.grouping == Grouping::Parameters {
            self.subsystems(document)?;
        }
        Ok(())
    }

    fn convergence(&self, document: &mut SensitivityDocument, ab: &[&[f64]]) {
        let [a, b] = &self.ends;
        let steps = sobol::convergence(&a[self.position], &b[self.position], ab, &self.bootstrap);
        if let Some(last) = steps.last() {
            let widest = last.widest_s1.max(last.widest_st);
            document.rows_needed = sobol::rows_needed(last.rows, widest);
            if widest > sobol::SETTLED {
                document
                    .warnings
                    .push(text::wide(widest, last.rows, document.rows_needed));
            }
        }
        document.convergence = steps
            .into_iter()
            .map(|step| ConvergenceRow {
                rows: step.rows,
                s1: step.indices.iter().map(|i| [i.s1, i.s1_conf]).collect(),
                st: step.indices.iter().map(|i| [i.st, i.st_conf]).collect(),
            })
            .collect();
    }

    /// Indices of the parts of the model; they are left out where correlations join two of them.
    fn subsystems(&self, document: &mut SensitivityDocument) -> Result<(), SensitivityError> {
        let parts =
            factors(self.engine.model, &Grouping::Subsystems).map_err(SensitivityError::Usage)?;
        let rows = (self.rows / SUBSYSTEM_PART).max(16);
        let columns = self.exchanged(0..rows, &parts.iter().collect::<Vec<_>>())?;
        for (part, index) in parts.iter().zip(self.indices(rows, &columns)) {
            document
                .subsystems
                .insert(part.name.clone(), row(part, index, rows));
        }
        Ok(())
    }

    /// Factors that are correlated with each other, taken together: independent of all others.
    fn blocks(&self) -> Vec<Vec<usize>> {
        let mut block_of: Vec<usize> = (0..self.factors.len()).collect();
        for (_, ids) in self.engine.model.parameters.copulas() {
            let of = |id| self.factors.iter().position(|f| f.members.contains(id));
            let joined: Vec<usize> = ids.iter().filter_map(of).map(|f| block_of[f]).collect();
            if let Some(&first) = joined.iter().min() {
                let is_joined = |block: &&mut usize| joined.contains(block);
                block_of
                    .iter_mut()
                    .filter(is_joined)
                    .for_each(|block| *block = first);
            }
        }
        (0..self.factors.len())
            .map(|block| {
                (0..block_of.len())
                    .filter(|&f| block_of[f] == block)
                    .collect()
            })
            .filter(|block: &Vec<usize>| !block.is_empty())
            .collect()
    }

    /// Screens all factors by total order, correlated ones as one, and returns the leading ones, one
    /// by one, with all others as a last player.
    fn leading_players(
        &self,
        document: &mut SensitivityDocument,
    ) -> Result<Vec<Factor>, SensitivityError> {
        let screen = (self.rows / 8).max(16);
        let blocks = self.blocks();
        let together: Vec<Factor> = blocks
            .iter()
            .map(|block| Factor {
                members: block
                    .iter()
                    .flat_map(|&f| self.factors[f].members.iter().copied())
                    .collect(),
                ..self.factors[block[0]].clone()
            })
            .collect();
        let columns = self.exchanged(0..screen, &together.iter().collect::<Vec<_>>())?;
        let indices = self.indices(screen, &columns);
        for (block, index) in blocks.iter().zip(&indices) {
            for &f in block {
                let factor = &self.factors[f];
                // of correlated factors the screening says only what they do together
                let found = match block.len() {
                    1 => row(factor, *index, screen),
                    _ => bare(factor, screen),
                };
                document.indices.insert(factor.name.clone(), found);
            }
        }
        let mut order: Vec<usize> = (0..blocks.len()).collect();
        order.sort_by(|&a, &b| indices[b].st.total_cmp(&indices[a].st));
        let (leading, others) = order.split_at(REFINED.min(order.len()));
        let mut players: Vec<Factor> = leading
            .iter()
            .flat_map(|&block| blocks[block].iter().map(|&f| self.factors[f].clone()))
            .collect();
        let note = text::refined_shapley(self.factors.len(), players.len(), screen, self.rows);
        document.method_note = format!("{} {note}", document.method_note);
        let members: Vec<_> = others
            .iter()
            .flat_map(|&block| together[block].members.iter().copied())
            .collect();
        if !members.is_empty() {
            players.push(Factor {
                name: text::ALL_OTHERS.to_owned(),
                label: text::gathered(members.len()),
                subsystem: "",
                members,
            });
        }
        Ok(players)
    }

    fn shapley(
        &self,
        document: &mut SensitivityDocument,
        note: String,
    ) -> Result<(), SensitivityError> {
        document.method = "shapley".to_owned();
        document.method_note = note;
        let players = if self.factors.len() <= FEW {
            self.factors.clone()
        } else {
            self.leading_players(document)?
        };
        let rows = self.rows;
        let increments = shapley::increments(&self.engine, &players, rows, self.options.seed)?;
        let effects = shapley::effects(&increments, &self.bootstrap);
        for (factor, (effect, conf)) in players.iter().zip(&effects) {
            let row = document
                .indices
                .entry(factor.name.clone())
                .or_insert_with(|| bare(factor, rows));
            (row.sh, row.sh_conf, row.rows) = (Some(*effect), Some(*conf), rows);
        }
        let widest = effects.iter().map(|effect| effect.1).fold(0.0, f64::max);
        document.rows_needed = sobol::rows_needed(self.rows, widest);
        if widest > sobol::SETTLED {
            document
                .warnings
                .push(text::wide(widest, rows, document.rows_needed));
        }
        Ok(())
    }
}

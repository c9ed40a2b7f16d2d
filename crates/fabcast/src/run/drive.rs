//! From an order to its files: draws go by, summaries and row groups are kept, results written.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use fabcast_document::cause::Why;
use fabcast_document::run::RunDocument;
use fabcast_model::model::Model;
use fabcast_model::relax::Relax;
use fabcast_scenario::Scenario;

use crate::collect::{Collected, Months};
use crate::design::Sampler;
use crate::ensemble::{self, CHUNK, Group, Options};
use crate::folder::{Folder, names};
use crate::lifting;
use crate::outcome;
use crate::output;
use crate::output::draws::{self, Columns, ROW_GROUP, Rows};
use crate::output::trace::{self, Trace};
use crate::run::cause;
use crate::run::describe::{Material, describe};
use crate::run::{RunError, RunOutput, Runtime};
use crate::store::{Manifest, Parts, Settings, State, Store, StoreError};
use crate::text;
use crate::until::{Goal, next_look};
use crate::verdict::{self, Target};

/// Most draws of a run: summaries count in 32 bits.
const MOST_DRAWS: u64 = u32::MAX as u64;
/// The disk is waited for no more often than this many times the time that it takes; the summaries
/// are written with every row group.
const PATIENCE: u32 = 20;

/// An order that can be carried out.
pub(crate) struct Prepared<'a> {
    pub scenario: &'a Scenario,
    pub manifest: Manifest,
    pub model: Model,
    pub outcomes: outcome::List,
    pub targets: Vec<Target>,
    pub goals: Vec<Goal>,
    pub columns: Columns,
    relax: Relax,
    sampler: Option<Sampler>,
    /// Warnings of the sampler.
    notes: Vec<String>,
    /// First draw of this shard, counted from the run's first, and the one after its last.
    pub range: [u64; 2],
}

impl<'a> Prepared<'a> {
    pub fn new(scenario: &'a Scenario, manifest: Manifest) -> Result<Prepared<'a>, RunError> {
        let model = Model::new(&scenario.inputs).map_err(RunError::Model)?;
        let mut outcomes = outcome::List::of(&model);
        let targets = verdict::targets(scenario, &mut outcomes).map_err(RunError::Targets)?;
        let settings = &manifest.settings;
        let relax = settings.relaxed()?;
        let columns =
            Columns::select(&model, &mut outcomes, &settings.columns).map_err(RunError::Columns)?;
        let goals: Result<Vec<Goal>, String> = settings
            .until
            .iter()
            .map(|goal| Goal::read(goal, &targets, &mut outcomes))
            .collect();
        let goals = goals.map_err(RunError::Settings)?;
        let range = range(settings).map_err(RunError::Settings)?;
        if let Some(goal) = goals
            .iter()
            .find(|goal| goal.fewest_draws() > settings.draws)
        {
            let (goal, fewest) = (goal.to_string(), goal.fewest_draws());
            return Err(RunError::Settings(text::goal_draws(
                &goal,
                fewest,
                settings.draws,
            )));
        }
        let sampler = Sampler::new(&model, settings)?;
        let notes = sampler.as_ref().map_or_else(Vec::new, Sampler::warnings);
        Ok(Prepared {
            scenario,
            manifest,
            model,
            outcomes,
            targets,
            goals,
            columns,
            relax,
            sampler,
            notes,
            range,
        })
    }

    /// Empty summaries.
    pub fn nothing(&self, months: Months) -> Collected {
        let draws = self.manifest.settings.draws;
        let asked = (self.outcomes.infos().len(), &self.targets[..]);
        Collected::new(&self.model, asked, draws, months)
    }

    /// Draws that the causes are taken from, of so many.
    fn why_draws(&self, draws: u64) -> u64 {
        let asked = self.manifest.settings.why.unwrap_or(lifting::DRAWS);
        match self.model.has_programme() {
            true => asked.min(draws),
            false => 0,
        }
    }

    /// How draws of the run are simulated: from one on, counted from its first, to another.
    fn options<'b>(&'b self, runtime: Runtime<'b>, [from, to]: [u64; 2]) -> Options<'b> {
        let settings = &self.manifest.settings;
        Options {
            draws: to - from,
            seed: settings.seed,
            first: settings.first + from,
            threads: runtime.threads,
            relax: self.relax,
            audit: settings.audit,
            central: settings.central,
            keep_plans: settings.trace,
            keep_books: false,
            sampler: self.sampler.as_ref(),
            outcomes: Some(&self.outcomes),
            stop: runtime.stop,
        }
    }

    /// What holds the programme back, from the first draws of a run of so many. Whoever ends a run looks anew, so that
    /// it does not matter who simulated what. Breaks off when stopped.
    pub fn why(
        &self,
        runtime: Runtime,
        draws: u64,
    ) -> Result<ControlFlow<(), Option<Why>>, RunError> {
        let options = self.options(runtime, [0, draws]);
        Ok(cause::why(&self.model, &options, self.why_draws(draws))?)
    }

    /// The document of some summaries, with the times that they took.
    pub fn document(
        &self,
        (collected, why): (&Collected, Option<&Why>),
        complete: bool,
        elapsed: f64,
        computing: f64,
    ) -> RunDocument {
        let mut document = describe(&Material {
            scenario: self.scenario,
            model: &self.model,
            outcomes: &self.outcomes,
            targets: &self.targets,
            manifest: &self.manifest,
            goals: &self.goals,
            collected,
            why,
            notes: &self.notes,
            asked: self.range[1] - self.range[0],
            complete,
        });
        document.elapsed_seconds = elapsed;
        document.draws_per_second = collected.draws as f64 / computing.max(1e-9);
        document
    }
}

/// Draws of a shard, or all. Shards begin with a row group, or with a chunk if there are more
/// shards than row groups.
pub(crate) fn range(settings: &Settings) -> Result<[u64; 2], String> {
    let draws = settings.draws;
    if draws > MOST_DRAWS {
        return Err(text::too_many_draws(MOST_DRAWS));
    }
    let Some(shard) = settings.shard else {
        return Ok([0, draws]);
    };
    if !settings.until.is_empty() {
        return Err(text::SHARD_UNTIL.to_owned());
    }
    let enough = |unit: &u64| draws.div_ceil(*unit) >= shard.of;
    if !(1..=shard.of).contains(&shard.number) {
        return Err(text::no_such_shard(shard.number, shard.of));
    }
    let Some(unit) = [ROW_GROUP, CHUNK as u64].into_iter().find(enough) else {
        return Err(text::too_many_shards(
            shard.of,
            draws,
            draws.div_ceil(CHUNK as u64),
        ));
    };
    let units = draws.div_ceil(unit);
    Ok([shard.number - 1, shard.number].map(|n| (units * n / shard.of * unit).min(draws)))
}

/// A run that goes on.
pub(crate) struct Job<'a> {
    pub prepared: Prepared<'a>,
    pub out: Option<&'a Folder>,
    pub store: Option<Store>,
    pub state: Option<State>,
}

/// What grows while draws go by.
struct Going<'a> {
    prepared: &'a Prepared<'a>,
    store: Option<&'a Store>,
    collected: Collected,
    rows: Option<Rows>,
    trace: Option<Trace>,
    started: Instant,
    /// Wall time of the processes before this one \[s\].
    before: f64,
    saved: Instant,
    saving: Duration,
    reached: bool,
}

impl Job<'_> {
    /// Simulates what is left, and writes the results or, of a shard, its parts.
    pub fn run(
        self,
        runtime: Runtime,
        watch: &mut (dyn FnMut(u64) + Send),
    ) -> Result<RunOutput, RunError> {
        let Job {
            prepared,
            out,
            store,
            state,
        } = &self;
        let settings = &prepared.manifest.settings;
        let months = if store.is_some() {
            Months::All
        } else {
            runtime.months
        };
        let mut going = Going::new(prepared, store.as_ref(), state.as_ref(), months)?;
        let [first, end] = prepared.range;
        let done = going.collected.draws;
        going.look();
        let from = first + done;
        let options = prepared.options(runtime, [from, if going.reached { from } else { end }]);
        let progress = ensemble::run_while::<RunError>(&prepared.model, &options, |groups| {
            going.add(groups)?;
            watch(going.collected.draws);
            Ok(match going.reached {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            })
        })?;
        if !going.collected.violations.is_empty() {
            return Err(RunError::Audit(going.collected.violations));
        }
        let mut complete = going.reached || !progress.interrupted;
        let mut why = None;
        if complete && settings.shard.is_none() {
            match prepared.why(runtime, going.collected.draws)? {
                ControlFlow::Continue(found) => why = found,
                ControlFlow::Break(()) => complete = false,
            }
        }
        if let Some(rows) = &mut going.rows {
            rows.write()?;
        }
        if let Some(trace) = &mut going.trace {
            trace.close()?;
        }
        let keeps_parts = !complete || settings.shard.is_some();
        if keeps_parts && going.collected.draws > 0 {
            going.save(true)?;
        }
        let elapsed = going.before + going.started.elapsed().as_secs_f64();
        let computing = going.before + progress.elapsed.as_secs_f64();
        let document = prepared.document(
            (&going.collected, why.as_ref()),
            complete,
            elapsed,
            computing,
        );
        let mut left_out = Vec::new();
        if let (Some(folder), Some(store), None) = (out, store, settings.shard) {
            let parts = going.parts();
            let rows = files(store, &parts, draws::is_part);
            let traces = files(store, &parts, trace::is_part);
            left_out = publish(folder, &document, &rows, &traces)?;
            if !keeps_parts {
                folder.remove_parts()?;
            }
        }
        Ok(RunOutput {
            document,
            left_out,
            interrupted: !complete,
        })
    }
}

impl<'a> Going<'a> {
    fn new(
        prepared: &'a Prepared,
        store: Option<&'a Store>,
        state: Option<&State>,
        months: Months,
    ) -> Result<Going<'a>, RunError> {
        let settings = &prepared.manifest.settings;
        let mut collected = prepared.nothing(months);
        if let Some(state) = state {
            let restored = collected.restore(&state.summaries);
            if restored.is_none() || collected.draws != state.draws {
                let why = text::broken(
                    &store.map_or_else(String::new, |store| store.folder().display().to_string()),
                );
                return Err(RunError::Settings(why));
            }
        }
        let at = prepared.range[0] + collected.draws;
        let run = &prepared.manifest.digest;
        let before = |is_part: fn(&str) -> bool| {
            let all = state.iter().flat_map(|state| state.parts.clone());
            all.filter(|(name, _)| is_part(name)).collect::<Parts>()
        };
        let rows = match store.filter(|_| !settings.no_draws) {
            Some(store) => {
                let whole = (at / ROW_GROUP * ROW_GROUP).max(prepared.range[0]);
                let mut parts = before(draws::is_part);
                // The row group in hand is filled up: its part gives way to a longer one.
                let unfinished = (at > whole).then(|| parts.pop_last()).flatten();
                let mut rows = Rows::new(store, run, prepared.columns.clone(), whole, parts);
                if let Some((name, _)) = unfinished {
                    rows.add_part(&store.folder().join(name))?;
                }
                if rows.position() != at {
                    return Err(StoreError::Broken(store.folder().to_path_buf()).into());
                }
                Some(rows)
            }
            None => None,
        };
        let trace = store
            .filter(|_| settings.trace)
            .map(|store| Trace::new(store, run, &prepared.model, at, before(trace::is_part)));
        let now = Instant::now();
        Ok(Going {
            prepared,
            store,
            collected,
            rows,
            trace,
            started: now,
            before: state.map_or(0.0, |state| state.elapsed),
            saved: now,
            saving: Duration::ZERO,
            reached: false,
        })
    }

    /// Takes in groups of draws, and stops at the ends of row groups and where goals are looked at:
    /// how many groups come at once depends on the threads, and nothing else may.
    fn add(&mut self, groups: &[Group]) -> Result<(), RunError> {
        let mut rest = groups;
        while !rest.is_empty() && !self.reached {
            let done = self.collected.draws;
            let position = self.prepared.range[0] + done;
            let row_group = ROW_GROUP - position % ROW_GROUP;
            let look = match self.prepared.goals.is_empty() {
                true => u64::MAX,
                false => next_look_after(done) - done,
            };
            let room = row_group.min(look);
            let mut taken = 0;
            let fits = rest.iter().take_while(|group| {
                taken += group.lanes as u64;
                taken <= room
            });
            let (now, later) = rest.split_at(fits.count().max(1));
            let model = &self.prepared.model;
            self.collected.add(model, now);
            if let Some(rows) = &mut self.rows {
                rows.add(now)?;
            }
            if let Some(trace) = &mut self.trace {
                trace.add(model, now)?;
            }
            let done = self.collected.draws - done;
            if done == look {
                self.look();
            }
            if done == row_group {
                if let Some(trace) = &mut self.trace {
                    trace.close()?;
                }
                self.save(self.saved.elapsed() >= self.saving * PATIENCE)?;
            }
            rest = later;
        }
        Ok(())
    }

    /// Whether the goals are reached.
    fn look(&mut self) {
        let goals = &self.prepared.goals;
        let is_look =
            next_look_after(self.collected.draws.saturating_sub(1)) == self.collected.draws;
        self.reached = is_look
            && !goals.is_empty()
            && goals.iter().all(|goal| goal.look(&self.collected).reached);
    }

    /// The parts written so far.
    fn parts(&self) -> Parts {
        let rows = self.rows.iter().flat_map(|rows| rows.parts().clone());
        let trace = self.trace.iter().flat_map(|trace| trace.parts().clone());
        rows.chain(trace).collect()
    }

    /// Keeps the summaries; `durable` waits until they are on the disk.
    fn save(&mut self, durable: bool) -> Result<(), RunError> {
        let Some(store) = self.store.filter(|_| self.collected.violations.is_empty()) else {
            return Ok(());
        };
        let state = State {
            draws: self.collected.draws,
            elapsed: self.before + self.started.elapsed().as_secs_f64(),
            digest: self.prepared.manifest.digest.clone(),
            parts: self.parts(),
            summaries: self.collected.encode(),
        };
        let start = Instant::now();
        store.save(&state, durable)?;
        if durable {
            self.saved = Instant::now();
            self.saving = self.saved - start;
        }
        Ok(())
    }
}

/// The first look after so many draws.
fn next_look_after(draws: u64) -> u64 {
    let mut look = next_look(0);
    while look <= draws {
        look = next_look(look);
    }
    look
}

/// Files of some parts, in the order of their draws.
pub(crate) fn files<'a>(
    store: &Store,
    parts: &'a Parts,
    is_part: impl Fn(&str) -> bool + 'a,
) -> Vec<PathBuf> {
    let names = parts.keys().filter(|name| is_part(name));
    names.map(|name| store.folder().join(name)).collect()
}

/// Writes the results of a run from its document and the parts of its rows and of its trace. Returns what the
/// report leaves out.
pub(crate) fn publish(
    folder: &Folder,
    document: &RunDocument,
    rows: &[PathBuf],
    traces: &[PathBuf],
) -> Result<Vec<String>, RunError> {
    let remark = text::incomplete(document.draws, document.draws_asked);
    let remark = (!document.complete).then_some(remark.as_str());
    output::parquet::assemble(folder, names::DRAWS, rows, remark)?;
    output::parquet::assemble(folder, names::TRACE, traces, remark)?;
    output::parquet::write_series(folder, document)?;
    let left_out = output::report::write_run(folder, document)?;
    // The summary last: where it is, the rest is.
    let json = output::json::render(document);
    folder.write(names::RUN, json.as_bytes())?;
    Ok(left_out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Shard;

    fn ranges(draws: u64, of: u64) -> Vec<[u64; 2]> {
        let of_shard = |number| {
            range(&Settings {
                draws,
                shard: Some(Shard { number, of }),
                ..Settings::default()
            })
        };
        (1..=of)
            .map(|number| of_shard(number).expect("enough"))
            .collect()
    }

    #[test]
    fn shards_cover_the_run_once() {
        for (draws, of) in [
            (1_000, 7),
            (10_000, 3),
            (10_000, 64),
            (100_000, 5),
            (128, 1),
        ] {
            let ranges = ranges(draws, of);
            assert_eq!((ranges[0][0], ranges[ranges.len() - 1][1]), (0, draws));
            assert!(ranges.windows(2).all(|pair| pair[0][1] == pair[1][0]));
            assert!(
                ranges.iter().all(|[from, to]| from < to && from % 128 == 0),
                "{ranges:?}"
            );
        }
        let shard = Some(Shard { number: 1, of: 64 });
        assert!(
            range(&Settings {
                draws: 1_000,
                shard,
                ..Settings::default()
            })
            .is_err()
        );
    }
}

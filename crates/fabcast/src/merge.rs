//! Shards of one run, computed apart, joined to what one run would have written.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::collect::Months;
use crate::folder::{Folder, hold_for_reading, names};
use crate::output;
use crate::output::draws::{self, Rows};
use crate::output::parquet::digest_in;
use crate::output::trace;
use crate::run::{Prepared, RunError, RunOutput, Runtime, files, publish, scenario_of};
use crate::store::{Manifest, Parts, State, Store};
use crate::text::merge as text;

/// A shard in its folder.
struct Part {
    folder: PathBuf,
    /// Keeps others from changing it.
    _held: Option<File>,
    store: Store,
    manifest: Manifest,
    state: Option<State>,
    scenario: String,
}

/// Joins the shards in some folders and writes the results of the whole run to `out`: the same
/// bytes as one run, but for the times. The shards stay.
///
/// # Errors
/// When a shard is missing, there twice or not finished, when shards are not of the same run or
/// version, or when files cannot be read or written. Everything that is wrong is named at once.
pub fn merge(folders: &[PathBuf], out: &Folder) -> Result<RunOutput, RunError> {
    let mut parts: Vec<Part> = folders
        .iter()
        .map(|folder| read(folder))
        .collect::<Result<_, _>>()?;
    check(&parts)?;
    parts.sort_by_key(|part| part.manifest.settings.shard.map_or(0, |shard| shard.number));
    let scenario = scenario_of(&parts[0].store, &parts[0].manifest)?;
    let mut manifest = parts[0].manifest.clone();
    manifest.settings.shard = None;
    let prepared = Prepared::new(&scenario, manifest)?;
    for part in &parts {
        if let Some(state) = &part.state {
            part.store.verify(state, digest_in)?;
        }
    }
    output::remove_results(out)?;
    let store = Store::create(out, &prepared.manifest)?;
    out.write(names::SCENARIO, parts[0].scenario.as_bytes())?;
    let mut collected = prepared.nothing(Months::All);
    let digest = &prepared.manifest.digest;
    let columns = prepared.columns.clone();
    let mut rows = Rows::new(&store, digest, columns, 0, Parts::new());
    let mut elapsed = 0.0;
    let mut of_traces = Vec::new();
    for shard in &parts {
        let of_shard = Prepared::new(&scenario, shard.manifest.clone())?;
        let mut summaries = of_shard.nothing(Months::All);
        let state = shard.state.as_ref().filter(|state| {
            summaries.restore(&state.summaries).is_some() && summaries.draws == state.draws
        });
        let Some(state) = state else {
            let folder = shard.store.folder().display().to_string();
            return Err(RunError::Settings(crate::text::broken(&folder)));
        };
        elapsed += state.elapsed;
        collected.merge(&summaries);
        of_traces.extend(files(&shard.store, &state.parts, trace::is_part));
        for part in files(&shard.store, &state.parts, draws::is_part) {
            rows.add_part(&part)?;
        }
    }
    rows.write()?;
    let why = match prepared.why(Runtime::default(), collected.draws)? {
        ControlFlow::Continue(why) => why,
        ControlFlow::Break(()) => None,
    };
    let document = prepared.document((&collected, why.as_ref()), true, elapsed, elapsed);
    let of_rows = files(&store, rows.parts(), draws::is_part);
    let left_out = publish(out, &document, &of_rows, &of_traces)?;
    out.remove_parts()?;
    Ok(RunOutput {
        document,
        left_out,
        interrupted: false,
    })
}

fn read(folder: &Path) -> Result<Part, RunError> {
    let held = hold_for_reading(folder)?;
    let (store, manifest) = Store::open(folder)?;
    let state = store.load(&manifest)?;
    let scenario = store.scenario(&manifest)?;
    Ok(Part {
        folder: folder.to_path_buf(),
        _held: held,
        store,
        manifest,
        state,
        scenario,
    })
}

/// Refuses what is not one whole run; every fault in a line.
fn check(parts: &[Part]) -> Result<(), RunError> {
    let refuse = |faults: Vec<String>| Err(RunError::Settings(faults.join("\n")));
    let Some(first) = parts.first() else {
        return refuse(vec![text::NONE.to_owned()]);
    };
    let name = |part: &Part| part.folder.display().to_string();
    let mut faults = Vec::new();
    for part in parts {
        if part.manifest.settings.shard.is_none() {
            faults.push(text::no_shard(&name(part)));
        }
        faults.extend(difference(first, part));
    }
    if !faults.is_empty() {
        return refuse(faults);
    }
    let of = first.manifest.settings.shard.map_or(0, |shard| shard.of);
    let with_number = |number: u64| {
        let is = move |part: &&Part| {
            part.manifest
                .settings
                .shard
                .is_some_and(|shard| shard.number == number)
        };
        parts.iter().filter(is)
    };
    let missing: Vec<u64> = (1..=of)
        .filter(|&n| with_number(n).next().is_none())
        .collect();
    if !missing.is_empty() {
        faults.push(text::missing(&missing, of));
    }
    for number in 1..=of {
        let there: Vec<String> = with_number(number).map(name).collect();
        if there.len() > 1 {
            faults.push(text::doubled(number, &there));
        }
        for part in with_number(number) {
            let mut settings = part.manifest.settings.clone();
            let range = crate::run::range(&settings).map_err(RunError::Settings)?;
            settings.shard = None;
            let done = part.state.as_ref().map_or(0, |state| state.draws);
            let asked = range[1] - range[0];
            if done < asked {
                faults.push(text::unfinished(number, &name(part), done, asked));
            }
        }
    }
    match faults.is_empty() {
        true => Ok(()),
        false => refuse(faults),
    }
}

/// In what a shard is not of the same run as another, if in anything.
fn difference(one: &Part, other: &Part) -> Option<String> {
    let (a, b) = (&one.manifest.settings, &other.manifest.settings);
    let names = [one, other].map(|part| part.folder.display().to_string());
    let of = |part: &Manifest| part.settings.shard.map_or(0, |shard| shard.of);
    let differ = |what: &str, x: &dyn std::fmt::Debug, y: &dyn std::fmt::Debug| {
        let values = [format!("{x:?}"), format!("{y:?}")];
        (values[0] != values[1]).then(|| text::differ(what, &names, &values))
    };
    let manifests = [&one.manifest, &other.manifest];
    differ("scenario", &manifests[0].scenario, &manifests[1].scenario)
        .or_else(|| differ("seed", &a.seed, &b.seed))
        .or_else(|| differ("number of draws", &a.draws, &b.draws))
        .or_else(|| differ("number of shards", &of(manifests[0]), &of(manifests[1])))
        .or_else(|| differ("design", &a.design.name(), &b.design.name()))
        .or_else(|| differ("first draw", &a.first, &b.first))
        .or_else(|| differ("list of limits lifted", &a.relax, &b.relax))
        .or_else(|| differ("file of vectors", &a.draws_from, &b.draws_from))
        .or_else(|| differ("choice of columns", &a.columns, &b.columns))
        .or_else(|| differ("use of --no-draws", &a.no_draws, &b.no_draws))
        .or_else(|| differ("number of draws for causes", &a.why, &b.why))
        .or_else(|| differ("use of --central", &a.central, &b.central))
        .or_else(|| differ("use of --trace", &a.trace, &b.trace))
        .or_else(|| {
            let same = manifests[0].digest == manifests[1].digest;
            (!same).then(|| text::other_values(&names))
        })
}

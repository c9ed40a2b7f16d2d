//! What a run keeps on disk while it goes on, so that it can be continued, and shards be merged.
//!
//! The folder of a run holds a folder `parts` with `run.json` (what was asked for), `state.bin`
//! (the running summaries so far), `state.durable.bin` (the same of some time ago, which outlives a
//! loss of power), and Parquet files of finished row groups and of the trace, if one is written.
//! Every file gets its name when it is whole.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use fabcast_document::run::Assumption;
use serde::{Deserialize, Serialize};

use fabcast_model::relax::{ALL_GROUPS, Group, Relax};

use crate::bytes::checksum;
use crate::design::Design;
use crate::nearest::nearest_name;
use crate::output::parquet::OutputError;
use crate::output::{passing_name, prepare};

/// Folder of a run that keeps its parts.
pub const PARTS: &str = "parts";
const SETTINGS: &str = "run.json";
const STATE: &str = "state.bin";
/// The last state that is on the disk for certain.
const DURABLE: &str = "state.durable.bin";
const MAGIC: &[u8; 16] = b"fabcast state 2\n";
/// Version of the form of these files.
const FORMAT: u32 = 2;

/// One of several parts of a run that are computed apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Number, from 1.
    pub number: u64,
    /// How many there are.
    pub of: u64,
}

impl std::str::FromStr for Shard {
    type Err = ();

    /// Reads `3/64`.
    fn from_str(text: &str) -> Result<Shard, ()> {
        let (number, of) = text.split_once('/').ok_or(())?;
        let whole = |text: &str| text.trim().parse::<u64>().map_err(|_| ());
        let (number, of) = (whole(number)?, whole(of)?);
        match (1..=of).contains(&number) {
            true => Ok(Shard { number, of }),
            false => Err(()),
        }
    }
}

/// A file whose vectors a run is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// Where it is.
    pub path: PathBuf,
    /// Checksum of its bytes.
    pub checksum: u64,
}

/// What was asked of a run beside its scenario: together they decide every byte of its results.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Number of draws, of all shards together.
    pub draws: u64,
    /// Seed.
    pub seed: u64,
    /// Number of the first draw.
    pub first: u64,
    /// Names of the groups lifted.
    pub relax: Vec<String>,
    /// Whether every conservation law is checked.
    pub audit: bool,
    /// Every parameter at its centre.
    pub central: bool,
    /// Sampling design.
    pub design: Design,
    /// Vectors to run instead of drawn ones.
    pub draws_from: Option<TableFile>,
    /// Precisions to go on for, as written.
    pub until: Vec<String>,
    /// Columns of `draws.parquet`; all if empty.
    pub columns: Vec<String>,
    /// Whether there is no `draws.parquet`.
    pub no_draws: bool,
    /// Whether `trace.parquet` is written.
    pub trace: bool,
    /// Part of the run that is computed; all if absent.
    pub shard: Option<Shard>,
}

impl Settings {
    /// Whether a draw depends on how many there are: of a hypercube or a file.
    pub fn needs_its_draws(&self) -> bool {
        self.design == Design::Lhs || self.draws_from.is_some()
    }

    /// The groups lifted.
    ///
    /// # Errors
    /// Every name that is no group's.
    pub fn relaxed(&self) -> Result<Relax, Vec<NoGroup>> {
        lifted(&self.relax)
    }
}

/// A name that no group of limits has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoGroup {
    /// The name.
    pub wanted: String,
    /// The group that is probably meant.
    pub nearest: Option<&'static str>,
}

/// The groups of some names.
///
/// # Errors
/// Every name that is no group's.
///
/// ```
/// use fabcast::store::lifted;
///
/// assert!(lifted(&["power".to_owned()]).is_ok());
/// let unknown = lifted(&["powr".to_owned()]).unwrap_err();
/// assert_eq!(unknown[0].nearest, Some("power"));
/// ```
pub fn lifted(names: &[String]) -> Result<Relax, Vec<NoGroup>> {
    let mut relax = Relax::NONE;
    let mut unknown = Vec::new();
    for name in names {
        match Group::from_name(name) {
            Some(group) => relax = relax.with(group),
            None => unknown.push(NoGroup {
                wanted: name.clone(),
                nearest: nearest_name(name, ALL_GROUPS.map(Group::name)),
            }),
        }
    }
    match unknown.is_empty() {
        true => Ok(relax),
        false => Err(unknown),
    }
}

/// `run.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// Version of the engine.
    pub engine_version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// What was asked for.
    pub settings: Settings,
    /// Warnings about the scenario as it was read.
    pub warnings: Vec<String>,
    /// Its parameters with their sources, as it was read.
    pub assumptions: Vec<Assumption>,
}

impl Manifest {
    /// Of a run by this version of the engine.
    pub fn new(
        scenario: &str,
        settings: &Settings,
        warnings: Vec<String>,
        assumptions: Vec<Assumption>,
    ) -> Manifest {
        Manifest {
            format: FORMAT,
            engine_version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: scenario.to_owned(),
            settings: settings.clone(),
            warnings,
            assumptions,
        }
    }
}

/// How far a run has got.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Draws finished by this process or those before it.
    pub draws: u64,
    /// Wall time they took \[s\].
    pub elapsed: f64,
    /// The running summaries.
    pub summaries: Vec<u8>,
}

/// Parts could not be read.
#[derive(Debug)]
pub enum StoreError {
    /// There are none in the folder.
    Nothing(PathBuf),
    /// A file cannot be read.
    Read(OutputError),
    /// A file is not what it should be.
    Broken(PathBuf),
    /// They are of another version: the folder, and which.
    Version(PathBuf, String),
}

/// The parts of a run.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// Starts parts in the folder of a run, in place of any that are there.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn create(run: &Path, manifest: &Manifest) -> Result<Store, OutputError> {
        let store = Store {
            folder: run.join(PARTS),
        };
        store.remove()?;
        prepare(&store.folder)?;
        let json = serde_json::to_vec_pretty(manifest).unwrap_or_default();
        store.write(SETTINGS, &[&json], true)?;
        Ok(store)
    }

    /// Opens the parts in the folder of a run.
    ///
    /// # Errors
    /// When there are none, or none of this version.
    pub fn open(run: &Path) -> Result<(Store, Manifest), StoreError> {
        let store = Store {
            folder: run.join(PARTS),
        };
        let path = store.folder.join(SETTINGS);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::Nothing(run.to_path_buf()));
            }
            Err(error) => return Err(StoreError::Read(OutputError::new("read", &path, &error))),
        };
        let any: serde_json::Value =
            serde_json::from_str(&text).map_err(|_| StoreError::Broken(path.clone()))?;
        let version = any["engine_version"].as_str().unwrap_or_default();
        if any["format"] != FORMAT || version != env!("CARGO_PKG_VERSION") {
            return Err(StoreError::Version(run.to_path_buf(), version.to_owned()));
        }
        let manifest = serde_json::from_value(any).map_err(|_| StoreError::Broken(path))?;
        Ok((store, manifest))
    }

    /// Where the parts are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keeps a state; the one before it is gone when this one is whole.
    ///
    /// A killed process leaves what it wrote; a machine that loses power may not. What is `durable`
    /// is on the disk before this returns, and stays until the next state that is.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, state: &State, durable: bool) -> Result<(), OutputError> {
        let mut head = MAGIC.to_vec();
        for number in [
            state.draws,
            state.elapsed.to_bits(),
            checksum(&state.summaries),
        ] {
            head.extend_from_slice(&number.to_le_bytes());
        }
        let bytes = [head.as_slice(), &state.summaries];
        if durable {
            self.write(DURABLE, &bytes, true)?;
        }
        self.write(STATE, &bytes, false)
    }

    /// The state that was kept last, if any; if that one is torn, the last durable one.
    ///
    /// # Errors
    /// When there is one that cannot be read, or none is whole.
    pub fn load(&self) -> Result<Option<State>, StoreError> {
        let mut broken = None;
        for name in [STATE, DURABLE] {
            let path = self.folder.join(name);
            match fs::read(&path) {
                Ok(bytes) => match decode(&bytes) {
                    Some(state) => return Ok(Some(state)),
                    None => broken = broken.or(Some(path)),
                },
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => {
                    return Err(StoreError::Read(OutputError::new("read", &path, &error)));
                }
            }
        }
        broken.map_or(Ok(None), |path| Err(StoreError::Broken(path)))
    }

    /// Takes the parts away.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub fn remove(&self) -> Result<(), OutputError> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(OutputError::new("remove", &self.folder, &error))
            }
            _ => Ok(()),
        }
    }

    /// Writes a file under a passing name before it gets its own, and has it on the disk by then if
    /// it is to be `durable`.
    fn write(&self, name: &str, bytes: &[&[u8]], durable: bool) -> Result<(), OutputError> {
        let path = self.folder.join(name);
        let passing = passing_name(&path);
        let written = File::create(&passing).and_then(|mut file| {
            bytes.iter().try_for_each(|bytes| file.write_all(bytes))?;
            if durable { file.sync_data() } else { Ok(()) }
        });
        written
            .and_then(|()| fs::rename(&passing, &path))
            .map_err(|error| OutputError::new("write", &path, &error))
    }
}

fn decode(bytes: &[u8]) -> Option<State> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (head, summaries) = rest.split_at_checked(24)?;
    let number = |at: usize| {
        let bytes = head.get(8 * at..8 * at + 8)?.try_into().ok()?;
        Some(u64::from_le_bytes(bytes))
    };
    (number(2)? == checksum(summaries)).then_some(State {
        draws: number(0)?,
        elapsed: f64::from_bits(number(1)?),
        summaries: summaries.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_as_they_are_written() {
        assert_eq!("3/64".parse(), Ok(Shard { number: 3, of: 64 }));
        for wrong in ["0/4", "5/4", "3", "a/4", "/", "1/0", "-1/3"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_damaged_state_is_refused() {
        let folder = std::env::temp_dir().join(format!("fabcast-store-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let manifest = Manifest::new("x", &Settings::default(), Vec::new(), Vec::new());
        let store = Store::create(&folder, &manifest).expect("made");
        assert!(matches!(store.load(), Ok(None)));
        let state = State {
            draws: 7,
            elapsed: 1.5,
            summaries: vec![1, 2, 3],
        };
        store.save(&state, false).expect("written");
        assert_eq!(store.load().expect("read"), Some(state.clone()));
        assert_eq!(Store::open(&folder).expect("there").1, manifest);
        let tear = |name: &str| {
            let path = store.folder().join(name);
            let mut bytes = fs::read(&path).expect("there");
            *bytes.last_mut().expect("some") ^= 1;
            fs::write(&path, bytes).expect("written");
        };
        tear(STATE);
        assert!(matches!(store.load(), Err(StoreError::Broken(_))));
        // A torn state is no loss while there is a durable one.
        store.save(&state, true).expect("written");
        let later = State {
            draws: 9,
            ..state.clone()
        };
        store.save(&later, false).expect("written");
        assert_eq!(store.load().expect("read"), Some(later));
        tear(STATE);
        assert_eq!(store.load().expect("read"), Some(state));
        tear(DURABLE);
        assert!(matches!(store.load(), Err(StoreError::Broken(_))));
        store.remove().expect("removed");
        assert!(matches!(Store::open(&folder), Err(StoreError::Nothing(_))));
        let _ = fs::remove_dir_all(&folder);
    }
}

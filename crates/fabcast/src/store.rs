//! What a run keeps on disk while it goes on, so that it can be continued, and shards be merged.
//!
//! The folder of a run holds a folder `parts` with `run.json` (what was asked for), `state.bin`
//! (the running summaries so far), `state.durable.bin` (the same of some time ago, which outlives a
//! loss of power), and Parquet files of finished row groups and of the trace. Each gets its name when whole.
//!
//! One digest, of the scenario, what was asked for and the version, stands in `run.json`, in the states and in
//! every part, and a state holds the SHA-256 of each part that belongs to it. So a run is continued, and
//! shards are joined, from their own files alone and as they were written.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use fabcast_document::run::Assumption;
use serde::{Deserialize, Serialize};

use fabcast_model::relax::{ALL_GROUPS, Group, Relax};

use crate::bytes::{checksum, sha256};
use crate::design::Design;
use crate::folder::names::{DURABLE, PARTS, SCENARIO, SETTINGS, STATE};
use crate::folder::{Folder, OutputError, Passing, hash_of};
use crate::input::{self, MOST_TABLE, MOST_TEXT};
use crate::nearest::nearest_name;

const MAGIC: &[u8; 16] = b"fabcast state 4\n";
/// Version of the form of these files.
const FORMAT: u32 = 4;

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
    /// Draws from which it is found what holds the programme back: [`DRAWS`](crate::lifting::DRAWS) if absent, none
    /// if 0.
    pub why: Option<u64>,
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
    /// SHA-256 of all that decides the results: the resolved scenario, what was asked for and the version. The
    /// shards of a run have the same one.
    pub digest: String,
    /// SHA-256 of this file with nothing in the place of this field.
    checksum: String,
}

impl Manifest {
    /// Of a run of a resolved scenario, by this version of the engine.
    pub fn new(
        name: &str,
        resolved: &str,
        settings: &Settings,
        warnings: Vec<String>,
        assumptions: Vec<Assumption>,
    ) -> Manifest {
        let mut manifest = Manifest {
            format: FORMAT,
            engine_version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: name.to_owned(),
            settings: settings.clone(),
            warnings,
            assumptions,
            digest: String::new(),
            checksum: String::new(),
        };
        manifest.digest = manifest.digest_with(resolved);
        manifest
    }

    /// The digest of these settings with a resolved scenario.
    fn digest_with(&self, resolved: &str) -> String {
        let mut whole = self.clone();
        whole.settings.shard = None;
        whole.digest = sha256(resolved.as_bytes());
        whole.checksum = String::new();
        sha256(&whole.json())
    }

    fn json(&self) -> Vec<u8> {
        // A value of strings and numbers can always be written.
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// The file.
    fn render(&self) -> Vec<u8> {
        let mut manifest = self.clone();
        manifest.checksum = String::new();
        manifest.checksum = sha256(&manifest.json());
        manifest.json()
    }
}

/// How far a run has got.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Draws finished by this process or those before it.
    pub draws: u64,
    /// Wall time they took \[s\].
    pub elapsed: f64,
    /// What the run is: [`Manifest::digest`].
    pub digest: String,
    /// The parts that hold these draws, with their SHA-256.
    pub parts: Parts,
    /// The running summaries.
    pub summaries: Vec<u8>,
}

/// Names of parts, in the order of their draws, and the SHA-256 of each.
pub type Parts = BTreeMap<String, String>;

/// Parts could not be read.
#[derive(Debug)]
pub enum StoreError {
    /// There are none in the folder.
    Nothing(PathBuf),
    /// A file cannot be read.
    Read(OutputError),
    /// A file is not what it should be.
    Broken(PathBuf),
    /// A file is not the one any more that the run was started with or wrote.
    Changed(PathBuf),
    /// A file is of another run.
    Foreign(PathBuf),
    /// A file is not there any more.
    Missing(PathBuf),
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
    pub fn create(run: &Folder, manifest: &Manifest) -> Result<Store, OutputError> {
        let store = Store {
            folder: run.new_parts()?,
        };
        store.write(SETTINGS, &[&manifest.render()], true)?;
        Ok(store)
    }

    /// Opens the parts in the folder of a run.
    ///
    /// # Errors
    /// When there are none, none of this version, or what was asked for has been changed since.
    pub fn open(run: &Path) -> Result<(Store, Manifest), StoreError> {
        let store = Store {
            folder: run.join(PARTS),
        };
        let path = store.folder.join(SETTINGS);
        let bytes = match input::bytes(&path, MOST_TEXT) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::Nothing(run.to_path_buf()));
            }
            Err(error) => return Err(StoreError::Read(OutputError::new("read", &path, &error))),
        };
        let any: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|_| StoreError::Broken(path.clone()))?;
        let version = any["engine_version"].as_str().unwrap_or_default();
        if !version.is_empty() && version != env!("CARGO_PKG_VERSION") {
            return Err(StoreError::Version(run.to_path_buf(), version.to_owned()));
        }
        let manifest: Result<Manifest, _> = serde_json::from_value(any);
        match manifest {
            Ok(manifest) if manifest.format == FORMAT && manifest.render() == bytes => {
                Ok((store, manifest))
            }
            _ => Err(StoreError::Changed(path)),
        }
    }

    /// The resolved scenario beside the parts, if it is the one that the run was started with.
    ///
    /// # Errors
    /// When it is gone, cannot be read, or has been changed.
    pub fn scenario(&self, manifest: &Manifest) -> Result<String, StoreError> {
        let path = self.folder.with_file_name(SCENARIO);
        let text = match input::text(&path, MOST_TEXT) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::Missing(path));
            }
            Err(error) => return Err(StoreError::Read(OutputError::new("read", &path, &error))),
        };
        match manifest.digest_with(&text) == manifest.digest {
            true => Ok(text),
            false => Err(StoreError::Changed(path)),
        }
    }

    /// Where the parts are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Begins a part under a passing name; one that a killed process left goes.
    ///
    /// # Errors
    /// When it cannot be created.
    pub(crate) fn part(&self, name: &str) -> Result<Passing, OutputError> {
        let path = self.folder.join(name);
        let left = crate::folder::passing_name(&path);
        match fs::remove_file(&left) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(OutputError::new("replace", &left, &error))
            }
            _ => Passing::create(&path),
        }
    }

    /// Keeps a state; the one before it is gone when this one is whole.
    ///
    /// A killed process leaves what it wrote; a machine that loses power may not. What is `durable`
    /// is on the disk before this returns, and stays until the next state that is.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, state: &State, durable: bool) -> Result<(), OutputError> {
        let bytes = encode(state);
        if durable {
            self.write(DURABLE, &[&bytes], true)?;
        }
        self.write(STATE, &[&bytes], false)
    }

    /// The state that was kept last, if any, of the run of a manifest; if that one is torn, the last durable one.
    ///
    /// # Errors
    /// When there is one that cannot be read or is of another run, or none is whole.
    pub fn load(&self, manifest: &Manifest) -> Result<Option<State>, StoreError> {
        let mut broken = None;
        for name in [STATE, DURABLE] {
            let path = self.folder.join(name);
            match input::bytes(&path, MOST_TABLE) {
                Ok(bytes) => match decode(&bytes) {
                    Some(state) if state.digest != manifest.digest => {
                        return Err(StoreError::Foreign(path));
                    }
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

    /// Holds the parts of a state against what was written; `digest_in` reads of which run a part says that it is.
    ///
    /// # Errors
    /// The first part that is missing, of another run, or changed.
    pub fn verify(
        &self,
        state: &State,
        digest_in: impl Fn(&Path) -> Option<String>,
    ) -> Result<(), StoreError> {
        for (name, hash) in &state.parts {
            let path = self.folder.join(name);
            match hash_of(&path) {
                Ok(found) if found == *hash => {}
                Ok(_) => {
                    return Err(match digest_in(&path) {
                        Some(digest) if digest != state.digest => StoreError::Foreign(path),
                        _ => StoreError::Changed(path),
                    });
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    return Err(StoreError::Missing(path));
                }
                Err(error) => {
                    return Err(StoreError::Read(OutputError::new("read", &path, &error)));
                }
            }
        }
        Ok(())
    }

    /// Writes a file under a passing name before it gets its own, and has it on the disk by then if
    /// it is to be `durable`.
    fn write(&self, name: &str, bytes: &[&[u8]], durable: bool) -> Result<(), OutputError> {
        let mut file = self.part(name)?;
        let written = bytes.iter().try_for_each(|bytes| file.write_all(bytes));
        written.map_err(|error| file.failed(&error))?;
        file.finish(durable).map(|_| ())
    }
}

/// Name of a part and its SHA-256.
pub type Named = (String, String);

/// Gives a part its name; it is on the disk then, since a state that is may vouch for it.
pub(crate) fn finish(part: Passing) -> Result<Named, OutputError> {
    let name = part.path().file_name().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    Ok((name, part.finish(true)?))
}

/// Head of a state: a length of its own stands before it.
#[derive(Serialize, Deserialize)]
struct Head {
    digest: String,
    parts: Parts,
}

fn encode(state: &State) -> Vec<u8> {
    let head = Head {
        digest: state.digest.clone(),
        parts: state.parts.clone(),
    };
    let head = serde_json::to_vec(&head).unwrap_or_default();
    let mut bytes = MAGIC.to_vec();
    for number in [state.draws, state.elapsed.to_bits(), head.len() as u64] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes.extend_from_slice(&head);
    bytes.extend_from_slice(&state.summaries);
    let sum = checksum(&bytes);
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes
}

fn decode(bytes: &[u8]) -> Option<State> {
    let (whole, sum) = bytes.split_last_chunk()?;
    if checksum(whole) != u64::from_le_bytes(*sum) {
        return None;
    }
    let mut rest = whole.strip_prefix(MAGIC)?;
    let mut number = || {
        let (number, more) = rest.split_first_chunk()?;
        rest = more;
        Some(u64::from_le_bytes(*number))
    };
    let (draws, elapsed, length) = (number()?, number()?, number()?);
    let (head, summaries) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    let head: Head = serde_json::from_slice(head).ok()?;
    Some(State {
        draws,
        elapsed: f64::from_bits(elapsed),
        digest: head.digest,
        parts: head.parts,
        summaries: summaries.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::Claim;

    #[test]
    fn shards_as_they_are_written() {
        assert_eq!("3/64".parse(), Ok(Shard { number: 3, of: 64 }));
        for wrong in ["0/4", "5/4", "3", "a/4", "/", "1/0", "-1/3"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    /// A store with one part, in a folder of its own.
    fn kept(name: &str) -> (PathBuf, Folder, Store, Manifest, State) {
        let path =
            std::env::temp_dir().join(format!("fabcast-store-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        let folder = Folder::of_run(&path, &Claim::default(), "").expect("opened");
        let manifest = Manifest::new(
            "x",
            "[plan]\n",
            &Settings::default(),
            Vec::new(),
            Vec::new(),
        );
        let store = Store::create(&folder, &manifest).expect("made");
        folder.write(SCENARIO, b"[plan]\n").expect("written");
        let mut part = store.part("draws-00000000.parquet").expect("begun");
        part.write_all(b"rows").expect("written");
        let state = State {
            draws: 7,
            elapsed: 1.5,
            digest: manifest.digest.clone(),
            parts: Parts::from([finish(part).expect("finished")]),
            summaries: vec![1, 2, 3],
        };
        (path, folder, store, manifest, state)
    }

    /// Flips each bit of a file in turn, and gives what then happens.
    fn each_flip<T>(path: &Path, mut see: impl FnMut() -> T) -> Vec<T> {
        let whole = fs::read(path).expect("there");
        let flips = (0..whole.len()).flat_map(|byte| (0..8).map(move |bit| (byte, bit)));
        let seen = flips.map(|(byte, bit)| {
            let mut bytes = whole.clone();
            bytes[byte] ^= 1 << bit;
            fs::write(path, bytes).expect("written");
            see()
        });
        let seen = seen.collect();
        fs::write(path, whole).expect("written");
        seen
    }

    #[test]
    fn every_flipped_bit_is_found() {
        let (path, folder, store, manifest, state) = kept("flips");
        store.save(&state, true).expect("written");
        assert_eq!(store.load(&manifest).expect("read"), Some(state.clone()));
        let opened = Store::open(&path).expect("there").1;
        assert_eq!(
            (&opened.settings, &opened.digest),
            (&manifest.settings, &manifest.digest)
        );
        store.verify(&state, |_| None).expect("as written");
        let opened = each_flip(&path.join("parts/run.json"), || Store::open(&path).is_ok());
        assert!(!opened.contains(&true));
        let scenario = each_flip(&path.join(SCENARIO), || store.scenario(&manifest).is_ok());
        assert!(!scenario.contains(&true));
        let part = path.join("parts/draws-00000000.parquet");
        let parts = each_flip(&part, || store.verify(&state, |_| None).is_ok());
        assert!(!parts.contains(&true));
        // A torn state is no loss while there is a durable one.
        let later = State {
            draws: 9,
            ..state.clone()
        };
        store.save(&later, false).expect("written");
        for found in each_flip(&path.join("parts/state.bin"), || store.load(&manifest)) {
            assert_eq!(found.expect("the durable one"), Some(state.clone()));
        }
        fs::remove_file(path.join("parts/state.durable.bin")).expect("removed");
        let states = each_flip(&path.join("parts/state.bin"), || {
            store.load(&manifest).is_ok()
        });
        assert!(!states.contains(&true));
        fs::remove_file(&part).expect("removed");
        assert!(matches!(
            store.verify(&state, |_| None),
            Err(StoreError::Missing(_))
        ));
        drop(folder);
        fs::remove_dir_all(&path).expect("removed");
    }

    #[test]
    fn a_state_of_another_run_is_refused() {
        let (path, folder, store, manifest, state) = kept("foreign");
        store.save(&state, true).expect("written");
        let settings = Settings {
            seed: 8,
            ..Settings::default()
        };
        let other = Manifest::new("x", "[plan]\n", &settings, Vec::new(), Vec::new());
        assert_ne!(other.digest, manifest.digest);
        assert!(matches!(store.load(&other), Err(StoreError::Foreign(_))));
        // Shards of one run have one digest.
        let shard = Settings {
            shard: Some(Shard { number: 1, of: 2 }),
            ..Settings::default()
        };
        let shard = Manifest::new("x", "[plan]\n", &shard, Vec::new(), Vec::new());
        assert_eq!(shard.digest, manifest.digest);
        drop(folder);
        fs::remove_dir_all(&path).expect("removed");
    }
}

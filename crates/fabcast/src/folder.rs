//! The folder that receives the files of a run and of analyses: who may write into it, and what in it is ours.
//!
//! A file of somebody else is never lost. A folder that fabcast writes into has a journal, `.fabcast`, with the
//! SHA-256 of everything that was written there. Only what the journal knows, byte for byte, is replaced or removed;
//! what was changed since, or was never ours, is refused or kept under another name, and that is said. The journal
//! is also the lock: one process writes into a folder at a time.

mod error;
mod journal;
pub mod names;
mod passing;
mod who;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use same_file::is_same_file;

use crate::text::folder as text;
use journal::{Journal, Opened, Shared};
use names::PARTS;

pub use error::OutputError;
pub use journal::JOURNAL;
pub(crate) use passing::{Passing, hash_of, name as passing_name};

/// What a caller says about itself and its request before it writes into a folder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Claim<'a> {
    /// Whether to write although files of somebody else are there; those whose names are needed are kept under
    /// another one.
    pub force: bool,
    /// Files and folders that are read: none of them is written to or removed, whatever `force` says.
    pub inputs: &'a [PathBuf],
    /// What the caller is called, `fabcast run`, for others that find the folder in use.
    pub who: &'a str,
}

/// A folder cannot be written into.
#[derive(Debug)]
pub enum FolderError {
    /// Another process writes into it: the folder, and which.
    Busy(PathBuf, String),
    /// A file that is read would be written over or removed: the file, and the folder.
    Input(PathBuf, PathBuf),
    /// It holds files that fabcast did not write: the folder, and some of their names.
    Strangers(PathBuf, Vec<String>),
    /// It is no folder, or one that cannot be looked into.
    Unusable(PathBuf, String),
    /// Something could not be made, read or written.
    Output(OutputError),
}

impl std::fmt::Display for FolderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = |path: &Path| path.display().to_string();
        f.write_str(&match self {
            FolderError::Busy(folder, who) => text::busy(&name(folder), who),
            FolderError::Input(file, folder) => text::input(&name(file), &name(folder)),
            FolderError::Strangers(folder, names) => text::strangers(&name(folder), names),
            FolderError::Unusable(folder, why) => text::unusable(&name(folder), why),
            FolderError::Output(error) => return error.fmt(f),
        })
    }
}

impl std::error::Error for FolderError {}

impl FolderError {
    /// Whether the request is wrong, rather than what happened.
    pub fn is_usage(&self) -> bool {
        !matches!(self, FolderError::Output(_))
    }
}

/// Most names of strangers that are told.
const TOLD: usize = 5;

/// A folder that this process alone writes into, until it is dropped.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Whether the folder was made for this process.
    made: bool,
    journal: Mutex<Journal>,
    /// What was kept under another name, or could not be done.
    notes: Mutex<Vec<String>>,
}

/// Whose a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// There is none.
    Nobody,
    /// fabcast wrote these bytes.
    Fabcast,
    /// fabcast wrote a file of this name, and somebody changed it.
    Edited,
    /// Somebody else.
    Stranger,
}

impl Folder {
    /// Opens the folder of a run. `scenario` is the text that the run keeps there as `scenario.toml`: a file that
    /// has it already is left as it is, and may be what the run was read from.
    ///
    /// # Errors
    /// See [`FolderError`]; nothing is changed then.
    ///
    /// ```
    /// use fabcast::folder::{Claim, Folder};
    /// let path = std::env::temp_dir().join(format!("fabcast-doc-{}", std::process::id()));
    /// let folder = Folder::of_run(&path, &Claim::default(), "").unwrap();
    /// assert!(Folder::of_run(&path, &Claim::default(), "").unwrap_err().to_string().contains("in use"));
    /// drop(folder); // nothing was written, so nothing stays
    /// assert!(!path.exists());
    /// ```
    pub fn of_run(path: &Path, claim: &Claim, scenario: &str) -> Result<Folder, FolderError> {
        let names: Vec<&str> = names::RESULTS
            .into_iter()
            .chain([names::SCENARIO, PARTS])
            .filter(|name| *name != names::SCENARIO || !holds(&path.join(name), scenario))
            .collect();
        Folder::open(path, claim, &names)
    }

    /// Opens a folder to write some files into it, and the report.
    ///
    /// # Errors
    /// As [`Folder::of_run`].
    pub fn of_files(path: &Path, claim: &Claim, names: &[&str]) -> Result<Folder, FolderError> {
        Folder::open(path, claim, names)
    }

    /// Opens the folder of a run that goes on, or that only its parts are left of.
    ///
    /// # Errors
    /// When another process writes into it, or it cannot be written. Files of somebody else are no fault: they are
    /// kept under other names if theirs are needed.
    pub fn to_go_on(path: &Path, claim: &Claim) -> Result<Folder, FolderError> {
        let claim = Claim {
            force: true,
            ..*claim
        };
        Folder::open(path, &claim, &[])
    }

    fn open(path: &Path, claim: &Claim, names: &[&str]) -> Result<Folder, FolderError> {
        let failed =
            |what, error: io::Error| FolderError::Output(OutputError::new(what, path, &error));
        check_inputs(path, claim, names)?;
        let before = strangers_without_journal(path)
            .map_err(|error| FolderError::Unusable(path.to_path_buf(), error.to_string()))?;
        if !before.is_empty() && !claim.force {
            // In somebody else's folder not even a journal is left.
            return Err(FolderError::Strangers(path.to_path_buf(), before));
        }
        let made = !path.exists();
        fs::create_dir_all(path).map_err(|error| failed("create", error))?;
        let (journal, note) = match Journal::open(path, claim.who) {
            Ok(Opened::Ours(journal)) => (journal, None),
            Ok(Opened::Unlocked(journal)) => {
                (journal, Some(text::no_lock(&path.display().to_string())))
            }
            Ok(Opened::Busy(who)) => return Err(FolderError::Busy(path.to_path_buf(), who)),
            Ok(Opened::Stranger) => {
                let names = vec![JOURNAL.to_owned()];
                return Err(FolderError::Strangers(path.to_path_buf(), names));
            }
            Err(error) => return Err(failed("write into", error)),
        };
        let folder = Folder {
            path: path.to_path_buf(),
            made,
            journal: Mutex::new(journal),
            notes: Mutex::new(note.into_iter().collect()),
        };
        if !claim.force {
            let strangers = folder
                .strangers(names)
                .map_err(|error| failed("read", error))?;
            if !strangers.is_empty() {
                return Err(FolderError::Strangers(path.to_path_buf(), strangers));
            }
        }
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether an earlier run has come to its end here.
    pub fn holds_a_run(&self) -> bool {
        self.journal().knows(names::RUN) && self.path.join(names::RUN).is_file()
    }

    /// What was kept under another name since this was last asked, each in a sentence.
    pub fn take_notes(&self) -> Vec<String> {
        std::mem::take(
            &mut self
                .notes
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner()),
        )
    }

    /// Writes a file: under a passing name first, so that none is ever half there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let mut file = self.create(name)?;
        io::Write::write_all(&mut file, bytes).map_err(|error| file.failed(&error))?;
        self.commit(name, file)
    }

    /// Begins a file under a passing name; [`Folder::commit`] gives it its own.
    pub(crate) fn create(&self, name: &str) -> Result<Passing, OutputError> {
        let path = self.path.join(name);
        if !self.remove_unfinished(name)? {
            self.keep(&format!("{name}{}", passing::ENDING), Owner::Stranger)?;
        }
        self.journal()
            .begin(name)
            .map_err(|error| OutputError::new("write", &path, &error))?;
        Passing::create(&path)
    }

    /// Gives a finished file its name, in place of the one that fabcast wrote before.
    pub(crate) fn commit(&self, name: &str, file: Passing) -> Result<(), OutputError> {
        match self.owner_or_fail(name)? {
            Owner::Nobody | Owner::Fabcast => {}
            other => self.keep(name, other)?,
        }
        let fail = |error: io::Error| OutputError::new("write", &self.path.join(name), &error);
        // The journal knows the bytes before they have the name: a process that is killed in between leaves
        // nothing that reads as somebody else's.
        self.journal().wrote(name, &file.hash()).map_err(fail)?;
        file.finish(false).map(|_| ())
    }

    /// Removes a file that fabcast wrote, and what it left of one; keeps what is not its own under another name.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, name: &str) -> Result<(), OutputError> {
        let path = self.path.join(name);
        self.remove_unfinished(name)?;
        match self.owner_or_fail(name)? {
            Owner::Nobody => Ok(()),
            Owner::Fabcast => {
                fs::remove_file(&path).map_err(|error| OutputError::new("replace", &path, &error))
            }
            other => self.keep(name, other),
        }
    }

    /// Removes what a killed process left of a file under its passing name; whether the name is free now.
    fn remove_unfinished(&self, name: &str) -> Result<bool, OutputError> {
        let left = format!("{name}{}", passing::ENDING);
        let is_ours = match self.owner_or_fail(&left)? {
            Owner::Nobody => return Ok(true),
            Owner::Fabcast => true,
            Owner::Edited | Owner::Stranger => self.journal().was_begun(name),
        };
        if is_ours {
            let path = self.path.join(&left);
            fs::remove_file(&path).map_err(|error| OutputError::new("replace", &path, &error))?;
        }
        Ok(is_ours)
    }

    /// Makes the folder of the parts of a run anew; parts of an earlier run go, what else is in it is kept.
    pub(crate) fn new_parts(&self) -> Result<PathBuf, OutputError> {
        self.remove_parts()?;
        let path = self.path.join(PARTS);
        let fail = |error: io::Error| OutputError::new("create", &path, &error);
        self.journal().made(PARTS).map_err(fail)?;
        fs::create_dir(&path).map_err(fail)?;
        Ok(path)
    }

    /// Removes the parts of a run by their names, and the folder that held them if nothing else is in it. What was asked
    /// for goes first: a process that is killed in between leaves no run that reads as unfinished and lacks its parts.
    pub(crate) fn remove_parts(&self) -> Result<(), OutputError> {
        let path = self.path.join(PARTS);
        let fail = |path: &Path, error: io::Error| OutputError::new("remove", path, &error);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(fail(&path, error)),
            Ok(_) if !self.owns_parts() => return self.keep(PARTS, Owner::Stranger),
            Ok(_) => {}
        }
        let settings = path.join(names::SETTINGS);
        if fs::symlink_metadata(&settings).is_ok_and(|found| !found.is_dir()) {
            fs::remove_file(&settings).map_err(|error| fail(&settings, error))?;
        }
        for entry in fs::read_dir(&path).map_err(|error| fail(&path, error))? {
            let entry = entry.map_err(|error| fail(&path, error))?;
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if names::is_part(&entry.file_name().to_string_lossy()) && !is_folder {
                fs::remove_file(entry.path()).map_err(|error| fail(&entry.path(), error))?;
            }
        }
        match fs::remove_dir(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
                self.keep(PARTS, Owner::Edited)?;
            }
            Err(error) => return Err(fail(&path, error)),
        }
        self.journal()
            .unmade(PARTS)
            .map_err(|error| fail(&path, error))
    }

    /// Takes the folder `parts` for one that fabcast made: what is in it proves it, although the journal does not, as
    /// where it was copied without its hidden file.
    pub(crate) fn adopt_parts(&self) -> Result<(), OutputError> {
        if self.journal().has_made(PARTS) {
            return Ok(());
        }
        self.journal()
            .made(PARTS)
            .map_err(|error| OutputError::new("write into", &self.path, &error))
    }

    /// Whether the folder `parts` is one that fabcast made.
    fn owns_parts(&self) -> bool {
        let path = self.path.join(PARTS);
        fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir())
            && self.journal().has_made(PARTS)
    }

    /// Which of some names belong to somebody else.
    fn strangers(&self, names: &[&str]) -> io::Result<Vec<String>> {
        let mut strangers = Vec::new();
        for &name in names {
            let is_theirs = match name {
                PARTS => fs::symlink_metadata(self.path.join(PARTS)).is_ok() && !self.owns_parts(),
                // One that was changed since is kept when its turn comes.
                _ => !self.journal().knows(name) && self.owner(name)? == Owner::Stranger,
            };
            if is_theirs {
                strangers.push(name.to_owned());
            }
        }
        Ok(strangers)
    }

    fn owner_or_fail(&self, name: &str) -> Result<Owner, OutputError> {
        self.owner(name)
            .map_err(|error| OutputError::new("read", &self.path.join(name), &error))
    }

    fn owner(&self, name: &str) -> io::Result<Owner> {
        let path = self.path.join(name);
        let found = match fs::symlink_metadata(&path) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Owner::Nobody),
            Err(error) => return Err(error),
        };
        let own_name = name.strip_suffix(passing::ENDING).unwrap_or(name);
        if !found.is_file() || !self.journal().knows(own_name) {
            return Ok(Owner::Stranger);
        }
        let hash = hash_of(&path)?;
        Ok(match self.journal().is_of(own_name, &hash) {
            true => Owner::Fabcast,
            false => Owner::Edited,
        })
    }

    /// Gives something another name that nothing has, and notes it.
    fn keep(&self, name: &str, owner: Owner) -> Result<(), OutputError> {
        let path = self.path.join(name);
        let fail = |error: io::Error| OutputError::new("keep", &path, &error);
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) => (stem, format!(".{ending}")),
            None => (name, String::new()),
        };
        let names = (1..).map(|n: u32| match n {
            1 => format!("{stem}.kept{ending}"),
            n => format!("{stem}.kept-{n}{ending}"),
        });
        for kept in names {
            let to = self.path.join(&kept);
            match fs::symlink_metadata(&to) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(fail(error)),
                Ok(_) => continue,
            }
            fs::rename(&path, &to).map_err(fail)?;
            let (name, kept) = (path.display().to_string(), to.display().to_string());
            let note = match owner {
                Owner::Edited => text::kept_edited(&name, &kept),
                _ => text::kept_other(&name, &kept),
            };
            self.notes
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner())
                .push(note);
            break;
        }
        Ok(())
    }

    fn journal(&self) -> std::sync::MutexGuard<'_, Journal> {
        self.journal
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Drop for Folder {
    /// A folder in which nothing was ever written is left as it was found.
    fn drop(&mut self) {
        if self.journal().is_empty() {
            let _ = fs::remove_file(self.path.join(JOURNAL));
            if self.made {
                let _ = fs::remove_dir(&self.path);
            }
        }
    }
}

/// Keeps others from writing into a folder that is read, as long as what comes back lives; nothing for a folder
/// without a journal, which nobody writes into.
///
/// # Errors
/// When a process writes into it.
pub(crate) fn hold_for_reading(path: &Path) -> Result<Option<File>, FolderError> {
    match journal::share(path) {
        Ok(Shared::Held(file)) => Ok(Some(file)),
        Ok(Shared::Nobody) => Ok(None),
        Ok(Shared::Busy(who)) => Err(FolderError::Busy(path.to_path_buf(), who)),
        Err(error) => Err(FolderError::Output(OutputError::new("read", path, &error))),
    }
}

/// Whether a file has this text.
fn holds(path: &Path, text: &str) -> bool {
    fs::metadata(path).is_ok_and(|found| found.len() == text.len() as u64)
        && fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// Some names of what is in a folder, sorted, if it is none of ours; nothing if it is not there or empty.
fn strangers_without_journal(path: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    if names.iter().any(|name| name == JOURNAL) {
        return Ok(Vec::new());
    }
    names.sort();
    names.truncate(TOLD);
    Ok(names)
}

/// Where a path leads, although its end may not be there yet.
fn place_of(path: &Path) -> Option<PathBuf> {
    match fs::canonicalize(path) {
        Ok(place) => Some(place),
        Err(_) => {
            let above = path.parent().filter(|above| !above.as_os_str().is_empty());
            Some(place_of(above.unwrap_or(Path::new(".")))?.join(path.file_name()?))
        }
    }
}

/// Refuses to write over or to remove what is read.
fn check_inputs(path: &Path, claim: &Claim, names: &[&str]) -> Result<(), FolderError> {
    let refuse = |input: &Path| Err(FolderError::Input(input.to_path_buf(), path.to_path_buf()));
    let place = place_of(path);
    for input in claim.inputs {
        if names
            .iter()
            .any(|name| is_same_file(path.join(name), input).unwrap_or(false))
        {
            return refuse(input);
        }
        let Some((place, input_place)) = place.as_ref().zip(fs::canonicalize(input).ok()) else {
            continue;
        };
        // A file among the parts, or a folder that is read as a whole and that this one is, or lies in.
        if (names.contains(&PARTS) && input_place.starts_with(place.join(PARTS)))
            || (input_place.is_dir() && place.starts_with(&input_place))
        {
            return refuse(input);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

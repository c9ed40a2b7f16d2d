//! `.fabcast`: what fabcast wrote into a folder, and who writes now.
//!
//! A line is added for each event and none is ever changed, so a killed process leaves at most a torn last line,
//! which counts as none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use same_file::Handle;

use super::who::this_process;

/// Name of the journal.
pub const JOURNAL: &str = ".fabcast";
const HEAD: &str = "fabcast folder 1";
/// Largest journal: some hundred thousand files \[bytes\].
const MOST: u64 = 64 << 20;

/// Files that were written, and the file that says so, locked.
#[derive(Debug)]
pub struct Journal {
    file: File,
    /// SHA-256 of all that ever was written under a name.
    files: BTreeMap<String, BTreeSet<String>>,
    /// Names of files begun and not finished.
    begun: BTreeSet<String>,
    /// Folders made and not removed.
    folders: BTreeSet<String>,
    /// Whether any line but those of who opened it is there.
    written: bool,
}

/// What came of opening a journal.
#[derive(Debug)]
pub enum Opened {
    /// This process writes into the folder from now on.
    Ours(Journal),
    /// The same, but the file system has no locks.
    Unlocked(Journal),
    /// Another process does; how it is called.
    Busy(String),
    /// A file of that name is no journal.
    Stranger,
}

impl Journal {
    /// Opens the journal of a folder, or starts one, and locks it.
    pub fn open(folder: &Path, called: &str) -> io::Result<Opened> {
        let path = folder.join(JOURNAL);
        loop {
            match fs::symlink_metadata(&path) {
                Ok(found) if !found.is_file() => return Ok(Opened::Stranger),
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut options = OpenOptions::new();
            let mut file = options.read(true).append(true).create(true).open(&path)?;
            let locked = match file.try_lock() {
                Ok(()) => true,
                Err(TryLockError::WouldBlock) => {
                    let mut text = String::new();
                    // Where a locked file cannot be read, nobody knows by whom.
                    let _ = (&mut file).take(MOST).read_to_string(&mut text);
                    return Ok(Opened::Busy(last_opened(&text)));
                }
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    false
                }
                Err(TryLockError::Error(error)) => return Err(error),
            };
            // The process that had the lock may have taken the file away in the meantime.
            let still = Handle::from_path(&path).ok();
            if locked && still != Some(Handle::from_file(file.try_clone()?)?) {
                continue;
            }
            let mut bytes = Vec::new();
            file.rewind()?;
            (&mut file).take(MOST + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > MOST {
                return Ok(Opened::Stranger);
            }
            let text = String::from_utf8_lossy(&bytes);
            let Some(mut journal) = Journal::read(file, &text) else {
                return Ok(Opened::Stranger);
            };
            if text.is_empty() {
                journal.add(HEAD)?;
            } else if !text.ends_with('\n') {
                journal.add("")?;
            }
            journal.add(&format!("open {}", this_process(called)))?;
            return Ok(match locked {
                true => Opened::Ours(journal),
                false => Opened::Unlocked(journal),
            });
        }
    }

    /// What a text says; nothing if it is no journal.
    fn read(file: File, text: &str) -> Option<Journal> {
        let mut journal = Journal {
            file,
            files: BTreeMap::new(),
            begun: BTreeSet::new(),
            folders: BTreeSet::new(),
            written: false,
        };
        let mut lines = text.split_inclusive('\n');
        match lines.next() {
            None => return Some(journal),
            Some(head) if head.strip_suffix('\n') == Some(HEAD) => {}
            Some(_) => return None,
        }
        for line in lines.filter_map(|line| line.strip_suffix('\n')) {
            journal.note(line);
        }
        Some(journal)
    }

    fn note(&mut self, line: &str) {
        let Some((event, of)) = line.split_once(' ') else {
            return;
        };
        match event {
            "begin" => {
                self.begun.insert(of.to_owned());
            }
            "file" => {
                if let Some((hash, name)) = of.split_once(' ') {
                    self.begun.remove(name);
                    let hashes = self.files.entry(name.to_owned()).or_default();
                    hashes.insert(hash.to_owned());
                }
            }
            "made" => {
                self.folders.insert(of.to_owned());
            }
            "unmade" => {
                self.folders.remove(of);
            }
            // Who opened it, or the head.
            _ => return,
        }
        self.written = true;
    }

    fn add(&mut self, line: &str) -> io::Result<()> {
        self.file.write_all(format!("{line}\n").as_bytes())?;
        self.note(line);
        Ok(())
    }

    /// A file is begun under its passing name.
    pub fn begin(&mut self, name: &str) -> io::Result<()> {
        self.add(&format!("begin {name}"))
    }

    /// A file is whole and about to get its name.
    pub fn wrote(&mut self, name: &str, hash: &str) -> io::Result<()> {
        self.add(&format!("file {hash} {name}"))
    }

    /// A folder is about to be made.
    pub fn made(&mut self, name: &str) -> io::Result<()> {
        self.add(&format!("made {name}"))
    }

    /// A folder is gone.
    pub fn unmade(&mut self, name: &str) -> io::Result<()> {
        self.add(&format!("unmade {name}"))
    }

    /// Whether a file of this name was written.
    pub fn knows(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Whether a file with this SHA-256 was written under this name.
    pub fn is_of(&self, name: &str, hash: &str) -> bool {
        self.files
            .get(name)
            .is_some_and(|hashes| hashes.contains(hash))
    }

    /// Whether a file of this name was begun and not finished.
    pub fn was_begun(&self, name: &str) -> bool {
        self.begun.contains(name)
    }

    /// Whether a folder of this name was made.
    pub fn has_made(&self, name: &str) -> bool {
        self.folders.contains(name)
    }

    /// Whether nothing was ever written into the folder.
    pub fn is_empty(&self) -> bool {
        !self.written
    }
}

/// What came of holding a journal for reading.
#[derive(Debug)]
pub enum Shared {
    /// Nobody writes into the folder as long as this file is open.
    Held(File),
    /// There is no journal, or there are no locks.
    Nobody,
    /// A process writes into it; how it is called.
    Busy(String),
}

/// Holds the journal of a folder for reading.
pub fn share(folder: &Path) -> io::Result<Shared> {
    let path = folder.join(JOURNAL);
    // Opening a pipe of that name would wait for whoever writes into it.
    if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
        return Ok(Shared::Nobody);
    }
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Shared::Nobody),
        Err(error) => return Err(error),
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(Shared::Held(file)),
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            let _ = (&mut file).take(MOST).read_to_string(&mut text);
            Ok(Shared::Busy(last_opened(&text)))
        }
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
            Ok(Shared::Nobody)
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Who opened a journal last.
fn last_opened(text: &str) -> String {
    let opened = text
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("open "));
    opened.unwrap_or_default().to_owned()
}

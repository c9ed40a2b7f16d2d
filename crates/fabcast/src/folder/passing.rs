//! Files that are being written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::OutputError;
use crate::bytes::hex;

/// Ending of the name of a file until it is whole.
pub const ENDING: &str = ".part";

/// Name under which a file is written until it is whole.
pub fn name(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(ENDING);
    path.with_file_name(name)
}

/// A file under a passing name, with the SHA-256 of what was written. Dropped unfinished, it goes.
#[derive(Debug)]
pub(crate) struct Passing {
    path: PathBuf,
    passing: PathBuf,
    file: File,
    hash: Sha256,
    finished: bool,
}

impl Passing {
    /// Creates the file. It must not be there: what lies under its passing name is not followed and not replaced.
    pub fn create(path: &Path) -> Result<Passing, OutputError> {
        let passing = name(path);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&passing)
            .map_err(|error| OutputError::new("write", path, &error))?;
        Ok(Passing {
            path: path.to_path_buf(),
            passing,
            file,
            hash: Sha256::new(),
            finished: false,
        })
    }

    /// The name that it will have.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// SHA-256 of the bytes so far, in hexadecimal digits.
    pub fn hash(&self) -> String {
        hex(&self.hash.clone().finalize())
    }

    /// Gives it its name, and has it on the disk by then if it is to be `durable`; returns its SHA-256.
    pub fn finish(mut self, durable: bool) -> Result<String, OutputError> {
        let synced = if durable {
            self.file.sync_data()
        } else {
            Ok(())
        };
        synced
            .and_then(|()| fs::rename(&self.passing, &self.path))
            .map_err(|error| self.failed(&error))?;
        self.finished = true;
        Ok(self.hash())
    }

    /// The error of a failed write.
    pub fn failed(&self, error: &dyn std::fmt::Display) -> OutputError {
        OutputError::new("write", &self.path, error)
    }
}

impl Write for Passing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        if !self.finished {
            // A killed process leaves it; whoever opens the folder next takes it away.
            let _ = fs::remove_file(&self.passing);
        }
    }
}

/// SHA-256 of a file.
pub(crate) fn hash_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hash.finalize())),
            n => hash.update(&buffer[..n]),
        }
    }
}

//! Files of the user: regular ones alone, and never more bytes of them than is said.

pub mod parquet;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::text;

/// Largest file of flows, cases or actual values \[bytes\].
pub const MOST_TEXT: u64 = 16 << 20;
/// Largest table, and largest file of a run that is continued or joined \[bytes\].
pub const MOST_TABLE: u64 = 2 << 30;

/// Opens a file: no folder, pipe or device, which may never end, and none that is too large.
///
/// # Errors
/// When it cannot be opened, is something else, or holds more than `most` bytes.
pub fn open(path: &Path, most: u64) -> io::Result<File> {
    // Opening a pipe waits for whoever writes into it, so what it is comes first.
    let found = std::fs::metadata(path)?;
    let refuse = |why: String| Err(io::Error::other(why));
    if found.is_dir() {
        return refuse(text::IS_FOLDER.to_owned());
    }
    if !found.is_file() {
        return refuse(text::NO_FILE.to_owned());
    }
    if found.len() > most {
        return refuse(text::too_many_bytes(found.len(), most));
    }
    File::open(path)
}

/// The bytes of a file.
///
/// # Errors
/// As [`open`], and when it cannot be read.
pub fn bytes(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    bounded(open(path, most)?, most)
}

/// The text of a file.
///
/// # Errors
/// As [`bytes()`], and when it is no UTF-8.
pub fn text(path: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(bytes(path, most)?)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
}

/// All that a reader gives, as standard input.
///
/// # Errors
/// When it gives more than `most` bytes, or cannot be read.
pub fn bounded(from: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > most {
        true => Err(io::Error::other(text::endless(most))),
        false => Ok(bytes),
    }
}

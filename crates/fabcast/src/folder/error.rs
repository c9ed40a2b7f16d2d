//! What goes wrong with a file.

use std::path::{Path, PathBuf};

/// A file could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputError {
    what: &'static str,
    path: PathBuf,
    why: String,
}

impl OutputError {
    /// Names the file and what was tried.
    pub fn new(what: &'static str, path: &Path, why: &dyn std::fmt::Display) -> OutputError {
        OutputError {
            what,
            path: path.to_path_buf(),
            why: why.to_string(),
        }
    }
}

impl std::fmt::Display for OutputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "could not {} {}: {}",
            self.what,
            self.path.display(),
            self.why
        )
    }
}

impl std::error::Error for OutputError {}

//! Files of a run: the document, its views, and the draws.

pub mod draws;
pub mod html;
pub mod json;
pub mod parquet;
pub mod report;
pub mod trace;

use std::fs;
use std::path::{Path, PathBuf};

pub use parquet::OutputError;

/// Makes the folder of a run.
///
/// # Errors
/// When it cannot be made.
pub fn prepare(folder: &Path) -> Result<(), OutputError> {
    fs::create_dir_all(folder).map_err(|error| OutputError::new("create", folder, &error))
}

/// Writes a file of a run at once: under a passing name first, so that no file is ever half there.
///
/// # Errors
/// When it cannot be written.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
    let path = folder.join(name);
    let passing = passing_name(&path);
    let write = |path: &Path| fs::write(path, bytes);
    write(&passing).map_err(|error| OutputError::new("write", &path, &error))?;
    fs::rename(&passing, &path).map_err(|error| OutputError::new("write", &path, &error))
}

/// Writes a document as JSON.
///
/// # Errors
/// When it cannot be written.
pub fn write_json(
    folder: &Path,
    name: &str,
    document: &impl serde::Serialize,
) -> Result<(), OutputError> {
    let json = serde_json::to_string_pretty(document)
        .map_err(|error| OutputError::new("write", &folder.join(name), &error))?;
    write(folder, name, (json + "\n").as_bytes())
}

/// Name under which a file is written until it is whole.
pub(crate) fn passing_name(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    path.with_file_name(name)
}

/// Results of a run, which must not outlive it when another one is written to the same folder.
const RESULTS: [&str; 6] = [
    "summary.json",
    "report.html",
    "draws.parquet",
    "series.parquet",
    "trace.parquet",
    crate::workbook::FILE,
];

/// Removes the results of an earlier run, so that none reads as if it were of the next.
///
/// # Errors
/// When one cannot be removed.
pub fn remove_results(folder: &Path) -> Result<(), OutputError> {
    for path in RESULTS.map(|name| folder.join(name)) {
        for path in [passing_name(&path), path] {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(OutputError::new("replace", &path, &error));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

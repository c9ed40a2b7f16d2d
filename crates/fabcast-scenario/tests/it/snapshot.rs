//! Messages held against files.

use std::path::PathBuf;

/// A file of the tests.
pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it")
        .join(name)
}

/// Compares a text with a file. With `UPDATE_SNAPSHOTS=1` the file is written instead, to be
/// read and committed.
pub fn check(name: &str, text: &str) -> Result<(), String> {
    let path = path(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, text).map_err(|error| format!("{name}: {error}"))?;
        return Ok(());
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if expected == text {
        return Ok(());
    }
    Err(format!(
        "{name} differs (UPDATE_SNAPSHOTS=1 rewrites it); it is now:\n{text}"
    ))
}

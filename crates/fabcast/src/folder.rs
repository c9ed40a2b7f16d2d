//! The folder that receives the files of a run and of analyses.

use std::io;
use std::path::Path;

use crate::output::html::ANALYSES;

/// Files and folders that a run writes; each analysis writes one more, listed in [`ANALYSES`].
pub const FILES: [&str; 8] = [
    crate::store::PARTS,
    "summary.json",
    "report.html",
    "draws.parquet",
    "series.parquet",
    "scenario.toml",
    "trace.parquet",
    crate::workbook::FILE,
];

/// What is in a folder that a run is to be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// It does not exist or is empty.
    Nothing,
    /// An earlier run and nothing else that would be overwritten.
    EarlierRun,
    /// Files that are not known to be those of a run; some of their names, sorted.
    Other(Vec<String>),
}

/// Looks into a folder before a run is written to it.
///
/// It holds an earlier run if its `summary.json` is one, or if there is nothing in it but files
/// that runs write (an earlier run that did not come to its end).
///
/// # Errors
/// When it cannot be read, or is not a folder.
pub fn contents(folder: &Path) -> io::Result<Contents> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Contents::Nothing),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    if names.is_empty() {
        return Ok(Contents::Nothing);
    }
    if names.iter().all(|name| is_ours(name)) || holds_a_run(folder) {
        return Ok(Contents::EarlierRun);
    }
    names.truncate(5);
    Ok(Contents::Other(names))
}

/// Whether a file is one that fabcast writes into such a folder.
fn is_ours(name: &str) -> bool {
    let name = name.trim_end_matches(".part");
    FILES.contains(&name)
        || name.starts_with("draw-")
        || ANALYSES.iter().any(|analysis| analysis.file == name)
}

/// Whether `summary.json` is that of a run.
fn holds_a_run(folder: &Path) -> bool {
    let Ok(text) = std::fs::read_to_string(folder.join("summary.json")) else {
        return false;
    };
    let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) else {
        return false;
    };
    ["engine_version", "scenario", "verdict", "outcomes"]
        .iter()
        .all(|key| value.get(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> std::path::PathBuf {
        let path =
            std::env::temp_dir().join(format!("fabcast-folder-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        path
    }

    #[test]
    fn what_is_there_decides() {
        let path = folder("kinds");
        assert_eq!(contents(&path).expect("readable"), Contents::Nothing);
        std::fs::create_dir_all(&path).expect("made");
        assert_eq!(contents(&path).expect("readable"), Contents::Nothing);
        std::fs::write(path.join("draws.parquet.part"), "").expect("written");
        std::fs::write(path.join("gap.json"), "{}").expect("written");
        assert_eq!(contents(&path).expect("readable"), Contents::EarlierRun);
        std::fs::write(path.join("thesis.docx"), "").expect("written");
        let other = Contents::Other(vec![
            "draws.parquet.part".to_owned(),
            "gap.json".to_owned(),
            "thesis.docx".to_owned(),
        ]);
        assert_eq!(contents(&path).expect("readable"), other);
        let summary = r#"{"engine_version": "1", "scenario": {}, "verdict": {}, "outcomes": {}}"#;
        std::fs::write(path.join("summary.json"), summary).expect("written");
        assert_eq!(contents(&path).expect("readable"), Contents::EarlierRun);
        std::fs::remove_dir_all(&path).expect("removed");
    }

    #[test]
    fn a_file_is_no_folder() {
        let path = folder("file");
        std::fs::write(&path, "").expect("written");
        assert!(contents(&path).is_err());
        std::fs::remove_file(&path).expect("removed");
    }
}

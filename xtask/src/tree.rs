//! The repository's files, read once, so that checks are functions of a value.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

use crate::process;

/// Folders that are never part of the repository (used when git cannot say).
const NOT_OURS: &[&str] = &[
    ".git",
    ".venv",
    "__pycache__",
    "node_modules",
    "report",
    "target",
];

/// Inputs that once were at fault, and others to begin with.
pub const CORPUS: &str = "fuzz/corpus/";

/// Path from the root (with `/`) → content.
#[derive(Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, Vec<u8>>,
}

impl Tree {
    /// Reads the files that git tracks or would track.
    ///
    /// Where there is no usable git checkout, every file outside the folders
    /// that builds write.
    pub fn load(root: &Path) -> Result<Self> {
        let paths = git_files(root).map_or_else(|| walk(root), Ok)?;
        let mut files = BTreeMap::new();
        for path in paths {
            let full = root.join(&path);
            // A tracked file may be deleted in the work tree; it is gone then.
            if full.is_file() {
                let content =
                    std::fs::read(&full).with_context(|| format!("cannot read {path}"))?;
                files.insert(path, content);
            }
        }
        Ok(Self { files })
    }

    /// All paths, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// All files that are text, with their content, but for inputs of fuzzing, which may look like anything.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let text = |(path, content)| Some((path, std::str::from_utf8(content).ok()?));
        self.files
            .iter()
            .map(|(path, content)| (path.as_str(), content.as_slice()))
            .filter(|(path, _)| !path.starts_with(CORPUS))
            .filter_map(text)
    }

    /// The text of a file; `None` if it is missing or is not text.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }

    /// Whether the path is a file or a folder with files; the root is `""`.
    pub fn exists(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let inside = |file: &str| {
            file.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        path.is_empty() || self.paths().any(inside)
    }
}

/// Trees written out by tests.
#[cfg(test)]
impl<const N: usize> From<[(&str, &str); N]> for Tree {
    fn from(files: [(&str, &str); N]) -> Self {
        files.into_iter().collect()
    }
}

/// Trees of files that tests make.
#[cfg(test)]
impl<'a> FromIterator<(&'a str, &'a str)> for Tree {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(files: I) -> Self {
        let own = |(path, text): (&str, &str)| (path.to_owned(), text.as_bytes().to_vec());
        Self {
            files: files.into_iter().map(own).collect(),
        }
    }
}

/// What git tracks or would track; `None` when git cannot say.
fn git_files(root: &Path) -> Option<Vec<String>> {
    let mut list = process::command("git", root);
    list.args(["ls-files", "-z", "--cached", "--others"]);
    let output = process::output(list.arg("--exclude-standard")).ok()?;
    let listed = String::from_utf8_lossy(&output);
    let paths: Vec<String> = listed
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect();
    (!paths.is_empty()).then_some(paths)
}

/// Every file under the root but those in folders that builds write.
fn walk(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let full = root.join(&folder);
        let entries = std::fs::read_dir(&full)
            .with_context(|| format!("cannot list the folder {}", full.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{folder}{name}");
            if !entry.file_type()?.is_dir() {
                found.push(path);
            } else if !NOT_OURS.contains(&name.as_str()) {
                folders.push(format!("{path}/"));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;

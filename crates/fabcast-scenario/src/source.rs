//! Text that values come from, and places in it.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Fault, faults};

/// Largest file read \[bytes\]; a longer one is refused before it is read.
pub(crate) const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// What a text is to the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A world: facts shared by scenarios.
    World,
    /// The scenario itself or one that it extends.
    Scenario,
    /// One `--set` argument.
    Set,
}

/// One text with its name.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// Name shown to people: a path, an embedded name or `--set`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What it is to the scenario.
    pub role: Role,
    /// Folder against which the paths in it are resolved; none for embedded texts.
    pub folder: Option<PathBuf>,
    /// Name of the scenario in it, once it is read.
    pub scenario: OnceLock<String>,
    line_starts: Vec<usize>,
}

/// Place in one of the texts, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    /// Index of the text.
    pub file: usize,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl Span {
    /// A part of this span, by byte offsets from its start.
    pub fn part(self, range: Range<usize>) -> Span {
        Span {
            file: self.file,
            start: self.start + range.start,
            end: self.start + range.end,
        }
    }

    /// The empty place at the start of a text.
    pub fn start_of(file: usize) -> Span {
        Span {
            file,
            start: 0,
            end: 0,
        }
    }
}

impl SourceFile {
    /// A text under a name.
    pub fn new(name: &str, text: String, role: Role, folder: Option<PathBuf>) -> SourceFile {
        let mut line_starts = vec![0];
        line_starts.extend(
            text.bytes()
                .enumerate()
                .filter(|(_, b)| *b == b'\n')
                .map(|(i, _)| i + 1),
        );
        SourceFile {
            name: name.to_owned(),
            text,
            role,
            folder,
            scenario: OnceLock::new(),
            line_starts,
        }
    }

    /// Line (from 0) that holds a byte.
    pub fn line_of(&self, byte: usize) -> usize {
        self.line_starts
            .partition_point(|start| *start <= byte)
            .saturating_sub(1)
    }

    /// Byte at which a line (from 0) begins.
    pub fn line_start(&self, line: usize) -> usize {
        self.line_starts
            .get(line)
            .copied()
            .unwrap_or(self.text.len())
    }

    /// Line and column of a byte, both from 1, the column in characters.
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let byte = self.floor(byte);
        let line = self.line_of(byte);
        (
            line + 1,
            self.text[self.line_start(line)..byte].chars().count() + 1,
        )
    }

    /// The text of a byte range, moved to whole characters.
    pub fn slice(&self, start: usize, end: usize) -> &str {
        let start = self.floor(start);
        &self.text[start..self.floor(end).max(start)]
    }

    fn floor(&self, byte: usize) -> usize {
        self.text.floor_char_boundary(byte.min(self.text.len()))
    }
}

/// Every text read so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources(Vec<Arc<SourceFile>>);

impl Sources {
    /// Adds a text and returns its index.
    pub fn add(&mut self, source: SourceFile) -> usize {
        self.0.push(Arc::new(source));
        self.0.len() - 1
    }

    /// The text of an index.
    pub fn get(&self, file: usize) -> &Arc<SourceFile> {
        &self.0[file]
    }

    /// The text under a span.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).slice(span.start, span.end)
    }
}

/// Reads a file as text into the sources; a fault says why it cannot be used.
pub(crate) fn read_file(
    sources: &mut Sources,
    path: &Path,
    role: Role,
    asked_at: Option<Span>,
) -> Result<usize, Fault> {
    let name = path.display().to_string();
    let folder = path.parent().map(Path::to_path_buf);
    let mut empty = |name: &str| {
        let source = SourceFile::new(name, String::new(), role.clone(), folder.clone());
        Span::start_of(sources.add(source))
    };
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => {
            let place = asked_at.unwrap_or_else(|| empty(&name));
            return Err(faults::unreadable(place, &name, &error));
        }
    };
    if metadata.is_dir() {
        let place = asked_at.unwrap_or_else(|| empty(&name));
        return Err(faults::is_folder(place, &name));
    }
    if metadata.len() > MAX_BYTES {
        return Err(faults::too_large(
            empty(&name),
            &name,
            metadata.len(),
            MAX_BYTES,
        ));
    }
    let bytes = match read_at_most(path, MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => return Err(faults::unreadable(empty(&name), &name, &error)),
    };
    if bytes.len() as u64 > MAX_BYTES {
        return Err(faults::too_large(
            empty(&name),
            &name,
            bytes.len() as u64,
            MAX_BYTES,
        ));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(sources.add(SourceFile::new(&name, text, role, folder))),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[offset];
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let file = sources.add(SourceFile::new(&name, text, role, folder));
            let span = Span {
                file,
                start: offset,
                end: offset + '\u{fffd}'.len_utf8(),
            };
            Err(faults::not_utf8(span, &name, offset, byte))
        }
    }
}

/// The bytes of a file, but never many more than the limit (a pipe has no size).
fn read_at_most(path: &Path, limit: u64) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?
        .take(limit + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

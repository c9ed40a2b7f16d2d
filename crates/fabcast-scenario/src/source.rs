//! Text that values come from, and places in it.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::shape::is_scenario;

/// What a scenario, and whoever asks for it, may name.
///
/// ```
/// use fabcast_scenario::{Access, Given, read};
///
/// let text = "format = 1\nname = \"theirs\"\nextends = \"one-fab\"\nworld = \"/etc/passwd\"\n";
/// let given = Given::Text { name: "theirs.toml", text };
/// let errors = read(given, &[], Access::Embedded).unwrap_err();
/// assert_eq!(errors.iter().next().unwrap().code, "access");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Embedded names, and files by their paths: for a scenario of the user's own.
    Files,
    /// Embedded names alone: for a text from elsewhere. No file is read or looked for, whatever
    /// the text, its name and the `--set` arguments say.
    Embedded,
}

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
    /// Whether it may be shown line by line: it is an argument, empty, or the text of a scenario or
    /// world, however faulty, and not of something else that a path led to.
    pub is_ours: bool,
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
        let is_ours = role == Role::Set || text.trim().is_empty() || is_scenario(&text);
        SourceFile {
            name: name.to_owned(),
            text,
            is_ours,
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
#[derive(Clone, Debug)]
pub(crate) struct Sources {
    texts: Vec<Arc<SourceFile>>,
    /// What these texts may name.
    pub access: Access,
}

impl Sources {
    /// No text yet.
    pub fn new(access: Access) -> Sources {
        Sources {
            texts: Vec::new(),
            access,
        }
    }

    /// Adds a text and returns its index.
    pub fn add(&mut self, source: SourceFile) -> usize {
        self.texts.push(Arc::new(source));
        self.texts.len() - 1
    }

    /// The text of an index.
    pub fn get(&self, file: usize) -> &Arc<SourceFile> {
        &self.texts[file]
    }

    /// Names of the texts that are files.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let files = self.texts.iter().filter(|source| source.folder.is_some());
        files.map(|source| source.name.as_str())
    }

    /// The text under a span.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).slice(span.start, span.end)
    }
}

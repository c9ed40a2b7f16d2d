//! The files that a scenario names. Nothing else in this crate touches the disk.

use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Fault, faults};
use crate::source::{Access, Role, SourceFile, Sources, Span};

/// Largest file read \[bytes\]; a longer one is refused before it is read.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The right to touch the disk; every function that does so is one of its methods.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Disk(());

impl Disk {
    /// The disk, if what is read may name files.
    pub fn of(access: Access) -> Option<Disk> {
        match access {
            Access::Files => Some(Disk(())),
            Access::Embedded => None,
        }
    }

    /// The disk and the path of a file that a text names; `help` says what it may name if no file.
    pub fn beside(
        sources: &Sources,
        file: usize,
        span: Span,
        name: &str,
        help: impl FnOnce() -> String,
    ) -> Result<(Disk, PathBuf), Fault> {
        let Some(disk) = Disk::of(sources.access) else {
            return Err(faults::no_access(span, name, help()));
        };
        match &sources.get(file).folder {
            Some(folder) => Ok((disk, folder.join(name))),
            None => Err(faults::no_folder(span, name)),
        }
    }

    /// Whether there is a file of that name.
    pub fn is_file(self, name: &str) -> bool {
        Path::new(name).is_file()
    }

    /// One name for all ways to name a file.
    pub fn identity(self, path: &Path) -> String {
        std::fs::canonicalize(path)
            .unwrap_or_else(|_| path.to_path_buf())
            .display()
            .to_string()
    }

    /// The text of a file beside a scenario, which calls it `name` at a place.
    pub fn read_beside(self, path: &Path, span: Span, name: &str) -> Result<String, Fault> {
        let bytes = match std::fs::metadata(path) {
            Ok(metadata) if metadata.len() > MAX_BYTES => {
                return Err(faults::too_large(span, name, metadata.len(), MAX_BYTES));
            }
            Ok(metadata) if !metadata.is_file() => Err(no_file()),
            Ok(_) => read_at_most(path, MAX_BYTES),
            Err(error) => Err(error),
        };
        let text = bytes.and_then(|bytes| {
            String::from_utf8(bytes)
                .map_err(|error| Error::new(ErrorKind::InvalidData, error.utf8_error()))
        });
        text.map_err(|error| faults::unreadable(span, name, &error))
    }

    /// Reads a file as text into the sources; a fault says why it cannot be used.
    pub fn read_file(
        self,
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
        // Opening a pipe waits for whoever writes into it; what the shell passes lies below /dev.
        if !metadata.is_file() && !path.starts_with("/dev") {
            let place = asked_at.unwrap_or_else(|| empty(&name));
            return Err(faults::unreadable(place, &name, &no_file()));
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
}

/// The error of what is a folder, a pipe or a device.
fn no_file() -> Error {
    Error::other("it is no regular file")
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

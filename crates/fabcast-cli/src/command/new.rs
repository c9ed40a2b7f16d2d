//! `fabcast new`.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};

use fabcast::scenario;

use crate::args::NewArgs;
use crate::failure::Failure;
use crate::{terminal, text};

/// Writes a starter scenario into the current folder.
///
/// # Errors
/// When the name is none for a scenario, the file exists, or it cannot be written.
pub fn new(args: &NewArgs) -> Result<(), Failure> {
    let name = args.name.strip_suffix(".toml").unwrap_or(&args.name);
    if !is_name(name) {
        return Err(Failure::Usage(text::bad_name(name)));
    }
    let file = format!("{name}.toml");
    let refused = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Usage(text::exists(&file)),
        _ => Failure::Run(text::not_written(&file, &error.to_string())),
    };
    let mut opened = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&file)
        .map_err(refused)?;
    opened
        .write_all(scenario::starter(name).as_bytes())
        .map_err(refused)?;
    terminal::print_text(&text::started(&file))
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

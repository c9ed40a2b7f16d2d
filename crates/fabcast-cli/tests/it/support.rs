//! Running the program and looking at what it says.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// The program, in a folder, with nothing on its standard input.
pub fn fabcast_in(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fabcast"));
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_remove("NO_COLOR");
    command
}

/// What the program does with some arguments.
pub fn run(arguments: &[&str]) -> Output {
    run_in(&std::env::temp_dir(), arguments)
}

/// What the program does in a folder with some arguments.
pub fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    fabcast_in(folder, arguments)
        .output()
        .expect("the program starts")
}

/// Standard output of a command that succeeds.
pub fn stdout(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{arguments:?}: {}",
        text(&output.stderr)
    );
    text(&output.stdout)
}

/// Standard error of a command that ends with a status and prints nothing on standard output.
pub fn stderr(status: i32, arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(
        output.status.code(),
        Some(status),
        "{arguments:?}: {}",
        text(&output.stderr)
    );
    assert_eq!(text(&output.stdout), "", "{arguments:?}");
    text(&output.stderr)
}

/// The JSON document that a command prints, which must be all it prints.
pub fn json(arguments: &[&str]) -> serde_json::Value {
    serde_json::from_str(&stdout(arguments)).expect("one JSON document")
}

/// Bytes as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The text without what the clock decides.
pub fn timeless(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| match line.split_once(" draws in ") {
            Some((draws, rest)) => {
                let after = rest.split_once("a second)").map_or("", |(_, after)| after);
                format!("{draws} draws in [TIME] s ([RATE] a second){after}\n")
            }
            None => format!("{line}\n"),
        });
    lines.collect()
}

/// A folder of its own that goes away with the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("fabcast-it-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn join(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

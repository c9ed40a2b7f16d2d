//! The frozen forecast: made once and kept, with its hash.

use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::process;

/// The frozen file.
const FILE: &str = "data/frozen/plan-2024.json";
/// Arguments of `fabcast` that print it.
const ARGUMENTS: [&str; 2] = ["docs", "frozen-plan"];

/// Writes the forecast that the engine makes now, and its SHA-256 beside it as `sha256sum` does.
///
/// The program embeds both and refuses a file of another hash, so it is built again afterwards.
pub fn write(root: &Path) -> Result<bool> {
    let binary = process::build_fabcast(root, "release")?;
    let content = process::output(process::command(&binary, root).args(ARGUMENTS))?;
    let digits = Sha256::digest(&content);
    let hash: String = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    let path = root.join(FILE);
    let same = std::fs::read(&path).is_ok_and(|old| old == content);
    let hash_file = root.join(format!("{FILE}.sha256"));
    let write = |path: &Path, content: &[u8]| {
        std::fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
    };
    write(&path, &content)?;
    write(&hash_file, format!("{hash}  {FILE}\n").as_bytes())?;
    println!("{}  {FILE}", if same { "same   " } else { "written" });
    println!("SHA-256 {hash}");
    println!("Run `cargo xtask generate` next: docs/backtests.md scores the frozen forecast.");
    Ok(true)
}

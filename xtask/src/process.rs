//! Starting other programs from the root of the workspace.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// A command that runs in `folder`, reads nothing and prints no colour codes.
pub fn command(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .env("NO_COLOR", "1")
        .env("INSTA_UPDATE", "no");
    command
}

/// The cargo that runs this program, in the root of the workspace.
pub fn cargo<'a>(root: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = command(program, root);
    command.args(arguments);
    command
}

/// A test that goes on for as long as it is told by a variable, which plain tests leave out.
pub fn long_test(root: &Path, package: &str, name: &str, told: (&str, String)) -> Command {
    let mut command = cargo(root, ["test", "--quiet", "--package", package]);
    command
        .args([
            "--test",
            "it",
            "--",
            "--ignored",
            "--exact",
            name,
            "--nocapture",
        ])
        .env(told.0, told.1);
    command
}

/// How a user would type the command.
pub fn typed(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs a command whose output the user sees.
pub fn run(command: &mut Command) -> Result<()> {
    let typed = typed(command);
    let status = command
        .status()
        .with_context(|| format!("`{typed}` could not be started"))?;
    if !status.success() {
        bail!("`{typed}` failed ({status})");
    }
    Ok(())
}

/// Runs a command for what it prints on standard output.
pub fn output(command: &mut Command) -> Result<Vec<u8>> {
    let typed = typed(command);
    let output = command
        .output()
        .with_context(|| format!("`{typed}` could not be started"))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!("`{typed}` failed ({}): {}", output.status, stderr.trim());
    }
    Ok(output.stdout)
}

/// Runs a command for the one line that it prints.
pub fn said(command: &mut Command) -> Result<String> {
    Ok(String::from_utf8_lossy(&output(command)?).trim().to_owned())
}

/// Whether the command can be started and succeeds; its output is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Builds the `fabcast` binary in a cargo profile and says where it is.
pub fn build_fabcast(root: &Path, profile: &str) -> Result<PathBuf> {
    let package = ["--package", "fabcast-cli", "--bin", "fabcast"];
    run(cargo(root, ["build", "--quiet", "--profile", profile]).args(package))?;
    let folder = if profile == "dev" { "debug" } else { profile };
    let name = format!("fabcast{}", std::env::consts::EXE_SUFFIX);
    Ok(target_folder(root)?.join(folder).join(name))
}

/// Where cargo puts what it builds.
pub fn target_folder(root: &Path) -> Result<PathBuf> {
    let arguments = ["metadata", "--format-version", "1", "--no-deps"];
    let metadata = String::from_utf8(output(&mut cargo(root, arguments))?)?;
    let (_, rest) = metadata
        .split_once("\"target_directory\":\"")
        .context("`cargo metadata` does not name a target directory")?;
    let folder = rest.split('"').next().unwrap_or_default();
    Ok(PathBuf::from(folder.replace("\\\\", "\\")))
}

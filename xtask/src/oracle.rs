//! The oracle: a second implementation of the model, in Python, that must agree
//! with the engine. It lives in `oracle/` with its own virtual environment.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process;

/// Whether this checkout has an oracle to run.
pub fn is_present(root: &Path) -> bool {
    root.join("oracle/check.py").is_file()
}

/// Runs `oracle/check.py` with the release binary's path as its argument.
pub fn run(root: &Path) -> Result<bool> {
    if !is_present(root) {
        println!("the oracle is not part of this checkout (there is no oracle/check.py)");
        return Ok(false);
    }
    let python = environment(root)?;
    let binary = process::build_fabcast(root, "release")?;
    let mut check = process::command(&python, root);
    process::run(check.arg("oracle/check.py").arg(binary))?;
    // A process for each core.
    let tests = ["-m", "pytest", "--quiet", "-n", "auto", "oracle/tests"];
    process::run(process::command(python, root).args(tests))?;
    Ok(true)
}

/// Creates or renews `oracle/.venv`; returns its Python.
///
/// A copy of the requirements beside the packages says what is installed.
fn environment(root: &Path) -> Result<PathBuf> {
    let folder = root.join("oracle/.venv");
    let python = folder.join("bin/python");
    let stamp = folder.join("installed-requirements.txt");
    let requirements = std::fs::read(root.join("oracle/requirements.txt"))
        .context("cannot read oracle/requirements.txt, the list of the oracle's packages")?;
    if python.exists() && std::fs::read(&stamp).is_ok_and(|installed| installed == requirements) {
        return Ok(python);
    }
    if !process::succeeds(process::command("python3", root).arg("--version")) {
        bail!("the oracle needs Python 3.11 or later, and there is no `python3` on the PATH");
    }
    println!("installing the oracle's packages into oracle/.venv");
    let create = ["-m", "venv", "--clear", "oracle/.venv"];
    process::run(process::command("python3", root).args(create))
        .context("is Python's venv module installed (Debian: apt-get install python3-venv)?")?;
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ];
    let mut install_packages = process::command(&python, root);
    install_packages.args(install);
    process::run(install_packages.args(["--requirement", "oracle/requirements.txt"]))
        .context("the packages of oracle/requirements.txt could not be installed")?;
    std::fs::write(&stamp, requirements).context("cannot write into oracle/.venv")?;
    Ok(python)
}

//! Repository chores: `cargo xtask test`, `tidy`, `arrows`, `generate`, `freeze`, `oracle`,
//! `instructions`, `bench`, `fuzz` and `torture`.
//!
//! Everything here works on the checkout only; nothing ships to users.

#![forbid(unsafe_code)]

mod bench;
mod freeze;
mod fuzz;
mod generate;
mod instructions;
mod markdown;
mod oracle;
mod process;
mod rust_source;
mod suite;
mod tidy;
mod torture;
mod tree;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

Commands:
  test [--quick]      everything that must hold before a change is merged:
                      formatting, lints, tidy, tests, doc tests, documentation,
                      generated files, the oracle, instruction counts (--quick
                      leaves out the two documentation stages and the last two)
  tidy                the repository's own checks alone
  arrows [--write]    print the tables of dependency-arrows.toml that say which
                      module may use which, as they should be, or write them
  generate [--check]  rewrite the generated files, or compare them only
  freeze              make the frozen forecast of data/frozen anew, with its
                      hash; no other command touches it
  oracle              compare the engine with the second implementation, in oracle/
  instructions [--write]
                      count the instructions of a draw and compare them with the
                      kept counts, or write these
  bench [--against REV] [FILTER]
                      time the benchmarks of REV (the newest release if not
                      given) and of the present tree in turn, as ratios
  fuzz [TARGET] [--minutes N] [--seed S]
                      changed inputs for the readers of files, for some minutes
                      (8 if not said) over all targets, which are the folders of
                      fuzz/corpus
  torture [--minutes N] [--seed S]
                      kill runs, resumes and merges at any moment, fill their
                      disk, take their folder away and start them twice, for
                      some minutes (5 if not said); the bytes must be the same
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = root();
    let result = match arguments.as_slice() {
        ["test"] => suite::run(&root, suite::Extent::Full),
        ["test", "--quick"] => suite::run(&root, suite::Extent::Quick),
        ["tidy"] => tidy::run(&root),
        ["arrows"] => tidy::module_arrows::run(&root, false),
        ["arrows", "--write"] => tidy::module_arrows::run(&root, true),
        ["generate"] => generate::write(&root),
        ["generate", "--check"] => generate::check(&root),
        ["freeze"] => freeze::write(&root),
        ["oracle"] => oracle::run(&root),
        ["instructions"] => instructions::check(&root),
        ["instructions", "--write"] => instructions::write(&root),
        ["bench", rest @ ..] => {
            bench::Request::parse(rest).and_then(|request| bench::run(&root, &request))
        }
        ["fuzz", rest @ ..] => {
            fuzz::Request::parse(rest).and_then(|request| fuzz::run(&root, &request))
        }
        ["torture", rest @ ..] => torture::run(&root, rest),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            let given = arguments.join(" ");
            eprintln!("error: `{given}` is not a command of xtask\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the workspace: the folder above this crate's.
fn root() -> PathBuf {
    let manifest_folder = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest_folder
        .parent()
        .map_or(manifest_folder.clone(), Path::to_path_buf)
}

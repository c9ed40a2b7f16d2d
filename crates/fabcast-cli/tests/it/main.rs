//! The command line as its users see it.

mod cause;
mod determinism;
mod discover;
mod ensembles;
mod errors;
mod findings;
mod folder;
mod help;
mod interrupt;
mod irr;
mod json;
#[cfg(unix)]
mod kills;
mod sensitivity;
mod snapshots;
mod story;
mod strangers;
mod support;
#[cfg(unix)]
mod torture;

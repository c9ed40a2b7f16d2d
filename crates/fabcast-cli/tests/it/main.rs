//! The command line as its users see it.

mod determinism;
mod errors;
mod folder;
mod help;
mod interrupt;
mod json;
mod snapshots;
mod support;

//! The command line as its users see it.

mod determinism;
mod ensembles;
mod discover;
mod errors;
mod folder;
mod help;
mod interrupt;
mod irr;
mod json;
mod sensitivity;
mod snapshots;
mod support;

//! Tests of the library, and of the engine under the embedded scenarios.

mod analyses;
mod break_even;
mod cause;
mod closed_forms;
mod common;
mod cover;
mod defaults;
mod determinism;
mod durations;
mod events;
mod gap;
mod investors;
mod judged;
mod laws;
mod planned;
mod published;
mod relaxing;
mod replays;
mod returns;
mod statistics;
mod terms;
mod trace;
mod verdict;
mod workbook;
mod worth;
mod zero_spread;

//! The simulation of fabcast: a model and a draw in, trajectories out.
//!
//! This crate reads no file, no clock and no environment, starts no thread and draws no
//! random number that is not a pure function of (seed, draw number, parameter name).
//! Section signs (§) refer to `docs/model.md`.

pub mod capital;
pub mod chips;
pub mod compute;
pub mod constraints;
pub mod cycle;
mod declare;
pub mod delay;
pub mod demand;
pub mod events;
pub mod fabs;
pub mod finance;
pub mod flows;
pub mod inputs;
pub mod isa;
pub mod judged;
pub mod lanes;
pub mod ledger;
pub mod math;
pub mod model;
pub mod outcome;
pub mod packaging;
pub mod parameter;
pub mod parameters;
pub mod policy;
pub mod projects;
pub mod reader;
pub mod record;
pub mod relax;
pub mod simulate;
pub mod supply_chain;
pub mod table;
pub mod talent;
pub mod technology;
pub mod uncertainty;

//! What fabcast says: the document of every command, as plain values.
//!
//! A command makes one document; its JSON, the screen and the report are views of it. Nothing here computes one, reads
//! a scenario or knows a word that people read.

#![forbid(unsafe_code)]

pub mod absorb;
pub mod backtest;
pub mod cause;
pub mod compare;
pub mod discover;
pub mod draw;
mod estimate;
pub mod gap;
mod identity;
pub mod investors;
pub mod number;
mod quantiles;
pub mod run;
pub mod sensitivity;
pub mod story;
pub mod value;

pub use estimate::{Estimate, Probability};
pub use identity::ScenarioId;
pub use quantiles::{Beyond, Middle, Quantiles};

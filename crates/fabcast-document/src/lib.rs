//! What fabcast says: the document of every command, as plain values.
//!
//! A command makes one document; its JSON, the screen and the report are views of it. Nothing here computes one, reads
//! a scenario or knows a word that people read.

pub mod absorb;
pub mod compare;
pub mod discover;
mod estimate;
pub mod gap;
mod identity;
pub mod number;
pub mod run;
pub mod sensitivity;
pub mod value;

pub use estimate::Estimate;
pub use identity::ScenarioId;

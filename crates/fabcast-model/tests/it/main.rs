//! Tests of the parts of the engine that need no scenario.

mod chips;
mod delay;
mod lanes;
mod returns;

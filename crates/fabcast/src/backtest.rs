//! The model against what happened: forecasts made with what was known at the time, scored.

pub mod score;
pub mod world;

//! The model against what happened: forecasts made with what was known at the time, scored.

pub mod calendar;
pub mod fabs;
pub mod score;
pub mod table;
pub mod text;
pub mod world;

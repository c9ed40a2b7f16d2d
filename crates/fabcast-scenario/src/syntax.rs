//! The small languages inside a scenario's values: units, quantities, dates and
//! distributions.

pub(crate) mod date;
pub(crate) mod distribution;
pub(crate) mod quantity;
pub mod unit;
pub(crate) mod value;

//! The small languages inside a scenario's values: units, quantities, dates and the names of
//! distributions. They know texts alone; `value` reads values by them.

pub(crate) mod date;
pub(crate) mod example;
pub(crate) mod family;
pub(crate) mod quantity;
pub mod unit;

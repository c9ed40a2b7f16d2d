//! Tests of the scenario language through its public interface.

mod access;
mod broken;
mod distributions;
mod embedded;
mod fuzz;
mod layers;
mod reference;
mod resolved;
mod snapshot;
mod units;

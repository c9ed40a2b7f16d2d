//! Which uncertain parameters move an outcome.
//!
//! Sobol' indices of a scenario by simulation of a design, Shapley effects where inputs are
//! correlated, elementary effects for screening, what differs where the plan fails, and a tornado in
//! natural units; or indices from a table that somebody else made.

mod engine;
pub mod given;
pub mod morris;
pub mod regional;
mod run;
mod sequence;
mod shapley;
pub mod sobol;
mod tabular;
pub(crate) mod text;

pub use run::{DEFAULT_ROWS, Method, Options, SensitivityError, sensitivity};
pub use sequence::Sequence;
pub use tabular::{TableOptions, of_table};

#[cfg(test)]
mod tests;

//! Uncertain parameters (model §0): distributions, their dependence, and the draws.
//!
//! A parameter's value in a draw is made in three steps, each a pure function:
//! a uniform from (seed, draw number, name); where parameters are correlated, normals mixed
//! by a [`Copula`] and turned back to uniforms; the quantile of the parameter's
//! [`Distribution`] at that uniform.

mod copula;
mod distribution;
mod draw;

pub use copula::{Copula, CorrelationFault, NotPositiveDefinite};
pub use distribution::{Distribution, DistributionError, DistributionErrorKind, Shape, Z95};
pub use draw::{Draw, name_hash, philox4x32, uniform_lanes};

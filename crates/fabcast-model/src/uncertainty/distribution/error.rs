//! Why a distribution was refused.

use std::fmt;

/// A distribution that cannot be: what is wrong, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistributionError {
    kind: DistributionErrorKind,
    problem: String,
    expected: String,
}

/// Kinds of faults of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DistributionErrorKind {
    /// A parameter or bound is infinite where it must not be, or not a number.
    NotFinite,
    /// Parameters that must ascend do not, as a 5 % quantile above the median.
    Order,
    /// A standard deviation or width is negative.
    Spread,
    /// A probability is not between 0 and 1.
    Probability,
    /// Weights are negative, all 0, or not one per value.
    Weights,
    /// There are no values.
    Empty,
    /// A parameter lies outside what its family allows.
    Outside,
    /// No metalog passes through the quantiles.
    Infeasible,
    /// Nothing of the distribution lies between its bounds.
    NoMass,
}

impl DistributionError {
    pub(super) fn new(
        kind: DistributionErrorKind,
        problem: impl Into<String>,
        expected: impl Into<String>,
    ) -> DistributionError {
        DistributionError {
            kind,
            problem: problem.into(),
            expected: expected.into(),
        }
    }

    /// The kind of fault.
    pub fn kind(&self) -> DistributionErrorKind {
        self.kind
    }

    /// What is wrong, with the numbers: "the 5 % quantile 4 is above the median 3".
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// What was expected instead, to follow the word "expected".
    pub fn expected(&self) -> &str {
        &self.expected
    }
}

impl fmt::Display for DistributionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; expected {}", self.problem, self.expected)
    }
}

impl std::error::Error for DistributionError {}

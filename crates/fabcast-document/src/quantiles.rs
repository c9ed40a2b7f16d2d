//! Quantiles of what is uncertain, at the levels at which everything is reported.

use serde::{Deserialize, Serialize};

use crate::number::{self, Read};

/// At 5, 10, 25, 50, 75, 90 and 95 %: a number each, or a list by month, or an interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(bound(deserialize = "T: Read"))]
#[allow(missing_docs)] // they speak for themselves
pub struct Quantiles<T = f64> {
    #[serde(deserialize_with = "number::read")]
    pub p5: T,
    #[serde(deserialize_with = "number::read")]
    pub p10: T,
    #[serde(deserialize_with = "number::read")]
    pub p25: T,
    #[serde(deserialize_with = "number::read")]
    pub p50: T,
    #[serde(deserialize_with = "number::read")]
    pub p75: T,
    #[serde(deserialize_with = "number::read")]
    pub p90: T,
    #[serde(deserialize_with = "number::read")]
    pub p95: T,
}

impl<T> Quantiles<T> {
    /// From the lowest to the highest.
    pub fn each(&self) -> [&T; 7] {
        let Quantiles {
            p5,
            p10,
            p25,
            p50,
            p75,
            p90,
            p95,
        } = self;
        [p5, p10, p25, p50, p75, p90, p95]
    }
}

impl<T> From<[T; 7]> for Quantiles<T> {
    fn from([p5, p10, p25, p50, p75, p90, p95]: [T; 7]) -> Quantiles<T> {
        Quantiles {
            p5,
            p10,
            p25,
            p50,
            p75,
            p90,
            p95,
        }
    }
}

/// The median and the ends of the middle 80 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(bound(deserialize = "T: Read"))]
#[allow(missing_docs)] // they speak for themselves
pub struct Middle<T = f64> {
    #[serde(deserialize_with = "number::read")]
    pub p10: T,
    #[serde(deserialize_with = "number::read")]
    pub p50: T,
    #[serde(deserialize_with = "number::read")]
    pub p90: T,
}

impl<T> From<[T; 3]> for Middle<T> {
    fn from([p10, p50, p90]: [T; 3]) -> Middle<T> {
        Middle { p10, p50, p90 }
    }
}

#[cfg(test)]
mod tests;

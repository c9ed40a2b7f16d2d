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

/// Shares of the draws with a value in which it ranks below or above every number: a return of -100 % and
/// worse, or beyond all rates. In JSON a quantile that falls there is `null`; read back it is infinite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Beyond {
    /// Below every number.
    #[serde(default, skip_serializing_if = "is_none")]
    pub below: f64,
    /// Above every number.
    #[serde(default, skip_serializing_if = "is_none")]
    pub above: f64,
}

fn is_none(share: &f64) -> bool {
    *share == 0.0
}

impl Beyond {
    /// Of some values; those that are no number at all do not count.
    pub fn of(values: &[f64]) -> Beyond {
        let count = |which: f64| values.iter().filter(|value| **value == which).count() as f64;
        let n = values.iter().filter(|value| !value.is_nan()).count().max(1) as f64;
        Beyond {
            below: count(f64::NEG_INFINITY) / n,
            above: count(f64::INFINITY) / n,
        }
    }

    /// Whether every value is a number.
    pub fn is_none(&self) -> bool {
        is_none(&self.below) && is_none(&self.above)
    }

    /// What was read at some levels: `null` is beyond all numbers on the side where the level lies.
    pub(crate) fn restore(&self, read: &mut [(f64, &mut f64)]) {
        if self.is_none() {
            return;
        }
        // Between the two lie numbers, none of which is null.
        let middle = match (is_none(&self.below), is_none(&self.above)) {
            (false, true) => 1.0,
            (true, false) => 0.0,
            _ => (self.below + 1.0 - self.above) / 2.0,
        };
        for (level, value) in read.iter_mut().filter(|(_, value)| value.is_nan()) {
            **value = match *level < middle {
                true => f64::NEG_INFINITY,
                false => f64::INFINITY,
            };
        }
    }
}

impl Quantiles {
    pub(crate) fn restore(&mut self, beyond: Beyond) {
        beyond.restore(&mut [
            (0.05, &mut self.p5),
            (0.10, &mut self.p10),
            (0.25, &mut self.p25),
            (0.50, &mut self.p50),
            (0.75, &mut self.p75),
            (0.90, &mut self.p90),
            (0.95, &mut self.p95),
        ]);
    }
}

impl Middle {
    pub(crate) fn restore(&mut self, beyond: Beyond) {
        beyond.restore(&mut [
            (0.1, &mut self.p10),
            (0.5, &mut self.p50),
            (0.9, &mut self.p90),
        ]);
    }
}

/// Reads and writes what has `quantiles` and `beyond` as it is declared, and puts back what JSON cannot hold.
macro_rules! restored {
    ($type:ident) => {
        impl $type {
            fn restore(&mut self) {
                let beyond = self.beyond;
                self.quantiles.restore(beyond);
            }
        }

        $crate::quantiles::restored_as_declared!($type);
    };
}

/// The same of what says itself how.
macro_rules! restored_as_declared {
    ($type:ident) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $type::serialize(self, to)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$type, D::Error> {
                let mut read = $type::deserialize(from)?;
                read.restore();
                Ok(read)
            }
        }
    };
}
pub(crate) use {restored, restored_as_declared};

#[cfg(test)]
mod tests;

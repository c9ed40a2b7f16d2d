//! Reading numbers back from JSON, where what is no number stands as `null`.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

/// A number; `null` is NaN.
#[derive(Clone, Copy, Deserialize)]
#[serde(from = "Option<f64>")]
struct Number(f64);

impl From<Option<f64>> for Number {
    fn from(value: Option<f64>) -> Number {
        Number(value.unwrap_or(f64::NAN))
    }
}

/// What can be read where what is no number stands as `null`.
pub trait Read: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// When something else stands there.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
}

impl Read for f64 {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        number(from)
    }
}

impl Read for Vec<f64> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<f64>, D::Error> {
        list(from)
    }
}

impl<const N: usize> Read for [f64; N] {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<[f64; N], D::Error> {
        array(from)
    }
}

/// One or several numbers.
///
/// # Errors
/// As [`Read::read`].
pub fn read<'de, D: Deserializer<'de>, T: Read>(from: D) -> Result<T, D::Error> {
    T::read(from)
}

/// One number.
pub fn number<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Ok(Number::deserialize(from)?.0)
}

/// Several numbers.
pub fn list<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<f64>, D::Error> {
    let list = Vec::<Number>::deserialize(from)?;
    Ok(list.into_iter().map(|number| number.0).collect())
}

/// As many numbers as there are places.
pub fn array<'de, D: Deserializer<'de>, const N: usize>(from: D) -> Result<[f64; N], D::Error> {
    let list = list(from)?;
    let length = list.len();
    <[f64; N]>::try_from(list)
        .map_err(|_| serde::de::Error::invalid_length(length, &"another number of values"))
}

/// Numbers by name.
pub fn map<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, f64>, D::Error> {
    let map = BTreeMap::<String, Number>::deserialize(from)?;
    Ok(map.into_iter().map(|(name, n)| (name, n.0)).collect())
}

/// Numbers by name and name.
pub fn table<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<String, BTreeMap<String, f64>>, D::Error> {
    let table = BTreeMap::<String, BTreeMap<String, Number>>::deserialize(from)?;
    let row = |row: BTreeMap<String, Number>| row.into_iter().map(|(name, n)| (name, n.0));
    Ok(table
        .into_iter()
        .map(|(name, inner)| (name, row(inner).collect()))
        .collect())
}

//! What was observed, by row of the data.

use std::collections::BTreeMap;

use crate::backtest::table::embedded;

/// File of the observations.
pub const FILE: &str = "actuals_2020_2024.csv";

/// Observed values, in the unit of the data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actuals {
    rows: BTreeMap<String, Row>,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    year: i32,
    value: f64,
}

impl Actuals {
    /// Those that are part of fabcast.
    pub fn embedded() -> Actuals {
        let mut reader = csv::Reader::from_reader(embedded(FILE).as_bytes());
        let rows = reader
            .records()
            .filter_map(Result::ok)
            .filter_map(|record| {
                let year = record.get(1)?.get(..4)?.parse().ok()?;
                let value = record.get(3)?.trim().parse().ok()?;
                Some((record.get(0)?.trim().to_owned(), Row { year, value }))
            });
        Actuals {
            rows: rows.collect(),
        }
    }

    /// Value of a row.
    ///
    /// ```
    /// let actuals = fabcast::backtest::world::Actuals::embedded();
    /// assert_eq!(actuals.get("actual.asml_euv_units_recognised.2024"), Some(44.0));
    /// ```
    pub fn get(&self, id: &str) -> Option<f64> {
        self.rows.get(id).map(|row| row.value)
    }

    /// The same with every value of a later year times `factor`: another course of events after that year.
    #[must_use]
    pub fn with_another_course_after(&self, year: i32, factor: f64) -> Actuals {
        let rows = self.rows.iter().map(|(id, row)| {
            let mut row = row.clone();
            if row.year > year {
                row.value *= factor;
            }
            (id.clone(), row)
        });
        Actuals {
            rows: rows.collect(),
        }
    }
}

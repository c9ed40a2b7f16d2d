//! `trace.parquet`: every series of every draw, for whoever wants to check them one by one.

use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, UInt64Array};
use arrow_schema::{DataType, Field};
use fabcast_model::model::Model;
use fabcast_model::record::series_info;

use crate::ensemble::Group;
use crate::output::parquet::{OutputError, Table, field};

/// The file while it is written: a row per draw and month.
pub struct TraceFile {
    table: Table,
}

impl TraceFile {
    /// Starts the file in a folder.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(folder: &Path, model: &Model) -> Result<TraceFile, OutputError> {
        let mut fields = vec![
            Field::new("draw", DataType::UInt64, false),
            Field::new("month", DataType::UInt64, false),
        ];
        let series = series_info(model);
        fields.extend(series.iter().map(|info| field(&info.name, info.unit)));
        if model.has_programme() {
            fields.extend(
                series
                    .iter()
                    .map(|info| field(&format!("plan_{}", info.name), info.unit)),
            );
        }
        Ok(TraceFile {
            table: Table::create(folder.join("trace.parquet"), fields)?,
        })
    }

    /// Adds some groups of draws, in order.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn add(&mut self, model: &Model, groups: &[Group]) -> Result<(), OutputError> {
        for group in groups {
            let months = model.months as u64;
            let lanes = group.lanes;
            let draws =
                (0..lanes as u64).flat_map(|lane| (0..months).map(move |_| group.first + lane));
            let month = (0..lanes).flat_map(|_| 0..months);
            let mut columns: Vec<ArrayRef> = vec![
                Arc::new(UInt64Array::from_iter_values(draws)),
                Arc::new(UInt64Array::from_iter_values(month)),
            ];
            for run in [Some(&group.base), group.plan.as_ref()]
                .into_iter()
                .flatten()
            {
                for position in 0..run.record.count() {
                    let series = run.record.series(position);
                    let values = (0..lanes).flat_map(|lane| series.iter().map(move |x| x.0[lane]));
                    columns.push(Arc::new(Float64Array::from_iter_values(values)));
                }
            }
            self.table.write(columns)?;
        }
        Ok(())
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn close(self) -> Result<(), OutputError> {
        self.table.close()
    }
}

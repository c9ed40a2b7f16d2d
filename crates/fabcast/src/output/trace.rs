//! `trace.parquet`: every series of every draw, for whoever wants to check them one by one.
//!
//! Like rows of draws it is written in parts. A part ends wherever the state of the run is kept, so that a run that
//! goes on from there takes up whole parts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, UInt64Array};
use arrow_schema::{DataType, Field};
use fabcast_model::model::Model;
use fabcast_model::record::series_info;

use crate::ensemble::Group;
use crate::output::parquet::{OutputError, Table, field};

/// Beginning of the names of parts.
const PREFIX: &str = "trace-";

/// The trace on its way to parts: a row per draw and month.
pub struct Trace {
    folder: PathBuf,
    fields: Vec<Field>,
    /// Draws of the ensemble so far.
    position: u64,
    part: Option<Table>,
}

impl Trace {
    /// Nothing in hand; the draws of the ensemble before `position` are elsewhere or written. Parts after it are of a
    /// process whose state was not kept, and go.
    ///
    /// # Errors
    /// When such a part cannot be removed.
    pub fn new(folder: &Path, model: &Model, position: u64) -> Result<Trace, OutputError> {
        for (from, path) in parts(folder)? {
            if from >= position {
                let fail = |error| OutputError::new("remove", &path, &error);
                std::fs::remove_file(&path).map_err(fail)?;
            }
        }
        let mut fields = vec![
            Field::new("draw", DataType::UInt64, false),
            Field::new("month", DataType::UInt64, false),
        ];
        let runs = ["", "plan_"];
        for run in &runs[..1 + usize::from(model.has_programme())] {
            for info in series_info(model) {
                fields.push(field(&format!("{run}{}", info.name), info.unit));
            }
        }
        Ok(Trace {
            folder: folder.to_path_buf(),
            fields,
            position,
            part: None,
        })
    }

    /// Adds some groups of draws, in order.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn add(&mut self, model: &Model, groups: &[Group]) -> Result<(), OutputError> {
        for group in groups {
            let part = match &mut self.part {
                Some(part) => part,
                none => {
                    let path = self
                        .folder
                        .join(format!("{PREFIX}{:010}.parquet", self.position));
                    none.insert(Table::create(path, self.fields.clone())?)
                }
            };
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
            part.write(columns)?;
            self.position += lanes as u64;
        }
        Ok(())
    }

    /// Ends the part in hand; the next draws are of a new one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn close(&mut self) -> Result<(), OutputError> {
        self.part.take().map_or(Ok(()), Table::close)
    }
}

/// The parts in a folder in order, each with the place of its first draw.
///
/// # Errors
/// When the folder cannot be read.
pub fn parts(folder: &Path) -> Result<Vec<(u64, PathBuf)>, OutputError> {
    let fail = |error| OutputError::new("read", folder, &error);
    let mut parts = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let number = name.and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(".parquet"));
        if let Some(from) = number.and_then(|number| number.parse().ok()) {
            parts.push((from, path));
        }
    }
    parts.sort();
    Ok(parts)
}

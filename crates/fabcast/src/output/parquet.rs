//! Parquet files, and `series.parquet`.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use crate::document::RunDocument;
use crate::output::passing_name;

/// Program that the files say they are from.
pub(crate) const CREATED_BY: &str = concat!("fabcast ", env!("CARGO_PKG_VERSION"));

/// A file could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputError {
    what: &'static str,
    path: PathBuf,
    why: String,
}

impl OutputError {
    /// Names the file and what was tried.
    pub fn new(what: &'static str, path: &Path, why: &dyn std::fmt::Display) -> OutputError {
        OutputError {
            what,
            path: path.to_path_buf(),
            why: why.to_string(),
        }
    }
}

impl std::fmt::Display for OutputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "could not {} {}: {}",
            self.what,
            self.path.display(),
            self.why
        )
    }
}

impl std::error::Error for OutputError {}

/// A Parquet file under a passing name until it is closed.
pub(crate) struct Table {
    path: PathBuf,
    schema: Arc<Schema>,
    writer: ArrowWriter<File>,
}

impl Table {
    pub(crate) fn create(path: PathBuf, fields: Vec<Field>) -> Result<Table, OutputError> {
        let schema = Arc::new(Schema::new(fields));
        let fail = |error: &dyn std::fmt::Display| OutputError::new("write", &path, error);
        let file = File::create(passing_name(&path)).map_err(|error| fail(&error))?;
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(CREATED_BY.to_owned())
            .set_max_row_group_row_count(Some(1 << 20));
        for field in schema
            .fields()
            .iter()
            .filter(|f| *f.data_type() == DataType::Float64)
        {
            let column = ColumnPath::from(field.name().as_str());
            properties = properties
                .set_column_dictionary_enabled(column.clone(), false)
                .set_column_encoding(column, Encoding::BYTE_STREAM_SPLIT);
        }
        let properties = properties.build();
        let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties))
            .map_err(|error| fail(&error))?;
        Ok(Table {
            path,
            schema,
            writer,
        })
    }

    pub(crate) fn write(&mut self, columns: Vec<ArrayRef>) -> Result<(), OutputError> {
        let fail = |error: &dyn std::fmt::Display| OutputError::new("write", &self.path, error);
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns)
            .map_err(|error| fail(&error))?;
        self.writer.write(&batch).map_err(|error| fail(&error))?;
        self.writer.flush().map_err(|error| fail(&error))
    }

    pub(crate) fn close(self) -> Result<(), OutputError> {
        let fail = |error: &dyn std::fmt::Display| OutputError::new("write", &self.path, error);
        self.writer.close().map_err(|error| fail(&error))?;
        std::fs::rename(passing_name(&self.path), &self.path).map_err(|error| fail(&error))
    }
}

pub(crate) fn field(name: &str, unit: &str) -> Field {
    let metadata = [("unit".to_owned(), unit.to_owned())].into_iter().collect();
    Field::new(name, DataType::Float64, true).with_metadata(metadata)
}

/// Writes `series.parquet`: month, name, unit, quantile, value.
///
/// # Errors
/// When it cannot be written.
pub fn write_series(folder: &Path, document: &RunDocument) -> Result<(), OutputError> {
    let mut table = Table::create(
        folder.join("series.parquet"),
        vec![
            Field::new("month", DataType::Utf8, false),
            Field::new("name", DataType::Utf8, false),
            Field::new("unit", DataType::Utf8, false),
            Field::new("quantile", DataType::Float64, false),
            Field::new("value", DataType::Float64, true),
        ],
    )?;
    let (mut months, mut names, mut units) = (Vec::new(), Vec::new(), Vec::new());
    let (mut quantiles, mut values) = (Vec::new(), Vec::new());
    for (name, series) in &document.series {
        let levels = [
            (0.05, &series.p5),
            (0.10, &series.p10),
            (0.25, &series.p25),
            (0.50, &series.p50),
            (0.75, &series.p75),
            (0.90, &series.p90),
            (0.95, &series.p95),
        ];
        for (level, column) in levels {
            for (month, value) in series.months.iter().zip(column) {
                months.push(month.as_str());
                names.push(name.as_str());
                units.push(series.unit.as_str());
                quantiles.push(level);
                values.push(*value);
            }
        }
    }
    table.write(vec![
        Arc::new(StringArray::from(months)),
        Arc::new(StringArray::from(names)),
        Arc::new(StringArray::from(units)),
        Arc::new(Float64Array::from(quantiles)),
        Arc::new(Float64Array::from(values)),
    ])?;
    table.close()
}

//! Tables of numbers from files, of fabcast or of other programs: Parquet or CSV.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int32Type, Int64Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType};
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Columns of numbers by name; a value that is missing is NaN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberTable {
    /// Name and values of each column, in the order of the file.
    pub columns: Vec<(String, Vec<f64>)>,
    /// Names of the columns that hold no numbers.
    pub skipped: Vec<String>,
    /// Number of rows.
    pub rows: usize,
}

/// A table could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub why: String,
}

impl std::fmt::Display for TableError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "could not read {}: {}", self.path.display(), self.why)
    }
}

impl std::error::Error for TableError {}

/// Reads a table: CSV with a head if the name of the file ends with `.csv`, Parquet otherwise.
///
/// # Errors
/// When it cannot be read, or a field of a CSV file is no number.
pub fn read(path: &Path) -> Result<NumberTable, TableError> {
    let is_csv = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    if is_csv {
        read_csv(path)
    } else {
        read_parquet(path)
    }
}

/// Reads the columns of numbers of a Parquet file.
///
/// # Errors
/// When it cannot be read.
pub fn read_parquet(path: &Path) -> Result<NumberTable, TableError> {
    let fail = |error: &dyn std::fmt::Display| TableError {
        path: path.to_path_buf(),
        why: error.to_string(),
    };
    let file = File::open(path).map_err(|error| fail(&error))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| fail(&error))?;
    let names: Vec<String> = builder
        .schema()
        .fields()
        .iter()
        .map(|f| f.name().clone())
        .collect();
    let batches = builder
        .with_batch_size(1 << 14)
        .build()
        .map_err(|error| fail(&error))?;
    let mut values: Vec<Option<Vec<f64>>> = vec![Some(Vec::new()); names.len()];
    let mut rows = 0;
    for batch in batches {
        let batch = batch.map_err(|error| fail(&error))?;
        rows += batch.num_rows();
        for (column, array) in values.iter_mut().zip(batch.columns()) {
            match numbers(array) {
                Some(more) => column
                    .iter_mut()
                    .for_each(|column| column.extend_from_slice(&more)),
                None => *column = None,
            }
        }
    }
    let mut table = NumberTable {
        rows,
        ..NumberTable::default()
    };
    for (name, values) in names.into_iter().zip(values) {
        match values {
            Some(values) => table.columns.push((name, values)),
            None => table.skipped.push(name),
        }
    }
    Ok(table)
}

/// Values of an array of any kind of number.
fn numbers(array: &ArrayRef) -> Option<Vec<f64>> {
    fn of<T: ArrowPrimitiveType>(array: &ArrayRef, number: impl Fn(T::Native) -> f64) -> Vec<f64> {
        let values = array.as_primitive::<T>().iter();
        values
            .map(|value| value.map_or(f64::NAN, &number))
            .collect()
    }
    Some(match array.data_type() {
        DataType::Float64 => of::<Float64Type>(array, |x| x),
        DataType::Float32 => of::<Float32Type>(array, f64::from),
        DataType::Int64 => of::<Int64Type>(array, |x| x as f64),
        DataType::Int32 => of::<Int32Type>(array, f64::from),
        DataType::UInt64 => of::<UInt64Type>(array, |x| x as f64),
        DataType::UInt32 => of::<UInt32Type>(array, f64::from),
        _ => return None,
    })
}

fn read_csv(path: &Path) -> Result<NumberTable, TableError> {
    let fail = |why: String| TableError {
        path: path.to_path_buf(),
        why,
    };
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_path(path)
        .map_err(|error| fail(error.to_string()))?;
    let head = reader.headers().map_err(|error| fail(error.to_string()))?;
    let names: Vec<String> = head.iter().map(str::to_owned).collect();
    let mut values = vec![Vec::new(); names.len()];
    let mut rows = 0;
    for record in reader.records() {
        let record = record.map_err(|error| fail(error.to_string()))?;
        rows += 1;
        for ((name, column), text) in names.iter().zip(&mut values).zip(&record) {
            let value = match text {
                "" => f64::NAN,
                _ => text.parse().map_err(|_| {
                    let line = record.position().map_or(0, csv::Position::line);
                    fail(crate::text::no_number(line, name, text))
                })?,
            };
            column.push(value);
        }
    }
    Ok(NumberTable {
        columns: names.into_iter().zip(values).collect(),
        skipped: Vec::new(),
        rows,
    })
}

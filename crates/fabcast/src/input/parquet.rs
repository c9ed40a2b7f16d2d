//! Columns of numbers of Parquet files of anybody.
//!
//! What the end of a file says about it is held against the file before anything is decoded: places and sizes, what
//! the rows would take, and what each page says of itself. The decoder still panics at some damaged files, which counts as damage too.

mod pages;
mod shapes;
mod thrift;

use std::cell::Cell;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::path::Path;
use std::sync::Once;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Compression;
use parquet::file::metadata::ParquetMetaData;

pub(crate) use pages::check_end;

use super::{MOST_TABLE, open};
use crate::text;

/// What any table may take in memory \[bytes\].
const FREE: u64 = 64 << 20;
/// And beyond that for each byte of the file: columns that hardly change are a hundredth of their size on disk, but
/// stand beside others that do.
const EXPANSION: u64 = 32;
/// Rows decoded at a time.
const BATCH: usize = 1 << 14;

/// A column of a file.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its unit, if the file gives one; otherwise empty.
    pub unit: String,
    /// Row by row, NaN where nothing stands; none if it holds no numbers or is not wanted.
    pub values: Option<Vec<f64>>,
}

/// Reads the columns of numbers whose names are wanted, and the names of all; the number of rows beside them.
///
/// # Errors
/// Why it cannot be used: it cannot be read, is damaged, or would take too much memory.
pub fn read(path: &Path, wanted: impl Fn(&str) -> bool) -> Result<(Vec<Column>, usize), String> {
    guarded(|| decode(path, &wanted)).unwrap_or_else(|| Err(text::damaged("it cannot be decoded")))
}

/// What comes of reading a file with a decoder that may panic at a damaged one; nothing if it does.
pub(crate) fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    thread_local! {
        static GUARDED: Cell<bool> = const { Cell::new(false) };
    }
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                before(info);
            }
        }));
    });
    GUARDED.set(true);
    // What is read into is dropped with the panic: nothing half-made is seen.
    let read = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(false);
    read.ok()
}

fn decode(path: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<(Vec<Column>, usize), String> {
    let damaged = |error: &dyn std::fmt::Display| text::damaged(&error.to_string());
    let mut file = open(path, MOST_TABLE).map_err(|error| error.to_string())?;
    let length = file.metadata().map_err(|error| error.to_string())?.len();
    check_end(&mut file, length)?;
    let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())
        .map_err(|error| damaged(&error))?;
    let fields = metadata.schema().fields().clone();
    let roots: Vec<usize> = (0..fields.len())
        .filter(|&at| is_number(fields[at].data_type()) && wanted(fields[at].name()))
        .collect();
    let rows = check(&mut file, metadata.metadata(), &roots, length)?;
    let mut columns: Vec<Column> = fields.iter().map(|field| named(field)).collect();
    for &at in &roots {
        columns[at].values = Some(Vec::with_capacity(rows));
    }
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata);
    let mask = ProjectionMask::roots(builder.parquet_schema(), roots.iter().copied());
    let batches = builder
        .with_projection(mask)
        .with_batch_size(BATCH.min(rows.max(1)))
        .build()
        .map_err(|error| damaged(&error))?;
    for batch in batches {
        let batch = batch.map_err(|error| damaged(&error))?;
        for (&at, array) in roots.iter().zip(batch.columns()) {
            if let Some(values) = &mut columns[at].values {
                push(values, array);
            }
        }
    }
    let whole = |column: &Column| column.values.as_ref().is_none_or(|v| v.len() == rows);
    match columns.iter().all(whole) {
        true => Ok((columns, rows)),
        false => Err(text::damaged("a column has not as many rows as the file")),
    }
}

fn named(field: &Field) -> Column {
    Column {
        name: field.name().clone(),
        unit: field.metadata().get("unit").cloned().unwrap_or_default(),
        values: None,
    }
}

/// Number of rows, if what the end of a file says can be true of it, and what its pages say of its end.
fn check(
    file: &mut File,
    metadata: &ParquetMetaData,
    roots: &[usize],
    length: u64,
) -> Result<usize, String> {
    let most = FREE.saturating_add(length.saturating_mul(EXPANSION));
    let schema = metadata.file_metadata().schema_descr();
    let told = u64::try_from(metadata.file_metadata().num_rows())
        .map_err(|_| text::damaged("a number of rows is negative"))?;
    let mut rows: u64 = 0;
    let mut wanted = Vec::new();
    for group in metadata.row_groups() {
        let of_group = u64::try_from(group.num_rows())
            .map_err(|_| text::damaged("a number of rows is negative"))?;
        rows = rows.saturating_add(of_group);
        let mut decoded: u64 = 0;
        for (at, column) in group.columns().iter().enumerate() {
            let start = column
                .dictionary_page_offset()
                .unwrap_or(column.data_page_offset());
            let number = |value: i64| u64::try_from(value).ok();
            let sizes = number(start)
                .zip(number(column.compressed_size()))
                .zip(number(column.uncompressed_size()));
            let inside = sizes.filter(|((start, size), _)| start.saturating_add(*size) <= length);
            let Some(((start, _), size)) = inside else {
                return Err(text::damaged("a column lies outside the file"));
            };
            if !roots.contains(&schema.get_column_root_idx(at)) {
                continue;
            }
            decoded = decoded.saturating_add(size);
            let compression = column.compression();
            if !matches!(
                compression,
                Compression::UNCOMPRESSED | Compression::ZSTD(_)
            ) {
                let name = compression.to_string();
                let name = name.split('(').next().unwrap_or_default();
                return Err(text::other_compression(name));
            }
            wanted.push((start, of_group, column));
        }
        if decoded > most {
            return Err(text::too_much_memory(told, roots.len(), most));
        }
    }
    if rows != told {
        return Err(text::damaged("its numbers of rows disagree"));
    }
    let taken = rows
        .saturating_mul(8)
        .saturating_mul(roots.len().max(1) as u64);
    let n = match usize::try_from(rows) {
        Ok(n) if taken <= most => n,
        _ => return Err(text::too_much_memory(rows, roots.len(), most)),
    };
    for (start, of_group, column) in wanted {
        pages::check_column(file, start, of_group, column)?;
    }
    Ok(n)
}

fn is_number(data_type: &DataType) -> bool {
    data_type.is_integer()
        || matches!(
            data_type,
            DataType::Float32 | DataType::Float64 | DataType::Boolean
        )
}

fn push(values: &mut Vec<f64>, array: &ArrayRef) {
    macro_rules! numbers {
        ($kind:ty) => {
            values.extend(
                array
                    .as_primitive::<$kind>()
                    .iter()
                    .map(|x| x.map_or(f64::NAN, |x| x as f64)),
            )
        };
    }
    match array.data_type() {
        DataType::Float64 => numbers!(Float64Type),
        DataType::Float32 => numbers!(Float32Type),
        DataType::Int64 => numbers!(Int64Type),
        DataType::Int32 => numbers!(Int32Type),
        DataType::Int16 => numbers!(Int16Type),
        DataType::Int8 => numbers!(Int8Type),
        DataType::UInt64 => numbers!(UInt64Type),
        DataType::UInt32 => numbers!(UInt32Type),
        DataType::UInt16 => numbers!(UInt16Type),
        DataType::UInt8 => numbers!(UInt8Type),
        _ => values.extend(
            array
                .as_boolean()
                .iter()
                .map(|x| x.map_or(f64::NAN, |x| f64::from(u8::from(x)))),
        ),
    }
}

#[cfg(test)]
mod tests;

//! Parquet files, and `series.parquet`.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use fabcast_document::run::RunDocument;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::file::metadata::{KeyValue, PageIndexPolicy, ParquetMetaDataReader};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

use crate::folder::{Folder, OutputError, Passing, names};
use crate::input::{self, MOST_TABLE};
use crate::statistics::LEVELS;

/// Program that the files say they are from.
const CREATED_BY: &str = concat!("fabcast ", env!("CARGO_PKG_VERSION"));
/// Key of the remark in a file of an interrupted run.
const INCOMPLETE: &str = "fabcast.incomplete";
/// Key of the digest of the run that a part belongs to.
const RUN: &str = "fabcast.run";

/// A Parquet file that is being written.
pub(crate) struct Table {
    path: PathBuf,
    schema: Arc<Schema>,
    writer: ArrowWriter<Passing>,
}

impl Table {
    /// A table in a file; `run` is the digest of the run that it is a part of, if it is one.
    pub(crate) fn create(
        file: Passing,
        fields: Vec<Field>,
        run: Option<&str>,
    ) -> Result<Table, OutputError> {
        let schema = Arc::new(Schema::new(fields));
        let path = file.path().to_path_buf();
        let fail = |error: &dyn std::fmt::Display| OutputError::new("write", &path, error);
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(CREATED_BY.to_owned())
            .set_key_value_metadata(
                run.map(|run| vec![KeyValue::new(RUN.to_owned(), run.to_owned())]),
            )
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

    /// Ends the table; its file still has to get its name.
    pub(crate) fn close(self) -> Result<Passing, OutputError> {
        let path = self.path;
        self.writer
            .into_inner()
            .map_err(|error| OutputError::new("write", &path, &error))
    }
}

/// The digest of the run that a part says it belongs to, if it can be read.
pub(crate) fn digest_in(path: &Path) -> Option<String> {
    let mut file = input::open(path, MOST_TABLE).ok()?;
    let length = file.metadata().ok()?.len();
    input::parquet::check_end(&mut file, length).ok()?;
    let read = input::parquet::guarded(|| ParquetMetaDataReader::new().parse_and_finish(&file));
    let metadata = read?.ok()?;
    let mut values = metadata.file_metadata().key_value_metadata()?.iter();
    values.find(|entry| entry.key == RUN)?.value.clone()
}

pub(crate) fn field(name: &str, unit: &str) -> Field {
    let metadata = [("unit".to_owned(), unit.to_owned())].into_iter().collect();
    Field::new(name, DataType::Float64, true).with_metadata(metadata)
}

/// Puts parts together in one file, without coding them again; `remark` is kept in one of an interrupted run.
///
/// # Errors
/// When a part cannot be read, or the file not be written.
pub fn assemble(
    folder: &Folder,
    name: &str,
    parts: &[PathBuf],
    remark: Option<&str>,
) -> Result<(), OutputError> {
    let path = folder.path().join(name);
    let fail = |error: &dyn std::fmt::Display| OutputError::new("write", &path, error);
    let mut writer: Option<SerializedFileWriter<Passing>> = None;
    for part in parts {
        let read = |error: &dyn std::fmt::Display| OutputError::new("read", part, error);
        let input = File::open(part).map_err(|error| read(&error))?;
        let metadata = ParquetMetaDataReader::new()
            .with_page_index_policy(PageIndexPolicy::Optional)
            .parse_and_finish(&input)
            .map_err(|error| read(&error))?;
        let writer = match &mut writer {
            Some(writer) => writer,
            None => {
                let mut remarks = metadata.file_metadata().key_value_metadata().cloned();
                // Parts say which run they belong to; the same draws of another shard make the same file.
                if let Some(remarks) = &mut remarks {
                    remarks.retain(|remark| remark.key != RUN);
                }
                if let Some(remark) = remark {
                    let remark = KeyValue::new(INCOMPLETE.to_owned(), remark.to_owned());
                    remarks.get_or_insert_default().push(remark);
                }
                let properties = WriterProperties::builder()
                    .set_created_by(CREATED_BY.to_owned())
                    .set_key_value_metadata(remarks)
                    .build();
                let schema = metadata.file_metadata().schema_descr().root_schema_ptr();
                let file = folder.create(name)?;
                let made = SerializedFileWriter::new(file, schema, Arc::new(properties));
                writer.insert(made.map_err(|error| fail(&error))?)
            }
        };
        for (position, group) in metadata.row_groups().iter().enumerate() {
            let of_group = |column: usize| {
                let columns = metadata
                    .column_index()
                    .and_then(|index| index.get(position));
                let offsets = metadata
                    .offset_index()
                    .and_then(|index| index.get(position));
                let columns = columns.and_then(|row| row.get(column)).cloned();
                (columns, offsets.and_then(|row| row.get(column)).cloned())
            };
            let mut to = writer.next_row_group().map_err(|error| fail(&error))?;
            for (i, column) in group.columns().iter().enumerate() {
                let (column_index, offset_index) = of_group(i);
                let closed = ColumnCloseResult {
                    bytes_written: column.compressed_size() as u64,
                    rows_written: group.num_rows() as u64,
                    metadata: column.clone(),
                    bloom_filter: None,
                    column_index,
                    offset_index,
                };
                to.append_column(&input, closed)
                    .map_err(|error| fail(&error))?;
            }
            to.close().map_err(|error| fail(&error))?;
        }
    }
    if let Some(writer) = writer {
        let file = writer.into_inner().map_err(|error| fail(&error))?;
        folder.commit(name, file)?;
    }
    Ok(())
}

/// Writes `series.parquet`: month, name, unit, quantile, value.
///
/// # Errors
/// When it cannot be written.
pub fn write_series(folder: &Folder, document: &RunDocument) -> Result<(), OutputError> {
    let mut table = Table::create(
        folder.create(names::SERIES)?,
        vec![
            Field::new("month", DataType::Utf8, false),
            Field::new("name", DataType::Utf8, false),
            Field::new("unit", DataType::Utf8, false),
            Field::new("quantile", DataType::Float64, false),
            Field::new("value", DataType::Float64, true),
        ],
        None,
    )?;
    let (mut months, mut names, mut units) = (Vec::new(), Vec::new(), Vec::new());
    let (mut quantiles, mut values) = (Vec::new(), Vec::new());
    for (name, series) in &document.series {
        for (level, column) in LEVELS.into_iter().zip(series.quantiles.each()) {
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
    folder.commit(names::SERIES, table.close()?)
}

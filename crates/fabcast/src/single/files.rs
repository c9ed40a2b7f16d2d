//! The series of a draw as tables: a row a month.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, StringArray};
use arrow_schema::{DataType, Field};
use fabcast_document::draw::DrawDocument;

use crate::folder::Passing;
use crate::output::OutputError;
use crate::output::parquet::{Table, field};

pub(crate) fn table(file: Passing, document: &DrawDocument) -> Result<Passing, OutputError> {
    let mut fields = vec![Field::new("month", DataType::Utf8, false)];
    let mut columns: Vec<ArrayRef> =
        vec![Arc::new(StringArray::from_iter_values(&document.months))];
    for (name, series) in &document.series {
        fields.push(field(name, &series.unit));
        columns.push(Arc::new(Float64Array::from(series.values.clone())));
    }
    let mut table = Table::create(file, fields, None)?;
    table.write(columns)?;
    table.close()
}

/// Names and numbers need no quotes; what is no number is left empty.
pub fn csv(document: &DrawDocument) -> String {
    let mut text = String::from("month");
    document
        .series
        .keys()
        .for_each(|name| text += &format!(",{name}"));
    for (month, date) in document.months.iter().enumerate() {
        text += &format!("\n{date}");
        for series in document.series.values() {
            let value = series.values[month];
            text += ",";
            if value.is_finite() {
                text += &value.to_string();
            }
        }
    }
    text + "\n"
}

//! Rows of the embedded data files: what the ids in `source` stand for.

use fabcast_scenario::catalogue;
use serde::Serialize;

/// One row of a data file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DataRow {
    /// Its id.
    pub id: String,
    /// File in which it stands.
    pub file: String,
    /// What it says, in words; may be empty.
    pub description: String,
    /// Middle value as written; may be empty.
    pub central: String,
    /// Unit as written; may be empty.
    pub unit: String,
    /// Date of which it speaks.
    pub as_of: String,
    /// Who says so.
    pub source: String,
}

/// The row of an id.
///
/// ```
/// let row = fabcast::data::row("cset.n5.foundry_price_per_wafer").unwrap();
/// assert_eq!((row.central.as_str(), row.file.as_str()), ("16988", "technology.csv"));
/// assert!(fabcast::data::row("cset.n6").is_none());
/// ```
pub fn row(id: &str) -> Option<DataRow> {
    catalogue::DATA
        .iter()
        .find_map(|(file, text)| row_in(file, text, id))
}

fn row_in(file: &str, text: &str, id: &str) -> Option<DataRow> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().ok()?.clone();
    let column = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| header.iter().position(|field| field.trim() == *name))
    };
    let id_column = column(&["id"])?;
    let found = reader
        .records()
        .filter_map(Result::ok)
        .find(|record| record.get(id_column).map(str::trim) == Some(id))?;
    let field = |names: &[&str]| {
        let position = column(names);
        position
            .and_then(|position| found.get(position))
            .unwrap_or("")
            .trim()
            .to_owned()
    };
    let mut source = field(&["source"]);
    let second = field(&["source_2"]);
    if !second.is_empty() {
        source = format!("{source}; {second}");
    }
    Some(DataRow {
        id: id.to_owned(),
        file: file.to_owned(),
        description: field(&[
            "description",
            "label",
            "event",
            "project",
            "series",
            "input",
        ]),
        central: field(&["central", "value", "value_bn", "share"]),
        unit: field(&["unit", "unit_of_share"]),
        as_of: field(&["as_of"]),
        source,
    })
}

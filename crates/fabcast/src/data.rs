//! Rows of the embedded data files: what the ids in `source` stand for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

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
    static ROWS: LazyLock<BTreeMap<String, DataRow>> = LazyLock::new(rows);
    ROWS.get(id).cloned()
}

/// Every row of every file; of equal ids the first.
fn rows() -> BTreeMap<String, DataRow> {
    let mut rows = BTreeMap::new();
    for (file, text) in catalogue::DATA {
        for row in rows_of(file, text).unwrap_or_default() {
            rows.entry(row.id.clone()).or_insert(row);
        }
    }
    rows
}

fn rows_of(file: &str, text: &str) -> Option<Vec<DataRow>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().ok()?.clone();
    let column = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| header.iter().position(|field| field.trim() == *name))
    };
    let id = column(&["id"])?;
    let [source, second] = [
        column(&["source", "source_title"]),
        column(&["source_2", "source_url"]),
    ];
    let description = column(&[
        "description",
        "label",
        "event",
        "project",
        "series",
        "input",
        "name",
    ]);
    let central = column(&["central", "value", "value_bn", "share"]);
    let (unit, as_of) = (column(&["unit", "unit_of_share"]), column(&["as_of"]));
    let rows = reader.records().filter_map(Result::ok).map(|record| {
        let field = |column: Option<usize>| {
            let field = column.and_then(|column| record.get(column));
            field.unwrap_or("").trim().to_owned()
        };
        let both = [field(source), field(second)];
        let given = both.iter().filter(|source| !source.is_empty());
        DataRow {
            id: field(Some(id)),
            file: file.to_owned(),
            description: field(description),
            central: field(central),
            unit: field(unit),
            as_of: field(as_of),
            source: given.cloned().collect::<Vec<_>>().join("; "),
        }
    });
    Some(rows.collect())
}

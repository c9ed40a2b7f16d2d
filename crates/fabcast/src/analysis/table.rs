//! Tables of inputs and outcomes from anywhere: Parquet or CSV.

use std::path::Path;

use super::sensitivity::text;
use crate::input::{self, MOST_TABLE};

/// Name of the column that numbers the rows.
pub const DRAW: &str = "draw";

/// A column of numbers; NaN where nothing stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Unit, if the file gives one; otherwise empty.
    pub unit: String,
    /// Row by row.
    pub values: Vec<f64>,
}

/// The columns of a file that hold numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Columns, without that of the draws.
    pub columns: Vec<Column>,
    /// Number of the draw of each row, if the file has a column `draw`.
    pub draws: Option<Vec<u64>>,
    /// Names of the columns that hold something else.
    pub ignored: Vec<String>,
    /// Number of rows.
    pub rows: usize,
}

/// Why a table cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError(pub String);

impl std::fmt::Display for TableError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TableError {}

impl Table {
    /// Reads a file: CSV if it ends with `.csv`, `.tsv` or `.txt`, otherwise Parquet.
    ///
    /// # Errors
    /// When it cannot be read, has no rows or no numbers, or its draws are no distinct whole numbers.
    pub fn read(path: &Path) -> Result<Table, TableError> {
        let name = path.display().to_string();
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        let fail =
            |why: &dyn std::fmt::Display| TableError(text::unreadable(&name, &why.to_string()));
        let mut table = match extension.to_ascii_lowercase().as_str() {
            "csv" => read_csv(path, b',').map_err(|error| fail(&error))?,
            "tsv" | "txt" => read_csv(path, b'\t').map_err(|error| fail(&error))?,
            _ => read_parquet(path).map_err(|error| fail(&error))?,
        };
        table.take_draws(&name)?;
        if table.rows == 0 || table.columns.is_empty() {
            return Err(TableError(text::no_numbers(&name)));
        }
        Ok(table)
    }

    /// The column of a name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Moves the column of the draws to its place.
    fn take_draws(&mut self, file: &str) -> Result<(), TableError> {
        let Some(position) = self.columns.iter().position(|column| column.name == DRAW) else {
            return Ok(());
        };
        let column = self.columns.remove(position);
        let mut draws = Vec::with_capacity(column.values.len());
        for (row, &value) in column.values.iter().enumerate() {
            if !(value >= 0.0 && value.fract() == 0.0 && value < 9e15) {
                return Err(TableError(text::no_draw(file, row + 1, value)));
            }
            draws.push(value as u64);
        }
        let mut sorted: Vec<(u64, usize)> = draws.iter().copied().zip(1..).collect();
        sorted.sort_unstable();
        let twice = sorted.windows(2).find(|pair| pair[0].0 == pair[1].0);
        if let Some([(draw, first), (_, second)]) = twice {
            return Err(TableError(text::draw_twice(file, *draw, *first, *second)));
        }
        self.draws = Some(draws);
        Ok(())
    }

    /// Adds the columns of a table of results, row by row.
    ///
    /// # Errors
    /// When the draws of the two differ, or one of them has none.
    pub fn join(&mut self, results: Table, names: [&str; 2]) -> Result<(), TableError> {
        let (Some(own), Some(theirs)) = (&self.draws, &results.draws) else {
            let missing = if self.draws.is_none() {
                names[0]
            } else {
                names[1]
            };
            return Err(TableError(text::join_needs_draws(missing)));
        };
        if own.len() != theirs.len() {
            return Err(TableError(text::join_lengths(
                names,
                own.len(),
                theirs.len(),
            )));
        }
        if let Some(row) = (0..own.len()).find(|&row| own[row] != theirs[row]) {
            let message = text::join_differs(names, row + 1, own[row], theirs[row]);
            return Err(TableError(message));
        }
        let twice = results
            .columns
            .iter()
            .find(|c| self.column(&c.name).is_some());
        if let Some(column) = twice {
            return Err(TableError(text::join_twice(names, &column.name)));
        }
        self.columns.extend(results.columns);
        Ok(())
    }

    /// Inputs of an analysis: the columns named, or all but the outcome, those that are the same in
    /// every row, and those in which numbers are missing.
    ///
    /// # Errors
    /// When a name is not there, or nothing is left.
    pub fn inputs(&self, named: &[String], outcome: &str) -> Result<Vec<&Column>, TableError> {
        if named.is_empty() {
            let varies = |c: &&Column| {
                c.values.iter().all(|x| x.is_finite()) && c.values.iter().any(|x| *x != c.values[0])
            };
            let others = self.columns.iter().filter(|column| column.name != outcome);
            let inputs: Vec<&Column> = others.filter(varies).collect();
            if inputs.is_empty() {
                return Err(TableError(text::no_inputs(outcome)));
            }
            return Ok(inputs);
        }
        named.iter().map(|name| self.need(name)).collect()
    }

    /// The column of a name.
    ///
    /// # Errors
    /// When it is not there; says which there are.
    pub fn need(&self, name: &str) -> Result<&Column, TableError> {
        self.column(name).ok_or_else(|| {
            let names: Vec<&str> = self.columns.iter().map(|c| c.name.as_str()).collect();
            let near = crate::nearest::nearest_name(name, names.iter().copied());
            let is_words = self.ignored.iter().any(|other| other == name);
            TableError(text::no_column(name, &names, near, is_words))
        })
    }
}

fn read_csv(path: &Path, delimiter: u8) -> Result<Table, csv::Error> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(input::open(path, MOST_TABLE)?);
    let heads: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut columns: Vec<Option<Vec<f64>>> = vec![Some(Vec::new()); heads.len()];
    let mut rows = 0;
    for record in reader.records() {
        let record = record?;
        for (column, field) in columns.iter_mut().zip(&record) {
            let Some(values) = column else { continue };
            let value = match field.to_ascii_lowercase().as_str() {
                "" | "na" | "nan" | "null" => Some(f64::NAN),
                "true" => Some(1.0),
                "false" => Some(0.0),
                _ => field.parse().ok(),
            };
            match value {
                Some(value) => values.push(value),
                None => *column = None,
            }
        }
        rows += 1;
    }
    let mut table = Table {
        rows,
        ..Table::default()
    };
    for (name, values) in heads.into_iter().zip(columns) {
        match values {
            Some(values) => table.columns.push(Column {
                name,
                unit: String::new(),
                values,
            }),
            None => table.ignored.push(name),
        }
    }
    Ok(table)
}

fn read_parquet(path: &Path) -> Result<Table, String> {
    let (columns, rows) = input::parquet::read(path, |_| true)?;
    let mut table = Table {
        rows,
        ..Table::default()
    };
    for column in columns {
        match column.values {
            Some(values) => table.columns.push(Column {
                name: column.name,
                unit: column.unit,
                values,
            }),
            None => table.ignored.push(column.name),
        }
    }
    Ok(table)
}

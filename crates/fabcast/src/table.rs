//! Tables of numbers from files, of fabcast or of other programs: Parquet or CSV.

use std::path::{Path, PathBuf};

use fabcast_model::model::Model;
use fabcast_model::parameters::Values;
use fabcast_model::table::row_of;

use crate::bytes::checksum;
use crate::input::{self, MOST_TABLE};
use crate::nearest::nearest_name;
use crate::outcome;
use crate::run::RunError;
use crate::store::TableFile;
use crate::text;

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
    let (columns, rows) = input::parquet::read(path, |_| true).map_err(|why| TableError {
        path: path.to_path_buf(),
        why,
    })?;
    let mut table = NumberTable {
        rows,
        ..NumberTable::default()
    };
    for column in columns {
        match column.values {
            Some(values) => table.columns.push((column.name, values)),
            None => table.skipped.push(column.name),
        }
    }
    Ok(table)
}

fn read_csv(path: &Path) -> Result<NumberTable, TableError> {
    let fail = |why: String| TableError {
        path: path.to_path_buf(),
        why,
    };
    let file = input::open(path, MOST_TABLE).map_err(|error| fail(error.to_string()))?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(file);
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

/// A file of vectors by its name and content, and how many vectors it holds.
///
/// # Errors
/// When it cannot be read, or holds none.
pub fn identify(path: &Path) -> Result<(TableFile, u64), TableError> {
    let fail = |error: std::io::Error| TableError {
        path: path.to_path_buf(),
        why: error.to_string(),
    };
    let bytes = input::bytes(path, MOST_TABLE).map_err(fail)?;
    let rows = read(path)?.rows as u64;
    if rows == 0 {
        return Err(TableError {
            path: path.to_path_buf(),
            why: text::NO_ROWS.to_owned(),
        });
    }
    let file = TableFile {
        path: std::path::absolute(path).map_err(fail)?,
        checksum: checksum(&bytes),
    };
    Ok((file, rows))
}

/// Vectors of parameters that were given, a row a draw.
#[derive(Debug)]
pub struct Given {
    /// Position in the random vector and values of each parameter that is there.
    columns: Vec<(usize, Vec<f64>)>,
    rows: u64,
    missing: Vec<String>,
    path: PathBuf,
}

/// Names told of a list at most.
const TOLD: usize = 5;

impl Given {
    /// Reads the vectors for a scenario.
    ///
    /// Columns are paths of parameters; `draw` and outcomes are passed over, so that `draws.parquet`
    /// of a run can be given. An uncertain parameter without a column stays at its centre.
    ///
    /// # Errors
    /// When the file has changed or cannot be read, a column is no parameter, a value is missing or
    /// out of its bounds, or two columns disagree on one value.
    pub fn open(model: &Model, file: &TableFile) -> Result<Given, RunError> {
        let path = file.path.display().to_string();
        let bytes = input::bytes(&file.path, MOST_TABLE).map_err(|error| TableError {
            path: file.path.clone(),
            why: error.to_string(),
        })?;
        if checksum(&bytes) != file.checksum {
            return Err(RunError::Settings(text::table_changed(&path)));
        }
        let table = read(&file.path)?;
        let list = model.parameters.list();
        let mut faults = Vec::new();
        let names = table
            .columns
            .iter()
            .map(|(name, _)| name)
            .chain(&table.skipped);
        for name in names {
            let known = name == "draw" || outcome::is_name(name);
            if !known && model.parameters.find(name).is_none() {
                let paths = model.parameters.paths().map(|(path, _)| path);
                faults.push(text::no_parameter_column(name, nearest_name(name, paths)));
            }
        }
        for name in table
            .skipped
            .iter()
            .filter(|name| model.parameters.find(name).is_some())
        {
            faults.push(text::column_without_numbers(name));
        }
        let mut columns: Vec<(usize, Vec<f64>)> = Vec::new();
        for (name, values) in table.columns {
            let Some(id) = model.parameters.find(&name) else {
                continue;
            };
            let bounds = row_of(&name).map_or((f64::MIN, f64::MAX), |row| (row.min, row.max));
            let wrong = values
                .iter()
                .position(|value| !(bounds.0..=bounds.1).contains(value));
            if let Some(row) = wrong {
                faults.push(text::value_out_of_bounds(
                    &name,
                    row + 1,
                    values[row],
                    bounds,
                ));
            }
            match columns.iter().find(|(index, _)| *index == id.index()) {
                Some((_, other)) if *other != values => {
                    faults.push(text::columns_disagree(&name, &list[id.index()].path));
                }
                Some(_) => {}
                None => columns.push((id.index(), values)),
            }
        }
        if !faults.is_empty() {
            let more = faults.len().saturating_sub(TOLD);
            faults.truncate(TOLD);
            return Err(RunError::Settings(text::table_faults(&path, &faults, more)));
        }
        let missing = list.iter().enumerate().filter(|(index, parameter)| {
            !parameter.distribution.is_constant() && !columns.iter().any(|(i, _)| i == index)
        });
        Ok(Given {
            missing: missing
                .map(|(_, parameter)| parameter.path.clone())
                .collect(),
            columns,
            rows: table.rows as u64,
            path: file.path.clone(),
        })
    }

    /// Number of vectors.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Values of the draws `first` to `first + 7`; lanes beyond the last row repeat it.
    pub fn values(&self, model: &Model, first: u64) -> Values {
        let mut values = model.parameters.central();
        for (index, column) in &self.columns {
            let row = |lane: usize| (first as usize + lane).min(column.len() - 1);
            *values.draws_mut(*index) = std::array::from_fn(|lane| column[row(lane)]);
        }
        values
    }

    /// What the user should know: which parameters have no column.
    pub fn warnings(&self) -> Vec<String> {
        let told: Vec<&str> = self.missing.iter().take(TOLD).map(String::as_str).collect();
        let more = self.missing.len() - told.len();
        match told.is_empty() {
            true => Vec::new(),
            false => vec![text::missing_columns(
                &self.path.display().to_string(),
                &told,
                more,
            )],
        }
    }
}

//! `draws.parquet`: a row per draw with its number, parameters, latent factors and outcomes.
//!
//! Row groups are written one by one, each a small Parquet file of its own that is whole or not
//! there at all, and put together at the end. So nothing that is finished is lost with the process, and
//! no unfinished file has the name of a finished one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, UInt64Array};
use arrow_schema::{DataType, Field};
use fabcast_model::model::Model;
use fabcast_model::parameters::ParamId;

use crate::ensemble::Group;
use crate::folder::OutputError;
use crate::folder::names::ROWS;
use crate::nearest::nearest_name;
use crate::outcome::List;
use crate::output::parquet::{Table, field};
use crate::store::{Parts, Store, finish};
use crate::table::{self, TableError};

/// Draws in a row group; every group but the last has so many.
pub const ROW_GROUP: u64 = 4096;

/// One column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Parameter(ParamId),
    Outcome(usize),
}

/// Which columns the file has beside the number of the draw.
#[derive(Clone, Debug)]
pub struct Columns {
    fields: Vec<Field>,
    columns: Vec<Column>,
}

/// Names of sets of columns, for [`Columns::select`].
pub const SETS: [&str; 3] = ["parameters", "latents", "outcomes"];

/// A column that was asked for and does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoColumn {
    /// As written.
    pub wanted: String,
    /// The nearest name there is.
    pub nearest: Option<String>,
}

impl Columns {
    /// Every column in its order, or those that are named: a column, a set of [`SETS`], or the
    /// beginning of names with a star, `talent.*`. Outcomes that are named are added to the list.
    ///
    /// # Errors
    /// Every name that stands for no column.
    pub fn select(
        model: &Model,
        list: &mut List,
        wanted: &[String],
    ) -> Result<Columns, Vec<NoColumn>> {
        let named: Vec<Option<usize>> = wanted.iter().map(|wanted| list.add(wanted)).collect();
        let parameters = model.parameters.paths().map(|(path, id)| {
            let unit = model.parameters.list()[id.index()].unit;
            (field(path, unit), Column::Parameter(id))
        });
        let outcomes = list.infos().iter().enumerate();
        let outcomes = outcomes.map(|(i, info)| (field(&info.name, info.unit), Column::Outcome(i)));
        let all: Vec<(Field, Column)> = parameters.chain(outcomes).collect();
        let matches = |(wanted, named): (&str, &Option<usize>),
                       (field, column): &(Field, Column)| {
            let latent = field.name().starts_with("latent.");
            match (wanted, column) {
                ("outcomes", column) => matches!(column, Column::Outcome(_)),
                ("latents", _) => latent,
                ("parameters", column) => matches!(column, Column::Parameter(_)) && !latent,
                _ => match wanted.strip_suffix('*') {
                    Some(start) => field.name().starts_with(start),
                    None => match (named, column) {
                        (Some(named), Column::Outcome(position)) => named == position,
                        _ => field.name() == wanted,
                    },
                },
            }
        };
        let wanted: Vec<(&str, &Option<usize>)> =
            wanted.iter().map(String::as_str).zip(&named).collect();
        let unknown: Vec<NoColumn> = wanted
            .iter()
            .filter(|wanted| {
                wanted.0 != "draw" && !all.iter().any(|entry| matches(**wanted, entry))
            })
            .map(|(wanted, _)| {
                let names = all.iter().map(|(field, _)| field.name().as_str());
                let nearest = nearest_name(wanted.trim_end_matches('*'), names.chain(SETS));
                NoColumn {
                    wanted: (*wanted).to_owned(),
                    nearest: nearest.map(str::to_owned),
                }
            })
            .collect();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let chosen = all.into_iter().filter(|entry| {
            wanted.is_empty() || wanted.iter().any(|wanted| matches(*wanted, entry))
        });
        let (fields, columns) = chosen.unzip();
        Ok(Columns { fields, columns })
    }
}

/// The rows of an ensemble on their way to row groups.
#[derive(Debug)]
pub struct Rows {
    store: Store,
    /// Digest of the run.
    run: String,
    columns: Columns,
    draws: Vec<u64>,
    values: Vec<Vec<f64>>,
    /// Rows of the ensemble before those in hand.
    before: u64,
    parts: Parts,
}

impl Rows {
    /// Nothing in hand; `before` rows of the ensemble are elsewhere or in `parts`.
    pub fn new(store: &Store, run: &str, columns: Columns, before: u64, parts: Parts) -> Rows {
        Rows {
            store: store.clone(),
            run: run.to_owned(),
            values: vec![Vec::new(); columns.columns.len()],
            columns,
            draws: Vec::new(),
            before,
            parts,
        }
    }

    /// The parts written so far.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Rows of the ensemble so far.
    pub fn position(&self) -> u64 {
        self.before + self.draws.len() as u64
    }

    /// Adds some groups of draws, in order; they end at the end of a row group at the latest.
    ///
    /// # Errors
    /// When a row group is full and cannot be written.
    pub fn add(&mut self, groups: &[Group]) -> Result<(), OutputError> {
        for group in groups {
            self.draws
                .extend(group.first..group.first + group.lanes as u64);
            for (values, column) in self.values.iter_mut().zip(&self.columns.columns) {
                let lanes = match *column {
                    Column::Parameter(id) => &group.values[id],
                    Column::Outcome(position) => &group.outcomes[position],
                };
                values.extend_from_slice(&lanes.0[..group.lanes]);
            }
        }
        self.write_if_full()
    }

    /// Adds the rows of a part that another process or an earlier one wrote.
    ///
    /// # Errors
    /// When the part cannot be read or has other columns, or a row group cannot be written.
    pub fn add_part(&mut self, path: &Path) -> Result<(), RowsError> {
        let read = table::read_parquet(path)?;
        let names = self
            .columns
            .fields
            .iter()
            .map(|field| field.name().as_str());
        let (first, rest) = match read.columns.split_first() {
            Some((first, rest)) if first.0 == "draw" => (first, rest),
            _ => return Err(RowsError::Other(path.to_path_buf())),
        };
        if !rest.iter().map(|(name, _)| name.as_str()).eq(names) {
            return Err(RowsError::Other(path.to_path_buf()));
        }
        for (row, &draw) in first.1.iter().enumerate() {
            self.draws.push(draw as u64);
            for (values, (_, column)) in self.values.iter_mut().zip(rest) {
                values.push(column[row]);
            }
            self.write_if_full()?;
        }
        Ok(())
    }

    fn write_if_full(&mut self) -> Result<(), OutputError> {
        match self.position().is_multiple_of(ROW_GROUP) {
            true => self.write(),
            false => Ok(()),
        }
    }

    /// Writes the rows in hand as a part; the next rows are of a new one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self) -> Result<(), OutputError> {
        if self.draws.is_empty() {
            return Ok(());
        }
        let name = part(self.before, self.position());
        self.before = self.position();
        let draws = std::mem::take(&mut self.draws);
        let mut fields = vec![Field::new("draw", DataType::UInt64, false)];
        fields.extend(self.columns.fields.iter().cloned());
        let mut table = Table::create(self.store.part(&name)?, fields, Some(&self.run))?;
        let mut arrays: Vec<ArrayRef> = vec![Arc::new(UInt64Array::from(draws))];
        for values in &mut self.values {
            arrays.push(Arc::new(Float64Array::from(std::mem::take(values))));
        }
        table.write(arrays)?;
        self.parts.extend([finish(table.close()?)?]);
        Ok(())
    }
}

/// Rows could not be taken over from a part.
#[derive(Debug)]
pub enum RowsError {
    /// A file could not be written.
    Output(OutputError),
    /// A part could not be read.
    Table(TableError),
    /// A part has other columns than the run.
    Other(PathBuf),
}

impl From<OutputError> for RowsError {
    fn from(error: OutputError) -> RowsError {
        RowsError::Output(error)
    }
}

impl From<TableError> for RowsError {
    fn from(error: TableError) -> RowsError {
        RowsError::Table(error)
    }
}

/// Name of a part from its first row and the one after its last; one that does not fill its row group says how far
/// it goes, so that it is never mistaken for a fuller one.
fn part(from: u64, to: u64) -> String {
    let row_group = from / ROW_GROUP;
    match from.is_multiple_of(ROW_GROUP) && to == from + ROW_GROUP {
        true => format!("{ROWS}{row_group:08}.parquet"),
        false => format!("{ROWS}{row_group:08}-{to:010}.parquet"),
    }
}

/// Whether a part is one of rows.
pub fn is_part(name: &str) -> bool {
    name.starts_with(ROWS)
}

//! `trace.parquet`: every series of every draw, for whoever wants to check them one by one.
//!
//! Like rows of draws it is written in parts. A part ends wherever the state of the run is kept, so that a run that
//! goes on from there takes up whole parts.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, UInt64Array};
use arrow_schema::{DataType, Field};
use fabcast_model::model::Model;
use fabcast_model::record::series_info;

use crate::ensemble::Group;
use crate::folder::OutputError;
use crate::folder::names::TRACES;
use crate::output::parquet::{Table, field};
use crate::store::{Parts, Store, finish};

/// The trace on its way to parts: a row per draw and month.
pub struct Trace {
    store: Store,
    /// Digest of the run.
    run: String,
    fields: Vec<Field>,
    /// Draws of the ensemble so far.
    position: u64,
    part: Option<Table>,
    parts: Parts,
}

impl Trace {
    /// Nothing in hand; the draws of the ensemble before `position` are elsewhere or in `parts`.
    pub fn new(store: &Store, run: &str, model: &Model, position: u64, parts: Parts) -> Trace {
        let mut fields = vec![
            Field::new("draw", DataType::UInt64, false),
            Field::new("month", DataType::UInt64, false),
        ];
        let runs = ["", "plan_"];
        for run in &runs[..1 + usize::from(model.has_programme())] {
            for info in series_info(model) {
                fields.push(field(&format!("{run}{}", info.name), info.unit));
            }
        }
        Trace {
            store: store.clone(),
            run: run.to_owned(),
            fields,
            position,
            part: None,
            parts,
        }
    }

    /// Adds some groups of draws, in order.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn add(&mut self, model: &Model, groups: &[Group]) -> Result<(), OutputError> {
        for group in groups {
            let part = match &mut self.part {
                Some(part) => part,
                none => {
                    let file = self
                        .store
                        .part(&format!("{TRACES}{:010}.parquet", self.position))?;
                    none.insert(Table::create(file, self.fields.clone(), Some(&self.run))?)
                }
            };
            let months = model.months as u64;
            let lanes = group.lanes;
            let draws =
                (0..lanes as u64).flat_map(|lane| (0..months).map(move |_| group.first + lane));
            let month = (0..lanes).flat_map(|_| 0..months);
            let mut columns: Vec<ArrayRef> = vec![
                Arc::new(UInt64Array::from_iter_values(draws)),
                Arc::new(UInt64Array::from_iter_values(month)),
            ];
            for run in [Some(&group.base), group.plan.as_ref()]
                .into_iter()
                .flatten()
            {
                for position in 0..run.record.count() {
                    let series = run.record.series(position);
                    let values = (0..lanes).flat_map(|lane| series.iter().map(move |x| x.0[lane]));
                    columns.push(Arc::new(Float64Array::from_iter_values(values)));
                }
            }
            part.write(columns)?;
            self.position += lanes as u64;
        }
        Ok(())
    }

    /// Ends the part in hand; the next draws are of a new one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn close(&mut self) -> Result<(), OutputError> {
        if let Some(part) = self.part.take() {
            self.parts.extend([finish(part.close()?)?]);
        }
        Ok(())
    }

    /// The parts written so far.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }
}

/// Whether a part is one of a trace.
pub fn is_part(name: &str) -> bool {
    name.starts_with(TRACES)
}

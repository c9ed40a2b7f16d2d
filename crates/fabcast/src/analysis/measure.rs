//! What an analysis measures in a draw: an outcome of a run, or a series at the end of any year.

use fabcast_model::flows::Kind;
use fabcast_model::inputs::Date;
use fabcast_model::lanes::{LANES, Lanes};
use fabcast_model::model::Model;
use fabcast_model::outcome::{Of, Outcome, Stem, When};
use fabcast_model::record::{Series, series_info};
use fabcast_model::simulate::Run;

use super::{AnalysisError, text};
use crate::format;
use crate::outcome;

/// Slip of the median fab, the name of the outcome.
pub const SLIP: &str = "fab_slip_median";
/// Rate of return, the name of the outcome.
pub const IRR: &str = "irr";

/// One number that is taken from every run.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Name, `delivered_h100e_2033` or `npv`.
    pub name: String,
    /// First part of the name of a series at a date.
    pub stem: Option<String>,
    /// Calendar year of the date.
    pub year: Option<i32>,
    /// Unit.
    pub unit: &'static str,
    /// What it is, for people.
    pub label: String,
    take: Take,
}

/// How it is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Take {
    At(Series, usize),
    Outcome(Outcome),
    Slip,
}

impl Measured {
    /// An outcome by its name. A name without a date that needs one, as `delivered_h100e`, is taken at
    /// the end of `year`.
    ///
    /// # Errors
    /// When there is no such outcome, or its date is not simulated.
    pub fn named(model: &Model, name: &str, year: i32) -> Result<Measured, AnalysisError> {
        if let Some(stem) = Stem::parse(name, &model.regions) {
            return Measured::dated(model, stem, When::December(year));
        }
        // An execution gap is that of the run; its plan and its share of it are not split.
        let outcome = Outcome::parse(name, &model.regions).filter(|o| o.of == Of::Run);
        let Some(outcome) = outcome else {
            return Err(AnalysisError::Refused(text::unknown_outcome(
                name,
                nearest(model, name).as_deref(),
            )));
        };
        if !matches!(outcome.stem, Stem::Scalar(_)) {
            return Measured::dated(model, outcome.stem, outcome.when);
        }
        let info = outcome::info(&outcome, model);
        Ok(Measured {
            take: match name {
                SLIP => Take::Slip,
                _ => Take::Outcome(outcome),
            },
            name: info.name,
            stem: None,
            year: None,
            unit: info.unit,
            label: info.label,
        })
    }

    /// A series at a date.
    fn dated(model: &Model, stem: Stem, when: When) -> Result<Measured, AnalysisError> {
        let end = model.start.plus(model.months as i32 - 1);
        let (month, year) = match when {
            When::December(year) => (model.month_index(Date { year, month: 12 }), year),
            When::End | When::Whole => (Some(model.months - 1), end.year),
        };
        let Some(month) = month else {
            return Err(AnalysisError::Refused(text::not_simulated(
                year,
                &model.start.to_string(),
                &end.to_string(),
            )));
        };
        let of = Of::Run;
        let bare = When::Whole;
        let bare = outcome::info(
            &Outcome {
                stem,
                when: bare,
                of,
            },
            model,
        );
        let label = match stem {
            Stem::Series(position) => series_info(model).swap_remove(position).label,
            Stem::Missing(_) | Stem::Scalar(_) => bare.label,
        };
        let outcome = Outcome { stem, when, of };
        Ok(Measured {
            name: outcome::info(&outcome, model).name,
            stem: Some(bare.name),
            year: Some(year),
            unit: bare.unit,
            label: match when {
                When::December(year) => {
                    text::at(&label, &format::month_name(f64::from(year * 12 + 11)))
                }
                When::End | When::Whole => text::at_the_end(&label),
            },
            take: match stem.short() {
                Some(series) => Take::At(series, month),
                None => Take::Outcome(outcome),
            },
        })
    }

    /// Months that have to be simulated for it.
    pub fn months(&self, model: &Model) -> usize {
        match self.take {
            Take::At(_, month) => month + 1,
            Take::Outcome(_) | Take::Slip => model.months,
        }
    }

    /// Whether it needs the outcomes of a whole run.
    pub fn needs_outcomes(&self) -> bool {
        matches!(self.take, Take::Outcome(_))
    }

    /// The series that it needs.
    pub fn series(&self) -> Option<Series> {
        match self.take {
            Take::At(series, _) => Some(series),
            Take::Outcome(_) | Take::Slip => None,
        }
    }

    /// Its value in eight draws; NaN where there is none. A fab that is never on line counts as if it were the month
    /// after the end.
    pub fn of(&self, model: &Model, run: &Run) -> Lanes {
        match self.take {
            Take::At(series, month) => run.record.of(series)[month],
            Take::Outcome(outcome) => outcome.value(model, run, Lanes([f64::NAN; LANES])),
            Take::Slip => slip(model, run),
        }
    }
}

/// Months between the planned and the real date of the median fab; never is the month after the end.
fn slip(model: &Model, run: &Run) -> Lanes {
    let fabs = model.projects.list.iter().zip(&run.online);
    let fabs: Vec<(f64, &Lanes)> = fabs
        .filter(|(project, _)| matches!(project.kind, Kind::Fab | Kind::Hbm))
        .filter_map(|(project, online)| {
            Some((project.planned_online(model.months)? as f64, online))
        })
        .collect();
    let mut slips = Vec::with_capacity(fabs.len());
    Lanes(std::array::from_fn::<f64, LANES, _>(|lane| {
        slips.clear();
        slips.extend(fabs.iter().map(|(planned, online)| {
            let month = online.0[lane];
            let month = if month.is_nan() {
                model.months as f64
            } else {
                month
            };
            month - planned
        }));
        slips.sort_unstable_by(f64::total_cmp);
        slips.get(slips.len() / 2).copied().unwrap_or(f64::NAN)
    }))
}

/// The name of an outcome that is spelled most like this one.
fn nearest(model: &Model, name: &str) -> Option<String> {
    let reported = Outcome::reported(model).into_iter();
    let reported = reported.filter(|outcome| outcome.of == Of::Run);
    let reported = reported.map(|reported| outcome::info(&reported, model).name);
    let names: Vec<String> = outcome::stems()
        .map(str::to_owned)
        .chain(reported)
        .collect();
    crate::nearest::nearest_name(name, names.iter().map(String::as_str)).map(str::to_owned)
}

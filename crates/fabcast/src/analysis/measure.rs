//! What an analysis measures in a draw: an outcome of a run, or a series at the end of any year.

use fabcast_model::flows::Kind;
use fabcast_model::inputs::Date;
use fabcast_model::lanes::{LANES, Lanes};
use fabcast_model::model::Model;
use fabcast_model::record::{Series, series_info};
use fabcast_model::simulate::{DATED, OUTCOMES, Run};

use super::{AnalysisError, text};
use crate::format;

/// Slip of the median fab, the name of the outcome.
pub const SLIP: &str = "fab_slip_median";
/// Rate of return, the name of the outcome.
pub const IRR: &str = "irr";

/// Outcomes that rest on what was paid for what was built.
const MONEY: [&str; 10] = [
    "irr",
    "irr_over_hurdle",
    "npv",
    "moic",
    "payback_months",
    "largest_exposure",
    "dscr_min",
    "terminal_value",
    "irr_hurdle",
    "distributed",
];

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
    Outcome(usize),
    Slip,
}

impl Measured {
    /// An outcome by its name. A name without a date that needs one, as `delivered_h100e`, is taken at
    /// the end of `year`.
    ///
    /// # Errors
    /// When there is no such outcome, or its date is not simulated.
    pub fn named(model: &Model, name: &str, year: i32) -> Result<Measured, AnalysisError> {
        if let Some((stem, series)) = DATED.iter().find(|(stem, _)| *stem == name) {
            return Measured::dated(model, stem, *series, year);
        }
        if let Some((stem, date)) = name.rsplit_once('_')
            && let Some((stem, series)) = DATED.iter().find(|(other, _)| *other == stem)
        {
            if date == "end" {
                let info = &series_info(model)[*series as usize];
                return Ok(Measured {
                    name: name.to_owned(),
                    stem: Some((*stem).to_owned()),
                    year: Some(model.start.plus(model.months as i32 - 1).year),
                    unit: info.unit,
                    label: text::at_the_end(&info.label),
                    take: Take::At(*series, model.months - 1),
                });
            }
            if let Ok(year) = date.parse() {
                return Measured::dated(model, stem, *series, year);
            }
        }
        let Some(position) = OUTCOMES.iter().position(|info| info.name == name) else {
            return Err(AnalysisError::Refused(text::unknown_outcome(
                name,
                nearest(name).as_deref(),
            )));
        };
        let info = OUTCOMES[position];
        Ok(Measured {
            name: name.to_owned(),
            stem: None,
            year: None,
            unit: info.unit,
            label: info.label.to_owned(),
            take: match name {
                SLIP => Take::Slip,
                _ => Take::Outcome(position),
            },
        })
    }

    /// A series at the end of a year.
    fn dated(
        model: &Model,
        stem: &str,
        series: Series,
        year: i32,
    ) -> Result<Measured, AnalysisError> {
        let Some(month) = model.month_index(Date { year, month: 12 }) else {
            let end = model.start.plus(model.months as i32 - 1);
            return Err(AnalysisError::Refused(text::not_simulated(
                year,
                &model.start.to_string(),
                &end.to_string(),
            )));
        };
        let info = &series_info(model)[series as usize];
        Ok(Measured {
            name: format!("{stem}_{year}"),
            stem: Some(stem.to_owned()),
            year: Some(year),
            unit: info.unit,
            label: text::at(&info.label, &format::month_name(f64::from(year * 12 + 11))),
            take: Take::At(series, month),
        })
    }

    /// Whether it rests on what was paid for what was built.
    pub fn is_money(&self) -> bool {
        let name = self.stem.as_ref().unwrap_or(&self.name);
        MONEY.contains(&name.as_str())
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

    /// Its value in eight draws; NaN where there is none. Where nothing that was paid in ever comes back the
    /// rate of return is -100 % a year. A fab that is never on line counts as if it were the month
    /// after the end.
    pub fn of(&self, model: &Model, run: &Run) -> Lanes {
        match self.take {
            Take::At(series, month) => run.record.of(series)[month],
            Take::Outcome(position) => {
                let mut value = run.outcomes.at(position);
                if self.name == IRR {
                    use fabcast_model::finance::irr::NoRate;
                    for (value, reason) in value.0.iter_mut().zip(&run.outcomes.no_rate) {
                        if *reason == NoRate::AllNegative {
                            *value = -1.0;
                        }
                    }
                }
                value
            }
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
fn nearest(name: &str) -> Option<String> {
    let names = DATED.iter().map(|(stem, _)| *stem);
    let names = names.chain(OUTCOMES.iter().map(|info| info.name));
    crate::nearest::nearest_name(name, names).map(str::to_owned)
}

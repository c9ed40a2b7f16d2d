//! Outcomes as values (model §14): of what, when, and of which run one number per draw is.
//!
//! Every name is read here and nowhere else: `delivered_h100e_2028`, `plan_npv`, `delivered_share_end`.

mod table;

pub use table::SCALARS;

use crate::inputs::Date;
use crate::model::Model;
use crate::record::{Series, series_of, shortage_position};
use table::{COMPUTE, COMPUTE_PLAN, COMPUTE_SHARE, Dates, PLAN_LABELS, REPORTED, SHORT};

/// What a number is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stem {
    /// A monthly series, by its position in [`series_info`](crate::record::series_info).
    Series(usize),
    /// Technicians and engineers missing in a region, by its position.
    Missing(usize),
    /// A number of a whole run, by its position in [`SCALARS`].
    Scalar(usize),
}

/// When it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// It has no date.
    Whole,
    /// In the last month.
    End,
    /// In December of a year.
    December(i32),
}

/// Of which run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The run that is judged.
    Run,
    /// Its plan: the same draw with nothing in the way.
    Plan,
    /// The run over its plan.
    Share,
}

/// One number per draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Of what.
    pub stem: Stem,
    /// When.
    pub when: When,
    /// Of which run.
    pub of: Of,
}

/// Name, unit and label of an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeInfo {
    /// Lower snake case.
    pub name: String,
    /// Unit.
    pub unit: &'static str,
    /// What it is, for people.
    pub label: String,
}

impl Outcome {
    /// Reads a name; regions are named as in the scenario. Any year will do: a date that is not
    /// simulated gives no value.
    ///
    /// ```
    /// use fabcast_model::outcome::{Of, Outcome, When};
    /// let regions = ["us".to_owned()];
    /// let share = Outcome::parse("delivered_share_2029", &regions).unwrap();
    /// assert_eq!((share.when, share.of), (When::December(2029), Of::Share));
    /// assert_eq!(share.info(&regions, 2030).name, "delivered_share_2029");
    /// assert!(Outcome::parse("shortage_us_2028", &regions).is_some());
    /// assert!(Outcome::parse("shortage_moon_2028", &regions).is_none());
    /// ```
    pub fn parse(name: &str, regions: &[String]) -> Option<Outcome> {
        if let Some(rest) = name.strip_prefix("plan_") {
            let of_compute = rest
                .strip_prefix(COMPUTE_PLAN)
                .filter(|date| date.starts_with('_'));
            let rest = match of_compute {
                Some(date) => format!("{COMPUTE}{date}"),
                None => rest.to_owned(),
            };
            let run = Outcome::parse(&rest, regions)?;
            return (run.of == Of::Run).then_some(Outcome {
                of: Of::Plan,
                ..run
            });
        }
        if let Some(scalar) = scalar(name) {
            return Some(Outcome {
                stem: Stem::Scalar(scalar),
                when: When::Whole,
                of: Of::Run,
            });
        }
        let (stem, date) = name.rsplit_once('_')?;
        let when = match date {
            "end" => When::End,
            _ => When::December(year(date)?),
        };
        let (stem, of) = match stem.strip_suffix("_share") {
            Some(COMPUTE_SHARE) => (COMPUTE, Of::Share),
            Some(stem) => (stem, Of::Share),
            None => (stem, Of::Run),
        };
        let stem = Stem::parse(stem, regions)?;
        Some(Outcome { stem, when, of })
    }

    /// Whether its date, if it has one, is among `months` months from `start`.
    pub fn is_within(&self, start: Date, months: usize) -> bool {
        match self.when {
            When::December(year) => {
                let index = start.months_until(Date { year, month: 12 });
                usize::try_from(index).is_ok_and(|index| index < months)
            }
            When::End | When::Whole => true,
        }
    }

    /// Name, unit and label; `clock` is the year to which training cost is measured.
    pub fn info(&self, regions: &[String], clock: i32) -> OutcomeInfo {
        let (stem, unit, label, plan, share, is_sum) = match self.stem {
            Stem::Scalar(position) => {
                let (name, unit, label) = SCALARS[position];
                let plan = PLAN_LABELS.iter().find(|(other, _)| *other == name);
                let plan = plan.map_or("", |(_, label)| label);
                let label = label.replace("{year}", &clock.to_string());
                (name.to_owned(), unit, label, plan, "", false)
            }
            Stem::Missing(region) => {
                let label = format!(
                    "{} technicians and engineers missing",
                    capitals(&regions[region])
                );
                let name = format!("shortage_{}", regions[region]);
                (name, "FTE", label, "", "", false)
            }
            Stem::Series(position) => match SHORT.iter().find(|s| s.series as usize == position) {
                Some(s) => {
                    let label = s.label.to_owned();
                    (s.name.to_owned(), s.unit, label, s.plan, s.share, s.is_sum)
                }
                None => {
                    let info = series_of(regions).swap_remove(position);
                    (info.name, info.unit, info.label, "", "", false)
                }
            },
        };
        let name = match (self.of, stem.as_str()) {
            (Of::Run, _) => stem,
            (Of::Plan, COMPUTE) => format!("plan_{COMPUTE_PLAN}"),
            (Of::Plan, _) => format!("plan_{stem}"),
            (Of::Share, COMPUTE) => format!("{COMPUTE_SHARE}_share"),
            (Of::Share, _) => format!("{stem}_share"),
        };
        let (label, is_sum) = match self.of {
            Of::Run => (label, is_sum),
            Of::Plan if plan.is_empty() => (format!("{label} if the plan is executed"), false),
            Of::Plan => (plan.to_owned(), is_sum),
            Of::Share if share.is_empty() => (format!("{label}, as a share of the plan"), false),
            Of::Share => (share.to_owned(), false),
        };
        let unit = if self.of == Of::Share {
            "fraction"
        } else {
            unit
        };
        match self.when {
            When::Whole => OutcomeInfo { name, unit, label },
            When::End => OutcomeInfo {
                name: format!("{name}_end"),
                unit,
                label: format!("{label}{} the end", if is_sum { " by" } else { ", at" }),
            },
            When::December(year) => OutcomeInfo {
                name: format!("{name}_{year}"),
                unit,
                label: format!(
                    "{label}{} December {year}",
                    if is_sum { " by" } else { "," }
                ),
            },
        }
    }

    /// What a model's runs report, in order.
    pub fn reported(model: &Model) -> Vec<Outcome> {
        Outcome::reported_in(&model.regions, model.home, &model.reported)
    }

    /// What runs report that are judged at the ends of some years and in a region.
    pub fn reported_in(regions: &[String], home: usize, years: &[i32]) -> Vec<Outcome> {
        let mut all = Vec::new();
        for (pattern, dates) in REPORTED {
            let stem = match regions.get(home) {
                Some(home) => pattern.replace("{region}", home),
                None => pattern.to_owned(),
            };
            let years: &[i32] = match dates {
                Dates::Each | Dates::EachAndEnd => years,
                Dates::First => &years[..1],
                Dates::Last => &years[years.len() - 1..],
                Dates::End | Dates::None => &[],
            };
            let mut names: Vec<String> =
                years.iter().map(|year| format!("{stem}_{year}")).collect();
            match dates {
                Dates::EachAndEnd | Dates::End => names.push(format!("{stem}_end")),
                Dates::None => names.push(stem),
                Dates::Each | Dates::First | Dates::Last => {}
            }
            let outcomes = names
                .iter()
                .filter_map(|name| Outcome::parse(name, regions));
            all.extend(outcomes);
        }
        all
    }
}

impl Stem {
    /// Reads the name of something that has a value every month.
    pub fn parse(name: &str, regions: &[String]) -> Option<Stem> {
        if let Some(short) = SHORT.iter().find(|short| short.name == name) {
            return Some(Stem::Series(short.series as usize));
        }
        if let Some(rest) = name.strip_prefix("shortage_")
            && let Some(region) = regions.iter().position(|region| region == rest)
        {
            return Some(Stem::Missing(region));
        }
        let all = series_of(regions);
        let position = all.iter().position(|info| info.name == name)?;
        Some(Stem::Series(position))
    }

    /// The series that it is, if outcomes call it by a name of their own.
    pub fn short(&self) -> Option<Series> {
        let Stem::Series(position) = *self else {
            return None;
        };
        let mut short = SHORT.iter().map(|short| short.series);
        short.find(|&series| series as usize == position)
    }
}

/// Positions of the series whose sum is missing in a region.
pub(crate) fn missing(region: usize) -> [usize; 2] {
    use crate::flows::{ENGINEERS, TECHNICIANS};
    [TECHNICIANS, ENGINEERS].map(|skill| shortage_position(region, skill))
}

/// Names of the stems that have a date, for suggestions.
pub fn stems() -> impl Iterator<Item = &'static str> {
    SHORT.iter().map(|short| short.name)
}

/// Position of a number of a whole run in [`SCALARS`].
pub fn scalar(name: &str) -> Option<usize> {
    SCALARS.iter().position(|(other, ..)| *other == name)
}

/// A year of four digits.
fn year(written: &str) -> Option<i32> {
    let is_year = written.len() == 4 && written.bytes().all(|b| b.is_ascii_digit());
    written.parse().ok().filter(|_| is_year)
}

/// A region's name at the head of a label: `US`, `Taiwan`.
fn capitals(region: &str) -> String {
    if region.len() < 3 {
        return region.to_uppercase();
    }
    let words = region.replace(['_', '-'], " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

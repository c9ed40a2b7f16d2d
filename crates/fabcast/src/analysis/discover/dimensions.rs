//! The inputs of a scenario in which a box can be read: parameters, and luck turned into what it means.

use fabcast_model::inputs::Date;
use fabcast_model::lanes::{Lanes, ONE, ZERO};
use fabcast_model::model::Model;
use fabcast_model::parameter::Form;
use fabcast_model::parameters::{ParamId, Values};
use fabcast_model::table::row_of;

use super::text;
use crate::analysis::factors::{label, measure};
use crate::format::{Measure, month_name};

/// An input.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Path, or a name for what is derived from several.
    pub name: String,
    /// What it is.
    pub label: String,
    /// Unit.
    pub unit: String,
    pub(super) style: Style,
}

/// How limits are put into words.
#[derive(Clone, Debug)]
pub(super) enum Style {
    /// A number with a unit.
    Number(Measure),
    /// Months since the start of the scenario.
    Date(Date),
    /// The month in which an event first comes; infinite if never.
    Event(Date),
    /// 1 for yes, 0 for no: the two in words.
    Flag(String, String),
}

impl Dimension {
    /// An input of a table.
    pub fn of_table(name: &str, unit: &str) -> Dimension {
        Dimension {
            name: name.to_owned(),
            label: name.to_owned(),
            unit: unit.to_owned(),
            style: Style::Number(measure(name, unit)),
        }
    }

    /// What limits ask for, in words.
    pub fn words(&self, [low, high]: [f64; 2]) -> String {
        let (has_low, has_high) = (low.is_finite(), high.is_finite());
        match &self.style {
            Style::Flag(yes, no) => if has_low { yes } else { no }.clone(),
            Style::Number(measure) => text::limits(
                &self.label,
                has_low.then(|| measure.write(low)),
                has_high.then(|| measure.write(high)),
            ),
            Style::Date(start) => text::dates(
                &self.label,
                has_low.then(|| date(*start, low)),
                has_high.then(|| date(*start, high)),
            ),
            Style::Event(start) => text::event(
                &self.label,
                has_low.then(|| date(*start, low)),
                has_high.then(|| date(*start, high)),
            ),
        }
    }
}

fn date(start: Date, months: f64) -> String {
    let date = start.plus(months.ceil() as i32);
    month_name(f64::from(date.year) * 12.0 + f64::from(date.month) - 1.0)
}

/// Every input of a scenario: uncertain parameters; who takes part; when events come; how long a
/// typical project takes in each region; what is left of luck, in standard deviations. The luck of
/// single projects is left out: no plan can be made on it.
pub struct Dimensions {
    /// The inputs, in the order of [`values`](Self::values).
    pub list: Vec<Dimension>,
    parameters: Vec<ParamId>,
    investors: Vec<usize>,
    events: usize,
    typical: Vec<(bool, bool)>,
}

impl Dimensions {
    /// Those of a model.
    pub fn new(model: &Model) -> Dimensions {
        let start = model.start;
        let mut list = Vec::new();
        let mut parameters = Vec::new();
        for (id, parameter) in model.parameters.varying() {
            let path = &parameter.path;
            let is_luck_left = path.starts_with("latent.overrun.") && !path.contains(".project.");
            if path.starts_with("latent.") && !is_luck_left {
                continue;
            }
            let is_date = row_of(path).is_some_and(|row| row.form == Form::When);
            let unit = if is_luck_left {
                text::DEVIATIONS
            } else {
                parameter.unit
            };
            list.push(Dimension {
                name: path.clone(),
                label: label(path),
                unit: unit.to_owned(),
                style: match is_date {
                    true => Style::Date(start),
                    false => Style::Number(measure(path, unit)),
                },
            });
            parameters.push(id);
        }
        let central = model.parameters.central();
        let investors: Vec<usize> = (0..model.capital.investors.len())
            .filter(|&i| model.has_programme() && model.capital.investors[i].approval_varies())
            .collect();
        for &i in &investors {
            let name = &model.capital.investors[i].name;
            list.push(Dimension {
                name: format!("takes-part.{name}"),
                label: text::takes_part(name),
                unit: text::YES_OR_NO.to_owned(),
                style: Style::Flag(text::takes_part(name), text::stays_out(name)),
            });
        }
        let events = model.events.first_arrivals(&central);
        for (name, _) in &events {
            list.push(Dimension {
                name: format!("first.{name}"),
                label: text::first(name),
                unit: "month".to_owned(),
                style: Style::Event(start),
            });
        }
        let mut typical = Vec::new();
        for one in model.projects.typical(&central) {
            let region = &model.regions[one.region];
            let has_project = model.projects.list.iter().any(|project| {
                project.region == one.region && project.kind.has_tools() != one.is_campus
            });
            let mut add = |what: &str, label: String| {
                list.push(Dimension {
                    name: format!("typical.{region}.{what}"),
                    label,
                    unit: "month".to_owned(),
                    style: Style::Number(Measure::of("month")),
                });
            };
            if has_project {
                let site = if one.is_campus { "campus" } else { "plant" };
                add(&format!("{site}.build"), text::build(region, one.is_campus));
                if one.grid.is_some() {
                    add(&format!("{site}.grid"), text::grid(region));
                }
            }
            typical.push((has_project, has_project && one.grid.is_some()));
        }
        Dimensions {
            list,
            parameters,
            investors,
            events: events.len(),
            typical,
        }
    }

    /// Their values in eight draws.
    pub fn values(&self, model: &Model, values: &Values) -> Vec<Lanes> {
        let mut all: Vec<Lanes> = self.parameters.iter().map(|&id| values[id]).collect();
        let investors = self.investors.iter().map(|&i| &model.capital.investors[i]);
        all.extend(investors.map(|investor| investor.approved(values).select(ONE, ZERO)));
        let arrivals = model.events.first_arrivals(values);
        all.extend(arrivals.iter().take(self.events).map(|(_, month)| *month));
        for (one, &(build, grid)) in model.projects.typical(values).iter().zip(&self.typical) {
            all.extend(build.then_some(one.build));
            all.extend(one.grid.filter(|_| grid));
        }
        all
    }
}

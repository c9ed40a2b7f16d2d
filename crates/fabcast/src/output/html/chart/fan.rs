//! Fan charts: bands of futures around the median, and the plan's line through them.

use fabcast_document::run::{RunDocument, Series};

use super::{Figure, Key, Size, Table, spread};
use crate::format::{self, Measure};
use crate::output::html::axis::{TimeAxis, ValueAxis};
use crate::output::html::svg::{Anchor, Svg, fit, text_width};
use crate::output::html::text;

/// A series with what is drawn around it.
struct Fan<'a> {
    name: &'a str,
    noun: String,
    series: &'a Series,
    plan: Option<&'a Series>,
    /// A value to compare with: a budget, a claim.
    reference: Option<(f64, String)>,
    measure: Measure,
    /// Place of each entry on the calendar.
    months: Vec<f64>,
    logarithmic: bool,
}

/// The fan chart of a series in full width; `None` if the document has no such series, or no values in it.
pub fn figure(document: &RunDocument, name: &str) -> Option<Figure> {
    let fan = Fan::of(document, name)?;
    Some(fan.figure(Size::Wide, fan.draw(Size::Narrow)))
}

/// The same, small, for placing several side by side.
pub fn small(document: &RunDocument, name: &str) -> Option<Figure> {
    Some(Fan::of(document, name)?.figure(Size::Small, String::new()))
}

/// Places of a series' entries on the calendar. Entries that are no month count on from the one before.
pub fn calendar(document: &RunDocument, series: &Series) -> Vec<f64> {
    let mut last = format::month_of(&document.scenario.start).unwrap_or(0.0) - 1.0;
    series
        .months
        .iter()
        .map(|month| {
            last = format::month_of(month)
                .filter(|month| *month > last)
                .unwrap_or(last + 1.0);
            last
        })
        .collect()
}

impl<'a> Fan<'a> {
    fn of(document: &'a RunDocument, name: &'a str) -> Option<Self> {
        let series = document.series.get(name)?;
        let months = calendar(document, series);
        series
            .quantiles
            .p50
            .iter()
            .take(months.len())
            .any(|value| value.is_finite())
            .then_some(())?;
        let plan = document
            .series
            .get(&format!("plan_{name}"))
            .filter(|plan| plan.quantiles.p50.iter().any(|value| value.is_finite()));
        let reference = match name {
            "capital_drawn" if document.scenario.budget > 0.0 => {
                Some((document.scenario.budget, text::BUDGET_LINE.to_owned()))
            }
            "implied_training_cost_fall" => Some((0.75, text::CLAIM_LINE.to_owned())),
            _ => None,
        };
        let mut fan = Self {
            name,
            noun: text::series_noun(name, &series.label),
            series,
            plan,
            reference,
            measure: Measure::of(&series.unit),
            months,
            logarithmic: false,
        };
        let (low, high) = fan.range();
        fan.logarithmic = name.contains("price") && low > 0.0 && high / low > 8.0;
        Some(fan)
    }

    fn quantiles(&self) -> [&'a [f64]; 7] {
        self.series.quantiles.each().map(Vec::as_slice)
    }

    /// Smallest and largest value to be shown.
    fn range(&self) -> (f64, f64) {
        let plan = self.plan.map_or(&[][..], |plan| &plan.quantiles.p50);
        let all = self.quantiles().into_iter().flatten().chain(plan).copied();
        let all = all.chain(self.reference.as_ref().map(|(value, _)| *value));
        all.filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            })
    }

    /// Index and date at which the finding is read off.
    fn reading(&self) -> (usize, String) {
        let read = self.series.reading.as_ref();
        let month = read.and_then(|read| {
            let mut months = self.series.months.iter().take(self.months.len());
            months.position(|month| *month == read.month)
        });
        let known = |index: &usize| self.median(*index).is_finite();
        let index = month
            .filter(known)
            .or_else(|| (0..self.months.len()).rev().find(known))
            .unwrap_or(0);
        (index, format::month_name(self.months[index]))
    }

    fn median(&self, index: usize) -> f64 {
        self.series
            .quantiles
            .p50
            .get(index)
            .copied()
            .unwrap_or(f64::NAN)
    }

    fn plan_at(&self, index: usize) -> Option<f64> {
        self.plan
            .and_then(|plan| plan.quantiles.p50.get(index))
            .copied()
            .filter(|value| value.is_finite())
    }

    fn finding(&self) -> String {
        let (index, date) = self.reading();
        let value = self.series.quantiles.p50[index];
        let first = self
            .series
            .quantiles
            .p50
            .iter()
            .copied()
            .find(|value| value.is_finite())
            .unwrap_or(value);
        let written = self.measure.write(value);
        if self
            .quantiles()
            .into_iter()
            .flatten()
            .all(|value| *value == 0.0 || !value.is_finite())
        {
            return text::finding_zero(&self.noun);
        }
        let peak = (0..self.months.len())
            .filter(|at| self.median(*at).is_finite())
            .max_by(|a, b| self.median(*a).total_cmp(&self.median(*b)));
        if let Some(peak) =
            peak.filter(|peak| self.median(*peak) > 1.5 * first.max(value) && self.plan.is_none())
        {
            let date = format::month_name(self.months[peak]);
            return text::finding_peak(&self.noun, &self.measure.write(self.median(peak)), &date);
        }
        if self.name == "implied_training_cost_fall"
            && let Some((claim, _)) = self.reference
        {
            return text::finding_claim(&self.noun, &written, &date, &self.measure.write(claim));
        }
        let falls = value < first * 0.95;
        let plan = self.plan_at(index).filter(|plan| *plan > 0.0);
        let read = self.series.reading.as_ref();
        match (plan, read.and_then(|read| read.share_of_plan)) {
            (Some(_), Some(share)) if !falls => {
                text::finding_share_of_plan(&self.noun, &written, &date, &format::percent(share))
            }
            (Some(plan), _) => text::finding_against_plan(
                &self.noun,
                falls,
                &self.measure.write(first),
                &written,
                &date,
                &self.measure.write(plan),
            ),
            _ => text::finding_alone(
                &self.noun,
                falls,
                &self.measure.write(first),
                &written,
                &date,
            ),
        }
    }

    fn lead(&self) -> String {
        let (index, date) = self.reading();
        let [p5, _, p25, _, p75, _, p95] = self
            .quantiles()
            .map(|values| values.get(index).copied().unwrap_or(f64::NAN));
        if p5 == p95 {
            return text::lead_certain(&date);
        }
        text::lead_bands(
            &date,
            &self.measure.range(p5, p95),
            &self.measure.range(p25, p75),
        )
    }

    fn description(&self) -> String {
        let (index, date) = self.reading();
        let values = self.quantiles().map(|values| {
            self.measure
                .write(values.get(index).copied().unwrap_or(f64::NAN))
        });
        let plan = self.plan_at(index).map(|value| self.measure.write(value));
        let first = format::month_name(self.months[0]);
        let last = format::month_name(self.months[self.months.len() - 1]);
        text::describe_fan(&self.noun, &first, &last, &date, &values, plan.as_deref())
    }

    fn figure(&self, size: Size, narrow: String) -> Figure {
        let mut keys = vec![
            Key::new("k-median", text::MEDIAN),
            Key::new("k-50", text::BAND_50),
            Key::new("k-80", text::BAND_80),
            Key::new("k-90", text::BAND_90),
        ];
        if self.plan.is_some() {
            keys.push(Key::new("k-plan", text::PLAN_LINE));
        }
        if let Some((_, label)) = &self.reference {
            keys.push(Key::new("k-reference", label.clone()));
        }
        Figure {
            id: self.id(),
            finding: self.finding(),
            lead: self.lead(),
            keys: if size == Size::Small {
                Vec::new()
            } else {
                keys
            },
            wide: self.draw(size),
            narrow,
            table: Some(self.table()),
        }
    }

    fn id(&self) -> String {
        format!("fan-{}", super::slug(self.name))
    }

    fn draw(&self, size: Size) -> String {
        let (width, height) = match size {
            Size::Wide => (size.width(), 360.0),
            Size::Narrow => (size.width(), 290.0),
            Size::Small => (size.width(), 240.0),
        };
        let mut svg = Svg::new(
            &size.id(&self.id()),
            width,
            height,
            &self.finding(),
            &self.description(),
        );
        let (top, bottom) = (30.0, height - 26.0);
        let (low, high) = self.range();
        let values = if self.logarithmic {
            ValueAxis::logarithmic(&self.measure, low, high, (bottom, top))
        } else {
            ValueAxis::linear(
                &self.measure,
                low,
                high,
                if size == Size::Small { 3 } else { 5 },
                (bottom, top),
            )
        };
        let left = values.label_room();
        let labels = self.end_labels(&values);
        let room = labels
            .iter()
            .map(|(_, _, label)| text_width(label, 12.0) * 1.18)
            .fold(30.0, f64::max)
            .min(width * 0.3);
        let right = width - room - 12.0;
        let time = TimeAxis::new(
            self.months[0],
            self.months[self.months.len() - 1],
            (left, right),
        );
        values.draw(&mut svg, left, right);
        time.draw(&mut svg, top, bottom, false);

        let points = |quantile: &[f64]| -> Vec<Option<(f64, f64)>> {
            let values = quantile.iter().map(|value| values.at(*value));
            self.months
                .iter()
                .zip(values)
                .map(|(month, y)| Some((time.at(*month), y?)))
                .collect()
        };
        let [p5, p10, p25, p50, p75, p90, p95] = self.quantiles().map(points);
        svg.band("band", &p5, &p95);
        svg.band("band", &p10, &p90);
        svg.band("band", &p25, &p75);
        if let Some((value, _)) = &self.reference
            && let Some(y) = values.at(*value)
        {
            svg.line("reference", (left, y), (right, y));
        }
        if let Some(plan) = self.plan {
            svg.polyline("plan", &points(&plan.quantiles.p50));
        }
        svg.polyline("median", &p50);
        // where the finding is read off
        let (index, _) = self.reading();
        let x = time.at(self.months[index]);
        if let Some(y) = self.plan_at(index).and_then(|plan| values.at(plan)) {
            svg.dot("mark-plan", x, y, 4.0);
        }
        if let Some(y) = values.at(self.median(index)) {
            svg.dot("mark-median", x, y, 4.5);
        }

        let wanted: Vec<f64> = labels.iter().map(|(y, ..)| *y).collect();
        for (place, (_, class, label)) in spread(&wanted, 15.0, (top, bottom))
            .into_iter()
            .zip(&labels)
        {
            let label = fit(label, 12.0, room + 8.0);
            svg.text(class, right + 8.0, place + 4.0, Anchor::Start, &label);
        }
        svg.finish()
    }

    /// Height, class and text of the labels at the lines' ends.
    fn end_labels(&self, axis: &ValueAxis) -> Vec<(f64, &'static str, String)> {
        let (_, highest) = self.range();
        // a remainder too small to see is nothing
        let visible = |value: f64| {
            if !self.logarithmic && value.abs() < highest * 1e-4 {
                0.0
            } else {
                value
            }
        };
        let last = |values: &[f64]| {
            values
                .iter()
                .rev()
                .copied()
                .find(|value| value.is_finite())
                .map(visible)
        };
        let mut labels = Vec::new();
        if let Some(value) = last(&self.series.quantiles.p50)
            && let Some(y) = axis.at(value)
        {
            labels.push((
                y,
                "end-median",
                text::end_median(&self.measure.number(value)),
            ));
        }
        if let Some(value) = self.plan.and_then(|plan| last(&plan.quantiles.p50))
            && let Some(y) = axis.at(value)
        {
            labels.push((y, "end-plan", text::end_plan(&self.measure.number(value))));
        }
        if let Some((value, _)) = &self.reference
            && let Some(y) = axis.at(*value)
        {
            labels.push((
                y,
                "end-reference",
                text::end_reference(self.name, &self.measure.number(*value)),
            ));
        }
        labels
    }

    /// The first month and every December.
    fn table(&self) -> Table {
        let mut head: Vec<String> = std::iter::once(text::MONTH.to_owned())
            .chain(
                ["5 %", "10 %", "25 %", "50 %", "75 %", "90 %", "95 %"]
                    .map(|q| q.replace(' ', "\u{a0}")),
            )
            .collect();
        if self.plan.is_some() {
            head.push(text::PLAN_SHORT.to_owned());
        }
        let last = self.months.len() - 1;
        let rows = (0..=last)
            .filter(|index| {
                *index == 0 || *index == last || self.months[*index].rem_euclid(12.0) == 11.0
            })
            .map(|index| {
                let mut row = vec![format::month_short(self.months[index])];
                for quantile in self.quantiles() {
                    row.push(
                        self.measure
                            .number(quantile.get(index).copied().unwrap_or(f64::NAN)),
                    );
                }
                if self.plan.is_some() {
                    row.push(self.measure.number(self.plan_at(index).unwrap_or(f64::NAN)));
                }
                row
            })
            .collect();
        Table {
            summary: text::numbers_in(&self.measure.unit()),
            head,
            rows,
        }
    }
}

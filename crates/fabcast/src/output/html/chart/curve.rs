//! Outcomes against money: a fan, or one line for each of several cases.

use crate::format::Measure;
use crate::output::html::axis::ValueAxis;
use crate::output::html::chart::{Size, spread};
use crate::output::html::svg::{Anchor, Svg, fit};

/// What is drawn.
pub struct Curves<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// Title of the drawing.
    pub title: &'a str,
    /// Description of the drawing.
    pub description: &'a str,
    /// How amounts are written.
    pub measure: &'a Measure,
    /// Budgets [10⁹ USD], rising.
    pub budgets: &'a [f64],
    /// Bands, wide to narrow: lower and upper line.
    pub bands: &'a [(Vec<f64>, Vec<f64>)],
    /// Lines: class, name at the end (may be empty), values.
    pub lines: &'a [(&'static str, String, Vec<f64>)],
    /// Upright lines: place and label.
    pub marks: &'a [(f64, String)],
}

impl Curves<'_> {
    /// The drawing at a size.
    pub fn draw(&self, size: Size) -> String {
        let height = if size == Size::Wide { 340.0 } else { 280.0 };
        let id = size.id(self.id);
        let mut svg = Svg::new(&id, size.width(), height, self.title, self.description);
        let bands = self
            .bands
            .iter()
            .flat_map(|(low, high)| low.iter().chain(high));
        let lines = self.lines.iter().flat_map(|(.., values)| values);
        let values: Vec<f64> = bands
            .chain(lines)
            .copied()
            .filter(|v| v.is_finite())
            .collect();
        let smallest = values.iter().copied().fold(0.0, f64::min);
        let largest = values.iter().copied().fold(0.0, f64::max);
        let (top, bottom) = (34.0, height - 44.0);
        let axis = ValueAxis::linear(self.measure, smallest, largest, 5, (bottom, top));
        let named = self.lines.iter().any(|(_, name, _)| !name.is_empty());
        let room = match (named, size) {
            (false, _) => 16.0,
            (true, Size::Wide) => 110.0,
            (true, _) => 84.0,
        };
        let (left, right) = (axis.label_room(), size.width() - room);
        axis.draw(&mut svg, left, right);
        let most = self.budgets.last().copied().unwrap_or(1.0);
        let ticks = if size == Size::Wide { 7 } else { 3 };
        let money = ValueAxis::linear(&Measure::money(), 0.0, most, ticks, (left, right));
        for (value, label) in &money.ticks {
            if let Some(x) = money.at(*value) {
                svg.text("tick", x, bottom + 16.0, Anchor::Middle, label);
            }
        }
        svg.text("unit", right, bottom + 34.0, Anchor::End, &money.title);
        let points = |values: &[f64]| -> Vec<Option<(f64, f64)>> {
            let pairs = self.budgets.iter().zip(values);
            // What ranks beyond all numbers runs off the drawing.
            let height = |v: f64| match v {
                f64::NEG_INFINITY => Some(bottom),
                f64::INFINITY => Some(top),
                v => axis.at(v),
            };
            pairs
                .map(|(&b, &v)| Some((money.at(b)?, height(v)?)))
                .collect()
        };
        for (low, high) in self.bands {
            svg.band("band", &points(low), &points(high));
        }
        for (place, label) in self.marks {
            if let Some(x) = money.at(*place) {
                svg.line("reference", (x, top), (x, bottom));
                let anchor = if x > (left + right) / 2.0 {
                    Anchor::End
                } else {
                    Anchor::Start
                };
                let shift = if anchor == Anchor::End { -6.0 } else { 6.0 };
                svg.text("end-reference", x + shift, top + 12.0, anchor, label);
            }
        }
        let mut ends = Vec::new();
        for (class, name, values) in self.lines {
            let line = points(values);
            svg.polyline(class, &line);
            if let Some((_, y)) = line.iter().rev().flatten().next()
                && !name.is_empty()
            {
                ends.push((*y, name));
            }
        }
        let wanted: Vec<f64> = ends.iter().map(|(y, _)| *y).collect();
        for (y, (_, name)) in spread(&wanted, 14.0, (top, bottom)).into_iter().zip(&ends) {
            svg.text(
                "tick",
                right + 6.0,
                y + 4.0,
                Anchor::Start,
                &fit(name, 12.0, room - 8.0),
            );
        }
        svg.finish()
    }
}

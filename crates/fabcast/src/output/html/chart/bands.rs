//! Quantiles over time: bands around a median, for amounts that may be negative.

use crate::format::Measure;
use crate::output::html::axis::{TimeAxis, ValueAxis};
use crate::output::html::chart::Size;
use crate::output::html::svg::{Anchor, Svg, fit};

/// What is drawn.
pub struct Bands<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// Title of the drawing.
    pub title: &'a str,
    /// Description of the drawing.
    pub description: &'a str,
    /// How amounts are written.
    pub measure: &'a Measure,
    /// Unit over the axis, if the measure has none.
    pub unit: &'a str,
    /// Places on the calendar \[months\].
    pub months: &'a [f64],
    /// Bands, wide to narrow: lower and upper line.
    pub bands: &'a [(&'a [f64], &'a [f64])],
    /// Median.
    pub median: &'a [f64],
    /// A level to compare with, and its name.
    pub reference: Option<(f64, &'a str)>,
    /// Lowest and highest value shown; what is beyond is cut off.
    pub limits: (f64, f64),
}

impl Bands<'_> {
    /// The drawing at a size.
    pub fn draw(&self, size: Size) -> String {
        let height = match size {
            Size::Wide => 340.0,
            Size::Narrow => 280.0,
            Size::Small => 240.0,
        };
        let id = size.id(self.id);
        let mut svg = Svg::new(&id, size.width(), height, self.title, self.description);
        let shown = |value: f64| value.clamp(self.limits.0, self.limits.1);
        let lines = self
            .bands
            .iter()
            .flat_map(|(low, high)| low.iter().chain(*high));
        let values = lines
            .chain(self.median)
            .copied()
            .filter(|value| value.is_finite());
        let values = values.chain(self.reference.map(|(level, _)| level));
        let (least, most) = values
            .map(shown)
            .fold((0.0_f64, 0.0_f64), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        let (top, bottom) = (30.0, height - 26.0);
        let ticks = if size == Size::Small { 3 } else { 5 };
        let axis = ValueAxis::linear(self.measure, least, most, ticks, (bottom, top));
        let (left, right) = (axis.label_room(), size.width() - 14.0);
        let first = self.months.first().copied().unwrap_or(0.0);
        let last = self.months.last().copied().unwrap_or(first);
        let time = TimeAxis::new(first, last, (left, right));
        axis.draw(&mut svg, left, right);
        svg.text("unit", 0.0, top - 13.0, Anchor::Start, self.unit);
        time.draw(&mut svg, top, bottom, false);
        let points = |values: &[f64]| -> Vec<Option<(f64, f64)>> {
            let pairs = self.months.iter().zip(values);
            pairs
                .map(|(&month, &value)| {
                    let value = value.is_finite().then(|| shown(value))?;
                    Some((time.at(month), axis.at(value)?))
                })
                .collect()
        };
        for (low, high) in self.bands {
            svg.band("band", &points(low), &points(high));
        }
        if let Some((level, name)) = self.reference
            && let Some(y) = axis.at(level)
        {
            svg.line("reference", (left, y), (right, y));
            let name = fit(name, 12.0, right - left);
            svg.text("end-reference", right, y - 6.0, Anchor::End, &name);
        }
        svg.polyline("median", &points(self.median));
        svg.finish()
    }
}

//! Present value against the rate, with the rates at which it is zero.

use crate::format::{Measure, percent};
use crate::output::html::axis::ValueAxis;
use crate::output::html::chart::Size;
use crate::output::html::svg::{Anchor, Svg};
use crate::output::html::text::investors as text;

/// What is drawn.
pub struct Profile<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// Title of the drawing.
    pub title: &'a str,
    /// Description of the drawing.
    pub description: &'a str,
    /// Rate and present value [10⁹ USD], rates rising.
    pub points: &'a [[f64; 2]],
    /// Rates at which it is zero.
    pub roots: &'a [f64],
    /// The one that is reported.
    pub reported: f64,
}

impl Profile<'_> {
    /// The drawing at a size.
    pub fn draw(&self, size: Size) -> String {
        let height = if size == Size::Wide { 320.0 } else { 270.0 };
        let id = size.id(self.id);
        let mut svg = Svg::new(&id, size.width(), height, self.title, self.description);
        let (top, bottom) = (30.0, height - 44.0);
        let ends = |of: usize| {
            let values = self.points.iter().map(|point| point[of]);
            values.fold((0.0_f64, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)))
        };
        // Far down the value soon dwarfs what happens between the roots.
        let lowest = self.roots.first().copied().unwrap_or(f64::NEG_INFINITY);
        let highest = self.roots.last().copied().unwrap_or(f64::INFINITY);
        let between = self
            .points
            .iter()
            .filter(|p| p[0] >= lowest && p[0] <= highest);
        let limit = 1.2 * between.fold(0.0, |most: f64, point| most.max(point[1].abs()));
        let limit = if limit > 0.0 { limit } else { f64::MAX };
        let (least, most) = ends(1);
        let (least, most) = (least.max(-limit), most.min(limit));
        let axis = ValueAxis::linear(&Measure::money(), least, most, 5, (bottom, top));
        let (left, right) = (axis.label_room(), size.width() - 20.0);
        axis.draw(&mut svg, left, right);
        let (low, high) = ends(0);
        let ticks = if size == Size::Wide { 8 } else { 4 };
        let rates = ValueAxis::linear(&Measure::share(), low, high, ticks, (left, right));
        for (value, label) in &rates.ticks {
            if let Some(x) = rates.at(*value) {
                svg.line("axis", (x, bottom), (x, bottom + 4.0));
                svg.text("tick", x, bottom + 17.0, Anchor::Middle, label);
            }
        }
        svg.text("unit", right, bottom + 36.0, Anchor::End, text::RATE_AXIS);
        let points = self.points.iter();
        let line: Vec<_> = points
            .map(|&[rate, value]| {
                let shown = (value.abs() <= limit).then_some(value)?;
                Some((rates.at(rate)?, axis.at(shown)?))
            })
            .collect();
        svg.polyline("median", &line);
        for &root in self.roots {
            if let (Some(x), Some(y)) = (rates.at(root), axis.at(0.0)) {
                let reported = root == self.reported;
                let class = if reported { "mark-median" } else { "mark-plan" };
                svg.open("", &text::root_says(&percent(root), reported));
                svg.dot(class, x, y, 5.0);
                svg.close();
                svg.text("value", x, y - 10.0, Anchor::Middle, &percent(root));
            }
        }
        svg.finish()
    }
}

//! Rows of bars on one axis, with their intervals: indices, and the tornado.

use crate::format::Measure;
use crate::output::html::axis::ValueAxis;
use crate::output::html::chart::Size;
use crate::output::html::svg::{Anchor, Svg, fit, text_width};

/// What is drawn.
pub struct Ranked<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// Title of the drawing.
    pub title: &'a str,
    /// Description of the drawing.
    pub description: &'a str,
    /// How values are written.
    pub measure: &'a Measure,
    /// A dotted line across all rows.
    pub reference: Option<f64>,
    /// The rows from top to bottom.
    pub rows: &'a [Row],
}

/// A row.
pub struct Row {
    /// Its name.
    pub label: String,
    /// Its value in words.
    pub says: String,
    /// Bars by CSS class and ends, later ones over earlier ones.
    pub bars: Vec<(&'static str, f64, f64)>,
    /// Interval.
    pub whisker: Option<[f64; 2]>,
}

impl Ranked<'_> {
    /// The drawing at a size.
    pub fn draw(&self, size: Size) -> String {
        let wide = size == Size::Wide;
        let (row, bar, top) = if wide {
            (30.0, 16.0, 8.0)
        } else {
            (46.0, 14.0, 4.0)
        };
        let bottom = top + row * self.rows.len() as f64;
        let (width, id) = (size.width(), size.id(self.id));
        let mut svg = Svg::new(&id, width, bottom + 42.0, self.title, self.description);
        let (left, right) = if wide {
            (300.0, width - 150.0)
        } else {
            (2.0, width - 14.0)
        };
        let ends = || {
            let bars = self
                .rows
                .iter()
                .flat_map(|row| row.bars.iter().flat_map(|b| [b.1, b.2]));
            let whiskers = self
                .rows
                .iter()
                .flat_map(|row| row.whisker.into_iter().flatten());
            bars.chain(whiskers)
                .chain(self.reference)
                .filter(|value| value.is_finite())
        };
        let ticks = if wide { 6 } else { 4 };
        let (low, high) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
        let axis = ValueAxis::linear(self.measure, low, high, ticks, (left, right));
        for (value, label) in &axis.ticks {
            if let Some(x) = axis.at(*value) {
                let class = if *value == 0.0 { "axis" } else { "grid" };
                svg.line(class, (x, top), (x, bottom));
                svg.text("tick", x, bottom + 16.0, Anchor::Middle, label);
            }
        }
        svg.text("unit", right, bottom + 34.0, Anchor::End, &axis.title);
        for (index, one) in self.rows.iter().enumerate() {
            let y = top + row * index as f64;
            svg.open("hit", &format!("{}: {}", one.label, one.says));
            let bar_top = if wide {
                let label = fit(&one.label, 13.0, left - 14.0);
                svg.text(
                    "row-label",
                    left - 10.0,
                    y + row / 2.0 + 4.0,
                    Anchor::End,
                    &label,
                );
                let says = fit(&one.says, 13.0, 138.0);
                svg.text(
                    "value",
                    right + 12.0,
                    y + row / 2.0 + 4.0,
                    Anchor::Start,
                    &says,
                );
                y + (row - bar) / 2.0
            } else {
                let room = width - 12.0 - text_width(&one.says, 13.0);
                let label = fit(&one.label, 13.0, room);
                svg.text("row-label", 0.0, y + 15.0, Anchor::Start, &label);
                svg.text("value", width, y + 15.0, Anchor::End, &one.says);
                y + 23.0
            };
            for (class, from, to) in &one.bars {
                if let (Some(a), Some(b)) = (axis.at(*from), axis.at(*to)) {
                    svg.rect(class, a.min(b), bar_top, (a - b).abs(), bar);
                }
            }
            if let Some([Some(a), Some(b)]) = one.whisker.map(|ends| ends.map(|x| axis.at(x))) {
                let middle = bar_top + bar / 2.0;
                svg.line("whisker", (a, middle), (b, middle));
                for x in [a, b] {
                    svg.line("whisker", (x, middle - 3.0), (x, middle + 3.0));
                }
            }
            svg.close();
        }
        if let Some(x) = self.reference.and_then(|value| axis.at(value)) {
            svg.line("reference", (x, top), (x, bottom));
        }
        svg.finish()
    }
}

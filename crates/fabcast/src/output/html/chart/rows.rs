//! Amounts as bars from zero, a row each.

use crate::format::Measure;
use crate::output::html::axis::ValueAxis;
use crate::output::html::chart::Size;
use crate::output::html::svg::{Anchor, Svg, fit, text_width};
use crate::output::html::text::gap::tooltip;

/// What is drawn.
pub struct Rows<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// Title of the drawing.
    pub title: &'a str,
    /// Description of the drawing.
    pub description: &'a str,
    /// How amounts are written.
    pub measure: &'a Measure,
    /// From the top.
    pub rows: &'a [Row],
}

/// One amount.
pub struct Row {
    /// Its name.
    pub label: String,
    /// The amount.
    pub amount: f64,
    /// Its interval, if it has one.
    pub interval: Option<[f64; 2]>,
    /// Whether it can be told from nothing.
    pub distinct: bool,
    /// The amount in words.
    pub says: String,
}

impl Rows<'_> {
    /// The drawing at a size.
    pub fn draw(&self, size: Size) -> String {
        let wide = size == Size::Wide;
        let (row, bar, top) = if wide {
            (30.0, 16.0, 8.0)
        } else {
            (46.0, 14.0, 4.0)
        };
        let bottom = top + row * self.rows.len() as f64;
        let id = size.id(self.id);
        let mut svg = Svg::new(
            &id,
            size.width(),
            bottom + 42.0,
            self.title,
            self.description,
        );
        let (left, right) = if wide {
            (330.0, size.width() - 150.0)
        } else {
            (2.0, size.width() - 14.0)
        };
        let ends = self.rows.iter().flat_map(|row| {
            let interval = row.interval.unwrap_or([row.amount; 2]);
            [row.amount, interval[0], interval[1]]
        });
        let finite: Vec<f64> = ends.filter(|value| value.is_finite()).collect();
        let smallest = finite.iter().copied().fold(0.0, f64::min);
        let largest = finite.iter().copied().fold(0.0, f64::max);
        let axis = ValueAxis::linear(self.measure, smallest, largest, 4, (left, right));
        for (value, label) in &axis.ticks {
            if let Some(x) = axis.at(*value) {
                let class = if *value == 0.0 { "axis" } else { "grid" };
                svg.line(class, (x, top), (x, bottom));
                svg.text("tick", x, bottom + 16.0, Anchor::Middle, label);
            }
        }
        svg.text("unit", right, bottom + 34.0, Anchor::End, &axis.title);
        for (i, amount) in self.rows.iter().enumerate() {
            let y = top + row * i as f64;
            svg.open("hit", &tooltip(&amount.label, &amount.says));
            let y = if wide {
                let middle = y + row / 2.0 + 4.0;
                svg.text(
                    "row-label",
                    left - 10.0,
                    middle,
                    Anchor::End,
                    &fit(&amount.label, 13.0, left - 14.0),
                );
                svg.text(
                    "value",
                    right + 14.0,
                    middle,
                    Anchor::Start,
                    &fit(&amount.says, 13.0, 134.0),
                );
                y + (row - bar) / 2.0
            } else {
                let room = size.width() - 12.0 - text_width(&amount.says, 13.0);
                svg.text(
                    "row-label",
                    0.0,
                    y + 16.0,
                    Anchor::Start,
                    &fit(&amount.label, 13.0, room),
                );
                svg.text("value", size.width(), y + 16.0, Anchor::End, &amount.says);
                y + 24.0
            };
            if let (Some(zero), Some(x)) = (axis.at(0.0), axis.at(amount.amount)) {
                let class = if amount.distinct { "drawn" } else { "planned" };
                svg.rect(class, zero.min(x), y, (x - zero).abs(), bar);
            }
            if let Some([low, high]) = amount.interval
                && let (Some(a), Some(b)) = (axis.at(low), axis.at(high))
            {
                let middle = y + bar / 2.0;
                svg.line("whisker", (a, middle), (b, middle));
                for x in [a, b] {
                    svg.line("whisker", (x, middle - 3.0), (x, middle + 3.0));
                }
            }
            svg.close();
        }
        svg.finish()
    }
}

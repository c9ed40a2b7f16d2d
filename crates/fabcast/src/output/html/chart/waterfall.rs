//! From one amount down to another in steps, a row each.

use crate::format::Measure;
use crate::output::html::axis::ValueAxis;
use crate::output::html::chart::Size;
use crate::output::html::svg::{Anchor, Svg, fit, text_width};
use crate::output::html::text::gap as text;

/// What is drawn.
pub struct Waterfall<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// Title of the drawing.
    pub title: &'a str,
    /// Description of the drawing.
    pub description: &'a str,
    /// How amounts are written.
    pub measure: &'a Measure,
    /// Name and amount at the top.
    pub from: (&'a str, f64),
    /// What is taken away, in order.
    pub steps: &'a [Step],
    /// Name and amount at the bottom.
    pub to: (&'a str, f64),
}

/// One amount that is taken away.
pub struct Step {
    /// Its name.
    pub label: String,
    /// CSS class of its bar.
    pub class: &'static str,
    /// The amount; negative if it is added.
    pub amount: f64,
    /// Interval of the amount.
    pub interval: [f64; 2],
    /// The amount in words.
    pub says: String,
}

impl Waterfall<'_> {
    /// The drawing at a size.
    pub fn draw(&self, size: Size) -> String {
        let wide = size == Size::Wide;
        let (row, bar, top) = if wide {
            (34.0, 18.0, 8.0)
        } else {
            (48.0, 16.0, 4.0)
        };
        let rows = self.steps.len() + 2;
        let bottom = top + row * rows as f64;
        let id = size.id(self.id);
        let mut svg = Svg::new(
            &id,
            size.width(),
            bottom + 42.0,
            self.title,
            self.description,
        );
        let (left, right) = if wide {
            (130.0, size.width() - 170.0)
        } else {
            (2.0, size.width() - 14.0)
        };
        let mut level = self.from.1;
        let mut ends = vec![0.0, level, self.to.1];
        for step in self.steps {
            ends.extend(step.interval.iter().map(|amount| level - amount));
            level -= step.amount;
            ends.push(level);
        }
        let finite = || ends.iter().copied().filter(|value| value.is_finite());
        let smallest = finite().fold(0.0, f64::min);
        let largest = finite().fold(0.0, f64::max);
        let ticks = if wide { 6 } else { 4 };
        let axis = ValueAxis::linear(self.measure, smallest, largest, ticks, (left, right));
        for (value, label) in &axis.ticks {
            if let Some(x) = axis.at(*value) {
                let class = if *value == 0.0 { "axis" } else { "grid" };
                svg.line(class, (x, top), (x, bottom));
                svg.text("tick", x, bottom + 16.0, Anchor::Middle, label);
            }
        }
        svg.text("unit", right, bottom + 34.0, Anchor::End, &axis.title);
        let mut place = top;
        let mut line = |svg: &mut Svg, label: &str, says: &str| -> f64 {
            let y = place;
            place += row;
            svg.open("hit", &text::tooltip(label, says));
            if wide {
                let label = fit(label, 13.0, left - 14.0);
                svg.text(
                    "row-label",
                    left - 10.0,
                    y + row / 2.0 + 4.0,
                    Anchor::End,
                    &label,
                );
                svg.text(
                    "value",
                    right + 14.0,
                    y + row / 2.0 + 4.0,
                    Anchor::Start,
                    &fit(says, 13.0, 154.0),
                );
                y + (row - bar) / 2.0
            } else {
                let room = size.width() - 12.0 - text_width(says, 13.0);
                svg.text(
                    "row-label",
                    0.0,
                    y + 16.0,
                    Anchor::Start,
                    &fit(label, 13.0, room),
                );
                svg.text("value", size.width(), y + 16.0, Anchor::End, says);
                y + 24.0
            }
        };
        let between = |svg: &mut Svg, class: &str, a: f64, b: f64, y: f64| {
            if let (Some(a), Some(b)) = (axis.at(a), axis.at(b)) {
                svg.rect(class, a.min(b), y, (a - b).abs(), bar);
            }
        };
        let mut level = self.from.1;
        let y = line(&mut svg, self.from.0, &self.measure.write(level));
        between(&mut svg, "planned", 0.0, level, y);
        svg.close();
        for step in self.steps {
            let y = line(&mut svg, &step.label, &step.says);
            let after = level - step.amount;
            between(&mut svg, step.class, level, after, y);
            let [low, high] = step.interval.map(|amount| axis.at(level - amount));
            if let (Some(a), Some(b)) = (low, high) {
                let middle = y + bar / 2.0;
                svg.line("whisker", (a, middle), (b, middle));
                for x in [a, b] {
                    svg.line("whisker", (x, middle - 3.0), (x, middle + 3.0));
                }
            }
            if let Some(x) = axis.at(after) {
                svg.line("leader", (x, y + bar), (x, y + row));
            }
            svg.close();
            level = after;
        }
        let y = line(&mut svg, self.to.0, &self.measure.write(self.to.1));
        between(&mut svg, "drawn", 0.0, self.to.1, y);
        svg.close();
        svg.finish()
    }
}

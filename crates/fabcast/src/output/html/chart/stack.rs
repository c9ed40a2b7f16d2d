//! Amounts on top of each other, a bar each: who brings the money.

use crate::format::Measure;
use crate::output::html::axis::ValueAxis;
use crate::output::html::chart::Size;
use crate::output::html::svg::{Anchor, Svg, fit, text_width};
use crate::output::html::text::gap::tooltip;

/// What is drawn.
pub struct Stack<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// Title of the drawing.
    pub title: &'a str,
    /// Description of the drawing.
    pub description: &'a str,
    /// Names of the bars.
    pub bars: &'a [&'static str],
    /// Parts from the left: class, name, and an amount for each bar [10⁹ USD].
    pub parts: &'a [(&'static str, String, Vec<f64>)],
}

impl Stack<'_> {
    /// The drawing at a size.
    pub fn draw(&self, size: Size) -> String {
        let (row, bar) = (62.0, 30.0);
        let top = 6.0;
        let bottom = top + row * self.bars.len() as f64;
        let id = size.id(self.id);
        let mut svg = Svg::new(
            &id,
            size.width(),
            bottom + 42.0,
            self.title,
            self.description,
        );
        let money = Measure::money();
        let total = |i: usize| self.parts.iter().map(|part| part.2[i]).sum::<f64>();
        let most = (0..self.bars.len()).map(total).fold(0.0, f64::max);
        let (left, right) = (6.0, size.width() - 20.0);
        let ticks = if size == Size::Wide { 7 } else { 3 };
        let axis = ValueAxis::linear(&money, 0.0, most, ticks, (left, right));
        for (value, label) in &axis.ticks {
            if let Some(x) = axis.at(*value) {
                let class = if *value == 0.0 { "axis" } else { "grid" };
                svg.line(class, (x, top), (x, bottom));
                svg.text("tick", x, bottom + 16.0, Anchor::Middle, label);
            }
        }
        svg.text("unit", right, bottom + 34.0, Anchor::End, &axis.title);
        for (i, name) in self.bars.iter().enumerate() {
            let y = top + row * i as f64;
            let says = tooltip(name, &money.write(total(i)));
            svg.text("row-label", left, y + 16.0, Anchor::Start, &says);
            let mut sum = 0.0;
            for (class, part, amounts) in self.parts {
                let (from, to) = (axis.at(sum), axis.at(sum + amounts[i]));
                sum += amounts[i];
                if let (Some(from), Some(to)) = (from, to)
                    && amounts[i] > 0.0
                {
                    let written = money.write(amounts[i]);
                    svg.open("", &tooltip(part, &written));
                    svg.rect(class, from, y + 24.0, to - from, bar);
                    svg.close();
                    let label = fit(part, 12.0, to - from - 8.0);
                    if text_width(&label, 12.0) > 24.0 && !label.ends_with('…') {
                        svg.text(
                            "cell-text on-fill",
                            from + 5.0,
                            y + 43.0,
                            Anchor::Start,
                            &label,
                        );
                    }
                }
            }
        }
        svg.finish()
    }
}

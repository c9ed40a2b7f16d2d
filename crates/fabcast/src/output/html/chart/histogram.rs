//! The distribution of a rate of return, with the futures that have none beside it.

use crate::format::{Measure, percent};
use crate::output::html::axis::ValueAxis;
use crate::output::html::chart::Size;
use crate::output::html::svg::{Anchor, Svg};
use crate::output::html::text::investors as text;

/// What is drawn.
pub struct Histogram<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// Title of the drawing.
    pub title: &'a str,
    /// Description of the drawing.
    pub description: &'a str,
    /// Lower end of a bin and its share of futures.
    pub bins: &'a [[f64; 2]],
    /// Width of a bin.
    pub width: f64,
    /// Rate asked for.
    pub hurdle: f64,
    /// Futures without a place on the axis: name and share.
    pub beside: &'a [(&'static str, f64)],
}

/// Room for a bar beside the axis.
const BESIDE: f64 = 62.0;

impl Histogram<'_> {
    /// The drawing at a size.
    pub fn draw(&self, size: Size) -> String {
        let height = if size == Size::Wide { 300.0 } else { 240.0 };
        let id = size.id(self.id);
        let mut svg = Svg::new(&id, size.width(), height, self.title, self.description);
        let share = Measure::share();
        let (top, bottom) = (30.0, height - 44.0);
        let shares = self.bins.iter().map(|bin| bin[1]);
        let most = shares.chain(self.beside.iter().map(|(_, share)| *share));
        let axis = ValueAxis::linear(&share, 0.0, most.fold(0.0, f64::max), 4, (bottom, top));
        let (left, right) = (axis.label_room(), size.width() - 16.0);
        axis.draw(&mut svg, left, right);
        svg.text("unit", right, bottom + 36.0, Anchor::End, text::RATE_AXIS);
        let mut x = left + 4.0;
        for (name, share) in self.beside {
            if let (Some(zero), Some(y)) = (axis.at(0.0), axis.at(*share)) {
                svg.open("", &text::bar_says(name, &percent(*share)));
                svg.rect("planned", x + 12.0, y, BESIDE - 24.0, zero - y);
                svg.close();
                let middle = x + BESIDE / 2.0;
                svg.text("tick", middle, y - 5.0, Anchor::Middle, &percent(*share));
                svg.text("small", middle, bottom + 16.0, Anchor::Middle, name);
            }
            x += BESIDE;
        }
        let low = self.bins.first().map_or(0.0, |bin| bin[0]);
        let high = self.bins.last().map_or(0.0, |bin| bin[0] + self.width);
        let ticks = if size == Size::Wide { 8 } else { 3 };
        let rates = ValueAxis::linear(
            &share,
            low.min(self.hurdle),
            high.max(self.hurdle),
            ticks,
            (x + 14.0, right),
        );
        for (value, label) in &rates.ticks {
            if let Some(x) = rates.at(*value) {
                svg.line("axis", (x, bottom), (x, bottom + 4.0));
                svg.text("tick", x, bottom + 17.0, Anchor::Middle, label);
            }
        }
        for [low, of] in self.bins {
            let ends = (rates.at(*low), rates.at(low + self.width));
            if let ((Some(a), Some(b)), Some(zero), Some(y)) = (ends, axis.at(0.0), axis.at(*of)) {
                let from_to = share.range(*low, low + self.width);
                svg.open("", &text::bar_says(&from_to, &percent(*of)));
                svg.rect("drawn", a + 0.5, y, b - a - 1.0, zero - y);
                svg.close();
            }
        }
        if let Some(x) = rates.at(self.hurdle) {
            svg.line("reference", (x, top - 4.0), (x, bottom));
            let (anchor, shift) = if x > (left + right) / 2.0 {
                (Anchor::End, -5.0)
            } else {
                (Anchor::Start, 5.0)
            };
            let label = text::asked(&percent(self.hurdle));
            svg.text("end-reference", x + shift, top + 4.0, anchor, &label);
        }
        svg.finish()
    }
}

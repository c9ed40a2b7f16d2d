//! Money in and out by year: calls below the line, distributions above it.

use fabcast_document::investors::YearFlows;

use crate::format::Measure;
use crate::output::html::axis::ValueAxis;
use crate::output::html::chart::Size;
use crate::output::html::svg::{Anchor, Svg};
use crate::output::html::text::investors as text;

/// What is drawn.
pub struct Calendar<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// Title of the drawing.
    pub title: &'a str,
    /// Description of the drawing.
    pub description: &'a str,
    /// By year.
    pub years: &'a [YearFlows],
}

impl Calendar<'_> {
    /// The drawing at a size.
    pub fn draw(&self, size: Size) -> String {
        let height = match size {
            Size::Wide => 360.0,
            Size::Narrow => 300.0,
            Size::Small => 250.0,
        };
        let id = size.id(self.id);
        let mut svg = Svg::new(&id, size.width(), height, self.title, self.description);
        let money = Measure::money();
        let most = |of: fn(&YearFlows) -> f64| self.years.iter().map(of).fold(0.0, f64::max);
        let (in_most, out_most) = (
            most(|year| year.called_quantiles[2]),
            most(|year| year.distributed_quantiles[2]),
        );
        let (top, bottom) = (30.0, height - 26.0);
        let ticks = if size == Size::Small { 4 } else { 6 };
        let axis = ValueAxis::linear(&money, -in_most, out_most, ticks, (bottom, top));
        let (left, right) = (axis.label_room(), size.width() - 6.0);
        axis.draw(&mut svg, left, right);
        let column = (right - left) / self.years.len().max(1) as f64;
        let stride = (40.0 / column).ceil().max(1.0) as usize;
        for (index, year) in self.years.iter().enumerate() {
            let x = left + column * index as f64;
            let middle = x + column / 2.0;
            if index % stride == 0 {
                let label = year.year.to_string();
                svg.text("tick", middle, bottom + 17.0, Anchor::Middle, &label);
            }
            let sides = [
                ("drawn", -1.0, year.called_quantiles, text::CALLED),
                (
                    "fill f3",
                    1.0,
                    year.distributed_quantiles,
                    text::DISTRIBUTED,
                ),
            ];
            for (class, sign, [low, median, high], word) in sides {
                let places = [0.0, low, median, high].map(|value| axis.at(sign * value));
                let [Some(zero), Some(low_at), Some(median_at), Some(high_at)] = places else {
                    continue;
                };
                svg.open(
                    "",
                    &text::year_says(
                        year.year,
                        word,
                        &money.write(median),
                        &money.range(low, high),
                    ),
                );
                let (x, width) = (x + column * 0.16, column * 0.68);
                svg.rect(
                    class,
                    x,
                    zero.min(median_at),
                    width,
                    (zero - median_at).abs(),
                );
                if high > low {
                    svg.line("whisker", (middle, low_at), (middle, high_at));
                    for y in [low_at, high_at] {
                        svg.line("whisker", (middle - 3.0, y), (middle + 3.0, y));
                    }
                }
                svg.close();
            }
        }
        svg.finish()
    }
}

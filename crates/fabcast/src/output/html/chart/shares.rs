//! Shares of groups by year, as a table of coloured cells.

use crate::format;
use crate::output::html::chart::Size;
use crate::output::html::svg::{Anchor, Svg, fit};
use crate::output::html::text;

/// What is drawn.
pub struct Shares<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// Title of the drawing.
    pub title: &'a str,
    /// Description of the drawing.
    pub description: &'a str,
    /// Identifiers of the groups.
    pub groups: &'a [&'a str],
    /// The years.
    pub years: &'a [String],
    /// Share by year and group; no number for none.
    pub shares: &'a [Vec<f64>],
}

impl Shares<'_> {
    /// Years across, groups down.
    pub fn draw(&self, size: Size) -> String {
        let (left, top, row) = (150.0, 26.0, 34.0);
        let height = top + row * self.groups.len() as f64 + 4.0;
        let id = size.id(self.id);
        let mut svg = Svg::new(&id, size.width(), height, self.title, self.description);
        let column = (size.width() - left - 2.0) / self.years.len().max(1) as f64;
        for (index, year) in self.years.iter().enumerate() {
            let x = left + column * (index as f64 + 0.5);
            svg.text("tick", x, top - 9.0, Anchor::Middle, year);
        }
        for (g, group) in self.groups.iter().enumerate() {
            let y = top + row * g as f64;
            let label = fit(&text::group(group), 13.0, left - 14.0);
            svg.text(
                "row-label",
                left - 10.0,
                y + row / 2.0 + 4.0,
                Anchor::End,
                &label,
            );
            for t in 0..self.years.len() {
                self.cell(
                    &mut svg,
                    (t, g),
                    (left + column * t as f64, y),
                    (column, row),
                );
            }
        }
        svg.finish()
    }

    /// Years down, for a phone.
    pub fn draw_turned(&self) -> String {
        let width = Size::Narrow.width();
        let (left, top, row) = (42.0, 92.0, 28.0);
        let height = top + row * self.years.len() as f64 + 4.0;
        let id = Size::Narrow.id(self.id);
        let mut svg = Svg::new(&id, width, height, self.title, self.description);
        let column = (width - left - 26.0) / self.groups.len().max(1) as f64;
        for (g, group) in self.groups.iter().enumerate() {
            let x = left + column * (g as f64 + 0.5) + 3.0;
            let label = fit(&text::group(group), 12.0, 95.0);
            svg.turned("tick", x, top - 8.0, Anchor::Start, -58.0, &label);
        }
        for (t, year) in self.years.iter().enumerate() {
            let y = top + row * t as f64;
            svg.text("tick", left - 8.0, y + row / 2.0 + 4.0, Anchor::End, year);
            for g in 0..self.groups.len() {
                self.cell(
                    &mut svg,
                    (t, g),
                    (left + column * g as f64, y),
                    (column, row),
                );
            }
        }
        svg.finish()
    }

    fn cell(
        &self,
        svg: &mut Svg,
        (t, g): (usize, usize),
        (x, y): (f64, f64),
        (width, height): (f64, f64),
    ) {
        let share = self.shares[t][g];
        let tooltip = text::gap::cell(
            &text::group(self.groups[g]),
            &self.years[t],
            &format::percent(share),
        );
        svg.open("", &tooltip);
        svg.rect("cell0", x + 1.0, y + 1.0, width - 2.0, height - 2.0);
        let depth = if share > 0.0 { share.min(1.0) } else { 0.0 };
        svg.cell(
            "cell",
            x + 1.0,
            y + 1.0,
            width - 2.0,
            height - 2.0,
            depth.sqrt(),
        );
        if share.abs() >= 0.005 && share.is_finite() {
            let class = if depth > 0.4 {
                "cell-text on"
            } else {
                "cell-text"
            };
            let sign = if share < 0.0 { "−" } else { "" };
            let number = format!("{sign}{:.0}", share.abs() * 100.0);
            svg.text(
                class,
                x + width / 2.0,
                y + height / 2.0 + 4.0,
                Anchor::Middle,
                &number,
            );
        }
        svg.close();
    }
}

//! Coverage against density: the boxes of a search, from everything to the smallest.

use fabcast_document::discover::DiscoverDocument;

use crate::format::Measure;
use crate::output::html::axis::ValueAxis;
use crate::output::html::chart::Size;
use crate::output::html::svg::{Anchor, Svg};
use crate::output::html::text::discover as text;

/// The drawing at a size.
pub fn draw(document: &DiscoverDocument, size: Size, title: &str) -> String {
    let (width, height) = (size.width(), if size == Size::Wide { 320.0 } else { 280.0 });
    let description = text::describe_tradeoff(document.trajectory.len());
    let mut svg = Svg::new(
        &size.id("discover-tradeoff"),
        width,
        height,
        title,
        &description,
    );
    let (left, right, top, bottom) = (56.0, width - 20.0, 30.0, height - 46.0);
    let share = Measure::share();
    let ticks = if size == Size::Wide { 10 } else { 5 };
    let across = ValueAxis::linear(&share, 0.0, 1.0, ticks, (left, right));
    let up = ValueAxis::linear(&share, 0.0, 1.0, 5, (bottom, top));
    up.draw(&mut svg, left, right);
    for (value, label) in &across.ticks {
        if let Some(x) = across.at(*value) {
            svg.text("tick", x, bottom + 18.0, Anchor::Middle, label);
        }
    }
    svg.text(
        "unit",
        right,
        bottom + 36.0,
        Anchor::End,
        text::COVERAGE_AXIS,
    );
    svg.text(
        "unit",
        left + 4.0,
        top - 13.0,
        Anchor::Start,
        text::DENSITY_AXIS,
    );
    let place = |coverage: f64, density: f64| Some((across.at(coverage)?, up.at(density)?));
    let points: Vec<_> = document
        .trajectory
        .iter()
        .map(|found| place(found.coverage, found.density))
        .collect();
    svg.polyline("leader", &points);
    for (found, point) in document.trajectory.iter().zip(&points) {
        let Some((x, y)) = point else { continue };
        svg.open("hit", &text::box_tooltip(found));
        svg.dot("dot", *x, *y, 3.5);
        svg.close();
    }
    let chosen = &document.chosen.found;
    if let Some((x, y)) = place(chosen.coverage, chosen.density) {
        svg.open("hit", &text::box_tooltip(chosen));
        svg.dot("mark-plan", x, y, 7.0);
        svg.close();
    }
    let honest = &document.chosen;
    if let Some((x, y)) = place(honest.coverage_out_of_sample, honest.density_out_of_sample) {
        svg.open("hit", text::HONEST);
        svg.line("whisker", (x - 5.0, y - 5.0), (x + 5.0, y + 5.0));
        svg.line("whisker", (x - 5.0, y + 5.0), (x + 5.0, y - 5.0));
        svg.close();
    }
    svg.finish()
}

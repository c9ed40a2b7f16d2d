//! A hundred squares: the probability as people count.

use fabcast_document::run::Verdict;

use crate::output::html::svg::Svg;
use crate::output::html::text;

/// An icon array of 100 futures, the share that meets every target filled.
pub fn draw(verdict: &Verdict) -> String {
    let met = filled(verdict.probability);
    let mut svg = Svg::new(
        "futures",
        208.0,
        208.0,
        &text::futures(met, verdict.probability),
        text::FUTURES_DESCRIPTION,
    );
    let share = if verdict.probability.is_finite() {
        verdict.probability * 100.0
    } else {
        0.0
    };
    for index in 0..100_u32 {
        let (x, y) = (
            4.0 + 20.0 * f64::from(index % 10),
            4.0 + 20.0 * f64::from(index / 10),
        );
        let part = (share - f64::from(index)).clamp(0.0, 1.0);
        svg.rect("future", x, y, 17.0, 17.0);
        if part > 0.0 {
            svg.rect("future met", x, y, 17.0 * part, 17.0);
        }
    }
    svg.finish()
}

/// Squares filled, to the nearest whole one.
fn filled(probability: f64) -> u32 {
    if probability.is_finite() {
        (probability.clamp(0.0, 1.0) * 100.0).round() as u32
    } else {
        0
    }
}

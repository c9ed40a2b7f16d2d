//! A density as a picture of block characters.

use fabcast::explain::Spread;

use crate::layout::width;
use crate::text;

/// Lines of the picture.
const HEIGHT: usize = 4;
/// A character filled to so many eighths.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The density over an axis that marks its ends and its median.
pub fn picture(spread: &Spread) -> String {
    let columns = spread.density.len();
    let mut out = String::new();
    for line in (0..HEIGHT).rev() {
        let cells = spread.density.iter().map(|part| {
            let eighths = (part * (HEIGHT * 8) as f64).round() as usize;
            EIGHTHS[eighths.saturating_sub(line * 8).min(8)]
        });
        let drawn: String = cells.collect();
        if !drawn.trim().is_empty() {
            out.push_str(&format!("  {}\n", drawn.trim_end()));
        }
    }
    let position = |value: f64| {
        let share = (value - spread.from) / (spread.to - spread.from);
        if share.is_finite() {
            (share * columns as f64).clamp(0.0, columns as f64 - 1.0) as usize
        } else {
            0
        }
    };
    let mut axis = vec!['─'; columns];
    let [p5, _, p50, _, p95] = spread.quantiles.map(position);
    for mark in [p5, p50, p95] {
        axis[mark] = '┴';
    }
    out.push_str(&format!("  {}\n", axis.iter().collect::<String>()));
    let mut labels = String::new();
    for (mark, label) in [
        (p5, text::QUANTILES[0]),
        (p50, text::QUANTILES[2]),
        (p95, text::QUANTILES[4]),
    ] {
        let start = (mark + 1).saturating_sub(width(label).div_ceil(2));
        // a label that would touch the last one is left out; the numbers follow below
        if labels.is_empty() || start > width(&labels) + 1 {
            labels.push_str(&" ".repeat(start - width(&labels)));
            labels.push_str(label);
        }
    }
    out.push_str(&format!("  {labels}\n"));
    out
}

//! What the hindcast says, as text.

use fabcast_document::backtest::world::{PointDocument, VintageDocument, WorldDocument};

use super::PHYSICAL_LIMIT;
use crate::format;

/// The whole document as a table for a screen.
pub fn render(document: &WorldDocument) -> String {
    let parts: Vec<String> = document.vintages.iter().map(vintage).collect();
    format!(
        "The world without a programme against 2020 to 2024 ({} draws, seed {})\n\n{}",
        document.draws,
        document.seed,
        parts.join("\n")
    )
}

/// A value in a table, three digits or so.
pub fn number(x: f64) -> String {
    match x {
        0.0 => "0".to_owned(),
        _ if x >= 1e5 || (x != 0.0 && x < 0.01) => format!("{x:.1e}"),
        _ if x >= 100.0 => format!("{x:.0}"),
        _ if x >= 10.0 => format!("{x:.1}"),
        _ => format!("{x:.2}"),
    }
}

const HEADER: &str = "                observed       p10       p50       p90            CRPS of ln: model   last  trend\n";

fn row(point: &PointDocument) -> String {
    let place = match (point.predicted, point.inside_80) {
        (false, _) => "known",
        (true, true) => "inside",
        (true, false) if point.observed > point.quantiles.p90 => "above",
        (true, false) => "below",
    };
    let rival = |name: &str| {
        let found = point.rivals.get(name);
        found.map_or(String::from("-"), |rival| format!("{:.2}", rival.crps))
    };
    format!(
        "    {:<8}{:>12}{:>10}{:>10}{:>10}   {place:<8}{:>16.2}{:>7}{:>7}\n",
        point.period,
        number(point.observed),
        number(point.quantiles.p10),
        number(point.quantiles.p50),
        number(point.quantiles.p90),
        point.crps,
        rival("last_value"),
        rival("trend_of_log"),
    )
}

/// One vintage.
pub fn vintage(document: &VintageDocument) -> String {
    let mut text = format!(
        "Known to the end of {} (scenario {}, world {})\n{HEADER}",
        document.known_to, document.scenario, document.world,
    );
    for series in &document.series {
        text += &format!("  {} [{}]\n", series.label, series.unit);
        for point in &series.points {
            text += &row(point);
        }
    }
    text += &format!(
        "  {} of {} predicted points ({}) are inside the 80 % interval.\n",
        document.n_inside_80,
        document.n_predicted,
        format::percent(document.n_inside_80 as f64 / document.n_predicted.max(1) as f64),
    );
    let rivals: Vec<String> = document
        .scores
        .rivals
        .iter()
        .map(|(name, rival)| format!("{} {:.2}", name.replace('_', " "), rival.crps))
        .collect();
    text += &format!(
        "  CRPS of the logarithm over {} points with a past: {:.2}; naive: {}.\n",
        document.scores.n,
        document.scores.crps,
        rivals.join(", "),
    );
    match document.physical_misses.is_empty() {
        true => {
            text += &format!(
                "  No physical series is off by more than {PHYSICAL_LIMIT} times at the median.\n"
            );
        }
        false => {
            let worst: Vec<String> = document
                .physical_misses
                .iter()
                .map(|(name, ratio)| format!("{} ({ratio:.1} times)", name.replace('_', " ")))
                .collect();
            text += &format!(
                "  Physical series off by more than {PHYSICAL_LIMIT} times at the median: {}.\n",
                worst.join(", ")
            );
        }
    }
    text
}

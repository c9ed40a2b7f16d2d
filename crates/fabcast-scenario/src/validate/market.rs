//! The market at the start (model §8).

use super::View;
use crate::diagnostic::{Report, relations};

/// Somebody computes at the start, with power that is there, below the ceiling of spending; past
/// spending is past.
pub(super) fn check(view: &View<'_>, report: &mut Report) {
    past_spending(view, report);
    let sum = |name: &str| -> Option<f64> {
        [1, 2, 3]
            .iter()
            .map(|stage| view.centre(&format!("market.start.{name}_{stage}")))
            .sum()
    };
    if sum("stock") == Some(0.0) {
        report.push(relations::nothing_in_service(
            view.span("market.start.stock_1"),
        ));
    }
    let sites = "market.start.ai_power";
    if let (Some(drawn), Some(there)) = (sum("power"), view.centre(sites))
        && drawn > there * (1.0 + 1e-9)
    {
        report.push(relations::power_above_sites(view.span(sites), drawn, there));
    }
    let (start, ceiling) = ("market.share_start", "market.share_max");
    if let (Some(s), Some(c)) = (view.centre(start), view.centre(ceiling))
        && s > c
    {
        report.push(relations::share_above_ceiling(
            view.span(start),
            view.span(ceiling),
        ));
    }
}

/// Points of the table of spending come before the curve, each in a month of its own.
fn past_spending(view: &View<'_>, report: &mut Report) {
    let mut points: Vec<(f64, String)> = view
        .names("market.spending")
        .into_iter()
        .filter_map(|name| {
            let path = format!("market.spending.{name}.date");
            Some((view.centre(&path)?, path))
        })
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let curve = "market.forecast_from";
    let from = view.centre(curve).unwrap_or(0.0);
    for (month, path) in &points {
        if *month >= from {
            report.push(relations::spending_after_curve(
                view.span(path),
                view.has(curve).then(|| view.span(curve)),
            ));
        }
    }
    for pair in points.windows(2) {
        if pair[0].0 == pair[1].0 {
            let (first, second) = (view.span(&pair[0].1), view.span(&pair[1].1));
            report.push(relations::spending_twice(second, first));
        }
    }
}

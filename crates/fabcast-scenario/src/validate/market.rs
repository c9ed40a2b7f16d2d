//! The market at the start (model §8).

use super::View;
use crate::diagnostic::{Report, relations};

/// Somebody computes at the start, with power that is there, below the ceiling of spending.
pub(super) fn check(view: &View<'_>, report: &mut Report) {
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

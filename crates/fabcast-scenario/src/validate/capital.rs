//! Investors (model §1).

use super::View;
use crate::diagnostic::{Report, relations};

/// Equity has a hurdle; debt has a rate and a time to be repaid.
pub(super) fn check(view: &View<'_>, report: &mut Report) {
    let mut kinds = Vec::new();
    for name in view.names("capital.investor") {
        let path = format!("capital.investor.{name}");
        let Some(kind) = view.text(&format!("{path}.kind")) else {
            continue;
        };
        let needed: &[&str] = match kind {
            "debt" => &["rate", "grace", "term"],
            _ => &["hurdle"],
        };
        let lacking: Vec<&str> = needed
            .iter()
            .filter(|leaf| !view.has(&format!("{path}.{leaf}")))
            .copied()
            .collect();
        if !lacking.is_empty() {
            let span = view.span(&format!("{path}.kind"));
            report.push(relations::incomplete_investor(span, &path, kind, &lacking));
        }
        let closing = format!("{path}.closing");
        if let Some(month) = view.centre(&closing)
            && month >= view.months as f64
        {
            report.push(relations::closes_after_end(view.span(&closing), &path));
        }
        kinds.push(kind);
    }
    if !kinds.is_empty() && kinds.iter().all(|kind| *kind == "debt") {
        let first = view
            .names("capital.investor")
            .into_iter()
            .next()
            .unwrap_or_default();
        let span = view.span(&format!("capital.investor.{first}.kind"));
        report.push(relations::debt_alone(span));
    }
}

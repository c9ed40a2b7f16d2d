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
        let bridges = view.has(&format!("{path}.bridge_until"));
        let needed: &[&str] = match kind {
            "debt" if bridges => &["rate"],
            "debt" => &["rate", "grace", "term"],
            "preferred" => &["coupon"],
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
        terms(view, report, &path, kind);
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

/// Leaves of an investor that only some kinds have: leaf, kinds, what it is.
const TERMS: [(&str, &[&str], &str); 15] = [
    ("hurdle", &["equity"], "what equity must earn"),
    ("rate", &["debt"], "what a lender earns"),
    ("grace", &["debt"], "the time before a loan is repaid"),
    ("term", &["debt"], "the time in which a loan is repaid"),
    ("repayment", &["debt"], "how a loan is repaid"),
    ("target_cover", &["debt"], "what sculpted repayments aim at"),
    (
        "grace_interest",
        &["debt"],
        "what becomes of a loan's interest",
    ),
    ("commitment_fee", &["debt"], "a lender's fee"),
    ("guarantee", &["debt"], "a guarantee of a loan"),
    (
        "guaranteed_rate",
        &["debt"],
        "the rate of a guaranteed loan",
    ),
    ("guarantee_fee", &["debt"], "the fee for a guarantee"),
    ("export_share", &["debt"], "a limit of export credit"),
    ("bridge_until", &["debt"], "the end of a bridge loan"),
    ("coupon", &["preferred"], "what preferred equity earns"),
    ("rank", &["equity", "preferred"], "a place in the waterfall"),
];

/// Terms that mean nothing without another: leaf, what it needs and the value that one needs.
const NEEDS: [(&str, &str, Option<&str>); 4] = [
    ("target_cover", "repayment", Some("sculpted")),
    ("guaranteed_rate", "guarantee", None),
    ("guarantee_fee", "guarantee", None),
    ("grace_interest", "grace", None),
];

/// Terms stand with the kind that has them, and not alone.
fn terms(view: &View<'_>, report: &mut Report, path: &str, kind: &str) {
    for (leaf, kinds, what) in TERMS {
        let at = format!("{path}.{leaf}");
        if view.has(&at) && !kinds.contains(&kind) {
            report.push(relations::foreign_term(
                view.span(&at),
                path,
                leaf,
                what,
                kind,
                kinds,
            ));
        }
    }
    for (leaf, needs, value) in NEEDS {
        let (at, other) = (format!("{path}.{leaf}"), format!("{path}.{needs}"));
        let there = match value {
            Some(value) => view.text(&other) == Some(value),
            None => view.has(&other),
        };
        if kind == "debt" && view.has(&at) && !there {
            report.push(relations::lonely_term(
                view.span(&at),
                path,
                leaf,
                needs,
                value,
            ));
        }
    }
}

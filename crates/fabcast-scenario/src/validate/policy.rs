//! Programmes of support and their dates (model §10).

use super::View;
use crate::diagnostic::{Report, relations};

/// A programme begins before it ends.
pub(super) fn check(view: &View<'_>, report: &mut Report) {
    for programme in ["grant", "credit"] {
        for name in view.names(&format!("policy.{programme}")) {
            let path = |leaf: &str| format!("policy.{programme}.{name}.{leaf}");
            let (from, until) = (path("from"), path("until"));
            if let (Some(first), Some(last)) = (view.centre(&from), view.centre(&until))
                && first > last
            {
                let fault = relations::ends_before_it_begins(view.span(&until), &until, &from);
                report.push(fault.and_place(view.span(&from), "begins here"));
            }
        }
    }
}

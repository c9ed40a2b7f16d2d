//! How the delay of a project is shared out (model §0).

use super::View;
use crate::diagnostic::{Report, relations};

/// The common parts of a delay cannot be more than all of it.
pub(super) fn check(view: &View<'_>, report: &mut Report) {
    let (global, region) = ("uncertainty.global_share", "uncertainty.region_share");
    if let (Some(g), Some(r)) = (view.centre(global), view.centre(region))
        && g + r > 1.0 + 1e-9
    {
        report.push(relations::shares_above_one(
            view.span(region),
            region,
            global,
            g + r,
        ));
    }
}

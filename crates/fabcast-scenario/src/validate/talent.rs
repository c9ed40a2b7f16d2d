//! People of the regions in which something is built (model §4).

use super::View;
use crate::diagnostic::{Report, relations};

/// Every region of the plan has people, and their number is given for a later month.
pub(super) fn check(view: &View<'_>, report: &mut Report) {
    let regions = view.names("region");
    let staffed = view.names("talent");
    let mut reported: Vec<String> = Vec::new();
    for line in view.names("plan") {
        let path = format!("plan.{line}.region");
        let Some(region) = view.text(&path) else {
            continue;
        };
        let known = regions.iter().any(|name| name == region);
        if known
            && !staffed.iter().any(|name| name == region)
            && !reported.iter().any(|r| r == region)
        {
            reported.push(region.to_owned());
            report.push(relations::no_people(view.span(&path), region, &staffed));
        }
    }
    let target = "talent.target_date";
    if let Some(month) = view.centre(target)
        && month <= 0.0
    {
        report.push(relations::posts_in_the_past(view.span(target), target));
    }
}

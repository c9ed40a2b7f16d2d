//! Generations of accelerators (model §6) and the yield of wafers (model §5).

use super::View;
use crate::diagnostic::{Report, relations};

/// Something can be made in the first month, and no two generations are launched at once.
pub(super) fn check(view: &View<'_>, report: &mut Report) {
    let mut launches: Vec<(f64, String)> = Vec::new();
    for name in view.names("accelerator.generation") {
        let path = format!("accelerator.generation.{name}.launch");
        if let Some(month) = view.centre(&path) {
            launches.push((month, path));
        }
    }
    launches.sort_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((month, path)) = launches.first()
        && *month > 0.0
    {
        report.push(relations::nothing_launched(view.span(path)));
    }
    for pair in launches.windows(2) {
        if pair[0].0 == pair[1].0 {
            let (first, second) = (view.span(&pair[0].1), view.span(&pair[1].1));
            report.push(relations::launched_together(second, first));
        }
    }
    if launches.is_empty()
        && view.names("accelerator.generation").is_empty()
        && view.has("accelerator.aux")
    {
        report.push(relations::no_generation(view.span("accelerator")));
    }
    let (start, mature) = ("wafers.logic.defects_start", "wafers.logic.defects_mature");
    if let (Some(s), Some(m)) = (view.centre(start), view.centre(mature))
        && m > s
    {
        report.push(relations::defects_grow(view.span(mature), view.span(start)));
    }
}

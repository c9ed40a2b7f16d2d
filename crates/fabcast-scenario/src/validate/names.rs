//! Names that refer to other entries.

use fabcast_model::parameter::Form;

use super::View;
use crate::diagnostic::{Report, checks};

/// Every name must be defined.
pub(super) fn check(view: &View<'_>, report: &mut Report) {
    for typed in view.values.values() {
        let (Form::Name(kind) | Form::Names(kind)) = typed.row.form else {
            continue;
        };
        let names = view.names(kind);
        for (name, span) in &typed.words {
            if !names.contains(name) {
                report.push(checks::unknown_name(*span, name, kind, &names));
            }
        }
    }
    // People are counted by region.
    let regions = view.names("region");
    for name in view.names("talent") {
        if !regions.contains(&name) {
            let path = format!("talent.{name}");
            let span = crate::typing::node_at(view.tree, &path).map_or(view.span(&path), |n| n.key);
            report.push(checks::unknown_name(span, &name, "region", &regions));
        }
    }
}

//! Names that refer to other entries.

use fabcast_model::parameter::Form;

use super::View;
use crate::diagnostic::{Report, checks, faults};

/// Entries that a draw's memory or a page's length grows with, and most of each: many times what any programme has.
const MOST: [(&str, usize); 6] = [
    ("region", 100),
    ("capital.investor", 200),
    ("operator", 200),
    ("event", 300),
    ("plan", 2_000),
    ("target", 200),
];
/// Most characters of a label: it stands in tables and on axes.
const LONGEST_LABEL: usize = 200;

/// There must be no more entries than can be simulated and shown, with labels that can be read.
fn sizes(view: &View<'_>, report: &mut Report) {
    for (table, most) in MOST {
        let names = view.names(table);
        if let Some(first) = names.get(most) {
            let span = view.span(&format!("{table}.{first}"));
            report.push(faults::too_many(span, table, names.len(), most));
        }
    }
    for (path, typed) in view.values {
        if path.ends_with(".label")
            && let Some(label) = typed.text()
            && label.chars().count() > LONGEST_LABEL
        {
            let n = label.chars().count();
            report.push(faults::too_long(typed.span, path, n, LONGEST_LABEL));
        }
    }
}

/// Every name must be defined.
pub(super) fn check(view: &View<'_>, report: &mut Report) {
    sizes(view, report);
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

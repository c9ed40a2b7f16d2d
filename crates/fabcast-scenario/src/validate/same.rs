//! Values that share the draw of another.

use fabcast_model::inputs::Leaf;
use fabcast_model::parameter::Form;

use crate::diagnostic::{Fault, Report, checks};
use crate::typing::Values;
use crate::value::{Typed, expected_range};

/// Follows each `same_as` to the value that is drawn.
pub(crate) fn resolve(values: &mut Values, report: &mut Report) {
    let shared: Vec<String> = values
        .values()
        .filter(|typed| matches!(typed.leaf, Leaf::Same(_)))
        .map(|typed| typed.path.clone())
        .collect();
    let targets: Vec<Result<String, Fault>> =
        shared.iter().map(|path| target(values, path)).collect();
    for (path, target) in shared.iter().zip(targets) {
        match target {
            Ok(target) => {
                if let Some(typed) = values.get_mut(path) {
                    typed.leaf = Leaf::Same(target);
                }
            }
            Err(fault) => {
                report.push(fault);
                values.remove(path);
            }
        }
    }
}

fn target(values: &Values, path: &str) -> Result<String, Fault> {
    let typed = &values[path];
    let mut seen = vec![path.to_owned()];
    let mut current = typed;
    while let Leaf::Same(next) = &current.leaf {
        if seen.contains(next) {
            return Err(checks::same_as_cycle(typed.span, path));
        }
        let is_drawn = |typed: &&Typed| matches!(typed.leaf, Leaf::Quantity(_) | Leaf::Same(_));
        let Some(found) = values.get(next).filter(is_drawn) else {
            let paths: Vec<&str> = values
                .values()
                .filter(is_drawn)
                .map(|typed| typed.path.as_str())
                .collect();
            return Err(checks::same_as_unknown(current.span, next, &paths));
        };
        seen.push(next.clone());
        current = found;
    }
    let target = current.path.clone();
    let is_month = |typed: &Typed| typed.row.form == Form::When;
    // Of several units in a row, the one in use is that of the other value.
    let fits = typed.row.unit.split('|').any(|unit| unit == current.unit);
    if !fits || is_month(typed) != is_month(current) {
        return Err(checks::same_as_differs(
            typed.span,
            path,
            typed.row.unit,
            &target,
            &current.unit,
        ));
    }
    if let Leaf::Quantity(distribution) = &current.leaf {
        let (low, high) = (
            distribution.quantile_scalar(0.001),
            distribution.quantile_scalar(0.999),
        );
        if low < typed.row.min || high > typed.row.max {
            let range = expected_range(typed.row, &current.unit);
            return Err(checks::same_as_out_of_bounds(
                typed.span, path, &target, &range,
            ));
        }
    }
    Ok(target)
}

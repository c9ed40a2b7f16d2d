//! The outcome that is explained.

use fabcast_model::model::Model;

use super::SensitivityError;
use crate::analysis::sensitivity::engine::Engine;
use crate::analysis::sensitivity::text;
use crate::outcome;

/// There is no outcome of a name.
pub(super) fn no_outcome(name: &str, list: &outcome::List) -> String {
    text::no_outcome(name, list.nearest(name))
}

/// Position of the outcome that is asked for, or of the first of some that has a value.
pub(super) fn position(
    model: &Model,
    list: &mut outcome::List,
    name: Option<&str>,
) -> Result<usize, SensitivityError> {
    if let Some(name) = name {
        let position = list.add(name);
        return position.ok_or_else(|| SensitivityError::Usage(no_outcome(name, list)));
    }
    let stem = match model.has_programme() {
        true => "delivered_h100e",
        false => "others_h100e",
    };
    let last = model.reported[model.reported.len() - 1];
    let names = [format!("{stem}_{last}"), format!("{stem}_end")];
    let found: Vec<usize> = names.iter().filter_map(|name| list.add(name)).collect();
    let central = model.parameters.central();
    let quiet = |_| {};
    let engine = Engine::new((model, list), 0, 1, None, &quiet);
    let values = engine.all_outcomes(central, false);
    let defined = found
        .iter()
        .find(|&&position| !values[position][0].is_nan());
    Ok(defined.or(found.last()).copied().unwrap_or(0))
}

//! The outcome that is explained.

use fabcast_model::model::Model;

use super::SensitivityError;
use crate::analysis::sensitivity::engine::Engine;
use crate::analysis::sensitivity::text;
use crate::outcome;

/// Outcomes explained if none is named: the first that has a value.
const DEFAULT_OUTCOMES: [&str; 3] = [
    "delivered_h100e_2035",
    "delivered_h100e_end",
    "others_h100e_2035",
];

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
    let central = model.parameters.central();
    let quiet = |_| {};
    let engine = Engine::new((model, list), 0, 1, None, &quiet);
    let values = engine.all_outcomes(central, false);
    let names: &[&str] = match model.has_programme() {
        true => &DEFAULT_OUTCOMES[..2],
        false => &DEFAULT_OUTCOMES[2..],
    };
    let found = names.iter().filter_map(|name| list.position(name));
    let defined = found
        .clone()
        .find(|&position| !values[position][0].is_nan());
    Ok(defined.or_else(|| found.clone().next_back()).unwrap_or(0))
}

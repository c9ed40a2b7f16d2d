//! Faults of values that rest on rows from after the vintage of their world.

use fabcast_model::inputs::Date;

use super::Fault;
use super::faults::fault;
use crate::source::Span;

/// Later evidence that stands among the sources.
pub(crate) fn unmarked(span: Span, id: &str, as_of: Date, vintage: Date) -> Fault {
    let message = format!("the source `{id}` is of {as_of}, and the world is of {vintage}");
    let label = format!("not known by {vintage}");
    let help =
        "it says a constant of a mechanism: name the row in `later_evidence` instead of `source`";
    fault("vintage", span, message, label, help)
}

/// Later evidence of a level.
pub(crate) fn of_level(span: Span, path: &str) -> Fault {
    let message = format!("`{path}` cannot rest on later evidence");
    let label = "it is a level of the world";
    let help = "use rows known at the vintage in `source`, or give an `assumption` and name the later rows in \
                `note`";
    let constants = "`fabcast docs reference` says which values are constants of a mechanism";
    fault("later", span, message, label, help).and_help(constants)
}

/// Later evidence that is not later.
pub(crate) fn not_later(span: Span, id: &str, as_of: Date, vintage: Date) -> Fault {
    let message = format!("`{id}` is of {as_of}, and the world is of {vintage}");
    fault(
        "later",
        span,
        message,
        "not later",
        "name the row in `source`",
    )
}

//! What went wrong, on standard error.

use fabcast::scenario::Diagnostics;

use crate::failure::Failure;
use crate::terminal;

/// Tells why a command did not do its work, if there is anything to tell.
pub fn failed(failure: &Failure) {
    if let Failure::Scenario(diagnostics) = failure {
        scenario(diagnostics);
        terminal::blank();
    }
    terminal::say(&failure.message());
}

/// Tells what is to be said about a scenario, in colours where they can be seen.
pub fn scenario(diagnostics: &Diagnostics) {
    let coloured = terminal::colour_on_stderr();
    let rendered = diagnostics.render(coloured);
    match coloured {
        true => terminal::say_coloured(&rendered),
        false => terminal::say(&rendered),
    }
}

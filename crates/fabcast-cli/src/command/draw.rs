//! `fabcast run --draw N`.

use fabcast::scenario::Scenario;
use fabcast::single;
use fabcast::store::Settings;

use super::run::failure;
use crate::args::{Format, RunArgs};
use crate::failure::Failure;
use crate::text;
use crate::{terminal, verdict};

/// Simulates one draw and says why it came out as it did.
///
/// # Errors
/// When the engine refuses the scenario, or a file cannot be written.
pub fn draw(
    scenario: &Scenario,
    settings: &Settings,
    number: u64,
    args: &RunArgs,
) -> Result<(), Failure> {
    if number >= settings.first + settings.draws && settings.needs_its_draws() {
        return Err(Failure::Usage(text::ensemble::no_draw(
            number,
            settings.draws,
        )));
    }
    let document = single::draw(scenario, settings, number).map_err(failure)?;
    if let Some(folder) = &args.out {
        single::write(folder, &document).map_err(|error| failure(error.into()))?;
    }
    match args.format {
        Format::Json => terminal::print_json(&document)?,
        Format::Text => terminal::print_text(&verdict::draw::screen(&document))?,
    }
    if let (Some(folder), false) = (&args.out, args.quiet) {
        let name = |kind: &str| {
            folder
                .join(format!("draw-{number}.{kind}"))
                .display()
                .to_string()
        };
        ["json", "csv", "parquet"]
            .iter()
            .for_each(|kind| terminal::say(&text::wrote(&name(kind))));
    }
    Ok(())
}

//! `fabcast run --draw N`.

use fabcast::folder::{Claim, Folder};
use fabcast::scenario::Scenario;
use fabcast::single;
use fabcast::store::Settings;

use super::run::{failure, inputs};
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
    let names = single::names(number);
    let files = names.each_ref().map(String::as_str);
    let inputs = inputs(scenario, args);
    let folder = match &args.out {
        Some(path) => {
            let claim = Claim {
                force: args.force,
                inputs: &inputs,
                who: "fabcast run --draw",
            };
            Some(Folder::of_files(path, &claim, &files).map_err(super::refused)?)
        }
        None => None,
    };
    let document = single::draw(scenario, settings, number).map_err(failure)?;
    if let Some(folder) = &folder {
        single::write(folder, &document).map_err(|error| failure(error.into()))?;
        super::say_kept(folder);
    }
    match args.format {
        Format::Json => terminal::print_json(&document)?,
        Format::Text => terminal::print_text(&verdict::draw::screen(&document))?,
    }
    if let (Some(folder), false) = (&args.out, args.quiet) {
        for name in &names {
            terminal::say(&text::wrote(&folder.join(name).display().to_string()));
        }
    }
    Ok(())
}

//! `fabcast show`.

use fabcast::scenario::catalogue;

use crate::args::ShowArgs;
use crate::failure::Failure;
use crate::{terminal, text};

/// Prints an embedded scenario or world, or any scenario with everything spelled out.
///
/// # Errors
/// When there is none of this name, or it is invalid.
pub fn show(args: &ShowArgs) -> Result<(), Failure> {
    let name = args.name.as_str();
    if args.resolved {
        if catalogue::world(name).is_some() {
            return Err(Failure::Usage(text::world_resolved(name)));
        }
        return terminal::print(&super::load(name, &args.set, false)?.to_toml());
    }
    match catalogue::scenario(name).or_else(|| catalogue::world(name)) {
        Some(text) => terminal::print(text),
        None => {
            let names: Vec<&str> = catalogue::SCENARIOS
                .iter()
                .chain(catalogue::WORLDS)
                .map(|(name, _)| *name)
                .collect();
            let nearest = fabcast::nearest::nearest_name(name, names.iter().copied());
            Err(Failure::Usage(text::not_embedded(name, &names, nearest)))
        }
    }
}

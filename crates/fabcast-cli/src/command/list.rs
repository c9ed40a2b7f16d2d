//! `fabcast list`.

use fabcast::scenario::{catalogue, load};
use serde::Serialize;

use crate::args::{Format, ListArgs};
use crate::failure::Failure;
use crate::layout::Table;
use crate::{terminal, text};

#[derive(Serialize)]
struct Listed {
    name: &'static str,
    title: String,
    description: String,
    world: Option<String>,
    start: String,
    end: String,
    default: bool,
}

/// Prints the embedded scenarios.
///
/// # Errors
/// When one of them is invalid, or nothing can be printed.
pub fn list(args: &ListArgs) -> Result<(), Failure> {
    let mut scenarios = Vec::new();
    for (position, (name, _)) in catalogue::SCENARIOS.iter().enumerate() {
        let meta = load(name, &[]).map_err(Failure::Scenario)?.meta;
        scenarios.push(Listed {
            name,
            title: meta.title,
            description: meta
                .description
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            world: meta.world,
            start: meta.start.to_string(),
            end: meta.end.to_string(),
            default: position == 0,
        });
    }
    if args.format == Format::Json {
        return terminal::print_json(&scenarios);
    }
    let mut table = Table::new(3);
    for scenario in &scenarios {
        let period = text::period(&scenario.start, &scenario.end);
        let mark = if scenario.default {
            text::IS_DEFAULT
        } else {
            ""
        };
        table.row([
            scenario.name,
            &format!("{} {mark}", scenario.title),
            &period,
        ]);
    }
    terminal::print_text(&format!("{}\n{}\n", table.render_flush(), text::LIST_HINT))
}

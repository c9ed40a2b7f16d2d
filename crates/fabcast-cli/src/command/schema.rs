//! `fabcast schema`.

use fabcast::docs::{self, Named};
use fabcast::scenario::{self, catalogue};
use serde::Serialize;

use crate::args::{Format, SchemaArgs, SchemaOf};
use crate::failure::Failure;
use crate::layout::Table;
use crate::{terminal, text};

#[derive(Serialize)]
struct Names {
    outcomes: Vec<Named>,
    series: Vec<Named>,
}

/// Prints the JSON Schema of scenario files, or the outcomes and series.
///
/// # Errors
/// When nothing can be printed.
pub fn schema(args: &SchemaArgs) -> Result<(), Failure> {
    if args.what == SchemaOf::Scenario {
        return terminal::print_json(&scenario::schema());
    }
    let default = fabcast::load(catalogue::SCENARIOS[0].0, &[]).map_err(Failure::Scenario)?;
    let names = Names {
        outcomes: docs::outcomes(&default),
        series: docs::series(&default),
    };
    if args.format == Format::Json {
        return terminal::print_json(&names);
    }
    let table = |rows: &[Named]| {
        let mut table = Table::new(3);
        for row in rows {
            table.row([&row.name, &row.unit, &row.label]);
        }
        table.render()
    };
    terminal::print_text(&format!(
        "{}\n\n{}\n{}\n\n{}",
        text::OUTCOMES,
        table(&names.outcomes),
        text::SERIES,
        table(&names.series)
    ))
}

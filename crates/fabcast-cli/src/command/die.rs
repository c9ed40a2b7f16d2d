//! `fabcast die`.

use fabcast::die::{self, Die, Dies, Node, OutOfRange, RETICLE_MM2};
use fabcast::format::{NONE, count, percent, significant};
use serde::Serialize;

use crate::args::{DieArgs, Format};
use crate::failure::Failure;
use crate::layout::{Table, item, width};
use crate::{terminal, text};

#[derive(Serialize)]
struct Printed<'a> {
    node: Option<&'a Node>,
    #[serde(flatten)]
    dies: &'a Dies,
}

/// Calculates the dies of a wafer and prints them.
///
/// # Errors
/// When an argument is out of range or names no node.
pub fn die(args: &DieArgs) -> Result<(), Failure> {
    let node = match &args.node {
        None => None,
        Some(name) => Some(die::node(name).ok_or_else(|| {
            let names: Vec<String> = die::nodes().into_iter().map(|node| node.name).collect();
            Failure::Usage(text::unknown_node(name, &names))
        })?),
    };
    let usual = Die::default();
    let sides = args
        .width
        .zip(args.height)
        .map(|(width, height)| width * height);
    let die = Die {
        area_mm2: sides.or(args.area).unwrap_or(usual.area_mm2),
        density_per_cm2: args.density.unwrap_or(usual.density_per_cm2),
        clustering: args.alpha.unwrap_or(usual.clustering),
        edge_mm: args.edge.unwrap_or(usual.edge_mm),
        salvage: args.salvage.unwrap_or(usual.salvage),
        line_yield: args.line_yield.unwrap_or(usual.line_yield),
        wafer_cost_usd: args
            .wafer_cost
            .or(node.as_ref().map(|node| node.wafer_usd))
            .unwrap_or(usual.wafer_cost_usd),
    };
    let dies = die::dies(&die).map_err(|faults| Failure::Usage(complaint(&faults)))?;
    if die.area_mm2 > RETICLE_MM2 {
        terminal::say(&text::too_large(&significant(die.area_mm2)));
    }
    match args.format {
        Format::Json => terminal::print_json(&Printed {
            node: node.as_ref(),
            dies: &dies,
        }),
        Format::Text => terminal::print_text(&table(&dies, node.as_ref())),
    }
}

fn complaint(faults: &[OutOfRange]) -> String {
    let argument = |field: &str| {
        let known = text::ARGUMENTS.iter().find(|(known, _)| *known == field);
        known.map_or_else(|| field.to_owned(), |(_, argument)| (*argument).to_owned())
    };
    let lines: Vec<String> = faults
        .iter()
        .map(|fault| text::out_of_range(&argument(fault.field), fault.value, fault.expected))
        .collect();
    lines.join("\n")
}

/// Whole dollars above a hundred, else three significant digits.
fn dollars(value: f64) -> String {
    match value {
        value if (100.0..1e15).contains(&value) => format!("${}", count(value.round() as u64)),
        value => format!("${}", significant(value)),
    }
}

fn table(dies: &Dies, node: Option<&Node>) -> String {
    let die = &dies.die;
    let cost = |value: Option<f64>| value.map_or_else(|| NONE.to_owned(), dollars);
    let wafer = text::wafer(
        &dollars(die.wafer_cost_usd),
        &significant(die.edge_mm),
        die.line_yield,
    );
    let mut items = vec![
        (
            text::DIE,
            text::die(
                &significant(die.area_mm2),
                &significant(die.density_per_cm2),
            ),
        ),
        (text::WAFER, wafer),
        (
            text::PER_WAFER,
            text::per_wafer(
                &significant(dies.dies_per_wafer),
                &cost(dies.cost_per_die_usd),
            ),
        ),
    ];
    if let Some(node) = node {
        items.insert(
            0,
            (text::NODE, text::node(&node.name, &node.as_of, &node.id)),
        );
    }
    let widest = items.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let mut out: String = items
        .iter()
        .map(|(name, says)| item(name, widest, says))
        .collect();
    let mut table = Table::new(1);
    table.row(text::DIE_COLUMNS);
    for model in &dies.models {
        table.row([
            text::yield_model(model.model, &significant(die.clustering)),
            percent(model.die_yield),
            significant(model.good_dies),
            cost(model.cost_per_good_die_usd),
            significant(model.usable_dies),
            cost(model.cost_per_usable_die_usd),
        ]);
    }
    out.push('\n');
    out.push_str(&table.render());
    out.push_str(&format!("\n{}\n", text::usable(die.salvage)));
    out
}

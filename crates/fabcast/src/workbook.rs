//! `workbook.xlsx`: one draw as a workbook that an analyst can follow and change.
//!
//! Months run across, a line is a row with one formula, inputs stand apart from calculations, and the
//! checks say whether the formulas come to fabcast's own figures. The physical flows of the draw
//! (work, tools, revenue, cost) are inputs; the finance step of model §12 is formulas.

mod balance;
mod blocks;
mod books;
mod cash;
mod cover;
mod debt;
mod front;
mod grid;
mod returns;
mod tax;
mod terms;
mod text;
mod waterfall;

use std::path::Path;

use fabcast_model::inputs::Leaf;
use fabcast_model::model::Model;
use fabcast_model::simulate::{Run, Scene, Want};
use fabcast_scenario::Scenario;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::design::Sampler;
use crate::ensemble::Options;
use crate::folder::Folder;
pub use crate::folder::names::WORKBOOK as FILE;
use crate::input;
use crate::output::OutputError;
use crate::run::RunError;
use crate::store::Settings;
use blocks::Desk;
use books::Books;
use cash::Sources;
use debt::Later;
pub use grid::Cell;
use grid::{Calendar, Styles};

/// A workbook, and the numbers that its cells should hold.
pub struct Built {
    /// The file.
    pub bytes: Vec<u8>,
    /// Every number, as fabcast computes it.
    pub cells: Vec<Cell>,
}

/// Which draw a workbook is of.
#[derive(Clone, Copy, Debug)]
pub struct Draw {
    /// Its number.
    pub number: u64,
    /// Whether it is the one in the middle.
    pub median: bool,
}

/// Whether formulas carry their results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Results {
    /// They do, for programs that show a file without computing it.
    Written,
    /// They do not: whoever reads the file computes them.
    Left,
}

/// The draw with the median present value of all equity, from the draws written to a folder; none if
/// they are not there or have no such column, or if no draw has a value.
///
/// # Errors
/// When the file cannot be read.
pub fn median_draw(folder: &Path) -> Result<Option<Draw>, OutputError> {
    let path = folder.join(crate::folder::names::DRAWS);
    if !path.exists() {
        return Ok(None);
    }
    let wanted = ["draw", "npv"];
    let (columns, _) = input::parquet::read(&path, |name| wanted.contains(&name))
        .map_err(|why| OutputError::new("read", &path, &why))?;
    let column = |name: &str| {
        let column = columns.iter().find(|column| column.name == name);
        column.and_then(|column| column.values.as_ref())
    };
    let (Some(numbers), Some(values)) = (column("draw"), column("npv")) else {
        return Ok(None);
    };
    let rows = numbers.iter().zip(values);
    let mut draws: Vec<(f64, u64)> = rows.map(|(&n, &npv)| (npv, n as u64)).collect();
    draws.retain(|(npv, _)| !npv.is_nan());
    draws.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let middle = draws.get(draws.len().saturating_sub(1) / 2);
    Ok(middle.map(|&(_, number)| Draw {
        number,
        median: true,
    }))
}

/// Simulates a draw once more and makes a workbook of it.
///
/// # Errors
/// When the workbook cannot be put together; with a scenario that runs this does not happen.
pub fn build(
    scenario: &Scenario,
    model: &Model,
    options: &Options,
    draw: Draw,
    results: Results,
) -> Result<Built, XlsxError> {
    let planned = model.parameters.central();
    let scene = match options.sampler {
        _ if options.central => Scene::with_values(model, &planned, planned.clone()),
        Some(sampler) => {
            let values = sampler.sample(model, options.seed, draw.number);
            Scene::with_values(model, &planned, values)
        }
        None => Scene::new(model, &planned, options.seed, draw.number),
    };
    let run = scene.run(&Want::all(options.relax));
    of_run(scenario, model, options, draw, &run, results)
}

fn of_run(
    scenario: &Scenario,
    model: &Model,
    options: &Options,
    draw: Draw,
    run: &Run,
    results: Results,
) -> Result<Built, XlsxError> {
    let books = Books::of(run, model, 0);
    let label = |path: String| match scenario.inputs.leaves.get(&path) {
        Some(Leaf::Text(label)) => Some(label.clone()),
        _ => None,
    };
    let investors = model.capital.investors.iter();
    let names: Vec<String> = investors
        .map(|investor| label(format!("capital.investor.{}.label", investor.name)))
        .map(|name| name.unwrap_or_else(|| crate::text::SOLE_INVESTOR.to_owned()))
        .collect();
    let regions: Vec<String> = model
        .regions
        .iter()
        .map(|name| label(format!("region.{name}.label")).unwrap_or_else(|| name.clone()))
        .collect();
    let calendar = Calendar {
        months: (0..model.months)
            .map(|t| model.start.plus(t as i32).to_string())
            .collect(),
    };
    let styles = Styles::new(results);
    let desk = Desk {
        calendar: &calendar,
        styles: &styles,
        books: &books,
        names: &names,
        regions: &regions,
    };
    let (inputs, terms) = terms::inputs(&desk)?;
    let (timing_sheet, timing) = blocks::timing(&desk, (model.start.year, model.start.month))?;
    let (revenue_sheet, revenue) = blocks::revenue(&desk)?;
    let (opex_sheet, opex, reequipment) = blocks::opex(&desk)?;
    let (capex_sheet, capex) = blocks::capex(&desk, reequipment)?;
    let (mut funding_sheet, funding) = blocks::funding(&desk, &terms, &timing)?;
    // Debt, tax and cash refer to each other: the lines of the latter two are laid first.
    let (mut tax_sheet, tax) = tax::lay(&desk, &terms, &timing, &capex)?;
    let (mut cash_sheet, cash) = cash::lay(&desk, &terms)?;
    let trade = (&revenue, &opex);
    let later = Later {
        tax: &tax.due,
        swept: cash.swept.as_ref(),
    };
    let (mut debt_sheet, debt) = debt::debt(&desk, &terms, &timing, trade, &funding, &later)?;
    if let (Some(bridge), Some(due)) = (&funding.bridge, &debt.bridges_due) {
        blocks::fill_calls(&mut funding_sheet, &books, bridge, due)?;
    }
    tax::fill(&mut tax_sheet, &desk, &terms, &tax, trade, &funding, &debt)?;
    let sources = Sources {
        terms: &terms,
        timing: &timing,
        revenue: &revenue,
        opex: &opex,
        capex: &capex,
        funding: &funding,
        debt: &debt,
        tax: &tax,
    };
    cash::fill(&mut cash_sheet, &desk, &cash, &sources)?;
    let (waterfall_sheet, waterfall) = waterfall::waterfall(&desk, &terms, &funding, &cash)?;
    let (terminal_sheet, terminal) =
        returns::terminal(&desk, &terms, trade, (&debt, &tax), &cash, &waterfall)?;
    let cover = cover::cover(
        &mut debt_sheet,
        &desk,
        &terms,
        &timing,
        (&debt, &funding),
        &cash,
        &terminal.operations,
    )?;
    let (investors_sheet, returns) = returns::investors(
        &desk, &terms, &timing, &funding, &debt, &waterfall, &terminal,
    )?;
    let (balance_sheet, gap) = balance::balance(
        &desk, trade, &funding, &debt, &tax, &cash, &waterfall, &terms,
    )?;
    let (checks_sheet, holds) = balance::checks(
        &desk, &cash, &funding, &capex, &revenue, &waterfall, &returns, &gap,
    )?;
    let index = front::index(
        &desk, scenario, options, draw, run, &returns, &cover, &holds,
    )?;
    let assumptions = front::assumptions(&desk, scenario)?;
    let charts = front::charts(&desk, &returns, trade, &capex, &funding, &debt, &cash)?;

    let mut workbook = Workbook::new();
    // The same draw gives the same bytes on every day.
    let created = ExcelDateTime::from_ymd(2024, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(&scenario.meta.title)
        .set_author(concat!("fabcast ", env!("CARGO_PKG_VERSION")))
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    let mut cells = Vec::new();
    for sheet in [
        index,
        inputs,
        assumptions,
        timing_sheet,
        revenue_sheet,
        opex_sheet,
        capex_sheet,
        funding_sheet,
        debt_sheet,
        tax_sheet,
        cash_sheet,
        waterfall_sheet,
        terminal_sheet,
        investors_sheet,
        balance_sheet,
        checks_sheet,
        charts,
    ] {
        let (sheet, numbers) = sheet.finish();
        workbook.push_worksheet(sheet);
        cells.extend(numbers);
    }
    Ok(Built {
        bytes: workbook.save_to_buffer()?,
        cells,
    })
}

/// Makes the workbook of a draw of a run and writes it into the run's folder: the draw asked for, or
/// the median one of those written there, or the first.
///
/// # Errors
/// When the scenario cannot be put into the engine, or a file cannot be read or written.
pub fn write(
    folder: &Folder,
    scenario: &Scenario,
    settings: &Settings,
    number: Option<u64>,
) -> Result<Draw, RunError> {
    let model = Model::new(&scenario.inputs).map_err(RunError::Model)?;
    let draw = match number {
        Some(number) => Some(Draw {
            number,
            median: false,
        }),
        None => median_draw(folder.path())?,
    };
    let draw = draw.unwrap_or(Draw {
        number: settings.first,
        median: false,
    });
    let sampler = Sampler::new(&model, settings)?;
    let options = Options {
        seed: settings.seed,
        relax: settings.relaxed()?,
        central: settings.central,
        sampler: sampler.as_ref(),
        ..Options::default()
    };
    let built = build(scenario, &model, &options, draw, Results::Written)
        .map_err(|error| OutputError::new("write", &folder.path().join(FILE), &error))?;
    folder.write(FILE, &built.bytes)?;
    Ok(draw)
}

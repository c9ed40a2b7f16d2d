//! The sensitivity of a column of a table.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use fabcast_document::sensitivity::{
    ConvergenceRow, IndexRow, OutcomeInfo, Regional, SensitivityDocument,
};

use super::given::{self, Layout};
use super::regional;
use super::run::SensitivityError;
use super::sobol::{self, Bootstrap};
use super::text;
use crate::analysis::condition::Condition;
use crate::analysis::factors::label;
use crate::analysis::table::{Column, Table};
use crate::statistics::{quantile_of_sorted, statistics};

/// Fewest rows of a table.
const FEWEST: usize = 30;
const RESAMPLES: usize = 200;
const CONVERGING: usize = 5;
const ALPHA: f64 = 0.05;
const SHOWN: usize = 10;

/// How to analyse a table.
#[derive(Clone, Debug)]
pub struct TableOptions<'a> {
    /// File of the inputs, or of inputs and outcomes.
    pub file: &'a Path,
    /// File of the outcomes, if they stand elsewhere; joined by `draw`.
    pub results: Option<&'a Path>,
    /// Column to explain; may be absent if only one is left beside the inputs.
    pub outcome: Option<&'a str>,
    /// Columns that are inputs; all others that vary if empty.
    pub inputs: &'a [String],
    /// Level of the intervals.
    pub level: f64,
    /// Seed of the resamples.
    pub seed: u64,
    /// What tells rows apart in the regional analysis; the best tenth if absent.
    pub condition: Option<Condition>,
}

/// Analyses a column of a table. Rows that are a design in Saltelli's layout give first and total
/// order; any other sample gives the first order from bins.
///
/// # Errors
/// [`SensitivityError::Usage`]: the table cannot be read, a column is missing or has gaps, draws
/// differ between the two files, or a design has been shuffled.
pub fn of_table(options: &TableOptions) -> Result<SensitivityDocument, SensitivityError> {
    let start = Instant::now();
    let usage = |why: String| SensitivityError::Usage(why);
    let file = options.file.display().to_string();
    let mut table = Table::read(options.file).map_err(|error| usage(error.0))?;
    let mut result_names: Vec<String> = Vec::new();
    if let Some(path) = options.results {
        let results = Table::read(path).map_err(|error| usage(error.0))?;
        result_names = results
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect();
        let names = [file.as_str(), &path.display().to_string()];
        table.join(results, names).map_err(|error| usage(error.0))?;
    }
    let names: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let outcome = match (options.outcome, &result_names[..]) {
        (Some(name), _) => name.to_owned(),
        (None, [only]) => only.clone(),
        (None, _) => return Err(usage(text::needs_outcome(&names))),
    };
    let outcome = table.need(&outcome).map_err(|error| usage(error.0))?;
    let inputs: Vec<&Column> = table
        .inputs(options.inputs, &outcome.name)
        .map_err(|error| usage(error.0))?
        .into_iter()
        .filter(|column| !result_names.contains(&column.name))
        .collect();
    let n = table.rows;
    if n < FEWEST {
        return Err(usage(text::too_short(n)));
    }
    for column in inputs.iter().copied().chain([outcome]) {
        let missing = column
            .values
            .iter()
            .filter(|value| !value.is_finite())
            .count();
        if missing > 0 {
            return Err(usage(text::missing_values(&column.name, missing)));
        }
    }
    let y = &outcome.values;
    if y.iter().all(|value| *value == y[0]) {
        return Err(usage(text::constant(&outcome.name, y[0])));
    }
    let bootstrap = Bootstrap {
        level: options.level,
        resamples: RESAMPLES,
        seed: options.seed,
    };
    let s = statistics(y);
    let mut document = SensitivityDocument {
        scenario: None,
        source: file.clone(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        method: "given-data".to_owned(),
        method_note: text::GIVEN_DATA.to_owned(),
        outcome: OutcomeInfo {
            name: outcome.name.clone(),
            label: outcome.name.clone(),
            unit: outcome.unit.clone(),
            mean: s.mean,
            sd: s.sd,
        },
        seed: None,
        level: options.level,
        rows: n,
        simulations: 0,
        elapsed_seconds: 0.0,
        parameters: inputs.len(),
        indices: BTreeMap::new(),
        why_null: None,
        subsystems: BTreeMap::new(),
        explained_alone: None,
        convergence: Vec::new(),
        convergence_factors: Vec::new(),
        rows_needed: None,
        regional: None,
        tornado: Vec::new(),
        morris: BTreeMap::new(),
        warnings: Vec::new(),
    };
    let columns: Vec<&[f64]> = inputs.iter().map(|column| &column.values[..]).collect();
    // a design's rows have an order; where draws contradict it nothing can be trusted
    let order = table.draws.as_ref().and_then(|draws| {
        let row = draws.windows(2).position(|pair| pair[1] < pair[0])?;
        Some(text::shuffled(&file, row + 2, draws[row + 1], draws[row]))
    });
    match (given::layout(&columns, y), order) {
        (Layout::Saltelli(_), Some(message)) => return Err(usage(message)),
        (Layout::Broken(_), Some(message)) => return Err(usage(message)),
        (Layout::Broken(row), None) => return Err(usage(text::broken_design(&file, row))),
        (Layout::Other, Some(message)) if is_design(&table, &columns, y) => {
            return Err(usage(message));
        }
        (Layout::Saltelli(design), None) => {
            if table.draws.is_none() {
                document.warnings.push(text::no_order(&file));
            }
            of_design(&mut document, &inputs, &design, &bootstrap);
        }
        (Layout::Other, _) => of_sample(&mut document, &inputs, y, &bootstrap),
    }
    document.regional =
        regional_of(options, &table, &inputs, outcome, &mut document.warnings).map_err(usage)?;
    document.why_null = text::why_null(&document);
    document.elapsed_seconds = start.elapsed().as_secs_f64();
    Ok(document)
}

/// Whether the rows are a design once they are sorted by draw.
fn is_design(table: &Table, columns: &[&[f64]], y: &[f64]) -> bool {
    let Some(draws) = &table.draws else {
        return false;
    };
    let mut order: Vec<usize> = (0..draws.len()).collect();
    order.sort_by_key(|&row| draws[row]);
    let sorted = |column: &[f64]| -> Vec<f64> { order.iter().map(|&row| column[row]).collect() };
    let columns: Vec<Vec<f64>> = columns.iter().map(|column| sorted(column)).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    matches!(given::layout(&columns, &sorted(y)), Layout::Saltelli(_))
}

fn bare(column: &Column, rows: usize) -> IndexRow {
    IndexRow {
        label: label(&column.name),
        subsystem: String::new(),
        members: 1,
        rows,
        ..IndexRow::default()
    }
}

fn of_design(
    document: &mut SensitivityDocument,
    inputs: &[&Column],
    design: &given::Design,
    bootstrap: &Bootstrap,
) {
    let ab: Vec<&[f64]> = design.ab.iter().map(Vec::as_slice).collect();
    let rows = design.a.len();
    document.method = "saltelli-table".to_owned();
    document.method_note = text::SALTELLI_TABLE.to_owned();
    document.rows = rows;
    let indices = sobol::indices(&design.a, &design.b, &ab, bootstrap);
    for (column, index) in inputs.iter().zip(&indices) {
        let row = IndexRow {
            s1: Some(index.s1),
            s1_conf: Some(index.s1_conf),
            st: Some(index.st),
            st_conf: Some(index.st_conf),
            ..bare(column, rows)
        };
        document.indices.insert(column.name.clone(), row);
    }
    let mut order: Vec<usize> = (0..indices.len()).collect();
    order.sort_by(|&a, &b| indices[b].st.total_cmp(&indices[a].st));
    order.truncate(CONVERGING);
    let leading: Vec<&[f64]> = order.iter().map(|&i| ab[i]).collect();
    let steps = sobol::convergence(&design.a, &design.b, &leading, bootstrap);
    if let Some(last) = steps.last() {
        let widest = last.widest_s1.max(last.widest_st);
        document.rows_needed = sobol::rows_needed(last.rows, widest);
        if widest > sobol::SETTLED {
            document
                .warnings
                .push(text::wide_table(widest, last.rows, document.rows_needed));
        }
    }
    document.convergence = steps
        .into_iter()
        .map(|step| ConvergenceRow {
            rows: step.rows,
            s1: step.indices.iter().map(|i| [i.s1, i.s1_conf]).collect(),
            st: step.indices.iter().map(|i| [i.st, i.st_conf]).collect(),
        })
        .collect();
    document.convergence_factors = order.iter().map(|&i| inputs[i].name.clone()).collect();
    explained_alone(document);
}

fn of_sample(
    document: &mut SensitivityDocument,
    inputs: &[&Column],
    y: &[f64],
    bootstrap: &Bootstrap,
) {
    for column in inputs {
        let (s1, conf) = given::first_order(&column.values, y, bootstrap);
        let row = IndexRow {
            s1: Some(s1),
            s1_conf: Some(conf),
            ..bare(column, y.len())
        };
        document.indices.insert(column.name.clone(), row);
    }
    explained_alone(document);
    let leading: Vec<&Column> = document
        .ranked()
        .iter()
        .take(8)
        .filter_map(|(name, _)| inputs.iter().find(|column| column.name == *name).copied())
        .collect();
    if let Some((first, second, rank)) = most_correlated(&leading) {
        document
            .warnings
            .push(text::correlated_table(first, second, rank));
    }
}

fn explained_alone(document: &mut SensitivityDocument) {
    let distinct = document.indices.values().filter_map(|row| {
        row.s1
            .filter(|_| IndexRow::is_distinct(row.s1, row.s1_conf))
    });
    document.explained_alone = Some(distinct.sum());
}

/// The pair with the largest rank correlation, if chance does not explain it.
fn most_correlated<'a>(columns: &[&'a Column]) -> Option<(&'a str, &'a str, f64)> {
    let ranks: Vec<Vec<f64>> = columns.iter().map(|column| ranks(&column.values)).collect();
    let mut most: Option<(&str, &str, f64)> = None;
    for i in 0..columns.len() {
        for j in 0..i {
            let rank = correlation(&ranks[i], &ranks[j]);
            if rank.abs() > most.map_or(0.0, |(_, _, most)| most.abs()) {
                most = Some((&columns[j].name, &columns[i].name, rank));
            }
        }
    }
    let n = columns.first()?.values.len() as f64;
    // five standard errors, and more than a trace
    most.filter(|(_, _, rank)| rank.abs() > (5.0 / n.sqrt()).max(0.1))
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, row) in order.into_iter().enumerate() {
        ranks[row] = rank as f64;
    }
    ranks
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (ma, mb) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        ab += (x - ma) * (y - mb);
        aa += (x - ma) * (x - ma);
        bb += (y - mb) * (y - mb);
    }
    ab / (aa * bb).sqrt()
}

fn regional_of(
    options: &TableOptions,
    table: &Table,
    inputs: &[&Column],
    outcome: &Column,
    warnings: &mut Vec<String>,
) -> Result<Option<Regional>, String> {
    let (met, condition): (Vec<bool>, String) = match &options.condition {
        Some(condition) => {
            let column = table.need(&condition.name).map_err(|error| error.0)?;
            let met = column.values.iter().map(|value| condition.holds(*value));
            (met.collect(), condition.to_string())
        }
        None => {
            let mut sorted = outcome.values.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            let limit = quantile_of_sorted(&sorted, 0.9);
            let condition = Condition::at_least(&outcome.name, limit);
            let met = outcome.values.iter().map(|value| condition.holds(*value));
            (met.collect(), condition.to_string())
        }
    };
    let count = met.iter().filter(|met| **met).count();
    if count == 0 || count == met.len() {
        warnings.push(text::one_set(&condition, count));
        return Ok(None);
    }
    let compared: Vec<regional::Input> = inputs
        .iter()
        .map(|column| regional::Input {
            name: column.name.clone(),
            label: label(&column.name),
            unit: column.unit.clone(),
            values: &column.values,
        })
        .collect();
    let (noise_floor, mut differences) = regional::compare(&compared, &met, ALPHA);
    let above = differences.iter().filter(|d| d.above_noise).count();
    differences.truncate(above.max(SHOWN));
    Ok(Some(Regional {
        condition,
        note: String::new(),
        met: count,
        missed: met.len() - count,
        noise_floor,
        inputs: differences,
        n_inputs: compared.len(),
    }))
}

//! `fabcast discover`.

use std::path::PathBuf;

use fabcast::analysis::condition::Condition;
use fabcast::analysis::discover::{DiscoverError, Options, Source, discover as search};
use fabcast::document::discover::{BoxInfo, DiscoverDocument, FILE};
use fabcast::format::{percent, significant};
use fabcast::scenario::Scenario;

use crate::args::{DiscoverArgs, Format};
use crate::failure::Failure;
use crate::layout::{Table, paragraph, shortened};
use crate::terminal::{self, Progress};
use crate::text::discover as words;

/// Boxes shown of the trajectory, about.
const SHOWN: usize = 14;
/// Longest list of restricted inputs and longest clause [characters].
const NAMES: usize = 40;
const CLAUSE: usize = 48;

/// Searches for the box of inputs in which the plan works.
///
/// # Errors
/// When the scenario or the table is invalid, there is nothing to tell apart, or it is stopped.
pub fn discover(args: &DiscoverArgs) -> Result<(), Failure> {
    let analysis = &args.analysis;
    let conditions = args
        .conditions
        .iter()
        .map(|written| Condition::parse(written));
    let conditions = conditions
        .collect::<Result<Vec<_>, _>>()
        .map_err(Failure::Usage)?;
    let scenario = match &args.table {
        Some(_) => None,
        None => Some(super::load(
            &args.scenario.scenario,
            &args.scenario.set,
            analysis.quiet,
        )?),
    };
    let source = match (&scenario, &args.table) {
        (_, Some(file)) => Source::Table(file, &args.inputs),
        (Some(scenario), _) => Source::Scenario(scenario),
        (None, None) => return Err(Failure::Usage(words::WHERE.to_owned())),
    };
    let files = scenario.iter().flat_map(Scenario::files);
    let inputs: Vec<PathBuf> = files.chain(args.table.clone()).collect();
    let folder = analysis.open("fabcast discover", FILE, &inputs)?;
    let options = Options {
        source,
        conditions,
        draws: args.draws,
        seed: analysis.seed,
        choice: args.choice,
        threads: analysis.threads.map(usize::from),
        stop: scenario.is_some().then(terminal::stop_on_interrupt),
    };
    let is_quiet = analysis.quiet || analysis.format == Format::Json || scenario.is_none();
    let progress = Progress::new(args.draws, is_quiet);
    let result = search(&options, &mut |done| progress.show(done));
    progress.finish();
    let document = result.map_err(failure)?;
    analysis.warn(&document.warnings);
    analysis.finish(folder.as_ref(), FILE, &document, (1, 1), screen)
}

fn failure(error: DiscoverError) -> Failure {
    let why = error.to_string();
    match error {
        DiscoverError::Usage(_) | DiscoverError::Model(_) => Failure::Usage(why),
        DiscoverError::Threads(_) => Failure::Run(why),
        DiscoverError::Stopped => Failure::Interrupted(why),
    }
}

fn screen(document: &DiscoverDocument) -> String {
    let source = match &document.scenario {
        None => document.source.clone(),
        Some(scenario) => format!("{}, {}", scenario.title, scenario.name),
    };
    let mut out = paragraph("", &words::heading(&source));
    if !document.note.is_empty() {
        out.push_str(&format!("\n{}", paragraph("", &document.note)));
    }
    let found = words::found(document.successes, document.draws, &document.condition);
    out.push_str(&format!("\n{}\n", paragraph("", &found)));
    out.push_str(&paragraph("", &document.chosen.sentence));
    out.push_str(&clauses(document));
    out.push_str(&format!(
        "\n{}\n{}",
        words::TRAJECTORY,
        trajectory(document)
    ));
    out.push_str(&format!("\n{}\n{}", words::TREE, tree(document)));
    let footer = words::footer(document.draws, document.elapsed_seconds, document.seed);
    out + &format!("\n{footer}\n")
}

fn clauses(document: &DiscoverDocument) -> String {
    let chosen = &document.chosen;
    if chosen.clauses.is_empty() {
        return String::new();
    }
    let mut table = Table::new(1);
    table.row(words::CLAUSES);
    for clause in &chosen.clauses {
        table.row([
            shortened(&clause.text, CLAUSE),
            percent(clause.density_without),
            match clause.quasi_p {
                p if p < 0.001 => "< 0.001".to_owned(),
                p => significant(p),
            },
            percent(clause.reproduced),
        ]);
    }
    let honest = words::honest(
        chosen.density_out_of_sample,
        chosen.coverage_out_of_sample,
        chosen.resamples,
    );
    format!(
        "\n{}{}\n{}",
        table.render(),
        paragraph("  ", words::CLAUSES_NOTE),
        paragraph("", &honest)
    )
}

fn trajectory(document: &DiscoverDocument) -> String {
    let boxes = &document.trajectory;
    let stride = boxes.len().div_ceil(SHOWN).max(1);
    let last = boxes.len().saturating_sub(1);
    let mut table = Table::new(0);
    table.row(words::TRAJECTORY_COLUMNS);
    for (position, found) in boxes.iter().enumerate() {
        let is_chosen = position == document.chosen.position;
        if position % stride != 0 && position != last && !is_chosen {
            continue;
        }
        let mark = if is_chosen { "*" } else { "" };
        table.row([
            format!("{mark}{position}"),
            percent(found.coverage),
            percent(found.density),
            percent(found.mass),
            found.restricted.to_string(),
            shortened(&names(found), NAMES),
        ]);
    }
    table.render()
}

fn names(found: &BoxInfo) -> String {
    let names: Vec<&str> = found.limits.keys().map(String::as_str).collect();
    names.join(", ")
}

fn tree(document: &DiscoverDocument) -> String {
    let mut table = Table::new(1);
    table.row(words::TREE_COLUMNS);
    for node in &document.tree {
        let rule = if node.depth == 0 {
            words::ALL
        } else {
            &node.rule
        };
        let rule = format!("{}{rule}", "  ".repeat(node.depth));
        let [rows, density, coverage] = words::node(node.rows, node.density, node.coverage);
        table.row([shortened(&rule, CLAUSE), rows, density, coverage]);
    }
    table.render()
}

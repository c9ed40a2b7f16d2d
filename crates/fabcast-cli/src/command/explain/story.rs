//! `fabcast explain --draw N`.

use fabcast::document::story::{FILE, Line, StoryDocument};
use fabcast::format::{Measure, NONE, percent, significant, significant_signed};
use fabcast::output;
use fabcast::run::RunError;
use fabcast::single::story;
use fabcast::store::Settings;

use super::super::run::DRAWS;
use super::DEFAULT_SCENARIO;
use crate::args::{ExplainArgs, Format};
use crate::failure::Failure;
use crate::layout::{Table, headed, item, paragraph};
use crate::terminal;
use crate::text::{ensemble, story as says};

/// Lines of the screen; what happened takes those that the rest leaves, but at least some.
const SCREEN: usize = 60;
const LEAST: usize = 6;
/// Unusual values that are told on the screen.
const UNUSUAL: usize = 5;
/// Stages in the table of lines.
const STAGES: [&str; 4] = ["start", "building", "tools", "production"];

/// Tells the story of one draw.
///
/// # Errors
/// When the scenario is invalid, there is no such draw, or a file cannot be written.
pub fn story(args: &ExplainArgs, number: u64) -> Result<(), Failure> {
    let name = match (&args.path, &args.scenario) {
        (Some(first), Some(second)) => {
            return Err(Failure::Usage(says::two_scenarios(first, second)));
        }
        (name, _) => name.as_deref().unwrap_or(DEFAULT_SCENARIO),
    };
    let scenario = super::super::load(name, &args.set, args.quiet)?;
    let folder = super::super::open_folder(
        "fabcast explain",
        args.out.as_deref(),
        args.force,
        &[FILE],
        &scenario.files(),
    )?;
    let settings = Settings {
        draws: args.draws.unwrap_or(DRAWS),
        seed: args.seed,
        design: args.design.of_library(),
        ..Settings::default()
    };
    let counted = args.draws.is_some() || settings.needs_its_draws();
    if counted && number >= settings.draws {
        return Err(Failure::Usage(ensemble::no_draw(number, settings.draws)));
    }
    let document = story::story(&scenario, &settings, number).map_err(|error| match error {
        RunError::Model(_) | RunError::Targets(_) => Failure::Usage(error.to_string()),
        _ => Failure::Run(error.to_string()),
    })?;
    let left_out = super::super::write_document(folder.as_ref(), FILE, &document)?;
    match args.format {
        Format::Json => terminal::print(&output::json::render(&document))?,
        Format::Text => terminal::print_text(&screen(&document))?,
    }
    super::super::say_written(folder.as_ref(), &left_out, args.quiet);
    Ok(())
}

fn screen(document: &StoryDocument) -> String {
    let title = ensemble::draw_heading(
        &document.scenario.title,
        document.draw,
        document.seed,
        &document.design,
    );
    let mut parts = vec![
        paragraph("", &title),
        paragraph("", &document.sentence),
        lines(document),
        returns(document),
        unusual(document),
    ];
    if document.lines.is_empty() {
        parts.insert(2, paragraph("", &says::no_plan(&document.scenario.name)));
    }
    parts.retain(|part| !part.is_empty());
    let used: usize = parts.iter().map(|part| part.lines().count() + 1).sum();
    let happened = timeline(document, SCREEN.saturating_sub(used).max(LEAST));
    if !happened.is_empty() {
        parts.insert(2, happened);
    }
    parts.join("\n")
}

/// What happened, in at most so many lines.
fn timeline(document: &StoryDocument, most: usize) -> String {
    let told: Vec<String> = document
        .timeline
        .iter()
        .map(|happening| item(&happening.month, 7, &happening.says))
        .collect();
    if told.is_empty() {
        return String::new();
    }
    // A line for the heading and one for what is left out.
    let (mut shown, mut used) = (0, 2);
    for happening in &told {
        used += happening.lines().count();
        if used > most {
            break;
        }
        shown += 1;
    }
    let mut out = format!("{}\n{}", says::TIMELINE, told[..shown].concat());
    if shown < told.len() {
        out += &item("", 7, &says::more(told.len() - shown));
    }
    out
}

fn lines(document: &StoryDocument) -> String {
    if document.lines.is_empty() {
        return String::new();
    }
    let mut table = Table::new(1);
    table.row(says::LINES);
    for line in &document.lines {
        let late = STAGES.iter().map(|stage| match line.late.get(*stage) {
            Some(Some(months)) => format!("{months:+}").replace('-', "−"),
            _ => NONE.to_owned(),
        });
        let head = [line.name.clone(), line.count.to_string()];
        let held = std::iter::once(held_by(line));
        table.row(head.into_iter().chain(late).chain(held).collect::<Vec<_>>());
    }
    format!(
        "{}{}",
        table.render_flush(),
        paragraph("", says::LINES_NOTE)
    )
}

/// The two groups that held a line most.
fn held_by(line: &Line) -> String {
    let mut held: Vec<(&str, f64)> = line
        .held
        .iter()
        .filter(|(group, months)| *group != "none" && **months >= 0.5)
        .map(|(group, &months)| (group.as_str(), months))
        .collect();
    held.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    held.truncate(2);
    let told = held
        .iter()
        .map(|(group, months)| format!("{group} {months:.0}"));
    match held.is_empty() {
        true => NONE.to_owned(),
        false => told.collect::<Vec<_>>().join(", "),
    }
}

fn returns(document: &StoryDocument) -> String {
    let of = |name: &str| document.returns.get(name).map_or(f64::NAN, |o| o.value);
    if !of("npv").is_finite() {
        return String::new();
    }
    let rate = Measure::of("1/year").write(of("irr"));
    let multiple = match of("moic").is_finite() {
        true => significant(of("moic")),
        false => NONE.to_owned(),
    };
    let told = says::returns(
        &rate,
        &percent(of("irr_hurdle")),
        &Measure::money().write(of("npv")),
        &multiple,
    );
    paragraph("", &told)
}

fn unusual(document: &StoryDocument) -> String {
    if document.unusual.is_empty() {
        return String::new();
    }
    let mut table = Table::new(1);
    table.row(says::UNUSUAL);
    for unusual in document.unusual.iter().take(UNUSUAL) {
        let name = match unusual.unit.as_str() {
            "" | "1" => unusual.path.clone(),
            unit => format!("{} [{unit}]", unusual.path),
        };
        table.row([
            name,
            significant_signed(unusual.value),
            significant_signed(unusual.centre),
            percent(unusual.quantile),
        ]);
    }
    headed("", &table.render_flush()).trim_start().to_owned()
}

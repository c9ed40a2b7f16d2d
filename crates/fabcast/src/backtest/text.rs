//! What the backtests say, in one place.

#![allow(missing_docs)] // the texts speak for themselves

use super::fabs::record::{Fate, Project};

// Files of cases

pub fn unreadable(file: &str, why: &str) -> String {
    format!("{file}: cannot be read: {why}")
}
pub fn no_columns(file: &str, missing: &[&str], required: &[&str]) -> String {
    format!(
        "{file}:1: columns missing from the header line: {}; needed are {}",
        missing.join(", "),
        required.join(", ")
    )
}
pub fn no_rows(file: &str) -> String {
    format!("{file}: has a header line and no cases below it")
}
pub fn too_many_rows(file: &str, most: usize) -> String {
    let most = crate::format::count(most as u64);
    format!("{file}: has more than {most} cases, the most that are forecast at a time")
}
pub fn fields(file: &str, line: u64, found: usize, expected: usize) -> String {
    format!(
        "{file}:{line}: {found} fields instead of the {expected} of the header line; a text with a \
         comma needs quotation marks around it"
    )
}
/// A fault in a line; `place` is the line with the first character of the field at fault and its length.
pub fn at(file: &str, line: u64, place: Option<(&str, usize, usize)>, what: &str) -> String {
    let Some((content, from, length)) = place else {
        return format!("{file}:{line}: {what}");
    };
    // Of a long line a part around the field.
    let start = if from > 60 { from - 30 } else { 0 };
    let shown: String = content.chars().skip(start).take(100).collect();
    let gap = " ".repeat(line.to_string().len());
    format!(
        "{file}:{line}:{}: {what}\n {gap} |\n {line} | {shown}\n {gap} | {}{}",
        from + 1,
        " ".repeat(from - start),
        "^".repeat(length.clamp(1, 100 - (from - start).min(99)))
    )
}
pub fn no_date(column: &str, written: &str) -> String {
    format!(
        "{column}: `{written}` is no date; expected 2024, 2024-H2, 2024-Q3 or 2024-07, or nothing"
    )
}
pub fn no_number(column: &str, written: &str) -> String {
    format!("{column}: `{written}` is no number above 0")
}
pub fn no_word(column: &str, written: &str, known: &[&str]) -> String {
    format!("{column}: `{written}` is none of {}", known.join(", "))
}
pub fn no_step(written: &str) -> String {
    format!("mw_by_date: `{written}` is no date with its MW; expected 2025-06:478;2025-12:751")
}
pub fn empty(column: &str) -> String {
    format!("{column}: is empty")
}
pub fn twice(id: &str) -> String {
    format!("id: `{id}` stands in an earlier row already")
}
pub fn before(column: &str, other: &str) -> String {
    format!("{column}: lies before {other}")
}

// Outcomes of fabs

/// What became of a project, in words.
pub fn outcome(project: &Project) -> String {
    match (project.fate, project.produced) {
        (Fate::Stopped, _) => format!("stopped by {}", project.as_of),
        (Fate::Produces, Some(window)) => window.to_string(),
        (Fate::Produces, None) => format!("some time before {}", project.as_of),
        (Fate::Open, _) => format!("not by {}", project.as_of),
    }
}

// The backtests

pub const ABOUT_FABS: &str = "real fabs: first production, cost, cancellation";
pub const ABOUT_CAMPUSES: &str = "real campuses: first power, MW at dates, cancellation";
pub const ABOUT_REPLAYS: &str =
    "past programmes run with what is known of them, against the record";
pub const REPLAYS_WEAK: [&str; 4] = [
    "A replay is no forecast: plans, sizes and dates of decision are those of the record, and the worlds are later than \
     the programmes' beginnings.",
    "Of eight plants two produce; of the others it is known only that they did not by the last report. Dates that \
     companies have guided to since are promises, and not scored.",
    "The model counts a plant from half of its capacity, the record from the first volume, which comes months earlier: \
     the model looks late by that much.",
    "China's leading-edge capacity is the announced size of the one line that runs; with it given, the test is of the \
     lines that do not run.",
];
pub const ABOUT_PLAN: &str = "the plan of 2024 as frozen, against what came later";
pub const ABOUT_WORLD: &str = "the world without a programme, 2020 to 2024";

pub fn unknown(name: &str) -> String {
    let names: Vec<String> = super::CASES
        .iter()
        .map(|case| format!("  {:<9}  {}", case.name, case.about))
        .collect();
    let near = crate::nearest::nearest_name(name, super::CASES.iter().map(|case| case.name));
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    format!(
        "there is no backtest `{name}`{hint}\n\nThe backtests are:\n{}",
        names.join("\n")
    )
}
pub fn no_actuals(names: &[String]) -> String {
    let able: Vec<&str> = super::CASES
        .iter()
        .filter(|case| case.takes_actuals)
        .map(|case| case.name)
        .collect();
    format!(
        "a file of actuals fits one backtest; named or meant were {}\n\n\
         Name the one that takes it: `fabcast backtest {} --actuals FILE`.",
        names.join(", "),
        able.join(", ")
    )
}
pub fn no_cases(names: &[String]) -> String {
    let able: Vec<&str> = super::CASES
        .iter()
        .filter(|case| case.takes_cases)
        .map(|case| case.name)
        .collect();
    format!(
        "a file of cases fits one backtest at a time, and not {}\n\n\
         Name one that takes it: {}, as in `fabcast backtest {} --cases FILE`.",
        names.join(", "),
        able.join(", "),
        able[0]
    )
}

/// A point of a list, wrapped to eighty columns.
pub fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut line = String::from("-");
    for word in text.split(' ') {
        if line.chars().count() + 1 + word.chars().count() > 80 {
            out.push_str(&line);
            out.push('\n');
            line = " ".to_owned();
        }
        line.push(' ');
        line.push_str(word);
    }
    out.push_str(&line);
    out.push('\n');
    out
}

/// Lines as they are, in Markdown.
pub fn fenced(text: &str) -> String {
    format!("```text\n{}\n```\n", text.trim_end())
}

// Other models

pub const ABOUT_MODELS: &str = "Epoch 2024, AI 2027 and ai-economy-timelines, beside ours";
pub const INTERRUPTED: &str = "interrupted before a backtest was done; there are no scores";
pub const MODELS_WEAK: &str = "\
What is weak
- A handful of points of two years that hang together: no model is told apart
  from another by them.
- Ours knows February 2024; Epoch wrote in August 2024, the others later, some
  after the year was over. A point forecast has no width that could be wrong.
- AI 2027 and Epoch count chips older than 2022, the observed stock does not.
- Epoch's values for single years follow from its inputs, it does not state them.";

// Public programmes

pub const ABOUT_POLICY: &str = "public programmes: promised against actual dates";
pub const POLICY_WEAK: &str = "\
What is weak
- Very few promises with a date, most of them of one year and two governments.
- When a promise was made is not in the record, so nothing is forecast with what
  was known then: each programme is forecast from all others, later ones too.
- The record was put together by looking for delays, so that kept promises may
  be too few.
- Fab dates stand in the backtest of fabs as well; the two are not independent.";

// The page

pub const PAGE: &str = "\
# Backtests

What the model, or the data that it stands on, would have said of things that have happened since. Everything on this page
is made by `cargo xtask generate`, pictures too; `fabcast backtest` prints the same and, with `--format json`, every case.
`fabcast backtest fabs --cases FILE` scores projects of your own, in the columns of `data/fab_projects.csv`, and `fabcast
backtest campuses --cases FILE` campuses in those of `data/dc_projects.csv`. What the
world without a programme is made of, and why it missed, is told on [a page of its own](backtest-world.md).

What is weakest of all: no programme of the size that the scenarios are about has ever been carried out, so none of this tests
their main claim. It tests parts: how late plants and campuses are, what public promises are worth, and how fast the market
grew.
";

//! Sentences of the sensitivity analysis, in one place.

use fabcast_document::sensitivity::SensitivityDocument;

use crate::format::{count, percent, significant};

/// A condition that cannot be read.
pub fn expected_condition(written: &str) -> String {
    format!(
        "`{}` is no condition: expected a name, one of >= > <= <, and a number, as in \
         'delivered_share_2035 >= 0.5' or 'irr >= 8%'",
        written.trim()
    )
}

// Names

pub(crate) fn which(what: &str, names: &[&str]) -> String {
    match names {
        [] => what.to_owned(),
        names => format!("{what} ({})", names.join(", ")),
    }
}
pub(crate) fn arrival(event: &str) -> String {
    format!("dates of the event {event}")
}
pub(crate) fn approval(investor: &str) -> String {
    format!("whether {investor} takes part")
}
pub(crate) fn cancellation(region: &str) -> String {
    format!("whether grants in {region} are cancelled")
}
pub(crate) fn cycle(of: &str) -> String {
    match of {
        "common" => "good and bad years for all makers of tools".to_owned(),
        "demand" => "good and bad years of demand for compute".to_owned(),
        class => format!("good and bad years for makers of {class}"),
    }
}
pub(crate) fn sponsor(name: &str) -> String {
    format!("good and bad years of the sponsor {name}")
}
pub(crate) fn luck(family: &str, level: &str, place: Option<&str>) -> String {
    let what = match family {
        "duration" => "permits and building times",
        "overrun" => "cost overruns",
        "grid" => "grid connections",
        "halls" => "halls of campuses",
        "own" => "generation of campuses",
        other => other,
    };
    match (level, place) {
        ("world", _) => format!("luck with {what} everywhere"),
        ("region", Some(region)) => format!("luck with {what} in {region}"),
        ("region", None) => format!("luck with {what}, region by region"),
        ("project", Some(project)) => format!("luck with {what} of {project}"),
        (_, _) => format!("luck with {what}, project by project"),
    }
}
pub(crate) fn gathered(members: usize) -> String {
    match members {
        1 => "1 parameter".to_owned(),
        n => format!("{} parameters together", count(n as u64)),
    }
}
pub(crate) fn no_group(name: &str, subsystems: &[&str]) -> String {
    format!(
        "no uncertain parameter belongs to the group `{name}`: expected `subsystems`, one of {}, or the \
         beginning of a path such as capital.investor",
        subsystems.join(", ")
    )
}

// Methods

pub(crate) const SOBOL: &str = "Sobol' indices: S1 is the share of the variance that a parameter explains alone, ST \
     with all its interactions. Rows of a scrambled Sobol' sequence; total order after Jansen, first order after \
     Saltelli; intervals from resampled rows, which are a little too wide for a sequence that fills space evenly.";
pub(crate) fn shapley(pairs: &str) -> String {
    format!(
        "Inputs are correlated ({pairs}), so Sobol' indices would count the same variance twice. Shapley effects \
         instead: each input's fair share of the variance; they add up to 1."
    )
}
pub(crate) const SHAPLEY_ASKED: &str = "Shapley effects: each input's fair share of the variance, interactions divided equally; they add up to 1.";
pub(crate) const BLOCKS: &str = "Inputs are correlated, but only within the groups, so the groups are independent and \
     Sobol' indices hold for them.";
pub(crate) const MORRIS: &str = "Elementary effects (Morris): mu_star is the mean absolute change of the outcome for a \
     step across the whole range (5 % to 95 % quantile), sigma its spread: bends and interactions.";
const NULL_SHAPLEY: &str = "Where inputs are correlated the share of one alone (S1, ST) is not defined: \
     Sh, the Shapley effect, stands for both. Factors without it have been screened by ST only. With --group the \
     correlated inputs can be one factor, which has S1 and ST.";
const NULL_MORRIS: &str = "Elementary effects are no shares of the variance: see morris for mu_star and sigma; \
     the default method gives S1 and ST.";
const NULL_GIVEN_DATA: &str =
    "The total order needs a design in Saltelli's layout; this table is none.";
const NULL_OTHER: &str = "The outcome does not vary, or its rows do not allow it.";
/// Why first or total orders are null, where some are.
pub(crate) fn why_null(document: &SensitivityDocument) -> Option<String> {
    let mut rows = document.indices.values();
    let some = rows.any(|row| row.s1.is_none() || row.st.is_none());
    let why = match document.method.as_str() {
        "shapley" => NULL_SHAPLEY,
        "morris" => NULL_MORRIS,
        "given-data" => NULL_GIVEN_DATA,
        _ => NULL_OTHER,
    };
    some.then(|| why.to_owned())
}
pub(crate) const SALTELLI_TABLE: &str = "The rows of the table are a design in Saltelli's layout; the inputs prove \
     their order. First order after Saltelli, total order after Jansen.";
pub(crate) const GIVEN_DATA: &str = "The rows of the table are no design, so the first order is estimated from bins of \
     each input. The total order cannot be had from such a table: it needs a design in Saltelli's layout.";
pub(crate) fn correlated_table(first: &str, second: &str, rank: f64) -> String {
    format!(
        "{first} and {second} are correlated in the table (rank correlation {rank:.2}): first-order indices count \
         what they share twice."
    )
}

// Warnings

pub(crate) fn refined(screened: usize, refined: usize, screen_rows: usize, rows: usize) -> String {
    format!(
        "All {} factors were screened with {} rows; the {} largest were refined to {} rows.",
        count(screened as u64),
        count(screen_rows as u64),
        count(refined as u64),
        count(rows as u64)
    )
}
pub(crate) fn rounded_rows(asked: u64, taken: usize) -> String {
    format!(
        "A design has a power of two of rows; {} were taken instead of {}.",
        count(taken as u64),
        count(asked)
    )
}
/// Half-width of an interval beyond which the variance rests on a handful of futures.
const HEAVY: f64 = 0.5;
const HEAVY_TAILED: &str = "A handful of futures with extreme values carry most of the outcome's variance, so shares of it \
     cannot be told with these rows and hardly with more. The tornado and the comparison of futures do not suffer \
     from that; or choose an outcome with bounds, such as irr_over_hurdle or a delivered share.";
pub(crate) fn wide(conf: f64, rows: usize, needed: Option<usize>) -> String {
    if conf > HEAVY {
        return HEAVY_TAILED.to_owned();
    }
    let needed = needed.map_or_else(String::new, |needed| {
        format!("; --draws {needed} would bring them below ±0.05")
    });
    format!(
        "With {} rows the intervals of the leading factors are as wide as ±{conf:.2}{needed}.",
        count(rows as u64)
    )
}
pub(crate) fn no_order(file: &str) -> String {
    format!(
        "{file} has no column `draw`: the inputs are in order, but nothing proves that each outcome stands beside \
         its own inputs."
    )
}

// Regional sensitivity

pub(crate) const TARGETS: &str = "every target is met";
pub(crate) fn too_few(met: usize, of: usize, fallback: &str) -> String {
    let found = match met {
        0 => "No future meets every target".to_owned(),
        n if n == of => "Every future meets every target".to_owned(),
        n => format!(
            "Only {} of {} futures meet every target",
            count(n as u64),
            count(of as u64)
        ),
    };
    format!("{found}, so other sets are compared: {fallback}.")
}
pub(crate) fn best_tenth(outcome: &str) -> String {
    format!("the best tenth of the futures by {outcome} against the others")
}

// Errors

pub(crate) fn no_outcome(name: &str, near: Option<&str>) -> String {
    let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    format!("there is no outcome called `{name}`{near}\n\n`fabcast schema outcomes` lists them.")
}
pub(crate) fn undefined(name: &str, share: f64) -> String {
    let hint = match name {
        "irr" | "moic" | "irr_hurdle" => "npv and irr_over_hurdle have a value in every future.",
        _ => "Choose an outcome that has a value in every future: `fabcast run` says which do.",
    };
    format!(
        "`{name}` has no value in {} of the futures, so its variance cannot be divided.\n\n{hint}",
        percent(share)
    )
}
pub(crate) fn constant(name: &str, value: f64) -> String {
    format!(
        "`{name}` is {} in every future: there is nothing to explain.\n\nChoose another outcome with --outcome.",
        significant(value)
    )
}
pub(crate) const NOTHING_VARIES: &str =
    "no parameter of the scenario is uncertain: there is nothing to explain";

// Tables

pub(crate) fn unreadable(file: &str, why: &str) -> String {
    format!(
        "could not read {file}: {why}\n\nExpected a Parquet file, or text with a heading: .csv, or .tsv with tabs."
    )
}
pub(crate) fn no_numbers(file: &str) -> String {
    format!(
        "{file} has no rows of numbers: expected a column for each input and outcome, with a heading"
    )
}
pub(crate) fn no_draw(file: &str, row: usize, value: f64) -> String {
    format!(
        "{file}, row {row}: `draw` is {value}; expected a whole number, 0 or more, different in every row"
    )
}
pub(crate) fn draw_twice(file: &str, draw: u64, first: usize, second: usize) -> String {
    format!(
        "{file}: draw {draw} stands in row {first} and again in row {second}; expected every draw once"
    )
}
pub(crate) fn join_needs_draws(file: &str) -> String {
    format!(
        "{file} has no column `draw`: without it nothing says which outcome belongs to which inputs\n\n\
         Number the rows in a column `draw` before they are simulated, and keep it beside the outcomes."
    )
}
pub(crate) fn join_lengths([inputs, results]: [&str; 2], own: usize, theirs: usize) -> String {
    format!(
        "{inputs} has {} rows and {results} {}: expected one row of results for each row of inputs",
        count(own as u64),
        count(theirs as u64)
    )
}
pub(crate) fn join_differs(
    [inputs, results]: [&str; 2],
    row: usize,
    own: u64,
    theirs: u64,
) -> String {
    format!(
        "row {row} is draw {own} in {inputs} and draw {theirs} in {results}: the rows are not in the same order\n\n\
         Sort both by `draw`. If the draws themselves differ, the results are of another design."
    )
}
pub(crate) fn join_twice([inputs, results]: [&str; 2], column: &str) -> String {
    format!(
        "the column `{column}` is in {inputs} and in {results}; expected inputs in one and outcomes in the other"
    )
}
pub(crate) fn no_inputs(outcome: &str) -> String {
    format!("the table has no input that varies beside `{outcome}`")
}
pub(crate) fn no_column(name: &str, names: &[&str], near: Option<&str>, is_words: bool) -> String {
    if is_words {
        return format!("the column `{name}` does not hold numbers in every row");
    }
    if let Some(near) = near {
        return format!("the table has no column `{name}`; did you mean `{near}`?");
    }
    let shown: Vec<&str> = names.iter().copied().take(30).collect();
    let more = match names.len() - shown.len() {
        0 => String::new(),
        n => format!(" and {} more", count(n as u64)),
    };
    format!(
        "the table has no column `{name}`; it has {}{more}",
        shown.join(", ")
    )
}
pub(crate) fn needs_outcome(names: &[&str]) -> String {
    format!(
        "say which column is the outcome, with --outcome NAME; the table has {}",
        names
            .iter()
            .take(30)
            .copied()
            .collect::<Vec<_>>()
            .join(", ")
    )
}
pub(crate) fn missing_values(name: &str, rows: usize) -> String {
    format!(
        "`{name}` has no number in {} rows; fill them in or leave the rows out",
        count(rows as u64)
    )
}
pub(crate) fn too_short(rows: usize) -> String {
    format!("the table has {rows} rows; expected at least 30")
}
pub(crate) fn shuffled(file: &str, row: usize, draw: u64, before: u64) -> String {
    format!(
        "{file}: draw {draw} in row {row} follows draw {before}: the rows of this design have been shuffled\n\n\
         Saltelli's estimators depend on the order of the rows. Sort the table by `draw`."
    )
}
pub(crate) fn broken_design(file: &str, row: usize) -> String {
    format!(
        "{file}: the first rows are a design in Saltelli's layout, but row {row} does not fit in: rows are missing or \
         have been shuffled\n\nSort the table by `draw`, or leave columns out with --inputs if they are no inputs."
    )
}
pub(crate) const STOPPED: &str = "interrupted before the end; an analysis has no partial results";
pub(crate) fn one_set(condition: &str, met: usize) -> String {
    let all = if met == 0 {
        "No future meets"
    } else {
        "Every future meets"
    };
    format!(
        "{all} {condition}: there is nothing to compare; choose another condition with --where."
    )
}
pub(crate) fn wide_table(conf: f64, rows: usize, needed: Option<usize>) -> String {
    if conf > HEAVY {
        return HEAVY_TAILED.to_owned();
    }
    let needed = needed.map_or_else(String::new, |needed| {
        format!(
            "; a design of {} rows would bring them below ±0.05",
            count(needed as u64)
        )
    });
    format!(
        "With {} rows of the design the intervals of the leading inputs are as wide as ±{conf:.2}{needed}.",
        count(rows as u64)
    )
}
pub(crate) const ALL_OTHERS: &str = "all others";
pub(crate) fn refined_shapley(
    screened: usize,
    players: usize,
    screen_rows: usize,
    rows: usize,
) -> String {
    format!(
        "All {} factors were screened by total order (ST) with {} rows, correlated ones as one; the {} leading ones \
         share the variance with all others together, with {} rows. An effect of a factor without correlations lies \
         between its S1 and its ST.",
        count(screened as u64),
        count(screen_rows as u64),
        count(players as u64),
        count(rows as u64)
    )
}

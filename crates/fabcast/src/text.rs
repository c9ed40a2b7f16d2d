//! Sentences of the library, in one place.

pub mod folder;
pub mod merge;

use crate::format::{Measure, count, percent};

/// Label: the targets are met in most futures.
pub const EXECUTABLE: &str = "executable";
/// Label: the same of targets that are content with less than the plan.
pub const REACHABLE: &str = "reachable";
/// Label: they are met in some.
pub const STRETCH: &str = "stretch";
/// Label: they are hardly ever met.
pub const FANTASY: &str = "fantasy";
/// Label of a scenario without projects.
pub const NO_PROGRAMME: &str = "no programme";
/// Label of a programme without targets.
pub const NO_TARGETS: &str = "no targets";

/// The answer in a sentence.
pub fn verdict_sentence(
    label: &str,
    probability: f64,
    draws: u64,
    shares: &[(String, f64)],
) -> String {
    let opening = match label {
        EXECUTABLE => "It can be executed as planned:",
        REACHABLE => "Its targets ask for less than the plan, and can be met:",
        STRETCH => "It is a stretch:",
        FANTASY => "As planned, it is a fantasy:",
        _ => "No target is set:",
    };
    let all = if label == NO_TARGETS {
        String::new()
    } else {
        format!(
            " {} of {} futures meet every target.",
            percent(probability),
            count(draws)
        )
    };
    let parts: Vec<String> = shares
        .iter()
        .map(|(date, share)| {
            let by = if date == "the end" {
                "by the end".to_owned()
            } else {
                format!("by the end of {date}")
            };
            format!(
                "{} of the planned compute is in service {by}",
                percent(*share)
            )
        })
        .collect();
    if parts.is_empty() {
        return format!("{opening}{all}");
    }
    format!(
        "{opening}{all} In the median future {}.",
        parts.join(" and ")
    )
}

/// Break-even against the market, in a sentence.
pub fn pays(at: &str, market: &str, needed: &str, expected: &str) -> String {
    format!(
        "It pays at {at} an H100-hour and the market pays {market}: {needed} of revenue needed, {expected} expected (medians of present values, before tax)."
    )
}

/// What a programme adds to the world's compute at the end of a year, in part of a sentence.
pub fn adds(
    year: &str,
    [delivered, displaced, net]: [&str; 3],
    more: bool,
    is_first: bool,
) -> String {
    let more = if more { "more" } else { "less" };
    match is_first {
        true => format!(
            "Of {delivered} by the end of {year} (mean) others would have had {displaced}: the world has {net} {more}"
        ),
        false => format!("by {year}, {net} {more}"),
    }
}

/// What the world does without a programme, in a sentence.
pub fn world_sentence(year: i32, h100e: Option<f64>, price: Option<f64>) -> String {
    match (h100e, price) {
        (Some(h100e), Some(price)) => format!(
            "No programme: in the median future the world has {} in service at the end of {year}, at {} an H100-hour.",
            Measure::of("million H100e").write(h100e),
            Measure::of("USD").write(price),
        ),
        _ => "No programme: this is the world alone.".to_owned(),
    }
}

/// Warning: the run was stopped.
pub fn interrupted(done: u64, asked: u64) -> String {
    format!(
        "Interrupted: {} of {} draws are in these results.",
        count(done),
        count(asked)
    )
}

/// Warning: a target's outcome has no value in any draw.
pub fn target_without_value(target: &str) -> String {
    format!(
        "The target \"{target}\" has no value in any draw; it counts as not met. The scenario may end before its date."
    )
}

/// Warning: the central run was made instead of draws.
pub const CENTRAL: &str =
    "Every parameter is at its centre and no event happens; quantiles are the one value.";

/// Warning: too few draws for the outer quantiles.
pub fn few_draws(draws: u64) -> String {
    format!(
        "With {} draws the 5 % and 95 % quantiles rest on a handful of futures; use --draws 1000 or more.",
        count(draws)
    )
}

/// Name of the investor of a scenario that names none.
pub const SOLE_INVESTOR: &str = "one investor for the whole plan";

// Files and settings of a run

/// A field of a CSV file is no number.
pub fn no_number(line: u64, column: &str, text: &str) -> String {
    format!("line {line}, column {column}: expected a number, found `{text}`")
}

/// A precision to go on for is not understood.
pub fn goal_form(written: &str) -> String {
    format!(
        "`{written}` is no precision to go on for; expected `p50(OUTCOME) ± 1 %`, with any level \
         of p, or median, mean, probability(TARGET) or probability in its place"
    )
}

/// Its target does not exist.
pub fn goal_target(name: &str, targets: &[&str]) -> String {
    match targets {
        [] => format!("there is no target `{name}`; the scenario has none"),
        _ => format!(
            "there is no target `{name}`; the scenario has {}",
            targets.join(", ")
        ),
    }
}

/// Its outcome does not exist.
pub fn goal_outcome(name: &str, nearest: Option<&str>) -> String {
    let hint = nearest.map_or_else(String::new, |name| format!("did you mean `{name}`? "));
    format!("there is no outcome `{name}`; {hint}`fabcast schema outcomes` lists them")
}

/// Its outcome could be one of several.
pub fn goal_ambiguous(name: &str, names: &[&str]) -> String {
    format!(
        "`{name}` could be any of {}; write the whole name",
        names.join(", ")
    )
}

/// Its tolerance is not understood.
pub fn goal_tolerance(written: &str, unit: &str) -> String {
    match unit {
        "%" => format!("`{written}` is no tolerance; expected a share above 0 such as `1 %`"),
        _ => format!(
            "`{written}` is no tolerance; expected a number above 0 such as `1 %` (of the \
             estimate) or `1 {unit}`"
        ),
    }
}

/// It cannot be reached with the draws allowed.
pub fn goal_draws(goal: &str, fewest: u64, draws: u64) -> String {
    format!(
        "`{goal}` needs at least {} draws to have an interval at all, and {} are allowed; \
         allow more with --draws",
        count(fewest),
        count(draws)
    )
}

/// Warning: the draws allowed were not enough.
pub fn goal_missed(goal: &str, half_width: f64, tolerance: f64, draws: u64) -> String {
    let ratio = half_width / tolerance;
    if !ratio.is_finite() {
        return format!(
            "`{goal}` was not reached with {} draws: they are too few for an interval",
            count(draws)
        );
    }
    // two digits are all that can be known
    let needed = draws as f64 * ratio * ratio;
    format!(
        "`{goal}` was not reached with {} draws: the interval is {} times as wide as asked for; \
         about {} draws would do",
        count(draws),
        crate::format::significant(ratio),
        crate::format::significant(needed)
    )
}

/// Warning: some outcomes have a value in too few draws for the outer quantiles.
pub fn few_values(outcomes: &[&str], draws: u64) -> String {
    format!(
        "In {} draws {} {} a value too seldom for the 5 % and 95 % quantiles to have an interval; \
         take more draws before reading them",
        count(draws),
        outcomes.join(", "),
        if outcomes.len() == 1 { "has" } else { "have" }
    )
}

/// More draws than the summaries can count.
pub fn too_many_draws(most: u64) -> String {
    format!("a run has at most {} draws", count(most))
}

/// Too many shards for the draws.
pub fn too_many_shards(of: u64, draws: u64, most: u64) -> String {
    format!(
        "{} draws cannot be divided into {} shards of at least 128 draws; use at most {}",
        count(draws),
        count(of),
        count(most)
    )
}

/// A shard that there is not.
pub fn no_such_shard(number: u64, of: u64) -> String {
    format!("there is no shard {number} of {of}: they are counted from 1 to {of}")
}

/// Settings that exclude each other.
pub const SHARD_UNTIL: &str =
    "a shard cannot stop by --until, since it does not know the draws of the others";

/// Warning: the results are those of a shard.
pub fn shard(number: u64, of: u64, draws: u64, all: u64) -> String {
    format!(
        "Shard {number} of {of}: these are {} of {} draws; `fabcast merge` joins the shards.",
        count(draws),
        count(all)
    )
}

/// A column that does not exist.
pub fn no_column(name: &str, nearest: Option<&str>) -> String {
    let hint = nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
    format!("there is no column `{name}`{hint}")
}

/// A group of limits that does not exist.
pub fn no_group(name: &str, nearest: Option<&str>) -> String {
    let hint = nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
    format!("there is no group of limits `{name}`{hint}")
}

/// What groups of limits there are.
pub fn groups(names: &[&str]) -> String {
    format!("Groups are {}.", names.join(", "))
}

/// What columns there are.
pub const COLUMNS: &str = "Columns are parameters, latents and outcomes, a name of one, or the \
     beginning of names with a star: `talent.*`.";

/// Nothing to continue or to merge in a folder.
pub fn no_parts(folder: &str) -> String {
    format!("{folder} holds no unfinished run and no shard; a finished run has nothing to continue")
}

/// A file of an unfinished run is damaged.
pub fn broken(path: &str) -> String {
    format!("{path} is damaged or not from this version of fabcast; start the run again")
}

/// A file has been changed since the run wrote it.
pub fn changed(path: &str) -> String {
    format!(
        "{path} is not as the run wrote it: it is damaged or has been edited, and what follows from it would not \
         be this run. Put it back as it was, or start the run again"
    )
}

/// A file belongs to another run.
pub fn foreign(path: &str) -> String {
    format!("{path} is of another run: its scenario, settings or version are others")
}

/// A file of an unfinished run or a shard is gone.
pub fn missing_part(path: &str) -> String {
    format!(
        "{path} is missing, and the run has no other copy of it; put it back, or start the run again"
    )
}

/// Parts of another version.
pub fn other_version(folder: &str, version: &str) -> String {
    format!(
        "{folder} was written by fabcast {version} and this is {}: results of another version can be read, but \
         not continued or merged; use the same version",
        env!("CARGO_PKG_VERSION")
    )
}

/// The file of vectors has changed.
pub fn table_changed(path: &str) -> String {
    format!("{path} is not the file any more that the run was started with; start it again")
}

/// Remark in `draws.parquet` of an interrupted run.
pub fn incomplete(done: u64, asked: u64) -> String {
    format!("interrupted: {done} of {asked} draws")
}

/// A column of a file of vectors is no parameter.
pub fn no_parameter_column(name: &str, nearest: Option<&str>) -> String {
    let hint = nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
    format!("column `{name}` is no parameter of the scenario{hint}")
}

/// A column of a parameter holds text.
pub fn column_without_numbers(name: &str) -> String {
    format!("column `{name}` holds no numbers")
}

/// A value of a file of vectors cannot be used.
pub fn value_out_of_bounds(name: &str, row: usize, value: f64, (min, max): (f64, f64)) -> String {
    if value.is_nan() {
        return format!("column `{name}`, row {row}: a value is missing");
    }
    format!("column `{name}`, row {row}: {value} is not from {min} to {max}")
}

/// Two columns stand for the same parameter and differ.
pub fn columns_disagree(name: &str, other: &str) -> String {
    format!("columns `{name}` and `{other}` are the same parameter and hold different values")
}

/// Everything that is wrong with a file of vectors.
pub fn table_faults(path: &str, faults: &[String], more: usize) -> String {
    let more = match more {
        0 => String::new(),
        n => format!("\nand {n} more"),
    };
    format!(
        "{path} cannot be run:\n{}{more}\n\nColumns are paths of parameters, as \
         `fabcast explain \"\"` lists them and draws.parquet has them.",
        faults.join("\n")
    )
}

/// A file of vectors has a heading and nothing else.
pub const NO_ROWS: &str = "it has no rows; each row is a future to run";

/// Fewer vectors than draws.
pub fn too_few_rows(path: &str, rows: u64, wanted: u64) -> String {
    format!(
        "{path} has {} rows and {} are asked for",
        count(rows),
        count(wanted)
    )
}

/// Warning: uncertain parameters that a file of vectors lacks.
pub fn missing_columns(path: &str, names: &[&str], more: usize) -> String {
    let more = match more {
        0 => String::new(),
        n => format!(" and {} more", count(n as u64)),
    };
    format!(
        "{path} has no column for {}{more}: they stay at their centre.",
        names.join(", ")
    )
}

// The report of a folder

/// A page of documents that speak of no scenario.
pub const NO_SCENARIO: &str = "fabcast";

/// A document that cannot be read.
pub fn not_of_this_version(file: &str, command: &str) -> String {
    format!(
        "{file} cannot be read as a document of this version; `fabcast {command}` writes it anew."
    )
}

/// A document that does not belong to the others.
pub fn left_out(file: &str, command: &str, what: &str) -> String {
    format!(
        "{file} is not in the report: {what}. `fabcast {command}` with the same scenario, seed and folder writes it anew."
    )
}

/// Difference: the version.
pub fn made_by_version(version: &str) -> String {
    format!("it was made by version {version}")
}

/// Difference: the scenario.
pub fn other_scenario(name: &str) -> String {
    format!("it is of the scenario {name}")
}

/// Difference: values of the same scenario.
pub const OTHER_VALUES: &str = "values of the scenario have changed since";

/// Difference: the seed.
pub fn other_seed(seed: u64) -> String {
    format!("it has another seed, {seed}")
}

/// Difference: the limits that are lifted.
pub const OTHER_LIMITS: &str = "the run lifts limits that it does not";

// Files of the user

/// Not a file: a folder.
pub const IS_FOLDER: &str = "it is a folder; give the path of a file";

/// Not a file: a pipe, a device.
pub const NO_FILE: &str =
    "it is no regular file; write what a pipe or device gives to a file first";

fn megabytes(bytes: u64) -> String {
    format!("{} MB", crate::format::count(bytes.div_ceil(1 << 20)))
}

/// A file that is too large.
pub fn too_many_bytes(bytes: u64, most: u64) -> String {
    format!(
        "it has {}; at most {} are read",
        megabytes(bytes),
        megabytes(most)
    )
}

/// Input that goes on beyond its bound.
pub fn endless(most: u64) -> String {
    format!(
        "it goes on after {}, which is all that is read",
        megabytes(most)
    )
}

/// A file that is not what it says it is.
pub fn damaged(why: &str) -> String {
    format!("the file is damaged, or no Parquet file: {why}")
}

/// A Parquet file with an end that takes too much memory.
pub fn long_end(bytes: u64, most: u64) -> String {
    format!(
        "its list of columns and row groups takes {}; at most {} are read",
        megabytes(bytes),
        megabytes(most)
    )
}

/// A table that would take too much memory.
pub fn too_much_memory(rows: u64, columns: usize, most: u64) -> String {
    format!(
        "its {} rows of {} columns of numbers take more than {}, the most for a file of its size; \
         leave out rows or columns, or write it as CSV",
        crate::format::count(rows),
        crate::format::count(columns as u64),
        megabytes(most)
    )
}

/// A table in a form that is not read.
pub fn other_compression(name: &str) -> String {
    format!(
        "it is compressed with {name}, which is not read; write it again with zstd or without compression"
    )
}

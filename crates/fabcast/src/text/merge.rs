//! Sentences about the shards of a run.

use crate::format::count;

/// Nothing to merge.
pub const NONE: &str = "expected the folders of shards, each written by `fabcast run --shard`";

/// A folder holds a run that is no shard.
pub fn no_shard(folder: &str) -> String {
    format!(
        "{folder} holds an unfinished run and no shard; `fabcast run --resume {folder}` ends it"
    )
}

/// Shards that are not there.
pub fn missing(numbers: &[u64], of: u64) -> String {
    match numbers {
        [one] => format!("shard {one} of {of} is missing"),
        _ => {
            let shown: Vec<String> = numbers.iter().take(12).map(u64::to_string).collect();
            let more = match numbers.len().saturating_sub(12) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("shards {}{more} of {of} are missing", shown.join(", "))
        }
    }
}

/// A shard that is there more than once.
pub fn doubled(number: u64, folders: &[String]) -> String {
    format!(
        "shard {number} is there more than once: in {}",
        folders.join(" and ")
    )
}

/// A shard that has not come to its end.
pub fn unfinished(number: u64, folder: &str, done: u64, asked: u64) -> String {
    format!(
        "shard {number} is not finished: {folder} has {} of {} draws; \
         `fabcast run --resume {folder}` ends it",
        count(done),
        count(asked)
    )
}

/// Shards of different runs.
pub fn differ(what: &str, folders: &[String; 2], values: &[String; 2]) -> String {
    format!(
        "the shards are not of one run: the {what} is {} in {} and {} in {}",
        values[0], folders[0], values[1], folders[1]
    )
}

/// Shards of scenarios with the same name and other values.
pub fn other_values(folders: &[String; 2]) -> String {
    format!(
        "the shards are not of one run: the scenarios in {} and {} have other values or sources; \
         compare their scenario.toml",
        folders[0], folders[1]
    )
}

//! What the command line says about ensembles: designs, shards, interruptions, single draws.

use fabcast::format::count;

// help

pub const DRAWS: &str = "Futures to simulate; 10_000 and 1e4 are understood [default: 2000, or 1000000 \
     at most with --until]";
pub const DESIGN: &str = "How futures are placed: independent, Latin hypercube or scrambled Sobol'";
pub const UNTIL: &str = "Go on until a 95 % interval is narrow enough: 'p50(irr) ± 1 %', also +-; may be \
     repeated";
pub const COLUMNS: &str = "Columns of draws.parquet: names, the beginning of some with a star, or parameters, \
     latents, outcomes";
pub const WHY_DRAWS: &str = "Draws from which it is found what holds the plan back [default: 144]";
pub const NO_WHY: &str = "Do not find out what holds the plan back";
pub const NO_DRAWS: &str = "Keep summaries only, without draws.parquet";
pub const DRAWS_FROM: &str =
    "Run the vectors in FILE (Parquet or CSV, columns are parameters) instead of drawing";
pub const DRAW: &str = "Run draw N alone, say why it came out as it did, and write all its series";
pub const SHARD: &str = "Compute part I of N of the draws, for `fabcast merge`";
pub const RESUME: &str =
    "Continue the run in DIR that was interrupted; it takes everything from there";
pub const MERGE: &str = "Join the shards of one run to what one run would have written";
pub const MERGE_DIRS: &str = "Folders of all shards, in any order";
pub const MERGE_OUT: &str = "Write report, draws, series, summary and resolved scenario there";
pub const MERGE_EXAMPLES: &str = "\
Examples:
  fabcast merge s1 s2 s3 --out whole       after fabcast run --shard 1/3 --out s1, …
  fabcast merge shards/* --out whole --format json";
pub const EXPECTED_SHARD: &str =
    "expected the number of the shard and how many there are, such as 3/64";

// messages

/// An unfinished run would be lost.
pub fn unfinished(folder: &str, done: u64, asked: u64) -> String {
    format!(
        "{folder} holds an unfinished run with {} of {} draws done\n\n\
         `fabcast run --resume {folder}` continues it; --force starts anew and loses it.",
        count(done),
        count(asked)
    )
}
/// A shard would be lost.
pub fn shard_there(folder: &str, number: u64, of: u64) -> String {
    format!(
        "{folder} holds shard {number} of {of} of a run\n\n\
         Choose another folder, or add --force to lose it."
    )
}
/// An unfinished run that cannot be read would be lost.
pub fn unreadable_parts(folder: &str, why: &str) -> String {
    format!(
        "{folder} holds an unfinished run or a shard: {}\n\n\
         Choose another folder, or add --force to lose it.",
        why.trim_end()
    )
}
/// How to go on.
pub fn can_resume(folder: &str) -> String {
    format!("`fabcast run --resume {folder}` continues it.")
}
/// A run failed and can be continued.
pub fn kept(why: &str, folder: &str, done: u64) -> String {
    format!(
        "{}\n\nThe first {} draws are kept: when the cause is gone, `fabcast run --resume {folder}` \
         goes on from there.",
        why.trim_end(),
        count(done)
    )
}
pub fn wrote_shard(number: u64, of: u64, folder: &str) -> String {
    format!("wrote shard {number} of {of} to {folder}")
}

// one draw

pub fn no_draw(number: u64, draws: u64) -> String {
    format!(
        "there is no draw {number}: the ensemble has {} draws, counted from 0\n\n\
         Say with --draws how many it has, if more.",
        count(draws)
    )
}
pub fn draw_heading(title: &str, draw: u64, seed: u64, design: &str) -> String {
    let design = match design {
        "random" => String::new(),
        other => format!(", design {other}"),
    };
    format!("{title}: draw {draw} of seed {seed}{design}")
}
pub const MEETS_ALL: &str = "EVERY TARGET IS MET";
pub const MISSES: &str = "TARGETS ARE MISSED";
pub const MET: &str = "met";
pub const MISSED: &str = "missed";
pub fn draw_target(target: &str, value: &str, needed: &str) -> String {
    format!("{target}: {value}, at least {needed} is asked for")
}
pub const NO_INFLUENCE: &str =
    "No single value at its centre instead would bring the first missed target nearer.";
pub const INFLUENCE_COLUMNS: [&str; 4] = ["value", "here", "centre", "target's outcome"];
pub fn influences(value: &str) -> String {
    format!("What did most to miss the first ({value}; if one value were at its centre instead)")
}
pub const DELIVERY: &str = "Delivery";
pub const PLAN: &str = "plan";
pub const THIS: &str = "this draw";
pub const NEVER_STARTED: &str = "never starts";
pub const NEVER_ONLINE: &str = "starts, never at half capacity";
pub fn months_late(months: f64) -> String {
    match months as i64 {
        1 => "1 month late".to_owned(),
        n => format!("{n} months late"),
    }
}
pub fn latest(never: usize, all: usize) -> String {
    format!("The latest projects ({never} of {all} never come to half capacity)")
}

pub fn wrote_workbook(path: &str, draw: u64, median: bool) -> String {
    let which = if median { ", the median by NPV" } else { "" };
    format!("wrote {path} (draw {draw}{which})")
}

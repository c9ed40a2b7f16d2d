//! Everything that the command line says, in one place.

#![allow(missing_docs)] // the texts speak for themselves

pub mod absorb;
pub mod backtest;
pub mod compare;
pub mod discover;
pub mod ensemble;
pub mod gap;
pub mod help;
pub mod investors;
pub mod irr;
pub mod sensitivity;
pub mod story;
pub mod value;

use fabcast::format::{count, percent};
use fabcast::scenario::diagnostic::MOST;

/// Commands of later versions.
pub const PLANNED: [&str; 2] = ["plan", "serve"];

// Messages

pub fn error(why: &str) -> String {
    format!("error: {}", why.trim_end())
}
pub fn planned(command: &str) -> String {
    format!(
        "`fabcast {command}` is planned and not in this version\n\n\
         `fabcast --help` lists the commands that there are."
    )
}
pub fn found(count: usize) -> String {
    match count {
        1 => "1 problem; nothing was run.".to_owned(),
        n if n >= MOST => format!("{n} problems, and maybe more after these; nothing was run."),
        n => format!("{n} problems; nothing was run."),
    }
}
pub fn no_output(why: &str) -> String {
    format!("could not write the results to standard output: {why}")
}
pub const EXPECTED_COUNT: &str = "expected a whole number such as 2000, 10_000 or 1e4";
pub const EXPECTED_LEVEL: &str = "expected a share between 0 and 1 such as 0.95 or 95%";
pub const STOPPING: &str = "\nstopping; what is done will be kept. Once more ends it at once.";
pub fn no_interrupt(why: &str) -> String {
    format!("warning: Ctrl-C will lose the results of this run: {why}")
}
pub const PROGRESS: &str = "{wide_bar} {human_pos} of {human_len} draws{msg}";
pub fn rate(draws: u64, seconds_left: u64) -> String {
    let left = match (
        seconds_left / 3600,
        seconds_left / 60 % 60,
        seconds_left % 60,
    ) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{} h {minutes} min", count(hours)),
    };
    format!(", {} a second, {left} left", count(draws))
}
pub fn warning(what: &str) -> String {
    format!("warning: {what}")
}
pub fn wrote(path: &str) -> String {
    format!("wrote {path}")
}
pub fn overwrites(folder: &str) -> String {
    format!("the earlier run in {folder} is written over")
}
pub fn interrupted(done: u64, asked: u64) -> String {
    match done {
        0 => "Interrupted before the first draws were done; there are no results.".to_owned(),
        _ => format!(
            "Interrupted: the results are those of {} of {} draws.",
            count(done),
            count(asked)
        ),
    }
}

// The verdict

pub fn period(start: &str, end: &str) -> String {
    format!("{start} to {end}")
}
pub fn asked(budget: &str, cost: &str, plan: &str) -> String {
    format!("{budget} asked for, {cost} planned: {plan}")
}
pub fn planned_only(cost: &str, plan: &str) -> String {
    format!("{cost} planned: {plan}")
}
pub fn kind(kind: &str, n: u64) -> String {
    let name = match (kind, n) {
        ("fab", 1) => "fab",
        ("fab", _) => "fabs",
        ("hbm", 1) => "memory fab",
        ("hbm", _) => "memory fabs",
        ("packaging", 1) => "packaging plant",
        ("packaging", _) => "packaging plants",
        ("datacentre", 1) => "campus",
        ("datacentre", _) => "campuses",
        (other, _) => other,
    };
    format!("{} {name}", count(n))
}
pub fn relaxed(groups: &[String]) -> String {
    format!(
        "Lifted in this run, though they hold in reality: {}.",
        groups.join(", ")
    )
}
pub const EVERY_TARGET: &str = "every target is met";
pub fn none_of(draws: u64) -> String {
    format!("none\u{a0}of\u{a0}{}", count(draws))
}
pub fn all_of(draws: u64) -> String {
    format!("all\u{a0}{}", count(draws))
}
pub const DELIVERY: &str = "Delivery (median, 80 % of futures)";
pub const WORLD: &str = "The world (median, 80 % of futures)";
pub const ROW_PLAN: &str = "plan";
pub const ROW_MEDIAN: &str = "median";
pub fn ends_of_ranges(draws: u64, worst: f64) -> String {
    format!(
        "±: 95 % error with {} draws. Ranges of compute: ends to {} of their width.",
        count(draws),
        percent(worst)
    )
}
pub const ROW_RANGE: &str = "80 %";
pub const ROW_SHARE: &str = "share";
pub const END: &str = "end";
pub const COMPUTE: &str = "Compute, H100e";
pub const HALLS: &str = "Campuses, GW";
pub const LOGIC: &str = "Logic, kwspm";
pub const DRAWN: &str = "Capital drawn";
pub const OTHERS: &str = "Compute, H100e";
pub const PURCHASES: &str = "Bought, H100e a year";
pub const POWER: &str = "AI power, GW";
pub const PRICE: &str = "H100-hour";
pub const CAUSE: &str = "What holds it back, %";
pub const NOTHING_DUE: &str = "nothing due yet";
pub const NOTHING_MISSING: &str = "nothing is missing";
pub const OTHER_GROUPS: &str = "others";
/// What the shares of a year are of, in this order.
pub fn cause_of(year: &str, outcomes: &[&str]) -> String {
    let names: Vec<&str> = outcomes
        .iter()
        .map(|outcome| match *outcome {
            "delivered_h100e" => "compute",
            "delivered_gw" => "GW",
            _ => "wafers",
        })
        .collect();
    format!("{year}, {}", names.join("/"))
}
pub fn cause_note(draws: u64, worst: f64) -> String {
    format!(
        "Shares of the mean gap, 100 % in all; 95 % error up to {} ({} draws).",
        percent(worst),
        count(draws)
    )
}
pub const MONEY: &str = "Money and time (median, 80 % of futures)";
pub const BACK: &str = "back for $1";
pub fn loss(share: f64) -> String {
    format!("; loss {}", percent(share))
}
pub fn not_drawn(share: f64) -> String {
    format!("; nothing drawn in {}", percent(share))
}
pub fn back_if_planned(multiple: &str, loss: f64) -> String {
    format!("; as planned {multiple}, {}", percent(loss))
}
pub const NEVER_DRAWN: &str = "nothing is drawn in any future";
pub const RETURN: &str = "return, real";
pub const NPV: &str = "present value";
pub fn price_of(year: i32) -> String {
    format!("H100-hour, {year}")
}
pub const SLIP: &str = "middle fab";
pub const REFERENCE: &str = "reference class";
pub fn with_range(median: &str, range: &str) -> String {
    format!("{median} ({range})")
}
pub fn over_hurdle(share: f64) -> String {
    format!("; hurdle met {}", percent(share))
}
pub fn if_planned(value: &str) -> String {
    format!("; as planned {value}")
}
pub fn slip(median: &str, range: &str) -> String {
    format!("{median} late ({range})")
}
pub fn never_online(share: f64) -> String {
    format!("; never on line in {}", percent(share))
}
pub const NEVER_ONLINE: &str = "on line in no future";
pub fn people(date: &str) -> String {
    format!("People missing, {date} (median)")
}
pub const SKILLS: [&str; 3] = ["trades", "technicians", "engineers"];
pub fn region(name: &str) -> String {
    match name {
        "us" => "United States".to_owned(),
        "uk" => "United Kingdom".to_owned(),
        "eu" => "European Union".to_owned(),
        "gulf" => "Gulf states".to_owned(),
        other => {
            let words = other.replace(['_', '-'], " ");
            let mut letters = words.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        }
    }
}
pub fn perspective(budget: &str, parts: &[String]) -> String {
    format!("{budget} is {}.", parts.join("; "))
}
pub fn multiple(multiple: &str, of: &str) -> String {
    format!("{multiple}\u{a0}×\u{a0}{of}")
}
pub fn part(share: f64, of: &str) -> String {
    format!("{} of {of}", percent(share))
}
pub fn magnitude<'a>(id: &str, label: &'a str) -> &'a str {
    match id {
        "scale.us.outlays.fy2023" => "US federal outlays of 2023",
        "scale.mktcap.sum4.2024" => "Alphabet, Amazon, Meta and Tesla at market value",
        "semi.sales.2023" => "the world's chip sales of 2023",
        "semi.capex.2023" => "the capital spending of all chip makers in 2023",
        "swf.all.deploy.2023" => "what all sovereign funds placed in 2023",
        _ => label,
    }
}
pub fn training(year: i32, fall: &str, largest: Option<&str>) -> String {
    let largest = largest.map_or_else(String::new, |largest| {
        format!("; the largest run of {year} takes {largest}")
    });
    format!("The cost of training a capability falls by {fall} to {year}{largest}.")
}
pub fn footer(draws: u64, seconds: &str, rate: &str, seed: u64, version: &str) -> String {
    format!(
        "{} draws in {seconds} s ({rate} a second), seed {seed}, fabcast {version}",
        count(draws)
    )
}
pub fn next_report(scenario: &str) -> (String, &'static str) {
    (
        format!("fabcast run {scenario} --out report"),
        "charts, draws and sources",
    )
}
pub fn next_open(report: &str) -> (String, &'static str) {
    (report.to_owned(), "charts and sources; opens in a browser")
}
pub fn next_relax(scenario: &str, group: &str) -> (String, &'static str) {
    (
        format!("fabcast run {scenario} --relax {group}"),
        "the same without that limit",
    )
}
pub fn next_explain(scenario: &str) -> (String, &'static str) {
    (
        format!("fabcast explain kind {scenario}"),
        "values, sources, effects",
    )
}

// check, list, show, new

pub fn valid(name: &str, title: &str) -> String {
    format!("{name}: {title}")
}
pub const VALUES: &str = "values";
pub fn values(all: usize, uncertain: usize, assumed: usize) -> String {
    format!(
        "{}; {} uncertain, {} assumed without a source",
        count(all as u64),
        count(uncertain as u64),
        count(assumed as u64)
    )
}
pub const MONTHS: &str = "months";
pub fn months(number: usize, start: &str, end: &str) -> String {
    format!("{}, {}", count(number as u64), period(start, end))
}
pub const PROJECTS: &str = "projects";
pub const NO_PROJECTS: &str = "none: the world alone";
pub const COST: &str = "cost of the plan";
pub fn cost(cost: &str, budget: Option<&str>) -> String {
    match budget {
        Some(budget) => format!("{cost}, budget {budget}"),
        None => cost.to_owned(),
    }
}
pub fn no_problem(warnings: usize) -> String {
    match warnings {
        0 => "No problem found.".to_owned(),
        1 => "No error; 1 warning.".to_owned(),
        n => format!("No error; {n} warnings."),
    }
}
pub const IS_DEFAULT: &str = "(default)";
pub const LIST_HINT: &str = "fabcast run NAME runs one, fabcast show NAME prints it";
pub fn not_embedded(name: &str, names: &[&str], nearest: Option<&str>) -> String {
    let hint = nearest.map_or_else(String::new, |nearest| {
        format!("; did you mean `{nearest}`?")
    });
    format!(
        "there is no embedded scenario or world called `{name}`{hint}\n\nThere are: {}.",
        names.join(", ")
    )
}
pub fn world_resolved(name: &str) -> String {
    format!("`{name}` is a world, not a scenario\n\n`fabcast show {name}` prints it as it is.")
}
pub fn bad_name(name: &str) -> String {
    format!(
        "`{name}` is no name for a scenario\n\n\
         Use lower-case letters, digits and hyphens, beginning with a letter: `fabcast new my-fab`."
    )
}
pub fn exists(file: &str) -> String {
    format!(
        "{file} exists already and is left as it is\n\nChoose another name, or remove it first."
    )
}
pub fn not_written(file: &str, why: &str) -> String {
    format!("could not write {file}: {why}")
}
pub fn started(file: &str) -> String {
    format!(
        "wrote {file}\n\n\
         Next:\n  fabcast check {file}   after a change\n  fabcast run {file}     the verdict"
    )
}

// schema

pub const OUTCOMES: &str = "Outcomes: one number per draw";
pub const SERIES: &str = "Series: one number per draw and month (regions of the default scenario; those of\n\
     capacity, compute, price and money also with plan_ before the name)";

// explain

pub const VALUE: &str = "value";
pub const UNIT: &str = "unit";
pub const ALLOWED: &str = "allowed";
pub fn allowed(least: Option<&str>, most: Option<&str>) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "any number".to_owned(),
    }
}
pub const MODEL: &str = "model";
pub const EQUATION: &str = "equation";
pub fn model(section: u8, symbol: &str) -> String {
    format!("§{section}, {symbol}")
}
pub const SET_BY: &str = "set by";
pub fn at_location(origin: &str, file: &str, line: usize) -> String {
    format!("{origin} ({file}:{line})")
}
pub const SOURCE: &str = "source";
pub fn source(id: &str, description: &str, value: &str, as_of: &str, source: &str) -> String {
    format!("{id}: {description}, {value} ({as_of}). {source}")
}
pub const LATER_EVIDENCE: &str = "later evidence";
pub const ASSUMPTION: &str = "assumption";
pub const AS_OF: &str = "as of";
pub const CONFIDENCE: &str = "confidence";
pub const NOTE: &str = "note";
pub const SHARES: &str = "same draw as";
pub const CORRELATED: &str = "correlated";
pub fn correlated(other: &str, correlation: f64, group: &str) -> String {
    format!("{correlation:.2} with {other} (group {group})")
}
pub const FIXED: &str = "The same in every future.";
pub fn varies(family: &str, by_project: bool) -> String {
    match by_project {
        true => format!("Distribution over the projects ({family})"),
        false => format!("Distribution over the futures ({family})"),
    }
}
pub const QUANTILES: [&str; 5] = ["5 %", "25 %", "50 %", "75 %", "95 %"];
pub fn moments(mean: &str, sd: &str) -> String {
    format!("mean {mean}, standard deviation {sd}")
}
pub fn effect(low: &str, high: &str, draws: u64) -> String {
    format!(
        "What it moves: {low} against {high} (its 10 % and 90 % quantile), all else\n\
         the same in {} futures",
        count(draws)
    )
}
pub const EFFECT_COLUMNS: [&str; 4] = ["mean of", "at 10 %", "at 90 %", "change"];
pub const BY_PROJECT: &str =
    "It differs from project to project, so there is no one value to move.";
pub fn with_error(value: &str, error: &str) -> String {
    format!("{value} ± {error}")
}
pub fn moved(name: &str, label: &str) -> String {
    let dated = |(stem, date): (&str, &str)| match stem {
        "delivered_share" => Some(format!("share of the planned compute, {date}")),
        "datacentre_gw" => Some(format!("campuses {date}, GW")),
        "logic_kwspm" => Some(format!("logic {date}, kwspm")),
        "price" => Some(format!("H100-hour, {date}")),
        "others_h100e" => Some(format!("compute of others {date}, H100e")),
        _ => None,
    };
    match name {
        "targets" => "every target is met".to_owned(),
        "moic" => "back for $1".to_owned(),
        "npv" => "present value".to_owned(),
        _ => (name.rsplit_once('_').and_then(dated)).unwrap_or_else(|| label.to_owned()),
    }
}
pub fn points(change: &str) -> String {
    change.replace('-', "−").replace('%', "points")
}
pub const NO_EFFECT: &str = "No outcome changes by more than twice its standard error.";
pub fn below(path: &str, number: usize) -> String {
    match path {
        "" => format!("{number} parameters"),
        _ => format!("{number} parameters under {path}"),
    }
}
pub fn no_parameter(path: &str, scenario: &str, nearest: &[String]) -> String {
    let hint = match nearest {
        [] => "`fabcast explain kind` lists those of one subsystem; others are capital, region, equipment,\n\
               talent, wafers, accelerator, market and finance."
            .to_owned(),
        names => format!("Near it are:\n  {}", names.join("\n  ")),
    };
    format!("the scenario {scenario} has no parameter `{path}`\n\n{hint}")
}
pub fn unset(path: &str, what: &str, scenario: &str) -> String {
    format!(
        "`{path}` ({what}) is not set in {scenario}\n\n\
         It can be: `--set {path}=VALUE`, or a line in the scenario's file."
    )
}

// die

pub const DIE: &str = "die";
pub fn die(area: &str, density: &str) -> String {
    format!("{area} mm², {density} defects per cm²")
}
pub const WAFER: &str = "wafer";
pub fn wafer(cost: &str, edge: &str, line_yield: f64) -> String {
    format!(
        "300 mm, {cost}, {edge} mm edge, {} come through the line",
        percent(line_yield)
    )
}
pub fn node(name: &str, as_of: &str, id: &str) -> String {
    format!("{name}, price of {as_of} ({id})")
}
pub const NODE: &str = "node";
pub const PER_WAFER: &str = "dies per wafer";
pub fn per_wafer(dies: &str, cost: &str) -> String {
    format!("{dies} on average; {cost} each before any loss")
}
pub const DIE_COLUMNS: [&str; 6] = [
    "yield model",
    "yield",
    "good dies",
    "cost",
    "usable dies",
    "cost",
];
pub fn yield_model(name: &str, clustering: &str) -> String {
    match name {
        "negative_binomial" => format!("negative binomial, α = {clustering}"),
        "poisson" => "Poisson".to_owned(),
        "murphy" => "Murphy".to_owned(),
        "seeds" => "Seeds".to_owned(),
        other => other.to_owned(),
    }
}
pub fn usable(salvage: f64) -> String {
    format!(
        "Per wafer started. Good dies have no defect; usable ones are these and {} of the\n\
         others, sold with parts switched off.",
        percent(salvage)
    )
}
pub fn unknown_node(name: &str, names: &[String]) -> String {
    format!(
        "no price of wafers is known for the node `{name}`\n\nKnown are: {}.",
        names.join(", ")
    )
}
pub fn out_of_range(argument: &str, value: f64, expected: &str) -> String {
    format!("{argument} is {value}: expected {expected}")
}
pub const ARGUMENTS: [(&str, &str); 7] = [
    ("area_mm2", "--area"),
    ("density_per_cm2", "--density"),
    ("clustering", "--alpha"),
    ("edge_mm", "--edge"),
    ("salvage", "--salvage"),
    ("line_yield", "--line-yield"),
    ("wafer_cost_usd", "--wafer-cost"),
];
pub fn too_large(area: &str) -> String {
    format!(
        "warning: {area} mm² is more than a scanner exposes at once (858 mm²); such a die is made of several"
    )
}

// docs

pub const CLI_PAGE: &str = "\
# Command line

The help of every command. This page is made by `cargo xtask generate`.
";

// Ends of screens

/// Commands to go on with, each with what it does.
pub fn next(commands: &[(String, &str)]) -> String {
    let mut table = crate::layout::Table::new(2);
    for (command, what) in commands {
        table.row([command.as_str(), what]);
    }
    table.render()
}

/// Last line of an analysis.
pub fn analysis_footer(draws: u64, seconds: &str, seed: u64, version: &str) -> String {
    format!(
        "{} draws in {seconds} s, seed {seed}, fabcast {version}\n",
        count(draws)
    )
}

//! Faults between values: keys, names, references, what is missing.

use fabcast_model::inputs::Date;

use super::faults::{did_you_mean, fault};
use super::{Fault, Severity};
use crate::catalogue;
use crate::source::{Access, Span};
use crate::suggest::{listed, listed_some, nearest};
use crate::tree::Value;

/// Makes a fault a warning.
pub(super) fn warning(fault: Fault) -> Fault {
    Fault {
        severity: Severity::Warning,
        ..fault
    }
}

// Names of scenarios and worlds

/// The kind of an embedded text, and the names of all.
fn embedded(is_world: bool) -> (&'static str, Vec<&'static str>) {
    let (what, texts) = match is_world {
        true => ("world", catalogue::WORLDS),
        false => ("scenario", catalogue::SCENARIOS),
    };
    (what, texts.iter().map(|(name, _)| *name).collect())
}

/// A scenario that is neither embedded nor a file.
pub(crate) fn no_such_scenario(span: Span, name: &str) -> Fault {
    let (_, names) = embedded(false);
    let message = format!("there is no scenario `{name}`, and no file of that name");
    let help = did_you_mean(name, &names);
    fault("file", span, message, "not found", help)
        .and_help("a scenario of your own is named by its path, `my-scenario.toml`")
}

/// A world or scenario that is not embedded.
pub(crate) fn no_such_text(span: Span, name: &str, is_world: bool, access: Access) -> Fault {
    let (what, names) = embedded(is_world);
    let message = format!("there is no {what} `{name}`");
    let fault = fault(
        "file",
        span,
        message,
        "not found",
        did_you_mean(name, &names),
    );
    match access {
        Access::Files => fault.and_help(format!(
            "a {what} of your own is named by its path, `./my-{what}.toml`"
        )),
        Access::Embedded => fault,
    }
}

/// What may stand in place of the path of a scenario or world where no file is read.
pub(crate) fn embedded_names(is_world: bool) -> String {
    let (what, names) = embedded(is_world);
    format!("name a {what} that is part of fabcast: {}", listed(&names))
}

/// A scenario that extends itself, directly or not.
pub(crate) fn extends_itself(span: Span, name: &str) -> Fault {
    let message = format!("the scenarios extend each other in a circle, back to `{name}`");
    fault(
        "cycle",
        span,
        message,
        "closes the circle",
        "remove one of the `extends` lines",
    )
}

/// Too many scenarios that extend one another.
pub(crate) fn chain_too_long(span: Span, most: usize) -> Fault {
    let message = format!("more than {most} scenarios extend one another");
    fault(
        "cycle",
        span,
        message,
        "one too many",
        "join some of the files into one",
    )
}

// The head

/// A text that is neither a scenario nor a world; none of it is shown.
pub(crate) fn something_else(span: Span, name: &str, is_world: bool) -> Fault {
    let (what, first) = match is_world {
        true => ("world", "`format = 1` and a section `[world]`"),
        false => ("scenario", "`format = 1` and `name = \"my-scenario\"`"),
    };
    let message = format!("`{name}` is not a {what}");
    let help = format!("a {what} begins with {first}: check the path");
    fault("format", span, message, format!("expected a {what}"), help)
}

/// A version that is not known.
pub(crate) fn unknown_format(span: Span) -> Fault {
    let help = "write `format = 1`; a file of a later version needs a later fabcast";
    fault(
        "format",
        span,
        "the version of the file is not known",
        "expected 1",
        help,
    )
}

/// No version.
pub(crate) fn no_format(span: Span) -> Fault {
    let help = "write `format = 1` in the first line";
    fault(
        "format",
        span,
        "the file does not say its format",
        "expected `format = 1`",
        help,
    )
}

/// A world file without `[world]`.
pub(crate) fn not_a_world(span: Span) -> Fault {
    let help = "a world begins with `[world]`, and `name` and `vintage` under it";
    fault(
        "type",
        span,
        "the file is not a world",
        "expected a section `[world]`",
        help,
    )
}

/// A world in place of a scenario.
pub(crate) fn world_is_not_a_scenario(span: Span) -> Fault {
    let help = "a world is used by a scenario that names it: `world = \"2024-02\"`";
    fault(
        "type",
        span,
        "this file is a world, not a scenario",
        "only worlds have this section",
        help,
    )
}

/// A name that cannot be a scenario's.
pub(crate) fn bad_scenario_name(span: Span, name: &str) -> Fault {
    let message = format!("`{name}` cannot be the name of a scenario");
    let help = "use small letters, digits and hyphens: `seven-trillion`; the title may be anything";
    fault(
        "name",
        span,
        message,
        "expected a name such as `my-scenario`",
        help,
    )
}

/// No name.
pub(crate) fn no_scenario_name(span: Span) -> Fault {
    let help = "write `name = \"my-scenario\"`";
    fault(
        "missing",
        span,
        "the scenario has no name",
        "expected `name = …`",
        help,
    )
}

/// No start or end.
pub(crate) fn no_month(span: Span, key: &str) -> Fault {
    let message = format!("the scenario has no `{key}`");
    let help = format!("write a month, `{key} = \"2024-02\"`");
    fault(
        "missing",
        span,
        message,
        format!("expected `{key} = …`"),
        help,
    )
}

/// Start, end or vintage that is no month.
pub(crate) fn not_a_month(span: Span, key: &str, text: &str) -> Fault {
    let message = format!("`{key}` is `{text}`, which is not a month");
    fault(
        "date",
        span,
        message,
        "expected a year and a month",
        format!("write `{key} = \"2024-02\"`"),
    )
}

/// An end that is not after the start.
pub(crate) fn end_before_start(span: Span, start: Date, end: Date) -> Fault {
    let message = format!("the scenario ends in {end} but starts in {start}");
    fault(
        "order",
        span,
        message,
        format!("must be after {start}"),
        "swap `start` and `end`, or choose a later end",
    )
}

/// More than a hundred years.
pub(crate) fn period_too_long(span: Span, months: i32) -> Fault {
    let message = format!("the scenario lasts {} years", months / 12);
    fault(
        "range",
        span,
        message,
        "must be at most 100 years after the start",
        "choose an earlier end",
    )
}

/// Dates of judgement that are no list of years.
pub(crate) fn not_years(span: Span, value: &str) -> Fault {
    fault(
        "date",
        span,
        format!("`judged` is {value}, not a list of years"),
        "expected years",
        "write the years at whose end the scenario is judged: `judged = [2030, 2035]`",
    )
}

/// A date of judgement that is no year.
pub(crate) fn not_a_year_of_judgement(span: Span, value: &str) -> Fault {
    fault(
        "date",
        span,
        format!("`judged` holds {value}, which is not a year"),
        "expected a year",
        "write years without months: `judged = [2030, 2035]`; each stands for its December",
    )
}

/// A date of judgement that is not simulated.
pub(crate) fn judged_outside(span: Span, year: i32, start: Date, end: Date) -> Fault {
    let message = format!("the scenario is judged in December {year}, which it does not simulate");
    fault(
        "range",
        span,
        message,
        format!("must be a December from {start} to {end}"),
        "choose another year, or move `start` or `end`; the last month is always judged",
    )
}

/// Dates of judgement that do not rise.
pub(crate) fn judged_order(span: Span, year: i32, before: i32) -> Fault {
    fault(
        "order",
        span,
        format!("`judged` has {year} after {before}"),
        format!("must be after {before}"),
        "write each year once, the earliest first: `judged = [2030, 2035]`",
    )
}

/// No price year.
pub(crate) fn no_price_year(span: Span) -> Fault {
    let help = "all money is in constant dollars of one year: write `price_year = 2024`";
    fault(
        "missing",
        span,
        "the scenario has no `price_year`",
        "expected `price_year = …`",
        help,
    )
}

/// A price year that is no year.
pub(crate) fn not_a_year(span: Span) -> Fault {
    let help = "write the year of the dollars: `price_year = 2024`";
    fault(
        "date",
        span,
        "`price_year` is not a year",
        "expected a year",
        help,
    )
}

/// A budget with an interval.
pub(crate) fn budget_is_one_sum(span: Span, text: &str) -> Fault {
    let message = format!("the budget is `{text}`, not one sum");
    let help = "write one sum, `budget = \"7 T$\"`; the commitments of the investors are uncertain";
    fault("interval", span, message, "expected one sum of money", help)
}

/// A budget that is negative or absurd.
pub(crate) fn budget_out_of_range(span: Span, text: &str) -> Fault {
    let help = "write a sum such as `budget = \"7 T$\"`";
    fault(
        "range",
        span,
        format!("the budget is `{text}`"),
        "must be a possible sum",
        help,
    )
}

/// A budget that is not money.
pub(crate) fn budget_is_money(span: Span, text: &str) -> Fault {
    let help = "write a sum such as `budget = \"7 T$\"` or `budget = \"13 bn$\"`";
    fault(
        "unit",
        span,
        format!("the budget is `{text}`"),
        "expected a sum of money",
        help,
    )
}

// `--set`

/// `--set` without `=` or without a value.
pub(crate) fn set_without_value(span: Span, argument: &str) -> Fault {
    let message = format!("`{argument}` sets nothing");
    let help = "write `--set PATH=VALUE`, for example `--set capital.gearing=0.5`";
    fault("set", span, message, "expected PATH=VALUE", help)
}

/// A path that cannot be.
pub(crate) fn bad_set_path(span: Span, path: &str) -> Fault {
    let message = format!("`{path}` is not a path");
    let help = "a path is names with points between them: `capital.investor.gulf.commitment`";
    fault("set", span, message, "expected a name here", help)
}

/// A value that begins like TOML and does not end so.
pub(crate) fn bad_set_value(span: Span, problem: &str) -> Fault {
    let help = "a plain value needs no quotes: `--set market.rent='8 to 15 bn$/GW/yr'`";
    fault(
        "set",
        span,
        "the value cannot be read",
        problem.lines().next().unwrap_or(""),
        help,
    )
}

/// A key of the head that only the file can give.
pub(crate) fn not_by_set(span: Span, key: &str) -> Fault {
    let message = format!("`{key}` cannot be set like this");
    let help = "`--set` takes start, end, judged, price_year, budget, title, description and the path of \
                any value; write the rest in a scenario file";
    fault("set", span, message, "belongs in the file", help)
}

/// A part of a value.
pub(crate) fn part_of_a_value(span: Span, path: &str) -> Fault {
    let message = format!("`{path}` can only be set as a whole");
    let help =
        format!("set all of it: `--set '{path}={{ dist = \"uniform\", low = …, high = … }}'`");
    fault("set", span, message, "a part of a value", help)
}

// Keys and names

/// A key that the table does not know at its place.
pub(crate) fn unknown_key(
    span: Span,
    key: &str,
    place: &str,
    names: &[&str],
    home: Option<&str>,
) -> Fault {
    let message = format!("`{key}` is not known in {place}");
    let near = nearest(key, names.iter().copied()).is_some();
    let help = match home {
        Some(home) if !near => format!("`{key}` belongs in `{home}`"),
        _ => did_you_mean(key, names),
    };
    fault("key", span, message, "unknown key", help)
}

/// A key that others have replaced.
pub(crate) fn replaced_key(span: Span, path: &str, successors: &str) -> Fault {
    let message = format!("`{path}` is no longer a value");
    let help = format!("say {successors} instead, or leave it out");
    fault("key", span, message, "replaced", help)
}

/// A name with blanks or points.
pub(crate) fn bad_name(span: Span, name: &str) -> Fault {
    let message = format!("`{name}` cannot be a name");
    let help = "use letters, digits, hyphens and underscores: `fab-us`; `label` may be anything";
    fault(
        "name",
        span,
        message,
        "expected a name such as `fab-us`",
        help,
    )
}

/// A value where names of values were expected.
pub(crate) fn table_expected(span: Span, path: &str, found: &Value) -> Fault {
    let message = format!("`{path}` is {}", found.kind());
    let help = format!("write `[{path}]` and the values under it");
    fault(
        "type",
        span,
        message,
        "expected a section with values in it",
        help,
    )
}

/// A name that is defined nowhere.
pub(crate) fn unknown_name(span: Span, name: &str, kind: &str, names: &[String]) -> Fault {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let message = format!("there is no {kind} `{name}`");
    let fault = fault(
        "reference",
        span,
        message,
        "not defined",
        did_you_mean(name, &names),
    );
    match fault.words.help[0].starts_with("did") {
        true => fault.and_help(format!("there are {}", listed(&names))),
        false => fault,
    }
}

// What is missing

/// A scenario without a world.
pub(crate) fn no_world(span: Span, paths: &[String]) -> Fault {
    let message = format!(
        "the scenario names no world, and {} values are missing",
        paths.len()
    );
    let help = "write `world = \"2024-02\"`: it gives costs, tools, people, market and risks";
    fault("missing", span, message, "expected `world = …`", help)
}

/// Values that neither the scenario nor its world gives.
pub(crate) fn missing_in_all(span: Span, paths: &[String]) -> Fault {
    let message = match paths {
        [one] => format!("`{one}` is missing"),
        [one, two] => format!("`{one}` and `{two}` are missing"),
        many => format!("{} values are missing", many.len()),
    };
    let help = match paths.len() {
        1 | 2 => "a world gives such values: use one that does, or write it here".to_owned(),
        _ => format!(
            "missing are {}; a world gives such values",
            listed_some(paths, 12)
        ),
    };
    fault("missing", span, message, "needed by the scenario", help)
}

/// Values that a named entry lacks.
pub(crate) fn missing_in_entry(span: Span, entry: &str, names: &[&str], others: &[&str]) -> Fault {
    let message = format!("`{entry}` lacks {}", listed_some(names, 6));
    let name = entry.rsplit('.').next().unwrap_or(entry);
    let near = nearest(name, others.iter().copied());
    let help = match near {
        Some(other) if names.len() > 1 => {
            format!("add the missing lines, or did you mean `{other}`?")
        }
        _ => "add the missing lines; `fabcast show one-fab` has an example".to_owned(),
    };
    fault("missing", span, message, "incomplete", help)
}

/// A value that is right by itself and that the engine cannot use.
pub(crate) fn not_for_engine(span: Span, path: &str, expected: &str) -> Fault {
    fault(
        "type",
        span,
        format!("`{path}` cannot be used"),
        format!("expected {expected}"),
        format!("`fabcast explain {path}` says what it is"),
    )
}

/// An entry that exists only in `--set`.
pub(crate) fn no_such_entry(span: Span, entry: &str, others: &[&str]) -> Fault {
    let name = entry.rsplit('.').next().unwrap_or(entry);
    let message = format!("the scenario has no `{entry}`");
    let help = "to add one, write all its values in a scenario file";
    fault(
        "reference",
        span,
        message,
        "not defined",
        did_you_mean(name, others),
    )
    .and_help(help)
}

// Sharing a draw

/// `same_as` of something that is not there or not drawn.
pub(crate) fn same_as_unknown(span: Span, target: &str, paths: &[&str]) -> Fault {
    let message = format!("there is no quantity `{target}` to be the same as");
    let help = match nearest(target, paths.iter().copied()) {
        Some(path) => format!("did you mean `{path}`?"),
        None => "name the whole path of a quantity of the scenario".to_owned(),
    };
    fault("same", span, message, "not found", help)
}

/// `same_as` in a circle.
pub(crate) fn same_as_cycle(span: Span, path: &str) -> Fault {
    let message = format!("`{path}` is the same as itself");
    let help = "one of the paths in the circle needs a value of its own";
    fault("cycle", span, message, "leads back here", help)
}

/// `same_as` of something that measures something else.
pub(crate) fn same_as_differs(
    span: Span,
    path: &str,
    unit: &str,
    target: &str,
    other: &str,
) -> Fault {
    let message = format!("`{path}` cannot be the same as `{target}`");
    let show = |unit: &str| match unit {
        "1" => "a plain number".to_owned(),
        unit => format!("in {unit}"),
    };
    let label = format!("the one is {}, the other {}", show(unit), show(other));
    fault(
        "same",
        span,
        message,
        label,
        "only values in the same unit can share a draw",
    )
}

/// `same_as` of something that may lie out of bounds.
pub(crate) fn same_as_out_of_bounds(span: Span, path: &str, target: &str, range: &str) -> Fault {
    let message = format!("`{target}` takes values that `{path}` cannot have");
    fault(
        "same",
        span,
        message,
        range,
        "truncate the other value, or write a value here",
    )
}

// Sources

/// An id that no data file has.
pub(crate) fn unknown_source(span: Span, id: &str, near: Option<&str>) -> Fault {
    let message = format!("no data file has a row `{id}`");
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            "use an id from data/, an address, or a sentence that says where it is from".to_owned()
        }
    };
    fault("source", span, message, "unknown id", help)
}

/// A source from after the vintage of the world.
pub(crate) fn after_vintage(span: Span, what: &str, date: &str, vintage: Date) -> Fault {
    let message = format!("{what} is of {date}, and the world is of {vintage}");
    let label = format!("not known by {vintage}");
    let help = "use an earlier source, or mark the value as an assumption and name the later \
                source in `note`";
    fault("vintage", span, message, label, help)
}

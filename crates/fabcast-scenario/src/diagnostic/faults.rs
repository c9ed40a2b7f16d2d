//! Faults of a text and of single values; [`super::checks`] has those between values.

use fabcast_model::parameter::{Form, Row};
use fabcast_model::uncertainty::DistributionError;

use super::{Fault, Severity, Words};
use crate::source::Span;
use crate::suggest::{listed, nearest};
use crate::syntax::example::example;
use crate::syntax::family::Kind;
use crate::tree::{Table, Value};

/// A fault; every function here and in [`super::checks`] ends in one.
pub(super) fn fault(
    code: &'static str,
    span: Span,
    message: impl Into<String>,
    label: impl Into<String>,
    help: impl Into<String>,
) -> Fault {
    Fault {
        code,
        severity: Severity::Error,
        span,
        words: Box::new(Words {
            message: message.into(),
            label: label.into(),
            related: Vec::new(),
            help: vec![help.into()],
        }),
    }
}

/// "did you mean" with the nearest name, else all of them.
pub(super) fn did_you_mean(word: &str, names: &[&str]) -> String {
    match nearest(word, names.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None if names.is_empty() => "there is nothing of the kind in this scenario".to_owned(),
        None if names.len() == 1 => format!("only {} is possible here", listed(names)),
        None if names.len() <= 24 => format!("possible are {}", listed(names)),
        None => format!("possible are {} and others", listed(&names[..20])),
    }
}

// The file as a whole

/// A file that cannot be opened.
pub(crate) fn unreadable(span: Span, name: &str, error: &std::io::Error) -> Fault {
    let (message, help) = match error.kind() {
        std::io::ErrorKind::NotFound => (
            format!("there is no file `{name}`"),
            "check the path; `fabcast list` shows the scenarios that need no file".to_owned(),
        ),
        std::io::ErrorKind::PermissionDenied => (
            format!("the file `{name}` may not be read"),
            "ask for permission to read it, or copy it elsewhere".to_owned(),
        ),
        _ => (
            format!("the file `{name}` cannot be read: {error}"),
            "check the path and try again".to_owned(),
        ),
    };
    fault("file", span, message, "named here", help)
}

/// A folder in place of a file.
pub(crate) fn is_folder(span: Span, name: &str) -> Fault {
    let help = "name the scenario file in it, for example `my-scenario.toml`";
    fault(
        "file",
        span,
        format!("`{name}` is a folder"),
        "expected a file",
        help,
    )
}

/// A file too long to be a scenario.
pub(crate) fn too_large(span: Span, name: &str, size: u64, limit: u64) -> Fault {
    const MEGA: f64 = 1024.0 * 1024.0;
    let message = format!(
        "`{name}` is too large: {:.1} MB, and the limit is {:.0} MB",
        size as f64 / MEGA,
        limit as f64 / MEGA
    );
    fault(
        "size",
        span,
        message,
        "too large",
        "a scenario is a text of some pages; check the path",
    )
}

/// More entries of a table than can be simulated.
pub(crate) fn too_many(span: Span, table: &str, n: usize, most: usize) -> Fault {
    let message = format!("`{table}` has {n} entries");
    let help = "leave out those that nothing depends on, or make one of several that are alike";
    fault("size", span, message, format!("at most {most}"), help)
}

/// A label that no table can show.
pub(crate) fn too_long(span: Span, path: &str, n: usize, most: usize) -> Fault {
    let message = format!("`{path}` has {n} characters");
    let help = "a label is a name for tables and charts; say more in `note` or `description`";
    fault("size", span, message, format!("at most {most}"), help)
}

/// Bytes that are no text.
pub(crate) fn not_utf8(span: Span, name: &str, offset: usize, byte: u8) -> Fault {
    let message = format!("`{name}` is not UTF-8 text: byte {offset} is 0x{byte:02X}");
    let help = "save the file as UTF-8 in your editor (a spreadsheet or an old Windows program \
                may have written it in another encoding)";
    fault("encoding", span, message, "not a character", help)
}

/// A byte order mark before the first line.
pub(crate) fn byte_order_mark(span: Span) -> Fault {
    let help = "save the file as UTF-8 without a byte order mark";
    let message = "the file begins with a byte order mark";
    fault(
        "encoding",
        span,
        message,
        "invisible, but not allowed",
        help,
    )
}

/// A file without content.
pub(crate) fn empty_file(span: Span, name: &str) -> Fault {
    let help = "`fabcast new my-scenario` writes a scenario to start from";
    fault(
        "empty",
        span,
        format!("`{name}` is empty"),
        "expected a scenario",
        help,
    )
}

/// A key that stands twice in one table.
pub(crate) fn duplicate_key(span: Span, key: &str) -> Fault {
    let message = format!("`{key}` is given twice");
    fault(
        "duplicate",
        span,
        message,
        "second time",
        "keep one of the two lines",
    )
}

/// Not TOML.
pub(crate) fn syntax(span: Span, problem: &str, line: &str) -> Fault {
    let line = line.trim();
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    let help = if value.is_empty() && line.ends_with('=') {
        "write a value after the `=`".to_owned()
    } else if value.starts_with(|c: char| c.is_ascii_digit()) {
        "a value with a unit, a date or an interval stands in quotes: `\"7 T$\"`, `\"2025-02\"`"
            .to_owned()
    } else if !value.is_empty() && !value.starts_with(['"', '\'', '[', '{']) {
        "text stands in quotes: `kind = \"equity\"`".to_owned()
    } else {
        "a line is `name = value`, a section begins with `[its.name]`".to_owned()
    };
    let problem = problem.lines().next().unwrap_or("not understood");
    fault("syntax", span, "the file is not valid TOML", problem, help)
}

// Values

/// A table that should be a value, without a value in it.
pub(crate) fn no_value(span: Span, path: &str, table: &Table, row: &Row) -> Fault {
    let keys: Vec<&str> = table.keys().map(String::as_str).collect();
    let near = keys.iter().find_map(|key| {
        nearest(key, ["value", "dist", "same_as"])
            .map(|name| format!("did you mean `{name}` instead of `{key}`?"))
    });
    let help =
        near.unwrap_or_else(|| format!("write `value = \"{}\"` or `dist = …` in it", example(row)));
    let message = format!("`{path}` has no value");
    fault(
        "missing",
        span,
        message,
        "expected `value`, `dist` or `same_as`",
        help,
    )
}

/// A table with two values.
pub(crate) fn two_values(span: Span, path: &str, heads: &[&str]) -> Fault {
    let message = format!("`{path}` has {} at once", listed(heads));
    fault(
        "type",
        span,
        message,
        "only one of them can hold",
        "keep one of them",
    )
}

/// An argument that a distribution does not have.
pub(crate) fn unknown_argument(span: Span, key: &str, kind: &str, arguments: &[&str]) -> Fault {
    let message = format!("a {kind} distribution has no argument `{key}`");
    let all = format!("a {kind} distribution takes {}", listed(arguments));
    let fault = fault("distribution", span, message, "unknown argument", all);
    match nearest(key, arguments.iter().copied()).filter(|_| key.len() > 3) {
        Some(name) => fault.and_help(format!("did you mean `{name}`?")),
        None => fault,
    }
}

/// A key that may not stand beside a value.
pub(crate) fn unknown_value_key(span: Span, key: &str, path: &str, valid: &[&str]) -> Fault {
    let message = format!("`{key}` is not known beside the value of `{path}`");
    fault(
        "key",
        span,
        message,
        "unknown key",
        did_you_mean(key, valid),
    )
}

/// A value of the wrong kind.
pub(crate) fn wrong_type(span: Span, path: &str, row: &Row, found: &Value) -> Fault {
    let (expected, help) = match row.form {
        Form::When => (
            "expected a month or a length of time in quotes".to_owned(),
            "write for example `\"2025-06\"` or `\"12 months\"`".to_owned(),
        ),
        Form::Quantity | Form::Spread | Form::Whole => (
            "expected a quantity in quotes".to_owned(),
            format!("write for example `\"{}\"`", example(row)),
        ),
        Form::Text => (
            "expected a text".to_owned(),
            "write a text in quotes".to_owned(),
        ),
        Form::Word(words) => (
            "expected a word".to_owned(),
            format!("possible are {}", listed(words)),
        ),
        Form::Words(words) => (
            "expected a list of words".to_owned(),
            format!("possible are {}", listed(words)),
        ),
        Form::Name(of) => (
            format!("expected the name of a {of}"),
            format!("write a name from `[{of}.…]` in quotes"),
        ),
        Form::Names(of) => (
            format!("expected a list of names of a {of}"),
            format!("write names from `[{of}.…]` in quotes: `[\"a\", \"b\"]`"),
        ),
    };
    fault(
        "type",
        span,
        format!("`{path}` is {}", found.kind()),
        expected,
        help,
    )
}

/// `same_as` where there is nothing to draw.
pub(crate) fn same_as_not_quantity(span: Span, path: &str) -> Fault {
    let message = format!("`{path}` cannot be the same as another value");
    let help = "`same_as` shares the draw of an uncertain quantity; write the value here instead";
    fault("same", span, message, "not a quantity that is drawn", help)
}

/// Something else where a text was expected.
pub(crate) fn text_expected(span: Span, name: &str, found: &Value) -> Fault {
    let message = format!("`{name}` is {}", found.kind());
    fault(
        "type",
        span,
        message,
        "expected a text",
        "write a text in quotes",
    )
}

/// A distribution where only an interval can stand.
pub(crate) fn spread_only(span: Span, path: &str, row: &Row) -> Fault {
    let message = format!("`{path}` cannot have a distribution of its own");
    let help = format!(
        "each project draws its own value around the median: write an interval, for example \
         `\"{}\"`",
        example(row)
    );
    fault(
        "spread",
        span,
        message,
        "expected a number or an interval",
        help,
    )
}

/// A distribution where nothing is drawn.
pub(crate) fn no_distribution(span: Span, path: &str, row: &Row) -> Fault {
    let message = format!("`{path}` is the same in all futures");
    let help = format!("write one value, for example `\"{}\"`", example(row));
    fault(
        "distribution",
        span,
        message,
        "cannot be a distribution",
        help,
    )
}

/// A distribution that the engine refuses.
pub(crate) fn impossible_distribution(span: Span, path: &str, error: &DistributionError) -> Fault {
    let message = format!(
        "`{path}` has an impossible distribution: {}",
        error.problem()
    );
    let label = format!("expected {}", error.expected());
    fault(
        "distribution",
        span,
        message,
        label,
        format!("`fabcast explain {path}` shows its bounds"),
    )
}

/// `truncate` that is not a pair.
pub(crate) fn truncate_is_a_pair(span: Span, found: &Value) -> Fault {
    let message = match found {
        Value::List(items) if items.len() == 1 => "`truncate` has one end".to_owned(),
        Value::List(items) => format!("`truncate` has {} ends", items.len()),
        other => format!("`truncate` is {}", other.kind()),
    };
    let help = "write `truncate = [\"0.2\", \"0.8\"]`, or `min = …` or `max = …` for one end";
    fault("distribution", span, message, "expected two ends", help)
}

/// A truncation that leaves nothing.
pub(crate) fn nothing_left(span: Span, path: &str) -> Fault {
    let message = format!("the truncation of `{path}` leaves nothing");
    let help = "the lower end must be below the upper end, and both within the bounds of the value";
    fault("interval", span, message, "does not ascend", help)
}

/// A text without a letter.
pub(crate) fn empty_text(span: Span, path: &str) -> Fault {
    let help = "write something that a reader can understand, or remove the line";
    fault(
        "type",
        span,
        format!("`{path}` is an empty text"),
        "expected some text",
        help,
    )
}

/// A word that is not among those possible.
pub(crate) fn unknown_word(span: Span, word: &str, path: &str, words: &[&str]) -> Fault {
    let message = format!("`{path}` cannot be `{word}`");
    let fault = fault(
        "word",
        span,
        message,
        "unknown word",
        did_you_mean(word, words),
    );
    match fault.words.help[0].starts_with("did") {
        true => fault.and_help(format!("possible are {}", listed(words))),
        false => fault,
    }
}

/// A name twice in a list.
pub(crate) fn listed_twice(span: Span, name: &str) -> Fault {
    let message = format!("`{name}` is listed twice");
    fault(
        "duplicate",
        span,
        message,
        "second time",
        "keep one of the two",
    )
}

/// `as_of` that is no date.
pub(crate) fn not_a_source_date(span: Span, text: &str) -> Fault {
    let message = format!("`{text}` is not the date of a source");
    let help = "write `2024`, `2024-02`, `2024-02-14`, `2024-Q1` or `2024-H1`";
    fault("metadata", span, message, "expected a date", help)
}

/// An interval within a distribution.
pub(crate) fn one_value_expected(span: Span, text: &str) -> Fault {
    let message = format!("`{text}` is an interval");
    let help = "the arguments of a distribution and the ends of a truncation are single values";
    fault("distribution", span, message, "expected one value", help)
}

// Distributions

/// A family that does not exist.
pub(crate) fn unknown_distribution(span: Span, name: &str, names: &[&str]) -> Fault {
    let message = format!("there is no distribution `{name}`");
    let fault = fault(
        "distribution",
        span,
        message,
        "unknown",
        did_you_mean(name, names),
    );
    match fault.words.help[0].starts_with("did") {
        true => fault.and_help(format!("there are {}", listed(names))),
        false => fault,
    }
}

/// Arguments that do not go together.
pub(crate) fn wrong_arguments(span: Span, kind: &Kind) -> Fault {
    let message = format!(
        "a {} distribution cannot be made from these arguments",
        kind.name
    );
    fault(
        "distribution",
        span,
        message,
        format!("expected {}", kind.usage),
        kind.example_line(),
    )
}

/// An argument that is not there.
pub(crate) fn missing_argument(span: Span, name: &str, kind: &Kind) -> Fault {
    let message = format!("the {} distribution lacks `{name}`", kind.name);
    fault(
        "distribution",
        span,
        message,
        format!("expected {}", kind.usage),
        kind.example_line(),
    )
}

/// An argument that must be more than 0.
pub(crate) fn not_above_zero(span: Span, name: &str, value: &str) -> Fault {
    let message = format!("`{name}` is {value}");
    let help = match name == "mean" || name == "median" || name.starts_with('p') {
        true => "for values that can be negative, use `dist = \"normal\"`",
        false => "give a positive number",
    };
    fault("range", span, message, "must be more than 0", help)
}

/// Two arguments in the wrong order.
pub(crate) fn not_ascending(span: Span, low: &str, high: &str) -> Fault {
    let message = format!("`{low}` is not below `{high}`");
    let label = format!("must be less than `{high}`");
    fault(
        "interval",
        span,
        message,
        label,
        "swap the two, or check their units",
    )
}

/// A mean and a standard deviation that no beta has.
pub(crate) fn no_such_beta(span: Span) -> Fault {
    let message = "no beta distribution has this mean and sd";
    let help = "the mean must lie between `low` and `high`, and sd² must be less than \
                (mean - low)·(high - mean)";
    fault(
        "distribution",
        span,
        message,
        "too wide for its bounds",
        help,
    )
}

/// Lists of different lengths.
pub(crate) fn weights_per_value(span: Span, weights: usize, values: usize) -> Fault {
    let message = format!("there are {weights} weights for {values} values");
    fault(
        "distribution",
        span,
        message,
        "expected one weight per value",
        "make the lists equal in length",
    )
}

/// A weight below 0.
pub(crate) fn negative_weight(span: Span) -> Fault {
    fault(
        "range",
        span,
        "a weight is negative",
        "must not be negative",
        "leave out values that never occur",
    )
}

/// Weights that are all 0.
pub(crate) fn no_weight(span: Span) -> Fault {
    let help = "give at least one value a positive weight";
    fault(
        "distribution",
        span,
        "all weights are 0",
        "expected a positive weight",
        help,
    )
}

/// A list with nothing in it.
pub(crate) fn empty_list(span: Span, name: &str) -> Fault {
    let message = format!("`{name}` is an empty list");
    fault(
        "distribution",
        span,
        message,
        "expected at least one value",
        "list the values: `[\"1\", \"2\"]`",
    )
}

/// Something else where a list was expected.
pub(crate) fn list_expected(span: Span, name: &str, found: &Value) -> Fault {
    let message = format!("`{name}` is {}", found.kind());
    fault(
        "type",
        span,
        message,
        "expected a list",
        "write a list in brackets: `[\"1\", \"2\"]`",
    )
}

/// A unit or an interval where a plain number was expected.
pub(crate) fn plain_number_expected(span: Span, name: &str) -> Fault {
    let message = format!("`{name}` is not a plain number");
    fault(
        "type",
        span,
        message,
        "expected a number without unit",
        format!("write for example `{name} = 2`"),
    )
}

/// Observations that cannot be used.
pub(crate) fn bad_observations(span: Span, problem: &str) -> Fault {
    let message = format!("the observations cannot be used: {problem}");
    let help = "`file` is a CSV file with a header, `column` the name of one of its columns";
    fault("distribution", span, message, "read from here", help)
}

/// A file where only embedded names are read.
pub(crate) fn no_access(span: Span, name: &str, help: impl Into<String>) -> Fault {
    let message = format!("`{name}` is the path of a file, and no file is read here");
    fault("access", span, message, "expected no path", help)
}

/// A file named in a text that is not itself a file.
pub(crate) fn no_folder(span: Span, name: &str) -> Fault {
    let message = format!("`{name}` cannot be found from here");
    let help = "only a scenario file can name other files; list the values with `values = […]`";
    fault("file", span, message, "there is no folder to look in", help)
}

impl Kind {
    fn example_line(&self) -> String {
        format!("write for example `{}`", self.example)
    }
}

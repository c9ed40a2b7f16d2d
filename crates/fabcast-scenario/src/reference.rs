//! The reference of the scenario file, from the parameter table.

use std::fmt::Write;

use fabcast_model::parameter::{Default as Missing, Form, Row};
use fabcast_model::table::TABLE;

use crate::number::number_text;
use crate::suggest::listed;
use crate::syntax::example::example;
use crate::syntax::family::KINDS;

/// Titles of the model's sections.
const SECTIONS: [&str; 15] = [
    "Spread",
    "Capital",
    "Projects",
    "Equipment",
    "Talent",
    "Wafers and yield",
    "Accelerators",
    "Deployment",
    "Demand and price",
    "Training-cost clock",
    "Policy",
    "Perspective",
    "Finance",
    "Events",
    "Verdict",
];

/// `docs/scenario-reference.md`: every value that a scenario can have, with unit, bounds,
/// default, symbol and section of the model.
///
/// ```
/// let text = fabcast_scenario::reference_markdown();
/// assert!(text.contains("| `capital.gearing` |"));
/// ```
pub fn reference_markdown() -> String {
    let mut text = String::from(INTRODUCTION);
    text.push_str("\n## Distributions\n\n| name | arguments | example |\n|---|---|---|\n");
    for kind in KINDS {
        let _ = writeln!(
            text,
            "| `{}` | {} | `{}` |",
            kind.name, kind.usage, kind.example
        );
    }
    text.push_str(VALUES);
    // Table order, but each part under one heading.
    let mut parts: Vec<&str> = Vec::new();
    for row in TABLE {
        let part = part_of(row);
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    for part in parts {
        let _ = write!(
            text,
            "\n### `{part}`\n\n| path | form | unit | bounds | if not given | model | what | example |\n\
             |---|---|---|---|---|---|---|---|\n"
        );
        for row in TABLE.iter().filter(|row| part_of(row) == part) {
            let _ = writeln!(text, "{}", line(row));
        }
    }
    text.push_str("\n## Sections of the model\n\n");
    for (number, title) in SECTIONS.iter().enumerate() {
        let _ = writeln!(text, "- §{number} {title}");
    }
    text
}

fn part_of(row: &'static Row) -> &'static str {
    row.pattern.split('.').next().unwrap_or(row.pattern)
}

fn line(row: &Row) -> String {
    let cell = |text: &str| text.replace('|', " or ");
    let symbol = match row.symbol {
        "" => format!("§{}", row.section),
        symbol => format!("§{} {}", row.section, cell(symbol)),
    };
    let default = match row.default {
        Missing::Required => "required".to_owned(),
        Missing::Absent => "absent".to_owned(),
        Missing::Value(text) => format!("`{text}`"),
    };
    let (unit, bounds) = match row.form {
        Form::Quantity | Form::Spread | Form::Whole => (unit(row), bounds(row)),
        Form::When => ("month".to_owned(), String::new()),
        _ => (String::new(), String::new()),
    };
    let example = match row.form {
        Form::Text | Form::Name(_) | Form::Names(_) | Form::Words(_) | Form::Word(_) => {
            String::new()
        }
        _ => format!("`{}`", cell(&example(row))),
    };
    format!(
        "| `{}` | {} | {unit} | {bounds} | {default} | {symbol} | {} | {example} |",
        cell(row.pattern),
        match row.is_constant {
            true => format!("{}, constant", form(row)),
            false => form(row),
        },
        cell(row.what)
    )
}

fn form(row: &Row) -> String {
    match row.form {
        Form::Quantity => "quantity".to_owned(),
        Form::Spread => "spread over projects".to_owned(),
        Form::When => "month".to_owned(),
        Form::Whole => "whole number".to_owned(),
        Form::Text => "text".to_owned(),
        Form::Word(words) => format!("one of {}", listed(words)),
        Form::Words(words) => format!("some of {}", listed(words)),
        Form::Name(of) => format!("name of a {of}"),
        Form::Names(of) => format!("names of a {of}"),
    }
}

fn unit(row: &Row) -> String {
    match row.unit {
        "" => "the outcome's".to_owned(),
        "1" => "number".to_owned(),
        unit => unit.replace('|', " or "),
    }
}

fn bounds(row: &Row) -> String {
    match (row.min, row.max) {
        (f64::NEG_INFINITY, f64::INFINITY) => String::new(),
        (min, f64::INFINITY) => format!("≥ {}", number_text(min)),
        (min, max) => format!("{} to {}", number_text(min), number_text(max)),
    }
}

const INTRODUCTION: &str = r#"# Scenario reference

<!-- Made by `fabcast docs reference`; change the parameter table instead. -->

A scenario is a TOML file. It begins with

| key | what |
|---|---|
| `format` | `1`, the version of the language |
| `name` | its name: small letters, digits and hyphens |
| `title`, `description` | for people |
| `world` | the world that it builds on: an embedded name (`"2024-02"`) or the path of a file |
| `extends` | a scenario whose values it takes over and changes: an embedded name or a path |
| `start`, `end` | first and last month, `"2024-02"` |
| `judged` | years at whose end it is judged beside the last month, `[2027, 2029]`; 2030 and 2035 if absent, or two years inside a period that has neither |
| `price_year` | year of the constant dollars |
| `budget` | the sum that the plan should come to, `"7 T$"`; optional |

What is written later replaces what was there: the world, the scenarios extended, the file, then each
`--set PATH=VALUE` of the command line. A value is replaced whole, with its source.

## Values

| form | means |
|---|---|
| `0.65`, `"60 %"` | a plain number |
| `"7 T$"`, `"30 kwspm"`, `"12 %/yr"`, `"0.12 M$/FTE/yr"` | a quantity with its unit |
| `"5 to 7 T$"` | 90 % interval: lognormal if both ends are positive, else normal |
| `"1,500 bn$ (300 to 2,500)"` | median and 90 % interval, each side with its own spread |
| `"0.031 bn$/kwspm/yr ± 40 %"` | the same with the ends 40 % below and above |
| `"2025-02"`, `"12 months"`, `"2025-02 (2024-08 to 2027-02)"` | a month, or a length of time after the start |
| `{ value = "7 T$", truncate = ["5 T$", "9 T$"] }` | truncated; also `min` and `max` alone |
| `{ dist = "lognormal", p10 = "300 bn$", p90 = "2,500 bn$" }` | a distribution, see below |
| `{ same_as = "another.path" }` | the same draw as another value |

Beside `value` or `dist` may stand `source` (ids of rows in `data/`, addresses or sentences), `assumption` (the
reason for a value without a source), `later_evidence` (see below), `as_of`, `confidence` (`high`, `medium`, `low`, `assumption`), `note`, and
`unit` for plain numbers.

Units are products and quotients of `$` (`k$`, `M$`, `bn$`, `T$`), `yr`, `month`, `week`, `day`, `h`, `W` and `Wh`
(`kW` to `TW`), `wafer` (`kwafer`), `interposer` (`kinterposer`), `wspm` and `kwspm` (wafer starts a month), `wpm` and
`kwpm` (interposer wafers a month), `FTE`, `H100e`, `tool`, `stack`, `die`, `package`, `m` (`mm`, `cm`, `mm2`, `cm2`)
and `%`. A month is a twelfth of a year; a year has 8,766 hours.

`[correlation.NAME]` joins uncertain values: `parameters`, a list of paths, and `rank` (one rank correlation for all
pairs), `matrix`, or `pairs = [["a.path", "another.path", 0.6]]`.
"#;

const VALUES: &str = r#"
Arguments are values with units like any other. `truncate`, `min` and `max` may be added, except where the
distribution has arguments of that name.

## Two kinds of value

Levels of a world, such as stocks, prices, queues and rates, come only from rows known at its vintage: a later row in
`source` is an error. Constants of a mechanism hold at any time, however late they were found out. They are marked
"constant" below, and they alone may have `later_evidence = ["row.id", …]`, ids of rows in `data/` that came after the
vintage, beside or instead of `source`. [Later evidence](later-evidence.md) lists all values of the worlds that do.

## Every value

In a path `*` stands for a name of your own and `{a,b}` for one of the names. "Spread over projects" takes a number
or an interval: every project draws its own value.
"#;

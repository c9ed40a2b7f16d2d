//! The JSON Schema of a scenario file, from the parameter table.

use fabcast_model::parameter::{Default as Missing, Form, Part, Row};
use serde_json::{Map, Value, json};

use crate::shape::{HEAD, patterns};
use crate::syntax::example::example;
use crate::syntax::family::KINDS;
use crate::value::expected_range;

const NAME: &str = "^[A-Za-z0-9][A-Za-z0-9_-]*$";
const MONTH: &str = "^[0-9]{4}-(0[1-9]|1[0-2])$";

/// JSON Schema (draft 2020-12) of a scenario file, with the unit, bounds and an example of
/// every value; editors complete and check by it.
///
/// ```
/// let schema = fabcast_scenario::schema();
/// let gearing = &schema["properties"]["capital"]["properties"]["gearing"];
/// assert!(gearing["description"].as_str().unwrap().contains("largest share of debt"));
/// ```
pub fn schema() -> Value {
    let mut root = Level::default();
    for pattern in patterns() {
        root.add(&pattern.parts, pattern.row);
    }
    let mut properties = Map::new();
    for (name, level) in &root.known {
        properties.insert(name.clone(), level.json());
    }
    for (key, value) in head_properties() {
        properties.insert(key.to_owned(), value);
    }
    properties.insert("correlation".to_owned(), correlation());
    debug_assert!(HEAD.iter().all(|key| properties.contains_key(*key)));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "fabcast scenario",
        "description": "A build-out programme: who pays, what is built, what counts as success. \
                        What is not written here comes from the world that it names.",
        "type": "object",
        "required": ["format"],
        "additionalProperties": false,
        "properties": properties,
        "$defs": definitions(),
    })
}

/// What may stand at one level of paths.
#[derive(Default)]
struct Level {
    known: Vec<(String, Level)>,
    any: Option<Box<Level>>,
    row: Option<&'static Row>,
}

impl Level {
    fn add(&mut self, parts: &[Part], row: &'static Row) {
        let Some((part, rest)) = parts.split_first() else {
            self.row = Some(row);
            return;
        };
        let Part::OneOf(names) = part else {
            self.any.get_or_insert_default().add(rest, row);
            return;
        };
        for name in names {
            let place = match self.known.iter().position(|(other, _)| other == name) {
                Some(place) => place,
                None => {
                    self.known.push((name.clone(), Level::default()));
                    self.known.len() - 1
                }
            };
            self.known[place].1.add(rest, row);
        }
    }

    fn json(&self) -> Value {
        if let Some(row) = self.row {
            return leaf(row);
        }
        let mut properties = Map::new();
        for (name, level) in &self.known {
            properties.insert(name.clone(), level.json());
        }
        let mut object = json!({ "type": "object", "additionalProperties": false });
        if let Some(any) = &self.any {
            if properties.is_empty() {
                object["patternProperties"] = json!({ NAME: any.json() });
            } else {
                // A pattern would match the known names as well.
                object["propertyNames"] = json!({ "pattern": NAME });
                object["additionalProperties"] = any.json();
            }
        }
        if !properties.is_empty() {
            object["properties"] = Value::Object(properties);
        }
        object
    }
}

fn leaf(row: &Row) -> Value {
    let mut description = row.what.to_owned();
    if !row.symbol.is_empty() {
        description.push_str(&format!(
            " ({}, section {} of the model)",
            row.symbol, row.section
        ));
    } else {
        description.push_str(&format!(" (section {} of the model)", row.section));
    }
    let numeric = matches!(row.form, Form::Quantity | Form::Spread | Form::Whole);
    if numeric {
        let unit = match row.unit {
            "" => "the outcome's unit".to_owned(),
            "1" => "a plain number or %".to_owned(),
            unit => unit.replace('|', " or "),
        };
        description.push_str(&format!("; unit: {unit}; {}", expected_range(row, "")));
    }
    match row.default {
        Missing::Value(text) => description.push_str(&format!("; {text} if not given")),
        Missing::Absent => description.push_str("; optional"),
        Missing::Required => {}
    }
    if row.is_constant {
        description.push_str("; a constant of a mechanism");
    }
    let words = |words: &[&str]| json!({ "type": "string", "enum": words });
    let list = |item: Value| json!({ "type": "array", "items": item, "uniqueItems": true });
    let name = json!({ "type": "string", "pattern": NAME });
    let value = match row.form {
        Form::Quantity => return reference("quantity", &description, row),
        Form::When => return reference("when", &description, row),
        Form::Spread => return reference("spread", &description, row),
        Form::Whole => return reference("whole", &description, row),
        Form::Text => json!({ "type": "string", "minLength": 1 }),
        Form::Word(choices) => words(choices),
        Form::Words(choices) => list(words(choices)),
        Form::Name(_) => name,
        Form::Names(_) => list(name),
    };
    let mut table = metadata();
    table.insert("value".to_owned(), value.clone());
    json!({
        "description": description,
        "anyOf": [
            value,
            {
                "type": "object",
                "properties": table,
                "required": ["value"],
                "additionalProperties": false,
            },
        ],
    })
}

fn reference(definition: &str, description: &str, row: &Row) -> Value {
    json!({
        "$ref": format!("#/$defs/{definition}"),
        "description": description,
        "examples": [example(row)],
    })
}

fn metadata() -> Map<String, Value> {
    let text = |what: &str| json!({ "type": "string", "minLength": 1, "description": what });
    let mut properties = Map::new();
    properties.insert(
        "source".to_owned(),
        json!({
            "description": "where it is from: ids of rows in data/, addresses or sentences",
            "anyOf": [
                { "type": "string", "minLength": 1 },
                { "type": "array", "items": { "type": "string", "minLength": 1 } },
            ],
        }),
    );
    properties.insert(
        "later_evidence".to_owned(),
        json!({
            "description": "ids of rows in data/ from after the vintage of the world on which it rests; only of a constant of a mechanism",
            "anyOf": [
                { "type": "string", "minLength": 1 },
                { "type": "array", "items": { "type": "string", "minLength": 1 } },
            ],
        }),
    );
    properties.insert(
        "assumption".to_owned(),
        text("reason for a value without a source"),
    );
    properties.insert("as_of".to_owned(), text("date of the source, 2024-02"));
    properties.insert(
        "confidence".to_owned(),
        json!({ "type": "string", "enum": crate::value::CONFIDENCE }),
    );
    properties.insert("note".to_owned(), text("anything else to know"));
    properties
}

/// A numeric value: plain, or a table with what is known about it.
fn numeric(what: &str, may_be_drawn: bool) -> Value {
    let plain = json!({ "type": ["number", "string"] });
    let mut table = metadata();
    table.insert("value".to_owned(), json!({ "$ref": "#/$defs/plain" }));
    table.insert(
        "unit".to_owned(),
        json!({ "type": "string", "description": "unit of plain numbers" }),
    );
    let mut required = vec![json!({ "required": ["value"] })];
    if may_be_drawn {
        let families: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        let usage: Vec<String> = KINDS
            .iter()
            .map(|kind| format!("{}: {}", kind.name, kind.usage))
            .collect();
        table.insert(
            "dist".to_owned(),
            json!({ "enum": families, "description": usage.join("; ") }),
        );
        table.insert(
            "same_as".to_owned(),
            json!({ "type": "string", "description": "path whose draw is shared" }),
        );
        table.insert(
            "truncate".to_owned(),
            json!({
                "type": "array",
                "items": { "$ref": "#/$defs/plain" },
                "minItems": 2,
                "maxItems": 2,
            }),
        );
        for name in ["min", "max"] {
            table.insert(name.to_owned(), json!({ "$ref": "#/$defs/plain" }));
        }
        for name in KINDS.iter().flat_map(|kind| kind.arguments) {
            let argument = match *name {
                "values" | "weights" => {
                    json!({ "type": "array", "items": { "$ref": "#/$defs/plain" } })
                }
                "file" | "column" => json!({ "type": "string" }),
                _ => json!({ "$ref": "#/$defs/plain" }),
            };
            table.insert((*name).to_owned(), argument);
        }
        required.push(json!({ "required": ["dist"] }));
        required.push(json!({ "required": ["same_as"] }));
    }
    json!({
        "description": what,
        "anyOf": [
            plain,
            {
                "type": "object",
                "properties": table,
                "oneOf": required,
                "additionalProperties": false,
            },
        ],
    })
}

fn definitions() -> Value {
    json!({
        "plain": { "type": ["number", "string"] },
        "quantity": numeric(
            "a quantity \"7 T$\", an interval \"5 to 7 T$\" or \"6 T$ (5 to 7)\", or a distribution",
            true,
        ),
        "when": numeric(
            "a month \"2025-02\", a length of time after the start \"12 months\", or an interval",
            true,
        ),
        "spread": numeric("a quantity, or an interval that spreads over projects", false),
        "whole": numeric("a whole number with its unit", false),
    })
}

fn head_properties() -> Vec<(&'static str, Value)> {
    let text = |what: &str| json!({ "type": "string", "minLength": 1, "description": what });
    let month = |what: &str| json!({ "type": "string", "pattern": MONTH, "description": what });
    let world = json!({
        "type": "object",
        "description": "head of a world file",
        "properties": {
            "name": text("name of the world"),
            "vintage": month("month up to which the facts are known"),
            "title": text("title for people"),
            "description": text("what it is"),
        },
        "additionalProperties": false,
    });
    vec![
        (
            "format",
            json!({ "const": 1, "description": "version of the language" }),
        ),
        (
            "name",
            json!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$", "description": "name of the scenario" }),
        ),
        ("title", text("title for people")),
        ("description", text("what it is about")),
        (
            "world",
            json!({ "anyOf": [text("world that it builds on: a name or a path"), world] }),
        ),
        (
            "extends",
            text("scenario that it changes: a name or a path"),
        ),
        ("start", month("first month")),
        ("end", month("last month")),
        (
            "judged",
            json!({
                "type": "array",
                "description": "years at whose end it is judged",
                "items": { "type": "integer" },
                "minItems": 1,
                "examples": [[2030, 2035]],
            }),
        ),
        (
            "price_year",
            json!({ "type": "integer", "description": "year of the dollars" }),
        ),
        (
            "budget",
            json!({ "type": "string", "description": "money to be spent", "examples": ["7 T$"] }),
        ),
        (
            "resolved_from",
            json!({
                "type": "object",
                "description": "world of a scenario that was written out in full",
                "properties": { "world": { "type": "string" }, "vintage": { "type": "string" } },
                "additionalProperties": false,
            }),
        ),
    ]
}

fn correlation() -> Value {
    let rank = json!({ "type": "number", "minimum": -1, "maximum": 1 });
    let group = json!({
        "type": "object",
        "description": "parameters joined in a Gaussian copula by rank correlations",
        "properties": {
            "parameters": { "type": "array", "items": { "type": "string" }, "minItems": 2 },
            "rank": rank,
            "matrix": { "type": "array", "items": { "type": "array", "items": rank } },
            "pairs": { "type": "array", "items": { "type": "array", "minItems": 3, "maxItems": 3 } },
            "note": { "type": "string" },
        },
        "oneOf": [
            { "required": ["rank"] },
            { "required": ["matrix"] },
            { "required": ["pairs"] },
        ],
        "additionalProperties": false,
    });
    json!({ "type": "object", "patternProperties": { NAME: group }, "additionalProperties": false })
}

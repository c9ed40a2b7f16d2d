//! What is generated from the parameter table.

use fabcast_model::table::TABLE;
use fabcast_scenario::{catalogue, diagnostic::CODES, load, reference_markdown, schema};
use serde_json::Value;

#[test]
fn the_reference_has_every_row() {
    let text = reference_markdown();
    for row in TABLE {
        assert!(
            text.contains(&format!("| `{}` |", row.pattern)),
            "{}",
            row.pattern
        );
    }
    for line in text
        .lines()
        .filter(|line| line.starts_with("| `") && line.contains('§'))
    {
        assert_eq!(line.matches(" | ").count(), 7, "{line}");
    }
}

#[test]
fn every_code_is_explained() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/errors.md");
    let text = std::fs::read_to_string(path).unwrap();
    for code in CODES {
        assert!(
            text.contains(&format!("\n## {code}\n")),
            "{code} is not in docs/errors.md"
        );
    }
    let mut sorted = CODES.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted, CODES);
}

/// A value against the parts of JSON Schema that ours uses.
fn validate(schema: &Value, root: &Value, value: &Value, at: &str) -> Result<(), String> {
    let fail = |what: &str| Err(format!("{at}: {what} in {value}"));
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference
            .strip_prefix("#/$defs/")
            .ok_or("foreign reference")?;
        validate(&root["$defs"][name], root, value, at)?;
    }
    if let Some(kind) = schema.get("type") {
        let kinds = match kind {
            Value::Array(kinds) => kinds.clone(),
            kind => vec![kind.clone()],
        };
        let found = match value {
            Value::Object(_) => "object",
            Value::Array(_) => "array",
            Value::String(_) => "string",
            Value::Number(_) => "number",
            _ => "other",
        };
        let fits = |kind: &Value| kind == found || kind == "integer" && value.is_i64();
        if !kinds.iter().any(fits) {
            return fail("wrong type");
        }
    }
    if schema["enum"]
        .as_array()
        .is_some_and(|choices| !choices.contains(value))
    {
        return fail("not among the choices");
    }
    if schema
        .get("const")
        .is_some_and(|constant| constant != value)
    {
        return fail("not the constant");
    }
    for (key, least) in [("anyOf", 1), ("oneOf", 1)] {
        let Some(options) = schema[key].as_array() else {
            continue;
        };
        let results: Vec<_> = options
            .iter()
            .map(|option| validate(option, root, value, at))
            .collect();
        let passed = results.iter().filter(|result| result.is_ok()).count();
        if passed < least || key == "oneOf" && passed > 1 {
            let reasons: Vec<String> = results.into_iter().filter_map(Result::err).collect();
            return Err(format!("{at}: {passed} of {key}: {}", reasons.join("; ")));
        }
    }
    if let Some(items) = value.as_array() {
        for item in items.iter().filter(|_| schema["items"].is_object()) {
            validate(&schema["items"], root, item, at)?;
        }
    }
    let Some(object) = value.as_object() else {
        return Ok(());
    };
    for name in schema["required"].as_array().into_iter().flatten() {
        if !object.contains_key(name.as_str().unwrap_or("")) {
            return fail(&format!("{name} is missing"));
        }
    }
    for (name, inner) in object {
        let at = format!("{at}.{name}");
        let free = schema["patternProperties"]
            .as_object()
            .and_then(|all| all.values().next());
        if let Some(known) = schema["properties"].get(name) {
            validate(known, root, inner, &at)?;
        } else if let Some(free) = free {
            validate(free, root, inner, &at)?;
        } else {
            match &schema["additionalProperties"] {
                Value::Bool(false) => return Err(format!("{at} is not known")),
                Value::Object(_) => validate(&schema["additionalProperties"], root, inner, &at)?,
                _ => {}
            }
        }
    }
    Ok(())
}

fn json(text: &str) -> Value {
    fn of(value: &toml::de::DeValue<'_>) -> Value {
        use toml::de::DeValue;
        match value {
            DeValue::String(text) => Value::from(text.as_ref()),
            DeValue::Integer(number) => Value::from(number.as_str().parse::<i64>().unwrap()),
            DeValue::Float(number) => Value::from(number.as_str().parse::<f64>().unwrap()),
            DeValue::Boolean(flag) => Value::from(*flag),
            DeValue::Datetime(moment) => Value::from(moment.to_string()),
            DeValue::Array(items) => items.iter().map(|item| of(item.get_ref())).collect(),
            DeValue::Table(table) => Value::Object(
                table
                    .iter()
                    .map(|(k, v)| (k.get_ref().to_string(), of(v.get_ref())))
                    .collect(),
            ),
        }
    }
    let table = toml::de::DeTable::parse(text).unwrap();
    of(&toml::de::DeValue::Table(table.into_inner()))
}

#[test]
fn the_schema_takes_the_embedded_files_and_refuses_broken_ones() {
    let schema = schema();
    for (name, text) in catalogue::SCENARIOS.iter().chain(catalogue::WORLDS) {
        validate(&schema, &schema, &json(text), name).unwrap();
    }
    let resolved = load("seven-trillion", &[]).unwrap().to_toml();
    validate(&schema, &schema, &json(&resolved), "resolved").unwrap();
    let wrong = [
        "format = 2",
        "format = 1\n[capital]\ngearin = 0.5",
        "format = 1\n[plan.fab]\nkind = \"fabs\"",
        "format = 1\n[talent]\ntarget_dat = 3",
        "format = 1\n[capital]\ngearing = { value = 1, dist = \"normal\" }",
        "format = 1\n[kind.fab]\noverrun = { dist = \"normal\", mean = 1, sd = 1 }",
    ];
    for text in wrong {
        assert!(
            validate(&schema, &schema, &json(text), "wrong").is_err(),
            "{text}"
        );
    }
}

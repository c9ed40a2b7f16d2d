//! A scenario written out with nothing left to look up.

use std::fmt::Write;

use fabcast_model::inputs::Leaf;
use fabcast_model::parameter::Form;
use fabcast_model::uncertainty::{Distribution, Shape};

use crate::diagnostic::{Diagnostics, Report, relations};
use crate::scenario::{Correlations, Entry, Scenario};
use crate::syntax::unit::Unit;
use crate::tree::quote;

impl Scenario {
    /// The scenario as a file that needs no world and no other file: every default and
    /// every source spelled out. Reading it gives the same [`Inputs`], bit for bit, and
    /// writing that gives the same text.
    ///
    /// [`Inputs`]: fabcast_model::inputs::Inputs
    ///
    /// ```
    /// let scenario = fabcast_scenario::load("one-fab", &[]).unwrap();
    /// let text = scenario.to_toml();
    /// let again = fabcast_scenario::load_text("resolved.toml", &text, &[]).unwrap();
    /// assert_eq!(again.inputs, scenario.inputs);
    /// assert_eq!(again.to_toml(), text);
    /// ```
    pub fn to_toml(&self) -> String {
        let mut text = String::from(
            "# Every value of the scenario, with what it took from its world and from defaults.\n\n",
        );
        self.write_head(&mut text);
        for (header, entries) in self.sections() {
            let _ = write!(text, "\n[{header}]\n");
            for entry in entries {
                let name = entry.path.rsplit('.').next().unwrap_or(&entry.path);
                let _ = writeln!(text, "{name} = {}", value(entry));
            }
        }
        for group in &self.groups {
            let _ = write!(text, "\n[correlation.{}]\n", group.name);
            let paths: Vec<String> = group.paths.iter().map(|path| quote(path)).collect();
            let _ = writeln!(text, "parameters = [{}]", paths.join(", "));
            let _ = match &group.correlation {
                Correlations::All(rank) => writeln!(text, "rank = {rank:?}"),
                Correlations::Matrix(matrix) => writeln!(text, "matrix = {matrix:?}"),
            };
        }
        text
    }

    fn write_head(&self, text: &mut String) {
        let meta = &self.meta;
        let mut line = |key: &str, value: String| {
            let _ = writeln!(text, "{key} = {value}");
        };
        line("format", "1".to_owned());
        line("name", quote(&meta.name));
        line("title", quote(&meta.title));
        if !meta.description.is_empty() {
            line("description", quote(&meta.description));
        }
        if let Some(world) = &meta.world {
            let vintage = meta
                .vintage
                .map_or(String::new(), |month| format!(", vintage = \"{month}\""));
            line(
                "resolved_from",
                format!("{{ world = {}{vintage} }}", quote(world)),
            );
        }
        line("start", format!("\"{}\"", meta.start));
        line("end", format!("\"{}\"", meta.end));
        if !meta.judged.is_empty() {
            line("judged", format!("{:?}", meta.judged));
        }
        line("price_year", meta.price_year.to_string());
        if let Some(budget) = &meta.budget_text {
            line("budget", quote(budget));
        }
    }

    /// Entries by the header above them; the plan's lines in their order.
    fn sections(&self) -> Vec<(&str, Vec<&Entry>)> {
        let mut sections: Vec<(&str, Vec<&Entry>)> = Vec::new();
        for entry in &self.entries {
            let header = entry.path.rsplit_once('.').map_or("", |(header, _)| header);
            match sections.iter_mut().find(|(other, _)| *other == header) {
                Some((_, entries)) => entries.push(entry),
                None => sections.push((header, vec![entry])),
            }
        }
        // What belongs together stays together, in the order of first mention.
        let mut mentioned: Vec<&str> = Vec::new();
        for (header, _) in &sections {
            let root = root(header);
            if !mentioned.contains(&root) {
                mentioned.push(root);
            }
        }
        let place = |header: &str| {
            let plan = header.strip_prefix("plan.").and_then(|line| {
                self.inputs
                    .plan_order
                    .iter()
                    .position(|other| other == line)
            });
            (
                mentioned.iter().position(|other| *other == root(header)),
                plan,
            )
        };
        sections.sort_by_key(|(header, _)| place(header));
        sections
    }

    /// Holds the targets against the outcomes that runs have, each a name and a unit:
    /// names must be known, and `at_least` is brought to the outcome's unit (a number
    /// without unit is taken to be in it).
    ///
    /// # Errors
    /// An unknown outcome, or a target that measures something else.
    ///
    /// ```
    /// let sets = ["target.return.outcome=power_2030", "target.return.at_least=500 MW"];
    /// let sets: Vec<String> = sets.map(String::from).to_vec();
    /// let mut scenario = fabcast_scenario::load("one-fab", &sets).unwrap();
    /// let outcomes =
    ///     [("power_2030", "GW"), ("delivered_share_2030", "1"), ("delivered_share_2035", "1")];
    /// scenario.resolve_targets(&outcomes).unwrap();
    /// let errors = scenario.resolve_targets(&[("power_2031", "GW")]).unwrap_err();
    /// assert!(errors.to_string().contains("did you mean `power_2031`?"));
    /// ```
    pub fn resolve_targets(&mut self, outcomes: &[(&str, &str)]) -> Result<(), Diagnostics> {
        let mut report = Report::default();
        let names: Vec<&str> = outcomes.iter().map(|(name, _)| *name).collect();
        let mut resolved = Vec::new();
        for entry in &self.entries {
            let Some(path) = entry.path.strip_suffix(".outcome") else {
                continue;
            };
            let Leaf::Text(outcome) = &entry.leaf else {
                continue;
            };
            if !path.starts_with("target.") {
                continue;
            }
            let Some((_, unit)) = outcomes.iter().find(|(name, _)| name == outcome) else {
                report.push(relations::unknown_outcome(entry.span, outcome, &names));
                continue;
            };
            let Some(limit) = self.entry(&format!("{path}.at_least")) else {
                continue;
            };
            match in_unit(limit, unit) {
                Some(leaf) => resolved.push((limit.path.clone(), leaf)),
                None => {
                    let written = &limit.written;
                    report.push(relations::target_unit(limit.span, outcome, unit, written));
                }
            }
        }
        if report.has_errors() {
            return Err(report.finish(&self.sources, self.main));
        }
        for (path, leaf) in resolved {
            self.inputs.leaves.insert(path, leaf);
        }
        Ok(())
    }
}

/// A limit in the unit of its outcome.
fn in_unit(limit: &Entry, unit: &str) -> Option<Leaf> {
    if limit.unit.is_empty() || limit.unit == unit {
        return Some(limit.leaf.clone());
    }
    let (from, to) = (Unit::parse(&limit.unit).ok()?, Unit::parse(unit).ok()?);
    match &limit.leaf {
        Leaf::Quantity(distribution) => match distribution.shape() {
            Shape::Constant(value) => Some(Leaf::Quantity(Distribution::constant(
                from.convert(*value, to)?,
            ))),
            _ => None,
        },
        _ => None,
    }
}

/// The first two names of a header; of all lines of the plan, the first.
fn root(header: &str) -> &str {
    if header.starts_with("plan.") {
        return "plan";
    }
    match header.match_indices('.').nth(1) {
        Some((end, _)) => &header[..end],
        None => header,
    }
}

/// A value with everything known about it.
fn value(entry: &Entry) -> String {
    let mut parts = vec![entry.toml.clone()];
    let quoted = |texts: &[String]| {
        let texts: Vec<String> = texts.iter().map(|text| quote(text)).collect();
        format!("[{}]", texts.join(", "))
    };
    if !entry.source.is_empty() {
        parts.push(format!("source = {}", quoted(&entry.source)));
    }
    if !entry.later_evidence.is_empty() {
        parts.push(format!(
            "later_evidence = {}",
            quoted(&entry.later_evidence)
        ));
    }
    let texts = [
        ("as_of", &entry.as_of),
        ("confidence", &entry.confidence),
        ("assumption", &entry.assumption),
        ("note", &entry.note),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            parts.push(format!("{key} = {}", quote(text)));
        }
    }
    let is_plain = parts.len() == 1 && !entry.toml.contains(", ");
    match entry.toml.strip_prefix("value = ") {
        Some(plain) if parts.len() == 1 && (is_plain || is_text(entry)) => plain.to_owned(),
        _ => format!("{{ {} }}", parts.join(", ")),
    }
}

/// Whether a value is words, whose commas do not part keys.
fn is_text(entry: &Entry) -> bool {
    matches!(
        entry.row.form,
        Form::Text | Form::Word(_) | Form::Words(_) | Form::Name(_) | Form::Names(_)
    )
}

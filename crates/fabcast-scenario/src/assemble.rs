//! From the merged tree to a scenario: values, defaults, names, correlations, checks.

use std::collections::BTreeMap;

use fabcast_model::inputs::{Inputs, Leaf};

use crate::catalogue::Sources as Known;
use crate::diagnostic::{Diagnostics, Report};
use crate::head::{self, Frame, Head};
use crate::scenario::{Entry, Location, Meta, Scenario};
use crate::shape::patterns;
use crate::source::{Role, Sources, Span};
use crate::syntax::date;
use crate::tree::Table;
use crate::validate::{self, View, correlation, same, sources as known_sources};
use crate::value::{Context, Typed};
use crate::{number, typing};

/// What was read, before it is made sense of.
pub(crate) struct Parts {
    /// Every layer merged.
    pub tree: Table,
    /// Head of the scenario's own text.
    pub head: Head,
    /// Head of its world.
    pub world: Option<Head>,
    /// Lines of the plan, those of extended scenarios first, then by place in the file.
    pub plan_order: Vec<String>,
    /// The scenario's own text.
    pub main: usize,
    /// Every text.
    pub sources: Sources,
    /// Faults found so far.
    pub report: Report,
}

/// Makes a scenario of a merged tree; `known` are the rows of the data.
pub(crate) fn assemble(parts: Parts, known: &Known) -> Result<Scenario, Diagnostics> {
    let Parts {
        mut tree,
        head,
        world,
        plan_order,
        main,
        sources,
        mut report,
    } = parts;
    let frame = head::frame(&mut tree, main, &sources, &mut report);
    let context = Context {
        sources: &sources,
        start: frame.start,
    };
    let mut values = typing::read(context, &tree, &mut report);
    let has_world = world.is_some() || head.resolved_from.is_some();
    let defaults = typing::complete(context, &tree, main, has_world, &mut values, &mut report);
    same::resolve(&mut values, &mut report);
    let joined = correlation::read(&tree, &values, &sources, &mut report);
    let view = View {
        values: &values,
        tree: &tree,
        sources: &sources,
        months: frame.months,
        budget: frame.budget.clone(),
        main,
    };
    validate::everything(&view, &mut report);
    let vintage = world.as_ref().and_then(|world| world.vintage.as_ref());
    let vintage = vintage.and_then(|(text, _)| date::parse(text));
    known_sources::check(&values, known, vintage, &sources, &mut report);

    if report.has_errors() {
        return Err(report.finish(&sources, main));
    }
    let warnings = report.finish(&sources, main);
    let meta = meta(&head, world.as_ref(), &frame);
    let entries = entries(&values, &defaults, &meta, &sources);
    let leaves = values
        .into_iter()
        .map(|(path, typed)| (path, typed.leaf))
        .collect();
    let inputs = Inputs {
        start: frame.start,
        months: frame.months,
        judged: frame.judged.clone(),
        leaves,
        plan_order,
        correlations: joined.iter().map(correlation::Joined::matrix).collect(),
    };
    let groups = joined.into_iter().map(|joined| joined.group).collect();
    Ok(Scenario {
        meta,
        inputs,
        entries,
        warnings,
        sources,
        main,
        groups,
    })
}

fn meta(head: &Head, world: Option<&Head>, frame: &Frame) -> Meta {
    let resolved = head.resolved_from.clone();
    let (world_name, vintage) = match (world, resolved) {
        (Some(world), _) => (
            Some(world.name.clone()),
            world.vintage.as_ref().map(|(text, _)| text.clone()),
        ),
        (None, Some((world, vintage))) => (Some(world), vintage),
        (None, None) => (None, None),
    };
    Meta {
        name: head.name.clone(),
        title: head.title.clone().unwrap_or_else(|| head.name.clone()),
        description: head.description.clone().unwrap_or_default(),
        world: world_name,
        vintage: vintage.and_then(|text| date::parse(&text)),
        start: frame.start,
        end: frame.end,
        judged: frame.judged.clone(),
        months: frame.months,
        price_year: frame.price_year,
        budget: frame.budget.as_ref().map(|(sum, ..)| *sum),
        budget_text: frame.budget.as_ref().map(|(.., text)| text.clone()),
    }
}

/// Every value, in the order of the parameter table and then by name.
fn entries(
    values: &typing::Values,
    defaults: &[String],
    meta: &Meta,
    sources: &Sources,
) -> Vec<Entry> {
    let order: BTreeMap<&str, usize> = patterns()
        .iter()
        .enumerate()
        .map(|(place, pattern)| (pattern.row.pattern, place))
        .collect();
    let mut entries: Vec<Entry> = values
        .values()
        .map(|typed| entry(typed, defaults.contains(&typed.path), meta, sources))
        .collect();
    entries.sort_by(|a, b| {
        let place = |entry: &Entry| order.get(entry.row.pattern).copied();
        place(a).cmp(&place(b)).then_with(|| a.path.cmp(&b.path))
    });
    entries
}

fn entry(typed: &Typed, is_default: bool, meta: &Meta, sources: &Sources) -> Entry {
    let source = sources.get(typed.span.file);
    let (line, column) = source.line_column(typed.span.start);
    let origin = match source.role {
        _ if is_default => "default".to_owned(),
        Role::World => format!("world {}", meta.world.as_deref().unwrap_or("")),
        Role::Set => "--set".to_owned(),
        Role::Scenario => {
            format!("scenario {}", source.scenario.get().unwrap_or(&meta.name))
        }
    };
    let ids = |sources: &[(String, Span)]| -> Vec<String> {
        sources.iter().map(|(text, _)| text.clone()).collect()
    };
    let mut written = typed.written.clone();
    if let Leaf::Quantity(distribution) = &typed.leaf
        && written == "0"
        && !matches!(typed.unit.as_str(), "" | "1")
        && distribution.is_constant()
    {
        written = format!("{} {}", number::number_text(0.0), typed.unit);
    }
    Entry {
        path: typed.path.clone(),
        row: typed.row,
        unit: typed.unit.clone(),
        written,
        leaf: typed.leaf.clone(),
        source: ids(&typed.metadata.source),
        later_evidence: ids(&typed.metadata.later_evidence),
        assumption: typed.metadata.assumption.clone(),
        as_of: typed.metadata.as_of.as_ref().map(|(text, _)| text.clone()),
        confidence: typed.metadata.confidence.clone(),
        note: typed.metadata.note.clone(),
        origin,
        location: (!is_default).then(|| Location {
            file: source.name.clone(),
            line,
            column,
        }),
        toml: typed.toml.clone(),
        span: typed.span,
    }
}

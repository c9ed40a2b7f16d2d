//! `fabcast check`.

use fabcast::format::Measure;
use fabcast::model::flows::ALL_KINDS;
use fabcast::model::inputs::Leaf;
use fabcast::model::model::Model;
use fabcast::scenario::{Diagnostic, Diagnostics, Scenario, Severity};
use serde::Serialize;

use crate::args::{CheckArgs, Format};
use crate::complaint;
use crate::failure::Failure;
use crate::layout::{item, width};
use crate::{terminal, text};

#[derive(Serialize)]
struct Checked<'a> {
    scenario: &'a str,
    valid: bool,
    errors: Vec<&'a Diagnostic>,
    warnings: Vec<&'a Diagnostic>,
}

/// Checks a scenario and prints what it holds.
///
/// # Errors
/// When it is invalid, or nothing can be printed.
pub fn check(args: &CheckArgs) -> Result<(), Failure> {
    let name = args.scenario.scenario.as_str();
    let result = fabcast::load(name, &args.scenario.set);
    if args.format == Format::Json {
        return match &result {
            Ok(scenario) => json(name, &scenario.warnings),
            Err(diagnostics) => json(name, diagnostics).and(Err(Failure::Said)),
        };
    }
    let scenario = result.map_err(Failure::Scenario)?;
    if !args.quiet {
        complaint::scenario(&scenario.warnings);
    }
    let model = Model::new(&scenario.inputs).map_err(|faults| {
        Failure::Usage(
            faults
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n"),
        )
    })?;
    let mut outcomes = fabcast::outcome::List::of(&model);
    fabcast::verdict::targets(&scenario, &mut outcomes)
        .map_err(|unknown| Failure::Usage(fabcast::run::RunError::Targets(unknown).to_string()))?;
    terminal::print_text(&summary(&scenario, &model))
}

fn json(name: &str, diagnostics: &Diagnostics) -> Result<(), Failure> {
    let of = |severity: Severity| {
        diagnostics
            .iter()
            .filter(move |d| d.severity == severity)
            .collect()
    };
    let (errors, warnings): (Vec<_>, Vec<_>) = (of(Severity::Error), of(Severity::Warning));
    terminal::print_json(&Checked {
        scenario: name,
        valid: errors.is_empty(),
        errors,
        warnings,
    })
}

fn summary(scenario: &Scenario, model: &Model) -> String {
    let meta = &scenario.meta;
    let projects: Vec<String> = ALL_KINDS
        .iter()
        .filter_map(|&kind| {
            let n = model
                .projects
                .list
                .iter()
                .filter(|project| project.kind == kind)
                .count();
            (n > 0).then(|| text::kind(kind.name(), n as u64))
        })
        .collect();
    let uncertain = scenario.entries.iter().filter(|entry| match &entry.leaf {
        Leaf::Quantity(distribution) => !distribution.is_constant(),
        Leaf::Spread { sd, .. } => sd.is_some_and(|sd| sd != [0.0; 2]),
        _ => false,
    });
    let assumed = scenario
        .entries
        .iter()
        .filter(|entry| entry.is_assumed())
        .count();
    let mut items = vec![
        (
            text::MONTHS,
            text::months(meta.months, &meta.start.to_string(), &meta.end.to_string()),
        ),
        (
            text::VALUES,
            text::values(scenario.entries.len(), uncertain.count(), assumed),
        ),
    ];
    if projects.is_empty() {
        items.push((text::PROJECTS, text::NO_PROJECTS.to_owned()));
    } else {
        let money = Measure::money();
        let budget = meta.budget.map(|budget| money.write(budget));
        items.push((text::PROJECTS, projects.join(", ")));
        items.push((
            text::COST,
            text::cost(&money.write(model.plan_cost()), budget.as_deref()),
        ));
    }
    let widest = items.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let lines: String = items
        .iter()
        .map(|(name, says)| item(name, widest, says))
        .collect();
    let title = text::valid(&meta.name, &meta.title);
    format!(
        "{title}\n{lines}{}\n",
        text::no_problem(scenario.warnings.len())
    )
}

//! `fabcast explain`.

mod picture;
mod story;

use fabcast::explain::{self, Effect, Explanation, NotFound};
use fabcast::format::{Measure, significant_signed};
use fabcast::run::RunError;
use fabcast::scenario::Scenario;
use serde::Serialize;

use crate::args::{ExplainArgs, Format};
use crate::failure::Failure;
use crate::layout::{Table, item, shortened, width};
use crate::{terminal, text};

/// Longest value in a list of parameters [characters].
const LONGEST_VALUE: usize = 30;

/// Scenario where none is named.
const DEFAULT_SCENARIO: &str = "seven-trillion";
/// Futures in which an effect is measured where no number is given.
const DRAWS: u64 = 400;

#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    explanation: &'a Explanation,
    effect: Option<&'a Effect>,
}

/// Explains one parameter, or lists those under a path.
///
/// # Errors
/// When the scenario is invalid or has no such parameter.
pub fn explain(args: &ExplainArgs) -> Result<(), Failure> {
    if let Some(number) = args.draw {
        return story::story(args, number);
    }
    let name = args.scenario.as_deref().unwrap_or(DEFAULT_SCENARIO);
    let scenario = super::load(name, &args.set, args.quiet)?;
    let path = args.path.as_deref().unwrap_or_default();
    let explanation = match explain::explain(&scenario, path) {
        Ok(explanation) => explanation,
        Err(not_found) => return list(&not_found, &scenario, args.format),
    };
    let effect = explain::effect(
        &scenario,
        &explanation.path,
        args.draws.unwrap_or(DRAWS),
        args.seed,
    );
    let effect = effect.map_err(|error| match error {
        RunError::Model(_) | RunError::Targets(_) => Failure::Usage(error.to_string()),
        _ => Failure::Run(error.to_string()),
    })?;
    match args.format {
        Format::Json => terminal::print_json(&Printed {
            explanation: &explanation,
            effect: effect.as_ref(),
        }),
        Format::Text => terminal::print_text(&page(&explanation, effect.as_ref())),
    }
}

/// What there is under a path, or near it.
fn list(not_found: &NotFound, scenario: &Scenario, format: Format) -> Result<(), Failure> {
    let name = &scenario.meta.name;
    let path = &not_found.path;
    if not_found.below.is_empty() {
        return Err(Failure::Usage(match not_found.unset {
            Some(what) => text::unset(path, what, name),
            None => text::no_parameter(path, name, &not_found.nearest),
        }));
    }
    if format == Format::Json {
        return terminal::print_json(&not_found.below);
    }
    let mut table = Table::new(3);
    for brief in &not_found.below {
        table.row([
            &brief.path,
            &shortened(&brief.value, LONGEST_VALUE),
            brief.what,
        ]);
    }
    let title = text::below(path, not_found.below.len());
    terminal::print_text(&format!("{title}\n\n{}", table.render()))
}

fn page(explanation: &Explanation, effect: Option<&Effect>) -> String {
    let mut out = format!("{}: {}\n\n", explanation.path, explanation.what);
    let items = items(explanation);
    let widest = items.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    out.extend(items.iter().map(|(name, says)| item(name, widest, says)));
    out.push('\n');
    match &explanation.distribution {
        None => out.push_str(&format!("{}\n", text::FIXED)),
        Some(spread) => {
            let number = |value: f64| significant_signed(value);
            out.push_str(&format!(
                "{}\n\n",
                text::varies(spread.family, spread.by_project)
            ));
            out.push_str(&picture::picture(spread));
            let mut table = Table::new(0);
            table.row(text::QUANTILES);
            table.row(spread.quantiles.map(number));
            out.push_str(&format!("\n{}", table.render()));
            out.push_str(&format!(
                "  {}\n",
                text::moments(&number(spread.mean), &number(spread.sd))
            ));
            if spread.by_project {
                out.push_str(&format!("\n{}\n", text::BY_PROJECT));
            }
        }
    }
    if let Some(effect) = effect {
        out.push_str(&format!("\n{}", effects(effect)));
    }
    out
}

fn items(explanation: &Explanation) -> Vec<(&'static str, String)> {
    let mut items = vec![(text::VALUE, explanation.value.clone())];
    let mut add = |name, says: Option<String>| items.extend(says.map(|says| (name, says)));
    let [least, most] = explanation
        .allowed
        .map(|bound| bound.map(significant_signed));
    let has_unit = !matches!(explanation.unit.as_str(), "" | "1");
    add(text::UNIT, has_unit.then(|| explanation.unit.clone()));
    let has_bounds = least.is_some() || most.is_some();
    add(
        text::ALLOWED,
        has_bounds.then(|| text::allowed(least.as_deref(), most.as_deref())),
    );
    add(
        text::MODEL,
        Some(text::model(explanation.section, explanation.symbol)),
    );
    for equation in &explanation.equations {
        add(text::EQUATION, Some(equation.clone()));
    }
    add(
        text::SET_BY,
        Some(match &explanation.location {
            Some((file, line, _)) => text::at_location(&explanation.origin, file, *line),
            None => explanation.origin.clone(),
        }),
    );
    let named = |name| move |source| (name, source);
    let sources = (explanation.sources.iter().map(named(text::SOURCE)))
        .chain((explanation.later_evidence.iter()).map(named(text::LATER_EVIDENCE)));
    for (name, source) in sources {
        let says = match &source.row {
            Some(row) => {
                let value = format!("{} {}", row.central, row.unit);
                text::source(
                    &row.id,
                    &row.description,
                    value.trim(),
                    &row.as_of,
                    &row.source,
                )
            }
            None => source.written.clone(),
        };
        add(name, Some(says));
    }
    add(text::ASSUMPTION, explanation.assumption.clone());
    add(text::AS_OF, explanation.as_of.clone());
    add(text::CONFIDENCE, explanation.confidence.clone());
    add(text::NOTE, explanation.note.clone());
    for other in &explanation.shared_with {
        add(text::SHARES, Some(other.clone()));
    }
    for (group, other, correlation) in &explanation.correlated_with {
        add(
            text::CORRELATED,
            Some(text::correlated(other, *correlation, group)),
        );
    }
    items
}

fn effects(effect: &Effect) -> String {
    let number = significant_signed;
    let mut out = format!(
        "{}\n\n",
        text::effect(&number(effect.low), &number(effect.high), effect.draws)
    );
    let mut table = Table::new(1);
    table.row(text::EFFECT_COLUMNS);
    for outcome in &effect.outcomes {
        if outcome.low == 0.0 && outcome.high == 0.0 {
            continue;
        }
        let mut measure = Measure::of(&outcome.unit);
        let is_share = outcome.unit == "share" || measure.unit().starts_with('%');
        if is_share {
            measure = Measure::share();
        }
        let change = match (is_share, measure.number(outcome.standard_error)) {
            (true, _) => text::points(&measure.with_error(outcome.change, outcome.standard_error)),
            (false, error) => text::with_error(&measure.number(outcome.change), &error),
        };
        table.row([
            text::moved(&outcome.name, &outcome.label).as_str(),
            measure.number(outcome.low).as_str(),
            measure.number(outcome.high).as_str(),
            change.as_str(),
        ]);
    }
    out.push_str(&table.render());
    let is_noise = |change: f64, error: f64| change.abs() <= 2.0 * error || change == 0.0;
    if effect
        .outcomes
        .iter()
        .all(|o| is_noise(o.change, o.standard_error))
    {
        out.push_str(&format!("\n{}\n", text::NO_EFFECT));
    }
    out
}

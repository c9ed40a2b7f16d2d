//! How far one parameter moves the main outcomes, everything else as it falls.

use fabcast_model::inputs::Leaf;
use fabcast_model::lanes::{Draws, LANES};
use fabcast_model::model::Model;
use fabcast_model::parameters::Values;
use fabcast_model::relax::Relax;
use fabcast_model::simulate::{Scene, Want};
use fabcast_scenario::Scenario;
use rayon::prelude::*;
use serde::Serialize;

use crate::outcome;
use crate::run::RunError;
use crate::statistics::statistics;
use crate::verdict;

/// Outcomes that are compared, where they have a value: at the dates of judgement, and at the last of them.
fn compared(model: &Model) -> Vec<String> {
    let share = |date: &dyn std::fmt::Display| format!("delivered_share_{date}");
    let mut names: Vec<String> = model.reported.iter().map(|year| share(year)).collect();
    names.push(share(&"end"));
    let last = model.reported[model.reported.len() - 1];
    let dated = |stem: &str| format!("{stem}_{last}");
    names.extend(["datacentre_gw", "logic_kwspm"].map(dated));
    names.extend(["moic", "npv"].map(str::to_owned));
    names.extend(["price", "others_h100e"].map(dated));
    names
}

/// The outcomes with a parameter at its 10 % and at its 90 % quantile, in the same futures.
#[derive(Clone, Debug, Serialize)]
pub struct Effect {
    /// Futures compared.
    pub draws: u64,
    /// The parameter's 10 % quantile.
    pub low: f64,
    /// Its 90 % quantile.
    pub high: f64,
    /// Outcome by outcome.
    pub outcomes: Vec<OutcomeEffect>,
}

/// What one outcome does.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomeEffect {
    /// Name; `targets` stands for the share of futures that meet every target.
    pub name: String,
    /// What it is.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// Mean with the parameter at its 10 % quantile.
    pub low: f64,
    /// Mean with it at its 90 % quantile.
    pub high: f64,
    /// Mean of the difference over the futures in which both have a value.
    pub change: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// Simulates the same futures with a parameter at its 10 % and at its 90 % quantile; the plan and all
/// other parameters stay as they are. None if it has no spread, or one realised project by project.
///
/// # Errors
/// When the scenario cannot be put into the engine, or a target names no outcome.
pub fn effect(
    scenario: &Scenario,
    path: &str,
    draws: u64,
    seed: u64,
) -> Result<Option<Effect>, RunError> {
    let leaves = &scenario.inputs.leaves;
    let Some(Leaf::Quantity(_) | Leaf::Same(_)) = leaves.get(path) else {
        return Ok(None);
    };
    let model = Model::new(&scenario.inputs).map_err(RunError::Model)?;
    let mut list = outcome::List::of(&model);
    let targets = verdict::targets(scenario, &mut list).map_err(RunError::Targets)?;
    let Some(id) = model.parameters.find(path) else {
        return Ok(None);
    };
    let distribution = &model.parameters.list()[id.index()].distribution;
    if distribution.is_constant() || draws == 0 {
        return Ok(None);
    }
    let (low, high) = (
        distribution.quantile_scalar(0.1),
        distribution.quantile_scalar(0.9),
    );
    let planned = model.parameters.central();
    let at = |value: f64| -> Vec<Vec<f64>> {
        let groups: Vec<Vec<Draws>> = (0..draws.div_ceil(LANES as u64))
            .into_par_iter()
            .map(|group| {
                let first = group * LANES as u64;
                let mut values = model.parameters.sample(seed, first);
                *values.draws_mut(id.index()) = [value; LANES];
                outcomes_of((&model, &list), &planned, values)
            })
            .collect();
        columns(&groups, list.infos().len(), draws as usize)
    };
    let (at_low, at_high) = (at(low), at(high));
    let mut outcomes = Vec::new();
    if model.has_programme() && !targets.is_empty() {
        let met = |columns: &[Vec<f64>]| -> Vec<f64> {
            let meets = |draw: usize| {
                targets
                    .iter()
                    .all(|t| columns[t.outcome][draw] >= t.at_least)
            };
            (0..draws as usize)
                .map(|draw| f64::from(u8::from(meets(draw))))
                .collect()
        };
        outcomes.extend(compare(
            "targets",
            "Every target is met",
            "share",
            &met(&at_low),
            &met(&at_high),
        ));
    }
    for name in compared(&model) {
        let Some(position) = list.position(&name) else {
            continue;
        };
        let info = &list.infos()[position];
        // without a programme the world alone is left
        let of_world = name.starts_with("price") || name.starts_with("others");
        if model.has_programme() || of_world {
            let unit = if name.contains("share") {
                "share"
            } else {
                info.unit
            };
            outcomes.extend(compare(
                &name,
                &info.label,
                unit,
                &at_low[position],
                &at_high[position],
            ));
        }
    }
    Ok(Some(Effect {
        draws,
        low,
        high,
        outcomes,
    }))
}

/// Every outcome of eight draws.
fn outcomes_of(
    (model, list): (&Model, &outcome::List),
    planned: &Values,
    values: Values,
) -> Vec<Draws> {
    let scene = Scene::with_values(model, planned, values);
    let plan = model
        .has_programme()
        .then(|| scene.run(&Want::all(Relax::ALL)));
    let base = scene.run(&Want::all(Relax::NONE));
    let all = list.values(model, &base, plan.as_ref());
    all.into_iter().map(|outcome| outcome.0).collect()
}

/// Every outcome, draw by draw.
fn columns(groups: &[Vec<Draws>], outcomes: usize, draws: usize) -> Vec<Vec<f64>> {
    let mut columns = vec![Vec::new(); outcomes];
    for group in groups {
        for (column, draws) in columns.iter_mut().zip(group) {
            column.extend_from_slice(draws);
        }
    }
    for column in &mut columns {
        column.truncate(draws);
    }
    columns
}

fn compare(
    name: &str,
    label: &str,
    unit: &str,
    low: &[f64],
    high: &[f64],
) -> Option<OutcomeEffect> {
    let differences: Vec<f64> = low.iter().zip(high).map(|(low, high)| high - low).collect();
    let change = statistics(&differences);
    (change.defined > 0.0).then(|| OutcomeEffect {
        name: name.to_owned(),
        label: label.to_owned(),
        unit: unit.to_owned(),
        low: statistics(low).mean,
        high: statistics(high).mean,
        change: change.mean,
        standard_error: change.standard_error,
    })
}

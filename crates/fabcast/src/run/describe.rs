//! From running summaries to the document of a run.

use std::collections::BTreeMap;

use fabcast_document::cause::Why;
use fabcast_document::run::{
    InvestorSummary, Outcome, ProjectSummary, Reading, RunDocument, ScenarioInfo, Series,
};
use fabcast_document::{Middle, Quantiles};
use fabcast_model::flows::ALL_KINDS;
use fabcast_model::model::Model;
use fabcast_scenario::Scenario;

use crate::backtest::fabs::reference;
use crate::collect::{Collected, Tally, month_by_share};
use crate::outcome;
use crate::perspective::perspective;
use crate::statistics::{LEVELS, Z95, fewest_draws, levels_around};
use crate::store::Manifest;
use crate::text;
use crate::until::Goal;
use crate::verdict::{self, Target};

/// Draws below which the outer quantiles come with a warning.
const FEW: u64 = 200;

/// What a document is made of.
pub struct Material<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The same as the engine sees it.
    pub model: &'a Model,
    /// The outcomes that were asked for.
    pub outcomes: &'a outcome::List,
    /// Its targets.
    pub targets: &'a [Target],
    /// What was asked for.
    pub manifest: &'a Manifest,
    /// Precisions that were asked for.
    pub goals: &'a [Goal],
    /// The summaries.
    pub collected: &'a Collected,
    /// What holds it back, if it was asked for.
    pub why: Option<&'a Why>,
    /// Warnings about where the draws come from.
    pub notes: &'a [String],
    /// Draws that these are to be.
    pub asked: u64,
    /// Whether the run came to its end.
    pub complete: bool,
}

/// The document, without the times.
pub fn describe(material: &Material) -> RunDocument {
    let Material {
        scenario,
        model,
        manifest,
        collected,
        ..
    } = *material;
    let settings = &manifest.settings;
    let design = match (settings.central, &settings.draws_from) {
        (true, _) => "centre",
        (_, Some(_)) => "given",
        _ => settings.design.name(),
    };
    let projects = projects(model, collected);
    let info = scenario_info(scenario, model);
    let outcomes = outcomes(material.outcomes, collected);
    let mut series = series(model, collected);
    read(&mut series, &outcomes, &info);
    RunDocument {
        scenario: info,
        engine_version: manifest.engine_version.clone(),
        seed: settings.seed,
        draws: collected.draws,
        draws_asked: material.asked,
        complete: material.complete,
        design: design.to_owned(),
        until: material
            .goals
            .iter()
            .map(|goal| goal.look(collected))
            .collect(),
        relaxed: settings.relax.clone(),
        elapsed_seconds: 0.0,
        draws_per_second: 0.0,
        verdict: verdict::judge((model, material.outcomes), material.targets, collected),
        outcomes,
        series,
        cause: material
            .why
            .map(|why| why.outcomes[&why.outcome].parts.clone()),
        why: material.why.cloned(),
        reference_classes: reference::classes(&projects),
        projects,
        investors: investors(scenario, model, collected),
        perspective: perspective(scenario.meta.budget.unwrap_or(0.0)),
        assumptions: manifest.assumptions.clone(),
        warnings: warnings(material),
    }
}

fn warnings(material: &Material) -> Vec<String> {
    let Material {
        model,
        manifest,
        collected,
        ..
    } = *material;
    let settings = &manifest.settings;
    let mut warnings = Vec::new();
    if !material.complete {
        warnings.push(text::interrupted(collected.draws, material.asked));
    }
    if let Some(shard) = settings.shard {
        let (draws, all) = (collected.draws, settings.draws);
        warnings.push(text::shard(shard.number, shard.of, draws, all));
    }
    warnings.extend_from_slice(&manifest.warnings);
    warnings.extend_from_slice(material.notes);
    for target in material.targets {
        let values = collected.outcomes[target.outcome].moments.count();
        if model.has_programme() && collected.draws > 0 && values == 0 {
            warnings.push(text::target_without_value(&target.label));
        }
    }
    for goal in material.goals.iter().map(|goal| goal.look(collected)) {
        if !goal.reached && material.complete {
            let (half, tolerance) = (goal.half_width, goal.tolerance);
            warnings.push(text::goal_missed(
                &goal.goal,
                half,
                tolerance,
                collected.draws,
            ));
        }
    }
    if settings.central {
        warnings.push(text::CENTRAL.to_owned());
    } else if collected.draws < FEW {
        warnings.push(text::few_draws(collected.draws));
    } else {
        let all = material.outcomes.infos().iter();
        let seldom: Vec<&str> = all
            .zip(&collected.outcomes)
            .filter(|(_, tally)| (1..fewest_draws(LEVELS[0])).contains(&tally.moments.count()))
            .map(|(info, _)| info.name.as_str())
            .collect();
        if !seldom.is_empty() {
            warnings.push(text::few_values(&seldom, collected.draws));
        }
    }
    warnings
}

fn scenario_info(scenario: &Scenario, model: &Model) -> ScenarioInfo {
    let meta = &scenario.meta;
    let list = &model.projects.list;
    let project_counts = ALL_KINDS
        .iter()
        .map(|&kind| {
            (
                kind.name().to_owned(),
                list.iter().filter(|p| p.kind == kind).count() as u64,
            )
        })
        .collect();
    ScenarioInfo {
        name: meta.name.clone(),
        title: meta.title.clone(),
        digest: crate::identity::digest(scenario),
        description: meta.description.clone(),
        world: meta.world.clone().unwrap_or_default(),
        start: model.start.to_string(),
        end: model.start.plus(model.months as i32 - 1).to_string(),
        judged: model.judged.clone(),
        budget: meta.budget.unwrap_or(0.0),
        plan_cost: model.plan_cost(),
        project_counts,
    }
}

fn outcomes(list: &outcome::List, collected: &Collected) -> BTreeMap<String, Outcome> {
    list.infos()
        .iter()
        .zip(&collected.outcomes)
        .filter(|(_, tally)| tally.moments.count() > 0)
        .map(|(info, tally)| (info.name.clone(), outcome(info, tally, collected.draws)))
        .collect()
}

fn outcome(info: &outcome::Info, tally: &Tally, draws: u64) -> Outcome {
    let n = tally.moments.count();
    let (mean, sd) = tally.mean_and_sd();
    let around = LEVELS.map(|level| levels_around(level, n, Z95));
    let levels: Vec<f64> = LEVELS
        .into_iter()
        .chain(around.into_iter().flatten())
        .collect();
    let quantiles = tally.sketch.quantiles_in_any_order(&levels);
    // Beyond the sample nothing is known.
    let within = |level: f64, value: f64| {
        if level > 0.0 && level < 1.0 {
            value
        } else {
            f64::NAN
        }
    };
    let interval = |i: usize| {
        let at = LEVELS.len() + 2 * i;
        [
            within(around[i][0], quantiles[at]),
            within(around[i][1], quantiles[at + 1]),
        ]
    };
    Outcome {
        unit: info.unit.to_owned(),
        label: info.label.clone(),
        mean,
        sd,
        standard_error: sd / (n as f64).sqrt(),
        defined: n as f64 / draws.max(1) as f64,
        quantiles: Quantiles::from(std::array::from_fn(|i| quantiles[i])),
        beyond: tally.sketch.beyond(),
        intervals: Quantiles::from(std::array::from_fn(interval)),
    }
}

fn series(model: &Model, collected: &Collected) -> BTreeMap<String, Series> {
    let months: Vec<String> = collected
        .months_kept()
        .iter()
        .map(|&t| model.start.plus(t as i32).to_string())
        .collect();
    // How many values a month has differs little if at all; the draws are told for all.
    let around = [0.10, 0.50, 0.90].map(|level| levels_around(level, collected.draws, 1.0));
    let levels: Vec<f64> = LEVELS
        .into_iter()
        .chain(around.into_iter().flatten())
        .collect();
    collected
        .series
        .iter()
        .enumerate()
        .map(|(position, info)| {
            let quantiles = collected.series_quantiles(position, &levels);
            let level = |i: usize| -> Vec<f64> { quantiles.iter().map(|month| month[i]).collect() };
            let error = |i: usize| -> Vec<f64> {
                let at = LEVELS.len() + 2 * i;
                let half = |month: &Vec<f64>| (month[at + 1] - month[at]) / 2.0;
                quantiles.iter().map(half).collect()
            };
            let series = Series {
                unit: info.unit.to_owned(),
                label: info.label.clone(),
                months: months.clone(),
                quantiles: Quantiles::from(std::array::from_fn(level)),
                standard_errors: Middle::from(std::array::from_fn(error)),
                reading: None,
            };
            (info.name.clone(), series)
        })
        .collect()
}

/// Series of which shares of the plan are outcomes, with the beginning of the outcomes' names.
const SHARES: [(&str, &str); 2] = [
    ("delivered_h100e", "delivered_share"),
    ("delivered_gw", "delivered_gw_share"),
];

/// Reads every series at the last of several year ends of judgement, or at the end; or in the last month
/// before with a value.
fn read(
    series: &mut BTreeMap<String, Series>,
    outcomes: &BTreeMap<String, Outcome>,
    scenario: &ScenarioInfo,
) {
    let end = &scenario.end;
    let date = match &scenario.judged[..] {
        [_, .., last] => format!("{last}-12"),
        _ => end.clone(),
    };
    let readings: Vec<Option<Reading>> = series
        .iter()
        .map(|(name, own)| {
            let values = own.months.iter().zip(&own.quantiles.p50);
            let known: Vec<&String> = values
                .filter(|(_, value)| value.is_finite())
                .map(|(month, _)| month)
                .collect();
            let until = known.iter().rfind(|month| ***month <= date);
            let month: &str = until.or(known.last())?;
            let share_of_plan = share_of_plan(name, month, series, outcomes, end);
            Some(Reading {
                month: month.to_owned(),
                share_of_plan,
            })
        })
        .collect();
    for (series, reading) in series.values_mut().zip(readings) {
        series.reading = reading;
    }
}

/// Median over the draws of what a series comes to, as a share of the same draw's plan: an outcome, or its
/// median over the plan's where all draws have the same plan.
fn share_of_plan(
    name: &str,
    month: &str,
    series: &BTreeMap<String, Series>,
    outcomes: &BTreeMap<String, Outcome>,
    end: &str,
) -> Option<f64> {
    let stem = SHARES.iter().find(|(series, _)| *series == name);
    if let Some((_, stem)) = stem {
        let year = month
            .strip_suffix("-12")
            .map(|year| format!("{stem}_{year}"));
        let at_end = (month == end).then(|| format!("{stem}_end"));
        let mut named = year.into_iter().chain(at_end);
        return named.find_map(|name| Some(outcomes.get(&name)?.quantiles.p50));
    }
    let at = |series: &Series| {
        let position = series.months.iter().position(|other| other == month)?;
        Some(series.quantiles.each().map(|level| level[position]))
    };
    let planned = at(series.get(&format!("plan_{name}"))?)?;
    let [_, _, _, median, ..] = at(series.get(name)?)?;
    let certain = planned.iter().all(|value| *value == planned[0]);
    (certain && planned[0] > 0.0).then(|| median / planned[0])
}

fn projects(model: &Model, collected: &Collected) -> Vec<ProjectSummary> {
    let costs = model.planned_costs();
    model
        .projects
        .list
        .iter()
        .enumerate()
        .map(|(j, project)| {
            let by = |counts: &[u32]| [0.1, 0.5, 0.9].map(|share| month_by_share(counts, share));
            let online = &collected.online[j];
            let never = f64::from(online[model.months]) / collected.draws.max(1) as f64;
            ProjectSummary {
                name: project.name.clone(),
                kind: project.kind.name().to_owned(),
                region: model.regions[project.region].clone(),
                capacity: project.capacity,
                unit: project.kind.unit().to_owned(),
                planned_cost: costs[j],
                planned_start: f64::from(project.planned_start),
                planned_online: project
                    .planned_online(model.months)
                    .map(|month| month as f64),
                start: by(&collected.starts[j]),
                online: by(online),
                never,
            }
        })
        .collect()
}

fn investors(scenario: &Scenario, model: &Model, collected: &Collected) -> Vec<InvestorSummary> {
    if !model.has_programme() {
        return Vec::new();
    }
    let label = |name: &str| {
        let path = format!("capital.investor.{name}.label");
        match scenario.inputs.leaves.get(&path) {
            Some(fabcast_model::inputs::Leaf::Text(label)) => label.clone(),
            _ => text::SOLE_INVESTOR.to_owned(),
        }
    };
    let three = |tally: &Tally| tally.sketch.quantiles([0.10, 0.50, 0.90]);
    model
        .capital
        .investors
        .iter()
        .enumerate()
        .map(|(i, investor)| {
            let commitment = if investor.commitment().is_some() {
                three(&collected.commitments[i])
            } else {
                [model.plan_cost(); 3]
            };
            InvestorSummary {
                name: investor.name.clone(),
                label: label(&investor.name),
                kind: investor.kind().to_owned(),
                commitment,
                approved: collected.approved[i] as f64 / collected.draws.max(1) as f64,
                drawn: three(&collected.drawn[i]),
                calls: collected.calls_by_year(model, i),
            }
        })
        .collect()
}

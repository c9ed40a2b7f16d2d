//! One draw in full: why did it come out as it did?

pub mod story;

use std::collections::BTreeMap;

use fabcast_document::draw::{
    DrawDocument, DrawOutcome, DrawProject, DrawSeries, DrawTarget, Influence,
};
use fabcast_model::lanes::LANES;
use fabcast_model::model::Model;
use fabcast_model::parameters::Values;
use fabcast_model::record::series_info;
use fabcast_model::relax::Relax;
use fabcast_model::simulate::{Run, Scene, Want};
use fabcast_scenario::Scenario;
use rayon::prelude::*;

use crate::design::Sampler;
use crate::ensemble::{Group, Options, simulate_group};
use crate::folder::Folder;
use crate::outcome;
use crate::output::OutputError;
use crate::run::RunError;
use crate::store::Settings;
use crate::verdict::{self, Target};

mod files;

/// Influences that are told.
const TOLD: usize = 10;

/// Simulates one draw of the ensemble that the settings describe, with all its series.
///
/// Where a target is missed it also says which values did most to it: each uncertain value by
/// itself is set back to its centre, those of single projects together by kind, and the outcome of
/// the first missed target compared.
///
/// # Errors
/// When the scenario cannot be put into the engine, or the settings name what does not exist.
pub fn draw(
    scenario: &Scenario,
    settings: &Settings,
    number: u64,
) -> Result<DrawDocument, RunError> {
    Ok(simulated(scenario, settings, number)?.0)
}

/// The document of a draw, and what it was made of; the draw is in the first lane.
fn simulated(
    scenario: &Scenario,
    settings: &Settings,
    number: u64,
) -> Result<(DrawDocument, Model, Group), RunError> {
    let model = Model::new(&scenario.inputs).map_err(RunError::Model)?;
    let mut list = outcome::List::of(&model);
    let targets = verdict::targets(scenario, &mut list).map_err(RunError::Targets)?;
    let relax = settings.relaxed()?;
    let sampler = Sampler::new(&model, settings)?;
    let options = Options {
        draws: 1,
        seed: settings.seed,
        first: number,
        relax,
        audit: settings.audit,
        central: settings.central,
        keep_plans: true,
        keep_books: true,
        sampler: sampler.as_ref(),
        outcomes: Some(&list),
        ..Options::default()
    };
    let planned = model.parameters.central();
    let group = simulate_group(&model, &planned, &options, number, 1);
    if !group.violations.is_empty() {
        let violations = group.violations.into_iter().map(|v| (number, v));
        return Err(RunError::Audit(violations.collect()));
    }
    let values: Vec<f64> = group.outcomes.iter().map(|lanes| lanes.0[0]).collect();
    let missed = targets
        .iter()
        .find(|target| !target.is_met(values[target.outcome]));
    let influences = match missed {
        Some(target) if model.has_programme() && !settings.central => {
            influences(&model, &planned, &group, (target, &list), relax)
        }
        _ => Vec::new(),
    };
    let months = (0..model.months).map(|month| model.start.plus(month as i32).to_string());
    let document = DrawDocument {
        scenario: scenario.meta.name.clone(),
        title: scenario.meta.title.clone(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: settings.seed,
        draw: number,
        design: settings.design.name().to_owned(),
        relaxed: settings.relax.clone(),
        all_met: missed.is_none() && !targets.is_empty(),
        targets: targets
            .iter()
            .map(|target| of_target(target, &list, &values))
            .collect(),
        influences_on: missed.map(|target| list.infos()[target.outcome].name.clone()),
        influences,
        outcomes: outcomes(&list, &values),
        judged: model.judged.clone(),
        months: months.collect(),
        series: series(&model, &group),
        projects: projects(&model, &group.base),
        parameters: parameters(&model, &group.values),
    };
    Ok((document, model, group))
}

/// Writes `draw-N.json`, and the series as `draw-N.parquet` and `draw-N.csv`.
///
/// # Errors
/// When a file cannot be written.
pub fn write(folder: &Folder, document: &DrawDocument) -> Result<(), OutputError> {
    let [json_name, csv_name, parquet_name] = names(document.draw);
    let table = files::table(folder.create(&parquet_name)?, document)?;
    folder.commit(&parquet_name, table)?;
    folder.write(&csv_name, files::csv(document).as_bytes())?;
    let mut json = serde_json::to_string_pretty(document).unwrap_or_default();
    json.push('\n');
    folder.write(&json_name, json.as_bytes())
}

/// Files that a draw is written to.
pub fn names(draw: u64) -> [String; 3] {
    ["json", "csv", "parquet"].map(|kind| format!("draw-{draw}.{kind}"))
}

fn of_target(target: &Target, list: &outcome::List, values: &[f64]) -> DrawTarget {
    let info = &list.infos()[target.outcome];
    DrawTarget {
        name: target.name.clone(),
        text: target.label.clone(),
        outcome: info.name.clone(),
        unit: info.unit.to_owned(),
        value: values[target.outcome],
        at_least: target.at_least,
        met: target.is_met(values[target.outcome]),
    }
}

fn outcomes(list: &outcome::List, values: &[f64]) -> BTreeMap<String, DrawOutcome> {
    let all = list.infos().iter().zip(values);
    all.map(|(info, &value)| {
        let outcome = DrawOutcome {
            unit: info.unit.to_owned(),
            label: info.label.to_owned(),
            value,
        };
        (info.name.to_owned(), outcome)
    })
    .collect()
}

fn series(model: &Model, group: &Group) -> BTreeMap<String, DrawSeries> {
    let infos = series_info(model);
    let runs = [("", Some(&group.base)), ("plan_", group.plan.as_ref())];
    let mut all = BTreeMap::new();
    for (prefix, run) in runs {
        let Some(run) = run else { continue };
        for (position, info) in infos.iter().enumerate() {
            let values = run.record.series(position).iter().map(|x| x.0[0]);
            let series = DrawSeries {
                unit: info.unit.to_owned(),
                label: info.label.clone(),
                values: values.collect(),
            };
            all.insert(format!("{prefix}{}", info.name), series);
        }
    }
    all
}

fn projects(model: &Model, run: &Run) -> Vec<DrawProject> {
    let month = |month: f64| Some(month).filter(|month| !month.is_nan());
    let runs = run.starts.iter().zip(&run.online);
    let list = model.projects.list.iter().zip(runs);
    list.map(|(project, (start, online))| DrawProject {
        name: project.name.clone(),
        kind: project.kind.name().to_owned(),
        region: model.regions[project.region].clone(),
        planned_start: f64::from(project.planned_start),
        planned_online: project
            .planned_online(model.months)
            .map(|month| month as f64),
        start: month(start.0[0]),
        online: month(online.0[0]),
    })
    .collect()
}

fn parameters(model: &Model, values: &Values) -> BTreeMap<String, f64> {
    let paths = model.parameters.paths();
    paths
        .map(|(path, id)| (path.to_owned(), values[id].0[0]))
        .collect()
}

/// Whether a latent number has one value for every year or half-year.
fn is_by_date(of: &str) -> bool {
    of.starts_with("latent.cycle.") || of.starts_with("latent.sponsor.")
}

/// What is set back to its centre at a time: one value, those of all projects of one kind, or of all years.
fn sets(model: &Model) -> BTreeMap<String, Vec<usize>> {
    let mut sets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, parameter) in model.parameters.list().iter().enumerate() {
        if parameter.distribution.is_constant() {
            continue;
        }
        // latent.duration.project.fab-us.3 with all latent.duration.project
        let name = match parameter.path.split_once(".project.") {
            Some((before, _)) => format!("{before}.project.*"),
            None => match parameter.path.rsplit_once('.') {
                Some((of, _)) if is_by_date(of) => format!("{of}.*"),
                _ => parameter.path.clone(),
            },
        };
        sets.entry(name).or_default().push(index);
    }
    sets
}

fn influences(
    model: &Model,
    planned: &Values,
    group: &Group,
    (target, list): (&Target, &outcome::List),
    relax: Relax,
) -> Vec<Influence> {
    let sets: Vec<(String, Vec<usize>)> = sets(model).into_iter().collect();
    let as_drawn = group.outcomes[target.outcome].0[0];
    let centres = model.parameters.list();
    let mut influences: Vec<Influence> = sets
        .par_chunks(LANES)
        .flat_map_iter(|sets| {
            let mut values = group.values.of_draw(0);
            for (lane, (_, indices)) in sets.iter().enumerate() {
                indices
                    .iter()
                    .for_each(|&i| values.draws_mut(i)[lane] = centres[i].centre);
            }
            let scene = Scene::with_values(model, planned, values);
            let plan = scene.run(&Want::all(Relax::ALL));
            let base = scene.run(&Want::all(relax));
            let of = list.values(model, &base, Some(&plan))[target.outcome];
            let told = sets.iter().enumerate().map(move |(lane, (name, indices))| {
                let single = (indices.len() == 1).then(|| indices[0]);
                Influence {
                    name: name.clone(),
                    unit: single
                        .map(|i| centres[i].unit.to_owned())
                        .unwrap_or_default(),
                    value: single.map(|i| group.values.draws(i)[0]),
                    centre: single.map(|i| centres[i].centre),
                    outcome_at_centre: of.0[lane],
                    change: of.0[lane] - as_drawn,
                }
            });
            told.collect::<Vec<_>>()
        })
        .collect();
    influences.retain(|influence| influence.change > 0.0);
    influences.sort_by(|a, b| b.change.total_cmp(&a.change).then(a.name.cmp(&b.name)));
    influences.truncate(TOLD);
    influences
}

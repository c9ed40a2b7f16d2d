//! The main job: simulate an ensemble, judge it, and describe it in one document.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use fabcast_model::inputs::Date;
use fabcast_model::model::Model;
use fabcast_model::projects::ALL_KINDS;
use fabcast_model::reader::Fault;
use fabcast_model::relax::ALL_GROUPS;
use fabcast_scenario::Scenario;

use crate::assumptions::assumptions;
use crate::collect::{Collected, month_by_share};
use crate::document::{
    InvestorSummary, Outcome, ProjectSummary, RunDocument, ScenarioInfo, Series,
};
use crate::ensemble::{self, NoThreads, Options};
use crate::outcome;
use crate::output::parquet::{DrawsFile, OutputError};
use crate::perspective::perspective;
use crate::statistics::{LEVELS, statistics};
use crate::verdict::{self, UnknownOutcome};
use crate::{output, text};

/// Why a run failed.
#[derive(Debug)]
pub enum RunError {
    /// The scenario cannot be put into the engine.
    Model(Vec<Fault>),
    /// Targets name outcomes that do not exist.
    Targets(Vec<UnknownOutcome>),
    /// Threads could not be started.
    Threads(NoThreads),
    /// A file could not be written.
    Output(OutputError),
    /// Conservation laws are broken: draw, and what was found.
    Audit(Vec<(u64, fabcast_model::simulate::Violation)>),
}

impl From<NoThreads> for RunError {
    fn from(error: NoThreads) -> RunError {
        RunError::Threads(error)
    }
}

impl From<OutputError> for RunError {
    fn from(error: OutputError) -> RunError {
        RunError::Output(error)
    }
}

impl std::fmt::Display for RunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RunError::Model(faults) => {
                for fault in faults {
                    writeln!(f, "{}: expected {}", fault.path, fault.expected)?;
                }
                Ok(())
            }
            RunError::Targets(unknown) => {
                for target in unknown {
                    writeln!(
                        f,
                        "{}: there is no outcome called `{}`; `fabcast schema outcomes` lists them",
                        target.path, target.outcome
                    )?;
                }
                Ok(())
            }
            RunError::Threads(error) => error.fmt(f),
            RunError::Output(error) => error.fmt(f),
            RunError::Audit(violations) => {
                writeln!(f, "{} conservation laws are broken:", violations.len())?;
                for (draw, v) in violations.iter().take(20) {
                    writeln!(
                        f,
                        "  {} in draw {draw}, month {}: {} against {}",
                        v.law, v.month, v.left, v.right
                    )?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for RunError {}

/// Result of a run.
#[derive(Debug)]
pub struct RunOutput {
    /// Everything that the run says.
    pub document: RunDocument,
    /// Whether it was stopped before the end; what is finished is in the document.
    pub interrupted: bool,
}

/// Runs an ensemble of a scenario; with `out`, writes the files of a run there.
///
/// `watch` is told how many draws are done, from the calling thread.
///
/// # Errors
/// See [`RunError`]. Files already written stay.
pub fn run(
    scenario: &Scenario,
    options: &Options,
    out: Option<&Path>,
    trace: bool,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<RunOutput, RunError> {
    let start = Instant::now();
    let model = Model::new(&scenario.inputs).map_err(RunError::Model)?;
    let targets = verdict::targets(scenario).map_err(RunError::Targets)?;
    let mut files = match out {
        Some(folder) => {
            output::prepare(folder)?;
            output::write(folder, "scenario.toml", scenario.to_toml().as_bytes())?;
            let draws = DrawsFile::create(folder, &model)?;
            let trace = if trace {
                Some(output::trace::TraceFile::create(folder, &model)?)
            } else {
                None
            };
            Some((draws, trace))
        }
        None => None,
    };
    let mut collected = Collected::new(&model);
    let options = &Options {
        keep_plans: trace,
        ..*options
    };
    let progress = ensemble::run::<RunError>(&model, options, |groups| {
        collected.add(&model, groups);
        if let Some((draws, trace)) = &mut files {
            draws.add(&model, groups)?;
            if let Some(trace) = trace {
                trace.add(&model, groups)?;
            }
        }
        watch(collected.draws);
        Ok(())
    })?;
    if let Some((draws, trace)) = files {
        draws.close()?;
        if let Some(trace) = trace {
            trace.close()?;
        }
    }
    if !collected.violations.is_empty() {
        return Err(RunError::Audit(collected.violations));
    }
    let mut document = describe(scenario, &model, &targets, &collected, options);
    if progress.interrupted {
        document
            .warnings
            .insert(0, text::interrupted(progress.draws, options.draws));
    }
    let elapsed = start.elapsed().as_secs_f64();
    document.elapsed_seconds = elapsed;
    document.draws_per_second = progress.draws as f64 / progress.elapsed.as_secs_f64().max(1e-9);
    if let Some(folder) = out {
        output::parquet::write_series(folder, &document)?;
        output::write(
            folder,
            "summary.json",
            output::json::render(&document).as_bytes(),
        )?;
        output::write(
            folder,
            "report.html",
            output::html::render(&document).as_bytes(),
        )?;
    }
    Ok(RunOutput {
        document,
        interrupted: progress.interrupted,
    })
}

fn describe(
    scenario: &Scenario,
    model: &Model,
    targets: &[verdict::Target],
    collected: &Collected,
    options: &Options,
) -> RunDocument {
    let mut warnings: Vec<String> = scenario
        .warnings
        .iter()
        .map(|warning| warning.message.clone())
        .collect();
    for target in targets {
        let values = &collected.outcomes[target.outcome];
        if model.has_programme() && !values.is_empty() && values.iter().all(|x| x.is_nan()) {
            warnings.push(text::target_without_value(&target.label));
        }
    }
    if options.central {
        warnings.push(text::CENTRAL.to_owned());
    } else if collected.draws < 200 {
        warnings.push(text::few_draws(collected.draws));
    }
    RunDocument {
        scenario: scenario_info(scenario, model),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        draws: collected.draws,
        relaxed: ALL_GROUPS
            .iter()
            .filter(|&&group| options.relax.lifts(group))
            .map(|group| group.name().to_owned())
            .collect(),
        elapsed_seconds: 0.0,
        draws_per_second: 0.0,
        verdict: verdict::judge(targets, collected, model.has_programme()),
        outcomes: outcomes(collected),
        series: series(model, collected),
        binding: if model.has_programme() {
            collected.binding_by_year(model)
        } else {
            BTreeMap::new()
        },
        projects: projects(model, collected),
        investors: investors(scenario, model, collected),
        perspective: perspective(scenario.meta.budget.unwrap_or(0.0)),
        assumptions: assumptions(scenario),
        warnings,
    }
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
        description: meta.description.clone(),
        world: meta.world.clone().unwrap_or_default(),
        start: model.start.to_string(),
        end: model.start.plus(model.months as i32 - 1).to_string(),
        budget: meta.budget.unwrap_or(0.0),
        plan_cost: model.plan_cost(),
        project_counts,
    }
}

fn outcomes(collected: &Collected) -> BTreeMap<String, Outcome> {
    outcome::all()
        .iter()
        .zip(&collected.outcomes)
        .filter(|(_, values)| values.iter().any(|x| !x.is_nan()))
        .map(|(info, values)| {
            let s = statistics(values);
            let [p5, p10, p25, p50, p75, p90, p95] = s.quantiles;
            let outcome = Outcome {
                unit: info.unit.to_owned(),
                label: info.label.to_owned(),
                mean: s.mean,
                sd: s.sd,
                standard_error: s.standard_error,
                defined: s.defined,
                p5,
                p10,
                p25,
                p50,
                p75,
                p90,
                p95,
            };
            (info.name.to_owned(), outcome)
        })
        .collect()
}

fn series(model: &Model, collected: &Collected) -> BTreeMap<String, Series> {
    let months: Vec<String> = (0..model.months)
        .map(|t| model.start.plus(t as i32).to_string())
        .collect();
    collected
        .series
        .iter()
        .enumerate()
        .map(|(position, info)| {
            let quantiles = collected.series_quantiles(position, LEVELS);
            let level = |i: usize| quantiles.iter().map(|month| month[i]).collect();
            let series = Series {
                unit: info.unit.to_owned(),
                label: info.label.clone(),
                months: months.clone(),
                p5: level(0),
                p10: level(1),
                p25: level(2),
                p50: level(3),
                p75: level(4),
                p90: level(5),
                p95: level(6),
            };
            (info.name.clone(), series)
        })
        .collect()
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
    let three = |values: &[f64]| {
        let s = statistics(values).quantiles;
        [s[1], s[3], s[5]]
    };
    model
        .capital
        .investors
        .iter()
        .enumerate()
        .map(|(i, investor)| {
            let mut calls: BTreeMap<String, f64> = BTreeMap::new();
            for (month, sum) in collected.calls[i].iter().enumerate() {
                let Date { year, .. } = model.start.plus(month as i32);
                *calls.entry(year.to_string()).or_default() += sum / collected.draws.max(1) as f64;
            }
            let commitment = if investor.commitment.is_some() {
                three(&collected.commitments[i])
            } else {
                [model.plan_cost(); 3]
            };
            InvestorSummary {
                name: investor.name.clone(),
                label: label(&investor.name),
                kind: if investor.lends { "debt" } else { "equity" }.to_owned(),
                commitment,
                approved: collected.approved[i] as f64 / collected.draws.max(1) as f64,
                drawn: three(&collected.drawn[i]),
                calls,
            }
        })
        .collect()
}

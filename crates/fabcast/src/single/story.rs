//! The story of one draw: the month and the cause of each delay (`fabcast explain --draw`).

#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;

use fabcast_document::draw::{DrawDocument, DrawOutcome};
use fabcast_document::story::{
    DrawSplit, Happening, Line, ProjectStory, Shortage, StoryDocument, Unusual,
};
use fabcast_model::inputs::{Date, Leaf};
use fabcast_model::model::Model;
use fabcast_model::record::Series;
use fabcast_model::relax::{ALL_GROUPS, N_GROUPS, Relax};
use fabcast_model::simulate::{NEEDS, STAGES, Scene, Stage, Want, Watch};
use fabcast_scenario::Scenario;
use rayon::prelude::*;

use super::simulated;
use crate::analysis::measure::Measured;
use crate::analysis::shapley::shapley;
use crate::ensemble::Group;
use crate::format::Measure;
use crate::identity;
use crate::run::RunError;
use crate::store::Settings;

/// Unusual values that are told.
const UNUSUAL: usize = 8;
/// A need is met when more than this share of it is.
const MET: f64 = 0.999;
/// Outcomes that say what the owners got.
const RETURNS: [&str; 8] = [
    "irr",
    "irr_hurdle",
    "npv",
    "moic",
    "payback_months",
    "largest_exposure",
    "capital_drawn_end",
    "terminal_value",
];

/// Tells the story of one draw of the ensemble that the settings describe.
///
/// # Errors
/// As [`draw`](super::draw).
pub fn story(
    scenario: &Scenario,
    settings: &Settings,
    number: u64,
) -> Result<StoryDocument, RunError> {
    let (draw, model, group) = simulated(scenario, settings, number)?;
    let planned = model.parameters.central();
    let scene = Scene::with_values(&model, &planned, group.values.clone());
    let want = Want::all(settings.relaxed()?).with_projects();
    let watch = scene.run(&want).watch.expect("asked for");
    let split = match draw.all_met || !model.has_programme() || !settings.relax.is_empty() {
        true => None,
        false => split(&model, &scene, &draw),
    };
    let shortages = shortages(&draw.months, &watch);
    Ok(StoryDocument {
        scenario: identity::id(scenario),
        engine_version: draw.engine_version.clone(),
        seed: draw.seed,
        draw: number,
        design: draw.design.clone(),
        relaxed: draw.relaxed.clone(),
        sentence: sentence(&draw, split.as_ref()),
        all_met: draw.all_met,
        timeline: timeline(scenario, &model, &group, &draw, &watch, &shortages),
        lines: lines(&model, &watch),
        projects: projects(&model, &watch, &draw.months),
        returns: returns(&draw),
        unusual: unusual(&model, &group, settings.central),
        targets: draw.targets,
        split,
        shortages,
    })
}

/// Outcome whose gap says why a target is missed.
fn behind(outcome: &str) -> String {
    let parts = outcome.rsplit_once('_');
    let share = parts.and_then(|(stem, date)| Some((stem.strip_suffix("_share")?, date)));
    match (share, outcome) {
        (Some(("delivered", date)), _) => format!("delivered_h100e_{date}"),
        (Some((stem, date)), _) => format!("{stem}_{date}"),
        (None, "irr_over_hurdle") => "npv".to_owned(),
        (None, other) => other.to_owned(),
    }
}

/// Shapley values of the first missed target in this draw, over all sets of groups.
fn split(model: &Model, scene: &Scene, draw: &DrawDocument) -> Option<DrawSplit> {
    let target = draw.targets.iter().find(|target| !target.met)?;
    let end = model.start.plus(model.months as i32 - 1);
    let measured = Measured::named(model, &behind(&target.outcome), end.year).ok()?;
    let series: Vec<Series> = measured.series().into_iter().collect();
    let months = measured.months(model);
    let values: Vec<f64> = (0..1_usize << N_GROUPS)
        .into_par_iter()
        .map(|set| {
            let relax = Relax::from_bits(set as u16);
            let run = match measured.needs_outcomes() {
                true => scene.run(&Want::all(relax)),
                false => scene.run(&Want::part(relax, months, &series)),
            };
            measured.of(model, &run).0[0]
        })
        .collect();
    let parts = shapley(&values);
    if parts.iter().any(|part| !part.is_finite()) {
        return None;
    }
    let parts = ALL_GROUPS
        .iter()
        .map(|group| group.name().to_owned())
        .zip(parts);
    Some(DrawSplit {
        outcome: measured.name.clone(),
        label: measured.label.clone(),
        unit: measured.unit.to_owned(),
        plan: values[values.len() - 1],
        delivered: values[0],
        parts: parts.collect(),
    })
}

fn sentence(draw: &DrawDocument, split: Option<&DrawSplit>) -> String {
    let met = draw.targets.iter().filter(|target| target.met).count();
    let verdict = text::verdict(met, draw.targets.len());
    let of = |name: &str| draw.outcomes.get(name).map(|outcome| outcome.value);
    let told = match split {
        Some(split) => {
            let measure = Measure::of(&split.unit);
            let opening = text::of_planned(&split.label, &measure, split.plan, split.delivered);
            let parts = text::parts(&split.parts, split.plan - split.delivered);
            match parts.is_empty() {
                true => opening,
                false => format!("{opening}; {parts}"),
            }
        }
        None => match (of("plan_h100e_end"), of("delivered_h100e_end")) {
            (Some(plan), Some(delivered)) if plan.is_finite() => {
                let label = &draw.outcomes["delivered_h100e_end"].label;
                text::of_planned(label, &Measure::of("million H100e"), plan, delivered)
            }
            _ => return verdict,
        },
    };
    format!("{told}. {verdict}")
}

/// The month at a place, which may lie before the first.
fn date(model: &Model, month: i32) -> String {
    model.start.plus(month).to_string()
}

fn timeline(
    scenario: &Scenario,
    model: &Model,
    group: &Group,
    draw: &DrawDocument,
    watch: &Watch,
    shortages: &[Shortage],
) -> Vec<Happening> {
    let label = |kind: &str, name: &str| match scenario
        .inputs
        .leaves
        .get(&format!("{kind}.{name}.label"))
    {
        Some(Leaf::Text(label)) => label.clone(),
        _ => name.to_owned(),
    };
    let money = Measure::money();
    let end = model.months as i32;
    let mut all: Vec<(i32, Happening)> = Vec::new();
    let mut add = |month: i32, until: Option<i32>, kind: &str, name: &str, late, says: String| {
        let happening = Happening {
            month: date(model, month),
            until: until.map(|until| date(model, until)),
            kind: kind.to_owned(),
            name: name.to_owned(),
            late,
            says,
        };
        all.push((month, happening));
    };
    for (investor, terms) in model
        .capital
        .investors
        .iter()
        .zip(&group.base.ledger.investors)
    {
        if investor.name.is_empty() {
            continue;
        }
        let path = format!("capital.investor.{}.closing", investor.name);
        let centre = model
            .parameters
            .find(&path)
            .map(|id| model.parameters.centre(id));
        let planned = centre.map_or(0, |month| month.ceil() as i32);
        let month = terms.closing.0[0].ceil() as i32;
        let (label, sum) = (
            label("capital.investor", &investor.name),
            money.write(terms.commitment.0[0]),
        );
        let name = &investor.name;
        if terms.approved.number().0[0] == 0.0 {
            let planned = planned.clamp(0, end - 1);
            add(
                planned,
                None,
                "refusal",
                name,
                None,
                text::refused(&label, &sum),
            );
        } else if month >= end {
            add(
                end - 1,
                None,
                "refusal",
                name,
                None,
                text::never_closes(&label, &sum),
            );
        } else {
            let late = month - planned;
            add(
                month,
                None,
                "closing",
                name,
                Some(late),
                text::closing(&label, &sum, late),
            );
        }
    }
    if !draw.relaxed.iter().any(|group| group == "geopolitics") {
        for (name, spells) in model.events.spells(&group.values) {
            for (from, to) in spells {
                let (from, to) = (from.0[0], to.0[0]);
                if from >= f64::from(end) || to <= 0.0 {
                    continue;
                }
                let (from, last) = (from as i32, to as i32 - 1);
                let until = (last < end).then_some(last);
                let written = until.map(|month| date(model, month));
                let says = text::event(&label("event", name), written.as_deref());
                add(from, until, "event", name, None, says);
            }
        }
    }
    for kind in fabcast_model::flows::ALL_KINDS {
        let first = |months: &[[Option<usize>; STAGES.len()]]| {
            let list = model.projects.list.iter().zip(months);
            list.filter(|(project, _)| project.kind == kind)
                .filter_map(|(project, reached)| {
                    Some((reached[Stage::Production as usize]?, project.name.as_str()))
                })
                .min()
        };
        if let Some((month, name)) = first(&watch.reached) {
            let late = first(&watch.planned).map(|(planned, _)| month as i32 - planned as i32);
            let says = text::first(kind.name(), name, late);
            add(month as i32, None, "project", name, late, says);
        }
    }
    let place = |month: &str| draw.months.iter().position(|other| other == month);
    for shortage in shortages {
        let [from, to] = shortage.months.each_ref().map(|month| place(month));
        let says = text::short(&shortage.need, shortage.count, shortage.met);
        let until = to.map(|to| to as i32);
        add(
            from.unwrap_or(0) as i32,
            until,
            "money",
            &shortage.need,
            None,
            says,
        );
    }
    for target in &draw.targets {
        let measure = Measure::of(&target.unit);
        let year = target
            .outcome
            .rsplit_once('_')
            .and_then(|(_, year)| year.parse().ok());
        let december = year.and_then(|year| model.month_index(Date { year, month: 12 }));
        let month = december.map_or(end - 1, |month| month as i32);
        let value = measure.write(target.value);
        let needed = measure.write(target.at_least);
        let says = text::target(&target.text, target.met, &value, &needed);
        add(month, None, "target", &target.name, None, says);
    }
    let payback = draw
        .outcomes
        .get("payback_months")
        .map(|outcome| outcome.value);
    if let Some(month) = payback.filter(|month| month.is_finite()) {
        add(
            month as i32,
            None,
            "payback",
            "payback",
            None,
            text::PAYBACK.to_owned(),
        );
    }
    all.sort_by_key(|(month, _)| *month);
    all.into_iter().map(|(_, happening)| happening).collect()
}

/// Name of a group, or `none`.
fn group_name(group: usize) -> String {
    let group = ALL_GROUPS.get(group);
    group.map_or("none", |group| group.name()).to_owned()
}

fn lines(model: &Model, watch: &Watch) -> Vec<Line> {
    let mut names: Vec<&str> = Vec::new();
    for project in &model.projects.list {
        let line = line_name(&project.name);
        if !names.contains(&line) {
            names.push(line);
        }
    }
    let of_line = |line: &str| -> Vec<usize> {
        let list = model.projects.list.iter().enumerate();
        list.filter(|(_, project)| line_name(&project.name) == line)
            .map(|(j, _)| j)
            .collect()
    };
    let half = Stage::Half as usize;
    names
        .into_iter()
        .map(|name| {
            let members = of_line(name);
            let late = text::STAGES.iter().enumerate().map(|(stage, name)| {
                // What never gets there ranks last; what the plan does not bring there is left out.
                let mut late: Vec<i32> = members
                    .iter()
                    .filter_map(|&j| {
                        let planned = watch.planned[j][stage]? as i32;
                        let reached = watch.reached[j][stage];
                        Some(reached.map_or(i32::MAX, |month| month as i32 - planned))
                    })
                    .collect();
                late.sort_unstable();
                let middle = late.get(late.len() / 2).copied();
                ((*name).to_owned(), middle.filter(|&late| late != i32::MAX))
            });
            let held = (0..=N_GROUPS).filter_map(|group| {
                let months: u32 = members.iter().map(|&j| watch.held[j][group]).sum();
                let mean = f64::from(months) / members.len() as f64;
                (months > 0).then(|| (group_name(group), mean))
            });
            Line {
                name: name.to_owned(),
                kind: model.projects.list[members[0]].kind.name().to_owned(),
                count: members.len(),
                never: members
                    .iter()
                    .filter(|&&j| watch.reached[j][half].is_none())
                    .count(),
                late: late.collect(),
                held: held.collect(),
            }
        })
        .collect()
}

/// `fab-us` of `fab-us.3`.
fn line_name(project: &str) -> &str {
    project.rsplit_once('.').map_or(project, |(line, _)| line)
}

fn projects(model: &Model, watch: &Watch, months: &[String]) -> Vec<ProjectStory> {
    let date = |month: Option<usize>| month.map(|month| months[month].clone());
    let list = model.projects.list.iter().enumerate();
    list.map(|(j, project)| ProjectStory {
        name: project.name.clone(),
        stages: text::STAGES
            .iter()
            .enumerate()
            .map(|(stage, name)| {
                let planned = date(watch.planned[j][stage]);
                let reached = date(watch.reached[j][stage]);
                ((*name).to_owned(), [planned, reached])
            })
            .collect(),
        held: watch.held[j]
            .iter()
            .enumerate()
            .filter(|(_, months)| **months > 0)
            .map(|(group, &months)| (group_name(group), months))
            .collect(),
    })
    .collect()
}

fn shortages(months: &[String], watch: &Watch) -> Vec<Shortage> {
    let needs = NEEDS.iter().enumerate();
    needs
        .filter_map(|(need, name)| {
            let short: Vec<usize> = (0..watch.funded.len())
                .filter(|&month| watch.funded[month][need] < MET)
                .collect();
            let (first, last) = (*short.first()?, *short.last()?);
            let met: f64 = short.iter().map(|&month| watch.funded[month][need]).sum();
            Some(Shortage {
                need: (*name).to_owned(),
                months: [months[first].clone(), months[last].clone()],
                count: short.len(),
                met: met / short.len() as f64,
            })
        })
        .collect()
}

fn returns(draw: &DrawDocument) -> BTreeMap<String, DrawOutcome> {
    RETURNS
        .iter()
        .filter_map(|&name| Some((name.to_owned(), draw.outcomes.get(name)?.clone())))
        .collect()
}

/// Values that lie furthest from the middle of their distribution. Those of single projects and years and the
/// uniforms of events and approvals are left out: the timeline tells what came of them.
fn unusual(model: &Model, group: &Group, central: bool) -> Vec<Unusual> {
    if central {
        return Vec::new();
    }
    let told = |path: &str| {
        !path.contains(".project.")
            && ![
                "latent.arrival.",
                "latent.approval.",
                "latent.cancellation.",
                "latent.cycle.",
                "latent.sponsor.",
            ]
            .iter()
            .any(|prefix| path.starts_with(prefix))
    };
    let mut all: Vec<Unusual> = model
        .parameters
        .varying()
        .filter(|(_, parameter)| told(&parameter.path))
        .map(|(id, parameter)| {
            let value = group.values[id].0[0];
            Unusual {
                path: parameter.path.clone(),
                unit: parameter.unit.to_owned(),
                value,
                centre: parameter.centre,
                quantile: parameter.distribution.cdf(value),
            }
        })
        .filter(|unusual| unusual.quantile.is_finite())
        .collect();
    let distance = |unusual: &Unusual| (unusual.quantile - 0.5).abs();
    all.sort_by(|a, b| {
        distance(b)
            .total_cmp(&distance(a))
            .then(a.path.cmp(&b.path))
    });
    all.truncate(UNUSUAL);
    all
}

//! The random numbers of a scenario as factors: parameters, and what stands for luck.

use std::collections::BTreeMap;

use fabcast_model::model::Model;
use fabcast_model::parameters::ParamId;
use fabcast_model::table::row_of;

use crate::format::Measure;

/// One or several parameters that are taken as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Path of the parameter, or of what the members have in common.
    pub name: String,
    /// What it is, in words.
    pub label: String,
    /// Part of the model it belongs to, such as `talent`.
    pub subsystem: &'static str,
    /// The parameters that move with it.
    pub members: Vec<ParamId>,
}

/// How parameters are gathered into factors.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Grouping {
    /// One factor per parameter; luck by kind: of the world, of regions, of projects.
    #[default]
    Parameters,
    /// One factor per part of the model.
    Subsystems,
    /// One factor for each of these parts or beginnings of paths, the others by parameter.
    Named(Vec<String>),
}

/// Parts of the model by section of the model document.
pub const SUBSYSTEMS: [&str; 14] = [
    "uncertainty",
    "capital",
    "projects",
    "equipment",
    "talent",
    "wafers",
    "accelerators",
    "deployment",
    "market",
    "clock",
    "policy",
    "perspective",
    "finance",
    "events",
];

/// Part of the model that a path belongs to.
pub fn subsystem(path: &str) -> &'static str {
    let Some(latent) = path.strip_prefix("latent.") else {
        return row_of(path).map_or(SUBSYSTEMS[0], |row| {
            SUBSYSTEMS
                .get(usize::from(row.section))
                .unwrap_or(&SUBSYSTEMS[0])
        });
    };
    match latent.split('.').next() {
        Some("arrival") => "events",
        Some("approval") => "capital",
        Some("cancellation") => "policy",
        Some("cycle") if latent.starts_with("cycle.demand.") => "market",
        Some("cycle") => "equipment",
        _ => "projects",
    }
}

/// Factor to which a latent number belongs: those of projects, regions, events, the years of a cycle and the half-years
/// of a sponsor are taken together.
fn latent_factor(path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    match parts[..] {
        ["latent", kind @ ("arrival" | "cycle"), of, ..] => format!("latent.{kind}.{of}"),
        ["latent", "sponsor", level @ ("operator" | "line"), name, ..] => {
            format!("latent.sponsor.{level}.{name}")
        }
        ["latent", family, level @ ("region" | "project"), ..] => {
            format!("latent.{family}.{level}")
        }
        _ => path.to_owned(),
    }
}

/// What a parameter or a factor is, in words.
///
/// ```
/// use fabcast::analysis::factors::label;
/// assert_eq!(label("latent.grid.region.us"), "luck with grid connections in us");
/// assert_eq!(label("latent.approval.gulf"), "whether gulf takes part");
/// assert_eq!(label("latent.cycle.euv"), "good and bad years for makers of euv");
/// assert_eq!(label("latent.sponsor.operator.foundry"), "good and bad years of the sponsor foundry");
/// ```
pub fn label(path: &str) -> String {
    use super::sensitivity::text;
    let parts: Vec<&str> = path.split('.').collect();
    match parts[..] {
        ["latent", "arrival", event, ..] => text::arrival(event),
        ["latent", "approval", investor] => text::approval(investor),
        ["latent", "cancellation", region] => text::cancellation(region),
        ["latent", "cycle", of, ..] => text::cycle(of),
        ["latent", "sponsor", "operator" | "line", name, ..] => text::sponsor(name),
        ["latent", family, level, ref rest @ ..] => {
            text::luck(family, level, rest.first().copied())
        }
        _ => row_of(path).map_or_else(
            || path.to_owned(),
            |row| {
                // names that the scenario chose, and choices: which one it is
                let pattern = row.pattern.split('.');
                let is_chosen = |part: &str| part == "*" || part.contains('{');
                let names: Vec<&str> = pattern
                    .zip(&parts)
                    .filter(|(part, _)| is_chosen(part))
                    .map(|(_, name)| *name)
                    .collect();
                text::which(row.what, &names)
            },
        ),
    }
}

/// How values of a parameter are written: its unit in the table of parameters, shares as per cents.
pub fn measure(path: &str, unit: &str) -> Measure {
    let is_share = row_of(path).is_some_and(|row| row.unit == "1" && row.max <= 1.0);
    let unit = match unit {
        "1" if is_share => "fraction".to_owned(),
        "1/yr" => "1/year".to_owned(),
        "yr" => "years".to_owned(),
        other => match other.strip_prefix("bn$") {
            Some(per) => format!("10^9 USD{per}"),
            None => other.replace("M H100e", "million H100e"),
        },
    };
    Measure::of(&unit)
}

/// The factors of a model, parameters before luck, each in the order of the random vector.
///
/// # Errors
/// A name of [`Grouping::Named`] that no varying parameter has.
pub fn factors(model: &Model, grouping: &Grouping) -> Result<Vec<Factor>, String> {
    let name_of = |path: &str| -> String {
        match grouping {
            Grouping::Subsystems => subsystem(path).to_owned(),
            Grouping::Named(names) => {
                let of = |name: &&String| {
                    subsystem(path) == name.as_str()
                        || path == name.as_str()
                        || path
                            .strip_prefix(name.as_str())
                            .is_some_and(|rest| rest.starts_with('.'))
                };
                names
                    .iter()
                    .find(of)
                    .cloned()
                    .unwrap_or_else(|| latent_factor(path))
            }
            Grouping::Parameters => latent_factor(path),
        }
    };
    let mut factors: Vec<Factor> = Vec::new();
    let mut positions: BTreeMap<String, usize> = BTreeMap::new();
    let (luck, named): (Vec<_>, Vec<_>) = model
        .parameters
        .varying()
        .partition(|(_, parameter)| parameter.path.starts_with("latent."));
    for (id, parameter) in named.into_iter().chain(luck) {
        let name = name_of(&parameter.path);
        let position = *positions.entry(name.clone()).or_insert_with(|| {
            factors.push(Factor {
                label: String::new(),
                subsystem: subsystem(&parameter.path),
                members: Vec::new(),
                name,
            });
            factors.len() - 1
        });
        factors[position].members.push(id);
    }
    for factor in &mut factors {
        let is_gathered = match grouping {
            Grouping::Parameters => false,
            Grouping::Subsystems => true,
            Grouping::Named(names) => names.contains(&factor.name),
        };
        factor.label = match is_gathered {
            true => super::sensitivity::text::gathered(factor.members.len()),
            false => label(&factor.name),
        };
    }
    if let Grouping::Named(names) = grouping
        && let Some(name) = names.iter().find(|name| !positions.contains_key(*name))
    {
        return Err(super::sensitivity::text::no_group(name, &SUBSYSTEMS));
    }
    Ok(factors)
}

//! Reference classes of a programme: real plants of the regions in which it builds, and by how much they slip.

use std::sync::OnceLock;

use fabcast_document::run::{ProjectSummary, ReferenceClass};
use fabcast_model::flows::{ALL_KINDS, Kind};
use fabcast_model::math::scalar::{exp, ln};

use super::chain::Chains;
use super::record::{self, Fate, Project, REGIONS};
use super::text;
use crate::data;

/// A class in words, to stand after "reference class".
pub fn says(class: &ReferenceClass) -> String {
    text::reference_class(class)
}

/// Fewest plants that make a class.
const FEWEST: usize = 3;

/// The classes of a programme's projects, a region each, in the order of the record's regions. Regions with fewer than
/// three real plants have none. Campuses have a record of their own.
pub fn classes(projects: &[ProjectSummary]) -> Vec<ReferenceClass> {
    let kind_of = |project: &ProjectSummary| {
        let plants = ALL_KINDS
            .into_iter()
            .filter(|kind| *kind != Kind::Datacentre);
        plants.into_iter().find(|kind| kind.name() == project.kind)
    };
    let mut classes = Vec::new();
    for (index, (region, ..)) in REGIONS.iter().enumerate() {
        let own: Vec<&ProjectSummary> = projects
            .iter()
            .filter(|project| project.region == *region && kind_of(project).is_some())
            .collect();
        if own.is_empty() {
            continue;
        }
        let built = |kind: Kind| own.iter().any(|project| kind_of(project) == Some(kind));
        let plants: Vec<&(Project, f64)> = slips()
            .iter()
            .filter(|(plant, _)| plant.region == index && built(plant.kind))
            .collect();
        if plants.len() < FEWEST {
            continue;
        }
        let late = own.iter().map(
            |project| match (project.online[1], project.planned_online) {
                (Some(online), Some(planned)) => online - planned,
                _ => f64::INFINITY,
            },
        );
        let programme = median(late.collect());
        classes.push(ReferenceClass {
            region: (*region).to_owned(),
            n: plants.len(),
            n_finished: plants
                .iter()
                .filter(|(plant, _)| plant.fate == Fate::Produces)
                .count(),
            median_slip: median(plants.iter().map(|(_, slip)| *slip).collect()),
            n_programme: own.len(),
            programme_slip: programme.is_finite().then_some(programme),
        });
    }
    classes
}

fn median(values: Vec<f64>) -> f64 {
    let [median] = crate::statistics::quantiles_of(&values, [0.5]);
    median
}

/// Every plant with an announced date that was not stopped, and its slip by the fit of `data/fab_fit.csv`:
/// `exp((1-w)·ln P + w·ln N + m + u_region) - P`.
fn slips() -> &'static [(Project, f64)] {
    static SLIPS: OnceLock<Vec<(Project, f64)>> = OnceLock::new();
    SLIPS.get_or_init(|| {
        let fitted = |id: &str| -> Option<f64> {
            data::row(&format!("fit.fab.slip.{id}"))?
                .central
                .parse()
                .ok()
        };
        let chains = Chains::embedded();
        let slip = |plant: &Project| {
            let planned = plant.planned_months()?;
            let usual = super::nominal(plant, &chains)?;
            let weight = fitted("usual_weight")?;
            let location = fitted(&format!("region.{}", plant.region_name())).or(fitted("mean"))?;
            let months = exp((1.0 - weight) * ln(planned) + weight * ln(usual) + location);
            Some(months - planned)
        };
        let record = record::record().unwrap_or_default();
        record
            .into_iter()
            .filter(|plant| plant.fate != Fate::Stopped)
            .filter_map(|plant| slip(&plant).map(|months| (plant, months)))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(region: &str, kind: &str, planned: f64, online: Option<f64>) -> ProjectSummary {
        ProjectSummary {
            name: "x.1".to_owned(),
            kind: kind.to_owned(),
            region: region.to_owned(),
            capacity: 1.0,
            unit: "kwspm".to_owned(),
            planned_cost: 1.0,
            planned_start: 0.0,
            planned_online: Some(planned),
            start: [Some(0.0); 3],
            online: [online; 3],
            never: 0.0,
        }
    }

    #[test]
    fn classes_follow_the_record_and_the_programme() {
        let plants = [
            project("us", "fab", 40.0, Some(50.0)),
            project("us", "fab", 40.0, Some(56.0)),
            project("us", "fab", 40.0, None),
            project("us", "datacentre", 20.0, Some(20.0)),
            project("gulf", "fab", 40.0, Some(60.0)),
        ];
        let classes = classes(&plants);
        let [us] = &classes[..] else {
            panic!("the record has no plants in the Gulf: {classes:?}");
        };
        assert_eq!((us.region.as_str(), us.n_programme), ("us", 3));
        assert_eq!(us.programme_slip, Some(16.0));
        // Logic, analogue and power plants with a date that were not stopped, counted in the file itself.
        let counted = record::record()
            .expect("the record")
            .iter()
            .filter(|p| p.region == 0 && p.kind == Kind::Fab && p.fate != Fate::Stopped)
            .filter(|p| p.planned_months().is_some())
            .count();
        assert_eq!(us.n, counted);
        assert!(
            us.n_finished < us.n && us.median_slip > 3.0 && us.median_slip < 24.0,
            "{us:?}"
        );
        assert!(
            says(us).starts_with(&format!("{counted} US fabs")),
            "{}",
            says(us)
        );
        // With memory, more plants are in the class.
        let with_memory = super::classes(&[plants[0].clone(), project("us", "hbm", 40.0, None)]);
        assert!(with_memory[0].n > us.n);
    }
}

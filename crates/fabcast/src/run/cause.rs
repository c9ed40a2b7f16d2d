//! What holds a programme back, from the first draws of its run (model §14).

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use fabcast_document::Estimate;
use fabcast_document::cause::{Adds, Cause, CauseOf, CausePart, Why};
use fabcast_model::flows::Kind;
use fabcast_model::inputs::Date;
use fabcast_model::lanes::{LANES, Lanes};
use fabcast_model::model::Model;
use fabcast_model::record::{Series, series_info};
use fabcast_model::relax::{ALL_GROUPS, Group, Relax};
use fabcast_model::simulate::{Run, Scene, Want};

use crate::ensemble::{NoThreads, Options, each_eight, scene};
use crate::lifting::{Brought, Game, Order, Schedule};
use crate::statistics::{estimate, estimate_in_clusters};

/// What a programme delivers.
const DELIVERED: [(&str, Series); 2] = [
    ("delivered_h100e", Series::DeliveredH100e),
    ("delivered_gw", Series::DeliveredGw),
];
/// What one has that delivers nothing, by what it builds.
const BUILT: [(&str, Series, Kind); 3] = [
    ("logic_kwspm", Series::LogicCapacity, Kind::Fab),
    ("hbm_kwspm", Series::HbmCapacity, Kind::Hbm),
    ("packaging_kwpm", Series::PackagingCapacity, Kind::Packaging),
];

/// The causes, from at most so many draws; none where nothing is planned or no year of judgement is simulated,
/// breaks off when stopped. Of [`Options`] the draws that are asked for do not matter.
///
/// # Errors
/// When threads cannot be started.
pub fn why(
    model: &Model,
    options: &Options,
    draws: u64,
) -> Result<ControlFlow<(), Option<Why>>, NoThreads> {
    let december = |year: &i32| {
        let month = model.month_index(Date {
            year: *year,
            month: 12,
        });
        Some((year.to_string(), month?))
    };
    let years: Vec<(String, usize)> = model.reported.iter().filter_map(december).collect();
    if draws == 0 || years.is_empty() || !model.has_programme() {
        return Ok(ControlFlow::Continue(None));
    }
    let schedule = Schedule::of(draws);
    let planned = model.parameters.central();
    let at = |eight: u64| {
        scene(
            model,
            &planned,
            options,
            options.first + eight * LANES as u64,
        )
    };
    let split = Split {
        outcomes: outcomes(model, &at(0)),
        years,
    };
    let eights = schedule.draws.div_ceil(LANES as u64);
    let of_eights = each_eight(
        (options.threads, options.stop),
        eights,
        &mut |_| (),
        |eight| {
            split.lift(
                model,
                &at(eight),
                options,
                schedule.orders(options.seed, eight),
            )
        },
    )?;
    if (of_eights.len() as u64) < eights {
        return Ok(ControlFlow::Break(()));
    }
    let why = split.describe(model, &of_eights, schedule.draws);
    Ok(ControlFlow::Continue(Some(why)))
}

/// Names and series that are split: of delivery, or of what is built where the plan never delivers.
fn outcomes(model: &Model, scene: &Scene) -> Vec<(&'static str, Series)> {
    let names = DELIVERED.map(|(_, series)| series);
    let plan = scene.run(&Want::part(Relax::ALL, model.months, &names));
    let delivers = |(_, series): &(&str, Series)| {
        let months = plan.record.of(*series);
        months.iter().any(|month| month.gt(Lanes::splat(0.0)).any())
    };
    if DELIVERED.iter().any(delivers) {
        return DELIVERED.into();
    }
    let is_built = |(_, _, kind): &&(&str, Series, Kind)| {
        model
            .projects
            .list
            .iter()
            .any(|project| project.kind == *kind)
    };
    let built = BUILT.iter().find(is_built);
    built
        .map(|&(name, series, _)| (name, series))
        .into_iter()
        .collect()
}

/// What is split.
struct Split {
    outcomes: Vec<(&'static str, Series)>,
    /// With the month of their end.
    years: Vec<(String, usize)>,
}

/// What came of eight draws, by outcome and year.
struct OfEight {
    plan: Vec<Lanes>,
    delivered: Vec<Lanes>,
    brought: Vec<Brought>,
    /// By year: compute of others with the programme and without it; nothing where it never delivers.
    others: Vec<[Lanes; 2]>,
}

impl Split {
    fn lift(
        &self,
        model: &Model,
        scene: &Scene,
        options: &Options,
        orders: impl Iterator<Item = Order>,
    ) -> OfEight {
        let series: Vec<Series> = self.outcomes.iter().map(|(_, series)| *series).collect();
        let months = self.years.iter().map(|(_, month)| month + 1).max();
        let months = months.unwrap_or(0);
        let values = |run: &Run| -> Vec<Lanes> {
            let of = |series: &Series| {
                let months = run.record.of(*series);
                self.years.iter().map(move |(_, month)| months[*month])
            };
            series.iter().flat_map(of).collect()
        };
        let mut game = Game::new(model.acting(), options.relax, |relax| {
            values(&scene.run(&Want::part(relax, months, &series)))
        });
        let mut others = Vec::new();
        if self.delivers() {
            let all = [&series[..], &[Series::OthersH100e]].concat();
            let run = scene.run(&Want::part(options.relax, months, &all));
            game.learn(values(&run));
            let alone = Want::part(options.relax, months, &[Series::OthersH100e]).idle();
            let runs = [run, scene.run(&alone)];
            let at = |month: usize| {
                runs.each_ref()
                    .map(|r| r.record.of(Series::OthersH100e)[month])
            };
            others = self.years.iter().map(|(_, month)| at(*month)).collect();
        }
        OfEight {
            others,
            brought: game.lift(orders),
            plan: game.of(Relax::ALL).to_vec(),
            delivered: game.of(Relax::NONE).to_vec(),
        }
    }

    fn describe(&self, model: &Model, eights: &[OfEight], draws: u64) -> Why {
        let infos = series_info(model);
        let outcomes = self.outcomes.iter().enumerate().map(|(i, (name, series))| {
            let info = &infos[*series as usize];
            let mut of = CauseOf {
                unit: info.unit.to_owned(),
                label: info.label.clone(),
                plan: BTreeMap::new(),
                gap: BTreeMap::new(),
                parts: Cause::new(),
            };
            for (y, (year, _)) in self.years.iter().enumerate() {
                let at = i * self.years.len() + y;
                self.of_year((at, year), eights, draws, &mut of);
            }
            ((*name).to_owned(), of)
        });
        let outcomes: BTreeMap<String, CauseOf> = outcomes.collect();
        let headline = self.outcomes.first().map_or("", |(name, _)| *name);
        let gaps = outcomes.get(headline).map(|of| &of.gap);
        let is_missing = |(year, _): &&(String, usize)| {
            gaps.and_then(|gaps| gaps.get(year))
                .is_some_and(|gap| gap.mean > 0.0)
        };
        let year = self
            .years
            .iter()
            .find(is_missing)
            .map(|(year, _)| year.clone());
        let place = self
            .years
            .iter()
            .position(|(other, _)| Some(other) == year.as_ref());
        let alone = place.map_or_else(BTreeMap::new, |at| alone(at, eights, draws));
        let most = alone.iter().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
        let hint = most.filter(|(_, alone)| alone.mean > 0.0 && alone.is_distinct());
        Why {
            draws,
            outcome: headline.to_owned(),
            year,
            hint: hint.map(|(group, _)| group.clone()),
            alone,
            adds: match self.delivers() {
                true => self.adds(eights, draws),
                false => BTreeMap::new(),
            },
            outcomes,
        }
    }

    /// Whether compute is what is split, in the first place.
    fn delivers(&self) -> bool {
        self.outcomes.first() == Some(&DELIVERED[0])
    }

    /// What the world has more at the ends of the years, in the same futures.
    fn adds(&self, eights: &[OfEight], draws: u64) -> BTreeMap<String, Adds> {
        let of = |(y, (year, _)): (usize, &(String, usize))| {
            let over = |take: &dyn Fn(Lanes, [Lanes; 2]) -> Lanes| {
                let of = |eight: &OfEight| take(eight.delivered[y], eight.others[y]);
                estimate(&values(eights, draws, |eight| Some(of(eight))))
            };
            let adds = Adds {
                delivered: over(&|own, _| own),
                displaced: over(&|_, [with, without]| without - with),
                net: over(&|own, [with, without]| own + with - without),
            };
            (year.clone(), adds)
        };
        self.years.iter().enumerate().map(of).collect()
    }

    fn of_year(&self, (at, year): (usize, &str), eights: &[OfEight], draws: u64, of: &mut CauseOf) {
        let over =
            |take: &dyn Fn(&OfEight) -> Lanes| values(eights, draws, |eight| Some(take(eight)));
        let plan = estimate(&over(&|eight| eight.plan[at]));
        let gap = estimate(&over(&|eight| eight.plan[at] - eight.delivered[at]));
        let cluster: Vec<u64> = (0..draws).map(|draw| draw / LANES as u64).collect();
        for group in ALL_GROUPS {
            let values = over(&|eight| eight.brought[at].parts[group as usize]);
            let estimate = estimate_in_clusters(&values, &cluster);
            let part = CausePart {
                part: estimate.mean,
                standard_error: estimate.standard_error,
                share: match gap.mean == 0.0 {
                    true => f64::NAN,
                    false => estimate.mean / gap.mean,
                },
            };
            let years = of.parts.entry(group.name().to_owned()).or_default();
            years.insert(year.to_owned(), part);
        }
        of.plan.insert(year.to_owned(), plan);
        of.gap.insert(year.to_owned(), gap);
    }
}

/// One number for each draw that counts.
fn values(eights: &[OfEight], draws: u64, take: impl Fn(&OfEight) -> Option<Lanes>) -> Vec<f64> {
    let lanes = (0..)
        .step_by(LANES)
        .map(|first| (draws - first).min(LANES as u64) as usize);
    let of =
        |(eight, lanes): (&OfEight, usize)| take(eight).map(|values| values.0[..lanes].to_vec());
    eights.iter().zip(lanes).filter_map(of).flatten().collect()
}

/// What lifting each group alone adds, in the draws in which it was lifted first.
fn alone(at: usize, eights: &[OfEight], draws: u64) -> BTreeMap<String, Estimate> {
    let of = |&group: &Group| {
        let added = values(eights, draws, |eight| {
            eight.brought[at].alone[group as usize]
        });
        (group.name().to_owned(), estimate(&added))
    };
    ALL_GROUPS.iter().map(of).collect()
}

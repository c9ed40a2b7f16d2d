//! The chain of a project (model §2) on its own: when it first produces, if nothing is short.
//!
//! Permit, building, installation and qualification take their usual time, all stretched by one
//! factor. The chain is run in steps of a twelfth of a month: in steps of a month, as the engine has
//! them, each stage is rounded up, which would add a month or two. Times of installation and qualification are those of the world, the time from the ground
//! to production is the region's record, and the permit takes [`PERMIT_MONTHS`].

use fabcast_model::flows::{Kind, TOOLED};
use fabcast_model::inputs::Leaf;
use fabcast_model::projects::planned::{PlannedChain, PlannedState};
use fabcast_scenario::Scenario;

use super::record::REGIONS;
use crate::data;

/// World from which the kinds' installation and qualification come.
const WORLD: &str = "2024-02";

/// From an announcement to the ground, in every region \[months\]. Assumption: design, land and
/// permits take most of a year; regional times were published too late for most of the record.
pub const PERMIT_MONTHS: f64 = 10.0;

/// Steps a month.
const STEPS: f64 = 12.0;
/// Longest forecast \[steps\].
const LONGEST: usize = 6_000;

/// The usual chains, by region and kind.
#[derive(Clone, Debug)]
pub struct Chains {
    by_region: Vec<[PlannedChain; TOOLED.len()]>,
    nominal: Vec<[[f64; 2]; TOOLED.len()]>,
}

impl Chains {
    /// Reads the world and the regions' records of building times.
    ///
    /// # Panics
    /// When the embedded world cannot be read.
    pub fn embedded() -> Chains {
        let world = crate::docs::alone(WORLD);
        let world = world.unwrap_or_else(|errors| panic!("the embedded world: {errors}"));
        let kinds = TOOLED.map(|kind| kind_chain(&world, kind));
        let by_region: Vec<[PlannedChain; TOOLED.len()]> = REGIONS
            .iter()
            .map(|(region, _, _)| {
                let build = build_months(&kinds[Kind::Fab as usize], start_to_production(region));
                kinds.map(|chain| PlannedChain { build, ..chain })
            })
            .collect();
        let mut chains = Chains {
            nominal: Vec::new(),
            by_region,
        };
        chains.nominal = (0..REGIONS.len())
            .map(|region| {
                TOOLED.map(|kind| {
                    [false, true].map(|permits| chains.first_production(region, kind, permits, 1.0))
                })
            })
            .collect();
        chains
    }

    /// Months from the announcement (with `permits`) or the ground to the first production, with
    /// every stage `stretch` times as long as usual.
    ///
    /// Stages follow each other, so this is `stretch` times the usual, up to the steps; forecasts
    /// take it from there.
    pub fn first_production(&self, region: usize, kind: Kind, permits: bool, stretch: f64) -> f64 {
        let usual = &self.by_region[region][kind as usize];
        first_production(&PlannedChain {
            permit: if permits { usual.permit * stretch } else { 0.0 },
            build: usual.build * stretch,
            install: usual.install * stretch,
            qualify: usual.qualify * stretch,
            ..*usual
        })
    }

    /// The same with the usual stages.
    pub fn nominal(&self, region: usize, kind: Kind, permits: bool) -> f64 {
        self.nominal[region][kind as usize][usize::from(permits)]
    }
}

/// Months until a chain first produces. A stage takes a step at least and begins with the step after
/// the one before; these steps are no part of the time.
pub(super) fn first_production(chain: &PlannedChain) -> f64 {
    let in_steps = |months: f64| (months * STEPS).max(1.0);
    let fine = PlannedChain {
        permit: in_steps(chain.permit),
        build: in_steps(chain.build),
        install: in_steps(chain.install),
        qualify: in_steps(chain.qualify),
        ramp: in_steps(chain.ramp),
        ..*chain
    };
    let mut state = PlannedState::NONE;
    let step = (0..LONGEST)
        .find(|&step| {
            state = state.next(&fine, step);
            state.ramp > 0.0
        })
        .unwrap_or(LONGEST);
    let lost = if chain.permit > 0.0 { 2.0 } else { 3.0 };
    (step as f64 - lost) / STEPS
}

/// Months from the ground to production in a region's record.
fn start_to_production(region: &str) -> f64 {
    let row = data::row(&format!("build.fab.days.{region}"));
    let days = row.and_then(|row| row.central.parse::<f64>().ok());
    days.expect("a row of capital.csv for each region") / DAYS_PER_MONTH
}

const DAYS_PER_MONTH: f64 = 365.25 / 12.0;

/// Building time with which a chain takes so many months from the ground to production.
fn build_months(kind: &PlannedChain, months: f64) -> f64 {
    let (mut low, mut high) = (1.0, 120.0);
    while high - low > 0.01 {
        let build = (low + high) / 2.0;
        let chain = PlannedChain {
            permit: 0.0,
            build,
            ..*kind
        };
        if first_production(&chain) < months {
            low = build;
        } else {
            high = build;
        }
    }
    high
}

fn kind_chain(world: &Scenario, kind: Kind) -> PlannedChain {
    let centre = |leaf: &str| {
        let path = format!("kind.{}.{leaf}", kind.name());
        match world.inputs.leaves.get(&path) {
            Some(Leaf::Quantity(distribution)) => distribution.centre(),
            Some(Leaf::Spread { median, .. }) => *median,
            _ => unreachable!("the world describes every kind"),
        }
    };
    PlannedChain {
        capacity: 1.0,
        start: 0,
        permit: PERMIT_MONTHS,
        ground: None,
        build: 1.0,
        campus: None,
        install: centre("install"),
        qualify: centre("qualify"),
        ramp: centre("ramp"),
        install_from: centre("install_from"),
        qualify_from: centre("qualify_from"),
    }
}

//! The design of Sobol' points: which parameter takes which dimension.

use fabcast_model::lanes::{Draws, LANES};
use fabcast_model::model::Model;
use fabcast_model::parameters::Parameter;
use fabcast_model::uncertainty::{philox4x32, uniform_lanes};

use super::below_one;
use crate::sobol::{BITS, Directions, directions, point, scrambled};

/// Dimensions of a draw; further parameters take ordinary random numbers.
const MOST: usize = 1_024;

/// What gets the first dimensions, whose points are spread best even when they are few: what moves
/// the outcomes of the default scenario most. Twelve of them are so by rank correlation in 8,000
/// draws, the others by judgement. Then come the other parameters, shared latent factors, and those
/// of single projects.
const FIRST: [&str; 22] = [
    "capital.investor.lenders.commitment",
    "market.share_max",
    "accelerator.growth_h100e",
    "accelerator.growth_per_wafer",
    "kind.datacentre.unit_cost",
    "accelerator.growth_power",
    "capital.investor.cloud.commitment",
    "market.power.additions_max",
    "talent.us.trades.inflow",
    "cost.escalation",
    "latent.duration.world",
    "deploy.utilisation",
    "capital.investor.gulf.commitment",
    "deploy.life",
    "deploy.server_cost",
    "clock.algorithms",
    "kind.fab.unit_cost",
    "latent.duration.region.us",
    "latent.duration.region.taiwan",
    "finance.energy",
    "finance.discount",
    "latent.approval.gulf",
];

/// Dimensions of the parameters of a scenario.
#[derive(Debug)]
pub struct Sobol {
    /// Dimension of each parameter, in the order of the random vector; none for a constant or
    /// where the table ends.
    dimensions: Vec<(u64, usize)>,
    directions: Vec<Directions>,
}

impl Sobol {
    /// Gives each uncertain parameter a dimension.
    pub fn new(model: &Model) -> Sobol {
        let rank = |path: &str| match FIRST.iter().position(|first| *first == path) {
            Some(position) => position,
            None if path.starts_with("latent.") && path.contains(".project.") => FIRST.len() + 2,
            None if path.starts_with("latent.") => FIRST.len() + 1,
            None => FIRST.len(),
        };
        let list = model.parameters.list().iter();
        let mut uncertain: Vec<&Parameter> =
            list.filter(|p| !p.distribution.is_constant()).collect();
        uncertain.sort_by(|a, b| (rank(&a.path), &a.path).cmp(&(rank(&b.path), &b.path)));
        uncertain.truncate(MOST);
        let directions = directions(uncertain.len());
        let names = uncertain.into_iter().map(Parameter::hash);
        let mut dimensions: Vec<(u64, usize)> = names.zip(0..).collect();
        dimensions.sort_unstable();
        Sobol {
            dimensions,
            directions,
        }
    }

    /// Indices of the points of draws `first` to `first + 7`.
    pub fn indices(&self, first: u64) -> [u32; LANES] {
        std::array::from_fn(|lane| (first + lane as u64) as u32)
    }

    /// Uniforms of a parameter at some points; independent ones where the dimensions end.
    pub fn uniform(
        &self,
        indices: &[u32; LANES],
        seed: u64,
        first: u64,
        parameter: &Parameter,
    ) -> Draws {
        // The bits below the 32 of a point are random.
        let below = uniform_lanes(seed, first, parameter.hash());
        let found = self
            .dimensions
            .binary_search_by_key(&parameter.hash(), |(name, _)| *name);
        let Ok(found) = found else {
            return below.0;
        };
        let directions = &self.directions[self.dimensions[found].1];
        let name = parameter.hash();
        let key = [seed as u32, (seed >> 32) as u32];
        let counter = [0, 1 << 30, name as u32, (name >> 32) as u32];
        let [scramble, ..] = philox4x32(key, counter);
        let mut uniform = [0.0; LANES];
        for (lane, &index) in indices.iter().enumerate() {
            let point = scrambled(point(directions, index), scramble);
            uniform[lane] = below_one((f64::from(point) + below.0[lane]) / (1_u64 << BITS) as f64);
        }
        uniform
    }
}

//! How long a typical project takes in a region: the median project's luck, and the region's own.

use crate::lanes::{Lanes, ONE, ZERO};
use crate::math;
use crate::parameters::Values;

use super::{Conditions, Projects};

/// Lengths of time of a typical project.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Typical {
    /// Index of the region.
    pub region: usize,
    /// Whether it is a campus; otherwise a plant.
    pub is_campus: bool,
    /// Permit and construction \[months\], without what a cost overrun adds.
    pub build: Lanes,
    /// Wait for the grid \[months\]; none for plants.
    pub grid: Option<Lanes>,
}

impl Projects {
    /// The typical project of every region and kind of site (model §0 and §2): the median at
    /// `z = √ρ_g·G + √ρ_r·R_region`, a project's own luck left out.
    pub fn typical(&self, values: &Values) -> Vec<Typical> {
        let (global, region_share) = (
            values[self.uncertainty.global_share],
            values[self.uncertainty.region_share],
        );
        let sd = values[self.uncertainty.duration_sd];
        let mut all = Vec::new();
        for (region, sites) in self.sites.iter().enumerate() {
            let z = |family: usize| {
                global.sqrt() * values[self.world_latent[family]]
                    + region_share.sqrt() * values[self.region_latent[region][family]]
            };
            for (position, site) in sites.iter().enumerate() {
                let Some(Conditions { site, grid }) = site else {
                    continue;
                };
                let realised = |spread: super::Spread, family: usize| {
                    let [below, above] = spread.sd.map_or([sd; 2], |sides| sides.map(Lanes::splat));
                    let z = z(family);
                    (spread.median * math::exp(z.ge(ZERO).select(above, below) * z)).max(ONE)
                };
                all.push(Typical {
                    region,
                    is_campus: position == 1,
                    build: realised(site.permit, 0) + realised(site.build, 0),
                    grid: grid.as_ref().map(|grid| realised(grid.connection, 2)),
                });
            }
        }
        all
    }
}

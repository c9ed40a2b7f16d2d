//! How long a typical project takes in a region: the median project's luck, and the region's own.

use crate::lanes::{Lanes, ONE};
use crate::parameters::Values;
use crate::reader::Spread;

use super::campus::realised;
use super::{Conditions, Projects};

/// Lengths of time of a typical project.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Typical {
    /// Index of the region.
    pub region: usize,
    /// Whether it is a campus; otherwise a plant.
    pub is_campus: bool,
    /// Permit and construction, of a campus to its first block \[months\], without what a cost overrun adds.
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
        let sds = [
            self.uncertainty.duration_sd,
            self.uncertainty.campus_duration_sd,
        ];
        let mut all = Vec::new();
        for (region, sites) in self.sites.iter().enumerate() {
            let z = |family: usize| {
                global.sqrt() * values[self.world_latent[family]]
                    + region_share.sqrt() * values[self.region_latent[region][family]]
            };
            for (position, site) in sites.iter().enumerate() {
                let Some(Conditions { site, power }) = site else {
                    continue;
                };
                let sd = values[sds[position]];
                let length =
                    |spread: Spread, family: usize| realised(spread, sd, z(family)).max(ONE);
                all.push(Typical {
                    region,
                    is_campus: position == 1,
                    build: length(site.permit, 0) + length(site.build, 0),
                    grid: power.as_ref().map(|power| length(power.grid, 2)),
                });
            }
        }
        all
    }
}

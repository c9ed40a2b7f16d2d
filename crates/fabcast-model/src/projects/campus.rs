//! Campuses of data centres (model §2): halls come block by block, power from two sources.
//!
//! ```text
//! start ─> permit ─> first block ─> more halls, a pace a month ─┐
//!            D0          D1                                     ├─> A = inst ≤ min(halls, power)
//!              └──────> own generation, first service, grid ────┘
//!                           D_own          D_g1        D_grid
//! ```

use super::{Progress, Project, Projects};
use crate::declare::parameters;
use crate::flows::NEAR;
use crate::lanes::{Lanes, ONE, Set, ZERO, part};
use crate::math;
use crate::parameters::{ParamId, Parameters, Values};
use crate::reader::Spread;
use crate::relax::{Group, Relax};

/// Kinds of ground that a campus stands on.
pub(super) const SITES: [&str; 3] = ["greenfield", "conversion", "expansion"];

/// Size above which a campus is built by more than one crew \[GW\].
const ONE_CREW: f64 = 2.0;
/// Most of the work on all halls that is under way when the first block stands.
const AT_FIRST_BLOCK: f64 = 0.9;

parameters! {
    /// How campuses grow.
    pub struct CampusParameters {
        first_block: Spread = spread("kind.datacentre.first_block", "GW", 2, "K1", "halls of the first block").within(1e-6, 1e6).constant();
        pace: Spread = spread("kind.datacentre.pace", "GW/month", 2, "r", "halls handed over a month after the first block, by a campus of at most 2 GW").within(1e-6, 1e6).constant();
        pace_planned: f64 = q("kind.datacentre.pace_planned", "GW/month", 2, "r", "the same, as the plan promises").within(1e-6, 1e6).constant();
        pace_scale: ParamId = q("kind.datacentre.pace_scale", "1", 2, "γ", "power with which the pace grows with the size of a campus above 2 GW").within(0.0, 2.0).constant();
        catch_up: ParamId = q("kind.datacentre.catch_up", "1", 2, "χ", "most that is fitted out a month, over the pace of halls, where halls have waited for power").within(1.0, 1000.0).constant();
        own_share: ParamId = share("kind.datacentre.own_share", 2, "own", "generation of its own over the capacity of a campus").constant();
        own_pace: ParamId = q("kind.datacentre.own_pace", "GW/month", 2, "r_own", "own generation that starts a month").constant();
        service_share: ParamId = share("kind.datacentre.service_share", 2, "g1", "first service of the grid over the capacity of a campus").constant();
        pub(super) site_build: [ParamId; 2] = q("kind.datacentre.{conversion,expansion}.build", "1", 2, "ς", "time to the first block over that of a greenfield site").within(0.01, 10.0).constant();
        site_own: [ParamId; 2] = q("kind.datacentre.{conversion,expansion}.own", "1", 2, "ς_own", "wait for own generation over that of a greenfield site").within(0.01, 10.0).constant();
    }
}

parameters! {
    /// How long a campus waits for power in a region.
    pub struct Power {
        own: Spread = spread("region.*.datacentre.own", "month", 2, "D_own", "from the permit to the first own generation").within(1.0, 600.0).absent();
        own_planned: f64 = q("region.*.datacentre.own_planned", "month", 2, "D_own", "the same, as the plan promises").within(1.0, 600.0).absent();
        service: Spread = spread("region.*.datacentre.service", "month", 2, "D_g1", "from the permit to the first service of the grid").within(1.0, 600.0).absent();
        service_planned: f64 = q("region.*.datacentre.service_planned", "month", 2, "D_g1", "the same, as the plan promises").within(1.0, 600.0).absent();
        pub(super) grid: Spread = spread("region.*.datacentre.grid", "month", 2, "D_grid", "from the permit to the grid connection for all of it").within(1.0, 600.0).absent();
        grid_planned: f64 = q("region.*.datacentre.grid_planned", "month", 2, "D_grid", "the same, as the plan promises").within(1.0, 600.0).absent();
    }
}

/// What a campus grows by, in plain numbers: as the plan promises it, or in one draw.
#[derive(Clone, Copy, Debug)]
pub struct PlannedCampus {
    /// `K1`, at most `K` \[GW\].
    pub first_block: f64,
    /// `r`, the campus's own \[GW a month\].
    pub pace: f64,
    /// `χ·r`: most that is fitted out a month \[GW\].
    pub fastest: f64,
    /// `own·K` \[GW\].
    pub own: f64,
    /// Own generation that starts a month \[GW\].
    pub own_pace: f64,
    /// `D_own` \[months\].
    pub own_from: f64,
    /// `g1·K` \[GW\].
    pub service: f64,
    /// `D_g1` \[months\].
    pub service_from: f64,
    /// `D_grid` \[months\].
    pub grid: f64,
}

impl PlannedCampus {
    /// Power at hand `e` in month `t`, if the permit was there in month `permitted` \[GW\].
    pub(super) fn power(&self, capacity: f64, t: f64, permitted: f64) -> f64 {
        let since = t - permitted;
        if since >= self.grid - NEAR {
            return capacity;
        }
        let own = (self.own_pace * (since - self.own_from).max(0.0)).min(self.own);
        let service = if since >= self.service_from - NEAR {
            self.service
        } else {
            0.0
        };
        (own + service).min(capacity)
    }

    /// `α`: work done when the first block stands, over all the work on a campus that takes `build` months to
    /// it; and the rest of the work, over all of it, for a gigawatt of the other halls.
    pub(super) fn work(&self, capacity: f64, build: f64) -> [f64; 2] {
        let rest = capacity - self.first_block;
        let done = f64::min(
            self.first_block + self.pace * build / 2.0,
            self.first_block + AT_FIRST_BLOCK * rest,
        );
        let after = if rest > 0.0 {
            (capacity - done) / rest / capacity
        } else {
            0.0
        };
        [done / capacity, after]
    }
}

/// A campus in a run.
#[derive(Clone, Debug)]
pub struct CampusTerm {
    first_block: Lanes,
    /// `r` \[GW a month\].
    pub(super) pace: Lanes,
    fastest: Lanes,
    own: Lanes,
    own_pace: Lanes,
    own_from: Lanes,
    service: Lanes,
    service_from: Lanes,
    grid: Lanes,
    /// `α`: share of the building cost paid with the first block.
    pub(super) at_first_block: Lanes,
    /// Building cost of a gigawatt of the other halls, before escalation [10⁹ USD].
    pub(super) hall_cost: Lanes,
    /// Work of building trades until the first block stands, and after it at full pace [GW a year].
    pub(super) work: [Lanes; 2],
    /// Planned over actual months of a gigawatt of halls.
    pub(super) slower: Lanes,
}

/// What a project needs of the durations that all kinds share.
pub(super) struct Shared {
    /// Months to the first block.
    pub build: Lanes,
    /// Building cost without overspending on the permit [10⁹ USD].
    pub building: Lanes,
    pub duration_sd: Lanes,
}

impl Projects {
    /// What the plan promises of a campus.
    pub(super) fn planned_campus(
        campus: &CampusParameters,
        power: &Power,
        parameters: &Parameters,
        capacity: f64,
        site: usize,
    ) -> PlannedCampus {
        let centre = |id| parameters.centre(id);
        let size = f64::max(1.0, capacity / ONE_CREW);
        let pace = campus.pace_planned * math::scalar::pow(size, centre(campus.pace_scale));
        PlannedCampus {
            first_block: f64::min(campus.first_block.median, capacity),
            pace,
            fastest: centre(campus.catch_up) * pace,
            own: centre(campus.own_share) * capacity,
            own_pace: centre(campus.own_pace),
            own_from: site_factor(&campus.site_own, site)
                .map_or(power.own_planned, |id| power.own_planned * centre(id)),
            service: centre(campus.service_share) * capacity,
            service_from: power.service_planned,
            grid: power.grid_planned,
        }
    }

    /// A campus in a run: halls as planned with `facilities` lifted, power with `power`.
    pub(super) fn campus_term(
        &self,
        project: &Project,
        power: &Power,
        values: &Values,
        relax: Relax,
        shared: &Shared,
    ) -> CampusTerm {
        let promised = project.chain.campus.as_ref().expect("a campus");
        let campus = &self.campuses;
        let k = project.capacity;
        let splat = Lanes::splat;
        let (first_block, pace, fastest) = if relax.lifts(Group::Facilities) {
            (
                splat(promised.first_block),
                splat(promised.pace),
                splat(promised.fastest),
            )
        } else {
            let z = self.latent(project, 3, values);
            let size = splat(f64::max(1.0, k / ONE_CREW));
            let pace = realised(campus.pace, ZERO, z) * math::pow(size, values[campus.pace_scale]);
            let first_block = realised(campus.first_block, ZERO, z).min(splat(k));
            (first_block, pace, values[campus.catch_up] * pace)
        };
        let rest = k - first_block;
        let done =
            (first_block + pace * shared.build / 2.0).min(first_block + AT_FIRST_BLOCK * rest);
        let per_hall = part(k - done, rest);
        let halls = CampusTerm {
            at_first_block: done * (1.0 / k),
            hall_cost: shared.building * per_hall * (1.0 / k),
            work: [12.0 * done / shared.build, 12.0 * per_hall * pace],
            slower: pace / promised.pace,
            first_block,
            pace,
            fastest,
            own: splat(promised.own),
            own_pace: splat(promised.own_pace),
            own_from: splat(promised.own_from),
            service: splat(promised.service),
            service_from: splat(promised.service_from),
            grid: splat(promised.grid),
        };
        if relax.lifts(Group::Power) {
            return halls;
        }
        let sd = shared.duration_sd;
        let own_from = realised(power.own, sd, self.latent(project, 4, values));
        let factor = site_factor(&campus.site_own, project.site).map_or(ONE, |id| values[id]);
        let z = self.latent(project, 2, values);
        CampusTerm {
            own: values[campus.own_share] * k,
            own_pace: values[campus.own_pace],
            own_from: (own_from * factor).max(ONE),
            service: values[campus.service_share] * k,
            service_from: realised(power.service, sd, z).max(ONE),
            grid: realised(power.grid, sd, z).max(ONE),
            ..halls
        }
    }
}

/// `ς` of a site that is not a greenfield.
pub(super) fn site_factor(factors: &[ParamId; 2], site: usize) -> Option<ParamId> {
    site.checked_sub(1).map(|other| factors[other])
}

/// `median·exp(s·z)`, each side of the median with its own `s`.
pub(super) fn realised(spread: Spread, sd: Lanes, z: Lanes) -> Lanes {
    let [below, above] = spread.sd.map_or([sd; 2], |sides| sides.map(Lanes::splat));
    spread.median * math::exp(z.ge(ZERO).select(above, below) * z)
}

impl CampusTerm {
    /// Power at hand `e` in month `t` \[GW\].
    #[inline(always)]
    pub(super) fn power(&self, capacity: f64, t: f64, permitted_in: Lanes) -> Lanes {
        let since = t - permitted_in;
        let own = (self.own_pace * (since - self.own_from).positive()).min(self.own);
        let service = since.ge(self.service_from - NEAR).of(self.service);
        let k = Lanes::splat(capacity);
        since.ge(self.grid - NEAR).select(k, (own + service).min(k))
    }

    /// `w = min(χ·r, (min(h°, e) - inst)⁺)`: what can be fitted out, with the halls and power of the month.
    #[inline(always)]
    pub(super) fn room(&self, here: &Progress, halls: Lanes) -> Lanes {
        self.fastest
            .min((halls.min(here.power) - here.installed).positive())
    }

    /// `h°`: the first block where it stands by now, and more at `work` of the pace where it stood last month.
    #[inline(always)]
    pub(super) fn halls(
        &self,
        capacity: f64,
        last: &Progress,
        stood: Set,
        stands: Set,
        work: Lanes,
    ) -> Lanes {
        let more = super::capped(
            last.halls + stood.of(self.pace * work),
            Lanes::splat(capacity),
        );
        (stands & !stood).select(self.first_block, more)
    }
}

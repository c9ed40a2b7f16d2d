//! What binds (model §14): the vote of the projects behind their plan, and the station that
//! holds the least. What differs by less than [`NEAR`] is a tie, or rounding would decide it.

use crate::flows::NEAR;
use crate::lanes::{LANES, Lanes, Mask, ONE, ZERO};
use crate::relax::{Group, N_GROUPS};

/// This month's factor of each group on one project; 1 holds nothing back.
#[derive(Clone, Copy, Debug)]
pub struct Factors {
    of: [Lanes; N_GROUPS],
    /// Groups that may hold it back in some lane, a bit for each.
    holding: u16,
}

impl Factors {
    /// Nothing holds the project back.
    pub const FREE: Factors = Factors {
        of: [ONE; N_GROUPS],
        holding: 0,
    };

    /// A group limits the project where `applies`.
    #[inline(always)]
    pub fn limit(&mut self, group: Group, applies: Mask, factor: Lanes) {
        let slot = &mut self.of[group as usize];
        *slot = applies.select(slot.min(factor), *slot);
        self.holding |= 1 << group as u16;
    }

    /// Positions of the groups that may hold it back in some lane.
    #[inline(always)]
    fn holding(&self) -> impl Iterator<Item = usize> {
        (0..N_GROUPS).filter(|group| self.holding >> group & 1 == 1)
    }

    /// Position of the group that holds a lane back most, [`N_GROUPS`] for none; ties as in a vote.
    pub fn least(&self, lane: usize) -> u8 {
        let of = |group: usize| self.of[group].0[lane];
        let least = (0..N_GROUPS).fold(1.0, |least, group| f64::min(least, of(group)));
        let first = (0..N_GROUPS).find(|&group| of(group) <= least + NEAR);
        first.filter(|_| least < 1.0 - NEAR).unwrap_or(N_GROUPS) as u8
    }
}

/// Votes by kind of project and group, weighted by capacity behind plan.
#[derive(Clone, Copy, Debug)]
pub struct Ballot([[Lanes; N_GROUPS]; 4]);

/// The four stations of production and deployment; their order is that of the kinds.
#[derive(Clone, Copy, Debug)]
pub struct Stations {
    /// GW of accelerators a month that each could support: logic, memory, packaging, power.
    pub flows: [Lanes; 4],
}

impl Stations {
    /// Position of the station with the least flow in a lane; the first of equals.
    pub fn least(&self, lane: usize) -> usize {
        let flow = |station: usize| self.flows[station].0[lane];
        let least = (1..4).fold(flow(0), |least, s| least.min(flow(s)));
        let equal = least + NEAR * (1.0 + least);
        (0..3).find(|&s| flow(s) <= equal).unwrap_or(3)
    }
}

/// Group blamed when nobody votes: logic, memory, packaging, power.
const DEFAULT: [Group; 4] = [
    Group::Yield,
    Group::Packaging,
    Group::Packaging,
    Group::Power,
];

impl Ballot {
    /// No votes.
    pub const EMPTY: Ballot = Ballot([[ZERO; N_GROUPS]; 4]);

    /// A project votes for its smallest factor; ties go to the first in the list of groups, and
    /// with every factor at 1 it abstains.
    #[inline(always)]
    pub fn cast(&mut self, kind: usize, factors: &Factors, weight: Lanes) {
        let least = factors
            .holding()
            .fold(ONE, |least, group| least.min(factors.of[group]));
        let mut open = least.lt(Lanes::splat(1.0 - NEAR));
        for group in factors.holding() {
            let chosen = open & factors.of[group].le(least + NEAR);
            self.0[kind][group] += chosen.of(weight);
            open = open & !chosen;
        }
    }

    /// The binding group of each lane: its position in the list, or [`N_GROUPS`] for none.
    pub fn binding(&self, stations: &Stations, delivered: Lanes, plan: Lanes) -> [u8; LANES] {
        std::array::from_fn(|lane| {
            if delivered.0[lane] >= 0.999 * plan.0[lane] - NEAR {
                return N_GROUPS as u8;
            }
            let least = stations.least(lane);
            let votes = |group: usize| self.0[least][group].0[lane];
            let most = (0..N_GROUPS).fold(0.0, |most, g| f64::max(most, votes(g)));
            let group = if most > 0.0 {
                let equal = most * (1.0 - NEAR);
                (0..N_GROUPS).find(|&g| votes(g) >= equal).unwrap_or(0)
            } else {
                DEFAULT[least] as usize
            };
            group as u8
        })
    }
}

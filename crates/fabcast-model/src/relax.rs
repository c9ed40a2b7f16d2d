//! Constraint groups (model §14) and which of them a run lifts.

use crate::flows::Kind;
use crate::parameter::GROUPS;

/// A group of limits that can be lifted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Money: closings, draw limits, gearing, the starting rule.
    Capital,
    /// Permits, building and overruns; how long halls take to equip.
    Facilities,
    /// Tools.
    Equipment,
    /// People and operator teams.
    Talent,
    /// Defects and lines of wafers; how long logic fabs take to equip.
    Yield,
    /// Merchants, assembly; how long packaging and memory plants take to equip.
    Packaging,
    /// The wait for the grid.
    Power,
    /// Events and approvals.
    Geopolitics,
    /// Sponsors that wait, and give up.
    Sponsor,
}

/// Every group, in the model document's order.
pub const ALL_GROUPS: [Group; GROUPS.len()] = [
    Group::Capital,
    Group::Facilities,
    Group::Equipment,
    Group::Talent,
    Group::Yield,
    Group::Packaging,
    Group::Power,
    Group::Geopolitics,
    Group::Sponsor,
];

impl Group {
    /// Name in scenarios and results.
    pub fn name(self) -> &'static str {
        GROUPS[self as usize]
    }

    /// The group that lifts installation, qualification and ramp of a kind.
    pub fn of_equipping(kind: Kind) -> Group {
        match kind {
            Kind::Fab => Group::Yield,
            Kind::Hbm | Kind::Packaging => Group::Packaging,
            Kind::Datacentre => Group::Facilities,
        }
    }

    /// The group that lifts how far plants of a kind are used.
    pub fn of_running(kind: Kind) -> Group {
        match kind.makes_wafers() {
            true => Group::Yield,
            false => Group::of_equipping(kind),
        }
    }

    /// Group of a name.
    pub fn from_name(name: &str) -> Option<Group> {
        ALL_GROUPS.into_iter().find(|group| group.name() == name)
    }
}

/// Number of groups.
pub const N_GROUPS: usize = ALL_GROUPS.len();

/// A set of groups, as a rule those that a run lifts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relax(u16);

impl Relax {
    /// Every limit holds.
    pub const NONE: Relax = Relax(0);
    /// Every limit is lifted: the plan.
    pub const ALL: Relax = Relax((1 << N_GROUPS) - 1);

    /// The same with one more group lifted.
    pub const fn with(self, group: Group) -> Relax {
        Relax(self.0 | 1 << group as u16)
    }

    /// The groups whose bits are set; bit `g` is group `g` of [`ALL_GROUPS`].
    pub const fn from_bits(bits: u16) -> Relax {
        Relax(bits & Relax::ALL.0)
    }

    /// Groups of this set or of another.
    pub const fn or(self, other: Relax) -> Relax {
        Relax(self.0 | other.0)
    }

    /// Groups of this set that are in another too.
    pub const fn and(self, other: Relax) -> Relax {
        Relax(self.0 & other.0)
    }

    /// Groups of this set that are not in another.
    pub const fn without(self, other: Relax) -> Relax {
        Relax(self.0 & !other.0)
    }

    /// Whether a group is lifted.
    #[inline(always)]
    pub const fn lifts(self, group: Group) -> bool {
        self.0 >> group as u16 & 1 == 1
    }
}

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
}

/// Every group, in the model document's order.
pub const ALL_GROUPS: [Group; 8] = [
    Group::Capital,
    Group::Facilities,
    Group::Equipment,
    Group::Talent,
    Group::Yield,
    Group::Packaging,
    Group::Power,
    Group::Geopolitics,
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

/// The set of groups that a run lifts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relax(u8);

impl Relax {
    /// Every limit holds.
    pub const NONE: Relax = Relax(0);
    /// Every limit is lifted: the plan.
    pub const ALL: Relax = Relax(u8::MAX);

    /// The same with one more group lifted.
    pub fn with(self, group: Group) -> Relax {
        Relax(self.0 | 1 << group as u8)
    }

    /// The groups whose bits are set; bit `g` is group `g` of [`ALL_GROUPS`].
    pub const fn from_bits(bits: u8) -> Relax {
        Relax(bits)
    }

    /// Whether a group is lifted.
    #[inline(always)]
    pub fn lifts(self, group: Group) -> bool {
        self.0 >> group as u8 & 1 == 1
    }
}

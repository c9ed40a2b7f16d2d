//! What subsystems hand over to each other, and the constants that they share.
//!
//! This module stands below all subsystems: none of them needs to know another for it.

use crate::lanes::{Lanes, ONE, ZERO};
use crate::parameter::{CLASSES, KINDS, SKILLS};

/// A progress, a share or a sum of money within this of a threshold has reached it.
pub const NEAR: f64 = 1e-9;
/// Hours in a year.
pub const HOURS: f64 = 8766.0;
/// Months ahead that the plan keeps accelerators for its own halls.
pub const RESERVE_MONTHS: usize = 6;

/// Number of equipment classes.
pub const N_CLASSES: usize = CLASSES.len();
/// Number of skills.
pub const N_SKILLS: usize = SKILLS.len();
/// Position of the building trades among the skills.
pub const TRADES: usize = 0;
/// Position of the technicians.
pub const TECHNICIANS: usize = 1;
/// Position of the engineers.
pub const ENGINEERS: usize = 2;

/// Kinds of project, in the order of [`KINDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Logic wafers.
    Fab,
    /// High-bandwidth memory wafers.
    Hbm,
    /// Interposer wafers.
    Packaging,
    /// Gigawatts at the meter.
    Datacentre,
}

/// Every kind, in order.
pub const ALL_KINDS: [Kind; 4] = [Kind::Fab, Kind::Hbm, Kind::Packaging, Kind::Datacentre];
/// Kinds of project that need tools.
pub const TOOLED: [Kind; 3] = [Kind::Fab, Kind::Hbm, Kind::Packaging];

impl Kind {
    /// Name in scenarios.
    pub fn name(self) -> &'static str {
        KINDS[self as usize]
    }

    /// Unit of capacity.
    pub fn unit(self) -> &'static str {
        match self {
            Kind::Fab | Kind::Hbm => "kwspm",
            Kind::Packaging => "kwpm",
            Kind::Datacentre => "GW",
        }
    }

    /// Whether the plant starts wafers.
    pub fn makes_wafers(self) -> bool {
        matches!(self, Kind::Fab | Kind::Hbm)
    }

    /// Whether the plant is filled with tools that have to be ordered.
    pub fn has_tools(self) -> bool {
        self != Kind::Datacentre
    }
}

/// What has to be paid this month, in the order of service [10⁹ USD]: from all to capital.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// Bills: operating cost, tax, debt service, arrears.
    pub operate: Lanes,
    /// Servers and network of what is ready to deploy.
    pub equip: Lanes,
    /// Deposits on tools still to be ordered.
    pub order: Lanes,
    /// Balance due on tools offered.
    pub tools: Lanes,
    /// Building and installation of all projects.
    pub work: Lanes,
}

/// Shares `f` of the needs that are met this month: from capital to all.
#[derive(Clone, Copy, Debug)]
pub struct Funding {
    /// `f_operate`.
    pub operate: Lanes,
    /// `f_equip`.
    pub equip: Lanes,
    /// `f_order`.
    pub order: Lanes,
    /// `f_tools`: share of the balance due on tools offered.
    pub tools: Lanes,
    /// `f_work`: share of the work of all projects together.
    pub work: Lanes,
    /// The smaller of `f_order` and `f_tools`, without needs below a dollar: what holds tools back.
    pub tools_paid: Lanes,
    /// `D`: drawn from all investors [10⁹ USD].
    pub drawn: Lanes,
}

/// What the tools of a tooled kind may cost: from projects to equipment.
#[derive(Clone, Copy, Debug)]
pub struct ToolBudget {
    /// `c·(1-β)` [10⁹ USD per unit of capacity].
    pub budget: Lanes,
    /// Class of equipment that takes what is left of it.
    pub remainder: Option<usize>,
}

/// `u_{k,e}` by tooled kind and class, `None` where the kind needs none: from equipment to projects.
pub type ToolNeeds = [[Option<Lanes>; N_CLASSES]; TOOLED.len()];

/// What lines of wafers did this month: from wafers to packaging and finance.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    /// Wafers started \[thousand\].
    pub started: Lanes,
    /// Wafers that left the line, good or not \[thousand\].
    pub finished: Lanes,
    /// Good ones of them \[thousand\].
    pub out: Lanes,
    /// Good dies or stacks made \[units\].
    pub good: Lanes,
}

/// Accelerators as they are counted everywhere: units, million H100e, GW.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    /// Packages.
    pub units: Lanes,
    /// Million H100e.
    pub h100e: Lanes,
    /// GW at the meter.
    pub power: Lanes,
}

impl Amount {
    /// None.
    pub const NONE: Amount = Amount {
        units: ZERO,
        h100e: ZERO,
        power: ZERO,
    };

    /// A share of each.
    #[inline(always)]
    pub fn times(self, share: Lanes) -> Amount {
        Amount {
            units: self.units * share,
            h100e: self.h100e * share,
            power: self.power * share,
        }
    }

    /// What is left after taking a part out.
    #[inline(always)]
    pub fn less(self, other: Amount) -> Amount {
        Amount {
            units: (self.units - other.units).positive(),
            h100e: (self.h100e - other.h100e).positive(),
            power: (self.power - other.power).positive(),
        }
    }

    /// Both together.
    #[inline(always)]
    pub fn plus(self, other: Amount) -> Amount {
        Amount {
            units: self.units + other.units,
            h100e: self.h100e + other.h100e,
            power: self.power + other.power,
        }
    }
}

/// What the programme does on the market this month: from deployment and packaging to the market.
#[derive(Clone, Copy, Debug)]
pub struct Deals {
    /// Sold: million H100e, GW.
    pub sold: [Lanes; 2],
    /// Bought [million H100e].
    pub bought: Lanes,
    /// Shares of the limits of others' supply that its own production uses.
    pub used: [Lanes; 3],
}

/// The accelerator made this month, per package: from technology to packaging.
#[derive(Clone, Copy, Debug)]
pub struct Generation {
    /// `d`: dies, `aux` included.
    pub dies: Lanes,
    /// `s`: memory stacks.
    pub stacks: Lanes,
    /// `i`: packages per interposer wafer.
    pub per_wafer: Lanes,
    /// `F`: H100e.
    pub h100e: Lanes,
    /// `k`: kW at the meter.
    pub power: Lanes,
}

/// The outside world this month, before anybody reacts to it (model §8): from technology to the market.
#[derive(Clone, Copy, Debug)]
pub struct Outlook {
    /// `kw`: power per H100e of what the world buys [GW per million H100e].
    pub kw: Lanes,
    /// `c`: price of an H100e-hour that calls forth new supply [$].
    pub reference: Lanes,
    /// `D(y)` at the reference price, without events [million H100e].
    pub demand: Lanes,
    /// `D(y+ℓ)`, likewise.
    pub demand_ahead: Lanes,
    /// `Acap` at the reference price [GW a year].
    pub additions: Lanes,
    /// `(1+g_a)^y`.
    pub per_wafer: Lanes,
    /// Market value of a gigawatt of chips and network at the reference price [10⁹ USD].
    pub value: Lanes,
}

/// A month of the outside world: from technology to all.
#[derive(Clone, Copy, Debug)]
pub struct MonthAhead {
    /// The accelerator of the month.
    pub generation: Generation,
    /// The market's outlook.
    pub outlook: Outlook,
    /// `(1+e)^y`: real escalation of construction and tool cost.
    pub escalation: Lanes,
}

/// Whom a labour market hands out to the projects that do not run yet (model §4).
#[derive(Clone, Copy, Debug)]
pub struct AtHand {
    /// `s`: share of the posts that all fill, once those first in order have theirs.
    pub share: Lanes,
    /// People that are handed out in plan order \[FTE\].
    pub in_order: Lanes,
}

impl AtHand {
    /// All that are wanted.
    pub const ALL: AtHand = AtHand {
        share: ONE,
        in_order: ZERO,
    };
}

/// Something of every class of tools, by the kind of line that wants them, in the order of [`TOOLED`].
pub type ToolsOf = [[Lanes; N_CLASSES]; TOOLED.len()];

//! Conservation laws (model §15), checked from outside in every draw and month.
//!
//! The auditor keeps its own running totals of the month's flows and holds them against the
//! stocks that the simulation carries; it takes no part in the simulation.

use crate::flows::{Amount, N_CLASSES};
use crate::lanes::{LANES, Lanes, Mask, ZERO};

/// Flows of a month.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // each is named after its law
pub struct Flows {
    pub drawn: Lanes,
    pub revenue: Lanes,
    pub grants: Lanes,
    pub paid: Lanes,
    pub spent: Lanes,
    pub distributed: Lanes,
    /// Drawn from owners; what lenders gave is the rest of `drawn`.
    pub paid_in: Lanes,
    /// Operating cost incurred, interest and fees accrued, capital written off, tax after credits.
    pub cost: Lanes,
    pub interest: Lanes,
    pub written: Lanes,
    pub tax: Lanes,
    /// To owners and lenders: distributions without the sponsor's, interest and principal paid.
    pub to_investors: Lanes,
    pub ordered: [Lanes; N_CLASSES],
    pub accepted: [Lanes; N_CLASSES],
    pub installed: [Lanes; N_CLASSES],
    pub started: [Lanes; 2],
    pub finished: [Lanes; 2],
    /// Dies made; stacks made and bought.
    pub good: [Lanes; 2],
    pub used: [Lanes; 2],
    pub made: Amount,
    pub deployed: Amount,
    pub sold: Amount,
    /// Bought on the market by the programme: million H100e, GW.
    pub bought: [Lanes; 2],
    pub own_retired: [Lanes; 2],
    /// Bought by the rest of the world: million H100e, GW.
    pub purchases: [Lanes; 2],
    pub world_retired: [Lanes; 2],
    pub hired: Lanes,
    pub left: Lanes,
}

/// Stocks at the end of a month.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Balances {
    pub cash: Lanes,
    /// Book value of buildings, tools and servers.
    pub book: Lanes,
    /// Owed to lenders.
    pub debt: Lanes,
    /// Owed to suppliers and the tax office, arrears included.
    pub owed: Lanes,
    /// Received by all investors so far.
    pub received: Lanes,
    pub in_transit: [Lanes; N_CLASSES],
    pub backlog: [Lanes; N_CLASSES],
    pub store: [Lanes; N_CLASSES],
    pub in_process: [Lanes; 2],
    /// Dies, stacks.
    pub stock: [Lanes; 2],
    pub accelerators: Amount,
    pub own: [Lanes; 2],
    pub world: [Lanes; 2],
    pub employed: Lanes,
    /// Finished data centres and the programme's accelerators in them, before this month's
    /// projects were finished \[GW\].
    pub halls: [Lanes; 2],
    /// Others' AI power, and their accelerators \[GW\].
    pub world_power: [Lanes; 2],
    /// Sum of all progress of the plan, which never falls, and its largest value.
    pub progress: [Lanes; 2],
    /// The smallest of all stocks.
    pub least: Lanes,
}

/// A law that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// Name of the law.
    pub law: &'static str,
    /// Month.
    pub month: usize,
    /// Lane of the group of draws.
    pub lane: usize,
    /// Left side.
    pub left: f64,
    /// Right side.
    pub right: f64,
}

/// Running totals, and what they found.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    totals: Option<Flows>,
    start: Option<Balances>,
    progress: Option<Lanes>,
    /// Cash at the end of the month before.
    cash: Option<Lanes>,
    /// Every law broken, in the order found.
    pub violations: Vec<Violation>,
}

/// Relative difference that rounding over hundreds of months may leave.
const TOLERANCE: f64 = 1e-9;

impl Audit {
    /// Takes stock before the first month.
    pub fn open(&mut self, start: Balances) {
        self.start = Some(start);
        self.totals = None;
        self.cash = None;
    }

    /// Whether the auditor has taken stock.
    pub fn is_open(&self) -> bool {
        self.start.is_some()
    }

    /// Adds a month's flows and checks every law against the stocks at its end.
    pub fn check(&mut self, month: usize, flows: &Flows, end: &Balances) {
        let total = match &self.totals {
            None => *flows,
            Some(totals) => totals.plus(flows),
        };
        self.totals = Some(total);
        let Some(start) = self.start.clone() else {
            return;
        };
        let before = self.cash.replace(end.cash).unwrap_or(start.cash);
        let inflow = start.cash + total.drawn + total.revenue + total.grants;
        let outflow = total.paid + total.spent + total.distributed;
        self.equal("money", month, inflow, outflow + end.cash);
        let sources = before + flows.drawn + flows.revenue + flows.grants;
        let uses = flows.paid + flows.spent + flows.distributed;
        self.equal("sources and uses", month, sources, uses + end.cash);
        // What the owners put in and what was earned and left in, from the opening cash on.
        let earned = total.revenue - total.cost - total.interest - total.written - total.tax;
        let equity = start.cash + total.paid_in + total.grants + earned - total.distributed;
        let (assets, claims) = (end.cash + end.book, end.debt + end.owed + equity);
        // Revenue and cost of many years may leave little: rounding is that of what passed through.
        let passed = inflow.max(total.cost).max(assets);
        self.equal_of("balance sheet", month, assets, claims, passed);
        self.equal("received", month, total.to_investors, end.received);
        for e in 0..N_CLASSES {
            let held = end.in_transit[e] + end.backlog[e] + total.accepted[e];
            self.equal("tools ordered", month, total.ordered[e], held);
            let held = total.installed[e] + end.store[e];
            self.equal("tools delivered", month, total.accepted[e], held);
        }
        for line in 0..2 {
            let held = total.finished[line] + end.in_process[line];
            self.equal("wafers", month, total.started[line], held);
            let held = total.used[line] + end.stock[line];
            self.equal("dies and stacks", month, total.good[line], held);
        }
        let parts = |a: &Amount| [a.units, a.h100e, a.power];
        let (made, gone) = (parts(&total.made), parts(&total.deployed.plus(total.sold)));
        for (i, &stock) in parts(&end.accelerators).iter().enumerate() {
            self.equal("accelerators", month, made[i], gone[i] + stock);
        }
        let (own, sold) = (parts(&total.deployed), parts(&total.sold));
        for i in 0..2 {
            let came = own[i + 1] + total.bought[i];
            self.equal("own fleet", month, came, end.own[i] + total.own_retired[i]);
            let came = start.world[i] + total.purchases[i] + sold[i + 1];
            self.equal(
                "world's fleet",
                month,
                came,
                end.world[i] + total.world_retired[i],
            );
        }
        self.equal(
            "people",
            month,
            start.employed + total.hired,
            end.employed + total.left,
        );
        self.at_most(
            "accelerators within halls",
            month,
            end.halls[1],
            end.halls[0],
        );
        self.at_most(
            "accelerators within power",
            month,
            end.world_power[1],
            end.world_power[0],
        );
        self.at_most(
            "progress within 1",
            month,
            end.progress[1],
            Lanes::splat(1.0),
        );
        if let Some(before) = self.progress {
            self.at_most("progress never backwards", month, before, end.progress[0]);
        }
        self.progress = Some(end.progress[0]);
        self.at_most("nothing negative", month, ZERO, end.least);
    }

    fn equal(&mut self, law: &'static str, month: usize, left: Lanes, right: Lanes) {
        self.equal_of(law, month, left, right, ZERO);
    }

    /// Equal to a share of the sides themselves or of `scale`, whichever is more.
    fn equal_of(
        &mut self,
        law: &'static str,
        month: usize,
        left: Lanes,
        right: Lanes,
        scale: Lanes,
    ) {
        let scale = scale
            .max(left.abs())
            .max(right.abs())
            .max(Lanes::splat(1e-6));
        let broken = !(left - right).abs().le(scale * TOLERANCE);
        self.report(law, month, broken, left, right);
    }

    fn at_most(&mut self, law: &'static str, month: usize, left: Lanes, right: Lanes) {
        let scale = left.abs().max(right.abs()).max(Lanes::splat(1e-6));
        let broken = !(left - right).le(scale * TOLERANCE);
        self.report(law, month, broken, left, right);
    }

    fn report(&mut self, law: &'static str, month: usize, broken: Mask, left: Lanes, right: Lanes) {
        if broken.none() {
            return;
        }
        for lane in (0..LANES).filter(|&lane| broken.0[lane] != 0) {
            let (left, right) = (left.0[lane], right.0[lane]);
            self.violations.push(Violation {
                law,
                month,
                lane,
                left,
                right,
            });
        }
    }
}

impl Flows {
    fn plus(&self, other: &Flows) -> Flows {
        fn sum<const N: usize>(a: [Lanes; N], b: [Lanes; N]) -> [Lanes; N] {
            std::array::from_fn(|i| a[i] + b[i])
        }
        Flows {
            drawn: self.drawn + other.drawn,
            revenue: self.revenue + other.revenue,
            grants: self.grants + other.grants,
            paid: self.paid + other.paid,
            spent: self.spent + other.spent,
            distributed: self.distributed + other.distributed,
            paid_in: self.paid_in + other.paid_in,
            cost: self.cost + other.cost,
            interest: self.interest + other.interest,
            written: self.written + other.written,
            tax: self.tax + other.tax,
            to_investors: self.to_investors + other.to_investors,
            ordered: sum(self.ordered, other.ordered),
            accepted: sum(self.accepted, other.accepted),
            installed: sum(self.installed, other.installed),
            started: sum(self.started, other.started),
            finished: sum(self.finished, other.finished),
            good: sum(self.good, other.good),
            used: sum(self.used, other.used),
            made: self.made.plus(other.made),
            deployed: self.deployed.plus(other.deployed),
            sold: self.sold.plus(other.sold),
            bought: sum(self.bought, other.bought),
            own_retired: sum(self.own_retired, other.own_retired),
            purchases: sum(self.purchases, other.purchases),
            world_retired: sum(self.world_retired, other.world_retired),
            hired: self.hired + other.hired,
            left: self.left + other.left,
        }
    }
}

//! What the books of a run say month by month (model §12), for those who want to follow the money.

use crate::lanes::{Lanes, ZERO};

/// Number of items of the bills incurred.
pub const N_COSTS: usize = 8;

/// Items of the bills incurred: identifier and words. The last is capital, all others are operating
/// cost.
pub const COSTS: [(&str, &str); N_COSTS] = [
    (
        "lines",
        "Wafer, memory and packaging lines, with the operator's fee",
    ),
    ("test", "Test and substrates"),
    ("merchant_stacks", "Memory stacks bought"),
    ("merchant_wafers", "Interposer wafers bought"),
    ("energy", "Electricity"),
    ("site", "Other cost of data centres"),
    ("wages", "Wages beyond running posts, academies"),
    ("reequipment", "Re-equipment of lines at changes of node"),
];

/// The books of a month [10⁹ USD].
#[derive(Clone, Copy, Debug)]
pub struct Booked {
    /// Revenue from hours rented.
    pub rent: Lanes,
    /// Revenue from accelerators sold.
    pub sales: Lanes,
    /// Grants received.
    pub grants: Lanes,
    /// Bills incurred, by item of [`COSTS`]; paid next month.
    pub cost: [Lanes; N_COSTS],
    /// Paid for buildings, for tools and plant, for servers and accelerators bought.
    pub capex: [Lanes; 3],
    /// Of `capex`, what counts as spending on work and orders: all but servers.
    pub spending: Lanes,
    /// Tax credits earned.
    pub credits: Lanes,
    /// Tax of the month after credits; paid next month.
    pub tax: Lanes,
    /// Interest and fees accrued on the debt before this month's draw.
    pub interest: Lanes,
    /// Interest, fees and principal due in cash.
    pub service: Lanes,
    /// Principal due.
    pub principal: Lanes,
    /// Called from the owners to repay bridges.
    pub called: Lanes,
    /// Debt repaid out of what could have been distributed.
    pub swept: Lanes,
    /// Part of the cash that is kept for debt service, at the end of the month.
    pub reserve: Lanes,
    /// 1 where lenders let nothing be distributed.
    pub locked: Lanes,
    /// 1 where lenders stop lending next month.
    pub stopped: Lanes,
    /// Bills due, arrears included.
    pub bills: Lanes,
    /// Share of them that is paid.
    pub share: Lanes,
    /// Distributed.
    pub distributed: Lanes,
    /// Cash at the end of the month.
    pub cash: Lanes,
}

impl Booked {
    /// Revenue [10⁹ USD].
    pub fn revenue(&self) -> Lanes {
        self.rent + self.sales
    }

    /// Bills incurred: operating cost and re-equipment [10⁹ USD].
    pub fn incurred(&self) -> Lanes {
        self.cost.into_iter().fold(ZERO, |sum, item| sum + item)
    }

    /// Re-equipment incurred, which is no operating cost but a payment for tools [10⁹ USD].
    pub fn reequipment(&self) -> Lanes {
        self.cost[N_COSTS - 1]
    }

    /// Cash available for debt service: revenue less the bills paid other than debt service
    /// [10⁹ USD].
    pub fn available(&self) -> Lanes {
        self.revenue() - self.share * (self.bills - self.service)
    }
}

/// Rates that the books of every month are kept with.
#[derive(Clone, Debug)]
pub struct Rates {
    /// Tax on profits.
    pub tax: Lanes,
    /// Share of the written-down value written off a month, by class: buildings, tools, servers.
    pub decline: [Lanes; 3],
    /// Shares of cost written off by tax year, in place of `decline`; empty for classes without.
    pub tables: [Vec<Lanes>; 3],
    /// Tax on profits by region; empty if all have the same.
    pub regions: Vec<Lanes>,
    /// Largest share of a month's profit that losses brought forward may offset.
    pub loss_limit: Lanes,
    /// Share of the surplus that is kept while building goes on.
    pub retained: Lanes,
    /// The sponsor's share of what is left over the hurdles.
    pub carry: Lanes,
}

/// The value at the end of a run (model §12) [10⁹ USD].
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Value of what stands at the end: half a life of the margin, or its book value.
    pub operations: Lanes,
    /// Of `operations`, what is there whatever is earned: the book value, if it goes by that.
    pub book: Lanes,
    /// Cash that is left.
    pub cash: Lanes,
    /// Paid to the lenders.
    pub lenders: Lanes,
    /// Paid to the lenders by guarantors.
    pub guarantors: Lanes,
    /// Arrears settled.
    pub arrears: Lanes,
    /// Left for the waterfall.
    pub equity: Lanes,
    /// `z`: yearly rate at which the margin is discounted and shrinks.
    pub decline: Lanes,
    /// Half of a life \[years\].
    pub half_life: Lanes,
    /// Value of a margin of one a year, from both \[years\]; 0 where the margin does not count.
    pub annuity: Lanes,
}

impl Terminal {
    /// Nothing is given a value.
    pub const NONE: Terminal = Terminal {
        operations: ZERO,
        book: ZERO,
        cash: ZERO,
        lenders: ZERO,
        guarantors: ZERO,
        arrears: ZERO,
        equity: ZERO,
        decline: ZERO,
        half_life: ZERO,
        annuity: ZERO,
    };
}

/// Everything that the books of a run say.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// By month.
    pub months: Vec<Booked>,
    /// Received by each investor so far, by month [10⁹ USD]; the value at the end is in the last.
    pub received: Vec<Vec<Lanes>>,
    /// Called from each investor to repay bridges, by month, part of what it drew [10⁹ USD]; empty
    /// without bridges.
    pub called: Vec<Vec<Lanes>>,
    /// Building and tools installed in each region, by month [10⁹ USD]; empty if all have the same tax.
    pub installed: Vec<Vec<Lanes>>,
    /// Received by each investor without the value at the end [10⁹ USD]; empty if there is none.
    pub before_end: Vec<Lanes>,
    /// Cash before the first month [10⁹ USD].
    pub opening_cash: Lanes,
    /// The value at the end.
    pub terminal: Terminal,
    /// Real yearly discount rate.
    pub discount: Lanes,
    /// Rates of this run's draws.
    pub rates: Rates,
    /// Yearly inflation, between nominal and real rates.
    pub inflation: Lanes,
    /// What all lenders agree on, in this run's draws.
    pub covenants: crate::capital::CovenantTerms,
    /// Terms of each investor in this run's draws.
    pub investors: Vec<crate::capital::InvestorTerms>,
}

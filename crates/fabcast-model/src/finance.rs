//! Finance (model §12): bills, tax, debt service, distributions and the waterfall.

pub mod booked;
pub mod irr;

use crate::capital::{CapitalState, CapitalTerms};
use crate::delay::DELTA;
use crate::demand::HOURS;
use crate::lanes::{Lanes, Mask, ONE, ZERO, part};
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

/// Fixed and variable cost of a kind of line.
#[derive(Clone, Copy, Debug)]
struct LineCost {
    fixed: ParamId,
    variable: ParamId,
}

/// What §12 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Finance {
    lines: [LineCost; 3],
    test: ParamId,
    merchant_stack: ParamId,
    merchant_wafer: ParamId,
    energy: ParamId,
    load: ParamId,
    site: ParamId,
    fee: ParamId,
    tax: ParamId,
    pub(crate) discount: ParamId,
    lives: [ParamId; 3],
    /// Whether what works at the end is given a value.
    pub terminal: bool,
}

impl Finance {
    pub(crate) fn read(reader: &mut Reader) -> Finance {
        let terminal = reader.text("finance.terminal") == "margin";
        let mut at = |leaf: &str| reader.quantity(&format!("finance.{leaf}"));
        Finance {
            lines: ["logic", "hbm", "packaging"].map(|line| LineCost {
                fixed: at(&format!("{line}.fixed")),
                variable: at(&format!("{line}.variable")),
            }),
            test: at("test"),
            merchant_stack: at("merchant_stack"),
            merchant_wafer: at("merchant_wafer"),
            energy: at("energy"),
            load: at("load"),
            site: at("site"),
            fee: at("fee"),
            tax: at("tax"),
            discount: at("discount"),
            lives: ["building", "tools", "servers"].map(|class| at(&format!("life.{class}"))),
            terminal,
        }
    }
}

/// Less than this a month is no spending [10⁹ USD]: the tail of a backlog shrinks for ever.
const SPENDING: f64 = 1e-9;

/// Classes of depreciation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asset {
    /// Buildings.
    Building,
    /// Tools and plant.
    Tools,
    /// Servers, network and accelerators bought.
    Servers,
}

/// What a run uses of §12.
#[derive(Clone, Copy, Debug)]
pub struct FinanceTerms {
    fixed: [Lanes; 3],
    variable: [Lanes; 3],
    test: Lanes,
    merchant_stack: Lanes,
    merchant_wafer: Lanes,
    energy: Lanes,
    site: Lanes,
    fee: Lanes,
    tax: Lanes,
    /// `1.5/life·Δ` by class.
    decline: [Lanes; 3],
    retained: Lanes,
    carry: Lanes,
}

impl FinanceTerms {
    /// Prices and rates of this run's draws.
    pub fn new(finance: &Finance, retained: ParamId, carry: ParamId, values: &Values) -> Self {
        FinanceTerms {
            fixed: finance.lines.map(|line| values[line.fixed] * DELTA),
            variable: finance.lines.map(|line| values[line.variable]),
            test: values[finance.test],
            merchant_stack: values[finance.merchant_stack],
            merchant_wafer: values[finance.merchant_wafer],
            // price·8766Δ·load per GW and month
            energy: values[finance.energy] * (HOURS * DELTA) * values[finance.load],
            site: values[finance.site] * DELTA,
            fee: values[finance.fee],
            tax: values[finance.tax],
            decline: finance
                .lives
                .map(|life| (1.5 * DELTA / values[life]).min(ONE)),
            retained: values[retained],
            carry: values[carry],
        }
    }
}

impl FinanceTerms {
    /// Operating cost of a month by item, in the order of [`booked::COSTS`] [10⁹ USD].
    #[inline(always)]
    pub fn cost(&self, a: &Activity) -> [Lanes; booked::N_COSTS] {
        let mut lines = ZERO;
        for line in 0..3 {
            lines += self.fixed[line] * a.usable[line] + self.variable[line] * a.started[line];
        }
        [
            lines * (ONE + self.fee),
            self.test * a.packages,
            self.merchant_stack * a.stacks_bought,
            self.merchant_wafer * a.wafers_bought,
            self.energy * a.in_service,
            self.site * a.finished,
            a.wages,
        ]
    }

    /// Rates that the books of every month are kept with.
    pub fn rates(&self) -> booked::Rates {
        booked::Rates {
            tax: self.tax,
            decline: self.decline,
            retained: self.retained,
            carry: self.carry,
        }
    }
}

/// What was produced and used this month, for the bill.
#[derive(Clone, Copy, Debug)]
pub struct Activity {
    /// Usable capacity really built: logic, memory, packaging.
    pub usable: [Lanes; 3],
    /// Wafers started: logic, memory \[thousand\]; interposer wafers processed \[thousand\].
    pub started: [Lanes; 3],
    /// Packages assembled.
    pub packages: Lanes,
    /// Stacks bought.
    pub stacks_bought: Lanes,
    /// Interposer wafers bought from merchants.
    pub wafers_bought: Lanes,
    /// GW of accelerators in service.
    pub in_service: Lanes,
    /// GW of data centres finished, really built.
    pub finished: Lanes,
    /// Wages of staff beyond the posts of running projects, and academies [10⁹ USD].
    pub wages: Lanes,
}

/// Books that run from month to month; state.
#[derive(Clone, Debug)]
pub struct Books {
    /// Operating cost incurred last month, to be paid this month [10⁹ USD].
    pub operating_due: Lanes,
    /// Tax of last month, to be paid this month [10⁹ USD].
    pub tax_due: Lanes,
    /// Written-down values by class [10⁹ USD].
    pub book: [Lanes; 3],
    /// Losses brought forward [10⁹ USD].
    pub losses: Lanes,
    /// Months since the last spending on `work` or `order`; -1 before the first.
    pub idle_months: Lanes,
    /// Interest accrued this month [10⁹ USD].
    pub interest: Lanes,
    /// Principal due this month [10⁹ USD].
    pub principal: Lanes,
}

/// What the month's bills were and what was paid of them.
#[derive(Clone, Copy, Debug)]
pub struct Paid {
    /// Bills due, arrears included [10⁹ USD].
    pub bills: Lanes,
    /// Bills paid [10⁹ USD].
    pub paid: Lanes,
    /// Debt service paid [10⁹ USD].
    pub debt_service: Lanes,
    /// Principal repaid [10⁹ USD].
    pub repaid: Lanes,
}

impl Books {
    /// Nothing owed, nothing owned.
    pub const EMPTY: Books = Books {
        operating_due: ZERO,
        tax_due: ZERO,
        book: [ZERO; 3],
        losses: ZERO,
        idle_months: Lanes::splat(-1.0),
        interest: ZERO,
        principal: ZERO,
    };

    /// Bills due this month: last month's operating cost and tax, debt service, arrears.
    #[inline(always)]
    pub fn bills(&mut self, capital: &CapitalState, terms: &CapitalTerms, month: usize) -> Lanes {
        let t = Lanes::splat(month as f64);
        (self.interest, self.principal) = (ZERO, ZERO);
        for (account, investor) in capital.accounts.iter().zip(&terms.investors) {
            if investor.lends && account.debt.gt(ZERO).any() {
                let years = (t - account.first_draw) * DELTA;
                let (interest, principal) = debt_service(
                    account.debt,
                    investor.compounding,
                    investor.grace,
                    investor.maturity,
                    years,
                );
                self.interest += interest;
                self.principal += principal;
            }
        }
        self.operating_due + self.tax_due + self.interest + self.principal + capital.arrears
    }

    /// Pays a share of every bill; what is unpaid becomes arrears or joins the debt.
    #[inline(always)]
    pub fn pay(
        &mut self,
        capital: &mut CapitalState,
        terms: &CapitalTerms,
        month: usize,
        bills: Lanes,
        share: Lanes,
    ) -> Paid {
        let t = Lanes::splat(month as f64);
        let unpaid = (ONE - share).positive();
        let mut repaid = ZERO;
        for (account, investor) in capital.accounts.iter_mut().zip(&terms.investors) {
            // The debt as it stood before this month's draw.
            let debt = account.debt - account.draw;
            if investor.lends && debt.gt(ZERO).any() {
                let years = (t - account.first_draw) * DELTA;
                let (interest, principal) = debt_service(
                    debt,
                    investor.compounding,
                    investor.grace,
                    investor.maturity,
                    years,
                );
                account.debt = (account.debt + unpaid * interest - share * principal).positive();
                account.received += share * (interest + principal);
                repaid += share * principal;
            }
        }
        let operating = self.operating_due + self.tax_due + capital.arrears;
        capital.arrears = unpaid * operating;
        Paid {
            bills,
            paid: share * bills,
            debt_service: share * (self.interest + self.principal),
            repaid,
        }
    }

    /// Operating cost incurred this month (model §12), to be paid next month.
    #[inline(always)]
    pub fn incur(&mut self, terms: &FinanceTerms, a: &Activity) {
        let [first, rest @ ..] = terms.cost(a);
        self.operating_due = rest.into_iter().fold(first, |sum, item| sum + item);
    }

    /// Writes capital down and sets the tax of the month, before credits [10⁹ USD].
    #[inline(always)]
    pub fn tax(&mut self, terms: &FinanceTerms, revenue: Lanes, paid_for: [Lanes; 3]) -> Lanes {
        let mut depreciation = ZERO;
        for ((book, &decline), paid) in self.book.iter_mut().zip(&terms.decline).zip(paid_for) {
            *book += paid;
            let written = *book * decline;
            *book = (*book - written).positive();
            depreciation += written;
        }
        let profit = revenue - self.operating_due - depreciation - self.interest;
        let taxable = (profit - self.losses).positive();
        self.losses = (self.losses - profit).positive();
        terms.tax * taxable
    }

    /// What is distributed of the cash (model §12).
    #[inline(always)]
    pub fn distribute(
        &mut self,
        terms: &FinanceTerms,
        cash: Lanes,
        revenue: Lanes,
        paid: &Paid,
        arrears: Lanes,
        spending: Lanes,
    ) -> Lanes {
        let spends = spending.gt(Lanes::splat(SPENDING));
        let begun = self.idle_months.ge(ZERO);
        self.idle_months =
            spends.select(ZERO, begun.select(self.idle_months + ONE, self.idle_months));
        let built = self.idle_months.ge(Lanes::splat(12.0));
        let surplus = (ONE - terms.retained) * (revenue - paid.paid).positive();
        let amount = built.select(
            (cash - 3.0 * paid.bills).positive(),
            cash.positive().min(surplus),
        );
        arrears.gt(ZERO).select(ZERO, amount)
    }
}

/// Interest and principal due a month (model §12): `B·((1+rate)^Δ - 1)`; `B·min(1, Δ/max(Δ, left))`
/// after the grace. `years` is the time since the first draw.
#[inline(always)]
fn debt_service(
    debt: Lanes,
    compounding: Lanes,
    grace: Lanes,
    maturity: Lanes,
    years: Lanes,
) -> (Lanes, Lanes) {
    let interest = debt * (compounding - ONE);
    let left = (maturity - years).max(Lanes::splat(DELTA));
    let repays: Mask = years.ge(grace);
    let principal = repays.of(debt * (DELTA / left).min(ONE));
    (interest, principal)
}

/// A month of the hurdle accounts: `H_i·(1+h_i)^Δ + draw_i` (model §12).
#[inline(always)]
pub fn accrue(capital: &mut CapitalState, terms: &CapitalTerms) {
    for (account, investor) in capital.accounts.iter_mut().zip(&terms.investors) {
        if !investor.lends {
            account.hurdle = account.hurdle * investor.compounding + account.draw;
        }
    }
}

/// Waterfall (model §12): hurdle accounts first, then the sponsor's carry, then all equity.
///
/// Returns what the equity investors, without the sponsor's carry, received [10⁹ USD].
#[inline(always)]
pub fn waterfall(
    capital: &mut CapitalState,
    terms: &CapitalTerms,
    finance: &FinanceTerms,
    distributed: Lanes,
) -> Lanes {
    let (mut asked, mut drawn) = (ZERO, ZERO);
    for (account, investor) in capital.accounts.iter().zip(&terms.investors) {
        if !investor.lends {
            asked += account.hurdle;
            drawn += account.drawn;
        }
    }
    let first = distributed.min(asked);
    // If no equity was drawn, the sponsor has all the rest.
    let rest = drawn
        .gt(ZERO)
        .of((ONE - finance.carry) * (distributed - first));
    for (account, investor) in capital.accounts.iter_mut().zip(&terms.investors) {
        if !investor.lends {
            let paid = first * part(account.hurdle, asked);
            account.hurdle = (account.hurdle - paid).positive();
            account.received += paid + rest * part(account.drawn, drawn);
        }
    }
    first + rest
}

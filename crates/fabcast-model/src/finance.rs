//! Finance (model §12): bills, tax, debt service, distributions and the waterfall.

pub mod booked;
pub mod break_even;
mod debt;
pub mod irr;
pub mod tax;

use crate::capital::{CapitalState, CapitalTerms, InvestorTerms};
use crate::declare::{fixed, parameters};
use crate::delay::DELTA;
use crate::flows::{HOURS, TOOLED};
use crate::lanes::{Lanes, ONE, ZERO, part};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;
pub use debt::{Allowed, sweep};
use debt::{Cover, Due};
use tax::{Method, Places, Schedule, Vintages};

parameters! {
    /// Fixed and variable cost of a kind of line.
    pub struct LineCost {
        fixed: ParamId = q("finance.{logic,hbm}.fixed", "bn$/kwspm/yr", 12, "", "fixed cost of usable capacity"),
            q("finance.packaging.fixed", "bn$/kwpm/yr", 12, "", "fixed cost of usable capacity");
        variable: ParamId = q("finance.{logic,hbm}.variable", "bn$/kwafer", 12, "", "variable cost of wafers started"),
            q("finance.packaging.variable", "bn$/kinterposer", 12, "", "variable cost of interposer wafers");
    }
}

parameters! {
    /// Prices, rates and rules of the books.
    pub struct Rates {
        test: ParamId = q("finance.test", "bn$/package", 12, "", "test and substrate per package");
        merchant_stack: ParamId = q("finance.merchant_stack", "bn$/stack", 12, "", "price of a merchant memory stack");
        merchant_wafer: ParamId = q("finance.merchant_wafer", "bn$/interposer", 12, "", "price of a merchant interposer wafer");
        energy: ParamId = q("finance.energy", "bn$/GWh", 12, "price", "electricity");
        load: ParamId = share("finance.load", 12, "load", "power drawn over power at the meter");
        site: ParamId = q("finance.site", "bn$/GW/yr", 12, "", "other cost of a finished gigawatt");
        fee: ParamId = share("finance.fee", 12, "fee", "operator's fee over wafer and packaging cost");
        tax: ParamId = share("finance.tax", 12, "τ", "tax rate on profit");
        loss_limit: Option<ParamId> = share("finance.loss_limit", 12, "λ", "largest share of a month's profit that losses brought forward may offset; absent: 1").absent();
        methods: [Method; 3] = word("finance.depreciation.{building,tools,servers}", Form::Word(&METHODS), 12, "", "how the class is written off; absent: `declining`").absent();
        index_return: Option<ParamId> = q("finance.index_return", "1/yr", 12, "m", "return of the listed index that an investor compares with, nominal; absent: 7.5 %").within(-0.5, 2.0).absent();
        pub(crate) discount: ParamId = q("finance.discount", "1/yr", 12, "r", "discount rate, nominal").within(0.0, 2.0);
        lives: [ParamId; 3] = q("finance.life.{building,tools,servers}", "yr", 12, "life", "life in the tax books").within(0.25, 200.0);
        reequip: [ParamId; 3] = share("finance.reequip.{logic,hbm,packaging}", 12, "ρ", "share of a line's tool cost that a change of node takes");
        reequip_every: ParamId = q("finance.reequip.every", "yr", 12, "Y", "time between two changes of node").within(0.25, 200.0);
        sells: Product = word("finance.sells", Form::Word(&PRODUCTS), 8, "", "what the programme is paid for: accelerators that it designs, or parts of those that others design").or("accelerators");
        logic_price: ParamId = q("finance.logic_price", "bn$/kwafer", 8, "w", "price of good logic wafers made for others, at the start").or("0 $/wafer");
        logic_price_growth: ParamId = growth("finance.logic_price_growth", 8, "g_w", "growth of it, real").or("0 %/yr");
        terminal: Valuation = word("finance.terminal", Form::Word(&TERMINALS), 12, "V", "what stands at the end is valued by its margin, by its book value, or not at all").or("margin");
    }

    /// What a run uses of them.
    struct RateTerms {
        /// `price·8766Δ·load` of a gigawatt and month.
        energy_month: Lanes = energy * (HOURS * DELTA) * load;
        site_month: Lanes = site * DELTA;
        /// `ln(1+g_w)`.
        logic_price_rate: Lanes = math::ln(ONE + logic_price_growth);
    }
}

/// What the programme is paid for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Product {
    /// Accelerators of its own design, at the market's price of one.
    #[default]
    Accelerators,
    /// Wafers, stacks and packages for accelerators that others design, at a foundry's prices.
    Parts,
}

fixed!(Product, |reader, path| match reader.text(path) {
    "parts" => Product::Parts,
    _ => Product::Accelerators,
});

/// How what stands at the end is valued.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Valuation {
    /// By the margin of the last year, for half a life.
    Margin,
    /// By its written-down value in the tax books.
    Book,
    /// Not at all: there is no value at the end.
    #[default]
    None,
}

fixed!(Valuation, |reader, path| match reader.text(path) {
    "book" => Valuation::Book,
    "none" => Valuation::None,
    _ => Valuation::Margin,
});

/// What §12 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Finance {
    lines: [LineCost; 3],
    pub(crate) rates: Rates,
    /// Cost of a unit of capacity of the lines' plants, and the share of it that is building.
    plants: [[ParamId; 2]; 3],
    places: Places,
    /// Month of the year in which the scenario starts, from 0.
    first_month: usize,
    /// Months simulated.
    months: usize,
}

impl Finance {
    pub(crate) fn read(reader: &mut Reader, regions: &[String]) -> Finance {
        let rates = Rates::read(reader, &[]);
        Finance {
            lines: ["logic", "hbm", "packaging"].map(|line| LineCost::read(reader, &[line])),
            plants: TOOLED.map(|kind| {
                ["unit_cost", "building_share"]
                    .map(|leaf| reader.quantity(&format!("kind.{}.{leaf}", kind.name())))
            }),
            places: Places::read(reader, regions, rates.tax),
            first_month: reader.inputs.start.month as usize - 1,
            months: reader.inputs.months,
            rates,
        }
    }

    /// Yearly return of the index that investors compare with, nominal.
    pub fn index_return(&self) -> Option<ParamId> {
        self.rates.index_return
    }

    /// How what stands at the end is valued.
    pub fn terminal(&self) -> Valuation {
        self.rates.terminal
    }

    /// `ρ/Y·c·(1-β)·Δ`: a month of re-equipment of a unit of capacity of a line, before escalation
    /// [10⁹ USD].
    fn reequipment(&self, line: usize, rates: &RateTerms, values: &Values) -> Lanes {
        let [unit_cost, building_share] = self.plants[line].map(|id| values[id]);
        let tools = unit_cost * (ONE - building_share);
        rates.reequip[line] / rates.reequip_every * tools * DELTA
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
#[derive(Clone, Debug)]
pub struct FinanceTerms {
    fixed: [Lanes; 3],
    variable: [Lanes; 3],
    /// A month of re-equipment of a unit of capacity.
    reequip: [Lanes; 3],
    rates: RateTerms,
    schedules: [Schedule; 3],
    /// Rates of the regions; empty if there is one for all.
    taxes: Vec<Lanes>,
    /// Largest share of a month's profit that losses brought forward may offset.
    loss_limit: Lanes,
    first_month: usize,
    retained: Lanes,
    carry: Lanes,
}

impl FinanceTerms {
    /// Prices and rates of this run's draws.
    pub fn new(finance: &Finance, retained: ParamId, carry: ParamId, values: &Values) -> Self {
        let rates = finance.rates.terms(values);
        let lines = finance.lines.each_ref();
        FinanceTerms {
            fixed: lines.map(|line| values[line.fixed] * DELTA),
            variable: lines.map(|line| values[line.variable]),
            reequip: std::array::from_fn(|line| finance.reequipment(line, &rates, values)),
            schedules: std::array::from_fn(|class| {
                let years = (finance.first_month + finance.months).div_ceil(12);
                Schedule::new(rates.methods[class], rates.lives[class], years)
            }),
            taxes: finance.places.rates(values),
            loss_limit: rates.loss_limit.unwrap_or(ONE),
            rates,
            first_month: finance.first_month,
            retained: values[retained],
            carry: values[carry],
        }
    }
}

impl FinanceTerms {
    /// Bills incurred in a month by item, in the order of [`booked::COSTS`] [10⁹ USD].
    #[inline(always)]
    pub fn cost(&self, a: &Activity) -> [Lanes; booked::N_COSTS] {
        let (mut lines, mut reequipment) = (ZERO, ZERO);
        for line in 0..3 {
            lines += self.fixed[line] * a.usable[line] + self.variable[line] * a.started[line];
            reequipment += self.reequip[line] * a.usable[line];
        }
        let [test, stacks, wafers] = match self.rates.sells {
            Product::Accelerators => [
                self.rates.test * a.packages,
                self.rates.merchant_stack * a.stacks_bought,
                self.rates.merchant_wafer * a.wafers_bought,
            ],
            // Whose design it is buys what else it takes.
            Product::Parts => [ZERO; 3],
        };
        [
            lines * (ONE + self.rates.fee),
            test,
            stacks,
            wafers,
            self.rates.energy_month * a.in_service,
            self.rates.site_month * a.finished,
            a.wages,
            reequipment * a.escalation,
        ]
    }

    /// What is earned by making parts for others, `t` months after the start (model §8): paid on delivery, whatever
    /// becomes of the accelerators [10⁹ USD].
    #[inline(always)]
    pub fn parts(&self, a: &Activity, t: usize) -> Lanes {
        let y = (t as f64 + 0.5) * DELTA;
        let [logic, stacks] = a.delivered;
        let wafers = self.rates.logic_price * math::exp(y * self.rates.logic_price_rate) * logic;
        let packages = self.rates.merchant_wafer * a.started[2] * 1e3;
        wafers + self.rates.merchant_stack * stacks + packages
    }

    /// What a gigawatt of accelerators of the programme's own making costs it: nothing, or the market's price where
    /// others design them (model §7) [10⁹ USD].
    #[inline(always)]
    pub fn own_price(&self, market: Lanes) -> Lanes {
        match self.rates.sells {
            Product::Accelerators => ZERO,
            Product::Parts => market,
        }
    }

    /// What the programme is paid for.
    pub fn sells(&self) -> Product {
        self.rates.sells
    }

    /// Rates that the books of every month are kept with.
    pub fn rates(&self) -> booked::Rates {
        booked::Rates {
            tax: self.rates.tax,
            decline: self.schedules.each_ref().map(|schedule| schedule.decline),
            tables: self
                .schedules
                .each_ref()
                .map(|schedule| schedule.shares.clone()),
            regions: self.taxes.clone(),
            loss_limit: self.loss_limit,
            retained: self.retained,
            carry: self.carry,
        }
    }

    /// Whether profit is taxed where the plants stand.
    pub(crate) fn taxes_by_region(&self) -> bool {
        !self.taxes.is_empty()
    }
}

/// What was produced and used this month, for the bill.
#[derive(Clone, Copy, Debug)]
pub struct Activity {
    /// Usable capacity really built: logic, memory, packaging.
    pub usable: [Lanes; 3],
    /// Wafers started: logic, memory \[thousand\]; interposer wafers processed \[thousand\].
    pub started: [Lanes; 3],
    /// Good logic wafers \[thousand\] and good memory stacks made.
    pub delivered: [Lanes; 2],
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
    /// `(1+e)^y`: what tools cost over their price at the start.
    pub escalation: Lanes,
}

/// Books that run from month to month; state.
#[derive(Clone, Debug)]
pub struct Books {
    /// Operating cost incurred this month [10⁹ USD].
    pub operating: Lanes,
    /// Re-equipment incurred this month: billed like cost, but capital [10⁹ USD].
    pub reequipment: Lanes,
    /// Both, as of last month, to be paid this month [10⁹ USD].
    pub operating_due: Lanes,
    /// Tax of last month, to be paid this month [10⁹ USD].
    pub tax_due: Lanes,
    /// Written-down values by class [10⁹ USD].
    pub book: [Lanes; 3],
    /// Written off this month [10⁹ USD].
    pub written: Lanes,
    vintages: [Vintages; 3],
    /// Building and tools paid for by region so far [10⁹ USD]; empty if all have the same tax.
    property: Vec<Lanes>,
    /// Losses brought forward [10⁹ USD].
    pub losses: Lanes,
    /// Months since the last spending on `work` or `order`; -1 before the first.
    pub idle_months: Lanes,
    /// Revenue of last month [10⁹ USD].
    pub revenue: Lanes,
    /// What is due to lenders.
    pub due: Due,
    cover: Cover,
    /// Interest and fees accrued this month [10⁹ USD].
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
    /// Fees paid to guarantors, part of debt service [10⁹ USD].
    pub to_guarantors: Lanes,
    /// Principal repaid [10⁹ USD].
    pub repaid: Lanes,
}

impl Books {
    /// Nothing owed, nothing owned.
    pub const EMPTY: Books = Books {
        operating: ZERO,
        reequipment: ZERO,
        operating_due: ZERO,
        tax_due: ZERO,
        book: [ZERO; 3],
        written: ZERO,
        vintages: [const { Vintages::NONE }; 3],
        property: Vec::new(),
        losses: ZERO,
        idle_months: Lanes::splat(-1.0),
        revenue: ZERO,
        due: Due::NONE,
        cover: Cover::NONE,
        interest: ZERO,
        principal: ZERO,
    };

    /// Book value of everything [10⁹ USD].
    pub fn book_value(&self) -> Lanes {
        let [buildings, tools, servers] = self.book;
        buildings + tools + servers
    }

    /// Operating cost and re-equipment incurred this month (model §12), to be paid next month.
    #[inline(always)]
    pub fn incur(&mut self, terms: &FinanceTerms, a: &Activity) {
        let [first, rest @ .., reequipment] = terms.cost(a);
        self.operating = rest.into_iter().fold(first, |sum, item| sum + item);
        self.reequipment = reequipment;
        self.operating_due = self.operating + reequipment;
    }

    /// Writes capital down and sets the tax of the month, before credits [10⁹ USD]. `paid_for` is what
    /// was paid by class, without re-equipment; `by_region` the month's building and tools by region
    /// and kind.
    #[inline(always)]
    pub fn tax(
        &mut self,
        terms: &FinanceTerms,
        month: usize,
        revenue: Lanes,
        paid_for: [Lanes; 3],
        by_region: &[[Lanes; 4]],
    ) -> Lanes {
        let year = (terms.first_month + month) / 12;
        let mut depreciation = ZERO;
        let [building, tools, servers] = paid_for;
        let capital = [building, tools + self.reequipment, servers];
        for (class, paid) in capital.into_iter().enumerate() {
            let (book, schedule) = (&mut self.book[class], &terms.schedules[class]);
            *book += paid;
            let written = match schedule.shares.is_empty() {
                true => *book * schedule.decline,
                false => self.vintages[class].write_off(schedule, year, paid),
            };
            *book = (*book - written).positive();
            depreciation += written;
        }
        self.written = depreciation;
        let profit = revenue - self.operating - depreciation - self.interest;
        let relief = self.losses.min(terms.loss_limit * profit.positive());
        let taxable = (profit.positive() - relief).positive();
        self.losses = (self.losses - relief + (-profit).positive()).positive();
        if terms.taxes.is_empty() {
            return terms.rates.tax * taxable;
        }
        self.property.resize(terms.taxes.len(), ZERO);
        for (sum, kinds) in self.property.iter_mut().zip(by_region) {
            *sum += kinds.iter().fold(ZERO, |sum, &kind| sum + kind);
        }
        tax::rate(terms.rates.tax, &terms.taxes, &self.property) * taxable
    }

    /// What is distributed of the cash (model §12).
    #[inline(always)]
    pub fn distribute(
        &mut self,
        terms: &FinanceTerms,
        allowed: Allowed,
        revenue: Lanes,
        paid: &Paid,
        arrears: Lanes,
        spending: Lanes,
    ) -> Lanes {
        let cash = allowed.free;
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
        (arrears.gt(ZERO) | allowed.locked).select(ZERO, amount)
    }
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

/// Waterfall (model §12): the accounts of preferred equity and of the hurdles, place by place, then
/// the sponsor's carry, then all equity that is not preferred.
///
/// Returns what the equity investors, without the sponsor's carry, received [10⁹ USD].
#[inline(always)]
pub fn waterfall(
    capital: &mut CapitalState,
    terms: &CapitalTerms,
    finance: &FinanceTerms,
    distributed: Lanes,
) -> Lanes {
    let (mut first, mut left, mut drawn) = (ZERO, distributed, ZERO);
    for &rank in &terms.ranks {
        let mut asked = ZERO;
        for (account, investor) in capital.accounts.iter().zip(&terms.investors) {
            if !investor.lends && investor.rank == rank {
                asked += account.hurdle;
            }
        }
        let given = left.min(asked);
        for (account, investor) in capital.accounts.iter_mut().zip(&terms.investors) {
            if !investor.lends && investor.rank == rank {
                let paid = given * part(account.hurdle, asked);
                account.hurdle = (account.hurdle - paid).positive();
                account.received += paid;
            }
        }
        first += given;
        left -= given;
    }
    let shares = |investor: &InvestorTerms| !investor.lends && !investor.preferred;
    for (account, investor) in capital.accounts.iter().zip(&terms.investors) {
        if shares(investor) {
            drawn += account.drawn;
        }
    }
    // If no such equity was drawn, the sponsor has all the rest.
    let rest = drawn.gt(ZERO).of((ONE - finance.carry) * left);
    for (account, investor) in capital.accounts.iter_mut().zip(&terms.investors) {
        if shares(investor) {
            account.received += rest * part(account.drawn, drawn);
        }
    }
    first + rest
}

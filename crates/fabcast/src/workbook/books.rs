//! The finance step of one draw in plain numbers (model §12): what the formulas must come to.

mod end;
mod month;
#[cfg(test)]
mod tests;

use fabcast_model::capital::{InvestorTerms, Repayment};
use fabcast_model::finance::booked::N_COSTS;
use fabcast_model::lanes::Lanes;
use fabcast_model::model::Model;
use fabcast_model::simulate::Run;

pub use end::{End, LoanCover};

/// Length of a month in years.
pub const DELTA: f64 = 1.0 / 12.0;

/// Less than this is no money [10⁹ USD].
pub const NOTHING: f64 = 1e-9;

/// One investor: its terms and flows; by month unless said otherwise [10⁹ USD].
pub struct Party {
    pub role: Role,
    /// Yearly rate as signed, the same in constant dollars, and the growth of a month from it.
    pub nominal: f64,
    pub rate: f64,
    pub compounding: f64,
    pub commitment: f64,
    /// 1 if approved.
    pub approved: f64,
    /// Month from which it is open.
    pub closing: f64,
    /// Drawn for the needs of the month.
    pub drawn_for_needs: Vec<f64>,
    /// Before a call that repays bridges, what an open owner has still to give, and what is called;
    /// empty without bridges.
    pub promised: Vec<f64>,
    pub called: Vec<f64>,
    /// Drawn in all, and so far.
    pub draws: Vec<f64>,
    pub drawn: Vec<f64>,
    /// Received, without the value at the end.
    pub received: Vec<f64>,
    /// Debt, or the account of an owner, at the end of the month.
    pub balance: Vec<f64>,
}

/// What an investor is.
pub enum Role {
    Lender(Box<Loan>),
    Owner(Owner),
}

/// Terms of a loan beyond its rate, and its months.
pub struct Loan {
    pub repayment: Repayment,
    /// Years from the first draw to the first and the last repayment.
    pub grace: f64,
    pub maturity: f64,
    pub capitalises: bool,
    /// Cover that sculpted repayments aim at.
    pub target: f64,
    /// Yearly commitment fee.
    pub fee: Option<f64>,
    pub guarantee: Option<Guarantee>,
    /// Month in which the owners repay it.
    pub bridge: Option<f64>,
    /// Months since the first draw, -1 before.
    pub since: Vec<f64>,
    /// 1 while money can be drawn.
    pub open: Vec<f64>,
    pub interest: Vec<f64>,
    pub commitment_fee: Vec<f64>,
    pub guarantor_fee: Vec<f64>,
    /// 1 while what accrues joins the debt.
    pub joins: Vec<f64>,
    /// Debt that is being repaid; of sculpted loans.
    pub repaying: Vec<f64>,
    pub principal: Vec<f64>,
    /// Debt after the bills.
    pub after_bills: Vec<f64>,
    /// Debt that the owners have to repay, and what they repay; of bridges.
    pub due: Vec<f64>,
    pub repaid: Vec<f64>,
    /// Repaid out of what could be distributed.
    pub swept: Vec<f64>,
}

/// What a state does for a lender.
#[derive(Clone, Copy)]
pub struct Guarantee {
    /// Share of principal.
    pub share: f64,
    /// Yearly rate of that share.
    pub rate: f64,
    /// Yearly fee on it.
    pub fee: f64,
}

/// An owner's place in the waterfall, and what its account asks for.
pub struct Owner {
    pub preferred: bool,
    /// Position of its rank in [`Books::ranks`].
    pub rank: usize,
    /// Account with accrual and draw, before it is paid.
    pub asked: Vec<f64>,
}

impl Party {
    /// The loan of a lender.
    pub fn loan(&self) -> Option<&Loan> {
        match &self.role {
            Role::Lender(loan) => Some(loan),
            Role::Owner(_) => None,
        }
    }

    /// The place of an owner.
    pub fn owner(&self) -> Option<&Owner> {
        match &self.role {
            Role::Owner(owner) => Some(owner),
            Role::Lender(_) => None,
        }
    }

    /// Whether it lends.
    pub fn lends(&self) -> bool {
        self.loan().is_some()
    }

    fn new(terms: &InvestorTerms, lane: Lane, drawn_for_needs: Vec<f64>, ranks: &[usize]) -> Party {
        let loan = &terms.loan;
        let guarantee = lane.of(loan.guarantee);
        let role = if terms.lends {
            Role::Lender(Box::new(Loan {
                repayment: loan.repayment,
                grace: lane.of(terms.grace),
                maturity: lane.of(terms.maturity),
                capitalises: loan.capitalises,
                target: lane.of(loan.target),
                fee: loan.has_fee.then(|| lane.of(loan.fee) / DELTA),
                guarantee: (guarantee > 0.0).then(|| Guarantee {
                    share: guarantee,
                    rate: lane.of(loan.guaranteed_rate.unwrap_or(terms.nominal)),
                    fee: lane.of(loan.guarantee_fee) / DELTA / guarantee,
                }),
                bridge: loan.bridge.map(|lanes| lane.of(lanes)),
                since: Vec::new(),
                open: Vec::new(),
                interest: Vec::new(),
                commitment_fee: Vec::new(),
                guarantor_fee: Vec::new(),
                joins: Vec::new(),
                repaying: Vec::new(),
                principal: Vec::new(),
                after_bills: Vec::new(),
                due: Vec::new(),
                repaid: Vec::new(),
                swept: Vec::new(),
            }))
        } else {
            Role::Owner(Owner {
                preferred: terms.preferred,
                rank: ranks.iter().position(|&r| r == terms.rank).unwrap_or(0),
                asked: Vec::new(),
            })
        };
        Party {
            role,
            nominal: lane.of(terms.nominal),
            rate: lane.of(terms.rate),
            compounding: lane.of(terms.compounding),
            commitment: lane.of(terms.commitment),
            approved: lane.of(terms.approved.number()),
            closing: lane.of(terms.closing),
            drawn_for_needs,
            promised: Vec::new(),
            called: Vec::new(),
            draws: Vec::new(),
            drawn: Vec::new(),
            received: Vec::new(),
            balance: Vec::new(),
        }
    }
}

/// What all lenders agree on; 0 where nothing is agreed.
#[derive(Default)]
pub struct Covenants {
    /// Months of debt service kept in reserve.
    pub reserve: f64,
    /// Share of what could be distributed that repays debt.
    pub sweep: Option<f64>,
    pub lock_up: f64,
    pub default: f64,
}

/// How a class of assets is written off.
pub struct Class {
    /// Share of the book value a month.
    pub decline: f64,
    /// Shares of cost by tax year in its place; empty without.
    pub table: Vec<f64>,
    pub paid: Vec<f64>,
    /// What is written off: paid, and of tools re-equipment incurred.
    pub entered: Vec<f64>,
    pub written: Vec<f64>,
    pub book: Vec<f64>,
}

/// Where profit is taxed.
pub struct Region {
    /// Its number in the scenario.
    pub number: usize,
    pub rate: f64,
    /// Building and tools installed, and so far.
    pub installed: Vec<f64>,
    pub property: Vec<f64>,
}

/// What the engine says of the same draw, to compare with.
#[derive(Default)]
pub struct Engine {
    pub cash: Vec<f64>,
    pub distributed: Vec<f64>,
    /// Received by each investor, the value at the end included.
    pub received: Vec<Vec<f64>>,
}

/// All books of one draw; by month unless said otherwise [10⁹ USD].
#[derive(Default)]
pub struct Books {
    pub months: usize,
    /// Calendar year of each month.
    pub years: Vec<f64>,
    pub rent: Vec<f64>,
    pub sales: Vec<f64>,
    pub grants: Vec<f64>,
    pub credits: Vec<f64>,
    pub share: Vec<f64>,
    pub costs: [Vec<f64>; N_COSTS],
    pub classes: Vec<Class>,
    pub regions: Vec<Region>,
    pub engine: Engine,
    pub opening_cash: f64,
    pub inflation: f64,
    pub tax_rate: f64,
    pub loss_limit: f64,
    pub retained: f64,
    pub carry: f64,
    pub discount: f64,
    pub covenants: Covenants,
    pub parties: Vec<Party>,
    /// Places in the waterfall as written, the first first.
    pub ranks: Vec<usize>,

    pub revenue: Vec<f64>,
    pub cost: Vec<f64>,
    pub spent: Vec<f64>,
    pub drawn: Vec<f64>,
    /// Interest and fees accrued, and those of them that are bills.
    pub interest: Vec<f64>,
    pub cash_interest: Vec<f64>,
    /// Last month's cash before debt service; principal of loans that are not sculpted; debt of
    /// sculpted loans that is being repaid.
    pub before_service: Vec<f64>,
    pub straight: Vec<f64>,
    pub sculpted: Vec<f64>,
    pub principal: Vec<f64>,
    pub service: Vec<f64>,
    /// Owed by bridges that are due, promised by the owners, called.
    pub bridges_due: Vec<f64>,
    pub promised: Vec<f64>,
    pub called: Vec<f64>,
    pub debt: Vec<f64>,
    pub depreciation: Vec<f64>,
    pub profit: Vec<f64>,
    pub relief: Vec<f64>,
    pub losses: Vec<f64>,
    pub property: Vec<f64>,
    pub tax_rates: Vec<f64>,
    pub gross_tax: Vec<f64>,
    pub credits_used: Vec<f64>,
    pub credits_left: Vec<f64>,
    pub tax: Vec<f64>,
    pub operating_due: Vec<f64>,
    pub tax_due: Vec<f64>,
    pub bills: Vec<f64>,
    pub paid: Vec<f64>,
    pub arrears: Vec<f64>,
    /// Cash available for debt service (CFADS); it and debt service over twelve months; their ratio.
    pub available: Vec<f64>,
    pub available_year: Vec<f64>,
    pub service_year: Vec<f64>,
    pub cover: Vec<f64>,
    /// Months since principal was first due.
    pub repaying: Vec<f64>,
    pub reserve: Vec<f64>,
    pub locked: Vec<f64>,
    pub stopped: Vec<f64>,
    pub before: Vec<f64>,
    pub idle: Vec<f64>,
    /// What could be distributed, and debt before the sweep.
    pub amount: Vec<f64>,
    pub owed: Vec<f64>,
    pub swept: Vec<f64>,
    pub distributed: Vec<f64>,
    pub cash: Vec<f64>,
    /// Drawn from all owners so far, and from those who share in the rest.
    pub equity_drawn: Vec<f64>,
    pub sharing_drawn: Vec<f64>,
    /// Asked for and given, by rank.
    pub asked: Vec<Vec<f64>>,
    pub given: Vec<Vec<f64>>,
    pub rest: Vec<f64>,
    pub sponsor: Vec<f64>,

    pub end: End,
    /// How the loans are covered over their lives; none without debt.
    pub loan_cover: Option<LoanCover>,
}

fn part(a: f64, b: f64) -> f64 {
    if b <= 0.0 { 0.0 } else { a / b }
}

fn last(values: &[f64], opening: f64) -> f64 {
    values.last().copied().unwrap_or(opening)
}

/// One of the draws that run side by side.
#[derive(Clone, Copy)]
struct Lane(usize);

impl Lane {
    fn of(self, lanes: Lanes) -> f64 {
        lanes.0[self.0]
    }

    fn all(self, lanes: &[Lanes]) -> Vec<f64> {
        lanes.iter().map(|&lanes| self.of(lanes)).collect()
    }
}

impl Books {
    /// The books of a draw: the one in a lane of a run.
    pub fn of(run: &Run, model: &Model, lane: usize) -> Books {
        let lane = Lane(lane);
        let ledger = &run.ledger;
        let series = |f: &dyn Fn(usize) -> Lanes| -> Vec<f64> {
            (0..ledger.months.len()).map(|t| lane.of(f(t))).collect()
        };
        let month = &ledger.months;
        let rates = &ledger.rates;
        let covenants = &ledger.covenants;
        let mut ranks: Vec<usize> = ledger
            .investors
            .iter()
            .filter_map(|terms| (!terms.lends).then_some(terms.rank))
            .collect();
        ranks.sort_unstable();
        ranks.dedup();
        let parties = ledger.investors.iter().zip(&run.draws).enumerate();
        let parties = parties
            .map(|(i, (terms, draws))| {
                let called = ledger.called.get(i);
                let for_needs = draws.iter().enumerate().map(|(t, &draw)| {
                    let called = called.map_or(0.0, |called| lane.of(called[t]));
                    (lane.of(draw) - called).max(0.0)
                });
                Party::new(terms, lane, for_needs.collect(), &ranks)
            })
            .collect();
        let class = |i: usize| Class {
            decline: lane.of(rates.decline[i]),
            table: lane.all(&rates.tables[i]),
            paid: series(&|t| month[t].capex[i]),
            entered: Vec::new(),
            written: Vec::new(),
            book: Vec::new(),
        };
        let regions = ledger.installed.iter().zip(&rates.regions).enumerate();
        let regions = regions
            .map(|(number, (installed, &rate))| Region {
                number,
                rate: lane.of(rate),
                installed: lane.all(installed),
                property: Vec::new(),
            })
            .filter(|region| region.installed.iter().any(|&sum| sum > 0.0))
            .collect();
        let received = ledger.received.iter().map(|received| {
            let so_far = lane.all(received);
            let before = std::iter::once(0.0).chain(so_far.iter().copied());
            so_far
                .iter()
                .zip(before)
                .map(|(now, then)| now - then)
                .collect()
        });
        let start = model.start;
        let mut books = Books {
            months: month.len(),
            years: (0..month.len())
                .map(|t| f64::from(start.plus(t as i32).year))
                .collect(),
            rent: series(&|t| month[t].rent),
            sales: series(&|t| month[t].sales),
            grants: series(&|t| month[t].grants),
            credits: series(&|t| month[t].credits),
            share: series(&|t| month[t].share),
            costs: std::array::from_fn(|i| series(&|t| month[t].cost[i])),
            classes: (0..3).map(class).collect(),
            regions,
            engine: Engine {
                cash: series(&|t| month[t].cash),
                distributed: series(&|t| month[t].distributed),
                received: received.collect(),
            },
            opening_cash: lane.of(ledger.opening_cash),
            inflation: lane.of(ledger.inflation),
            tax_rate: lane.of(rates.tax),
            loss_limit: lane.of(rates.loss_limit),
            retained: lane.of(rates.retained),
            carry: lane.of(rates.carry),
            discount: lane.of(ledger.discount),
            covenants: Covenants {
                reserve: lane.of(covenants.reserve),
                sweep: covenants.sweep.map(|share| lane.of(share)),
                lock_up: lane.of(covenants.lock_up),
                default: lane.of(covenants.default),
            },
            parties,
            asked: vec![Vec::new(); ranks.len()],
            given: vec![Vec::new(); ranks.len()],
            ranks,
            ..Books::default()
        };
        for t in 0..books.months {
            books.month(t);
        }
        books.end = books.at_end(model.finance.terminal(), &ledger.terminal, lane);
        books.loan_cover = books.cover_of_loans();
        books
    }

    /// Re-equipment of a month, part of its bills and of what is written off as tools.
    pub fn reequipment(&self, t: usize) -> f64 {
        self.costs[N_COSTS - 1][t]
    }

    /// Whether any loan bridges equity.
    pub fn bridged(&self) -> bool {
        self.loans().any(|(_, _, loan)| loan.bridge.is_some())
    }

    /// Whether any loan is repaid by its cover.
    pub fn sculpts(&self) -> bool {
        self.loans()
            .any(|(_, _, loan)| loan.repayment == Repayment::Sculpted)
    }

    /// Whether interest of any loan joins its debt.
    pub fn capitalises(&self) -> bool {
        self.loans().any(|(_, _, loan)| loan.capitalises)
    }

    /// Whether any owner is preferred.
    pub fn prefers(&self) -> bool {
        self.owners().any(|(_, _, owner)| owner.preferred)
    }

    /// Whether lenders test the cover of the last year.
    pub fn tests_cover(&self) -> bool {
        self.covenants.lock_up > 0.0 || self.covenants.default > 0.0
    }

    /// Every lender with its number.
    pub fn loans(&self) -> impl Iterator<Item = (usize, &Party, &Loan)> {
        let parties = self.parties.iter().enumerate();
        parties.filter_map(|(i, party)| Some((i, party, party.loan()?)))
    }

    /// Every owner with its number.
    pub fn owners(&self) -> impl Iterator<Item = (usize, &Party, &Owner)> {
        let parties = self.parties.iter().enumerate();
        parties.filter_map(|(i, party)| Some((i, party, party.owner()?)))
    }
}

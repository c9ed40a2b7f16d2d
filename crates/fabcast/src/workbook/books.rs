//! The finance step of one draw in plain numbers (model §12): what the formulas must come to.

use fabcast_model::finance::booked::N_COSTS;
use fabcast_model::lanes::Lanes;
use fabcast_model::simulate::Run;

/// Length of a month in years.
pub const DELTA: f64 = 1.0 / 12.0;

/// One investor: its terms and flows.
pub struct Party {
    pub lends: bool,
    pub compounding: f64,
    pub grace: f64,
    pub maturity: f64,
    pub rate: f64,
    /// Drawn by month.
    pub draws: Vec<f64>,
    /// Months since the first draw, -1 before.
    pub since: Vec<f64>,
    /// Interest accrued and principal due, by month; of lenders.
    pub interest: Vec<f64>,
    pub principal: Vec<f64>,
    /// Debt, or hurdle account, at the end of the month.
    pub balance: Vec<f64>,
    /// Hurdle account with accrual and draw, before it is paid.
    pub asked: Vec<f64>,
    /// Received from the hurdle account, and of the rest; of lenders interest and principal.
    pub first: Vec<f64>,
    pub rest: Vec<f64>,
    /// Drawn so far.
    pub drawn: Vec<f64>,
    /// Received of the value at the end.
    pub at_end: f64,
}

impl Party {
    /// Received by month, without the value at the end.
    pub fn received(&self) -> Vec<f64> {
        self.first
            .iter()
            .zip(&self.rest)
            .map(|(a, b)| a + b)
            .collect()
    }
}

/// All books of one draw; by month unless said otherwise [10⁹ USD].
#[derive(Default)]
pub struct Books {
    pub months: usize,
    pub rent: Vec<f64>,
    pub sales: Vec<f64>,
    pub grants: Vec<f64>,
    pub credits: Vec<f64>,
    pub share: Vec<f64>,
    pub costs: [Vec<f64>; N_COSTS],
    pub capex: [Vec<f64>; 3],
    /// As the engine has them, to compare with.
    pub cash_of_engine: Vec<f64>,
    pub distributed_of_engine: Vec<f64>,
    pub opening_cash: f64,
    pub tax_rate: f64,
    pub decline: [f64; 3],
    pub retained: f64,
    pub carry: f64,
    pub discount: f64,
    pub parties: Vec<Party>,

    pub revenue: Vec<f64>,
    pub cost: Vec<f64>,
    pub spent: Vec<f64>,
    pub drawn: Vec<f64>,
    pub interest: Vec<f64>,
    pub principal: Vec<f64>,
    pub written: [Vec<f64>; 3],
    pub book: [Vec<f64>; 3],
    pub depreciation: Vec<f64>,
    pub profit: Vec<f64>,
    pub losses: Vec<f64>,
    pub gross_tax: Vec<f64>,
    pub credits_used: Vec<f64>,
    pub credits_left: Vec<f64>,
    pub tax: Vec<f64>,
    pub operating_due: Vec<f64>,
    pub bills: Vec<f64>,
    pub paid: Vec<f64>,
    pub arrears: Vec<f64>,
    pub before: Vec<f64>,
    pub idle: Vec<f64>,
    pub distributed: Vec<f64>,
    pub cash: Vec<f64>,
    pub asked: Vec<f64>,
    pub equity_drawn: Vec<f64>,
    pub first: Vec<f64>,
    pub rest: Vec<f64>,
    pub sponsor: Vec<f64>,

    /// At the end.
    pub value_decline: f64,
    pub half_life: f64,
    pub has_value: bool,
    pub operations: f64,
    pub end_lenders: f64,
    pub end_arrears: f64,
    pub end_equity: f64,
    pub end_first: f64,
    pub end_rest: f64,
    pub end_sponsor: f64,
}

fn part(a: f64, b: f64) -> f64 {
    if b <= 0.0 { 0.0 } else { a / b }
}

fn of(lanes: Lanes) -> f64 {
    lanes.0[0]
}

impl Books {
    /// The books of the first draw of a run.
    pub fn of(run: &Run, has_value: bool) -> Books {
        let ledger = &run.ledger;
        let series = |f: &dyn Fn(usize) -> Lanes| -> Vec<f64> {
            (0..ledger.months.len()).map(|t| of(f(t))).collect()
        };
        let month = &ledger.months;
        let end = &ledger.terminal;
        let mut books = Books {
            months: month.len(),
            rent: series(&|t| month[t].rent),
            sales: series(&|t| month[t].sales),
            grants: series(&|t| month[t].grants),
            credits: series(&|t| month[t].credits),
            share: series(&|t| month[t].share),
            costs: std::array::from_fn(|i| series(&|t| month[t].cost[i])),
            capex: std::array::from_fn(|i| series(&|t| month[t].capex[i])),
            cash_of_engine: series(&|t| month[t].cash),
            distributed_of_engine: series(&|t| month[t].distributed),
            opening_cash: of(ledger.opening_cash),
            tax_rate: of(ledger.rates.tax),
            decline: ledger.rates.decline.map(of),
            retained: of(ledger.rates.retained),
            carry: of(ledger.rates.carry),
            discount: of(ledger.discount),
            value_decline: of(end.decline),
            half_life: of(end.half_life),
            has_value,
            parties: ledger
                .investors
                .iter()
                .zip(&run.draws)
                .map(|(terms, draws)| Party {
                    lends: terms.lends,
                    compounding: of(terms.compounding),
                    grace: of(terms.grace),
                    maturity: of(terms.maturity),
                    rate: of(terms.rate),
                    draws: draws.iter().map(|&draw| of(draw)).collect(),
                    since: Vec::new(),
                    interest: Vec::new(),
                    principal: Vec::new(),
                    balance: Vec::new(),
                    asked: Vec::new(),
                    first: Vec::new(),
                    rest: Vec::new(),
                    drawn: Vec::new(),
                    at_end: 0.0,
                })
                .collect(),
            ..Books::default()
        };
        for t in 0..books.months {
            books.month(t);
        }
        if has_value {
            books.end();
        }
        books
    }

    fn month(&mut self, t: usize) {
        let last = |values: &[f64], opening: f64| values.last().copied().unwrap_or(opening);
        let revenue = self.rent[t] + self.sales[t];
        let cost: f64 = self.costs.iter().map(|item| item[t]).sum();
        let spent: f64 = self.capex.iter().map(|class| class[t]).sum();
        let share = self.share[t];
        let (mut interest, mut principal, mut drawn) = (0.0, 0.0, 0.0);
        for party in &mut self.parties {
            let draw = party.draws[t];
            drawn += draw;
            party.drawn.push(last(&party.drawn, 0.0) + draw);
            if !party.lends {
                continue;
            }
            let opening = last(&party.balance, 0.0);
            let before = last(&party.since, -1.0);
            let since = if before >= 0.0 {
                before + 1.0
            } else if draw > 0.0 {
                0.0
            } else {
                -1.0
            };
            let years = since * DELTA;
            let accrued = opening * (party.compounding - 1.0);
            let left = (party.maturity - years).max(DELTA);
            let due = if since >= 0.0 && years >= party.grace {
                opening * (DELTA / left).min(1.0)
            } else {
                0.0
            };
            let balance = (opening + draw + (1.0 - share) * accrued - share * due).max(0.0);
            party.since.push(since);
            party.interest.push(accrued);
            party.principal.push(due);
            party.balance.push(balance);
            party.first.push(share * accrued);
            party.rest.push(share * due);
            interest += accrued;
            principal += due;
        }
        let mut depreciation = 0.0;
        for class in 0..3 {
            let written =
                (last(&self.book[class], 0.0) + self.capex[class][t]) * self.decline[class];
            let book = (last(&self.book[class], 0.0) + self.capex[class][t] - written).max(0.0);
            self.written[class].push(written);
            self.book[class].push(book);
            depreciation += written;
        }
        let profit = revenue - cost - depreciation - interest;
        let losses = last(&self.losses, 0.0);
        let gross_tax = self.tax_rate * (profit - losses).max(0.0);
        let credits = last(&self.credits_left, 0.0) + self.credits[t];
        let used = gross_tax.min(credits);
        let operating_due = last(&self.cost, 0.0);
        let tax_due = last(&self.tax, 0.0);
        let arrears_before = last(&self.arrears, 0.0);
        let bills = operating_due + tax_due + interest + principal + arrears_before;
        let paid = share * bills;
        let arrears = (1.0 - share) * (operating_due + tax_due + arrears_before);
        let opening = last(&self.cash, self.opening_cash);
        let before = (opening + drawn + revenue + self.grants[t] - paid - spent).max(0.0);
        let works = self.capex[0][t] + self.capex[1][t] > 1e-9;
        let idle_before = last(&self.idle, -1.0);
        let idle = if works {
            0.0
        } else if idle_before >= 0.0 {
            idle_before + 1.0
        } else {
            idle_before
        };
        let distributed = if arrears > 0.0 {
            0.0
        } else if idle >= 12.0 {
            (before - 3.0 * bills).max(0.0)
        } else {
            before.min((1.0 - self.retained) * (revenue - paid).max(0.0))
        };
        let (mut asked, mut equity_drawn) = (0.0, 0.0);
        for party in self.parties.iter_mut().filter(|party| !party.lends) {
            let account = last(&party.balance, 0.0) * party.compounding + party.draws[t];
            party.asked.push(account);
            asked += account;
            equity_drawn += last(&party.drawn, 0.0);
        }
        let first = distributed.min(asked);
        let rest = if equity_drawn > 0.0 {
            (1.0 - self.carry) * (distributed - first)
        } else {
            0.0
        };
        for party in self.parties.iter_mut().filter(|party| !party.lends) {
            let account = last(&party.asked, 0.0);
            let paid = first * part(account, asked);
            party.balance.push((account - paid).max(0.0));
            party.first.push(paid);
            party
                .rest
                .push(rest * part(last(&party.drawn, 0.0), equity_drawn));
        }
        for (column, value) in [
            (&mut self.revenue, revenue),
            (&mut self.cost, cost),
            (&mut self.spent, spent),
            (&mut self.drawn, drawn),
            (&mut self.interest, interest),
            (&mut self.principal, principal),
            (&mut self.depreciation, depreciation),
            (&mut self.profit, profit),
            (&mut self.losses, (losses - profit).max(0.0)),
            (&mut self.gross_tax, gross_tax),
            (&mut self.credits_used, used),
            (&mut self.credits_left, (credits - used).max(0.0)),
            (&mut self.tax, gross_tax - used),
            (&mut self.operating_due, operating_due),
            (&mut self.bills, bills),
            (&mut self.paid, paid),
            (&mut self.arrears, arrears),
            (&mut self.before, before),
            (&mut self.idle, idle),
            (&mut self.distributed, distributed),
            (&mut self.cash, (before - distributed).max(0.0)),
            (&mut self.asked, asked),
            (&mut self.equity_drawn, equity_drawn),
            (&mut self.first, first),
            (&mut self.rest, rest),
            (&mut self.sponsor, distributed - first - rest),
        ] {
            column.push(value);
        }
    }

    /// The value at the end goes to lenders, arrears and, through the waterfall, equity.
    fn end(&mut self) {
        use fabcast_model::math::scalar::exp;
        let last = |values: &[f64]| values.last().copied().unwrap_or(0.0);
        let year = self.months.saturating_sub(12)..self.months;
        let margin: f64 = year.map(|t| self.revenue[t] - self.cost[t]).sum();
        let annuity = if self.value_decline.abs() < 1e-9 {
            self.half_life
        } else {
            (1.0 - exp(-self.value_decline * self.half_life)) / self.value_decline
        };
        self.operations = margin.max(0.0) * annuity;
        let cash = last(&self.cash);
        let debt: f64 = self
            .parties
            .iter()
            .filter(|p| p.lends)
            .map(|p| last(&p.balance))
            .sum();
        let value = self.operations + cash;
        self.end_lenders = value.min(debt);
        self.end_arrears = (value - self.end_lenders).min(last(&self.arrears));
        self.end_equity = (value - debt - last(&self.arrears)).max(0.0);
        let equity = |p: &&Party| !p.lends;
        let asked: f64 = self
            .parties
            .iter()
            .filter(equity)
            .map(|p| last(&p.balance))
            .sum();
        let drawn = last(&self.equity_drawn);
        self.end_first = self.end_equity.min(asked);
        self.end_rest = if drawn > 0.0 {
            (1.0 - self.carry) * (self.end_equity - self.end_first)
        } else {
            0.0
        };
        self.end_sponsor = self.end_equity - self.end_first - self.end_rest;
        for party in &mut self.parties {
            party.at_end = if party.lends {
                self.end_lenders * part(last(&party.balance), debt)
            } else {
                self.end_first * part(last(&party.balance), asked)
                    + self.end_rest * part(last(&party.drawn), drawn)
            };
        }
    }
}

//! A month of the books, step by step in the order in which the formulas follow each other.

use fabcast_model::capital::Repayment;
use fabcast_model::finance::Asset;
use fabcast_model::math::scalar::pow;

use super::{Books, DELTA, Loan, NOTHING, Role, last, part};

/// 1 for true.
fn flag(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

impl Loan {
    /// Years to the last repayment, at least a month.
    fn left(&self) -> f64 {
        (self.maturity - last(&self.since, -1.0) * DELTA).max(DELTA)
    }

    /// Whether the payment of this month is the last.
    fn is_last(&self) -> bool {
        self.left() <= DELTA + NOTHING
    }

    /// Whether the grace is over.
    fn is_past_grace(&self) -> bool {
        let since = last(&self.since, -1.0);
        since > 0.0 && since * DELTA >= self.grace
    }

    /// What is repaid of a debt this month by the loan's profile; of sculpted loans all, at the end.
    fn principal_of(&self, debt: f64, lender: &Lender) -> f64 {
        let left = self.left();
        let straight = (DELTA / left).min(1.0);
        let monthly = lender.compounding - 1.0;
        debt * match self.repayment {
            Repayment::Straight => straight,
            _ if self.is_last() => 1.0,
            Repayment::Bullet | Repayment::Sculpted => 0.0,
            Repayment::Annuity if monthly.abs() < 1e-12 => straight,
            Repayment::Annuity => (monthly / (pow(1.0 + lender.rate, left) - 1.0)).min(1.0),
        }
    }

    /// Interest, fees and principal of the month, but for what is sculpted.
    fn accrue(&mut self, t: usize, lender: &Lender) {
        let Lender {
            debt, drawn, draw, ..
        } = *lender;
        let before = last(&self.since, -1.0);
        self.since.push(match () {
            () if before >= 0.0 => before + 1.0,
            () if draw > 0.0 => 0.0,
            () => -1.0,
        });
        let month = t as f64;
        let open = lender.approved > 0.0
            && month >= lender.closing
            && self.bridge.is_none_or(|until| month < until);
        self.open.push(flag(open));
        self.interest.push(debt * (lender.compounding - 1.0));
        let fee = self.fee.unwrap_or(0.0);
        let undrawn = (lender.commitment - drawn).max(0.0);
        self.commitment_fee.push(flag(open) * fee * DELTA * undrawn);
        let guarantor = self.guarantee.map_or(0.0, |g| g.share * g.fee);
        self.guarantor_fee.push(debt * guarantor * DELTA);
        self.joins
            .push(flag(self.capitalises && !self.is_past_grace()));
        let repays = self.bridge.is_none() && self.is_past_grace();
        let debt = if repays { debt } else { 0.0 };
        self.repaying.push(debt);
        self.principal.push(self.principal_of(debt, lender));
    }

    /// Interest and fees accrued in a month.
    pub fn accrued(&self, t: usize) -> f64 {
        self.interest[t] + self.commitment_fee[t] + self.guarantor_fee[t]
    }
}

/// The lender of a loan before a month, and what it lends in it.
struct Lender {
    debt: f64,
    drawn: f64,
    draw: f64,
    approved: f64,
    closing: f64,
    commitment: f64,
    rate: f64,
    compounding: f64,
}

impl Books {
    pub(super) fn month(&mut self, t: usize) {
        self.revenue.push(self.rent[t] + self.sales[t]);
        self.cost.push(self.costs.iter().map(|item| item[t]).sum());
        let spent = self.classes.iter().map(|class| class.paid[t]).sum();
        self.spent.push(spent);
        self.accrue(t);
        self.sculpt(t);
        self.pay(t);
        self.call(t);
        self.tax(t);
        self.cover(t);
        self.distribute(t);
        self.sweep(t);
        self.waterfall(t);
    }

    fn accrue(&mut self, t: usize) {
        let (mut interest, mut bills, mut straight, mut sculpted) = (0.0, 0.0, 0.0, 0.0);
        for party in &mut self.parties {
            let Role::Lender(loan) = &mut party.role else {
                continue;
            };
            let lender = Lender {
                debt: last(&party.balance, 0.0),
                drawn: last(&party.drawn, 0.0),
                draw: party.drawn_for_needs[t],
                approved: party.approved,
                closing: party.closing,
                commitment: party.commitment,
                rate: party.rate,
                compounding: party.compounding,
            };
            loan.accrue(t, &lender);
            interest += loan.accrued(t);
            bills += (1.0 - loan.joins[t]) * loan.accrued(t);
            if loan.repayment == Repayment::Sculpted {
                sculpted += loan.repaying[t];
            } else {
                straight += loan.principal[t];
            }
        }
        self.interest.push(interest);
        self.cash_interest.push(bills);
        self.straight.push(straight);
        self.sculpted.push(sculpted);
    }

    /// Sculpted loans are repaid as far as last month's cash covers.
    fn sculpt(&mut self, t: usize) {
        let then = |values: &[f64]| match t {
            0 => 0.0,
            t => values[t - 1],
        };
        let before = then(&self.revenue) - then(&self.cost) - then(&self.tax);
        let (interest, straight, sculpted) =
            (self.cash_interest[t], self.straight[t], self.sculpted[t]);
        let mut principal = straight;
        for party in &mut self.parties {
            let Role::Lender(loan) = &mut party.role else {
                continue;
            };
            if loan.repayment != Repayment::Sculpted {
                continue;
            }
            let debt = loan.repaying[t];
            if !loan.is_last() {
                let room = (before.max(0.0) / loan.target - interest - straight).max(0.0);
                loan.principal[t] = debt.min(part(debt, sculpted) * room);
            }
            principal += loan.principal[t];
        }
        self.before_service.push(before);
        self.principal.push(principal);
        self.service.push(interest + principal);
    }

    /// The bills, and what is left of them and of the debts.
    fn pay(&mut self, t: usize) {
        let share = self.share[t];
        let (operating, tax) = match t {
            0 => (0.0, 0.0),
            t => (self.cost[t - 1], self.tax[t - 1]),
        };
        let arrears = last(&self.arrears, 0.0);
        let bills = operating + tax + self.service[t] + arrears;
        for party in &mut self.parties {
            let opening = last(&party.balance, 0.0);
            let draw = party.drawn_for_needs[t];
            let Role::Lender(loan) = &mut party.role else {
                continue;
            };
            let (accrued, principal) = (loan.accrued(t), loan.principal[t]);
            let joins = loan.joins[t];
            let added = joins * accrued + (1.0 - joins) * (1.0 - share) * accrued;
            let after = opening + draw + added - share * principal;
            loan.after_bills.push(after.max(0.0));
            let interest = loan.interest[t] + loan.commitment_fee[t];
            party
                .received
                .push(share * ((1.0 - joins) * interest + principal));
        }
        self.operating_due.push(operating);
        self.tax_due.push(tax);
        self.bills.push(bills);
        self.paid.push(share * bills);
        self.arrears
            .push((1.0 - share) * (operating + tax + arrears));
    }

    /// Bridges that are due are repaid by a call on the owners; everybody's draws are summed.
    fn call(&mut self, t: usize) {
        let month = t as f64;
        let bridged = self.bridged();
        let (mut due, mut promised) = (0.0, 0.0);
        for party in &mut self.parties {
            let given = last(&party.drawn, 0.0) + party.drawn_for_needs[t];
            match &mut party.role {
                Role::Lender(loan) => {
                    let is_due = loan.bridge.is_some_and(|until| month >= until);
                    let debt = if is_due { loan.after_bills[t] } else { 0.0 };
                    loan.due.push(debt);
                    due += debt;
                }
                Role::Owner(_) if bridged => {
                    let open = party.approved > 0.0 && month >= party.closing;
                    let left = flag(open) * (party.commitment - given).max(0.0);
                    party.promised.push(left);
                    promised += left;
                }
                Role::Owner(_) => {}
            }
        }
        let called = f64::min(due, promised);
        let mut drawn = 0.0;
        for party in &mut self.parties {
            let mut draw = party.drawn_for_needs[t];
            match &mut party.role {
                Role::Lender(loan) => {
                    let repaid = called * part(loan.due[t], due);
                    loan.repaid.push(repaid);
                    party.received[t] += repaid;
                }
                Role::Owner(_) if bridged => {
                    let given = called * part(party.promised[t], promised);
                    party.called.push(given);
                    draw += given;
                }
                Role::Owner(_) => {}
            }
            party.draws.push(draw);
            party.drawn.push(last(&party.drawn, 0.0) + draw);
            drawn += draw;
        }
        self.bridges_due.push(due);
        self.promised.push(promised);
        self.called.push(called);
        self.drawn.push(drawn);
    }

    fn tax(&mut self, t: usize) {
        let mut depreciation = 0.0;
        let reequipment = self.reequipment(t);
        for (i, class) in self.classes.iter_mut().enumerate() {
            let added = if i == Asset::Tools as usize {
                reequipment
            } else {
                0.0
            };
            class.entered.push(class.paid[t] + added);
            let (opening, paid) = (last(&class.book, 0.0), class.entered[t]);
            let written = match class.table.first() {
                None => (opening + paid) * class.decline,
                Some(share) => {
                    let this = self.years[t];
                    let earlier: f64 = (0..t)
                        .filter(|&then| self.years[then] < this)
                        .map(|then| {
                            let age = (this - self.years[then]) as usize;
                            class.table.get(age).unwrap_or(&0.0) * class.entered[then]
                        })
                        .sum();
                    share * paid + earlier / 12.0
                }
            };
            class.written.push(written);
            class.book.push((opening + paid - written).max(0.0));
            depreciation += written;
        }
        let (mut property, mut taxed) = (0.0, 0.0);
        for region in &mut self.regions {
            let sum = last(&region.property, 0.0) + region.installed[t];
            region.property.push(sum);
            property += sum;
            taxed += region.rate * sum;
        }
        let rate = if property > 0.0 {
            taxed / property
        } else {
            self.tax_rate
        };
        let cost = self.cost[t] - reequipment;
        let profit = self.revenue[t] - cost - depreciation - self.interest[t];
        let losses = last(&self.losses, 0.0);
        let relief = losses.min(self.loss_limit * profit.max(0.0));
        let gross_tax = rate * (profit.max(0.0) - relief).max(0.0);
        let credits = last(&self.credits_left, 0.0) + self.credits[t];
        let used = gross_tax.min(credits);
        self.depreciation.push(depreciation);
        self.property.push(property);
        self.tax_rates.push(rate);
        self.profit.push(profit);
        self.relief.push(relief);
        self.losses
            .push((losses - relief + (-profit).max(0.0)).max(0.0));
        self.gross_tax.push(gross_tax);
        self.credits_used.push(used);
        self.credits_left.push((credits - used).max(0.0));
        self.tax.push(gross_tax - used);
    }

    /// Cash before distributions, and whether the debt service of the last year was covered.
    fn cover(&mut self, t: usize) {
        let opening = last(&self.cash, self.opening_cash);
        let came = self.drawn[t] + self.revenue[t] + self.grants[t];
        let went = self.paid[t] + self.spent[t] + self.called[t];
        self.before.push((opening + came - went).max(0.0));
        self.available
            .push(self.revenue[t] - self.share[t] * (self.bills[t] - self.service[t]));
        let year = (t + 1).saturating_sub(12)..=t;
        let available: f64 = self.available[year.clone()].iter().sum();
        let service: f64 = self.service[year].iter().sum();
        self.available_year.push(available);
        self.service_year.push(service);
        self.cover.push(if t >= 11 && service > NOTHING {
            available / service
        } else {
            0.0
        });
        let before = last(&self.repaying, 0.0);
        let begun = before > 0.0 || self.principal[t] > NOTHING;
        let repaying = if begun { before + 1.0 } else { 0.0 };
        self.repaying.push(repaying);
        let tested = repaying >= 12.0 && service > NOTHING;
        let below =
            |limit: f64| flag(tested && limit > 0.0 && available < (limit - NOTHING) * service);
        let (locked, stopped) = (below(self.covenants.lock_up), below(self.covenants.default));
        self.locked.push(locked);
        self.stopped.push(stopped);
        let reserve = self.covenants.reserve * service * DELTA;
        self.reserve.push(self.before[t].min(reserve));
    }

    /// What could be distributed.
    fn distribute(&mut self, t: usize) {
        let works = self.classes[0].paid[t] + self.classes[1].paid[t] > NOTHING;
        let before = last(&self.idle, -1.0);
        let idle = match () {
            () if works => 0.0,
            () if before >= 0.0 => before + 1.0,
            () => before,
        };
        self.idle.push(idle);
        let free = self.before[t] - self.reserve[t];
        let surplus = (self.revenue[t] - self.paid[t]).max(0.0);
        self.amount.push(match () {
            () if self.arrears[t] > 0.0 || self.locked[t] > 0.0 => 0.0,
            () if idle >= 12.0 => (free - 3.0 * self.bills[t]).max(0.0),
            () => free.max(0.0).min((1.0 - self.retained) * surplus),
        });
    }

    /// Part of it repays debt; the rest is distributed.
    fn sweep(&mut self, t: usize) {
        let amount = self.amount[t];
        let left = |loan: &Loan| (loan.after_bills[t] - loan.repaid[t]).max(0.0);
        let owed: f64 = self.loans().map(|(_, _, loan)| left(loan)).sum();
        let swept = self
            .covenants
            .sweep
            .map_or(0.0, |share| owed.min(share * amount));
        let mut debt = 0.0;
        for party in &mut self.parties {
            let Role::Lender(loan) = &mut party.role else {
                continue;
            };
            let repaid = swept * part(left(loan), owed);
            loan.swept.push(repaid);
            party.received[t] += repaid;
            party.balance.push((left(loan) - repaid).max(0.0));
            debt += last(&party.balance, 0.0);
        }
        self.owed.push(owed);
        self.swept.push(swept);
        self.debt.push(debt);
        self.distributed.push(amount - swept);
        self.cash.push((self.before[t] - amount).max(0.0));
    }

    fn waterfall(&mut self, t: usize) {
        let (mut drawn, mut sharing) = (0.0, 0.0);
        let mut asked = vec![0.0; self.ranks.len()];
        for party in &mut self.parties {
            let opening = last(&party.balance, 0.0);
            let Role::Owner(owner) = &mut party.role else {
                continue;
            };
            let account = opening * party.compounding + party.draws[t];
            owner.asked.push(account);
            asked[owner.rank] += account;
            drawn += party.drawn[t];
            sharing += if owner.preferred { 0.0 } else { party.drawn[t] };
        }
        let (given, left) = by_rank(&asked, self.distributed[t]);
        let rest = if sharing > 0.0 {
            (1.0 - self.carry) * left
        } else {
            0.0
        };
        for party in &mut self.parties {
            let Role::Owner(owner) = &mut party.role else {
                continue;
            };
            let account = owner.asked[t];
            let paid = given[owner.rank] * part(account, asked[owner.rank]);
            let share = if owner.preferred {
                0.0
            } else {
                rest * part(party.drawn[t], sharing)
            };
            party.balance.push((account - paid).max(0.0));
            party.received.push(paid + share);
        }
        for (column, values) in [(&mut self.asked, &asked), (&mut self.given, &given)] {
            for (column, &value) in column.iter_mut().zip(values) {
                column.push(value);
            }
        }
        self.equity_drawn.push(drawn);
        self.sharing_drawn.push(sharing);
        self.rest.push(rest);
        self.sponsor.push(left - rest);
    }
}

/// What each rank is given of an amount, the first first, and what is left.
pub(super) fn by_rank(asked: &[f64], amount: f64) -> (Vec<f64>, f64) {
    let mut left = amount;
    let given = asked.iter().map(|&asked| {
        let given = left.min(asked);
        left -= given;
        given
    });
    (given.collect(), left)
}

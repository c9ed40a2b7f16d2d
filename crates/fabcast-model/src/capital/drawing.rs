//! What can be drawn from whom (model §1): limits, bridges of equity, the order of drawing.

use super::{CapitalState, CapitalTerms};
use crate::lanes::{Lanes, ONE, ZERO, part};

/// Loans that stand for the owners' money until they are called.
struct Bridge {
    /// What open owners have still to give.
    promised: Lanes,
    /// Commitments of open bridges.
    open: Lanes,
    /// What bridges may still lend.
    room: Lanes,
    /// Share of the owners' promises that is not pledged.
    free: Lanes,
}

impl CapitalState {
    /// `avail_i` of every investor into `available`; returns their sum `Av` [10⁹ USD]. `equipment`
    /// is what is to be paid for servers, accelerators and tools this month.
    #[inline(always)]
    pub(super) fn available(
        &self,
        terms: &CapitalTerms,
        month: Lanes,
        equipment: Lanes,
        events: &[Lanes],
        available: &mut [Lanes],
    ) -> Lanes {
        let (mut equity, mut debt, mut open_debt) = (self.grants, ZERO, ZERO);
        for (investor, account) in terms.investors.iter().zip(&self.accounts) {
            if investor.loan.bridge.is_some() {
                // Backed by the owners' promises, it counts as theirs.
                equity += account.debt;
            } else if investor.lends {
                debt += account.debt;
                let open = investor.approved & month.ge(investor.closing);
                open_debt += open.of(investor.commitment);
            } else {
                equity += account.drawn;
            }
        }
        // Nothing can be borrowed before the first equity is in.
        let room = (terms.leverage * equity - debt).positive();
        let bridge = self.bridge(terms, month);
        let mut total = ZERO;
        for (i, (investor, account)) in terms.investors.iter().zip(&self.accounts).enumerate() {
            let open = investor.open(month);
            let mut left = (investor.commitment - account.drawn).positive();
            if terms.bridged && !investor.lends {
                left *= bridge.free;
            }
            let m = events.get(i).copied().unwrap_or(ONE);
            let mut limit = open.of(m * left.min(investor.monthly));
            if investor.loan.bridge.is_some() {
                let share = part(open.of(investor.commitment), bridge.open);
                limit = limit.min(share * bridge.room);
            } else if investor.lends {
                limit = limit.min(part(open.of(investor.commitment), open_debt) * room);
                limit = self.stopped.select(ZERO, limit);
            }
            if let Some(export) = investor.loan.export {
                limit = limit.min(export * equipment);
            }
            available[i] = limit;
            total += limit;
        }
        total
    }

    /// How far bridges may go, and what they leave of the owners' promises.
    #[inline(always)]
    fn bridge(&self, terms: &CapitalTerms, month: Lanes) -> Bridge {
        let (mut promised, mut owed, mut open) = (ZERO, ZERO, ZERO);
        if terms.bridged {
            for (investor, account) in terms.investors.iter().zip(&self.accounts) {
                let (opens, left) = (investor.open(month), investor.commitment - account.drawn);
                if investor.loan.bridge.is_some() {
                    owed += account.debt;
                    open += opens.of(investor.commitment);
                } else if !investor.lends {
                    promised += opens.of(left.positive());
                }
            }
        }
        Bridge {
            promised,
            open,
            room: (promised - owed).positive(),
            free: (ONE - part(owed, promised)).positive(),
        }
    }

    /// Bridges that are due are repaid by a call on the owners, pro rata to what they have still to
    /// give, whatever their yearly limit; what they cannot give stays owed. Returns the call [10⁹ USD].
    #[inline(always)]
    pub fn repay_bridges(&mut self, terms: &CapitalTerms, month: usize) -> Lanes {
        if !terms.bridged {
            return ZERO;
        }
        let t = Lanes::splat(month as f64);
        let promised = self.bridge(terms, t).promised;
        let mut due = ZERO;
        for (investor, account) in terms.investors.iter().zip(&self.accounts) {
            if let Some(until) = investor.loan.bridge {
                due += t.ge(until).of(account.debt);
            }
        }
        let call = due.min(promised);
        for (account, investor) in self.accounts.iter_mut().zip(&terms.investors) {
            if let Some(until) = investor.loan.bridge {
                let repaid = call * part(t.ge(until).of(account.debt), due);
                account.debt = (account.debt - repaid).positive();
                account.received += repaid;
            } else if !investor.lends {
                let left = (investor.commitment - account.drawn).positive();
                let given = call * part(investor.open(t).of(left), promised);
                account.called = given;
                account.draw += given;
                account.drawn += given;
            }
        }
        call
    }

    /// Draws of places that come one after the other, pro rata within each, in place of what is
    /// available.
    #[inline(always)]
    pub(super) fn in_order(terms: &CapitalTerms, drawn: Lanes, available: &mut [Lanes]) {
        let mut left = drawn;
        for &order in &terms.orders {
            let mut sum = ZERO;
            for (investor, &limit) in terms.investors.iter().zip(available.iter()) {
                if investor.order == order {
                    sum += limit;
                }
            }
            let taken = left.min(sum);
            for (investor, limit) in terms.investors.iter().zip(available.iter_mut()) {
                if investor.order == order {
                    *limit = taken * part(*limit, sum);
                }
            }
            left = (left - taken).positive();
        }
    }
}

//! Debt service and what lenders ask for (model §12).

use super::{Books, Paid};
use crate::capital::{Account, CapitalState, CapitalTerms, InvestorTerms, Repayment};
use crate::delay::DELTA;
use crate::flows::NEAR;
use crate::lanes::{Lanes, Mask, ONE, ZERO, part};

/// Less debt service than this has no cover [10⁹ USD].
const NO_SERVICE: f64 = 1e-9;

/// What is due to all lenders this month, beside the debt of each [10⁹ USD].
#[derive(Clone, Copy, Debug)]
pub struct Due {
    /// Cash of last month before debt service: revenue less operating cost and tax.
    available: Lanes,
    /// Interest and fees that are paid in cash.
    pub interest: Lanes,
    /// Principal, without that of sculpted loans.
    straight: Lanes,
    /// Debt of the sculpted loans that are being repaid.
    sculpted: Lanes,
}

impl Due {
    pub(super) const NONE: Due = Due {
        available: ZERO,
        interest: ZERO,
        straight: ZERO,
        sculpted: ZERO,
    };
}

/// What a lender is due in a month.
struct Service {
    /// Interest and commitment fee.
    interest: Lanes,
    /// Fee of the guarantor.
    guarantor: Lanes,
    /// Whether the loan is in its grace and what accrues joins the debt.
    joins: Mask,
    /// Whether principal is repaid.
    repays: Mask,
    /// Principal, of loans that are not sculpted.
    principal: Lanes,
    /// Whether it is the last payment.
    last: Mask,
}

/// Interest `B·((1+rate)^Δ - 1)`, fees, and principal by the loan's profile after the grace.
/// `debt` is that before this month's draw, `drawn` likewise.
#[inline(always)]
fn service(
    investor: &InvestorTerms,
    account: &Account,
    debt: Lanes,
    drawn: Lanes,
    t: Lanes,
) -> Service {
    let loan = &investor.loan;
    let mut interest = debt * (investor.compounding - ONE);
    if loan.has_fee {
        let undrawn = (investor.commitment - drawn).positive();
        interest += investor.open(t).of(loan.fee * undrawn);
    }
    let years = (t - account.first_draw) * DELTA;
    // It lasts through the month of the first draw at least, before and after which bills are looked at.
    let grace_over = years.ge(investor.grace) & account.first_draw.lt(t);
    let left = (investor.maturity - years).max(Lanes::splat(DELTA));
    let repays: Mask = match loan.bridge {
        Some(_) => Mask::splat(false),
        None => grace_over,
    };
    let straight = (DELTA / left).min(ONE);
    let last = left.le(Lanes::splat(DELTA + NEAR));
    let share = match loan.repayment {
        Repayment::Straight | Repayment::Sculpted => straight,
        Repayment::Bullet => last.number(),
        Repayment::Annuity => {
            let monthly = investor.compounding - ONE;
            let flat = monthly.abs().lt(Lanes::splat(1e-12));
            let share = flat.select(straight, monthly / (account.growth - ONE));
            last.select(ONE, share.min(ONE))
        }
    };
    Service {
        interest,
        guarantor: debt * loan.guarantee_fee,
        joins: if loan.capitalises {
            !grace_over
        } else {
            Mask::splat(false)
        },
        repays,
        principal: repays.of(debt * share),
        last,
    }
}

impl Due {
    /// Principal of a sculpted loan: its part of what is left of the cash before debt service over the
    /// target, once interest and other principal are paid; all of it at maturity.
    #[inline(always)]
    fn sculpted(&self, investor: &InvestorTerms, debt: Lanes, service: &Service) -> Lanes {
        let asked = self.available.positive() / investor.loan.target;
        let room = (asked - self.interest - self.straight).positive();
        let part = debt.min(room * part(debt, self.sculpted));
        service.repays.of(service.last.select(debt, part))
    }
}

impl Books {
    /// Whether a lender has anything to ask for.
    #[inline(always)]
    fn asks(investor: &InvestorTerms, debt: Lanes) -> bool {
        investor.lends && (investor.loan.has_fee || debt.gt(ZERO).any())
    }

    /// Bills due this month: last month's operating cost and tax, debt service, arrears.
    #[inline(always)]
    pub fn bills(&mut self, capital: &CapitalState, terms: &CapitalTerms, month: usize) -> Lanes {
        let t = Lanes::splat(month as f64);
        (self.interest, self.principal) = (ZERO, ZERO);
        let (mut paid, mut sculpts) = (ZERO, ZERO);
        for (account, investor) in capital.accounts.iter().zip(&terms.investors) {
            if Books::asks(investor, account.debt) {
                let due = service(investor, account, account.debt, account.drawn, t);
                let accrued = due.interest + due.guarantor;
                self.interest += accrued;
                paid += due.joins.select(ZERO, accrued);
                if investor.loan.repayment == Repayment::Sculpted {
                    sculpts += due.repays.of(account.debt);
                } else {
                    self.principal += due.principal;
                }
            }
        }
        self.due = Due {
            available: self.revenue - self.operating_due - self.tax_due,
            interest: paid,
            straight: self.principal,
            sculpted: sculpts,
        };
        if sculpts.gt(ZERO).any() {
            for (account, investor) in capital.accounts.iter().zip(&terms.investors) {
                if investor.loan.repayment == Repayment::Sculpted && account.debt.gt(ZERO).any() {
                    let due = service(investor, account, account.debt, account.drawn, t);
                    self.principal += self.due.sculpted(investor, account.debt, &due);
                }
            }
        }
        self.operating_due + self.tax_due + paid + self.principal + capital.arrears
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
        let (mut repaid, mut to_guarantors) = (ZERO, ZERO);
        for (account, investor) in capital.accounts.iter_mut().zip(&terms.investors) {
            // The debt as it stood before this month's draw.
            let debt = account.debt - account.draw;
            if Books::asks(investor, debt) {
                let due = service(investor, account, debt, account.drawn - account.draw, t);
                let principal = match investor.loan.repayment {
                    Repayment::Sculpted => self.due.sculpted(investor, debt, &due),
                    _ => due.principal,
                };
                let accrued = due.interest + due.guarantor;
                let joins = due.joins.select(accrued, unpaid * accrued);
                account.debt = (account.debt + joins - share * principal).positive();
                let paid = due.joins.select(ZERO, share);
                account.received += paid * due.interest + share * principal;
                to_guarantors += paid * due.guarantor;
                repaid += share * principal;
            }
            if investor.loan.repayment == Repayment::Annuity {
                let begun = account.first_draw.le(t);
                let next = account.growth / investor.compounding;
                account.growth = begun.select(next, account.growth);
            }
        }
        let operating = self.operating_due + self.tax_due + capital.arrears;
        capital.arrears = unpaid * operating;
        Paid {
            bills,
            paid: share * bills,
            debt_service: share * (self.due.interest + self.principal),
            to_guarantors,
            repaid,
        }
    }
}

/// Cash before debt service and debt service due of the last twelve months; state.
#[derive(Clone, Copy, Debug)]
pub struct Cover {
    cash: [Lanes; 12],
    service: [Lanes; 12],
    /// Months since principal was first due; 0 before.
    repaying: Lanes,
}

impl Cover {
    pub(super) const NONE: Cover = Cover {
        cash: [ZERO; 12],
        service: [ZERO; 12],
        repaying: ZERO,
    };

    /// Takes a month in.
    #[inline(always)]
    fn add(&mut self, month: usize, cash: Lanes, service: Lanes, principal: Lanes) {
        self.cash[month % 12] = cash;
        self.service[month % 12] = service;
        let begun = self.repaying.gt(ZERO) | principal.gt(Lanes::splat(NO_SERVICE));
        self.repaying += begun.number();
    }

    /// Debt service due in the last twelve months [10⁹ USD].
    #[inline(always)]
    fn service(&self) -> Lanes {
        self.service.iter().fold(ZERO, |sum, &x| sum + x)
    }

    /// Whether the cover is below a limit; without debt service, or within the first year of
    /// repayments, it is not.
    #[inline(always)]
    fn below(&self, limit: Lanes) -> Mask {
        let (cash, service) = (
            self.cash.iter().fold(ZERO, |sum, &x| sum + x),
            self.service(),
        );
        let tested = self.repaying.ge(Lanes::splat(12.0)) & service.gt(Lanes::splat(NO_SERVICE));
        tested & limit.gt(ZERO) & cash.lt((limit - NEAR) * service)
    }
}

/// What lenders let pass of a month's cash.
#[derive(Clone, Copy, Debug)]
pub struct Allowed {
    /// Cash that is not kept for debt service [10⁹ USD].
    pub free: Lanes,
    /// Whether nothing may be distributed.
    pub locked: Mask,
}

impl Books {
    /// Tests the cover of the last twelve months and sets aside the reserve for debt service out of the
    /// month's `cash` before distributions.
    #[inline(always)]
    pub fn covenants(
        &mut self,
        capital: &mut CapitalState,
        terms: &CapitalTerms,
        month: usize,
        revenue: Lanes,
        paid: &Paid,
        cash: Lanes,
    ) -> Allowed {
        let asked = &terms.covenants;
        if !asked.any {
            return Allowed {
                free: cash,
                locked: Mask::splat(false),
            };
        }
        let available = revenue - (paid.paid - paid.debt_service);
        let service = self.due.interest + self.principal;
        self.cover.add(month, available, service, self.principal);
        capital.reserve = cash.min(asked.reserve * self.cover.service() * DELTA);
        capital.stopped = self.cover.below(asked.default);
        Allowed {
            free: cash - capital.reserve,
            locked: self.cover.below(asked.lock_up),
        }
    }
}

/// Part of what may be distributed that repays debt instead, pro rata to what is owed [10⁹ USD].
#[inline(always)]
pub fn sweep(capital: &mut CapitalState, terms: &CapitalTerms, amount: Lanes) -> Lanes {
    let Some(share) = terms.covenants.sweep else {
        return ZERO;
    };
    let owed = capital.owed();
    let swept = owed.min(share * amount);
    for account in &mut capital.accounts {
        let repaid = swept * part(account.debt, owed);
        account.debt = (account.debt - repaid).positive();
        account.received += repaid;
    }
    swept
}

//! Terms of a loan beyond its rate and term, and agreements with all lenders (model §1, §12).

use crate::declare::{fixed, parameters};
use crate::delay::DELTA;
use crate::lanes::{Lanes, ONE, ZERO};
use crate::math;
use crate::parameters::{ParamId, Values};

/// How principal is repaid after the grace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repayment {
    /// Equal parts of principal.
    Straight,
    /// Equal sums of interest and principal.
    Annuity,
    /// All of it at maturity.
    Bullet,
    /// What brings the cover of debt service to a target; the rest at maturity.
    Sculpted,
}

/// Cover that sculpted repayments aim at where the scenario names none: usual for contracted
/// infrastructure (`pf.dscr`).
pub const TARGET_COVER: f64 = 1.3;

parameters! {
    /// A lender's terms in the scenario.
    pub(crate) struct Loan {
        repayment: Repayment = word("capital.investor.*.repayment", Form::Word(&REPAYMENTS), 12, "", "how a loan is repaid after the grace; absent: `straight`, equal parts of principal").absent();
        target: Option<ParamId> = q("capital.investor.*.target_cover", "1", 12, "", "cover of debt service that sculpted repayments aim at; absent: 1.3").within(0.1, 100.0).absent();
        grace_interest: GraceInterest = word("capital.investor.*.grace_interest", Form::Word(&GRACE_INTEREST), 12, "", "interest during the grace: paid, or added to the debt; absent: `paid`").absent();
        fee: Option<ParamId> = q("capital.investor.*.commitment_fee", "1/yr", 12, "", "yearly fee on what can be drawn and is not; absent: 0").within(0.0, 0.5).absent();
        guarantee: Option<ParamId> = share("capital.investor.*.guarantee", 12, "", "share of a loan's principal that a state guarantees; absent: 0").absent();
        guaranteed_rate: Option<ParamId> = q("capital.investor.*.guaranteed_rate", "1/yr", 12, "", "interest rate of the guaranteed share, nominal; absent: `rate`").within(0.0, 2.0).absent();
        guarantee_fee: Option<ParamId> = q("capital.investor.*.guarantee_fee", "1/yr", 12, "", "yearly fee on guaranteed principal, to the guarantor; absent: 0").within(0.0, 0.5).absent();
        export: Option<ParamId> = share("capital.investor.*.export_share", 1, "", "export credit: largest draw over the month's payments for tools, servers and accelerators; absent: any cost").absent();
        pub(super) bridge: Option<ParamId> = when("capital.investor.*.bridge_until", 1, "", "equity bridge: month in which a call on the owners repays the loan; absent: no bridge").absent();
    }
}

fixed!(Repayment, |reader, path| match reader.optional_text(path) {
    Some("annuity") => Repayment::Annuity,
    Some("bullet") => Repayment::Bullet,
    Some("sculpted") => Repayment::Sculpted,
    _ => Repayment::Straight,
});

/// What becomes of interest during the grace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GraceInterest {
    Paid,
    Capitalised,
}

fixed!(
    GraceInterest,
    |reader, path| match reader.optional_text(path) {
        Some("capitalised") => GraceInterest::Capitalised,
        _ => GraceInterest::Paid,
    }
);

impl Loan {
    /// Nominal rate with the guaranteed share at its own.
    pub(super) fn rate(&self, rate: Lanes, values: &Values) -> Lanes {
        match (self.guarantee, self.guaranteed_rate) {
            (Some(share), Some(guaranteed)) => {
                (ONE - values[share]) * rate + values[share] * values[guaranteed]
            }
            _ => rate,
        }
    }

    pub(super) fn terms(&self, rate: Lanes, maturity: Lanes, values: &Values) -> LoanTerms {
        let of = |id: Option<ParamId>| id.map_or(ZERO, |id| values[id]);
        LoanTerms {
            repayment: self.repayment,
            capitalises: self.grace_interest == GraceInterest::Capitalised,
            target: self
                .target
                .map_or(Lanes::splat(TARGET_COVER), |id| values[id]),
            growth: match self.repayment {
                Repayment::Annuity => math::pow(ONE + rate, maturity),
                _ => ONE,
            },
            fee: of(self.fee) * DELTA,
            has_fee: self.fee.is_some(),
            guarantee: of(self.guarantee),
            guaranteed_rate: self.guaranteed_rate.map(|id| values[id]),
            guarantee_fee: of(self.guarantee) * of(self.guarantee_fee) * DELTA,
            export: self.export.map(|id| values[id]),
            bridge: self.bridge.map(|id| values[id]),
        }
    }
}

/// A lender's terms in a run.
#[derive(Clone, Copy, Debug)]
pub struct LoanTerms {
    /// How principal is repaid.
    pub repayment: Repayment,
    /// Whether interest and fees of the grace join the debt.
    pub capitalises: bool,
    /// Cover that sculpted repayments aim at.
    pub target: Lanes,
    /// `(1 + rate)^(grace + term)`, for annuities.
    pub growth: Lanes,
    /// Commitment fee a month on what is not drawn.
    pub fee: Lanes,
    /// Whether there is one.
    pub has_fee: bool,
    /// Share of the principal that is guaranteed.
    pub guarantee: Lanes,
    /// Yearly rate of that share; none: the loan's.
    pub guaranteed_rate: Option<Lanes>,
    /// Fee a month for it, on all principal.
    pub guarantee_fee: Lanes,
    /// Largest draw over the month's needs for servers, accelerators and tools; none: no such limit.
    pub export: Option<Lanes>,
    /// Month in which the owners repay it; none: no bridge of equity.
    pub bridge: Option<Lanes>,
}

impl LoanTerms {
    /// Terms of those who do not lend.
    pub const NONE: LoanTerms = LoanTerms {
        repayment: Repayment::Straight,
        capitalises: false,
        target: ONE,
        growth: ONE,
        fee: ZERO,
        has_fee: false,
        guarantee: ZERO,
        guaranteed_rate: None,
        guarantee_fee: ZERO,
        export: None,
        bridge: None,
    };
}

parameters! {
    /// What all lenders agree on, in the scenario.
    pub(crate) struct Covenants {
        reserve: Option<ParamId> = q("capital.reserve", "month", 12, "", "months of debt service kept in reserve; absent: 0").within(0.0, 60.0).absent();
        sweep: Option<ParamId> = share("capital.sweep", 12, "", "share of what may be distributed that repays debt first; absent: 0").absent();
        lock_up: Option<ParamId> = q("capital.lock_up_cover", "1", 12, "", "cover of debt service below which nothing is distributed; absent: 0").within(0.0, 100.0).absent();
        default: Option<ParamId> = q("capital.default_cover", "1", 12, "", "cover of debt service below which nothing is lent; absent: 0").within(0.0, 100.0).absent();
    }
}

impl Covenants {
    pub(super) fn terms(&self, values: &Values) -> CovenantTerms {
        let of = |id: Option<ParamId>| id.map_or(ZERO, |id| values[id]);
        CovenantTerms {
            any: self.reserve.or(self.lock_up).or(self.default).is_some(),
            reserve: of(self.reserve),
            sweep: self.sweep.map(|id| values[id]),
            lock_up: of(self.lock_up),
            default: of(self.default),
        }
    }
}

/// What all lenders agree on, in a run.
#[derive(Clone, Copy, Debug)]
pub struct CovenantTerms {
    /// Whether the cover of the last twelve months matters.
    pub any: bool,
    /// Months of debt service kept in reserve.
    pub reserve: Lanes,
    /// Share of what may be distributed that repays debt first; none: no sweep.
    pub sweep: Option<Lanes>,
    /// Cover below which nothing is distributed.
    pub lock_up: Lanes,
    /// Cover below which nothing is lent.
    pub default: Lanes,
}

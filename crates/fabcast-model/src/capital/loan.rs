//! Terms of a loan beyond its rate and term, and agreements with all lenders (model §1, §12).

use crate::delay::DELTA;
use crate::lanes::{Lanes, ONE, ZERO};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

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

/// A lender's terms in the scenario.
#[derive(Clone, Debug)]
pub(super) struct Loan {
    repayment: Repayment,
    capitalises: bool,
    target: Option<ParamId>,
    fee: Option<ParamId>,
    guarantee: Option<ParamId>,
    guaranteed_rate: Option<ParamId>,
    guarantee_fee: Option<ParamId>,
    export: Option<ParamId>,
    bridge: Option<ParamId>,
}

impl Loan {
    pub(super) fn read(reader: &Reader, name: &str) -> Loan {
        let path = |leaf: &str| format!("capital.investor.{name}.{leaf}");
        let quantity = |leaf: &str| reader.optional(&path(leaf));
        Loan {
            repayment: match reader.optional_text(&path("repayment")) {
                Some("annuity") => Repayment::Annuity,
                Some("bullet") => Repayment::Bullet,
                Some("sculpted") => Repayment::Sculpted,
                _ => Repayment::Straight,
            },
            capitalises: reader.optional_text(&path("grace_interest")) == Some("capitalised"),
            target: quantity("target_cover"),
            fee: quantity("commitment_fee"),
            guarantee: quantity("guarantee"),
            guaranteed_rate: quantity("guaranteed_rate"),
            guarantee_fee: quantity("guarantee_fee"),
            export: quantity("export_share"),
            bridge: quantity("bridge_until"),
        }
    }

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
            capitalises: self.capitalises,
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

/// What all lenders agree on, in the scenario.
#[derive(Clone, Debug)]
pub(super) struct Covenants {
    reserve: Option<ParamId>,
    sweep: Option<ParamId>,
    lock_up: Option<ParamId>,
    default: Option<ParamId>,
}

impl Covenants {
    pub(super) fn read(reader: &Reader) -> Covenants {
        let at = |leaf: &str| reader.optional(&format!("capital.{leaf}"));
        Covenants {
            reserve: at("reserve"),
            sweep: at("sweep"),
            lock_up: at("lock_up_cover"),
            default: at("default_cover"),
        }
    }

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

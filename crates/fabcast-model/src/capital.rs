//! Capital (model §1): commitments, the starting rule, four classes of cash rationing.

mod drawing;
mod loan;

pub use loan::{CovenantTerms, LoanTerms, Repayment, TARGET_COVER};
use loan::{Covenants, Loan};

use crate::delay::DELTA;
use crate::flows::{Funding, NEAR, Needs};
use crate::lanes::{Lanes, Mask, ONE, ZERO, part, ratio};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;
use crate::relax::{Group, Relax};

/// Who brings money.
#[derive(Clone, Debug)]
pub struct Investor {
    /// Name in the scenario; empty for the one of a scenario without investors.
    pub name: String,
    /// Whether it lends (debt) or owns (equity).
    pub lends: bool,
    /// Whether it is preferred equity, with a coupon.
    pub preferred: bool,
    /// Place in the order of drawing; the same place draws pro rata.
    order: usize,
    /// Place in the waterfall; equity only.
    rank: usize,
    loan: Option<Loan>,
    /// `C_i`; `None` for the investor of a scenario without any, who pays the whole plan.
    pub commitment: Option<ParamId>,
    closing: Option<ParamId>,
    approval: Option<ParamId>,
    approval_latent: Option<ParamId>,
    draw_rate: Option<ParamId>,
    /// Hurdle of equity, rate of debt; nominal.
    rate: Option<ParamId>,
    grace: Option<ParamId>,
    term: Option<ParamId>,
}

impl Investor {
    /// Yearly hurdle of equity or rate of debt as it is signed, without a guarantee, by lane.
    fn nominal_rate(&self, capital: &Capital, values: &Values) -> Lanes {
        self.rate.map_or(values[capital.inflation], |id| values[id])
    }

    /// Real yearly hurdle of equity or rate of debt, by lane (model §12).
    pub fn real_rate(&self, capital: &Capital, values: &Values) -> Lanes {
        let nominal = self.nominal_rate(capital, values);
        let nominal = match &self.loan {
            Some(loan) => loan.rate(nominal, values),
            None => nominal,
        };
        real(nominal, values[capital.inflation])
    }

    /// What kind of money it is: the word of the scenario.
    pub fn kind(&self) -> &'static str {
        match (self.lends, self.preferred) {
            (true, _) => "debt",
            (_, true) => "preferred",
            _ => "equity",
        }
    }

    /// Whether the approval is left to chance.
    pub fn approval_varies(&self) -> bool {
        self.approval_latent.is_some() && self.approval.is_some()
    }

    /// Whether the investor is approved, by lane.
    pub fn approved(&self, values: &Values) -> Mask {
        match (self.approval_latent, self.approval) {
            (Some(latent), Some(approval)) => values[latent].lt(values[approval]),
            _ => Mask::ALL,
        }
    }
}

/// What §1 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Capital {
    /// Every investor.
    pub investors: Vec<Investor>,
    /// Places in the order of drawing and in the waterfall, the first first.
    orders: Vec<usize>,
    ranks: Vec<usize>,
    covenants: Covenants,
    gearing: ParamId,
    cover: ParamId,
    pub(crate) retained: ParamId,
    opening_cash: ParamId,
    pub(crate) carry: ParamId,
    pub(crate) inflation: ParamId,
}

impl Capital {
    /// Share of the surplus that is kept while building goes on.
    pub fn retained(&self) -> ParamId {
        self.retained
    }

    /// The sponsor's share above the hurdles.
    pub fn carry(&self) -> ParamId {
        self.carry
    }

    /// A nominal rate in constant dollars.
    pub fn real(&self, nominal: Lanes, values: &Values) -> Lanes {
        real(nominal, values[self.inflation])
    }

    pub(crate) fn read(reader: &mut Reader, names: &[String]) -> Capital {
        let mut investors: Vec<Investor> = names
            .iter()
            .map(|name| {
                let path = |leaf: &str| format!("capital.investor.{name}.{leaf}");
                let kind = reader.text(&path("kind"));
                let (lends, preferred) = (kind == "debt", kind == "preferred");
                let rate = match kind {
                    "debt" => "rate",
                    "preferred" => "coupon",
                    _ => "hurdle",
                };
                let loan = lends.then(|| Loan::read(reader, name));
                let repaid = lends && reader.optional(&path("bridge_until")).is_none();
                Investor {
                    lends,
                    preferred,
                    order: reader.optional_whole(&path("order")).unwrap_or(0),
                    rank: reader
                        .optional_whole(&path("rank"))
                        .unwrap_or(usize::from(!preferred)),
                    loan,
                    commitment: Some(reader.quantity(&path("commitment"))),
                    closing: Some(reader.quantity(&path("closing"))),
                    approval: Some(reader.quantity(&path("approval"))),
                    approval_latent: Some(reader.latent_uniform(&format!("approval.{name}"), 0.0)),
                    draw_rate: Some(reader.quantity(&path("draw_rate"))),
                    rate: Some(reader.quantity(&path(rate))),
                    grace: repaid.then(|| reader.quantity(&path("grace"))),
                    term: repaid.then(|| reader.quantity(&path("term"))),
                    name: name.clone(),
                }
            })
            .collect();
        if investors.is_empty() {
            investors.push(Investor {
                name: String::new(),
                lends: false,
                preferred: false,
                order: 0,
                rank: 1,
                loan: None,
                commitment: None,
                closing: None,
                approval: None,
                approval_latent: None,
                draw_rate: None,
                rate: None,
                grace: None,
                term: None,
            });
        }
        let distinct = |of: &dyn Fn(&Investor) -> Option<usize>| -> Vec<usize> {
            let mut places: Vec<usize> = investors.iter().filter_map(of).collect();
            places.sort_unstable();
            places.dedup();
            places
        };
        Capital {
            orders: distinct(&|i| Some(i.order)),
            ranks: distinct(&|i| (!i.lends).then_some(i.rank)),
            covenants: Covenants::read(reader),
            investors,
            gearing: reader.quantity("capital.gearing"),
            cover: reader.quantity("capital.cover"),
            retained: reader.quantity("capital.retained"),
            opening_cash: reader.quantity("capital.opening_cash"),
            carry: reader.quantity("capital.carry"),
            inflation: reader.quantity("capital.inflation"),
        }
    }
}

/// One investor in a run.
#[derive(Clone, Copy, Debug)]
pub struct InvestorTerms {
    /// Whether it lends.
    pub lends: bool,
    /// Whether it is preferred equity.
    pub preferred: bool,
    /// Place in the order of drawing.
    pub order: usize,
    /// Place in the waterfall.
    pub rank: usize,
    /// Terms of a loan.
    pub loan: LoanTerms,
    /// Whether it was approved.
    pub approved: Mask,
    /// `C_i` [10⁹ USD].
    pub commitment: Lanes,
    /// `T_i` \[months\].
    pub closing: Lanes,
    /// Largest draw a month, `a_i·C_i·Δ` [10⁹ USD].
    pub monthly: Lanes,
    /// `(1 + rate)^Δ` in real terms, of hurdle or interest.
    pub compounding: Lanes,
    /// Yearly hurdle or interest as it is signed, without a guarantee.
    pub nominal: Lanes,
    /// Real yearly hurdle or interest.
    pub rate: Lanes,
    /// Years from first draw to the first and last repayment.
    pub grace: Lanes,
    /// Grace plus term \[years\].
    pub maturity: Lanes,
}

/// What a run uses of §1.
#[derive(Clone, Debug)]
pub struct CapitalTerms {
    /// Every investor.
    pub investors: Vec<InvestorTerms>,
    /// `γ = g/(1-g)`.
    pub leverage: Lanes,
    /// `κ`.
    pub cover: Lanes,
    /// Yearly inflation, between nominal and real rates.
    pub inflation: Lanes,
    /// What all lenders agree on.
    pub covenants: CovenantTerms,
    /// Places in the waterfall, the first first.
    pub ranks: Vec<usize>,
    orders: Vec<usize>,
    /// Whether any loan bridges equity.
    pub(crate) bridged: bool,
    relaxed: bool,
    weights: Vec<Lanes>,
}

/// `(1 + nominal)/(1 + inflation) - 1`: rates quoted in nominal terms, in constant dollars.
#[inline(always)]
pub fn real(nominal: Lanes, inflation: Lanes) -> Lanes {
    (ONE + nominal) / (ONE + inflation) - ONE
}

impl InvestorTerms {
    /// Whether money can be drawn: approved and closed; a bridge only before it is repaid.
    #[inline(always)]
    pub fn open(&self, month: Lanes) -> Mask {
        let open = self.approved & month.ge(self.closing);
        match self.loan.bridge {
            Some(until) => open & month.lt(until),
            None => open,
        }
    }
}

impl CapitalTerms {
    /// Commitments, approvals and limits of this run's draws; `plan_cost` is what an investor
    /// without a commitment of its own brings.
    pub fn new(capital: &Capital, values: &Values, plan_cost: Lanes, relax: Relax) -> CapitalTerms {
        let or = |id: Option<ParamId>, other: Lanes| id.map_or(other, |id| values[id]);
        let investors: Vec<InvestorTerms> = capital
            .investors
            .iter()
            .map(|investor| {
                let commitment = or(investor.commitment, plan_cost);
                let approved = if relax.lifts(Group::Geopolitics) {
                    Mask::ALL
                } else {
                    investor.approved(values)
                };
                let rate = investor.real_rate(capital, values);
                let maturity = or(investor.grace, ZERO) + or(investor.term, ZERO);
                let loan = investor.loan.as_ref();
                InvestorTerms {
                    lends: investor.lends,
                    preferred: investor.preferred,
                    order: investor.order,
                    rank: investor.rank,
                    loan: loan.map_or(LoanTerms::NONE, |loan| loan.terms(rate, maturity, values)),
                    approved,
                    commitment,
                    closing: or(investor.closing, Lanes::splat(f64::NEG_INFINITY)),
                    monthly: investor
                        .draw_rate
                        .map_or(commitment, |id| values[id] * commitment * DELTA),
                    compounding: math::pow(ONE + rate, Lanes::splat(DELTA)),
                    nominal: investor.nominal_rate(capital, values),
                    rate,
                    grace: or(investor.grace, ZERO),
                    maturity,
                }
            })
            .collect();
        // A bridge is no money of its own: with capital relaxed the owners pay at once.
        let own = |i: &InvestorTerms| match i.loan.bridge {
            Some(_) => ZERO,
            None => i.commitment,
        };
        let total = investors.iter().fold(ZERO, |sum, i| sum + own(i));
        let gearing = values[capital.gearing];
        CapitalTerms {
            leverage: gearing / (ONE - gearing),
            cover: values[capital.cover],
            inflation: values[capital.inflation],
            covenants: capital.covenants.terms(values),
            ranks: capital.ranks.clone(),
            orders: capital.orders.clone(),
            bridged: investors.iter().any(|i| i.loan.bridge.is_some()),
            relaxed: relax.lifts(Group::Capital),
            weights: investors.iter().map(|i| part(own(i), total)).collect(),
            investors,
        }
    }
}

/// One investor's account; state.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// Drawn so far [10⁹ USD].
    pub drawn: Lanes,
    /// Drawn this month [10⁹ USD].
    pub draw: Lanes,
    /// Of it, called to repay bridges [10⁹ USD]; stands still where there are none.
    pub called: Lanes,
    /// `B`: principal outstanding [10⁹ USD]; debt only.
    pub debt: Lanes,
    /// Month of the first draw; +∞ before.
    pub first_draw: Lanes,
    /// `H_i`: what the hurdle still asks for [10⁹ USD]; equity only.
    pub hurdle: Lanes,
    /// Received so far, interest and principal included [10⁹ USD].
    pub received: Lanes,
    /// `(1 + rate)^(time to maturity)` once money is drawn; of annuities.
    pub growth: Lanes,
}

/// Cash and accounts; state.
#[derive(Clone, Debug)]
pub struct CapitalState {
    /// `X`: cash [10⁹ USD].
    pub cash: Lanes,
    /// `R`: part of the cash that is kept for debt service [10⁹ USD].
    pub reserve: Lanes,
    /// Whether lenders have stopped lending.
    pub stopped: Mask,
    /// Unpaid operating cost and tax [10⁹ USD].
    pub arrears: Lanes,
    /// Grants received so far [10⁹ USD].
    pub grants: Lanes,
    /// Every investor.
    pub accounts: Vec<Account>,
    /// Number of projects started; they start in plan order.
    pub started: Lanes,
    /// `Com`: planned capex of the projects started [10⁹ USD].
    pub committed: Lanes,
}

impl CapitalState {
    /// Before the first month.
    pub fn new(capital: &Capital, values: &Values) -> CapitalState {
        let account = Account {
            drawn: ZERO,
            draw: ZERO,
            called: ZERO,
            debt: ZERO,
            first_draw: Lanes::splat(f64::INFINITY),
            hurdle: ZERO,
            received: ZERO,
            growth: ONE,
        };
        CapitalState {
            cash: values[capital.opening_cash],
            reserve: ZERO,
            stopped: Mask::splat(false),
            arrears: ZERO,
            grants: ZERO,
            accounts: vec![account; capital.investors.len()],
            started: ZERO,
            committed: ZERO,
        }
    }

    /// Principal owed to all lenders [10⁹ USD].
    pub fn owed(&self) -> Lanes {
        self.accounts.iter().fold(ZERO, |sum, a| sum + a.debt)
    }

    /// Received by all investors so far [10⁹ USD].
    pub fn received(&self) -> Lanes {
        self.accounts.iter().fold(ZERO, |sum, a| sum + a.received)
    }

    /// `Cov`: money that a decision may count on (model §1, starting rule).
    #[inline(always)]
    pub fn cover(&self, terms: &CapitalTerms, month: Lanes) -> Lanes {
        let (mut equity, mut debt) = (self.grants, ZERO);
        for investor in &terms.investors {
            if investor.loan.bridge.is_some() {
                continue;
            }
            let open = investor.approved & month.ge(investor.closing);
            let sum = if investor.lends {
                &mut debt
            } else {
                &mut equity
            };
            *sum += open.of(investor.commitment);
        }
        equity + debt.min(terms.leverage * equity)
    }

    /// Whether a project of planned cost `cost` may start now; commits the money if so.
    #[inline(always)]
    pub fn decide(&mut self, terms: &CapitalTerms, cover: Lanes, cost: Lanes, waits: Mask) -> Mask {
        let starts = if terms.relaxed {
            waits
        } else {
            waits & (cover - self.committed + self.cash).ge((terms.cover - NEAR) * cost)
        };
        self.committed += starts.of(cost);
        self.started += starts.number();
        starts
    }

    /// Serves the needs in order from cash and draws; books the draws (model §1, cash).
    #[inline(always)]
    pub fn ration(
        &mut self,
        terms: &CapitalTerms,
        month: usize,
        needs: &Needs,
        events: &[Lanes],
        scratch: &mut [Lanes],
    ) -> Funding {
        let t = Lanes::splat(month as f64);
        let in_order = [
            needs.operate,
            needs.equip,
            needs.order,
            needs.tools,
            needs.work,
        ];
        let mut shares = [ONE; 5];
        let all = in_order.iter().fold(ZERO, |sum, &need| sum + need);
        let mut drawn = (all - self.cash).positive();
        if !terms.relaxed {
            let equipment = needs.equip + needs.order + needs.tools;
            let available = self.available(terms, t, equipment, events, scratch);
            let mut left = self.cash + available;
            let mut served = ZERO;
            // What is kept for debt service pays bills alone, and only what cannot be drawn.
            let mut kept = self.reserve;
            for (share, need) in shares.iter_mut().zip(in_order) {
                *share = ratio(left, need);
                left = (left - kept - *share * need).positive();
                served += *share * need;
                kept = ZERO;
            }
            drawn = (served - (self.cash - self.reserve))
                .positive()
                .min(available);
            if terms.orders.len() > 1 {
                CapitalState::in_order(terms, drawn, scratch);
            } else {
                for slot in scratch.iter_mut() {
                    *slot = part(*slot, available);
                }
            }
        }
        let in_order = !terms.relaxed && terms.orders.len() > 1;
        let weights = if terms.relaxed {
            &terms.weights[..]
        } else {
            &*scratch
        };
        for ((account, investor), weight) in
            self.accounts.iter_mut().zip(&terms.investors).zip(weights)
        {
            account.draw = if in_order { *weight } else { drawn * *weight };
            account.drawn += account.draw;
            if investor.lends {
                let first = account.draw.gt(ZERO) & account.first_draw.gt(t);
                account.first_draw = first.select(t, account.first_draw);
                account.growth = first.select(investor.loan.growth, account.growth);
                account.debt += account.draw;
            }
        }
        self.cash += drawn;
        Funding {
            operate: shares[0],
            equip: shares[1],
            order: shares[2],
            tools: shares[3],
            work: shares[4],
            tools_paid: {
                let counts = |need: Lanes, share| need.gt(Lanes::splat(NEAR)).select(share, ONE);
                counts(needs.order, shares[2]).min(counts(needs.tools, shares[3]))
            },
            drawn,
        }
    }
}

/// `f_j`: the money for work goes to projects in plan order, each as far as it lasts (model §1).
/// True if all can pay all of it in all draws; the shares say nothing then.
#[inline(always)]
pub fn in_plan_order(
    work: Lanes,
    need: Lanes,
    live: &[usize],
    cost: &[Lanes],
    shares: &mut [Lanes],
) -> bool {
    let enough = work.ge(ONE);
    if enough.all() {
        return true;
    }
    let mut left = work * need;
    for &j in live {
        // A division is slow, and most projects are paid in full or not at all.
        let short = !enough & cost[j].gt(left);
        shares[j] = ONE;
        if short.any() {
            shares[j] = short.select(left / cost[j], ONE);
        }
        left = (left - cost[j]).positive();
    }
    false
}

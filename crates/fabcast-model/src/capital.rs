//! Capital (model §1): commitments, the starting rule, four classes of cash rationing.

mod drawing;
mod loan;

pub use loan::{CovenantTerms, LoanTerms, Repayment, TARGET_COVER};
pub(crate) use loan::{Covenants, Loan};

use crate::declare::parameters;
use crate::delay::DELTA;
use crate::flows::{Funding, NEAR, Needs};
use crate::lanes::{Lanes, Mask, ONE, ZERO, part, ratio};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;
use crate::relax::{Group, Relax};

parameters! {
    /// What an investor has signed; nominal rates.
    pub struct Signed [
        word("capital.investor.*.label", Form::Text, 1, "", "name of the investor for people"),
        word("capital.investor.*.kind", Form::Word(&["equity", "preferred", "debt"]), 1, "", "equity, preferred equity or debt"),
    ] {
        commitment: ParamId = q("capital.investor.*.commitment", "bn$", 1, "C_i", "commitment");
        closing: ParamId = when("capital.investor.*.closing", 1, "T_i", "month of closing");
        approval: ParamId = share("capital.investor.*.approval", 1, "p_i", "probability of approval");
        draw_rate: ParamId = q("capital.investor.*.draw_rate", "1/yr", 1, "a_i", "largest share of the commitment drawn per year").within(0.0, 12.0);
        hurdle: Option<ParamId> = q("capital.investor.*.hurdle", "1/yr", 1, "h_i", "hurdle rate, nominal").within(0.0, 2.0).absent();
        rate: Option<ParamId> = q("capital.investor.*.rate", "1/yr", 1, "rate", "interest rate, nominal").within(0.0, 2.0).absent();
        coupon: Option<ParamId> = q("capital.investor.*.coupon", "1/yr", 1, "h_i", "coupon of preferred equity, nominal, paid or added").within(0.0, 2.0).absent();
        order: Option<usize> = whole("capital.investor.*.order", "1", 1, "", "place in the order of drawing, low first, the same pro rata; absent: 0").within(0.0, 99.0).absent();
        rank: Option<usize> = whole("capital.investor.*.rank", "1", 12, "", "place of equity in the waterfall, low first; absent: 0 for preferred, 1 for other equity").within(0.0, 99.0).absent();
    }
}

parameters! {
    /// When a loan is repaid.
    pub(crate) struct Repaid {
        grace: ParamId = q("capital.investor.*.grace", "yr", 1, "grace", "years without repayment after the first draw").absent();
        term: ParamId = q("capital.investor.*.term", "yr", 1, "term", "years of repayment after the grace").absent();
    }
}

/// Who brings money.
#[derive(Clone, Debug)]
pub struct Investor {
    /// Name in the scenario; empty for the one of a scenario without investors.
    pub name: String,
    /// Whether it lends (debt) or owns (equity).
    pub lends: bool,
    /// Whether it is preferred equity, with a coupon.
    pub preferred: bool,
    /// `None` for the investor of a scenario without any, who pays the whole plan.
    signed: Option<Signed>,
    approval_latent: Option<ParamId>,
    loan: Option<Loan>,
    repaid: Option<Repaid>,
}

impl Investor {
    fn read(reader: &mut Reader, name: &str) -> Investor {
        let path = |leaf: &str| format!("capital.investor.{name}.{leaf}");
        let kind = reader.text(&path("kind"));
        let (lends, preferred) = (kind == "debt", kind == "preferred");
        let loan = lends.then(|| Loan::read(reader, &[name]));
        let signed = Signed::read(reader, &[name]);
        let (leaf, rate) = signed.rate(lends, preferred);
        if rate.is_none() {
            reader.fault(&path(leaf), "a quantity");
        }
        let is_bridge = loan.as_ref().is_some_and(|loan| loan.bridge.is_some());
        Investor {
            name: name.to_owned(),
            lends,
            preferred,
            signed: Some(signed),
            approval_latent: Some(reader.latent_uniform(&format!("approval.{name}"), 0.0)),
            repaid: (lends && !is_bridge).then(|| Repaid::read(reader, &[name])),
            loan,
        }
    }

    /// Who pays the whole plan of a scenario without investors.
    fn sole() -> Investor {
        Investor {
            name: String::new(),
            lends: false,
            preferred: false,
            signed: None,
            approval_latent: None,
            loan: None,
            repaid: None,
        }
    }

    /// Place in the order of drawing; the same place draws pro rata.
    fn order(&self) -> usize {
        self.signed.as_ref().and_then(|s| s.order).unwrap_or(0)
    }

    /// Place in the waterfall; equity only.
    fn rank(&self) -> usize {
        let rank = self.signed.as_ref().and_then(|s| s.rank);
        rank.unwrap_or(usize::from(!self.preferred))
    }

    /// `C_i`; `None` for the investor of a scenario without any, who pays the whole plan.
    pub fn commitment(&self) -> Option<ParamId> {
        self.signed.as_ref().map(|signed| signed.commitment)
    }
}

impl Signed {
    /// Hurdle, interest rate or coupon by kind of money, with its name.
    fn rate(&self, lends: bool, preferred: bool) -> (&'static str, Option<ParamId>) {
        match (lends, preferred) {
            (true, _) => ("rate", self.rate),
            (_, true) => ("coupon", self.coupon),
            _ => ("hurdle", self.hurdle),
        }
    }
}

impl Investor {
    /// Yearly hurdle of equity or rate of debt as it is signed, without a guarantee, by lane.
    fn nominal_rate(&self, capital: &Capital, values: &Values) -> Lanes {
        let signed = self.signed.as_ref();
        let rate = signed.and_then(|signed| signed.rate(self.lends, self.preferred).1);
        rate.map_or(values[capital.rules.inflation], |id| values[id])
    }

    /// Real yearly hurdle of equity or rate of debt, by lane (model §12).
    pub fn real_rate(&self, capital: &Capital, values: &Values) -> Lanes {
        let nominal = self.nominal_rate(capital, values);
        let nominal = match &self.loan {
            Some(loan) => loan.rate(nominal, values),
            None => nominal,
        };
        real(nominal, values[capital.rules.inflation])
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
        self.approval_latent.is_some()
    }

    /// Whether the investor is approved, by lane.
    pub fn approved(&self, values: &Values) -> Mask {
        match (self.approval_latent, &self.signed) {
            (Some(latent), Some(signed)) => values[latent].lt(values[signed.approval]),
            _ => Mask::ALL,
        }
    }
}

parameters! {
    /// What holds for all investors.
    pub struct Rules {
        gearing: ParamId = q("capital.gearing", "1", 1, "g", "largest share of debt in the capital").within(0.0, 0.95);
        cover: ParamId = share("capital.cover", 1, "κ", "share of a project's cost that must be covered before it starts");
        retained: ParamId = share("capital.retained", 12, "ρ", "share of the operating surplus that is reinvested");
        opening_cash: ParamId = q("capital.opening_cash", "bn$", 1, "X(0)", "cash before the first month");
        carry: ParamId = share("capital.carry", 12, "carry", "sponsor's share of distributions above the hurdle");
        inflation: ParamId = q("capital.inflation", "1/yr", 0, "inflation", "inflation that turns nominal rates into real ones").within(-0.05, 1.0);
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
    rules: Rules,
}

impl Capital {
    /// Share of the surplus that is kept while building goes on.
    pub fn retained(&self) -> ParamId {
        self.rules.retained
    }

    /// The sponsor's share above the hurdles.
    pub fn carry(&self) -> ParamId {
        self.rules.carry
    }

    /// A nominal rate in constant dollars.
    pub fn real(&self, nominal: Lanes, values: &Values) -> Lanes {
        real(nominal, values[self.rules.inflation])
    }

    pub(crate) fn read(reader: &mut Reader, names: &[String]) -> Capital {
        let mut investors: Vec<Investor> = names
            .iter()
            .map(|name| Investor::read(reader, name))
            .collect();
        if investors.is_empty() {
            investors.push(Investor::sole());
        }
        let distinct = |of: &dyn Fn(&Investor) -> Option<usize>| -> Vec<usize> {
            let mut places: Vec<usize> = investors.iter().filter_map(of).collect();
            places.sort_unstable();
            places.dedup();
            places
        };
        Capital {
            orders: distinct(&|i| Some(i.order())),
            ranks: distinct(&|i| (!i.lends).then_some(i.rank())),
            covenants: Covenants::read(reader, &[]),
            investors,
            rules: Rules::read(reader, &[]),
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
        let investors: Vec<InvestorTerms> = capital
            .investors
            .iter()
            .map(|investor| {
                let signed = investor.signed.as_ref();
                let commitment = signed.map_or(plan_cost, |s| values[s.commitment]);
                let approved = if relax.lifts(Group::Geopolitics) {
                    Mask::ALL
                } else {
                    investor.approved(values)
                };
                let rate = investor.real_rate(capital, values);
                let (grace, term) = match &investor.repaid {
                    Some(repaid) => (values[repaid.grace], values[repaid.term]),
                    None => (ZERO, ZERO),
                };
                let maturity = grace + term;
                let loan = investor.loan.as_ref();
                let from_the_start = Lanes::splat(f64::NEG_INFINITY);
                InvestorTerms {
                    lends: investor.lends,
                    preferred: investor.preferred,
                    order: investor.order(),
                    rank: investor.rank(),
                    loan: loan.map_or(LoanTerms::NONE, |loan| loan.terms(rate, maturity, values)),
                    approved,
                    commitment,
                    closing: signed.map_or(from_the_start, |s| values[s.closing]),
                    monthly: signed
                        .map_or(commitment, |s| values[s.draw_rate] * commitment * DELTA),
                    compounding: math::pow(ONE + rate, Lanes::splat(DELTA)),
                    nominal: investor.nominal_rate(capital, values),
                    rate,
                    grace,
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
        let gearing = values[capital.rules.gearing];
        CapitalTerms {
            leverage: gearing / (ONE - gearing),
            cover: values[capital.rules.cover],
            inflation: values[capital.rules.inflation],
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
    /// Number of projects started.
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
            cash: values[capital.rules.opening_cash],
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

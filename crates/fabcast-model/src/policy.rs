//! Policy (model §10): grants with promised and actual dates, tax credits, permit reform.

use crate::declare::parameters;
use crate::delay::{DELTA, Delay};
use crate::flows::Kind;
use crate::lanes::{Lanes, ONE, ZERO};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;
use crate::relax::{Group, Relax};

parameters! {
    /// What holds for all support.
    pub struct Support {
        cap_scale: ParamId = q("policy.cap_scale", "1", 10, "", "size of all support over what is promised").or("1");
    }
}

parameters! {
    /// A programme of grants.
    pub struct GrantParameters [word("policy.grant.*.label", Form::Text, 10, "k", "name of the programme for people")] {
        regions: Vec<bool> = word("policy.grant.*.regions", Form::Names("region"), 10, "", "regions supported");
        kinds: Vec<bool> = word("policy.grant.*.kinds", Form::Words(&KINDS), 10, "", "kinds supported");
        share: ParamId = share("policy.grant.*.share", 10, "γ_k", "grant over eligible capex");
        cap: ParamId = q("policy.grant.*.cap", "bn$", 10, "", "most that the programme pays");
        from: ParamId = when("policy.grant.*.from", 10, "", "first month in which a project may be promised support");
        until: ParamId = when("policy.grant.*.until", 10, "", "last such month");
        delay: ParamId = q("policy.grant.*.delay", "month", 10, "", "months from promise to payment").within(3.0, 600.0);
        cancellation: ParamId = q("policy.grant.*.cancellation", "1/yr", 10, "", "hazard of cancellation").within(0.0, 50.0);
    }
}

parameters! {
    /// A tax credit.
    pub struct CreditParameters {
        regions: Vec<bool> = word("policy.credit.*.regions", Form::Names("region"), 10, "", "regions that earn the tax credit");
        kinds: Vec<bool> = word("policy.credit.*.kinds", Form::Words(&KINDS), 10, "", "kinds that earn it");
        rate: ParamId = share("policy.credit.*.rate", 10, "", "tax credit over building and tool cost");
        from: ParamId = when("policy.credit.*.from", 10, "", "first month in which cost earns it");
        until: ParamId = when("policy.credit.*.until", 10, "", "last such month");
    }

    /// A tax credit in a run.
    struct CreditTerms {}
}

parameters! {
    /// A reform of permits.
    pub struct Reform {
        speed: ParamId = q("policy.reform.*.speed", "1", 10, "m_policy", "speed of permits after a reform, over today's").within(0.0, 100.0);
        region: usize = word("policy.reform.*.region", Form::Name("region"), 10, "", "region reformed");
        from: ParamId = when("policy.reform.*.from", 10, "", "first month of the reform");
    }

    /// A reform of permits in a run.
    struct ReformTerms {}
}

/// A programme of grants, and when chance ends it.
#[derive(Clone, Debug)]
struct Grant {
    parameters: GrantParameters,
    cancellation_latent: ParamId,
}

/// What §10 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Policy {
    grants: Vec<Grant>,
    credits: Vec<CreditParameters>,
    reforms: Vec<Reform>,
    support: Support,
}

impl Policy {
    pub(crate) fn read(reader: &mut Reader) -> Policy {
        let named = |prefix: &str| reader.names(prefix).into_iter();
        let (grants, credits) = (named("policy.grant"), named("policy.credit"));
        let reforms = named("policy.reform");
        Policy {
            grants: grants
                .map(|name| Grant {
                    parameters: GrantParameters::read(reader, &[&name]),
                    cancellation_latent: reader
                        .latent_uniform(&format!("cancellation.{name}"), 1.0),
                })
                .collect(),
            credits: credits
                .map(|name| CreditParameters::read(reader, &[&name]))
                .collect(),
            reforms: reforms.map(|name| Reform::read(reader, &[&name])).collect(),
            support: Support::read(reader, &[]),
        }
    }
}

/// A programme of grants in a run; state.
#[derive(Clone, Debug)]
struct Fund {
    regions: Vec<bool>,
    kinds: Vec<bool>,
    share: Lanes,
    from: Lanes,
    until: Lanes,
    cancelled_from: Lanes,
    mean_delay: Lanes,
    left: Lanes,
    /// Support of projects that started before the programme; promised when it opens.
    waiting: Lanes,
    promised_now: Lanes,
    underway: Delay,
}

/// Support in a run; state.
#[derive(Clone, Debug)]
pub struct PolicyState {
    funds: Vec<Fund>,
    credits: Vec<CreditTerms>,
    reforms: Vec<ReformTerms>,
    /// Unused tax credits [10⁹ USD].
    pub credit: Lanes,
}

impl PolicyState {
    /// Nothing promised yet.
    pub fn new(policy: &Policy, values: &Values, relax: Relax) -> PolicyState {
        let scale = values[policy.support.cap_scale];
        let funds = policy
            .grants
            .iter()
            .map(|grant| {
                let latent = grant.cancellation_latent;
                let grant = &grant.parameters;
                // Cancelled at -ln(1-u)/hazard years; never with hazard 0.
                let years = -math::ln(ONE - values[latent]) / values[grant.cancellation];
                let comes = values[grant.cancellation].gt(ZERO) & years.lt(Lanes::splat(1e6));
                let never = Lanes::splat(f64::INFINITY);
                let cancelled_from = if relax.lifts(Group::Geopolitics) {
                    never
                } else {
                    comes.select((years * 12.0).floor(), never)
                };
                Fund {
                    regions: grant.regions.clone(),
                    kinds: grant.kinds.clone(),
                    share: values[grant.share],
                    from: values[grant.from],
                    until: values[grant.until],
                    cancelled_from,
                    mean_delay: (values[grant.delay] * DELTA).max(Lanes::splat(0.25)),
                    left: values[grant.cap] * scale,
                    waiting: ZERO,
                    promised_now: ZERO,
                    underway: Delay::EMPTY,
                }
            })
            .collect();
        let (credits, reforms) = (policy.credits.iter(), policy.reforms.iter());
        PolicyState {
            funds,
            credits: credits.map(|credit| credit.terms(values)).collect(),
            reforms: reforms.map(|reform| reform.terms(values)).collect(),
            credit: ZERO,
        }
    }

    /// `m_policy` of every region, events included (model §2.1).
    #[inline(always)]
    pub fn permit_speed(&self, month: usize, events: &[Lanes], relax: Relax, speed: &mut [Lanes]) {
        speed.copy_from_slice(events);
        let t = Lanes::splat(month as f64);
        // A reform changes the real time of a permit, not the planned one.
        if relax.lifts(Group::Facilities) {
            return;
        }
        for reform in &self.reforms {
            speed[reform.region] *= t.ge(reform.from).select(reform.speed, ONE);
        }
    }

    /// Promises support to a project that starts this month (`cost` is 0 in the other lanes).
    #[inline(always)]
    pub fn promise(&mut self, month: usize, kind: Kind, region: usize, cost: Lanes) {
        let t = Lanes::splat(month as f64);
        for fund in &mut self.funds {
            if fund.regions[region] && fund.kinds[kind as usize] {
                let open = t.ge(fund.from) & t.le(fund.until) & t.lt(fund.cancelled_from);
                let promised = open.of((fund.share * cost).min(fund.left));
                fund.left = (fund.left - promised).positive();
                fund.promised_now += promised;
                fund.waiting += t.lt(fund.from).of(fund.share * cost);
            }
        }
    }

    /// Grants paid this month [10⁹ USD]; what an event holds back of a payment is lost.
    #[inline(always)]
    pub fn pay(&mut self, month: usize, events: &[Lanes]) -> Lanes {
        let t = Lanes::splat(month as f64);
        let mut paid = ZERO;
        for fund in &mut self.funds {
            // Projects that were under way when the programme opened.
            let open = t.ge(fund.from) & t.le(fund.until) & t.lt(fund.cancelled_from);
            let late = open.of(fund.waiting.min(fund.left));
            fund.left = (fund.left - late).positive();
            fund.waiting = open.select(ZERO, fund.waiting);
            fund.promised_now += late;
            let due = fund.underway.step(fund.promised_now, fund.mean_delay);
            fund.promised_now = ZERO;
            let mut factor = t.lt(fund.cancelled_from).number();
            for (&covered, &m) in fund.regions.iter().zip(events) {
                if covered {
                    factor *= m;
                }
            }
            paid += due * factor;
        }
        paid
    }

    /// Earns credits on building paid and tools installed, by region and kind [10⁹ USD].
    #[inline(always)]
    pub fn earn(&mut self, month: usize, eligible: &[[Lanes; 4]]) {
        let t = Lanes::splat(month as f64);
        for credit in &self.credits {
            let open = t.ge(credit.from) & t.le(credit.until);
            if open.none() {
                continue;
            }
            let mut cost = ZERO;
            for (region, by_kind) in eligible.iter().enumerate() {
                for (kind, &amount) in by_kind.iter().enumerate() {
                    if credit.regions[region] && credit.kinds[kind] {
                        cost += amount;
                    }
                }
            }
            self.credit += open.of(credit.rate * cost);
        }
    }

    /// Uses credits against a tax; returns what is left to pay [10⁹ USD].
    #[inline(always)]
    pub fn offset(&mut self, tax: Lanes) -> Lanes {
        let used = tax.min(self.credit);
        self.credit = (self.credit - used).positive();
        tax - used
    }
}

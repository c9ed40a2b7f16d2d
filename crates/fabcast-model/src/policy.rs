//! Policy (model §10): grants with promised and actual dates, tax credits, permit reform.

use crate::delay::{DELTA, Delay};
use crate::flows::Kind;
use crate::lanes::{Lanes, ONE, ZERO};
use crate::math;
use crate::parameter::KINDS;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;
use crate::relax::{Group, Relax};

/// A programme of grants.
#[derive(Clone, Debug)]
struct Grant {
    regions: Vec<bool>,
    kinds: Vec<bool>,
    share: ParamId,
    cap: ParamId,
    from: ParamId,
    until: ParamId,
    delay: ParamId,
    cancellation: ParamId,
    cancellation_latent: ParamId,
}

/// A tax credit.
#[derive(Clone, Debug)]
struct Credit {
    regions: Vec<bool>,
    kinds: Vec<bool>,
    rate: ParamId,
    from: ParamId,
    until: ParamId,
}

/// A reform of permits.
#[derive(Clone, Debug)]
struct Reform {
    region: usize,
    speed: ParamId,
    from: ParamId,
}

/// What §10 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Policy {
    grants: Vec<Grant>,
    credits: Vec<Credit>,
    reforms: Vec<Reform>,
    cap_scale: ParamId,
}

impl Policy {
    pub(crate) fn read(reader: &mut Reader, regions: &[String]) -> Policy {
        let grants = reader
            .names("policy.grant")
            .into_iter()
            .map(|name| {
                let path = |leaf: &str| format!("policy.grant.{name}.{leaf}");
                Grant {
                    regions: reader.flags(&path("regions"), regions),
                    kinds: reader.flags(&path("kinds"), &KINDS),
                    share: reader.quantity(&path("share")),
                    cap: reader.quantity(&path("cap")),
                    from: reader.quantity(&path("from")),
                    until: reader.quantity(&path("until")),
                    delay: reader.quantity(&path("delay")),
                    cancellation: reader.quantity(&path("cancellation")),
                    cancellation_latent: reader
                        .latent_uniform(&format!("cancellation.{name}"), 1.0),
                }
            })
            .collect();
        let credits = reader
            .names("policy.credit")
            .into_iter()
            .map(|name| {
                let path = |leaf: &str| format!("policy.credit.{name}.{leaf}");
                Credit {
                    regions: reader.flags(&path("regions"), regions),
                    kinds: reader.flags(&path("kinds"), &KINDS),
                    rate: reader.quantity(&path("rate")),
                    from: reader.quantity(&path("from")),
                    until: reader.quantity(&path("until")),
                }
            })
            .collect();
        let reforms = reader
            .names("policy.reform")
            .into_iter()
            .map(|name| {
                let path = |leaf: &str| format!("policy.reform.{name}.{leaf}");
                Reform {
                    region: reader.position(&path("region"), regions),
                    speed: reader.quantity(&path("speed")),
                    from: reader.quantity(&path("from")),
                }
            })
            .collect();
        Policy {
            grants,
            credits,
            reforms,
            cap_scale: reader.quantity("policy.cap_scale"),
        }
    }
}

impl Policy {
    /// Whether any reform changes the speed of permits.
    pub fn reforms_permits(&self) -> bool {
        !self.reforms.is_empty()
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

/// A tax credit in a run.
#[derive(Clone, Debug)]
struct CreditTerms {
    regions: Vec<bool>,
    kinds: Vec<bool>,
    rate: Lanes,
    from: Lanes,
    until: Lanes,
}

/// Support in a run; state.
#[derive(Clone, Debug)]
pub struct PolicyState {
    funds: Vec<Fund>,
    credits: Vec<CreditTerms>,
    reforms: Vec<(usize, Lanes, Lanes)>,
    /// Unused tax credits [10⁹ USD].
    pub credit: Lanes,
}

impl PolicyState {
    /// Nothing promised yet.
    pub fn new(policy: &Policy, values: &Values, relax: Relax) -> PolicyState {
        let scale = values[policy.cap_scale];
        let funds = policy
            .grants
            .iter()
            .map(|grant| {
                // Cancelled at -ln(1-u)/hazard years; never with hazard 0.
                let years =
                    -math::ln(ONE - values[grant.cancellation_latent]) / values[grant.cancellation];
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
        let credits = policy
            .credits
            .iter()
            .map(|credit| CreditTerms {
                regions: credit.regions.clone(),
                kinds: credit.kinds.clone(),
                rate: values[credit.rate],
                from: values[credit.from],
                until: values[credit.until],
            })
            .collect();
        let reforms = policy
            .reforms
            .iter()
            .map(|r| (r.region, values[r.speed], values[r.from]))
            .collect();
        PolicyState {
            funds,
            credits,
            reforms,
            credit: ZERO,
        }
    }

    /// `m_policy` of every region, events included (model §2.1).
    #[inline(always)]
    pub fn permit_speed(&self, month: usize, events: &[Lanes], relax: Relax, speed: &mut [Lanes]) {
        speed.copy_from_slice(events);
        let t = Lanes::splat(month as f64);
        for &(region, factor, from) in &self.reforms {
            speed[region] *= t.ge(from).select(factor, ONE);
        }
        if relax.lifts(Group::Facilities) {
            for slot in speed {
                *slot = slot.max(ONE);
            }
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

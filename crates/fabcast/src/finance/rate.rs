//! Internal rates of return: which root is reported, or why none is.

use fabcast_model::math::scalar;
use serde::Serialize;

use super::dated::{Flow, years};
use super::roots::{Root, Timed, netted, roots};
use super::text;

/// Why a cash flow has no rate of return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoRate {
    /// There is no flow, or every one is 0.
    NoFlows,
    /// Every flow is on one day: no rate changes what they add up to.
    AllOnOneDay,
    /// Money only goes one way.
    NoSignChange,
    /// Money goes both ways, but at no rate in range is the present value 0.
    NoRootInRange,
    /// There is a root, but so far off that rounding hides what the flows are worth there.
    NotVerifiable,
    /// The search for roots was given up: see [`MOST_PIECES`](super::roots::MOST_PIECES).
    NotSearched,
}

impl NoRate {
    /// The reason in a sentence.
    pub fn sentence(self) -> &'static str {
        text::no_rate(self)
    }
}

/// The internal rate of return of a cash flow, with everything needed to judge it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// The rate per period, or why there is none.
    pub rate: Result<f64, NoRate>,
    /// Every root in range at which the present value could be verified, rising.
    pub roots: Vec<Root>,
    /// Roots beyond the precision of the arithmetic, rising; none of them is ever reported.
    pub unverified: Vec<f64>,
    /// Present value at the rate.
    pub npv_at_rate: Option<f64>,
}

pub use fabcast_model::finance::irr::{INFLATED, USUAL};

/// Internal rate of return of flows one period apart, the first at period 0, per period.
///
/// Several rates can make the present value 0. A rate cannot be verified if the absolute flows are
/// worth more than [`INFLATED`] times their sum at it. Of the others, rates above [`USUAL`] are left aside if there are others. Then, if the flows add up to a gain, the root
/// nearest to zero at which the present value falls as the rate rises is reported: below it the
/// money was well spent, above it not. If they add up to a loss, or there is no such root, it is the
/// root nearest to zero. Distances are those of `|ln(1 + rate)|`.
///
/// ```
/// use fabcast::finance::irr;
/// let found = irr(&[-70_000.0, 12_000.0, 15_000.0, 18_000.0, 21_000.0, 26_000.0]);
/// assert!((found.rate.unwrap() - 0.086_631).abs() < 1e-6);
/// ```
pub fn irr(flows: &[f64]) -> Rate {
    let timed: Vec<Timed> = flows
        .iter()
        .enumerate()
        .map(|(period, &amount)| Timed {
            time: period as f64,
            amount,
        })
        .collect();
    rate_of(&timed)
}

/// Internal rate of return of dated flows in any order, per year of 365 days (`XIRR` of Excel).
///
/// Which root is reported: see [`irr`]. Excel reports the one that it reaches from a guess.
///
/// ```
/// use fabcast::finance::{Flow, xirr};
/// let flows = ["2008-01-01 -10000", "2008-03-01 2750", "2008-10-30 4250", "2009-02-15 3250",
///     "2009-04-01 2750"].map(|text| {
///         let (date, amount) = text.split_once(' ').unwrap();
///         Flow { date: date.parse().unwrap(), amount: amount.parse().unwrap() }
///     });
/// assert!((xirr(&flows).rate.unwrap() - 0.373_362_534).abs() < 1e-8);
/// ```
pub fn xirr(flows: &[Flow]) -> Rate {
    rate_of(&years(flows))
}

/// The rate of flows at any times.
pub fn rate_of(flows: &[Timed]) -> Rate {
    let none = |reason| Rate {
        rate: Err(reason),
        roots: Vec::new(),
        unverified: Vec::new(),
        npv_at_rate: None,
    };
    let net = netted(flows);
    if net.iter().all(|flow| flow.amount == 0.0) && net.len() != 1 {
        return none(NoRate::NoFlows);
    }
    if net.len() == 1 && flows.len() > 1 {
        return none(NoRate::AllOnOneDay);
    }
    let any = |positive: bool| {
        net.iter()
            .any(|flow| flow.amount != 0.0 && (flow.amount > 0.0) == positive)
    };
    if !any(true) || !any(false) {
        return none(NoRate::NoSignChange);
    }
    let gross: f64 = net.iter().map(|flow| flow.amount.abs()).sum();
    let Some(found) = roots(&net) else {
        return none(NoRate::NotSearched);
    };
    let (verified, unverified): (Vec<Root>, Vec<Root>) = found
        .into_iter()
        .partition(|root| inflated(&net, root.rate) <= INFLATED * gross);
    let rate = match reported(&net, &verified) {
        Some(root) => Ok(root.rate),
        None if unverified.is_empty() => Err(NoRate::NoRootInRange),
        None => Err(NoRate::NotVerifiable),
    };
    Rate {
        npv_at_rate: rate.ok().map(|rate| present_value(&net, rate)),
        rate,
        roots: verified,
        unverified: unverified.into_iter().map(|root| root.rate).collect(),
    }
}

/// The root that is reported; see [`irr`].
fn reported(flows: &[Timed], roots: &[Root]) -> Option<Root> {
    let usual: Vec<Root> = roots.iter().copied().filter(|r| r.rate <= USUAL).collect();
    let candidates = if usual.is_empty() { roots } else { &usual };
    let distance = |root: &Root| scalar::ln(1.0 + root.rate).abs();
    let nearest = |roots: &mut dyn Iterator<Item = Root>| {
        roots.min_by(|a, b| distance(a).total_cmp(&distance(b)))
    };
    let gain = flows.iter().map(|flow| flow.amount).sum::<f64>() > 0.0;
    nearest(&mut candidates.iter().copied().filter(|root| gain && root.falls))
        .or_else(|| nearest(&mut candidates.iter().copied()))
}

/// Present value of the absolute flows at a rate per period.
fn inflated(flows: &[Timed], rate: f64) -> f64 {
    flows
        .iter()
        .map(|flow| flow.amount.abs() * scalar::pow(1.0 + rate, -flow.time))
        .sum()
}

/// Present value of flows at a rate per period, at time 0.
pub fn present_value(flows: &[Timed], rate: f64) -> f64 {
    flows
        .iter()
        .map(|flow| flow.amount * scalar::pow(1.0 + rate, -flow.time))
        .sum()
}

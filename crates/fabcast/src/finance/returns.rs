//! Everything that a dated cash flow says about its return: the document of `fabcast irr`.

use serde::Serialize;

use super::dated::{Flow, years};
use super::rate::{NoRate, present_value, xirr};
use super::roots::Timed;
use super::value::{Multiples, largest_exposure, payback, xnpv};

/// Returns of a dated cash flow. Money is in the currency of the flows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Returns {
    /// Number of flows, without the residual value.
    pub flows: usize,
    /// First day, `YYYY-MM-DD`.
    pub first: String,
    /// Last day, `YYYY-MM-DD`.
    pub last: String,
    /// Yearly internal rate of return, actual/365; null if there is none.
    pub xirr: Option<f64>,
    /// Every verified root in range, rising.
    pub roots: Vec<f64>,
    /// Why there is no rate; null if there is one.
    pub reason: Option<NoRate>,
    /// The reason in a sentence.
    pub reason_text: Option<&'static str>,
    /// Present value at the reported rate, as computed.
    pub xnpv_at_xirr: Option<f64>,
    /// Roots so far off that their present value cannot be verified.
    pub unverified_roots: Vec<f64>,
    /// Yearly rate at which `xnpv` and the discounted payback are taken.
    pub rate: f64,
    /// Present value at that rate, on the first day.
    pub xnpv: f64,
    /// Sum of all flows.
    pub gain: f64,
    /// Paid in.
    pub paid_in: f64,
    /// Received.
    pub distributed: f64,
    /// Value of what is still held on the last day.
    pub residual: f64,
    /// Received and held, over paid in; null if nothing was paid in.
    pub moic: Option<f64>,
    /// Received over paid in.
    pub dpi: Option<f64>,
    /// Still held over paid in.
    pub rvpi: Option<f64>,
    /// The same as `moic`.
    pub tvpi: Option<f64>,
    /// Largest amount out of pocket.
    pub largest_exposure: f64,
    /// Day on which the money is back for good; null if it is not.
    pub payback: Option<Back>,
    /// The same with every flow discounted at `rate`.
    pub discounted_payback: Option<Back>,
    /// Present value at rates around the roots, where there is more than one: rate, value.
    pub profile: Vec<[f64; 2]>,
}

/// When the money is back.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Back {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Years of 365 days since the first flow.
    pub years: f64,
}

/// Returns of dated flows in any order; `rate` is the yearly rate of present values, `residual` what
/// is still held on the last day is worth, which counts as received then.
///
/// None if there are no flows.
pub fn returns(flows: &[Flow], rate: f64, residual: f64) -> Option<Returns> {
    let first = flows.iter().map(|flow| flow.date).min()?;
    let last = flows.iter().map(|flow| flow.date).max()?;
    let mut all = flows.to_vec();
    if residual != 0.0 {
        all.push(Flow {
            date: last,
            amount: residual,
        });
    }
    let timed = years(&all);
    let found = xirr(&all);
    let roots: Vec<f64> = found.roots.iter().map(|root| root.rate).collect();
    let multiples = Multiples::of(flows.iter().map(|flow| flow.amount), residual);
    let back = |rate: f64| {
        let time = payback(&timed, rate)?.time;
        let flow = timed.iter().position(|flow| flow.time == time)?;
        Some(Back {
            date: all[flow].date.to_string(),
            years: time,
        })
    };
    Some(Returns {
        flows: flows.len(),
        first: first.to_string(),
        last: last.to_string(),
        xirr: found.rate.ok(),
        reason: found.rate.err(),
        reason_text: found.rate.err().map(NoRate::sentence),
        xnpv_at_xirr: found.npv_at_rate,
        unverified_roots: found.unverified,
        rate,
        xnpv: xnpv(rate, &all),
        gain: all.iter().map(|flow| flow.amount).sum(),
        paid_in: multiples.paid_in,
        distributed: multiples.distributed,
        residual,
        moic: multiples.moic(),
        dpi: multiples.dpi(),
        rvpi: multiples.rvpi(),
        tvpi: multiples.tvpi(),
        largest_exposure: largest_exposure(&timed),
        payback: back(0.0),
        discounted_payback: back(rate),
        profile: profile(&timed, &roots),
        roots,
    })
}

/// Points of a profile.
const POINTS: usize = 121;

/// Present value against the rate, from below the lowest root to above the highest; empty with fewer
/// than two roots. Points are even in `ln(1 + rate)`.
pub fn profile(flows: &[Timed], roots: &[f64]) -> Vec<[f64; 2]> {
    use fabcast_model::math::scalar::{exp, ln};
    let (Some(&lowest), Some(&highest)) = (roots.first(), roots.last()) else {
        return Vec::new();
    };
    if roots.len() < 2 {
        return Vec::new();
    }
    let (low, high) = (ln(1.0 + lowest), ln(1.0 + highest));
    // A little beyond the roots: further down the value soon dwarfs all the rest.
    let (below, above) = (0.1 * (high - low), 0.4 * (high - low));
    let at = |i: usize| low - below + (high - low + below + above) * i as f64 / (POINTS - 1) as f64;
    (0..POINTS)
        .map(|i| {
            let rate = exp(at(i)) - 1.0;
            [rate, present_value(flows, rate)]
        })
        .collect()
}

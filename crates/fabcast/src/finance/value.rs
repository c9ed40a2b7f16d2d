//! Present values, modified returns, multiples and paybacks.

use fabcast_model::math::scalar;

use super::dated::{Flow, years};
use super::rate::present_value;
use super::roots::{Timed, netted};

/// When the first flow of a net present value happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// Now, undiscounted: the textbook's convention.
    Now,
    /// In one period's time, discounted once: the convention of Excel's `NPV`.
    NextPeriod,
}

/// Net present value of flows one period apart at a rate per period.
///
/// ```
/// use fabcast::finance::{First, npv};
/// let flows = [-10_000.0, 3_000.0, 4_200.0, 6_800.0];
/// assert_eq!(npv(0.10, &flows, First::NextPeriod).round(), 1_188.0); // as Excel says
/// assert_eq!(npv(0.10, &flows, First::Now).round(), 1_307.0); // as textbooks say
/// ```
pub fn npv(rate: f64, flows: &[f64], first: First) -> f64 {
    let delay = match first {
        First::Now => 0.0,
        First::NextPeriod => 1.0,
    };
    let timed: Vec<Timed> = flows
        .iter()
        .enumerate()
        .map(|(period, &amount)| Timed {
            time: period as f64 + delay,
            amount,
        })
        .collect();
    present_value(&timed, rate)
}

/// Net present value of dated flows at a yearly rate, on the day of the first one, actual/365 (`XNPV`
/// of Excel).
pub fn xnpv(rate: f64, flows: &[Flow]) -> f64 {
    present_value(&years(flows), rate)
}

/// Modified internal rate of return of flows one period apart (`MIRR` of Excel), per period: what is
/// paid is financed at `finance`, what is received is reinvested at `reinvest`. None if money goes
/// one way only, or there are fewer than two flows.
pub fn mirr(flows: &[f64], finance: f64, reinvest: f64) -> Option<f64> {
    let periods = flows.len().checked_sub(1).filter(|&n| n > 0)? as f64;
    let side = |positive: bool| -> Vec<f64> {
        let keep = |&amount: &f64| match (amount > 0.0) == positive {
            true => amount,
            false => 0.0,
        };
        flows.iter().map(keep).collect()
    };
    let paid = -npv(finance, &side(false), First::Now);
    let received = npv(reinvest, &side(true), First::Now);
    (paid > 0.0 && received > 0.0).then(|| {
        let growth = received * scalar::pow(1.0 + reinvest, periods) / paid;
        scalar::pow(growth, 1.0 / periods) - 1.0
    })
}

/// A yearly rate from a monthly one, `(1 + i)¹² - 1`; never `12·i`.
pub fn yearly(monthly: f64) -> f64 {
    scalar::pow(1.0 + monthly, 12.0) - 1.0
}

/// A monthly rate from a yearly one, `(1 + i)^(1/12) - 1`.
pub fn monthly(yearly: f64) -> f64 {
    scalar::pow(1.0 + yearly, 1.0 / 12.0) - 1.0
}

/// What an investor paid in, got back and still holds, in the words of private equity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Multiples {
    /// Paid in so far.
    pub paid_in: f64,
    /// Distributed so far.
    pub distributed: f64,
    /// Value of what is still held.
    pub residual: f64,
}

impl Multiples {
    /// Sums of flows (negative: paid in; positive: distributed) and the value still held.
    pub fn of(amounts: impl IntoIterator<Item = f64>, residual: f64) -> Multiples {
        let (mut paid_in, mut distributed) = (0.0, 0.0);
        for amount in amounts {
            if amount < 0.0 {
                paid_in -= amount;
            } else {
                distributed += amount;
            }
        }
        Multiples {
            paid_in,
            distributed,
            residual,
        }
    }

    fn over_paid_in(&self, amount: f64) -> Option<f64> {
        (self.paid_in > 0.0).then(|| amount / self.paid_in)
    }

    /// Distributed to paid-in. None if nothing was paid in.
    pub fn dpi(&self) -> Option<f64> {
        self.over_paid_in(self.distributed)
    }

    /// Residual value to paid-in.
    pub fn rvpi(&self) -> Option<f64> {
        self.over_paid_in(self.residual)
    }

    /// Total value to paid-in, DPI and RVPI together.
    pub fn tvpi(&self) -> Option<f64> {
        self.over_paid_in(self.distributed + self.residual)
    }

    /// Multiple of invested capital; the same as [`tvpi`](Multiples::tvpi).
    pub fn moic(&self) -> Option<f64> {
        self.tvpi()
    }
}

/// When the money is back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Payback {
    /// Time of the flow with which the running sum is back at 0 or above, and after which it never
    /// falls below again.
    pub time: f64,
    /// The same if that flow came evenly since the one before, as yearly tables have it.
    pub interpolated: f64,
}

/// When the money is back, in periods from the first flow; flows at one time are added up first. None if nothing was paid in, or if it is
/// not back at the end.
///
/// With a `rate` each flow is discounted first (discounted payback); 0 gives the simple payback.
pub fn payback(flows: &[Timed], rate: f64) -> Option<Payback> {
    let (mut sum, mut before, mut back) = (0.0, 0.0, None);
    for flow in netted(flows) {
        let amount = flow.amount * scalar::pow(1.0 + rate, -flow.time);
        let next = sum + amount;
        if next < 0.0 {
            back = None;
        } else if sum < 0.0 {
            back = Some(Payback {
                time: flow.time,
                interpolated: before + (flow.time - before) * (-sum / amount),
            });
        }
        (sum, before) = (next, flow.time);
    }
    back
}

/// Largest amount by which what was paid in exceeded what had come back.
pub fn largest_exposure(flows: &[Timed]) -> f64 {
    let mut sum = 0.0;
    netted(flows).iter().fold(0.0, |most: f64, flow| {
        sum += flow.amount;
        most.max(-sum)
    })
}

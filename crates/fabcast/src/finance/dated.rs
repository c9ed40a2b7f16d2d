//! Flows on calendar days.

pub use jiff::civil::Date;

use super::roots::Timed;

/// An amount on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// The day.
    pub date: Date,
    /// Received (positive) or paid (negative), in any currency.
    pub amount: f64,
}

/// Days of a year in the convention actual/365 (fixed), leap years included.
pub const DAYS: f64 = 365.0;

/// The same flows with years of 365 days since the earliest one, in their order.
pub fn years(flows: &[Flow]) -> Vec<Timed> {
    let Some(first) = flows.iter().map(|flow| flow.date).min() else {
        return Vec::new();
    };
    flows
        .iter()
        .map(|flow| Timed {
            time: f64::from(days(first, flow.date)) / DAYS,
            amount: flow.amount,
        })
        .collect()
}

/// Days from one date to another.
pub fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

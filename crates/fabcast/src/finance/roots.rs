//! Every rate in a range at which a cash flow has no present value.
//!
//! With `x = ln(1 + rate)` the present value is `f(x) = Σ aᵢ·e^(-x·tᵢ)`. The range of `x` is halved
//! until each piece is proven to hold no root or at most one: from the value and the slope in the
//! middle of a piece and a bound of the curvature over all of it. So no root is missed between the
//! points of a grid, and no first guess decides which one is found.

use fabcast_model::math::scalar;

/// An amount at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timed {
    /// Periods after the first flow.
    pub time: f64,
    /// Received (positive) or paid (negative).
    pub amount: f64,
}

/// Flows in order of time, those of the same time added up.
pub fn netted(flows: &[Timed]) -> Vec<Timed> {
    let mut flows = flows.to_vec();
    flows.sort_by(|a, b| a.time.total_cmp(&b.time));
    let mut net: Vec<Timed> = Vec::with_capacity(flows.len());
    for flow in flows {
        match net.last_mut() {
            Some(last) if last.time == flow.time => last.amount += flow.amount,
            _ => net.push(flow),
        }
    }
    net
}

/// A rate at which the present value is 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Root {
    /// Per period.
    pub rate: f64,
    /// Whether the present value falls from above 0 to below as the rate rises through the root, as
    /// it does for money put in first and taken out later.
    pub falls: bool,
}

/// Smallest rate looked at, a period.
pub const LOWEST: f64 = -1.0 + 1e-9;
/// Largest rate looked at, a period.
pub const HIGHEST: f64 = 1e9;

/// Most pieces that are looked at: flows whose sign changes once take a hundred.
pub const MOST_PIECES: usize = 200_000;
/// Most flows that are discounted in a search, those of each piece counted anew: some ten seconds.
pub const MOST_WORK: usize = 400_000_000;
/// Pieces that count for the search of a root in one of them.
const OF_ROOT: usize = 10;

/// Half a piece of `ln(1 + rate)` below which it is not divided further.
const NARROW: f64 = 1e-12;
/// Present value, relative to that of the absolute flows, that cannot be told from 0.
const ROUNDING: f64 = 1e-13;

/// Value, slope and bound of the curvature of `f` around a point, all scaled alike.
struct Local {
    value: f64,
    slope: f64,
    curvature: f64,
    gross: f64,
}

/// `f` around `middle`, up to a positive factor `e^(x·centre)`: `centre`, the mean time of the flows
/// as they are discounted there, keeps the slope and the curvature small.
fn around(flows: &[Timed], middle: f64, half: f64) -> Local {
    let exponent = |flow: &Timed| -middle * flow.time;
    let largest = flows.iter().map(exponent).fold(f64::NEG_INFINITY, f64::max);
    let weight = |flow: &Timed| flow.amount * scalar::exp(exponent(flow) - largest);
    let (mut gross, mut moment) = (0.0, 0.0);
    for flow in flows {
        let size = weight(flow).abs();
        gross += size;
        moment += size * flow.time;
    }
    let centre = moment / gross;
    let mut local = Local {
        value: 0.0,
        slope: 0.0,
        curvature: 0.0,
        gross,
    };
    for flow in flows {
        let (weight, lag) = (weight(flow), flow.time - centre);
        local.value += weight;
        local.slope -= weight * lag;
        // A weight of 0 adds nothing, however far away.
        if weight.abs() > 0.0 {
            local.curvature += weight.abs() * lag * lag * scalar::exp(half * lag.abs());
        }
    }
    local
}

/// Every root between [`LOWEST`] and [`HIGHEST`], in rising order.
///
/// Amounts of 0 and amounts at the same time may be among the flows; times are not negative. A root
/// at which the value only touches 0 is found as far as it can be told from rounding. None
/// if that takes more than [`MOST_PIECES`] or [`MOST_WORK`].
pub fn roots(flows: &[Timed]) -> Option<Vec<Root>> {
    let mut flows: Vec<Timed> = flows.iter().copied().filter(|f| f.amount != 0.0).collect();
    let largest = flows.iter().map(|f| f.amount.abs()).fold(0.0, f64::max);
    if flows.is_empty() || !largest.is_finite() {
        return Some(Vec::new());
    }
    // No root depends on the unit of money, and sums of the largest numbers there are would be none: amounts count in
    // the power of two below the largest, which changes no bit of them.
    let exponent = (largest.to_bits() >> 52) & 0x7FF;
    let unit = f64::from_bits(exponent.clamp(1, 2_045) << 52);
    for flow in &mut flows {
        flow.amount /= unit;
    }
    let mut found: Vec<(f64, bool)> = Vec::new();
    let mut left = MOST_PIECES.min(MOST_WORK / flows.len());
    let mut pieces = vec![(scalar::ln(1.0 + LOWEST), scalar::ln(1.0 + HIGHEST))];
    while let Some((low, high)) = pieces.pop() {
        left = left.checked_sub(1)?;
        let (middle, half) = ((low + high) * 0.5, (high - low) * 0.5);
        let at = around(&flows, middle, half);
        let noise = ROUNDING * at.gross;
        let reach = at.slope.abs() * half + at.curvature * half * half * 0.5;
        if at.value.abs() > reach + noise {
            continue;
        }
        if at.slope.abs() > at.curvature * half {
            left = left.checked_sub(OF_ROOT)?;
            found.extend(only_root(&flows, low, high));
        } else if half < NARROW * middle.abs().max(1.0) {
            // The value touches 0 here, or comes too near to tell.
            if at.value.abs() <= noise {
                found.push((middle, at.slope < 0.0));
            }
        } else {
            // The lower half is looked at first.
            pieces.push((middle, high));
            pieces.push((low, middle));
        }
    }
    // Roots between which the value cannot be told from 0 are one at which it touches 0.
    let mut apart: Vec<(f64, bool)> = Vec::with_capacity(found.len());
    for (x, falls) in found {
        match apart.last_mut() {
            Some(last) if is_flat(&flows, last.0, x) => *last = ((last.0 + x) * 0.5, falls),
            _ => apart.push((x, falls)),
        }
    }
    let rates = apart.into_iter().map(|(x, falls)| Root {
        rate: scalar::exp(x) - 1.0,
        falls,
    });
    Some(rates.collect())
}

/// Whether the value half-way between two points is 0 as far as can be told.
fn is_flat(flows: &[Timed], low: f64, high: f64) -> bool {
    let at = around(flows, (low + high) * 0.5, 0.0);
    at.value.abs() <= ROUNDING * at.gross
}

/// The root of a piece on which `f`, scaled, rises or falls throughout.
fn only_root(flows: &[Timed], mut low: f64, mut high: f64) -> Option<(f64, bool)> {
    let value = |x: f64| around(flows, x, 0.0).value;
    let (at_low, at_high) = (value(low), value(high));
    let falls = at_low > at_high;
    if at_low == 0.0 {
        return Some((low, falls));
    }
    if (at_low > 0.0) == (at_high > 0.0) {
        return None;
    }
    // Newton's step where it stays inside, else halving.
    let mut x = (low + high) * 0.5;
    for _ in 0..200 {
        let at = around(flows, x, 0.0);
        if at.value == 0.0 {
            break;
        }
        if (at.value > 0.0) == (at_low > 0.0) {
            low = x;
        } else {
            high = x;
        }
        let step = x - at.value / at.slope;
        let next = if low < step && step < high {
            step
        } else {
            (low + high) * 0.5
        };
        if (next - x).abs() <= 1e-16 * x.abs() || next == low && next == high {
            break;
        }
        x = next;
    }
    Some((x, falls))
}

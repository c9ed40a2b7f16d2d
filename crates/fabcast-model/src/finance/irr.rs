//! Internal rate of return of monthly flows (model §12), eight draws at a time.

use crate::delay::DELTA;
use crate::flows::NEAR;
use crate::isa::dispatch;
use crate::lanes::{Lanes, Mask, ONE, ZERO};
use crate::math;

/// Why there is no rate, by lane; 0 where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum NoRate {
    /// There is a rate.
    Found = 0,
    /// Every flow is 0: nothing was drawn.
    NoFlow = 1,
    /// No flow is negative: money came back without any going in.
    AllPositive = 2,
    /// No flow is positive: nothing came back.
    AllNegative = 3,
    /// Flows change sign, but no rate within the range verifiably makes their value 0.
    NoRoot = 4,
}

/// Yearly rates between which roots are looked for, from -99 % a year to a factor of 10⁸.
pub const GRID: [f64; 30] = [
    -0.99, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.15, -0.1, -0.05, 0.0, 0.04, 0.08,
    0.12, 0.16, 0.2, 0.3, 0.4, 0.6, 0.8, 1.2, 2.0, 4.0, 9.0, 50.0, 1e3, 1e5, 1e8,
];

/// Each step of the grid is looked at in so many parts, or two roots within one would go unseen.
const PARTS: u32 = 8;

/// A root at which the absolute flows are worth more than this many times their sum is none: rounding
/// hides what they add up to.
pub const INFLATED: f64 = 1e9;

/// Roots above this are reported only where there is no other: 10,000 % a year.
pub const USUAL: f64 = 100.0;

dispatch! {
    /// Yearly internal rate of return, `(1+i)^12 - 1`, and why there is none.
    ///
    /// `flows` are monthly, the first at month 0. Of several roots the one named by the rule of
    /// `docs/finance.md` is given, as far as the grid tells them apart. NaN where there is none.
    pub fn irr(flows: &[Lanes]) -> (Lanes, [NoRate; 8]) {
        let (mut lowest, mut highest, mut gross) = (ZERO, ZERO, ZERO);
        for &flow in flows {
            lowest = lowest.min(flow);
            highest = highest.max(flow);
            gross += flow.abs();
        }
        let value_at = |rate: Lanes| {
            let v = math::pow(ONE + rate, Lanes::splat(-DELTA));
            flows.iter().rev().fold(ZERO, |sum, &flow| sum * v + flow)
        };
        // Nearest to zero: below it, below it where the value falls, and above it.
        let mut sides = [Bracket::NONE; 3];
        let mut left = value_at(Lanes::splat(GRID[0]));
        let mut gain = Mask::NONE;
        let steps = GRID.windows(2).flat_map(|step| {
            let part = (step[1] - step[0]) / f64::from(PARTS);
            let end = move |n: u32| if n == PARTS { step[1] } else { step[0] + part * f64::from(n) };
            (0..PARTS).map(move |n| [end(n), end(n + 1)])
        });
        for pair in steps {
            let right = value_at(Lanes::splat(pair[1]));
            let falls = left.gt(ZERO) & right.le(ZERO);
            let crosses = (left.le(ZERO) & right.gt(ZERO)) | falls;
            if pair[1] <= 0.0 {
                sides[0].take(crosses, &pair, left);
                sides[1].take(falls, &pair, left);
                gain = right.gt(ZERO);
            } else {
                let first = crosses & !sides[2].found;
                sides[2].take(first, &pair, left);
            }
            left = right;
        }
        // A gain is worth looking for where the value falls; a loss has one sign change to choose.
        let [mut below, falling, mut above] = sides;
        let falls = gain & falling.found;
        below.replace(falls, &falling);
        let verified = |rate: Lanes| {
            let v = math::pow(ONE + rate, Lanes::splat(-DELTA));
            let inflated = flows.iter().rev().fold(ZERO, |sum, &flow| sum * v + flow.abs());
            inflated.le(gross * INFLATED)
        };
        let mut roots = [(ZERO, Mask::NONE); 2];
        for (slot, side) in roots.iter_mut().zip([&mut below, &mut above]) {
            if side.found.any() {
                let root = side.bisect(value_at);
                *slot = (root, side.found & verified(root));
            }
        }
        let [(low, has_low), (high, has_high)] = roots;
        let usual = has_high & high.le(Lanes::splat(USUAL));
        let wanted = has_low & (!gain | falls);
        // Distances are those of |ln(1 + rate)|.
        let nearer = ((ONE + low) * (ONE + high)).gt(ONE);
        let rate = has_high.select(high, Lanes::splat(f64::NAN));
        let rate = has_low.select(low, rate);
        let rate = usual.select(high, rate);
        let rate = (wanted & (!usual | nearer)).select(low, rate);
        let mixed = lowest.lt(ZERO) & highest.gt(ZERO);
        let usable = (has_low | has_high) & mixed;
        let rate = usable.select(rate, Lanes::splat(f64::NAN));
        let reasons = std::array::from_fn(|lane| {
            match (usable.0[lane] != 0, lowest.0[lane] < 0.0, highest.0[lane] > 0.0) {
                (true, ..) => NoRate::Found,
                (_, false, false) => NoRate::NoFlow,
                (_, false, true) => NoRate::AllPositive,
                (_, true, false) => NoRate::AllNegative,
                (_, true, true) => NoRate::NoRoot,
            }
        });
        (rate, reasons)
    }
}

/// Two rates between which the value changes its sign.
#[derive(Clone, Copy)]
struct Bracket {
    low: Lanes,
    high: Lanes,
    at_low: Lanes,
    found: Mask,
}

impl Bracket {
    const NONE: Bracket = Bracket {
        low: ZERO,
        high: ZERO,
        at_low: ZERO,
        found: Mask::NONE,
    };

    #[inline(always)]
    fn take(&mut self, taken: Mask, pair: &[f64], at_low: Lanes) {
        self.low = taken.select(Lanes::splat(pair[0]), self.low);
        self.high = taken.select(Lanes::splat(pair[1]), self.high);
        self.at_low = taken.select(at_low, self.at_low);
        self.found = self.found | taken;
    }

    #[inline(always)]
    fn replace(&mut self, taken: Mask, other: &Bracket) {
        self.low = taken.select(other.low, self.low);
        self.high = taken.select(other.high, self.high);
        self.at_low = taken.select(other.at_low, self.at_low);
        self.found = self.found | (taken & other.found);
    }

    /// The root; even the widest bracket ends narrower than rounding.
    #[inline(always)]
    fn bisect(&mut self, value_at: impl Fn(Lanes) -> Lanes) -> Lanes {
        for _ in 0..60 {
            let middle = (self.low + self.high) * 0.5;
            let value = value_at(middle);
            let above =
                (value.gt(ZERO) & self.at_low.gt(ZERO)) | (value.le(ZERO) & self.at_low.le(ZERO));
            self.low = above.select(middle, self.low);
            self.high = above.select(self.high, middle);
        }
        (self.low + self.high) * 0.5
    }
}

/// The return by which futures are ranked (model §12): the rate; without one -1 where nothing came back, below
/// every rate where less came back than was drawn, above every rate where more did; NaN where nothing was
/// drawn.
///
/// ```
/// use fabcast_model::finance::irr::{irr, ranked};
/// use fabcast_model::lanes::Lanes;
/// // Paid, something back, and paid again: no rate makes that worth nothing.
/// let flows = [-10.0, 1.0, -10.0].map(Lanes::splat);
/// let (rate, _) = irr(&flows);
/// assert!(rate.0[0].is_nan());
/// let back = ranked(rate, Lanes::splat(20.0), Lanes::splat(1.0));
/// assert_eq!(back.0[0], f64::NEG_INFINITY);
/// ```
#[inline(always)]
pub fn ranked(rate: Lanes, drawn: Lanes, received: Lanes) -> Lanes {
    let lost = received
        .gt(Lanes::splat(NEAR))
        .select(Lanes::splat(f64::NEG_INFINITY), -ONE);
    let more = received.gt(drawn + NEAR);
    let without = more.select(Lanes::splat(f64::INFINITY), lost);
    let known = rate.ge(rate);
    let found = known.select(rate, without);
    drawn.gt(ZERO).select(found, Lanes::splat(f64::NAN))
}

/// Net present value at a yearly rate of monthly flows, the first at month 0.
#[inline(always)]
pub fn npv(flows: &[Lanes], rate: Lanes) -> Lanes {
    let v = math::pow(ONE + rate, Lanes::splat(-DELTA));
    flows.iter().rev().fold(ZERO, |sum, &flow| sum * v + flow)
}

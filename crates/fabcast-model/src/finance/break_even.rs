//! What the market has to pay for a programme to break even (model §12), eight draws at a time.

use crate::delay::DELTA;
use crate::finance::booked::{Booked, Terminal};
use crate::lanes::{Lanes, Mask, ONE, ZERO, part};
use crate::math;

/// Revenue and price against what breaks even; NaN where nothing was drawn or nothing earned.
#[derive(Clone, Copy, Debug)]
pub struct BreakEven {
    /// Price of an H100-hour \[USD\] that breaks even: `f·price`.
    pub price: Lanes,
    /// Market price of an H100-hour \[USD\], weighted with the hours that the revenue would buy.
    pub earned: Lanes,
    /// Utilisation that breaks even, sales and prices as they are; NaN where it is above 1.
    pub utilisation: Lanes,
    /// Present value of the revenue that breaks even: `f·R` [10⁹ USD].
    pub needed: Lanes,
    /// Present value of the revenue, `R` [10⁹ USD].
    pub expected: Lanes,
}

/// Revenue of a kind: its present value, and that of the last twelve months [10⁹ USD].
#[derive(Clone, Copy)]
struct Stream {
    value: Lanes,
    last_year: Lanes,
}

/// Break-even of the books of a run, as if all of it were paid by equity that asks for `hurdle` a year
/// and no tax were due.
///
/// `price` is the market's price of an H100-hour by month \[USD\], `utilisation` that of the run, `drawn`
/// the equity drawn [10⁹ USD].
pub fn break_even(
    months: &[Booked],
    price: &[Lanes],
    terminal: &Terminal,
    hurdle: Lanes,
    utilisation: Lanes,
    drawn: Lanes,
) -> BreakEven {
    let v = math::pow(ONE + hurdle, Lanes::splat(-DELTA));
    const NOTHING: Stream = Stream {
        value: ZERO,
        last_year: ZERO,
    };
    let (mut rent, mut sales, mut cost) = (NOTHING, NOTHING, NOTHING);
    let (mut hours, mut outlay) = (ZERO, ZERO);
    let (mut discount, mut last) = (ONE, ONE);
    let year = months.len().saturating_sub(12);
    for (t, (month, &price)) in months.iter().zip(price).enumerate() {
        let incurred = month.incurred();
        for (stream, amount) in [
            (&mut rent, month.rent),
            (&mut sales, month.sales),
            (&mut cost, incurred),
        ] {
            stream.value += discount * amount;
            if t >= year {
                stream.last_year += amount;
            }
        }
        hours += discount * part(month.revenue(), price);
        let [building, tools, servers] = month.capex;
        outlay += discount * (building + tools + servers - month.grants);
        last = discount;
        discount *= v;
    }
    outlay += cost.value - last * terminal.book;
    let tail = last * terminal.annuity;
    let revenue = Stream {
        value: rent.value + sales.value,
        last_year: rent.last_year + sales.last_year,
    };
    let nothing = Lanes::splat(f64::NAN);
    let counts = drawn.gt(ZERO) & revenue.value.gt(ZERO);
    let factor = factor(revenue, outlay, cost.last_year, tail);
    let factor = counts.select(factor, nothing);
    let of_rent = self::factor(
        rent,
        outlay - sales.value,
        cost.last_year - sales.last_year,
        tail,
    );
    let needed = utilisation * of_rent;
    let possible: Mask = counts & rent.value.gt(ZERO) & needed.le(ONE);
    let earned = part(revenue.value, hours);
    BreakEven {
        price: factor * earned,
        earned: counts.select(earned, nothing),
        utilisation: possible.select(needed, nothing),
        needed: factor * revenue.value,
        expected: counts.select(revenue.value, nothing),
    }
}

/// The factor `f ≥ 0` of a revenue with `f·R - outlay + tail·(f·r - cost)⁺ = 0`: the left side rises with
/// `f` and bends once, where the margin of the last year is 0.
fn factor(revenue: Stream, outlay: Lanes, cost: Lanes, tail: Lanes) -> Lanes {
    let without = outlay / revenue.value;
    let with = (outlay + tail * cost) / (revenue.value + tail * revenue.last_year);
    let closes = (without * revenue.last_year).le(cost);
    closes.select(without, with).positive()
}

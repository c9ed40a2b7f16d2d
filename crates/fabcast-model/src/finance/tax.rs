//! Tax books (model §12): depreciation by method, losses brought forward, rates of regions.

use crate::declare::{fixed, parameters};
use crate::delay::DELTA;
use crate::lanes::{Lanes, ONE, ZERO, part};
use crate::parameter::METHODS;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

/// How a class of assets is written off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `1.5/life·Δ` of the book value a month, for ever.
    Declining,
    /// Equal parts over the life, half a year's in the first tax year and the other half in the last.
    Straight,
    /// MACRS, 5-year property, half-year convention (IRS Pub. 946, table A-1).
    Macrs5,
    /// 200 % declining balance, straight line once that gives more; half a year's in the first.
    Japan,
    /// All in the month of payment.
    Immediate,
}

/// Shares of cost written off by tax year: 5-year property under the general depreciation system,
/// 200 % declining balance, half-year convention. Source: IRS Publication 946, table A-1.
pub const MACRS5: [f64; 6] = [0.20, 0.32, 0.192, 0.1152, 0.1152, 0.0576];

fixed!(Method, |reader, path| {
    let word = reader.optional_text(path).unwrap_or(METHODS[0]);
    match METHODS.iter().position(|method| *method == word) {
        Some(1) => Method::Straight,
        Some(2) => Method::Macrs5,
        Some(3) => Method::Japan,
        Some(4) => Method::Immediate,
        _ => Method::Declining,
    }
});

/// A method with the life of this run's draws.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Share of the book value written off a month; without a table.
    pub decline: Lanes,
    /// Shares of cost by tax year, the year of payment first; empty for [`Method::Declining`].
    pub shares: Vec<Lanes>,
}

/// Whole years of a life, at least 1.
fn whole_years(life: f64) -> usize {
    ((life + 0.5).floor() as usize).max(1)
}

impl Schedule {
    /// `life` \[years\]; no more than the first `years` tax years are needed.
    pub fn new(method: Method, life: Lanes, years: usize) -> Schedule {
        let by_lane = |of: &dyn Fn(f64) -> Vec<f64>| -> Vec<Lanes> {
            let lanes = life.0.map(of);
            let longest = lanes.iter().map(Vec::len).max().unwrap_or(0).min(years);
            let share = |year: usize| {
                Lanes(std::array::from_fn(|lane| {
                    lanes[lane].get(year).copied().unwrap_or(0.0)
                }))
            };
            (0..longest).map(share).collect()
        };
        Schedule {
            decline: (1.5 * DELTA / life).min(ONE),
            shares: match method {
                Method::Declining => Vec::new(),
                Method::Straight => by_lane(&straight),
                Method::Macrs5 => MACRS5.iter().map(|&share| Lanes::splat(share)).collect(),
                Method::Japan => by_lane(&japan),
                Method::Immediate => vec![ONE],
            },
        }
    }
}

/// `½/n` in the first and last tax year, `1/n` between.
pub fn straight(life: f64) -> Vec<f64> {
    let n = whole_years(life);
    let year = |k| {
        if k == 0 || k == n {
            0.5 / n as f64
        } else {
            1.0 / n as f64
        }
    };
    (0..=n).map(year).collect()
}

/// `2/n` of what is left, half of it in the first tax year; what is left in equal parts over the
/// years that remain as soon as that is more.
pub fn japan(life: f64) -> Vec<f64> {
    let n = whole_years(life);
    let rate = (2.0 / n as f64).min(1.0);
    let mut left = 1.0;
    (0..=n)
        .map(|k| {
            // Half of a year is gone at the end of the first.
            let remain = n as f64 + 0.5 - k as f64;
            let share = match k {
                0 => 0.5 * rate,
                _ if k == n => left,
                _ => (rate * left).max(left / remain).min(left),
            };
            left -= share;
            share
        })
        .collect()
}

/// What was paid for a class, by tax year of payment; state.
#[derive(Clone, Debug, Default)]
pub struct Vintages(Vec<Lanes>);

impl Vintages {
    /// Nothing paid yet.
    pub const NONE: Vintages = Vintages(Vec::new());

    /// Written off this month: the first year's share of what is paid, and a twelfth of their year's
    /// share of all that was paid in earlier tax years. `year` counts tax years from 0.
    #[inline(always)]
    pub fn write_off(&mut self, schedule: &Schedule, year: usize, paid: Lanes) -> Lanes {
        if self.0.len() <= year {
            self.0.resize(year + 1, ZERO);
        }
        self.0[year] += paid;
        let mut earlier = ZERO;
        for (age, &share) in schedule.shares.iter().enumerate().take(year + 1).skip(1) {
            earlier += share * self.0[year - age];
        }
        schedule.shares[0] * paid + earlier * DELTA
    }
}

parameters! {
    /// A region with a tax rate of its own.
    pub(crate) struct Place {
        tax: Option<ParamId> = share("region.*.tax", 12, "τ_r", "tax rate on profit earned there, local taxes included; absent: `finance.tax`").absent();
    }
}

/// Where profits are taxed (model §12).
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// Rate of each region; none where no region has its own.
    regions: Vec<ParamId>,
}

impl Places {
    pub(super) fn read(reader: &mut Reader, regions: &[String], common: ParamId) -> Places {
        let own: Vec<Option<ParamId>> = regions
            .iter()
            .map(|region| Place::read(reader, &[region]).tax)
            .collect();
        let some = own.iter().any(Option::is_some);
        Places {
            regions: own
                .into_iter()
                .filter(|_| some)
                .map(|id| id.unwrap_or(common))
                .collect(),
        }
    }

    pub(super) fn rates(&self, values: &Values) -> Vec<Lanes> {
        self.regions.iter().map(|&id| values[id]).collect()
    }
}

/// Rate at which the profit of the month is taxed: the regions' rates, weighted by the building and
/// tools paid for there so far, or the common one without any.
#[inline(always)]
pub fn rate(common: Lanes, rates: &[Lanes], property: &[Lanes]) -> Lanes {
    let (mut all, mut taxed) = (ZERO, ZERO);
    for (&rate, &property) in rates.iter().zip(property) {
        all += property;
        taxed += rate * property;
    }
    all.gt(ZERO).select(part(taxed, all), common)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_writes_off_all_of_it() {
        let sums = |shares: &[f64]| shares.iter().sum::<f64>();
        assert!((sums(&MACRS5) - 1.0).abs() < 1e-15);
        for life in [1.0, 2.0, 3.0, 5.0, 7.4, 8.0, 15.0, 39.0] {
            for shares in [straight(life), japan(life)] {
                assert!((sums(&shares) - 1.0).abs() < 1e-12, "{life}: {shares:?}");
                assert!(
                    shares.iter().all(|&share| share >= 0.0),
                    "{life}: {shares:?}"
                );
            }
        }
    }

    #[test]
    fn macrs_is_twice_straight_line_with_a_half_year_and_a_switch() {
        // The table of the tax office is this rule, rounded to a hundredth of a per cent.
        for (table, rule) in MACRS5.iter().zip(japan(5.0)) {
            assert!((table - rule).abs() < 5.1e-5, "{table}, not {rule}");
        }
    }

    #[test]
    fn a_payment_is_gone_after_its_last_tax_year() {
        let schedule = Schedule::new(Method::Macrs5, ONE, 20);
        let mut vintages = Vintages::default();
        let mut written = [0.0; 7];
        for month in 0..84 {
            let paid = if month == 4 {
                Lanes::splat(100.0)
            } else {
                ZERO
            };
            written[month / 12] += vintages.write_off(&schedule, month / 12, paid).0[0];
        }
        for (year, written) in written.iter().enumerate() {
            let wanted = 100.0 * MACRS5.get(year).copied().unwrap_or(0.0);
            assert!(
                (written - wanted).abs() < 1e-12,
                "{year}: {written}, not {wanted}"
            );
        }
    }
}

//! The value at the end of a draw, and how its loans are covered over their lives.

use fabcast_model::finance::Valuation;
use fabcast_model::finance::booked::Terminal;
use fabcast_model::math::scalar::{exp, pow};

use super::month::by_rank;
use super::{Books, DELTA, Lane, NOTHING, part};

/// The value at the end goes to lenders, arrears and, through the waterfall, owners [10⁹ USD].
#[derive(Default)]
pub struct End {
    /// By what it is measured, if there is one.
    pub valuation: Valuation,
    /// Yearly rate at which the margin is discounted and shrinks; half a life \[years\].
    pub decline: f64,
    pub half_life: f64,
    /// Margin of the last twelve months, and the value of what stands.
    pub margin: f64,
    pub operations: f64,
    pub debt: f64,
    pub lenders: f64,
    pub arrears: f64,
    pub equity: f64,
    /// Asked for and given, by rank.
    pub asked: Vec<f64>,
    pub given: Vec<f64>,
    pub rest: f64,
    pub sponsor: f64,
    /// Paid to each investor out of the value, and by its guarantor.
    pub paid: Vec<f64>,
    pub guaranteed: Vec<f64>,
}

/// Cash available for debt service over the largest debt (docs/finance.md).
pub struct LoanCover {
    pub largest: f64,
    /// Month of the largest debt, and the last one with debt.
    pub month: usize,
    pub last: usize,
    /// Average rate of the loans, real and yearly.
    pub rate: f64,
    /// Cash available after the month of the largest debt, discounted to it.
    pub discounted: Vec<f64>,
    /// Over the lives of the loans (LLCR), and over that of the project (PLCR).
    pub loans: f64,
    pub project: f64,
    /// Smallest cover of twelve months (DSCR); none without debt service.
    pub least: Option<f64>,
}

impl Books {
    pub(super) fn at_end(&self, valuation: Valuation, engine: &Terminal, lane: Lane) -> End {
        let last = |values: &[f64]| values.last().copied().unwrap_or(0.0);
        let (decline, half_life) = (lane.of(engine.decline), lane.of(engine.half_life));
        let year = self.months.saturating_sub(12)..self.months;
        let margin: f64 = year.map(|t| self.revenue[t] - self.cost[t]).sum();
        let annuity = if decline.abs() < 1e-9 {
            half_life
        } else {
            (1.0 - exp(-decline * half_life)) / decline
        };
        let valued = f64::from(u8::from(valuation != Valuation::None));
        let operations = match valuation {
            Valuation::Margin => margin.max(0.0) * annuity,
            Valuation::Book => self.classes.iter().map(|class| last(&class.book)).sum(),
            Valuation::None => 0.0,
        };
        let value = operations + valued * last(&self.cash);
        let (debt, arrears) = (last(&self.debt), last(&self.arrears));
        let lenders = value.min(debt);
        let equity = (value - debt - arrears).max(0.0);
        let mut asked = vec![0.0; self.ranks.len()];
        for (_, party, owner) in self.owners() {
            asked[owner.rank] += last(&party.balance);
        }
        let (given, left) = by_rank(&asked, equity);
        let sharing = last(&self.sharing_drawn);
        let rest = if sharing > 0.0 {
            (1.0 - self.carry) * left
        } else {
            0.0
        };
        let paid: Vec<f64> = self
            .parties
            .iter()
            .map(|party| {
                let balance = last(&party.balance);
                match party.owner() {
                    None => lenders * part(balance, debt),
                    Some(owner) => {
                        let share = if owner.preferred {
                            0.0
                        } else {
                            rest * part(last(&party.drawn), sharing)
                        };
                        given[owner.rank] * part(balance, asked[owner.rank]) + share
                    }
                }
            })
            .collect();
        let guaranteed = self.parties.iter().zip(&paid).map(|(party, paid)| {
            let guarantee = party.loan().and_then(|loan| loan.guarantee);
            let missing = (last(&party.balance) - paid).max(0.0);
            guarantee.map_or(0.0, |guarantee| valued * guarantee.share * missing)
        });
        End {
            valuation,
            decline,
            half_life,
            margin,
            operations,
            debt,
            lenders,
            arrears: (value - lenders).min(arrears),
            equity,
            asked,
            given,
            rest,
            sponsor: left - rest,
            guaranteed: guaranteed.collect(),
            paid,
        }
    }

    pub(super) fn cover_of_loans(&self) -> Option<LoanCover> {
        let (mut largest, mut month, mut last) = (0.0, 0, 0);
        for (t, &debt) in self.debt.iter().enumerate() {
            if debt > largest {
                (largest, month) = (debt, t);
            }
            if debt > NOTHING {
                last = t;
            }
        }
        if largest <= 0.0 {
            return None;
        }
        let (mut lent, mut weighted) = (0.0, 0.0);
        for (_, party, _) in self.loans() {
            let drawn: f64 = party.draws.iter().sum();
            lent += drawn;
            weighted += party.rate * drawn;
        }
        let rate = part(weighted, lent);
        let factor = |t: usize| pow(1.0 + rate, -((t - month) as f64) * DELTA);
        let discounted: Vec<f64> = (0..self.months)
            .map(|t| match t > month {
                true => self.available[t] * factor(t),
                false => 0.0,
            })
            .collect();
        let until = (last + 2).min(self.months);
        let loans: f64 = discounted[..until].iter().sum();
        let all: f64 = discounted.iter().sum();
        let end = self.end.operations * factor(self.months - 1);
        let tested = (11..self.months).filter(|&t| self.service_year[t] > NOTHING);
        Some(LoanCover {
            largest,
            month,
            last,
            rate,
            loans: loans / largest,
            project: (all + end) / largest,
            discounted,
            least: tested.map(|t| self.cover[t]).reduce(f64::min),
        })
    }
}

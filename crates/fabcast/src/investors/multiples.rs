//! Multiples of what an investor paid in, against an index, and cover of loans over their lives.

use fabcast_model::delay::DELTA;
use fabcast_model::lanes::{Lanes, ONE, ZERO, part};
use fabcast_model::math;
use fabcast_model::model::Model;
use fabcast_model::parameters::Values;
use fabcast_model::record::Series;
use fabcast_model::simulate::Run;

/// Yearly nominal return of listed shares that money is compared with where the scenario names none:
/// assumption, 5 % real as world shares have given since 1900, and 2.5 % inflation.
const INDEX_RETURN: f64 = 0.075;

/// Multiples of each investor in eight draws: DPI, RVPI, PME.
pub fn multiples(run: &Run, index: Lanes) -> Vec<[Lanes; 3]> {
    let month = math::pow(ONE + index, Lanes::splat(-DELTA));
    let investors = run.draws.iter().zip(&run.ledger.received);
    investors
        .enumerate()
        .map(|(i, (draws, received))| {
            let (mut paid_in, mut calls, mut returns) = (ZERO, ZERO, ZERO);
            let (mut factor, mut before) = (ONE, ZERO);
            for (&draw, &received) in draws.iter().zip(received) {
                paid_in += draw;
                calls += draw * factor;
                returns += (received - before) * factor;
                before = received;
                factor *= month;
            }
            let distributed = run.ledger.before_end.get(i).copied().unwrap_or(before);
            [
                part(distributed, paid_in),
                part(before - distributed, paid_in),
                part(returns, calls),
            ]
        })
        .collect()
}

/// Real yearly return of the index in these draws.
pub fn index_return(model: &Model, values: &Values) -> Lanes {
    let nominal = model.finance.index_return();
    let nominal = nominal.map_or(Lanes::splat(INDEX_RETURN), |id| values[id]);
    model.capital.real(nominal, values)
}

/// LLCR and PLCR in eight draws, NaN without debt.
pub fn loan_cover(run: &Run) -> [Lanes; 2] {
    let debt = run.record.of(Series::Debt);
    let nan = Lanes::splat(f64::NAN);
    let (mut most, mut at, mut last) = (ZERO, ZERO, ZERO);
    for (month, &owed) in debt.iter().enumerate() {
        let now = Lanes::splat(month as f64);
        at = owed.gt(most).select(now, at);
        most = most.max(owed);
        // Debt of a dollar is none.
        last = owed.gt(Lanes::splat(1e-9)).select(now, last);
    }
    let (mut rate, mut lent) = (ZERO, ZERO);
    for (terms, draws) in run.ledger.investors.iter().zip(&run.draws) {
        if terms.lends {
            let drawn = draws.iter().fold(ZERO, |sum, &draw| sum + draw);
            rate += terms.rate * drawn;
            lent += drawn;
        }
    }
    let month = math::pow(ONE + part(rate, lent), Lanes::splat(-DELTA));
    let (mut loan, mut project, mut factor) = (ZERO, ZERO, ONE);
    for (t, booked) in run.ledger.months.iter().enumerate() {
        let now = Lanes::splat(t as f64);
        let after = now.gt(at);
        factor = after.select(factor * month, factor);
        let value = after.of(booked.available() * factor);
        // The last payment falls in the month after the last with debt.
        loan += now.le(last + ONE).of(value);
        project += value;
    }
    project += run.ledger.terminal.operations * factor;
    [loan, project].map(|value| most.gt(ZERO).select(value / most, nan))
}

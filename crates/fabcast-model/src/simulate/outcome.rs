//! One number per draw (model §9, §12, §14).

use super::{Run, Scene, State, Terms};
use crate::capital::{CapitalState, CapitalTerms};
use crate::compute::yearly_fall;
use crate::delay::DELTA;
use crate::finance::booked::Terminal;
use crate::finance::break_even::break_even;
use crate::finance::irr;
use crate::finance::{self, Product, Valuation};
use crate::flows::NEAR;
use crate::inputs::Date;
use crate::lanes::{LANES, Lanes, ONE, ZERO, part, ratio};
use crate::math;
use crate::model::Model;
use crate::outcome::{Of, Outcome, SCALARS, Stem, When, missing, scalar};
use crate::record::Series;
use crate::technology;

/// One number per draw for each of [`SCALARS`]; NaN where there is none.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    values: Vec<Lanes>,
}

impl Outcomes {
    /// Value of the number at a position of [`SCALARS`].
    pub fn at(&self, position: usize) -> Lanes {
        self.values.get(position).copied().unwrap_or(NONE)
    }

    /// Value of a number by its name.
    pub fn of(&self, name: &str) -> Option<Lanes> {
        self.values.get(scalar(name)?).copied()
    }

    fn put(&mut self, name: &str, value: Lanes) {
        let position = scalar(name);
        debug_assert!(position.is_some(), "{name} is not in the list of outcomes");
        if let Some(position) = position {
            self.values[position] = value;
        }
    }
}

/// No value in any draw.
const NONE: Lanes = Lanes([f64::NAN; LANES]);

impl Outcome {
    /// Its value in eight draws, from the run and what [`Outcome::of_plan`] gave for the plan; NaN where
    /// there is none.
    pub fn value(&self, model: &Model, base: &Run, of_plan: Lanes) -> Lanes {
        match self.of {
            Of::Run => self.taken(model, base),
            Of::Plan => of_plan,
            // Neither NaN nor a plan of nothing is a share.
            Of::Share => of_plan
                .ge(ZERO)
                .select(ratio(self.taken(model, base), of_plan), NONE),
        }
    }

    /// What its plan has, of outcomes that are of the plan or a share of it.
    pub fn of_plan(&self, model: &Model, plan: Option<&Run>) -> Lanes {
        match (self.of, plan) {
            (Of::Plan | Of::Share, Some(plan)) => self.taken(model, plan),
            _ => NONE,
        }
    }

    fn taken(&self, model: &Model, run: &Run) -> Lanes {
        let month = match self.when {
            When::Whole => None,
            When::End => Some(model.months - 1),
            When::December(year) => december(model, year),
        };
        let at = |position: usize| {
            let series = run.record.series(position);
            month.and_then(|month| series.get(month)).copied()
        };
        match self.stem {
            Stem::Scalar(position) => run.outcomes.at(position),
            Stem::Series(position) => at(position).unwrap_or(NONE),
            Stem::Missing(region) => {
                let [first, second] = missing(region);
                at(first)
                    .zip(at(second))
                    .map_or(NONE, |(first, second)| first + second)
            }
        }
    }
}

/// December of a year, if it is simulated.
fn december(model: &Model, year: i32) -> Option<usize> {
    model.month_index(Date { year, month: 12 })
}

pub(super) fn close(scene: &Scene, terms: &Terms, state: &mut State, run: &mut Run) {
    let model = scene.model;
    let mut outcomes = Outcomes {
        values: vec![NONE; SCALARS.len()],
    };
    clock(scene, terms, run, &mut outcomes);
    fabs(model, run, &mut outcomes);
    if model.has_programme() {
        returns(scene, terms, state, run, &mut outcomes);
    }
    run.outcomes = outcomes;
}

/// Training-cost clock (model §9): fall a year from the first month to the first year end of judgement.
fn clock(scene: &Scene, terms: &Terms, run: &Run, outcomes: &mut Outcomes) {
    let Some(month) = december(scene.model, scene.model.reported[0]).filter(|&month| month > 0)
    else {
        return;
    };
    let years = month as f64 * DELTA;
    let price = run.record.of(Series::Price);
    let fall = yearly_fall(run.record.of(Series::TrainingCost)[month], years);
    let claimed = terms.clock.claimed_fall;
    outcomes.put("training_cost_fall", fall);
    outcomes.put(
        "training_cost_fall_price",
        yearly_fall(price[month] / price[0], years),
    );
    outcomes.put(
        "training_cost_fall_algorithms",
        ONE - ONE / terms.clock.algorithms,
    );
    outcomes.put("training_claim_met", fall.ge(claimed).number());
}

/// Slip of wafer fabs (model §14).
fn fabs(model: &Model, run: &Run, outcomes: &mut Outcomes) {
    let fabs: Vec<(usize, Option<usize>)> = (0..model.projects.list.len())
        .filter(|&j| model.projects.list[j].kind.makes_wafers())
        .map(|j| (j, model.projects.list[j].planned_online(model.months)))
        .collect();
    if fabs.is_empty() {
        return;
    }
    let mut slip = [0.0; LANES];
    let mut first = Lanes::splat(f64::INFINITY);
    for &(j, _) in &fabs {
        let online = run.online[j];
        first = online.ge(ZERO).select(first.min(online), first);
    }
    let mut slips = Vec::with_capacity(fabs.len());
    for (lane, slot) in slip.iter_mut().enumerate() {
        slips.clear();
        slips.extend(fabs.iter().filter_map(|&(j, planned)| {
            let planned = planned? as f64;
            // A fab that never gets there ranks after every number.
            let online = run.online[j].0[lane];
            Some(if online.is_nan() {
                f64::INFINITY
            } else {
                online - planned
            })
        }));
        slips.sort_by(f64::total_cmp);
        let median = slips.get(slips.len() / 2).copied().unwrap_or(f64::NAN);
        *slot = if median.is_finite() { median } else { f64::NAN };
    }
    let finite = |x: Lanes| x.lt(Lanes::splat(1e9)).select(x, Lanes::splat(f64::NAN));
    outcomes.put("fab_slip_median", Lanes(slip));
    outcomes.put("first_fab_online", finite(first));
}

/// Returns of all equity (model §12).
fn returns(
    scene: &Scene,
    terms: &Terms,
    state: &mut State,
    run: &mut Run,
    outcomes: &mut Outcomes,
) {
    let months = scene.model.months;
    let end = terminal_value(scene, terms, state, run);
    run.ledger.terminal = end;
    let terminal = end.equity;
    run.ledger.before_end = state.capital.accounts.iter().map(|a| a.received).collect();
    // The value at the end is distributed like any other money.
    let returned = finance::waterfall(&mut state.capital, &terms.capital, &terms.finance, terminal);
    let valued = scene.model.finance.terminal() != Valuation::None;
    settle(&mut state.capital, &terms.capital, valued, run);
    let mut flows = Vec::with_capacity(months);
    let (mut drawn, mut received) = (ZERO, ZERO);
    let mut exposure = ZERO;
    let mut payback = Lanes::splat(f64::NAN);
    for t in 0..months {
        let last = if t + 1 == months { returned } else { ZERO };
        drawn += run.equity_drawn[t];
        received += run.equity_received[t] + last;
        exposure = exposure.max(drawn - received);
        let back = drawn.gt(ZERO) & received.ge(drawn) & !payback.ge(ZERO);
        payback = back.select(Lanes::splat(t as f64), payback);
        flows.push(run.equity_received[t] + last - run.equity_drawn[t]);
    }
    let (rate, _) = irr::irr(&flows);
    let rate = irr::ranked(rate, drawn, received);
    let mut hurdle = ZERO;
    for (account, investor) in state.capital.accounts.iter().zip(&terms.capital.investors) {
        if !investor.lends {
            hurdle += investor.rate * part(account.drawn, drawn);
        }
    }
    outcomes.put("irr", rate);
    outcomes.put("irr_hurdle", hurdle);
    outcomes.put("irr_over_hurdle", rate.ge(hurdle - NEAR).number());
    outcomes.put("npv", irr::npv(&flows, terms.discount));
    outcomes.put(
        "moic",
        drawn
            .gt(ZERO)
            .select(received / drawn, Lanes::splat(f64::NAN)),
    );
    let lost = received.lt(drawn - NEAR).number();
    outcomes.put(
        "equity_loss",
        drawn.gt(ZERO).select(lost, Lanes::splat(f64::NAN)),
    );
    outcomes.put("payback_months", payback);
    outcomes.put("largest_exposure", exposure);
    outcomes.put("dscr_min", debt_cover(run));
    outcomes.put("terminal_value", terminal);
    outcomes.put("book_value_end", state.books.book_value());
    let even = break_even(
        &run.ledger.months,
        run.record.of(Series::Price),
        &run.ledger.terminal,
        hurdle,
        terms.deployment.utilisation,
        drawn,
    );
    // Who makes parts earns no price of compute.
    if terms.finance.sells() == Product::Accelerators {
        outcomes.put("break_even_price", even.price);
        outcomes.put("price_earned", even.earned);
    }
    outcomes.put("break_even_utilisation", even.utilisation);
    outcomes.put("revenue_needed", even.needed);
    outcomes.put("revenue_expected", even.expected);
}

/// Smallest cover of debt service over any twelve months with debt service; NaN without debt.
fn debt_cover(run: &Run) -> Lanes {
    let mut least = Lanes::splat(f64::INFINITY);
    let (mut cash, mut service) = (ZERO, ZERO);
    for t in 0..run.debt_service.len() {
        cash += run.debt_service[t][0];
        service += run.debt_service[t][1];
        if t >= 12 {
            cash -= run.debt_service[t - 12][0];
            service -= run.debt_service[t - 12][1];
        }
        if t >= 11 {
            let cover = service.gt(Lanes::splat(1e-9)).select(cash / service, least);
            least = least.min(cover);
        }
    }
    least
        .lt(Lanes::splat(1e300))
        .select(least, Lanes::splat(f64::NAN))
}

/// Lenders are paid out of the value at the end, pro rata to what is owed to them, and guarantors pay
/// their share of what is missing; what every investor received in the last month is written down anew.
fn settle(state: &mut CapitalState, terms: &CapitalTerms, valued: bool, run: &mut Run) {
    let (owed, lenders) = (state.owed(), run.ledger.terminal.lenders);
    let mut guaranteed = ZERO;
    for ((account, investor), received) in
        (state.accounts.iter_mut().zip(&terms.investors)).zip(&mut run.ledger.received)
    {
        let paid = lenders * part(account.debt, owed);
        account.received += paid;
        if valued && investor.lends {
            let called = investor.loan.guarantee * (account.debt - paid).positive();
            account.received += called;
            guaranteed += called;
        }
        if let Some(last) = received.last_mut() {
            *last = account.received;
        }
    }
    run.ledger.terminal.guarantors = guaranteed;
}

/// What stands, plus cash, less debt and arrears, floored at 0 (model §12). What stands is worth
/// `margin·(1-exp(-z·life/2))/z`, `z = r +` yearly fall of the reference price, or its book value.
fn terminal_value(scene: &Scene, terms: &Terms, state: &State, run: &Run) -> Terminal {
    let valuation = scene.model.finance.terminal();
    if valuation == Valuation::None {
        return Terminal::NONE;
    }
    let months = run.operating.len();
    let year = months.saturating_sub(12)..months;
    let mut margin = ZERO;
    for [revenue, _, incurred] in &run.operating[year] {
        margin += *revenue - *incurred;
    }
    // Not the price of the last year: a slump that begins or ends in it would go on for ever.
    let model = scene.model;
    // A foundry's prices do not fall with the price of compute.
    let fall = match terms.finance.sells() {
        Product::Accelerators => {
            ONE - technology::reference_growth(&model.accelerators, &scene.values)
        }
        Product::Parts => ZERO,
    };
    let z = terms.discount + fall;
    let half_life = terms.deployment.life * 0.5;
    let steady = z.abs().lt(Lanes::splat(1e-9));
    let annuity = steady.select(half_life, (ONE - math::exp(-(z * half_life))) / z);
    let debt = state
        .capital
        .accounts
        .iter()
        .fold(ZERO, |sum, account| sum + account.debt);
    let (cash, arrears) = (state.capital.cash, state.capital.arrears);
    let (annuity, book) = match valuation {
        Valuation::Book => (ZERO, state.books.book_value()),
        _ => (annuity, ZERO),
    };
    let operations = margin.positive() * annuity + book;
    let value = operations + cash;
    let lenders = value.min(debt);
    Terminal {
        operations,
        book,
        cash,
        lenders,
        guarantors: ZERO,
        arrears: (value - lenders).min(arrears),
        equity: (operations + cash - debt - arrears).positive(),
        decline: z,
        half_life,
        annuity,
    }
}

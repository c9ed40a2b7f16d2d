//! One number per draw (model §9, §12, §14).

use super::{Run, Scene, State, Terms};
use crate::capital::{CapitalState, CapitalTerms};
use crate::compute::yearly_fall;
use crate::delay::DELTA;
use crate::finance::booked::Terminal;
use crate::finance::break_even::break_even;
use crate::finance::irr::{self, NoRate};
use crate::finance::{self, Valuation};
use crate::flows::NEAR;
use crate::inputs::Date;
use crate::lanes::{Lanes, Mask, ONE, ZERO, part};
use crate::math;
use crate::model::Model;
use crate::record::Series;
use crate::technology;

/// Name, unit and label of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeInfo {
    /// Lower snake case.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// What it is, for people.
    pub label: &'static str,
}

const fn info(name: &'static str, unit: &'static str, label: &'static str) -> OutcomeInfo {
    OutcomeInfo { name, unit, label }
}

/// Every outcome of a run, in order. A date after the scenario's end gives no value.
pub const OUTCOMES: [OutcomeInfo; 48] = [
    info(
        "delivered_h100e_2030",
        "million H100e",
        "Compute delivered, December 2030",
    ),
    info(
        "delivered_h100e_2035",
        "million H100e",
        "Compute delivered, December 2035",
    ),
    info(
        "delivered_h100e_end",
        "million H100e",
        "Compute delivered, at the end",
    ),
    info(
        "delivered_gw_2030",
        "GW",
        "Accelerators delivered, December 2030",
    ),
    info(
        "delivered_gw_2035",
        "GW",
        "Accelerators delivered, December 2035",
    ),
    info(
        "delivered_gw_end",
        "GW",
        "Accelerators delivered, at the end",
    ),
    info(
        "datacentre_gw_2030",
        "GW",
        "Data centres finished, December 2030",
    ),
    info(
        "datacentre_gw_2035",
        "GW",
        "Data centres finished, December 2035",
    ),
    info(
        "datacentre_gw_end",
        "GW",
        "Data centres finished, at the end",
    ),
    info("logic_kwspm_2030", "kwspm", "Logic capacity, December 2030"),
    info("logic_kwspm_2035", "kwspm", "Logic capacity, December 2035"),
    info("logic_kwspm_end", "kwspm", "Logic capacity, at the end"),
    info("hbm_kwspm_2035", "kwspm", "Memory capacity, December 2035"),
    info(
        "packaging_kwpm_2035",
        "kwpm",
        "Packaging capacity, December 2035",
    ),
    info(
        "price_2030",
        "USD/hour",
        "Price of an H100-hour, December 2030",
    ),
    info(
        "price_2035",
        "USD/hour",
        "Price of an H100-hour, December 2035",
    ),
    info(
        "others_h100e_2030",
        "million H100e",
        "Others' compute, December 2030",
    ),
    info(
        "others_h100e_2035",
        "million H100e",
        "Others' compute, December 2035",
    ),
    info(
        "capital_drawn_2030",
        "10^9 USD",
        "Capital drawn by December 2030",
    ),
    info(
        "capital_drawn_2035",
        "10^9 USD",
        "Capital drawn by December 2035",
    ),
    info("capital_drawn_end", "10^9 USD", "Capital drawn by the end"),
    info(
        "capex_end",
        "10^9 USD",
        "Spent on plants, tools and servers by the end",
    ),
    info("distributed_end", "10^9 USD", "Distributed by the end"),
    info("grants_end", "10^9 USD", "Grants received by the end"),
    info(
        "projects_started_end",
        "projects",
        "Projects started by the end",
    ),
    info(
        "irr",
        "1/year",
        "Internal rate of return of all equity, real",
    ),
    info(
        "irr_hurdle",
        "1/year",
        "Hurdle of the equity, real, weighted by what was drawn",
    ),
    info(
        "irr_over_hurdle",
        "fraction",
        "Whether the return reaches the hurdle",
    ),
    info("npv", "10^9 USD", "Net present value of all equity"),
    info("moic", "ratio", "Money back over money in, equity"),
    info(
        "payback_months",
        "months",
        "Month in which equity has its money back",
    ),
    info(
        "largest_exposure",
        "10^9 USD",
        "Largest sum of equity drawn and not yet returned",
    ),
    info(
        "dscr_min",
        "ratio",
        "Smallest debt service cover of any twelve months",
    ),
    info(
        "terminal_value",
        "10^9 USD",
        "Value at the end of what works",
    ),
    info(
        "book_value_end",
        "10^9 USD",
        "Written-down value at the end of what was built",
    ),
    info(
        "break_even_price",
        "USD/hour",
        "Price of an H100-hour at which the programme breaks even",
    ),
    info(
        "price_earned",
        "USD/hour",
        "Market price of an H100-hour, weighted with what the programme earns",
    ),
    info(
        "break_even_utilisation",
        "fraction",
        "Utilisation at which the programme breaks even",
    ),
    info(
        "revenue_needed",
        "10^9 USD",
        "Revenue needed to break even, present value",
    ),
    info("revenue_expected", "10^9 USD", "Revenue, present value"),
    info(
        "shortage_us_2030",
        "FTE",
        "US technicians and engineers missing, December 2030",
    ),
    info(
        "training_cost_fall",
        "1/year",
        "Fall of training cost a year to December 2030",
    ),
    info(
        "training_cost_fall_price",
        "1/year",
        "The part of it from hardware and market",
    ),
    info(
        "training_cost_fall_algorithms",
        "1/year",
        "The part of it from algorithms",
    ),
    info(
        "training_claim_met",
        "fraction",
        "Whether the claimed fall of training cost is reached",
    ),
    info(
        "largest_run_2030",
        "FLOP",
        "Largest training run, December 2030",
    ),
    info(
        "fab_slip_median",
        "months",
        "Slip of the median wafer fab against its planned date",
    ),
    info(
        "first_fab_online",
        "months",
        "Month in which the first wafer fab reaches half capacity",
    ),
];

/// Outcomes that are a series at a date, without the date: their first part, and the series.
pub const DATED: [(&str, Series); 14] = [
    ("delivered_h100e", Series::DeliveredH100e),
    ("delivered_gw", Series::DeliveredGw),
    ("datacentre_gw", Series::DatacentreGw),
    ("logic_kwspm", Series::LogicCapacity),
    ("hbm_kwspm", Series::HbmCapacity),
    ("packaging_kwpm", Series::PackagingCapacity),
    ("price", Series::Price),
    ("others_h100e", Series::OthersH100e),
    ("capital_drawn", Series::CapitalDrawn),
    ("capex", Series::CapexPaid),
    ("distributed", Series::Distributions),
    ("grants", Series::Grants),
    ("projects_started", Series::ProjectsStarted),
    ("largest_run", Series::FrontierRun),
];

/// One number per draw for each of [`OUTCOMES`]; NaN where there is none.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    values: Vec<Lanes>,
    /// Why there is no rate of return, by lane.
    pub no_rate: Vec<NoRate>,
}

impl Outcomes {
    /// Value of the outcome at a position of [`OUTCOMES`].
    pub fn at(&self, position: usize) -> Lanes {
        self.values[position]
    }

    /// Value of an outcome by its name.
    pub fn of(&self, name: &str) -> Option<Lanes> {
        let position = OUTCOMES.iter().position(|info| info.name == name)?;
        self.values.get(position).copied()
    }

    fn put(&mut self, name: &str, value: Lanes) {
        if self.values.is_empty() {
            self.values = vec![Lanes::splat(f64::NAN); OUTCOMES.len()];
        }
        let position = OUTCOMES.iter().position(|info| info.name == name);
        debug_assert!(position.is_some(), "{name} is not in the list of outcomes");
        if let Some(position) = position {
            self.values[position] = value;
        }
    }
}

/// December of a year, if it is simulated.
fn december(model: &Model, year: i32) -> Option<usize> {
    model.month_index(Date { year, month: 12 })
}

pub(super) fn close(scene: &Scene, terms: &Terms, state: &mut State, run: &mut Run) {
    let model = scene.model;
    let mut outcomes = Outcomes::default();
    let end = model.months - 1;
    let dates = [
        ("2030", december(model, 2030)),
        ("2035", december(model, 2035)),
        ("end", Some(end)),
    ];
    for (stem, series) in DATED {
        for (date, month) in dates {
            let name = format!("{stem}_{date}");
            if let Some(month) = month
                && OUTCOMES.iter().any(|info| info.name == name)
            {
                outcomes.put(&name, run.record.of(series)[month]);
            }
        }
    }
    if let (Some(month), Some(us)) = (
        december(model, 2030),
        model.regions.iter().position(|region| region == "us"),
    ) {
        use crate::flows::{ENGINEERS, TECHNICIANS};
        use crate::parameter::SKILLS;
        let first = Series::FrontierRun as usize + 1 + us * SKILLS.len();
        let shortage = run.record.series(first + TECHNICIANS)[month]
            + run.record.series(first + ENGINEERS)[month];
        outcomes.put("shortage_us_2030", shortage);
    }
    clock(scene, terms, run, &mut outcomes);
    fabs(model, run, &mut outcomes);
    if model.has_programme() {
        returns(scene, terms, state, run, &mut outcomes);
    }
    run.outcomes = outcomes;
}

/// Training-cost clock (model §9): fall a year from the first month to December 2030.
fn clock(scene: &Scene, terms: &Terms, run: &Run, outcomes: &mut Outcomes) {
    let Some(month) = december(scene.model, 2030).filter(|&month| month > 0) else {
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
    let mut slip = [0.0; crate::lanes::LANES];
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
    let (rate, reasons) = irr::irr(&flows);
    let mut hurdle = ZERO;
    for (account, investor) in state.capital.accounts.iter().zip(&terms.capital.investors) {
        if !investor.lends {
            hurdle += investor.rate * part(account.drawn, drawn);
        }
    }
    let all_positive = Mask(std::array::from_fn(|lane| {
        if reasons[lane] == NoRate::AllPositive {
            u64::MAX
        } else {
            0
        }
    }));
    outcomes.put("irr", rate);
    outcomes.put("irr_hurdle", hurdle);
    outcomes.put(
        "irr_over_hurdle",
        (rate.ge(hurdle - NEAR) | all_positive).number(),
    );
    outcomes.put("npv", irr::npv(&flows, terms.discount));
    outcomes.put(
        "moic",
        drawn
            .gt(ZERO)
            .select(received / drawn, Lanes::splat(f64::NAN)),
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
    outcomes.put("break_even_price", even.price);
    outcomes.put("price_earned", even.earned);
    outcomes.put("break_even_utilisation", even.utilisation);
    outcomes.put("revenue_needed", even.needed);
    outcomes.put("revenue_expected", even.expected);
    outcomes.no_rate = reasons.to_vec();
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
    let fall = ONE - technology::reference_growth(&model.accelerators, &scene.values);
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

//! Revenue, bills, tax and distributions of a month (model §10, §12), and stocks for the auditor.

use super::{Course, Month, Production, Run, Scene, State};
use crate::delay::DELTA;
use crate::finance::booked::Booked;
use crate::finance::{self, Activity, Product};
use crate::flows::{ENGINEERS, Kind, MonthAhead, TECHNICIANS};
use crate::isa::dispatch;
use crate::lanes::{Lanes, ONE, ZERO};
use crate::ledger::{Balances, Flows};
use crate::relax::Group;
use crate::supply_chain::ClassState;
use crate::talent::Pool;

dispatch! {
    /// Revenue, cost, tax, grants and distributions (model §10, §12).
    pub(super) fn cash_flow(
        month: &Month,
        state: &mut State,
        course: &Course,
        run: &mut Run,
    ) -> Flows {
        let Month { terms, relax, t, ahead, .. } = *month;
        let Course { spending, production, deployed, purchases, activity } = *course;
        let world = &state.world;
        let hours = terms.deployment.hours() * spending.funding.operate;
        let rent = world.price * hours * state.own.h100e.content() / 1e3;
        let price_per_gw =
            ahead.outlook.value * world.relative_price * (ONE - terms.deployment.discount);
        let sales = match terms.finance.sells() {
            Product::Accelerators => price_per_gw * deployed.sold.power,
            Product::Parts => terms.finance.parts(activity, t),
        };
        let revenue = rent + sales;

        state.books.incur(&terms.finance, activity);
        let equip = terms.deployment.server_cost * (deployed.own.power + deployed.bought_power)
            + terms.finance.own_price(spending.value) * deployed.own.power
            + spending.value * deployed.bought_power;
        let tools = spending.deposits + spending.tools_paid + state.scratch.built.plant;
        let assets = [state.scratch.built.building, tools, equip];
        let credit = state.policy.credit;
        state.policy.earn(t, &state.scratch.built.eligible);
        let credits = state.policy.credit - credit;
        let tax = state.books.tax(&terms.finance, t, revenue, assets, &state.scratch.built.eligible);
        state.books.tax_due = state.policy.offset(tax);
        let grants = state.policy.pay(t, &state.scratch.effects.grants);
        state.capital.grants += grants;

        let spent = equip + spending.deposits + spending.work;
        let before = state.capital.cash;
        let cash = (before + revenue + grants - spending.paid.paid - spent).positive();
        let allowed = state.books.covenants(
            &mut state.capital,
            &terms.capital,
            t,
            revenue,
            &spending.paid,
            cash,
        );
        let free = state.books.distribute(
            &terms.finance,
            allowed,
            revenue,
            &spending.paid,
            state.capital.arrears,
            spending.deposits + spending.work,
        );
        let swept = finance::sweep(&mut state.capital, &terms.capital, free);
        let distributed = free - swept;
        state.capital.cash = (cash - free).positive();
        state.books.revenue = revenue;
        state.spent += spent;
        finance::accrue(&mut state.capital, &terms.capital);
        let received =
            finance::waterfall(&mut state.capital, &terms.capital, &terms.finance, distributed);

        let mut equity = ZERO;
        for (i, (account, investor)) in
            state.capital.accounts.iter().zip(&terms.capital.investors).enumerate()
        {
            run.draws[i].push(account.draw);
            run.ledger.received[i].push(account.received);
            if let Some(called) = run.ledger.called.get_mut(i) {
                called.push(account.called);
            }
            if !investor.lends {
                equity += account.draw;
            }
        }
        for (months, kinds) in run.ledger.installed.iter_mut().zip(&state.scratch.built.eligible) {
            months.push(kinds.iter().fold(ZERO, |sum, &kind| sum + kind));
        }
        run.ledger.months.push(Booked {
            rent,
            sales,
            grants,
            cost: terms.finance.cost(activity),
            capex: assets,
            spending: spending.deposits + spending.work,
            credits,
            tax: state.books.tax_due,
            interest: state.books.interest,
            service: state.books.due.interest + state.books.principal,
            principal: state.books.principal,
            called: spending.called,
            swept,
            reserve: state.capital.reserve,
            locked: allowed.locked.number(),
            stopped: state.capital.stopped.number(),
            bills: spending.paid.bills,
            share: spending.funding.operate,
            distributed,
            cash: state.capital.cash,
        });
        run.equity_drawn.push(equity);
        run.equity_received.push(received);
        run.distributed.push(distributed);
        run.operating.push([revenue, state.books.operating, state.books.operating_due]);
        run.debt_service.push([
            revenue - (spending.paid.paid - spending.paid.debt_service),
            state.books.due.interest + state.books.principal,
        ]);
        let installed = state.scratch.built.installed;
        // With tools relaxed, they are ordered and delivered when installed.
        let (ordered, accepted) = if relax.lifts(Group::Equipment) {
            (installed, installed)
        } else {
            (spending.ordered, spending.accepted)
        };
        Flows {
            drawn: spending.funding.drawn + spending.called,
            revenue,
            grants,
            paid: spending.paid.paid + spending.called + swept,
            spent,
            distributed,
            paid_in: equity,
            cost: state.books.operating,
            interest: state.books.interest,
            written: state.books.written,
            tax: state.books.tax_due,
            to_investors: received + (spending.paid.debt_service - spending.paid.to_guarantors)
                + spending.called
                + swept,
            ordered,
            accepted,
            installed,
            started: [production.logic.started, production.hbm.started],
            finished: [production.logic.finished, production.hbm.finished],
            good: [production.logic.good, production.hbm.good + production.assembled.stacks_bought],
            used: [
                production.assembled.packages * ahead.generation.dies,
                production.assembled.packages * ahead.generation.stacks,
            ],
            made: production.assembled.made,
            deployed: deployed.own,
            bought: [deployed.bought_h100e, deployed.bought_power],
            sold: deployed.sold,
            own_retired: deployed.retired,
            purchases: [purchases.h100e, purchases.h100e * ahead.outlook.kw],
            world_retired: purchases.retired,
            hired: pools(state, |pool| pool.hired),
            left: pools(state, |pool| pool.left),
        }
    }
}

/// Sum over all labour markets.
#[inline(always)]
fn pools(state: &State, of: impl Fn(&Pool) -> Lanes) -> Lanes {
    let pools = state.talent.regions.iter().flat_map(|region| &region.pools);
    pools.fold(ZERO, |sum, pool| sum + of(pool))
}

/// Stocks for the auditor; `halls` are finished data centres and the accelerators in them.
pub(in crate::simulate) fn balances(scene: &Scene, state: &State, halls: [Lanes; 2]) -> Balances {
    let classes = &state.classes;
    let of_class = |f: &dyn Fn(&ClassState) -> Lanes| std::array::from_fn(|e| f(&classes[e]));
    let (mut sum, mut most) = (ZERO, ZERO);
    for (project, progress) in scene.model.projects.list.iter().zip(&state.progress) {
        let installed = progress.installed / project.capacity;
        for share in [
            progress.permit,
            progress.build,
            installed,
            progress.qualify,
            progress.ramp,
        ] {
            sum += share;
            most = most.max(share);
        }
    }
    let stock = state.stock;
    let mut balances = Balances {
        cash: state.capital.cash,
        book: state.books.book_value(),
        debt: state.capital.owed(),
        owed: state.books.operating_due + state.books.tax_due + state.capital.arrears,
        received: state.capital.received(),
        in_transit: of_class(&ClassState::in_transit),
        backlog: of_class(&|class| class.programme),
        store: of_class(&|class| class.store),
        in_process: [state.logic.in_process, state.hbm.in_process],
        stock: [state.logic.stock, state.hbm.stock],
        accelerators: stock,
        own: [state.own.h100e.content(), state.own.power.content()],
        world: [state.world.h100e(), state.world.power()],
        employed: pools(state, |pool| pool.programme),
        halls,
        world_power: [state.world.ai_power, state.world.power()],
        progress: [sum, most],
        least: ZERO,
    };
    let mut least = Lanes::splat(f64::INFINITY);
    let stocks = [
        balances.cash,
        stock.units,
        stock.h100e,
        stock.power,
        state.world.price,
    ];
    let books = [
        state.capital.arrears,
        state.policy.credit,
        state.books.losses,
        state.books.tax_due,
    ];
    let all = [
        &stocks[..],
        &books,
        &balances.in_transit,
        &balances.backlog,
        &balances.store,
    ];
    for &value in all.into_iter().flatten() {
        // NaN must not pass for a small number.
        least = value
            .ge(ZERO)
            .select(least.min(value), Lanes::splat(f64::NEG_INFINITY));
    }
    balances.least = least;
    balances
}

dispatch! {
    /// What stood and was employed at the end of last month, for the month's bill (model §12).
    pub(super) fn activity(month: &Month, state: &State) -> Activity {
        let usable = state.capacity.usable;
        let mut wages = if month.scene.model.has_programme() { state.talent.academy_bill } else { ZERO };
        let wants = &state.scratch.wants;
        for (r, region) in state.talent.regions.iter().enumerate() {
            // Trades are paid out of the building cost.
            for skill in [TECHNICIANS, ENGINEERS] {
                let employed = region.pools[skill].programme;
                let relaxed = month.relax.lifts(Group::Talent);
                let paid = if relaxed { employed.max(wants.posts[r][skill]) } else { employed };
                let beyond = (paid - wants.running_posts[r][skill]).positive();
                let pay = region.wage * (ONE + region.pools[skill].premium);
                wages += beyond * pay * DELTA;
            }
        }
        Activity {
            usable: [usable[0], usable[1], usable[2]],
            started: [ZERO; 3],
            delivered: [ZERO; 2],
            packages: ZERO,
            stacks_bought: ZERO,
            wafers_bought: ZERO,
            in_service: state.own.power.content(),
            finished: usable[Kind::Datacentre as usize],
            wages,
            escalation: ONE,
        }
    }
}

impl Production {
    /// Adds this month's wafers, packages and purchases to the bill.
    #[inline(always)]
    pub(super) fn bill(&self, activity: Activity, ahead: &MonthAhead) -> Activity {
        let per_wafer = ahead.generation.per_wafer;
        let assembled = &self.assembled;
        let own_wafers = assembled.own / per_wafer / 1e3;
        Activity {
            started: [self.logic.started, self.hbm.started, own_wafers],
            delivered: [self.logic.out, self.hbm.good],
            packages: assembled.packages,
            stacks_bought: assembled.stacks_bought,
            wafers_bought: (assembled.packages - assembled.own).positive() / per_wafer,
            escalation: ahead.escalation,
            ..activity
        }
    }
}

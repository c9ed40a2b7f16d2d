//! The order of a month (model, conventions): events → technology → needs → cash → labour →
//! tools → project progress → wafers → dies → packaging → deployment → market → cash flow →
//! growth of suppliers and capacities → record.

use super::{Run, Scene, State, Terms};
use crate::capital::{Funding, Needs};
use crate::compute::{PEAK_PER_H100E, RESERVE_MONTHS};
use crate::constraints::Stations;
use crate::delay::DELTA;
use crate::demand::{Purchases, Want, supply_left};
use crate::fabs::{Made, Running, WaferTerms};
use crate::isa::dispatch;
use crate::finance::{self, Activity, Paid};
use crate::lanes::{Lanes, ONE, ZERO, part};
use crate::ledger::{Audit, Balances, Flows};
use crate::math;
use crate::packaging::{self, Amount, Assembled};
use crate::projects::chain::{Pace, Site, team_share};
use crate::projects::Kind;
use crate::projects::live::sum_capacity;
use crate::record::Series;
use crate::relax::{Group, Relax};
use crate::supply_chain::{ClassState, N_CLASSES, Offer};
use crate::talent::{ENGINEERS, N_SKILLS, Pool, TECHNICIANS};
use crate::technology::MonthAhead;

/// What is decided and paid in the first half of the month.
struct Spending {
    funding: Funding,
    paid: Paid,
    /// Own accelerators ready to deploy \[GW\], before funding.
    ready: Lanes,
    /// Accelerators that the programme may buy on the market \[GW\], before funding.
    purchase: Lanes,
    /// Their market value [10⁹ USD per GW].
    value: Lanes,
    deposits: Lanes,
    /// Building, installation and tools really paid.
    work: Lanes,
    /// Tools accepted, by class \[units\].
    ordered: [Lanes; N_CLASSES],
    accepted: [Lanes; N_CLASSES],
    tools_paid: Lanes,
}

/// What fabs and packaging made this month.
struct Production {
    logic: Made,
    hbm: Made,
    assembled: Assembled,
    stations: [Lanes; 3],
}

/// Where accelerators went this month.
struct Deployed {
    own: Amount,
    sold: Amount,
    bought_h100e: Lanes,
    bought_power: Lanes,
    /// Retired from own halls: million H100e, GW.
    retired: [Lanes; 2],
    want: Want,
    free_power: Lanes,
}

/// One month of one run.
#[allow(clippy::too_many_arguments)]
pub(super) fn step(
    scene: &Scene,
    terms: &Terms,
    state: &mut State,
    relax: Relax,
    month: usize,
    plan: Option<Lanes>,
    run: &mut Run,
    audit: Option<&mut Audit>,
) {
    let ahead = &scene.months[month];
    terms.calendar.effects(month, &mut state.scratch.effects);
    let mut spending = needs_and_cash(scene, terms, state, relax, month, ahead, run);
    // Running cost is that of what stood at the end of last month (conventions).
    let activity = activity(scene, state, relax);
    labour(terms, state, relax, month);
    order_tools(state, month, &mut spending);
    progress(scene, terms, state, relax, month, ahead, &mut spending, plan.is_some(), run);
    let finished_before = state.capacity.finished();
    let production = produce(terms, state, month, ahead, &spending.funding);
    capacity(scene, terms, state, relax, month);
    let finished = state.capacity.finished() - finished_before;
    let deployed =
        deploy(scene, terms, state, month, ahead, &spending, &production, finished_before, finished);
    let purchases = trade(terms, state, ahead, &deployed, &production);
    let activity = production.bill(activity, ahead);
    let flows = cash_flow(
        terms, state, relax, month, ahead, &spending, &production, &deployed, purchases, &activity, run,
    );
    for (e, class) in state.classes.iter_mut().enumerate() {
        class.grow(&terms.equipment, e);
    }
    record(terms, state, month, plan, run, &production, &deployed, purchases.h100e);
    if let Some(audit) = audit {
        let halls = [finished_before, state.own.power.content()];
        audit.check(month, &flows, &balances(scene, state, halls));
    }
}

dispatch! {
    /// Needs (from last month's state) and how far cash meets them (model §1, §3, §7).
    fn needs_and_cash(
        scene: &Scene,
        terms: &Terms,
        state: &mut State,
        relax: Relax,
        month: usize,
        ahead: &MonthAhead,
        run: &mut Run,
    ) -> Spending {
        let model = scene.model;
        start_projects(scene, terms, state, month, run);
        state.live.open(state.capital.started);
        let scratch = &mut state.scratch;
        state.policy.permit_speed(month, &scratch.effects.permits, relax, &mut scratch.permit_speed);
        let site = Site {
            projects: &model.projects,
            terms: &terms.projects,
            equipment: &terms.equipment,
            posts: &terms.posts,
            relax,
            month,
            escalation: ahead.escalation,
            permit_speed: &scratch.permit_speed,
            building: &scratch.effects.building,
        };
        site.survey(&state.progress, state.capital.started, &state.live, &mut scratch.wants);

        // Joins, supply and offers of equipment.
        let mut offers = [Offer { supply: ZERO, programme: ZERO }; N_CLASSES];
        let (mut deposits, mut balances) = (ZERO, ZERO);
        for (e, class) in state.classes.iter_mut().enumerate() {
            offers[e] = class.offer(&terms.equipment, month, scratch.effects.suppliers[e]);
            class.to_order += scratch.wants.to_order[e];
            let price = terms.equipment.price[e] * ahead.escalation;
            deposits += class.to_order * terms.equipment.deposit * price;
            balances += offers[e].programme * (ONE - terms.equipment.deposit) * price;
        }

        // Accelerators ready to deploy, and halls that stay empty.
        let free = (state.capacity.finished() - state.own.power.content()).positive();
        let shipments = scratch.effects.shipments.iter().zip(&state.capacity.datacentres);
        let shipped = shipments.fold(ZERO, |sum, (&m, &gigawatts)| sum + m * gigawatts);
        let reachable = part(shipped, state.capacity.finished());
        let ready = state.stock.power.min(free) * reachable;
        let value = ahead.outlook.value * state.world.relative_price;
        let idle = (free - ready).positive() * reachable;
        let supply = supply_left(state.world.limits(&terms.market, &ahead.outlook), state.used);
        let purchase = idle.min(terms.deployment.market_share * ahead.outlook.kw * supply);
        let server_cost = terms.deployment.server_cost;

        let bills = state.books.bills(&state.capital, &terms.capital, month);
        let needs = Needs {
            operate: bills,
            equip: server_cost * ready + (value + server_cost) * purchase,
            order: deposits,
            work: scratch.wants.work + balances,
        };
        let funding = state.capital.ration(
            &terms.capital,
            month,
            &needs,
            &scratch.effects.investors,
            &mut scratch.investors,
        );
        let paid =
            state.books.pay(&mut state.capital, &terms.capital, month, bills, funding.operate);
        let mut spending = Spending {
            funding,
            paid,
            ready,
            purchase,
            value,
            deposits: funding.order * deposits,
            work: ZERO,
            ordered: [ZERO; N_CLASSES],
            accepted: [ZERO; N_CLASSES],
            tools_paid: ZERO,
        };
        for (e, class) in state.classes.iter_mut().enumerate() {
            let accepted = class.accept(offers[e], funding.work);
            let price = terms.equipment.price[e] * ahead.escalation;
            spending.accepted[e] = accepted;
            spending.tools_paid += accepted * (ONE - terms.equipment.deposit) * price;
        }
        spending
    }
}

/// Starting rule (model §1): due projects start in plan order as far as they are covered.
#[inline(always)]
fn start_projects(scene: &Scene, terms: &Terms, state: &mut State, month: usize, run: &mut Run) {
    let now = Lanes::splat(month as f64);
    let cover = state.capital.cover(&terms.capital, now);
    let first = state.capital.started.0.iter().fold(f64::INFINITY, |a, &b| a.min(b)) as usize;
    for (j, project) in scene.model.projects.list.iter().enumerate().skip(first) {
        if project.planned_start > month as i32 {
            break;
        }
        // The next to start in a lane is the one numbered by how many have started.
        let index = Lanes::splat(j as f64);
        let next = state.capital.started.le(index) & state.capital.started.ge(index);
        if next.none() {
            if state.capital.started.lt(index).all() {
                break;
            }
            continue;
        }
        let cost = terms.projects.list[j].planned_cost;
        let starts = state.capital.decide(&terms.capital, cover, cost, next);
        if starts.any() {
            run.starts[j] = starts.select(now, run.starts[j]);
            state.policy.promise(month, project.kind, project.region, starts.of(cost));
        }
    }
}

dispatch! {
    /// Hiring (model §4) and the operators' teams (model §2.4).
    fn labour(terms: &Terms, state: &mut State, relax: Relax, month: usize) {
        let scratch = &mut state.scratch;
        state.talent.hire(month, &scratch.wants.posts);
        let relaxed = relax.lifts(Group::Talent);
        for (r, region) in state.talent.regions.iter().enumerate() {
            scratch.staffing[r] = if relaxed {
                [ONE; N_SKILLS]
            } else {
                region.pools.map(|pool| pool.staffing)
            };
            scratch.technicians[r] = scratch.staffing[r][TECHNICIANS];
        }
        let y = Lanes::splat((month as f64 + 0.5) * DELTA);
        for (o, &(teams, growth)) in terms.teams.iter().enumerate() {
            scratch.teams[o] = if relaxed || scratch.wants.teams[o].le(ZERO).all() {
                ONE
            } else {
                team_share(teams * math::pow(ONE + growth, y), scratch.wants.teams[o])
            };
        }
    }
}

/// Orders (model §3).
#[inline(always)]
fn order_tools(state: &mut State, month: usize, spending: &mut Spending) {
    for (e, class) in state.classes.iter_mut().enumerate() {
        spending.ordered[e] = class.order(month, spending.funding.order);
    }
}

dispatch! {
    /// Permits, building, installation, qualification, ramp (model §2), fed by the store (model §3).
    #[allow(clippy::too_many_arguments)]
    fn progress(
        scene: &Scene,
        terms: &Terms,
        state: &mut State,
        relax: Relax,
        month: usize,
        ahead: &MonthAhead,
        spending: &mut Spending,
        votes: bool,
        run: &mut Run,
    ) {
        let projects = &scene.model.projects;
        let scratch = &mut state.scratch;
        let site = Site {
            projects,
            terms: &terms.projects,
            equipment: &terms.equipment,
            posts: &terms.posts,
            relax,
            month,
            escalation: ahead.escalation,
            permit_speed: &scratch.permit_speed,
            building: &scratch.effects.building,
        };
        let pace = Pace {
            funding: &spending.funding,
            staffing: &scratch.staffing,
            teams: &scratch.teams,
        };
        let started = state.capital.started;
        let built = &mut scratch.built;
        built.reset();
        let mut needed = [ZERO; N_CLASSES];
        let live = &state.live;
        site.build(&mut state.progress, started, live, pace, &mut scratch.wanted, &mut needed, built);
        let supply: [Lanes; N_CLASSES] =
            std::array::from_fn(|e| crate::lanes::ratio(state.classes[e].store, needed[e]));
        let by_kind = site.kind_supply(&supply);
        site.install(
            &mut state.progress,
            started,
            live,
            pace,
            &scratch.wanted,
            &by_kind,
            built,
            votes,
        );
        if !relax.lifts(Group::Equipment) {
            for (class, installed) in state.classes.iter_mut().zip(built.installed) {
                class.store = (class.store - installed).positive();
            }
        }
        spending.work = built.building + built.plant + spending.tools_paid;

        let now = Lanes::splat(month as f64);
        for &j in &state.live.under_way {
            let project = &projects.list[j];
            let half = Lanes::splat(project.capacity / 2.0);
            let unseen = !run.online[j].ge(ZERO);
            let reached = unseen & state.progress[j].usable.ge(half);
            run.online[j] = reached.select(now, run.online[j]);
        }
    }
}

/// Capacity that production and deployment may use next month; lays complete projects aside.
fn capacity(scene: &Scene, terms: &Terms, state: &mut State, relax: Relax, month: usize) {
    let projects = &scene.model.projects.list;
    sum_capacity(
        &state.live,
        projects,
        &state.progress,
        relax,
        month,
        &mut state.capacity,
        &mut state.available,
    );
    state.live.settle(projects, &state.progress, &terms.posts);
}

dispatch! {
    /// Wafers, dies, stacks and packages (model §5, §6), with last month's capacity.
    fn produce(
        terms: &Terms,
        state: &mut State,
        month: usize,
        ahead: &MonthAhead,
        funding: &Funding,
    ) -> Production {
        let scratch = &state.scratch;
        let running = |kind: Kind| Running {
            technicians: &scratch.technicians,
            output: &scratch.effects.output,
            utilisation: terms.projects.kinds[kind as usize].utilisation,
            operate: funding.operate,
        };
        let (progress, available) = (&state.progress, &state.available);
        let logic = state.logic.run(&terms.wafers, progress, available, running(Kind::Fab), month);
        let hbm = state.hbm.run(&terms.wafers, progress, available, running(Kind::Hbm), month);

        let generation = &ahead.generation;
        let utilisation = terms.projects.kinds[Kind::Packaging as usize].utilisation;
        let usable = state.capacity.available[Kind::Packaging as usize];
        let regions = state.capacity.packaging.iter().zip(&scratch.effects.output);
        let running = regions.fold(ZERO, |sum, (&capacity, &m)| sum + capacity * m);
        // full = 1000·i·Σ A·u·y_p; own = 1000·i·Σ A·u·m·f_operate·thr
        let packages = 1000.0 * generation.per_wafer * utilisation;
        let full = packages * usable * terms.packaging.assembly_yield;
        let throttle = WaferTerms::throttle(0.0, state.stock.units, full);
        let own = packages * running * funding.operate * throttle;
        let dies_at_hand = state.logic.stock;
        let assembled = packaging::assemble(
            &terms.packaging,
            generation,
            &state.world,
            own,
            &mut state.logic.stock,
            &mut state.hbm.stock,
        );
        state.used = assembled.used;
        let stacks_at_hand = state.hbm.stock + assembled.packages * generation.stacks;
        let cap = own + terms.packaging.merchant_share * generation.per_wafer * state.world.packaging / 12.0;
        let gigawatts = generation.power / 1e6;
        Production {
            logic,
            hbm,
            stations: [
                dies_at_hand / generation.dies * gigawatts,
                stacks_at_hand / generation.stacks * gigawatts,
                cap * gigawatts,
            ],
            assembled,
        }
    }
}

dispatch! {
    /// Deployment in own halls, purchases for empty ones, and sales (model §7).
    #[allow(clippy::too_many_arguments)]
    fn deploy(
        scene: &Scene,
        terms: &Terms,
        state: &mut State,
        month: usize,
        ahead: &MonthAhead,
        spending: &Spending,
        production: &Production,
        finished_before: Lanes,
        finished: Lanes,
    ) -> Deployed {
        let life = terms.deployment.life;
        let free_power = (finished_before - state.own.power.content()).positive();
        let stock = state.stock;
        let deployed_power = spending.funding.equip * spending.ready;
        let own = stock.times(part(deployed_power, stock.power));
        let bought_power = spending.funding.equip * spending.purchase;
        let bought_h100e = bought_power / ahead.outlook.kw;

        let demand = state.scratch.effects.demand;
        let want = state.world.want(&terms.market, &ahead.outlook, demand, life, finished);
        let planned = &scene.model.planned_datacentres;
        let reserve = planned[month + RESERVE_MONTHS] - planned[month];
        // What is left beyond the GW that the plan adds in the next six months.
        let offer = (stock.power - deployed_power - reserve).positive();
        let offered = stock.times(part(offer, stock.power));
        let by_room = want.room * part(offered.h100e, offered.power);
        let sold_h100e =
            offered.h100e.min(terms.deployment.offer_share * want.want).min(by_room);
        let sold = offered.times(part(sold_h100e, offered.h100e));

        state.stock = stock.less(own).less(sold).plus(production.assembled.made);
        let retired = state.own.deploy(own.h100e + bought_h100e, own.power + bought_power, life);
        Deployed { own, sold, bought_h100e, bought_power, retired, want, free_power }
    }
}

dispatch! {
    /// The market (model §8): others buy, and the price clears; returns what others bought.
    fn trade(
        terms: &Terms,
        state: &mut State,
        ahead: &MonthAhead,
        deployed: &Deployed,
        production: &Production,
    ) -> Purchases {
        let purchases = state.world.buy(
            &terms.market,
            &ahead.outlook,
            &deployed.want,
            terms.deployment.life,
            [deployed.sold.h100e, deployed.sold.power],
            production.assembled.used,
            deployed.bought_h100e,
        );
        let stock = state.world.h100e() + state.own.h100e.content();
        let demand = ahead.outlook.demand * state.scratch.effects.demand;
        state.world.clear(&terms.market, &ahead.outlook, demand, stock);
        purchases
    }
}

dispatch! {
    /// Revenue, cost, tax, grants and distributions (model §10, §12).
    #[allow(clippy::too_many_arguments)]
    fn cash_flow(
        terms: &Terms,
        state: &mut State,
        relax: Relax,
        month: usize,
        ahead: &MonthAhead,
        spending: &Spending,
        production: &Production,
        deployed: &Deployed,
        purchases: Purchases,
        activity: &Activity,
        run: &mut Run,
    ) -> Flows {
        let world = &state.world;
        let hours = terms.deployment.hours() * spending.funding.operate;
        let rent = world.price * hours * state.own.h100e.content() / 1e3;
        let price_per_gw =
            ahead.outlook.value * world.relative_price * (ONE - terms.deployment.discount);
        let revenue = rent + price_per_gw * deployed.sold.power;

        state.books.incur(&terms.finance, activity);
        let equip = terms.deployment.server_cost * (deployed.own.power + deployed.bought_power)
            + spending.value * deployed.bought_power;
        let tools = spending.deposits + spending.tools_paid + state.scratch.built.plant;
        let assets = [state.scratch.built.building, tools, equip];
        state.policy.earn(month, &state.scratch.built.eligible);
        let tax = state.books.tax(&terms.finance, revenue, assets);
        state.books.tax_due = state.policy.offset(tax);
        let grants = state.policy.pay(month, &state.scratch.effects.grants);
        state.capital.grants += grants;

        let spent = equip + spending.deposits + spending.work;
        let before = state.capital.cash;
        let cash = (before + revenue + grants - spending.paid.paid - spent).positive();
        let distributed = state.books.distribute(
            &terms.finance,
            cash,
            revenue,
            &spending.paid,
            state.capital.arrears,
            spending.deposits + spending.work,
        );
        state.capital.cash = (cash - distributed).positive();
        state.spent += spent;
        finance::accrue(&mut state.capital, &terms.capital);
        let received =
            finance::waterfall(&mut state.capital, &terms.capital, &terms.finance, distributed);

        let mut equity = ZERO;
        for (i, (account, investor)) in
            state.capital.accounts.iter().zip(&terms.capital.investors).enumerate()
        {
            run.draws[i].push(account.draw);
            if !investor.lends {
                equity += account.draw;
            }
        }
        run.equity_drawn.push(equity);
        run.equity_received.push(received);
        run.distributed.push(distributed);
        run.operating.push([revenue, state.books.operating_due]);
        run.debt_service.push([
            revenue - (spending.paid.paid - spending.paid.debt_service),
            state.books.interest + state.books.principal,
        ]);
        let installed = state.scratch.built.installed;
        // With tools relaxed, they are ordered and delivered when installed.
        let (ordered, accepted) = if relax.lifts(Group::Equipment) {
            (installed, installed)
        } else {
            (spending.ordered, spending.accepted)
        };
        Flows {
            drawn: spending.funding.drawn,
            revenue,
            grants,
            paid: spending.paid.paid,
            spent,
            distributed,
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
pub(super) fn balances(scene: &Scene, state: &State, halls: [Lanes; 2]) -> Balances {
    let classes = &state.classes;
    let of_class = |f: &dyn Fn(&ClassState) -> Lanes| std::array::from_fn(|e| f(&classes[e]));
    let (mut sum, mut most) = (ZERO, ZERO);
    for (project, progress) in scene.model.projects.list.iter().zip(&state.progress) {
        let installed = progress.installed / project.capacity;
        for share in [progress.permit, progress.build, installed, progress.qualify, progress.ramp] {
            sum += share;
            most = most.max(share);
        }
    }
    let stock = state.stock;
    let mut balances = Balances {
        cash: state.capital.cash,
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
    let stocks = [balances.cash, stock.units, stock.h100e, stock.power, state.world.price];
    let books = [state.capital.arrears, state.policy.credit, state.books.losses, state.books.tax_due];
    let all = [&stocks[..], &books, &balances.in_transit, &balances.backlog, &balances.store];
    for &value in all.into_iter().flatten() {
        // NaN must not pass for a small number.
        least = value.ge(ZERO).select(least.min(value), Lanes::splat(f64::NEG_INFINITY));
    }
    balances.least = least;
    balances
}

dispatch! {
    /// What stood and was employed at the end of last month, for the month's bill (model §12).
    fn activity(scene: &Scene, state: &State, relax: Relax) -> Activity {
        let usable = state.capacity.built;
        let mut wages = if scene.model.has_programme() { state.talent.academy_bill } else { ZERO };
        let wants = &state.scratch.wants;
        for (r, region) in state.talent.regions.iter().enumerate() {
            // Trades are paid out of the building cost.
            for skill in [TECHNICIANS, ENGINEERS] {
                let employed = region.pools[skill].programme;
                let relaxed = relax.lifts(Group::Talent);
                let paid = if relaxed { employed.max(wants.posts[r][skill]) } else { employed };
                let beyond = (paid - wants.running_posts[r][skill]).positive();
                wages += beyond * region.wage * DELTA;
            }
        }
        Activity {
            usable: [usable[0], usable[1], usable[2]],
            started: [ZERO; 3],
            packages: ZERO,
            stacks_bought: ZERO,
            wafers_bought: ZERO,
            in_service: state.own.power.content(),
            finished: usable[Kind::Datacentre as usize],
            wages,
        }
    }
}

impl Production {
    /// Adds this month's wafers, packages and purchases to the bill.
    #[inline(always)]
    fn bill(&self, activity: Activity, ahead: &MonthAhead) -> Activity {
        let per_wafer = ahead.generation.per_wafer;
        let assembled = &self.assembled;
        let own_wafers = assembled.own / per_wafer / 1e3;
        Activity {
            started: [self.logic.started, self.hbm.started, own_wafers],
            packages: assembled.packages,
            stacks_bought: assembled.stacks_bought,
            wafers_bought: (assembled.packages - assembled.own).positive() / per_wafer,
            ..activity
        }
    }
}

dispatch! {
    #[allow(clippy::too_many_arguments)]
    fn record(
        terms: &Terms,
        state: &mut State,
        month: usize,
        plan: Option<Lanes>,
        run: &mut Run,
        production: &Production,
        deployed: &Deployed,
        purchases: Lanes,
    ) {
        let world = &state.world;
        if month == 0 {
            state.first_price = world.price;
        }
        let capacity = state.capacity.available;
        let own = [state.own.h100e.content(), state.own.power.content()];
        let sold = [world.sold_fleet[0].content(), world.sold_fleet[1].content()];
        let delivered = own[0] + sold[0];
        let capital = &state.capital;
        let drawn = capital.accounts.iter().fold(ZERO, |sum, a| sum + a.drawn);
        let debt = capital.accounts.iter().fold(ZERO, |sum, a| sum + a.debt);
        let [revenue, operating] = run.operating[month];
        let distributed = run.distributed[month];
        let before = if month == 0 {
            ZERO
        } else {
            run.record.of(Series::Distributions)[month - 1]
        };
        let clock = &terms.deployment;
        let mut put = |series, value| run.record.put(month, series, value);
        put(Series::LogicCapacity, capacity[0]);
        put(Series::HbmCapacity, capacity[1]);
        put(Series::PackagingCapacity, capacity[2]);
        put(Series::DatacentreGw, capacity[3]);
        put(Series::LogicStarts, production.logic.started);
        put(Series::HbmStarts, production.hbm.started);
        put(Series::AcceleratorsMade, production.assembled.made.units);
        put(Series::StockGw, state.stock.power);
        put(Series::OwnH100e, own[0]);
        put(Series::OwnGw, own[1]);
        put(Series::SoldH100e, sold[0]);
        put(Series::DeliveredH100e, delivered);
        put(Series::DeliveredGw, own[1] + sold[1]);
        put(Series::DeliveredFlops, delivered * 1e6 * PEAK_PER_H100E);
        put(Series::OthersH100e, world.h100e() - sold[0]);
        put(Series::OthersGw, world.power() - sold[1]);
        put(Series::OthersPurchases, purchases * 12.0);
        put(Series::AiPower, world.ai_power);
        put(Series::Price, world.price);
        put(Series::Revenue, revenue * 12.0);
        put(Series::OperatingCost, operating * 12.0);
        put(Series::CapitalDrawn, drawn);
        put(Series::Debt, debt);
        put(Series::Cash, capital.cash);
        put(Series::Distributions, before + distributed);
        put(Series::Grants, capital.grants);
        put(Series::CapexPaid, state.spent);
        put(Series::ProjectsStarted, capital.started);
        put(Series::TrainingCost, clock.training_cost(world.price, state.first_price, month));
        put(Series::FrontierRun, clock.frontier_run(world.h100e(), own[0]));
        for (r, region) in state.talent.regions.iter().enumerate() {
            for (s, pool) in region.pools.iter().enumerate() {
                run.record.put_shortage(month, r, s, pool.shortage);
            }
        }
        for (e, class) in state.classes.iter().enumerate() {
            run.record.put_class(month, e, class.programme, class.capacity);
        }
        if let Some(plan) = plan {
            let [logic, memory, packaging] = production.stations;
            let stations = Stations { flows: [logic, memory, packaging, deployed.free_power] };
            let ballot = &state.scratch.built.ballot;
            run.binding.push(ballot.binding(&stations, delivered, plan));
        }
    }
}

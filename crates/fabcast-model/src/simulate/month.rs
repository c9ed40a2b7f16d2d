//! The order of a month (model, conventions): events → technology → needs → cash → labour →
//! tools → project progress → wafers → dies → packaging → deployment → market → cash flow →
//! growth of suppliers and capacities → record.

mod cash;
mod production;
mod report;

pub(super) use cash::balances;
use cash::{activity, cash_flow};
use production::{deploy, produce, trade};
use report::record;

use super::{Run, Scene, State, Terms};
use crate::capital;
use crate::demand::{Purchases, Want, supply_left};
use crate::events::Effects;
use crate::finance::{Activity, Paid};
use crate::flows::{Amount, Funding, Kind, Made, MonthAhead, N_CLASSES, Needs, TECHNICIANS};
use crate::isa::dispatch;
use crate::lanes::{Lanes, ONE, Set, ZERO, part};
use crate::ledger::Audit;
use crate::math;
use crate::packaging::Assembled;
use crate::projects::book::{self, Book};
use crate::projects::chain::{Pace, Site, team_share};
use crate::projects::live::{settle, sum_capacity};
use crate::projects::sponsor::Review;
use crate::relax::{Group, Relax};
use crate::supply_chain::Offer;

/// A month of a run: what every step of it reads and none changes.
pub(super) struct Month<'a> {
    /// The draws.
    scene: &'a Scene<'a>,
    /// What the run uses of them.
    terms: &'a Terms,
    /// Groups lifted.
    relax: Relax,
    /// Whether nothing is ever begun.
    idle: bool,
    /// `t`, from 0.
    t: usize,
    /// The outside world.
    ahead: &'a MonthAhead,
}

impl<'a> Month<'a> {
    /// Month `t` of a run.
    pub(super) fn new(
        scene: &'a Scene<'a>,
        terms: &'a Terms,
        want: super::Want<'_>,
        t: usize,
    ) -> Month<'a> {
        Month {
            scene,
            terms,
            relax: want.relax,
            idle: want.idle,
            t,
            ahead: &scene.months[t],
        }
    }

    /// The plan's book, if the run lifts all groups.
    #[inline(always)]
    fn book(&self) -> Option<&'a Book> {
        self.scene.book(self.relax)
    }

    /// What holds for all projects, under the month's `effects`.
    #[inline(always)]
    fn site<'b>(
        &self,
        permit_speed: &'b [Lanes],
        building_pay: &'b [Lanes],
        effects: &'b Effects,
        energised: Lanes,
        price: Lanes,
    ) -> Site<'b>
    where
        'a: 'b,
    {
        Site {
            projects: &self.scene.model.projects,
            terms: &self.terms.projects,
            need: &self.terms.equipment.need,
            posts: &self.terms.posts,
            costs: &self.terms.costs,
            relax: self.relax,
            t: self.t,
            escalation: self.ahead.escalation,
            permit_speed,
            building: &effects.building,
            crews: &self.terms.crews,
            building_pay,
            tools: &effects.tools,
            energised,
            review: self.review(price),
        }
    }

    /// Sponsors, at last month's price over the reference price.
    #[inline(always)]
    fn review(&self, price: Lanes) -> Review<'a> {
        Review {
            sponsors: &self.scene.model.sponsors,
            terms: &self.terms.sponsors,
            t: self.t,
            price,
        }
    }
}

/// What is decided and paid in the first half of the month.
struct Spending {
    funding: Funding,
    paid: Paid,
    /// Called from the owners to repay bridges.
    called: Lanes,
    /// Own accelerators that can be deployed this month \[GW\], before funding.
    ready: Lanes,
    /// Own accelerators for which there is a hall \[GW\].
    fitting: Lanes,
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
}

/// What the steps of a month have brought, for those that come after them.
#[derive(Clone, Copy)]
struct Course<'a> {
    spending: &'a Spending,
    production: &'a Production,
    deployed: &'a Deployed,
    purchases: Purchases,
    activity: &'a Activity,
}

dispatch! {
    /// One month of one run.
    pub(super) fn step(
        month: &Month,
        state: &mut State,
        run: &mut Run,
        audit: Option<&mut Audit>,
    ) {
        let terms = month.terms;
        let effects = &mut state.scratch.effects;
        terms.calendar.effects(month.t, effects);
        if !terms.demand.are_none() {
            effects.swing_demand(math::exp(terms.demand.at(month.t)));
        }
        let mut spending = needs_and_cash(month, state, run);
        let funding = &spending.funding;
        state.scratch.funded = [
            funding.operate,
            funding.equip,
            funding.order,
            funding.tools,
            funding.work,
        ];
        // Running cost is that of what stood at the end of last month (conventions).
        let activity = activity(month, state);
        labour(month, state);
        order_tools(month, state, &mut spending);
        let finished_before = state.capacity.finished();
        // Wafers and packages take what plants had reached by last month's end.
        let production = produce(month, state, &spending.funding);
        progress(month, state, &mut spending, run);
        capacity(month, state);
        let finished = state.capacity.finished() - finished_before;
        let deployed = deploy(month, state, &spending, &production, finished);
        let purchases = trade(month, state, &deployed, &production);
        let activity = production.bill(activity, month.ahead);
        let course = Course {
            spending: &spending,
            production: &production,
            deployed: &deployed,
            purchases,
            activity: &activity,
        };
        let flows = cash_flow(month, state, &course, run);
        for (e, class) in state.classes.iter_mut().enumerate() {
            class.grow(&terms.equipment, e);
        }
        record(month, state, &course, run);
        if let Some(audit) = audit {
            let halls = [finished_before, state.own.power.content()];
            audit.check(month.t, &flows, &balances(month.scene, state, halls));
        }
    }
}

dispatch! {
    /// Needs (from last month's state) and how far cash meets them (model §1, §3, §7).
    fn needs_and_cash(month: &Month, state: &mut State, run: &mut Run) -> Spending {
        start_projects(month, state, run);
        let Month { scene, terms, relax, t, ahead, .. } = *month;
        let scratch = &mut state.scratch;
        state.policy.permit_speed(t, &scratch.effects.permits, relax, &mut scratch.permit_speed);
        scratch.energised = terms.deployment.energised(t, relax);
        state.talent.building_pay(&mut scratch.building_pay);
        let (pay, energised) = (&scratch.building_pay, scratch.energised);
        let price = state.world.relative_price;
        let site = month.site(&scratch.permit_speed, pay, &scratch.effects, energised, price);
        match month.book() {
            Some(book) => book::survey(book, &site, &mut scratch.wants),
            None => {
                let (starts, live) = (&mut state.starts, &mut state.live);
                site.survey(&mut state.progress, starts, live, &mut scratch.wants);
            }
        }

        // What was refused is ordered as far as it is allowed now.
        let refused = state.refused.iter_mut().flatten();
        let new = scratch.wants.refused.iter().flatten();
        for ((refused, new), allowed) in
            refused.zip(new).zip(scratch.effects.tools.iter().flatten())
        {
            for e in 0..N_CLASSES {
                let released = allowed[e] * refused[e];
                scratch.wants.to_order[e] += released;
                refused[e] = (refused[e] - released).positive() + new[e];
            }
        }

        // Joins, supply and offers of equipment.
        let mut offers = [Offer { supply: ZERO, programme: ZERO }; N_CLASSES];
        let (mut deposits, mut balances) = (ZERO, ZERO);
        for (e, class) in state.classes.iter_mut().enumerate() {
            let above_trend = terms.equipment.above_trend(e, t, &state.spending);
            let shipping = scratch.effects.suppliers[e];
            offers[e] = class.offer(&terms.equipment, t, above_trend, shipping, scene.extra_supply[e]);
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
        let fitting = state.stock.power.min(free) * reachable;
        let ready = fitting / terms.deployment.fit_out;
        let value = ahead.outlook.value * state.world.relative_price;
        let idle = (free * reachable - fitting).positive() / terms.deployment.fit_out;
        let limits = state.world.limits(&terms.market, &ahead.outlook, &scratch.effects.chips);
        let supply = supply_left(limits, state.used);
        let purchase = idle.min(terms.deployment.market_share * ahead.outlook.kw * supply);
        let server_cost = terms.deployment.server_cost;
        let own_price = terms.finance.own_price(value);

        let bills = state.books.bills(&state.capital, &terms.capital, t);
        let needs = Needs {
            operate: bills,
            equip: (own_price + server_cost) * ready + (value + server_cost) * purchase,
            order: deposits,
            tools: balances,
            work: scratch.wants.work,
        };
        let funding = state.capital.ration(
            &terms.capital,
            t,
            &needs,
            &scratch.effects.investors,
            &mut scratch.investors,
        );
        if month.book().is_none() {
            scratch.paid_in_full = capital::in_plan_order(
                funding.work,
                needs.work,
                &state.live.under_way,
                &scratch.wants.cost,
                &mut scratch.work,
            );
        }
        let paid =
            state.books.pay(&mut state.capital, &terms.capital, t, bills, funding.operate);
        let called = state.capital.repay_bridges(&terms.capital, t);
        let mut spending = Spending {
            funding,
            paid,
            called,
            ready,
            fitting,
            purchase,
            value,
            deposits: funding.order * deposits,
            work: ZERO,
            ordered: [ZERO; N_CLASSES],
            accepted: [ZERO; N_CLASSES],
            tools_paid: ZERO,
        };
        for (e, class) in state.classes.iter_mut().enumerate() {
            let accepted = class.accept(offers[e], funding.tools);
            let price = terms.equipment.price[e] * ahead.escalation;
            spending.accepted[e] = accepted;
            spending.tools_paid += accepted * (ONE - terms.equipment.deposit) * price;
        }
        spending
    }
}

/// Starting rule (model §1): due projects whose sponsors go ahead start in plan order as far as they are covered.
#[inline(always)]
fn start_projects(month: &Month, state: &mut State, run: &mut Run) {
    let Month {
        scene, terms, t, ..
    } = *month;
    if month.idle {
        return;
    }
    let now = Lanes::splat(t as f64);
    let review = month.review(state.world.relative_price);
    let cover = state.capital.cover(&terms.capital, now);
    // Where an earlier project waits for money, no later one starts.
    let mut short = Set::NONE;
    let first = state.starts.open_from();
    state.starts.now.clear();
    for (j, project) in scene.model.projects.list.iter().enumerate().skip(first) {
        if project.planned_start > t as i32 {
            break;
        }
        let next = state.starts.asks(j, &review) & !short;
        if !next.any() {
            continue;
        }
        let cost = terms.projects.list[j].planned_cost;
        // A campus is worth nothing without its first servers.
        let servers = match project.kind {
            Kind::Datacentre => project.capacity * terms.deployment.server_cost,
            _ => ZERO,
        };
        let starts = (state.capital).decide(&terms.capital, cover, cost + servers, next.mask());
        short = short | (next & !starts.set());
        if starts.any() {
            state.starts.start(j, starts.set());
            run.starts[j] = starts.select(now, run.starts[j]);
            state
                .policy
                .promise(t, project.kind, project.region, starts.of(cost));
        }
    }
    state.starts.close();
}

dispatch! {
    /// Hiring (model §4) and the operators' teams (model §2.4).
    fn labour(month: &Month, state: &mut State) {
        let scratch = &mut state.scratch;
        let relaxed = month.relax.lifts(Group::Talent);
        let wants = &scratch.wants;
        state.talent.hire(month.t, &wants.posts, &wants.running_posts, relaxed);
        if !relaxed {
            let regions = &state.talent.regions;
            let cards = &month.scene.model.projects.cards;
            let at_hand = regions.iter().map(|region| region.pools.map(|pool| pool.at_hand));
            scratch.crews.hand_out(at_hand, &wants.hands, cards, &state.live);
            for (running, region) in scratch.technicians.iter_mut().zip(regions) {
                *running = region.pools[TECHNICIANS].running;
            }
        }
        for (o, &growth) in month.terms.team_growth.iter().enumerate() {
            let share = team_share(state.teams[o], scratch.wants.teams[o]);
            scratch.teams[o] = if relaxed { ONE } else { share };
            state.teams[o] *= growth;
        }
    }
}

/// Orders (model §3).
#[inline(always)]
fn order_tools(month: &Month, state: &mut State, spending: &mut Spending) {
    for (e, class) in state.classes.iter_mut().enumerate() {
        spending.ordered[e] = class.order(month.t, spending.funding.order);
    }
}

dispatch! {
    /// Permits, building, installation, qualification, ramp (model §2), fed by the store (model §3).
    fn progress(
        month: &Month,
        state: &mut State,
        spending: &mut Spending,
        run: &mut Run,
    ) {
        let scratch = &mut state.scratch;
        let (pay, energised) = (&scratch.building_pay, scratch.energised);
        let price = state.world.relative_price;
        let site = month.site(&scratch.permit_speed, pay, &scratch.effects, energised, price);
        let pace = Pace {
            funding: &spending.funding,
            work: (!scratch.paid_in_full).then_some(&scratch.work[..]),
            crews: &scratch.crews,
            teams: &scratch.teams,
        };
        let built = &mut scratch.built;
        built.reset();
        if let Some(book) = month.book() {
            book::build(book, &site, built);
            spending.work = built.building + built.plant + spending.tools_paid;
            return;
        }
        let (live, progress) = (&mut state.live, &mut state.progress[..]);
        let needed = site.build(progress, live, pace, &mut scratch.wanted, built);
        let supply: [Lanes; N_CLASSES] =
            std::array::from_fn(|e| crate::lanes::ratio(state.classes[e].store, needed[e]));
        let by_kind = site.kind_supply(&supply);
        site.install(progress, live, &scratch.wanted, &by_kind, built, &mut run.online);
        debug_assert!(site.bits_hold(progress, live), "bits differ from progress in month {}", month.t);
        if !built.held_by.is_empty() {
            site.hold(live, pace, &by_kind, built);
        }
        if !month.relax.lifts(Group::Equipment) {
            for (class, installed) in state.classes.iter_mut().zip(built.installed) {
                class.take(installed);
            }
        }
        spending.work = built.building + built.plant + spending.tools_paid;
    }
}

/// Capacity that production and deployment may use next month; lays complete projects aside.
fn capacity(month: &Month, state: &mut State) {
    let projects = &month.scene.model.projects;
    if let Some(book) = month.book() {
        book::capacity(
            book,
            projects,
            month.t,
            &mut state.capacity,
            &mut state.usable,
        );
        return;
    }
    sum_capacity(
        &state.live,
        projects,
        &state.progress,
        &mut state.capacity,
        &mut state.usable,
    );
    settle(
        &mut state.live,
        projects,
        &state.progress,
        &month.terms.posts,
    );
}

//! Wafers, packages, deployment and the market of a month (model §5-§8).

use super::{Deployed, Month, Production, Spending, State};
use crate::demand::{self, Purchases};
use crate::fabs::{Running, WaferTerms};
use crate::flows::{Deals, Funding, Kind, RESERVE_MONTHS};
use crate::isa::dispatch;
use crate::lanes::{Lanes, ZERO, part};
use crate::packaging::{self};

dispatch! {
    /// Wafers, dies, stacks and packages (model §5, §6), with last month's capacity.
    pub(super) fn produce(month: &Month, state: &mut State, funding: &Funding) -> Production {
        let Month { terms, t, ahead, .. } = *month;
        let scratch = &state.scratch;
        let running = |kind: Kind| Running {
            crews: &scratch.crews,
            technicians: &scratch.technicians,
            output: &scratch.effects.output,
            utilisation: terms.projects.kinds[kind as usize].utilisation,
            operate: funding.operate,
        };
        let (reached, usable) = (&state.live.reached, &state.usable);
        let logic = state.logic.run(&terms.wafers, reached, usable, running(Kind::Fab), t);
        let hbm = state.hbm.run(&terms.wafers, reached, usable, running(Kind::Hbm), t);

        let generation = &ahead.generation;
        let utilisation = terms.projects.kinds[Kind::Packaging as usize].utilisation;
        let usable = state.capacity.usable[Kind::Packaging as usize];
        let regions = state.capacity.packaging.iter().zip(&scratch.effects.output);
        let running = regions.fold(ZERO, |sum, (&capacity, &m)| sum + capacity * m);
        // full = 1000·i·Σ A·u·y_p; own = 1000·i·Σ A·u·m·f_operate·thr
        let packages = 1000.0 * generation.per_wafer * utilisation;
        let full = packages * usable * terms.packaging.assembly_yield;
        let throttle = WaferTerms::throttle(0.0, state.stock.units, full);
        let own = packages * running * funding.operate * throttle;
        let assembled = packaging::assemble(
            &terms.packaging,
            generation,
            &state.world,
            &scratch.effects.chips,
            own,
            &mut state.logic.stock,
            &mut state.hbm.stock,
        );
        state.used = assembled.used;
        Production { logic, hbm, assembled }
    }
}

dispatch! {
    /// Deployment in own halls, purchases for empty ones, and sales (model §7).
    pub(super) fn deploy(
        month: &Month,
        state: &mut State,
        spending: &Spending,
        production: &Production,
        finished: Lanes,
    ) -> Deployed {
        let Month { scene, terms, t, ahead, .. } = *month;
        let life = terms.deployment.life;
        let stock = state.stock;
        let deployed_power = spending.funding.equip * spending.ready;
        let own = stock.times(part(deployed_power, stock.power));
        let bought_power = spending.funding.equip * spending.purchase;
        let bought_h100e = bought_power / ahead.outlook.kw;

        let demand = state.scratch.effects.demand;
        let want = state.world.want(
            &terms.market,
            &ahead.outlook,
            demand,
            &state.scratch.effects.chips,
            life,
            finished,
        );
        let planned = &scene.model.planned_datacentres;
        let reserve = planned[t + RESERVE_MONTHS] - planned[t];
        // What is left beyond the GW that the plan adds in the next six months.
        let kept = spending.funding.equip * spending.fitting;
        let offer = (stock.power - kept - reserve).positive();
        let offered = stock.times(part(offer, stock.power));
        let by_room = want.room * part(offered.h100e, offered.power);
        let sold_h100e =
            offered.h100e.min(terms.deployment.offer_share * want.want).min(by_room);
        let sold = offered.times(part(sold_h100e, offered.h100e));

        state.stock = stock.less(own).less(sold).plus(production.assembled.made);
        let retired = state.own.deploy(own.h100e + bought_h100e, own.power + bought_power, life);
        Deployed { own, sold, bought_h100e, bought_power, retired, want }
    }
}

dispatch! {
    /// The market (model §8): others buy, and the price clears; returns what others bought.
    pub(super) fn trade(
        month: &Month,
        state: &mut State,
        deployed: &Deployed,
        production: &Production,
    ) -> Purchases {
        let Month { terms, ahead, .. } = *month;
        let purchases = state.world.buy(
            &terms.market,
            &ahead.outlook,
            &deployed.want,
            terms.deployment.life,
            &Deals {
                sold: [deployed.sold.h100e, deployed.sold.power],
                bought: deployed.bought_h100e,
                used: production.assembled.used,
            },
        );
        let stock = state.world.h100e() + state.own.h100e.content();
        let demand = ahead.outlook.demand * state.scratch.effects.demand;
        state.world.clear(&terms.market, &ahead.outlook, demand, stock);
        if terms.equipment.answers() {
            state.spending.push(demand::spending(
                &terms.market,
                &ahead.outlook,
                terms.deployment.life,
                purchases.h100e,
                state.world.relative_price,
            ));
        }
        purchases
    }
}

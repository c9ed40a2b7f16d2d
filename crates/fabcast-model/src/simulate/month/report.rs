//! What a month writes down (model §14).

use super::{Course, Month, Run, State};
use crate::compute::PEAK_PER_H100E;
use crate::isa::dispatch;
use crate::lanes::ZERO;
use crate::record::Series;

dispatch! {
    /// The series of the month.
    pub(super) fn record(month: &Month, state: &mut State, course: &Course, run: &mut Run) {
        let Month { terms, t, .. } = *month;
        let production = course.production;
        let world = &state.world;
        if t == 0 {
            state.first_price = world.price;
        }
        let capacity = state.capacity.usable;
        let own = [state.own.h100e.content(), state.own.power.content()];
        let sold = [world.sold_fleet[0].content(), world.sold_fleet[1].content()];
        let delivered = own[0] + sold[0];
        let capital = &state.capital;
        let drawn = capital.accounts.iter().fold(ZERO, |sum, a| sum + a.drawn);
        let debt = capital.accounts.iter().fold(ZERO, |sum, a| sum + a.debt);
        let [revenue, operating, _] = run.operating[t];
        let distributed = run.distributed[t];
        let so_far = run.record.of(Series::Distributions);
        let before = t.checked_sub(1).and_then(|last| so_far.get(last).copied());
        let clock = &terms.clock;
        let mut put = |series, value| run.record.put(t, series, value);
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
        put(Series::OthersPurchases, course.purchases.h100e * 12.0);
        put(Series::AiPower, world.ai_power);
        put(Series::MerchantPackaging, world.packaging / 12e3);
        put(Series::Price, world.price);
        put(Series::Revenue, revenue * 12.0);
        put(Series::OperatingCost, operating * 12.0);
        put(Series::CapitalDrawn, drawn);
        put(Series::Debt, debt);
        put(Series::Cash, capital.cash);
        put(Series::Distributions, before.unwrap_or(ZERO) + distributed);
        put(Series::Grants, capital.grants);
        put(Series::CapexPaid, state.spent);
        put(Series::ProjectsStarted, capital.started);
        put(Series::ProjectsCancelled, state.starts.n_cancelled);
        put(Series::TrainingCost, clock.training_cost(world.price, state.first_price, t));
        put(Series::FrontierRun, clock.frontier_run(world.h100e(), own[0]));
        for (r, region) in state.talent.regions.iter().enumerate() {
            for (s, pool) in region.pools.iter().enumerate() {
                run.record.put_shortage(t, r, s, pool.shortage);
            }
        }
        for (e, class) in state.classes.iter().enumerate() {
            run.record.put_class(t, e, class.programme, class.capacity);
        }
    }
}

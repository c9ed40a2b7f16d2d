//! Demand, price and the rest of the world (model §8).

use crate::delay::{DELTA, Delay};
use crate::flows::{Deals, Outlook};
use crate::lanes::{Lanes, ONE, ZERO};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

/// Growth of leading-edge logic never exceeds its usual pace by more than this factor.
const FASTEST_ANSWER: f64 = 3.0;

/// A merchant capacity that follows the want.
#[derive(Clone, Copy, Debug)]
struct Merchant {
    capacity: ParamId,
    h100e: ParamId,
    growth: ParamId,
}

/// What §8 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Market {
    pub(crate) kw_start: ParamId,
    pub(crate) rent: ParamId,
    pub(crate) value_start: ParamId,
    pub(crate) value_end: ParamId,
    pub(crate) value_time: ParamId,
    pub(crate) product: ParamId,
    pub(crate) product_growth: ParamId,
    pub(crate) share_start: ParamId,
    pub(crate) share_growth: ParamId,
    pub(crate) share_max: ParamId,
    pub(crate) lookahead: ParamId,
    /// Years from the start to the logistic curve of spending.
    pub(crate) forecast_from: f64,
    /// Spending before it: years since the start, and the amount; in order.
    pub(crate) spending: Vec<(f64, ParamId)>,
    pub(crate) additions: ParamId,
    pub(crate) additions_max: ParamId,
    pub(crate) additions_growth: ParamId,
    elasticity: ParamId,
    response: ParamId,
    response_time: ParamId,
    power_response: ParamId,
    crowding: ParamId,
    packaging: Merchant,
    hbm: Merchant,
    logic_capacity: ParamId,
    logic_h100e: ParamId,
    logic_growth: ParamId,
    logic_response: ParamId,
    logic_share_max: ParamId,
    stock: [ParamId; 3],
    power: [ParamId; 3],
    ai_power: ParamId,
    price: ParamId,
}

impl Market {
    pub(crate) fn read(reader: &mut Reader) -> Market {
        let forecast_from = reader.centre("market.forecast_from") * DELTA;
        let mut spending: Vec<(f64, ParamId)> = reader
            .names("market.spending")
            .iter()
            .map(|name| {
                let path = |leaf: &str| format!("market.spending.{name}.{leaf}");
                (
                    reader.centre(&path("date")) * DELTA,
                    reader.quantity(&path("amount")),
                )
            })
            .filter(|(y, _)| *y < forecast_from)
            .collect();
        spending.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut at = |leaf: &str| reader.quantity(&format!("market.{leaf}"));
        let mut merchant = |name: &str| Merchant {
            capacity: at(&format!("{name}.capacity")),
            h100e: at(&format!("{name}.h100e")),
            growth: at(&format!("{name}.growth")),
        };
        let (packaging, hbm) = (merchant("packaging"), merchant("hbm"));
        Market {
            packaging,
            hbm,
            forecast_from,
            spending,
            kw_start: at("kw_start"),
            rent: at("rent"),
            value_start: at("value_start"),
            value_end: at("value_end"),
            value_time: at("value_time"),
            product: at("product"),
            product_growth: at("product_growth"),
            share_start: at("share_start"),
            share_growth: at("share_growth"),
            share_max: at("share_max"),
            lookahead: at("lookahead"),
            additions: at("power.additions"),
            additions_max: at("power.additions_max"),
            additions_growth: at("power.growth"),
            elasticity: at("elasticity"),
            response: at("response"),
            response_time: at("response_time"),
            power_response: at("power.response"),
            crowding: at("power.crowding"),
            logic_capacity: at("logic.capacity"),
            logic_h100e: at("logic.h100e"),
            logic_growth: at("logic.growth"),
            logic_response: at("logic.response"),
            logic_share_max: at("logic.share_max"),
            stock: [1, 2, 3].map(|n| at(&format!("start.stock_{n}"))),
            power: [1, 2, 3].map(|n| at(&format!("start.power_{n}"))),
            ai_power: at("start.ai_power"),
            price: at("start.price"),
        }
    }
}

/// What a run uses of §8.
#[derive(Clone, Debug)]
pub struct MarketTerms {
    price_exponent: Lanes,
    response: Lanes,
    response_time: Lanes,
    power_response: Lanes,
    crowding: Lanes,
    packaging_h100e: Lanes,
    hbm_h100e: Lanes,
    packaging_fastest: Lanes,
    hbm_fastest: Lanes,
    logic_h100e: Lanes,
    /// `ln(1+g_L)`.
    logic_rate: Lanes,
    logic_response: Lanes,
    slowest: f64,
}

impl MarketTerms {
    /// Elasticities and growth limits of this run's draws.
    pub fn new(market: &Market, values: &Values) -> MarketTerms {
        let fastest = |growth| math::pow(ONE + values[growth], Lanes::splat(DELTA));
        MarketTerms {
            price_exponent: Lanes::splat(-1.0) / values[market.elasticity],
            response: values[market.response],
            response_time: values[market.response_time],
            power_response: values[market.power_response],
            crowding: values[market.crowding],
            packaging_h100e: values[market.packaging.h100e],
            hbm_h100e: values[market.hbm.h100e],
            packaging_fastest: fastest(market.packaging.growth),
            hbm_fastest: fastest(market.hbm.growth),
            logic_h100e: values[market.logic_h100e],
            logic_rate: math::ln(ONE + values[market.logic_growth]),
            logic_response: values[market.logic_response],
            slowest: math::scalar::pow(0.97, DELTA),
        }
    }
}

/// The rest of the world; state.
#[derive(Clone, Debug)]
pub struct World {
    /// Price of an H100e-hour [$].
    pub price: Lanes,
    /// `x = p/c`.
    pub relative_price: Lanes,
    /// Others' own purchases in service: million H100e, GW.
    pub fleet: [Delay; 2],
    /// What the programme sold, in service: million H100e, GW.
    pub sold_fleet: [Delay; 2],
    /// `G_w`: others' AI power \[GW\].
    pub ai_power: Lanes,
    /// `K_pk` [interposer wafers a year].
    pub packaging: Lanes,
    /// `K_hb` [wafers a year].
    pub hbm: Lanes,
    /// `K_lg` [wafers a year].
    pub logic: Lanes,
}

/// What the rest of the world bought and retired this month.
#[derive(Clone, Copy, Debug)]
pub struct Purchases {
    /// Bought by others [million H100e].
    pub h100e: Lanes,
    /// Retired, what the programme sold included: million H100e, GW.
    pub retired: [Lanes; 2],
}

/// What others want this month and what holds them back.
#[derive(Clone, Copy, Debug)]
pub struct Want {
    /// Accelerators wanted [million H100e a month].
    pub want: Lanes,
    /// Room for them \[GW\].
    pub room: Lanes,
    /// `lim_pk, lim_hb, lim_lg` [million H100e a month].
    pub limits: [Lanes; 3],
    /// The same without events, which capacities follow.
    undisturbed: [Lanes; 3],
    /// `Acap` at this price [GW a year].
    additions: Lanes,
}

impl World {
    /// The world at the start.
    pub fn new(market: &Market, values: &Values, reference: Lanes) -> World {
        let price = values[market.price];
        World {
            price,
            relative_price: price / reference,
            fleet: [
                Delay(market.stock.map(|id| values[id])),
                Delay(market.power.map(|id| values[id])),
            ],
            sold_fleet: [Delay::EMPTY; 2],
            ai_power: values[market.ai_power],
            packaging: values[market.packaging.capacity],
            hbm: values[market.hbm.capacity],
            // Growth to the middle of the first month.
            logic: values[market.logic_capacity]
                * values[market.logic_share_max]
                * math::pow(ONE + values[market.logic_growth], Lanes::splat(DELTA / 2.0)),
        }
    }

    /// `S_w`: H100e in service in the rest of the world \[million\].
    #[inline(always)]
    pub fn h100e(&self) -> Lanes {
        self.fleet[0].content() + self.sold_fleet[0].content()
    }

    /// `U_w`: GW in service in the rest of the world.
    #[inline(always)]
    pub fn power(&self) -> Lanes {
        self.fleet[1].content() + self.sold_fleet[1].content()
    }

    /// Limits of others' supply, from last month's capacities [million H100e a month].
    #[inline(always)]
    ///
    /// `chips` are the events' multipliers, in the same order.
    pub fn limits(&self, terms: &MarketTerms, outlook: &Outlook, chips: &[Lanes; 3]) -> [Lanes; 3] {
        let per_wafer = outlook.per_wafer * (DELTA / 1e6);
        [
            self.packaging * terms.packaging_h100e * per_wafer * chips[0],
            self.hbm * terms.hbm_h100e * per_wafer * chips[1],
            self.logic * terms.logic_h100e * per_wafer * chips[2],
        ]
    }

    /// Others' want and room; builds their power (`G_w° = G_w + add`).
    ///
    /// `finished` is what the programme's data centres gained this month \[GW\].
    #[inline(always)]
    pub fn want(
        &mut self,
        terms: &MarketTerms,
        outlook: &Outlook,
        demand_factor: Lanes,
        chips: &[Lanes; 3],
        life: Lanes,
        finished: Lanes,
    ) -> Want {
        let x = self.relative_price;
        let (stock, power) = (self.h100e(), self.power());
        let retired = self.fleet[0].output(life) + self.sold_fleet[0].output(life);
        let retired_power = self.fleet[1].output(life) + self.sold_fleet[1].output(life);
        let ahead = outlook.demand_ahead * demand_factor;
        // want = (D(y+ℓ)·x^κ_s - S_w)⁺·Δ/τ + ret
        let want = (ahead * math::pow(x, terms.response) - stock).positive() * DELTA
            / terms.response_time
            + retired;
        let additions = math::pow(x, terms.power_response) * outlook.additions;
        let need = (want * outlook.kw - (self.ai_power - power + retired_power)).positive();
        let possible = (additions * DELTA - terms.crowding * finished.positive()).positive();
        self.ai_power += need.min(possible);
        Want {
            want,
            room: (self.ai_power - power + retired_power).positive(),
            limits: self.limits(terms, outlook, chips),
            undisturbed: self.limits(terms, outlook, &[ONE; 3]),
            additions,
        }
    }

    /// Others buy what they may after the programme's deals; merchant capacities follow.
    #[inline(always)]
    pub fn buy(
        &mut self,
        terms: &MarketTerms,
        outlook: &Outlook,
        want: &Want,
        life: Lanes,
        programme: &Deals,
    ) -> Purchases {
        let sold = programme.sold;
        let supply = supply_left(want.limits, programme.used);
        let bought = (want.want - sold[0])
            .positive()
            .min((want.room - sold[1]).positive() / outlook.kw)
            .min((supply - programme.bought).positive());
        let retired = [
            self.fleet[0].step(bought, life) + self.sold_fleet[0].step(sold[0], life),
            self.fleet[1].step(bought * outlook.kw, life) + self.sold_fleet[1].step(sold[1], life),
        ];
        let wanted = want
            .want
            .min(want.room.max(want.additions * DELTA) / outlook.kw);
        let follow = |limit: Lanes, fastest: Lanes| {
            let pace = (1.1 * wanted / limit)
                .max(Lanes::splat(terms.slowest))
                .min(fastest);
            limit.le(ZERO).select(ONE, pace)
        };
        self.packaging *= follow(want.undisturbed[0], terms.packaging_fastest);
        self.hbm *= follow(want.undisturbed[1], terms.hbm_fastest);
        // K_lg° = K_lg·(1+g_L)^(Δ·min(x^κ_L, 3))
        let answer =
            math::pow(self.relative_price, terms.logic_response).min(Lanes::splat(FASTEST_ANSWER));
        self.logic *= math::exp(answer * DELTA * terms.logic_rate);
        Purchases {
            h100e: bought,
            retired,
        }
    }

    /// `p = c·(S/D)^(-1/ε)` with `S` all H100e in service.
    #[inline(always)]
    pub fn clear(&mut self, terms: &MarketTerms, outlook: &Outlook, demand: Lanes, stock: Lanes) {
        let stock = stock.max(1e-9 * demand);
        self.relative_price = math::pow(stock / demand, terms.price_exponent);
        self.price = outlook.reference * self.relative_price;
    }
}

/// What others could buy this month: the least of the limits less what the programme uses of them.
#[inline(always)]
pub fn supply_left(limits: [Lanes; 3], used: [Lanes; 3]) -> Lanes {
    let left = |e: usize| limits[e] * (ONE - used[e]).positive();
    left(0).min(left(1)).min(left(2))
}

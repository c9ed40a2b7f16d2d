//! Demand, price and the rest of the world (model §8).

use crate::cycle::{Cycle, Swings};
use crate::declare::parameters;
use crate::delay::{DELTA, Delay};
use crate::flows::{Deals, Outlook};
use crate::lanes::{Lanes, ONE, ZERO};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

/// Growth of leading-edge logic never exceeds its usual pace by more than this factor.
const FASTEST_ANSWER: f64 = 3.0;

/// Nor that of merchant packaging and memory by more than this.
const MERCHANT_ANSWER: f64 = 2.0;

/// What others spend over what was expected of them, as suppliers of tools see it, is held between these.
const SPENDING: [f64; 2] = [0.2, 5.0];

parameters! {
    /// What the world buys and spends by itself.
    pub struct Economy {
        pub(crate) kw_start: ParamId = q("market.kw_start", "kW/H100e", 8, "kw_0", "power per H100e of what the world buys").within(1e-6, 1e3);
        pub(crate) rent: ParamId = q("market.rent", "bn$/GW/yr", 8, "r_GW", "yearly revenue of a gigawatt of new hardware").within(1e-6, 1e4);
        pub(crate) value_start: ParamId = q("market.value_start", "bn$/GW", 8, "v_0", "chips and network per gigawatt at the start");
        pub(crate) value_end: ParamId = q("market.value_end", "bn$/GW", 8, "v_∞", "the same in the long run");
        pub(crate) value_time: ParamId = q("market.value_time", "yr", 8, "τ_v", "time in which the one becomes the other").within(0.01, 1e3);
        pub(crate) product: ParamId = q("market.product", "bn$", 8, "GWP_0", "yearly world product at the start").within(1.0, 1e9);
        pub(crate) product_growth: ParamId = growth("market.product_growth", 8, "g_w", "growth of world product");
        pub(crate) forecast_from: f64 = when("market.forecast_from", 8, "t_L", "month from which spending follows the logistic curve").or("0 months");
    }
}

parameters! {
    /// How demand grows, how it answers the price, and what is there at the start.
    pub struct MarketParameters {
        pub(crate) share_start: ParamId = q("market.share_start", "1", 8, "s_0", "AI rental spending over world product at the start of the curve").within(1e-12, 1.0);
        pub(crate) share_growth: ParamId = q("market.share_growth", "1/yr", 8, "k_d", "rate of the logistic curve of AI rental spending over world product").within(0.0, 20.0);
        pub(crate) share_max: ParamId = q("market.share_max", "1", 8, "s_max", "ceiling of AI rental spending over world product").within(1e-12, 1.0);
        elasticity: ParamId = q("market.elasticity", "1", 8, "ε", "price elasticity of demand").within(0.05, 50.0);
        response: ParamId = q("market.response", "1", 8, "κ_s", "elasticity of the stock others want to the price").within(0.0, 20.0);
        response_time: ParamId = q("market.response_time", "yr", 8, "τ", "time in which others close the gap").within(0.1, 50.0);
        pub(crate) lookahead: ParamId = q("market.lookahead", "yr", 8, "ℓ", "years that others look ahead").within(0.0, 20.0);
        pub(crate) additions: ParamId = q("market.power.additions", "GW/yr", 8, "A_0", "AI power that the world can add a year at the start").within(1e-9, 1e6);
        pub(crate) additions_max: ParamId = q("market.power.additions_max", "GW/yr", 8, "A_∞", "the same in the long run").within(1e-9, 1e6);
        pub(crate) additions_growth: ParamId = q("market.power.growth", "1/yr", 8, "k_A", "rate of the logistic curve between them").within(0.0, 20.0);
        power_response: ParamId = q("market.power.response", "1", 8, "κ_p", "elasticity of the additions to the price").within(0.0, 20.0);
        crowding: ParamId = share("market.power.crowding", 8, "ξ", "gigawatts of others lost for one that the programme finishes");
        packaging_capacity: ParamId = q("market.packaging.capacity", "interposer/yr", 8, "K_pk", "merchant packaging at the start");
        packaging_h100e: ParamId = q("market.packaging.h100e", "H100e/interposer", 8, "y_pk", "compute per interposer wafer at the start");
        packaging_growth: ParamId = growth("market.packaging.growth", 8, "g_pk", "fastest growth of merchant packaging");
        hbm_capacity: ParamId = q("market.hbm.capacity", "wafer/yr", 8, "K_hb", "merchant memory at the start");
        hbm_h100e: ParamId = q("market.hbm.h100e", "H100e/wafer", 8, "y_hb", "compute per memory wafer at the start");
        hbm_growth: ParamId = growth("market.hbm.growth", 8, "g_hb", "fastest growth of merchant memory");
        packaging_answer: ParamId = q("market.packaging.answer", "1", 8, "κ_pk", "exponent with which the pace of merchant packaging answers what is wanted beyond it").or("0").within(0.0, 20.0).constant();
        hbm_answer: ParamId = q("market.hbm.answer", "1", 8, "κ_hb", "exponent with which the pace of merchant memory answers what is wanted beyond it").or("0").within(0.0, 20.0).constant();
        logic_capacity: ParamId = q("market.logic.capacity", "wafer/yr", 8, "L_0", "leading-edge logic of the world at the start");
        logic_h100e: ParamId = q("market.logic.h100e", "H100e/wafer", 8, "y_lg", "compute per logic wafer at the start");
        logic_growth: ParamId = growth("market.logic.growth", 8, "g_L", "growth of leading-edge logic");
        logic_response: ParamId = q("market.logic.response", "1", 8, "κ_L", "elasticity of the growth of leading-edge logic to the price").or("0").within(0.0, 20.0);
        logic_share_max: ParamId = share("market.logic.share_max", 8, "a_max", "largest share of it that AI can take");
        stock: [ParamId; 3] = q("market.start.stock_{1,2,3}", "M H100e", 8, "S_w", "stage of others' accelerators in service at the start");
        power: [ParamId; 3] = q("market.start.power_{1,2,3}", "GW", 8, "U_w", "stage of their power at the start");
        ai_power: ParamId = q("market.start.ai_power", "GW", 8, "G_w", "AI power of the world at the start");
        cycle: Option<ParamId> = q("market.cycle", "1", 8, "σ_d", "standard deviation of the cycle of demand, in logarithms; absent: 0").within(0.0, 1.0).absent().constant();
        cycle_correlation: Option<ParamId> = q("market.cycle_correlation", "1", 8, "ρ_d", "correlation of the cycle of demand with that of the orders of tools; absent: 0").within(-1.0, 1.0).absent().constant();
        price: ParamId = q("market.start.price", "$/H100e/h", 8, "p(0)", "price of an H100e-hour at the start").within(1e-9, 1e6);
    }

    /// What a run uses of §8.
    pub struct MarketTerms {
        price_exponent: Lanes = Lanes::splat(-1.0) / elasticity;
        packaging_pace: Pace = Pace::new(packaging_growth, packaging_answer);
        hbm_pace: Pace = Pace::new(hbm_growth, hbm_answer);
        /// `ln(1+g_L)`.
        logic_rate: Lanes = math::ln(ONE + logic_growth);
        slowest: f64 = math::scalar::pow(0.97, DELTA);
    }
}

/// How fast a merchant capacity can grow.
#[derive(Clone, Debug)]
pub(crate) struct Pace {
    /// `1+g`.
    yearly: Lanes,
    /// `(1+g)^Δ`: growth of a month if no more is wanted than there is.
    usual: Lanes,
    answer: Lanes,
    /// Whether the pace answers in some draw.
    answers: bool,
}

impl Pace {
    fn new(growth: Lanes, answer: Lanes) -> Pace {
        Pace {
            yearly: ONE + growth,
            usual: math::pow(ONE + growth, Lanes::splat(DELTA)),
            answer,
            answers: answer.gt(ZERO).any(),
        }
    }

    /// `(1+g)^(Δ·min(max(1, w/lim)^κ, 2))`: the fastest growth of a month.
    #[inline(always)]
    fn fastest(&self, wanted: Lanes, limit: Lanes) -> Lanes {
        if !self.answers {
            return self.usual;
        }
        let beyond = math::pow((wanted / limit).max(ONE), self.answer);
        math::pow(
            self.yearly,
            beyond.min(Lanes::splat(MERCHANT_ANSWER)) * DELTA,
        )
    }
}

parameters! {
    /// Spending known for a month before the logistic curve.
    pub struct Spending {
        date: f64 = when("market.spending.*.date", 8, "", "month at whose beginning spending was this; all such points come before the curve");
        amount: ParamId = q("market.spending.*.amount", "bn$/yr", 8, "", "yearly AI rental spending then").within(1e-9, 1e9);
    }
}

/// What §8 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Market {
    pub(crate) economy: Economy,
    pub(crate) parameters: MarketParameters,
    /// Spending before the logistic curve: years since the start, and the amount; in order.
    pub(crate) spending: Vec<(f64, ParamId)>,
    /// The cycle of demand: its own, and the one that it shares with the orders of tools (§3).
    cycle: Option<Cycle>,
    common: Option<Cycle>,
}

impl Market {
    pub(crate) fn read(reader: &mut Reader) -> Market {
        let economy = Economy::read(reader, &[]);
        let curve_from = economy.curve_from();
        let mut spending: Vec<(f64, ParamId)> = reader
            .names("market.spending")
            .iter()
            .map(|name| Spending::read(reader, &[name]))
            .map(|known| (known.date * DELTA, known.amount))
            .filter(|(y, _)| *y < curve_from)
            .collect();
        spending.sort_by(|a, b| a.0.total_cmp(&b.0));
        let parameters = MarketParameters::read(reader, &[]);
        let (cycle, correlation) = (parameters.cycle, parameters.cycle_correlation);
        Market {
            cycle: cycle.map(|_| Cycle::read(reader, "demand")),
            common: cycle
                .and(correlation)
                .map(|_| Cycle::read(reader, "common")),
            economy,
            parameters,
            spending,
        }
    }

    /// `σ_d·x_d` with `x_d = ρ_d·x_c + √(1-ρ_d²)·x`, `x` the swings of demand alone.
    pub(crate) fn swings(&self, values: &Values) -> Swings {
        let (Some(sd), Some(own)) = (self.parameters.cycle, &self.cycle) else {
            return Swings::default();
        };
        let sd = values[sd];
        let correlation = (self.parameters.cycle_correlation).map_or(ZERO, |id| values[id]);
        let alone = (ONE - correlation * correlation).positive().sqrt();
        let swings = own.swings(values, sd * alone);
        match &self.common {
            Some(common) => swings.plus(&common.swings(values, sd * correlation)),
            None => swings,
        }
    }
}

impl Economy {
    /// Years from the start to the logistic curve of spending.
    pub(crate) fn curve_from(&self) -> f64 {
        self.forecast_from * DELTA
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
        let market = &market.parameters;
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
            packaging: values[market.packaging_capacity],
            hbm: values[market.hbm_capacity],
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
        let follow = |limit: Lanes, pace: &Pace| {
            let growth = (1.1 * wanted / limit)
                .max(Lanes::splat(terms.slowest))
                .min(pace.fastest(wanted, limit));
            limit.le(ZERO).select(ONE, growth)
        };
        self.packaging *= follow(want.undisturbed[0], &terms.packaging_pace);
        self.hbm *= follow(want.undisturbed[1], &terms.hbm_pace);
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

/// `ln r`: what others spent this month, `bought` million H100e at the price `x`, over what they would at the reference
/// price if they had what they want and no more, the programme and events apart.
#[inline(always)]
pub fn spending(
    terms: &MarketTerms,
    outlook: &Outlook,
    life: Lanes,
    bought: Lanes,
    x: Lanes,
) -> Lanes {
    // want with x = 1, S_w = D(y) and what leaves a fleet that stays as it is
    let expected = (outlook.demand_ahead - outlook.demand).positive() / terms.response_time
        + outlook.demand / life;
    let [least, most] = SPENDING.map(Lanes::splat);
    math::ln((x * bought / (expected * DELTA)).max(least).min(most))
}

/// What others could buy this month: the least of the limits less what the programme uses of them.
#[inline(always)]
pub fn supply_left(limits: [Lanes; 3], used: [Lanes; 3]) -> Lanes {
    let left = |e: usize| limits[e] * (ONE - used[e]).positive();
    left(0).min(left(1)).min(left(2))
}

//! What a month brings whatever the programme does: accelerators (model §6) and the outlook of
//! the market (model §8). Computed once per draw and shared by all runs of it.

use crate::delay::DELTA;
use crate::demand::Market;
use crate::flows::{Generation, HOURS, MonthAhead, Outlook};
use crate::isa::dispatch;
use crate::lanes::{Lanes, ONE, ZERO};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

/// A listed generation of accelerators.
#[derive(Clone, Debug)]
struct Listed {
    launch: ParamId,
    dies: ParamId,
    stacks: ParamId,
    per_wafer: ParamId,
    h100e: ParamId,
    power: ParamId,
}

/// What §6 needs from the scenario about technology.
#[derive(Clone, Debug)]
pub struct Accelerators {
    generations: Vec<Listed>,
    aux: ParamId,
    growth_h100e: ParamId,
    growth_power: ParamId,
    growth_per_wafer: ParamId,
    pub(crate) assembly_yield: ParamId,
    pub(crate) merchant_share: ParamId,
    escalation: ParamId,
}

impl Accelerators {
    pub(crate) fn read(reader: &mut Reader) -> Accelerators {
        let mut names = reader.names("accelerator.generation");
        let launch = |reader: &mut Reader, name: &str| {
            reader.quantity(&format!("accelerator.generation.{name}.launch"))
        };
        let centre = |reader: &mut Reader, name: &str| {
            let id = launch(reader, name);
            reader.parameters.centre(id)
        };
        names.sort_by(|a, b| centre(reader, a).total_cmp(&centre(reader, b)));
        if names.is_empty() {
            reader.fault("accelerator.generation", "at least one generation");
        }
        let generations = names
            .iter()
            .map(|name| {
                let path = |leaf: &str| format!("accelerator.generation.{name}.{leaf}");
                Listed {
                    launch: launch(reader, name),
                    dies: reader.quantity(&path("dies")),
                    stacks: reader.quantity(&path("stacks")),
                    per_wafer: reader.quantity(&path("per_wafer")),
                    h100e: reader.quantity(&path("h100e")),
                    power: reader.quantity(&path("power")),
                }
            })
            .collect();
        Accelerators {
            generations,
            aux: reader.quantity("accelerator.aux"),
            growth_h100e: reader.quantity("accelerator.growth_h100e"),
            growth_power: reader.quantity("accelerator.growth_power"),
            growth_per_wafer: reader.quantity("accelerator.growth_per_wafer"),
            assembly_yield: reader.quantity("accelerator.assembly_yield"),
            merchant_share: reader.quantity("accelerator.merchant_share"),
            escalation: reader.quantity("cost.escalation"),
        }
    }
}

dispatch! {
    /// Every month of the outside world, in order.
    pub fn months_ahead(
        accelerators: &Accelerators,
        market: &Market,
        values: &Values,
        utilisation: Lanes,
        months: usize,
    ) -> Vec<MonthAhead> {
        let rates = Rates::new(accelerators, market, values);
        (0..months)
            .map(|t| {
                let y = Lanes::splat((t as f64 + 0.5) * DELTA);
                MonthAhead {
                    generation: generation(accelerators, values, &rates, t),
                    outlook: outlook(market, values, &rates, utilisation, y),
                    escalation: math::exp(y * rates.escalation),
                }
            })
            .collect()
    }
}

/// Price of an H100e-hour at which new supply pays, at the start [$].
pub fn reference_price_at_start(market: &Market, values: &Values, utilisation: Lanes) -> Lanes {
    // c = r_GW·kw/(8766·util)·10³ at y = 0
    values[market.rent] * values[market.kw_start] / (HOURS * utilisation) * 1e3
}

/// `(1+g_k)/(1+g_F)`: by what the reference price of an H100e-hour multiplies in a year.
pub fn reference_growth(accelerators: &Accelerators, values: &Values) -> Lanes {
    (ONE + values[accelerators.growth_power]) / (ONE + values[accelerators.growth_h100e])
}

/// Logarithms of yearly growth.
struct Rates {
    h100e: Lanes,
    power: Lanes,
    silicon: Lanes,
    per_wafer: Lanes,
    product: Lanes,
    escalation: Lanes,
    /// Spending before the logistic curve: years since the start, and its logarithm.
    spending: Vec<(f64, Lanes)>,
}

impl Rates {
    fn new(accelerators: &Accelerators, market: &Market, values: &Values) -> Rates {
        let rate = |id| math::ln(ONE + values[id]);
        let (h100e, per_wafer) = (
            rate(accelerators.growth_h100e),
            rate(accelerators.growth_per_wafer),
        );
        let product = rate(market.product_growth);
        let mut spending: Vec<(f64, Lanes)> = market
            .spending
            .iter()
            .map(|&(y, amount)| (y, math::ln(values[amount])))
            .collect();
        // The table ends where the curve begins, at the curve's own height.
        let y = market.forecast_from;
        let first = values[market.share_start] * values[market.product];
        spending.push((y, math::ln(first) + y * product));
        Rates {
            product,
            spending,
            h100e,
            per_wafer,
            silicon: h100e - per_wafer,
            power: rate(accelerators.growth_power),
            escalation: rate(accelerators.escalation),
        }
    }
}

fn generation(
    accelerators: &Accelerators,
    values: &Values,
    rates: &Rates,
    month: usize,
) -> Generation {
    let now = Lanes::splat(month as f64);
    let aux = values[accelerators.aux];
    let of = |listed: &Listed| Generation {
        dies: values[listed.dies] * aux,
        stacks: values[listed.stacks],
        per_wafer: values[listed.per_wafer],
        h100e: values[listed.h100e],
        power: values[listed.power],
    };
    let list = &accelerators.generations;
    let mut current = of(&list[0]);
    for listed in &list[1..] {
        let launched = values[listed.launch].le(now);
        let newer = of(listed);
        current = Generation {
            dies: launched.select(newer.dies, current.dies),
            stacks: launched.select(newer.stacks, current.stacks),
            per_wafer: launched.select(newer.per_wafer, current.per_wafer),
            h100e: launched.select(newer.h100e, current.h100e),
            power: launched.select(newer.power, current.power),
        };
    }
    // After the last listed one, launched v years ago, technology grows steadily.
    let v = ((now - values[list[list.len() - 1].launch]) * DELTA).positive();
    let silicon = math::exp(v * rates.silicon);
    Generation {
        dies: current.dies * silicon,
        stacks: current.stacks * silicon,
        per_wafer: current.per_wafer / silicon,
        h100e: current.h100e * math::exp(v * rates.h100e),
        power: current.power * math::exp(v * rates.power),
    }
}

fn outlook(
    market: &Market,
    values: &Values,
    rates: &Rates,
    utilisation: Lanes,
    y: Lanes,
) -> Outlook {
    let at = |id: ParamId| values[id];
    let kw_at = |y: Lanes| at(market.kw_start) * math::exp(y * (rates.power - rates.h100e));
    let rent = at(market.rent);
    // share·GWP_0·(1+g_w)^y / (r_GW·kw), or the table over r_GW·kw
    let from = market.forecast_from;
    let demand_at = |y: Lanes, kw: Lanes| {
        let share = logistic(
            at(market.share_start),
            at(market.share_max),
            at(market.share_growth),
            y - from,
        );
        let mut spend = share * at(market.product) * math::exp(y * rates.product);
        if rates.spending.len() > 1 && y.lt(Lanes::splat(from)).any() {
            let table = math::exp(interpolated(&rates.spending, y));
            spend = y.lt(Lanes::splat(from)).select(table, spend);
        }
        spend / (rent * kw)
    };
    let per_wafer = math::exp(y * rates.per_wafer);
    let kw = kw_at(y);
    let ahead = y + at(market.lookahead);
    // c = r_GW·kw/(8766·util)·10³
    Outlook {
        kw,
        reference: rent * kw / (HOURS * utilisation) * 1e3,
        demand: demand_at(y, kw),
        demand_ahead: demand_at(ahead, kw_at(ahead)),
        additions: logistic(
            at(market.additions),
            at(market.additions_max),
            at(market.additions_growth),
            y,
        ),
        per_wafer,
        value: at(market.value_end)
            + (at(market.value_start) - at(market.value_end))
                * math::exp(ZERO - y / at(market.value_time)),
    }
}

/// Linear between points in order, level beyond them.
fn interpolated(points: &[(f64, Lanes)], y: Lanes) -> Lanes {
    let mut value = points[0].1;
    for pair in points.windows(2) {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        let share = ((y - from) / Lanes::splat(to - from)).clip();
        value = y
            .ge(Lanes::splat(from))
            .select(low + (high - low) * share, value);
    }
    value
}

/// `max/(1 + (max/start - 1)·exp(-k·y))`.
fn logistic(start: Lanes, max: Lanes, k: Lanes, y: Lanes) -> Lanes {
    max / (ONE + (max / start - ONE) * math::exp(ZERO - k * y))
}

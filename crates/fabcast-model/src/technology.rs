//! What a month brings whatever the programme does: accelerators (model §6) and the outlook of
//! the market (model §8). Computed once per draw and shared by all runs of it.

use crate::declare::parameters;
use crate::delay::DELTA;
use crate::demand::Market;
use crate::flows::{Generation, HOURS, MonthAhead, Outlook};
use crate::isa::dispatch;
use crate::lanes::{Lanes, ONE, ZERO};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

parameters! {
    /// A listed generation of accelerators.
    pub struct Listed {
        launch: ParamId = when("accelerator.generation.*.launch", 6, "", "launch");
        dies: ParamId = q("accelerator.generation.*.dies", "die/package", 6, "d", "reticle-size dies per package, before aux").within(1e-6, 1e4);
        stacks: ParamId = q("accelerator.generation.*.stacks", "stack/package", 6, "s", "memory stacks per package").within(1e-6, 1e4);
        per_wafer: ParamId = q("accelerator.generation.*.per_wafer", "package/interposer", 6, "i", "packages per interposer wafer").within(1e-6, 1e6);
        h100e: ParamId = q("accelerator.generation.*.h100e", "H100e/package", 6, "F", "compute of a package").within(1e-9, 1e9);
        power: ParamId = q("accelerator.generation.*.power", "kW/package", 6, "k", "power at the meter of a package").within(1e-9, 1e6);
    }
}

parameters! {
    /// What holds for all generations, listed and later ones.
    pub struct Design {
        aux: ParamId = q("accelerator.aux", "1", 6, "aux", "dies in all over accelerator dies").within(1.0, 100.0);
        growth_h100e: ParamId = growth("accelerator.growth_h100e", 6, "g_F", "growth of compute per package");
        growth_power: ParamId = growth("accelerator.growth_power", 6, "g_k", "growth of power per package");
        growth_per_wafer: ParamId = growth("accelerator.growth_per_wafer", 6, "g_a", "growth of compute per wafer");
        pub(crate) assembly_yield: ParamId = share("accelerator.assembly_yield", 6, "y_p", "good packages over packages assembled");
        pub(crate) merchant_share: ParamId = share("accelerator.merchant_share", 6, "s_m", "share of merchant packaging and memory that the programme can buy");
    }
}

parameters! {
    /// What building and tools cost as time goes by.
    pub struct Cost {
        escalation: ParamId = growth("cost.escalation", 2, "e", "real escalation of construction and tool cost");
    }
}

/// What §6 needs from the scenario about technology.
#[derive(Clone, Debug)]
pub struct Accelerators {
    /// In the order of their launch.
    generations: Vec<Listed>,
    pub(crate) design: Design,
    cost: Cost,
}

impl Accelerators {
    pub(crate) fn read(reader: &mut Reader) -> Accelerators {
        let names = reader.names("accelerator.generation");
        let mut generations: Vec<Listed> = names
            .iter()
            .map(|name| Listed::read(reader, &[name]))
            .collect();
        let centre = |listed: &Listed| reader.parameters.centre(listed.launch);
        generations.sort_by(|a, b| centre(a).total_cmp(&centre(b)));
        if generations.is_empty() {
            reader.fault("accelerator.generation", "at least one generation");
        }
        Accelerators {
            generations,
            design: Design::read(reader, &[]),
            cost: Cost::read(reader, &[]),
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
    let economy = &market.economy;
    values[economy.rent] * values[economy.kw_start] / (HOURS * utilisation) * 1e3
}

/// `(1+g_k)/(1+g_F)`: by what the reference price of an H100e-hour multiplies in a year.
pub fn reference_growth(accelerators: &Accelerators, values: &Values) -> Lanes {
    (ONE + values[accelerators.design.growth_power])
        / (ONE + values[accelerators.design.growth_h100e])
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
            rate(accelerators.design.growth_h100e),
            rate(accelerators.design.growth_per_wafer),
        );
        let product = rate(market.economy.product_growth);
        let mut spending: Vec<(f64, Lanes)> = market
            .spending
            .iter()
            .map(|&(y, amount)| (y, math::ln(values[amount])))
            .collect();
        // The table ends where the curve begins, at the curve's own height.
        let y = market.economy.curve_from();
        let first = values[market.parameters.share_start] * values[market.economy.product];
        spending.push((y, math::ln(first) + y * product));
        Rates {
            product,
            spending,
            h100e,
            per_wafer,
            silicon: h100e - per_wafer,
            power: rate(accelerators.design.growth_power),
            escalation: rate(accelerators.cost.escalation),
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
    let aux = values[accelerators.design.aux];
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
    let (economy, market) = (&market.economy, &market.parameters);
    let at = |id: ParamId| values[id];
    let kw_at = |y: Lanes| at(economy.kw_start) * math::exp(y * (rates.power - rates.h100e));
    let rent = at(economy.rent);
    // share·GWP_0·(1+g_w)^y / (r_GW·kw), or the table over r_GW·kw
    let from = economy.curve_from();
    let demand_at = |y: Lanes, kw: Lanes| {
        let share = logistic(
            at(market.share_start),
            at(market.share_max),
            at(market.share_growth),
            y - from,
        );
        let mut spend = share * at(economy.product) * math::exp(y * rates.product);
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
        value: at(economy.value_end)
            + (at(economy.value_start) - at(economy.value_end))
                * math::exp(ZERO - y / at(economy.value_time)),
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

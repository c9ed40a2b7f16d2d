//! A "min of caps" model of AI compute, beside ours: usable compute is the least of four limits, each a curve drawn by
//! hand. The supply model of ai-economy-timelines (May 2026), all four scenarios, to the published digits.
//! `docs/min-of-caps.md` says what such a model misses.
//!
//! ```text
//! cargo run -p fabcast --example min_of_caps
//! ```

use fabcast::model::math::scalar::{exp, ln};

/// First and last year.
pub const YEARS: std::ops::RangeInclusive<i32> = 2024..=2040;
/// Dense BF16 FLOP/s of an H100 as that model has it.
const PEAK: f64 = 989e12;
const SECONDS: f64 = 365.25 * 86_400.0;

/// Milestones of an input: year and value.
pub type Curve = &'static [(i32, f64)];

/// Inputs of a scenario.
#[derive(Clone, Copy, Debug)]
pub struct Inputs {
    /// Name.
    pub name: &'static str,
    /// Accelerators shipped [million H100e a year].
    pub shipments: Curve,
    /// Life [years].
    pub life: i32,
    /// Chip power [kW per H100e].
    pub chip_kw: Curve,
    /// Server power over chip power.
    pub overhead: f64,
    /// Power at the meter over server power.
    pub pue: Curve,
    /// Data centres [GW].
    pub datacentres: Curve,
    /// AI's share of their power.
    pub ai_share: f64,
    /// Share of it that halls can hold.
    pub packing: Curve,
    /// Share of peak compute used.
    pub utilisation: Curve,
    /// Price of a chip [10³ USD per H100e].
    pub chip_cost: Curve,
    /// All capital over chips.
    pub multiplier: Curve,
    /// AI capital spending [10⁹ USD a year].
    pub capex: Curve,
}

const fn five(a: f64, b: f64, c: f64, d: f64, e: f64) -> [(i32, f64); 5] {
    [(2024, a), (2025, b), (2026, c), (2030, d), (2040, e)]
}

const fn three(a: f64, b: f64, c: f64) -> [(i32, f64); 3] {
    [(2024, a), (2030, b), (2040, c)]
}

const BASE: Inputs = Inputs {
    name: "base",
    shipments: &five(3.5, 6.5, 11.0, 60.0, 250.0),
    life: 5,
    chip_kw: &three(0.7, 0.25, 0.12),
    overhead: 1.5,
    pue: &three(1.2, 1.12, 1.08),
    datacentres: &five(12.0, 22.0, 38.0, 80.0, 300.0),
    ai_share: 0.85,
    packing: &three(1.0, 0.95, 0.9),
    utilisation: &three(0.4, 0.5, 0.55),
    chip_cost: &three(30.0, 15.0, 7.0),
    multiplier: &three(2.2, 2.5, 2.6),
    capex: &five(210.0, 350.0, 500.0, 1_500.0, 3_000.0),
};

/// The four scenarios.
pub const SCENARIOS: [Inputs; 4] = [
    BASE,
    Inputs {
        name: "capex_rich",
        shipments: &five(3.5, 7.5, 14.0, 150.0, 500.0),
        life: 4,
        chip_kw: &three(0.7, 0.22, 0.1),
        overhead: 1.4,
        pue: &three(1.18, 1.1, 1.06),
        datacentres: &five(12.0, 25.0, 50.0, 160.0, 600.0),
        ai_share: 0.9,
        multiplier: &three(2.0, 2.3, 2.5),
        capex: &five(250.0, 500.0, 750.0, 3_000.0, 8_000.0),
        ..BASE
    },
    Inputs {
        name: "chip_bottleneck",
        shipments: &five(3.5, 5.0, 7.0, 20.0, 80.0),
        life: 6,
        chip_kw: &three(0.7, 0.3, 0.18),
        pue: &three(1.2, 1.15, 1.1),
        utilisation: &three(0.45, 0.55, 0.6),
        chip_cost: &three(35.0, 22.0, 14.0),
        ..BASE
    },
    Inputs {
        name: "power_dc_bottleneck",
        life: 6,
        pue: &three(1.25, 1.18, 1.12),
        datacentres: &five(12.0, 18.0, 25.0, 40.0, 120.0),
        ai_share: 0.8,
        packing: &three(0.85, 0.7, 0.65),
        utilisation: &three(0.4, 0.48, 0.55),
        multiplier: &three(2.5, 3.0, 3.2),
        ..BASE
    },
];

/// A year: usable compute, and the limit that sets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usable {
    /// Calendar year.
    pub year: i32,
    /// FLOP in the year.
    pub flop: f64,
    /// `chips`, `power`, `data centre` or `capex`.
    pub binds: &'static str,
}

/// Between milestones, straight or straight in the logarithm; level beyond them.
fn at(curve: Curve, year: i32, logarithmic: bool) -> f64 {
    let year = year.clamp(curve[0].0, curve[curve.len() - 1].0);
    let pair = curve
        .windows(2)
        .find(|pair| year <= pair[1].0)
        .expect("within the milestones");
    let ((from, low), (to, high)) = (pair[0], pair[1]);
    let share = f64::from(year - from) / f64::from(to - from);
    match logarithmic {
        true => exp(ln(low) * (1.0 - share) + ln(high) * share),
        false => low * (1.0 - share) + high * share,
    }
}

/// Every year of a scenario.
pub fn run(inputs: &Inputs) -> Vec<Usable> {
    let mut bought = 0.0;
    YEARS
        .map(|year| {
            let kw =
                at(inputs.chip_kw, year, false) * inputs.overhead * at(inputs.pue, year, false);
            let gigawatts = at(inputs.datacentres, year, true);
            // The stock begins in 2024: nothing older counts.
            let first = (year - inputs.life + 1).max(*YEARS.start());
            let chips = (first..=year)
                .map(|shipped| at(inputs.shipments, shipped, true))
                .sum();
            let price = at(inputs.chip_cost, year, true) * at(inputs.multiplier, year, false);
            bought += at(inputs.capex, year, true) / price;
            let limits = [
                ("chips", chips),
                ("power", gigawatts * inputs.ai_share / kw),
                (
                    "data centre",
                    gigawatts * at(inputs.packing, year, false) / kw,
                ),
                ("capex", bought),
            ];
            let least = limits
                .into_iter()
                .min_by(|a, b| a.1.total_cmp(&b.1))
                .expect("four limits");
            let utilisation = at(inputs.utilisation, year, false);
            Usable {
                year,
                flop: least.1 * 1e6 * PEAK * SECONDS * utilisation,
                binds: least.0,
            }
        })
        .collect()
}

#[allow(dead_code, reason = "the tests take in the rest")]
fn main() {
    for inputs in &SCENARIOS {
        println!("{}", inputs.name);
        for usable in run(inputs) {
            println!(
                "  {}  {:.3e} FLOP  {}",
                usable.year, usable.flop, usable.binds
            );
        }
    }
}

//! From the monthly series of the model to what was measured.

use fabcast_model::delay::DELTA;
use fabcast_model::inputs::Date;
use fabcast_model::lanes::{Lanes, ONE, ZERO};
use fabcast_model::math;
use fabcast_model::model::Model;
use fabcast_model::record::{Series, series_info};
use fabcast_model::technology;
use fabcast_model::uncertainty::{name_hash, uniform_lanes};

use super::{Vintage, january};
use crate::ensemble::Group;

/// Year from which accelerators and their power are counted in the data.
const COUNTED_FROM: i32 = 2022;

/// An observed series and what of the model stands for it.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// Name in `data/actuals_2020_2024.csv`.
    pub name: &'static str,
    /// What it is, for people.
    pub label: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Factor from the unit of the data.
    pub scale: f64,
    /// What of the model stands for it.
    pub stands_for: &'static str,
    /// Whether the model has the quantity itself.
    pub direct: bool,
    /// Whether it counts things.
    pub physical: bool,
    /// Whether it is observed by quarter.
    quarterly: bool,
    how: How,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Shipments,
    Stock,
    ChipRevenue,
    Euv,
    Packaging,
    WaferTools,
    FoundryCapex,
    CloudCapex,
    TrainingRun,
    Price,
    Power,
}

#[allow(clippy::too_many_arguments)]
const fn definition(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    scale: f64,
    how: How,
    direct: bool,
    physical: bool,
    stands_for: &'static str,
) -> Definition {
    Definition {
        name,
        label,
        unit,
        scale,
        stands_for,
        direct,
        physical,
        quarterly: matches!(how, How::Price),
        how,
    }
}

/// Every series that is compared.
pub const DEFINITIONS: &[Definition] = &[
    definition(
        "accelerator_shipments_total",
        "Accelerators shipped in the year",
        "million H100e",
        1e-6,
        How::Shipments,
        true,
        false,
        "purchases of the rest of the world",
    ),
    definition(
        "accelerator_stock_total_yearend",
        "Accelerators shipped since 2022",
        "million H100e",
        1e-6,
        How::Stock,
        true,
        false,
        "purchases of the rest of the world since January 2022, none retired",
    ),
    definition(
        "nvidia_dc_revenue",
        "NVIDIA data-centre revenue",
        "bn$",
        1.0,
        How::ChipRevenue,
        false,
        false,
        "gigawatts bought times the market value of chips and network, times NVIDIA's share",
    ),
    definition(
        "asml_euv_units_recognised",
        "EUV scanners sold in the year",
        "scanners",
        1.0,
        How::Euv,
        true,
        true,
        "output of the suppliers of EUV scanners",
    ),
    definition(
        "cowos_capacity_yearend",
        "CoWoS capacity at the year's end",
        "thousand wafers/month",
        1.0,
        How::Packaging,
        true,
        true,
        "merchant packaging of the world; nearly all of it was TSMC's",
    ),
    definition(
        "wfe_spend",
        "Wafer tools sold in the year",
        "bn$",
        1.0,
        How::WaferTools,
        true,
        false,
        "output of front-end suppliers, EUV scanners at their price, DUV systems at a mean price",
    ),
    definition(
        "tsmc_capex",
        "TSMC capital spending",
        "bn$",
        1.0,
        How::FoundryCapex,
        false,
        false,
        "the model has no single foundry's spending: wafer tools of the world times TSMC's ratio to them",
    ),
    definition(
        "hyperscaler_capex_big4",
        "Capital spending of four cloud companies",
        "bn$",
        1.0,
        How::CloudCapex,
        false,
        false,
        "the model knows AI alone: a share of what is spent on AI (chips, servers, halls), and the rest along its own past growth",
    ),
    definition(
        "largest_training_run_to_date",
        "Largest training run to date",
        "FLOP",
        1.0,
        How::TrainingRun,
        true,
        false,
        "largest run that a fixed share of the world's stock allows, so far",
    ),
    definition(
        "h100_rental_price",
        "Price of an H100-hour",
        "$/h",
        1.0,
        How::Price,
        true,
        false,
        "price of an H100e-hour, mean of the quarter",
    ),
    definition(
        "ai_dc_power_world_yearend",
        "AI power of what was shipped since 2022",
        "GW",
        1.0,
        How::Power,
        true,
        true,
        "gigawatts of accelerators bought since January 2022, none retired",
    ),
];

/// A year or a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Calendar year.
    pub year: i32,
    /// Quarter, 1 to 4; a whole year without.
    pub quarter: Option<u8>,
}

impl Period {
    /// First and last month.
    pub fn months(self) -> (Date, Date) {
        match self.quarter {
            None => (january(self.year), january(self.year).plus(11)),
            Some(q) => {
                let first = january(self.year).plus(3 * (i32::from(q) - 1));
                (first, first.plus(2))
            }
        }
    }

    /// As the ids of the data end.
    pub fn key(self) -> String {
        self.to_string().to_lowercase()
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.quarter {
            None => write!(f, "{}", self.year),
            Some(q) => write!(f, "{}-Q{q}", self.year),
        }
    }
}

impl Definition {
    /// Periods of a year in which it is observed.
    pub fn periods(&self, year: i32) -> Vec<Period> {
        let quarter = |q| Period {
            year,
            quarter: Some(q),
        };
        match self.quarterly {
            true => (1..=4).map(quarter).collect(),
            false => vec![Period {
                year,
                quarter: None,
            }],
        }
    }
}

/// Monthly quantities of a group of draws, and its links.
pub(in crate::backtest) struct Measures {
    start: Date,
    counted: [f64; 2],
    /// Million H100e a month, with those of a programme.
    installed: Vec<Lanes>,
    /// GW a month, likewise.
    installed_power: Vec<Lanes>,
    /// Chips and network, bn$ a month.
    chips: Vec<Lanes>,
    /// Chips, network, servers and halls, bn$ a month.
    ai_capex: Vec<Lanes>,
    price: Vec<Lanes>,
    packaging: Vec<Lanes>,
    run: Vec<Lanes>,
    euv: Vec<Lanes>,
    /// Wafer tools, bn$ a month.
    tools: Vec<Lanes>,
    links: Vec<(&'static str, Lanes)>,
}

impl Measures {
    pub fn new(model: &Model, vintage: &Vintage, seed: u64, group: &Group) -> Measures {
        let links: Vec<(&'static str, Lanes)> = vintage
            .links()
            .iter()
            .map(|link| {
                let u = uniform_lanes(seed, group.first, name_hash(&format!("link.{}", link.name)));
                (link.name, link.distribution().quantile(u))
            })
            .collect();
        let at = |path: &str| {
            let id = model.parameters.find(path);
            id.map_or(ZERO, |id| group.values[id])
        };
        let ahead = technology::months_ahead(
            &model.accelerators,
            &model.market,
            &group.values,
            at("deploy.utilisation"),
            model.months,
        );
        let record = &group.base.record;
        let info = series_info(model);
        let named = |name: &str| {
            let position = info.iter().position(|series| series.name == name);
            position.map_or(&[] as &[Lanes], |position| record.series(position))
        };
        let price = record.of(Series::Price);
        let bought: Vec<Lanes> = record
            .of(Series::OthersPurchases)
            .iter()
            .map(|&yearly| yearly * DELTA)
            .collect();
        let bought_power: Vec<Lanes> = bought
            .iter()
            .zip(&ahead)
            .map(|(&h100e, month)| h100e * month.outlook.kw)
            .collect();
        // What a programme puts into its own halls; what it sells is among the purchases of others.
        let with_own = |monthly: &[Lanes], own: Series| -> Vec<Lanes> {
            let fleet = record.of(own);
            let gain = |t: usize| match t {
                0 => fleet[0],
                t => (fleet[t] - fleet[t - 1]).max(ZERO),
            };
            (0..monthly.len()).map(|t| monthly[t] + gain(t)).collect()
        };
        let installed = with_own(&bought, Series::OwnH100e);
        let installed_power = with_own(&bought_power, Series::OwnGw);
        let site = at("deploy.server_cost") + at("kind.datacentre.unit_cost");
        let chips: Vec<Lanes> = (0..model.months)
            .map(|t| {
                let outlook = &ahead[t].outlook;
                bought_power[t] * outlook.value * price[t] / outlook.reference
            })
            .collect();
        let ai_capex = (0..model.months)
            .map(|t| chips[t] + bought_power[t] * site)
            .collect();
        let duv_price = of(&links, "duv_price");
        let tools = (0..model.months)
            .map(|t| {
                named("supply_front_end")[t]
                    + named("supply_euv")[t] * at("equipment.euv.price")
                    + named("supply_duv")[t] * duv_price
            })
            .collect();
        Measures {
            start: model.start,
            counted: vintage.counted,
            installed,
            installed_power,
            chips,
            ai_capex,
            price: price.to_vec(),
            packaging: record.of(Series::MerchantPackaging).to_vec(),
            run: record.of(Series::FrontierRun).to_vec(),
            euv: named("supply_euv").to_vec(),
            tools,
            links,
        }
    }

    fn link(&self, name: &str) -> Lanes {
        of(&self.links, name)
    }

    /// Positions of the months of a period, those simulated.
    fn months(&self, period: Period) -> std::ops::Range<usize> {
        let (from, to) = period.months();
        let at = |date: Date| usize::try_from(self.start.months_until(date)).unwrap_or(0);
        at(from)..(at(to) + 1).min(self.price.len())
    }

    /// Sum over a year; months before the start count like the others.
    fn sum(&self, monthly: &[Lanes], period: Period) -> Lanes {
        let months = self.months(period);
        let all = (period.months().0.months_until(period.months().1) + 1) as f64;
        let scale = all / months.len() as f64;
        monthly[months].iter().fold(ZERO, |sum, &x| sum + x) * scale
    }

    fn last(&self, monthly: &[Lanes], period: Period) -> Lanes {
        monthly[self.months(period).end - 1]
    }

    /// Sum since the count began.
    fn since(&self, monthly: &[Lanes], counted: f64, period: Period) -> Lanes {
        let from = self.start.months_until(january(COUNTED_FROM)).max(0) as usize;
        let to = self.months(period).end;
        monthly[from..to]
            .iter()
            .fold(Lanes::splat(counted), |sum, &x| sum + x)
    }

    /// A series in a period, eight draws.
    pub fn of(&self, definition: &Definition, period: Period) -> Lanes {
        let count = self.link("count");
        match definition.how {
            How::Shipments => self.sum(&self.installed, period) * count,
            How::Stock => self.since(&self.installed, self.counted[0], period) * count,
            How::ChipRevenue => self.sum(&self.chips, period) * self.link("nvidia_share"),
            How::Euv => self.sum(&self.euv, period),
            How::Packaging => self.last(&self.packaging, period),
            How::WaferTools => self.sum(&self.tools, period),
            How::FoundryCapex => self.sum(&self.tools, period) * self.link("tsmc_share"),
            How::CloudCapex => {
                let years = f64::from(period.year - 2022);
                let other =
                    self.link("cloud_other_2022") * math::exp(self.link("cloud_growth") * years);
                other + self.sum(&self.ai_capex, period) * self.link("cloud_share_of_ai")
            }
            How::TrainingRun => {
                let until = self.months(period).end;
                self.run[..until].iter().fold(ZERO, |most, &x| most.max(x))
            }
            How::Price => {
                let months = self.months(period);
                let n = months.len() as f64;
                self.price[months].iter().fold(ZERO, |sum, &x| sum + x) * (1.0 / n)
            }
            How::Power => {
                self.since(&self.installed_power, self.counted[1], period) * self.link("overhead")
            }
        }
    }
}

fn of(links: &[(&'static str, Lanes)], name: &str) -> Lanes {
    let found = links.iter().find(|(other, _)| *other == name);
    found.map_or(ONE, |(_, value)| *value)
}

//! Reported series (model §14): what a run writes down every month.

use crate::lanes::{Lanes, ZERO};
use crate::model::Model;
use crate::parameter::{CLASSES, SKILLS};

/// A series with a fixed name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // name, unit and label of each are in `FIXED`
pub enum Series {
    LogicCapacity,
    HbmCapacity,
    PackagingCapacity,
    DatacentreGw,
    LogicStarts,
    HbmStarts,
    AcceleratorsMade,
    StockGw,
    OwnH100e,
    OwnGw,
    SoldH100e,
    DeliveredH100e,
    DeliveredGw,
    DeliveredFlops,
    OthersH100e,
    OthersGw,
    OthersPurchases,
    AiPower,
    MerchantPackaging,
    Price,
    Revenue,
    OperatingCost,
    CapitalDrawn,
    Debt,
    Cash,
    Distributions,
    Grants,
    CapexPaid,
    ProjectsStarted,
    ProjectsCancelled,
    TrainingCost,
    FrontierRun,
}

/// Name, unit and label of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesInfo {
    /// Lower snake case.
    pub name: String,
    /// Unit.
    pub unit: &'static str,
    /// What it is, for people.
    pub label: String,
}

const FIXED: [(&str, &str, &str); 32] = [
    ("logic_capacity_kwspm", "kwspm", "Logic capacity usable"),
    ("hbm_capacity_kwspm", "kwspm", "Memory capacity usable"),
    (
        "packaging_capacity_kwpm",
        "kwpm",
        "Packaging capacity usable",
    ),
    ("datacentre_gw", "GW", "Data centres finished"),
    (
        "logic_starts_kwafer",
        "thousand wafers/month",
        "Logic wafers started",
    ),
    (
        "hbm_starts_kwafer",
        "thousand wafers/month",
        "Memory wafers started",
    ),
    ("accelerators_made", "packages/month", "Accelerators made"),
    (
        "stock_gw",
        "GW",
        "Accelerators made, neither deployed nor sold",
    ),
    (
        "own_h100e",
        "million H100e",
        "Compute in the programme's own halls",
    ),
    ("own_gw", "GW", "Accelerators in the programme's own halls"),
    (
        "sold_h100e",
        "million H100e",
        "Compute sold by the programme, in service",
    ),
    (
        "delivered_h100e",
        "million H100e",
        "Compute delivered, in service",
    ),
    ("delivered_gw", "GW", "Accelerators delivered, in service"),
    (
        "delivered_flops",
        "FLOP/s",
        "Compute delivered, dense 8-bit",
    ),
    (
        "others_h100e",
        "million H100e",
        "Compute of the rest of the world, in service",
    ),
    (
        "others_gw",
        "GW",
        "Accelerators of the rest of the world, in service",
    ),
    (
        "others_purchases",
        "million H100e/year",
        "Accelerators bought by the rest of the world",
    ),
    (
        "ai_power_gw",
        "GW",
        "AI power built by the rest of the world",
    ),
    (
        "merchant_packaging_kwpm",
        "kwpm",
        "Packaging capacity of the rest of the world",
    ),
    ("price_h100_hour", "USD/hour", "Price of an H100-hour"),
    ("revenue", "10^9 USD/year", "Revenue"),
    ("operating_cost", "10^9 USD/year", "Operating cost"),
    ("capital_drawn", "10^9 USD", "Capital drawn since the start"),
    ("debt", "10^9 USD", "Debt outstanding"),
    ("cash", "10^9 USD", "Cash"),
    ("distributions", "10^9 USD", "Distributed since the start"),
    ("grants", "10^9 USD", "Grants received since the start"),
    (
        "capex_paid",
        "10^9 USD",
        "Spent on plants, tools and servers since the start",
    ),
    ("projects_started", "projects", "Projects started"),
    ("projects_cancelled", "projects", "Projects cancelled"),
    (
        "training_cost",
        "ratio",
        "Cost of training a fixed capability, relative to the first month",
    ),
    ("frontier_run", "FLOP", "Largest training run"),
];

/// Every series that runs of a model report, in order.
pub fn series_info(model: &Model) -> Vec<SeriesInfo> {
    series_of(&model.regions)
}

/// The same of a model with some regions.
pub fn series_of(regions: &[String]) -> Vec<SeriesInfo> {
    let fixed = FIXED.iter().map(|&(name, unit, label)| SeriesInfo {
        name: name.to_owned(),
        unit,
        label: label.to_owned(),
    });
    let shortages = regions.iter().flat_map(|region| {
        SKILLS.iter().map(move |skill| SeriesInfo {
            name: format!("shortage_{region}_{skill}"),
            unit: "FTE",
            label: format!("Unfilled posts: {skill}, {region}"),
        })
    });
    let backlogs = CLASSES.iter().map(|class| SeriesInfo {
        name: format!("backlog_{class}"),
        unit: class_unit(class),
        label: format!("The programme's backlog: {class}"),
    });
    let suppliers = CLASSES.iter().map(|class| SeriesInfo {
        name: format!("supply_{class}"),
        unit: match class_unit(class) {
            "tools" => "tools/month",
            _ => "10^9 USD/month",
        },
        label: format!("Suppliers' capacity: {class}"),
    });
    fixed
        .chain(shortages)
        .chain(backlogs)
        .chain(suppliers)
        .collect()
}

/// Position of the unfilled posts of a skill in a region.
pub fn shortage_position(region: usize, skill: usize) -> usize {
    FIXED.len() + region * SKILLS.len() + skill
}

fn class_unit(class: &str) -> &'static str {
    if matches!(class, "euv" | "duv") {
        "tools"
    } else {
        "10^9 USD"
    }
}

/// Monthly series of a run.
#[derive(Clone, Debug)]
pub struct Record {
    months: usize,
    regions: usize,
    data: Vec<Lanes>,
    /// Place in `data` of the series at each position, [`NOT_KEPT`] for none.
    slots: Vec<usize>,
}

/// The series is not kept.
const NOT_KEPT: usize = usize::MAX;

impl Record {
    /// Room for the first months of a model's series, or of some of them.
    pub fn new(model: &Model, months: usize, series: Option<&[Series]>) -> Record {
        let count = Record::n_series(model);
        let Some(series) = series else {
            return Record::with_slots(model, months, (0..count).collect(), count);
        };
        let mut slots = vec![NOT_KEPT; count];
        for (slot, &series) in series.iter().enumerate() {
            slots[series as usize] = slot;
        }
        Record::with_slots(model, months, slots, series.len())
    }

    fn n_series(model: &Model) -> usize {
        FIXED.len() + model.regions.len() * SKILLS.len() + 2 * CLASSES.len()
    }

    fn with_slots(model: &Model, months: usize, slots: Vec<usize>, kept: usize) -> Record {
        Record {
            months,
            regions: model.regions.len(),
            data: vec![ZERO; kept * months],
            slots,
        }
    }

    /// Keeps some series and frees the others, which are empty from then on.
    pub fn keep(&mut self, series: &[Series]) {
        let mut slots = vec![NOT_KEPT; self.slots.len()];
        let mut data = Vec::with_capacity(series.len() * self.months);
        for (slot, &series) in series.iter().enumerate() {
            slots[series as usize] = slot;
            data.extend_from_slice(self.of(series));
        }
        (self.data, self.slots) = (data, slots);
    }

    /// All months of the series at a position of [`series_info`]; empty if it is not kept.
    pub fn series(&self, position: usize) -> &[Lanes] {
        match self.slots[position] {
            NOT_KEPT => &[],
            slot => &self.data[slot * self.months..(slot + 1) * self.months],
        }
    }

    /// All months of a series with a fixed name.
    pub fn of(&self, series: Series) -> &[Lanes] {
        self.series(series as usize)
    }

    /// Number of series.
    pub fn count(&self) -> usize {
        self.data.len() / self.months.max(1)
    }

    #[inline(always)]
    fn put_at(&mut self, month: usize, position: usize, value: Lanes) {
        let slot = self.slots[position];
        if slot != NOT_KEPT {
            self.data[slot * self.months + month] = value;
        }
    }

    #[inline(always)]
    pub(crate) fn put(&mut self, month: usize, series: Series, value: Lanes) {
        self.put_at(month, series as usize, value);
    }

    #[inline(always)]
    pub(crate) fn put_shortage(&mut self, month: usize, region: usize, skill: usize, value: Lanes) {
        self.put_at(month, shortage_position(region, skill), value);
    }

    #[inline(always)]
    pub(crate) fn put_class(&mut self, month: usize, class: usize, backlog: Lanes, supply: Lanes) {
        let first = FIXED.len() + self.regions * SKILLS.len();
        self.put_at(month, first + class, backlog);
        self.put_at(month, first + CLASSES.len() + class, supply);
    }
}

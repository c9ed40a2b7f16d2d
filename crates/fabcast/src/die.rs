//! Dies of a wafer: how many, how many work, and what one costs (model §5).

use fabcast_model::chips::{self, YieldModel};
use fabcast_model::lanes::Lanes;
use fabcast_model::math::scalar;
use fabcast_scenario::catalogue;
use serde::Serialize;

use crate::data;

/// Largest die that one exposure can print: the field of a scanner \[mm²\].
pub const RETICLE_MM2: f64 = 26.0 * 33.0;

/// A die, the process that makes it, and the price of its wafer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Die {
    /// Area \[mm²\].
    pub area_mm2: f64,
    /// Defects \[1/cm²\].
    pub density_per_cm2: f64,
    /// Clustering of defects, used by the negative binomial alone \[–\].
    pub clustering: f64,
    /// Rim of the wafer without dies \[mm\].
    pub edge_mm: f64,
    /// Share of the dies with a defect that are sold as lower bins.
    pub salvage: f64,
    /// Wafers out over wafers started.
    pub line_yield: f64,
    /// Cost of a wafer started \[USD\].
    pub wafer_cost_usd: f64,
}

impl Default for Die {
    /// A die of the largest size made in 2024, in a mature 5 nm process.
    fn default() -> Die {
        Die {
            area_mm2: 814.0,
            density_per_cm2: 0.1,
            clustering: 2.0,
            edge_mm: 3.0,
            salvage: 0.5,
            line_yield: 0.95,
            wafer_cost_usd: 16_988.0,
        }
    }
}

/// What a wafer of a die gives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dies {
    /// What was asked.
    pub die: Die,
    /// Whole dies on a wafer, on average.
    pub dies_per_wafer: f64,
    /// Cost of a die on the wafer, good or bad \[USD\]; none if no die fits.
    pub cost_per_die_usd: Option<f64>,
    /// Under each yield model.
    pub models: Vec<Yield>,
}

/// What a wafer gives under one yield model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Yield {
    /// Name of the model, as in scenarios.
    pub model: &'static str,
    /// Its formula; `A` is the area and `D` the defect density.
    pub formula: &'static str,
    /// Share of dies without a defect.
    pub die_yield: f64,
    /// Dies without a defect per wafer started.
    pub good_dies: f64,
    /// Good dies and salvaged ones per wafer started.
    pub usable_dies: f64,
    /// Wafer cost over good dies \[USD\]; none if there are none.
    pub cost_per_good_die_usd: Option<f64>,
    /// Wafer cost over usable dies \[USD\]; none if there are none.
    pub cost_per_usable_die_usd: Option<f64>,
}

/// Why a die cannot be calculated: the name of the value and what it may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutOfRange {
    /// Field of [`Die`].
    pub field: &'static str,
    /// What was given.
    pub value: f64,
    /// What it may be.
    pub expected: &'static str,
}

/// Dies, yield and cost of a wafer.
///
/// # Errors
/// Every value that is out of its range.
///
/// ```
/// use fabcast::die::{Die, dies};
/// let wafer = dies(&Die::default()).unwrap();
/// assert!((wafer.dies_per_wafer - 60.5).abs() < 0.1);
/// assert!((wafer.models[0].die_yield - 0.505).abs() < 1e-3);
/// ```
pub fn dies(die: &Die) -> Result<Dies, Vec<OutOfRange>> {
    let faults = out_of_range(die);
    if !faults.is_empty() {
        return Err(faults);
    }
    let at = Lanes::splat;
    let dies_per_wafer = chips::dies_per_wafer(at(die.area_mm2), at(die.edge_mm)).0[0];
    let cost_over = |dies: f64| (dies > 0.0).then_some(die.wafer_cost_usd / dies);
    let models = YieldModel::ALL.into_iter().map(|model| {
        let (area, density) = (at(die.area_mm2), at(die.density_per_cm2));
        let die_yield = chips::die_yield(model, area, density, at(die.clustering)).0[0];
        let out = dies_per_wafer * die.line_yield;
        let good_dies = out * die_yield;
        let usable_dies = out * (die_yield + die.salvage * (1.0 - die_yield));
        Yield {
            model: model.name(),
            formula: formula(model),
            die_yield,
            good_dies,
            usable_dies,
            cost_per_good_die_usd: cost_over(good_dies),
            cost_per_usable_die_usd: cost_over(usable_dies),
        }
    });
    Ok(Dies {
        die: *die,
        dies_per_wafer,
        cost_per_die_usd: cost_over(dies_per_wafer),
        models: models.collect(),
    })
}

fn formula(model: YieldModel) -> &'static str {
    match model {
        YieldModel::NegativeBinomial => "(1 + A·D/α)^(-α)",
        YieldModel::Poisson => "exp(-A·D)",
        YieldModel::Murphy => "((1 - exp(-A·D))/(A·D))²",
        YieldModel::Seeds => "1/(1 + A·D)",
    }
}

/// Beyond these the negative binomial is lost in rounding.
const CLUSTERING: &str = "from 0.000001 to 1,000,000; above that take the Poisson model";

fn out_of_range(die: &Die) -> Vec<OutOfRange> {
    let share = |x: f64| (0.0..=1.0).contains(&x);
    let not_negative = |x: f64| x >= 0.0 && x.is_finite();
    let positive = |x: f64| x > 0.0 && x.is_finite();
    let half = chips::WAFER_MM / 2.0;
    let clustering = |x: f64| (1e-6..=1e6).contains(&x);
    let above_none = |x: f64| share(x) && x > 0.0;
    let within = |x: f64| (0.0..half).contains(&x);
    let mut faults = Vec::new();
    let mut check = |field, value: f64, valid: &dyn Fn(f64) -> bool, expected| {
        if !valid(value) {
            faults.push(OutOfRange {
                field,
                value,
                expected,
            });
        }
    };
    check("area_mm2", die.area_mm2, &positive, "an area above 0 mm²");
    check(
        "density_per_cm2",
        die.density_per_cm2,
        &not_negative,
        "at least 0 defects per cm²",
    );
    check("clustering", die.clustering, &clustering, CLUSTERING);
    check(
        "edge_mm",
        die.edge_mm,
        &within,
        "from 0 to less than 150 mm",
    );
    check("salvage", die.salvage, &share, "a share from 0 to 1");
    check(
        "line_yield",
        die.line_yield,
        &above_none,
        "a share above 0, up to 1",
    );
    check(
        "wafer_cost_usd",
        die.wafer_cost_usd,
        &not_negative,
        "at least 0 dollars",
    );
    faults
}

/// What goes into the price of a wafer, after Khan and Mann (2020), "AI Chips", appendix D.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WaferPrice {
    /// Capital invested per wafer of yearly capacity \[USD\]: the cost of a fab over the wafers it starts in a year.
    pub invested_usd: f64,
    /// Years since the node went into mass production.
    pub age_years: f64,
    /// Share of its remaining value that capital loses in a year.
    pub depreciation: f64,
    /// Least share of the capital invested that a year consumes: old lines are kept up.
    pub least: f64,
    /// All other cost and the margin, over the capital consumed.
    pub other_ratio: f64,
}

impl Default for WaferPrice {
    /// A new line for 5 nm. The three rates are those implied by the table for all nodes from 90 to 5 nm.
    fn default() -> WaferPrice {
        WaferPrice {
            invested_usd: 16_746.0,
            age_years: 0.0,
            depreciation: 0.2529,
            least: 0.0885,
            other_ratio: 3.011,
        }
    }
}

/// The price of a wafer and its parts \[USD\].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WaferPriceParts {
    /// Capital consumed.
    pub consumed_usd: f64,
    /// Everything else, margin included.
    pub other_usd: f64,
    /// Both.
    pub price_usd: f64,
}

/// Price of a wafer: capital consumed, `invested·max(δ(1-δ)^age, least)`, and the rest in proportion.
///
/// # Errors
/// Every value that is out of its range.
///
/// ```
/// use fabcast::die::{WaferPrice, wafer_price};
/// let n5 = wafer_price(&WaferPrice::default()).unwrap();
/// assert!((n5.price_usd / 16_988.0 - 1.0).abs() < 0.01);
/// // A fab of 0.3 bn$ per thousand wafer starts a month, in its second year:
/// let line = WaferPrice { invested_usd: 0.3e9 / 12_000.0, age_years: 1.0, ..WaferPrice::default() };
/// assert!((wafer_price(&line).unwrap().price_usd - 18_946.0).abs() < 10.0);
/// ```
pub fn wafer_price(line: &WaferPrice) -> Result<WaferPriceParts, Vec<OutOfRange>> {
    let mut faults = Vec::new();
    let mut check = |field, value: f64, most: f64, expected| {
        if !(0.0..=most).contains(&value) {
            faults.push(OutOfRange {
                field,
                value,
                expected,
            });
        }
    };
    check(
        "invested_usd",
        line.invested_usd,
        f64::MAX,
        "at least 0 dollars",
    );
    check("age_years", line.age_years, 200.0, "from 0 to 200 years");
    check(
        "depreciation",
        line.depreciation,
        1.0,
        "a share from 0 to 1",
    );
    check("least", line.least, 1.0, "a share from 0 to 1");
    check("other_ratio", line.other_ratio, f64::MAX, "at least 0");
    if !faults.is_empty() {
        return Err(faults);
    }
    let left = scalar::pow(1.0 - line.depreciation, line.age_years);
    let share = (line.depreciation * left).max(line.least);
    let consumed_usd = line.invested_usd * share;
    let other_usd = consumed_usd * line.other_ratio;
    Ok(WaferPriceParts {
        consumed_usd,
        other_usd,
        price_usd: consumed_usd + other_usd,
    })
}

/// A process node with the price of its wafers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Node {
    /// Name, `n5`.
    pub name: String,
    /// Price of a finished wafer \[USD\].
    pub wafer_usd: f64,
    /// Row of the data that says so.
    pub id: String,
    /// Year of the price.
    pub as_of: String,
}

/// Nodes with a known price of wafers, the oldest first: from 90 to 5 nm the table of
/// CSET for 2020, and newer ones at the prices reported when they came out.
///
/// ```
/// let nodes = fabcast::die::nodes();
/// let n5 = nodes.iter().find(|node| node.name == "n5").unwrap();
/// assert_eq!(n5.wafer_usd, 16_988.0);
/// ```
pub fn nodes() -> Vec<Node> {
    let node = |name: &str, id: String| {
        let row = data::row(&id)?;
        let wafer_usd = row.central.parse().ok()?;
        Some(Node {
            name: name.to_owned(),
            wafer_usd,
            id,
            as_of: row.as_of,
        })
    };
    let of_cset = catalogue::sources().keys().filter_map(|id| {
        let name = id
            .strip_prefix("cset.")?
            .strip_suffix(".foundry_price_per_wafer")?;
        node(name, id.clone())
    });
    let newer = [("n3", "price.n3.2022"), ("n2", "price.n2.2025")];
    let newer = newer
        .into_iter()
        .filter_map(|(name, id)| node(name, id.to_owned()));
    let mut nodes: Vec<Node> = of_cset.chain(newer).collect();
    let size = |node: &Node| node.name.trim_start_matches('n').parse().unwrap_or(0);
    nodes.sort_by_key(|node| std::cmp::Reverse::<u32>(size(node)));
    nodes
}

/// The node that a name stands for: `n5`, `N5`, `5` and `5nm` are the same.
pub fn node(name: &str) -> Option<Node> {
    let wanted = name.trim().to_lowercase();
    let wanted = wanted
        .trim_end_matches("nm")
        .trim()
        .trim_start_matches('n')
        .to_owned();
    nodes()
        .into_iter()
        .find(|node| node.name.trim_start_matches('n') == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_yields_of_a_large_die_come_out() {
        // rows yield.model.* of the data
        let wafer = dies(&Die::default()).expect("in range");
        let expected = [0.505, 0.443, 0.468, 0.551];
        for (yield_, expected) in wafer.models.iter().zip(expected) {
            assert!(
                (yield_.die_yield - expected).abs() < 1e-3,
                "{}",
                yield_.model
            );
        }
    }

    #[test]
    fn cost_times_dies_is_the_wafer() {
        for yield_ in dies(&Die::default()).expect("in range").models {
            let cost = yield_.cost_per_usable_die_usd.expect("some die works");
            assert!((cost * yield_.usable_dies - 16_988.0).abs() < 1e-6);
        }
    }

    #[test]
    fn a_die_larger_than_the_wafer_costs_nothing_meaningful() {
        let wafer = dies(&Die {
            area_mm2: 90_000.0,
            ..Die::default()
        })
        .expect("in range");
        assert_eq!(wafer.dies_per_wafer, 0.0);
        assert_eq!(wafer.models[0].cost_per_good_die_usd, None);
    }

    #[test]
    fn every_value_out_of_range_is_reported() {
        let die = Die {
            area_mm2: -1.0,
            salvage: f64::NAN,
            edge_mm: 150.0,
            ..Die::default()
        };
        let fields: Vec<_> = dies(&die)
            .unwrap_err()
            .iter()
            .map(|fault| fault.field)
            .collect();
        assert_eq!(fields, ["area_mm2", "edge_mm", "salvage"]);
    }

    #[test]
    fn nodes_run_from_old_to_new() {
        let names: Vec<_> = nodes().into_iter().map(|node| node.name).collect();
        let expected = [
            "n90", "n65", "n40", "n28", "n20", "n16", "n10", "n7", "n5", "n3", "n2",
        ];
        assert_eq!(names, expected);
        assert_eq!(node(" 5 nm").expect("known").name, "n5");
        assert_eq!(node("N3").expect("known").wafer_usd, 20_000.0);
        assert_eq!(node("4"), None);
    }
}

//! Every outcome of a draw: those of the run, and those that set it against its plan.

use fabcast_model::lanes::{LANES, Lanes, ZERO, ratio};
use fabcast_model::simulate::OUTCOMES;

use crate::ensemble::Group;

/// Name, unit and label of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// Lower snake case.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// What it is, for people.
    pub label: &'static str,
}

/// Outcomes that set a run against its plan: name, unit, label, and how it is made.
const DERIVED: [(Info, Derived); 14] = [
    (
        share(
            "delivered_share_2030",
            "Share of the plan delivered, December 2030",
        ),
        Derived::Share("delivered_h100e_2030"),
    ),
    (
        share(
            "delivered_share_2035",
            "Share of the plan delivered, December 2035",
        ),
        Derived::Share("delivered_h100e_2035"),
    ),
    (
        share(
            "delivered_share_end",
            "Share of the plan delivered, at the end",
        ),
        Derived::Share("delivered_h100e_end"),
    ),
    (
        share(
            "delivered_gw_share_2030",
            "Share of the planned gigawatts delivered, December 2030",
        ),
        Derived::Share("delivered_gw_2030"),
    ),
    (
        share(
            "delivered_gw_share_2035",
            "Share of the planned gigawatts delivered, December 2035",
        ),
        Derived::Share("delivered_gw_2035"),
    ),
    (
        plan(
            "plan_h100e_2030",
            "million H100e",
            "Compute of the plan, December 2030",
        ),
        Derived::Plan("delivered_h100e_2030"),
    ),
    (
        plan(
            "plan_h100e_2035",
            "million H100e",
            "Compute of the plan, December 2035",
        ),
        Derived::Plan("delivered_h100e_2035"),
    ),
    (
        plan(
            "plan_h100e_end",
            "million H100e",
            "Compute of the plan, at the end",
        ),
        Derived::Plan("delivered_h100e_end"),
    ),
    (
        plan(
            "plan_datacentre_gw_2030",
            "GW",
            "Data centres of the plan, December 2030",
        ),
        Derived::Plan("datacentre_gw_2030"),
    ),
    (
        plan(
            "plan_datacentre_gw_2035",
            "GW",
            "Data centres of the plan, December 2035",
        ),
        Derived::Plan("datacentre_gw_2035"),
    ),
    (
        plan(
            "plan_capital_drawn_end",
            "10^9 USD",
            "Capital that the plan draws by the end",
        ),
        Derived::Plan("capital_drawn_end"),
    ),
    (
        plan(
            "plan_price_2035",
            "USD/hour",
            "Price of an H100-hour if the plan is executed, December 2035",
        ),
        Derived::Plan("price_2035"),
    ),
    (
        plan(
            "plan_irr",
            "1/year",
            "Internal rate of return if the plan is executed, real",
        ),
        Derived::Plan("irr"),
    ),
    (
        plan(
            "plan_npv",
            "10^9 USD",
            "Net present value if the plan is executed",
        ),
        Derived::Plan("npv"),
    ),
];

#[derive(Clone, Copy, Debug)]
enum Derived {
    Share(&'static str),
    Plan(&'static str),
}

const fn share(name: &'static str, label: &'static str) -> Info {
    Info {
        name,
        unit: "fraction",
        label,
    }
}

const fn plan(name: &'static str, unit: &'static str, label: &'static str) -> Info {
    Info { name, unit, label }
}

/// Every outcome, in the order of [`values`].
pub fn all() -> Vec<Info> {
    let own = OUTCOMES.iter().map(|o| Info {
        name: o.name,
        unit: o.unit,
        label: o.label,
    });
    own.chain(DERIVED.iter().map(|(info, _)| *info)).collect()
}

/// The unit of an outcome as scenarios write it.
pub fn written_unit(unit: &'static str) -> &'static str {
    match unit {
        "million H100e" => "M H100e",
        "10^9 USD" => "bn$",
        "1/year" => "1/yr",
        "USD/hour" => "$/H100e/h",
        "months" => "month",
        "fraction" | "ratio" | "projects" | "FLOP" => "1",
        other => other,
    }
}

/// Position of an outcome in [`all`].
pub fn position(name: &str) -> Option<usize> {
    all().iter().position(|info| info.name == name)
}

/// Every outcome of eight draws; NaN where there is none.
pub fn values(group: &Group) -> Vec<Lanes> {
    let none = Lanes([f64::NAN; LANES]);
    let base = &group.base.outcomes;
    let of_plan = |name| {
        group
            .plan
            .as_ref()
            .and_then(|plan| plan.outcomes.of(name))
            .unwrap_or(none)
    };
    let own = (0..OUTCOMES.len()).map(|position| base.at(position));
    let derived = DERIVED.iter().map(|(_, how)| match *how {
        Derived::Plan(name) => of_plan(name),
        Derived::Share(name) => {
            let (delivered, plan) = (base.of(name).unwrap_or(none), of_plan(name));
            // Neither NaN nor a plan of nothing is a share.
            plan.ge(ZERO).select(ratio(delivered, plan), none)
        }
    });
    own.chain(derived).collect()
}

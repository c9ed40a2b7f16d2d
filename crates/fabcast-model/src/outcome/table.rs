//! Names, units and labels of outcomes, and which of them a run reports.

use crate::record::Series;

/// A series that outcomes call by a name of their own.
pub(super) struct Short {
    pub name: &'static str,
    pub series: Series,
    pub unit: &'static str,
    pub label: &'static str,
    /// Of the plan; empty where the label will do.
    pub plan: &'static str,
    /// Over the plan; empty where the label will do.
    pub share: &'static str,
    /// Whether it is a sum since the start, "by" a date and not "at" it.
    pub is_sum: bool,
}

const fn short(
    (name, series, unit): (&'static str, Series, &'static str),
    label: &'static str,
    plan: &'static str,
    share: &'static str,
) -> Short {
    Short {
        name,
        series,
        unit,
        label,
        plan,
        share,
        is_sum: false,
    }
}

const fn sum(
    (name, series, unit): (&'static str, Series, &'static str),
    label: &'static str,
    plan: &'static str,
) -> Short {
    Short {
        name,
        series,
        unit,
        label,
        plan,
        share: "",
        is_sum: true,
    }
}

/// Compute delivered: the one stem whose plan and share have names without it.
pub(super) const COMPUTE: &str = "delivered_h100e";
/// What stands for it in the name of its share.
pub(super) const COMPUTE_SHARE: &str = "delivered";
/// What stands for it in the name of its plan.
pub(super) const COMPUTE_PLAN: &str = "h100e";

pub(super) const SHORT: [Short; 15] = [
    short(
        (COMPUTE, Series::DeliveredH100e, "million H100e"),
        "Compute delivered",
        "Compute of the plan",
        "Share of the plan delivered",
    ),
    short(
        ("delivered_gw", Series::DeliveredGw, "GW"),
        "Accelerators delivered",
        "Accelerators of the plan",
        "Share of the planned gigawatts delivered",
    ),
    short(
        ("datacentre_gw", Series::DatacentreGw, "GW"),
        "Data centres finished",
        "Data centres of the plan",
        "Share of the planned data centres finished",
    ),
    short(
        ("logic_kwspm", Series::LogicCapacity, "kwspm"),
        "Logic capacity",
        "Logic capacity of the plan",
        "Share of the planned logic capacity",
    ),
    short(
        ("hbm_kwspm", Series::HbmCapacity, "kwspm"),
        "Memory capacity",
        "Memory capacity of the plan",
        "Share of the planned memory capacity",
    ),
    short(
        ("packaging_kwpm", Series::PackagingCapacity, "kwpm"),
        "Packaging capacity",
        "Packaging capacity of the plan",
        "Share of the planned packaging capacity",
    ),
    short(
        ("price", Series::Price, "USD/hour"),
        "Price of an H100-hour",
        "Price of an H100-hour if the plan is executed",
        "",
    ),
    short(
        ("others_h100e", Series::OthersH100e, "million H100e"),
        "Others' compute",
        "",
        "",
    ),
    sum(
        ("capital_drawn", Series::CapitalDrawn, "10^9 USD"),
        "Capital drawn",
        "Capital that the plan draws",
    ),
    sum(
        ("capex", Series::CapexPaid, "10^9 USD"),
        "Spent on plants, tools and servers",
        "",
    ),
    sum(
        ("distributed", Series::Distributions, "10^9 USD"),
        "Distributed",
        "",
    ),
    sum(
        ("grants", Series::Grants, "10^9 USD"),
        "Grants received",
        "",
    ),
    sum(
        ("projects_started", Series::ProjectsStarted, "projects"),
        "Projects started",
        "",
    ),
    sum(
        ("projects_cancelled", Series::ProjectsCancelled, "projects"),
        "Projects cancelled",
        "",
    ),
    short(
        ("largest_run", Series::FrontierRun, "FLOP"),
        "Largest training run",
        "",
        "",
    ),
];

/// Numbers of a whole run: name, unit and label; `{year}` is the year to which training cost is
/// measured.
pub const SCALARS: [(&str, &str, &str); 22] = [
    (
        "irr",
        "1/year",
        "Internal rate of return of all equity, real",
    ),
    (
        "irr_hurdle",
        "1/year",
        "Hurdle of the equity, real, weighted by what was drawn",
    ),
    (
        "irr_over_hurdle",
        "fraction",
        "Whether the return reaches the hurdle",
    ),
    ("npv", "10^9 USD", "Net present value of all equity"),
    ("moic", "ratio", "Money back over money in, equity"),
    (
        "equity_loss",
        "fraction",
        "Whether equity gets back less than it paid in",
    ),
    (
        "payback_months",
        "months",
        "Month in which equity has its money back",
    ),
    (
        "largest_exposure",
        "10^9 USD",
        "Largest sum of equity drawn and not yet returned",
    ),
    (
        "dscr_min",
        "ratio",
        "Smallest debt service cover of any twelve months",
    ),
    (
        "terminal_value",
        "10^9 USD",
        "Value at the end of what works",
    ),
    (
        "book_value_end",
        "10^9 USD",
        "Written-down value at the end of what was built",
    ),
    (
        "break_even_price",
        "USD/hour",
        "Price of an H100-hour at which the programme breaks even",
    ),
    (
        "price_earned",
        "USD/hour",
        "Market price of an H100-hour, weighted with what the programme earns",
    ),
    (
        "break_even_utilisation",
        "fraction",
        "Utilisation at which the programme breaks even",
    ),
    (
        "revenue_needed",
        "10^9 USD",
        "Revenue needed to break even, present value",
    ),
    ("revenue_expected", "10^9 USD", "Revenue, present value"),
    (
        "training_cost_fall",
        "1/year",
        "Fall of training cost a year to December {year}",
    ),
    (
        "training_cost_fall_price",
        "1/year",
        "The part of it from hardware and market",
    ),
    (
        "training_cost_fall_algorithms",
        "1/year",
        "The part of it from algorithms",
    ),
    (
        "training_claim_met",
        "fraction",
        "Whether the claimed fall of training cost is reached",
    ),
    (
        "fab_slip_median",
        "months",
        "Slip of the median wafer fab against its planned date",
    ),
    (
        "first_fab_online",
        "months",
        "Month in which the first wafer fab reaches half capacity",
    ),
];

/// Labels of numbers of the plan that are not "…, if the plan is executed".
pub(super) const PLAN_LABELS: [(&str, &str); 4] = [
    (
        "irr",
        "Internal rate of return if the plan is executed, real",
    ),
    ("npv", "Net present value if the plan is executed"),
    ("moic", "Money back over money in if the plan is executed"),
    (
        "equity_loss",
        "Whether equity gets back less than it paid in if the plan is executed",
    ),
];

/// At which of the dates of judgement a run reports something.
#[derive(Clone, Copy, Debug)]
pub(super) enum Dates {
    Each,
    EachAndEnd,
    First,
    Last,
    End,
    None,
}

/// What every run reports, in order; `{region}` is the region that it is judged in.
pub(super) const REPORTED: [(&str, Dates); 48] = [
    ("delivered_h100e", Dates::EachAndEnd),
    ("delivered_gw", Dates::EachAndEnd),
    ("datacentre_gw", Dates::EachAndEnd),
    ("logic_kwspm", Dates::EachAndEnd),
    ("hbm_kwspm", Dates::Last),
    ("packaging_kwpm", Dates::Last),
    ("price", Dates::Each),
    ("others_h100e", Dates::Each),
    ("capital_drawn", Dates::EachAndEnd),
    ("capex", Dates::End),
    ("distributed", Dates::End),
    ("grants", Dates::End),
    ("projects_started", Dates::End),
    ("projects_cancelled", Dates::End),
    ("irr", Dates::None),
    ("irr_hurdle", Dates::None),
    ("irr_over_hurdle", Dates::None),
    ("npv", Dates::None),
    ("moic", Dates::None),
    ("equity_loss", Dates::None),
    ("payback_months", Dates::None),
    ("largest_exposure", Dates::None),
    ("dscr_min", Dates::None),
    ("terminal_value", Dates::None),
    ("book_value_end", Dates::None),
    ("break_even_price", Dates::None),
    ("price_earned", Dates::None),
    ("break_even_utilisation", Dates::None),
    ("revenue_needed", Dates::None),
    ("revenue_expected", Dates::None),
    ("shortage_{region}", Dates::First),
    ("training_cost_fall", Dates::None),
    ("training_cost_fall_price", Dates::None),
    ("training_cost_fall_algorithms", Dates::None),
    ("training_claim_met", Dates::None),
    ("largest_run", Dates::First),
    ("fab_slip_median", Dates::None),
    ("first_fab_online", Dates::None),
    ("delivered_share", Dates::EachAndEnd),
    ("delivered_gw_share", Dates::Each),
    ("plan_h100e", Dates::EachAndEnd),
    ("plan_datacentre_gw", Dates::Each),
    ("plan_capital_drawn", Dates::End),
    ("plan_price", Dates::Last),
    ("plan_irr", Dates::None),
    ("plan_npv", Dates::None),
    ("plan_moic", Dates::None),
    ("plan_equity_loss", Dates::None),
];

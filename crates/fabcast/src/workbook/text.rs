//! Words of the workbook.

use fabcast_model::capital::Repayment;

pub const HEADS: [&str; 6] = ["line", "unit", "kind", "constant", "total", "opening"];
pub const INPUT: &str = "input";
pub const NO_NUMBER: &str = "n/a";
pub const PERCENT: &str = "share";
pub const MONEY: &str = "bn$";
pub const MONTHS: &str = "months";
pub const YEARS: &str = "years";
pub const RATIO: &str = "ratio";
pub const FLAG: &str = "flag";

/// What an investor's position is.
pub const NET: &str = "received less drawn";

pub const INDEX: &str = "Index";
pub const INPUTS: &str = "Inputs";
pub const ASSUMPTIONS: &str = "Assumptions";
pub const TIMING: &str = "Timing";
pub const REVENUE: &str = "Revenue";
pub const OPEX: &str = "Opex";
pub const CAPEX: &str = "Capex";
pub const FUNDING: &str = "Funding";
pub const DEBT: &str = "Debt";
pub const TAX: &str = "Tax";
pub const CASH: &str = "Cash";
pub const WATERFALL: &str = "Waterfall";
pub const TERMINAL: &str = "Terminal";
pub const INVESTORS: &str = "Investors";
pub const BALANCE: &str = "Balance";
pub const CHECKS: &str = "Checks";
pub const CHARTS: &str = "Charts";

/// Every sheet with its title and what is on it, in order.
pub const SHEETS: [(&str, &str, &str); 16] = [
    (
        INPUTS,
        "Inputs",
        "Rates and terms of this draw that the formulas use. Blue numbers are inputs; change them and everything follows.",
    ),
    (
        ASSUMPTIONS,
        "Assumptions",
        "Every value of the scenario as written, with its source; the formulas do not use this sheet.",
    ),
    (TIMING, "Timing", "Months, calendar years and time."),
    (
        REVENUE,
        "Revenue",
        "Hours rented and accelerators sold, as simulated in this draw.",
    ),
    (
        OPEX,
        "Operating cost",
        "Incurred in the month and paid in the next, as simulated in this draw.",
    ),
    (
        CAPEX,
        "Capital cost",
        "Paid for buildings, tools and servers, as simulated in this draw.",
    ),
    (
        FUNDING,
        "Funding",
        "Calls on each investor, grants, credits earned and the share of bills paid, as simulated in this draw.",
    ),
    (
        DEBT,
        "Debt",
        "Interest, fees, repayment and balance of each lender, and how cash covers the loans over their lives.",
    ),
    (
        TAX,
        "Tax",
        "Depreciation, the rate, losses brought forward, credits and the tax of the month, paid in the next.",
    ),
    (
        CASH,
        "Cash",
        "Bills, the cover of debt service and what lenders make of it, cash, and what is distributed.",
    ),
    (
        WATERFALL,
        "Waterfall",
        "Accounts of hurdle or coupon first, rank by rank, then the sponsor's carry, then equity that is not preferred by what it has drawn.",
    ),
    (
        TERMINAL,
        "Value at the end",
        "Half a life of the last year's margin, cash less debt and arrears, through the same waterfall.",
    ),
    (
        INVESTORS,
        "Investors",
        "Flows and returns of each investor.",
    ),
    (
        BALANCE,
        "Balance sheet",
        "What is owned and what is owed; the two agree in every month.",
    ),
    (
        CHECKS,
        "Checks",
        "What must hold, and how far the formulas are from fabcast's own figures.",
    ),
    (CHARTS, "Charts", "Pictures of the sheets."),
];

pub fn intro(title: &str, draw: u64, seed: u64, median: bool) -> String {
    let which = if median {
        "the draw with the median present value of all equity"
    } else {
        "the draw asked for"
    };
    format!("{title}: draw {draw} of seed {seed}, {which}")
}
pub const LEGEND: [&str; 4] = [
    "Money in billions of dollars of the scenario's price year; rates yearly, and real where they are not called nominal. Months across, one formula a line.",
    "Blue on grey: input. Black: formula. Physical flows (work, tools, revenue, cost) are those of the draw; the finance on top of them is computed here.",
    "Change an input and everything below it follows. What the change would do to building and deployment is not in a workbook: run fabcast for that.",
    "The equations are section 12 of the model document.",
];
pub const INDEX_HEADS: [&str; 2] = ["sheet", "what is on it"];
pub const RESULTS: &str = "Results of all equity";
pub const ASSUMPTION_HEADS: [&str; 8] = [
    "path",
    "what",
    "section",
    "value",
    "source",
    "as of",
    "confidence",
    "set by",
];

pub fn call_on(name: &str) -> String {
    format!("Call on {name}")
}
pub fn reason(reason: &str) -> String {
    format!("none: {reason}")
}

/// Classes of assets, and what is paid for in each.
pub const CLASSES: [&str; 3] = ["Buildings", "Tools and plant", "Servers"];
pub const PAID_FOR: [&str; 3] = [
    "Buildings",
    "Tools and plant, deposits included",
    "Servers, network, accelerators bought",
];

/// What becomes of interest and fees of the grace.
pub const JOIN: &str = "join the debt";

pub fn tax_year(year: usize) -> String {
    match year {
        0 => "year paid".to_owned(),
        _ => format!("year +{year}"),
    }
}
pub fn written_a_month(class: &str) -> String {
    format!("Written off a month: {}", class.to_lowercase())
}
pub fn written_by_year(class: &str) -> String {
    format!("Written off by tax year: {}", class.to_lowercase())
}
pub fn tax_in(region: &str) -> String {
    format!("Tax on profits: {region}")
}
pub fn installed_in(region: &str) -> String {
    format!("Building and tools installed: {region}")
}
pub fn property_in(region: &str) -> String {
    format!("So far: {region}")
}
pub fn still(name: &str) -> String {
    format!("{name}: still to give")
}
pub fn called(name: &str) -> String {
    format!("{name}: called to repay bridges")
}
pub fn in_all(name: &str) -> String {
    format!("{name}: called in all")
}
pub fn so_far(name: &str) -> String {
    format!("{name}: drawn so far")
}
pub fn repayment(repayment: Repayment) -> &'static str {
    match repayment {
        Repayment::Straight => "equal parts of principal",
        Repayment::Annuity => "equal sums of interest and principal",
        Repayment::Bullet => "all at the end",
        Repayment::Sculpted => "as the cash of last month covers",
    }
}
pub fn rank(words: &str, rank: usize, ranks: usize) -> String {
    match ranks {
        1 => words.to_owned(),
        _ => format!("{words}, rank {rank}"),
    }
}
pub fn by_guarantor(name: &str) -> String {
    format!("{name}: paid by its guarantor")
}
pub fn with_guarantor(name: &str) -> String {
    format!("{name}: together")
}
pub fn by_fabcast(name: &str) -> String {
    format!("Received: {name}")
}
pub fn receipts_agree(name: &str) -> String {
    format!("Receipts agree with fabcast in every month: {name}")
}

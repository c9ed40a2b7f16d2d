//! Words of the section on what money brings.

pub const TITLE: &str = "The next dollar";
pub const INTRO: &str = "The same programme from a hundredth of its budget to twice, in the same futures: every investor's commitment and every line of the plan is made smaller or larger. Where the curve bends, money no longer buys what it bought before.";
pub const LEAD: &str = "The line is the mean; the bands hold half and 80 % of futures. The dotted line is the budget from which on a further dollar buys half of what the first did.";
pub fn describe(label: &str, points: &[String]) -> String {
    format!(
        "{label} against the budget. {}. The numbers are in the table below the chart.",
        points.join("; ")
    )
}
pub fn at_budget(budget: &str, value: &str) -> String {
    format!("{budget}: {value}")
}
pub const HALF: &str = "half price";
pub const TABLE: &str = "Numbers: mean (10 to 90 % of futures) by budget";
pub const TABLE_OF_MEDIANS: &str = "Numbers: median (10 to 90 % of futures) by budget";
pub const BUDGET: &str = "Budget";
pub const OTHERS: &str = "Money, return and time";
pub fn small_finding(label: &str, value: &str, of_median: bool) -> String {
    let median = if of_median { " (median)" } else { "" };
    format!("{label}: {value} at the full budget{median}")
}
pub const RELAXED_LEAD: &str = "The mean curve as it is (heavy), and with each limit lifted alone. Where lifting a limit adds nothing or takes something, others hold at once.";
pub const RELAXED_TABLE: &str = "Numbers: each limit lifted alone";
pub const RELAXED_HEAD: [&str; 3] = ["Limit lifted", "Adds at the full budget", "Half price from"];
pub fn relaxed_finding(group: &str, adds: &str) -> String {
    format!("Lifting {group} alone lifts the ceiling most: {adds} more at the full budget")
}
pub const AS_IS: &str = "as it is";
pub const PRICES_LEAD: &str = "Differences between two simulations of the same futures, one of them with the thing added, at the full budget. The bar is the mean, the whisker its 95 % interval; grey where it cannot be told from 0.";
pub fn prices_finding(label: &str, adds: &str) -> String {
    format!("Of these, {label} brings most: {adds}")
}
pub const PRICES_NONE: &str = "None of these alone brings more compute that can be told from 0";
pub const PRICES_TABLE: &str = "Numbers: what each would bring";
pub const PRICES_HEAD: [&str; 3] = ["Added", "Compute", "Net present value of the investors"];
pub const NEVER: &str = "not within twice the budget";

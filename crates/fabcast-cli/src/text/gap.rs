//! What `fabcast gap` says.

use fabcast::format::count;

// help
pub const HELP: &str = "Split the execution gap over the constraint groups";
pub const EXAMPLES: &str = "\
In each future the limits are lifted one after the other, in four pairs of orders; a part is
what lifting a group brings in the mean, so that the parts add up to the gap. --exact goes through
all sets of limits, and takes four times as long.

Examples:
  fabcast gap one-fab --draws 40
  fabcast gap one-fab --draws 40 --outcome logic_kwspm,npv --year 2028";
pub const OUTCOME: &str = "Outcome to split; several with commas, the first is told about";
pub const YEAR: &str = "Year at whose end it is taken [default: the first at whose end the scenario is judged, 2030 as a rule]";
pub const DRAWS: &str = "Futures to simulate, each under 56 sets of limits";
pub const EXACT: &str =
    "Lift every one of the 512 sets of limits: exact in each future, and interactions too";

// screen
pub fn heading(title: &str, name: &str) -> String {
    format!("{title} ({name}): the execution gap")
}
pub const PARTS: &str = "mean";
pub const PART: &str = "part";
pub const SHARE: &str = "share";
pub const LIFTED: &str = "adds alone";
pub const IN_FORCE: &str = "takes alone";
pub const PLAN: &str = "plan";
pub const DELIVERED: &str = "delivered";
pub fn label(label: &str, unit: &str) -> String {
    match unit {
        "" => label.to_owned(),
        unit => format!("{label} [{unit}]"),
    }
}
pub const BY_YEAR: &str = "share by year";
pub const GAP: &str = "gap";
pub fn interactions(unit: &str) -> String {
    label("Strongest interactions", unit)
}
pub fn interaction(a: &str, b: &str, amount: &str, together: bool) -> String {
    let says = if together {
        "each waits for the other"
    } else {
        "one does part of the other's work"
    };
    format!("{a} and {b}: {amount}; {says}")
}
pub const OTHERS: &str = "Other outcomes";
pub fn other(label: &str, plan: &str, delivered: &str, largest: &str) -> String {
    let largest = match largest {
        "" => String::new(),
        parts => format!("; {parts}"),
    };
    format!("{label}: {plan} planned, {delivered} arrive{largest}")
}
pub fn footer(draws: u64, subsets: u64, seconds: &str, seed: u64, version: &str) -> String {
    format!(
        "{} draws in {seconds} s (each under up to {subsets} sets of limits), seed {seed}, fabcast {version}",
        count(draws)
    )
}
pub fn next_report(scenario: &str) -> (String, &'static str) {
    (
        format!("fabcast gap {scenario} --out report"),
        "charts, all numbers",
    )
}

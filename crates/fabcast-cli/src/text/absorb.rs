//! What `fabcast absorb` says.

// help
pub const HELP: &str =
    "Delivery and return against budget: where the next dollar stops buying compute";
pub const EXAMPLES: &str = "\
The programme is made smaller and larger, from a hundredth of its budget to twice, and each
limit is lifted alone at every size. 400 draws of the default take less than a minute.

Examples:
  fabcast absorb one-fab --draws 40
  fabcast absorb one-fab --draws 40 --year 2030 --format json";
pub const YEAR: &str = "Year at whose end compute is counted [default: the last at whose end the scenario is judged, 2035 as a rule]";
pub const DRAWS: &str = "Futures to simulate, each at 20 sizes";

// screen
pub fn heading(title: &str, name: &str) -> String {
    format!("{title} ({name}): what more or less money brings")
}
pub fn title(label: &str, unit: &str) -> String {
    format!("{label} [{unit}]; money and months of delay")
}
pub const HEAD: [&str; 7] = [
    "budget",
    "mean",
    "80 % of futures",
    "drawn",
    "NPV",
    "hurdle met",
    "slip",
];
pub fn range(low: &str, high: &str) -> String {
    format!("{low} to {high}")
}
pub const LIFTED: &str = "lifted alone";
pub const ADDED: &str = "added";
pub const NPV: &str = "NPV, billion USD";
pub fn adds(unit: &str) -> String {
    format!("adds, {unit}")
}
pub const HALF: &str = "half price from";
pub const NEVER: &str = "beyond";
pub fn untold(written: &str) -> String {
    format!("({written})")
}
pub const UNTOLD: &str = "In brackets: not distinguishable from 0.";
pub fn next_report(scenario: &str) -> (String, &'static str) {
    (
        format!("fabcast absorb {scenario} --out report"),
        "curves, all numbers",
    )
}

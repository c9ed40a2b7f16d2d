//! What `fabcast value` says.

// help
pub const HELP: &str = "What it would be worth to know each uncertain parameter beforehand";
pub const EXAMPLES: &str = "\
The decision: the whole programme now, half of it, the whole two years later, or nothing, by
the highest expected net present value of the investors.

Examples:
  fabcast value one-fab --draws 400
  fabcast value one-fab --draws 400 --format json";
pub const DRAWS: &str = "Futures to simulate, each three times; 100 at least";

// screen
pub fn heading(title: &str, name: &str) -> String {
    format!("{title} ({name}): what it would be worth to know")
}
pub const OPTIONS: [&str; 3] = ["decision", "net present value", "best in"];
pub const PARAMETERS: [&str; 3] = ["knowing", "worth", ""];
pub const EVERYTHING: &str = "everything";
pub const NOT_DISTINGUISHABLE: &str = "not distinguishable";
pub fn floor(floor: &str, bins: u64) -> String {
    format!(
        "By means over {bins} bins of each parameter, bias taken off; told from chance above {floor}."
    )
}

//! What `fabcast compare` says.

// help
pub const HELP: &str = "Scenarios or variants side by side, in the same futures";
pub const EXAMPLES: &str = "\
Differences are taken future by future and have intervals of their own.

Examples:
  fabcast compare one-fab --with plan.fab.count=2 --draws 200
  fabcast compare one-fab stargate --draws 50 --format json";
pub const SCENARIOS: &str = "Files or embedded names; the others are set against the first";
pub const WITH: &str =
    "A variant of the first scenario, with this value; several values with `;`; may be repeated";
pub const SET: &str = "Set a value in every scenario; may be repeated";
pub const DRAWS: &str = "Futures to simulate on every side";

// screen
pub fn heading(title: &str) -> String {
    format!("{title}: side by side")
}
pub fn sides(a: &str, b: &str) -> String {
    format!("A: {a}\nB: {b}").replace('\n', "; ")
}
pub const MEAN: &str = "mean";
pub const A: &str = "A";
pub const B: &str = "B";
pub const DIFFERENCE: &str = "B less A";
pub const BEATS: &str = "B better";
pub const NOT_DISTINGUISHABLE: &str = "n.d.";
pub const LEGEND: &str = "n.d.: the difference is not distinguishable from 0.";
pub fn in_part(share: &str) -> String {
    format!(" in\u{a0}{share}")
}
/// After the legend, where a share stands beside a label.
pub const IN_PART: &str = " Beside a label: the share of the futures in which every side has a number; \
     means and the difference are over these.";
pub fn with_error(mean: &str, error: &str) -> String {
    format!("{mean} ±\u{a0}{error}")
}
/// `2030: Compute delivered` for `Compute delivered, December 2030`, so that a short line keeps the year.
pub fn year_first(label: &str) -> String {
    match label.rsplit_once("December ") {
        Some((what, year)) => {
            let what = what
                .trim_end()
                .trim_end_matches(" by")
                .trim_end_matches(',');
            format!("{year}: {what}")
        }
        None => label.to_owned(),
    }
}

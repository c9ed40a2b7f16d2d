//! Words of the section that sets scenarios side by side.

pub const TITLE: &str = "Side by side";
pub const INTRO: &str = "The same random numbers go into every side, so differences are taken future by future and are known more exactly than the outcomes themselves.";
pub const OUTCOME: &str = "Outcome";
pub fn against(name: &str, first: &str) -> String {
    format!("{name} less {first}")
}
pub fn beats(name: &str) -> String {
    format!("{name} is better in")
}
pub const NOT_DISTINGUISHABLE: &str = "not distinguishable";
pub const TARGETS: &str = "Targets";
pub const TARGET: &str = "Target";
pub const ALL: &str = "All outcomes";
/// An outcome whose means are over the futures in which every side has a number.
pub fn in_part(label: &str, share: &str) -> String {
    format!("{label}, over the {share} of futures in which every side has one")
}
pub fn finding(name: &str, first: &str) -> String {
    format!("How often {name} is better than {first}")
}
pub const CHART_LEAD: &str = "Share of futures in which the outcome is better (ties count half). Half is no difference. Grey where the difference of means cannot be told from 0.";
pub fn describe(rows: &[String]) -> String {
    format!(
        "Bars: {}. The numbers are in the table below.",
        rows.join("; ")
    )
}

//! Words of the section on the execution gap.

pub const TITLE: &str = "Why not: the execution gap";
pub const INTRO: &str = "The difference between the plan and what happens, split over what stands in the way. Each part is the mean of what lifting that limit brings over all orders in which the limits may be lifted (Shapley values), from the same futures under many sets of limits; so the parts add up to the gap.";
pub const PLAN: &str = "Plan";
pub const DELIVERED: &str = "Delivered";
pub const KEY_PLAN: &str = "plan, every limit lifted";
pub const KEY_PART: &str = "part of a group of limits, with its 95 % interval";
pub const KEY_DELIVERED: &str = "delivered, no limit lifted";
pub const WATERFALL_TABLE: &str = "Numbers: each limit's part, and each alone";
pub const WATERFALL_HEAD: [&str; 7] = [
    "Group",
    "Part of the gap",
    "Share",
    "95 % interval",
    "80 % of futures",
    "Lifted alone, adds",
    "In force alone, takes",
];
pub fn waterfall_lead(label: &str, draws: &str) -> String {
    format!(
        "{label}, mean of {draws} futures. Where a part is negative, lifting that limit by itself tends to make things worse: what moves faster takes money, people and tools from the rest."
    )
}
pub fn describe_waterfall(parts: &[String]) -> String {
    format!(
        "Waterfall from the plan down to what is delivered. Parts: {}. The numbers are in the table below the chart.",
        parts.join("; ")
    )
}
pub fn tooltip(label: &str, value: &str) -> String {
    format!("{label}: {value}")
}
pub fn part_and_share(part: &str, share: &str) -> String {
    format!("{part} ({share})")
}

pub const YEARS_LEAD: &str = "Each cell is a group's share of the gap at the end of a year, in per cent; the cells of a year add up to 100 %. A negative share is written and not coloured.";
pub const YEARS_TABLE: &str = "Numbers: the gap and its parts by year";
pub const YEARS_HEAD: [&str; 4] = ["Year", "Plan", "Delivered", "Gap"];
pub fn years_finding(spells: &[(String, String, String)]) -> String {
    let told: Vec<String> = spells
        .iter()
        .enumerate()
        .map(|(index, (group, first, last))| {
            let group = if index == 0 {
                group.clone()
            } else {
                group.to_lowercase()
            };
            let verb = if index == 0 {
                " explains most of the gap"
            } else {
                ""
            };
            if first == last {
                format!("{group}{verb} at the end of {first}")
            } else {
                format!("{group}{verb} from {first} to {last}")
            }
        })
        .collect();
    told.join(", ")
}
pub fn describe_years(leaders: &[String]) -> String {
    format!(
        "Heat map of groups by year. Largest share in each year: {}. The numbers are in the table below the chart.",
        leaders.join("; ")
    )
}
pub fn cell(group: &str, year: &str, share: &str) -> String {
    format!("{group}, {year}: {share} of the gap")
}

pub const INTERACTIONS: &str = "Strongest interactions";
pub const INTERACTIONS_LEAD: &str = "What two limits do together beyond what each does alone (Shapley interaction index). Positive: lifting both brings more than the sum, each waits for the other. Negative: lifting one already brings part of what the other would.";
pub const INTERACTIONS_HEAD: [&str; 3] = ["Pair", "Together beyond each alone", "Told from 0"];
pub const YES: &str = "yes";
pub const NO: &str = "not distinguishable";
pub fn pair(a: &str, b: &str) -> String {
    format!("{a} and {b}")
}
pub const OTHERS: &str = "Other outcomes";
pub const OTHERS_HEAD: [&str; 5] = ["Outcome", "Plan", "Delivered", "Gap", "Largest parts"];
pub const NOTES: &str = "Before you trust these numbers";

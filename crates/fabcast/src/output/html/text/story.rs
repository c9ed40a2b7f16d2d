//! What the report says in the story of one future.

pub const TITLE: &str = "One future";
pub const INTRO: &str = "What happened in one of the futures, when, and why.";

pub fn heading(draw: u64, seed: u64) -> String {
    format!("Draw {draw} of seed {seed}")
}

pub const TIMELINE: &str = "What happened";
pub const TIMELINE_HEAD: [&str; 2] = ["Month", "What"];
pub const SPLIT: &str = "The gap of the first missed target, split over its causes";
pub const SPLIT_HEAD: [&str; 3] = ["Group", "Part", "Share"];
/// Stages in the table of lines, as the document has them.
pub const STAGES: [&str; 6] = [
    "start",
    "permit",
    "building",
    "tools",
    "production",
    "half_capacity",
];
pub const LINES: &str = "Lines of the plan: months that the middle project is late at each stage";
pub const LINES_HEAD: [&str; 10] = [
    "Line",
    "Projects",
    "Start",
    "Permit",
    "Building",
    "Tools",
    "First production",
    "Half capacity",
    "Never at half",
    "Held by (mean months)",
];
pub const RETURNS: &str = "What the owners got";
pub const RETURNS_HEAD: [&str; 2] = ["Outcome", "Value"];
pub const UNUSUAL: &str = "Unusual values of this future";
pub const UNUSUAL_HEAD: [&str; 4] = ["Parameter", "Value", "Centre", "Above so many futures"];

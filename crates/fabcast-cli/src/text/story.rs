//! What the command line says in the story of a future.

// help

pub const PATH: &str =
    "Path of the parameter, or the beginning of some; with --draw the SCENARIO stands here";
pub const SCENARIO: &str =
    "File of a scenario, or the name of an embedded one [default: seven-trillion]";
pub const DRAW: &str = "Tell the story of draw N: the month and the cause of each delay";
pub const DRAWS: &str = "Futures in which the parameter's effect is measured, 0 for none [default: 400]; \
     with --draw how many the ensemble has [default: 2000]";
pub const OUT: &str = "Write explain.json and the page of the story in report.html there";

// messages

pub fn two_scenarios(first: &str, second: &str) -> String {
    format!(
        "the story of a draw is of one scenario, and two are named: `{first}` and `{second}`\n\n\
         Write `fabcast explain --draw N SCENARIO`; the path of a parameter has no place there."
    )
}

// the story

pub fn no_plan(name: &str) -> String {
    format!(
        "{name} plans nothing, so nothing can be late; `fabcast run {name} --draw N` shows the world."
    )
}
pub const TIMELINE: &str = "What happened";
pub fn more(n: usize) -> String {
    format!("and {n} more, in the JSON and in the report")
}
pub const LINES: [&str; 7] = [
    "late, months",
    "n",
    "start",
    "built",
    "tools",
    "output",
    "held by (months)",
];
pub const LINES_NOTE: &str = "The middle project of each line against the plan; output: first production; –: never. \
     Held by: mean months to half capacity in which a group held a project most.";
pub fn returns(rate: &str, hurdle: &str, value: &str, multiple: &str) -> String {
    format!(
        "At the end: return {rate} (asked: {hurdle} a year), present value {value}, {multiple} × the money \
         back."
    )
}
pub const UNUSUAL: [&str; 4] = ["unusual here", "value", "centre", "futures below"];

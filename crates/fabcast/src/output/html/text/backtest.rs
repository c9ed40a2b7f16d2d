//! What the report says of backtests.

pub const TITLE: &str = "Tested by history: real fabs";
pub const INTRO: &str = "What would have been forecast of real fabs when they were announced, against what came. \
    Forecasts use of other projects only what was known then.";
pub const WEAK: &str = "What is weak";

pub const PROJECTS_ID: &str = "backtest-projects";
pub fn projects_finding(inside: usize, ended: usize) -> String {
    format!("Of {ended} dates that have come, {inside} lie within the 80 % interval")
}
pub const PROJECTS_LEAD: &str = "Months from the announcement, or from the start of building where no announcement \
    is known, to the first production.";
pub const PROJECTS_ABOUT: &str = "A row for each project: a bar for the 80 % interval of the forecast, a tick for the \
    announced date, a dot for the month of the first production, an arrow if there was none by the last report.";
pub const INTERVAL: &str = "80 % interval of the forecast";
pub const MEDIAN: &str = "median";
pub const ANNOUNCED: &str = "announced date";
pub const CAME: &str = "first production";
pub const OPEN: &str = "not yet, by the last report";
pub const PROJECTS_TABLE: &str = "The forecasts as a table";
pub const PROJECTS_HEAD: [&str; 6] = [
    "Project",
    "Forecast of",
    "Announced",
    "80 % interval",
    "Came",
    "Chance to be stopped",
];
pub const MONTHS: &str = "months";

pub const PIT_ID: &str = "backtest-pit";
pub const PIT_FINDING: &str = "Where in the forecasts the outcomes lie";
pub const PIT_LEAD: &str = "Share of the outcomes in each tenth of the forecasts, as a multiple of what it should be. \
    Bars of 1 are right; a heap at the ends means too narrow, in the middle too wide.";
pub const PIT_ABOUT: &str = "A histogram of ten bars.";
pub const PIT_RIGHT: &str = "calibrated";
pub const PIT_BARS: &str = "outcomes";

pub const RELIABILITY_ID: &str = "backtest-reliability";
pub const RELIABILITY_FINDING: &str =
    "How often projects were stopped, against the chance forecast";
pub const RELIABILITY_LEAD: &str = "Projects in five groups of rising chance, each forecast from all others; the line \
    through a point is twice the standard error if the chances were right.";
pub const RELIABILITY_ABOUT: &str = "Five points near the diagonal if the forecasts are right.";
/// Both small charts run from 0 to 100 % of a forecast.
pub const ACROSS_UNIT: &str = "% of the forecast";
pub const RELIABILITY_DOT: &str = "share that was stopped";
pub const RELIABILITY_RIGHT: &str = "right";

// The others

pub const OBSERVED: &str = "what came";
pub const MULTIPLE: &str = "multiple of what came";
pub const MONTHS_LATE: &str = "months late";
pub const MONTHS_SINCE: &str = "months since January 2020";
pub const ROWS_ABOUT: &str = "A row for each forecast: a bar for the 80 % interval, a tick for its median, a dot for what \
    came.";

pub const CAMPUSES_TITLE: &str = "Tested by history: real campuses";
pub const CAMPUSES_INTRO: &str = "What would have been forecast of real campuses of data centres, each from all others, \
    against what came.";
pub const CAMPUSES: [(&str, &str, &str); 2] = [
    (
        "announcement",
        "backtest-campuses-announced",
        "Months from the announcement to the first power; ? marks rows of low confidence.",
    ),
    (
        "ground",
        "backtest-campuses-ground",
        "Months from the ground-breaking to the first power; ? marks rows of low confidence.",
    ),
];
pub const CAMPUSES_PIT_IDS: [&str; 2] = ["backtest-campuses-pit", "backtest-campuses-power-pit"];
pub const POWERED: &str = "first power";
pub const CAMPUSES_HEAD: [&str; 8] = [
    "Campus",
    "Site",
    "Forecast of",
    "Promised",
    "80 % interval",
    "Came",
    "Chance to be stopped",
    "Confidence",
];

pub const POLICY_TITLE: &str = "Tested by history: public promises";
pub const POLICY_INTRO: &str = "Dates that governments promised, against those on which it came. Each programme is \
    forecast from all others.";
pub const POLICY_ID: &str = "backtest-policy-rows";
pub const POLICY_PIT_ID: &str = "backtest-policy-pit";
pub fn policy_finding(inside: usize, n: usize) -> String {
    format!("Of {n} promises, {inside} were kept or broken by as much as the 80 % interval allows")
}
pub const POLICY_LEAD: &str = "Months from the date promised to the event.";
pub const POLICY_HEAD: [&str; 6] = [
    "Programme",
    "Kind",
    "Promised",
    "Came",
    "80 %, months late",
    "CRPS",
];

pub const WORLD_TITLE: &str = "Tested by history: the world without a programme";
pub const WORLD_INTRO: &str =
    "The world as it was known at three dates, run with no programme, against 2020 to 2024.";
pub const WORLD_WEAK: [&str; 3] = [
    "The boom of 2023 and 2024 lies above the band from every date before it: nothing in what was known says so.",
    "The series are of one industry in the same few years, so that their points are nearly one piece of evidence.",
    "The model was written after these years; what it may read is kept from it, what its authors knew cannot be.",
];
pub const WORLD_IDS: [&str; 3] = [
    "backtest-world-2020",
    "backtest-world-2022",
    "backtest-world-2024",
];
pub const WORLD_PIT_ID: &str = "backtest-world-pit";
pub fn world_finding(known_to: i32, inside: usize, n: usize) -> String {
    format!("Known to the end of {known_to}: {inside} of {n} points lie within the 80 % interval")
}
pub const WORLD_LEAD: &str =
    "Forecasts over what came; a bar that holds 1 was right. Years that were known are left out.";
pub const WORLD_HEAD: [&str; 9] = [
    "Series",
    "Period",
    "Came",
    "10 %",
    "50 %",
    "90 %",
    "CRPS of logarithm",
    "Last value",
    "Trend",
];

pub const MODELS_TITLE: &str = "Tested by history: other models";
pub const MODELS_INTRO: &str =
    "What others said of the same years, beside the world of February 2024.";
pub const MODELS_ID: &str = "backtest-models-rows";
pub const MODELS_FINDING: &str = "What others stated and what fabcast says, over what came";
pub const MODELS_LEAD: &str =
    "The bar is fabcast's forecast of the point, the line what the other model stated.";
pub const STATED: &str = "stated by the other model";
pub const MODELS_HEAD: [&str; 9] = [
    "Model",
    "Series",
    "Year",
    "Came",
    "Stated",
    "Made",
    "CRPS",
    "Ours",
    "CRPS of ours",
];
pub fn short_series(name: &str) -> &'static str {
    match name {
        "accelerator_shipments_total" => "shipped in the year",
        "accelerator_stock_total_yearend" => "shipped since 2022",
        _ => "AI power",
    }
}

pub const REPLAYS_TITLE: &str = "Tested by history: replays";
pub const REPLAYS_INTRO: &str =
    "Past programmes with what is known of them given, against what came of them.";
pub const REPLAYS_ID: &str = "backtest-replays-rows";
pub fn replays_finding(inside: usize, n: usize) -> String {
    format!("Plants of the CHIPS Act: {inside} of {n} agree with the 80 % interval so far")
}
pub const REPLAYS_LEAD: &str = "Month in which half of the capacity is usable, by the model, and first production by the \
    record. A plant that does not produce yet agrees as long as its interval has not passed.";
pub const PROMISED: &str = "promised";
pub const REPLAYS_HEAD: [&str; 8] = [
    "What",
    "Promised",
    "Came",
    "10 %",
    "50 %",
    "90 %",
    "CRPS",
    "The promise's",
];

pub const PLAN_TITLE: &str = "Tested by history: the plan of 2024";
pub const PLAN_INTRO: &str =
    "The forecast made with the world of February 2024, frozen, against the years since.";
pub const PLAN_ID: &str = "backtest-plan-rows";
pub const PLAN_PIT_ID: &str = "backtest-plan-pit";
pub fn plan_finding(inside: usize, n: usize) -> String {
    format!(
        "Of {n} points known since, {inside} lie within the 80 % interval of the world without a programme"
    )
}
pub const PLAN_LEAD: &str = "Frozen forecasts over what came; a bar that holds 1 was right.";
pub const PLAN_HEAD: [&str; 10] = [
    "Scenario",
    "Series",
    "Period",
    "Came",
    "10 %",
    "50 %",
    "90 %",
    "CRPS",
    "Last value",
    "Trend",
];

//! Headings and running text of the report's sections.

// Titles and introductions of the sections
pub const BUILT: (&str, &str) = (
    "What gets built",
    "The line through the fan is the median future; the bands hold half, 80 % and 90 % of all futures. The dashed line is the plan in the same futures, with every constraint lifted.",
);
pub const SCHEDULE: (&str, &str) = ("When: the plan and its delays", "");
pub const CAUSE: (&str, &str) = (
    "What stands in the way",
    "Limits are lifted one after the other in the same futures, and each is credited with what that brings. Shares are of the mean, while the fans above show medians.",
);
pub const TALENT: (&str, &str) = (
    "People",
    "Posts that stay unfilled, in full-time equivalents: the programme's and everybody else's together. All panels share one scale.",
);
pub const EQUIPMENT: (&str, &str) = (
    "Equipment",
    "Tools ordered and not yet delivered, by class.",
);
pub const CAPITAL: (&str, &str) = (
    "Capital",
    "What is asked for, what investors commit, what they are called for and when. Money is in constant US dollars.",
);
pub const MARKET: (&str, &str) = (
    "Market and training cost",
    "The programme's own supply lowers the price it earns. Returns hang on this price more than on any delay, and are the least certain numbers here.",
);
pub const PERSPECTIVE: (&str, &str) = ("In perspective", "");
pub const OUTCOMES: (&str, &str) = (
    "All outcomes",
    "Each row summarises one number per future. Where an outcome has no value in some futures (a project that never starts, a return where nothing was drawn), the summary is over the futures that have one, and their share is shown. ± says how far a number may be off because the draws are finite: the 95 % error of a quantile, the standard error of a mean.",
);
pub const FURTHER: (&str, &str) = (
    "Further series",
    "The other monthly series of the run, drawn like those above.",
);
pub const ASSUMPTIONS: (&str, &str) = (
    "Assumptions and sources",
    "Every parameter, by section of the model, with where its value comes from. What rests on no source is marked as an assumption.",
);
pub const METHOD: (&str, &str) = ("Method, limits and how to repeat this", "");

// Outcomes
pub const OUTCOMES_HEAD: [&str; 7] = [
    "Outcome",
    "10 %",
    "Median",
    "90 %",
    "90 % of futures",
    "Mean",
    "Has a value in",
];

pub fn further(count: usize) -> String {
    format!("Show {count} more series")
}

// Assumptions
pub const SEARCH: &str = "Search the assumptions";
pub const SEARCH_HINT: &str = "for example: yield, grid, Gulf";
pub const ONLY_ASSUMED: &str = "only what rests on no source";
pub const ONLY_UNCERTAIN: &str = "only what varies between futures";
pub const FOUND: &str = "shown";
pub const ASSUMPTIONS_HEAD: [&str; 4] = ["Parameter", "Value", "Source", "Confidence"];
pub const VARIES: &str = "varies";
pub const SET_BY: &str = "set by";
pub const AS_OF: &str = "as of";

pub fn assumptions_summary(
    all: usize,
    uncertain: usize,
    high: usize,
    medium: usize,
    low: usize,
    assumed: usize,
) -> String {
    format!(
        "{all} parameters, {uncertain} of them varying between futures. Confidence in the source: high {high}, medium {medium}, low {low}; {assumed} are assumptions."
    )
}

pub fn section_summary(section: &str, count: usize, assumed: usize) -> String {
    let title = match section.trim() {
        "§0" => "Uncertainty",
        "§1" => "Capital",
        "§2" => "Projects",
        "§3" => "Equipment",
        "§4" => "Talent",
        "§5" => "Wafers and yield",
        "§6" => "Accelerators",
        "§7" => "Power and deployment",
        "§8" => "Demand and price",
        "§9" => "Training-cost clock",
        "§10" => "Policy",
        "§11" => "Perspective",
        "§12" => "Finance",
        "§13" => "Events",
        "§14" => "Targets and reports",
        _ => "",
    };
    let title = match (title, section.trim()) {
        ("", "") => "Other".to_owned(),
        ("", section) => section.to_owned(),
        (title, section) => format!("{section} {title}"),
    };
    format!("{title}: {count} parameters, {assumed} assumed")
}

pub fn confidence(confidence: &str) -> String {
    if confidence.is_empty() {
        "not stated".to_owned()
    } else {
        confidence.to_owned()
    }
}

// Method
pub const HOW: &str = "How the numbers are made";
pub const HOW_TEXT: [&str; 6] = [
    "A future is one draw: every uncertain parameter gets a value from its distribution, events (a blockade, an export control, a slump) happen or not, and the programme is run month by month through capital, permits and construction, equipment, people, wafers and yield, packaging and memory, power, deployment, and the market.",
    "The plan is the same future with every constraint lifted: starts, durations and shares as planned. Delivery is compared with it future by future, so both see the same world.",
    "The label follows from the share of futures that meet every target: executable from 80 % up, fantasy from 20 % down, stretch between.",
    "The figure after ± is the Monte Carlo standard error, √(p(1−p)/n). It says how well the number of draws settles the probability, not how well the model describes the world. When no draw of n meets a target, up to 3/n is still compatible with that (95 % confidence).",
    "Quantiles are taken month by month: the median line is not one future, and no single future need follow it. Quantiles are linear interpolations between the sorted draws (type 7).",
    "An H100-equivalent (H100e) is an accelerator's dense 8-bit peak over 1.979·10¹⁵ FLOP/s. Wafer capacity is in thousand 300 mm wafer starts a month (kwspm), packaging in thousand interposer wafers a month (kwpm), power in GW at the meter. Money is in constant US dollars of the scenario's price year.",
];
pub const UNCERTAIN: &str = "What is uncertain";
pub const UNCERTAIN_TEXT: [&str; 4] = [
    "The spread shown comes from the distributions in the table of assumptions. What they leave out, the bands leave out too: a constraint that nobody thought of makes the true range wider.",
    "Commitments are what the programme asks for, not what anybody promised. Whether investors take part is itself drawn.",
    "Returns depend on the price of compute, on how long hardware lives and on how fast it improves, further than anybody has measured; treat every return as the least certain number of this report.",
    "A fleet delivered late is a newer one, so counting H100-equivalents flatters delay; read it beside the gigawatts.",
];
pub const REPEAT: &str = "How to repeat this run";
pub const REPEAT_TEXT: &str = "The same scenario, seed, number of draws and version give the same draws, bit for bit, on any number of threads.";
pub const REPEAT_HEAD: [&str; 8] = [
    "Scenario",
    "World",
    "Months",
    "Seed",
    "Draws",
    "Version",
    "Limits lifted",
    "Design",
];
pub const NO_LIMITS_LIFTED: &str = "none";

pub fn months(start: &str, end: &str) -> String {
    format!("{start} to {end}")
}

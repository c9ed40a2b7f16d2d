//! Every word of the report, in one place: another language is another file like this one.
//!
//! Constants are fixed texts; functions put numbers, already written, into sentences.

pub mod absorb;
pub mod backtest;
pub mod compare;
pub mod discover;
pub mod gap;
pub mod investors;
pub mod prose;
pub mod sensitivity;
pub mod story;
pub mod value;

use fabcast_document::run::Verdict;

/// Real plants that a programme's are set beside.
pub const REFERENCE: &str = "Reference class";

/// Language of the texts, as in HTML's `lang`.
pub const LANGUAGE: &str = "en";
/// Direction of the script, as in HTML's `dir`.
pub const DIRECTION: &str = "ltr";

// Dates
pub const MONTH: &str = "Month";
pub const YEAR: &str = "Year";
pub const TOTAL: &str = "Total";

// Page
pub const SUBTITLE: &str = "Can this AI-chip build-out be executed?";
pub const CONTENTS: &str = "Contents";
pub const SKIP: &str = "Skip to the report";
pub const THEME: &str = "Light or dark";
pub const OPEN_ALL: &str = "Open all tables";
pub const CLOSE_ALL: &str = "Close all tables";
pub const NO_RUN: &str = "The folder of this report holds no run, only analyses. `fabcast run` with the same folder adds the verdict.";
pub const LEFT_OUT: &str = "Left out of this report";
pub const TOP: &str = "Back to top";
pub const LEGEND: &str = "Key";

// Headline
pub const VERDICT: &str = "Verdict";
pub const PROBABILITY_OF_ALL: &str = "of the simulated futures meet every target";
pub const FUTURES_DESCRIPTION: &str = "One hundred squares, one for each hundredth of the simulated futures. The filled part are futures that meet every target.";
pub const FUTURES_CAPTION: &str =
    "Each square is a hundredth of the futures; filled: every target met.";
pub const TARGETS: &str = "Targets";
pub const TARGETS_HEAD: [&str; 2] = ["Target", "Futures that meet it"];
pub const KEY_FIGURES: &str = "Key figures";
pub const WARNINGS: &str = "Before you trust these numbers";
pub const BUDGET: &str = "Budget asked for";
pub const PLAN_COST: &str = "Cost of the plan";
pub const PROJECTS: &str = "Projects planned";

pub fn label(label: &str) -> String {
    capitalised(label)
}

pub fn scenario_line(title: &str, world: &str, start: &str, end: &str) -> String {
    let world = if world.is_empty() {
        String::new()
    } else {
        format!(" in the world of {world}")
    };
    format!("{title}{world}, {start} to {end}")
}

pub fn futures(filled: u32, probability: f64) -> String {
    match filled {
        0 if probability > 0.0 => "Fewer than 1 in 100 futures meet every target".to_owned(),
        0 => "No future meets every target".to_owned(),
        100 if probability < 1.0 => "More than 99 in 100 futures meet every target".to_owned(),
        100 => "All futures meet every target".to_owned(),
        n => format!("{n} in 100 futures meet every target"),
    }
}

/// A probability that no draw or every draw speaks for.
pub fn probability_note(probability: f64, draws: &str) -> String {
    if probability <= 0.0 {
        format!("none of {draws} draws")
    } else if probability >= 1.0 {
        format!("all {draws} draws")
    } else {
        String::new()
    }
}

pub fn relaxed(groups: &[String]) -> String {
    let groups: Vec<String> = groups
        .iter()
        .map(|name| group(name).to_lowercase())
        .collect();
    format!(
        "This run lifts limits that hold in reality: {}. It shows what would happen without them.",
        groups.join(", ")
    )
}

pub fn card_range(range: &str) -> String {
    format!("{range} in 80\u{a0}% of futures")
}
pub fn card_loss(share: &str) -> String {
    format!("a loss in {share}")
}
pub fn card_defined(share: &str) -> String {
    format!("has a value in {share} of futures")
}
pub const CARD_SAME: &str = "the same in all futures";
pub fn kind_count(kind: &str, count: &str) -> String {
    let kind = kind_plural(kind);
    let mut letters = kind.chars();
    let first = letters
        .next()
        .map(|first| first.to_lowercase().to_string())
        .unwrap_or_default();
    format!("{count} {first}{}", letters.as_str())
}

// Fan charts
pub const MEDIAN: &str = "median future";
pub const BAND_50: &str = "half of all futures";
pub const BAND_80: &str = "80 %";
pub const BAND_90: &str = "90 %";
pub const BAND_80_ONLY: &str = "80 % of futures";
pub const PLAN_LINE: &str = "plan, if nothing stood in its way (median)";
pub const PLAN_SHORT: &str = "Plan";
pub const BUDGET_LINE: &str = "budget asked for";
pub const CLAIM_LINE: &str = "claimed: 75 % a year";

pub fn series_noun(name: &str, label: &str) -> String {
    let noun = match name {
        "logic_capacity_kwspm" => "Logic capacity",
        "hbm_capacity_kwspm" => "Memory (HBM) capacity",
        "packaging_capacity_kwpm" => "Packaging capacity",
        "delivered_h100e" => "Compute in service",
        "datacentre_gw" => "Finished data-centre power",
        "capital_drawn" => "Capital drawn",
        "price_h100_hour" => "The price of an H100-equivalent hour",
        "revenue" => "Revenue",
        "others_h100e" => "Compute of everybody else",
        "implied_training_cost_fall" => "The implied fall of training cost",
        _ => match name.strip_prefix("backlog_") {
            Some(class) => return format!("The order backlog of {}", tool_class(class)),
            None if label.trim().is_empty() => return prettified(name),
            None => return label.trim().to_owned(),
        },
    };
    noun.to_owned()
}

pub fn finding_zero(noun: &str) -> String {
    format!("{noun} stays at zero")
}
pub fn finding_share_of_plan(noun: &str, value: &str, date: &str, share: &str) -> String {
    format!("{noun} reaches {value} in the median by {date}, {share} of plan")
}
pub fn finding_against_plan(
    noun: &str,
    falls: bool,
    first: &str,
    value: &str,
    date: &str,
    plan: &str,
) -> String {
    if falls {
        format!(
            "{noun} falls from {first} to {value} in the median by {date}; with the plan fulfilled, to {plan}"
        )
    } else {
        format!("{noun} is {value} in the median in {date}; with the plan fulfilled, {plan}")
    }
}
pub fn finding_alone(noun: &str, falls: bool, first: &str, value: &str, date: &str) -> String {
    if falls {
        format!("{noun} falls from {first} to {value} in the median by {date}")
    } else {
        format!("{noun} reaches {value} in the median by {date}")
    }
}
pub fn finding_claim(noun: &str, value: &str, date: &str, claim: &str) -> String {
    format!("{noun} is {value} in the median in {date}; claimed are {claim}")
}
pub fn finding_peak(noun: &str, value: &str, date: &str) -> String {
    format!("{noun} peaks at {value} in the median, in {date}")
}
pub fn lead_bands(date: &str, ninety: &str, half: &str) -> String {
    format!("{date}: {ninety} in 90\u{a0}% of futures, {half} in half of them.")
}
pub fn lead_certain(date: &str) -> String {
    format!("In {date}, all futures agree.")
}
pub fn describe_fan(
    noun: &str,
    first: &str,
    last: &str,
    date: &str,
    quantiles: &[String; 7],
    plan: Option<&str>,
) -> String {
    let [p5, p10, p25, p50, p75, p90, p95] = quantiles;
    let plan = plan.map_or_else(String::new, |plan| format!(" The plan's median is {plan}."));
    format!(
        "Fan chart from {first} to {last}: {noun}. In {date} the median is {p50}; half of the futures lie between {p25} and {p75}, 80 % between {p10} and {p90}, 90 % between {p5} and {p95}.{plan} The numbers are in the table below the chart."
    )
}
pub fn end_median(value: &str) -> String {
    format!("median {value}")
}
pub fn end_plan(value: &str) -> String {
    format!("plan {value}")
}
pub fn end_reference(series: &str, value: &str) -> String {
    if series == "capital_drawn" {
        format!("asked {value}")
    } else {
        format!("claim {value}")
    }
}
pub fn numbers_in(unit: &str) -> String {
    match unit.trim() {
        "" => "Numbers: quantiles of the futures".to_owned(),
        unit => format!("Numbers: quantiles of the futures, in {unit}"),
    }
}
pub fn median_and_range(median: &str, low: &str, high: &str) -> String {
    if median == low && median == high {
        median.to_owned()
    } else {
        format!("{median} ({low} to {high})")
    }
}

// Schedule
pub const GANTT_PLANNED: &str = "planned, start to half capacity";
pub const GANTT_PLANNED_LINE: &str = "planned, first start to last project online";
pub const GANTT_BUILT: &str = "median, start to half capacity";
pub const GANTT_BUILT_LINE: &str = "median, first start to last project online";
pub const GANTT_START: &str = "start: median, 10 to 90 % of futures";
pub const GANTT_START_LINE: &str = "earliest start: median, 10 to 90 %";
pub const GANTT_ONLINE: &str = "half capacity: median, 10 to 90 % of futures";
pub const GANTT_ONLINE_LINE: &str = "latest project online: median, 10 to 90 %";
pub const GANTT_OPEN: &str = "goes on after the end of the run";
pub const LATER: &str = "not within the run";
pub const LATER_SHORT: &str = "later";
pub const SCHEDULE_LEAD: &str = "A project counts as online when half of its capacity is usable. Grey is the plan; below it, in colour, what the simulation expects.";
pub const SCHEDULE_TABLE: &str = "Numbers: the lines";
pub const SCHEDULE_HEAD: [&str; 4] = ["Line", "Planned", "Online in the median", "Middle project"];
pub const PROJECTS_TABLE: &str = "Numbers: every project, median (10 to 90 % of futures)";
pub const PROJECTS_HEAD: [&str; 8] = [
    "Project",
    "Capacity",
    "Planned cost",
    "Planned start",
    "Start",
    "Planned online",
    "Online",
    "Never online",
];
pub const DESCRIBE_SCHEDULE: &str = "Gantt chart with one row for each line of projects: the planned span in grey, the expected span and its uncertainty in colour. The numbers are in the table below the chart.";
pub const EACH_PROJECT: &str = "Every project, line by line";

pub fn fab_finding(slip: &str, is_early: bool) -> String {
    let late = if is_early { "early" } else { "late" };
    format!("The middle fab comes online {slip} {late} in the median")
}
pub fn project_finding(slip: Option<f64>, end: &str) -> String {
    match slip {
        None => "No project has a planned date within the run".to_owned(),
        Some(slip) if slip.is_infinite() => {
            format!("The middle project of the plan is not online by {end} in the median")
        }
        Some(slip) if slip >= 0.5 => format!(
            "The middle project comes online {} late in the median",
            months(slip)
        ),
        Some(slip) if slip <= -0.5 => format!(
            "The middle project comes online {} early in the median",
            months(-slip)
        ),
        Some(_) => "The middle project comes online as planned in the median".to_owned(),
    }
}
pub fn schedule_finding(slip: &str, late: usize, all: usize, end: &str) -> String {
    match late {
        0 => slip.to_owned(),
        late => format!(
            "{slip}; {late} of {all} are not online by {end} in half of the futures or more"
        ),
    }
}
pub fn line_says(slip: Option<f64>, late: usize, all: usize, end: &str) -> String {
    let slip = slip_short(slip);
    match late {
        0 => slip,
        late if late == all => format!("none of {all} online by {end} in the median"),
        late => format!("{slip}; {late} of {all} not online by {end} in the median"),
    }
}
pub fn slip_short(slip: Option<f64>) -> String {
    match slip {
        None => "no planned date".to_owned(),
        Some(slip) if slip.is_infinite() => "none by the end".to_owned(),
        Some(slip) if slip >= 0.5 => format!("{} late", months(slip)),
        Some(slip) if slip <= -0.5 => format!("{} early", months(-slip)),
        Some(_) => "on time".to_owned(),
    }
}
fn months(months: f64) -> String {
    if months.round() == 1.0 {
        "1\u{a0}month".to_owned()
    } else {
        format!("{months:.0}\u{a0}months")
    }
}
pub fn of(part: usize, all: usize) -> String {
    format!("{part} of {all}")
}
pub fn line_title(kind: &str, region_id: &str, name: &str) -> String {
    if kind.is_empty() && region_id.is_empty() {
        return name.to_owned();
    }
    format!("{}, {}", kind_plural(kind), region(region_id))
}
pub fn line_amount(projects: usize, capacity: &str) -> String {
    format!(
        "{projects} {}, {capacity}",
        if projects == 1 { "project" } else { "projects" }
    )
}
pub fn line_summary(title: &str, amount: &str) -> String {
    format!("{title}: {amount}")
}
pub fn line_finding(title: &str, says: &str) -> String {
    format!("{title}: {says}")
}
pub fn describe_line(projects: usize) -> String {
    format!(
        "Gantt chart with {projects} rows, one for each project: the planned bar, and the spread of start and of coming online. The numbers are in the table below the chart."
    )
}
pub fn never_short(share: &str, wide: bool) -> String {
    if wide {
        format!("{share} never")
    } else {
        share.replace('\u{a0}', "")
    }
}
pub fn project_tooltip(
    name: &str,
    planned: (&str, &str),
    start: [String; 3],
    online: [String; 3],
    never: &str,
) -> String {
    format!(
        "{name}\nplanned: {} to {}\nstart: {} ({} to {})\nonline: {} ({} to {})\nnever: {never}",
        planned.0, planned.1, start[1], start[0], start[2], online[1], online[0], online[2]
    )
}
pub fn kind_plural(kind: &str) -> String {
    match kind {
        "fab" => "Logic fabs".to_owned(),
        "hbm" => "Memory (HBM) fabs".to_owned(),
        "packaging" => "Packaging plants".to_owned(),
        "datacentre" => "Data centres".to_owned(),
        other => prettified(other),
    }
}
pub fn region(region: &str) -> String {
    match region {
        "us" => "United States".to_owned(),
        "eu" => "Europe".to_owned(),
        other => prettified(other),
    }
}

// Causes
pub const HEAT_LEAD: &str = "Each cell is a group's share of what is missing at the end of a year, in the mean of the futures: what lifting its limits brings when all are lifted one after the other, in the mean of many orders. The cells of a year add up to 100 %; less than 0 has a group whose work takes money, people or tools from the others. Numbers in the cells are per cent.";
pub const HEAT_TABLE: &str = "Numbers: share of what is missing by year";

pub fn group(group: &str) -> String {
    prettified(group)
}
pub fn heat_finding(label: &str, leaders: &[(&str, String, String)]) -> String {
    let told: Vec<String> = leaders
        .iter()
        .enumerate()
        .map(|(index, (year, group, share))| match index {
            0 => format!(
                "{} explains {share} of what is missing at the end of {year}",
                group.to_lowercase()
            ),
            _ => format!("{} {share} at the end of {year}", group.to_lowercase()),
        })
        .collect();
    match told.is_empty() {
        true => format!("{label}: no group explains what is missing"),
        false => format!("{label}: {}", told.join(", ")),
    }
}
pub fn describe_heat(leaders: &[(&str, String, String)]) -> String {
    let leaders: Vec<String> = leaders
        .iter()
        .map(|(year, group, share)| format!("{year}: {group} {share}"))
        .collect();
    format!(
        "Heat map of constraint groups by year. Largest share in each year: {}. The numbers are in the table below the chart.",
        leaders.join("; ")
    )
}
pub fn heat_cell(group: &str, year: &str, share: &str) -> String {
    format!("{group}, {year}: {share} of months")
}

// Talent and tools
pub const TALENT_NONE: &str = "No shortage of people in the median";

pub fn skill(skill: &str) -> String {
    match skill {
        "trades" => "building workers".to_owned(),
        other => other.replace('_', " "),
    }
}
pub fn talent_finding(region: &str, skill: &str, most: &str, date: &str) -> String {
    format!(
        "The widest gap: {most} {skill} are missing in {} in {date}, in the median",
        with_article(region)
    )
}
pub fn talent_panel(region: &str, most: &str, skill: &str, date: &str) -> String {
    format!("{region}: up to {most} {skill} missing in the median ({date})")
}
pub fn talent_panel_none(region: &str) -> String {
    format!("{region}: no shortage in the median")
}
pub fn talent_column(skill: &str) -> String {
    capitalised(skill)
}
pub fn describe_talent(region: &str) -> String {
    format!(
        "Lines of the median shortage by skill in {}, each with the band that holds 80 % of the futures. The numbers are in the table below the chart.",
        with_article(region)
    )
}
fn with_article(region: &str) -> String {
    if matches!(region, "United States" | "Gulf") {
        format!("the {region}")
    } else {
        region.to_owned()
    }
}
fn tool_class(class: &str) -> String {
    match class {
        "euv" => "EUV scanners".to_owned(),
        "duv" => "DUV scanners".to_owned(),
        "front_end" => "other front-end tools".to_owned(),
        "hbm_tools" => "memory tools".to_owned(),
        other => other.replace('_', " "),
    }
}

// Capital
pub const COMMITTED: &str = "committed (median)";
pub const DRAWN: &str = "drawn by the end (median)";
pub const WHISKER: &str = "10 to 90 % of futures";
pub const COMMITMENTS_LEAD: &str =
    "What each investor commits, and how much of it is really paid in by the end of the run.";
pub const COMMITMENTS_TABLE: &str = "Numbers: the capital stack, median (10 to 90 % of futures)";
pub const COMMITMENTS_HEAD: [&str; 5] = [
    "Investor",
    "Kind",
    "Commitment",
    "Takes part in",
    "Drawn by the end",
];
pub const DESCRIBE_COMMITMENTS: &str = "Bars of commitment and of capital drawn, one row for each investor, with whiskers from the 10 to the 90 % quantile. The numbers are in the table below the chart.";
pub const CALLS_LEAD: &str =
    "Mean over all futures of what each investor pays in during a calendar year.";
pub const CALLS_TABLE: &str = "Numbers: mean calls by year";
pub const DESCRIBE_CALLS: &str = "Stacked bars, one for each calendar year, of the mean capital called from each investor. The numbers are in the table below the chart.";
pub const OTHER_INVESTORS: &str = "other investors";

pub fn investor_kind(kind: &str) -> String {
    capitalised(kind)
}
pub fn commitments_finding(drawn: &str, asked: &str, share: &str, date: &str) -> String {
    format!("{drawn} of the {asked} asked for is paid in by {date} in the median ({share})")
}
pub fn commitments_finding_counted(held_back: usize, all: usize) -> String {
    format!(
        "{held_back} of {all} investors pay in less than half of what they commit, in the median"
    )
}
pub fn drawn_of(drawn: &str, committed: &str) -> String {
    format!("{drawn} of {committed}")
}
pub fn investor_takes_part(kind: &str, approved: &str) -> String {
    format!("{}, takes part in {approved}", kind)
}
pub fn investor_tooltip(label: &str, says: &str, approved: &str) -> String {
    format!("{label}: {says} drawn in the median; takes part in {approved} of futures")
}
pub fn calls_finding(most: &str, year: &str) -> String {
    format!("Calls on investors peak at {most} in {year}, on average over the futures")
}

// Perspective
pub const MAGNITUDE: &str = "reference magnitude";
pub const MULTIPLE_SHORT: &str = "multiple";
pub const MAGNITUDES_LEAD: &str = "Each dot is a sum people know; the number at the right says how many times the programme holds it. The scale is logarithmic: each step to the right multiplies.";
pub const MAGNITUDES_TABLE: &str = "Numbers and sources";
pub const MAGNITUDES_HEAD: [&str; 5] = ["Magnitude", "Size", "Programme is", "As of", "Source"];

pub fn programme_line(budget: &str) -> String {
    format!("the programme, {budget}")
}
pub fn magnitudes_finding(budget: &str, multiple: &str, label: &str) -> String {
    format!("{budget} is {multiple} times this: {label}")
}
pub fn describe_magnitudes(rows: usize, budget: &str) -> String {
    format!(
        "Dot plot of {rows} reference magnitudes on a logarithmic scale, with the programme of {budget} as a vertical line. The numbers and sources are in the table below the chart."
    )
}

// Words made from identifiers
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + characters.as_str()
    })
}

/// `front_end-tools` → `Front end tools`.
pub fn prettified(identifier: &str) -> String {
    capitalised(&identifier.replace(['_', '-'], " "))
}

/// Title of the tab of a page that shows no run.
pub fn page_title_without_run(title: &str) -> String {
    format!("{title} – fabcast")
}
/// Title of the page in the browser's tab.
pub fn page_title(scenario: &str, verdict: &Verdict) -> String {
    format!("{scenario}: {} – fabcast", verdict.label)
}

//! What the backtest of campuses says.

use std::fmt::Write;

use fabcast_document::backtest::campuses::{
    CampusForecast, CampusRow, CampusScores, CampusesDocument, Parameter, PowerScores,
};
use fabcast_document::backtest::score::Scores;

use super::record::{At, Campus, Fate};
use crate::backtest::text::wrapped;
use crate::format::percent;

/// When a forecast is made, in a word.
pub fn at(at: At) -> &'static str {
    match at {
        At::Announcement => "announcement",
        At::Ground => "ground",
    }
}

/// What became of a campus, in words.
pub fn outcome(campus: &Campus) -> String {
    match (campus.fate, campus.powered) {
        (Fate::Stopped, _) => format!("stopped by {}", campus.as_of),
        (Fate::Powered, Some(window)) => window.to_string(),
        (Fate::Powered, None) => "some time".to_owned(),
        (Fate::Open, _) => format!("not by {}", campus.as_of),
    }
}

/// The four kinds of forecast with their names.
fn experiments(document: &CampusesDocument) -> [(&'static str, &CampusScores); 4] {
    [
        ("announced, as known", &document.announcement.as_known),
        (
            "announced, leave one out",
            &document.announcement.leave_one_out,
        ),
        ("ground, as known", &document.ground.as_known),
        ("ground, leave one out", &document.ground.leave_one_out),
    ]
}

/// Rivals with their names in a column and what they say.
const RIVALS: [(&str, &str, &str); 3] = [
    ("promised", "promised", "the promise"),
    (
        "promised_slips",
        "with slips",
        "the promise with each slip of the class",
    ),
    ("class_mean", "class mean", "the mean of the class"),
];

/// What is scored, and from which outcomes.
const PARTS: [&str; 5] = [
    "Month of first power, campuses with a promised date (months)",
    "Month of first power, all campuses (months)",
    "Power at the dates of the file (MW)",
    "The same of campuses with a promised date and size (MW)",
    "Power at the ends of years (MW)",
];

/// The scores of each of the parts, of powers with the share inside the 80 % interval.
fn parts(scores: &CampusScores) -> [(&Scores, Option<f64>); 5] {
    fn power(power: &PowerScores) -> (&Scores, Option<f64>) {
        (&power.scores, Some(power.inside_80))
    }
    [
        (&scores.first_power, None),
        (&scores.first_power_all, None),
        power(&scores.power),
        power(&scores.power_promised),
        power(&scores.power_year_ends),
    ]
}

/// What is weak, said first.
pub fn weak(document: &CampusesDocument) -> Vec<String> {
    let scores = experiments(document).map(|(_, scores)| scores);
    let [_, announced, _, ground] = scores;
    let covers = |of: fn(&CampusScores) -> &PowerScores| {
        scores.map(|scores| percent(of(scores).scores.coverage_80))
    };
    let [known, one_out, ground_known, ground_one_out] = covers(|s| &s.power);
    let [_, year_ends, _, ground_year_ends] = covers(|s| &s.power_year_ends);
    let mut lines = vec![
        format!(
            "Power at the dates of the file: the 80 % interval covers {one_out} from the announcement leaving one out, \
             {known} by what was known then; {ground_one_out} and {ground_known} from the ground. Most of these dates \
             are such as power had risen at, so they know the outcome; at the ends of years, which do not, it covers \
             {year_ends} and {ground_year_ends} leaving one out. Several dates of one campus are not independent.",
        ),
        format!(
            "The record is small and no sample of all campuses: sites that are large, American or in the news are too \
             many. {} promised dates can be scored from the announcement, {} of them of campuses without power yet; \
             from the ground {} dates of all campuses. Differences smaller than their standard errors mean nothing.",
            announced.first_power.n, announced.first_power.n_censored, ground.first_power_all.n,
        ),
    ];
    let rival = |rival: &str| announced.first_power.rivals.get(rival).map(|r| r.skill);
    if let (Some(promised), Some(slips)) = (rival("promised"), rival("promised_slips")) {
        lines.push(format!(
            "Leaving one out, the forecast from the announcement gains {} (± {}) over the promised date, but {} (± {}) \
             over the promise with past slips: most of what is gained comes from the record of slips.",
            percent(promised.skill),
            percent(promised.skill_error),
            percent(slips.skill),
            percent(slips.skill_error),
        ));
    }
    lines.extend(
        [
            "All figures for data/dc_projects.csv were seen while fitting: priors and forms of the models were chosen with \
             that record in sight; only what is estimated is out of sample. What is new to the model is scored by \
             `--cases FILE`.",
            "Cancelled and paused campuses were looked for among plans, and none was found after its ground was broken. \
             They have no date: they count in the chance to be stopped only.",
            "First power is the first that was seen or told, MW of sites seen from above are estimates of Epoch AI (CC \
             BY). Rows of low confidence are marked `?`.",
        ]
        .map(str::to_owned),
    );
    lines
}

fn row(name: &str, s: &Scores, inside: Option<f64>) -> String {
    let rival = |rival: &str| {
        let found = s.rivals.get(rival);
        found.map_or("-".to_owned(), |r| format!("{:.1}", r.crps))
    };
    format!(
        "{name:<26}{:>4}{:>6}{:>7}{:>7}{:>7}{:>8}{:>8.1}{:>10}{:>12}{:>12}\n",
        s.n,
        s.n_censored,
        percent(s.coverage_50),
        percent(s.coverage_80),
        percent(s.coverage_90),
        inside.map_or("-".to_owned(), percent),
        s.crps,
        rival("promised"),
        rival("promised_slips"),
        rival("class_mean"),
    )
}

/// Tables of the scores for a screen.
pub fn screen(document: &CampusesDocument) -> String {
    let mut out = format!(
        "Real campuses of data centres: {} forecasts for {}\n",
        document.cases.len(),
        document.file,
    );
    for (part, title) in PARTS.iter().enumerate() {
        let _ = write!(
            out,
            "\n{title}\n{:<26}{:>4}{:>6}{:>7}{:>7}{:>7}{:>8}{:>8}{:>10}{:>12}{:>12}\n",
            "",
            "n",
            "open",
            "50 %",
            "80 %",
            "90 %",
            "inside",
            "CRPS",
            RIVALS[0].1,
            RIVALS[1].1,
            RIVALS[2].1,
        );
        for (name, experiment) in experiments(document) {
            let (scores, inside) = parts(experiment)[part];
            out.push_str(&row(name, scores, inside));
        }
    }
    out.push_str("\nCRPS of the first power less than a rival's (± standard error)\n");
    for (name, scores) in experiments(document) {
        let parts = RIVALS.iter().filter_map(|(rival, short, _)| {
            let r = scores.first_power.rivals.get(*rival)?;
            let [skill, error] = [r.skill.skill, r.skill.skill_error].map(percent);
            Some(format!("{short} {skill} ± {error}"))
        });
        let _ = writeln!(out, "{name:<26}{}", parts.collect::<Vec<_>>().join(", "));
    }
    let _ = writeln!(
        out,
        "\nChance to be cancelled or paused (Brier score)\n{:<26}{:>4}{:>9}{:>8}{:>11}",
        "", "n", "stopped", "Brier", "base rate"
    );
    for (name, scores) in experiments(document) {
        let s = &scores.stopped;
        let _ = writeln!(
            out,
            "{name:<26}{:>4}{:>9}{:>8.3}{:>11.3}",
            s.scores.n, s.scores.n_true, s.scores.brier, s.base_rate_brier
        );
    }
    out.push_str(
        "\nEach campus (leaving one out; 80 % interval, chance to be stopped; ? low confidence)\n",
    );
    for case in &document.cases {
        let forecast = &case.leave_one_out;
        let _ = writeln!(
            out,
            "{:<38}{:<13}{:<9}{:<9}{} to {}  {} ({})",
            marked(case),
            case.at,
            case.vintage.get(..7).unwrap_or(&case.vintage),
            case.promised
                .as_deref()
                .filter(|_| case.promised_months.is_some())
                .unwrap_or("-"),
            forecast.dates[0],
            forecast.dates[2],
            case.outcome,
            percent(forecast.stop),
        );
    }
    out.push_str("\nWhat is weak\n");
    for line in weak(document) {
        out.push_str(&wrapped(&line));
    }
    out
}

/// The identifier, marked where the row is of low confidence.
pub fn marked(case: &CampusRow) -> String {
    let mark = if case.confidence == "low" { " ?" } else { "" };
    format!("{}{mark}", case.id)
}

/// A section of the page of backtests.
pub fn page(document: &CampusesDocument) -> String {
    let mut page = String::from("### What is weak\n\n");
    for line in weak(document) {
        let _ = writeln!(page, "- {line}");
    }
    page.push_str(METHOD);
    for (part, title) in PARTS.iter().enumerate() {
        let _ = write!(
            page,
            "\n### {title}\n\n\
             | forecast | n | open | 50 % | 80 % | 90 % | inside | CRPS | median misses by | width of 80 % |\n\
             |---|---|---|---|---|---|---|---|---|---|\n"
        );
        for (name, experiment) in experiments(document) {
            let (s, inside) = parts(experiment)[part];
            let _ = writeln!(
                page,
                "| {name} | {} | {} | {} | {} | {} | {} | {:.1} ± {:.1} | {:.1} | {:.1} |",
                s.n,
                s.n_censored,
                percent(s.coverage_50),
                percent(s.coverage_80),
                percent(s.coverage_90),
                inside.map_or(String::new(), percent),
                s.crps,
                s.crps_error,
                s.absolute_error,
                s.width_80,
            );
        }
        page.push_str(
            "\n| rival | forecast | CRPS | its 80 % | ours less by | ± |\n|---|---|---|---|---|---|\n",
        );
        for (rival, _, what) in RIVALS {
            for (name, experiment) in experiments(document) {
                if let Some(r) = parts(experiment)[part].0.rivals.get(rival) {
                    let _ = writeln!(
                        page,
                        "| {what} | {name} | {:.1} | {} | {} | {} |",
                        r.crps,
                        percent(r.coverage_80),
                        percent(r.skill.skill),
                        percent(r.skill.skill_error)
                    );
                }
            }
        }
        page.push_str("\nPIT histogram, ones if calibrated:\n\n```text\n");
        for (name, experiment) in experiments(document) {
            let heights = parts(experiment)[part]
                .0
                .pit
                .iter()
                .map(|height| format!("{height:>5.2}"));
            let _ = writeln!(page, "{name:<26}{}", heights.collect::<Vec<_>>().join(" "));
        }
        page.push_str("```\n");
    }
    groups(&mut page, document);
    page.push_str(
        "\n### Chance to be cancelled or paused\n\n\
         | forecast | campuses | stopped | mean chance | Brier | base rate's Brier | less by | ± |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for (name, scores) in experiments(document) {
        let s = &scores.stopped;
        let _ = writeln!(
            page,
            "| {name} | {} | {} | {} | {:.3} | {:.3} | {} | {} |",
            s.scores.n,
            s.scores.n_true,
            percent(s.scores.mean_forecast),
            s.scores.brier,
            s.base_rate_brier,
            percent(s.skill.skill),
            percent(s.skill.skill_error)
        );
    }
    page.push_str("\n### Parameters\n\n`data/campus_fit.csv` has them.\n\n");
    page.push_str(&fitted(&document.fitted));
    page.push_str(
        "\n### Each campus\n\nLeaving one out. The bar shows the months from the vintage: `=` the 80 % interval, `|` the \
         promised date, `O` when it had power, `>` not yet by then; `?` marks rows of low confidence.\n",
    );
    for variant in [At::Announcement, At::Ground].map(at) {
        let _ = write!(page, "\nAs of the {variant}:\n\n```text\n");
        for case in document.cases.iter().filter(|case| case.at == variant) {
            page.push_str(&bar(case, &case.leave_one_out));
        }
        page.push_str("```\n");
    }
    page
}

/// First power by kind of site, region and confidence.
fn groups(page: &mut String, document: &CampusesDocument) {
    for (variant, scores) in [
        ("announcement", &document.announcement.leave_one_out),
        ("ground", &document.ground.leave_one_out),
    ] {
        let _ = write!(
            page,
            "\nFirst power of all campuses as of the {variant}, leaving one out:\n\n\
             | campuses | n | open | 80 % | CRPS | class mean |\n|---|---|---|---|---|---|\n"
        );
        for (kind, groups) in [
            ("", &scores.by_site),
            ("", &scores.by_region),
            ("confidence ", &scores.by_confidence),
        ] {
            for (name, s) in groups {
                let _ = writeln!(
                    page,
                    "| {kind}{name} | {} | {} | {} | {:.1} | {:.1} |",
                    s.n,
                    s.n_censored,
                    percent(s.coverage_80),
                    s.crps,
                    s.rivals.get("class_mean").map_or(f64::NAN, |r| r.crps)
                );
            }
        }
    }
}

/// Columns of the bar, and months of one.
const COLUMNS: usize = 50;
const PER_COLUMN: f64 = 2.0;

fn bar(case: &CampusRow, forecast: &CampusForecast) -> String {
    let mut bar = [' '; COLUMNS];
    let column = |months: f64| ((months / PER_COLUMN).max(0.0) as usize).min(COLUMNS - 1);
    for cell in &mut bar[column(forecast.months.p10)..=column(forecast.months.p90)] {
        *cell = '=';
    }
    if let Some(planned) = case.promised_months {
        bar[column(planned)] = '|';
    }
    match case.months {
        Some([Some(from), Some(to)]) => bar[column((from + to) / 2.0)] = 'O',
        Some([Some(from), None]) => bar[column(from)] = '>',
        _ => {}
    }
    let bar: String = bar.iter().collect();
    let stopped = if case.stopped { "stopped" } else { "" };
    let line = format!(
        "{:<38} {bar} {} {stopped}",
        marked(case),
        percent(forecast.stop)
    );
    format!("{}\n", line.trim_end())
}

fn fitted(parameters: &[Parameter]) -> String {
    let mut out = String::from(
        "| parameter | unit | estimate | standard error | from |\n|---|---|---|---|---|\n",
    );
    for row in parameters {
        let _ = writeln!(
            out,
            "| {} | {} | {:.2} | {:.2} | {} |",
            row.what, row.unit, row.value.estimate, row.value.standard_error, row.from
        );
    }
    out
}

const METHOD: &str = "
### How it is forecast

Month 0 is that of the announcement, or that in which ground was broken; in the median of the record they are the same. The
months from the ground to first power, `ln D = a + site + region + σ·ε`, are estimated from all campuses with a ground, those
without power as at least so many months. With a promised date the forecast joins the promise `P` and the usual months `N`,
`ln T = ln N + c + w·(ln P - ln N) + σ·ε`; without one `w = 0`, and `c` is larger where the ground is not yet broken. `N` is the
median of `D`, or of what is left of it for a campus that was announced under way. The power is the first block, log-normal
with the kind of site, the year and the promised size, and grows evenly from there up to that size, or to ten blocks. Priors
are normal, `σ` is averaged over a grid, and the doubt about all of them is in the forecast.

**As known** uses of other campuses only what was known in the month of the forecast; a test changes every later outcome and
finds the same forecasts. **Leave one out** uses all outcomes but its own, as constants of a mechanism on later evidence are to
be. As of the ground a promise counts only if it had been made by then. Rivals are the promised date (power: the promised size
in equal steps from the promised first power to the promised end), the promise with each past slip of the class, and the mean
of the class; a class is the kind of site where three have ended, else all.

Scores are proper: the CRPS ends at the last look at a campus, so that open campuses count without rewarding early forecasts.
Coverage counts the share of the observation's window that lies within the interval; of a power of 0 that was expected with
some chance, the part of that chance. **Inside** counts every power from the 10 to the 90 % quantile, ends included.
";

//! What the backtest of fabs says.

use std::fmt::Write;

use fabcast_document::backtest::fabs::{
    CaseForecast, CaseRow, ExperimentScores, FabsDocument, Fitted,
};
use fabcast_document::backtest::score::Scores;
use fabcast_document::run::ReferenceClass;

use super::parameters::parameters;
use super::record::REGIONS;
use crate::backtest::text::wrapped;
use crate::format::percent;

/// A reference class in a sentence.
pub fn reference_class(class: &ReferenceClass) -> String {
    let adjective = match class.region.as_str() {
        "us" => "US",
        "taiwan" => "Taiwanese",
        "japan" => "Japanese",
        "korea" => "South Korean",
        "china" => "Chinese",
        "europe" => "European",
        "sea" => "Southeast Asian",
        other => other,
    };
    let own = match class.programme_slip {
        Some(months) => format!("this plan's {}: {months:.0}", class.n_programme),
        None => format!("most of this plan's {} never run", class.n_programme),
    };
    format!(
        "{} {adjective} fabs, median slip {:.1} months; {own}",
        class.n, class.median_slip
    )
}

/// The three experiments with their names.
fn experiments(document: &FabsDocument) -> [(&'static str, &ExperimentScores); 3] {
    [
        ("as announced", &document.as_announced),
        ("leave one out", &document.leave_one_out),
        ("leave one decade out", &document.leave_one_decade_out),
    ]
}

/// Rivals with what they say.
const RIVALS: [(&str, &str); 4] = [
    ("announced", "the announced date"),
    ("class_mean", "the announced date and the class's mean slip"),
    (
        "class_slips",
        "the announced date and each slip of the class",
    ),
    ("exponential", "an exponential of the class's mean"),
];

/// A rival's name in a column.
fn short(rival: &str) -> &'static str {
    match rival {
        "announced" => "announced",
        "class_mean" => "mean",
        "class_slips" => "slips",
        _ => "exp.",
    }
}

/// What is weak, said first.
pub fn weak(document: &FabsDocument) -> Vec<String> {
    let [announced, others, decades] = experiments(document).map(|(_, scores)| scores);
    let mut lines = Vec::new();
    let n = document.scores.n;
    lines.push(format!(
        "The record is small: {n} dates can be scored, {} of them of projects that do not produce yet; \
         {} projects have both costs. Differences smaller than their standard errors mean nothing.",
        document.scores.n_censored, others.overrun.n,
    ));
    if let Some(rival) = others.production.rivals.get("class_slips") {
        lines.push(format!(
            "Against a forecast that adds each slip of the reference class to the announced date, the \
             chain gains {} (± {}) when all others are known: most of what is gained over the \
             announced date comes from the record of slips, little from the stages.",
            percent(rival.skill.skill),
            percent(rival.skill.skill_error)
        ));
    }
    lines.push(format!(
        "The chance to be stopped is told apart mainly by the company. Brier scores against the base rate: \
         {:.3} and {:.3} as announced, {:.3} and {:.3} leaving one out, {:.3} and {:.3} leaving a decade out.",
        announced.stopped.scores.brier,
        announced.stopped.base_rate_brier,
        others.stopped.scores.brier,
        others.stopped.base_rate_brier,
        decades.stopped.scores.brier,
        decades.stopped.base_rate_brier,
    ));
    if decades.stopped.scores.brier > decades.stopped.base_rate_brier {
        lines.push(CANCELLATION_STUDY.to_owned());
    }
    lines.push(
        "The forms of the models of slips and of cancellation were chosen on the same record, with these scores in \
         sight; only their parameters are out of sample. What is new to the model is scored by `--cases FILE`."
            .to_owned(),
    );
    lines.push(
        "Final costs are as last reported, mostly the announced cost said again or with more scope; of \
         projects that do not produce yet they are not final."
            .to_owned(),
    );
    lines.push(
        "The usual building times of regions were published in 2021 from fabs built between 1990 and 2020, \
         so announcements before 2021 look ahead in this one respect. Stages of kinds come from the world of \
         February 2024."
            .to_owned(),
    );
    lines
}

fn months(value: f64) -> String {
    format!("{value:.1}")
}

/// A table of the scores for a screen.
pub fn screen(document: &FabsDocument) -> String {
    let mut out = format!(
        "Real fabs, as forecast from their announcement: {} projects of {}\n\n\
         Month of first production (months; 80 % interval should cover 80 %)\n\
         {:<22}{:>5}{:>7}{:>7}{:>7}{:>7}{:>11}{:>8}{:>8}{:>8}\n",
        document.cases.len(),
        document.file,
        "",
        "n",
        "50 %",
        "80 %",
        "90 %",
        "CRPS",
        "announced",
        "mean",
        "slips",
        "exp.",
    );
    for (name, scores) in experiments(document) {
        let s = &scores.production;
        let rival = |rival: &str| {
            let found = s.rivals.get(rival);
            found.map_or("-".to_owned(), |r| format!("{:.2}", r.crps))
        };
        let _ = writeln!(
            out,
            "{name:<22}{:>5}{:>7}{:>7}{:>7}{:>7.2}{:>11}{:>8}{:>8}{:>8}",
            s.n,
            percent(s.coverage_50),
            percent(s.coverage_80),
            percent(s.coverage_90),
            s.crps,
            rival("announced"),
            rival("class_mean"),
            rival("class_slips"),
            rival("exponential"),
        );
    }
    out.push_str("\nCRPS less than a rival's (± standard error)\n");
    for (name, scores) in experiments(document) {
        let mut parts = Vec::new();
        for (rival, _) in RIVALS {
            if let Some(r) = scores.production.rivals.get(rival) {
                parts.push(format!(
                    "{} {} ± {}",
                    short(rival),
                    percent(r.skill.skill),
                    percent(r.skill.skill_error)
                ));
            }
        }
        let _ = writeln!(out, "{name:<22}{}", parts.join(", "));
    }
    let _ = writeln!(
        out,
        "\nChance to be cancelled or paused, or to fail (Brier score)\n{:<22}{:>5}{:>9}{:>8}{:>11}",
        "", "n", "stopped", "Brier", "base rate"
    );
    for (name, scores) in experiments(document) {
        let s = &scores.stopped;
        let _ = writeln!(
            out,
            "{name:<22}{:>5}{:>9}{:>8.3}{:>11.3}",
            s.scores.n, s.scores.n_true, s.scores.brier, s.base_rate_brier
        );
    }
    let _ = writeln!(
        out,
        "\nFinal over announced cost (ratio)\n{:<22}{:>5}{:>7}{:>7}{:>11}{:>8}",
        "", "n", "80 %", "CRPS", "announced", "mean"
    );
    for (name, scores) in experiments(document) {
        let s = &scores.overrun;
        let rival = |rival: &str| {
            let found = s.rivals.get(rival);
            found.map_or("-".to_owned(), |r| format!("{:.2}", r.crps))
        };
        let _ = writeln!(
            out,
            "{name:<22}{:>5}{:>7}{:>7.2}{:>11}{:>8}",
            s.n,
            percent(s.coverage_80),
            s.crps,
            rival("announced"),
            rival("class_mean"),
        );
    }
    out.push_str("\nEach project (as announced; 80 % interval, chance to be stopped)\n");
    for case in &document.cases {
        let Some(forecast) = &case.as_announced else {
            continue;
        };
        let _ = writeln!(
            out,
            "{:<22}{:<9}{:<20}{:<22}{}",
            case.id,
            case.vintage.as_deref().unwrap_or(""),
            case.planned.as_deref().unwrap_or("no date"),
            interval(forecast),
            outcome(case, forecast),
        );
    }
    out.push_str("\nWhat is weak\n");
    for line in weak(document) {
        out.push_str(&wrapped(&line));
    }
    out
}

fn interval(forecast: &CaseForecast) -> String {
    match &forecast.dates {
        Some([low, _, high]) => format!("{low} to {high}"),
        None => "-".to_owned(),
    }
}

fn outcome(case: &CaseRow, forecast: &CaseForecast) -> String {
    format!("{} ({})", case.outcome, percent(forecast.stop))
}

/// A section of the page of backtests.
pub fn page(document: &FabsDocument) -> String {
    let mut page = String::from("### What is weak\n\n");
    for line in weak(document) {
        let _ = writeln!(page, "- {line}");
    }
    page.push_str(METHOD);
    page.push_str("\n### Month of first production\n\n");
    page.push_str(
        "| forecast with | n | open | 50 % | 80 % | 90 % | CRPS | log score | median misses by | width of 80 % |\n\
         |---|---|---|---|---|---|---|---|---|---|\n",
    );
    for (name, scores) in experiments(document) {
        page.push_str(&scores_row(name, &scores.production));
    }
    page.push_str("\n| rival | forecast with | CRPS | ours less by | ± |\n|---|---|---|---|---|\n");
    for (rival, what) in RIVALS {
        for (name, scores) in experiments(document) {
            if let Some(r) = scores.production.rivals.get(rival) {
                let _ = writeln!(
                    page,
                    "| {what} | {name} | {:.2} | {} | {} |",
                    r.crps,
                    percent(r.skill.skill),
                    percent(r.skill.skill_error)
                );
            }
        }
    }
    page.push_str("\n![Where in the forecasts the outcomes lie](backtest-pit.svg)\n");
    page.push_str("\nPIT histogram: heights of ten equal parts, ones if calibrated.\n\n```text\n");
    for (name, scores) in experiments(document) {
        page.push_str(&histogram(name, &scores.production.pit));
    }
    page.push_str("```\n");
    for (title, groups) in [
        ("region", &document.as_announced.by_region),
        ("product", &document.as_announced.by_product),
        ("decade", &document.as_announced.by_decade),
    ] {
        let _ = write!(
            page,
            "\nBy {title}, as announced:\n\n\
             | {title} | n | 80 % | CRPS | announced date | projects | stopped | mean chance | Brier |\n\
             |---|---|---|---|---|---|---|---|---|\n"
        );
        for (name, group) in groups {
            let dates = match &group.production {
                Some(s) => format!(
                    "{} | {} | {:.2} | {:.2}",
                    s.n,
                    percent(s.coverage_80),
                    s.crps,
                    s.rivals.get("announced").map_or(f64::NAN, |r| r.crps)
                ),
                None => "0 | | | ".to_owned(),
            };
            let stop = &group.stopped.scores;
            if stop.n > 0 {
                let _ = writeln!(
                    page,
                    "| {} | {dates} | {} | {} | {} | {:.3} |",
                    region_label(name),
                    stop.n,
                    stop.n_true,
                    percent(stop.mean_forecast),
                    stop.brier
                );
            }
        }
    }
    page.push_str(
        "\n### Chance to be cancelled or paused, or to fail\n\n\
         | forecast with | projects | stopped | mean chance | Brier | ± | base rate's Brier | less by | ± |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    for (name, scores) in experiments(document) {
        let s = &scores.stopped;
        let _ = writeln!(
            page,
            "| {name} | {} | {} | {} | {:.3} | {:.3} | {:.3} | {} | {} |",
            s.scores.n,
            s.scores.n_true,
            percent(s.scores.mean_forecast),
            s.scores.brier,
            s.scores.brier_error,
            s.base_rate_brier,
            percent(s.skill.skill),
            percent(s.skill.skill_error)
        );
    }
    page.push_str("\n![How often projects were stopped, against the chance forecast](backtest-reliability.svg)\n");
    page.push_str(
        "\nReliability, leaving one out: projects in five groups of rising chance.\n\n\
         | projects | forecast | came | ± if right |\n|---|---|---|---|\n",
    );
    for group in &document.leave_one_out.stopped.scores.reliability {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            group.n,
            percent(group.forecast),
            percent(group.observed),
            percent(group.error)
        );
    }
    page.push_str(
        "\n### Final over announced cost\n\n\
         | forecast with | n | 50 % | 80 % | 90 % | CRPS | announced cost | class mean |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for (name, scores) in experiments(document) {
        let s = &scores.overrun;
        let rival = |rival: &str| s.rivals.get(rival).map_or(f64::NAN, |r| r.crps);
        let _ = writeln!(
            page,
            "| {name} | {} | {} | {} | {} | {:.3} | {:.3} | {:.3} |",
            s.n,
            percent(s.coverage_50),
            percent(s.coverage_80),
            percent(s.coverage_90),
            s.crps,
            rival("announced"),
            rival("class_mean"),
        );
    }
    page.push_str("\n### Parameters\n\n");
    page.push_str(&fitted(&document.fitted));
    page.push_str(
        "\n### Each project\n\n![Forecast against outcome, a project a row](backtest-projects.svg)\n\n\
         As announced. The bar shows the months from the announcement (or the start of building): `=` the \
         80 % interval, `|` the announced date, `O` when it produced, `>` not yet by then.\n\n```text\n",
    );
    page.push_str(&bars(document));
    page.push_str("```\n");
    page
}

fn scores_row(name: &str, s: &Scores) -> String {
    format!(
        "| {name} | {} | {} | {} | {} | {} | {:.2} ± {:.2} | {} | {} | {} |\n",
        s.n,
        s.n_censored,
        percent(s.coverage_50),
        percent(s.coverage_80),
        percent(s.coverage_90),
        s.crps,
        s.crps_error,
        s.log_score
            .map_or("-".to_owned(), |score| format!("{score:.2}")),
        months(s.absolute_error),
        months(s.width_80),
    )
}

fn histogram(name: &str, pit: &[f64]) -> String {
    let heights: Vec<String> = pit.iter().map(|height| format!("{height:>5.2}")).collect();
    format!("{name:<22}{}\n", heights.join(" "))
}

pub(super) fn region_label(name: &str) -> &str {
    REGIONS
        .iter()
        .find(|(region, ..)| *region == name)
        .map_or(name, |(_, label, _)| *label)
}

/// Columns of the bar.
const COLUMNS: usize = 60;
/// Months of a column.
const PER_COLUMN: f64 = 2.0;

fn bars(document: &FabsDocument) -> String {
    let mut out = String::new();
    for case in &document.cases {
        let Some((forecast, quantiles)) = case
            .as_announced
            .as_ref()
            .and_then(|f| Some((f, f.production?)))
        else {
            continue;
        };
        let mut bar = [' '; COLUMNS];
        let column = |months: f64| ((months / PER_COLUMN).max(0.0) as usize).min(COLUMNS - 1);
        for cell in &mut bar[column(quantiles.p10)..=column(quantiles.p90)] {
            *cell = '=';
        }
        if let Some(planned) = case.planned_months {
            bar[column(planned)] = '|';
        }
        match case.months {
            Some([Some(from), Some(to)]) => bar[column((from + to) / 2.0)] = 'O',
            Some([Some(from), None]) => bar[column(from)] = '>',
            _ => {}
        }
        let bar: String = bar.iter().collect();
        let line = format!(
            "{:<21} {bar} {} {}",
            case.id,
            percent(forecast.stop),
            if case.stopped { "stopped" } else { "" }
        );
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn fitted(fitted: &Fitted) -> String {
    let mut out =
        String::from("| parameter | estimate | standard error | from |\n|---|---|---|---|\n");
    for row in parameters(fitted) {
        let _ = writeln!(
            out,
            "| {} | {:.3} | {:.3} | {} |",
            row.what, row.estimate, row.standard_error, row.from
        );
    }
    out
}

/// What `oracle/cancellation_study.py` finds; its figures are in `docs/validation.md`.
const CANCELLATION_STUDY: &str = "Leaving a decade out, the chance to be stopped is forecast worse than by the base rate. \
    Forms of the model chosen by nested validation (oracle/cancellation_study.py) do not mend it.";

const METHOD: &str = "
### How it is forecast

The months to first production come from the chain of the model (permit, building, installation, qualification; model
section 2), every stage stretched by one factor. The factor joins three things: the date that the company announced, the
usual time of the chain in its region (days from the ground to production in `build.fab.days.*`, ten months of permits
before), and how both fared for other projects:

`ln T = (1-w)·ln P + w·ln N + m + u_region + σ·ε`

with `P` the months announced and `N` the usual ones. `m`, `w`, `σ`, the regions' effects `u` and their spread are summed
over their posterior, so that little evidence gives wide forecasts. Open projects are censored; dates known by the year
or half year are windows. Projects that were stopped have no date: they count in the chance to be stopped only.

The chance to be stopped is a logistic regression on region, company and time to the planned date with normal priors
(partial pooling). The final cost is the announced one with some chance, else a log-normal multiple.

**As announced** uses of other projects only what was known in the month of the announcement: those announced before, with
the outcomes that had come. A test changes every later outcome and finds the same forecasts. Without an announcement in
the record the start of building is the vintage. **Leave one out** uses all outcomes but its own, **leave one decade out**
those of projects announced in other decades.

Scores are proper: the CRPS ends at the last look at a project, so that open projects count without rewarding early
forecasts, and averages over the window of a date that is known by the year. Coverage counts the share of the
observation's window that lies within the interval.
";

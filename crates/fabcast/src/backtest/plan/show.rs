//! The frozen forecast and what came, for a screen and a page.

use std::fmt::Write as _;

use fabcast_document::backtest::plan::{PlanCase, PlanDocument};

use super::text;
use crate::backtest::text::wrapped;
use crate::backtest::world::text::number;
use crate::format::percent;

/// The document for a screen.
pub fn screen(document: &PlanDocument) -> String {
    let frozen = &document.frozen;
    let mut out = format!(
        "The plan of 2024 as forecast with the world of {}, which knew {} and earlier\n\n\
         Frozen: {} draws, seed {}, fabcast {}\n\
         {}\n\
         SHA-256 {}, as recorded\n\
         Actuals: {}\n",
        frozen.world,
        frozen.known_to,
        frozen.draws,
        frozen.seed,
        frozen.engine_version,
        frozen.file,
        frozen.sha256,
        document.actuals
    );
    for note in &document.notes {
        out.push_str(&wrapped(note));
    }
    let mut scenario = "";
    let mut series = "";
    for case in &document.cases {
        if case.scenario != scenario {
            scenario = &case.scenario;
            series = "";
            let _ = write!(
                out,
                "\n{scenario}\n{:<10}{:>10}{:>9}{:>9}{:>9}  {:<7}{:>7}{:>7}{:>7}\n",
                "", "came", "10 %", "50 %", "90 %", "", "CRPS", "last", "trend"
            );
        }
        if case.series != series {
            series = &case.series;
            let _ = writeln!(out, "{} [{}]", case.label, case.unit);
        }
        let rival = |name: &str| {
            let found = case.rivals.get(name);
            found.map_or("-".to_owned(), |crps| format!("{crps:.2}"))
        };
        let _ = writeln!(
            out,
            "  {:<8}{:>10}{:>9}{:>9}{:>9}  {:<7}{:>7.2}{:>7}{:>7}",
            case.period,
            number(case.observed),
            number(case.quantiles.p10),
            number(case.quantiles.p50),
            number(case.quantiles.p90),
            place(case),
            case.crps,
            rival("last_value"),
            rival("trend_of_log"),
        );
    }
    if document.cases.is_empty() {
        out.push_str("\nNothing of what was forecast is known yet.\n");
    } else {
        out.push('\n');
        for line in summary(document) {
            out.push_str(&wrapped(&line));
        }
    }
    out.push_str("\nNot known yet (10, 50 and 90 %)\n");
    let mut head = ("", "");
    for row in &document.ahead {
        if (row.scenario.as_str(), row.series.as_str()) != head {
            if row.scenario != head.0 {
                let _ = writeln!(out, "{}", row.scenario);
            }
            head = (&row.scenario, &row.series);
            let _ = writeln!(out, "  {} ({}) [{}]", row.label, row.series, row.unit);
        }
        let [low, middle, high] = row.forecast.map(number);
        let _ = writeln!(out, "    {:<6}{low:>10}{middle:>10}{high:>10}", row.period);
    }
    out.push_str("Every year to 2035 is in the frozen file.\n\nWhat is weak\n");
    for line in text::WEAK {
        out.push_str(&wrapped(line));
    }
    out
}

fn place(case: &PlanCase) -> &'static str {
    match case.inside_80 {
        true => "inside",
        false if case.observed > case.quantiles.p90 => "above",
        false => "below",
    }
}

/// Scores in sentences.
pub fn summary(document: &PlanDocument) -> Vec<String> {
    let mut lines = Vec::new();
    for one in document.scenarios.iter().filter(|one| one.n > 0) {
        let s = &one.scores;
        let mut line = format!(
            "{}: {} of {} points of the world inside the 80 % interval",
            one.scenario, one.n_inside_80, one.n
        );
        if s.n > 0 {
            let _ = write!(
                line,
                "; CRPS of logarithms {:.2} over {} points with a past (50, 80, 90 % cover {}, {}, {})",
                s.crps,
                s.n,
                percent(s.coverage_50),
                percent(s.coverage_80),
                percent(s.coverage_90)
            );
            for (name, rival) in &s.rivals {
                let _ = write!(
                    line,
                    "; {} {:.2}, ours less by {} ± {}",
                    name.replace('_', " "),
                    rival.crps,
                    percent(rival.skill.skill),
                    percent(rival.skill.skill_error)
                );
            }
        }
        lines.push(line);
    }
    lines
}

/// A section of the page of backtests.
pub fn page(document: &PlanDocument) -> String {
    let frozen = &document.frozen;
    let mut page = String::from("### What is weak\n\n");
    for line in text::WEAK {
        let _ = writeln!(page, "- {line}");
    }
    let _ = write!(
        page,
        "\n### What was frozen\n\n\
         `{}` holds {} draws of `{}` (seed {}, fabcast {}, world of {}) for every year to 2035, fifty equally likely values of \
         each. Its SHA-256 is `{}`; `sha256sum --check {}.sha256` in the root of the repository proves it, and the \
         program refuses any other bytes. `cargo xtask generate` never touches it; `cargo xtask freeze` would make \
         another.\n\n\
         `fabcast backtest plan-2024 --actuals FILE` scores it against a file with the columns `year, series, value, unit`. \
         Series of the world are compared by logarithms, those of the programme in their unit.\n\n\
         ### Against what has come\n\n\
         Actuals: {}.\n\n",
        frozen.file,
        frozen.draws,
        frozen
            .scenarios
            .iter()
            .map(|s| s.name.as_str())
            .collect::<Vec<_>>()
            .join("` and `"),
        frozen.seed,
        frozen.engine_version,
        frozen.world,
        frozen.sha256,
        frozen.file,
        document.actuals
    );
    for line in summary(document) {
        let _ = writeln!(page, "- {line}");
    }
    page.push_str(
        "\n| scenario | series | year | came | 10 % | 50 % | 90 % | | CRPS | last value | trend |\n\
         |---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for case in &document.cases {
        let rival = |name: &str| {
            let found = case.rivals.get(name);
            found.map_or("–".to_owned(), |crps| format!("{crps:.2}"))
        };
        let place = match place(case) {
            "inside" => "inside".to_owned(),
            outside => format!("**{outside}**"),
        };
        let _ = writeln!(
            page,
            "| {} | {}, {} | {} | {} | {} | {} | {} | {place} | {:.2} | {} | {} |",
            case.scenario,
            case.label,
            case.unit,
            case.period,
            number(case.observed),
            number(case.quantiles.p10),
            number(case.quantiles.p50),
            number(case.quantiles.p90),
            case.crps,
            rival("last_value"),
            rival("trend_of_log"),
        );
    }
    page.push_str(
        "\n### Not known yet\n\n| scenario | series | year | 10 % | 50 % | 90 % |\n|---|---|---|---|---|---|\n",
    );
    for row in &document.ahead {
        let [low, middle, high] = row.forecast.map(number);
        let _ = writeln!(
            page,
            "| {} | {}, {} | {} | {low} | {middle} | {high} |",
            row.scenario, row.label, row.unit, row.period
        );
    }
    page
}

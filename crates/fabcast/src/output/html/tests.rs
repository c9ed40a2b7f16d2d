//! The whole page, for a full run and for awkward ones.

mod changes;
mod checks;
mod sample;

use fabcast_document::run::InvestorSummary;

use changes::{every_text, every_value};
use checks::{check_page, page};

use super::*;

#[test]
fn full_run() {
    let html = page(&sample::programme());
    for section in [
        "built",
        "schedule-section",
        "cause",
        "talent",
        "equipment",
        "capital",
        "market",
        "perspective",
        "outcomes",
        "further",
        "assumptions",
        "method",
    ] {
        assert!(
            html.contains(&format!("<section id=\"{section}\"")),
            "{section}"
        );
    }
    let html = html.replace('\u{a0}', " ");
    for told in [
        "<strong>0.41 ± 0.06 %</strong>",
        "0 %</span> <span class=\"quiet\">(none of 10,000 draws)",
        "Logic capacity reaches 208 kwspm in the median by December 2035, 62 % of plan",
        "Revenue is $367 bn a year in the median in December 2035; with the plan fulfilled, $1.15 T a year",
        "Compute delivered: talent explains 58 % of what is missing at the end of 2030, capital 41 % at the end of 2035",
        "Calls on investors peak at $493 bn in 2032",
        "$7 T is 1.14 times this: Federal outlays of the United States, fiscal year 2023",
        "The middle project comes online 37 months late in the median",
        "in the United States in February 2029, in the median",
        "fabcast run seven-trillion --draws 10000 --seed 1<",
        "312 parameters, 208 of them varying",
    ] {
        assert!(html.contains(told), "{told}");
    }
    // every project has its row, in its line's table
    for project in sample::programme().projects {
        assert!(
            html.contains(&format!("<th scope=\"row\">{}</th>", project.name)),
            "{}",
            project.name
        );
    }
    assert!(html.len() < 2_000_000, "{} bytes", html.len());
}

#[test]
fn same_document_same_page() {
    assert_eq!(render(&sample::programme()), render(&sample::programme()));
}

/// Leaves pages to look at in the temporary directory.
#[test]
fn pages_to_look_at() {
    let mut awkward = sample::programme();
    every_text(&mut awkward, |text| *text = text.repeat(3));
    awkward.relaxed = vec!["capital".into(), "talent".into()];
    awkward
        .series
        .values_mut()
        .for_each(|series| series.quantiles.p50[60] = f64::NAN);
    let mut small = sample::programme();
    small.projects.truncate(2);
    small.investors.truncate(1);
    small.verdict.label = "executable".into();
    (small.verdict.probability, small.verdict.standard_error) = (1.0, 0.0);
    for (name, document) in [
        ("", sample::programme()),
        ("-awkward", awkward),
        ("-small", small),
    ] {
        let path = std::env::temp_dir().join(format!("fabcast-report{name}.html"));
        std::fs::write(&path, page(&document)).unwrap();
    }
}

#[test]
fn links_in_sources_are_text() {
    let html = page(&sample::programme());
    assert!(
        html.contains("https://example.org/statement"),
        "the source is shown"
    );
    let tree = html.replace("https://example.org", "");
    assert!(
        !tree.contains("http://") && !tree.contains("https://"),
        "and is all there is of addresses"
    );
}

#[test]
fn no_programme() {
    let mut document = sample::programme();
    document.projects.clear();
    document.investors.clear();
    document.perspective.clear();
    document.scenario.budget = 0.0;
    document.scenario.plan_cost = 0.0;
    document.scenario.project_counts.clear();
    document.verdict.label = "no programme".into();
    document.verdict.targets.clear();
    document
        .series
        .retain(|name, _| name == "price_h100_hour" || name == "others_h100e");
    let html = page(&document);
    for gone in [
        "schedule-section",
        "id=\"capital\"",
        "id=\"perspective\"",
        "id=\"futures\"",
        "Budget asked for",
    ] {
        assert!(!html.contains(gone), "{gone}");
    }
    assert!(html.contains("id=\"fan-price_h100_hour\""));
}

#[test]
fn nothing_at_all() {
    let mut document = sample::programme();
    every_text(&mut document, String::clear);
    every_value(&mut document, |value| *value = 0.0);
    page(&document);
    document.scenario.start.clear();
    document.scenario.end.clear();
    document.verdict.targets.clear();
    document.outcomes.clear();
    document.series.clear();
    (document.cause, document.why) = (None, None);
    document.projects.clear();
    document.investors.clear();
    document.perspective.clear();
    document.assumptions.clear();
    document.warnings.clear();
    let html = page(&document);
    assert!(!html.contains("class=\"chart\""));
    assert!(html.contains("<section id=\"method\""));
}

#[test]
fn single_draw() {
    let mut document = sample::programme();
    document.draws = 1;
    for series in document.series.values_mut() {
        series.quantiles = std::array::from_fn(|_| series.quantiles.p50.clone()).into();
    }
    for outcome in document.outcomes.values_mut() {
        outcome.quantiles = [outcome.quantiles.p50; 7].into();
        (outcome.sd, outcome.standard_error) = (0.0, 0.0);
    }
    let html = page(&document);
    assert!(html.contains("In December 2035, all futures agree."));
    assert!(html.contains("the same in all futures"));
}

#[test]
fn zeros() {
    let mut document = sample::programme();
    every_value(&mut document, |value| *value = 0.0);
    let html = page(&document);
    assert!(html.contains("Logic capacity stays at zero"));
    assert!(!html.contains("id=\"cause\""));
}

#[test]
fn values_that_are_no_numbers() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut document = sample::programme();
        every_value(&mut document, |value| *value = bad);
        page(&document);
    }
    // and here and there
    let mut document = sample::programme();
    for series in document.series.values_mut() {
        for index in (0..series.quantiles.p50.len()).step_by(7) {
            series.quantiles.p50[index] = f64::NAN;
            series.quantiles.p5[index / 2] = f64::NEG_INFINITY;
        }
        series.quantiles.p95.truncate(50);
    }
    for project in document.projects.iter_mut().step_by(2) {
        project.planned_online = None;
        project.online = [None; 3];
        project.start = [Some(4.0), None, None];
    }
    let html = page(&document);
    assert!(html.contains("none by the end") || html.contains("not online by December 2040"));
}

#[test]
fn values_beyond_all_measure() {
    for value in [1e308, -1e308, 1e-308, 1e17] {
        let mut document = sample::programme();
        every_value(&mut document, |old| *old = value);
        page(&document);
    }
}

#[test]
fn texts_cannot_become_markup() {
    let attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;]]>--><svg onload=x>\u{0}\u{1b}";
    let mut document = sample::programme();
    document.relaxed = vec!["capital".into()];
    every_text(&mut document, |text| text.push_str(attack));
    // names that are keys
    let series = document.series["revenue"].clone();
    for prefix in ["", "plan_", "backlog_", "shortage_a_", "shortage_"] {
        document
            .series
            .insert(format!("{prefix}{attack}"), series.clone());
    }
    let outcome = document.outcomes["irr"].clone();
    document.outcomes.insert(attack.into(), outcome);
    let why = document.why.as_mut().unwrap();
    let mut of = why.outcomes["delivered_gw"].clone();
    of.gap.insert(attack.into(), of.gap["2030"]);
    let mut years = of.parts["capital"].clone();
    years.insert(attack.into(), years["2030"]);
    of.parts.insert(attack.into(), years);
    why.outcomes.insert(attack.into(), of);
    document.investors[0].calls.insert(attack.into(), 900.0);
    document.scenario.project_counts.insert(attack.into(), 3);
    document.scenario.start = attack.into();
    document.scenario.end = attack.into();
    document.series.get_mut("revenue").unwrap().months[3] = attack.into();
    // the checks of every page find elements, attributes and scripts that are not ours
    let html = page(&document);
    assert!(!html.contains("<script>alert") && !html.contains("<img"));
    assert!(
        html.contains("&lt;script&gt;") || html.contains("&#60;script&#62;"),
        "the text itself is shown"
    );
}

#[test]
fn long_names() {
    let mut document = sample::programme();
    every_text(&mut document, |text| *text = text.repeat(40));
    let html = page(&document);
    // in drawings they are cut; the table has them whole
    assert!(html.contains('…'));
}

#[test]
fn project_names_that_make_the_same_anchor() {
    let mut document = sample::programme();
    document.projects.truncate(3);
    for (project, name) in document
        .projects
        .iter_mut()
        .zip(["a b.1", "a-b.1", "a_b.1"])
    {
        project.name = name.into();
    }
    let series = document.series["revenue"].clone();
    for name in ["x y", "x-y", "x_y", "shortage_a b_c", "shortage_a-b_c"] {
        document.series.insert(name.into(), series.clone());
    }
    page(&document);
}

#[test]
fn more_investors_than_colours() {
    let mut document = sample::programme();
    let one = document.investors[0].clone();
    document.investors = (0..13)
        .map(|n| InvestorSummary {
            label: format!("Fund {n}"),
            ..one.clone()
        })
        .collect();
    let html = page(&document);
    assert!(html.contains("other investors"));
    let row = html
        .split("Numbers: mean calls by year</summary>")
        .nth(1)
        .unwrap();
    assert!(row.contains("Fund 6") && !row.split("</table>").next().unwrap().contains("Fund 7"));
}

#[test]
fn the_checks_can_fail() {
    let fails = |html: String| std::panic::catch_unwind(|| check_page(&html)).is_err();
    let html = page(&sample::programme());
    for (old, new) in [
        ("</main>", "</div>"),
        ("<main id=\"report\">", "<main id=\"verdict\">"),
        ("</title><desc ", "</title><metadata "),
        ("<desc id=\"futures.d\">", "<desc id=\"elsewhere\">"),
        ("<p class=\"kicker\">", "<p class=\"kicker\">NaN "),
        (
            "<p class=\"kicker\">",
            "<p class=\"kicker\"><img src=\"x\"/>",
        ),
        ("<p class=\"kicker\">", "<p class=\"kicker\" onclick=\"x\">"),
        (
            "<p class=\"kicker\">",
            "<p class=\"kicker\"><a href=\"https://example.org\">x</a>",
        ),
        ("</style>", "@import 'x';</style>"),
    ] {
        assert!(html.contains(old), "{old}");
        assert!(fails(html.replacen(old, new, 1)), "{new}");
    }
}

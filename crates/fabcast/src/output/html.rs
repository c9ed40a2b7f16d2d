//! `report.html`: the documents of a folder as one self-contained page.
//!
//! The page loads nothing, works without scripts, follows the reader's light or dark setting and prints.
//! Words are in `text`, numbers are written by `crate::format`, and drawings are made in `chart` out of CSS classes
//! that `templates/report.css` colours. The page is also well-formed XML, which its tests rely on.

mod absorb;
mod analyses;
mod axis;
pub mod backtest;
mod chart;
mod compare;
mod discover;
mod gap;
mod investors;
mod section;
mod sensitivity;
mod story;
mod svg;
mod text;
mod value;

use askama::Template;
use fabcast_document::run::RunDocument;

use crate::format::{self, Measure};
use chart::futures;

const CSS: &str = include_str!("../../templates/report.css");
const SCRIPT: &str = include_str!("../../templates/report.js");

pub use analyses::{ANALYSES, Analysis};
pub use section::Section;

/// What a page is made of.
#[derive(Default)]
pub struct Contents<'a> {
    /// The run, if there is one.
    pub run: Option<&'a RunDocument>,
    /// Title of the scenario, for a page without a run.
    pub title: String,
    /// Sections of analyses, in reading order.
    pub analyses: Vec<Section>,
    /// What was left out, and why.
    pub left_out: Vec<String>,
}

/// The report of a run as an HTML page.
///
/// Never fails: what the document lacks is left out, a value that is no number becomes a dash, and every text of
/// the document is escaped.
pub fn render(document: &RunDocument) -> String {
    page(Contents {
        run: Some(document),
        ..Contents::default()
    })
}

/// A page of a run, of analyses, or of both. Never fails, as [`render`].
pub fn page(contents: Contents) -> String {
    let mut sections = contents.run.map(section::all).unwrap_or_default();
    // after what happens, before the lists
    let lists = sections.iter().position(|section| section.id == "outcomes");
    let place = lists.unwrap_or(sections.len());
    sections.splice(place..place, contents.analyses);
    let page = Page {
        title: match contents.run {
            Some(document) => text::page_title(&document.scenario.title, &document.verdict),
            None => text::page_title_without_run(&contents.title),
        },
        scenario: match contents.run {
            Some(document) => document.scenario.title.clone(),
            None => contents.title,
        },
        version: env!("CARGO_PKG_VERSION"),
        css: CSS,
        script: SCRIPT,
        run: contents.run.map(|document| Answer {
            document,
            headline: Headline::of(document),
        }),
        left_out: &contents.left_out,
        sections: &sections,
    };
    let mut html = rendered(&page);
    // control characters are no text, in XML not even when escaped
    html.retain(|c| !matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'));
    html
}

/// The template's text. Writing to memory cannot fail, and the templates call nothing that can.
fn rendered(template: &impl Template) -> String {
    template
        .render()
        .unwrap_or_else(|error| format!("<!-- {} -->", svg::escape(&error.to_string())))
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    title: String,
    scenario: String,
    version: &'static str,
    css: &'static str,
    script: &'static str,
    run: Option<Answer<'a>>,
    left_out: &'a [String],
    sections: &'a [Section],
}

/// A run on the first page.
struct Answer<'a> {
    document: &'a RunDocument,
    headline: Headline,
}

/// The verdict and what goes with it.
struct Headline {
    scenario_line: String,
    label: String,
    /// CSS class of the label: `good`, `middle`, `bad` or `none`.
    tone: &'static str,
    /// There is a programme, so that the probability means something.
    judged: bool,
    probability: String,
    probability_note: String,
    futures: String,
    targets: Vec<TargetRow>,
    facts: Vec<(&'static str, String)>,
    relaxed: String,
    /// Break-even against the market; may be empty.
    pays: String,
    /// What the world has more, net of what others have less; may be empty.
    adds: String,
    cards: Vec<Card>,
}

struct TargetRow {
    text: String,
    probability: String,
    note: String,
    /// Filled part of the bar [%].
    share: String,
}

struct Card {
    label: String,
    value: String,
    note: String,
}

impl Headline {
    fn of(document: &RunDocument) -> Self {
        let (scenario, verdict) = (&document.scenario, &document.verdict);
        let draws = format::count(document.draws);
        let date = |month: &str| {
            format::month_of(month).map_or_else(|| month.to_owned(), format::month_name)
        };
        let note = |probability: f64| text::probability_note(probability, &draws);
        let targets = verdict.targets.iter().map(|target| TargetRow {
            text: if target.text.is_empty() {
                text::prettified(&target.name)
            } else {
                target.text.clone()
            },
            probability: format::probability(target.probability, target.standard_error),
            note: note(target.probability),
            share: format!(
                "{:.1}",
                if target.probability.is_finite() {
                    target.probability.clamp(0.0, 1.0) * 100.0
                } else {
                    0.0
                }
            ),
        });
        Self {
            scenario_line: text::scenario_line(
                &scenario.title,
                &scenario.world,
                &date(&scenario.start),
                &date(&scenario.end),
            ),
            label: text::label(&verdict.label),
            tone: match verdict.label.as_str() {
                "executable" | "reachable" => "good",
                "stretch" => "middle",
                "fantasy" => "bad",
                _ => "none",
            },
            judged: verdict.label != "no programme" && verdict.probability.is_finite(),
            probability: format::probability(verdict.probability, verdict.standard_error),
            probability_note: note(verdict.probability),
            futures: futures::draw(verdict),
            targets: targets.collect(),
            facts: facts(document),
            relaxed: if document.relaxed.is_empty() {
                String::new()
            } else {
                text::relaxed(&document.relaxed)
            },
            pays: crate::verdict::pays(document).unwrap_or_default(),
            adds: crate::verdict::adds(document).unwrap_or_default(),
            cards: cards(document),
        }
    }
}

/// The programme in a few numbers.
fn facts(document: &RunDocument) -> Vec<(&'static str, String)> {
    let (scenario, money) = (&document.scenario, Measure::money());
    let mut facts = Vec::new();
    if scenario.budget > 0.0 {
        facts.push((text::BUDGET, money.write(scenario.budget)));
    }
    if scenario.plan_cost > 0.0 {
        facts.push((text::PLAN_COST, money.write(scenario.plan_cost)));
    }
    let projects: u64 = scenario.project_counts.values().sum();
    if projects > 0 {
        let kinds = scenario
            .project_counts
            .iter()
            .filter(|(_, count)| **count > 0);
        let kinds: Vec<String> = kinds
            .map(|(kind, count)| text::kind_count(kind, &format::count(*count)))
            .collect();
        facts.push((
            text::PROJECTS,
            format!("{}: {}", format::count(projects), kinds.join(", ")),
        ));
    }
    facts
}

/// Outcomes that belong on the first page after the shares at the dates of judgement, by the beginning of
/// their names.
const KEY_OUTCOMES: [&str; 10] = [
    "delivered_h100e",
    "datacentre_gw",
    "capital_drawn",
    "moic",
    "irr",
    "npv",
    "payback",
    "slip",
    "largest_run",
    "delivered_share",
];

fn cards(document: &RunDocument) -> Vec<Card> {
    const MOST: usize = 8;
    let mut names: Vec<&str> = Vec::new();
    let judged = document.scenario.judged.iter();
    let shares = judged.map(|year| format!("delivered_share_{year}"));
    let keys = KEY_OUTCOMES.iter().map(|&key| key.to_owned());
    for key in shares.chain(keys) {
        let found = document
            .outcomes
            .keys()
            .find(|name| name.starts_with(&key) && !names.contains(&name.as_str()));
        names.extend(found.map(String::as_str));
    }
    let others: Vec<&str> = document
        .outcomes
        .keys()
        .map(String::as_str)
        .filter(|name| !names.contains(name))
        .collect();
    let missing = 4_usize.saturating_sub(names.len());
    names.extend(others.into_iter().take(missing));
    names.truncate(MOST);
    let card = |name: &str| {
        let outcome = document.outcomes.get(name)?;
        let measure = Measure::of(&outcome.unit);
        let same = measure.write(outcome.quantiles.p10) == measure.write(outcome.quantiles.p90);
        let range = measure.range(outcome.quantiles.p10, outcome.quantiles.p90);
        let range = if same {
            text::CARD_SAME.to_owned()
        } else {
            text::card_range(&range)
        };
        let loss = document.outcomes.get("equity_loss");
        let loss = loss.filter(|_| name == "moic");
        let notes = [
            (!outcome.quantiles.p50.is_nan()).then_some(range),
            loss.map(|loss| text::card_loss(&format::percent(loss.mean))),
            (outcome.defined < 0.9995)
                .then(|| text::card_defined(&format::percent(outcome.defined))),
        ];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        Some(Card {
            label: if outcome.label.is_empty() {
                text::prettified(name)
            } else {
                outcome.label.clone()
            },
            value: measure.write(outcome.quantiles.p50),
            note: notes.join("; "),
        })
    };
    names.into_iter().filter_map(card).collect()
}

#[cfg(test)]
mod tests;

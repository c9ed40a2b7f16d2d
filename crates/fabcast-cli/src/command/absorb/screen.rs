//! What money brings as one screen of text.

use fabcast::document::absorb::{AbsorbDocument, Half, Point};
use fabcast::format::{self, Measure, percent};
use fabcast::model::relax::ALL_GROUPS;

use crate::layout::{Scale, Table, paragraph};
use crate::text::{self, absorb as words};

/// Points of the table: every other one below the full budget is enough to see the bend.
const SHOWN: [f64; 12] = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.4, 2.0];

/// The screen.
pub fn screen(document: &AbsorbDocument) -> String {
    let scenario = &document.scenario;
    let mut parts = vec![
        paragraph("", &words::heading(&scenario.title, &scenario.name)),
        paragraph("", &document.sentence),
        points(document),
        limits(document),
        prices(document),
        footer(document),
    ];
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

fn largest(document: &AbsorbDocument) -> f64 {
    let values = document.points.iter().filter_map(|point| {
        let outcome = point.outcomes.get(&document.headline)?;
        Some(outcome.p90.abs())
    });
    values.fold(0.0, f64::max)
}

fn points(document: &AbsorbDocument) -> String {
    let Some(first) = document.points.first() else {
        return String::new();
    };
    let Some(headline) = first.outcomes.get(&document.headline) else {
        return String::new();
    };
    let scale = Scale::of(&headline.unit, largest(document));
    let money = Measure::money();
    let mut table = Table::new(1);
    table.row(words::HEAD);
    for point in document
        .points
        .iter()
        .filter(|point| SHOWN.contains(&point.share))
    {
        let outcome = &point.outcomes[&document.headline];
        let of = |name: &str| point.outcomes.get(name);
        let npv = of("npv").map_or_else(String::new, |o| money.write(o.mean));
        let hurdle = of("irr_over_hurdle").map_or_else(String::new, |o| percent(o.mean));
        let slip = of("fab_slip_median").filter(|o| o.p50.is_finite());
        table.row([
            money.write(point.budget),
            scale.number(outcome.mean),
            words::range(&scale.number(outcome.p10), &scale.number(outcome.p90)),
            drawn(point, &money),
            npv,
            hurdle,
            slip.map_or_else(String::new, |o| format!("{:.0}", o.p50)),
        ]);
    }
    let title = words::title(&headline.label, &scale.title);
    format!("{}{}", paragraph("", &title), table.render())
}

/// Drawn by the year of the headline, in the mean.
fn drawn(point: &Point, money: &Measure) -> String {
    let names = point.outcomes.iter().rev();
    let found = names
        .clone()
        .find(|(name, _)| name.starts_with("capital_drawn_"));
    found.map_or_else(String::new, |(_, outcome)| money.write(outcome.mean))
}

fn limits(document: &AbsorbDocument) -> String {
    let Some(unit) = document
        .points
        .first()
        .and_then(|p| p.outcomes.get(&document.headline))
    else {
        return String::new();
    };
    let scale = Scale::of(&unit.unit, largest(document));
    let mut curves: Vec<_> = ALL_GROUPS
        .iter()
        .filter_map(|group| Some((group.name(), document.lifted.get(group.name())?)))
        .collect();
    curves.sort_by(|a, b| b.1.adds.mean.total_cmp(&a.1.adds.mean));
    let mut table = Table::new(1);
    table.row([
        words::LIFTED.to_owned(),
        words::adds(&scale.title),
        words::HALF.to_owned(),
    ]);
    for (group, curve) in curves {
        let adds = scale.with_error(curve.adds.mean, curve.adds.standard_error);
        table.row([group.to_owned(), adds, half(&curve.half)]);
    }
    table.render()
}

fn half(half: &Half) -> String {
    half.budget
        .map_or_else(|| words::NEVER.to_owned(), |at| Measure::money().write(at))
}

fn prices(document: &AbsorbDocument) -> String {
    let Some(unit) = document
        .points
        .first()
        .and_then(|p| p.outcomes.get(&document.headline))
    else {
        return String::new();
    };
    let scale = Scale::of(&unit.unit, largest(document));
    let billions = Scale::of("10^9 USD", 100.0);
    let mut table = Table::new(1);
    table.row([
        words::ADDED.to_owned(),
        words::adds(&scale.title),
        words::NPV.to_owned(),
    ]);
    for price in &document.prices {
        let told = |scale: &Scale, unit: &str, e: &fabcast::document::Estimate| {
            let mut written = scale.with_error(e.mean, e.standard_error);
            // What is too small for the column's power of ten has its own.
            if e.standard_error > 0.0 && scale.is_zero(e.standard_error) {
                written = Measure::of(unit).with_error(e.mean, e.standard_error);
            }
            if e.is_distinct() {
                written
            } else {
                words::untold(&written)
            }
        };
        table.row([
            price.label.clone(),
            told(&scale, &unit.unit, &price.delivered),
            told(&billions, "10^9 USD", &price.npv),
        ]);
    }
    table.render() + &paragraph("  ", words::UNTOLD)
}

fn footer(document: &AbsorbDocument) -> String {
    let seconds = format::significant(document.elapsed_seconds);
    text::analysis_footer(
        document.draws,
        &seconds,
        document.seed,
        &document.engine_version,
    ) + "\n"
        + &text::next(&[words::next_report(&document.scenario.name)])
}

//! The gap as one screen of text.

use fabcast::document::Estimate;
use fabcast::document::gap::{GapDocument, Part, Split};
use fabcast::format::{self, Measure, percent};
use fabcast::model::relax::ALL_GROUPS;

use crate::layout::{Scale, Table, padded, paragraph};
use crate::text::{self, gap as words};

/// Width of the bars [characters].
const BAR: usize = 16;

/// The screen.
pub fn screen(document: &GapDocument) -> String {
    let Some(split) = document.outcomes.get(&document.headline) else {
        return String::new();
    };
    let scenario = &document.scenario;
    let mut parts = vec![
        paragraph("", &words::heading(&scenario.title, &scenario.name)),
        paragraph("", &document.sentence),
        waterfall(split),
        by_year(document),
        interactions(split),
        others(document),
        footer(document),
    ];
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// The parts, the largest first in the direction of the gap.
fn parts(split: &Split) -> Vec<(&str, &Part)> {
    let mut parts: Vec<(&str, &Part)> = ALL_GROUPS
        .iter()
        .filter_map(|group| Some((group.name(), split.parts.get(group.name())?)))
        .collect();
    parts.sort_by(|a, b| b.1.share.total_cmp(&a.1.share));
    parts
}

fn waterfall(split: &Split) -> String {
    let (plan, delivered) = (split.plan.mean, split.delivered.mean);
    let scale = Scale::of(&split.unit, plan.abs().max(delivered.abs()));
    let mut level = plan;
    let mut ends = vec![0.0, plan, delivered];
    for (_, part) in parts(split) {
        level -= part.mean;
        ends.push(level);
    }
    let low = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let high = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let place = |value: f64| match high > low {
        true => ((value - low) / (high - low) * BAR as f64).round() as usize,
        false => 0,
    };
    let bar = |a: f64, b: f64, mark: &str| {
        let (from, to) = (place(a.min(b)), place(a.max(b)));
        padded(
            &format!("{}{}", " ".repeat(from), mark.repeat(to - from)),
            BAR,
        )
    };
    let mut table = Table::new(2);
    table.row([
        words::PARTS,
        "",
        words::PART,
        words::SHARE,
        words::LIFTED,
        words::IN_FORCE,
    ]);
    table.row([
        words::PLAN.to_owned(),
        bar(0.0, plan, "█"),
        scale.number(plan),
    ]);
    let mut level = plan;
    for (group, part) in parts(split) {
        let after = level - part.mean;
        table.row([
            group.to_owned(),
            bar(level, after, if part.mean < 0.0 { "░" } else { "▒" }),
            scale.with_error(-part.mean, part.standard_error),
            percent(part.share),
            scale.signed(part.removed_alone.mean),
            scale.signed(-part.added_alone.mean),
        ]);
        level = after;
    }
    table.row([
        words::DELIVERED.to_owned(),
        bar(0.0, delivered, "█"),
        scale.number(delivered),
    ]);
    let title = words::label(&split.label, &scale.title);
    format!("{}{}", paragraph("", &title), table.render())
}

fn by_year(document: &GapDocument) -> String {
    let splits: Vec<(&str, &Split)> = document
        .by_year
        .iter()
        .filter_map(|name| Some((name.rsplit('_').next()?, document.outcomes.get(name)?)))
        .collect();
    if splits.len() < 2 {
        return String::new();
    }
    let mut table = Table::new(1);
    let head = splits.iter().map(|(year, _)| (*year).to_owned());
    table.row(std::iter::once(words::BY_YEAR.to_owned()).chain(head));
    let headline = &document.outcomes[&document.headline];
    let scale = Scale::of(&headline.unit, headline.plan.mean.abs()).coarser();
    let gaps = splits.iter().map(|(_, split)| scale.number(split.gap.mean));
    table.row(std::iter::once(words::GAP.to_owned()).chain(gaps));
    for group in ALL_GROUPS {
        let shares = splits.iter().map(|(_, split)| {
            let share = split.parts.get(group.name()).map_or(f64::NAN, |p| p.share);
            percent(share).replace('\u{a0}', "")
        });
        table.row(std::iter::once(group.name().to_owned()).chain(shares));
    }
    table.render()
}

/// Pairs that can be told from nothing.
fn interactions(split: &Split) -> String {
    const MOST: usize = 3;
    let scale = Scale::of(&split.unit, split.plan.mean.abs());
    let mut out = String::new();
    let told = split.interactions.iter().filter(|pair| {
        let estimate = Estimate {
            mean: pair.mean,
            standard_error: pair.standard_error,
        };
        estimate.is_distinct()
    });
    for pair in told.take(MOST) {
        let [a, b] = &pair.groups;
        let amount = scale.with_error(pair.mean, pair.standard_error);
        let says = words::interaction(a, b, &amount, pair.mean > 0.0);
        out.push_str(&paragraph("  ", &says));
    }
    match out.is_empty() {
        true => out,
        false => format!("{}\n{out}", words::interactions(&scale.title)),
    }
}

/// One line for each outcome that nothing above shows.
fn others(document: &GapDocument) -> String {
    const MOST: usize = 4;
    let shown = |name: &String| *name == document.headline || document.by_year.contains(name);
    let mut out = String::new();
    for (_, split) in document
        .outcomes
        .iter()
        .filter(|(name, _)| !shown(name))
        .take(MOST)
    {
        let measure = Measure::of(&split.unit);
        let largest: Vec<String> = parts(split)
            .iter()
            .take(3)
            .filter(|(_, part)| part.share > 0.0)
            .map(|(group, part)| format!("{group} {}", percent(part.share)))
            .collect();
        let (plan, delivered) = (split.plan.mean, split.delivered.mean);
        let says = words::other(
            &split.label,
            &measure.write(plan),
            &measure.write(delivered),
            &largest.join(", "),
        );
        out.push_str(&paragraph("  ", &says));
    }
    match out.is_empty() {
        true => out,
        false => format!("{}\n{out}", words::OTHERS),
    }
}

fn footer(document: &GapDocument) -> String {
    let seconds = format::significant(document.elapsed_seconds);
    words::footer(
        document.draws,
        document.subsets,
        &seconds,
        document.seed,
        &document.engine_version,
    ) + "\n"
        + &text::next(&[words::next_report(&document.scenario.name)])
}

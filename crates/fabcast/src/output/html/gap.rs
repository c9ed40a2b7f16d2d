//! The section on the execution gap.

use super::chart::shares::Shares;
use super::chart::waterfall::{Step, Waterfall};
use super::chart::{FILLS, Figure, Key, Size, Table};
use super::section::{Section, note_list, open_table, titled, wide};
use super::text::{self as words, gap as text};
use crate::format::{self, Measure};
use fabcast_document::Estimate;
use fabcast_document::gap::{GapDocument, Part, Split};
use fabcast_model::relax::ALL_GROUPS;

/// What the report says of the gap.
pub fn sections(document: &GapDocument) -> Vec<Section> {
    let Some(split) = document.outcomes.get(&document.headline) else {
        return Vec::new();
    };
    let mut body = wide(&waterfall(document, split));
    if let Some(figure) = years(document) {
        body += &wide(&figure);
    }
    if !split.interactions.is_empty() {
        body += &titled(text::INTERACTIONS, text::INTERACTIONS_LEAD);
        body += &open_table(&interactions(split));
    }
    if let Some(table) = others(document) {
        body += &titled(text::OTHERS, "");
        body += &open_table(&table);
    }
    body += &note_list(text::NOTES, &document.warnings);
    vec![Section {
        id: "gap",
        title: text::TITLE,
        intro: text::INTRO,
        body,
    }]
}

/// The parts in the order of the groups.
fn parts(split: &Split) -> impl Iterator<Item = (usize, &str, &Part)> {
    ALL_GROUPS.iter().enumerate().filter_map(|(g, group)| {
        let (name, part) = split.parts.get_key_value(group.name())?;
        Some((g, name.as_str(), part))
    })
}

fn estimate(part: &Part) -> Estimate {
    Estimate {
        mean: part.mean,
        standard_error: part.standard_error,
    }
}

fn waterfall(document: &GapDocument, split: &Split) -> Figure {
    let measure = Measure::of(&split.unit);
    let mut steps: Vec<Step> = parts(split)
        .map(|(g, group, part)| Step {
            label: words::group(group),
            class: FILLS[g],
            amount: part.mean,
            interval: part.interval,
            says: text::part_and_share(&measure.write(part.mean), &format::percent(part.share)),
        })
        .collect();
    let sign = if split.gap.mean < 0.0 { -1.0 } else { 1.0 };
    steps.sort_by(|a, b| (sign * b.amount).total_cmp(&(sign * a.amount)));
    let said: Vec<String> = steps
        .iter()
        .map(|s| text::tooltip(&s.label, &s.says))
        .collect();
    let description = text::describe_waterfall(&said);
    let chart = Waterfall {
        id: "gap-waterfall",
        title: &document.sentence,
        description: &description,
        measure: &measure,
        from: (text::PLAN, split.plan.mean),
        steps: &steps,
        to: (text::DELIVERED, split.delivered.mean),
    };
    let rows = parts(split).map(|(_, group, part)| {
        vec![
            words::group(group),
            measure.with_error(part.mean, part.standard_error),
            format::percent(part.share),
            measure.range(part.interval[0], part.interval[1]),
            measure.range(part.p10, part.p90),
            measure.with_error(part.removed_alone.mean, part.removed_alone.standard_error),
            measure.with_error(part.added_alone.mean, part.added_alone.standard_error),
        ]
    });
    Figure {
        id: "gap-parts".to_owned(),
        finding: document.sentence.clone(),
        lead: text::waterfall_lead(&split.label, &format::count(document.draws)),
        keys: vec![
            Key::new("k-planned", text::KEY_PLAN),
            Key::new("k-whisker", text::KEY_PART),
            Key::new("k-drawn", text::KEY_DELIVERED),
        ],
        wide: chart.draw(Size::Wide),
        narrow: chart.draw(Size::Narrow),
        table: Some(Table {
            summary: text::WATERFALL_TABLE.to_owned(),
            head: text::WATERFALL_HEAD.map(str::to_owned).into(),
            rows: rows.collect(),
        }),
    }
}

/// The headline's series by year; `None` unless it has several.
fn years(document: &GapDocument) -> Option<Figure> {
    let splits: Vec<(String, &Split)> = document
        .by_year
        .iter()
        .filter_map(|name| {
            let year = name.rsplit('_').next()?;
            Some((year.to_owned(), document.outcomes.get(name)?))
        })
        .collect();
    if splits.len() < 2 {
        return None;
    }
    let groups = ALL_GROUPS.map(|group| group.name());
    let years: Vec<String> = splits.iter().map(|(year, _)| year.clone()).collect();
    let share = |split: &Split, group: &str| split.parts.get(group).map_or(f64::NAN, |p| p.share);
    let shares: Vec<Vec<f64>> = splits
        .iter()
        .map(|(_, split)| groups.iter().map(|group| share(split, group)).collect())
        .collect();
    let leader = |shares: &[f64]| (0..8).max_by(|&a, &b| shares[a].total_cmp(&shares[b]));
    let mut spells: Vec<(usize, String, String)> = Vec::new();
    let mut leaders = Vec::new();
    for (year, shares) in years.iter().zip(&shares) {
        let Some(group) = leader(shares).filter(|&group| shares[group] > 0.0) else {
            continue;
        };
        let name = words::group(groups[group]);
        leaders.push(format!("{year}: {name} {}", format::percent(shares[group])));
        match spells.last_mut() {
            Some((last, _, until)) if *last == group => until.clone_from(year),
            _ => spells.push((group, year.clone(), year.clone())),
        }
    }
    let spells: Vec<(String, String, String)> = spells
        .into_iter()
        .map(|(group, from, until)| (words::group(groups[group]), from, until))
        .collect();
    let finding = text::years_finding(&spells);
    let description = text::describe_years(&leaders);
    let chart = Shares {
        id: "gap-years",
        title: &finding,
        description: &description,
        groups: &groups,
        years: &years,
        shares: &shares,
    };
    let head = text::YEARS_HEAD.iter().map(|&head| head.to_owned());
    let rows = splits.iter().map(|(year, split)| {
        let measure = Measure::of(&split.unit);
        let amounts = [split.plan, split.delivered, split.gap].map(|e| measure.write(e.mean));
        let parts = groups.iter().map(|group| {
            let part = split.parts.get(*group);
            part.map_or_else(String::new, |p| {
                measure.with_error(p.mean, p.standard_error)
            })
        });
        std::iter::once(year.clone())
            .chain(amounts)
            .chain(parts)
            .collect()
    });
    Some(Figure {
        id: "gap-by-year".to_owned(),
        lead: text::YEARS_LEAD.to_owned(),
        keys: Vec::new(),
        wide: chart.draw(Size::Wide),
        narrow: chart.draw_turned(),
        table: Some(Table {
            summary: text::YEARS_TABLE.to_owned(),
            head: head
                .chain(groups.iter().map(|group| words::group(group)))
                .collect(),
            rows: rows.collect(),
        }),
        finding,
    })
}

fn interactions(split: &Split) -> Table {
    let measure = Measure::of(&split.unit);
    let rows = split.interactions.iter().take(6).map(|pair| {
        let estimate = Estimate {
            mean: pair.mean,
            standard_error: pair.standard_error,
        };
        let [a, b] = &pair.groups;
        let told = if estimate.is_distinct() {
            text::YES
        } else {
            text::NO
        };
        vec![
            text::pair(&words::group(a), &words::group(b).to_lowercase()),
            measure.with_error(pair.mean, pair.standard_error),
            told.to_owned(),
        ]
    });
    Table {
        summary: text::INTERACTIONS.to_owned(),
        head: text::INTERACTIONS_HEAD.map(str::to_owned).into(),
        rows: rows.collect(),
    }
}

/// Outcomes other than the headline and its years.
fn others(document: &GapDocument) -> Option<Table> {
    let shown = |name: &String| *name == document.headline || document.by_year.contains(name);
    let rows: Vec<Vec<String>> = document
        .outcomes
        .iter()
        .filter(|(name, _)| !shown(name))
        .map(|(_, split)| {
            let measure = Measure::of(&split.unit);
            let amounts = [split.plan, split.delivered, split.gap];
            let mut largest: Vec<(usize, &str, &Part)> = parts(split).collect();
            largest.sort_by(|a, b| b.2.share.total_cmp(&a.2.share));
            let largest = largest
                .iter()
                .take(3)
                .filter(|(.., part)| part.share > 0.0 && estimate(part).is_distinct())
                .map(|(_, group, part)| format!("{group} {}", format::percent(part.share)));
            let largest: Vec<String> = largest.collect();
            std::iter::once(split.label.clone())
                .chain(amounts.map(|e| measure.with_error(e.mean, e.standard_error)))
                .chain([largest.join(", ")])
                .collect()
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        summary: text::OTHERS.to_owned(),
        head: text::OTHERS_HEAD.map(str::to_owned).into(),
        rows,
    })
}

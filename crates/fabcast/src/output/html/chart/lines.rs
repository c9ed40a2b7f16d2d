//! The talent gap: one small panel per region, one line per skill, all to the same scale.

use std::collections::BTreeMap;

use fabcast_document::run::{RunDocument, Series};

use super::fan::calendar;
use super::{Figure, Key, Size, Table, spread};
use crate::format::{self, Measure};
use crate::output::html::axis::{TimeAxis, ValueAxis};
use crate::output::html::svg::{Anchor, Svg, fit};
use crate::output::html::text;

const LINES: [&str; 6] = [
    "line s1", "line s2", "line s3", "line s4", "line s5", "line s6",
];
const SPREADS: [&str; 6] = [
    "spread f1",
    "spread f2",
    "spread f3",
    "spread f4",
    "spread f5",
    "spread f6",
];
const KEYS: [&str; 6] = ["k-s1", "k-s2", "k-s3", "k-s4", "k-s5", "k-s6"];

/// The panels of all regions and what they say together.
pub struct Panels {
    /// The widest gap, in words.
    pub finding: String,
    /// Key of all panels.
    pub keys: Vec<Key>,
    /// A panel per region.
    pub figures: Vec<Figure>,
}

/// Shortages by region and skill; `None` if the document has none.
pub fn talent(document: &RunDocument) -> Option<Panels> {
    let mut regions: BTreeMap<&str, Vec<(&str, &Series)>> = BTreeMap::new();
    for (name, series) in &document.series {
        let Some((region, skill)) = name
            .strip_prefix("shortage_")
            .and_then(|rest| rest.rsplit_once('_'))
        else {
            continue;
        };
        if series.quantiles.p50.iter().any(|value| value.is_finite()) {
            regions.entry(region).or_default().push((skill, series));
        }
    }
    let mut skills: Vec<&str> = regions
        .values()
        .flatten()
        .map(|(skill, _)| *skill)
        .collect();
    skills.sort_unstable();
    skills.dedup();
    let all = || {
        regions.iter().flat_map(|(region, lines)| {
            lines
                .iter()
                .map(move |(skill, series)| (*region, *skill, *series))
        })
    };
    let (region, skill, widest) = all().max_by(|a, b| peak(a.2).1.total_cmp(&peak(b.2).1))?;
    let (month, most) = peak(widest);
    let measure = Measure::of(&widest.unit);
    let date = calendar(document, widest)
        .get(month)
        .map_or_else(String::new, |month| format::month_name(*month));
    let finding = if most.round() > 0.0 {
        text::talent_finding(
            &text::region(region),
            &text::skill(skill),
            &measure.number(most.round()),
            &date,
        )
    } else {
        text::TALENT_NONE.to_owned()
    };
    let highest = all()
        .flat_map(|(_, _, series)| series.quantiles.p90.iter().chain(&series.quantiles.p50))
        .copied();
    let highest = highest
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    let keys = skills
        .iter()
        .enumerate()
        .map(|(index, skill)| Key::new(KEYS[index % 6], text::skill(skill)));
    let keys = keys
        .chain([Key::new("k-spread", text::BAND_80_ONLY)])
        .collect();
    // the widest gap first
    let mut order: Vec<_> = regions.iter().collect();
    let widest_of =
        |lines: &[(&str, &Series)]| lines.iter().map(|line| peak(line.1).1).fold(0.0, f64::max);
    order.sort_by(|a, b| widest_of(b.1).total_cmp(&widest_of(a.1)));
    let figures = order
        .into_iter()
        .map(|(region, lines)| panel(document, region, lines, &skills, highest))
        .collect();
    Some(Panels {
        finding,
        keys,
        figures,
    })
}

/// Index and size of the largest median.
fn peak(series: &Series) -> (usize, f64) {
    let values = series
        .quantiles
        .p50
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, value)| value.is_finite());
    values.fold(
        (0, 0.0),
        |best, next| if next.1 > best.1 { next } else { best },
    )
}

fn panel(
    document: &RunDocument,
    region: &str,
    lines: &[(&str, &Series)],
    skills: &[&str],
    highest: f64,
) -> Figure {
    let measure = Measure::of(&lines[0].1.unit);
    let (skill, worst) = lines
        .iter()
        .max_by(|a, b| peak(a.1).1.total_cmp(&peak(b.1).1))
        .map_or(("", lines[0].1), |(skill, series)| (*skill, *series));
    let months = calendar(document, worst);
    let (month, most) = peak(worst);
    let date = months
        .get(month)
        .map_or_else(String::new, |month| format::month_name(*month));
    let region_name = text::region(region);
    let finding = if most.round() > 0.0 {
        text::talent_panel(
            &region_name,
            &measure.number(most.round()),
            &text::skill(skill),
            &date,
        )
    } else {
        text::talent_panel_none(&region_name)
    };

    let id = format!("talent-{}", super::slug(region));
    let (width, height) = (Size::Small.width(), 230.0);
    let mut svg = Svg::new(
        &Size::Small.id(&id),
        width,
        height,
        &finding,
        &text::describe_talent(&region_name),
    );
    let (top, bottom) = (30.0, height - 26.0);
    let axis = ValueAxis::linear(&measure, 0.0, highest, 3, (bottom, top));
    let (left, right) = (axis.label_room(), width - 104.0);
    let first = months.first().copied().unwrap_or(0.0);
    let time = TimeAxis::new(
        first,
        months.last().copied().unwrap_or(first),
        (left, right),
    );
    axis.draw(&mut svg, left, right);
    time.draw(&mut svg, top, bottom, false);
    let mut ends = Vec::new();
    for (skill, series) in lines {
        let colour = skills.iter().position(|known| known == skill).unwrap_or(0) % 6;
        let months = calendar(document, series);
        let points = |values: &[f64]| -> Vec<Option<(f64, f64)>> {
            months
                .iter()
                .zip(values)
                .map(|(month, value)| Some((time.at(*month), axis.at(*value)?)))
                .collect()
        };
        svg.band(
            SPREADS[colour],
            &points(&series.quantiles.p10),
            &points(&series.quantiles.p90),
        );
        let median = points(&series.quantiles.p50);
        svg.polyline(LINES[colour], &median);
        if let Some((_, y)) = median.iter().rev().flatten().next() {
            ends.push((*y, text::skill(skill)));
        }
    }
    let wanted: Vec<f64> = ends.iter().map(|(y, _)| *y).collect();
    for (y, (_, label)) in spread(&wanted, 14.0, (top, bottom)).into_iter().zip(&ends) {
        svg.text(
            "tick",
            right + 6.0,
            y + 4.0,
            Anchor::Start,
            &fit(label, 12.0, 98.0),
        );
    }

    Figure {
        id,
        finding,
        lead: String::new(),
        keys: Vec::new(),
        wide: svg.finish(),
        narrow: String::new(),
        table: Some(table(&months, lines, &measure)),
    }
}

fn table(months: &[f64], lines: &[(&str, &Series)], measure: &Measure) -> Table {
    let skills = lines
        .iter()
        .map(|(skill, _)| text::talent_column(&text::skill(skill)));
    let last = months.len().saturating_sub(1);
    let rows = (0..months.len())
        .filter(|index| *index == last || months[*index].rem_euclid(12.0) == 11.0)
        .map(|index| {
            // whole people, as on the screen
            let at = |values: &[f64]| {
                measure.number(values.get(index).copied().unwrap_or(f64::NAN).round())
            };
            let cells = lines.iter().map(|(_, series)| {
                text::median_and_range(
                    &at(&series.quantiles.p50),
                    &at(&series.quantiles.p10),
                    &at(&series.quantiles.p90),
                )
            });
            std::iter::once(format::month_short(months[index]))
                .chain(cells)
                .collect()
        })
        .collect();
    let head = std::iter::once(text::MONTH.to_owned())
        .chain(skills)
        .collect();
    Table {
        summary: text::numbers_in(&measure.unit()),
        head,
        rows,
    }
}

//! What holds a programme back: groups by year, coloured by their share of what is missing.

use fabcast_document::cause::CauseOf;
use fabcast_document::run::RunDocument;
use fabcast_model::relax::Group;

use super::{Figure, Key, Size, Table};
use crate::format;
use crate::output::html::svg::{Anchor, Svg, fit};
use crate::output::html::text;

struct Heat<'a> {
    id: String,
    groups: Vec<&'a str>,
    years: Vec<&'a str>,
    of: &'a CauseOf,
}

/// A heat map for each outcome that was split, the one that the causes are about first; none of those of which nothing
/// is missing.
pub fn figures(document: &RunDocument) -> Vec<Figure> {
    let Some(why) = &document.why else {
        return Vec::new();
    };
    let mut outcomes: Vec<(&String, &CauseOf)> = why.outcomes.iter().collect();
    outcomes.sort_by_key(|(name, _)| (**name != why.outcome, *name));
    let numbered = outcomes.into_iter().enumerate();
    numbered
        .filter_map(|(number, (_, of))| figure(number, of))
        .collect()
}

fn figure(number: usize, of: &CauseOf) -> Option<Figure> {
    // Groups in the order of the model document, others after them.
    let place = |group: &str| Group::from_name(group).map_or(usize::MAX, |group| group as usize);
    let years = of
        .gap
        .iter()
        .filter(|(_, gap)| gap.mean > 0.0 && gap.mean.is_finite());
    let years: Vec<&str> = years.map(|(year, _)| year.as_str()).collect();
    let acts = |(_, years): &(&String, &std::collections::BTreeMap<String, _>)| {
        let parts = years.values();
        parts
            .into_iter()
            .any(|part: &fabcast_document::cause::CausePart| part.part != 0.0)
    };
    let mut groups: Vec<&str> = of
        .parts
        .iter()
        .filter(acts)
        .map(|(group, _)| group.as_str())
        .collect();
    groups.sort_by_key(|&group| (place(group), group));
    if groups.is_empty() || years.is_empty() {
        return None;
    }
    let id = format!("cause-{number}");
    let heat = Heat {
        id: id.clone(),
        groups,
        years,
        of,
    };
    Some(Figure {
        id,
        finding: heat.finding(),
        lead: text::HEAT_LEAD.to_owned(),
        keys: [
            ("k-h1", 0.0),
            ("k-h2", 0.25),
            ("k-h3", 0.5),
            ("k-h4", 0.75),
            ("k-h5", 1.0),
        ]
        .map(|(class, share)| Key::new(class, format::percent(share)))
        .into(),
        wide: heat.draw(Size::Wide),
        narrow: heat.draw_turned(),
        table: Some(heat.table()),
    })
}

impl Heat<'_> {
    fn share(&self, group: &str, year: &str) -> f64 {
        let years = self.of.parts.get(group);
        let part = years.and_then(|years| years.get(year));
        part.map_or(0.0, |part| part.share)
    }

    /// The groups that explain most in each year.
    fn leaders(&self) -> Vec<(&str, String, String)> {
        let leader = |year: &&str| {
            let groups = self
                .groups
                .iter()
                .filter(|group| self.share(group, year) > 0.0);
            groups.max_by(|a, b| self.share(a, year).total_cmp(&self.share(b, year)))
        };
        let told = self.years.iter().filter_map(|year| {
            let group = leader(year)?;
            let share = format::percent(self.share(group, year));
            Some((*year, text::group(group), share))
        });
        told.collect()
    }

    fn finding(&self) -> String {
        text::heat_finding(&self.of.label, &self.leaders())
    }

    fn description(&self) -> String {
        text::describe_heat(&self.leaders())
    }

    fn draw(&self, size: Size) -> String {
        let (left, top, row) = (150.0, 26.0, 34.0);
        let height = top + row * self.groups.len() as f64 + 4.0;
        let mut svg = Svg::new(
            &size.id(&self.id),
            size.width(),
            height,
            &self.finding(),
            &self.description(),
        );
        let column = (size.width() - left - 2.0) / self.years.len() as f64;
        for (index, year) in self.years.iter().enumerate() {
            if column > 30.0 || index % 5 == 0 {
                svg.text(
                    "tick",
                    left + column * (index as f64 + 0.5),
                    top - 9.0,
                    Anchor::Middle,
                    year,
                );
            }
        }
        for (index, group) in self.groups.iter().enumerate() {
            let y = top + row * index as f64;
            let label = fit(&text::group(group), 13.0, left - 14.0);
            svg.text(
                "row-label",
                left - 10.0,
                y + row / 2.0 + 4.0,
                Anchor::End,
                &label,
            );
            for (index, year) in self.years.iter().enumerate() {
                self.cell(
                    &mut svg,
                    group,
                    year,
                    (left + column * index as f64, y),
                    (column, row),
                );
            }
        }
        svg.finish()
    }

    /// Years downward, for a phone.
    fn draw_turned(&self) -> String {
        let width = Size::Narrow.width();
        let (left, top, row) = (42.0, 92.0, 24.0);
        let height = top + row * self.years.len() as f64 + 4.0;
        let mut svg = Svg::new(
            &Size::Narrow.id(&self.id),
            width,
            height,
            &self.finding(),
            &self.description(),
        );
        let column = (width - left - 26.0) / self.groups.len() as f64;
        for (index, group) in self.groups.iter().enumerate() {
            let x = left + column * (index as f64 + 0.5) + 3.0;
            svg.turned(
                "tick",
                x,
                top - 8.0,
                Anchor::Start,
                -58.0,
                &fit(&text::group(group), 12.0, 95.0),
            );
        }
        for (index, year) in self.years.iter().enumerate() {
            let y = top + row * index as f64;
            svg.text("tick", left - 8.0, y + row / 2.0 + 4.0, Anchor::End, year);
            for (index, group) in self.groups.iter().enumerate() {
                self.cell(
                    &mut svg,
                    group,
                    year,
                    (left + column * index as f64, y),
                    (column, row),
                );
            }
        }
        svg.finish()
    }

    fn cell(
        &self,
        svg: &mut Svg,
        group: &str,
        year: &str,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
    ) {
        let share = self.share(group, year);
        let share = if share.is_finite() {
            share.clamp(-9.99, 9.99)
        } else {
            0.0
        };
        svg.open(
            "",
            &text::heat_cell(&text::group(group), year, &format::percent(share)),
        );
        svg.rect("cell0", x + 1.0, y + 1.0, width - 2.0, height - 2.0);
        svg.cell(
            "cell",
            x + 1.0,
            y + 1.0,
            width - 2.0,
            height - 2.0,
            share.clamp(0.0, 1.0).sqrt(),
        );
        if share.abs() >= 0.005 && width > 22.0 {
            let class = if share > 0.4 {
                "cell-text on"
            } else {
                "cell-text"
            };
            svg.text(
                class,
                x + width / 2.0,
                y + height / 2.0 + 4.0,
                Anchor::Middle,
                &format!("{:.0}", share * 100.0),
            );
        }
        svg.close();
    }

    fn table(&self) -> Table {
        let head = std::iter::once(text::YEAR.to_owned())
            .chain(self.groups.iter().map(|group| text::group(group)));
        let rows = self.years.iter().map(|year| {
            let shares = self
                .groups
                .iter()
                .map(|group| format::percent(self.share(group, year)));
            std::iter::once((*year).to_owned()).chain(shares).collect()
        });
        Table {
            summary: text::HEAT_TABLE.to_owned(),
            head: head.collect(),
            rows: rows.collect(),
        }
    }
}

//! Which constraint binds when: groups by year, coloured by the share of draw-months.

use fabcast_document::run::RunDocument;

use super::{Figure, Key, Size, Table};
use crate::format;
use crate::output::html::svg::{Anchor, Svg, fit};
use crate::output::html::text;

/// Order of the groups (model §14); others follow by name, `none` is last.
const ORDER: [&str; 8] = [
    "capital",
    "facilities",
    "equipment",
    "talent",
    "yield",
    "packaging",
    "power",
    "geopolitics",
];

struct Heat<'a> {
    groups: Vec<&'a str>,
    years: Vec<&'a str>,
    document: &'a RunDocument,
}

/// The heat map; `None` if the run recorded no binding constraint.
pub fn figure(document: &RunDocument) -> Option<Figure> {
    let place = |group: &str| match group {
        "none" => ORDER.len() + 1,
        group => ORDER
            .iter()
            .position(|known| *known == group)
            .unwrap_or(ORDER.len()),
    };
    let mut groups: Vec<&str> = document.binding.keys().map(String::as_str).collect();
    groups.sort_by_key(|group| (place(group), *group));
    let mut years: Vec<&str> = document
        .binding
        .values()
        .flat_map(|by_year| by_year.keys().map(String::as_str))
        .collect();
    years.sort_unstable();
    years.dedup();
    if groups.is_empty() || years.is_empty() {
        return None;
    }
    let heat = Heat {
        groups,
        years,
        document,
    };
    Some(Figure {
        id: "binding".to_owned(),
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
        self.document
            .binding
            .get(group)
            .and_then(|years| years.get(year))
            .copied()
            .unwrap_or(0.0)
    }

    /// The group that binds most often in a year, if any does.
    fn leader(&self, year: &str) -> Option<&str> {
        let leader = self
            .groups
            .iter()
            .filter(|group| self.share(group, year) > 0.0)
            .max_by(|a, b| self.share(a, year).total_cmp(&self.share(b, year)))?;
        (*leader != "none").then_some(leader)
    }

    fn finding(&self) -> String {
        let mut spells: Vec<(&str, &str, &str, usize)> = Vec::new();
        for year in &self.years {
            let Some(leader) = self.leader(year) else {
                continue;
            };
            match spells.last_mut() {
                Some((group, _, last, n)) if *group == leader => (*last, *n) = (year, *n + 1),
                _ => spells.push((leader, year, year, 1)),
            }
        }
        // the three longest, in their order in time
        let mut lengths: Vec<usize> = spells.iter().map(|spell| spell.3).collect();
        lengths.sort_unstable_by(|a, b| b.cmp(a));
        let least = lengths.get(2).copied().unwrap_or(0);
        let told: Vec<(String, &str, &str)> = spells
            .iter()
            .filter(|spell| spell.3 >= least)
            .take(3)
            .map(|(group, first, last, _)| (text::group(group), *first, *last))
            .collect();
        text::heat_finding(&told)
    }

    fn description(&self) -> String {
        let leaders: Vec<(&str, String, String)> = self
            .years
            .iter()
            .filter_map(|year| {
                let leader = self.leader(year)?;
                Some((
                    *year,
                    text::group(leader),
                    format::percent(self.share(leader, year)),
                ))
            })
            .collect();
        text::describe_heat(&leaders)
    }

    fn draw(&self, size: Size) -> String {
        let (left, top, row) = (150.0, 26.0, 34.0);
        let height = top + row * self.groups.len() as f64 + 4.0;
        let mut svg = Svg::new(
            &size.id("binding"),
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
            &Size::Narrow.id("binding"),
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
            share.clamp(0.0, 1.0)
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
            share.sqrt(),
        );
        if share >= 0.005 && width > 22.0 {
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

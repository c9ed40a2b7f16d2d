//! The capital stack: what investors commit and pay in, and when they are called.

use std::collections::BTreeMap;

use fabcast_document::run::{InvestorSummary, RunDocument};

use super::{FILLS, Figure, KEYS, Key, Size, Table};
use crate::format::{self, Measure};
use crate::output::html::axis::ValueAxis;
use crate::output::html::svg::{Anchor, Svg, fit, text_width};
use crate::output::html::text;

/// Commitments against what is drawn, an investor a row; `None` without investors.
pub fn commitments(document: &RunDocument) -> Option<Figure> {
    let investors = &document.investors;
    if investors.is_empty() {
        return None;
    }
    let money = Measure::money();
    let finding = drawn_in_all(document).unwrap_or_else(|| {
        let held_back = investors
            .iter()
            .filter(|i| i.drawn[1] < 0.5 * i.commitment[1])
            .count();
        text::commitments_finding_counted(held_back, investors.len())
    });
    Some(Figure {
        id: "commitments".to_owned(),
        wide: draw_commitments(Size::Wide, investors, &finding),
        narrow: draw_commitments(Size::Narrow, investors, &finding),
        finding,
        lead: text::COMMITMENTS_LEAD.to_owned(),
        keys: vec![
            Key::new("k-committed", text::COMMITTED),
            Key::new("k-drawn", text::DRAWN),
            Key::new("k-whisker", text::WHISKER),
        ],
        table: Some(Table {
            summary: text::COMMITMENTS_TABLE.to_owned(),
            head: text::COMMITMENTS_HEAD.map(str::to_owned).into(),
            rows: investors
                .iter()
                .map(|investor| {
                    let range = |q: [f64; 3]| {
                        text::median_and_range(
                            &money.write(q[1]),
                            &money.write(q[0]),
                            &money.write(q[2]),
                        )
                    };
                    vec![
                        investor.label.clone(),
                        text::investor_kind(&investor.kind),
                        range(investor.commitment),
                        format::percent(investor.approved),
                        range(investor.drawn),
                    ]
                })
                .collect(),
        }),
    })
}

/// What is drawn of the sum asked for, if the run recorded it.
fn drawn_in_all(document: &RunDocument) -> Option<String> {
    let series = document.series.get("capital_drawn")?;
    let months = super::fan::calendar(document, series);
    let index = (0..months.len()).rev().find(|index| {
        series
            .quantiles
            .p50
            .get(*index)
            .is_some_and(|value| value.is_finite())
    })?;
    let (drawn, asked) = (series.quantiles.p50[index], document.scenario.budget);
    (asked > 0.0).then(|| {
        let money = Measure::money();
        text::commitments_finding(
            &money.write(drawn),
            &money.write(asked),
            &format::percent(drawn / asked),
            &format::month_name(months[index]),
        )
    })
}

fn draw_commitments(size: Size, investors: &[InvestorSummary], finding: &str) -> String {
    let money = Measure::money();
    let wide = size == Size::Wide;
    let (row, top) = if wide { (38.0, 12.0) } else { (56.0, 8.0) };
    let bottom = top + row * investors.len() as f64;
    let mut svg = Svg::new(
        &size.id("commitments"),
        size.width(),
        bottom + 42.0,
        finding,
        text::DESCRIBE_COMMITMENTS,
    );
    let highest = investors
        .iter()
        .flat_map(|i| i.commitment.iter().chain(&i.drawn))
        .copied();
    let highest = highest
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    let (left, right) = if wide {
        (250.0, size.width() - 190.0)
    } else {
        (2.0, size.width() - 14.0)
    };
    let axis = ValueAxis::linear(
        &money,
        0.0,
        highest,
        if wide { 5 } else { 4 },
        (left, right),
    );
    for (value, label) in &axis.ticks {
        if let Some(x) = axis.at(*value) {
            svg.line(
                if *value == 0.0 { "axis" } else { "grid" },
                (x, top),
                (x, bottom),
            );
            svg.text("tick", x, bottom + 16.0, Anchor::Middle, label);
        }
    }
    svg.text("unit", right, bottom + 34.0, Anchor::End, &axis.title);
    for (index, investor) in investors.iter().enumerate() {
        let y = top + row * index as f64;
        let says = text::drawn_of(
            &money.write(investor.drawn[1]),
            &money.write(investor.commitment[1]),
        );
        svg.open(
            "hit",
            &text::investor_tooltip(&investor.label, &says, &format::percent(investor.approved)),
        );
        let bars = if wide {
            svg.text(
                "row-label",
                left - 12.0,
                y + 16.0,
                Anchor::End,
                &fit(&investor.label, 13.0, left - 14.0),
            );
            let kind =
                text::investor_takes_part(&investor.kind, &format::percent(investor.approved));
            svg.text("small", left - 12.0, y + 30.0, Anchor::End, &kind);
            svg.text(
                "value",
                right + 14.0,
                y + 24.0,
                Anchor::Start,
                &fit(&says, 13.0, 176.0),
            );
            y + 5.0
        } else {
            let room = size.width() - 16.0 - text_width(&says, 12.0);
            svg.text(
                "row-label",
                0.0,
                y + 18.0,
                Anchor::Start,
                &fit(&investor.label, 13.0, room.max(120.0)),
            );
            svg.text(
                "small",
                size.width(),
                y + 18.0,
                Anchor::End,
                &fit(&says, 12.0, 210.0),
            );
            y + 25.0
        };
        interval(
            &mut svg,
            &axis,
            investor.commitment,
            "committed",
            (bars, 28.0, 7.0),
        );
        interval(
            &mut svg,
            &axis,
            investor.drawn,
            "drawn",
            (bars + 6.0, 16.0, 14.0),
        );
        svg.close();
    }
    svg.finish()
}

/// A bar to the median with a whisker from the 10 to the 90 % quantile; `(y, height, whisker)` below each other.
fn interval(
    svg: &mut Svg,
    axis: &ValueAxis,
    quantiles: [f64; 3],
    class: &str,
    (y, height, whisker): (f64, f64, f64),
) {
    let (Some(zero), Some(middle)) = (axis.at(0.0), axis.at(quantiles[1])) else {
        return;
    };
    svg.rect(class, zero, y, middle - zero, height);
    if let (Some(low), Some(high)) = (axis.at(quantiles[0]), axis.at(quantiles[2])) {
        let y = y + if class == "drawn" {
            height / 2.0
        } else {
            height - whisker + 4.0
        };
        svg.line("whisker", (low, y), (high, y));
        svg.line("whisker", (low, y - 3.0), (low, y + 3.0));
        svg.line("whisker", (high, y - 3.0), (high, y + 3.0));
    }
}

/// Mean calls by calendar year, stacked by investor; `None` if nobody is ever called.
pub fn calls(document: &RunDocument) -> Option<Figure> {
    let stack = Stack::of(&document.investors)?;
    Some(Figure {
        id: "calls".to_owned(),
        finding: stack.finding(),
        lead: text::CALLS_LEAD.to_owned(),
        keys: stack
            .parts
            .iter()
            .enumerate()
            .map(|(index, part)| Key::new(KEYS[index % KEYS.len()], part.label.clone()))
            .collect(),
        wide: stack.draw(Size::Wide),
        narrow: stack.draw(Size::Narrow),
        table: Some(stack.table()),
    })
}

struct Stack {
    parts: Vec<Part>,
    years: Vec<String>,
    totals: Vec<f64>,
}

struct Part {
    label: String,
    calls: BTreeMap<String, f64>,
}

impl Stack {
    /// At most eight parts: more investors than that share the last one.
    fn of(investors: &[InvestorSummary]) -> Option<Self> {
        let mut parts: Vec<Part> = Vec::new();
        for investor in investors {
            let calls = investor
                .calls
                .iter()
                .filter(|(_, call)| call.is_finite() && **call > 0.0);
            if parts.len() == 8 || (parts.len() == 7 && investors.len() > 8) {
                if parts.len() == 7 {
                    parts.push(Part {
                        label: text::OTHER_INVESTORS.to_owned(),
                        calls: BTreeMap::new(),
                    });
                }
                for (year, call) in calls {
                    *parts[7].calls.entry(year.clone()).or_insert(0.0) += call;
                }
            } else {
                let calls = calls.map(|(year, call)| (year.clone(), *call)).collect();
                parts.push(Part {
                    label: investor.label.clone(),
                    calls,
                });
            }
        }
        // every year of the run, also those without a call
        let mut years: Vec<String> = investors
            .iter()
            .flat_map(|investor| investor.calls.keys().cloned())
            .collect();
        years.sort_unstable();
        years.dedup();
        let totals: Vec<f64> = years
            .iter()
            .map(|year| parts.iter().filter_map(|part| part.calls.get(year)).sum())
            .collect();
        totals.iter().any(|total| *total > 0.0).then_some(Self {
            parts,
            years,
            totals,
        })
    }

    fn finding(&self) -> String {
        let most = (0..self.years.len())
            .max_by(|a, b| self.totals[*a].total_cmp(&self.totals[*b]))
            .unwrap_or(0);
        text::calls_finding(
            &Measure::money().write(self.totals[most]),
            &self.years[most],
        )
    }

    fn draw(&self, size: Size) -> String {
        let money = Measure::money();
        let (width, height) = (size.width(), if size == Size::Wide { 330.0 } else { 280.0 });
        let mut svg = Svg::new(
            &size.id("calls"),
            width,
            height,
            &self.finding(),
            text::DESCRIBE_CALLS,
        );
        let (top, bottom) = (30.0, height - 26.0);
        let highest = self.totals.iter().copied().fold(0.0, f64::max) * 1.05;
        let axis = ValueAxis::linear(&money, 0.0, highest, 5, (bottom, top));
        let left = axis.label_room();
        axis.draw(&mut svg, left, width);
        let column = (width - left) / self.years.len() as f64;
        let stride = (40.0 / column).ceil().max(1.0) as usize;
        for (index, year) in self.years.iter().enumerate() {
            let x = left + column * index as f64;
            if index % stride == 0 {
                svg.text(
                    "tick",
                    x + column / 2.0,
                    bottom + 17.0,
                    Anchor::Middle,
                    year,
                );
            }
            let mut sum = 0.0;
            for (place, part) in self.parts.iter().enumerate() {
                let Some(call) = part.calls.get(year).filter(|call| **call > 0.0) else {
                    continue;
                };
                let (low, high) = (axis.at(sum), axis.at(sum + call));
                sum += call;
                if let (Some(low), Some(high)) = (low, high) {
                    svg.open(
                        "",
                        &format!("{}, {year}: {}", part.label, money.write(*call)),
                    );
                    svg.rect(
                        FILLS[place % FILLS.len()],
                        x + column * 0.14,
                        high,
                        column * 0.72,
                        low - high,
                    );
                    svg.close();
                }
            }
            if size == Size::Wide
                && sum > 0.0
                && let Some(y) = axis.at(sum)
            {
                let label = money.number(sum).replace('$', "");
                svg.text(
                    "small",
                    x + column / 2.0,
                    y - 5.0,
                    Anchor::Middle,
                    &fit(&label, 11.0, column),
                );
            }
        }
        svg.finish()
    }

    fn table(&self) -> Table {
        let money = Measure::money();
        let head = std::iter::once(text::YEAR.to_owned())
            .chain(self.parts.iter().map(|part| part.label.clone()))
            .chain([text::TOTAL.to_owned()])
            .collect();
        let rows = self.years.iter().zip(&self.totals).map(|(year, total)| {
            let cells = self
                .parts
                .iter()
                .map(|part| money.write(part.calls.get(year).copied().unwrap_or(0.0)));
            std::iter::once(year.clone())
                .chain(cells)
                .chain([money.write(*total)])
                .collect()
        });
        Table {
            summary: text::CALLS_TABLE.to_owned(),
            head,
            rows: rows.collect(),
        }
    }
}

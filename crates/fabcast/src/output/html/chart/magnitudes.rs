//! The programme beside magnitudes that people know, on a logarithmic scale.

use fabcast_document::run::{Magnitude, RunDocument};

use super::{Figure, Key, Size, Table};
use crate::format::{self, Measure, NONE};
use crate::output::html::axis::ValueAxis;
use crate::output::html::svg::{Anchor, Svg, fit};
use crate::output::html::text;

/// The chart; `None` without a programme or without magnitudes.
pub fn figure(document: &RunDocument) -> Option<Figure> {
    let programme = document.scenario.budget;
    if !(programme.is_finite() && programme > 0.0) {
        return None;
    }
    let mut rows: Vec<&Magnitude> = document
        .perspective
        .iter()
        .filter(|row| row.value.is_finite() && row.value > 0.0)
        .collect();
    rows.sort_by(|a, b| b.value.total_cmp(&a.value));
    if rows.is_empty() {
        return None;
    }
    let (finding, narrow) = (
        finding(programme, &rows),
        draw(Size::Narrow, programme, &rows),
    );
    Some(Figure {
        id: "magnitudes".to_owned(),
        finding,
        lead: text::MAGNITUDES_LEAD.to_owned(),
        keys: vec![
            Key::new("k-dot", text::MAGNITUDE),
            Key::new(
                "k-reference",
                text::programme_line(&Measure::money().write(programme)),
            ),
        ],
        wide: draw(Size::Wide, programme, &rows),
        narrow,
        table: Some(table(&rows)),
    })
}

fn finding(programme: f64, rows: &[&Magnitude]) -> String {
    let budget = Measure::money().write(programme);
    // the magnitude nearest to the programme says most
    let distance = |row: &&&Magnitude| (row.value / programme).max(programme / row.value);
    match rows
        .iter()
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
    {
        Some(nearest) => text::magnitudes_finding(
            &budget,
            &format::significant(nearest.multiple),
            &nearest.label,
        ),
        None => budget,
    }
}

fn times(multiple: f64) -> String {
    if multiple.is_finite() {
        format!("{}×", format::significant(multiple))
    } else {
        NONE.to_owned()
    }
}

fn draw(size: Size, programme: f64, rows: &[&Magnitude]) -> String {
    let money = Measure::money();
    let wide = size == Size::Wide;
    let (row, top) = if wide { (26.0, 44.0) } else { (40.0, 44.0) };
    let bottom = top + row * rows.len() as f64;
    let description = text::describe_magnitudes(rows.len(), &money.write(programme));
    let mut svg = Svg::new(
        &size.id("magnitudes"),
        size.width(),
        bottom + 24.0,
        &finding(programme, rows),
        &description,
    );
    let (left, right) = if wide {
        (400.0, size.width() - 74.0)
    } else {
        (14.0, size.width() - 72.0)
    };
    let values = rows.iter().map(|row| row.value).chain([programme]);
    let (low, high) = values.fold((f64::INFINITY, 0.0_f64), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let axis = ValueAxis::logarithmic(&money, low / 1.2, high * 1.2, (left, right));
    let stride = axis.ticks.len().div_ceil(if wide { 8 } else { 5 });
    for (index, (value, _)) in axis.ticks.iter().enumerate() {
        if index % stride.max(1) != 0 {
            continue;
        }
        if let Some(x) = axis.at(*value) {
            svg.line("grid", (x, top - 4.0), (x, bottom));
            svg.text(
                "tick",
                x,
                bottom + 16.0,
                Anchor::Middle,
                &money.write(*value),
            );
        }
    }
    let target = axis.at(programme).unwrap_or(right);
    svg.line("reference", (target, top - 8.0), (target, bottom));
    let (anchor, shift) = if target > (left + right) / 2.0 {
        (Anchor::End, 4.0)
    } else {
        (Anchor::Start, -4.0)
    };
    svg.text(
        "end-reference",
        target + shift,
        top - 16.0,
        anchor,
        &text::programme_line(&money.write(programme)),
    );
    svg.text(
        "unit",
        size.width(),
        top - 16.0,
        Anchor::End,
        text::MULTIPLE_SHORT,
    );
    for (index, magnitude) in rows.iter().enumerate() {
        let y = top + row * index as f64;
        let (line, x) = (
            y + if wide { row / 2.0 } else { 28.0 },
            axis.at(magnitude.value).unwrap_or(left),
        );
        svg.open(
            "hit",
            &format!(
                "{}: {} ({})",
                magnitude.label,
                money.write(magnitude.value),
                magnitude.as_of
            ),
        );
        if wide {
            svg.text(
                "row-label",
                left - 12.0,
                line + 4.0,
                Anchor::End,
                &fit(&magnitude.label, 13.0, left - 16.0),
            );
        } else {
            svg.text(
                "row-label",
                0.0,
                y + 14.0,
                Anchor::Start,
                &fit(&magnitude.label, 13.0, size.width() - 4.0),
            );
        }
        svg.line("leader", (x, line), (target, line));
        svg.dot("dot", x, line, 5.0);
        svg.text(
            "value",
            size.width(),
            line + 4.0,
            Anchor::End,
            &times(magnitude.multiple),
        );
        svg.close();
    }
    svg.finish()
}

fn table(rows: &[&Magnitude]) -> Table {
    Table {
        summary: text::MAGNITUDES_TABLE.to_owned(),
        head: text::MAGNITUDES_HEAD.map(str::to_owned).into(),
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    row.label.clone(),
                    Measure::money().write(row.value),
                    times(row.multiple),
                    row.as_of.clone(),
                    row.source.clone(),
                ]
            })
            .collect(),
    }
}

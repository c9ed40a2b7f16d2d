//! The backtest of fabs in the report: forecast against outcome, PIT histogram, reliability.

use std::fmt::Write;

use super::CSS;
use super::axis::ValueAxis;
use super::chart::{Figure, Key, Size, Table};
use super::section::{Section, grid, wide};
use super::svg::{Anchor, Svg, escape};
use super::text::backtest as text;
use crate::backtest::fabs::document::{CaseForecast, CaseRow, FabsDocument, Quantiles};
use crate::backtest::fabs::text::weak;
use crate::backtest::score::Reliability;
use crate::format::{Measure, percent};

/// The section of a report.
pub fn sections(document: &FabsDocument) -> Vec<Section> {
    let mut body = format!(
        "<div class=\"callout\"><h2 class=\"minor\">{}</h2><ul>",
        text::WEAK
    );
    for line in weak(document) {
        let _ = write!(body, "<li>{}</li>", escape(&line));
    }
    body.push_str("</ul></div>");
    body.push_str(&wide(&projects(document)));
    body.push_str(&grid(vec![
        pit(&document.scores.pit),
        reliability(&document.leave_one_out.stopped.scores.reliability),
    ]));
    vec![Section {
        id: "backtest-fabs",
        title: text::TITLE,
        intro: text::INTRO,
        body,
    }]
}

/// The section as a page of its own.
pub fn page(document: &FabsDocument) -> String {
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n<title>{}</title>\n<style>\n{CSS}\n</style>\n\
         </head>\n<body>\n<div class=\"frame\">\n<div></div>\n<main>\n",
        text::TITLE
    );
    for section in sections(document) {
        let _ = writeln!(
            page,
            "<section id=\"{}\"><h2>{}</h2><p class=\"intro\">{}</p>{}</section>",
            section.id,
            escape(section.title),
            escape(section.intro),
            section.body
        );
    }
    page.push_str("</main>\n</div>\n</body>\n</html>\n");
    page
}

/// Place of a value; what has none is left out of the drawing.
fn on(axis: &ValueAxis, value: f64) -> f64 {
    axis.at(value).unwrap_or(f64::NAN)
}

/// A forecast with its project, where one was made.
fn forecasts(document: &FabsDocument) -> Vec<(&CaseRow, &CaseForecast, Quantiles)> {
    let of = |case| {
        let case: &CaseRow = case;
        let forecast = case.as_announced.as_ref()?;
        Some((case, forecast, forecast.production?))
    };
    document.cases.iter().filter_map(of).collect()
}

fn came(case: &CaseRow) -> Option<f64> {
    match case.months {
        Some([Some(from), Some(to)]) => Some((from + to) / 2.0),
        _ => None,
    }
}

/// Forecast against outcome, a project a row.
fn projects(document: &FabsDocument) -> Figure {
    let forecasts = forecasts(document);
    let dated = || {
        forecasts
            .iter()
            .filter_map(|(case, _, q)| Some((came(case)?, q)))
    };
    let inside = dated()
        .filter(|(came, q)| (q.p10..=q.p90).contains(came))
        .count();
    let finding = text::projects_finding(inside, dated().count());
    let draw = |size: Size| {
        let is_wide = size == Size::Wide;
        let (row, top) = if is_wide { (18.0, 10.0) } else { (30.0, 10.0) };
        let bottom = top + row * forecasts.len() as f64;
        let mut svg = Svg::new(
            &size.id(text::PROJECTS_ID),
            size.width(),
            bottom + 40.0,
            &finding,
            text::PROJECTS_ABOUT,
        );
        let (left, right) = match is_wide {
            true => (190.0, size.width() - 20.0),
            false => (4.0, size.width() - 12.0),
        };
        let highest = forecasts.iter().map(|(_, _, q)| q.p90).fold(12.0, f64::max);
        let axis = ValueAxis::linear(&Measure::of("months"), 0.0, highest, 6, (left, right));
        for (value, label) in &axis.ticks {
            let x = on(&axis, *value);
            svg.line("grid", (x, top), (x, bottom));
            svg.text("tick", x, bottom + 16.0, Anchor::Middle, label);
        }
        svg.text("unit", right, bottom + 34.0, Anchor::End, text::MONTHS);
        for (i, (case, _, q)) in forecasts.iter().enumerate() {
            let y = top + row * i as f64;
            svg.open("hit", &says(case, q));
            let bar = if is_wide {
                svg.text("row-label", left - 10.0, y + 13.0, Anchor::End, &case.id);
                y + 5.0
            } else {
                svg.text("row-label", left, y + 11.0, Anchor::Start, &case.id);
                y + 16.0
            };
            let at = |months: f64| on(&axis, months);
            svg.rect("planned", at(q.p10), bar, at(q.p90) - at(q.p10), 9.0);
            svg.line("median", (at(q.p50), bar), (at(q.p50), bar + 9.0));
            if let Some(planned) = case.planned_months {
                svg.line("plan", (at(planned), bar - 3.0), (at(planned), bar + 12.0));
            }
            match (came(case), case.months) {
                (Some(months), _) => svg.dot("mark-online", at(months), bar + 4.5, 4.5),
                (None, Some([Some(from), None])) => {
                    let points = [(0.0, 0.0), (7.0, 4.5), (0.0, 9.0)];
                    let points = points.map(|(x, y)| Some((at(from) + x, bar + y)));
                    svg.polyline("open-end", &points);
                }
                _ => {}
            }
            svg.close();
        }
        svg.finish()
    };
    Figure {
        id: text::PROJECTS_ID.to_owned(),
        wide: draw(Size::Wide),
        narrow: draw(Size::Narrow),
        finding: finding.clone(),
        lead: text::PROJECTS_LEAD.to_owned(),
        keys: vec![
            Key::new("k-planned", text::INTERVAL),
            Key::new("k-median", text::MEDIAN),
            Key::new("k-plan", text::ANNOUNCED),
            Key::new("k-online", text::CAME),
            Key::new("k-open", text::OPEN),
        ],
        table: Some(Table {
            summary: text::PROJECTS_TABLE.to_owned(),
            head: text::PROJECTS_HEAD.map(str::to_owned).into(),
            rows: forecasts
                .iter()
                .map(|(case, forecast, _)| {
                    let dates = forecast.dates.as_ref();
                    vec![
                        case.name.clone(),
                        case.vintage.clone().unwrap_or_default(),
                        case.planned.clone().unwrap_or_default(),
                        dates.map_or(String::new(), |[low, _, high]| format!("{low} to {high}")),
                        case.outcome.clone(),
                        percent(forecast.stop),
                    ]
                })
                .collect(),
        }),
    }
}

fn says(case: &CaseRow, q: &Quantiles) -> String {
    format!(
        "{}: {:.0} to {:.0} {}; {}",
        case.name,
        q.p10,
        q.p90,
        text::MONTHS,
        case.outcome
    )
}

/// Axes of a small chart: values from 0 to 1 across, and up to `highest` upwards.
struct Frame {
    svg: Svg,
    across: ValueAxis,
    up: ValueAxis,
}

impl Frame {
    fn new(id: &str, finding: &str, about: &str, highest: f64, measure: &Measure) -> Frame {
        let (left, right, top, bottom) = (52.0, 418.0, 12.0, 232.0);
        let mut svg = Svg::new(
            &Size::Small.id(id),
            Size::Small.width(),
            276.0,
            finding,
            about,
        );
        let across = ValueAxis::linear(&Measure::share(), 0.0, 1.0, 5, (left, right));
        let up = ValueAxis::linear(measure, 0.0, highest, 4, (bottom, top));
        for (value, label) in &up.ticks {
            let y = on(&up, *value);
            svg.line("grid", (left, y), (right, y));
            svg.text("tick", left - 8.0, y + 4.0, Anchor::End, label);
        }
        for (value, label) in &across.ticks {
            svg.text(
                "tick",
                on(&across, *value),
                bottom + 18.0,
                Anchor::Middle,
                label,
            );
        }
        svg.text("unit", right, bottom + 36.0, Anchor::End, text::ACROSS_UNIT);
        Frame { svg, across, up }
    }
}

/// The PIT histogram.
fn pit(heights: &[f64]) -> Figure {
    let highest = heights.iter().copied().fold(1.5, f64::max);
    let mut frame = Frame::new(
        text::PIT_ID,
        text::PIT_FINDING,
        text::PIT_ABOUT,
        highest,
        &Measure::of("1"),
    );
    let n = heights.len() as f64;
    for (i, height) in heights.iter().enumerate() {
        let (from, to) = (
            on(&frame.across, i as f64 / n),
            on(&frame.across, (i + 1) as f64 / n),
        );
        let top = on(&frame.up, *height);
        let bottom = on(&frame.up, 0.0);
        frame
            .svg
            .rect("drawn", from + 1.0, top, to - from - 2.0, bottom - top);
    }
    let one = on(&frame.up, 1.0);
    let ends = [on(&frame.across, 0.0), on(&frame.across, 1.0)];
    frame.svg.line("plan", (ends[0], one), (ends[1], one));
    Figure {
        id: text::PIT_ID.to_owned(),
        finding: text::PIT_FINDING.to_owned(),
        lead: text::PIT_LEAD.to_owned(),
        keys: vec![
            Key::new("k-drawn", text::PIT_BARS),
            Key::new("k-plan", text::PIT_RIGHT),
        ],
        wide: frame.svg.finish(),
        narrow: String::new(),
        table: None,
    }
}

/// The reliability diagram.
fn reliability(groups: &[Reliability]) -> Figure {
    let mut frame = Frame::new(
        text::RELIABILITY_ID,
        text::RELIABILITY_FINDING,
        text::RELIABILITY_ABOUT,
        1.0,
        &Measure::share(),
    );
    let point = |frame: &Frame, x: f64, y: f64| (on(&frame.across, x), on(&frame.up, y));
    let (from, to) = (point(&frame, 0.0, 0.0), point(&frame, 1.0, 1.0));
    frame.svg.line("plan", from, to);
    for group in groups {
        let low = (group.observed - 2.0 * group.error).max(0.0);
        let high = (group.observed + 2.0 * group.error).min(1.0);
        let (from, to) = (
            point(&frame, group.forecast, low),
            point(&frame, group.forecast, high),
        );
        frame.svg.line("line s1", from, to);
        let (x, y) = point(&frame, group.forecast, group.observed);
        frame.svg.dot("dot", x, y, 5.0);
    }
    Figure {
        id: text::RELIABILITY_ID.to_owned(),
        finding: text::RELIABILITY_FINDING.to_owned(),
        lead: text::RELIABILITY_LEAD.to_owned(),
        keys: vec![
            Key::new("k-dot", text::RELIABILITY_DOT),
            Key::new("k-plan", text::RELIABILITY_RIGHT),
        ],
        wide: frame.svg.finish(),
        narrow: String::new(),
        table: None,
    }
}

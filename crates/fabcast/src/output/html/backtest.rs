//! Backtests in the report: forecast against outcome, PIT histogram, reliability.

mod campuses;
mod others;

use std::fmt::Write;

use fabcast_document::Quantiles;
use fabcast_document::backtest::fabs::{CaseForecast, CaseRow, FabsDocument};
use fabcast_document::backtest::score::Reliability;

use super::axis::ValueAxis;
use super::chart::{Figure, Key, Size, Table};
use super::section::{Section, grid, wide};
use super::svg::{Anchor, Svg, escape, fit};
use super::text::backtest as text;
use crate::backtest::fabs::text::weak;

use crate::format::{Measure, percent};

pub use campuses::campuses;
pub use others::{models, plan, policy, replays, world};

/// The section of real fabs.
pub fn sections(document: &FabsDocument) -> Vec<Section> {
    let mut body = weakness(&weak(document));
    body.push_str(&wide(&projects(document)));
    body.push_str(&grid(vec![
        pit(text::PIT_ID, &document.scores.pit),
        reliability(&document.leave_one_out.stopped.scores.reliability),
    ]));
    vec![Section {
        id: "backtest-fabs",
        title: text::TITLE,
        intro: text::INTRO,
        body,
    }]
}

/// What is weak, before anything else.
fn weakness(lines: &[impl AsRef<str>]) -> String {
    let mut body = format!(
        "<div class=\"callout\"><h2 class=\"minor\">{}</h2><ul>",
        text::WEAK
    );
    for line in lines {
        let _ = write!(body, "<li>{}</li>", escape(line.as_ref()));
    }
    body.push_str("</ul></div>");
    body
}

/// Pictures of the page of backtests, each a name and an SVG that stands alone.
///
/// # Errors
/// When the record has faults.
pub fn pictures() -> Result<Vec<(&'static str, String)>, crate::backtest::BacktestError> {
    let options = crate::backtest::Options {
        seed: 1,
        ..crate::backtest::Options::default()
    };
    let document = crate::backtest::fabs::fabs(&options)?;
    let alone = |figure: Figure| {
        let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\" ";
        let style = format!("><style>{}</style><title>", super::CSS.replace('<', "&lt;"));
        figure
            .wide
            .replacen("<svg ", head, 1)
            .replacen("><title>", &style, 1)
            + "\n"
    };
    Ok(vec![
        ("projects", alone(projects(&document))),
        ("pit", alone(pit(text::PIT_ID, &document.scores.pit))),
        (
            "reliability",
            alone(reliability(
                &document.leave_one_out.stopped.scores.reliability,
            )),
        ),
    ])
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
    let rows: Vec<Bar> = forecasts
        .iter()
        .map(|(case, _, q)| Bar {
            label: case.id.clone(),
            says: says(case, q),
            interval: [q.p10, q.p50, q.p90],
            plan: case.planned_months,
            came: came(case),
            open: match case.months {
                Some([Some(from), None]) => Some(from),
                _ => None,
            },
        })
        .collect();
    let table = Table {
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
    };
    Bars {
        id: text::PROJECTS_ID,
        finding,
        lead: text::PROJECTS_LEAD,
        about: text::PROJECTS_ABOUT,
        unit: text::MONTHS,
        logarithmic: false,
        room: 190.0,
        rows,
        keys: vec![
            Key::new("k-planned", text::INTERVAL),
            Key::new("k-median", text::MEDIAN),
            Key::new("k-plan", text::ANNOUNCED),
            Key::new("k-online", text::CAME),
            Key::new("k-open", text::OPEN),
        ],
        table,
    }
    .figure()
}

/// Forecasts, each a row: an interval with its median, and what was planned and came.
struct Bars<'a> {
    id: &'a str,
    finding: String,
    lead: &'a str,
    about: &'a str,
    /// Of the axis.
    unit: &'a str,
    logarithmic: bool,
    /// For the labels of a wide drawing.
    room: f64,
    rows: Vec<Bar>,
    keys: Vec<Key>,
    table: Table,
}

/// One forecast.
struct Bar {
    label: String,
    says: String,
    /// 10, 50 and 90 % quantile.
    interval: [f64; 3],
    plan: Option<f64>,
    came: Option<f64>,
    /// What is known of what has not come: that it is more.
    open: Option<f64>,
}

impl Bars<'_> {
    fn figure(self) -> Figure {
        Figure {
            id: self.id.to_owned(),
            wide: self.draw(Size::Wide),
            narrow: self.draw(Size::Narrow),
            finding: self.finding,
            lead: self.lead.to_owned(),
            keys: self.keys,
            table: Some(self.table),
        }
    }

    fn axis(&self, ends: (f64, f64)) -> ValueAxis {
        let all = || {
            self.rows.iter().flat_map(|bar| {
                let more = [bar.came, bar.open];
                bar.interval.into_iter().chain(more.into_iter().flatten())
            })
        };
        let finite = || all().filter(|value| value.is_finite());
        let highest = finite().fold(1.0, f64::max);
        if self.logarithmic {
            let positive = finite().filter(|value| *value > 0.0);
            let lowest = positive.fold(1.0, f64::min);
            ValueAxis::logarithmic(&Measure::of("1"), lowest, highest, ends)
        } else {
            ValueAxis::linear(&Measure::of(self.unit), 0.0, highest, 6, ends)
        }
    }

    fn draw(&self, size: Size) -> String {
        let is_wide = size == Size::Wide;
        let (row, top) = if is_wide { (18.0, 10.0) } else { (30.0, 10.0) };
        let bottom = top + row * self.rows.len() as f64;
        let mut svg = Svg::new(
            &size.id(self.id),
            size.width(),
            bottom + 40.0,
            &self.finding,
            self.about,
        );
        let (left, right) = match is_wide {
            true => (self.room, size.width() - 20.0),
            false => (4.0, size.width() - 12.0),
        };
        let axis = self.axis((left, right));
        for (value, label) in &axis.ticks {
            let x = on(&axis, *value);
            svg.line("grid", (x, top), (x, bottom));
            svg.text("tick", x, bottom + 16.0, Anchor::Middle, label);
        }
        svg.text("unit", right, bottom + 34.0, Anchor::End, self.unit);
        for (i, one) in self.rows.iter().enumerate() {
            let y = top + row * i as f64;
            svg.open("hit", &one.says);
            let bar = if is_wide {
                let label = fit(&one.label, 13.0, left - 14.0);
                svg.text("row-label", left - 10.0, y + 13.0, Anchor::End, &label);
                y + 5.0
            } else {
                let label = fit(&one.label, 13.0, right - left);
                svg.text("row-label", left, y + 11.0, Anchor::Start, &label);
                y + 16.0
            };
            let at = |value: f64| on(&axis, value);
            let [low, middle, high] = one.interval;
            svg.rect("planned", at(low), bar, at(high) - at(low), 9.0);
            svg.line("median", (at(middle), bar), (at(middle), bar + 9.0));
            if let Some(plan) = one.plan {
                svg.line("plan", (at(plan), bar - 3.0), (at(plan), bar + 12.0));
            }
            if let Some(came) = one.came {
                svg.dot("mark-online", at(came), bar + 4.5, 4.5);
            } else if let Some(from) = one.open {
                let points = [(0.0, 0.0), (7.0, 4.5), (0.0, 9.0)];
                let points = points.map(|(x, y)| Some((at(from) + x, bar + y)));
                svg.polyline("open-end", &points);
            }
            svg.close();
        }
        svg.finish()
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
fn pit(id: &str, heights: &[f64]) -> Figure {
    let highest = heights.iter().copied().fold(1.5, f64::max);
    let mut frame = Frame::new(
        id,
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
        id: id.to_owned(),
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

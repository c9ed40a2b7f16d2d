//! The schedule: what was planned when, and when it happens, from one row per line to one row per project.

use std::collections::BTreeMap;

use fabcast_document::run::{ProjectSummary, RunDocument};

use super::{Figure, Key, Size, Table};
use crate::format::{self, Measure};
use crate::output::html::axis::TimeAxis;
use crate::output::html::svg::{Anchor, Svg, fit};
use crate::output::html::text;

/// The schedule of all lines together, and of each line.
pub struct Schedule {
    /// A row per line.
    pub overview: Figure,
    /// Marks of the lines' charts.
    pub keys: Vec<Key>,
    /// Each line, in plan order.
    pub lines: Vec<Line>,
}

/// The projects of one line.
pub struct Line {
    /// What the line builds, for people.
    pub title: String,
    /// How late it is.
    pub says: String,
    /// A row per project.
    pub figure: Figure,
}

/// Projects of the same line, in plan order.
struct Group<'a> {
    name: &'a str,
    projects: Vec<&'a ProjectSummary>,
}

/// The calendar of the run: decimal months since its start become points on it.
#[derive(Clone, Copy)]
struct Calendar {
    start: f64,
    end: f64,
}

/// The schedule; `None` without projects.
pub fn schedule(document: &RunDocument) -> Option<Schedule> {
    let mut groups: Vec<Group> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for project in &document.projects {
        let name = line_name(&project.name);
        let place = *places.entry(name).or_insert_with(|| {
            groups.push(Group {
                name,
                projects: Vec::new(),
            });
            groups.len() - 1
        });
        groups[place].projects.push(project);
    }
    if groups.is_empty() {
        return None;
    }
    let start = format::month_of(&document.scenario.start).unwrap_or(0.0);
    let months = document
        .projects
        .iter()
        .flat_map(|p| p.online.iter().flatten().chain(&p.planned_online));
    let latest = months
        .copied()
        .filter(|month| month.is_finite())
        .fold(12.0, f64::max);
    let end = format::month_of(&document.scenario.end)
        .map_or(start + latest, |end| end + 1.0)
        .max(start + 12.0);
    let calendar = Calendar { start, end };
    let lines = groups.iter().map(|group| group.line(calendar)).collect();
    Some(Schedule {
        overview: overview(document, &groups, calendar),
        keys: keys(true),
        lines,
    })
}

/// The name without the project's number.
fn line_name(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((line, number)) if !line.is_empty() && number.chars().all(|c| c.is_ascii_digit()) => {
            line
        }
        _ => name,
    }
}

/// Months late in coming online, in the median; infinite if half of the draws never get there, `None` without a planned date.
fn slip(project: &ProjectSummary) -> Option<f64> {
    let planned = project.planned_online.filter(|month| month.is_finite())?;
    Some(known(project.online[1]).map_or(f64::INFINITY, |online| online - planned))
}

fn known(month: Option<f64>) -> Option<f64> {
    month.filter(|month| month.is_finite())
}

/// The first of the months.
fn first(months: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    months.filter_map(known).reduce(f64::min)
}

/// The last of the months; a quantile that one project never reaches is never reached by the last one.
fn last(mut months: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    months.try_fold(f64::NEG_INFINITY, |last, month| {
        Some(last.max(known(month)?))
    })
}

/// The middle one of the projects' slips.
fn median_slip<'a>(projects: impl Iterator<Item = &'a ProjectSummary>) -> Option<f64> {
    let mut slips: Vec<f64> = projects.filter_map(slip).collect();
    slips.sort_by(f64::total_cmp);
    slips.get(slips.len().checked_sub(1)? / 2).copied()
}

fn keys(projects: bool) -> Vec<Key> {
    vec![
        Key::new(
            "k-planned",
            if projects {
                text::GANTT_PLANNED
            } else {
                text::GANTT_PLANNED_LINE
            },
        ),
        Key::new(
            "k-built",
            if projects {
                text::GANTT_BUILT
            } else {
                text::GANTT_BUILT_LINE
            },
        ),
        Key::new(
            "k-start",
            if projects {
                text::GANTT_START
            } else {
                text::GANTT_START_LINE
            },
        ),
        Key::new(
            "k-online",
            if projects {
                text::GANTT_ONLINE
            } else {
                text::GANTT_ONLINE_LINE
            },
        ),
        Key::new("k-open", text::GANTT_OPEN),
    ]
}

fn overview(document: &RunDocument, groups: &[Group], calendar: Calendar) -> Figure {
    let projects = &document.projects;
    let late = projects
        .iter()
        .filter(|project| known(project.online[1]).is_none())
        .count();
    let end = format::month_name(calendar.end - 1.0);
    // as the outcome has it; the middle of the projects' medians is another number
    let slip = match document.outcomes.get("fab_slip_median") {
        Some(fab) if fab.defined > 0.0 => {
            let slip = fab.quantiles.p50;
            text::fab_finding(&Measure::of(&fab.unit).write(slip.abs()), slip < 0.0)
        }
        _ => text::project_finding(median_slip(projects.iter()), &end),
    };
    let finding = text::schedule_finding(&slip, late, projects.len(), &end);
    let draw = |size: Size| {
        let wide = size == Size::Wide;
        let (row, top) = if wide { (34.0, 24.0) } else { (50.0, 24.0) };
        let bottom = top + row * groups.len() as f64;
        let mut svg = Svg::new(
            &size.id("schedule"),
            size.width(),
            bottom + 26.0,
            &finding,
            text::DESCRIBE_SCHEDULE,
        );
        let (left, right) = if wide {
            (238.0, size.width() - 124.0)
        } else {
            (4.0, size.width() - 18.0)
        };
        let time = TimeAxis::new(calendar.start, calendar.end, (left, right));
        time.draw(&mut svg, top, bottom, wide && groups.len() > 8);
        if wide {
            svg.text(
                "unit",
                right + 14.0,
                top - 6.0,
                Anchor::Start,
                text::SCHEDULE_HEAD[3],
            );
        }
        for (index, group) in groups.iter().enumerate() {
            let y = top + row * index as f64;
            svg.open("hit", &group.says(calendar));
            let bars = if wide {
                svg.text(
                    "row-label",
                    left - 12.0,
                    y + 15.0,
                    Anchor::End,
                    &fit(&group.title(), 13.0, left - 14.0),
                );
                svg.text(
                    "small",
                    left - 12.0,
                    y + 29.0,
                    Anchor::End,
                    &fit(&group.amount(), 11.0, left - 14.0),
                );
                let slip = median_slip(group.projects.iter().copied());
                svg.text(
                    "value",
                    right + 14.0,
                    y + 21.0,
                    Anchor::Start,
                    &text::slip_short(slip),
                );
                y + 6.0
            } else {
                let slip = text::slip_short(median_slip(group.projects.iter().copied()));
                svg.text(
                    "row-label",
                    0.0,
                    y + 15.0,
                    Anchor::Start,
                    &fit(&group.title(), 13.0, size.width() - 120.0),
                );
                svg.text("small", size.width(), y + 15.0, Anchor::End, &slip);
                y + 21.0
            };
            group.summary().draw(&mut svg, time, calendar, bars);
            svg.close();
        }
        svg.finish()
    };
    let rows = groups.iter().map(|group| {
        let share = group
            .projects
            .iter()
            .filter(|project| known(project.online[1]).is_some())
            .count();
        vec![
            group.title(),
            group.amount(),
            text::of(share, group.projects.len()),
            text::slip_short(median_slip(group.projects.iter().copied())),
        ]
    });
    Figure {
        id: "schedule".to_owned(),
        wide: draw(Size::Wide),
        narrow: draw(Size::Narrow),
        lead: text::SCHEDULE_LEAD.to_owned(),
        keys: keys(false),
        table: Some(Table {
            summary: text::SCHEDULE_TABLE.to_owned(),
            head: text::SCHEDULE_HEAD.map(str::to_owned).into(),
            rows: rows.collect(),
        }),
        finding,
    }
}

impl Group<'_> {
    fn title(&self) -> String {
        text::line_title(&self.projects[0].kind, &self.projects[0].region, self.name)
    }

    /// Number and capacity of the projects.
    fn amount(&self) -> String {
        let capacity: f64 = self.projects.iter().map(|project| project.capacity).sum();
        text::line_amount(
            self.projects.len(),
            &Measure::of(&self.projects[0].unit).write(capacity),
        )
    }

    fn says(&self, calendar: Calendar) -> String {
        let late = self
            .projects
            .iter()
            .filter(|project| known(project.online[1]).is_none())
            .count();
        let slip = median_slip(self.projects.iter().copied());
        text::line_says(
            slip,
            late,
            self.projects.len(),
            &format::month_name(calendar.end - 1.0),
        )
    }

    /// First start and last coming online.
    fn summary(&self) -> Row {
        let projects = &self.projects;
        Row {
            planned_start: first(projects.iter().map(|p| Some(p.planned_start))),
            planned_online: last(projects.iter().map(|p| p.planned_online)),
            start: [0, 1, 2].map(|q| first(projects.iter().map(|p| p.start[q]))),
            online: [0, 1, 2].map(|q| last(projects.iter().map(|p| p.online[q]))),
        }
    }

    fn line(&self, calendar: Calendar) -> Line {
        let (title, says) = (self.title(), self.says(calendar));
        Line {
            figure: self.figure(&title, &says, calendar),
            title: text::line_summary(&title, &self.amount()),
            says,
        }
    }

    fn figure(&self, title: &str, says: &str, calendar: Calendar) -> Figure {
        let id = format!("line-{}", super::slug(self.name));
        let finding = text::line_finding(title, says);
        let draw = |size: Size| {
            let wide = size == Size::Wide;
            let (row, top) = (22.0, 24.0);
            let bottom = top + row * self.projects.len() as f64;
            let mut svg = Svg::new(
                &size.id(&id),
                size.width(),
                bottom + 26.0,
                &finding,
                &text::describe_line(self.projects.len()),
            );
            let (left, right) = if wide {
                (150.0, size.width() - 112.0)
            } else {
                (52.0, size.width() - 44.0)
            };
            let time = TimeAxis::new(calendar.start, calendar.end, (left, right));
            time.draw(&mut svg, top, bottom, self.projects.len() > 8);
            for (index, project) in self.projects.iter().enumerate() {
                let y = top + row * index as f64;
                svg.open("hit", &tooltip(project, calendar));
                let name = if wide {
                    project.name.as_str()
                } else {
                    number(project)
                };
                svg.text(
                    "small",
                    left - 8.0,
                    y + 15.0,
                    Anchor::End,
                    &fit(name, 11.0, left - 10.0),
                );
                Row::of(project).draw(&mut svg, time, calendar, y + 3.0);
                let never = if project.never >= 0.0005 {
                    text::never_short(&format::percent(project.never), wide)
                } else {
                    String::new()
                };
                svg.text("small", right + 14.0, y + 15.0, Anchor::Start, &never);
                svg.close();
            }
            svg.finish()
        };
        Figure {
            wide: draw(Size::Wide),
            narrow: draw(Size::Narrow),
            id,
            finding,
            lead: String::new(),
            keys: Vec::new(),
            table: Some(self.table(calendar)),
        }
    }

    fn table(&self, calendar: Calendar) -> Table {
        let date = |month: Option<f64>| {
            known(month).map_or_else(
                || text::LATER_SHORT.to_owned(),
                |month| format::month_short(calendar.start + month),
            )
        };
        let range =
            |q: [Option<f64>; 3]| text::median_and_range(&date(q[1]), &date(q[0]), &date(q[2]));
        let rows = self.projects.iter().map(|project| {
            vec![
                project.name.clone(),
                Measure::of(&project.unit).write(project.capacity),
                Measure::money().write(project.planned_cost),
                date(Some(project.planned_start)),
                range(project.start),
                date(project.planned_online),
                range(project.online),
                format::percent(project.never),
            ]
        });
        Table {
            summary: text::PROJECTS_TABLE.to_owned(),
            head: text::PROJECTS_HEAD.map(str::to_owned).into(),
            rows: rows.collect(),
        }
    }
}

/// The project's number in its line.
fn number(project: &ProjectSummary) -> &str {
    project
        .name
        .rsplit_once('.')
        .map_or(project.name.as_str(), |(_, number)| number)
}

fn tooltip(project: &ProjectSummary, calendar: Calendar) -> String {
    let date = |month: Option<f64>| {
        known(month).map_or_else(
            || text::LATER.to_owned(),
            |month| format::month_name(calendar.start + month),
        )
    };
    text::project_tooltip(
        &project.name,
        (
            &date(Some(project.planned_start)),
            &date(project.planned_online),
        ),
        project.start.map(date),
        project.online.map(date),
        &format::percent(project.never),
    )
}

/// What is drawn in a row, in months since the start of the run.
struct Row {
    planned_start: Option<f64>,
    planned_online: Option<f64>,
    start: [Option<f64>; 3],
    online: [Option<f64>; 3],
}

impl Row {
    fn of(project: &ProjectSummary) -> Self {
        Self {
            planned_start: known(Some(project.planned_start)),
            planned_online: known(project.planned_online),
            start: project.start.map(known),
            online: project.online.map(known),
        }
    }

    /// The plan above, what happens below it: a bar from median to median, and the spread of both ends.
    fn draw(&self, svg: &mut Svg, time: TimeAxis, calendar: Calendar, y: f64) {
        let at = |month: f64| time.at(calendar.start + month);
        let edge = time.end();
        if let Some(start) = self.planned_start {
            let end = self.planned_online.map_or(edge, at);
            svg.rect("planned", at(start), y, end - at(start), 7.0);
            if self.planned_online.is_none() {
                open_end(svg, edge, y + 3.5);
            }
        }
        let line = y + 12.5;
        if let Some(start) = self.start[1] {
            let end = self.online[1].map_or(edge, at);
            svg.rect("built", at(start), y + 10.0, end - at(start), 5.0);
        }
        for (quantiles, class) in [(self.start, "spread-start"), (self.online, "spread-online")] {
            let Some(low) = quantiles[0] else { continue };
            let high = quantiles[2].map_or(edge, at);
            svg.line(class, (at(low), line), (high, line));
            svg.line(class, (at(low), line - 3.5), (at(low), line + 3.5));
            if quantiles[2].is_some() {
                svg.line(class, (high, line - 3.5), (high, line + 3.5));
            } else {
                open_end(svg, edge, line);
            }
        }
        if let Some(start) = self.start[1] {
            svg.line(
                "mark-start",
                (at(start), line - 5.0),
                (at(start), line + 5.0),
            );
        }
        if let Some(online) = self.online[1] {
            svg.dot("mark-online", at(online), line, 4.0);
        }
    }
}

/// An arrow head: it goes on after the end of the run.
fn open_end(svg: &mut Svg, x: f64, y: f64) {
    svg.polyline(
        "open-end",
        &[
            Some((x + 2.0, y - 4.0)),
            Some((x + 7.0, y)),
            Some((x + 2.0, y + 4.0)),
        ],
    );
}

#[cfg(test)]
mod tests;

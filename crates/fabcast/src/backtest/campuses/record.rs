//! The record of real campuses, and what was known of it at a given time.

use std::path::Path;

use crate::backtest::calendar::{Window, january};
use crate::backtest::table::{CaseError, Row, Table, embedded, read};
use crate::backtest::text;

/// File of the record.
pub const FILE: &str = "dc_projects.csv";

const COLUMNS: [&str; 12] = [
    "id",
    "region",
    "announced",
    "construction_start",
    "planned_first_power",
    "actual_first_power",
    "planned_full",
    "planned_mw_full",
    "mw_by_date",
    "status",
    "as_of",
    "confidence",
];

/// Words for what became of a campus, and what they mean.
const STATUS: [(&str, Fate); 8] = [
    ("operating", Fate::Powered),
    ("partly", Fate::Powered),
    ("building", Fate::Open),
    ("planned", Fate::Open),
    ("announced", Fate::Open),
    ("delayed", Fate::Open),
    ("cancelled", Fate::Stopped),
    ("paused", Fate::Stopped),
];

/// Regions with their names; others are elsewhere.
pub const REGIONS: [(&str, &str); 6] = [
    ("us", "United States"),
    ("gulf", "Gulf"),
    ("europe", "Europe"),
    ("japan", "Japan"),
    ("asia-other", "Asia without Japan"),
    ("world", "elsewhere"),
];

/// What stood at a site before; where a file does not say, nothing.
pub const SITES: [&str; 3] = ["greenfield", "conversion", "expansion"];

/// What became of a campus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has power, in whole or in part.
    Powered,
    /// It is planned or built.
    Open,
    /// It was cancelled or paused.
    Stopped,
}

/// When a forecast is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// In the month of the announcement.
    Announcement,
    /// In the month in which ground was broken.
    Ground,
}

/// One campus.
#[derive(Clone, Debug, PartialEq)]
pub struct Campus {
    /// Identifier.
    pub id: String,
    /// What it is called; the identifier if the file does not say.
    pub name: String,
    /// Index in [`REGIONS`].
    pub region: usize,
    /// Index in [`SITES`].
    pub site: usize,
    /// When it was announced.
    pub announced: Option<Window>,
    /// When ground was broken.
    pub started: Option<Window>,
    /// When it was to have its first power, as promised.
    pub planned: Option<Window>,
    /// When it had.
    pub powered: Option<Window>,
    /// When it was to be complete, as promised.
    pub planned_full: Option<Window>,
    /// Its size when complete, as promised \[MW\].
    pub planned_mw: Option<f64>,
    /// Power at dates \[MW\], in their order.
    pub mw: Vec<(Window, f64)>,
    /// What became of it.
    pub fate: Fate,
    /// Date of the last report of it.
    pub as_of: Window,
    /// `high`, `medium` or `low`.
    pub confidence: String,
}

/// How long a campus took, as known at some time \[months since its vintage\].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Duration {
    /// Between two values.
    Within(f64, f64),
    /// More than that.
    Beyond(f64),
}

/// Shortest time to a promised date that is taken for a promise \[months\].
const LEAST_PLAN: f64 = 3.0;
/// Shortest duration that can be forecast \[months\].
pub const LEAST: f64 = 0.5;

impl Campus {
    /// Months in which the forecast is made.
    pub fn vintage(&self, at: At) -> Option<Window> {
        match at {
            At::Announcement => self.announced,
            At::Ground => self.started,
        }
    }

    /// Where months are counted from: the middle of the vintage.
    pub fn origin(&self, at: At) -> Option<f64> {
        self.vintage(at).map(|window| window.middle())
    }

    /// Months from the vintage to the promised first power. At the ground only what was announced by
    /// then is a promise.
    pub fn planned_months(&self, at: At) -> Option<f64> {
        let vintage = self.vintage(at)?;
        let known = self
            .announced
            .is_some_and(|announced| announced.from <= vintage.from);
        let months = self.planned?.middle() - vintage.middle();
        (known && months >= LEAST_PLAN).then_some(months)
    }

    /// Months for which ground had been broken when it was announced; none if it had not.
    pub fn under_way(&self) -> Option<f64> {
        let (announced, started) = (self.announced?, self.started?);
        (started.from <= announced.from).then(|| (announced.middle() - started.middle()).max(0.0))
    }

    /// What was known of its duration in month `now`, or is known to the file.
    ///
    /// Of what had no power by `now` it is known that it had none by January of that year, since some
    /// dates are known by the year alone. What works without a date says nothing, and neither does
    /// what had power before its vintage.
    pub fn duration(&self, at: At, now: Option<i32>) -> Option<Duration> {
        let origin = self.origin(at)?;
        let is_past = |window: &Window| now.is_none_or(|now| window.to <= now);
        let open_until = |month: i32| {
            let month = now.map_or(month, |now| month.min(january(now)));
            let months = f64::from(month) - origin;
            (months > LEAST).then_some(Duration::Beyond(months))
        };
        match (self.fate, self.powered) {
            (Fate::Stopped, _) if is_past(&self.as_of) => None,
            (Fate::Powered, None) => None,
            (Fate::Powered, Some(window)) if is_past(&window) => {
                let [from, to] = [window.from, window.to].map(|month| f64::from(month) - origin);
                (to > LEAST).then(|| Duration::Within(from.max(LEAST), to.max(2.0 * LEAST)))
            }
            (Fate::Powered, Some(window)) => open_until(window.from),
            (Fate::Stopped | Fate::Open, _) => open_until(self.as_of.from),
        }
    }

    /// Whether it was stopped, as known in month `now` or to the file; `None` if it may still be.
    pub fn stopped(&self, now: Option<i32>) -> Option<bool> {
        let is_past = |window: &Window| now.is_none_or(|now| window.to <= now);
        match self.fate {
            Fate::Stopped if is_past(&self.as_of) => Some(true),
            Fate::Powered if is_past(&self.powered.unwrap_or(self.as_of)) => Some(false),
            _ => None,
        }
    }

    /// Power at dates as known in month `now`, or to the file \[month, MW\]; of a month the last.
    pub fn steps(&self, now: Option<i32>) -> Vec<(f64, f64)> {
        let known = self
            .mw
            .iter()
            .filter(|(date, _)| now.is_none_or(|now| date.to <= now));
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for (date, mw) in known {
            match steps.last_mut() {
                Some(last) if last.0 >= date.middle() => last.1 = *mw,
                _ => steps.push((date.middle(), *mw)),
            }
        }
        steps
    }

    /// Name of the region.
    pub fn region_name(&self) -> &'static str {
        REGIONS[self.region].0
    }

    /// What stood at the site before.
    pub fn site_name(&self) -> &'static str {
        SITES[self.site]
    }
}

/// The campuses that are part of fabcast.
///
/// # Errors
/// Never, as long as the file is as it should be.
pub fn record() -> Result<Vec<Campus>, CaseError> {
    parse(FILE, embedded(FILE))
}

/// Campuses of a file with the same columns.
///
/// # Errors
/// Everything that is wrong with it, each with its line.
pub fn load(path: &Path) -> Result<Vec<Campus>, CaseError> {
    parse(&path.display().to_string(), &read(path)?)
}

/// Campuses of a text; `name` is that of the file in messages. A file without the column `site` says
/// at the beginning of `note` what the site was: `[conversion]`.
///
/// # Errors
/// Everything that is wrong with it, each with its line.
pub fn parse(name: &str, content: &str) -> Result<Vec<Campus>, CaseError> {
    let mut ids: Vec<String> = Vec::new();
    Table::new(name, content, &COLUMNS).collect(|row| {
        let id = row.text("id").to_owned();
        if id.is_empty() {
            row.fault("id", text::empty("id"));
        } else if ids.contains(&id) {
            row.fault("id", text::twice(&id));
        }
        ids.push(id.clone());
        let region = row.text("region").to_lowercase();
        let known = REGIONS.iter().position(|(name, _)| *name == region);
        let status = row.text("status").to_lowercase();
        let fate = STATUS.iter().find(|(name, _)| *name == status);
        if fate.is_none() {
            let known = STATUS.map(|status| status.0);
            row.fault("status", text::no_word("status", &status, &known));
        }
        let as_of = row.date("as_of");
        if row.text("as_of").is_empty() {
            row.fault("as_of", text::empty("as_of"));
        }
        let [announced, started, planned, powered, planned_full] = [
            "announced",
            "construction_start",
            "planned_first_power",
            "actual_first_power",
            "planned_full",
        ]
        .map(|column| row.date(column));
        if let (Some(started), Some(powered)) = (started, powered)
            && powered.to <= started.from
        {
            let what = text::before("actual_first_power", "construction_start");
            row.fault("actual_first_power", what);
        }
        let planned_mw = row.positive("planned_mw_full");
        let name = row.text("name").to_owned();
        Some(Campus {
            name: if name.is_empty() { id.clone() } else { name },
            id,
            region: known.unwrap_or(REGIONS.len() - 1),
            site: site(row)?,
            announced,
            started,
            planned,
            powered,
            planned_full,
            planned_mw,
            mw: steps(row),
            confidence: row.text("confidence").to_lowercase(),
            fate: fate?.1,
            as_of: as_of?,
        })
    })
}

/// What stood at the site: its column, or the word in brackets that begins the note.
fn site(row: &mut Row) -> Option<usize> {
    let mut word = row.text("site").to_lowercase();
    if word.is_empty() {
        let inside = row
            .text("note")
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'));
        let inside = inside.map_or("", |(inside, _)| inside);
        let first = inside.split([';', ',', ' ']).next().unwrap_or("");
        word = first.to_lowercase();
    }
    if word.is_empty() {
        return Some(0);
    }
    let found = SITES.iter().position(|site| *site == word);
    if found.is_none() && !row.text("site").is_empty() {
        row.fault("site", text::no_word("site", &word, &SITES));
        return None;
    }
    // A note may begin with other words in brackets.
    Some(found.unwrap_or(0))
}

/// `2025-06:478;2025-12:751`, in the order of the dates.
fn steps(row: &mut Row) -> Vec<(Window, f64)> {
    let written = row.text("mw_by_date").to_owned();
    let mut steps = Vec::new();
    for step in written
        .split(';')
        .map(str::trim)
        .filter(|step| !step.is_empty())
    {
        let read = step.split_once(':').and_then(|(date, mw)| {
            let mw: f64 = mw.trim().parse().ok()?;
            Some((Window::parse(date)?, mw)).filter(|_| mw.is_finite() && mw >= 0.0)
        });
        match read {
            Some(step) => steps.push(step),
            None => row.fault("mw_by_date", text::no_step(step)),
        }
    }
    steps.sort_by_key(|(date, _)| *date);
    steps
}

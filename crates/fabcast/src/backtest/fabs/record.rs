//! The record of real fab projects, and what was known of it at a given time.

use std::path::Path;

use fabcast_model::flows::Kind;

use crate::backtest::calendar::{Window, january};
use crate::backtest::table::{CaseError, Table, embedded, read};
use crate::backtest::text;

/// File of the record.
pub const FILE: &str = "fab_projects.csv";

const COLUMNS: [&str; 12] = [
    "id",
    "company",
    "country",
    "product",
    "announced",
    "construction_start",
    "planned_production_at_announcement",
    "actual_production",
    "capex_announced_busd",
    "capex_latest_busd",
    "status",
    "as_of",
];

/// Products by the kind of plant whose chain they take (assumption: analogue and power chips are made
/// like logic, flash like other memory).
const PRODUCTS: [(&str, Kind); 8] = [
    ("logic", Kind::Fab),
    ("analog", Kind::Fab),
    ("power", Kind::Fab),
    ("foundry", Kind::Fab),
    ("dram", Kind::Hbm),
    ("nand", Kind::Hbm),
    ("hbm", Kind::Hbm),
    ("packaging", Kind::Packaging),
];

/// Words for what became of a project, and what they mean.
const STATUS: [(&str, Fate); 7] = [
    ("producing", Fate::Produces),
    ("building", Fate::Open),
    ("announced", Fate::Open),
    ("delayed", Fate::Open),
    ("cancelled", Fate::Stopped),
    ("paused", Fate::Stopped),
    ("failed", Fate::Stopped),
];

/// Regions with their name and countries; others are elsewhere.
pub const REGIONS: [(&str, &str, &[&str]); 8] = [
    ("us", "United States", &["USA", "US", "United States"]),
    ("taiwan", "Taiwan", &["Taiwan"]),
    ("japan", "Japan", &["Japan"]),
    ("korea", "South Korea", &["South Korea", "Korea"]),
    ("china", "China", &["China"]),
    (
        "europe",
        "Europe and Middle East",
        &[
            "Germany",
            "Austria",
            "Poland",
            "Israel",
            "Ireland",
            "France",
            "Italy",
            "Spain",
            "Netherlands",
            "Belgium",
            "Czechia",
            "UAE",
            "Saudi Arabia",
        ],
    ),
    (
        "sea",
        "Southeast Asia",
        &[
            "Singapore",
            "Malaysia",
            "Vietnam",
            "Thailand",
            "Philippines",
            "Indonesia",
        ],
    ),
    ("world", "elsewhere", &[]),
];

/// What became of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It makes chips.
    Produces,
    /// It is announced or built.
    Open,
    /// It was cancelled or paused, or failed.
    Stopped,
}

/// One project.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// Identifier.
    pub id: String,
    /// Who builds it, without partners and former names.
    pub company: String,
    /// What it is called; the identifier if the file does not say.
    pub name: String,
    /// Index in [`REGIONS`].
    pub region: usize,
    /// What it makes.
    pub product: String,
    /// Whose chain it takes.
    pub kind: Kind,
    /// When it was announced.
    pub announced: Option<Window>,
    /// When building started.
    pub started: Option<Window>,
    /// When production was to start, as announced.
    pub planned: Option<Window>,
    /// When it started.
    pub produced: Option<Window>,
    /// Cost as announced [10⁹ USD].
    pub capex_announced: Option<f64>,
    /// Cost as last reported [10⁹ USD].
    pub capex_latest: Option<f64>,
    /// What became of it.
    pub fate: Fate,
    /// Date of the last report of it.
    pub as_of: Window,
}

/// When a forecast is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vintage {
    /// Month, from year 0.
    pub month: i32,
    /// Whether it is the announcement; otherwise the start of building.
    pub is_announcement: bool,
}

/// How long a project took, as known at some time [months since its vintage].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Duration {
    /// Between two values.
    Within(f64, f64),
    /// More than that.
    Beyond(f64),
}

impl Project {
    /// Month of the announcement, else that in which building started; without both no forecast can
    /// be made, as nobody knows what it could have built on.
    pub fn vintage(&self) -> Option<Vintage> {
        let of = |window: Option<Window>, is_announcement| {
            window.map(|window| Vintage {
                month: window.from,
                is_announcement,
            })
        };
        of(self.announced, true).or(of(self.started, false))
    }

    /// Months from the vintage to the middle of the planned date; `None` without such a date or if it
    /// lies less than half a year ahead, as dates do that were set long before building started.
    pub fn planned_months(&self) -> Option<f64> {
        let months = self.planned?.middle() - f64::from(self.vintage()?.month);
        (months >= LEAST_PLAN).then_some(months)
    }

    /// What was known of its duration before month `now`, or is known to the file.
    ///
    /// Of what had not ended by `now` it is known that it had not ended by January of that year: as
    /// some dates are known by the year alone, a later limit would say more than people knew.
    pub fn duration(&self, now: Option<i32>) -> Option<Duration> {
        let vintage = self.vintage()?.month;
        let since = |month: i32| f64::from(month - vintage);
        let is_past = |window: &Window| now.is_none_or(|now| window.to <= now);
        let open_until = |month: i32| {
            let month = now.map_or(month, |now| month.min(january(now)));
            (month > vintage).then(|| Duration::Beyond(since(month)))
        };
        match self.fate {
            Fate::Stopped if is_past(&self.as_of) => None,
            Fate::Stopped => open_until(self.as_of.from),
            Fate::Produces => {
                // Without a date it came some time between the vintage and the last report.
                let window = self.produced.unwrap_or(Window {
                    from: vintage + 1,
                    to: self.as_of.to,
                });
                if is_past(&window) {
                    let from = window.from.max(vintage + 1);
                    let to = window.to.max(from + 1);
                    Some(Duration::Within(since(from), since(to)))
                } else {
                    open_until(window.from)
                }
            }
            Fate::Open => open_until(self.as_of.from),
        }
    }

    /// Whether it was stopped, as known before month `now` or to the file; `None` if it may still be.
    pub fn stopped(&self, now: Option<i32>) -> Option<bool> {
        let is_past = |window: &Window| now.is_none_or(|now| window.to <= now);
        match self.fate {
            Fate::Stopped if is_past(&self.as_of) => Some(true),
            Fate::Produces if is_past(&self.produced.unwrap_or(self.as_of)) => Some(false),
            _ => None,
        }
    }

    /// Last reported over announced cost, if both were known before month `now`.
    pub fn overrun(&self, now: Option<i32>) -> Option<f64> {
        let known = now.is_none_or(|now| self.as_of.to <= now);
        let ratio = self.capex_latest? / self.capex_announced?;
        known.then_some(ratio)
    }

    /// Name of the region.
    pub fn region_name(&self) -> &'static str {
        REGIONS[self.region].0
    }
}

/// Shortest time to a planned date that is taken for a plan \[months\].
const LEAST_PLAN: f64 = 6.0;

/// The projects that are part of fabcast.
///
/// # Errors
/// Never, as long as the file is as it should be.
pub fn record() -> Result<Vec<Project>, CaseError> {
    parse(FILE, embedded(FILE))
}

/// Projects of a file with the same columns.
///
/// # Errors
/// Everything that is wrong with it, each with its line.
pub fn load(path: &Path) -> Result<Vec<Project>, CaseError> {
    parse(&path.display().to_string(), &read(path)?)
}

/// Projects of a text; `name` is that of the file in messages.
///
/// # Errors
/// Everything that is wrong with it, each with its line.
pub fn parse(name: &str, content: &str) -> Result<Vec<Project>, CaseError> {
    let mut ids: Vec<String> = Vec::new();
    Table::new(name, content, &COLUMNS).collect(|row| {
        let id = row.text("id").to_owned();
        if id.is_empty() {
            row.fault("id", text::empty("id"));
        } else if ids.contains(&id) {
            row.fault("id", text::twice(&id));
        }
        ids.push(id.clone());
        let country = row.text("country").to_owned();
        let region = REGIONS
            .iter()
            .position(|(_, _, countries)| countries.contains(&country.as_str()))
            .unwrap_or(REGIONS.len() - 1);
        let product = row.text("product").to_lowercase();
        let kind = PRODUCTS.iter().find(|(name, _)| *name == product);
        if kind.is_none() {
            row.fault(
                "product",
                text::no_word("product", &product, &PRODUCTS.map(|p| p.0)),
            );
        }
        let status = row.text("status").to_lowercase();
        let fate = STATUS.iter().find(|(name, _)| *name == status);
        if fate.is_none() {
            row.fault(
                "status",
                text::no_word("status", &status, &STATUS.map(|s| s.0)),
            );
        }
        let as_of = row.date("as_of");
        if row.text("as_of").is_empty() {
            row.fault("as_of", text::empty("as_of"));
        }
        let announced = row.date("announced");
        let produced = row.date("actual_production");
        if let (Some(announced), Some(produced)) = (announced, produced)
            && produced.to <= announced.from
        {
            row.fault(
                "actual_production",
                text::before("actual_production", "announced"),
            );
        }
        let project = row.text("project").to_owned();
        let company = row.text("company").split(['(', '/']).next().unwrap_or("");
        let company = company.trim().to_owned();
        let (started, planned) = (
            row.date("construction_start"),
            row.date("planned_production_at_announcement"),
        );
        let (capex_announced, capex_latest) = (
            row.positive("capex_announced_busd"),
            row.positive("capex_latest_busd"),
        );
        Some(Project {
            name: if project.is_empty() {
                id.clone()
            } else {
                project
            },
            id,
            company,
            region,
            kind: kind?.1,
            product,
            announced,
            started,
            planned,
            produced,
            capex_announced,
            capex_latest,
            fate: fate?.1,
            as_of: as_of?,
        })
    })
}

//! The scenarios, worlds and data that are part of fabcast itself.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use fabcast_model::inputs::Date;

use crate::csv;
use crate::syntax::date;

/// Text of a file at the root of the repository.
macro_rules! file {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../", $path))
    };
}

/// Embedded scenarios, each a name and the text of its file; the first is the default.
pub const SCENARIOS: &[(&str, &str)] = &[
    ("seven-trillion", file!("scenarios/seven-trillion.toml")),
    ("no-programme", file!("scenarios/no-programme.toml")),
    ("one-fab", file!("scenarios/one-fab.toml")),
    ("stargate", file!("scenarios/stargate.toml")),
    ("china-2014", file!("scenarios/china-2014.toml")),
    ("chips-act", file!("scenarios/chips-act.toml")),
    ("hindcast-2020", file!("scenarios/hindcast-2020.toml")),
    ("hindcast-2022", file!("scenarios/hindcast-2022.toml")),
];

/// Embedded worlds, each a vintage and the text of its file.
pub const WORLDS: &[(&str, &str)] = &[
    ("2024-02", file!("worlds/2024-02.toml")),
    ("2022-12", file!("worlds/2022-12.toml")),
    ("2020-01", file!("worlds/2020-01.toml")),
];

/// Embedded data files, each a name and its text.
pub const DATA: &[(&str, &str)] = &[
    ("actuals_2020_2024.csv", file!("data/actuals_2020_2024.csv")),
    ("capital.csv", file!("data/capital.csv")),
    ("compute.csv", file!("data/compute.csv")),
    ("campus_fit.csv", file!("data/campus_fit.csv")),
    ("dc_projects.csv", file!("data/dc_projects.csv")),
    ("fab_fit.csv", file!("data/fab_fit.csv")),
    ("fab_projects.csv", file!("data/fab_projects.csv")),
    ("geopolitics.csv", file!("data/geopolitics.csv")),
    ("model_forecasts.csv", file!("data/model_forecasts.csv")),
    ("perspective.csv", file!("data/perspective.csv")),
    ("policy_events.csv", file!("data/policy_events.csv")),
    ("supply_chain.csv", file!("data/supply_chain.csv")),
    ("talent.csv", file!("data/talent.csv")),
    ("technology.csv", file!("data/technology.csv")),
];

/// Text of an embedded scenario.
pub fn scenario(name: &str) -> Option<&'static str> {
    SCENARIOS
        .iter()
        .find(|(other, _)| *other == name)
        .map(|(_, text)| *text)
}

/// Text of an embedded world.
pub fn world(name: &str) -> Option<&'static str> {
    WORLDS
        .iter()
        .find(|(other, _)| *other == name)
        .map(|(_, text)| *text)
}

/// Ids of the rows of some data files, with the last month of which each speaks.
pub type Sources = BTreeMap<String, Option<Date>>;

/// Ids of the rows of all embedded data files.
pub fn sources() -> &'static Sources {
    static SOURCES: OnceLock<Sources> = OnceLock::new();
    SOURCES.get_or_init(|| DATA.iter().flat_map(|(_, text)| ids(text)).collect())
}

/// Ids of the rows of a data file: its columns `id` and, if there is one, `as_of`.
///
/// ```
/// let ids = fabcast_scenario::catalogue::ids("id,as_of,note\nus.jobs.2023,2023,\n");
/// assert_eq!(ids["us.jobs.2023"].unwrap().to_string(), "2023-12");
/// ```
pub fn ids(csv_text: &str) -> Sources {
    let records = csv::records(csv_text);
    let Some((header, rows)) = records.split_first() else {
        return Sources::new();
    };
    let column = |name: &str| header.iter().position(|field| field.trim() == name);
    let Some(id) = column("id") else {
        return Sources::new();
    };
    let as_of = column("as_of");
    rows.iter()
        .filter_map(|row| {
            let date = as_of
                .and_then(|column| row.get(column))
                .and_then(date::last_month);
            Some((row.get(id)?.trim().to_owned(), date))
        })
        .collect()
}

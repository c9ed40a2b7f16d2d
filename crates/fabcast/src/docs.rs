//! Pages of the documentation that are made from what the program knows.

use std::collections::BTreeSet;
use std::fmt::Write;

use fabcast_model::model::Model;
use fabcast_model::record::series_info;
use fabcast_scenario::{Diagnostics, Entry, Scenario, catalogue};

use crate::{data, outcome};

/// Titles of the sections of the model document that have parameters.
const SECTIONS: [(u8, &str); 15] = [
    (0, "Uncertain parameters"),
    (1, "Capital"),
    (2, "Projects"),
    (3, "Equipment"),
    (4, "Talent"),
    (5, "Wafers and yield"),
    (6, "Accelerators"),
    (7, "Power and deployment"),
    (8, "Demand and price"),
    (9, "Training-cost clock"),
    (10, "Policy"),
    (11, "Perspective"),
    (12, "Finance"),
    (13, "Events"),
    (14, "What a run reports"),
];

/// What an outcome or a series is called, in what unit, and what it is.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Named {
    /// Lower snake case.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// What it is.
    pub label: String,
}

/// Every outcome that runs of a scenario report: one number per draw.
pub fn outcomes(scenario: &Scenario) -> Vec<Named> {
    let Ok(model) = Model::new(&scenario.inputs) else {
        return Vec::new();
    };
    let named = |info: &outcome::Info| Named {
        name: info.name.clone(),
        unit: info.unit.to_owned(),
        label: info.label.clone(),
    };
    let list = outcome::List::of(&model);
    list.infos().iter().map(named).collect()
}

/// Every series that runs of a scenario report: one number per draw and month.
///
/// Those of a programme's plan, with `plan_` before their name, are not listed.
pub fn series(scenario: &Scenario) -> Vec<Named> {
    let Ok(model) = Model::new(&scenario.inputs) else {
        return Vec::new();
    };
    let infos = series_info(&model).into_iter();
    infos
        .map(|info| Named {
            name: info.name,
            unit: info.unit.to_owned(),
            label: info.label,
        })
        .collect()
}

/// `docs/outcomes.md`: outcomes and series with their units.
///
/// # Errors
/// When the default scenario cannot be read.
pub fn outcomes_page() -> Result<String, Diagnostics> {
    let scenario = fabcast_scenario::load(catalogue::SCENARIOS[0].0, &[])?;
    let mut page = String::from(
        "# Outcomes and series\n\n\
         Names in `summary.json`, `draws.parquet` and `series.parquet`, and what targets may name. \
         This page is made by `cargo xtask generate`.\n\n\
         ## Outcomes\n\n\
         One number per draw. An outcome has no value where it makes no sense: a date after the \
         scenario's end, a return where nothing was drawn, a share of a plan that is nothing.\n\n\
         These are what every run reports. Where a name is given, in a target, in `--until`, \
         `--columns`, `--outcome` or `--where`, it may have another date: `_` and a year, for \
         December of it, or `_end`. What has a date may be any of those below or any series; \
         `plan_` before the name is the same if nothing binds, and `_share` before the date how much \
         of that is reached: `delivered_h100e_2028`, `plan_logic_kwspm_2032`, \
         `datacentre_gw_share_2029`, `debt_end`. Regions are named as in the scenario: \
         `shortage_japan_2031`.\n\n",
    );
    table(&mut page, &outcomes(&scenario));
    page.push_str(
        "\n## Series\n\n\
         One number per draw and month, at the month's end. Regions are those of the scenario; these \
         are those of the default one. The series of capacity, compute, price and money also exist \
         with `plan_` before their name: what the same futures give if nothing binds.\n\n",
    );
    table(&mut page, &series(&scenario));
    Ok(page)
}

fn table(page: &mut String, rows: &[Named]) {
    page.push_str("| name | unit | what |\n|---|---|---|\n");
    for row in rows {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} |",
            row.name,
            cell(&row.unit),
            cell(&row.label)
        );
    }
}

/// `docs/data.md`: every value of the embedded worlds with where it comes from.
///
/// # Errors
/// When a world cannot be read.
pub fn data_page() -> Result<String, Diagnostics> {
    let mut page = String::from(
        "# Data\n\n\
         Every value of the worlds that are part of fabcast, by section of the \
         [model document](model.md), with its source or the reason of an assumption. This page is \
         made by `cargo xtask generate` from `worlds/` and `data/`.\n",
    );
    for (world, _) in catalogue::WORLDS {
        let scenario = alone(world)?;
        let origin = format!("world {world}");
        let entries: Vec<&Entry> = scenario
            .entries
            .iter()
            .filter(|entry| entry.origin == origin && !is_label(entry))
            .collect();
        let sourced = entries
            .iter()
            .filter(|entry| !entry.source.is_empty())
            .count();
        let later = entries
            .iter()
            .filter(|entry| entry.source.is_empty() && !entry.later_evidence.is_empty())
            .count();
        let _ = writeln!(
            page,
            "\n## World {world}\n\n{} values: {sourced} with a source, {later} constants on later evidence \
             alone, {} assumed.",
            entries.len(),
            entries.len() - sourced - later,
        );
        let mut cited = BTreeSet::new();
        for (section, title) in SECTIONS {
            let rows: Vec<_> = entries
                .iter()
                .filter(|entry| entry.row.section == section)
                .collect();
            if rows.is_empty() {
                continue;
            }
            let _ = write!(
                page,
                "\n### {section}. {title}\n\n\
                 | path | what | value | from | as of | confidence |\n|---|---|---|---|---|---|\n"
            );
            for entry in rows {
                cited.extend(entry.source.iter().chain(&entry.later_evidence).cloned());
                let _ = writeln!(
                    page,
                    "| `{}` | {} | {} | {} | {} | {} |",
                    entry.path,
                    cell(entry.row.what),
                    cell(&entry.written),
                    from(entry),
                    cell(&as_of(entry)),
                    cell(entry.confidence.as_deref().unwrap_or("")),
                );
            }
        }
        let _ = write!(page, "\n### Sources of world {world}\n\n");
        sources(&mut page, &cited);
    }
    Ok(page)
}

/// `docs/later-evidence.md`: every value of the embedded worlds that rests on rows from after its vintage.
///
/// # Errors
/// When a world cannot be read.
pub fn later_evidence_page() -> Result<String, Diagnostics> {
    let mut page = String::from(
        "# Later evidence\n\n\
         Levels of a world (stocks, prices, queues, rates) come only from rows known at its vintage. Constants \
         of a mechanism hold at any time, so a world may take them from rows that came after it, if each is \
         marked: `later_evidence = [\"row.id\"]`. These are all values of the worlds that do; the [scenario \
         reference](scenario-reference.md) says which paths are constants. Rows that a `note` names as \
         \"later evidence\" are not used. A back-test that scores a case estimates such constants without \
         that case. This page is made by `cargo xtask generate`.\n",
    );
    let mut cited = BTreeSet::new();
    for (world, _) in catalogue::WORLDS {
        let scenario = alone(world)?;
        let marked = (scenario.entries.iter()).filter(|entry| !entry.later_evidence.is_empty());
        let marked: Vec<&Entry> = marked.collect();
        let _ = write!(page, "\n## World {world}\n\n");
        if marked.is_empty() {
            page.push_str("None.\n");
            continue;
        }
        page.push_str("| path | what | value | later rows | known rows | reason |\n|---|---|---|---|---|---|\n");
        for entry in marked {
            cited.extend(entry.later_evidence.iter().cloned());
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} | {} | {} |",
                entry.path,
                cell(entry.row.what),
                cell(&entry.written),
                code(&entry.later_evidence).join(", "),
                code(&entry.source).join(", "),
                cell(entry.assumption.as_deref().unwrap_or("")),
            );
        }
    }
    page.push_str("\n## The later rows\n\n");
    sources(&mut page, &cited);
    Ok(page)
}

/// A table of rows of the data.
fn sources(page: &mut String, cited: &BTreeSet<String>) {
    page.push_str("| row | file | what | value | as of | source |\n|---|---|---|---|---|---|\n");
    for id in cited {
        let Some(row) = data::row(id) else { continue };
        let _ = writeln!(
            page,
            "| `{id}` | {} | {} | {} | {} | {} |",
            cell(&row.file),
            cell(&row.description),
            cell(format!("{} {}", row.central, row.unit).trim()),
            cell(&row.as_of),
            cell(&row.source),
        );
    }
}

/// Names and free text are no values that need a source.
fn is_label(entry: &Entry) -> bool {
    use fabcast_model::parameter::Form;
    matches!(entry.row.form, Form::Text)
}

/// A scenario that holds nothing but a world.
pub(crate) fn alone(world: &str) -> Result<Scenario, Diagnostics> {
    let text = format!(
        "format = 1\nname = \"world-alone\"\ntitle = \"World alone\"\nworld = \"{world}\"\n\
         start = \"{world}\"\nend = \"2040-12\"\nprice_year = 2024\n"
    );
    fabcast_scenario::load_text("world-alone.toml", &text, &[])
}

fn from(entry: &Entry) -> String {
    let ids = entry.source.iter().map(|id| match data::row(id) {
        Some(_) => format!("`{id}`"),
        None => cell(id),
    });
    let mut parts: Vec<String> = ids.collect();
    if !entry.later_evidence.is_empty() {
        let ids: Vec<String> = code(&entry.later_evidence);
        parts.push(format!(
            "[later evidence](later-evidence.md): {}",
            ids.join(", ")
        ));
    }
    if let Some(reason) = &entry.assumption {
        parts.push(format!("assumption: {}", cell(reason)));
    }
    if let Some(note) = &entry.note {
        parts.push(format!("note: {}", cell(note)));
    }
    parts.join("; ")
}

fn code(ids: &[String]) -> Vec<String> {
    ids.iter().map(|id| format!("`{id}`")).collect()
}

/// The value's own date, or the latest of its sources.
fn as_of(entry: &Entry) -> String {
    let of_sources = || {
        entry
            .source
            .iter()
            .filter_map(|id| data::row(id))
            .map(|row| row.as_of)
            .max()
    };
    entry.as_of.clone().or_else(of_sources).unwrap_or_default()
}

/// Text as it stands in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
        .replace(['\n', '\r'], " ")
        .replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_a_world_has_a_source_or_a_reason() {
        let page = data_page().unwrap_or_else(|errors| panic!("{errors}"));
        let page = page
            .split("## World ")
            .find(|part| part.starts_with("2024-02"))
            .expect("a part for the world");
        assert!(page.contains("### 13. Events"));
        let scenario = alone("2024-02").unwrap_or_else(|errors| panic!("{errors}"));
        for entry in &scenario.entries {
            let listed = page.contains(&format!("| `{}` |", entry.path));
            assert_eq!(
                listed,
                entry.origin.starts_with("world") && !is_label(entry),
                "{}",
                entry.path
            );
        }
    }

    #[test]
    fn the_page_of_outcomes_lists_them_all() {
        let page = outcomes_page().unwrap_or_else(|errors| panic!("{errors}"));
        let scenario = fabcast_scenario::load(catalogue::SCENARIOS[0].0, &[]);
        for outcome in outcomes(&scenario.unwrap_or_else(|errors| panic!("{errors}"))) {
            assert!(
                page.contains(&format!("| `{}` |", outcome.name)),
                "{}",
                outcome.name
            );
        }
    }
}

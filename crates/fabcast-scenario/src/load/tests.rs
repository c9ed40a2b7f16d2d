use super::*;
use crate::catalogue::Sources as Known;
use crate::syntax::date;

/// A scenario that is nothing but a world and some values set by hand, where `known` are the rows of the data.
fn alone(world: &str, known: &Known, sets: &[String]) -> Result<Scenario, Diagnostics> {
    let text = format!(
        "format = 1\nname = \"alone\"\nworld = \"{world}\"\nstart = \"{world}\"\nend = \"2035-12\"\n\
         price_year = 2024\n"
    );
    let mut loader = Loader::new(Access::Embedded);
    let file = loader.given("alone.toml", &text);
    loader.finish(Some(file), sets, known)
}

/// The rows that were known at a vintage; those without a date never.
fn known_at(vintage: &str) -> Known {
    let vintage = date::parse(vintage).expect("a month");
    let rows = catalogue::sources().iter();
    let known = rows.filter(|(_, as_of)| as_of.is_some_and(|as_of| as_of <= vintage));
    known.map(|(id, as_of)| (id.clone(), *as_of)).collect()
}

#[test]
fn the_levels_of_a_world_stand_without_any_later_row() {
    for (world, _) in catalogue::WORLDS {
        let full = alone(world, catalogue::sources(), &[]).unwrap_or_else(|e| panic!("{e}"));
        let known = known_at(world);
        assert!(known.len() < catalogue::sources().len());
        let marked: Vec<&crate::scenario::Entry> = (full.entries.iter())
            .filter(|entry| !entry.later_evidence.is_empty())
            .collect();
        assert!(marked.iter().all(|entry| entry.row.is_constant), "{world}");
        // The constants that rest on later rows stand as they are; of the rest nothing misses a row.
        let sets: Vec<String> = (marked.iter())
            .map(|entry| format!("{}={}", entry.path, entry.written))
            .collect();
        let early = alone(world, &known, &sets).unwrap_or_else(|e| panic!("{world}: {e}"));
        assert_eq!(full.inputs, early.inputs, "{world}");
        // Left as they are, they are all that misses one, each once for every later row.
        let ids = marked.iter().flat_map(|entry| &entry.later_evidence);
        let missing = alone(world, &known, &[]).expect_err("marked constants");
        let codes = |code: &str| missing.iter().filter(|fault| fault.code == code).count();
        assert_eq!(codes("source"), ids.count(), "{world}: {missing}");
        assert_eq!(codes("source"), missing.iter().count());
    }
}

#[test]
fn a_level_on_a_later_row_is_found() {
    let known = known_at("2024-02");
    let sets = ["capital.gearing={ value = 0.6, source = \"over.fab.intel.ohio\" }".to_owned()];
    assert!(alone("2024-02", catalogue::sources(), &sets).is_ok());
    let missing = alone("2024-02", &known, &sets).expect_err("a row of 2025");
    assert!(
        missing
            .to_string()
            .contains("no data file has a row `over.fab.intel.ohio`")
    );
}

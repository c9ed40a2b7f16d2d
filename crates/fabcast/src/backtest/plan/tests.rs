use super::*;
use crate::backtest::world::Actuals as Data;

#[test]
fn the_frozen_file_is_the_one_of_which_the_hash_was_taken() {
    assert_eq!(
        Some(frozen::sha256(frozen::BYTES.as_bytes()).as_str()),
        frozen::recorded_hash()
    );
    assert!(frozen::HASH.trim_end().ends_with(frozen::FILE));
    let frozen = frozen::embedded().expect("the file that was frozen");
    // What made it is stated; the forecast itself is not made again, since the model may change.
    assert_eq!(
        (frozen.format, frozen.world.as_str(), frozen.known_to),
        (1, "2024-02", 2023)
    );
    assert_eq!(frozen.engine_version.split('.').count(), 3);
    assert_eq!((frozen.seed, frozen.draws), (1, frozen::DRAWS));
    let names: Vec<&str> = frozen.scenarios.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, frozen::SCENARIOS);
    assert!(frozen.scenarios.iter().all(|s| s.digest.len() == 16));
    for name in names {
        let of = |period: &str| {
            let found = frozen
                .forecasts
                .iter()
                .filter(|one| one.scenario == name && one.period.starts_with(period));
            found.count()
        };
        assert!(of("2024") >= 11 && of("2035") >= 11, "{name}");
    }
    for one in &frozen.forecasts {
        assert_eq!(one.values.len(), 50, "{} {}", one.series, one.period);
        assert!(one.values.is_sorted(), "{} {}", one.series, one.period);
        assert!(
            !one.logarithmic || one.values[0] > 0.0,
            "{} {}",
            one.series,
            one.period
        );
    }
    // Written again, it is the same bytes.
    assert_eq!(frozen::file(&frozen), frozen::BYTES);
}

#[test]
fn another_course_of_events_changes_no_frozen_forecast() {
    let options = crate::ensemble::Options {
        draws: 64,
        ..crate::ensemble::Options::default()
    };
    let data = Data::embedded();
    let one = frozen::freeze(&options, &data).expect("the embedded scenarios run");
    let other = data.with_another_course_after(2023, 5.0);
    assert_ne!(data, other);
    assert_eq!(frozen::freeze(&options, &other).expect("they run"), one);
    // What was known matters, so that the test could fail.
    let earlier = data.with_another_course_after(2021, 5.0);
    assert_ne!(frozen::freeze(&options, &earlier).expect("they run"), one);
}

#[test]
fn a_perfect_forecast_scores_nothing_and_a_wrong_one_its_error() {
    let frozen = frozen::embedded().expect("the file that was frozen");
    let one = frozen
        .forecasts
        .iter()
        .find(|one| one.series == "wfe_spend" && one.period == "2027")
        .expect("it was forecast");
    let [_, median, high] = one.quantiles().expect("numbers");
    let text = format!("year,series,value,unit\n2027,wfe_spend,{median},bn$\n");
    let observed = actuals::parse("a.csv", &text, &frozen).expect("a good file");
    let document = score(&frozen, &observed, "a.csv");
    assert_eq!(document.cases.len(), 2, "both scenarios forecast it");
    let case = &document.cases[0];
    assert!(case.inside_80 && case.crps < 0.1 && (case.pit.mean() - 0.5).abs() < 0.03);
    assert_eq!(document.scores.n, 2);
    // In millions, far above: outside, and worse.
    let text = format!(
        "year,series,value,unit\n2027,wfe_spend,{},million $\n",
        20e3 * high
    );
    let observed = actuals::parse("a.csv", &text, &frozen).expect("a good file");
    let document = score(&frozen, &observed, "a.csv");
    let case = &document.cases[0];
    assert!(!case.inside_80 && case.crps > 2.0, "{case:?}");
    assert!((case.observed - 20.0 * high).abs() < 1e-9 * high);
}

#[test]
fn a_programme_that_was_not_begun_can_be_scored() {
    let frozen = frozen::embedded().expect("the file that was frozen");
    let text = "year,series,value,unit\n2025,capital_drawn,0,bn$\n2025,datacentre_gw,500,MW\n";
    let observed = actuals::parse("a.csv", text, &frozen).expect("a good file");
    let document = score(&frozen, &observed, "a.csv");
    let [capital, halls] = &document.cases[..] else {
        panic!("{:?}", document.cases);
    };
    assert!(!capital.logarithmic && capital.scenario == "seven-trillion");
    assert_eq!(capital.rivals["last_value"], 0.0);
    assert_eq!(halls.observed, 0.5);
    assert_eq!(document.scores.n, 0);
    // The document survives its JSON.
    let json = crate::output::json::render(&document);
    let back: PlanDocument = serde_json::from_str(&json).expect("its own JSON");
    assert_eq!(crate::output::json::render(&back), json);
}

#[test]
fn the_repository_knows_2024_and_some_of_2025() {
    let frozen = frozen::embedded().expect("the file that was frozen");
    let known = actuals::of_repository(&frozen);
    let of = |period: &str| {
        known
            .rows
            .iter()
            .filter(|row| row.period.starts_with(period))
            .count()
    };
    assert_eq!((of("2024"), of("2025"), of("2026")), (12, 10, 0));
    let shipped = known
        .rows
        .iter()
        .find(|row| row.series == "accelerator_shipments_total");
    assert!((shipped.expect("2024").value - 4.93).abs() < 0.01);
    let document = score(&frozen, &known, "x");
    assert!(document.not_yet["wfe_spend"].contains(&"2026".to_owned()));
    assert_eq!(document.scores.rivals.len(), 2);
}

#[test]
fn every_fault_of_a_file_of_actuals_is_told_with_its_place() {
    let frozen = frozen::embedded().expect("the file that was frozen");
    let text = "year,series,value,unit\n\
        2026,wfe_spent,110,bn$\n\
        2026,wfe_spend,about 110,kilos\n\
        next year,tsmc_capex,50,bn$\n\
        2044,tsmc_capex,50,bn$\n\
        2026,h100_rental_price,2,$/h\n\
        2026,tsmc_capex,-1,bn$\n\
        2026,capital_drawn,0,bn$\n\
        2026,capital_drawn,0,bn$\n\
        2026,tsmc_capex\n";
    let errors = actuals::parse("a.csv", text, &frozen)
        .expect_err("faults")
        .to_string();
    for expected in [
        "a.csv:2:6: series: `wfe_spent` is none that was forecast; did you mean `wfe_spend`?",
        "a.csv:3:16: value: `about 110` is no number",
        "a.csv:3:26: unit: `kilos` is no unit of wfe_spend; accepted are bn$, USD bn",
        "a.csv:4:1: year: `next year` is no year or quarter",
        "a.csv:5:1: year: tsmc_capex was not forecast for 2044, but for years of 2024 to 2035",
        "a.csv:6:1: year: h100_rental_price was not forecast for 2026, but for quarters",
        "a.csv:7:17: value: `-1` is no number above 0",
        "a.csv:9:1: year: capital_drawn of 2026 stands in an earlier row",
        "a.csv:10: 2 fields instead of the 4",
        "3 | 2026,wfe_spend,about 110,kilos\n   |                ^^^^^^^^^",
    ] {
        assert!(errors.contains(expected), "{expected}\n{errors}");
    }
    let missing = actuals::parse("a.csv", "year,value\n2026,1\n", &frozen).expect_err("columns");
    assert!(
        missing
            .to_string()
            .contains("columns missing from the header line: series, unit")
    );
}

#[test]
fn the_repository_s_own_file_can_be_given() {
    let frozen = frozen::embedded().expect("the file that was frozen");
    let text = crate::backtest::table::embedded("actuals_2020_2024.csv");
    let observed = actuals::parse("a.csv", text, &frozen).expect("a good file");
    assert_eq!(observed.rows.len(), 12);
    assert_eq!(observed.notes.len(), 2, "{:?}", observed.notes);
}

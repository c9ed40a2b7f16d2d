use fabcast_model::flows::Kind;

use super::record::{Fate, parse, record};
use super::*;
use crate::backtest::calendar::Window;

fn embedded() -> (Vec<Project>, Chains) {
    let record = record().unwrap_or_else(|errors| panic!("{errors}"));
    let chains = Chains::embedded();
    (record, chains)
}

/// The record with everything that came after `now` changed: later, costlier, with another end.
fn otherwise(record: &[Project], now: i32) -> Vec<Project> {
    let later = |window: Window| Window {
        from: window.from + 40,
        to: window.to + 43,
    };
    let mut record = record.to_vec();
    for project in &mut record {
        if project.produced.is_some_and(|window| window.to > now) {
            project.produced = project.produced.map(later);
        }
        if project.as_of.to > now {
            project.as_of = later(project.as_of);
            project.capex_latest = project
                .capex_latest
                .map_or(Some(77.0), |cost| Some(3.0 * cost));
            project.fate = match project.fate {
                Fate::Produces => Fate::Produces,
                Fate::Open => Fate::Stopped,
                Fate::Stopped => Fate::Open,
            };
        }
    }
    record
}

#[test]
fn no_outcome_after_the_announcement_changes_a_forecast() {
    let (record, chains) = embedded();
    let options = Options {
        draws: 200,
        seed: 1,
    };
    let mut checked = 0;
    for (i, project) in record.iter().enumerate().step_by(3) {
        let Some(vintage) = project.vintage() else {
            continue;
        };
        let changed = otherwise(&record, vintage.month);
        assert_ne!(record, changed);
        let as_announced = Knowledge::AsAnnounced;
        let before = predict(project, &record, as_announced, &chains, &options);
        let after = predict(&changed[i], &changed, as_announced, &chains, &options);
        assert_eq!(before, after, "{}", project.id);
        checked += 1;
    }
    assert!(checked > 10);
    // The test can fail: what came before does matter, and so does the later record without a vintage.
    let last = record
        .iter()
        .find(|p| p.id == "skh-indiana")
        .expect("in the record");
    let all = predict(last, &record, Knowledge::AsAnnounced, &chains, &options);
    let none = predict(last, &[], Knowledge::AsAnnounced, &chains, &options);
    assert_ne!(all, none);
    let changed = otherwise(&record, 2024 * 12);
    let others = |record: &[Project]| predict(last, record, Knowledge::Others, &chains, &options);
    assert_ne!(others(&record), others(&changed));
}

#[test]
fn a_project_learns_nothing_from_its_own_outcome() {
    let (record, chains) = embedded();
    let options = Options {
        draws: 200,
        seed: 1,
    };
    for i in [0, 6, 21, 44] {
        let mut changed = record.clone();
        changed[i].produced = Window::parse("2030");
        changed[i].fate = Fate::Stopped;
        changed[i].capex_latest = Some(999.0);
        for knowledge in [Knowledge::Others, Knowledge::OtherDecades] {
            let before = predict(&record[i], &record, knowledge, &chains, &options);
            let after = predict(&changed[i], &changed, knowledge, &chains, &options);
            assert_eq!(before, after, "{}", record[i].id);
        }
    }
}

/// The figures that the forecasts have to reach on the embedded record.
#[test]
fn the_record_is_forecast_better_than_the_rivals_do() {
    let (record, chains) = embedded();
    let options = Options {
        draws: 1_000,
        seed: 1,
    };
    let document = backtest("record", &record, &record, &chains, &options);
    for (name, experiment) in [
        ("as announced", &document.as_announced),
        ("leave one out", &document.leave_one_out),
    ] {
        let scores = &experiment.production;
        let skill = |rival: &str| scores.rivals[rival].skill.skill;
        assert!(
            (0.75..=0.88).contains(&scores.coverage_80),
            "{name} {}",
            scores.coverage_80
        );
        assert!(skill("announced") >= 0.2, "{name} {}", skill("announced"));
        assert!(
            skill("class_mean") >= 0.05,
            "{name} {}",
            skill("class_mean")
        );
        let stopped = &experiment.stopped;
        assert!(stopped.scores.brier < stopped.base_rate_brier, "{name}");
    }
    assert_eq!(document.cases.len(), record.len());
    assert!(document.scores.n >= 30 && document.scores.n_censored >= 10);
}

#[test]
fn stretching_the_stages_stretches_the_chain() {
    let (_, chains) = embedded();
    for region in 0..record::REGIONS.len() {
        for kind in [Kind::Fab, Kind::Hbm, Kind::Packaging] {
            for permits in [false, true] {
                let usual = chains.nominal(region, kind, permits);
                for stretch in [0.7, 1.3, 2.0] {
                    let got = chains.first_production(region, kind, permits, stretch);
                    assert!(
                        (got - stretch * usual).abs() < 0.5,
                        "{got} {usual} {stretch}"
                    );
                }
            }
        }
    }
    // From the ground to production a logic fab takes what the region's record says, 736 days.
    let us = chains.nominal(0, Kind::Fab, false);
    assert!((us - 736.0 / 30.4375).abs() < 0.3, "{us}");
}

#[test]
fn the_chain_is_the_engine_s() {
    // What the engine's plan says for the same stages, in steps of a month.
    let scenario = crate::load("one-fab", &[]).unwrap_or_else(|errors| panic!("{errors}"));
    let model = fabcast_model::model::Model::new(&scenario.inputs).expect("a valid scenario");
    let project = &model.projects.list[0];
    let first = project
        .planned_path
        .iter()
        .position(|&a| a > 0.0)
        .expect("it is built");
    let months = chain::first_production(&project.chain);
    let start = f64::from(project.planned_start);
    let rounding = first as f64 - start - months;
    assert!((0.0..=4.0).contains(&rounding), "{first} {start} {months}");
}

#[test]
fn what_was_known_of_a_duration() {
    let project = |status: &str, actual: &str, as_of: &str| {
        let text = format!(
            "id,company,country,product,announced,construction_start,\
             planned_production_at_announcement,actual_production,capex_announced_busd,\
             capex_latest_busd,status,as_of\nx,X (old),USA,logic,2020-01,,2022,{actual},1,,{status},{as_of}\n"
        );
        parse("x", &text)
            .unwrap_or_else(|errors| panic!("{errors}"))
            .remove(0)
    };
    let at = |year: i32| Some(year * 12);
    let produces = project("producing", "2022-H2", "2023-05");
    assert_eq!(
        produces.duration(None),
        Some(slip::Duration::Within(30.0, 36.0))
    );
    assert_eq!(
        produces.duration(at(2023)),
        Some(slip::Duration::Within(30.0, 36.0))
    );
    // In December 2022 nobody knew that it was late; that it was not there in January, everybody.
    let december = Some(2022 * 12 + 11);
    assert_eq!(
        produces.duration(december),
        Some(slip::Duration::Beyond(24.0))
    );
    assert_eq!(
        (produces.planned_months(), produces.company.as_str()),
        (Some(30.0), "X")
    );
    let open = project("delayed", "", "2023-05");
    assert_eq!(open.duration(None), Some(slip::Duration::Beyond(40.0)));
    assert_eq!(open.stopped(None), None);
    let stopped = project("cancelled", "", "2023-05");
    assert_eq!(stopped.duration(None), None);
    assert_eq!(
        stopped.duration(at(2022)),
        Some(slip::Duration::Beyond(24.0))
    );
    assert_eq!(
        (stopped.stopped(at(2023)), stopped.stopped(at(2024))),
        (None, Some(true))
    );
}

#[test]
fn every_fault_of_a_file_is_told() {
    let text = "id,company,country,product,announced,construction_start,\
        planned_production_at_announcement,actual_production,capex_announced_busd,capex_latest_busd,\
        status,as_of\n\
        a,A,USA,logic,May 2020,,2024,,-3,,producing,2025\n\
        a,A,USA,sausage,2020,,2024,2019,,,,\n\
        b,B,USA\n";
    let errors = parse("cases.csv", text)
        .expect_err("five faults")
        .to_string();
    for expected in [
        "cases.csv:2:15: announced: `May 2020` is no date",
        "cases.csv:2:31: capex_announced_busd: `-3` is no number",
        "cases.csv:3:1: id: `a` stands in an earlier row",
        "cases.csv:3:9: product: `sausage` is none of logic",
        "cases.csv:3:35: status: `` is none of producing",
        "cases.csv:3:36: as_of: is empty",
        "cases.csv:3:28: actual_production: lies before announced",
        "cases.csv:4: 3 fields instead of the 12",
    ] {
        assert!(errors.contains(expected), "{expected}\n{errors}");
    }
    let errors = parse("cases.csv", "id,company\n")
        .expect_err("no columns")
        .to_string();
    assert!(
        errors.contains("columns missing from the header line: country, product"),
        "{errors}"
    );
}

//! More or less money, sides in the same futures, the worth of knowing, and the report of them all.

use std::path::PathBuf;

use fabcast::analysis::absorb::{SHARES, absorb};
use fabcast::analysis::compare::{Side, compare};
use fabcast::analysis::gap::{Question, gap};
use fabcast::analysis::value::value;
use fabcast::analysis::{AnalysisError, Sample};
use fabcast::document::gap::FILE as GAP;
use fabcast::ensemble::Options;
use fabcast::output::{json, report};
use fabcast::run::run;

use crate::common::{close, opened, scenario};

fn sample(draws: u64) -> Sample<'static> {
    Sample {
        draws,
        seed: 1,
        threads: None,
        stop: None,
    }
}

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("fabcast-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    path
}

#[test]
fn the_full_budget_is_the_run_and_more_money_draws_more() {
    let name = "one-fab";
    let document = absorb(&scenario(name, &[]), None, &sample(24), &mut |_| {})
        .unwrap_or_else(|error| panic!("{error}"));
    let options = Options {
        draws: 24,
        ..Options::default()
    };
    let ran = run(&scenario(name, &[]), &options, None, false, &mut |_| {}).expect("runs");
    let full = &document.points[SHARES.iter().position(|&s| s == 1.0).expect("a point")];
    for outcome in ["delivered_h100e_2035", "capital_drawn_2030", "npv"] {
        let (got, known) = (
            full.outcomes[outcome].mean,
            ran.document.outcomes[outcome].mean,
        );
        assert!(close(got, known, 1e-12), "{outcome}: {got} {known}");
    }
    assert_eq!(document.points.len(), 20);
    let drawn = document
        .points
        .iter()
        .map(|p| p.outcomes["capital_drawn_2035"].mean);
    let drawn: Vec<f64> = drawn.collect();
    assert!(drawn.windows(2).all(|pair| pair[0] < pair[1]), "{drawn:?}");
    // A hundredth of a fab is paid by a hundredth of the money.
    assert!(
        drawn[0] < 0.02 * drawn[14] && drawn[0] > 0.002 * drawn[14],
        "{drawn:?}"
    );
    assert_eq!(document.lifted.len(), 9);
    let names: Vec<&str> = document.prices.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["euv", "technicians", "permits"]);
    let permits = &document.prices[2].delivered;
    assert!(permits.mean > 0.0 && permits.is_distinct(), "{permits:?}");
}

#[test]
fn a_side_is_that_scenario_alone_and_itself_no_different() {
    let side = |name: &str, sets: &[&str]| Side {
        name: name.to_owned(),
        scenario: scenario("one-fab", sets),
    };
    let sides = [
        side("as it is", &[]),
        side("the same", &[]),
        side("slower", &["region.us.plant.permit=40 months (30 to 60)"]),
    ];
    let document = compare(&sides, &sample(64), &mut |_| {}).unwrap_or_else(|e| panic!("{e}"));
    let options = Options {
        draws: 64,
        ..Options::default()
    };
    let ran = run(&sides[2].scenario, &options, None, false, &mut |_| {}).expect("runs");
    for (name, compared) in &document.outcomes {
        let same = &compared.differences[0];
        assert!(
            !same.distinguishable && same.beats == 0.5 && same.ties == 1.0,
            "{name}"
        );
        let (got, known) = (&compared.values[2], &ran.document.outcomes[name]);
        let (got, known) = match compared.common == 1.0 {
            true => (got.mean, known.mean),
            false => (got.quantiles.p50, known.quantiles.p50),
        };
        let same = got == known || close(got, known, 1e-12);
        assert!(same, "{name}: {got} {known}");
    }
    let slower = &document.outcomes["delivered_h100e_2030"].differences[1];
    assert!(
        slower.distinguishable && slower.mean < 0.0 && slower.beats < 0.2,
        "{slower:?}"
    );
    let all = document.targets.last().expect("targets");
    assert_eq!(all.name, "all");
    assert!(close(
        all.met[2].mean,
        ran.document.verdict.probability,
        1e-12
    ));
    let alone = compare(&sides[..1], &sample(8), &mut |_| {});
    assert!(matches!(alone, Err(AnalysisError::Refused(_))));
}

#[test]
fn knowing_everything_is_worth_at_least_as_much_as_one_thing() {
    let scenario = scenario("one-fab", &[]);
    let document = value(&scenario, &sample(200), &mut |_| {}).unwrap_or_else(|e| panic!("{e}"));
    let best = document.options.first().expect("options");
    assert_eq!(best.name, document.best);
    assert!(
        document
            .options
            .iter()
            .all(|option| option.npv.mean <= best.npv.mean)
    );
    let shares: f64 = document.options.iter().map(|option| option.best_in).sum();
    assert!((shares - 1.0).abs() < 1e-12);
    assert!(document.evpi.mean >= 0.0);
    for worth in &document.parameters {
        assert!(worth.evppi <= document.evpi.mean + 1e-12, "{worth:?}");
        assert_eq!(worth.best.len(), 10);
    }
    assert!(document.noise_floor >= 0.0 && document.bias >= 0.0);
    let few = value(&scenario, &sample(40), &mut |_| {});
    assert!(matches!(few, Err(AnalysisError::Refused(_))));
}

#[test]
fn one_report_shows_what_belongs_together_and_says_what_does_not() {
    let path = folder("report");
    let scenario_now = scenario("one-fab", &[]);
    let write_gap = |seed: u64| {
        let sample = Sample { seed, ..sample(8) };
        let document = gap(&scenario_now, &Question::default(), &sample, &mut |_| {});
        let document = document.unwrap_or_else(|error| panic!("{error}"));
        report::write_analysis(&opened(&path), GAP, &document).expect("written")
    };
    let page = || std::fs::read_to_string(path.join("report.html")).expect("written");
    // An analysis alone makes a page.
    assert!(write_gap(1).is_empty());
    assert!(page().contains("<section id=\"gap\"") && page().contains("holds no run"));
    // A run of the same scenario and seed takes it in.
    let options = |seed| Options {
        draws: 16,
        seed,
        ..Options::default()
    };
    let ran = run(
        &scenario_now,
        &options(1),
        Some(&opened(&path)),
        false,
        &mut |_| {},
    )
    .expect("runs");
    assert!(ran.left_out.is_empty());
    let with_both = page();
    for section in ["built", "gap", "method"] {
        assert!(
            with_both.contains(&format!("<section id=\"{section}\"")),
            "{section}"
        );
        assert!(
            with_both.contains(&format!("<li><a href=\"#{section}\">")),
            "{section}"
        );
    }
    // So are the other analyses.
    let money = absorb(&scenario_now, None, &sample(8), &mut |_| {}).expect("runs");
    assert!(
        report::write_analysis(&opened(&path), "absorb.json", &money)
            .expect("written")
            .is_empty()
    );
    let worth = value(&scenario_now, &sample(104), &mut |_| {}).expect("runs");
    assert!(
        report::write_analysis(&opened(&path), "value.json", &worth)
            .expect("written")
            .is_empty()
    );
    let sides = [&scenario_now; 2].map(|scenario| Side {
        name: "a".to_owned(),
        scenario: scenario.clone(),
    });
    let compared = compare(&sides, &sample(8), &mut |_| {}).expect("runs");
    assert!(
        report::write_analysis(&opened(&path), "compare.json", &compared)
            .expect("written")
            .is_empty()
    );
    for section in ["absorb", "value", "compare"] {
        assert!(
            page().contains(&format!("<section id=\"{section}\"")),
            "{section}"
        );
    }
    for file in ["absorb.json", "value.json", "compare.json"] {
        std::fs::remove_file(path.join(file)).expect("there");
    }
    // The document is read back as it was written: the same page comes out.
    report::write(&opened(&path), report::RUN).expect("written");
    assert_eq!(page(), with_both);
    // Another seed, other values, other limits or an unreadable file are left out, with a remark.
    let left_out = write_gap(2);
    assert!(
        left_out.len() == 1 && left_out[0].contains("another seed, 2"),
        "{left_out:?}"
    );
    assert!(!page().contains("<section id=\"gap\"") && page().contains("another seed, 2"));
    write_gap(1);
    let other = scenario("one-fab", &["plan.fab.capacity=21 kwspm"]);
    let ran = run(
        &other,
        &options(1),
        Some(&opened(&path)),
        false,
        &mut |_| {},
    )
    .expect("runs");
    assert!(
        ran.left_out[0].contains("values of the scenario"),
        "{:?}",
        ran.left_out
    );
    std::fs::write(path.join(GAP), "{}").expect("written");
    let ran = run(
        &scenario_now,
        &options(1),
        Some(&opened(&path)),
        false,
        &mut |_| {},
    )
    .expect("runs");
    assert!(
        ran.left_out[0].contains("cannot be read"),
        "{:?}",
        ran.left_out
    );
    std::fs::remove_dir_all(&path).expect("removed");
}

#[test]
fn documents_are_read_back_as_they_were_written() {
    let scenario_now = scenario("one-fab", &[]);
    let document = absorb(&scenario_now, Some(2030), &sample(8), &mut |_| {}).expect("runs");
    let written = json::render(&document);
    let read: fabcast::document::absorb::AbsorbDocument =
        serde_json::from_str(&written).expect("readable");
    assert_eq!(json::render(&read), written);
    let sides = ["one-fab", "stargate"].map(|name| Side {
        name: name.to_owned(),
        scenario: scenario(name, &[]),
    });
    let document = compare(&sides, &sample(8), &mut |_| {}).expect("runs");
    let written = json::render(&document);
    let read: fabcast::document::compare::CompareDocument =
        serde_json::from_str(&written).expect("readable");
    assert_eq!(json::render(&read), written);
}

use anyhow::anyhow;

use super::*;

#[test]
fn the_report_ends_with_the_totals() {
    let mut tally = Tally::default();
    tally.count("formatting", Ok(()));
    tally.count("lints", Ok(()));
    tally.count("tests", Err(anyhow!("one failed")));
    tally.skipped.push("oracle, which is absent".to_owned());
    let expected = "skipped: oracle, which is absent\nfailed: tests\n2 passed, 1 failed\n";
    assert!(tally.report().ends_with(expected), "{}", tally.report());
}

#[test]
fn the_report_begins_with_the_time_of_every_stage() {
    let times = [("lints", 61_240), ("tests", 900_000), ("oracle", 4_060)];
    let mut tally = Tally {
        times: times
            .map(|(name, time)| (name, Duration::from_millis(time)))
            .to_vec(),
        ..Tally::default()
    };
    let table = "    61.2 s  lints\n   900.0 s  tests\n     4.1 s  oracle\n   965.3 s  in all\n";
    assert_eq!(tally.report(), format!("{table}0 passed, 0 failed\n"));
    tally.timed("tidy", |tally| tally.n_passed += 2);
    tally.stage("last", || Ok(()));
    let names: Vec<&str> = tally.times.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["lints", "tests", "oracle", "tidy", "last"]);
    assert!(
        tally.report().ends_with("  in all\n3 passed, 0 failed\n"),
        "{}",
        tally.report()
    );
}

#[test]
fn later_stages_run_after_a_failure() {
    let mut tally = Tally::default();
    tally.stage("first", || Err(anyhow!("fails")));
    tally.stage("second", || Ok(()));
    let report = tally.report();
    assert!(
        report.ends_with("failed: first\n1 passed, 1 failed\n"),
        "{report}"
    );
}

#[test]
fn a_missing_spreadsheet_is_among_the_results() {
    let folder = std::env::temp_dir().join(format!("xtask-office-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let reason = no_office(folder.as_os_str()).expect("a reason");
    assert!(reason.contains("there is no LibreOffice"), "{reason}");
    std::fs::write(folder.join("soffice"), "").expect("written");
    assert_eq!(no_office(folder.as_os_str()), None);
    std::fs::remove_dir_all(&folder).expect("removed");
}

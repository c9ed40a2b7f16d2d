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
    assert_eq!(tally.report(), expected);
}

#[test]
fn later_stages_run_after_a_failure() {
    let mut tally = Tally::default();
    tally.stage("first", || Err(anyhow!("fails")));
    tally.stage("second", || Ok(()));
    assert_eq!(tally.report(), "failed: first\n1 passed, 1 failed\n");
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

//! `fabcast irr`: cash-flow files.

use snapbox::{assert_data_eq, file};

use crate::support::{Folder, json, stderr, stdout};

/// Excel's example of `XIRR`, in an order and with formats of its own.
const EXCEL: &str = "\
# documentation of XIRR
date,amount
2008-01-01,-10000
30 Oct 2008,\"4,250\"
2008-03-01,2750
15.02.2009,3250
2009-04-01,2750
";

fn written(content: &str) -> (Folder, String) {
    let folder = Folder::new();
    let path = folder.join("flows.csv");
    std::fs::write(&path, content).expect("written");
    (folder, path)
}

#[test]
fn a_file_is_read_and_its_return_printed() {
    let (_folder, path) = written(EXCEL);
    let screen = stdout(&["irr", &path, "--rate", "9%"]);
    assert_data_eq!(screen, file!["snapshots/irr.txt"]);
}

#[test]
fn json_has_the_fixed_names() {
    let (_folder, path) = written(EXCEL);
    let document = json(&["irr", &path, "--rate", "0.09", "--format", "json"]);
    let rate = document["xirr"].as_f64().expect("a number");
    assert!((rate - 0.373_362_534).abs() < 1e-8, "{rate}");
    assert_eq!(document["roots"].as_array().map(Vec::len), Some(1));
    assert!(document["reason"].is_null());
    let value = document["xnpv"].as_f64().expect("a number");
    assert!((value - 2_086.65).abs() < 0.005, "{value}");
    assert_eq!(document["moic"].as_f64(), Some(1.3));
}

#[test]
fn several_roots_are_all_shown() {
    let (_folder, path) =
        written("2020-01-01,-50\n2020-12-31,-100\n2021-12-31,600\n2022-12-31,300\n2023-12-31,-100");
    let screen = stdout(&["irr", &path]);
    assert_data_eq!(screen, file!["snapshots/irr_several.txt"]);
}

#[test]
fn without_a_rate_there_is_a_reason() {
    let cases = [
        ("2024-01-01,-5\n2024-01-01,6", "all_on_one_day"),
        ("2024-01-01,-5\n2025-01-01,-6", "no_sign_change"),
        (
            "2024-01-01,-1\n2025-01-01,2\n2026-01-01,-2",
            "no_root_in_range",
        ),
        ("2024-01-01,0\n2025-01-01,0", "no_flows"),
    ];
    for (flows, reason) in cases {
        let (_folder, path) = written(flows);
        let document = json(&["irr", &path, "--format", "json"]);
        assert!(document["xirr"].is_null(), "{flows}");
        assert_eq!(document["reason"], reason, "{flows}");
    }
}

#[test]
fn everything_that_cannot_be_read_is_said_with_its_place() {
    let (folder, path) =
        written("date,amount\n2024-02-30,100\n1/2/2024,-5k\n2024-03-01,1,000\n2024-03-01,\"1\n");
    let message = stderr(2, &["irr", &path]);
    let message = message.replace(&folder.path().display().to_string(), "FOLDER");
    assert_data_eq!(message, file!["snapshots/irr_faults.txt"]);
}

#[test]
fn a_file_that_is_not_there() {
    let message = stderr(2, &["irr", "no-such-file.csv"]);
    assert!(
        message.contains("cannot read no-such-file.csv"),
        "{message}"
    );
    assert!(message.contains("Give the path of a CSV file"), "{message}");
}

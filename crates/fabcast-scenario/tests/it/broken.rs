//! Every way to break a scenario, each with the message that it gets.

use std::collections::BTreeSet;
use std::io::Write;

use fabcast_scenario::{Diagnostics, Severity, diagnostic::CODES, load, load_text};

use crate::snapshot::{check, path};

/// Warnings or errors of a scenario.
fn diagnostics(name: &str, sets: &[&str]) -> Diagnostics {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    match load(name, &sets) {
        Ok(scenario) => scenario.warnings,
        Err(errors) => errors,
    }
}

/// The broken files in `broken/`, relative to the crate, where tests run.
fn files() -> Vec<String> {
    let mut files: Vec<String> = std::fs::read_dir(path("broken"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    files.sort();
    files
}

#[test]
fn every_broken_file_gets_its_message() {
    let files = files();
    assert!(files.len() >= 45, "{} broken files", files.len());
    let mut faults = Vec::new();
    for name in files {
        let found = diagnostics(&format!("tests/it/broken/{name}.toml"), &[]);
        assert!(!found.is_empty(), "{name} is not broken");
        assert_eq!(
            found.has_errors(),
            !name.starts_with("warn-"),
            "{name}\n{found}"
        );
        if let Err(fault) = check(&format!("broken/{name}.txt"), &found.to_string()) {
            faults.push(fault);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_broken_argument_gets_its_message() {
    let cases: [(&str, &[&str]); 8] = [
        ("set-without-value", &["capital.gearing", "capital.cover="]),
        (
            "set-bad-path",
            &["capital..gearing=0.5", "=3", "capital.gear ing=0.5"],
        ),
        (
            "set-unknown-path",
            &["capital.gearin=0.5", "capitl.gearing=0.5", "deploy=3"],
        ),
        (
            "set-unknown-entry",
            &["plan.fabs.count=3", "capital.investor.gulf.approval=0.5"],
        ),
        (
            "set-bad-value",
            &[
                "deploy.life=5 GW",
                "capital.gearing=0,5",
                "deploy.discount={ dist =",
            ],
        ),
        ("set-head", &["world=2030", "end=2020-01", "name=other"]),
        ("set-part-of-value", &["capital.gearing.dist=normal"]),
        (
            "set-out-of-range",
            &["capital.gearing=2", "market.rent=-1 bn$/GW/yr"],
        ),
    ];
    let mut faults = Vec::new();
    for (name, sets) in cases {
        let found = diagnostics("tests/it/fixture/base.toml", sets);
        assert!(found.has_errors(), "{name}");
        if let Err(fault) = check(&format!("broken/{name}.txt"), &found.to_string()) {
            faults.push(fault);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_unreadable_file_gets_its_message() {
    let folder = std::env::temp_dir().join(format!("fabcast-scenario-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::File::create(&path)
            .unwrap()
            .write_all(bytes)
            .unwrap();
    };
    write("empty.toml", b"");
    write("blank.toml", b" \n\n");
    write("not-utf8.toml", b"format = 1\nname = \"caf\xe9\"\n");
    write("byte-order-mark.toml", b"\xef\xbb\xbfformat = 1\n");
    // A hole of a hundred megabytes: refused before it is read.
    std::fs::File::create(folder.join("huge.toml"))
        .unwrap()
        .set_len(100 << 20)
        .unwrap();
    std::fs::create_dir_all(folder.join("folder.toml")).unwrap();
    let names = [
        "empty",
        "blank",
        "not-utf8",
        "byte-order-mark",
        "huge",
        "folder",
        "absent",
    ];
    let mut text = String::new();
    for name in names {
        let file = folder.join(format!("{name}.toml"));
        text.push_str(&diagnostics(file.to_str().unwrap(), &[]).to_string());
        text.push('\n');
    }
    for name in ["one-fabs", "nonsense"] {
        text.push_str(&diagnostics(name, &[]).to_string());
        text.push('\n');
    }
    let text = text.replace(folder.to_str().unwrap(), "FOLDER");
    std::fs::remove_dir_all(&folder).unwrap();
    check("broken/unreadable-files.txt", &text).unwrap();
}

/// Codes of everything that the tests above find.
fn codes() -> BTreeSet<&'static str> {
    let mut codes = BTreeSet::new();
    for name in files() {
        codes.extend(
            diagnostics(&format!("tests/it/broken/{name}.toml"), &[])
                .iter()
                .map(|d| d.code),
        );
    }
    codes
}

#[test]
fn every_code_has_an_example() {
    let mut codes = codes();
    // Those of refused and unreadable files, of arguments and of targets are tested apart.
    codes.extend(["access", "empty", "encoding", "size", "set", "target"]);
    let missing: Vec<_> = CODES.iter().filter(|code| !codes.contains(*code)).collect();
    assert!(missing.is_empty(), "no broken file for {missing:?}");
}

#[test]
fn every_message_says_where_and_how_to_put_it_right() {
    for name in files() {
        let found = diagnostics(&format!("tests/it/broken/{name}.toml"), &[]);
        for diagnostic in found.iter() {
            assert!(CODES.contains(&diagnostic.code), "{}", diagnostic.code);
            assert!(
                !diagnostic.help.is_empty(),
                "{name}: {}",
                diagnostic.message
            );
            assert!(diagnostic.line >= 1 && diagnostic.column >= 1, "{name}");
            assert!(
                !diagnostic.message.contains("  "),
                "{name}: {}",
                diagnostic.message
            );
        }
    }
}

#[test]
fn columns_count_characters_and_the_machine_gets_everything() {
    let text = "format = 1\nname = \"a\"\nextends = \"tests/it/fixture/base.toml\"\n\
                [capital]\ngearing = { note = \"größer\", value = \"1.2\" }\n";
    let errors = load_text("a.toml", text, &[]).unwrap_err();
    let first = errors.iter().next().unwrap();
    assert_eq!((first.code, first.severity), ("range", Severity::Error));
    assert_eq!((first.line, first.column, first.end_column), (5, 39, 42));
    assert_eq!(first.text, "1.2");
    let json = serde_json::to_value(&errors).unwrap();
    assert_eq!(json[0]["file"], "a.toml");
    assert_eq!(json[0]["code"], "range");
    assert_eq!(json[0]["severity"], "error");
    assert_eq!(json[0]["expected"], "must be within 0 to 0.95");
}

#[test]
fn a_file_of_nothing_but_faults_is_reported_quickly_and_in_part() {
    let mut text =
        String::from("format = 1\nname = \"a\"\nextends = \"tests/it/fixture/base.toml\"\n");
    for n in 0..200_000 {
        text.push_str(&format!("x{n} = 1\n"));
    }
    let errors = load_text("a.toml", &text, &[]).unwrap_err();
    assert!((100..=200).contains(&errors.len()));
    let long = format!("format = 1\nname = \"{}\"\n", "x".repeat(1_000_000));
    assert!(
        load_text("a.toml", &long, &[])
            .unwrap_err()
            .to_string()
            .len()
            < 100_000
    );
}

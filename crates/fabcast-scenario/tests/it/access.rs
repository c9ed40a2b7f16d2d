//! A scenario that may name no file: whatever it says, the disk is left alone. And of a file that is
//! no scenario, nothing is shown.

use fabcast_scenario::{Access, Diagnostics, Given, Scenario, load, load_text, read};

use crate::snapshot::{check, path};

/// What the files beside the hostile scenarios hold.
const SECRET: &str = "s3cret";

const HEAD: &str = "format = 1\nname = \"theirs\"\n";

fn embedded(text: &str, sets: &[String]) -> Result<Scenario, Diagnostics> {
    let name = "theirs.toml";
    read(Given::Text { name, text }, sets, Access::Embedded)
}

/// Every way to name a file, and the errors that each gets.
fn attempts(path: &str) -> Vec<Diagnostics> {
    let observed = format!("{{ dist = \"empirical\", file = '{path}', column = \"{SECRET}\" }}");
    let texts = [
        format!("{HEAD}world = '{path}'\n"),
        format!("{HEAD}extends = '{path}'\n"),
        format!("{HEAD}extends = \"one-fab\"\nworld = '{path}'\n"),
        format!("{HEAD}extends = \"one-fab\"\n[capital]\ngearing = {observed}\n"),
    ];
    let sets = [
        format!("world={path}"),
        format!("extends={path}"),
        format!("capital.gearing={observed}"),
    ];
    let mut errors = vec![read(Given::Name(path), &[], Access::Embedded).unwrap_err()];
    errors.extend(texts.iter().map(|text| embedded(text, &[]).unwrap_err()));
    let base = format!("{HEAD}extends = \"one-fab\"\n");
    errors.extend(sets.map(|set| embedded(&base, &[set]).unwrap_err()));
    errors
}

#[test]
fn a_path_is_refused_with_its_place_and_what_to_write_instead() {
    let found = attempts("../x.toml")
        .iter()
        .map(Diagnostics::to_string)
        .collect::<Vec<_>>();
    check("broken/access.txt", &found.join("\n")).unwrap();
}

#[test]
fn files_change_nothing_and_never_show() {
    let folder = std::env::temp_dir().join(format!("fabcast-access-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("folder.toml")).unwrap();
    let written = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    // Each would be read, or at least quoted in an error, if anything looked at it.
    let world = std::fs::read_to_string(path("fixture/world.toml")).unwrap();
    written("world.toml", &world);
    let base = std::fs::read_to_string(path("fixture/base.toml")).unwrap();
    written("base.toml", &base);
    written("broken.toml", &format!("{SECRET}\n"));
    written("observed.csv", &format!("{SECRET}\n0.5\n0.6\n"));
    written("not-utf8.toml", SECRET);
    let shown = |name: &str| {
        let path = folder.join(name).to_str().unwrap().to_owned();
        let errors = attempts(&path);
        let texts = errors.iter().map(|errors| {
            let json = serde_json::to_string(errors).unwrap();
            format!("{}{}{json}", errors.render(false), errors.render(true)).replace(name, "NAME")
        });
        texts.collect::<Vec<_>>()
    };
    // A name of the same length, so that columns are the same.
    for (there, absent) in [
        ("world.toml", "wxrld.toml"),
        ("base.toml", "bxse.toml"),
        ("broken.toml", "brxken.toml"),
        ("observed.csv", "obsxrved.csv"),
        ("not-utf8.toml", "nxt-utf8.toml"),
        ("folder.toml", "fxlder.toml"),
    ] {
        assert_eq!(shown(there), shown(absent), "{there}");
    }
    // With files, the same scenarios see the difference.
    let base = folder.join("base.toml");
    let good = format!(
        "{HEAD}extends = '{}'\nworld = \"2024-02\"\n",
        base.display()
    );
    let name = "theirs.toml";
    let given = Given::Text { name, text: &good };
    assert!(read(given, &[], Access::Files).is_ok());
    assert!(load(base.to_str().unwrap(), &[]).is_ok());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn hostile_names_are_no_files() {
    for name in [
        "/etc/passwd",
        "../../../../etc/passwd",
        "/dev/zero",
        "/proc/self/environ",
        "..\\..\\windows\\win.ini",
        "\\\\server\\share\\x.toml",
        "https://example.org/x.toml",
        "2024-02/../../x",
        "one-fab.toml",
        ".toml",
    ] {
        for errors in attempts(name) {
            let first = errors.iter().next().unwrap();
            // A key that no argument can set is refused for that reason.
            assert!(["access", "set"].contains(&first.code), "{name}: {errors}");
            assert!(
                first.line >= 1 && !first.help.is_empty(),
                "{name}: {errors}"
            );
            assert_eq!(errors.len(), 1, "{name}: {errors}");
        }
    }
    // Without a mark of a path it is a name, and no such name is part of fabcast.
    for name in [
        "",
        ".",
        "..",
        "~",
        "passwd",
        "C:",
        "CON",
        "one-fab x",
        "2024-02\u{0}",
        "Cargo.lock",
    ] {
        let errors = read(Given::Name(name), &[], Access::Embedded).unwrap_err();
        assert_eq!(
            errors.iter().next().unwrap().code,
            "file",
            "{name:?}: {errors}"
        );
        assert!(
            !errors.to_string().contains("no file of that name"),
            "{errors}"
        );
        let text = format!("{HEAD}extends = {}\n", serde_json::to_string(name).unwrap());
        assert!(embedded(&text, &[]).is_err(), "{name:?}");
    }
}

#[test]
fn the_name_of_a_text_is_only_shown() {
    // A file that exists, and its folder, which has a `base.toml`.
    let name = path("fixture/base.toml").to_str().unwrap().to_owned();
    for extends in ["base.toml", "./base.toml"] {
        let text = format!("{HEAD}extends = \"{extends}\"\n");
        let given = Given::Text {
            name: &name,
            text: &text,
        };
        let errors = read(given, &[], Access::Embedded).unwrap_err();
        let first = errors.iter().next().unwrap();
        assert_eq!((first.code, first.file.as_str()), ("access", name.as_str()));
    }
    let text = "format = 1\nname = \"/etc/passwd\"\nextends = \"one-fab\"\n";
    let errors = embedded(text, &[]).unwrap_err();
    assert_eq!(errors.iter().next().unwrap().code, "name");
}

#[test]
fn names_that_are_part_of_fabcast_are_read() {
    assert!(read(Given::Name("one-fab"), &[], Access::Embedded).is_ok());
    let text = format!("{HEAD}extends = \"one-fab\"\nworld = \"2022-12\"\n");
    let sets = ["capital.gearing=0.5".to_owned()];
    let scenario = embedded(&text, &sets).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(scenario.meta.world.as_deref(), Some("2022-12"));
    // A text may be called like a scenario that it extends.
    let given = Given::Text {
        name: "one-fab",
        text: &text,
    };
    assert!(read(given, &[], Access::Embedded).is_ok());
    // Resolved, it needs no other text.
    let resolved = scenario.to_toml();
    assert_eq!(embedded(&resolved, &[]).unwrap().inputs, scenario.inputs);
}

#[test]
fn of_a_file_that_is_no_scenario_nothing_is_shown() {
    let folder = std::env::temp_dir().join(format!("fabcast-others-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let others: [(&str, &[u8]); 5] = [
        (
            "passwd",
            b"root:x:0:0:s3cret:/root:/bin/bash\nsys:x:3:3:s3cret:/dev:/bin/sh\n",
        ),
        ("environment", b"KEY = s3cret\n"),
        ("credentials.toml", b"[registry]\ntoken = \"s3cret\"\n"),
        ("latin", b"s3cret caf\xe9 = 1\n"),
        ("mark.txt", b"\xef\xbb\xbfs3cret\n"),
    ];
    let mut shown = String::new();
    for (name, bytes) in others {
        std::fs::write(folder.join(name), bytes).unwrap();
        let path = folder.join("a.toml").to_str().unwrap().to_owned();
        let beside = |lines: &str| load_text(&path, &format!("{HEAD}{lines}"), &[]);
        let found = [
            load(folder.join(name).to_str().unwrap(), &[]),
            beside(&format!("world = \"./{name}\"\n")),
            beside(&format!("extends = \"./{name}\"\n")),
            beside(&format!(
                "extends = \"one-fab\"\n[capital]\n\
                 gearing = {{ dist = \"empirical\", file = \"{name}\", column = \"gearing\" }}\n"
            )),
        ];
        for (i, found) in found.into_iter().enumerate() {
            let errors = found.unwrap_err();
            let json = serde_json::to_string(&errors).unwrap();
            let text = errors.to_string();
            // Of a table the names of the columns are told, but no more of each than a name is long.
            let is_table = i == 3;
            assert!(
                is_table || !format!("{text}{json}").contains(SECRET),
                "{text}"
            );
            assert!(!text.contains("/bin/bash"), "{text}");
            assert_eq!(errors.len(), 1, "{text}");
            if !is_table {
                shown += &format!("{text}\n");
            }
        }
    }
    let shown = shown.replace(folder.to_str().unwrap(), "FOLDER");
    std::fs::remove_dir_all(&folder).unwrap();
    check("broken/not-scenarios.txt", &shown).unwrap();
}

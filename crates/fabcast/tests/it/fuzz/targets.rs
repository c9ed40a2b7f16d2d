//! What is tried with bytes of anybody. A target says whether it understood them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use fabcast::analysis::table::Table;
use fabcast::finance::file::{self, DateOrder};
use fabcast::finance::returns;
use fabcast::folder::{Claim, Folder};
use fabcast::run::{Runtime, start};
use fabcast::scenario::{Access, Diagnostics, Given, Scenario};
use fabcast::store::{Settings, Shard, Store};
use fabcast::{backtest, merge, table};

/// A reader of bytes.
#[derive(Clone, Copy)]
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]) -> bool,
    /// Good inputs.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Pieces of its language.
    pub words: &'static [&'static str],
    /// How many changed inputs a plain test tries.
    pub few: u64,
}

pub const TARGETS: [Target; 8] = [
    Target {
        name: "scenario",
        run: scenario,
        seeds: || vec![ONE_FAB.into(), SMALL.into()],
        words: LANGUAGE,
        few: 10,
    },
    Target {
        name: "set",
        run: set,
        seeds: || {
            let sets =
                "capital.gearing=0.5\nkind.fab.unit_cost=0.3 bn$/kwspm (0.2 to 0.4)\nend=2030-12";
            vec![
                sets.into(),
                b"plan.fab.first=2026-01\nbudget=2e9 $".to_vec(),
            ]
        },
        words: LANGUAGE,
        few: 10,
    },
    Target {
        name: "csv",
        run: |bytes| any_table("table.csv", bytes),
        seeds: || {
            let all = [
                "draw,a,b\n0,1,2\n1,1e3,nan\n2,-4,5\n",
                "a,\"b, c\"\n1,x\n,\n",
            ];
            all.map(|text| text.as_bytes().to_vec()).to_vec()
        },
        words: &[
            ",", "\"", "\n", "\r\n", "draw", "nan", "inf", "1e400", "-0", "#", "\u{feff}", "true",
        ],
        few: 60,
    },
    Target {
        name: "parquet",
        run: |bytes| any_table("table.parquet", bytes),
        seeds: || vec![FIXTURE.file(PART)],
        words: &["PAR1", "\u{15}", "\u{19}", "\u{1c}", "\u{7f}"],
        few: 60,
    },
    Target {
        name: "flows",
        run: flows,
        seeds: || {
            let all = [
                "date,amount\n2008-01-01,-10000\n30 Oct 2008,\"4,250\"\n15.02.2009,3250\n",
                "2020-01-01;-50\n2020-12-31;-100\n2021-12-31;600\n3/4/2022;300,5\n2023-12-31;(100)\n",
            ];
            all.map(|text| text.as_bytes().to_vec()).to_vec()
        },
        words: &[
            ",",
            ";",
            "\t",
            "\"",
            "\n",
            "-",
            "(",
            ")",
            "1e308",
            "-1e308",
            "2024-02-29",
            "9999-12-31",
            "1000-01-01",
            "1/2/2024",
            "date,amount\n",
            "$",
            "\u{a0}",
            "#",
            "\u{2212}",
            "0",
        ],
        few: 60,
    },
    Target {
        name: "cases",
        run: cases,
        seeds: || {
            let head = |text: &str, n: usize| {
                let lines: Vec<&str> = text.lines().take(n).collect();
                lines.join("\n").into_bytes()
            };
            vec![
                [b"f", &head(FABS, 8)[..]].concat(),
                [b"c", &head(CAMPUSES, 8)[..]].concat(),
            ]
        },
        words: &[
            ",",
            "\"",
            "\n",
            "2024-02",
            "9999-12-31",
            "-1",
            "nan",
            "1e308",
            "0",
        ],
        few: 6,
    },
    Target {
        name: "run",
        run: folder_of_a_run,
        seeds: || (0..FILES.len()).map(|n| FIXTURE.input(n)).collect(),
        words: &[
            "0",
            "-1",
            "1e12",
            "\"",
            "null",
            "{",
            "}",
            "[",
            "]",
            "18446744073709551615",
            "\n",
        ],
        few: 60,
    },
    Target {
        name: "journal",
        run: journal,
        seeds: || vec![FIXTURE.file(".fabcast")],
        words: &[
            "\n", " ", "wrote", "began", "made", "parts", "../", "/", "\u{0}",
        ],
        few: 60,
    },
];

const ONE_FAB: &str = include_str!("../../../../../scenarios/one-fab.toml");
const FABS: &str = include_str!("../../../../../data/fab_projects.csv");
const CAMPUSES: &str = include_str!("../../../../../data/dc_projects.csv");
const SMALL: &str = "format = 1\nname = \"d\"\ntitle = \"t\"\nextends = \"one-fab\"\n\
    [plan.fab]\ncapacity = \"40 kwspm\"\n";
const LANGUAGE: &[&str] = &include!("../../../../../fuzz/language.rs");

/// A folder of this process for the files of a target.
fn place(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("of-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("made");
    folder.join(name)
}

fn said(read: Result<Scenario, Diagnostics>) -> bool {
    match read {
        Ok(scenario) => {
            drop((scenario.to_toml(), scenario.warnings.to_string()));
            true
        }
        Err(errors) => {
            assert!(errors.has_errors());
            let shown = errors.render(true);
            assert!(!shown.is_empty());
            drop(serde_json::to_string(&errors).expect("JSON"));
            false
        }
    }
}

fn scenario(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let given = Given::Text {
        name: "any.toml",
        text: &text,
    };
    said(fabcast::read(given, &[], Access::Embedded))
}

fn set(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let sets: Vec<String> = text.split('\n').take(50).map(str::to_owned).collect();
    said(fabcast::read(
        Given::Name("one-fab"),
        &sets,
        Access::Embedded,
    ))
}

fn any_table(name: &str, bytes: &[u8]) -> bool {
    let path = place(name);
    fs::write(&path, bytes).expect("written");
    drop(table::read(&path).map_err(|error| error.to_string()));
    match Table::read(&path) {
        Ok(table) => {
            assert!(
                table
                    .columns
                    .iter()
                    .all(|column| column.values.len() == table.rows)
            );
            true
        }
        Err(error) => error.to_string().is_empty(),
    }
}

fn flows(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    for order in [DateOrder::Clear, DateOrder::DayFirst, DateOrder::MonthFirst] {
        match file::read(&text, order) {
            Ok(flows) => {
                let found = returns(&flows, 0.08, 1e6).expect("there are flows");
                assert!(found.gain.is_finite() && found.paid_in.is_finite());
                drop(serde_json::to_string(&found).expect("JSON"));
            }
            Err(faults) => {
                assert!(!faults.is_empty());
                let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
                assert!(shown.iter().all(|text| !text.is_empty()));
                // Of the second example alone a day is only clear when it is told.
                if order != DateOrder::Clear {
                    return false;
                }
            }
        }
    }
    true
}

fn cases(bytes: &[u8]) -> bool {
    let (first, rest) = bytes.split_first().unwrap_or((&b'f', &[]));
    let path = place("cases.csv");
    fs::write(&path, rest).expect("written");
    let options = backtest::Options {
        cases: Some(path),
        ..backtest::Options::default()
    };
    match first {
        b'c' => backtest::campuses::campuses(&options).is_ok(),
        _ => backtest::fabs::fabs(&options).is_ok(),
    }
}

const PART: &str = "parts/draws-00000000-0000000008.parquet";
/// Files of the folder of a run that are read again.
const FILES: [&str; 4] = ["parts/run.json", "parts/state.bin", PART, "scenario.toml"];

/// A shard of a run, as it is left for a merge.
struct Fixture {
    folder: PathBuf,
}

static FIXTURE: LazyLock<Fixture> = LazyLock::new(|| {
    let folder = place("shard");
    let opened = Folder::of_run(&folder, &Claim::default(), "").expect("opened");
    let settings = Settings {
        draws: 8,
        columns: vec!["irr".to_owned(), "npv".to_owned()],
        why: Some(0),
        shard: Some(Shard { number: 1, of: 1 }),
        ..Settings::default()
    };
    let scenario = fabcast::load("one-fab", &["end=2028-06".to_owned()]).expect("a scenario");
    start(
        &scenario,
        &settings,
        Runtime::default(),
        Some(&opened),
        &mut |_| {},
    )
    .expect("run");
    Fixture { folder }
});

impl Fixture {
    fn file(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A file as an input: which one it is, and its bytes.
    fn input(&self, n: usize) -> Vec<u8> {
        [&[n as u8], &self.file(FILES[n])[..]].concat()
    }
}

/// One file of a run with other bytes, which is then continued or joined.
fn folder_of_a_run(bytes: &[u8]) -> bool {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let name = FILES[usize::from(*first) % FILES.len()];
    let whole = FIXTURE.file(name);
    fs::write(FIXTURE.folder.join(name), rest).expect("written");
    let opened = Store::open(&FIXTURE.folder).and_then(|(store, manifest)| {
        store.scenario(&manifest)?;
        store.load(&manifest)
    });
    // Joining computes, so that it is tried where it ends before that.
    let is_good = opened.is_ok() && name != PART;
    if !is_good || rest == whole {
        let out = place("whole");
        let folder = Folder::of_run(&out, &Claim::default(), "").expect("opened");
        let merged = merge::merge(std::slice::from_ref(&FIXTURE.folder), &folder);
        if let Err(error) = &merged {
            assert!(!error.to_string().is_empty());
        }
        assert_eq!(
            merged.is_ok(),
            rest == whole,
            "{name} is accepted as it is not"
        );
        drop(folder);
        let _ = fs::remove_dir_all(out);
    }
    fs::write(FIXTURE.folder.join(name), &whole).expect("written");
    rest == whole
}

/// Another journal of a folder with a file, which is then written into.
fn journal(bytes: &[u8]) -> bool {
    let folder = place("journal");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("made");
    fs::write(folder.join("gap.json"), "mine").expect("written");
    fs::write(folder.join(".fabcast"), bytes).expect("written");
    let is_mine = |path: &Path| fs::read(path).is_ok_and(|bytes| bytes == b"mine");
    // Refused, unless the journal says that a file of this name was written here and changed since.
    let names = ["gap.json"];
    for force in [false, true] {
        let claim = Claim {
            force,
            ..Claim::default()
        };
        match Folder::of_files(&folder, &claim, &names) {
            Ok(opened) => opened.write(names[0], b"theirs").expect("written"),
            Err(_) => assert!(is_mine(&folder.join(names[0])), "changed, and refused"),
        }
    }
    let files = fs::read_dir(&folder).expect("there");
    let mut paths = files.map(|file| file.expect("readable").path());
    assert!(
        paths.any(|path| is_mine(&path)),
        "a file of somebody else is lost"
    );
    bytes.starts_with(b"fabcast folder 1\n")
}

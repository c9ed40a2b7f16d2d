//! The workbook, opened and computed anew by a spreadsheet.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use fabcast::ensemble::Options;
use fabcast::model::model::Model;
use fabcast::workbook::{Built, Draw, Results, build};

/// A scenario with all terms of capital and tax that there are.
const CAMPUS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/financed-campus.toml"
);

/// `sets` is a value set a line.
fn workbook(scenario: &str, sets: &str, draw: u64) -> Built {
    let sets: Vec<String> = sets.lines().map(str::to_owned).collect();
    let scenario = fabcast::load(scenario, &sets).unwrap_or_else(|faults| panic!("{faults}"));
    let model = Model::new(&scenario.inputs).expect("a model");
    let draw = Draw {
        number: draw,
        median: false,
    };
    // Without results in the file, so that those found in it afterwards are the spreadsheet's own.
    build(&scenario, &model, &Options::default(), draw, Results::Left).expect("a workbook")
}

#[test]
fn the_same_draw_gives_the_same_bytes() {
    for scenario in ["one-fab", CAMPUS] {
        assert_eq!(
            workbook(scenario, "", 3).bytes,
            workbook(scenario, "", 3).bytes
        );
    }
}

#[test]
fn names_of_sheets_are_short() {
    for cell in workbook("one-fab", "", 0).cells {
        assert!(cell.sheet.len() <= 31);
    }
}

/// LibreOffice, if it is installed.
fn office() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| ["soffice", "libreoffice"].map(|name| folder.join(name)))
        .find(|program| program.is_file())
}

/// Makes LibreOffice compute every formula when it loads a file, whatever results are in it.
const RECALCULATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

/// Every number of a workbook after LibreOffice has computed it, by sheet, row and column.
fn recalculated(office: &Path, bytes: &[u8]) -> BTreeMap<(String, u32, u16), f64> {
    let folder = std::env::temp_dir().join(format!("fabcast-workbook-{}", std::process::id()));
    let profile = folder.join("profile");
    std::fs::create_dir_all(profile.join("user")).expect("a folder");
    std::fs::write(profile.join("user/registrymodifications.xcu"), RECALCULATE).expect("written");
    std::fs::write(folder.join("book.xlsx"), bytes).expect("written");
    let output = Command::new(office)
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--convert-to", "fods", "--outdir"])
        .arg(&folder)
        .arg(folder.join("book.xlsx"))
        .output()
        .expect("LibreOffice starts");
    let path = folder.join("book.fods");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let cells = numbers(&text);
    std::fs::remove_dir_all(&folder).expect("removed");
    cells
}

fn numbers(text: &str) -> BTreeMap<(String, u32, u16), f64> {
    const TABLE: &str = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    const OFFICE: &str = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    let document = roxmltree::Document::parse(text).expect("XML");
    let repeated = |node: &roxmltree::Node, name: &str| -> u32 {
        let count = node.attribute((TABLE, name));
        count.map_or(1, |count| count.parse().expect("a count"))
    };
    let mut cells = BTreeMap::new();
    let tables = document
        .descendants()
        .filter(|node| node.has_tag_name((TABLE, "table")));
    for table in tables {
        let name = table.attribute((TABLE, "name")).unwrap_or_default();
        let mut row_number = 0;
        for row in table
            .descendants()
            .filter(|node| node.has_tag_name((TABLE, "table-row")))
        {
            let mut column = 0;
            let of_row = row.children().filter(|node| {
                node.has_tag_name((TABLE, "table-cell"))
                    || node.has_tag_name((TABLE, "covered-table-cell"))
            });
            for cell in of_row {
                let n = repeated(&cell, "number-columns-repeated");
                if let Some(value) = cell.attribute((OFFICE, "value")) {
                    let value = value.parse().expect("a number");
                    for i in 0..n.min(512) {
                        cells.insert((name.to_owned(), row_number, (column + i) as u16), value);
                    }
                }
                column += n;
            }
            row_number += repeated(&row, "number-rows-repeated");
        }
    }
    cells
}

/// Compares every number of a workbook with what a spreadsheet makes of its formulas.
fn agrees(office: &Path, scenario: &str, sets: &str, draw: u64) {
    let built = workbook(scenario, sets, draw);
    let found = recalculated(office, &built.bytes);
    let mut faults = Vec::new();
    let mut n_formulas = 0;
    // On the first sheet the line below a result says what fabcast reports.
    let index = built.cells.iter().filter(|cell| cell.sheet == "Index");
    let index: Vec<_> = index.collect();
    for pair in index.windows(2) {
        if pair[0].formula && !pair[1].formula && pair[1].row == pair[0].row + 1 {
            let (ours, reported) = (pair[0].value, pair[1].value);
            let near = (ours - reported).abs() <= 1e-6 * reported.abs() + 1e-9;
            assert!(near, "row {}: {ours}, not {reported}", pair[0].row);
        }
    }
    for cell in &built.cells {
        n_formulas += usize::from(cell.formula);
        let place = (cell.sheet.to_owned(), cell.row, cell.column);
        let got = found.get(&place).copied().unwrap_or(f64::NAN);
        // Money below a dollar is nothing; ratios and rates are compared as they are.
        let near = (got - cell.value).abs() <= 1e-6 * cell.value.abs() + 1e-9;
        if !near {
            faults.push(format!("{place:?}: {got} instead of {}", cell.value));
        }
    }
    assert!(n_formulas > 2_000, "{n_formulas}");
    assert!(
        faults.is_empty(),
        "{scenario}, draw {draw}: {} of {} numbers differ:\n{}",
        faults.len(),
        built.cells.len(),
        faults
            .iter()
            .take(20)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

/// LibreOffice, or a word that it is not there; `cargo xtask test` says so among its results.
fn installed() -> Option<PathBuf> {
    let office = office();
    if office.is_none() {
        println!("SKIPPED: LibreOffice is not installed (package libreoffice-calc)");
    }
    office
}

#[test]
fn a_spreadsheet_comes_to_the_same_figures() {
    let Some(office) = installed() else { return };
    agrees(&office, "one-fab", "", 3);
    agrees(&office, "stargate", "", 0);
    agrees(&office, "seven-trillion", "", 1);
}

#[test]
fn a_spreadsheet_comes_to_the_figures_of_a_full_capital_structure() {
    let Some(office) = installed() else { return };
    for draw in 0..3 {
        agrees(&office, CAMPUS, "", draw);
    }
}

#[test]
fn a_spreadsheet_comes_to_the_figures_of_every_term() {
    let Some(office) = installed() else { return };
    for draw in 0..2 {
        agrees(
            &office,
            "one-fab",
            include_str!("workbook/annuity.txt"),
            draw,
        );
        agrees(
            &office,
            "one-fab",
            include_str!("workbook/sculpted.txt"),
            draw,
        );
    }
    agrees(
        &office,
        "seven-trillion",
        include_str!("workbook/regions.txt"),
        1,
    );
}

//! What both the screen and the report of a run say is the same number.

use crate::support::{Folder, stdout};

/// With fabs, with campuses alone, with an end before 2035, with one fab, and without a programme; and the fewest
/// numbers that both tell.
const SCENARIOS: [(&str, usize); 5] = [
    ("seven-trillion", 55),
    ("stargate", 40),
    ("chips-act", 30),
    ("one-fab", 40),
    ("no-programme", 20),
];

/// Blocks of the screen's table of a programme, charts of the report, and how these call what they show.
const PROGRAMME: [(&str, &str, &str); 4] = [
    (
        "Compute, H100e",
        "fan-delivered_h100e",
        "Compute in service",
    ),
    (
        "Campuses, GW",
        "fan-datacentre_gw",
        "Finished data-centre power",
    ),
    ("Logic, kwspm", "fan-logic_capacity_kwspm", "Logic capacity"),
    ("Capital drawn", "fan-capital_drawn", "Capital drawn"),
];
/// The same of the world alone.
const WORLD: [(&str, &str, &str); 4] = [
    (
        "Compute, H100e",
        "fan-others_h100e",
        "Compute of everybody else",
    ),
    (
        "Bought, H100e a year",
        "fan-others_purchases",
        "Accelerators bought by the rest of the world",
    ),
    (
        "AI power, GW",
        "fan-ai_power_gw",
        "AI power built by the rest of the world",
    ),
    (
        "H100-hour",
        "fan-price_h100_hour",
        "The price of an H100-equivalent hour",
    ),
];

/// Labels of the cards, and what stands for them in the screen's table.
const CARDS: [(&str, &str, &str); 4] = [
    ("Share of the plan delivered, ", "Compute, H100e", "share"),
    ("Compute delivered, ", "Compute, H100e", "median"),
    ("Data centres finished, ", "Campuses, GW", "median"),
    ("Capital drawn by ", "Capital drawn", "median"),
];

/// Items of the screen, what follows their numbers there, and rows of the report's outcomes.
const ITEMS: [(&str, [&str; 3], &str); 5] = [
    (
        "return, real ",
        [" ± ", " (", ";"],
        "Internal rate of return of all equity, real",
    ),
    (
        "present value ",
        [" ± ", " (", ";"],
        "Net present value of all equity",
    ),
    (
        "H100-hour, 2035 ",
        [" ± ", " (", ";"],
        "Price of an H100-hour, December 2035",
    ),
    (
        "middle fab ",
        [" late", " (", ";"],
        "Slip of the median wafer fab against its planned date",
    ),
    (
        "back for $1 ",
        [" ± ", " (", ";"],
        "Money back over money in, equity",
    ),
];

/// Skills of the screen and of the report.
const SKILLS: [(&str, &str); 3] = [
    ("trades", "Building workers"),
    ("technicians", "Technicians"),
    ("engineers", "Engineers"),
];

#[test]
fn the_screen_and_the_report_tell_the_same_numbers() {
    let mut differ = Vec::new();
    for (name, fewest) in SCENARIOS {
        let folder = Folder::new();
        let out = folder.join("run");
        let screen = stdout(&[
            "run", name, "--draws", "64", "--seed", "1", "--out", &out, "--quiet",
        ]);
        let html = std::fs::read_to_string(format!("{out}/report.html")).expect("a report");
        let both = Both {
            screen: screen.replace('\u{a0}', " "),
            report: html.replace('\u{a0}', " "),
        };
        let told = both.told();
        assert!(told.len() >= fewest, "{name}: {}", told.len());
        let other = told.iter().filter(|told| !told.agree());
        differ.extend(other.map(|told| format!("{name}: {told:?}")));
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// One number as both tell it.
#[derive(Debug)]
struct Told {
    /// What is told, and where in the report.
    #[expect(dead_code, reason = "is shown where the two differ")]
    what: String,
    screen: String,
    report: String,
}

impl Told {
    /// Whether they tell the same; the report may add the unit that heads a block of the screen.
    fn agree(&self) -> bool {
        let (screen, report) = (number(&self.screen), number(&self.report));
        ["", " H100e", " GW", " kwspm", "/hour", " H100e/year"]
            .iter()
            .any(|unit| report.strip_suffix(unit) == Some(screen))
    }
}

/// Without the error and the currency; a report's table says the latter in its heading.
fn number(told: &str) -> &str {
    told.split(" ± ")
        .next()
        .unwrap_or(told)
        .trim_start_matches('$')
}

/// What a run says.
struct Both {
    screen: String,
    report: String,
}

impl Both {
    /// Every number that both name.
    fn told(&self) -> Vec<Told> {
        let table = self.table();
        let mut told = Vec::new();
        let mut add = |what: &str, screen: &str, report: &str| {
            told.push(Told {
                what: what.to_owned(),
                screen: screen.to_owned(),
                report: report.to_owned(),
            });
        };
        let has_plan = table.iter().any(|cell| cell.row == "plan");
        for (block, chart, noun) in if has_plan { PROGRAMME } else { WORLD } {
            let Some(figure) = self.figure(chart) else {
                continue;
            };
            let of_block = || table.iter().filter(|cell| cell.block == block);
            for cell in of_block() {
                if let Some(report) = quantile(figure, cell) {
                    add(
                        &format!("{cell:?} in the table of {chart}"),
                        &cell.value,
                        &report,
                    );
                }
            }
            for (row, date, report) in finding(figure, noun) {
                for cell in of_block().filter(|cell| cell.row == row && cell.date == date) {
                    add(
                        &format!("{cell:?} in the finding of {chart}"),
                        &cell.value,
                        &report,
                    );
                }
            }
        }
        let cards = self.cards();
        // without a programme nothing of it is on the screen
        for (label, value) in cards.iter().filter(|_| has_plan) {
            for (start, block, row) in CARDS {
                let Some(date) = label.strip_prefix(start) else {
                    continue;
                };
                let cells = || {
                    table
                        .iter()
                        .filter(|cell| cell.block == block && cell.row == row)
                };
                let cell = match date {
                    "at the end" => cells().next_back(),
                    date => cells().find(|cell| cell.date == date),
                };
                if let Some(cell) = cell {
                    add(label, &cell.value, value);
                }
            }
        }
        let joined = self.screen.split_whitespace().collect::<Vec<_>>().join(" ");
        for (item, ends, label) in ITEMS {
            let Some((_, rest)) = joined.split_once(item) else {
                continue;
            };
            let end = ends.iter().filter_map(|end| rest.find(end)).min();
            let screen = &rest[..end.unwrap_or(rest.len())];
            if let Some(row) = row(&self.report, label) {
                let report = row[1].split(" ± ").next().unwrap_or_default();
                // a rate is rounded to its error in the table, and stands in full on the card
                if label != ITEMS[0].2 {
                    add(label, screen, report);
                }
            }
            for (_, value) in cards.iter().filter(|(card, _)| card == label) {
                add(&format!("{label}, card"), screen, value);
            }
        }
        if let Some((_, late)) = joined.split_once("middle fab ")
            && let Some((late, _)) = late.split_once(" late")
            && let Some(figure) = self.figure("schedule")
            && let Some((_, report)) = caption(figure).split_once("The middle ")
            && let Some((_, report)) = report.split_once("comes online ")
        {
            let report = report.split(" late").next().unwrap_or_default();
            add("the finding of the schedule", late, report);
        }
        for class in ["sentence", "pays", "adds"] {
            let start = format!("<p class=\"{class}\">");
            if let Some((_, rest)) = self.report.split_once(&start) {
                let report = plain(rest.split("</p>").next().unwrap_or_default());
                let on_screen = if joined.contains(&report) {
                    &report
                } else {
                    ""
                };
                add(class, on_screen, &report);
            }
        }
        for cell in table.iter().filter(|cell| cell.row == "share") {
            let year = cell.date.trim_start_matches("December ");
            let end = format!(" of the planned compute is in service by the end of {year}");
            if let Some((before, _)) = joined.split_once(&end) {
                let before = before
                    .rsplit_once("future ")
                    .map_or(before, |(_, after)| after);
                let before = before
                    .rsplit_once("and ")
                    .map_or(before, |(_, after)| after);
                add("the sentence", &cell.value, before);
            }
        }
        for (target, probability, note) in self.targets() {
            let written = match note.strip_suffix(" draws)") {
                Some(note) => note.trim_start_matches('(').to_owned(),
                None => probability,
            };
            let line = format!("{written} {target}");
            let on_screen = if joined.contains(&line) { &line } else { "" };
            add("a target", on_screen, &line);
        }
        for (region, skill, screen) in self.people() {
            let on_page = match region.as_str() {
                "Gulf states" => "Gulf",
                other => other,
            };
            let Some(figure) = self
                .charts()
                .find(|chart| caption(chart).starts_with(&format!("{on_page}: up to ")))
            else {
                continue;
            };
            let heads = cells(figure, "<th scope=\"col\">");
            let place = heads.iter().position(|head| *head == skill);
            if let (Some(place), Some(row)) = (place, row(figure, "2030-12")) {
                let report = row[place - 1].split(" (").next().unwrap_or_default();
                add(&format!("{skill} missing in {region}"), &screen, report);
            }
        }
        told
    }

    /// The table of the screen by date: that of the delivery, or of the world.
    fn table(&self) -> Vec<Cell> {
        let starts = ["Delivery (median", "The world (median"];
        let mut lines = self
            .screen
            .lines()
            .skip_while(|line| !starts.iter().any(|start| line.starts_with(start)));
        let head = lines.next().map(columns).unwrap_or_default();
        let dates: Vec<String> = head
            .iter()
            .skip(1)
            .map(|date| format!("December {}", date.trim_start_matches("end ")))
            .collect();
        let mut block = String::new();
        let mut table = Vec::new();
        for line in lines.take_while(|line| !line.is_empty() && !line.starts_with('±')) {
            let mut cells = columns(line);
            let values = cells.split_off(cells.len() - dates.len());
            if let [name, _] = &cells[..] {
                block.clone_from(name);
            }
            let row = cells.pop().unwrap_or_default();
            table.extend(dates.iter().zip(values).map(|(date, value)| Cell {
                block: block.clone(),
                row: row.clone(),
                date: date.clone(),
                value,
            }));
        }
        table
    }

    fn charts(&self) -> impl Iterator<Item = &str> {
        self.report.split("<div class=\"chart\"").skip(1)
    }

    fn figure(&self, id: &str) -> Option<&str> {
        let start = format!(" id=\"{id}\"");
        self.charts().find(|chart| chart.starts_with(&start))
    }

    fn cards(&self) -> Vec<(String, String)> {
        let labels = cells(&self.report, "<span class=\"card-label\">");
        let values = cells(&self.report, "<span class=\"card-value\">");
        labels.into_iter().zip(values).collect()
    }

    /// Each target with its probability, and the note beside it.
    fn targets(&self) -> Vec<(String, String, String)> {
        let Some((_, table)) = self.report.split_once("<table class=\"targets\">") else {
            return Vec::new();
        };
        let table = table.split("</table>").next().unwrap_or_default();
        let rows = table.split("<tr>").skip(2);
        rows.map(|row| {
            let one = |start| cells(row, start).into_iter().next().unwrap_or_default();
            let target = one("<th scope=\"row\">");
            (
                target,
                one("<span class=\"number\">"),
                one("<span class=\"quiet\">"),
            )
        })
        .collect()
    }

    /// People missing at the end of 2030 by region and skill, as the report calls it.
    fn people(&self) -> Vec<(String, String, String)> {
        let mut lines = self
            .screen
            .lines()
            .skip_while(|line| !line.starts_with("People missing, December 2030"));
        let head = lines.next().map(columns).unwrap_or_default();
        let rows = lines.take_while(|line| !line.is_empty());
        rows.flat_map(|line| {
            let cells = columns(line);
            let skills = head.iter().skip(1).zip(cells[1..].to_vec());
            let skills = skills.filter_map(|(skill, value)| {
                let (_, on_page) = SKILLS.iter().find(|(name, _)| name == skill)?;
                Some((cells[0].clone(), (*on_page).to_owned(), value))
            });
            skills.collect::<Vec<_>>()
        })
        .collect()
    }
}

/// A number in the screen's table.
#[derive(Debug)]
struct Cell {
    block: String,
    /// `plan`, `median`, `80 %` or `share`.
    row: String,
    /// `December 2030`
    date: String,
    value: String,
}

/// What stands between two or more spaces.
fn columns(line: &str) -> Vec<String> {
    let parts = line.split("  ").map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The plan or the median of a cell in the table of a chart.
fn quantile(figure: &str, cell: &Cell) -> Option<String> {
    let year = cell.date.strip_prefix("December ")?;
    let levels = row(figure, &format!("{year}-12"))?;
    match cell.row.as_str() {
        "median" => levels.get(3).cloned(),
        "plan" => levels.get(7).cloned(),
        _ => None,
    }
}

/// The numbers in the finding of a chart: row of the screen's table, date and number.
fn finding(figure: &str, noun: &str) -> Vec<(&'static str, String, String)> {
    let says = caption(figure);
    let Some(rest) = says.strip_prefix(noun) else {
        return Vec::new();
    };
    let Some((before, after)) = rest.split_once(" in the median") else {
        return Vec::new();
    };
    let value = [" reaches ", " to ", " peaks at ", " is "]
        .iter()
        .find_map(|verb| Some(before.rsplit_once(verb)?.1));
    let Some(date) = after.find("December ").map(|at| &after[at..]) else {
        return Vec::new();
    };
    let date = date[.."December 2035".len()].to_owned();
    let mut told = Vec::new();
    if let Some(value) = value {
        told.push(("median", date.clone(), value.to_owned()));
    }
    if let Some((_, share)) = after
        .strip_suffix(" of plan")
        .and_then(|s| s.rsplit_once(", "))
    {
        told.push(("share", date.clone(), share.to_owned()));
    }
    if let Some((_, plan)) = after.split_once("with the plan fulfilled, ") {
        told.push(("plan", date, plan.trim_start_matches("to ").to_owned()));
    }
    told
}

fn caption(figure: &str) -> String {
    cells(figure, "<h3>").into_iter().next().unwrap_or_default()
}

/// Cells of the row of a table that has a name.
fn row(html: &str, name: &str) -> Option<Vec<String>> {
    let start = format!("<th scope=\"row\">{name}</th>");
    let (_, rest) = html.split_once(&start)?;
    Some(cells(rest.split("</tr>").next()?, "<td>"))
}

/// The text of every element that starts so.
fn cells(html: &str, start: &str) -> Vec<String> {
    let parts = html.split(start).skip(1);
    parts
        .map(|part| plain(part.split("</").next().unwrap_or_default()))
        .collect()
}

/// Text without what HTML writes otherwise.
fn plain(html: &str) -> String {
    let marks = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ];
    let text = html.to_owned();
    marks
        .iter()
        .fold(text, |text, (written, mark)| text.replace(written, mark))
}

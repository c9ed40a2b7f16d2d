//! The section on sensitivity.

use fabcast_document::sensitivity::{IndexRow, SensitivityDocument, ranked};

use super::chart::ranked::{Ranked, Row};
use super::chart::{Figure, Key, Size, Table};
use super::section::{Section, note_list, open_table, titled, wide};
use super::text::sensitivity as text;
use crate::analysis::factors::measure;
use crate::format::{self, Measure, NONE};

/// Bars drawn.
const SHOWN: usize = 15;

/// What the report says of the sensitivity.
pub fn sections(document: &SensitivityDocument) -> Vec<Section> {
    let mut body = if document.method == "morris" {
        effects(document).map(|figure| wide(&figure))
    } else {
        indices(document).map(|figure| wide(&figure))
    }
    .unwrap_or_default();
    if let Some(figure) = tornado(document) {
        body += &wide(&figure);
    }
    body += &subsystems(document);
    body += &convergence(document);
    body += &regional(document);
    body += &note_list(text::NOTES, &document.warnings);
    vec![Section {
        id: "sensitivity",
        title: text::TITLE,
        intro: text::INTRO,
        body,
    }]
}

fn heads(heads: &[&str]) -> Vec<String> {
    heads.iter().map(|head| (*head).to_owned()).collect()
}

fn index(value: Option<f64>, conf: Option<f64>) -> String {
    let (Some(v), Some(c)) = (value, conf) else {
        return NONE.to_owned();
    };
    let written = format!("{v:.3} ± {c:.3}").replace('-', "−");
    match IndexRow::is_distinct(value, conf) {
        true => written,
        false => text::zero(&written),
    }
}

fn drawn(
    id: &str,
    finding: &str,
    measure: &Measure,
    reference: Option<f64>,
    rows: &[Row],
) -> [String; 2] {
    let description = text::describe(rows.len());
    let chart = Ranked {
        id,
        title: finding,
        description: &description,
        measure,
        reference,
        rows,
    };
    [Size::Wide, Size::Narrow].map(|size| chart.draw(size))
}

fn indices(document: &SensitivityDocument) -> Option<Figure> {
    let all = document.ranked();
    let (leader, first) = all.first()?;
    let share = |value: Option<f64>| value.map(|value| format::percent(value.max(0.0)));
    let (main, alone) = match (first.sh, first.st) {
        (Some(_), _) => (share(first.sh)?, None),
        (None, Some(_)) => (share(first.st)?, share(first.s1)),
        (None, None) => (share(first.s1)?, None),
    };
    let finding = text::finding(leader, &document.outcome.label, &main, alone.as_deref());
    let rows: Vec<Row> = all
        .iter()
        // where effects are shared out, those that have none are no bars
        .filter(|(_, row)| row.sh.is_some() == first.sh.is_some())
        .take(SHOWN)
        .map(|(name, row)| {
            let (value, conf) = match (row.sh, row.st) {
                (Some(_), _) => (row.sh, row.sh_conf),
                (None, Some(_)) => (row.st, row.st_conf),
                (None, None) => (row.s1, row.s1_conf),
            };
            let (value, conf) = (value.unwrap_or(f64::NAN), conf.unwrap_or(f64::NAN));
            let has_both = row.st.is_some() && row.sh.is_none();
            let class = if has_both { "committed" } else { "drawn" };
            let mut bars = vec![(class, 0.0, value)];
            if let (Some(s1), true) = (row.s1, has_both) {
                bars.push(("drawn", 0.0, s1.max(0.0)));
            }
            Row {
                label: (*name).to_owned(),
                says: format!("{value:.2} ± {conf:.2}"),
                bars,
                whisker: Some([(value - conf).max(0.0), value + conf]),
            }
        })
        .collect();
    let mut keys = match (first.sh, first.st) {
        (Some(_), _) => vec![Key::new("k-drawn", text::KEY_SHAPLEY)],
        (None, Some(_)) => vec![
            Key::new("k-drawn", text::KEY_FIRST),
            Key::new("k-committed", text::KEY_TOTAL),
        ],
        (None, None) => vec![Key::new("k-drawn", text::KEY_FIRST)],
    };
    keys.push(Key::new("k-whisker", text::key_interval(document.level)));
    let cells = all.iter().map(|(name, row)| {
        let values = match first.sh {
            Some(_) => vec![index(row.sh, row.sh_conf), index(row.st, row.st_conf)],
            None => vec![index(row.s1, row.s1_conf), index(row.st, row.st_conf)],
        };
        let mut cells = vec![(*name).to_owned(), row.label.clone()];
        cells.extend(values);
        cells.push(format::count(row.rows as u64));
        cells
    });
    let table = Table {
        summary: text::TABLE.to_owned(),
        head: match first.sh {
            Some(_) => heads(&text::HEAD_SHAPLEY),
            None => heads(&text::HEAD),
        },
        rows: cells.collect(),
    };
    let [wide, narrow] = drawn(
        "sensitivity-indices",
        &finding,
        &Measure::of("1"),
        None,
        &rows,
    );
    Some(Figure {
        id: "sensitivity-indices".to_owned(),
        finding,
        lead: document.method_note.clone(),
        keys,
        wide,
        narrow,
        table: Some(table),
    })
}

fn effects(document: &SensitivityDocument) -> Option<Figure> {
    let mut all: Vec<_> = document.morris.iter().collect();
    all.sort_by(|a, b| b.1.mu_star.total_cmp(&a.1.mu_star));
    let measure = Measure::of(&document.outcome.unit);
    let (leader, first) = all.first()?;
    let change = measure.write(first.mu_star);
    let finding = text::effects_finding(leader, &document.outcome.label, &change);
    let rows: Vec<Row> = all
        .iter()
        .take(SHOWN)
        .map(|(name, effects)| {
            let (value, conf) = (effects.mu_star, effects.mu_star_conf);
            Row {
                label: (*name).clone(),
                says: measure.write(value),
                bars: vec![("drawn", 0.0, value)],
                whisker: Some([(value - conf).max(0.0), value + conf]),
            }
        })
        .collect();
    let optional = |value: Option<f64>| value.map_or(NONE.to_owned(), |value| measure.write(value));
    let cells = all.iter().map(|(name, effects)| {
        let label = document.indices.get(*name).map_or("", |row| &row.label);
        vec![
            (*name).clone(),
            label.to_owned(),
            measure.with_error(effects.mu_star, effects.mu_star_conf),
            optional(effects.mu),
            optional(effects.sigma),
        ]
    });
    let table = Table {
        summary: text::TABLE.to_owned(),
        head: heads(&text::HEAD_EFFECTS),
        rows: cells.collect(),
    };
    let [wide, narrow] = drawn("sensitivity-effects", &finding, &measure, None, &rows);
    Some(Figure {
        id: "sensitivity-effects".to_owned(),
        finding,
        lead: document.method_note.clone(),
        keys: vec![
            Key::new("k-drawn", text::KEY_EFFECT),
            Key::new("k-whisker", text::key_interval(document.level)),
        ],
        wide,
        narrow,
        table: Some(table),
    })
}

fn tornado(document: &SensitivityDocument) -> Option<Figure> {
    let first = document.tornado.first()?;
    let outcome = Measure::of(&document.outcome.unit);
    let mean = document.outcome.mean;
    let unit = measure(&first.name, &first.unit);
    let finding = text::tornado_finding(
        &first.name,
        &unit.write(first.p10),
        &unit.write(first.p90),
        &outcome.write(first.at_p10),
        &outcome.write(first.at_p90),
    );
    let rows: Vec<Row> = document
        .tornado
        .iter()
        .map(|bar| Row {
            label: bar.name.clone(),
            says: outcome.number(bar.change),
            bars: vec![("fill f2", mean, bar.at_p10), ("fill f1", mean, bar.at_p90)],
            whisker: None,
        })
        .collect();
    let cells = document.tornado.iter().map(|bar| {
        let unit = measure(&bar.name, &bar.unit);
        vec![
            bar.name.clone(),
            unit.write(bar.p10),
            unit.write(bar.p90),
            outcome.write(bar.at_p10),
            outcome.write(bar.at_p90),
            outcome.with_error(bar.change, bar.standard_error),
        ]
    });
    let table = Table {
        summary: text::TORNADO_TABLE.to_owned(),
        head: heads(&text::TORNADO_HEAD),
        rows: cells.collect(),
    };
    let [wide, narrow] = drawn("sensitivity-tornado", &finding, &outcome, Some(mean), &rows);
    Some(Figure {
        id: "sensitivity-tornado".to_owned(),
        finding,
        lead: text::TORNADO_LEAD.to_owned(),
        keys: vec![
            Key::new("k-f2", text::KEY_LOW),
            Key::new("k-f1", text::KEY_HIGH),
            Key::new("k-reference", text::key_mean(&outcome.write(mean))),
        ],
        wide,
        narrow,
        table: Some(table),
    })
}

fn subsystems(document: &SensitivityDocument) -> String {
    if document.subsystems.is_empty() {
        return String::new();
    }
    let rows = ranked(&document.subsystems).into_iter().map(|(name, row)| {
        vec![
            name.to_owned(),
            format::count(row.members as u64),
            index(row.s1, row.s1_conf),
            index(row.st, row.st_conf),
        ]
    });
    let table = Table {
        summary: text::SUBSYSTEMS.to_owned(),
        head: heads(&text::HEAD_SUBSYSTEMS),
        rows: rows.collect(),
    };
    titled(text::SUBSYSTEMS, text::SUBSYSTEMS_LEAD) + &open_table(&table)
}

fn convergence(document: &SensitivityDocument) -> String {
    if document.convergence.len() < 2 {
        return String::new();
    }
    let mut head = vec![text::HEAD[0].to_owned()];
    head.extend(document.convergence.iter().map(|row| text::rows(row.rows)));
    let rows = document
        .convergence_factors
        .iter()
        .enumerate()
        .map(|(k, name)| {
            let mut cells = vec![name.clone()];
            cells.extend(document.convergence.iter().map(|row| {
                let [value, conf] = row.st[k];
                format!("{value:.3} ± {conf:.3}").replace('-', "−")
            }));
            cells
        });
    let table = Table {
        summary: text::CONVERGENCE.to_owned(),
        head,
        rows: rows.collect(),
    };
    titled(
        text::CONVERGENCE,
        &text::convergence_lead(document.rows_needed),
    ) + &open_table(&table)
}

fn regional(document: &SensitivityDocument) -> String {
    let Some(regional) = &document.regional else {
        return String::new();
    };
    let lead = text::regional_lead(
        &regional.condition,
        regional.met,
        regional.missed,
        regional.noise_floor,
        regional.n_inputs,
    );
    let rows = regional
        .inputs
        .iter()
        .filter(|input| input.above_noise)
        .map(|input| {
            let unit = measure(&input.name, &input.unit);
            vec![
                input.name.clone(),
                input.label.clone(),
                format!("{:.2}", input.ks),
                unit.write(input.median_met),
                unit.write(input.median_missed),
            ]
        });
    let table = Table {
        summary: text::REGIONAL.to_owned(),
        head: heads(&text::REGIONAL_HEAD),
        rows: rows.collect(),
    };
    let lead = format!("{} {lead}", regional.note);
    titled(text::REGIONAL, lead.trim()) + &open_table(&table)
}

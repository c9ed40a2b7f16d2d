//! The screen of `fabcast sensitivity`.

use fabcast::analysis::factors::measure;
use fabcast::document::sensitivity::{IndexRow, SensitivityDocument, ranked};
use fabcast::format::Measure;

use crate::layout::{Table, paragraph, shortened};
use crate::text::sensitivity as text;

/// Rows of the table of indices.
const SHOWN: usize = 15;
/// Bars and differences shown.
const FEW: usize = 10;
/// Longest name [characters].
const NAME: usize = 44;

/// The screen.
pub fn screen(document: &SensitivityDocument) -> String {
    let mut parts = vec![heading(document)];
    if document.method == "morris" {
        parts.push(effects(document));
    } else {
        parts.push(indices(document));
    }
    parts.push(subsystems(document));
    parts.push(convergence(document));
    parts.push(tornado(document));
    parts.push(regional(document));
    if let Some(seed) = document.seed {
        let footer = text::footer(document.simulations, document.elapsed_seconds, seed);
        parts.push(format!("{footer}\n"));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

fn heading(document: &SensitivityDocument) -> String {
    let outcome = &document.outcome;
    let measure = Measure::of(&outcome.unit);
    let name = match outcome.label == outcome.name {
        true => outcome.name.clone(),
        false => format!("{}, {}", outcome.name, outcome.label),
    };
    let spread = text::spread(&measure.write(outcome.mean), &measure.write(outcome.sd));
    format!(
        "{}{}\n{}",
        paragraph("", &text::heading(&name, &document.source)),
        paragraph("", &spread),
        paragraph("", &document.method_note)
    )
}

/// A value with the half-width of its interval, marked where the interval covers 0.
fn index(value: Option<f64>, conf: Option<f64>) -> String {
    let (Some(value), Some(conf)) = (value, conf) else {
        return fabcast::format::NONE.to_owned();
    };
    if conf > 1.0 {
        return text::zero(text::UNSETTLED);
    }
    let written = format!("{} ± {conf:.3}", signed(value));
    match IndexRow::is_distinct(Some(value), Some(conf)) {
        true => format!("{written}  "),
        false => text::zero(&written),
    }
}

fn signed(value: f64) -> String {
    let written = format!("{value:.3}");
    match written.strip_prefix('-') {
        Some("0.000") => "0.000".to_owned(),
        Some(size) => format!("−{size}"),
        None => written,
    }
}

fn table_of(rows: &[(&str, &IndexRow)]) -> Table {
    let has_shapley = rows.iter().any(|(_, row)| row.sh.is_some());
    let has_total = rows.iter().any(|(_, row)| row.st.is_some());
    let mut table = Table::new(1);
    let mut head = vec![text::FACTOR.to_owned()];
    match (has_shapley, has_total) {
        (true, false) => head.push(format!("{}    ", text::SH)),
        (true, true) => head.extend([format!("{}    ", text::SH), format!("{}    ", text::ST)]),
        (false, true) => head.extend([format!("{}    ", text::S1), format!("{}    ", text::ST)]),
        (false, false) => head.push(format!("{}    ", text::S1)),
    }
    table.row(head);
    for (name, row) in rows {
        let mut cells = vec![shortened(name, NAME)];
        match (has_shapley, has_total) {
            (true, false) => cells.push(index(row.sh, row.sh_conf)),
            (true, true) => {
                cells.extend([index(row.sh, row.sh_conf), index(row.st, row.st_conf)]);
            }
            (false, true) => {
                cells.extend([index(row.s1, row.s1_conf), index(row.st, row.st_conf)]);
            }
            (false, false) => cells.push(index(row.s1, row.s1_conf)),
        }
        table.row(cells);
    }
    table
}

fn indices(document: &SensitivityDocument) -> String {
    let rows = document.ranked();
    let shown = &rows[..rows.len().min(SHOWN)];
    let mut out = table_of(shown).render();
    let rest = &rows[shown.len()..];
    if let Some((_, largest)) = rest.first() {
        out.push_str(&format!(
            "  {}\n",
            text::others(rest.len(), &signed(largest.rank()))
        ));
    }
    out.push_str(&format!("  {}\n", text::ZERO_NOTE));
    if let Some(share) = document.explained_alone {
        out.push_str(&format!("\n{}", paragraph("", &text::alone(share))));
    }
    out
}

fn effects(document: &SensitivityDocument) -> String {
    let mut rows: Vec<_> = document.morris.iter().collect();
    rows.sort_by(|a, b| b.1.mu_star.total_cmp(&a.1.mu_star));
    let measure = Measure::of(&document.outcome.unit);
    let mut table = Table::new(1);
    table.row([text::FACTOR, text::MU_STAR, "±", "mu", text::SIGMA]);
    for (name, effects) in rows.iter().take(SHOWN) {
        let optional = |value: Option<f64>| {
            value.map_or_else(
                || fabcast::format::NONE.to_owned(),
                |value| measure.number(value),
            )
        };
        table.row([
            shortened(name, NAME),
            measure.number(effects.mu_star),
            measure.number(effects.mu_star_conf),
            optional(effects.mu),
            optional(effects.sigma),
        ]);
    }
    let mut out = table.render();
    if let Some((_, largest)) = rows.get(SHOWN) {
        let most = measure.number(largest.mu_star);
        out.push_str(&format!("  {}\n", text::others(rows.len() - SHOWN, &most)));
    }
    out
}

fn subsystems(document: &SensitivityDocument) -> String {
    if document.subsystems.is_empty() {
        return String::new();
    }
    let rows = ranked(&document.subsystems);
    format!("{}\n{}", text::SUBSYSTEMS, table_of(&rows).render())
}

fn convergence(document: &SensitivityDocument) -> String {
    if document.convergence.len() < 2 {
        return String::new();
    }
    let mut table = Table::new(1);
    let mut head = vec![text::FACTOR.to_owned()];
    head.extend(
        document
            .convergence
            .iter()
            .map(|row| format!("{} {}", fabcast::format::count(row.rows as u64), text::ROWS)),
    );
    table.row(head);
    for (k, name) in document.convergence_factors.iter().enumerate() {
        let mut cells = vec![shortened(name, NAME)];
        cells.extend(document.convergence.iter().map(|row| {
            let [value, conf] = row.st[k];
            format!("{}±{conf:.2}", signed(value).trim_end_matches('0'))
        }));
        table.row(cells);
    }
    let mut out = format!("{}\n{}", text::CONVERGENCE, table.render());
    if let Some(needed) = document.rows_needed {
        out.push_str(&format!("  {}\n", text::needed(needed, document.rows)));
    }
    out
}

fn tornado(document: &SensitivityDocument) -> String {
    if document.tornado.is_empty() {
        return String::new();
    }
    let outcome = Measure::of(&document.outcome.unit);
    let mut table = Table::new(1);
    table.row(text::TORNADO_COLUMNS);
    for bar in document.tornado.iter().take(FEW) {
        let unit = measure(&bar.name, &bar.unit);
        let error = outcome.number(bar.standard_error);
        table.row([
            shortened(&bar.name, NAME),
            unit.number(bar.p10),
            unit.write(bar.p90),
            outcome.number(bar.at_p10),
            outcome.number(bar.at_p90),
            format!("{} ± {error}", outcome.number(bar.change)),
        ]);
    }
    let heading = text::tornado(&document.outcome.label, &outcome.unit());
    format!("{}{}", paragraph("", &heading), table.render())
}

fn regional(document: &SensitivityDocument) -> String {
    let Some(regional) = &document.regional else {
        return String::new();
    };
    let mut out = String::new();
    if !regional.note.is_empty() {
        out.push_str(&paragraph("", &regional.note));
    }
    let heading = text::regional(&regional.condition, regional.met, regional.missed);
    out.push_str(&paragraph("", &heading));
    let above = regional.inputs.iter().filter(|input| input.above_noise);
    let mut table = Table::new(1);
    table.row(text::REGIONAL_COLUMNS);
    for input in above.take(FEW) {
        let unit = measure(&input.name, &input.unit);
        table.row([
            shortened(&input.name, NAME),
            format!("{:.2}", input.ks),
            unit.number(input.median_met),
            unit.write(input.median_missed),
        ]);
    }
    if table.n_rows() > 1 {
        out.push_str(&table.render());
    } else {
        out.push_str(&format!("  {}\n", text::NONE_ABOVE));
    }
    out.push_str(&paragraph(
        "  ",
        &text::floor(regional.noise_floor, regional.n_inputs),
    ));
    out
}

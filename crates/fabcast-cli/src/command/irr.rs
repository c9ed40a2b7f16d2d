//! `fabcast irr`.

use std::path::Path;

use fabcast::finance::file::{self, DateOrder, Fault, read};
use fabcast::finance::{Multiples, Returns, returns};
use fabcast::format::{NONE, in_full};
use fabcast::input::{self, MOST_TEXT};

use crate::args::{DatesArg, Format, IrrArgs};
use crate::failure::Failure;
use crate::layout::{item, paragraph, width};
use crate::terminal;
use crate::text::irr as text;

/// Reads a cash-flow file and prints its return.
///
/// # Errors
/// When the file cannot be read or understood.
pub fn irr(args: &IrrArgs) -> Result<(), Failure> {
    let (name, content) = content(&args.flows)?;
    let order = match args.dates {
        None => DateOrder::Clear,
        Some(DatesArg::DayFirst) => DateOrder::DayFirst,
        Some(DatesArg::MonthFirst) => DateOrder::MonthFirst,
    };
    let flows = read(&content, order).map_err(|faults| complaint(&name, &faults))?;
    let sums = Multiples::of(flows.iter().map(|flow| flow.amount), args.residual);
    if !(sums.distributed + sums.residual).is_finite() {
        return Err(Failure::Usage(text::RESIDUAL_TOO_LARGE.to_owned()));
    }
    // A file without flows is a fault already.
    let Some(found) = returns(&flows, args.rate, args.residual) else {
        return Ok(());
    };
    match args.format {
        Format::Json => terminal::print_json(&found),
        Format::Text => terminal::print_text(&screen(&found)),
    }
}

fn content(path: &str) -> Result<(String, String), Failure> {
    let (name, bytes) = if path == "-" {
        let bytes = input::bounded(std::io::stdin(), MOST_TEXT);
        (text::STANDARD_INPUT.to_owned(), bytes)
    } else {
        (path.to_owned(), input::bytes(Path::new(path), MOST_TEXT))
    };
    let usage = |why: &str| Failure::Usage(text::cannot_read(&name, why));
    let bytes = bytes.map_err(|error| usage(&error.to_string()))?;
    let content = String::from_utf8(bytes).map_err(|_| usage(text::NOT_TEXT))?;
    Ok((name, content))
}

fn complaint(name: &str, faults: &[Fault]) -> Failure {
    let mut parts: Vec<String> = faults
        .iter()
        .take(text::MOST_FAULTS)
        .map(|fault| text::fault(name, fault.line, fault.column, &fault.to_string()))
        .collect();
    if faults.len() > text::MOST_FAULTS {
        parts.push(text::more_faults(faults.len() - text::MOST_FAULTS));
    }
    parts.push(match faults.len() {
        n if n >= file::MOST_FAULTS => text::n_faults_or_more(n),
        n => text::n_faults(n),
    });
    Failure::Usage(parts.join("\n\n"))
}

/// A rate in percent, with four decimals.
fn percent(rate: f64) -> String {
    format!("{}\u{a0}%", in_full(rate * 100.0, 4))
}

fn money(amount: f64) -> String {
    in_full(amount, 2)
}

fn screen(found: &Returns) -> String {
    let multiple = |value: Option<f64>| value.map_or(NONE.to_owned(), |value| in_full(value, 4));
    let years = |years: f64| in_full(years, 2);
    let rate = match (found.xirr, found.reason_text) {
        (Some(rate), _) => text::rate(
            &percent(rate),
            &money(found.xnpv_at_xirr.unwrap_or(f64::NAN).abs()),
        ),
        (None, reason) => text::none(reason.unwrap_or(NONE)),
    };
    let mut items = vec![
        (
            text::ROW_FLOWS,
            text::flows(found.flows, &found.first, &found.last),
        ),
        (text::ROW_PAID, money(found.paid_in)),
        (text::ROW_RECEIVED, money(found.distributed)),
        (text::ROW_GAIN, money(found.gain)),
        (text::ROW_XIRR, rate),
        (
            text::ROW_XNPV,
            text::value(&money(found.xnpv), &percent(found.rate)),
        ),
        (
            text::ROW_MOIC,
            text::multiples(
                &multiple(found.moic),
                &multiple(found.dpi),
                &multiple(found.rvpi),
            ),
        ),
        (text::ROW_EXPOSURE, money(found.largest_exposure)),
        (
            text::ROW_PAYBACK,
            found
                .payback
                .as_ref()
                .map_or(text::NEVER.to_owned(), |back| {
                    text::back(&back.date, &years(back.years))
                }),
        ),
        (
            text::ROW_DISCOUNTED,
            found
                .discounted_payback
                .as_ref()
                .map_or(text::NEVER.to_owned(), |back| {
                    text::back_discounted(&back.date, &years(back.years), &percent(found.rate))
                }),
        ),
    ];
    if found.residual != 0.0 {
        items.insert(3, (text::ROW_RESIDUAL, money(found.residual)));
    }
    let listed = |roots: &[f64]| {
        let written: Vec<String> = roots.iter().map(|&root| percent(root)).collect();
        written.join(", ")
    };
    if found.roots.len() > 1 {
        let xirr = items.iter().position(|(name, _)| *name == text::ROW_XIRR);
        items.insert(
            xirr.map_or(0, |i| i + 1),
            (text::ROW_ROOTS, listed(&found.roots)),
        );
    }
    let widest = items.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let mut out: String = items
        .iter()
        .map(|(name, says)| item(name, widest, says))
        .collect();
    if found.roots.len() > 1 {
        out.push('\n');
        out.push_str(&paragraph("", &text::several(found.roots.len())));
    }
    if !found.unverified_roots.is_empty() {
        out.push('\n');
        out.push_str(&paragraph(
            "",
            &text::unverified(&listed(&found.unverified_roots)),
        ));
    }
    out
}

//! The capital stack, the calendar, and the tables of the section on the investors.

use fabcast_document::investors::{Investor, InvestorsDocument, LoanCover, YearFlows};

use super::super::chart::calendar::Calendar;
use super::super::chart::stack::Stack;
use super::super::chart::{FILLS, Figure, KEYS, Key, Size, Table, slug};
use super::super::text::{self as words, gap, investors as text};
use crate::format::{self, Measure, in_full, percent, ratio};

fn or_zero(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

/// Who commits and who is drawn.
pub fn stack(document: &InvestorsDocument) -> Figure {
    let money = Measure::money();
    let drawn = |one: &Investor| or_zero(one.drawn.mean * one.takes_part.probability);
    let investors = document.investors.iter();
    let mut sources: Vec<(String, Vec<f64>)> = investors
        .map(|one| {
            let amounts = vec![or_zero(one.commitment.mean), drawn(one)];
            (one.label.clone(), amounts)
        })
        .collect();
    let [committed, called] = [0, 1].map(|i| sources.iter().map(|s| s.1[i]).sum::<f64>());
    let finding = text::stack_finding(
        &money.write(called),
        &money.write(committed),
        &percent(called / committed),
    );
    if document.grants.mean > 0.0 {
        sources.push((text::GRANTS.to_owned(), vec![0.0, document.grants.mean]));
    }
    let parts: Vec<(&'static str, String, Vec<f64>)> = sources
        .iter()
        .enumerate()
        .map(|(i, (label, amounts))| (FILLS[i % FILLS.len()], label.clone(), amounts.clone()))
        .collect();
    let told: Vec<String> = sources
        .iter()
        .map(|(label, amounts)| {
            let says = words::drawn_of(&money.write(amounts[1]), &money.write(amounts[0]));
            gap::tooltip(label, &says)
        })
        .collect();
    let description = text::describe(&told);
    let chart = Stack {
        id: "capital-stack",
        title: &finding,
        description: &description,
        bars: &[text::COMMITTED, text::DRAWN],
        parts: &parts,
    };
    let range = |median: f64, low: f64, high: f64| {
        words::median_and_range(&money.write(median), &money.write(low), &money.write(high))
    };
    let rows = document.investors.iter().map(|one| {
        vec![
            one.label.clone(),
            words::investor_kind(&one.kind),
            range(
                one.commitment.quantiles.p50,
                one.commitment.quantiles.p10,
                one.commitment.quantiles.p90,
            ),
            percent(one.takes_part.probability),
            range(
                one.drawn.quantiles.p50,
                one.drawn.quantiles.p10,
                one.drawn.quantiles.p90,
            ),
        ]
    });
    let g = &document.grants;
    let grants = (g.mean > 0.0).then(|| {
        vec![
            text::GRANTS.to_owned(),
            text::GRANT_KIND.to_owned(),
            String::new(),
            String::new(),
            range(g.quantiles.p50, g.quantiles.p10, g.quantiles.p90),
        ]
    });
    let keys = parts.iter().enumerate();
    Figure {
        id: "capital-stack-figure".to_owned(),
        lead: text::STACK_LEAD.to_owned(),
        keys: keys
            .map(|(i, part)| Key::new(KEYS[i % KEYS.len()], part.1.clone()))
            .collect(),
        wide: chart.draw(Size::Wide),
        narrow: chart.draw(Size::Narrow),
        table: Some(Table {
            summary: text::STACK_TABLE.to_owned(),
            head: text::STACK_HEAD.map(str::to_owned).into(),
            rows: rows.chain(grants).collect(),
        }),
        finding,
    }
}

/// Calls and distributions by year, of one investor or of all.
pub fn calendar(name: &str, years: &[YearFlows], label: Option<&str>, size: Size) -> Figure {
    let money = Measure::money();
    let largest = |of: fn(&YearFlows) -> f64| years.iter().max_by(|a, b| of(a).total_cmp(&of(b)));
    let calls = largest(|year| year.called_quantiles[1]);
    let back = largest(|year| year.distributed_quantiles[1]);
    let finding = match (calls, back) {
        (Some(calls), Some(back)) if calls.called_quantiles[1] > 0.0 => {
            let called = money.write(calls.called_quantiles[1]);
            match back.distributed_quantiles[1] {
                most if most > 0.0 => {
                    text::calendar_finding(&called, calls.year, &money.write(most), back.year)
                }
                _ => text::calendar_finding_calls(&called, calls.year),
            }
        }
        _ => text::CALENDAR_NOTHING.to_owned(),
    };
    let finding = label.map_or(finding.clone(), |label| gap::tooltip(label, &finding));
    let says = |q: [f64; 3]| {
        words::median_and_range(&money.write(q[1]), &money.write(q[0]), &money.write(q[2]))
    };
    let told: Vec<String> = years
        .iter()
        .map(|y| {
            let called = text::year_says(
                y.year,
                text::CALLED,
                &money.write(y.called_quantiles[1]),
                &money.range(y.called_quantiles[0], y.called_quantiles[2]),
            );
            format!(
                "{called}; {} {}",
                says(y.distributed_quantiles),
                text::DISTRIBUTED
            )
        })
        .collect();
    let description = text::describe(&told);
    let id = format!(
        "calendar-{}",
        slug(if name.is_empty() { "sole" } else { name })
    );
    let chart = Calendar {
        id: &id,
        title: &finding,
        description: &description,
        years,
    };
    let rows = years.iter().map(|y| {
        vec![
            y.year.to_string(),
            says(y.called_quantiles),
            money.write(y.called),
            says(y.distributed_quantiles),
            money.write(y.distributed),
        ]
    });
    let is_main = size == Size::Wide;
    let lead = if is_main { text::CALENDAR_LEAD } else { "" };
    let keys = vec![
        Key::new("k-drawn", text::KEY_CALLED),
        Key::new("k-f3", text::KEY_DISTRIBUTED),
        Key::new("k-whisker", text::KEY_WHISKER),
    ];
    Figure {
        id: format!("{id}-figure"),
        lead: lead.to_owned(),
        keys: if is_main { keys } else { Vec::new() },
        wide: chart.draw(size),
        narrow: if is_main {
            chart.draw(Size::Narrow)
        } else {
            String::new()
        },
        table: Some(Table {
            summary: text::CALENDAR_TABLE.to_owned(),
            head: text::CALENDAR_HEAD.map(str::to_owned).into(),
            rows: rows.collect(),
        }),
        finding,
    }
}

/// Return and risk of every investor.
pub fn risks(document: &InvestorsDocument) -> Table {
    let money = Measure::money();
    let start = document
        .months
        .first()
        .and_then(|month| format::month_of(month));
    let investors = document.investors.iter().chain(&document.all_equity);
    let rows = investors
        .filter(|one| one.takes_part.probability > 0.0)
        .map(|one| {
            let back = match (one.break_even[1], start) {
                (Some(months), Some(start)) => format::month_name(start + months),
                _ => text::NEVER.to_owned(),
            };
            let of = |p: fabcast_document::Probability| {
                format::probability(p.probability, p.standard_error)
            };
            vec![
                one.label.clone(),
                format!(
                    "{} ({})",
                    Measure::rate().write(one.irr.quantiles.p50),
                    Measure::rate().range(one.irr.quantiles.p10, one.irr.quantiles.p90)
                ),
                percent(one.hurdle.quantiles.p50),
                in_full(one.moic.quantiles.p50, 2),
                money.write(one.largest_exposure.quantiles.p50),
                back,
                of(one.loss),
                of(one.below_hurdle),
                percent(one.no_rate),
                money.write(one.cvar_5_gain),
            ]
        });
    Table {
        summary: text::RISKS.to_owned(),
        head: text::RISKS_HEAD.map(str::to_owned).into(),
        rows: rows.collect(),
    }
}

/// What lenders look at, as quantiles over the futures with debt.
pub fn lenders(loans: &LoanCover) -> Table {
    let rows = [
        (text::DSCR_LEAST, loans.dscr_min),
        (text::LLCR, loans.llcr),
        (text::PLCR, loans.plcr),
    ];
    let rows = rows.map(|(name, of)| {
        let cells = [
            of.quantiles.p5,
            of.quantiles.p10,
            of.quantiles.p25,
            of.quantiles.p50,
            of.quantiles.p75,
            of.quantiles.p90,
        ]
        .map(ratio);
        std::iter::once(name.to_owned()).chain(cells).collect()
    });
    Table {
        summary: text::LENDERS.to_owned(),
        head: text::LENDERS_HEAD.map(str::to_owned).into(),
        rows: rows.into(),
    }
}

/// What each change does to the gain of each investor.
pub fn costs(document: &InvestorsDocument) -> Table {
    let money = Measure::money();
    let head = [text::COSTS_CASE, text::COSTS_SHARE].map(str::to_owned);
    let labels = document.investors.iter().map(|one| one.label.clone());
    let rows = document.variants.iter().map(|variant| {
        let cells = variant
            .effects
            .iter()
            .map(|effect| money.with_error(effect.gain, effect.gain_standard_error));
        [variant.label.clone(), percent(variant.share)]
            .into_iter()
            .chain(cells)
            .collect()
    });
    Table {
        summary: text::COSTS.to_owned(),
        head: head.into_iter().chain(labels).collect(),
        rows: rows.collect(),
    }
}

//! The sheets that say what comes of it: value at the end, investors.

use rust_xlsxwriter::XlsxError;

use super::blocks::{Desk, Funding, Terms, Timing};
use super::cash::{Cash, Waterfall};
use super::debt::Debt;
use super::grid::{Kind, Line, Opening, Sheet, Single};
use super::text;
use crate::finance::rate::rate_of;
use crate::finance::roots::Timed;
use crate::finance::value::{monthly, yearly};

type Done<T> = Result<T, XlsxError>;

pub struct Terminal {
    /// What each investor gets of the value at the end.
    pub to: Vec<Single>,
}

pub fn terminal<'a>(
    desk: &Desk<'a>,
    terms: &Terms,
    (revenue, opex): (&Line, &Line),
    debt: &Debt,
    cash: &Cash,
    waterfall: &Waterfall,
) -> Done<(Sheet<'a>, Terminal)> {
    let books = desk.books;
    let mut sheet = desk.sheet(text::TERMINAL)?;
    let last = |values: &[f64]| values.last().copied().unwrap_or(0.0);
    let from = books.months.saturating_sub(12);
    sheet.heading("Value")?;
    let counts = sheet.given(
        "Value at the end counts (1) or not (0)",
        "flag",
        text::INPUT,
        f64::from(u8::from(books.has_value)),
    )?;
    let decline = sheet.given(
        "Discount rate plus yearly fall of the reference price",
        text::PERCENT,
        text::INPUT,
        books.value_decline,
    )?;
    let half = sheet.given("Half a life", text::YEARS, text::INPUT, books.half_life)?;
    let margin: f64 = (from..books.months)
        .map(|t| books.revenue[t] - books.cost[t])
        .sum();
    let margin = sheet.result(
        "Margin of the last twelve months",
        text::MONEY,
        &format!("=SUM({})-SUM({})", revenue.tail(12), opex.tail(12)),
        margin,
    )?;
    let operations = sheet.result(
        "Operations",
        text::MONEY,
        &format!("={counts}*MAX(0,{margin})*IF(ABS({decline})<0.000000001,{half},(1-EXP(-{decline}*{half}))/{decline})"),
        books.operations,
    )?;
    let value = format!("({operations}+{counts}*{})", cash.closing.last());
    let owed = last(&books.parties.iter().filter(|p| p.lends).fold(
        vec![0.0; books.months],
        |mut sum, p| {
            sum.iter_mut()
                .zip(&p.balance)
                .for_each(|(sum, b)| *sum += b);
            sum
        },
    ));
    let all_debt = sheet.result(
        "Owed to lenders",
        text::MONEY,
        &format!("={}", debt.balance.last()),
        owed,
    )?;
    let lenders = sheet.result(
        "Paid to lenders",
        text::MONEY,
        &format!("=MIN({value},{all_debt})"),
        books.end_lenders,
    )?;
    sheet.result(
        "Arrears settled",
        text::MONEY,
        &format!("=MIN({value}-{lenders},{})", cash.arrears.last()),
        books.end_arrears,
    )?;
    let equity = sheet.result(
        "Left for the waterfall",
        text::MONEY,
        &format!("=MAX(0,{value}-{all_debt}-{})", cash.arrears.last()),
        books.end_equity,
    )?;
    sheet.heading("Waterfall")?;
    let accounts: Vec<String> = waterfall
        .equity
        .iter()
        .map(|(_, _, account, _)| account.last())
        .collect();
    let asked = if accounts.is_empty() {
        "0".to_owned()
    } else {
        accounts.join("+")
    };
    let asked_value: f64 = waterfall
        .equity
        .iter()
        .map(|&(i, ..)| last(&books.parties[i].balance))
        .sum();
    let asked = sheet.result(
        "Asked for by the hurdle",
        text::MONEY,
        &format!("={asked}"),
        asked_value,
    )?;
    let first = sheet.result(
        "To the hurdle",
        text::MONEY,
        &format!("=MIN({equity},{asked})"),
        books.end_first,
    )?;
    let drawn = waterfall.drawn.last();
    let rest = sheet.result(
        "Rest to equity",
        text::MONEY,
        &format!("=IF({drawn}>0,(1-{})*({equity}-{first}),0)", terms.carry),
        books.end_rest,
    )?;
    sheet.result(
        "Sponsor's carry",
        text::MONEY,
        &format!("={equity}-{first}-{rest}"),
        books.end_sponsor,
    )?;
    sheet.heading("To each investor")?;
    let mut to = Vec::new();
    for (i, party) in books.parties.iter().enumerate() {
        let part = |a: &str, b: &str| format!("IF({b}<=0,0,{a}/{b})");
        let formula = if let Some((_, _, balance)) = debt.lenders.iter().find(|(l, ..)| *l == i) {
            format!(
                "={lenders}*{}",
                part(&balance.last(), &all_debt.to_string())
            )
        } else if let Some((_, _, account, own)) = waterfall.equity.iter().find(|(e, ..)| *e == i) {
            format!(
                "={first}*{}+{rest}*{}",
                part(&account.last(), &asked.to_string()),
                part(&own.last(), &drawn)
            )
        } else {
            "=0".to_owned()
        };
        to.push(sheet.result(&desk.names[i], text::MONEY, &formula, party.at_end)?);
    }
    Ok((sheet, Terminal { to }))
}

/// Cells that are compared with the engine's outcomes, and lines for the charts.
pub struct Returns {
    pub irr: Option<Single>,
    pub npv: Single,
    pub moic: Option<Single>,
    pub exposure: Single,
    /// Net position of each investor.
    pub positions: Vec<Line>,
    /// Values of the same: rate, present value, multiple, exposure.
    pub values: [f64; 4],
}

/// Flows and returns of one investor, or of all equity.
struct Flows {
    draws: Vec<f64>,
    received: Vec<f64>,
}

impl Flows {
    fn net(&self) -> Vec<f64> {
        self.received
            .iter()
            .zip(&self.draws)
            .map(|(r, d)| r - d)
            .collect()
    }
}

pub fn investors<'a>(
    desk: &Desk<'a>,
    terms: &Terms,
    timing: &Timing,
    funding: &Funding,
    debt: &Debt,
    waterfall: &Waterfall,
    terminal: &Terminal,
) -> Done<(Sheet<'a>, Returns)> {
    let books = desk.books;
    let mut sheet = desk.sheet(text::INVESTORS)?;
    let mut positions = Vec::new();
    let mut nets = Vec::new();
    let mut equity = Flows {
        draws: vec![0.0; books.months],
        received: vec![0.0; books.months],
    };
    for (i, party) in books.parties.iter().enumerate() {
        let received_line = match debt.lenders.iter().find(|(l, ..)| *l == i) {
            Some((_, paid, _)) => *paid,
            None => waterfall
                .equity
                .iter()
                .find(|(e, ..)| *e == i)
                .map_or(funding.draws[i], |(_, line, ..)| *line),
        };
        let mut received = party.received();
        if let Some(last) = received.last_mut() {
            *last += party.at_end;
        }
        let flows = Flows {
            draws: party.draws.clone(),
            received,
        };
        if !party.lends {
            for t in 0..books.months {
                equity.draws[t] += flows.draws[t];
                equity.received[t] += flows.received[t];
            }
        }
        let end = &terminal.to[i];
        sheet.heading(&desk.names[i])?;
        let received = sheet.formulas(
            "Received, value at the end included",
            text::MONEY,
            Kind::Flow,
            None,
            &flows.received,
            |_, m| format!("{}+{}*{end}", received_line.at(m), timing.is_last.at(m)),
        )?;
        let draws = funding.draws[i];
        let (net, position, ..) =
            block(&mut sheet, desk, terms, timing, &flows, &draws, &received)?;
        if !party.lends {
            nets.push((draws, received));
        }
        let _ = net;
        positions.push(position);
    }
    sheet.heading("All equity")?;
    let sum = |lines: Vec<String>| {
        if lines.is_empty() {
            "0".to_owned()
        } else {
            lines.join("+")
        }
    };
    let draws = sheet.formulas(
        "Called",
        text::MONEY,
        Kind::Flow,
        None,
        &equity.draws,
        |_, m| sum(nets.iter().map(|(draws, _)| draws.at(m)).collect()),
    )?;
    let received = sheet.formulas(
        "Received",
        text::MONEY,
        Kind::Flow,
        None,
        &equity.received,
        |_, m| sum(nets.iter().map(|(_, received)| received.at(m)).collect()),
    )?;
    let (_, _, irr, npv, moic, exposure, values) =
        block(&mut sheet, desk, terms, timing, &equity, &draws, &received)?;
    let returns = Returns {
        irr,
        npv,
        moic,
        exposure,
        positions,
        values,
    };
    Ok((sheet, returns))
}

type Block = (
    Line,
    Line,
    Option<Single>,
    Single,
    Option<Single>,
    Single,
    [f64; 4],
);

/// Net flow, position and returns below the lines of calls and receipts.
fn block<'a>(
    sheet: &mut Sheet<'a>,
    desk: &Desk<'a>,
    terms: &Terms,
    timing: &Timing,
    flows: &Flows,
    draws: &Line,
    received: &Line,
) -> Done<Block> {
    let net_values = flows.net();
    let net = sheet.formulas(
        "Net flow",
        text::MONEY,
        Kind::Flow,
        None,
        &net_values,
        |_, m| format!("{}-{}", received.at(m), draws.at(m)),
    )?;
    let mut sum = 0.0;
    let so_far: Vec<f64> = net_values
        .iter()
        .map(|flow| {
            sum += flow;
            sum
        })
        .collect();
    let position = sheet.formulas(
        &format!("Position so far: {}", text::NET),
        text::MONEY,
        Kind::Level,
        Some(Opening::Given(0.0)),
        &so_far,
        |line, m| format!("{}+{}", line.before(m), net.at(m)),
    )?;
    let timed: Vec<Timed> = net_values
        .iter()
        .enumerate()
        .map(|(t, &amount)| Timed {
            time: t as f64 / 12.0,
            amount,
        })
        .collect();
    let found = rate_of(&timed);
    let rate = found.rate.unwrap_or(f64::NAN);
    let irr = match found.rate {
        Ok(rate) => {
            let start = sheet.given(
                "Guess of the monthly rate, for IRR",
                "1/month",
                text::INPUT,
                monthly(rate),
            )?;
            let a_month = sheet.result(
                "Internal rate of return, a month",
                "1/month",
                &format!("=IRR({},{start})", net.all()),
                monthly(rate),
            )?;
            Some(sheet.result(
                "Internal rate of return, a year",
                text::PERCENT,
                &format!("=(1+{a_month})^12-1"),
                yearly(monthly(rate)),
            )?)
        }
        Err(reason) => {
            sheet.words(
                "Internal rate of return, a year",
                &text::reason(reason.sentence()),
            )?;
            None
        }
    };
    let (drawn, got): (f64, f64) = (flows.draws.iter().sum(), flows.received.iter().sum());
    let moic = match drawn > 0.0 {
        true => Some(sheet.result(
            "MOIC",
            text::RATIO,
            &format!("=SUM({})/SUM({})", received.all(), draws.all()),
            got / drawn,
        )?),
        false => None,
    };
    let discount = desk.books.discount;
    let value = crate::finance::rate::present_value(&timed, discount);
    let npv = sheet.result(
        "Present value at the discount rate",
        text::MONEY,
        &format!(
            "=SUMPRODUCT({},(1+{})^(-{}/12))",
            net.all(),
            terms.discount,
            timing.number.all()
        ),
        value,
    )?;
    let exposure = so_far.iter().fold(0.0, |most: f64, &at| most.max(-at));
    let exposure_cell = sheet.result(
        "Largest exposure",
        text::MONEY,
        &format!("=MAX(0,-MIN({}))", position.all()),
        exposure,
    )?;
    let moic_value = if drawn > 0.0 { got / drawn } else { f64::NAN };
    Ok((
        net,
        position,
        irr,
        npv,
        moic,
        exposure_cell,
        [rate, value, moic_value, exposure],
    ))
}

//! The sheets that say what comes of it: value at the end, investors.

use fabcast_model::finance::Valuation;
use rust_xlsxwriter::XlsxError;

use super::blocks::{Desk, Funding, Timing};
use super::books::End;
use super::cash::Cash;
use super::debt::Debt;
use super::grid::{Kind, Line, Opening, Sheet, Single};
use super::tax::Tax;
use super::terms::Terms;
use super::text;
use super::waterfall::Waterfall;
use crate::finance::rate::rate_of;
use crate::finance::roots::Timed;
use crate::finance::value::{monthly, yearly};

type Done<T> = Result<T, XlsxError>;

pub struct Terminal {
    /// Value of what works at the end.
    pub operations: Single,
    /// What each investor gets at the end, its guarantor's money included.
    pub to: Vec<Single>,
}

/// One number over another, 0 of nothing.
fn part(a: &str, b: &str) -> String {
    format!("IF({b}<=0,0,{a}/{b})")
}

/// Cells that add up to one.
fn added(cells: &[String]) -> String {
    match cells.is_empty() {
        true => "0".to_owned(),
        false => cells.join("+"),
    }
}

/// The value of half a life of the last year's margin.
fn operations(
    sheet: &mut Sheet,
    end: &End,
    counts: &Single,
    revenue: &Line,
    opex: &Line,
) -> Done<Single> {
    let decline = sheet.given(
        "Discount rate plus yearly fall of the reference price",
        text::PERCENT,
        text::INPUT,
        end.decline,
    )?;
    let half = sheet.given("Half a life", text::YEARS, text::INPUT, end.half_life)?;
    let margin = sheet.result(
        "Margin of the last twelve months",
        text::MONEY,
        &format!("=SUM({})-SUM({})", revenue.tail(12), opex.tail(12)),
        end.margin,
    )?;
    sheet.result(
        "Operations",
        text::MONEY,
        &format!("={counts}*MAX(0,{margin})*IF(ABS({decline})<0.000000001,{half},(1-EXP(-{decline}*{half}))/{decline})"),
        end.operations,
    )
}

pub fn terminal<'a>(
    desk: &Desk<'a>,
    terms: &Terms,
    (revenue, opex): (&Line, &Line),
    (debt, tax): (&Debt, &Tax),
    cash: &Cash,
    waterfall: &Waterfall,
) -> Done<(Sheet<'a>, Terminal)> {
    let (books, end) = (desk.books, &desk.books.end);
    let mut sheet = desk.sheet(text::TERMINAL)?;
    sheet.heading("Value")?;
    let counts = sheet.given(
        "Value at the end counts (1) or not (0)",
        text::FLAG,
        text::INPUT,
        f64::from(u8::from(end.valuation != Valuation::None)),
    )?;
    let operations = match end.valuation {
        Valuation::Book => sheet.result(
            "What stands, by the tax books",
            text::MONEY,
            &format!("={counts}*{}", tax.book.last()),
            end.operations,
        )?,
        Valuation::Margin | Valuation::None => operations(&mut sheet, end, &counts, revenue, opex)?,
    };
    let value = format!("({operations}+{counts}*{})", cash.closing.last());
    let all_debt = sheet.result(
        "Owed to lenders",
        text::MONEY,
        &format!("={}", debt.balance.last()),
        end.debt,
    )?;
    let lenders = sheet.result(
        "Paid to lenders",
        text::MONEY,
        &format!("=MIN({value},{all_debt})"),
        end.lenders,
    )?;
    sheet.result(
        "Arrears settled",
        text::MONEY,
        &format!("=MIN({value}-{lenders},{})", cash.arrears.last()),
        end.arrears,
    )?;
    let equity = sheet.result(
        "Left for the waterfall",
        text::MONEY,
        &format!("=MAX(0,{value}-{all_debt}-{})", cash.arrears.last()),
        end.equity,
    )?;
    sheet.heading("Waterfall")?;
    let mut left = equity.to_string();
    let mut ranks = Vec::new();
    for (position, &rank) in books.ranks.iter().enumerate() {
        let of_rank = waterfall.owners.iter();
        let accounts: Vec<String> = of_rank
            .filter(|owner| owner.rank == position)
            .map(|owner| owner.account.last())
            .collect();
        let name = |words| text::rank(words, rank, books.ranks.len());
        let asked = sheet.result(
            &name("Asked for by hurdle or coupon"),
            text::MONEY,
            &format!("={}", added(&accounts)),
            end.asked[position],
        )?;
        let given = sheet.result(
            &name("To the accounts"),
            text::MONEY,
            &format!("=MIN({left},{asked})"),
            end.given[position],
        )?;
        left += &format!("-{given}");
        ranks.push((asked.to_string(), given));
    }
    let sharing = waterfall.sharing.last();
    let rest = sheet.result(
        "Rest to equity",
        text::MONEY,
        &format!("=IF({sharing}>0,(1-{})*({left}),0)", terms.carry),
        end.rest,
    )?;
    sheet.result(
        "Sponsor's carry",
        text::MONEY,
        &format!("={left}-{rest}"),
        end.sponsor,
    )?;
    sheet.heading("To each investor")?;
    let mut to = vec!["0".to_owned(); books.parties.len()];
    for lender in &debt.lenders {
        let part = part(&lender.balance.last(), &all_debt.to_string());
        to[lender.number] = format!("{lenders}*{part}");
    }
    for owner in &waterfall.owners {
        let (asked, given) = &ranks[owner.rank];
        let mut sum = format!("{given}*{}", part(&owner.account.last(), asked));
        if owner.shares {
            sum += &format!("+{rest}*{}", part(&owner.drawn.last(), &sharing));
        }
        to[owner.number] = sum;
    }
    let mut paid = Vec::new();
    for (i, formula) in to.iter().enumerate() {
        let label = &desk.names[i];
        paid.push(sheet.result(label, text::MONEY, &format!("={formula}"), end.paid[i])?);
    }
    for lender in &debt.lenders {
        let i = lender.number;
        if let Some(guarantee) = &terms.parties[i].guarantee {
            let missing = format!("MAX(0,{}-{})", lender.balance.last(), paid[i]);
            let formula = format!("={counts}*{}*{missing}", guarantee.share);
            let label = text::by_guarantor(&desk.names[i]);
            let called = sheet.result(&label, text::MONEY, &formula, end.guaranteed[i])?;
            let label = text::with_guarantor(&desk.names[i]);
            let formula = format!("={}+{called}", paid[i]);
            let all = end.paid[i] + end.guaranteed[i];
            paid[i] = sheet.result(&label, text::MONEY, &formula, all)?;
        }
    }
    let terminal = Terminal {
        operations,
        to: paid,
    };
    Ok((sheet, terminal))
}

/// Cells that are compared with the engine's outcomes, and lines for the charts.
pub struct Returns {
    pub irr: Option<Single>,
    pub npv: Single,
    pub moic: Option<Single>,
    pub exposure: Single,
    /// Received by each investor, the value at the end included, and its net position.
    pub received: Vec<Line>,
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
    let (mut received_by, mut positions) = (Vec::new(), Vec::new());
    let mut nets = Vec::new();
    let mut equity = Flows {
        draws: vec![0.0; books.months],
        received: vec![0.0; books.months],
    };
    for (i, party) in books.parties.iter().enumerate() {
        let lenders = debt
            .lenders
            .iter()
            .map(|lender| (lender.number, lender.received));
        let owners = waterfall
            .owners
            .iter()
            .map(|owner| (owner.number, owner.received));
        let Some((_, before_end)) = lenders.chain(owners).find(|(number, _)| *number == i) else {
            continue;
        };
        let mut received = party.received.clone();
        if let Some(last) = received.last_mut() {
            *last += books.end.paid[i] + books.end.guaranteed[i];
        }
        let flows = Flows {
            draws: party.draws.clone(),
            received,
        };
        if !party.lends() {
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
            |_, m| format!("{}+{}*{end}", before_end.at(m), timing.is_last.at(m)),
        )?;
        let draws = funding.draws[i];
        let block = block(&mut sheet, desk, terms, timing, &flows, &draws, &received)?;
        if !party.lends() {
            nets.push((draws, received));
        }
        received_by.push(received);
        positions.push(block.position);
    }
    sheet.heading("All equity")?;
    let sum = |lines: Vec<String>| added(&lines);
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
    let Block {
        irr,
        npv,
        moic,
        exposure,
        values,
        ..
    } = block(&mut sheet, desk, terms, timing, &equity, &draws, &received)?;
    let returns = Returns {
        irr,
        npv,
        moic,
        exposure,
        received: received_by,
        positions,
        values,
    };
    Ok((sheet, returns))
}

/// What stands below the lines of calls and receipts.
struct Block {
    position: Line,
    irr: Option<Single>,
    npv: Single,
    moic: Option<Single>,
    exposure: Single,
    values: [f64; 4],
}

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
    Ok(Block {
        position,
        irr,
        npv,
        moic,
        exposure: exposure_cell,
        values: [rate, value, moic_value, exposure],
    })
}

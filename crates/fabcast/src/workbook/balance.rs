//! The balance sheet, and what must hold.

use rust_xlsxwriter::XlsxError;

use super::blocks::{Capex, Desk, Funding};
use super::cash::Cash;
use super::debt::Debt;
use super::grid::{Kind, Line, Opening, Sheet, Single};
use super::returns::Returns;
use super::tax::Tax;
use super::terms::Terms;
use super::text;
use super::waterfall::Waterfall;

type Done<T> = Result<T, XlsxError>;

/// The balance sheet; returns the line of what does not balance.
#[allow(clippy::too_many_arguments)]
pub fn balance<'a>(
    desk: &Desk<'a>,
    (revenue, opex): (&Line, &Line),
    funding: &Funding,
    debt: &Debt,
    tax: &Tax,
    cash: &Cash,
    waterfall: &Waterfall,
    terms: &Terms,
) -> Done<(Sheet<'a>, Line)> {
    let books = desk.books;
    let n = books.months;
    let mut sheet = desk.sheet(text::BALANCE)?;
    sheet.heading("Owned")?;
    let cash_line = sheet.formulas(
        "Cash",
        text::MONEY,
        Kind::Level,
        None,
        &books.cash,
        |_, m| cash.closing.at(m),
    )?;
    let book: Vec<f64> = (0..n)
        .map(|t| books.classes.iter().map(|class| class.book[t]).sum())
        .collect();
    let plant = sheet.formulas(
        "Buildings, tools and servers at book value",
        text::MONEY,
        Kind::Level,
        None,
        &book,
        |_, m| tax.book.at(m),
    )?;
    let assets: Vec<f64> = (0..n).map(|t| books.cash[t] + book[t]).collect();
    let assets_line =
        sheet.formulas("Owned", text::MONEY, Kind::Level, None, &assets, |_, m| {
            format!("{}+{}", cash_line.at(m), plant.at(m))
        })?;
    sheet.heading("Owed")?;
    let debt_line = sheet.formulas(
        "Debt",
        text::MONEY,
        Kind::Level,
        None,
        &books.debt,
        |_, m| debt.balance.at(m),
    )?;
    let owed: Vec<f64> = (0..n)
        .map(|t| books.cost[t] + books.tax[t] + books.arrears[t])
        .collect();
    let owed_line = sheet.formulas(
        "Suppliers, tax office, arrears",
        text::MONEY,
        Kind::Level,
        None,
        &owed,
        |_, m| cash.owed.at(m),
    )?;
    sheet.heading("Equity")?;
    let paid_in = sheet.formulas(
        "Paid in by equity",
        text::MONEY,
        Kind::Level,
        None,
        &books.equity_drawn,
        |_, m| waterfall.drawn.at(m),
    )?;
    let mut sum = books.opening_cash;
    let granted: Vec<f64> = books
        .grants
        .iter()
        .map(|grant| {
            sum += grant;
            sum
        })
        .collect();
    let grants = sheet.formulas(
        "Opening cash and grants",
        text::MONEY,
        Kind::Level,
        Some(Opening::From(
            terms.opening_cash.clone(),
            books.opening_cash,
        )),
        &granted,
        |line, m| format!("{}+{}", line.before(m), funding.grants.at(m)),
    )?;
    let mut sum = 0.0;
    let kept: Vec<f64> = (0..n)
        .map(|t| {
            sum += books.revenue[t] - books.cost[t] + books.reequipment(t)
                - books.depreciation[t]
                - books.interest[t]
                - books.tax[t]
                - books.distributed[t];
            sum
        })
        .collect();
    let kept_line = sheet.formulas(
        "Profit after tax less distributions",
        text::MONEY,
        Kind::Level,
        Some(Opening::Given(0.0)),
        &kept,
        |line, m| {
            format!(
                "{}+{}-{}+{}-{}-{}-{}-{}",
                line.before(m),
                revenue.at(m),
                opex.at(m),
                tax.reequipment.at(m),
                tax.depreciation.at(m),
                debt.interest.at(m),
                tax.due.at(m),
                cash.distributed.at(m)
            )
        },
    )?;
    let sources: Vec<f64> = (0..n)
        .map(|t| books.debt[t] + owed[t] + books.equity_drawn[t] + granted[t] + kept[t])
        .collect();
    let sources_line = sheet.formulas(
        "Owed and equity",
        text::MONEY,
        Kind::Level,
        None,
        &sources,
        |_, m| {
            let lines = [&debt_line, &owed_line, &paid_in, &grants, &kept_line];
            let cells: Vec<String> = lines.iter().map(|line| line.at(m)).collect();
            cells.join("+")
        },
    )?;
    sheet.heading("Check")?;
    // Values of differences are those of a perfect balance: 0.
    let gap = sheet.formulas(
        "Out of balance, relative",
        text::RATIO,
        Kind::Level,
        None,
        &vec![0.0; n],
        |_, m| {
            format!(
                "ROUND(({}-{})/MAX(1,ABS({})),9)",
                assets_line.at(m),
                sources_line.at(m),
                assets_line.at(m)
            )
        },
    )?;
    Ok((sheet, gap))
}

/// What must hold; returns the cell that is 1 if all does.
#[allow(clippy::too_many_arguments)]
pub fn checks<'a>(
    desk: &Desk<'a>,
    cash: &Cash,
    funding: &Funding,
    capex: &Capex,
    revenue: &Line,
    waterfall: &Waterfall,
    returns: &Returns,
    gap: &Line,
) -> Done<(Sheet<'a>, Single)> {
    let books = desk.books;
    let mut sheet = desk.sheet(text::CHECKS)?;
    sheet.heading("fabcast's own figures of this draw")?;
    let own_cash = sheet.inputs(
        "Cash, end of the month",
        text::MONEY,
        Kind::Level,
        &books.engine.cash,
    )?;
    let own = sheet.inputs(
        "Distributed",
        text::MONEY,
        Kind::Flow,
        &books.engine.distributed,
    )?;
    let mut own_receipts = Vec::new();
    for (name, values) in desk.names.iter().zip(&books.engine.received) {
        let label = text::by_fabcast(name);
        own_receipts.push(sheet.inputs(&label, text::MONEY, Kind::Flow, values)?);
    }
    sheet.heading("Tests: 1 holds, 0 does not")?;
    let near = |a: &Line, b: &Line| {
        format!(
            "=IF(SUMPRODUCT(ABS({a}-{b}))<=0.000001*MAX(1,SUMPRODUCT(ABS({b}))),1,0)",
            a = a.all(),
            b = b.all()
        )
    };
    let total = Sheet::total_of;
    let mut tests = vec![
        sheet.result(
            "Cash agrees with fabcast in every month",
            text::FLAG,
            &near(&cash.closing, &own_cash),
            1.0,
        )?,
        sheet.result(
            "Distributions agree with fabcast in every month",
            text::FLAG,
            &near(&cash.distributed, &own),
            1.0,
        )?,
        sheet.result(
            "The balance sheet balances in every month",
            text::FLAG,
            &format!("=IF(SUMPRODUCT(ABS({}))=0,1,0)", gap.all()),
            1.0,
        )?,
        sheet.result(
            "Cash is never negative",
            text::FLAG,
            &format!("=IF(MIN({})>=0,1,0)", cash.closing.all()),
            1.0,
        )?,
    ];
    let receipts = returns.received.iter().zip(&own_receipts);
    for ((received, own), name) in receipts.zip(desk.names) {
        let label = text::receipts_agree(name);
        tests.push(sheet.result(&label, text::FLAG, &near(received, own), 1.0)?);
    }
    let received: Vec<String> = waterfall
        .owners
        .iter()
        .map(|owner| total(&owner.received))
        .collect();
    let received = if received.is_empty() {
        "0".to_owned()
    } else {
        received.join("+")
    };
    tests.push(sheet.result(
        "What is distributed is received by equity and sponsor",
        text::FLAG,
        &format!(
            "=IF(ABS({d}-({received}+{}))<=0.000001*MAX(1,{d}),1,0)",
            total(&waterfall.sponsor),
            d = total(&cash.distributed)
        ),
        1.0,
    )?);
    let called = funding.bridge.as_ref().map(|bridge| &bridge.called);
    let repaid: String = [called, cash.swept.as_ref()]
        .into_iter()
        .flatten()
        .map(|line| format!("+{}", total(line)))
        .collect();
    tests.push(sheet.result(
        "Sources equal uses",
        text::FLAG,
        &format!(
            "=IF(ABS(({opening}+{}+{}+{})-({}+{}+{}+{}{repaid}))<=0.000001*MAX(1,{}),1,0)",
            total(&funding.drawn),
            total(revenue),
            total(&funding.grants),
            total(&cash.paid),
            total(&capex.total),
            total(&cash.distributed),
            cash.closing.last(),
            total(&funding.drawn),
            opening = cash.closing.opening(),
        ),
        1.0,
    )?);
    let product: Vec<String> = tests.iter().map(ToString::to_string).collect();
    let all = sheet.result(
        "All of them",
        text::FLAG,
        &format!("={}", product.join("*")),
        1.0,
    )?;
    Ok((sheet, all))
}

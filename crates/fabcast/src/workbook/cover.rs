//! How cash covers the loans over their lives.

use rust_xlsxwriter::XlsxError;

use super::blocks::{Desk, Funding, Timing};
use super::cash::Cash;
use super::debt::Debt;
use super::grid::{Kind, Sheet, Single};
use super::terms::Terms;
use super::text;

type Done<T> = Result<T, XlsxError>;

/// Results of the loans over their lives, for the index.
pub struct Cover {
    pub least: Option<Single>,
}

/// How cash covers the loans over their lives: LLCR and PLCR.
pub fn cover(
    sheet: &mut Sheet,
    desk: &Desk,
    terms: &Terms,
    timing: &Timing,
    (debt, funding): (&Debt, &Funding),
    cash: &Cash,
    operations: &Single,
) -> Done<Cover> {
    let books = desk.books;
    let Some(cover) = &books.loan_cover else {
        return Ok(Cover { least: None });
    };
    sheet.heading("Cover over the lives of the loans")?;
    let number = &timing.number;
    let debts = debt.balance.all();
    let largest = sheet.result(
        "Largest debt",
        text::MONEY,
        &format!("=MAX({debts})"),
        cover.largest,
    )?;
    let month = sheet.result(
        "Its month",
        text::MONTHS,
        &format!("=MATCH({largest},{debts},0)-1"),
        cover.month as f64,
    )?;
    let last = sheet.result(
        "Last month with debt",
        text::MONTHS,
        &format!("=SUMPRODUCT(MAX(({debts}>0.000000001)*{}))", number.all()),
        cover.last as f64,
    )?;
    let total = |number: usize| Sheet::total_of(&funding.draws[number]);
    let lenders = debt.lenders.iter().map(|lender| lender.number);
    let drawn: Vec<String> = lenders.clone().map(total).collect();
    let weighted: Vec<String> = lenders
        .map(|i| format!("{}*{}", terms.parties[i].rate, total(i)))
        .collect();
    let (drawn, weighted) = (drawn.join("+"), weighted.join("+"));
    let rate = sheet.result(
        "Average rate of the loans, real",
        text::PERCENT,
        &format!("=IF({drawn}<=0,0,({weighted})/({drawn}))"),
        cover.rate,
    )?;
    let factor = |month_now: &str| format!("(1+{rate})^(-({month_now}-{month})/12)");
    let discounted = sheet.formulas(
        "CFADS after it, discounted to it",
        text::MONEY,
        Kind::Flow,
        None,
        &cover.discounted,
        |_, m| {
            let now = number.at(m);
            format!(
                "IF({now}>{month},{}*{},0)",
                cash.available.at(m),
                factor(&now)
            )
        },
    )?;
    sheet.result(
        "LLCR: over the lives of the loans",
        text::RATIO,
        &format!(
            "=SUMPRODUCT(({}<={last}+1)*{})/{largest}",
            number.all(),
            discounted.all()
        ),
        cover.loans,
    )?;
    sheet.result(
        "PLCR: to the end, with the value of what works then",
        text::RATIO,
        &format!(
            "=(SUM({})+{operations}*{})/{largest}",
            discounted.all(),
            factor(&number.last())
        ),
        cover.project,
    )?;
    let least = match cover.least {
        Some(least) => {
            // Months without debt service count for nothing.
            let out = format!(
                "({}<=0.000000001)+({}<11)",
                cash.service_year.all(),
                number.all()
            );
            let formula = format!("=SUMPRODUCT(MIN({}+({out}>0)*1E+99))", cash.cover.all());
            Some(sheet.result("Smallest DSCR", text::RATIO, &formula, least)?)
        }
        None => None,
    };
    Ok(Cover { least })
}

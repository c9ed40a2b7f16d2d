//! Bills, cash and the waterfall, month by month.

use rust_xlsxwriter::XlsxError;

use super::blocks::{Capex, Desk, Funding, Terms};
use super::debt::{Debt, Tax};
use super::grid::{Kind, Line, Opening, Sheet};
use super::text;

type Done<T> = Result<T, XlsxError>;

pub struct Cash {
    pub arrears: Line,
    pub distributed: Line,
    pub closing: Line,
    pub cover: Line,
    pub paid: Line,
    pub owed: Line,
}

#[allow(clippy::too_many_arguments)]
pub fn cash<'a>(
    desk: &Desk<'a>,
    terms: &Terms,
    (revenue, opex): (&Line, &Line),
    capex: &Capex,
    funding: &Funding,
    debt: &Debt,
    tax: &Tax,
    number: &Line,
) -> Done<(Sheet<'a>, Cash)> {
    let books = desk.books;
    let mut sheet = desk.sheet(text::CASH)?;
    let share = &funding.share;
    sheet.heading("Bills")?;
    let operating = sheet.formulas(
        "Operating cost of last month",
        text::MONEY,
        Kind::Flow,
        None,
        &books.operating_due,
        |_, m| opex.before(m),
    )?;
    let tax_due: Vec<f64> = std::iter::once(0.0)
        .chain(books.tax.iter().copied())
        .take(books.months)
        .collect();
    let taxes = sheet.formulas(
        "Tax of last month",
        text::MONEY,
        Kind::Flow,
        None,
        &tax_due,
        |_, m| tax.due.before(m),
    )?;
    let arrears = sheet.ahead(2);
    let bills = sheet.formulas(
        "Bills due, arrears included",
        text::MONEY,
        Kind::Flow,
        None,
        &books.bills,
        |_, m| {
            format!(
                "{}+{}+{}+{}+{}",
                operating.at(m),
                taxes.at(m),
                debt.interest.at(m),
                debt.principal.at(m),
                arrears.before(m)
            )
        },
    )?;
    let paid = sheet.formulas(
        "Bills paid",
        text::MONEY,
        Kind::Flow,
        None,
        &books.paid,
        |_, m| format!("{}*{}", share.at(m), bills.at(m)),
    )?;
    let arrears = sheet.formulas(
        "Arrears, end of the month",
        text::MONEY,
        Kind::Level,
        Some(Opening::Given(0.0)),
        &books.arrears,
        |line, m| {
            format!(
                "(1-{})*({}+{}+{})",
                share.at(m),
                operating.at(m),
                taxes.at(m),
                line.before(m)
            )
        },
    )?;
    sheet.heading("Cash")?;
    let closing = sheet.ahead(3);
    let before = sheet.formulas(
        "Cash before distributions",
        text::MONEY,
        Kind::Level,
        None,
        &books.before,
        |_, m| {
            format!(
                "MAX(0,{}+{}+{}+{}-{}-{})",
                closing.before(m),
                funding.drawn.at(m),
                revenue.at(m),
                funding.grants.at(m),
                paid.at(m),
                capex.total.at(m)
            )
        },
    )?;
    let idle = sheet.formulas(
        "Months without building or orders",
        text::MONTHS,
        Kind::Level,
        Some(Opening::Given(-1.0)),
        &books.idle,
        |line, m| {
            let spent = format!("{}+{}", capex.classes[0].at(m), capex.classes[1].at(m));
            let before = line.before(m);
            format!("IF({spent}>0.000000001,0,IF({before}>=0,{before}+1,{before}))")
        },
    )?;
    let distributed = sheet.formulas(
        "Distributed",
        text::MONEY,
        Kind::Flow,
        None,
        &books.distributed,
        |_, m| {
            format!(
                "IF({}>0,0,IF({}>=12,MAX(0,{before}-3*{}),MIN({before},(1-{})*MAX(0,{}-{}))))",
                arrears.at(m),
                idle.at(m),
                bills.at(m),
                terms.retained,
                revenue.at(m),
                paid.at(m),
                before = before.at(m)
            )
        },
    )?;
    let closing = sheet.formulas(
        "Cash, end of the month",
        text::MONEY,
        Kind::Level,
        Some(Opening::From(
            terms.opening_cash.clone(),
            books.opening_cash,
        )),
        &books.cash,
        |_, m| format!("MAX(0,{}-{})", before.at(m), distributed.at(m)),
    )?;
    sheet.heading("Debt service")?;
    let available: Vec<f64> = (0..books.months)
        .map(|t| {
            let service = books.interest[t] + books.principal[t];
            books.revenue[t] - books.share[t] * (books.bills[t] - service)
        })
        .collect();
    let cfads = sheet.formulas(
        "Cash available for debt service (CFADS)",
        text::MONEY,
        Kind::Flow,
        None,
        &available,
        |_, m| {
            let service = format!("({}+{})", debt.interest.at(m), debt.principal.at(m));
            format!(
                "{}-{}*({}-{service})",
                revenue.at(m),
                share.at(m),
                bills.at(m)
            )
        },
    )?;
    let service: Vec<f64> = (0..books.months)
        .map(|t| books.interest[t] + books.principal[t])
        .collect();
    let due = sheet.formulas(
        "Debt service due",
        text::MONEY,
        Kind::Flow,
        None,
        &service,
        |_, m| format!("{}+{}", debt.interest.at(m), debt.principal.at(m)),
    )?;
    let year =
        |values: &[f64], t: usize| -> f64 { values[(t + 1).saturating_sub(12)..=t].iter().sum() };
    let ratios: Vec<f64> = (0..books.months)
        .map(|t| {
            let service = year(&service, t);
            if t >= 11 && service > 1e-9 {
                year(&available, t) / service
            } else {
                0.0
            }
        })
        .collect();
    let cover = sheet.formulas(
        "DSCR over twelve months (0 without debt service)",
        text::RATIO,
        Kind::Level,
        None,
        &ratios,
        |_, m| {
            let sum = |line: &Line| format!("SUM({})", line.year(m));
            format!(
                "IF(AND({}>=11,{due}>0.000000001),{}/{due},0)",
                number.at(m),
                sum(&cfads),
                due = sum(&due)
            )
        },
    )?;
    let owed: Vec<f64> = (0..books.months)
        .map(|t| books.cost[t] + books.tax[t] + books.arrears[t])
        .collect();
    let owed = sheet.formulas(
        "Owed to suppliers and the tax office, end of the month",
        text::MONEY,
        Kind::Level,
        None,
        &owed,
        |_, m| format!("{}+{}+{}", opex.at(m), tax.due.at(m), arrears.at(m)),
    )?;
    let cash = Cash {
        arrears,
        distributed,
        closing,
        cover,
        paid,
        owed,
    };
    Ok((sheet, cash))
}

pub struct Waterfall {
    /// Received, hurdle account and drawn so far, of each equity investor.
    pub equity: Vec<(usize, Line, Line, Line)>,
    pub drawn: Line,
    pub sponsor: Line,
}

pub fn waterfall<'a>(
    desk: &Desk<'a>,
    terms: &Terms,
    funding: &Funding,
    cash: &Cash,
) -> Done<(Sheet<'a>, Waterfall)> {
    let books = desk.books;
    let mut sheet = desk.sheet(text::WATERFALL)?;
    let members: Vec<usize> = (0..books.parties.len())
        .filter(|&i| !books.parties[i].lends)
        .collect();
    let n = members.len() as u32;
    sheet.heading("Drawn so far")?;
    let mut drawn = Vec::new();
    for &i in &members {
        drawn.push(sheet.formulas(
            &desk.names[i],
            text::MONEY,
            Kind::Level,
            Some(Opening::Given(0.0)),
            &books.parties[i].drawn,
            |line, m| format!("{}+{}", line.before(m), funding.draws[i].at(m)),
        )?);
    }
    let sum = |lines: &[Line], m| -> String {
        let cells: Vec<String> = lines.iter().map(|line| line.at(m)).collect();
        if cells.is_empty() {
            "0".to_owned()
        } else {
            cells.join("+")
        }
    };
    let all_drawn = sheet.formulas(
        "All equity",
        text::MONEY,
        Kind::Level,
        None,
        &books.equity_drawn,
        |_, m| sum(&drawn, m),
    )?;
    sheet.heading("Asked for by the hurdle")?;
    // The accounts stand two headings, the sums and the payments further down.
    let accounts: Vec<Line> = (0..n)
        .map(|k| sheet.ahead(n + 1 + 2 + 3 + 2 + n + 2 + k))
        .collect();
    let mut asked = Vec::new();
    for (k, &i) in members.iter().enumerate() {
        asked.push(sheet.formulas(
            &desk.names[i],
            text::MONEY,
            Kind::Level,
            None,
            &books.parties[i].asked,
            |_, m| {
                format!(
                    "{}*{}+{}",
                    accounts[k].before(m),
                    terms.parties[i][0],
                    funding.draws[i].at(m)
                )
            },
        )?);
    }
    let all_asked = sheet.formulas(
        "All equity",
        text::MONEY,
        Kind::Level,
        None,
        &books.asked,
        |_, m| sum(&asked, m),
    )?;
    sheet.heading("Distributed")?;
    let first = sheet.formulas(
        "To the hurdle",
        text::MONEY,
        Kind::Flow,
        None,
        &books.first,
        |_, m| format!("MIN({},{})", cash.distributed.at(m), all_asked.at(m)),
    )?;
    let rest = sheet.formulas(
        "Rest to equity",
        text::MONEY,
        Kind::Flow,
        None,
        &books.rest,
        |_, m| {
            format!(
                "IF({}>0,(1-{})*({}-{}),0)",
                all_drawn.at(m),
                terms.carry,
                cash.distributed.at(m),
                first.at(m)
            )
        },
    )?;
    let sponsor = sheet.formulas(
        "Sponsor's carry",
        text::MONEY,
        Kind::Flow,
        None,
        &books.sponsor,
        |_, m| format!("{}-{}-{}", cash.distributed.at(m), first.at(m), rest.at(m)),
    )?;
    sheet.heading("Received")?;
    let mut received = Vec::new();
    for (k, &i) in members.iter().enumerate() {
        let values = books.parties[i].received();
        received.push(sheet.formulas(
            &desk.names[i],
            text::MONEY,
            Kind::Flow,
            None,
            &values,
            |_, m| {
                let part =
                    |a: &Line, b: &Line| format!("IF({b}<=0,0,{}/{b})", a.at(m), b = b.at(m));
                format!(
                    "{}*{}+{}*{}",
                    first.at(m),
                    part(&asked[k], &all_asked),
                    rest.at(m),
                    part(&drawn[k], &all_drawn)
                )
            },
        )?);
    }
    sheet.heading("Hurdle accounts, end of the month")?;
    for (k, &i) in members.iter().enumerate() {
        let line = sheet.formulas(
            &desk.names[i],
            text::MONEY,
            Kind::Level,
            Some(Opening::Given(0.0)),
            &books.parties[i].balance,
            |_, m| {
                let part = format!("IF({b}<=0,0,{}/{b})", asked[k].at(m), b = all_asked.at(m));
                format!("MAX(0,{}-{}*{part})", asked[k].at(m), first.at(m))
            },
        )?;
        debug_assert_eq!(line.last(), accounts[k].last());
    }
    let equity = members
        .iter()
        .enumerate()
        .map(|(k, &i)| (i, received[k], accounts[k], drawn[k]))
        .collect();
    Ok((
        sheet,
        Waterfall {
            equity,
            drawn: all_drawn,
            sponsor,
        },
    ))
}

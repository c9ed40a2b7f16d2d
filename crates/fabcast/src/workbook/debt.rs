//! Debt and tax, month by month.

use rust_xlsxwriter::XlsxError;

use super::blocks::{Capex, Desk, Funding, Terms, summed};
use super::grid::{Kind, Line, Opening, Sheet};
use super::text;

type Done<T> = Result<T, XlsxError>;

pub struct Debt {
    pub interest: Line,
    pub principal: Line,
    pub balance: Line,
    /// Interest and principal paid, and the balance, of each lender.
    pub lenders: Vec<(usize, Line, Line)>,
}

pub fn debt<'a>(desk: &Desk<'a>, terms: &Terms, funding: &Funding) -> Done<(Sheet<'a>, Debt)> {
    let books = desk.books;
    let mut sheet = desk.sheet(text::DEBT)?;
    let (mut interests, mut principals, mut balances) = (Vec::new(), Vec::new(), Vec::new());
    let mut lenders = Vec::new();
    for (i, party) in books.parties.iter().enumerate().filter(|(_, p)| p.lends) {
        sheet.heading(&desk.names[i])?;
        let [compounding, grace, maturity, _] = &terms.parties[i];
        let (draw, share) = (&funding.draws[i], &funding.share);
        let since = sheet.formulas(
            "Months since the first draw",
            text::MONTHS,
            Kind::Level,
            Some(Opening::Given(-1.0)),
            &party.since,
            |line, m| {
                let before = line.before(m);
                format!("IF({before}>=0,{before}+1,IF({}>0,0,-1))", draw.at(m))
            },
        )?;
        let balance = sheet.ahead(3);
        let interest = sheet.formulas(
            "Interest accrued",
            text::MONEY,
            Kind::Flow,
            None,
            &party.interest,
            |_, m| format!("{}*({compounding}-1)", balance.before(m)),
        )?;
        let principal = sheet.formulas("Principal due", text::MONEY, Kind::Flow, None, &party.principal, |_, m| {
            let years = format!("{}/12", since.at(m));
            format!(
                "IF(AND({}>=0,{years}>={grace}),{}*MIN(1,(1/12)/MAX(1/12,{maturity}-{years})),0)",
                since.at(m),
                balance.before(m)
            )
        })?;
        let received = party.received();
        let paid = sheet.formulas(
            "Interest and principal paid",
            text::MONEY,
            Kind::Flow,
            None,
            &received,
            |_, m| format!("{}*({}+{})", share.at(m), interest.at(m), principal.at(m)),
        )?;
        let balance = sheet.formulas(
            "Debt at the end of the month",
            text::MONEY,
            Kind::Level,
            Some(Opening::Given(0.0)),
            &party.balance,
            |line, m| {
                format!(
                    "MAX(0,{}+{}+(1-{share})*{}-{share}*{})",
                    line.before(m),
                    draw.at(m),
                    interest.at(m),
                    principal.at(m),
                    share = share.at(m)
                )
            },
        )?;
        lenders.push((i, paid, balance));
        interests.push(interest);
        principals.push(principal);
        balances.push(balance);
    }
    sheet.heading("All lenders")?;
    let mut all = |label: &str, parts: &[Line], kind: Kind, values: &[f64]| {
        sheet.formulas(label, text::MONEY, kind, None, values, |_, month| {
            let cells: Vec<String> = parts.iter().map(|part| part.at(month)).collect();
            if cells.is_empty() {
                "0".to_owned()
            } else {
                cells.join("+")
            }
        })
    };
    let balance: Vec<f64> = (0..books.months)
        .map(|t| {
            books
                .parties
                .iter()
                .filter(|p| p.lends)
                .map(|p| p.balance[t])
                .sum()
        })
        .collect();
    let debt = Debt {
        interest: all("Interest accrued", &interests, Kind::Flow, &books.interest)?,
        principal: all("Principal due", &principals, Kind::Flow, &books.principal)?,
        balance: all(
            "Debt at the end of the month",
            &balances,
            Kind::Level,
            &balance,
        )?,
        lenders,
    };
    Ok((sheet, debt))
}

pub struct Tax {
    pub due: Line,
    pub depreciation: Line,
    pub book: Line,
}

pub fn tax<'a>(
    desk: &Desk<'a>,
    terms: &Terms,
    (revenue, opex): (&Line, &Line),
    capex: &Capex,
    funding: &Funding,
    debt: &Debt,
) -> Done<(Sheet<'a>, Tax)> {
    let books = desk.books;
    let mut sheet = desk.sheet(text::TAX)?;
    let (mut written, mut closing) = (Vec::new(), Vec::new());
    for (class, label) in ["Buildings", "Tools and plant", "Servers"]
        .into_iter()
        .enumerate()
    {
        sheet.heading(label)?;
        let paid = &capex.classes[class];
        let book = sheet.ahead(1);
        let rate = &terms.decline[class];
        let off = sheet.formulas(
            "Written off",
            text::MONEY,
            Kind::Flow,
            None,
            &books.written[class],
            |_, m| format!("({}+{})*{rate}", book.before(m), paid.at(m)),
        )?;
        let book = sheet.formulas(
            "Book value at the end of the month",
            text::MONEY,
            Kind::Level,
            Some(Opening::Given(0.0)),
            &books.book[class],
            |line, m| format!("MAX(0,{}+{}-{})", line.before(m), paid.at(m), off.at(m)),
        )?;
        written.push(off);
        closing.push(book);
    }
    sheet.heading("Profit and tax")?;
    let depreciation = summed(&mut sheet, &written, "Depreciation", &books.depreciation)?;
    let profit = sheet.formulas(
        "Profit before tax",
        text::MONEY,
        Kind::Flow,
        None,
        &books.profit,
        |_, m| {
            format!(
                "{}-{}-{}-{}",
                revenue.at(m),
                opex.at(m),
                depreciation.at(m),
                debt.interest.at(m)
            )
        },
    )?;
    let losses = sheet.formulas(
        "Losses brought forward, end of the month",
        text::MONEY,
        Kind::Level,
        Some(Opening::Given(0.0)),
        &books.losses,
        |line, m| format!("MAX(0,{}-{})", line.before(m), profit.at(m)),
    )?;
    let gross = sheet.formulas(
        "Tax before credits",
        text::MONEY,
        Kind::Flow,
        None,
        &books.gross_tax,
        |_, m| format!("{}*MAX(0,{}-{})", terms.tax, profit.at(m), losses.before(m)),
    )?;
    let left = sheet.ahead(1);
    let used = sheet.formulas(
        "Credits used",
        text::MONEY,
        Kind::Flow,
        None,
        &books.credits_used,
        |_, m| {
            format!(
                "MIN({},{}+{})",
                gross.at(m),
                left.before(m),
                funding.credits.at(m)
            )
        },
    )?;
    sheet.formulas(
        "Credits left, end of the month",
        text::MONEY,
        Kind::Level,
        Some(Opening::Given(0.0)),
        &books.credits_left,
        |line, m| {
            format!(
                "MAX(0,{}+{}-{})",
                line.before(m),
                funding.credits.at(m),
                used.at(m)
            )
        },
    )?;
    let due = sheet.formulas(
        "Tax of the month, paid in the next",
        text::MONEY,
        Kind::Flow,
        Some(Opening::Given(0.0)),
        &books.tax,
        |_, m| format!("{}-{}", gross.at(m), used.at(m)),
    )?;
    let total: Vec<f64> = (0..books.months)
        .map(|t| books.book.iter().map(|b| b[t]).sum())
        .collect();
    let book = sheet.formulas(
        "Book value of everything",
        text::MONEY,
        Kind::Level,
        None,
        &total,
        |_, m| {
            let cells: Vec<String> = closing.iter().map(|line| line.at(m)).collect();
            cells.join("+")
        },
    )?;
    Ok((
        sheet,
        Tax {
            due,
            depreciation,
            book,
        },
    ))
}

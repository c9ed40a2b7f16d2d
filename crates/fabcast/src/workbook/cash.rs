//! Bills, cover of debt service, covenants and cash, month by month.

use rust_xlsxwriter::XlsxError;

use super::blocks::{Capex, Desk, Funding, Timing};
use super::debt::Debt;
use super::grid::{Kind, Line, Opening, Sheet};
use super::tax::Tax;
use super::terms::Terms;
use super::text;

type Done<T> = Result<T, XlsxError>;

pub struct Cash {
    operating: Line,
    taxes: Line,
    bills: Line,
    pub paid: Line,
    pub arrears: Line,
    pub owed: Line,
    /// Cash available for debt service (CFADS), debt service due, both over twelve months, and their
    /// ratio (DSCR).
    pub available: Line,
    service: Line,
    pub available_year: Line,
    pub service_year: Line,
    pub cover: Line,
    repaying: Option<Line>,
    locked: Option<Line>,
    stopped: Option<Line>,
    before: Line,
    reserve: Option<Line>,
    idle: Line,
    amount: Option<Line>,
    /// What the sweep repays.
    pub swept: Option<Line>,
    pub distributed: Line,
    pub closing: Line,
}

/// The lines that [`fill`] fills once debt and tax are known.
pub fn lay<'a>(desk: &Desk<'a>, terms: &Terms) -> Done<(Sheet<'a>, Cash)> {
    let mut sheet = desk.sheet(text::CASH)?;
    let agreed = &terms.covenants;
    let tested = desk.books.tests_cover();
    let (money, flag) = (text::MONEY, text::FLAG);
    sheet.heading("Bills")?;
    let operating = sheet.lay("Operating cost of last month", money)?;
    let taxes = sheet.lay("Tax of last month", money)?;
    let bills = sheet.lay("Bills due, arrears included", money)?;
    let paid = sheet.lay("Bills paid", money)?;
    let arrears = sheet.lay("Arrears, end of the month", money)?;
    let label = "Owed to suppliers and the tax office, end of the month";
    let owed = sheet.lay(label, money)?;
    sheet.heading("Debt service")?;
    let available = sheet.lay("Cash available for debt service (CFADS)", money)?;
    let service = sheet.lay("Debt service due", money)?;
    let available_year = sheet.lay("CFADS of the last twelve months", money)?;
    let service_year = sheet.lay("Debt service of the last twelve months", money)?;
    let label = "DSCR over twelve months (0 without debt service)";
    let cover = sheet.lay(label, text::RATIO)?;
    if tested {
        sheet.heading("Covenants")?;
    }
    let repaying = sheet.lay_if(tested, "Months of repayments so far", text::MONTHS)?;
    let locked = sheet.lay_if(agreed.lock_up.is_some(), "Lock-up", flag)?;
    let label = "Default: nothing is lent next month";
    let stopped = sheet.lay_if(agreed.default.is_some(), label, flag)?;
    sheet.heading("Cash")?;
    let before = sheet.lay("Cash before distributions", money)?;
    let label = "Of it, kept for debt service (DSRA)";
    let reserve = sheet.lay_if(agreed.reserve.is_some(), label, money)?;
    let idle = sheet.lay("Months without building or orders", text::MONTHS)?;
    let sweeps = agreed.sweep.is_some();
    let amount = sheet.lay_if(sweeps, "What could be distributed", money)?;
    let swept = sheet.lay_if(sweeps, "Of it, repays debt (sweep)", money)?;
    let distributed = sheet.lay("Distributed", money)?;
    let closing = sheet.lay("Cash, end of the month", money)?;
    let cash = Cash {
        operating,
        taxes,
        bills,
        paid,
        arrears,
        owed,
        available,
        service,
        available_year,
        service_year,
        cover,
        repaying,
        locked,
        stopped,
        before,
        reserve,
        idle,
        amount,
        swept,
        distributed,
        closing,
    };
    Ok((sheet, cash))
}

/// What the formulas of cash refer to on other sheets.
pub struct Sources<'s> {
    pub terms: &'s Terms,
    pub timing: &'s Timing,
    pub revenue: &'s Line,
    pub opex: &'s Line,
    pub capex: &'s Capex,
    pub funding: &'s Funding,
    pub debt: &'s Debt,
    pub tax: &'s Tax,
}

pub fn fill(sheet: &mut Sheet, desk: &Desk, cash: &Cash, from: &Sources) -> Done<()> {
    bills(sheet, desk, cash, from)?;
    cover(sheet, desk, cash, from)?;
    covenants(sheet, desk, cash, from)?;
    balance(sheet, desk, cash, from)
}

fn bills(sheet: &mut Sheet, desk: &Desk, cash: &Cash, from: &Sources) -> Done<()> {
    let books = desk.books;
    let (flow, level) = (Kind::Flow, Kind::Level);
    let share = &from.funding.share;
    sheet.fill(&cash.operating, flow, None, &books.operating_due, |_, m| {
        from.opex.before(m)
    })?;
    sheet.fill(&cash.taxes, flow, None, &books.tax_due, |_, m| {
        from.tax.due.before(m)
    })?;
    sheet.fill(&cash.bills, flow, None, &books.bills, |_, m| {
        format!(
            "{}+{}+{}+{}",
            cash.operating.at(m),
            cash.taxes.at(m),
            cash.service.at(m),
            cash.arrears.before(m)
        )
    })?;
    sheet.fill(&cash.paid, flow, None, &books.paid, |_, m| {
        format!("{}*{}", share.at(m), cash.bills.at(m))
    })?;
    let nothing = Some(Opening::Given(0.0));
    sheet.fill(&cash.arrears, level, nothing, &books.arrears, |line, m| {
        format!(
            "(1-{})*({}+{}+{})",
            share.at(m),
            cash.operating.at(m),
            cash.taxes.at(m),
            line.before(m)
        )
    })?;
    let owed: Vec<f64> = (0..books.months)
        .map(|t| books.cost[t] + books.tax[t] + books.arrears[t])
        .collect();
    sheet.fill(&cash.owed, level, None, &owed, |_, m| {
        format!(
            "{}+{}+{}",
            from.opex.at(m),
            from.tax.due.at(m),
            cash.arrears.at(m)
        )
    })
}

fn cover(sheet: &mut Sheet, desk: &Desk, cash: &Cash, from: &Sources) -> Done<()> {
    let books = desk.books;
    let (flow, level) = (Kind::Flow, Kind::Level);
    sheet.fill(&cash.available, flow, None, &books.available, |_, m| {
        format!(
            "{}-{}*({}-{})",
            from.revenue.at(m),
            from.funding.share.at(m),
            cash.bills.at(m),
            cash.service.at(m)
        )
    })?;
    sheet.fill(&cash.service, flow, None, &books.service, |_, m| {
        from.debt.service.at(m)
    })?;
    for (line, of, values) in [
        (&cash.available_year, &cash.available, &books.available_year),
        (&cash.service_year, &cash.service, &books.service_year),
    ] {
        sheet.fill(line, level, None, values, |_, m| {
            format!("SUM({})", of.year(m))
        })?;
    }
    sheet.fill(&cash.cover, level, None, &books.cover, |_, m| {
        let (due, number) = (cash.service_year.at(m), from.timing.number.at(m));
        let available = cash.available_year.at(m);
        format!("IF(AND({number}>=11,{due}>0.000000001),{available}/{due},0)")
    })
}

fn covenants(sheet: &mut Sheet, desk: &Desk, cash: &Cash, from: &Sources) -> Done<()> {
    let books = desk.books;
    let agreed = &from.terms.covenants;
    let Some(repaying) = &cash.repaying else {
        return Ok(());
    };
    let nothing = Some(Opening::Given(0.0));
    sheet.fill(
        repaying,
        Kind::Level,
        nothing,
        &books.repaying,
        |line, m| {
            let (before, principal) = (line.before(m), from.debt.principal.at(m));
            format!("IF(OR({before}>0,{principal}>0.000000001),{before}+1,0)")
        },
    )?;
    for (line, limit, values) in [
        (cash.locked, &agreed.lock_up, &books.locked),
        (cash.stopped, &agreed.default, &books.stopped),
    ] {
        if let (Some(line), Some(limit)) = (line, limit) {
            sheet.fill(&line, Kind::Level, None, values, |_, m| {
                let (available, due) = (cash.available_year.at(m), cash.service_year.at(m));
                format!(
                    "IF(AND({}>=12,{due}>0.000000001,{limit}>0,\
                     {available}<({limit}-0.000000001)*{due}),1,0)",
                    repaying.at(m)
                )
            })?;
        }
    }
    Ok(())
}

fn balance(sheet: &mut Sheet, desk: &Desk, cash: &Cash, from: &Sources) -> Done<()> {
    let books = desk.books;
    let terms = from.terms;
    let (flow, level) = (Kind::Flow, Kind::Level);
    sheet.fill(&cash.before, level, None, &books.before, |_, m| {
        let called = match &from.funding.bridge {
            Some(bridge) => format!("-{}", bridge.called.at(m)),
            None => String::new(),
        };
        format!(
            "MAX(0,{}+{}+{}+{}-{}-{}{called})",
            cash.closing.before(m),
            from.funding.drawn.at(m),
            from.revenue.at(m),
            from.funding.grants.at(m),
            cash.paid.at(m),
            from.capex.total.at(m)
        )
    })?;
    if let (Some(line), Some(months)) = (&cash.reserve, &terms.covenants.reserve) {
        sheet.fill(line, level, None, &books.reserve, |_, m| {
            let (before, due) = (cash.before.at(m), cash.service_year.at(m));
            format!("MIN({before},{months}/12*{due})")
        })?;
    }
    let idle = Some(Opening::Given(-1.0));
    sheet.fill(&cash.idle, level, idle, &books.idle, |line, m| {
        let classes = &from.capex.classes;
        let spent = format!("{}+{}", classes[0].at(m), classes[1].at(m));
        let before = line.before(m);
        format!("IF({spent}>0.000000001,0,IF({before}>=0,{before}+1,{before}))")
    })?;
    let amount = |m| {
        let held = match &cash.locked {
            Some(locked) => format!("OR({}>0,{}=1)", cash.arrears.at(m), locked.at(m)),
            None => format!("{}>0", cash.arrears.at(m)),
        };
        let free = match &cash.reserve {
            Some(reserve) => format!("({}-{})", cash.before.at(m), reserve.at(m)),
            None => cash.before.at(m),
        };
        format!(
            "IF({held},0,IF({}>=12,MAX(0,{free}-3*{}),MIN({free},(1-{})*MAX(0,{}-{}))))",
            cash.idle.at(m),
            cash.bills.at(m),
            terms.retained,
            from.revenue.at(m),
            cash.paid.at(m)
        )
    };
    if let (Some(line), Some(swept), Some(share), Some(owed)) = (
        cash.amount,
        cash.swept,
        &terms.covenants.sweep,
        from.debt.owed,
    ) {
        sheet.fill(&line, flow, None, &books.amount, |_, m| amount(m))?;
        sheet.fill(&swept, flow, None, &books.swept, |_, m| {
            format!("MIN({},{share}*{})", owed.at(m), line.at(m))
        })?;
    }
    sheet.fill(
        &cash.distributed,
        flow,
        None,
        &books.distributed,
        |_, m| match (cash.amount, cash.swept) {
            (Some(amount), Some(swept)) => format!("{}-{}", amount.at(m), swept.at(m)),
            _ => amount(m),
        },
    )?;
    let opening = Opening::From(terms.opening_cash.clone(), books.opening_cash);
    sheet.fill(&cash.closing, level, Some(opening), &books.cash, |_, m| {
        let left = cash.amount.unwrap_or(cash.distributed);
        format!("MAX(0,{}-{})", cash.before.at(m), left.at(m))
    })
}

//! Depreciation and tax, month by month.

use rust_xlsxwriter::XlsxError;

use super::blocks::{Capex, Desk, Funding, Timing, sum, summed};
use super::debt::Debt;
use super::grid::{Kind, Line, Opening, Sheet};
use super::terms::{Terms, Writing};
use super::text;

type Done<T> = Result<T, XlsxError>;

pub struct Tax {
    /// Tax of the month, paid in the next.
    pub due: Line,
    pub depreciation: Line,
    pub book: Line,
    /// Bills that are capital, not cost.
    pub reequipment: Line,
    /// Where regions have their own rates, the rate of the month.
    rate: Option<Line>,
    profit: Line,
    relief: Line,
    losses: Line,
    gross: Line,
    used: Line,
    left: Line,
}

/// Depreciation, and the lines that [`fill`] fills once the interest is known.
pub fn lay<'a>(
    desk: &Desk<'a>,
    terms: &Terms,
    timing: &Timing,
    capex: &Capex,
) -> Done<(Sheet<'a>, Tax)> {
    let books = desk.books;
    let mut sheet = desk.sheet(text::TAX)?;
    let (mut written, mut closing) = (Vec::new(), Vec::new());
    for (i, (class, label)) in books.classes.iter().zip(text::CLASSES).enumerate() {
        sheet.heading(label)?;
        let paid = &capex.entered[i];
        let off = sheet.lay("Written off", text::MONEY)?;
        let book = sheet.lay("Book value at the end of the month", text::MONEY)?;
        sheet.fill(&off, Kind::Flow, None, &class.written, |_, m| {
            match &terms.writing[i] {
                Writing::Decline(rate) => format!("({}+{})*{rate}", book.before(m), paid.at(m)),
                Writing::Table(shares) => {
                    let first = format!("{}*{}", shares.first(), paid.at(m));
                    let Some(ages) = terms.ages.filter(|_| class.table.len() > 1) else {
                        return first;
                    };
                    // What was paid in each earlier tax year, by its share of this year.
                    let of_year = format!(
                        "SUMIF({},{}-{},{})",
                        timing.year.all(),
                        timing.year.at(m),
                        ages.but_first(),
                        paid.all()
                    );
                    format!("{first}+SUMPRODUCT({of_year},{})/12", shares.but_first())
                }
            }
        })?;
        let nothing = Some(Opening::Given(0.0));
        sheet.fill(&book, Kind::Level, nothing, &class.book, |line, m| {
            format!("MAX(0,{}+{}-{})", line.before(m), paid.at(m), off.at(m))
        })?;
        written.push(off);
        closing.push(book);
    }
    let rate = match books.regions.is_empty() {
        true => None,
        false => Some(rate(&mut sheet, desk, terms)?),
    };
    sheet.heading("Profit and tax")?;
    let depreciation = summed(&mut sheet, &written, "Depreciation", &books.depreciation)?;
    let mut line = |label: &str| sheet.lay(label, text::MONEY);
    let (profit, relief) = (
        line("Profit before tax")?,
        line("Of it, offset by losses brought forward")?,
    );
    let losses = line("Losses brought forward, end of the month")?;
    let gross = line("Tax before credits")?;
    let used = line("Credits used")?;
    let left = line("Credits left, end of the month")?;
    let due = line("Tax of the month, paid in the next")?;
    let total: Vec<f64> = (0..books.months)
        .map(|t| books.classes.iter().map(|class| class.book[t]).sum())
        .collect();
    let book = sheet.formulas(
        "Book value of everything",
        text::MONEY,
        Kind::Level,
        None,
        &total,
        |_, m| sum(&closing, m),
    )?;
    let tax = Tax {
        due,
        depreciation,
        book,
        reequipment: capex.reequipment,
        rate,
        profit,
        relief,
        losses,
        gross,
        used,
        left,
    };
    Ok((sheet, tax))
}

/// The rate of the month: those of the regions by what stands there.
fn rate(sheet: &mut Sheet, desk: &Desk, terms: &Terms) -> Done<Line> {
    let books = desk.books;
    sheet.heading("Where profit is taxed")?;
    let mut so_far = Vec::new();
    for region in &books.regions {
        let name = &desk.regions[region.number];
        let installed = sheet.inputs(
            &text::installed_in(name),
            text::MONEY,
            Kind::Flow,
            &region.installed,
        )?;
        so_far.push(sheet.formulas(
            &text::property_in(name),
            text::MONEY,
            Kind::Level,
            Some(Opening::Given(0.0)),
            &region.property,
            |line, m| format!("{}+{}", line.before(m), installed.at(m)),
        )?);
    }
    let all = sheet.formulas(
        "So far: everywhere",
        text::MONEY,
        Kind::Level,
        None,
        &books.property,
        |_, m| sum(&so_far, m),
    )?;
    sheet.formulas(
        "Rate of the month",
        text::RATIO,
        Kind::Level,
        None,
        &books.tax_rates,
        |_, m| {
            let taxed: Vec<String> = so_far
                .iter()
                .zip(&terms.regions)
                .map(|(line, rate)| format!("{rate}*{}", line.at(m)))
                .collect();
            let (all, taxed) = (all.at(m), taxed.join("+"));
            format!("IF({all}>0,({taxed})/{all},{})", terms.tax)
        },
    )
}

pub fn fill(
    sheet: &mut Sheet,
    desk: &Desk,
    terms: &Terms,
    tax: &Tax,
    (revenue, opex): (&Line, &Line),
    funding: &Funding,
    debt: &Debt,
) -> Done<()> {
    let books = desk.books;
    let nothing = || Some(Opening::Given(0.0));
    let (flow, level) = (Kind::Flow, Kind::Level);
    sheet.fill(&tax.profit, flow, None, &books.profit, |_, m| {
        format!(
            "{}-{}+{}-{}-{}",
            revenue.at(m),
            opex.at(m),
            tax.reequipment.at(m),
            tax.depreciation.at(m),
            debt.interest.at(m)
        )
    })?;
    sheet.fill(&tax.relief, flow, None, &books.relief, |_, m| {
        let (losses, profit) = (tax.losses.before(m), tax.profit.at(m));
        format!("MIN({losses},{}*MAX(0,{profit}))", terms.loss_limit)
    })?;
    sheet.fill(&tax.losses, level, nothing(), &books.losses, |line, m| {
        format!(
            "MAX(0,{}-{}+MAX(0,-{}))",
            line.before(m),
            tax.relief.at(m),
            tax.profit.at(m)
        )
    })?;
    sheet.fill(&tax.gross, flow, None, &books.gross_tax, |_, m| {
        let rate = match &tax.rate {
            Some(rate) => rate.at(m),
            None => terms.tax.to_string(),
        };
        format!(
            "{rate}*MAX(0,MAX(0,{})-{})",
            tax.profit.at(m),
            tax.relief.at(m)
        )
    })?;
    sheet.fill(&tax.used, flow, None, &books.credits_used, |_, m| {
        format!(
            "MIN({},{}+{})",
            tax.gross.at(m),
            tax.left.before(m),
            funding.credits.at(m)
        )
    })?;
    sheet.fill(
        &tax.left,
        level,
        nothing(),
        &books.credits_left,
        |line, m| {
            format!(
                "MAX(0,{}+{}-{})",
                line.before(m),
                funding.credits.at(m),
                tax.used.at(m)
            )
        },
    )?;
    sheet.fill(&tax.due, flow, nothing(), &books.tax, |_, m| {
        format!("{}-{}", tax.gross.at(m), tax.used.at(m))
    })
}

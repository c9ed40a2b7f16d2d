//! The sheets of what the draw gives: terms, time, revenue, cost, calls.

use fabcast_model::finance::booked::COSTS;
use rust_xlsxwriter::XlsxError;

use super::books::Books;
use super::grid::{Calendar, Kind, Line, Opening, Sheet, Single, Styles};
use super::text;

type Done<T> = Result<T, XlsxError>;

/// What every sheet needs.
pub struct Desk<'a> {
    pub calendar: &'a Calendar,
    pub styles: &'a Styles,
    pub books: &'a Books,
    /// Names of investors for people.
    pub names: &'a [String],
}

impl<'a> Desk<'a> {
    pub fn sheet(&self, name: &'static str) -> Done<Sheet<'a>> {
        let (_, title, intro) = text::SHEETS
            .iter()
            .find(|(n, ..)| *n == name)
            .unwrap_or(&text::SHEETS[0]);
        Sheet::new(name, title, intro, self.calendar, self.styles)
    }
}

/// Rates and terms on the sheet of inputs.
pub struct Terms {
    pub opening_cash: Single,
    pub tax: Single,
    pub decline: [Single; 3],
    pub retained: Single,
    pub carry: Single,
    pub discount: Single,
    /// Compounding, grace and maturity of each investor.
    pub parties: Vec<[Single; 4]>,
}

pub fn inputs<'a>(desk: &Desk<'a>) -> Done<(Sheet<'a>, Terms)> {
    let books = desk.books;
    let mut sheet = desk.sheet(text::INPUTS)?;
    sheet.heading("Company")?;
    let opening_cash = sheet.given("Opening cash", text::MONEY, text::INPUT, books.opening_cash)?;
    let tax = sheet.given("Tax on profits", text::PERCENT, text::INPUT, books.tax_rate)?;
    let mut decline = |label: &str, class: usize| {
        sheet.given(label, "1/month", text::INPUT, books.decline[class])
    };
    let decline = [
        decline("Written off a month: buildings", 0)?,
        decline("Written off a month: tools and plant", 1)?,
        decline("Written off a month: servers", 2)?,
    ];
    let retained = sheet.given(
        "Share of surplus kept",
        text::PERCENT,
        text::INPUT,
        books.retained,
    )?;
    let carry = sheet.given("Sponsor's carry", text::PERCENT, text::INPUT, books.carry)?;
    let discount = sheet.given(
        "Discount rate, real",
        text::PERCENT,
        text::INPUT,
        books.discount,
    )?;
    let mut parties = Vec::new();
    for (party, name) in books.parties.iter().zip(desk.names) {
        sheet.heading(name)?;
        let label = if party.lends {
            "Interest, real"
        } else {
            "Hurdle, real"
        };
        let rate = sheet.given(label, text::PERCENT, text::INPUT, party.rate)?;
        let compounding = sheet.result(
            "Growth a month",
            text::RATIO,
            &format!("=(1+{rate})^(1/12)"),
            party.compounding,
        )?;
        let grace = sheet.given(
            "Grace from the first draw",
            text::YEARS,
            text::INPUT,
            party.grace,
        )?;
        let maturity = sheet.given("Grace and term", text::YEARS, text::INPUT, party.maturity)?;
        parties.push([compounding, grace, maturity, rate]);
    }
    let terms = Terms {
        opening_cash,
        tax,
        decline,
        retained,
        carry,
        discount,
        parties,
    };
    Ok((sheet, terms))
}

/// Time on the sheet of timing.
pub struct Timing {
    /// Months since the start.
    pub number: Line,
    /// 1 in the last month.
    pub is_last: Line,
}

pub fn timing<'a>(desk: &Desk<'a>, start: (i32, u32)) -> Done<(Sheet<'a>, Timing)> {
    let n = desk.books.months;
    let mut sheet = desk.sheet(text::TIMING)?;
    sheet.heading("Time")?;
    let first_month = sheet.given(
        "First month: month of the year",
        "",
        text::INPUT,
        f64::from(start.1),
    )?;
    let first_year = sheet.given(
        "First month: calendar year",
        "",
        text::INPUT,
        f64::from(start.0),
    )?;
    let months = sheet.given("Number of months", text::MONTHS, text::INPUT, n as f64)?;
    let numbers: Vec<f64> = (0..n).map(|t| t as f64).collect();
    let number = sheet.formulas(
        "Months since the start",
        text::MONTHS,
        Kind::Level,
        Some(Opening::Given(-1.0)),
        &numbers,
        |line, month| format!("{}+1", line.before(month)),
    )?;
    let years: Vec<f64> = (0..n)
        .map(|t| f64::from(start.0 + ((start.1 - 1) as usize + t) as i32 / 12))
        .collect();
    sheet.formulas(
        "Calendar year",
        "",
        Kind::Level,
        None,
        &years,
        |_, month| {
            format!(
                "{first_year}+INT(({first_month}-1+{})/12)",
                number.at(month)
            )
        },
    )?;
    let last: Vec<f64> = (0..n).map(|t| f64::from(t + 1 == n)).collect();
    let is_last = sheet.formulas(
        "Last month",
        "flag",
        Kind::Level,
        None,
        &last,
        |_, month| format!("IF({}={months}-1,1,0)", number.at(month)),
    )?;
    Ok((sheet, Timing { number, is_last }))
}

/// Lines that add up to one.
pub fn summed<'a>(
    sheet: &mut Sheet<'a>,
    parts: &[Line],
    label: &str,
    values: &[f64],
) -> Done<Line> {
    sheet.formulas(label, text::MONEY, Kind::Flow, None, values, |_, month| {
        let cells: Vec<String> = parts.iter().map(|part| part.at(month)).collect();
        cells.join("+")
    })
}

pub fn revenue<'a>(desk: &Desk<'a>) -> Done<(Sheet<'a>, Line)> {
    let mut sheet = desk.sheet(text::REVENUE)?;
    sheet.heading("Revenue")?;
    let parts = [
        sheet.inputs("Hours rented", text::MONEY, Kind::Flow, &desk.books.rent)?,
        sheet.inputs(
            "Accelerators sold",
            text::MONEY,
            Kind::Flow,
            &desk.books.sales,
        )?,
    ];
    let total = summed(&mut sheet, &parts, "Revenue", &desk.books.revenue)?;
    Ok((sheet, total))
}

pub fn opex<'a>(desk: &Desk<'a>) -> Done<(Sheet<'a>, Line)> {
    let mut sheet = desk.sheet(text::OPEX)?;
    sheet.heading("Operating cost incurred")?;
    let mut parts = Vec::new();
    for ((_, label), values) in COSTS.iter().zip(&desk.books.costs) {
        parts.push(sheet.inputs(label, text::MONEY, Kind::Flow, values)?);
    }
    let total = summed(&mut sheet, &parts, "Operating cost", &desk.books.cost)?;
    Ok((sheet, total))
}

pub struct Capex {
    pub classes: [Line; 3],
    pub total: Line,
}

pub fn capex<'a>(desk: &Desk<'a>) -> Done<(Sheet<'a>, Capex)> {
    let mut sheet = desk.sheet(text::CAPEX)?;
    sheet.heading("Paid")?;
    let mut class =
        |label: &str, i: usize| sheet.inputs(label, text::MONEY, Kind::Flow, &desk.books.capex[i]);
    let classes = [
        class("Buildings", 0)?,
        class("Tools and plant, deposits included", 1)?,
        class("Servers, network, accelerators bought", 2)?,
    ];
    let total = summed(&mut sheet, &classes, "Capital cost", &desk.books.spent)?;
    Ok((sheet, Capex { classes, total }))
}

pub struct Funding {
    pub draws: Vec<Line>,
    pub drawn: Line,
    pub grants: Line,
    pub credits: Line,
    pub share: Line,
}

pub fn funding<'a>(desk: &Desk<'a>) -> Done<(Sheet<'a>, Funding)> {
    let books = desk.books;
    let mut sheet = desk.sheet(text::FUNDING)?;
    sheet.heading("Calls")?;
    let mut draws = Vec::new();
    for (party, name) in books.parties.iter().zip(desk.names) {
        draws.push(sheet.inputs(&text::call_on(name), text::MONEY, Kind::Flow, &party.draws)?);
    }
    let drawn = summed(&mut sheet, &draws, "Called from all", &books.drawn)?;
    sheet.heading("Public money")?;
    let grants = sheet.inputs("Grants received", text::MONEY, Kind::Flow, &books.grants)?;
    let credits = sheet.inputs(
        "Tax credits earned",
        text::MONEY,
        Kind::Flow,
        &books.credits,
    )?;
    sheet.heading("Liquidity")?;
    let share = sheet.inputs(
        "Share of bills paid",
        text::PERCENT,
        Kind::Level,
        &books.share,
    )?;
    let funding = Funding {
        draws,
        drawn,
        grants,
        credits,
        share,
    };
    Ok((sheet, funding))
}

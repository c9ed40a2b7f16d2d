//! The sheets of what the draw gives: time, revenue, cost, calls.

use fabcast_model::finance::Asset;
use fabcast_model::finance::booked::{COSTS, N_COSTS};
use rust_xlsxwriter::XlsxError;

use super::books::Books;
use super::grid::{Calendar, Kind, Line, Month, Opening, Sheet, Styles};
use super::terms::{Promise, Terms};
use super::text;

type Done<T> = Result<T, XlsxError>;

/// What every sheet needs.
pub struct Desk<'a> {
    pub calendar: &'a Calendar,
    pub styles: &'a Styles,
    pub books: &'a Books,
    /// Names of investors and of regions for people.
    pub names: &'a [String],
    pub regions: &'a [String],
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

/// Time on the sheet of timing.
pub struct Timing {
    /// Months since the start.
    pub number: Line,
    /// Calendar year.
    pub year: Line,
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
    let year = sheet.formulas(
        "Calendar year",
        "",
        Kind::Level,
        None,
        &desk.books.years,
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
    Ok((
        sheet,
        Timing {
            number,
            year,
            is_last,
        },
    ))
}

/// The sum of lines in a month; 0 of none.
pub fn sum(lines: &[Line], month: Month) -> String {
    let cells: Vec<String> = lines.iter().map(|line| line.at(month)).collect();
    match cells.is_empty() {
        true => "0".to_owned(),
        false => cells.join("+"),
    }
}

/// The part that one line is of another in a month; 0 of nothing.
pub fn part(a: &Line, b: &Line, month: Month) -> String {
    let (a, b) = (a.at(month), b.at(month));
    format!("IF({b}<=0,0,{a}/{b})")
}

/// Lines that add up to one.
pub fn summed<'a>(
    sheet: &mut Sheet<'a>,
    parts: &[Line],
    label: &str,
    values: &[f64],
) -> Done<Line> {
    sheet.formulas(label, text::MONEY, Kind::Flow, None, values, |_, month| {
        sum(parts, month)
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

/// Bills incurred, and of them re-equipment, which is capital.
pub fn opex<'a>(desk: &Desk<'a>) -> Done<(Sheet<'a>, Line, Line)> {
    let mut sheet = desk.sheet(text::OPEX)?;
    sheet.heading("Operating cost and re-equipment incurred")?;
    let mut parts = Vec::new();
    for ((_, label), values) in COSTS.iter().zip(&desk.books.costs) {
        parts.push(sheet.inputs(label, text::MONEY, Kind::Flow, values)?);
    }
    let total = summed(&mut sheet, &parts, "Bills incurred", &desk.books.cost)?;
    Ok((sheet, total, parts[N_COSTS - 1]))
}

pub struct Capex {
    /// Paid, by class.
    pub classes: Vec<Line>,
    /// What is written off: paid, and of tools re-equipment incurred.
    pub entered: Vec<Line>,
    pub total: Line,
    pub reequipment: Line,
}

pub fn capex<'a>(desk: &Desk<'a>, reequipment: Line) -> Done<(Sheet<'a>, Capex)> {
    let mut sheet = desk.sheet(text::CAPEX)?;
    sheet.heading("Paid")?;
    let mut classes = Vec::new();
    for (class, label) in desk.books.classes.iter().zip(text::PAID_FOR) {
        classes.push(sheet.inputs(label, text::MONEY, Kind::Flow, &class.paid)?);
    }
    let total = summed(&mut sheet, &classes, "Capital cost", &desk.books.spent)?;
    let tools = Asset::Tools as usize;
    let mut entered = classes.clone();
    entered[tools] = summed(
        &mut sheet,
        &[classes[tools], reequipment],
        "Tools and plant, with re-equipment incurred",
        &desk.books.classes[tools].entered,
    )?;
    let capex = Capex {
        classes,
        entered,
        total,
        reequipment,
    };
    Ok((sheet, capex))
}

pub struct Funding {
    /// Drawn from each investor.
    pub draws: Vec<Line>,
    pub drawn: Line,
    pub bridge: Option<Bridge>,
    pub grants: Line,
    pub credits: Line,
    pub share: Line,
}

/// Calls on the owners that repay bridges.
pub struct Bridge {
    promised: Line,
    /// To be filled by [`fill_calls`].
    pub called: Line,
}

pub fn funding<'a>(desk: &Desk<'a>, terms: &Terms, timing: &Timing) -> Done<(Sheet<'a>, Funding)> {
    let books = desk.books;
    let mut sheet = desk.sheet(text::FUNDING)?;
    sheet.heading("Calls")?;
    let mut draws = Vec::new();
    for (party, name) in books.parties.iter().zip(desk.names) {
        let label = text::call_on(name);
        draws.push(sheet.inputs(&label, text::MONEY, Kind::Flow, &party.drawn_for_needs)?);
    }
    let bridge = match books.bridged() {
        true => Some(calls(&mut sheet, desk, terms, timing, &mut draws)?),
        false => None,
    };
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
        bridge,
        grants,
        credits,
        share,
    };
    Ok((sheet, funding))
}

/// What owners have still to give, what of it is called to repay bridges, and, in place of the calls
/// for needs, what is called from each in all.
fn calls(
    sheet: &mut Sheet,
    desk: &Desk,
    terms: &Terms,
    timing: &Timing,
    draws: &mut [Line],
) -> Done<Bridge> {
    struct Lines {
        still: Line,
        given: Line,
        all: Line,
        drawn: Line,
    }
    let books = desk.books;
    let owners: Vec<(usize, &Promise)> = books
        .owners()
        .filter_map(|(i, ..)| Some((i, terms.parties[i].promise.as_ref()?)))
        .collect();
    sheet.heading("Calls on owners that repay bridges")?;
    let mut lines = Vec::new();
    for &(i, _) in &owners {
        let name = &desk.names[i];
        lines.push(Lines {
            still: sheet.lay(&text::still(name), text::MONEY)?,
            given: sheet.lay(&text::called(name), text::MONEY)?,
            all: sheet.lay(&text::in_all(name), text::MONEY)?,
            drawn: sheet.lay(&text::so_far(name), text::MONEY)?,
        });
    }
    let stills: Vec<Line> = lines.iter().map(|lines| lines.still).collect();
    let promised = sheet.formulas(
        "Promised by the owners",
        text::MONEY,
        Kind::Level,
        None,
        &books.promised,
        |_, m| sum(&stills, m),
    )?;
    let called = sheet.lay("Called to repay bridges", text::MONEY)?;
    for (&(i, promise), lines) in owners.iter().zip(&lines) {
        let (party, needs) = (&books.parties[i], draws[i]);
        let Lines {
            still,
            given,
            all,
            drawn,
        } = lines;
        sheet.fill(still, Kind::Level, None, &party.promised, |_, m| {
            format!(
                "IF({},MAX(0,{}-{}-{}),0)",
                promise.is_open(&timing.number, m),
                promise.commitment,
                drawn.before(m),
                needs.at(m)
            )
        })?;
        sheet.fill(given, Kind::Flow, None, &party.called, |_, m| {
            format!("{}*{}", called.at(m), part(still, &promised, m))
        })?;
        sheet.fill(all, Kind::Flow, None, &party.draws, |_, m| {
            format!("{}+{}", needs.at(m), given.at(m))
        })?;
        let opening = Some(Opening::Given(0.0));
        sheet.fill(drawn, Kind::Level, opening, &party.drawn, |line, m| {
            format!("{}+{}", line.before(m), all.at(m))
        })?;
        draws[i] = *all;
    }
    Ok(Bridge { promised, called })
}

/// What is called to repay the bridges that are due: as far as the owners have promised.
pub fn fill_calls(sheet: &mut Sheet, books: &Books, bridge: &Bridge, due: &Line) -> Done<()> {
    sheet.fill(&bridge.called, Kind::Flow, None, &books.called, |_, m| {
        format!("MIN({},{})", due.at(m), bridge.promised.at(m))
    })
}

//! The sheet of inputs: rates and terms of the company and of each investor.

use fabcast_model::capital::Repayment;
use rust_xlsxwriter::XlsxError;

use super::blocks::Desk;
use super::books::{Books, Covenants, Loan, Party};
use super::grid::{Calendar, Kind, Line, Month, Sheet, Single};
use super::text;

type Done<T> = Result<T, XlsxError>;

/// How a class of assets is written off.
pub enum Writing {
    /// A share of the book value a month.
    Decline(Single),
    /// Shares of cost by tax year.
    Table(Line),
}

/// Rates and terms on the sheet of inputs.
pub struct Terms {
    pub opening_cash: Single,
    pub tax: Single,
    pub loss_limit: Single,
    pub writing: Vec<Writing>,
    /// Tax years after the payment, above the tables; none without.
    pub ages: Option<Line>,
    /// Rates of the regions where anything is built.
    pub regions: Vec<Single>,
    pub retained: Single,
    pub carry: Single,
    pub discount: Single,
    pub covenants: CovenantTerms,
    pub parties: Vec<PartyTerms>,
}

/// What all lenders agree on; none where nothing is agreed.
pub struct CovenantTerms {
    pub reserve: Option<Single>,
    pub sweep: Option<Single>,
    pub lock_up: Option<Single>,
    pub default: Option<Single>,
}

/// Terms of an investor.
pub struct PartyTerms {
    /// Real yearly rate, and the growth of a month from it.
    pub rate: Single,
    pub compounding: Single,
    /// When money can be drawn, and how much; where a formula asks.
    pub promise: Option<Promise>,
    pub guarantee: Option<GuaranteeTerms>,
    /// Yearly commitment fee.
    pub fee: Option<Single>,
    /// Grace, and grace and term together.
    pub repaid: Option<[Single; 2]>,
    /// Cover that sculpted repayments aim at.
    pub target: Option<Single>,
}

/// Share of principal that is guaranteed, and the yearly fee on it.
pub struct GuaranteeTerms {
    pub share: Single,
    pub fee: Single,
}

/// What an investor has promised, and when it is open.
pub struct Promise {
    pub commitment: Single,
    approved: Single,
    closing: Single,
    /// Month in which a bridge is repaid.
    pub until: Option<Single>,
}

impl Promise {
    /// Whether money can be drawn in a month; `number` counts months.
    pub fn is_open(&self, number: &Line, month: Month) -> String {
        let now = number.at(month);
        let until = match &self.until {
            Some(until) => format!(",{now}<{until}"),
            None => String::new(),
        };
        format!("AND({}=1,{now}>={}{until})", self.approved, self.closing)
    }
}

pub fn inputs<'a>(desk: &Desk<'a>) -> Done<(Sheet<'a>, Terms)> {
    let books = desk.books;
    let longest = books.classes.iter().map(|class| class.table.len()).max();
    // The columns of this sheet are the tax years of the tables.
    let calendar = Calendar {
        months: (0..longest.unwrap_or(0)).map(text::tax_year).collect(),
    };
    let (_, title, intro) = text::SHEETS[0];
    let mut sheet = Sheet::new(text::INPUTS, title, intro, &calendar, desk.styles)?;
    sheet.heading("Company")?;
    let opening_cash = sheet.given("Opening cash", text::MONEY, text::INPUT, books.opening_cash)?;
    let inflation = sheet.given(
        "Inflation, yearly",
        text::PERCENT,
        text::INPUT,
        books.inflation,
    )?;
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
    sheet.heading("Tax")?;
    let tax = sheet.given("Tax on profits", text::PERCENT, text::INPUT, books.tax_rate)?;
    let mut regions = Vec::new();
    for region in &books.regions {
        let label = text::tax_in(&desk.regions[region.number]);
        regions.push(sheet.given(&label, text::PERCENT, text::INPUT, region.rate)?);
    }
    let loss_limit = sheet.given(
        "Share of a profit that losses may offset",
        text::PERCENT,
        text::INPUT,
        books.loss_limit,
    )?;
    let (writing, ages) = write_offs(&mut sheet, books, calendar.months.len())?;
    let covenants = covenants(&mut sheet, &books.covenants)?;
    let mut parties = Vec::new();
    for (party, name) in books.parties.iter().zip(desk.names) {
        sheet.heading(name)?;
        parties.push(investor(&mut sheet, party, books.bridged(), &inflation)?);
    }
    let terms = Terms {
        opening_cash,
        tax,
        loss_limit,
        writing,
        ages,
        regions,
        retained,
        carry,
        discount,
        covenants,
        parties,
    };
    Ok((sheet, terms))
}

/// How each class is written off; tables stand in columns, a tax year each.
fn write_offs(
    sheet: &mut Sheet,
    books: &Books,
    years: usize,
) -> Done<(Vec<Writing>, Option<Line>)> {
    sheet.heading("Depreciation")?;
    let ages: Vec<f64> = (0..years).map(|year| year as f64).collect();
    let ages = match years {
        0 => None,
        _ => Some(sheet.inputs(
            "Tax years after the payment",
            text::YEARS,
            Kind::Level,
            &ages,
        )?),
    };
    let mut writing = Vec::new();
    for (class, label) in books.classes.iter().zip(text::CLASSES) {
        writing.push(if class.table.is_empty() {
            let label = text::written_a_month(label);
            Writing::Decline(sheet.given(&label, "1/month", text::INPUT, class.decline)?)
        } else {
            let mut shares = class.table.clone();
            shares.resize(years, 0.0);
            let label = text::written_by_year(label);
            Writing::Table(sheet.inputs(&label, text::RATIO, Kind::Flow, &shares)?)
        });
    }
    Ok((writing, ages))
}

fn covenants(sheet: &mut Sheet, agreed: &Covenants) -> Done<CovenantTerms> {
    let Covenants {
        reserve,
        sweep,
        lock_up,
        default,
    } = *agreed;
    if reserve > 0.0 || sweep.is_some() || lock_up > 0.0 || default > 0.0 {
        sheet.heading("All lenders")?;
    }
    let mut line = |label: &str, unit: &str, value: f64| -> Done<Option<Single>> {
        match value > 0.0 {
            true => sheet.given(label, unit, text::INPUT, value).map(Some),
            false => Ok(None),
        }
    };
    Ok(CovenantTerms {
        reserve: line("Debt service kept in reserve (DSRA)", text::MONTHS, reserve)?,
        lock_up: line("Lock-up: least DSCR to distribute", text::RATIO, lock_up)?,
        default: line("Default: least DSCR to borrow", text::RATIO, default)?,
        sweep: line(
            "Sweep: share of what could be distributed",
            text::PERCENT,
            sweep.unwrap_or(0.0),
        )?,
    })
}

fn investor(
    sheet: &mut Sheet,
    party: &Party,
    bridged: bool,
    inflation: &Single,
) -> Done<PartyTerms> {
    let loan = party.loan();
    let preferred = party.owner().is_some_and(|owner| owner.preferred);
    let word = match (loan, preferred) {
        (Some(_), _) => "Interest",
        (None, true) => "Coupon",
        (None, false) => "Hurdle",
    };
    let nominal = sheet.given(
        &format!("{word}, nominal"),
        text::PERCENT,
        text::INPUT,
        party.nominal,
    )?;
    let mut signed = nominal.to_string();
    let mut guarantee = None;
    if let Some(terms) = loan.and_then(|loan| loan.guarantee) {
        let mut share =
            |label: &str, value: f64| sheet.given(label, text::PERCENT, text::INPUT, value);
        let of = share("Guaranteed share of principal", terms.share)?;
        let rate = share("Interest on it, nominal", terms.rate)?;
        let fee = share("Guarantor's fee on it, a year", terms.fee)?;
        signed = format!("((1-{of})*{nominal}+{of}*{rate})");
        guarantee = Some(GuaranteeTerms { share: of, fee });
    }
    let rate = sheet.result(
        &format!("{word}, real"),
        text::PERCENT,
        &format!("=(1+{signed})/(1+{inflation})-1"),
        party.rate,
    )?;
    let compounding = sheet.result(
        "Growth a month",
        text::RATIO,
        &format!("=(1+{rate})^(1/12)"),
        party.compounding,
    )?;
    let fee = match loan.and_then(|loan| loan.fee) {
        Some(fee) => {
            Some(sheet.given("Commitment fee, a year", text::PERCENT, text::INPUT, fee)?)
        }
        None => None,
    };
    let promise = match fee.is_some() || (bridged && loan.is_none()) || is_bridge(loan) {
        true => Some(promise(sheet, party, loan.and_then(|loan| loan.bridge))?),
        false => None,
    };
    let mut terms = PartyTerms {
        rate,
        compounding,
        promise,
        guarantee,
        fee,
        repaid: None,
        target: None,
    };
    if let Some(loan) = loan.filter(|loan| loan.bridge.is_none()) {
        sheet.words("Repayment", text::repayment(loan.repayment))?;
        terms.repaid = Some([
            sheet.given(
                "Grace from the first draw",
                text::YEARS,
                text::INPUT,
                loan.grace,
            )?,
            sheet.given("Grace and term", text::YEARS, text::INPUT, loan.maturity)?,
        ]);
        if loan.capitalises {
            sheet.words("Interest and fees of the grace", text::JOIN)?;
        }
        if loan.repayment == Repayment::Sculpted {
            terms.target = Some(sheet.given(
                "DSCR that repayments aim at",
                text::RATIO,
                text::INPUT,
                loan.target,
            )?);
        }
    }
    Ok(terms)
}

fn is_bridge(loan: Option<&Loan>) -> bool {
    loan.is_some_and(|loan| loan.bridge.is_some())
}

fn promise(sheet: &mut Sheet, party: &Party, until: Option<f64>) -> Done<Promise> {
    let mut given = |label, unit, value| sheet.given(label, unit, text::INPUT, value);
    Ok(Promise {
        commitment: given("Commitment", text::MONEY, party.commitment)?,
        approved: given("Approved (1) or not (0)", "flag", party.approved)?,
        closing: given("Open from month", text::MONTHS, party.closing)?,
        until: match until {
            Some(until) => Some(given(
                "Repaid by the owners from month",
                text::MONTHS,
                until,
            )?),
            None => None,
        },
    })
}

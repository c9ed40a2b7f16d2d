//! Debt, month by month.

use fabcast_model::capital::Repayment;
use rust_xlsxwriter::XlsxError;

use super::blocks::{Desk, Funding, Timing, part, sum};
use super::books::{Loan, Party};
use super::grid::{Kind, Line, Month, Opening, Sheet};
use super::terms::{GuaranteeTerms, PartyTerms, Terms};
use super::text;

type Done<T> = Result<T, XlsxError>;

pub struct Debt {
    /// Interest and fees accrued, and those that are bills.
    pub interest: Line,
    pub principal: Line,
    /// Interest, fees and principal due in cash.
    pub service: Line,
    /// Owed by bridges that are due.
    pub bridges_due: Option<Line>,
    /// Debt before the sweep.
    pub owed: Option<Line>,
    pub balance: Line,
    pub lenders: Vec<Lender>,
}

/// A lender's lines.
pub struct Lender {
    /// Its number among the investors.
    pub number: usize,
    pub received: Line,
    pub balance: Line,
}

/// What debt depends on that depends on debt: lines to be filled later.
pub struct Later<'a> {
    /// Tax of the month.
    pub tax: &'a Line,
    /// What the sweep repays.
    pub swept: Option<&'a Line>,
}

/// Lines of a loan; those that its terms ask for.
struct Lines {
    since: Line,
    open: Option<Line>,
    drawn: Option<Line>,
    interest: Line,
    fee: Option<Line>,
    guarantor: Option<Line>,
    joins: Option<Line>,
    repaying: Option<Line>,
    principal: Option<Line>,
    received: Line,
    after_bills: Option<Line>,
    due: Option<Line>,
    repaid: Option<Line>,
    swept: Option<Line>,
    balance: Line,
}

impl Lines {
    fn lay(sheet: &mut Sheet, loan: &Loan, sweeps: bool) -> Done<Lines> {
        let bridge = loan.bridge.is_some();
        let fee = loan.fee.is_some();
        let guaranteed = loan.guarantee.is_some();
        let sculpted = loan.repayment == Repayment::Sculpted;
        Ok(Lines {
            since: sheet.lay("Months since the first draw", text::MONTHS)?,
            open: sheet.lay_if(fee, "Can be drawn", text::FLAG)?,
            drawn: sheet.lay_if(fee, "Drawn so far", text::MONEY)?,
            interest: sheet.lay("Interest accrued", text::MONEY)?,
            fee: sheet.lay_if(fee, "Commitment fee", text::MONEY)?,
            guarantor: sheet.lay_if(guaranteed, "Guarantor's fee", text::MONEY)?,
            joins: sheet.lay_if(loan.capitalises, "They join the debt", text::FLAG)?,
            repaying: sheet.lay_if(sculpted, "Debt being repaid", text::MONEY)?,
            principal: sheet.lay_if(!bridge, "Principal due", text::MONEY)?,
            after_bills: sheet.lay_if(bridge || sweeps, "Debt after the bills", text::MONEY)?,
            due: sheet.lay_if(bridge, "Due from the owners", text::MONEY)?,
            repaid: sheet.lay_if(bridge, "Repaid by the owners", text::MONEY)?,
            swept: sheet.lay_if(sweeps, "Repaid by the sweep", text::MONEY)?,
            received: sheet.lay("Paid to the lender", text::MONEY)?,
            balance: sheet.lay("Debt at the end of the month", text::MONEY)?,
        })
    }

    /// Interest and fees accrued in a month.
    fn accrued(&self, m: Month) -> String {
        let lines: Vec<Line> = [Some(self.interest), self.fee, self.guarantor]
            .into_iter()
            .flatten()
            .collect();
        format!("({})", sum(&lines, m))
    }

    /// The share of what accrues that is a bill.
    fn billed(&self, m: Month) -> String {
        match self.joins {
            Some(joins) => format!("(1-{})", joins.at(m)),
            None => "1".to_owned(),
        }
    }

    /// Debt before the sweep.
    fn before_sweep(&self, m: Month) -> String {
        match (self.after_bills, self.repaid) {
            (Some(debt), Some(repaid)) => format!("MAX(0,{}-{})", debt.at(m), repaid.at(m)),
            (Some(debt), None) => debt.at(m),
            (None, _) => self.balance.at(m),
        }
    }
}

/// Sums over all lenders that the formulas of each refer to.
struct Totals {
    cash_interest: Line,
    sculpting: Option<Sculpting>,
    bridges_due: Option<Line>,
    owed: Option<Line>,
}

/// What sculpted repayments follow from.
struct Sculpting {
    cash: Line,
    others: Line,
    debt: Line,
}

pub fn debt<'a>(
    desk: &Desk<'a>,
    terms: &Terms,
    timing: &Timing,
    trade: (&Line, &Line),
    funding: &Funding,
    later: &Later,
) -> Done<(Sheet<'a>, Debt)> {
    let books = desk.books;
    let mut sheet = desk.sheet(text::DEBT)?;
    let mut lenders = Vec::new();
    for (i, _, loan) in books.loans() {
        sheet.heading(&desk.names[i])?;
        lenders.push((i, Lines::lay(&mut sheet, loan, later.swept.is_some())?));
    }
    sheet.heading("All lenders")?;
    let (totals, mut debt) = totals(&mut sheet, desk, trade, later, &lenders)?;
    for (i, lines) in &lenders {
        let (party, terms) = (&books.parties[*i], &terms.parties[*i]);
        let Some(loan) = party.loan() else { continue };
        let filled = Filled {
            lines,
            party,
            loan,
            terms,
            draw: &funding.draws[*i],
        };
        filled.accrue(&mut sheet, timing)?;
        filled.repay(&mut sheet, &totals)?;
        filled.pay(&mut sheet, timing, funding, later, &totals)?;
        debt.lenders.push(Lender {
            number: *i,
            received: lines.received,
            balance: lines.balance,
        });
    }
    Ok((sheet, debt))
}

fn totals(
    sheet: &mut Sheet,
    desk: &Desk,
    (revenue, opex): (&Line, &Line),
    later: &Later,
    lenders: &[(usize, Lines)],
) -> Done<(Totals, Debt)> {
    let books = desk.books;
    let all = |of: &dyn Fn(&Lines) -> String| -> String {
        let terms: Vec<String> = lenders.iter().map(|(_, lines)| of(lines)).collect();
        match terms.is_empty() {
            true => "0".to_owned(),
            false => terms.join("+"),
        }
    };
    let some = |of: &dyn Fn(usize, &Lines) -> Option<Line>, m: Month| -> String {
        let lines: Vec<Line> = lenders
            .iter()
            .filter_map(|(i, lines)| of(*i, lines))
            .collect();
        sum(&lines, m)
    };
    let sculpted = |i: usize| {
        let loan = books.parties[i].loan();
        loan.is_some_and(|loan| loan.repayment == Repayment::Sculpted)
    };
    let mut flow = |label: &str, values: &[f64], formula: &dyn Fn(Month) -> String| {
        sheet.formulas(label, text::MONEY, Kind::Flow, None, values, |_, m| {
            formula(m)
        })
    };
    let interest = flow("Interest and fees accrued", &books.interest, &|m| {
        all(&|lines| lines.accrued(m))
    })?;
    let cash_interest = match books.capitalises() {
        true => flow("Interest and fees due", &books.cash_interest, &|m| {
            all(&|lines| format!("{}*{}", lines.billed(m), lines.accrued(m)))
        })?,
        false => interest,
    };
    let sculpting = match books.sculpts() {
        true => Some(Sculpting {
            cash: flow(
                "Cash of last month before debt service",
                &books.before_service,
                &|m| {
                    format!(
                        "{}-{}-{}",
                        revenue.before(m),
                        opex.before(m),
                        later.tax.before(m)
                    )
                },
            )?,
            others: flow(
                "Principal due, sculpted loans left out",
                &books.straight,
                &|m| some(&|i, lines| lines.principal.filter(|_| !sculpted(i)), m),
            )?,
            debt: sheet.formulas(
                "Debt being repaid, sculpted loans",
                text::MONEY,
                Kind::Level,
                None,
                &books.sculpted,
                |_, m| some(&|_, lines| lines.repaying, m),
            )?,
        }),
        false => None,
    };
    let mut line = |label: &str, kind: Kind, values: &[f64], formula: &dyn Fn(Month) -> String| {
        sheet.formulas(label, text::MONEY, kind, None, values, |_, m| formula(m))
    };
    let principal = line("Principal due", Kind::Flow, &books.principal, &|m| {
        some(&|_, lines| lines.principal, m)
    })?;
    let service = line("Debt service due", Kind::Flow, &books.service, &|m| {
        format!("{}+{}", cash_interest.at(m), principal.at(m))
    })?;
    let bridges_due = match books.bridged() {
        true => Some(line(
            "Due from the owners",
            Kind::Level,
            &books.bridges_due,
            &|m| some(&|_, lines| lines.due, m),
        )?),
        false => None,
    };
    let owed = match later.swept {
        Some(_) => Some(line(
            "Debt before the sweep",
            Kind::Level,
            &books.owed,
            &|m| all(&|lines| lines.before_sweep(m)),
        )?),
        None => None,
    };
    let balance = line(
        "Debt at the end of the month",
        Kind::Level,
        &books.debt,
        &|m| all(&|lines| lines.balance.at(m)),
    )?;
    let totals = Totals {
        cash_interest,
        sculpting,
        bridges_due,
        owed,
    };
    let debt = Debt {
        interest,
        principal,
        service,
        bridges_due,
        owed,
        balance,
        lenders: Vec::new(),
    };
    Ok((totals, debt))
}

/// A loan whose lines are filled.
struct Filled<'s> {
    lines: &'s Lines,
    party: &'s Party,
    loan: &'s Loan,
    terms: &'s PartyTerms,
    draw: &'s Line,
}

impl Filled<'_> {
    /// Whether the grace is over.
    fn is_past_grace(&self, m: Month) -> String {
        let since = self.lines.since.at(m);
        match &self.terms.repaid {
            Some([grace, _]) => format!("AND({since}>0,{since}*(1/12)>={grace})"),
            None => format!("{since}>=0"),
        }
    }

    /// Interest and fees.
    fn accrue(&self, sheet: &mut Sheet, timing: &Timing) -> Done<()> {
        let Filled {
            lines,
            loan,
            terms,
            draw,
            ..
        } = self;
        let debt = lines.balance;
        let before = Some(Opening::Given(-1.0));
        sheet.fill(&lines.since, Kind::Level, before, &loan.since, |line, m| {
            let before = line.before(m);
            format!("IF({before}>=0,{before}+1,IF({}>0,0,-1))", draw.at(m))
        })?;
        sheet.fill(&lines.interest, Kind::Flow, None, &loan.interest, |_, m| {
            format!("{}*({}-1)", debt.before(m), terms.compounding)
        })?;
        if let (Some(open), Some(drawn), Some(line), Some(fee), Some(promise)) = (
            lines.open,
            lines.drawn,
            lines.fee,
            &terms.fee,
            &terms.promise,
        ) {
            sheet.fill(&open, Kind::Level, None, &loan.open, |_, m| {
                format!("IF({},1,0)", promise.is_open(&timing.number, m))
            })?;
            let nothing = Some(Opening::Given(0.0));
            sheet.fill(
                &drawn,
                Kind::Level,
                nothing,
                &self.party.drawn,
                |line, m| format!("{}+{}", line.before(m), draw.at(m)),
            )?;
            sheet.fill(&line, Kind::Flow, None, &loan.commitment_fee, |_, m| {
                let undrawn = format!("MAX(0,{}-{})", promise.commitment, drawn.before(m));
                format!("{}*{fee}/12*{undrawn}", open.at(m))
            })?;
        }
        if let (Some(line), Some(guarantee)) = (lines.guarantor, &terms.guarantee) {
            let GuaranteeTerms { share, fee } = guarantee;
            sheet.fill(&line, Kind::Flow, None, &loan.guarantor_fee, |_, m| {
                format!("{}*{share}*{fee}/12", debt.before(m))
            })?;
        }
        if let Some(line) = lines.joins {
            sheet.fill(&line, Kind::Level, None, &loan.joins, |_, m| {
                format!("IF({},0,1)", self.is_past_grace(m))
            })?;
        }
        Ok(())
    }

    /// Principal by the profile of the loan.
    fn repay(&self, sheet: &mut Sheet, totals: &Totals) -> Done<()> {
        let Filled {
            lines, loan, terms, ..
        } = self;
        let (Some(principal), Some([_, maturity])) = (lines.principal, &terms.repaid) else {
            return Ok(());
        };
        let debt = lines.balance;
        if let Some(line) = lines.repaying {
            sheet.fill(&line, Kind::Level, None, &loan.repaying, |_, m| {
                format!("IF({},{},0)", self.is_past_grace(m), debt.before(m))
            })?;
        }
        sheet.fill(&principal, Kind::Flow, None, &loan.principal, |_, m| {
            let left = format!("MAX(1/12,{maturity}-{}*(1/12))", lines.since.at(m));
            let straight = format!("MIN(1,(1/12)/{left})");
            let is_last = format!("{left}<=1/12+0.000000001");
            let debt = debt.before(m);
            let due = match loan.repayment {
                Repayment::Straight => format!("{debt}*{straight}"),
                Repayment::Bullet => format!("IF({is_last},{debt},0)"),
                Repayment::Annuity => {
                    let (rate, growth) = (&terms.rate, &terms.compounding);
                    let share = format!("MIN(1,({growth}-1)/((1+{rate})^{left}-1))");
                    let share = format!("IF(ABS({growth}-1)<0.000000000001,{straight},{share})");
                    format!("{debt}*IF({is_last},1,{share})")
                }
                Repayment::Sculpted => {
                    let (Some(from), Some(target), Some(repaying)) =
                        (&totals.sculpting, &terms.target, &lines.repaying)
                    else {
                        return "0".to_owned();
                    };
                    let room = format!(
                        "MAX(0,MAX(0,{})/{target}-{}-{})",
                        from.cash.at(m),
                        totals.cash_interest.at(m),
                        from.others.at(m)
                    );
                    let share = part(repaying, &from.debt, m);
                    format!("IF({is_last},{debt},MIN({debt},{share}*{room}))")
                }
            };
            format!("IF({},{due},0)", self.is_past_grace(m))
        })
    }

    /// What is paid, and the debt that is left.
    fn pay(
        &self,
        sheet: &mut Sheet,
        timing: &Timing,
        funding: &Funding,
        later: &Later,
        totals: &Totals,
    ) -> Done<()> {
        let Filled {
            lines,
            party,
            loan,
            terms,
            draw,
        } = self;
        let share = &funding.share;
        let zero = |line: Option<Line>, m: Month| line.map_or("0".to_owned(), |line| line.at(m));
        let after_bills = |m: Month| {
            let unpaid = match lines.joins {
                Some(joins) => format!("(1-(1-{})*{})", joins.at(m), share.at(m)),
                None => format!("(1-{})", share.at(m)),
            };
            format!(
                "MAX(0,{}+{}+{unpaid}*{}-{}*{})",
                lines.balance.before(m),
                draw.at(m),
                lines.accrued(m),
                share.at(m),
                zero(lines.principal, m)
            )
        };
        if let Some(line) = lines.after_bills {
            let values = &loan.after_bills;
            sheet.fill(&line, Kind::Level, None, values, |_, m| after_bills(m))?;
        }
        if let (Some(due), Some(repaid), Some(debt)) = (lines.due, lines.repaid, lines.after_bills)
        {
            let until = terms.promise.as_ref().and_then(|p| p.until.as_ref());
            if let Some(until) = until {
                sheet.fill(&due, Kind::Level, None, &loan.due, |_, m| {
                    format!("IF({}>={until},{},0)", timing.number.at(m), debt.at(m))
                })?;
            }
            if let (Some(bridge), Some(all)) = (&funding.bridge, &totals.bridges_due) {
                sheet.fill(&repaid, Kind::Flow, None, &loan.repaid, |_, m| {
                    format!("{}*{}", bridge.called.at(m), part(&due, all, m))
                })?;
            }
        }
        if let (Some(line), Some(all), Some(owed)) = (lines.swept, later.swept, totals.owed) {
            sheet.fill(&line, Kind::Flow, None, &loan.swept, |_, m| {
                let (debt, owed) = (lines.before_sweep(m), owed.at(m));
                format!("{}*IF({owed}<=0,0,{debt}/{owed})", all.at(m))
            })?;
        }
        sheet.fill(
            &lines.received,
            Kind::Flow,
            None,
            &party.received,
            |_, m| {
                let interest: Vec<Line> = [Some(lines.interest), lines.fee]
                    .into_iter()
                    .flatten()
                    .collect();
                let mut paid = format!(
                    "{}*({}*({})+{})",
                    share.at(m),
                    lines.billed(m),
                    sum(&interest, m),
                    zero(lines.principal, m)
                );
                for more in [lines.repaid, lines.swept].into_iter().flatten() {
                    paid += &format!("+{}", more.at(m));
                }
                paid
            },
        )?;
        let nothing = Some(Opening::Given(0.0));
        sheet.fill(
            &lines.balance,
            Kind::Level,
            nothing,
            &party.balance,
            |_, m| match (lines.after_bills, lines.swept) {
                (None, _) => after_bills(m),
                (_, None) => lines.before_sweep(m),
                (_, Some(swept)) => format!("MAX(0,{}-{})", lines.before_sweep(m), swept.at(m)),
            },
        )
    }
}

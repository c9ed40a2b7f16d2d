//! Who gets what is distributed, month by month.

use rust_xlsxwriter::XlsxError;

use super::blocks::{Desk, Funding, part, sum};
use super::cash::Cash;
use super::grid::{Kind, Line, Month, Opening, Sheet};
use super::terms::Terms;
use super::text;

type Done<T> = Result<T, XlsxError>;

pub struct Waterfall {
    pub owners: Vec<OwnerLines>,
    /// Drawn from all owners so far, and from those who share in the rest.
    pub drawn: Line,
    pub sharing: Line,
    pub sponsor: Line,
}

/// Lines of an owner.
pub struct OwnerLines {
    /// Its number among the investors, and the position of its rank.
    pub number: usize,
    pub rank: usize,
    /// Whether it shares in what is left over the accounts.
    pub shares: bool,
    pub drawn: Line,
    asked: Line,
    pub received: Line,
    pub account: Line,
}

/// Lines of a rank.
struct Rank {
    asked: Line,
    given: Line,
}

pub fn waterfall<'a>(
    desk: &Desk<'a>,
    terms: &Terms,
    funding: &Funding,
    cash: &Cash,
) -> Done<(Sheet<'a>, Waterfall)> {
    let books = desk.books;
    let ranks = books.ranks.len();
    let mut sheet = desk.sheet(text::WATERFALL)?;
    let lay_all = |sheet: &mut Sheet| -> Done<Vec<Line>> {
        let mut lines = Vec::new();
        for (i, ..) in books.owners() {
            lines.push(sheet.lay(&desk.names[i], text::MONEY)?);
        }
        Ok(lines)
    };
    sheet.heading("Drawn so far")?;
    let drawn = lay_all(&mut sheet)?;
    let all_drawn = sheet.lay("All equity", text::MONEY)?;
    let label = "All but preferred equity";
    let but_preferred = sheet.lay_if(books.prefers(), label, text::MONEY)?;
    sheet.heading("Asked for by hurdle or coupon")?;
    let asked = lay_all(&mut sheet)?;
    let mut lines = Vec::new();
    for (position, &rank) in books.ranks.iter().enumerate() {
        let label = text::rank("All equity", rank, ranks);
        let of_rank = books.owners().zip(&asked);
        let of_rank: Vec<Line> = of_rank
            .filter(|((.., owner), _)| owner.rank == position)
            .map(|(_, &line)| line)
            .collect();
        let values = &books.asked[position];
        lines.push(
            sheet.formulas(&label, text::MONEY, Kind::Level, None, values, |_, m| {
                sum(&of_rank, m)
            })?,
        );
    }
    sheet.heading("Distributed")?;
    let mut by_rank: Vec<Rank> = Vec::new();
    for (position, asked) in lines.into_iter().enumerate() {
        let label = text::rank("To the accounts", books.ranks[position], ranks);
        let values = &books.given[position];
        let given = sheet.formulas(&label, text::MONEY, Kind::Flow, None, values, |_, m| {
            format!("MIN({},{})", left(cash, &by_rank, m), asked.at(m))
        })?;
        by_rank.push(Rank { asked, given });
    }
    let sharing = but_preferred.unwrap_or(all_drawn);
    let rest = sheet.formulas(
        "Rest to equity",
        text::MONEY,
        Kind::Flow,
        None,
        &books.rest,
        |_, m| {
            let left = left(cash, &by_rank, m);
            format!("IF({}>0,(1-{})*({left}),0)", sharing.at(m), terms.carry)
        },
    )?;
    let sponsor = sheet.formulas(
        "Sponsor's carry",
        text::MONEY,
        Kind::Flow,
        None,
        &books.sponsor,
        |_, m| format!("{}-{}", left(cash, &by_rank, m), rest.at(m)),
    )?;
    sheet.heading("Received")?;
    let received = lay_all(&mut sheet)?;
    sheet.heading("Accounts of hurdle or coupon, end of the month")?;
    let accounts = lay_all(&mut sheet)?;
    let mut owners = Vec::new();
    for (k, (i, party, owner)) in books.owners().enumerate() {
        let lines = OwnerLines {
            number: i,
            rank: owner.rank,
            shares: !owner.preferred,
            drawn: drawn[k],
            asked: asked[k],
            received: received[k],
            account: accounts[k],
        };
        let rank = &by_rank[owner.rank];
        let nothing = || Some(Opening::Given(0.0));
        let draw = &funding.draws[i];
        sheet.fill(
            &lines.drawn,
            Kind::Level,
            nothing(),
            &party.drawn,
            |line, m| format!("{}+{}", line.before(m), draw.at(m)),
        )?;
        let growth = &terms.parties[i].compounding;
        sheet.fill(&lines.asked, Kind::Level, None, &owner.asked, |_, m| {
            format!("{}*{growth}+{}", lines.account.before(m), draw.at(m))
        })?;
        let paid = |m| {
            let part = part(&lines.asked, &rank.asked, m);
            format!("{}*{part}", rank.given.at(m))
        };
        sheet.fill(
            &lines.received,
            Kind::Flow,
            None,
            &party.received,
            |_, m| {
                let rest = match lines.shares {
                    true => format!("+{}*{}", rest.at(m), part(&lines.drawn, &sharing, m)),
                    false => String::new(),
                };
                format!("{}{rest}", paid(m))
            },
        )?;
        let balance = &party.balance;
        sheet.fill(&lines.account, Kind::Level, nothing(), balance, |_, m| {
            format!("MAX(0,{}-{})", lines.asked.at(m), paid(m))
        })?;
        owners.push(lines);
    }
    sheet.fill(
        &all_drawn,
        Kind::Level,
        None,
        &books.equity_drawn,
        |_, m| sum(&drawn, m),
    )?;
    if let Some(line) = &but_preferred {
        let shares = owners.iter().filter(|owner| owner.shares);
        let drawn: Vec<Line> = shares.map(|owner| owner.drawn).collect();
        sheet.fill(line, Kind::Level, None, &books.sharing_drawn, |_, m| {
            sum(&drawn, m)
        })?;
    }
    let waterfall = Waterfall {
        owners,
        drawn: all_drawn,
        sharing,
        sponsor,
    };
    Ok((sheet, waterfall))
}

/// What is distributed less what ranks before were given.
fn left(cash: &Cash, ranks: &[Rank], m: Month) -> String {
    let mut left = cash.distributed.at(m);
    for rank in ranks {
        left += &format!("-{}", rank.given.at(m));
    }
    left
}

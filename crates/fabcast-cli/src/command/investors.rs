//! `fabcast investors`.

use fabcast::document::investors::{
    Covenant, FILE, Investor, InvestorsDocument, LoanCover, Spread,
};
use fabcast::ensemble::Options;
use fabcast::format::{Measure, NONE, in_full, month_name, month_of, percent, ratio};
use fabcast::investors::{self, Change};
use fabcast::output;
use fabcast::store::lifted;

use crate::args::{Format, InvestorsArgs};
use crate::failure::Failure;
use crate::layout::{Table, headed, paragraph, shortened};
use crate::terminal::{self, Progress};
use crate::text;
use crate::text::investors as says;

/// Widest name of an investor or an event in a table.
const NAME: usize = 20;
/// Widest name of an investor over a column.
const COLUMN: usize = 8;

/// Simulates an ensemble and prints what each investor gets.
///
/// # Errors
/// When the scenario is invalid, the folder is in use, the run fails or is interrupted.
pub fn investors(args: &InvestorsArgs) -> Result<(), Failure> {
    let scenario = super::load(&args.scenario.scenario, &args.scenario.set, args.quiet)?;
    let folder = super::open_folder(
        "fabcast investors",
        args.out.as_deref(),
        args.force,
        &[FILE],
        &scenario.files(),
    )?;
    let mut changes = match args.no_events {
        true => Vec::new(),
        false => investors::every_event(&scenario).map_err(super::run::failure)?,
    };
    for line in &args.without {
        let set = investors::one_less(&scenario, line)
            .map_err(|lines| Failure::Usage(says::no_line(line, &lines)))?;
        let mut sets = args.scenario.set.clone();
        sets.push(set);
        changes.push(Change::WithoutProject {
            line: line.clone(),
            scenario: Box::new(super::load(&args.scenario.scenario, &sets, true)?),
        });
    }
    let relax = lifted(&args.relax).map_err(|unknown| super::run::failure(unknown.into()))?;
    let options = Options {
        draws: args.draws,
        seed: args.seed,
        threads: args.threads.map(usize::from),
        relax,
        stop: Some(terminal::stop_on_interrupt()),
        ..Options::default()
    };
    let progress = Progress::new(args.draws, args.quiet || args.format == Format::Json);
    let mut watch = |done| progress.show(done);
    let result = investors::investors(&scenario, &options, &changes, &mut watch);
    progress.finish();
    let (document, interrupted) = result.map_err(super::run::failure)?;
    if interrupted && document.draws == 0 {
        return Err(Failure::Interrupted(text::interrupted(0, args.draws)));
    }
    let left_out = super::write_document(folder.as_ref(), FILE, &document)?;
    match args.format {
        Format::Json => terminal::print(&output::json::render(&document))?,
        Format::Text => terminal::print_text(&screen(&document))?,
    }
    super::say_written(folder.as_ref(), &left_out, args.quiet);
    match interrupted {
        true => Err(Failure::Interrupted(text::interrupted(
            document.draws,
            args.draws,
        ))),
        false => Ok(()),
    }
}

fn screen(document: &InvestorsDocument) -> String {
    let mut out = paragraph("", &says::title(&document.scenario.title, document.draws));
    out.push('\n');
    if !document.investors.iter().any(drawn) {
        out.push_str(&paragraph("", says::NOBODY));
        return out;
    }
    out.push_str(&returns(document));
    out.push('\n');
    out.push_str(&risks(document));
    if !document.variants.is_empty() {
        out.push('\n');
        out.push_str(&costs(document));
    }
    if let Some(cover) = cover(document) {
        out.push('\n');
        out.push_str(&paragraph("", &cover));
    }
    if let Some(loans) = &document.loan_cover {
        out.push('\n');
        out.push_str(&lenders(loans));
    }
    out.push('\n');
    out.push_str(&paragraph("", says::LEGEND));
    out
}

fn returns(document: &InvestorsDocument) -> String {
    let money = Measure::money();
    let mut table = Table::new(1);
    table.row(says::COLUMNS);
    for one in &document.investors {
        let name = shortened(&one.label, NAME);
        if one.takes_part.probability == 0.0 {
            table.row([name, says::NONE_DRAWN.to_owned()]);
            continue;
        }
        table.row([
            name,
            percent(one.takes_part.probability),
            money.write(one.drawn.quantiles.p50),
            Measure::rate().write(one.irr.quantiles.p50),
            Measure::rate().range(one.irr.quantiles.p10, one.irr.quantiles.p90),
            percent(one.hurdle.quantiles.p50),
            in_full(one.moic.quantiles.p50, 2),
            percent(one.loss.probability),
            percent(one.below_hurdle.probability),
        ]);
    }
    table.render()
}

fn risks(document: &InvestorsDocument) -> String {
    let money = Measure::money();
    let start = document.months.first().and_then(|month| month_of(month));
    let mut table = Table::new(1);
    table.row(says::RISK_COLUMNS);
    for one in document.investors.iter().filter(|one| drawn(one)) {
        let back = match (one.break_even[1], start) {
            (Some(months), Some(start)) => month_name(start + months),
            _ => says::NEVER.to_owned(),
        };
        table.row([
            shortened(&one.label, NAME),
            money.write(one.largest_exposure.quantiles.p50),
            back,
            percent(one.never_breaks_even.probability),
            money.write(one.cvar_5_gain),
            in_full(one.cvar_5_moic, 2),
        ]);
    }
    headed(says::RISK, &table.render())
}

fn drawn(one: &Investor) -> bool {
    one.takes_part.probability > 0.0
}

/// What each change does to the gain of each investor.
fn costs(document: &InvestorsDocument) -> String {
    let mut table = Table::new(1);
    let names = document.investors.iter();
    let names = names.map(|one| match one.name.as_str() {
        "" => says::ALL.to_owned(),
        name => shortened(name, COLUMN),
    });
    table.row(
        [says::EVENT.to_owned(), says::FUTURES.to_owned()]
            .into_iter()
            .chain(names),
    );
    for variant in &document.variants {
        let cells = variant.effects.iter().map(|effect| match effect.gain {
            gain if gain.abs() < 5e-4 => "0".to_owned(),
            gain if gain.is_finite() => Measure::of("").write(gain),
            _ => NONE.to_owned(),
        });
        let head = [shortened(&variant.label, NAME), percent(variant.share)];
        table.row(head.into_iter().chain(cells));
    }
    format!("{}\n{}", says::EVENTS, table.render())
}

/// Cover of the loans, and how often it breaks a limit.
fn lenders(loans: &LoanCover) -> String {
    let ratios = |spread: &Spread| {
        [
            spread.quantiles.p10,
            spread.quantiles.p50,
            spread.quantiles.p90,
        ]
        .map(ratio)
    };
    let mut table = Table::new(1);
    table.row(says::COVER_COLUMNS);
    for (name, of) in [
        (says::DSCR_LEAST, &loans.dscr_min),
        (says::LLCR, &loans.llcr),
        (says::PLCR, &loans.plcr),
    ] {
        table.row(std::iter::once(name.to_owned()).chain(ratios(of)));
    }
    let broken = |limit: &Covenant| (in_full(limit.limit, 2), percent(limit.broken.probability));
    let words = says::cover(
        &percent(loans.with_debt),
        &percent(loans.below_one.probability),
        loans.lock_up.as_ref().map(broken),
        loans.default.as_ref().map(broken),
    );
    format!(
        "{}\n{}",
        headed(says::LENDERS, &table.render()),
        paragraph("", &words)
    )
}

/// Years in which debt service is not covered.
fn cover(document: &InvestorsDocument) -> Option<String> {
    document.dscr.first()?;
    let short: Vec<String> = document
        .dscr
        .iter()
        .filter(|year| year.quantiles.p50 < 1.0)
        .map(|year| year.year.to_string())
        .collect();
    Some(match short.is_empty() {
        true => says::COVERED.to_owned(),
        false => says::not_covered(&short.join(", ")),
    })
}

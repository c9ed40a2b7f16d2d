//! The books of the workbook against those of the engine, month by month.

use fabcast_model::finance::Valuation;
use fabcast_model::lanes::{LANES, Lanes};
use fabcast_model::model::Model;
use fabcast_model::relax::{Group, Relax};
use fabcast_model::simulate::{Run, Scene, Want};

use super::{Books, Role};
use crate::investors::loan_cover;

const CAMPUS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/financed-campus.toml"
);

/// An annuity with interest during construction, fee and guarantee; a sweep; two tables.
const ANNUITY: &str = include_str!("../../../tests/it/workbook/annuity.txt");

/// Sculpted repayments under covenants, without a value at the end.
const SCULPTED: &str = include_str!("../../../tests/it/workbook/sculpted.txt");

/// Rates of regions, in a plan that builds in many; what stands is worth its book value.
const REGIONS: &str = include_str!("../../../tests/it/workbook/regions.txt");

/// `sets` is a value set a line.
fn model_of(name: &str, sets: &str) -> Model {
    let sets: Vec<String> = sets.lines().map(str::to_owned).collect();
    let scenario = crate::load(name, &sets).unwrap_or_else(|faults| panic!("{faults}"));
    Model::new(&scenario.inputs).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// What the terms of a scenario made happen, so that a test does not pass because nothing did.
#[derive(Default)]
struct Happened {
    called: bool,
    swept: bool,
    locked: bool,
    stopped: bool,
    reserved: bool,
    sculpted: bool,
    guaranteed: bool,
    joined: bool,
    limited: bool,
    mixed_tax: bool,
    book_value: bool,
    owed_at_end: bool,
    second_rank: bool,
    arrears: bool,
}

impl Happened {
    fn note(&mut self, books: &Books) {
        let any = |values: &[f64]| values.iter().any(|&value| value > 1e-6);
        self.called |= any(&books.called);
        self.swept |= any(&books.swept);
        self.locked |= any(&books.locked);
        self.stopped |= any(&books.stopped);
        self.reserved |= any(&books.reserve);
        self.guaranteed |= any(&books.end.guaranteed);
        self.owed_at_end |= books.end.debt > 1e-3;
        self.arrears |= any(&books.arrears);
        self.second_rank |= books.given.get(1).is_some_and(|given| any(given));
        for (_, _, loan) in books.loans() {
            let sculpted = loan.repayment == fabcast_model::capital::Repayment::Sculpted;
            self.sculpted |= sculpted && any(&loan.principal);
            let months = loan.joins.iter().enumerate();
            self.joined |= months.fold(false, |any, (t, joins)| {
                any | (joins * loan.accrued(t) > 1e-6)
            });
        }
        let months = books.relief.iter().zip(&books.profit).zip(&books.losses);
        self.limited |= months.fold(false, |any, ((relief, profit), losses)| {
            any | (*relief > 1e-6 && *relief < profit - 1e-6 && *losses > 1e-6)
        });
        self.mixed_tax |= books.regions.len() > 1;
        self.book_value |= books.end.valuation == Valuation::Book && books.end.operations > 1.0;
    }
}

fn agree(of: &str, t: usize, a: f64, b: Lanes, lane: usize, scale: f64) {
    let b = b.0[lane];
    assert!(
        (a - b).abs() <= 1e-9 * scale.max(1.0),
        "{of}, month {t}, lane {lane}: {a}, not {b}"
    );
}

fn compare(books: &Books, run: &Run, lane: usize) {
    let ledger = &run.ledger;
    let drawn: f64 = books.drawn.iter().sum();
    let scale = drawn + books.revenue.iter().sum::<f64>();
    for (t, month) in ledger.months.iter().enumerate() {
        for (of, ours, theirs) in [
            ("cash", &books.cash, month.cash),
            ("distributed", &books.distributed, month.distributed),
            ("tax", &books.tax, month.tax),
            ("interest", &books.interest, month.interest),
            ("principal", &books.principal, month.principal),
            ("debt service", &books.service, month.service),
            ("bills", &books.bills, month.bills),
            ("called", &books.called, month.called),
            ("swept", &books.swept, month.swept),
            ("reserve", &books.reserve, month.reserve),
            ("lock-up", &books.locked, month.locked),
            ("default", &books.stopped, month.stopped),
            ("CFADS", &books.available, month.available()),
        ] {
            agree(of, t, ours[t], theirs, lane, scale);
        }
        for (i, party) in books.parties.iter().enumerate() {
            let so_far: f64 = party.received[..=t].iter().sum();
            let at_end = books.end.paid[i] + books.end.guaranteed[i];
            let is_last = t + 1 == books.months;
            let received = so_far + if is_last { at_end } else { 0.0 };
            let of = format!("received by investor {i}");
            agree(&of, t, received, ledger.received[i][t], lane, scale);
            agree("drawn", t, party.draws[t], run.draws[i][t], lane, scale);
        }
    }
    for (of, ours, theirs) in [
        (
            "lenders at the end",
            books.end.lenders,
            ledger.terminal.lenders,
        ),
        (
            "arrears at the end",
            books.end.arrears,
            ledger.terminal.arrears,
        ),
        (
            "equity at the end",
            books.end.equity,
            ledger.terminal.equity,
        ),
        (
            "guarantors at the end",
            books.end.guaranteed.iter().sum(),
            ledger.terminal.guarantors,
        ),
    ] {
        agree(of, books.months, ours, theirs, lane, scale);
    }
    let [loans, project] = loan_cover(run);
    if let Some(cover) = &books.loan_cover {
        agree("LLCR", 0, cover.loans, loans, lane, cover.loans.abs());
        agree("PLCR", 0, cover.project, project, lane, cover.project.abs());
        let least = run.outcomes.of("dscr_min").expect("an outcome");
        if let Some(ours) = cover.least {
            agree("DSCR", 0, ours, least, lane, ours.abs());
        }
    } else {
        assert!(loans.0[lane].is_nan() && project.0[lane].is_nan());
    }
}

fn agrees(name: &str, sets: &str, relax: Relax) -> Happened {
    let model = model_of(name, sets);
    let planned = model.parameters.central();
    let mut happened = Happened::default();
    for first in [0, 8] {
        let run = Scene::new(&model, &planned, 1, first).run(&Want::all(relax));
        for lane in 0..LANES {
            let books = Books::of(&run, &model, lane);
            compare(&books, &run, lane);
            happened.note(&books);
        }
    }
    happened
}

#[test]
fn the_books_are_those_of_the_engine() {
    for name in ["one-fab", "stargate", "china-2014", "no-programme"] {
        agrees(name, "", Relax::NONE);
    }
    let plain = agrees("seven-trillion", "", Relax::NONE);
    assert!(plain.arrears && plain.owed_at_end);
}

#[test]
fn a_full_capital_structure_has_the_books_of_the_engine() {
    let happened = agrees(CAMPUS, "", Relax::NONE);
    assert!(happened.called && happened.swept && happened.reserved);
    assert!(happened.sculpted && happened.joined && happened.second_rank);
    assert!(happened.locked && happened.stopped);
    agrees(CAMPUS, "", Relax::NONE.with(Group::Capital));
    // Owners who promise too little cannot repay the bridge.
    let poor =
        "capital.investor.class-a.commitment=2 bn$\ncapital.investor.class-b.commitment=1 bn$";
    agrees(CAMPUS, poor, Relax::NONE);
    // The bank capitalises interest and asks for a fee: of a grace of nothing its first month is left.
    agrees(CAMPUS, "capital.investor.bank.grace=0 yr", Relax::NONE);
}

#[test]
fn an_annuity_with_fee_and_guarantee_has_the_books_of_the_engine() {
    let happened = agrees("one-fab", ANNUITY, Relax::NONE);
    assert!(happened.joined && happened.swept && happened.guaranteed);
}

#[test]
fn sculpted_repayments_under_covenants_have_the_books_of_the_engine() {
    let happened = agrees("one-fab", SCULPTED, Relax::NONE);
    assert!(happened.sculpted && happened.reserved);
    assert!(happened.locked && happened.stopped && happened.limited);
}

#[test]
fn taxes_by_region_have_the_books_of_the_engine() {
    let happened = agrees("seven-trillion", REGIONS, Relax::NONE);
    assert!(happened.mixed_tax && happened.book_value);
}

#[test]
fn ordinary_scenarios_have_no_lines_of_terms_that_they_lack() {
    let model = model_of("seven-trillion", "");
    let planned = model.parameters.central();
    let run = Scene::new(&model, &planned, 1, 0).run(&Want::all(Relax::NONE));
    let books = Books::of(&run, &model, 0);
    assert!(!books.bridged() && !books.sculpts() && !books.capitalises());
    assert!(!books.prefers() && !books.tests_cover() && books.regions.is_empty());
    assert!(books.covenants.sweep.is_none() && books.covenants.reserve == 0.0);
    assert!(books.classes.iter().all(|class| class.table.is_empty()));
    for party in &books.parties {
        let Role::Lender(loan) = &party.role else {
            assert!(party.promised.is_empty() && party.called.is_empty());
            continue;
        };
        assert!(loan.fee.is_none() && loan.guarantee.is_none());
    }
}

//! What plants cost to keep up with nodes, and what they are worth at the end (model §12).

use fabcast::model::finance::booked::Booked;
use fabcast::model::finance::{Books, FinanceTerms};
use fabcast::model::lanes::{LANES, Lanes, ONE, ZERO};
use fabcast::model::math::scalar::pow;
use fabcast::model::model::Model;
use fabcast::model::record::Series;
use fabcast::model::relax::{Group, Relax};
use fabcast::model::simulate::{Run, Scene, Want};

use crate::common::{close, model};

const DELTA: f64 = 1.0 / 12.0;

fn audited(model: &Model, relax: Relax) -> Run {
    let planned = model.parameters.central();
    let run = Scene::new(model, &planned, 1, 0).run(&Want::all(relax).audited(true));
    let broken: Vec<_> = run.violations.iter().take(5).collect();
    assert!(broken.is_empty(), "{relax:?}: {broken:?}");
    run
}

fn paid(run: &Run, of: impl Fn(&Booked) -> Lanes) -> f64 {
    let months = run.ledger.months.iter();
    months.fold(ZERO, |sum, month| sum + of(month)).0[0]
}

/// `ρ/Y·c·(1-β)·(1+e)^y·A·Δ` of last month's capacity, for each kind of line alone and for all.
#[test]
fn re_equipment_is_a_share_of_the_tools_of_usable_lines() {
    let kinds = [
        ("logic", "fab", Series::LogicCapacity),
        ("hbm", "hbm", Series::HbmCapacity),
        ("packaging", "packaging", Series::PackagingCapacity),
    ];
    let shares = [0.3, 0.2, 0.1];
    let mut counted = 0;
    for alone in [Some(0), Some(1), Some(2), None] {
        let share = |i: usize| match alone {
            Some(kind) if kind != i => 0.0,
            _ => shares[i],
        };
        let mut sets: Vec<String> = (0..3)
            .map(|i| format!("finance.reequip.{}={}", kinds[i].0, share(i)))
            .collect();
        sets.extend(["finance.reequip.every=3 yr", "cost.escalation=2 %/yr"].map(str::to_owned));
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        let model = model("seven-trillion", &sets);
        let planned = model.parameters.central();
        let run = Scene::with_values(&model, &planned, planned.clone());
        let run = run.run(&Want::all(Relax::NONE));
        let centre = |path: &str| {
            model
                .parameters
                .centre(model.parameters.find(path).expect(path))
        };
        for (t, month) in run.ledger.months.iter().enumerate() {
            let mut wanted = 0.0;
            for (i, (_, kind, series)) in kinds.iter().enumerate() {
                let usable = match t {
                    0 => 0.0,
                    _ => run.record.of(*series)[t - 1].0[0],
                };
                let tools = centre(&format!("kind.{kind}.unit_cost"))
                    * (1.0 - centre(&format!("kind.{kind}.building_share")));
                let price = pow(1.02, (t as f64 + 0.5) * DELTA);
                wanted += share(i) / 3.0 * tools * price * usable * DELTA;
            }
            let got = month.reequipment().0[0];
            assert!(
                close(got, wanted, 1e-9),
                "{alone:?}, month {t}: {got} {wanted}"
            );
            counted += usize::from(wanted > 0.0);
        }
    }
    assert!(counted > 100, "{counted}");
}

/// It is paid like cost, but written off like tools.
#[test]
fn re_equipment_is_a_bill_and_capital() {
    let model = model("one-fab", &["finance.tax=20 %", "finance.life.tools=5 yr"]);
    let values = model.parameters.central();
    let capital = &model.capital;
    let terms = FinanceTerms::new(&model.finance, capital.retained(), capital.carry(), &values);
    let nowhere = vec![[ZERO; 4]; model.regions.len()];
    let mut books = Books::EMPTY;
    books.operating = Lanes::splat(3.0);
    books.reequipment = Lanes::splat(40.0);
    let tax = books.tax(&terms, 0, Lanes::splat(50.0), [ZERO; 3], &nowhere);
    let written = 40.0 * 1.5 / 5.0 * DELTA;
    assert!(close(books.book_value().0[0], 40.0 - written, 1e-12));
    assert!(
        close(tax.0[0], 0.2 * (50.0 - 3.0 - written), 1e-12),
        "{tax:?}"
    );
}

/// Nothing else changes as long as it can be paid; bills of last month are paid in this one.
#[test]
fn re_equipment_is_paid_in_the_month_after() {
    let with = |share: &str| {
        let sets =
            ["logic", "hbm", "packaging"].map(|line| format!("finance.reequip.{line}={share}"));
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        audited(
            &model("seven-trillion", &sets),
            Relax::NONE.with(Group::Capital),
        )
    };
    let (none, some) = (with("0"), with("0.4"));
    assert_eq!(paid(&none, Booked::reequipment), 0.0);
    assert!(paid(&some, Booked::reequipment) > 1.0);
    let mut before = ZERO;
    for (t, (a, b)) in none
        .ledger
        .months
        .iter()
        .zip(&some.ledger.months)
        .enumerate()
    {
        for lane in 0..LANES {
            let at = |lanes: Lanes| lanes.0[lane];
            assert_eq!(at(a.rent), at(b.rent), "month {t}");
            // Only the tax of last month, which the new tools lower, differs besides.
            let more = at(b.bills) - at(b.service) - (at(a.bills) - at(a.service));
            let tax = match t {
                0 => 0.0,
                _ => at(some.ledger.months[t - 1].tax) - at(none.ledger.months[t - 1].tax),
            };
            assert!(
                (more - tax - at(before)).abs() < 1e-9 * at(b.bills).max(1.0),
                "month {t}: {more} {tax} {before:?}"
            );
        }
        before = b.reequipment();
    }
}

#[test]
fn the_laws_hold_whatever_a_change_of_node_takes() {
    let sets = [
        "finance.reequip.logic=1",
        "finance.reequip.hbm=1",
        "finance.reequip.packaging=1",
        "finance.reequip.every=1 yr",
        "finance.terminal=book",
    ];
    let mut unpaid = 0;
    for name in ["one-fab", "stargate", "seven-trillion"] {
        let model = model(name, &sets);
        for relax in [Relax::NONE, Relax::ALL, Relax::NONE.with(Group::Packaging)] {
            let run = audited(&model, relax);
            let short = |month: &&Booked| month.share.lt(ONE).any();
            unpaid += run.ledger.months.iter().filter(short).count();
        }
    }
    assert!(unpaid > 0, "somewhere the bills are too much");
}

#[test]
fn what_recurs_is_no_margin() {
    let run = audited(&model("stargate", &[]), Relax::NONE);
    let fab = audited(&model("one-fab", &[]), Relax::NONE);
    let mut valued = 0;
    for run in [run, fab] {
        let end = &run.ledger.terminal;
        let year = &run.ledger.months[run.ledger.months.len() - 12..];
        for lane in 0..LANES {
            let margin: f64 = year
                .iter()
                .map(|month| month.revenue().0[lane] - month.incurred().0[lane])
                .sum();
            let wanted = margin.max(0.0) * end.annuity.0[lane];
            assert!(close(end.operations.0[lane], wanted, 1e-9), "{lane}");
            assert_eq!(end.book.0[lane], 0.0);
            valued += usize::from(wanted > 0.0);
        }
    }
    assert!(valued > 0);
}

/// What stands is worth its written-down value, whatever it earns.
#[test]
fn what_stands_can_be_worth_its_book_value() {
    let (mut left, mut nothing) = (0, 0);
    for name in ["one-fab", "stargate", "seven-trillion"] {
        let run = audited(&model(name, &["finance.terminal=book"]), Relax::NONE);
        let of = |name: &str| run.outcomes.of(name).expect("an outcome");
        let (end, debt) = (&run.ledger.terminal, run.record.of(Series::Debt));
        let debt = debt[debt.len() - 1];
        for lane in 0..LANES {
            let at = |lanes: Lanes| lanes.0[lane];
            let book = at(of("book_value_end"));
            assert_eq!(at(end.operations), book);
            assert_eq!(at(end.annuity), 0.0);
            let value = book + at(end.cash);
            assert!(close(at(end.lenders), value.min(at(debt)), 1e-12));
            let equity = at(of("terminal_value"));
            if equity > 0.0 {
                let wanted = value - at(debt) - at(end.arrears);
                assert!(
                    close(equity, wanted, 1e-9),
                    "{name} {lane}: {equity} {wanted}"
                );
                left += 1;
            } else {
                nothing += 1;
            }
        }
    }
    assert!(left > 0, "{left} {nothing}");
}

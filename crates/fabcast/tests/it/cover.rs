//! What lenders look at, against the runs draw by draw.

use fabcast::ensemble::Options;
use fabcast::investors::investors;
use fabcast::model::finance::booked::Booked;
use fabcast::model::lanes::LANES;
use fabcast::model::record::Series;
use fabcast::model::relax::Relax;
use fabcast::model::simulate::{Scene, Want};
use fabcast::statistics::quantile_of_sorted;

use crate::common::{close, model_of, scenario};

/// Smallest cover of twelve months from the twelfth on since principal was first due.
fn least_cover(months: &[Booked], lane: usize) -> f64 {
    let due = |month: &Booked| month.principal.0[lane] > 1e-9;
    let first = months.iter().position(due).expect("a loan is repaid");
    let covers = months[first..].windows(12).filter_map(|year| {
        let cash: f64 = year.iter().map(|month| month.available().0[lane]).sum();
        let service: f64 = year.iter().map(|month| month.service.0[lane]).sum();
        (service > 1e-9).then(|| cash / service)
    });
    covers.fold(f64::INFINITY, f64::min)
}

/// What the investors' document says of the cover is what the runs say draw by draw.
#[test]
fn cover_is_told_month_by_month() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/financed-campus.toml"
    );
    let scenario = scenario(path, &[]);
    let options = Options {
        draws: 32,
        ..Options::default()
    };
    let (document, _) = investors(&scenario, &options, &[], &mut |_| ()).expect("a document");
    let loans = document.loan_cover.expect("loans");
    let model = model_of(&scenario);
    let planned = model.parameters.central();
    let (mut least, mut locked, mut stopped, mut month_40) = (vec![], 0, 0, vec![]);
    let mut below = 0;
    for first in (0..options.draws).step_by(LANES) {
        let run = Scene::new(&model, &planned, 1, first).run(&Want::all(Relax::NONE));
        for lane in 0..LANES {
            let indebted = run
                .record
                .of(Series::Debt)
                .iter()
                .any(|debt| debt.0[lane] > 0.0);
            assert!(indebted);
            let months = &run.ledger.months;
            let cover = least_cover(months, lane);
            least.push(cover);
            below += usize::from(cover < 1.0);
            locked += usize::from(months.iter().any(|month| month.locked.0[lane] > 0.0));
            stopped += usize::from(months.iter().any(|month| month.stopped.0[lane] > 0.0));
            month_40.push(months[40].available().0[lane]);
        }
    }
    least.sort_unstable_by(f64::total_cmp);
    month_40.sort_unstable_by(f64::total_cmp);
    assert!(close(
        loans.dscr_min.quantiles.p50,
        quantile_of_sorted(&least, 0.5),
        1e-9
    ));
    assert_eq!(loans.with_debt, 1.0);
    let share = |count: usize| count as f64 / 32.0;
    assert_eq!(loans.below_one.probability, share(below));
    let (lock_up, default) = (
        loans.lock_up.expect("a limit"),
        loans.default.expect("a limit"),
    );
    assert_eq!((lock_up.limit, default.limit), (1.15, 1.05));
    assert_eq!(lock_up.broken.probability, share(locked));
    assert_eq!(default.broken.probability, share(stopped));
    assert!(locked > 0 && locked >= stopped);
    // Sketches hold few values exactly.
    let median = quantile_of_sorted(&month_40, 0.5);
    let got = loans.months.cfads.p50[40];
    assert!(
        (got - median).abs() <= 0.02 * median.abs(),
        "{got} {median}"
    );
    assert!(
        loans.months.with_service[..11]
            .iter()
            .all(|&share| share == 0.0)
    );
    assert_eq!(loans.months.dscr.p50.len(), model.months);
    assert!(loans.months.with_service.contains(&1.0));
}

#[test]
fn without_lenders_there_is_no_cover() {
    let scenario = scenario("no-programme", &[]);
    let options = Options {
        draws: 8,
        ..Options::default()
    };
    let (document, _) = investors(&scenario, &options, &[], &mut |_| ()).expect("a document");
    assert!(document.loan_cover.is_none());
}

//! Parts of the engine against closed forms and published tables.

use fabcast::data::row;
use fabcast::model::capital::{CapitalState, CapitalTerms};
use fabcast::model::fabs::WaferTerms;
use fabcast::model::finance::Books;
use fabcast::model::lanes::{Lanes, ONE, ZERO};
use fabcast::model::math::scalar::{ln, pow};
use fabcast::model::relax::Relax;

use crate::common::{close, model, model_of};

fn cset(node: &str, what: &str) -> f64 {
    let id = format!("cset.{node}.{what}");
    let row = row(&id).unwrap_or_else(|| panic!("{id} is not in the data"));
    row.central
        .parse()
        .unwrap_or_else(|_| panic!("{id}: {}", row.central))
}

/// Khan and Mann, "AI Chips", table 9.
#[test]
fn wafer_prices_of_cset_add_up() {
    let table = [
        ("n16", 993.0, 2_990.0, 3_984.0, 11_220.0, 331.0),
        ("n10", 1_494.0, 4_498.0, 5_992.0, 13_169.0, 274.0),
        ("n7", 2_330.0, 7_016.0, 9_346.0, 14_267.0, 233.0),
        ("n5", 4_235.0, 12_753.0, 16_988.0, 16_746.0, 238.0),
    ];
    for (node, consumed, other, price, invested, chip) in table {
        assert_eq!(cset(node, "capital_consumed_per_wafer"), consumed);
        assert_eq!(cset(node, "other_cost_and_markup_per_wafer"), other);
        assert_eq!(cset(node, "foundry_price_per_wafer"), price);
        assert_eq!(cset(node, "capital_invested_per_annual_wafer"), invested);
        assert_eq!(cset(node, "foundry_price_per_chip"), chip);
        assert!(
            (consumed + other - price).abs() <= 1.0,
            "{node}: {consumed} + {other}, not {price}"
        );
    }
    let chips = cset("n5", "net_chips_per_wafer");
    assert_eq!(chips, 71.4);
    assert_eq!((16_988.0 / chips).round(), 238.0);
}

/// The same chips from the library's own die geometry: 610 mm², with the yield that CSET's count
/// of good chips implies.
#[test]
fn chips_of_cset_come_out_of_the_geometry() {
    let die = fabcast::die::Die {
        area_mm2: 610.0,
        edge_mm: 0.0,
        ..Default::default()
    };
    let wafer = fabcast::die::dies(&die).expect("in range");
    let implied = cset("n5", "net_chips_per_wafer") / wafer.dies_per_wafer;
    assert!(
        (0.75..0.85).contains(&implied),
        "{implied}: the table says it contains about 80 %"
    );
    let node = fabcast::die::node("n5").expect("known");
    assert_eq!(node.wafer_usd, cset("n5", "foundry_price_per_wafer"));
}

/// `D = D_∞ + (D_s - D_∞)(1 + Z/Z_ref)^(-λ)`: every doubling of `1 + Z/Z_ref` takes the same share.
#[test]
fn defects_fall_along_the_learning_curve() {
    let model = model("one-fab", &[]);
    let values = model.parameters.central();
    let terms = WaferTerms::new(&model.wafers, &values, &values, Relax::NONE);
    let of = |leaf: &str| values[model.parameters.find(leaf).expect("a leaf")].0[0];
    let (start, mature) = (
        of("wafers.logic.defects_start"),
        of("wafers.logic.defects_mature"),
    );
    let (scale, exponent) = (
        of("wafers.logic.learning_scale"),
        of("wafers.logic.learning"),
    );
    let defects = |wafers: f64| terms.defects(Lanes::splat(wafers)).0[0];
    assert!(close(defects(0.0), start, 1e-12));
    assert!(close(defects(1e30), mature, 1e-9));
    let mut before = start - mature;
    for doublings in 1..12 {
        let wafers = scale * (f64::from(1 << doublings) - 1.0);
        let excess = defects(wafers) - mature;
        assert!(
            close(excess / before, pow(2.0, -exponent), 1e-9),
            "{doublings}: {excess}"
        );
        before = excess;
    }
    // With an exponent of 0.35 a doubling takes 21.5 %, Wright's law as reported for chips.
    assert!(close(1.0 - pow(2.0, -exponent), 0.215, 0.01));
}

/// A loan of 100 drawn in the first month: interest alone during the grace, then equal parts of
/// the principal, and nothing left at the end of the term.
#[test]
fn a_loan_is_repaid_in_equal_parts() {
    let sets = [
        "capital.investor.banks.rate=7 %/yr",
        "capital.investor.banks.grace=2 yr",
        "capital.investor.banks.term=5 yr",
        "capital.inflation=2.5 %/yr",
    ];
    let model = model("one-fab", &sets);
    let values = model.parameters.central();
    let terms = CapitalTerms::new(&model.capital, &values, ONE, Relax::NONE);
    let lender = model
        .capital
        .investors
        .iter()
        .position(|i| i.lends)
        .expect("banks");
    let run = |share: Lanes, months: usize| {
        let mut state = CapitalState::new(&model.capital, &values);
        let mut books = Books::EMPTY;
        state.accounts[lender].debt = Lanes::splat(100.0);
        state.accounts[lender].first_draw = ZERO;
        let mut paid = Vec::new();
        for month in 0..months {
            let bills = books.bills(&state, &terms, month);
            paid.push(books.pay(&mut state, &terms, month, bills, share));
        }
        (paid, state.accounts[lender].debt.0[0])
    };
    let monthly = pow(1.07 / 1.025, 1.0 / 12.0) - 1.0;
    let (paid, debt) = run(ONE, 24 + 60);
    assert!(debt.abs() < 1e-9, "{debt} is left");
    for (month, paid) in paid.iter().enumerate() {
        let instalments = month.saturating_sub(24) as f64;
        let interest = (100.0 - instalments * 100.0 / 60.0) * monthly;
        let principal = if month < 24 { 0.0 } else { 100.0 / 60.0 };
        assert!(
            close(paid.repaid.0[0], principal, 1e-9),
            "month {month}: {:?}",
            paid.repaid
        );
        assert!(
            close(paid.debt_service.0[0], principal + interest, 1e-9),
            "month {month}"
        );
    }
    let sum: f64 = paid
        .iter()
        .map(|paid| paid.debt_service.0[0] - paid.repaid.0[0])
        .sum();
    let expected = 100.0 * monthly * (24.0 + 61.0 / 2.0);
    assert!(close(sum, expected, 1e-9), "{sum} {expected}");
    // Nothing paid: interest joins the debt, principal stays in it.
    let (_, debt) = run(ZERO, 36);
    assert!(close(debt, 100.0 * pow(1.07 / 1.025, 3.0), 1e-9), "{debt}");
}

/// Spearman's rank correlation of two parameters over many draws.
fn rank_correlation(a: &[f64], b: &[f64]) -> f64 {
    let ranks = |values: &[f64]| {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_unstable_by(|&i, &j| values[i].total_cmp(&values[j]));
        let mut ranks = vec![0.0; values.len()];
        for (rank, i) in order.into_iter().enumerate() {
            ranks[i] = rank as f64;
        }
        ranks
    };
    let (a, b) = (ranks(a), ranks(b));
    let n = a.len() as f64;
    let squares: f64 = a.iter().zip(&b).map(|(x, y)| (x - y) * (x - y)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

#[test]
fn correlations_written_are_correlations_drawn() {
    let text = "format = 1\nname = \"joined\"\nextends = \"no-programme\"\n\
        [correlation.markets]\nparameters = [\"market.rent\", \"market.product_growth\", \"market.elasticity\"]\n\
        matrix = [[1, 0.7, -0.4], [0.7, 1, 0.1], [-0.4, 0.1, 1]]\n";
    let joined = fabcast::scenario::load_text("joined.toml", text, &[]);
    let joined = model_of(&joined.unwrap_or_else(|faults| panic!("{faults}")));
    let plain = model("no-programme", &[]);
    let paths = [
        "market.rent",
        "market.product_growth",
        "market.elasticity",
        "market.response",
    ];
    let draws = 16_000_u64;
    let sample = |model: &fabcast::model::model::Model| {
        let ids = paths.map(|path| model.parameters.find(path).expect("a parameter"));
        let mut columns = paths.map(|_| Vec::new());
        for first in (0..draws).step_by(8) {
            let values = model.parameters.sample(1, first);
            for (column, id) in columns.iter_mut().zip(ids) {
                column.extend_from_slice(&values[id].0);
            }
        }
        columns
    };
    let (joined, plain) = (sample(&joined), sample(&plain));
    let expected = [
        (0, 1, 0.7),
        (0, 2, -0.4),
        (1, 2, 0.1),
        (0, 3, 0.0),
        (2, 3, 0.0),
    ];
    for (i, j, expected) in expected {
        let got = rank_correlation(&joined[i], &joined[j]);
        assert!(
            (got - expected).abs() < 0.025,
            "{} and {}: {got}",
            paths[i],
            paths[j]
        );
        let without = rank_correlation(&plain[i], &plain[j]);
        assert!(
            without.abs() < 0.025,
            "{} and {}: {without}",
            paths[i],
            paths[j]
        );
    }
    // Each alone keeps its distribution: medians and spreads agree.
    for (joined, plain) in joined.iter().zip(&plain) {
        let logs = |values: &[f64]| values.iter().map(|&x| ln(x)).collect::<Vec<_>>();
        let (joined, plain) = (logs(joined), logs(plain));
        let gap = crate::common::median(&joined) - crate::common::median(&plain);
        assert!(gap.abs() < 0.03, "{gap}");
    }
}

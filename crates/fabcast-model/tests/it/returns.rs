//! Rates of return and present values with known answers (model §12).
#![expect(
    clippy::disallowed_methods,
    reason = "the standard library is the other opinion here"
)]

use fabcast_model::finance::irr::{NoRate, irr, npv};
use fabcast_model::lanes::Lanes;
use proptest::prelude::*;

/// Flows a year apart, in months.
fn yearly(flows: &[f64]) -> Vec<Lanes> {
    let mut months = Vec::new();
    for (year, &flow) in flows.iter().enumerate() {
        months.resize(12 * year, Lanes::splat(0.0));
        months.push(Lanes::splat(flow));
    }
    months
}

fn rate(flows: &[Lanes]) -> (f64, NoRate) {
    let (rate, reason) = irr(flows);
    (rate.0[0], reason[0])
}

#[test]
fn examples_of_spreadsheet_handbooks() {
    // Flows and rates of the documentation of Excel's IRR, and rates traps known from threads.
    let cases: [(&[f64], f64); 5] = [
        (
            &[-70_000.0, 12_000.0, 15_000.0, 18_000.0, 21_000.0],
            -0.021_244_85,
        ),
        (
            &[-70_000.0, 12_000.0, 15_000.0, 18_000.0, 21_000.0, 26_000.0],
            0.086_630_95,
        ),
        (
            &[
                -1_678.87, 771.96, 1_814.05, 3_520.30, 3_552.95, 3_584.99, 4_789.91, -1.0,
            ],
            1.004_269_848_720,
        ),
        // (1 - 1.1 v)(1 - 0.4 v) of a loan that is repaid and called again: -60 % and 10 %.
        (&[-1.0, 1.5, -0.44], 0.10),
        // Two roots, -76.9 % and this: a gain, so the one at which the value falls.
        (&[-50.0, -100.0, 600.0, 300.0, -100.0], 1.854_417_828),
    ];
    for (flows, expected) in cases {
        let (got, reason) = rate(&yearly(flows));
        assert_eq!(reason, NoRate::Found);
        assert!((got - expected).abs() < 1e-8, "{flows:?}: {got} {expected}");
    }
}

#[test]
fn a_monthly_annuity() {
    let mut flows = vec![Lanes::splat(-37_155.0)];
    flows.extend(std::iter::repeat_n(Lanes::splat(560.0), 144));
    let (yearly, reason) = rate(&flows);
    assert_eq!(reason, NoRate::Found);
    let monthly = (1.0 + yearly).powf(1.0 / 12.0) - 1.0;
    assert!((monthly - 0.012_581_796_355_58).abs() < 1e-12, "{monthly}");
}

#[test]
fn money_that_grows_returns_its_growth() {
    for growth in [-0.6, -0.05, 0.0, 1e-4, 0.07, 0.5, 9.0, 400.0] {
        let mut flows = vec![Lanes::splat(0.0); 37];
        flows[0] = Lanes::splat(-3.0);
        flows[36] = Lanes::splat(3.0 * (1.0_f64 + growth).powi(3));
        let (got, reason) = rate(&flows);
        assert_eq!(reason, NoRate::Found);
        assert!(
            (got - growth).abs() < 1e-9 * (1.0 + growth.abs()),
            "{growth}: {got}"
        );
    }
}

#[test]
fn without_a_rate_there_is_a_reason() {
    let cases: [(&[f64], NoRate); 4] = [
        (&[0.0, 0.0, 0.0], NoRate::NoFlow),
        (&[0.0, 2.0, 5.0], NoRate::AllPositive),
        (&[-1.0, -2.0, 0.0], NoRate::AllNegative),
        // -1 + 2v - 2v² is negative for every v.
        (&[-1.0, 2.0, -2.0], NoRate::NoRoot),
    ];
    for (flows, expected) in cases {
        let (got, reason) = rate(&yearly(flows));
        assert_eq!(reason, expected, "{flows:?}");
        assert!(got.is_nan(), "{flows:?}: {got}");
    }
}

#[test]
fn lanes_have_each_their_own_answer() {
    let mut flows = vec![Lanes::splat(0.0); 13];
    flows[0] = Lanes([-100.0, 0.0, -1.0, 100.0, -100.0, -50.0, 0.0, -10.0]);
    flows[12] = Lanes([110.0, 0.0, 0.0, 0.0, 80.0, 75.0, 1.0, 10.0]);
    let (rates, reasons) = irr(&flows);
    for (lane, found) in reasons.into_iter().enumerate() {
        let alone: Vec<Lanes> = flows
            .iter()
            .map(|flow| Lanes::splat(flow.0[lane]))
            .collect();
        let (rate, reason) = irr(&alone);
        assert_eq!(rates.0[lane].to_bits(), rate.0[0].to_bits(), "lane {lane}");
        assert_eq!(found, reason[0], "lane {lane}");
    }
}

#[test]
fn present_values_of_spreadsheet_handbooks() {
    // Excel discounts the first flow by a year: here that year comes first.
    let flows = yearly(&[0.0, -10_000.0, 3_000.0, 4_200.0, 6_800.0]);
    let value = npv(&flows, Lanes::splat(0.10)).0[0];
    assert!((value - 1_188.443_412).abs() < 1e-6, "{value}");
    // A perpetuity cut off after 30 years, in closed form.
    let flows = vec![Lanes::splat(1.0); 360];
    let v = 1.08_f64.powf(-1.0 / 12.0);
    let expected = (1.0 - v.powi(360)) / (1.0 - v);
    let value = npv(&flows, Lanes::splat(0.08)).0[0];
    assert!(
        (value - expected).abs() < 1e-9 * expected,
        "{value} {expected}"
    );
}

proptest! {
    #[test]
    fn the_value_at_the_rate_is_nothing(
        spent in proptest::collection::vec(0.1..50.0_f64, 1..40),
        earned in proptest::collection::vec(0.0..50.0_f64, 1..160),
        scale in 0.001..1e6_f64,
    ) {
        // Spending first, then earning: one root at most.
        let flows = spent.iter().map(|x| -x).chain(earned.iter().copied());
        let flows: Vec<Lanes> = flows.map(|x| Lanes::splat(x * scale)).collect();
        let (found, reason) = irr(&flows);
        let gross = flows.iter().map(|x| x.0[0].abs()).sum::<f64>();
        if reason[0] == NoRate::Found {
            let v = (1.0 + found.0[0]).powf(-1.0 / 12.0);
            // Of very negative rates the last flows count for more than all money paid in.
            let sum = flows.iter().enumerate().map(|(t, x)| x.0[0].abs() * v.powi(t as i32)).sum::<f64>();
            let value = npv(&flows, found).0[0];
            prop_assert!(value.abs() < 1e-9 * sum.max(gross), "{value} at {}", found.0[0]);
            // The unit of money does not matter.
            let in_cents: Vec<Lanes> = flows.iter().map(|&x| x * 100.0).collect();
            let again = irr(&in_cents).0.0[0];
            prop_assert!((again - found.0[0]).abs() < 1e-9 * (1.0 + found.0[0].abs()));
        } else {
            let all_negative = earned.iter().all(|&x| x == 0.0);
            prop_assert!(all_negative || reason[0] == NoRate::NoRoot, "{:?}", reason[0]);
            prop_assert!(found.0[0].is_nan());
        }
    }
}

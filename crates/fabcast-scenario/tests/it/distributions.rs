//! Every form of distribution with its quantiles.

use fabcast_model::inputs::Leaf;
use fabcast_model::math::scalar::{exp, ln};
use fabcast_model::uncertainty::Distribution;
use fabcast_scenario::load;

/// The distribution that a text gives `path`.
fn at(path: &str, text: &str) -> Distribution {
    let set = format!("{path}={text}");
    let scenario = load("tests/it/fixture/base.toml", std::slice::from_ref(&set))
        .unwrap_or_else(|errors| panic!("{set}\n{errors}"));
    match &scenario.inputs.leaves[path] {
        Leaf::Quantity(distribution) => distribution.clone(),
        other => panic!("{other:?}"),
    }
}

/// Of the commitment of an investor [bn$].
fn money(text: &str) -> Distribution {
    at("capital.investor.operator.commitment", text)
}

#[track_caller]
fn check(distribution: &Distribution, quantiles: &[(f64, f64)]) {
    for (u, expected) in quantiles {
        let found = distribution.quantile_scalar(*u);
        let close = (found - expected).abs() <= 1e-9 * expected.abs().max(1.0);
        assert!(close, "{u}: {found}, expected {expected}");
    }
}

#[test]
fn intervals_are_ninety_per_cent() {
    check(&money("10 bn$"), &[(0.1, 10.0), (0.9, 10.0)]);
    check(
        &money("5 to 7 T$"),
        &[(0.05, 5e3), (0.5, 35f64.sqrt() * 1e3), (0.95, 7e3)],
    );
    check(
        &money("10 bn$ (5 to 30)"),
        &[(0.05, 5.0), (0.5, 10.0), (0.95, 30.0)],
    );
    check(
        &money("10 bn$ ± 40 %"),
        &[(0.05, 6.0), (0.5, 10.0), (0.95, 14.0)],
    );
    check(
        &money("10 bn$ ± 2"),
        &[(0.05, 8.0), (0.5, 10.0), (0.95, 12.0)],
    );
    // With an end at or below zero: normal, cut off at the bounds of the row.
    let growth = at("cost.escalation", "-1 to 4 %/yr");
    check(&growth, &[(0.05, -0.01), (0.5, 0.015), (0.95, 0.04)]);
    let closing = at("capital.investor.operator.closing", "6 months (0 to 18)");
    check(&closing, &[(0.05, 0.0), (0.5, 6.0), (0.95, 18.0)]);
}

#[test]
fn months_are_counted_from_the_start() {
    let path = "capital.investor.operator.closing";
    check(&at(path, "2025-02"), &[(0.5, 12.0)]);
    check(&at(path, "1 yr"), &[(0.5, 12.0)]);
    let interval = at(path, "2025-02 (2024-08 to 2027-02)");
    check(&interval, &[(0.05, 6.0), (0.5, 12.0), (0.95, 36.0)]);
    check(
        &at(
            path,
            r#"{ dist = "uniform", low = "2024-02", high = "12 months" }"#,
        ),
        &[(0.5, 6.0)],
    );
    check(
        &at("accelerator.generation.h100.launch", "2022-10"),
        &[(0.5, -16.0)],
    );
}

#[test]
fn lognormal() {
    let by_quantiles = r#"{ dist = "lognormal", p10 = "5 bn$", p90 = "0.02 T$" }"#;
    check(
        &money(by_quantiles),
        &[(0.1, 5.0), (0.5, 10.0), (0.9, 20.0)],
    );
    let by_median = r#"{ dist = "lognormal", median = "10 bn$", p95 = "20 bn$" }"#;
    check(&money(by_median), &[(0.05, 5.0), (0.5, 10.0), (0.95, 20.0)]);
    let other_quantiles = r#"{ dist = "lognormal", p1 = "1 bn$", p75 = "10 bn$" }"#;
    check(&money(other_quantiles), &[(0.01, 1.0), (0.75, 10.0)]);
    let by_logs = money(r#"{ dist = "lognormal", mu_log = 2, sigma_log = 0.5, unit = "bn$" }"#);
    check(&by_logs, &[(0.5, exp(2.0))]);
    let in_millions = money(r#"{ dist = "lognormal", mu_log = 2, sigma_log = 0.5, unit = "M$" }"#);
    check(&in_millions, &[(0.5, exp(2.0) / 1e3)]);
    let by_mean = money(r#"{ dist = "lognormal", mean = "10 bn$", sd = "5 bn$" }"#);
    check(&by_mean, &[(0.5, 10.0 / 1.25f64.sqrt())]);
    assert!((by_mean.mean() - 10.0).abs() < 0.02);
}

#[test]
fn normal() {
    let by_moments = r#"{ dist = "normal", mean = "10 bn$", sd = "1 bn$" }"#;
    let z90 = 1.2815515655446004;
    check(
        &money(by_moments),
        &[(0.1, 10.0 - z90), (0.5, 10.0), (0.9, 10.0 + z90)],
    );
    let by_quantiles = r#"{ dist = "normal", p25 = "1 %/yr", p75 = "3 %/yr" }"#;
    check(
        &at("cost.escalation", by_quantiles),
        &[(0.25, 0.01), (0.5, 0.02), (0.75, 0.03)],
    );
}

#[test]
fn bounded_families() {
    check(
        &money(r#"{ dist = "uniform", low = "5 bn$", high = "15 bn$" }"#),
        &[(0.1, 6.0)],
    );
    let triangular = r#"{ dist = "triangular", min = "0 bn$", mode = "5 bn$", max = "10 bn$" }"#;
    check(&money(triangular), &[(0.5, 5.0), (0.08, 2.0), (0.92, 8.0)]);
    let pert = money(r#"{ dist = "pert", min = "0 bn$", mode = "5 bn$", max = "10 bn$" }"#);
    check(&pert, &[(0.5, 5.0)]);
    // With λ = 0 a PERT is uniform in all but name; with 2 about its mode it is a beta(2, 2).
    let wide = r#"{ dist = "pert", min = "0 bn$", mode = "5 bn$", max = "10 bn$", lambda = 2 }"#;
    check(&money(wide), &[(0.15625, 2.5), (0.5, 5.0)]);
    check(
        &at("capital.cover", r#"{ dist = "beta", alpha = 2, beta = 2 }"#),
        &[(0.15625, 0.25)],
    );
    let by_mean = at(
        "capital.cover",
        r#"{ dist = "beta", mean = 0.5, sd = "22.360679774997898 %" }"#,
    );
    check(&by_mean, &[(0.15625, 0.25)]);
    let wider = r#"{ dist = "beta", alpha = 2, beta = 2, low = "10 bn$", high = "20 bn$" }"#;
    check(&money(wider), &[(0.15625, 12.5)]);
}

#[test]
fn discrete_and_empirical() {
    let discrete = r#"{ dist = "discrete", values = ["10 bn$", "20 bn$"], weights = [3, 1] }"#;
    check(&money(discrete), &[(0.1, 10.0), (0.7, 10.0), (0.8, 20.0)]);
    let empirical = r#"{ dist = "empirical", values = [3, 1, 2, 4, 5], unit = "bn$" }"#;
    check(&money(empirical), &[(0.5, 3.0), (0.125, 1.5)]);
    let of_file = r#"{ dist = "empirical", file = "gearings.csv", column = "gearing" }"#;
    let text = format!(
        "format = 1\nname = \"a\"\nextends = \"base.toml\"\n[capital]\ngearing = {of_file}\n"
    );
    let scenario = fabcast_scenario::load_text("tests/it/fixture/a.toml", &text, &[]).unwrap();
    let Leaf::Quantity(gearing) = &scenario.inputs.leaves["capital.gearing"] else {
        panic!()
    };
    check(gearing, &[(0.25, 0.575), (0.5, 0.6), (0.75, 0.65)]);
    let entry = scenario.entry("capital.gearing").unwrap();
    assert_eq!(
        entry.written,
        "empirical, 3 values of gearings.csv, column gearing"
    );
}

#[test]
fn metalog() {
    let free = r#"{ dist = "metalog", p10 = "1 %/yr", p50 = "2 %/yr", p90 = "4 %/yr" }"#;
    check(
        &at("cost.escalation", free),
        &[(0.1, 0.01), (0.5, 0.02), (0.9, 0.04)],
    );
    let bounded = r#"{ dist = "metalog", p10 = 0.2, p50 = 0.4, p90 = 0.8, low = 0, high = 1 }"#;
    check(
        &at("capital.cover", bounded),
        &[(0.1, 0.2), (0.5, 0.4), (0.9, 0.8)],
    );
}

#[test]
fn truncation() {
    let within = money(r#"{ value = "5 to 20 bn$", truncate = ["8 bn$", "12.5 bn$"] }"#);
    assert_eq!(within.bounds(), (8.0, 12.5));
    check(&within, &[(0.5, 10.0)]);
    let above = money(r#"{ dist = "normal", mean = "10 bn$", sd = "2 bn$", min = "10 bn$" }"#);
    assert_eq!(above.bounds(), (10.0, f64::INFINITY));
    check(&above, &[(0.5, 10.0 + 2.0 * 0.6744897501960817)]);
    // The bounds of the row hold without being asked for.
    let share = at(
        "capital.cover",
        r#"{ dist = "normal", mean = 0.9, sd = 0.3 }"#,
    );
    assert_eq!(share.bounds(), (0.0, 1.0));
    let triangular = r#"{ dist = "triangular", min = "0 bn$", mode = "5 bn$", max = "10 bn$", truncate = ["5 bn$", "10 bn$"] }"#;
    assert_eq!(money(triangular).bounds(), (5.0, 10.0));
}

#[test]
fn spreads_are_medians_with_a_deviation() {
    let spread = |text: &str| {
        let set = format!("region.us.plant.permit={text}");
        let scenario = load("tests/it/fixture/base.toml", &[set]).unwrap();
        match scenario.inputs.leaves["region.us.plant.permit"] {
            Leaf::Spread { median, sd } => (median, sd),
            _ => panic!("not a spread"),
        }
    };
    assert_eq!(spread("16 months"), (16.0, None));
    let sides = |text: &str, wanted: f64, low: f64, high: f64| {
        let (median, sd) = spread(text);
        assert_eq!(median, wanted);
        let [below, above] = sd.unwrap();
        assert!((below - ln(wanted / low) / 1.6448536269514722).abs() < 1e-15);
        assert!((above - ln(high / wanted) / 1.6448536269514722).abs() < 1e-15);
    };
    sides("16 months (9 to 24)", 16.0, 9.0, 24.0);
    sides("9 to 16 months", 12.0, 9.0, 16.0);
}

#[test]
fn units_are_brought_to_those_of_the_row() {
    check(&at("finance.energy", "77 $/MWh"), &[(0.5, 77e-6)]);
    check(
        &at("finance.merchant_stack", "450 $/stack"),
        &[(0.5, 450e-9)],
    );
    check(&at("talent.us.wage", "0.12 M$/FTE/yr"), &[(0.5, 0.12e-3)]);
    check(&at("equipment.euv.orders", "48 tools/yr"), &[(0.5, 4.0)]);
    check(&at("capital.gearing", "60 %"), &[(0.5, 0.6)]);
    check(&at("plan.fab.capacity", "20000 wspm"), &[(0.5, 20.0)]);
    check(&at("capital.opening_cash", "0"), &[(0.5, 0.0)]);
    check(
        &at("capital.opening_cash", r#"{ value = 3, unit = "bn$" }"#),
        &[(0.5, 3.0)],
    );
}

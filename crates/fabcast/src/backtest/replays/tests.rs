use super::*;

#[test]
fn plants_are_scored_and_those_that_do_not_run_are_censored() {
    let options = Options {
        draws: 256,
        ..Options::default()
    };
    let document = replays(&options).expect("the embedded scenarios run");
    assert_eq!((document.scores.n, document.cases.len()), (8, 10));
    assert_eq!(document.scores.n_censored, 6, "two produce");
    let of = |id: &str| {
        let found = document.cases.iter().find(|case| case.id == id);
        found.unwrap_or_else(|| panic!("{id}"))
    };
    assert_eq!(of("intel-fab52").came, "2025-10");
    assert_eq!(of("fab.intel.ohio").observed[1], None, "2030 is guidance");
    let grants = of("us.chips.disbursed.2025");
    assert!((grants.observed[0].expect("known") - 6.0 / 30.9).abs() < 1e-12);
    // Three stages in a row with a mean of 27 months in all, 35 months on: 1 - e^-x (1 + x + x²/2).
    let x = 3.0 * 35.0 / 27.0_f64;
    let paid = 1.0 - fabcast_model::math::scalar::exp(-x) * (1.0 + x + 0.5 * x * x);
    assert!(
        (grants.promised - paid).abs() < 0.01,
        "{} {paid}",
        grants.promised
    );
    // The plan would have had many lines, the record has one.
    let line = of("cn.leading.edge");
    assert!(line.crps < line.rivals["promised"] / 5.0);
    // Whatever the forecast, the loss of a point forecast is its error.
    assert_eq!(
        line.rivals["promised"],
        (line.promised - line.observed[0].unwrap()).abs()
    );
    let json = crate::output::json::render(&document);
    let back: ReplaysDocument = serde_json::from_str(&json).expect("its own JSON");
    assert_eq!(crate::output::json::render(&back), json);
}

use super::*;

#[test]
fn what_happened_is_read_from_the_data() {
    let near = |got: Option<f64>, want: f64| {
        assert!(
            (got.unwrap_or(f64::NAN) - want).abs() < 1e-3,
            "{got:?} {want}"
        );
    };
    near(observed("accelerator_shipments_total", 2024), 4.932);
    near(observed("accelerator_stock_total_yearend", 2025), 19.74);
    near(observed("accelerator_shipments_total", 2025), 13.209);
    assert_eq!(observed("accelerator_shipments_total", 2026), None);
}

#[test]
fn epoch_s_inputs_give_the_stock_that_its_medians_give() {
    let rows = rows().unwrap_or_else(|errors| panic!("{errors}"));
    let options = Options {
        draws: 20_000,
        ..Options::default()
    };
    let points = [("accelerator_stock_total_yearend", 2025)];
    let found = epoch(&rows, &points, &options);
    // At the medians: 2.2 + 1.85·(2.448² - 1)/ln 2.448 = 12.5 million.
    let median = exp(found[0].2.quantile(0.5));
    assert!((11.5..14.0).contains(&median), "{median}");
}

#[test]
fn ours_and_theirs_are_scored_on_the_same_points() {
    let options = Options {
        draws: 64,
        ..Options::default()
    };
    let found = models(&options).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.scores.n, 5);
    let names: Vec<(&str, bool)> = found
        .models
        .iter()
        .map(|m| (m.model.as_str(), m.hindsight))
        .collect();
    assert_eq!(
        names,
        [
            ("AI 2027", false),
            ("AI 2027", true),
            ("Epoch 2024", false),
            ("ai-economy-timelines", true)
        ]
    );
    for model in &found.models {
        let mine = found
            .cases
            .iter()
            .filter(|c| c.model == model.model && c.hindsight == model.hindsight);
        let losses: Vec<f64> = mine.map(|c| c.crps).collect();
        let mean = losses.iter().sum::<f64>() / losses.len() as f64;
        assert!((mean - model.crps).abs() < 1e-12, "{}", model.model);
    }
}

use super::*;

fn options() -> Options<'static> {
    Options {
        draws: 400,
        ..Options::default()
    }
}

#[test]
fn every_link_has_an_interval_around_its_median() {
    for vintage in VINTAGES {
        for link in vintage.links() {
            let distribution = link.distribution();
            let at = |u: f64| distribution.quantile_scalar(u);
            assert!((at(0.5) - link.median).abs() < 1e-9, "{}", link.name);
            assert!(at(0.05) < at(0.5) && at(0.5) < at(0.95), "{}", link.name);
        }
    }
}

#[test]
fn the_vintage_of_2022_meets_2023_and_2024_as_documented() {
    let document = world(&options()).expect("the embedded scenarios run");
    let vintage = &document.vintages[1];
    assert_eq!(
        (vintage.scenario.as_str(), vintage.known_to),
        ("hindcast-2022", 2022)
    );
    assert_eq!(vintage.n_predicted, 23);
    let coverage = vintage.n_inside_80 as f64 / vintage.n_predicted as f64;
    assert!(coverage >= 0.6, "{}", text::vintage(vintage));
    // What was not foreseen must not quietly become foreseen: the power of 2024.
    let missed = |name: &str| {
        let series = vintage.series.iter().find(|s| s.name == name);
        let last = series.and_then(|s| s.points.last()).expect("2024");
        assert!(last.observed > last.quantiles.p90, "{name}");
    };
    missed("ai_dc_power_world_yearend");
    assert_eq!(
        vintage.physical_misses.keys().collect::<Vec<_>>(),
        ["ai_dc_power_world_yearend"]
    );
    // Better than both naive forecasts.
    for (name, rival) in &vintage.scores.rivals {
        assert!(rival.crps > vintage.scores.crps, "{name}");
    }
}

#[test]
fn what_a_vintage_knew_is_neither_scored_nor_forecast_by_rivals() {
    let document = world(&options()).expect("the embedded scenarios run");
    for vintage in &document.vintages {
        for point in vintage.series.iter().flat_map(|s| &s.points) {
            let year: i32 = point.period[..4].parse().expect("a year");
            assert_eq!(point.predicted, year > vintage.known_to, "{}", point.id);
            assert!(point.predicted || point.rivals.is_empty(), "{}", point.id);
            assert!(crate::data::row(&point.id).is_some(), "{}", point.id);
        }
    }
}

#[test]
fn the_years_that_were_fitted_are_fitted() {
    let document = world(&options()).expect("the embedded scenarios run");
    let known = document.vintages[1]
        .series
        .iter()
        .filter(|series| series.name != "largest_training_run_to_date")
        .flat_map(|series| series.points.iter().filter(|p| !p.predicted));
    for point in known {
        let error = ln(point.quantiles.p50 / point.observed).abs();
        assert!(error < 0.35, "{} by {error}", point.id);
    }
}

#[test]
fn another_course_of_events_changes_scores_and_no_forecast() {
    let actuals = Actuals::embedded();
    let as_it_was = world(&options()).expect("the embedded scenarios run");
    for known_to in [2019, 2022, 2023] {
        let other = actuals.with_another_course_after(known_to, 7.0);
        assert_ne!(actuals, other);
        let other = world_against(&options(), &other).expect("the embedded scenarios run");
        let of = |document: &WorldDocument| {
            let vintages = document.vintages.iter();
            let found = vintages.into_iter().find(|v| v.known_to == known_to);
            found.cloned().expect("the vintage")
        };
        let (one, other) = (of(&as_it_was), of(&other));
        let mut n_rivals = 0;
        for (one, other) in one.series.iter().zip(&other.series) {
            for (one, other) in one.points.iter().zip(&other.points) {
                let forecast =
                    |p: &PointDocument| [p.quantiles.p10, p.quantiles.p50, p.quantiles.p90];
                assert_eq!(forecast(one), forecast(other), "{}", one.id);
                assert_eq!(one.observed != other.observed, one.predicted, "{}", one.id);
                for (name, rival) in &one.rivals {
                    assert_eq!(rival.p50, other.rivals[name].p50, "{name} of {}", one.id);
                    n_rivals += 1;
                }
            }
        }
        assert!(n_rivals > 10);
        assert_ne!(one.scores, other.scores);
    }
}

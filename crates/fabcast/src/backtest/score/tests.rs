use fabcast_model::math::scalar::{exp, ln, normal_cdf, normal_quantile};

use super::*;

fn normal(mean: f64, sd: f64) -> Forecast {
    Forecast::from_quantiles(20_000, |u| mean + sd * normal_quantile(u))
}

fn exponential(mean: f64) -> Forecast {
    Forecast::from_quantiles(20_000, |u| -mean * ln(1.0 - u))
}

fn close(got: f64, want: f64, within: f64) {
    assert!((got - want).abs() <= within, "{got} is not {want}");
}

#[test]
fn crps_of_a_normal_is_its_closed_form() {
    // Gneiting and others 2005, equation 5: sd·(z(2Φ(z) - 1) + 2φ(z) - 1/√π).
    let pi = std::f64::consts::PI;
    for (mean, sd, y) in [(0.0, 1.0, 0.0), (3.0, 2.0, 7.5), (-1.0, 0.5, -2.0)] {
        let z = (y - mean) / sd;
        let density = exp(-z * z / 2.0) / (2.0 * pi).sqrt();
        let want = sd * (z * (2.0 * normal_cdf(z) - 1.0) + 2.0 * density - 1.0 / pi.sqrt());
        close(normal(mean, sd).crps(&Observed::point(y)), want, 1e-3 * sd);
    }
}

#[test]
fn crps_of_an_exponential_is_its_closed_form() {
    for (mean, y) in [(1.0, 0.3), (20.0, 35.0), (20.0, 0.0)] {
        let up_to = 1.0 - exp(-y / mean);
        let want = y - 2.0 * mean * up_to + mean / 2.0;
        close(
            exponential(mean).crps(&Observed::point(y)),
            want,
            2e-3 * mean,
        );
        // Censored: ∫₀ʸ F² dx.
        let twice = 1.0 - exp(-2.0 * y / mean);
        let want = y - 2.0 * mean * up_to + mean * twice / 2.0;
        close(
            exponential(mean).crps(&Observed::after(y)),
            want,
            2e-3 * mean,
        );
    }
}

#[test]
fn crps_of_a_sample_is_its_kernel_form() {
    // E|X - y| - ½E|X - X'|.
    let values = vec![4.0, 1.0, 1.5, 9.0, 2.0];
    let forecast = Forecast::new(values.clone()).expect("numbers");
    for y in [-1.0, 1.5, 3.0, 12.0] {
        let first: f64 = values.iter().map(|x| (x - y).abs()).sum::<f64>() / 5.0;
        let pairs = values
            .iter()
            .flat_map(|a| values.iter().map(move |b| a - b));
        let second = pairs.map(f64::abs).sum::<f64>() / 25.0;
        close(
            forecast.crps(&Observed::point(y)),
            first - second / 2.0,
            1e-12,
        );
    }
}

#[test]
fn a_window_costs_the_mean_over_its_points() {
    let forecast = Forecast::new(vec![1.0, 3.5, 4.5, 5.0, 8.0]).expect("numbers");
    for (a, b, until) in [(4.0, 6.0, f64::INFINITY), (0.0, 2.0, 7.0), (5.0, 5.5, 5.5)] {
        let n = 2_000;
        let mean = (0..n)
            .map(|i| a + (b - a) * (f64::from(i) + 0.5) / f64::from(n))
            .map(|y| forecast.crps(&Observed::point(y).looked_until(until)))
            .sum::<f64>()
            / f64::from(n);
        close(
            forecast.crps(&Observed::window(b, a).looked_until(until)),
            mean,
            1e-3,
        );
    }
    assert_eq!(Forecast::point(9.0).crps(&Observed::window(4.0, 6.0)), 4.0);
}

/// Expected scores of `forecast` if the truth is standard exponential, looked at until `last` and
/// known up to windows of `step`.
fn expected(forecast: &Forecast, last: f64, step: f64) -> (f64, f64) {
    let n = 4_000;
    let (mut crps, mut log) = (0.0, 0.0);
    for i in 0..n {
        let y = -ln(1.0 - (f64::from(i) + 0.5) / f64::from(n));
        let observed = if y > last {
            Observed::after(last)
        } else {
            let from = (y / step).floor() * step;
            Observed::window(from, (from + step).min(last)).looked_until(last)
        };
        crps += forecast.crps(&observed) / f64::from(n);
        log += forecast.log_score(&observed, 0.1).expect("not a point") / f64::from(n);
    }
    (crps, log)
}

#[test]
fn the_truth_has_the_least_loss_even_if_censored_and_in_windows() {
    let small = |mean: f64| Forecast::from_quantiles(2_000, |u| -mean * ln(1.0 - u));
    for (last, step) in [(1.0, 0.25), (2.0, 0.25), (50.0, 0.5)] {
        let (crps, log) = expected(&small(1.0), last, step);
        for mean in [0.5, 0.8, 1.25, 2.0] {
            let (other_crps, other_log) = expected(&small(mean), last, step);
            assert!(crps < other_crps, "{mean} {last}: {crps} {other_crps}");
            assert!(log < other_log, "{mean} {last}: {log} {other_log}");
        }
    }
}

#[test]
fn pit_of_calibrated_forecasts_is_flat_whatever_is_censored() {
    let forecast = exponential(1.0);
    let n = 1_000;
    let pits: Vec<Pit> = (0..n)
        .map(|i| {
            let y = -ln(1.0 - (f64::from(i) + 0.5) / f64::from(n));
            // A third is censored early, a third known by the year.
            forecast.pit(&match i % 3 {
                0 if y > 0.4 => Observed::after(0.4),
                1 => Observed::window(y.floor(), y.floor() + 1.0),
                _ => Observed::point(y),
            })
        })
        .collect();
    for height in pit_histogram(&pits, 10) {
        close(height, 1.0, 0.05);
    }
    for probability in [0.5, 0.8, 0.9] {
        let mean = pits.iter().map(|p| p.coverage(probability)).sum::<f64>() / f64::from(n);
        close(mean, probability, 0.02);
    }
}

#[test]
fn the_histogram_counts_every_observation_once() {
    let forecast = Forecast::new(vec![1.0, 2.0, 3.0, 4.0]).expect("numbers");
    let pits: Vec<Pit> = [0.0, 1.0, 2.5, 4.0, 9.0]
        .map(|y| forecast.pit(&Observed::point(y)))
        .to_vec();
    let heights = pit_histogram(&pits, 10);
    close(heights.iter().sum::<f64>() / 10.0, 1.0, 1e-12);
    // What lies outside all values is not covered.
    assert_eq!(pits[0].coverage(0.9) + pits[4].coverage(0.9), 0.0);
}

#[test]
fn log_scores_of_windows_are_those_of_the_distribution() {
    let forecast = exponential(2.0);
    let got = forecast.log_score(&Observed::after(3.0), 1.0);
    close(got.expect("not a point"), 1.5, 1e-3);
    let got = forecast.log_score(&Observed::window(1.0, 2.0), 1.0);
    close(got.expect("not a point"), -ln(exp(-0.5) - exp(-1.0)), 1e-3);
    assert_eq!(
        Forecast::point(1.0).log_score(&Observed::point(1.0), 1.0),
        None
    );
}

#[test]
fn values_that_are_no_numbers_make_no_forecast() {
    assert_eq!(Forecast::new(vec![]), None);
    assert_eq!(Forecast::new(vec![1.0, f64::NAN]), None);
    let never = Forecast::new(vec![1.0, f64::INFINITY]).expect("numbers");
    assert_eq!(never.crps(&Observed::point(2.0)), f64::INFINITY);
    close(never.crps(&Observed::after(3.0)), 0.5, 1e-12);
}

#[test]
fn brier_and_reliability() {
    let forecasts = [
        (0.1, false),
        (0.2, false),
        (0.7, true),
        (0.9, true),
        (0.6, false),
    ];
    let binary = binary(&forecasts, 2);
    close(
        binary.brier,
        (0.01 + 0.04 + 0.09 + 0.01 + 0.36) / 5.0,
        1e-12,
    );
    close(binary.brier_climatology, 0.24, 1e-12);
    assert_eq!((binary.n, binary.n_true), (5, 2));
    let groups: Vec<(usize, f64)> = binary
        .reliability
        .iter()
        .map(|r| (r.n, r.observed))
        .collect();
    assert_eq!(groups, [(2, 0.0), (3, 2.0 / 3.0)]);
    // Saying the base rate loses exactly the climatology.
    let flat = super::binary(&forecasts.map(|(_, came)| (0.4, came)), 1);
    close(flat.brier, flat.brier_climatology, 1e-12);
}

#[test]
fn scores_compare_case_by_case() {
    let (good, bad) = (normal(0.0, 1.0), Forecast::point(3.0));
    let cases: Vec<Case> = [-1.0, -0.3, 0.2, 0.9]
        .map(|y| Case {
            forecast: &good,
            observed: Observed::point(y),
            rivals: vec![("bad", &bad)],
        })
        .to_vec();
    let scores = scores(&cases, 0.1);
    let rival = &scores.rivals["bad"];
    close(rival.crps, 3.05, 1e-12);
    close(rival.skill.skill, 1.0 - scores.crps / rival.crps, 1e-12);
    close(rival.skill.difference, scores.crps - rival.crps, 1e-12);
    assert!(rival.log_score.is_none() && scores.log_score.is_some());
    assert_eq!(
        (scores.n, scores.n_censored, scores.coverage_90),
        (4, 0, 1.0)
    );
}

use super::*;

fn labels(axis: &ValueAxis) -> Vec<&str> {
    axis.ticks.iter().map(|(_, label)| label.as_str()).collect()
}

#[test]
fn linear_ticks_are_round() {
    let axis = ValueAxis::linear(&Measure::of("GW"), 0.0, 226.0, 5, (100.0, 0.0));
    assert_eq!(labels(&axis), ["0", "50", "100", "150", "200", "250"]);
    assert_eq!(axis.at(125.0), Some(50.0));
    let axis = ValueAxis::linear(&Measure::of("10^9 USD"), 0.0, 6980.0, 4, (100.0, 0.0));
    assert_eq!(labels(&axis), ["0", "2", "4", "6", "8"]);
    assert_eq!(axis.title, "trillion USD");
    let axis = ValueAxis::linear(&Measure::of("fraction"), -0.1, 0.2, 3, (100.0, 0.0));
    assert_eq!(labels(&axis), ["−10", "0", "10", "20"]);
    assert_eq!(axis.title, "%");
}

#[test]
fn axes_of_nothing_and_of_everything_hold() {
    for (low, high) in [
        (0.0, 0.0),
        (f64::NAN, f64::NAN),
        (-1e308, 1e308),
        (0.0, 1e308),
        (0.0, 1e-308),
        (5.0, 5.0),
    ] {
        for axis in [
            ValueAxis::linear(&Measure::of("GW"), low, high, 5, (100.0, 0.0)),
            ValueAxis::logarithmic(&Measure::of("USD/h"), low, high, (100.0, 0.0)),
        ] {
            assert!(
                (2..40).contains(&axis.ticks.len()),
                "{low} to {high}: {:?}",
                axis.ticks
            );
            let all = labels(&axis).concat();
            assert!(
                !all.contains("NaN") && !all.contains("inf"),
                "{low} to {high}: {all}"
            );
            assert!(
                axis.ticks
                    .iter()
                    .all(|(value, _)| axis.at(*value).is_some_and(f64::is_finite))
            );
        }
    }
}

#[test]
fn logarithmic_ticks_are_one_two_five() {
    let axis = ValueAxis::logarithmic(&Measure::of("USD/h"), 0.3, 6.0, (100.0, 0.0));
    assert_eq!(labels(&axis), ["0.2", "0.5", "1", "2", "5", "10"]);
}

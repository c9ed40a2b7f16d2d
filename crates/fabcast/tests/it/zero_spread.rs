//! With all uncertainty at zero spread, every quantile is the number of the point run (model §15).

use fabcast::ensemble::Options;
use fabcast::model::inputs::{Inputs, Leaf};
use fabcast::model::uncertainty::Distribution;
use fabcast::run::run;
use fabcast::scenario::Scenario;

use crate::common::{bits, groups, model_of, scenario};

/// Every quantity at its centre, no spread between projects, no events, no cycles, all approvals,
/// nothing cancelled: latent factors are still drawn, but nothing hangs on them.
fn collapse(inputs: &mut Inputs) {
    for (path, leaf) in &mut inputs.leaves {
        match leaf {
            Leaf::Quantity(distribution) => {
                let never = (path.starts_with("event.") && path.ends_with(".hazard"))
                    || path.ends_with(".cancellation")
                    || (path.starts_with("equipment.") && path.ends_with(".cycle"))
                    || path == "market.cycle"
                    || path == "uncertainty.duration_sd"
                    || path == "sponsor.spread";
                let always = path.starts_with("capital.investor.") && path.ends_with(".approval");
                let value = match (never, always) {
                    (true, _) => 0.0,
                    (_, true) => 1.0,
                    _ => distribution.centre(),
                };
                *distribution = Distribution::constant(value);
            }
            Leaf::Spread { sd, .. } => *sd = Some([0.0; 2]),
            _ => {}
        }
    }
}

fn collapsed(name: &str) -> Scenario {
    let mut scenario = scenario(name, &[]);
    collapse(&mut scenario.inputs);
    scenario
}

#[test]
fn every_draw_is_the_central_run() {
    for name in ["seven-trillion", "stargate", "one-fab", "no-programme"] {
        let certain = model_of(&collapsed(name));
        let options = Options {
            draws: 24,
            ..Options::default()
        };
        let central = Options {
            draws: 1,
            central: true,
            ..options
        };
        let expected = bits(&groups(&certain, &central)[0], 0);
        // The central run of the scenario itself is the same again: it has no event, every
        // approval and nothing cancelled.
        let of_scenario = groups(&model_of(&scenario(name, &[])), &central);
        assert!(
            bits(&of_scenario[0], 0) == expected,
            "{name}: central run of the scenario"
        );
        for group in groups(&certain, &options) {
            for lane in 0..group.lanes {
                let draw = group.first + lane as u64;
                assert!(bits(&group, lane) == expected, "{name}: draw {draw}");
            }
        }
    }
}

#[test]
fn every_quantile_is_the_same_number() {
    let scenario = collapsed("stargate");
    let document = |central, draws| {
        let options = Options {
            draws,
            central,
            ..Options::default()
        };
        run(&scenario, &options, None, false, &mut |_| ())
            .expect("runs")
            .document
    };
    // More draws than are kept one by one: quantiles then come from bins.
    let draws = fabcast::sketch::EXACT_UP_TO as u64 + 100;
    let (certain, central) = (document(false, draws), document(true, 1));
    assert_eq!(certain.series.len(), central.series.len());
    for (name, series) in &certain.series {
        for quantile in series.quantiles.each() {
            assert_eq!(quantile, &central.series[name].quantiles.p50, "{name}");
        }
    }
    for (name, outcome) in &certain.outcomes {
        let point = central.outcomes[name].quantiles.p50;
        let quantiles = outcome.quantiles.each();
        for &value in quantiles.into_iter().chain([&outcome.mean]) {
            assert!(
                value == point || (value.is_nan() && point.is_nan()),
                "{name}: {value} {point}"
            );
        }
        assert!(
            outcome.sd == 0.0 || point.is_nan(),
            "{name}: sd {}",
            outcome.sd
        );
    }
    assert!(
        certain
            .verdict
            .targets
            .iter()
            .all(|t| [0.0, 1.0].contains(&t.probability))
    );
}

//! Die geometry and the four yield models against closed forms (model §5).
#![expect(
    clippy::disallowed_methods,
    reason = "the standard library is the other opinion here"
)]

use fabcast_model::chips::{WAFER_MM, YieldModel, die_yield, dies_per_wafer};
use fabcast_model::lanes::Lanes;
use proptest::prelude::*;

fn dies(area: f64, edge: f64) -> f64 {
    dies_per_wafer(Lanes::splat(area), Lanes::splat(edge)).0[0]
}

fn share(model: YieldModel, area: f64, density: f64, clustering: f64) -> f64 {
    let at = Lanes::splat;
    die_yield(model, at(area), at(density), at(clustering)).0[0]
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * a.abs().max(b.abs())
}

#[test]
fn published_counts_of_dies() {
    // 814 mm²: between 60 and 63 are counted on wafer maps, 3 mm at the edge left out.
    assert!(
        (60.0..63.0).contains(&dies(814.0, 3.0)),
        "{}",
        dies(814.0, 3.0)
    );
    // 610 mm² on the whole wafer: about 89 are published beside CSET's table.
    assert!(
        (dies(610.0, 0.0) - 89.0).abs() < 1.0,
        "{}",
        dies(610.0, 0.0)
    );
    // A die as large as the wafer does not fit.
    assert_eq!(dies(90_000.0, 3.0), 0.0);
    assert_eq!(dies(814.0, 150.0), 0.0);
}

proptest! {
    #[test]
    fn geometry_is_the_formula(area in 10.0..2_000.0_f64, edge in 0.0..20.0_f64) {
        let d = WAFER_MM - 2.0 * edge;
        let pi = std::f64::consts::PI;
        let formula = pi * (d / 2.0).powi(2) / area - pi * d / (2.0 * area).sqrt();
        prop_assert!(close(dies(area, edge), formula.max(0.0), 1e-12));
        // Fewer than the area alone would hold, and more of smaller ones.
        prop_assert!(dies(area, edge) < pi * (d / 2.0).powi(2) / area);
        prop_assert!(dies(area * 0.9, edge) >= dies(area, edge));
    }

    #[test]
    fn yields_are_their_closed_forms(area in 10.0..1_000.0_f64, density in 0.001..2.0_f64, alpha in 0.1..20.0_f64) {
        let x = area * density / 100.0;
        let poisson = (-x).exp();
        let murphy = (-(-x).exp_m1() / x).powi(2);
        let binomial = (-alpha * (x / alpha).ln_1p()).exp();
        let pairs = [
            (YieldModel::Poisson, poisson),
            (YieldModel::Murphy, murphy),
            (YieldModel::Seeds, 1.0 / (1.0 + x)),
            (YieldModel::NegativeBinomial, binomial),
        ];
        for (model, expected) in pairs {
            let got = share(model, area, density, alpha);
            prop_assert!(close(got, expected, 1e-9), "{}: {got} {expected}", model.name());
            prop_assert!(got > 0.0 && got <= 1.0);
        }
        // Clusters leave more dies whole than the same defects strewn about.
        prop_assert!(poisson <= murphy && murphy <= 1.0 / (1.0 + x) + 1e-12);
        prop_assert!(share(YieldModel::NegativeBinomial, area, density, alpha) >= poisson);
    }

    #[test]
    fn limits_of_the_yields(area in 10.0..1_000.0, density in 0.001..1.0) {
        let poisson = share(YieldModel::Poisson, area, density, 1.0);
        let spread_out = share(YieldModel::NegativeBinomial, area, density, 1e6);
        prop_assert!(close(spread_out, poisson, 1e-4), "alpha without end is Poisson");
        let one = share(YieldModel::NegativeBinomial, area, density, 1.0);
        prop_assert!(close(one, share(YieldModel::Seeds, area, density, 7.0), 1e-12), "alpha 1 is Seeds");
        for model in YieldModel::ALL {
            prop_assert_eq!(share(model, area, 0.0, 2.0), 1.0);
            let nearly = share(model, area, 1e-9, 2.0);
            prop_assert!((1.0 - nearly - area * 1e-11).abs() < 1e-12, "{}: {nearly}", model.name());
        }
    }
}

use fabcast_model::lanes::LANES;
use fabcast_model::model::Model;

use super::*;

fn model() -> Model {
    let scenario = crate::load("one-fab", &[]).unwrap_or_else(|faults| panic!("{faults}"));
    Model::new(&scenario.inputs).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn sampler(model: &Model, design: Design, draws: u64) -> Sampler {
    let settings = Settings {
        draws,
        design,
        ..Settings::default()
    };
    let sampler = Sampler::new(model, &settings);
    sampler.expect("no file").expect("no random one")
}

#[test]
fn a_permutation_meets_every_number_once() {
    for n in [1, 2, 3, 8, 100, 1_000, 4_097] {
        for name in [0, 1, u64::MAX] {
            let permutation = Permutation::new(n, 7, name);
            let mut seen = vec![false; n as usize];
            (0..n).for_each(|i| seen[permutation.at(i) as usize] = true);
            assert!(seen.iter().all(|seen| *seen), "{n}");
        }
    }
    // Different names, different permutations.
    let [a, b] = [1, 2].map(|name| Permutation::new(1_000, 7, name));
    let same = (0..1_000).filter(|&i| a.at(i) == b.at(i)).count();
    assert!(same < 10, "{same}");
}

#[test]
fn a_hypercube_has_one_draw_in_each_stratum() {
    let model = model();
    let draws = 200;
    for parameter in model.parameters.list().iter().take(40) {
        let mut seen = vec![0; draws as usize];
        for first in (0..draws).step_by(LANES) {
            for u in stratified(draws, 3, first, parameter) {
                assert!(u > 0.0 && u < 1.0);
                seen[(u * draws as f64) as usize] += 1;
            }
        }
        assert!(seen.iter().all(|n| *n == 1), "{}", parameter.path);
    }
}

/// Any draw alone, at any place among its eight, has the bits it has among others.
#[test]
fn draws_do_not_depend_on_their_neighbours() {
    let model = model();
    for design in [Design::Lhs, Design::Sobol] {
        let sampler = sampler(&model, design, 64);
        let together = sampler.sample(&model, 5, 8);
        for first in [9, 12, 15] {
            let other = sampler.sample(&model, 5, first);
            let lane = first as usize - 8;
            for (a, b) in together.as_slice().iter().zip(other.as_slice()) {
                assert_eq!(a.0[lane].to_bits(), b.0[0].to_bits(), "{design:?}");
            }
        }
    }
}

/// Every design gives each parameter its own distribution: the mean uniform is a half, and another
/// seed gives other draws.
#[test]
fn designs_keep_the_distributions() {
    let model = model();
    let draws = 256;
    let list = model.parameters.list();
    let medians: Vec<f64> = list
        .iter()
        .map(|p| p.distribution.quantile_scalar(0.5))
        .collect();
    for design in [Design::Lhs, Design::Sobol] {
        let sampler = sampler(&model, design, draws);
        let mut below = vec![0; list.len()];
        for first in (0..draws).step_by(LANES) {
            let values = sampler.sample(&model, 11, first);
            for ((below, median), value) in below.iter_mut().zip(&medians).zip(values.as_slice()) {
                *below += value.0.iter().filter(|x| *x <= median).count();
            }
        }
        for (parameter, below) in list.iter().zip(below) {
            // Correlated ones are mixed from several, and discrete ones have ties.
            assert!(below >= 100, "{design:?} {}: {below}", parameter.path);
        }
        let [a, b] = [1, 2].map(|seed| sampler.sample(&model, seed, 0));
        assert!(a.as_slice() != b.as_slice());
    }
}

//! What it would be worth to know (`docs/value.md`): expected value of perfect information on the decision to
//! invest, scale down, wait or leave it.
//!
//! The decision is taken once, before the first month, by somebody who wants the highest expected net present
//! value of the investors. EVPI is what a clairvoyant would gain; EVPPI what somebody would gain who knew
//! one parameter (Raiffa and Schlaifer 1961; estimator: Strong and Oakley 2013, conditional means over bins).

use std::time::Instant;

use fabcast_document::value::{Choice, ValueDocument, Worth};
use fabcast_model::lanes::{Draws, LANES};
use fabcast_model::relax::Relax;
use fabcast_model::simulate::Want;
use fabcast_model::uncertainty::{Draw, name_hash};
use fabcast_scenario::Scenario;

use super::scaled::Variant;
use super::{AnalysisError, Sample, each_eight, programme, text};
use crate::identity;
use crate::statistics::estimate;

/// Futures simulated unless another number is asked for; each three times.
pub const DEFAULT_DRAWS: u64 = 2_000;
/// Months that the waiting option waits.
pub const WAIT: f64 = 24.0;
/// Share of the programme in the smaller option.
pub const SMALLER: f64 = 0.5;
/// Shufflings behind the floor of noise.
const SHUFFLES: u64 = 6_000;
/// Chance that any parameter at all passes the floor by luck.
const LUCK: f64 = 0.05;

const NAMES: [&str; 4] = ["invest", "scale", "wait", "nothing"];

/// Values the information about every uncertain parameter of a scenario.
///
/// `watch` is told how many draws are done.
///
/// # Errors
/// When the scenario has no programme or cannot be put into the engine, when there are too few draws to
/// condition on anything, or when nothing was done before a stop.
pub fn value(
    scenario: &Scenario,
    sample: &Sample,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<ValueDocument, AnalysisError> {
    let start = Instant::now();
    let model = programme(scenario)?;
    let options = [
        Variant::scaled(scenario, 1.0)?,
        Variant::scaled(scenario, SMALLER)?,
        Variant::later(scenario, WAIT)?,
    ];
    let parameters: Vec<usize> = model
        .parameters
        .list()
        .iter()
        .enumerate()
        .filter(|(_, p)| !p.distribution.is_constant() && !p.path.contains(".project."))
        .map(|(index, _)| index)
        .collect();
    let groups: Vec<(usize, Vec<Draws>, Vec<Draws>)> =
        each_eight(sample, watch, |first, lanes| {
            let npv = options.iter().map(|option| {
                let run = option
                    .scene(sample.seed, first)
                    .run(&Want::all(Relax::NONE));
                run.outcomes
                    .of("npv")
                    .map_or([f64::NAN; LANES], |npv| npv.0)
            });
            let npv: Vec<Draws> = npv.collect();
            let values = model.parameters.sample(sample.seed, first);
            let values = parameters.iter().map(|&index| *values.draws(index));
            (lanes, npv, values.collect())
        })?;
    let draws: usize = groups.iter().map(|(lanes, ..)| lanes).sum();
    if draws == 0 {
        return Err(AnalysisError::Interrupted);
    }
    if draws < 100 {
        return Err(AnalysisError::Refused(text::few_for_value(draws)));
    }
    let mut payoffs: Vec<[f64; 4]> = Vec::with_capacity(draws);
    for (lanes, npv, _) in &groups {
        payoffs.extend((0..*lanes).map(|lane| [npv[0][lane], npv[1][lane], npv[2][lane], 0.0]));
    }
    let means = mean(payoffs.iter());
    let best = largest(&means);
    let gains: Vec<f64> = payoffs
        .iter()
        .map(|payoff| payoff[largest(payoff)] - payoff[best])
        .collect();
    let bins = bins_of(draws);
    let mut order: Vec<usize> = (0..draws).collect();
    let noise = noise(&payoffs, bins, sample.seed);
    let bias = noise.iter().sum::<f64>() / noise.len() as f64;
    let allowed = 1.0 - LUCK / parameters.len().max(1) as f64;
    let floor = crate::statistics::quantile_of_sorted(&noise, allowed);
    let mut worths: Vec<Worth> = parameters
        .iter()
        .enumerate()
        .map(|(position, &index)| {
            let column: Vec<f64> = groups
                .iter()
                .flat_map(|(lanes, _, values)| values[position].into_iter().take(*lanes))
                .collect();
            order.sort_by(|&a, &b| column[a].total_cmp(&column[b]).then(a.cmp(&b)));
            let raw = evppi(&payoffs, &order, bins);
            let tenths = (0..10).map(|tenth| {
                let of = &order[draws * tenth / 10..draws * (tenth + 1) / 10];
                NAMES[largest(&mean(of.iter().map(|&draw| &payoffs[draw])))].to_owned()
            });
            Worth {
                path: model.parameters.list()[index].path.clone(),
                evppi: (raw - bias).max(0.0),
                distinguishable: raw > floor,
                best: tenths.collect(),
            }
        })
        .collect();
    worths.sort_by(|a, b| b.evppi.total_cmp(&a.evppi).then(a.path.cmp(&b.path)));
    let mut choices: Vec<Choice> = NAMES
        .iter()
        .enumerate()
        .map(|(option, name)| {
            let values: Vec<f64> = payoffs.iter().map(|payoff| payoff[option]).collect();
            let best_in = payoffs
                .iter()
                .filter(|payoff| largest(payoff) == option)
                .count();
            Choice {
                name: (*name).to_owned(),
                label: text::choice(name).to_owned(),
                npv: estimate(&values),
                best_in: best_in as f64 / draws as f64,
            }
        })
        .collect();
    choices.sort_by(|a, b| b.npv.mean.total_cmp(&a.npv.mean));
    let evpi = estimate(&gains);
    let own = scenario
        .warnings
        .iter()
        .map(|warning| warning.message.clone());
    let mut warnings: Vec<String> = own.collect();
    if (draws as u64) < sample.draws {
        warnings.insert(0, crate::text::interrupted(draws as u64, sample.draws));
    }
    Ok(ValueDocument {
        sentence: text::value_sentence(&choices, &evpi, &worths),
        scenario: identity::id(scenario),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: sample.seed,
        draws: draws as u64,
        elapsed_seconds: start.elapsed().as_secs_f64(),
        options: choices,
        best: NAMES[best].to_owned(),
        evpi,
        bins: bins as u64,
        noise_floor: floor - bias,
        bias,
        parameters: worths,
        warnings,
    })
}

/// Bins of at least 50 draws, at most 20.
fn bins_of(draws: usize) -> usize {
    (draws / 50).clamp(2, 20)
}

/// Position of the largest, the first of equals.
fn largest(values: &[f64; 4]) -> usize {
    let mut best = 0;
    for (i, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = i;
        }
    }
    best
}

fn mean<'a>(payoffs: impl Iterator<Item = &'a [f64; 4]>) -> [f64; 4] {
    let (mut sums, mut n) = ([0.0; 4], 0.0);
    for payoff in payoffs {
        n += 1.0;
        for (sum, value) in sums.iter_mut().zip(payoff) {
            *sum += value;
        }
    }
    sums.map(|sum| sum / f64::max(n, 1.0))
}

/// Gain from choosing anew in every bin of the draws in this order: `Σ_k w_k·max_a mean_k(a) - max_a mean(a)`. Not
/// negative; biased upward, since chance alone makes bins differ.
pub fn evppi(payoffs: &[[f64; 4]], order: &[usize], bins: usize) -> f64 {
    let n = order.len();
    let overall = mean(payoffs.iter());
    let best = overall[largest(&overall)];
    let gain: f64 = (0..bins)
        .map(|k| {
            let of = &order[n * k / bins..n * (k + 1) / bins];
            let means = mean(of.iter().map(|&draw| &payoffs[draw]));
            of.len() as f64 / n as f64 * means[largest(&means)]
        })
        .sum();
    let gain = gain - best;
    // less than the rounding of the sums is nothing
    let size = payoffs
        .iter()
        .flatten()
        .fold(0.0, |a: f64, x| a.max(x.abs()));
    if gain > 1e-12 * size { gain } else { 0.0 }
}

/// What shuffled draws give, sorted: estimates where there is nothing to know.
fn noise(payoffs: &[[f64; 4]], bins: usize, seed: u64) -> Vec<f64> {
    let hash = name_hash("value.shuffle");
    let n = payoffs.len();
    let mut order: Vec<usize> = (0..n).collect();
    let mut number = 0;
    let mut found: Vec<f64> = (0..SHUFFLES)
        .map(|_| {
            for i in (1..n).rev() {
                let u = Draw { seed, number }.uniform(hash);
                number += 1;
                order.swap(i, ((u * (i + 1) as f64) as usize).min(i));
            }
            evppi(payoffs, &order, bins)
        })
        .collect();
    found.sort_unstable_by(f64::total_cmp);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1,000 futures: investing gives 1 in the upper half of a parameter and -1 in the lower one.
    fn half_good() -> Vec<[f64; 4]> {
        (0..1000)
            .map(|i| [if i < 500 { -1.0 } else { 1.0 }, -9.0, -9.0, 0.0])
            .collect()
    }

    #[test]
    fn knowing_what_decides_is_worth_half_the_gain() {
        let payoffs = half_good();
        let order: Vec<usize> = (0..1000).collect();
        assert!((evppi(&payoffs, &order, 20) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn knowing_what_does_not_matter_is_worth_little_more_than_the_bias() {
        let payoffs = half_good();
        let found = noise(&payoffs, 20, 7);
        let bias = found.iter().sum::<f64>() / found.len() as f64;
        assert!(bias > 0.0 && bias < 0.1, "{bias}");
        // a parameter that alternates between neighbours says nothing
        let order: Vec<usize> = (0..500).flat_map(|i| [i, i + 500]).collect();
        assert!(evppi(&payoffs, &order, 20) <= bias);
    }

    #[test]
    fn a_decision_that_never_changes_makes_knowledge_worthless() {
        let payoffs: Vec<[f64; 4]> = (0..1000).map(|i| [f64::from(i), -1.0, -2.0, 0.0]).collect();
        let order: Vec<usize> = (0..1000).collect();
        assert_eq!(evppi(&payoffs, &order, 10), 0.0);
    }
}

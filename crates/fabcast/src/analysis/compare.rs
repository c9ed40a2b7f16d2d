//! Scenarios or variants of one side by side, in the same futures (`docs/compare.md`).
//!
//! Every parameter of the same name has the same random number in all of them, so differences are
//! paired by draw and have intervals of their own, much narrower than those of the outcomes.

use std::collections::BTreeMap;
use std::time::Instant;

use fabcast_document::compare::{
    CompareDocument, Compared, ComparedTarget, Difference, SideInfo, Value,
};
use fabcast_model::flows::NEAR;
use fabcast_model::lanes::Lanes;
use fabcast_model::model::Model;
use fabcast_model::parameters::Values;
use fabcast_scenario::Scenario;

use super::{AnalysisError, Sample, each_eight, text};
use crate::ensemble::{Options, simulate_group};
use crate::identity;
use crate::outcome::{Info, List};
use crate::statistics::{estimate, statistics};
use crate::verdict::{self, Target};

/// Futures simulated unless another number is asked for.
pub const DEFAULT_DRAWS: u64 = 1_000;

/// Names of the outcomes that a screen and a chart show, at the dates of judgement of the first side.
fn key_outcomes(model: &Model) -> Vec<String> {
    let judged = if model.judged.is_empty() {
        &model.reported
    } else {
        &model.judged
    };
    let last = judged[judged.len() - 1];
    let compute = |year: &i32| format!("delivered_h100e_{year}");
    let dated = |stem: &str| format!("{stem}_{last}");
    let mut names: Vec<String> = judged.iter().map(compute).collect();
    names.extend(
        [
            "delivered_share",
            "datacentre_gw",
            "logic_kwspm",
            "capital_drawn",
        ]
        .map(dated),
    );
    names.extend(["irr", "npv", "fab_slip_median"].map(str::to_owned));
    names.push(dated("price"));
    names
}

/// Outcomes of which less is better.
const LESS_IS_BETTER: [&str; 5] = [
    "irr_hurdle",
    "payback_months",
    "largest_exposure",
    "fab_slip_median",
    "first_fab_online",
];

/// One of the things compared.
#[derive(Clone, Debug)]
pub struct Side {
    /// How the reader knows it: the scenario's name, or what is set in it.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
}

/// Compares some sides with the first of them.
///
/// `watch` is told how many draws are done.
///
/// # Errors
/// When there are fewer than two sides, one cannot be put into the engine, or nothing was done before
/// a stop.
pub fn compare(
    sides: &[Side],
    sample: &Sample,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<CompareDocument, AnalysisError> {
    let start = Instant::now();
    let [first, _, ..] = sides else {
        return Err(AnalysisError::Refused(text::ONE_SIDE.to_owned()));
    };
    let models: Vec<(Model, Values)> = sides
        .iter()
        .map(|side| {
            let model = Model::new(&side.scenario.inputs).map_err(AnalysisError::Model)?;
            let planned = model.parameters.central();
            Ok((model, planned))
        })
        .collect::<Result<_, AnalysisError>>()?;
    let mut lists: Vec<List> = models.iter().map(|(model, _)| List::of(model)).collect();
    let targets =
        verdict::targets(&first.scenario, &mut lists[0]).map_err(AnalysisError::Targets)?;
    let all = shared(&mut lists);
    let groups: Vec<(usize, Vec<Vec<Lanes>>)> = each_eight(sample, watch, |first, lanes| {
        let of_sides = models.iter().zip(&lists).map(|((model, planned), list)| {
            let options = Options {
                seed: sample.seed,
                outcomes: Some(list),
                ..Options::default()
            };
            simulate_group(model, planned, &options, first, lanes).outcomes
        });
        (lanes, of_sides.collect())
    })?;
    if groups.is_empty() {
        return Err(AnalysisError::Interrupted);
    }
    let column = |side: usize, name: &str| -> Vec<f64> {
        let Some(position) = lists[side].position(name) else {
            let draws = groups.iter().map(|(lanes, _)| *lanes).sum();
            return vec![f64::NAN; draws];
        };
        let lanes = groups
            .iter()
            .flat_map(|(lanes, of_sides)| of_sides[side][position].0.into_iter().take(*lanes));
        lanes.collect()
    };
    let columns: Vec<Vec<Vec<f64>>> = (0..sides.len())
        .map(|side| all.iter().map(|info| column(side, &info.name)).collect())
        .collect();
    let mut outcomes = BTreeMap::new();
    for (position, info) in all.iter().enumerate() {
        let values: Vec<&Vec<f64>> = columns.iter().map(|side| &side[position]).collect();
        if values
            .iter()
            .all(|values| values.iter().all(|x| x.is_nan()))
        {
            continue;
        }
        let less_is_better = less_is_better(&info.name, &models[0].0);
        let is_common: Vec<bool> = (0..values[0].len())
            .map(|draw| values.iter().all(|side| side[draw].is_finite()))
            .collect();
        let common = is_common.iter().filter(|is| **is).count() as f64 / is_common.len() as f64;
        let compared = Compared {
            unit: info.unit.to_owned(),
            label: info.label.clone(),
            less_is_better,
            common,
            values: values.iter().map(|side| value(side, &is_common)).collect(),
            differences: values[1..]
                .iter()
                .map(|other| difference(values[0], other, &is_common, less_is_better))
                .collect(),
        };
        outcomes.insert(info.name.clone(), compared);
    }
    let draws = columns[0].first().map_or(0, Vec::len);
    let targets = compared_targets(&targets, &columns, draws);
    let mut warnings = Vec::new();
    if (draws as u64) < sample.draws {
        warnings.push(crate::text::interrupted(draws as u64, sample.draws));
    }
    for side in sides {
        for warning in side.scenario.warnings.iter() {
            if !warnings.contains(&warning.message) {
                warnings.push(warning.message.clone());
            }
        }
    }
    let infos = sides.iter().map(|side| SideInfo {
        name: side.name.clone(),
        scenario: identity::id(&side.scenario),
    });
    let reported = &models[0].0.reported;
    let last = reported[reported.len() - 1];
    Ok(CompareDocument {
        sentence: text::compare_sentence(sides, last, &outcomes, &targets),
        scenario: identity::id(&first.scenario),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: sample.seed,
        draws: draws as u64,
        elapsed_seconds: start.elapsed().as_secs_f64(),
        sides: infos.collect(),
        outcomes,
        key_outcomes: key_outcomes(&models[0].0),
        targets,
        warnings,
    })
}

/// The outcomes of all sides, those of the first before those that only others report; every side is
/// asked for all that it can have.
fn shared(lists: &mut [List]) -> Vec<Info> {
    let mut all = lists[0].infos().to_vec();
    for list in &lists[1..] {
        for info in list.infos() {
            if all.iter().all(|other| other.name != info.name) {
                all.push(info.clone());
            }
        }
    }
    for list in lists {
        for info in &all {
            list.add(&info.name);
        }
    }
    all
}

/// Whether less of an outcome is better: of people missing, and of the price at the last year end of judgement.
fn less_is_better(name: &str, model: &Model) -> bool {
    let last = model.reported.last();
    LESS_IS_BETTER.contains(&name)
        || name.starts_with("shortage_")
        || last.is_some_and(|year| name == format!("price_{year}"))
}

/// A side by itself; its mean over the draws in which all sides have a number.
fn value(values: &[f64], is_common: &[bool]) -> Value {
    let s = statistics(values);
    let common = values.iter().zip(is_common).filter(|(_, is)| **is);
    let common: Vec<f64> = common.map(|(value, _)| *value).collect();
    let mean = estimate(&common);
    let [_, p10, _, p50, _, p90, _] = s.quantiles;
    Value {
        defined: s.defined,
        mean: mean.mean,
        standard_error: mean.standard_error,
        quantiles: [p10, p50, p90].into(),
        beyond: s.beyond,
    }
}

/// What `b` is against `a`, draw by draw; the mean over the draws that are asked for.
fn difference(a: &[f64], b: &[f64], is_common: &[bool], less_is_better: bool) -> Difference {
    let common = a.iter().zip(b).zip(is_common).filter(|(_, is)| **is);
    let differences: Vec<f64> = common.map(|((a, b), _)| b - a).collect();
    let estimate = estimate(&differences);
    let (mut wins, mut ties) = (0.0, 0.0);
    for (&a, &b) in a.iter().zip(b) {
        match (a.is_nan(), b.is_nan()) {
            (true, true) => ties += 1.0,
            (true, false) => wins += 1.0,
            (false, true) => {}
            (false, false) if is_tie(a, b) => ties += 1.0,
            (false, false) if (b < a) == less_is_better => wins += 1.0,
            (false, false) => {}
        }
    }
    let n = a.len().max(1) as f64;
    Difference {
        mean: estimate.mean,
        standard_error: estimate.standard_error,
        interval: estimate.interval(),
        distinguishable: estimate.is_distinct(),
        beats: (wins + ties / 2.0) / n,
        ties: ties / n,
    }
}

/// Whether two values are the same but for rounding, which must not say who is better.
fn is_tie(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() < NEAR * a.abs().max(b.abs())
}

fn compared_targets(
    targets: &[Target],
    columns: &[Vec<Vec<f64>>],
    draws: usize,
) -> Vec<ComparedTarget> {
    if targets.is_empty() {
        return Vec::new();
    }
    let met = |side: &[Vec<f64>], of: &dyn Fn(&[Vec<f64>], usize) -> bool| -> Vec<f64> {
        (0..draws)
            .map(|draw| f64::from(u8::from(of(side, draw))))
            .collect()
    };
    let compared = |name: &str, text: &str, of: &dyn Fn(&[Vec<f64>], usize) -> bool| {
        let sides: Vec<Vec<f64>> = columns.iter().map(|side| met(side, of)).collect();
        let against_first = sides[1..].iter().map(|side| {
            let differences: Vec<f64> = sides[0].iter().zip(side).map(|(a, b)| b - a).collect();
            estimate(&differences)
        });
        ComparedTarget {
            name: name.to_owned(),
            text: text.to_owned(),
            met: sides.iter().map(|side| estimate(side)).collect(),
            differences: against_first.collect(),
        }
    };
    let each = targets.iter().map(|target| {
        compared(&target.name, &target.label, &|side, draw| {
            side[target.outcome][draw] >= target.at_least
        })
    });
    let mut all: Vec<ComparedTarget> = each.collect();
    all.push(compared("all", text::EVERY_TARGET, &|side, draw| {
        targets
            .iter()
            .all(|target| side[target.outcome][draw] >= target.at_least)
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_count_half_and_no_value_loses() {
        let nan = f64::NAN;
        let common = [true, true, false, false, false];
        let d = difference(
            &[1.0, 2.0, nan, nan, 3.0],
            &[2.0, 2.0, 1.0, nan, nan],
            &common,
            false,
        );
        // wins: 1 < 2, none < 1; ties: 2 = 2, none = none; a loss: 3 > none
        assert_eq!((d.beats, d.ties), (0.6, 0.4));
        assert_eq!(d.mean, 0.5);
        // What only rounding tells apart is a tie.
        let rounded = difference(&[0.1 + 0.2, 5e3], &[0.3, 5e3 - 1e-9], &[true; 2], false);
        assert_eq!(rounded.ties, 1.0);
        let less = difference(&[1.0, 2.0], &[2.0, 1.0], &[true; 2], true);
        assert_eq!(less.beats, 0.5);
    }

    #[test]
    fn what_is_beyond_all_numbers_ranks_and_has_no_mean() {
        let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
        let (a, b) = ([low, low, 0.1, 0.2], [low, 0.1, high, 0.3]);
        let common = [false, false, false, true];
        let d = difference(&a, &b, &common, false);
        // no rate on both sides is a tie; a rate is better than a loss without one
        assert_eq!((d.beats, d.ties), (0.875, 0.25));
        assert!((d.mean - 0.1).abs() < 1e-15);
        let [mean, median] = [value(&b, &common)].map(|v| [v.mean, v.quantiles.p50])[0];
        assert!(mean == 0.3 && (median - 0.2).abs() < 1e-15);
    }

    #[test]
    fn a_side_against_itself_is_not_distinguishable() {
        let values = [1.0, 5.0, 2.0];
        let d = difference(&values, &values, &[true; 3], false);
        assert_eq!(
            (d.mean, d.beats, d.ties, d.distinguishable),
            (0.0, 0.5, 1.0, false)
        );
    }

    #[test]
    fn a_steady_difference_is_told_though_the_spread_is_wide() {
        let a: Vec<f64> = (0..50).map(f64::from).collect();
        let b: Vec<f64> = a.iter().map(|x| x + 0.01).collect();
        let d = difference(&a, &b, &[true; 50], false);
        assert!(d.distinguishable && (d.mean - 0.01).abs() < 1e-9 && d.beats == 1.0);
    }
}

//! What more or less money would bring (`docs/absorb.md`): the programme from a hundredth of its
//! budget to twice, in the same futures.

use std::time::Instant;

use fabcast_document::absorb::{AbsorbDocument, Best, Curve, Half, Point, PointOutcome, Price};
use fabcast_model::flows::Kind;
use fabcast_model::inputs::{Inputs, Leaf};
use fabcast_model::lanes::Lanes;
use fabcast_model::model::Model;
use fabcast_model::record::Series;
use fabcast_model::relax::{ALL_GROUPS, Relax};
use fabcast_model::simulate::Want;
use fabcast_model::uncertainty::{Draw, name_hash};
use fabcast_scenario::Scenario;

use super::measure::Measured;
use super::scaled::Variant;
use super::{AnalysisError, Sample, each_eight, programme, text};
use crate::identity;
use crate::statistics::{estimate, quantile_of_sorted, statistics};

/// Futures simulated unless another number is asked for.
pub const DEFAULT_DRAWS: u64 = 1_000;
/// Shares of the budget.
pub const SHARES: [f64; 20] = [
    0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.6,
    1.8, 2.0,
];
/// Resamples of the draws for the interval of the budget of half the price.
const RESAMPLES: u64 = 200;

/// Outcomes at each point; those with a date are also taken at the first year end of judgement.
const OUTCOMES: [&str; 6] = [
    "delivered_h100e",
    "capital_drawn",
    "irr",
    "irr_over_hurdle",
    "npv",
    "fab_slip_median",
];

/// What eight draws gave: by point, by group and point, and by price.
struct OfDraws {
    lanes: usize,
    points: Vec<Vec<Lanes>>,
    relaxed: Vec<Vec<Lanes>>,
    prices: Vec<[Lanes; 2]>,
}

/// Runs the programme at every size.
///
/// `year` is that at whose end compute is counted. `watch` is told how many draws are done.
///
/// # Errors
/// When the scenario has no programme or cannot be put into the engine, when the year is not simulated,
/// or when nothing was done before a stop.
pub fn absorb(
    scenario: &Scenario,
    year: Option<i32>,
    sample: &Sample,
    watch: &mut (dyn FnMut(u64) + Send),
) -> Result<AbsorbDocument, AnalysisError> {
    let start = Instant::now();
    let model = programme(scenario)?;
    let end = model.start.plus(model.months as i32 - 1);
    let whole = if end.month == 12 {
        end.year
    } else {
        end.year - 1
    };
    let year = year.unwrap_or_else(|| model.reported[model.reported.len() - 1].min(whole));
    let headline = Measured::named(&model, "delivered_h100e", year)?;
    let mut measured = vec![headline.clone()];
    // By when the sentence says how much money finds a use.
    let soon = model.reported[0];
    for year in [soon, year] {
        for name in OUTCOMES {
            if let Ok(outcome) = Measured::named(&model, name, year)
                && !measured.contains(&outcome)
            {
                measured.push(outcome);
            }
        }
    }
    let variants = SHARES
        .iter()
        .map(|&share| Variant::scaled(scenario, share))
        .collect::<Result<Vec<_>, _>>()?;
    let prices = priced(scenario, &model)?;
    let full = SHARES.iter().position(|&share| share == 1.0).unwrap_or(0);
    let npv = Measured::named(&model, "npv", year)?;
    let npv_position = measured.iter().position(|m| *m == npv).unwrap_or(0);
    let groups = each_eight(sample, watch, |first, lanes| {
        let mut of_draws = OfDraws {
            lanes,
            points: Vec::with_capacity(variants.len()),
            relaxed: vec![Vec::with_capacity(variants.len()); ALL_GROUPS.len()],
            prices: Vec::with_capacity(prices.len()),
        };
        let months = headline.months(&model);
        let series: Vec<Series> = headline.series().into_iter().collect();
        for variant in &variants {
            let scene = variant.scene(sample.seed, first);
            let run = scene.run(&Want::all(Relax::NONE));
            let values = measured.iter().map(|m| m.of(&variant.model, &run));
            of_draws.points.push(values.collect());
            for (curve, group) in of_draws.relaxed.iter_mut().zip(ALL_GROUPS) {
                let run = scene.run(&Want::part(Relax::NONE.with(group), months, &series));
                curve.push(headline.of(&variant.model, &run));
            }
        }
        for (_, _, variant, per) in &prices {
            let run = variant
                .scene(sample.seed, first)
                .run(&Want::all(Relax::NONE));
            let base = &of_draws.points[full];
            of_draws.prices.push([
                (headline.of(&variant.model, &run) - base[0]) * *per,
                (npv.of(&variant.model, &run) - base[npv_position]) * *per,
            ]);
        }
        of_draws
    })?;
    if groups.is_empty() {
        return Err(AnalysisError::Interrupted);
    }
    let column = |of: &dyn Fn(&OfDraws) -> Lanes| -> Vec<f64> {
        let lanes = groups
            .iter()
            .flat_map(|g| of(g).0.into_iter().take(g.lanes));
        lanes.collect()
    };
    let budget = scenario.meta.budget.filter(|&b| b > 0.0);
    let budget = budget.unwrap_or_else(|| model.plan_cost());
    let budgets: Vec<f64> = SHARES.iter().map(|share| share * budget).collect();
    let points: Vec<Point> = SHARES
        .iter()
        .enumerate()
        .map(|(p, &share)| Point {
            share,
            budget: budgets[p],
            outcomes: measured
                .iter()
                .enumerate()
                .map(|(o, m)| {
                    (
                        m.name.clone(),
                        point_outcome(m, &column(&|g| g.points[p][o])),
                    )
                })
                .collect(),
        })
        .collect();
    let curve: Vec<Vec<f64>> = (0..SHARES.len())
        .map(|p| column(&|g| g.points[p][0]))
        .collect();
    let half = half_price(&budgets, &curve, sample.seed);
    let npvs: Vec<Vec<f64>> = (0..SHARES.len())
        .map(|p| column(&|g| g.points[p][npv_position]))
        .collect();
    let best = best_size((&SHARES, &budgets), &npvs, full, sample.seed);
    let relaxed = ALL_GROUPS.iter().enumerate().map(|(g, group)| {
        let values: Vec<Vec<f64>> = (0..SHARES.len())
            .map(|p| column(&|of| of.relaxed[g][p]))
            .collect();
        let adds: Vec<f64> = values[full]
            .iter()
            .zip(&curve[full])
            .map(|(a, b)| a - b)
            .collect();
        let curve = Curve {
            points: values.iter().map(|values| estimate(values)).collect(),
            adds: estimate(&adds),
            half: half_price(&budgets, &values, sample.seed),
        };
        (group.name().to_owned(), curve)
    });
    let lifted = relaxed.collect();
    let prices = prices
        .into_iter()
        .enumerate()
        .map(|(i, (name, label, ..))| Price {
            name: name.to_owned(),
            label,
            delivered: estimate(&column(&|g| g.prices[i][0])),
            npv: estimate(&column(&|g| g.prices[i][1])),
        });
    let prices = prices.collect();
    let draws = groups.iter().map(|g| g.lanes as u64).sum();
    let mut warnings: Vec<String> = scenario
        .warnings
        .iter()
        .map(|w| w.message.clone())
        .collect();
    if draws < sample.draws {
        warnings.insert(0, crate::text::interrupted(draws, sample.draws));
    }
    warnings.push(text::IRR_CONVENTION.to_owned());
    warnings.push(text::SLIP_CONVENTION.to_owned());
    Ok(AbsorbDocument {
        sentence: text::absorb_sentence(
            budget,
            &points[full],
            (&best, &half),
            &headline,
            [soon, year],
        ),
        scenario: identity::id(scenario),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: sample.seed,
        draws,
        elapsed_seconds: start.elapsed().as_secs_f64(),
        budget,
        headline: headline.name,
        best,
        points,
        half,
        lifted,
        prices,
        warnings,
    })
}

fn point_outcome(measured: &Measured, values: &[f64]) -> PointOutcome {
    let s = statistics(values);
    let [_, p10, p25, p50, p75, p90, _] = s.quantiles;
    PointOutcome {
        unit: measured.unit.to_owned(),
        label: measured.label.clone(),
        defined: s.defined,
        mean: s.mean,
        standard_error: s.standard_error,
        p10,
        p25,
        p50,
        p75,
        p90,
        beyond: s.beyond,
    }
}

/// Name, label, scenario with one thing more, and what its effect is multiplied by.
type Priced = (&'static str, String, Variant, f64);

fn priced(scenario: &Scenario, model: &Model) -> Result<Vec<Priced>, AnalysisError> {
    let same = || Variant::new(scenario, |_| {});
    let mut all = Vec::new();
    let list = &model.projects.list;
    let wafers = |p: &&fabcast_model::projects::Project| matches!(p.kind, Kind::Fab | Kind::Hbm);
    let capacity: f64 = list.iter().filter(wafers).map(|p| p.capacity).sum();
    if capacity > 0.0 {
        let mut scanner = same()?;
        scanner.add_euv(1.0);
        all.push(("euv", text::ONE_SCANNER.to_owned(), scanner, 1.0));
        let mut people = same()?;
        for (r, region) in model.regions.iter().enumerate() {
            let here = list.iter().filter(wafers).filter(|p| p.region == r);
            let share = here.map(|p| p.capacity).sum::<f64>() / capacity;
            if share > 0.0 {
                people.add(
                    &format!("talent.{region}.technicians.inflow"),
                    1000.0 * share,
                );
            }
        }
        all.push(("technicians", text::TECHNICIANS.to_owned(), people, 1.0));
    }
    let shorten = |inputs: &mut Inputs, leaf: &str| {
        for (path, value) in &mut inputs.leaves {
            if let Leaf::Spread { median, .. } = value
                && path.starts_with("region.")
                && path.ends_with(leaf)
            {
                *median = (*median - 12.0).max(1.0);
            }
        }
    };
    let permits = Variant::new(scenario, |inputs| shorten(inputs, ".permit"))?;
    all.push(("permits", text::PERMITS.to_owned(), permits, 1.0));
    let gigawatts = model.planned_gigawatts();
    if gigawatts > 0.0 {
        let power = Variant::new(scenario, |inputs| {
            for wait in [".own", ".service", ".grid"] {
                shorten(inputs, wait);
            }
        })?;
        all.push(("power", text::POWER.to_owned(), power, 1.0 / gigawatts));
    }
    Ok(all)
}

/// Slopes of the least concave curve above the points through the origin: what a further dollar buys
/// between one budget and the next, never rising (pool adjacent violators).
pub fn falling_slopes(budgets: &[f64], values: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    let (mut budget, mut value) = (0.0, 0.0);
    for (&b, &v) in budgets.iter().zip(values) {
        blocks.push((v - value, b - budget, 1));
        (budget, value) = (b, v);
        while let [.., a, b] = blocks[..]
            && b.0 * a.1 > a.0 * b.1
        {
            blocks.truncate(blocks.len() - 2);
            blocks.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    let slopes = blocks
        .iter()
        .flat_map(|&(rise, run, n)| std::iter::repeat_n(rise / run, n));
    slopes.collect()
}

/// The budget from which on a further dollar buys at most half of what the first did; between the
/// middles of two steps linearly. None if that is never so.
pub fn half_budget(budgets: &[f64], values: &[f64]) -> Option<f64> {
    let slopes = falling_slopes(budgets, values);
    let half = slopes.first().copied().filter(|&first| first > 0.0)? / 2.0;
    let after = slopes.iter().position(|&slope| slope <= half)?;
    let middle = |step: usize| {
        let from = if step == 0 { 0.0 } else { budgets[step - 1] };
        (from + budgets[step]) / 2.0
    };
    let before = after.checked_sub(1)?;
    let (steep, flat) = (slopes[before], slopes[after]);
    Some(middle(before) + (steep - half) / (steep - flat) * (middle(after) - middle(before)))
}

/// The budget of half the price for the mean over draws, with an interval over resampled draws.
fn half_price(budgets: &[f64], by_point: &[Vec<f64>], seed: u64) -> Half {
    // An open end sorts after every budget.
    let (budget, interval) = resampled(by_point, seed, f64::INFINITY, &|means| {
        half_budget(budgets, means)
    });
    Half { budget, interval }
}

/// Where the mean present value is largest, with an interval over resampled draws.
fn best_size(
    (shares, budgets): (&[f64], &[f64]),
    npvs: &[Vec<f64>],
    full: usize,
    seed: u64,
) -> Best {
    let largest = |means: &[f64]| {
        (0..means.len())
            .max_by(|&a, &b| means[a].total_cmp(&means[b]))
            .unwrap_or(0)
    };
    let pays = |means: &[f64]| Some(largest(means)).filter(|&point| means[point] > 0.0);
    // Not to build at all sorts before every budget.
    let (_, interval) = resampled(npvs, seed, f64::NEG_INFINITY, &|means| {
        pays(means).map(|point| budgets[point])
    });
    let means: Vec<f64> = npvs.iter().map(|values| estimate(values).mean).collect();
    let point = pays(&means);
    Best {
        budget: point.map(|point| budgets[point]),
        share: point.map(|point| shares[point]),
        interval,
        npv: estimate(&npvs[largest(&means)]),
        full: estimate(&npvs[full]),
    }
}

/// What is found in the means of the points, and its 95 % interval over resampled draws; where nothing is
/// found counts as `without`.
fn resampled(
    by_point: &[Vec<f64>],
    seed: u64,
    without: f64,
    find: &dyn Fn(&[f64]) -> Option<f64>,
) -> (Option<f64>, [Option<f64>; 2]) {
    let draws = by_point.first().map_or(0, Vec::len);
    let mean = |of: &dyn Fn(&[f64]) -> f64| -> Vec<f64> {
        by_point
            .iter()
            .map(|values| of(values) / draws.max(1) as f64)
            .collect()
    };
    let hash = name_hash("absorb.resample");
    let mut found: Vec<f64> = (0..RESAMPLES)
        .map(|resample| {
            let picks: Vec<usize> = (0..draws as u64)
                .map(|i| {
                    let number = resample * draws as u64 + i;
                    let u = Draw { seed, number }.uniform(hash);
                    ((u * draws as f64) as usize).min(draws - 1)
                })
                .collect();
            let means = mean(&|values| picks.iter().map(|&i| values[i]).sum());
            find(&means).unwrap_or(without)
        })
        .collect();
    found.sort_unstable_by(f64::total_cmp);
    let at = |level| Some(quantile_of_sorted(&found, level)).filter(|x: &f64| x.is_finite());
    let whole = find(&mean(&|values| values.iter().sum()));
    (whole, [at(0.025), at(0.975)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_never_halves() {
        let budgets = [1.0, 2.0, 5.0];
        assert_eq!(falling_slopes(&budgets, &[3.0, 6.0, 15.0]), [3.0; 3]);
        assert_eq!(half_budget(&budgets, &[3.0, 6.0, 15.0]), None);
    }

    #[test]
    fn a_parabola_halves_half_way_to_its_top() {
        // y = b·(2 - b): slope 2 - 2b is half of the first at 1/2
        let budgets: Vec<f64> = (1..=200).map(|i| f64::from(i) / 200.0).collect();
        let values: Vec<f64> = budgets.iter().map(|b| b * (2.0 - b)).collect();
        let half = half_budget(&budgets, &values).expect("falls");
        assert!((half - 0.5).abs() < 0.01, "{half}");
    }

    #[test]
    fn the_best_size_is_where_the_mean_is_largest_or_none() {
        let budgets = [1.0, 2.0, 4.0];
        let npvs = [
            vec![1.0, 1.2, 0.8],
            vec![3.0, -1.0, 4.0],
            vec![-9.0, 9.0, 1.0],
        ];
        let best = best_size((&[0.25, 0.5, 1.0], &budgets), &npvs, 2, 1);
        assert_eq!((best.budget, best.share), (Some(2.0), Some(0.5)));
        assert!((best.npv.mean - 2.0).abs() < 1e-12 && (best.full.mean - 1.0 / 3.0).abs() < 1e-12);
        let losses = npvs.map(|values| values.iter().map(|x| -x.abs()).collect());
        let none = best_size((&[0.25, 0.5, 1.0], &budgets), &losses, 2, 1);
        assert_eq!((none.budget, none.interval), (None, [None, None]));
        assert!((none.npv.mean + 1.0).abs() < 1e-12);
    }

    #[test]
    fn rising_steps_are_pooled() {
        let slopes = falling_slopes(&[1.0, 2.0, 3.0], &[0.0, 4.0, 5.0]);
        assert_eq!(slopes, [2.0, 2.0, 1.0]);
        assert_eq!(half_budget(&[1.0, 2.0, 3.0], &[0.0, 0.0, 0.0]), None);
    }
}

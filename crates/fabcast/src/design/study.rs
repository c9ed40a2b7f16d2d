//! How far estimates are off with each design: the measurements of docs/designs.md.

use fabcast_model::model::Model;
use fabcast_scenario::Scenario;

use super::{Design, Sampler};
use crate::ensemble::{self, NoThreads, Options};
use crate::outcome;
use crate::run::RunError;
use crate::statistics::{quantile_of_sorted, statistics};
use crate::store::Settings;

/// Designs that are compared, independent draws first.
pub const DESIGNS: [Design; 3] = [Design::Random, Design::Lhs, Design::Sobol];

/// What is estimated of each outcome.
pub const ESTIMATES: [&str; 3] = ["mean", "p10", "p50"];

/// Standard deviation of estimates over ensembles that differ in their seed alone.
#[derive(Clone, Debug)]
pub struct Row {
    /// Outcome.
    pub outcome: &'static str,
    /// One of [`ESTIMATES`].
    pub estimate: &'static str,
    /// Draws of an ensemble.
    pub draws: u64,
    /// In the order of [`DESIGNS`], in units of the outcome's own standard deviation.
    pub errors: [f64; 3],
}

/// Runs `replicates` ensembles of each design and each number of draws.
///
/// # Errors
/// When the scenario cannot be put into the engine.
pub fn study(
    scenario: &Scenario,
    outcomes: &[&'static str],
    draws: &[u64],
    replicates: u64,
) -> Result<Vec<Row>, RunError> {
    let model = Model::new(&scenario.inputs).map_err(RunError::Model)?;
    let mut list = outcome::List::of(&model);
    let positions: Vec<(&'static str, usize)> = outcomes
        .iter()
        .filter_map(|&name| Some((name, list.add(name)?)))
        .collect();
    let mut rows = Vec::new();
    for &draws in draws {
        // estimates[design][outcome][estimate] of each replicate
        let mut estimates = vec![vec![vec![Vec::new(); ESTIMATES.len()]; positions.len()]; 3];
        let mut spreads = vec![Vec::new(); positions.len()];
        for (design, estimates) in DESIGNS.iter().zip(&mut estimates) {
            for seed in 1..=replicates {
                let columns = columns((&model, &list), *design, draws, seed, &positions)?;
                for (i, mut column) in columns.into_iter().enumerate() {
                    column.retain(|value| value.is_finite());
                    column.sort_unstable_by(f64::total_cmp);
                    let s = statistics(&column);
                    spreads[i].push(s.sd);
                    let quantile = |level| quantile_of_sorted(&column, level);
                    for (to, estimate) in
                        estimates[i]
                            .iter_mut()
                            .zip([s.mean, quantile(0.1), quantile(0.5)])
                    {
                        to.push(estimate);
                    }
                }
            }
        }
        for (i, (name, _)) in positions.iter().enumerate() {
            let spread = statistics(&spreads[i]).mean;
            for (k, estimate) in ESTIMATES.into_iter().enumerate() {
                let error = |design: usize| statistics(&estimates[design][i][k]).sd / spread;
                let errors = [error(0), error(1), error(2)];
                rows.push(Row {
                    outcome: name,
                    estimate,
                    draws,
                    errors,
                });
            }
        }
    }
    Ok(rows)
}

/// Values of some outcomes in an ensemble.
fn columns(
    (model, list): (&Model, &outcome::List),
    design: Design,
    draws: u64,
    seed: u64,
    positions: &[(&str, usize)],
) -> Result<Vec<Vec<f64>>, RunError> {
    let settings = Settings {
        draws,
        seed,
        design,
        ..Settings::default()
    };
    let sampler = Sampler::new(model, &settings)?;
    let options = Options {
        draws,
        seed,
        sampler: sampler.as_ref(),
        outcomes: Some(list),
        ..Options::default()
    };
    let mut columns = vec![Vec::new(); positions.len()];
    ensemble::run::<NoThreads>(model, &options, |groups| {
        for group in groups {
            for (column, (_, position)) in columns.iter_mut().zip(positions) {
                column.extend_from_slice(&group.outcomes[*position].0[..group.lanes]);
            }
        }
        Ok(())
    })?;
    Ok(columns)
}

/// The measurements as tables in Markdown: errors, and the draws of independent sampling that one
/// draw of a design is worth.
pub fn page(rows: &[Row], replicates: u64) -> String {
    let mut text = format!(
        "Standard deviation of an estimate over {replicates} ensembles that differ in their seed, \
         in hundredths of\nthe outcome's own standard deviation. Gain: draws of independent \
         sampling that one draw is worth, the\nsquare of the ratio of errors.\n\n\
         | outcome | estimate | draws | random | lhs | sobol | gain of lhs | gain of sobol |\n\
         |---|---|---|---|---|---|---|---|\n"
    );
    let gain = |row: &Row, design: usize| {
        let ratio = row.errors[0] / row.errors[design];
        ratio * ratio
    };
    for row in rows {
        let [random, lhs, sobol] = row.errors.map(|error| format!("{:.2}", 100.0 * error));
        text += &format!(
            "| `{}` | {} | {} | {random} | {lhs} | {sobol} | {:.1} | {:.1} |\n",
            row.outcome,
            row.estimate,
            row.draws,
            gain(row, 1),
            gain(row, 2)
        );
    }
    text += "\nMiddle gain over the outcomes (each from few ensembles, and so within a factor of about two):\n\n\
         | estimate | draws | lhs | sobol |\n|---|---|---|---|\n";
    for estimate in ESTIMATES {
        let mut draws: Vec<u64> = rows.iter().map(|row| row.draws).collect();
        draws.dedup();
        for draws in draws {
            let of = |design| {
                let rows = rows
                    .iter()
                    .filter(|r| r.estimate == estimate && r.draws == draws);
                let mut gains: Vec<f64> = rows.map(|row| gain(row, design)).collect();
                gains.sort_unstable_by(f64::total_cmp);
                quantile_of_sorted(&gains, 0.5)
            };
            text += &format!("| {estimate} | {draws} | {:.1} | {:.1} |\n", of(1), of(2));
        }
    }
    text
}

//! Final over announced cost.
//!
//! With some chance nothing but the announced cost is ever reported; else the logarithm of the ratio
//! is normal. The posterior of its mean and spread is summed over a grid. The engine's `overrun` acts on
//! the building alone, while reported costs hold changes of scope too, so this is not its posterior.

use fabcast_document::backtest::Estimate;
use fabcast_document::backtest::fabs::LearnedOverrun;
use fabcast_model::math::scalar::{exp, ln, normal_quantile};
use fabcast_model::uncertainty::{Draw, name_hash};

/// Ratios nearer to 1 than this are taken for the announced cost said again.
const SAME: f64 = 0.005;
/// Prior mean of the logarithm where costs change: a third more, as in oil and gas (`over.oilgas.mean`).
const PRIOR_MEAN: f64 = 0.29;
const PRIOR_SD: f64 = 0.3;
const SIGMAS: [f64; 6] = [0.1, 0.2, 0.3, 0.45, 0.65, 0.9];
const N_MEANS: usize = 31;

/// Posterior from ratios of final to announced cost.
#[derive(Clone, Debug)]
pub struct Overruns {
    /// Chance that the cost changes.
    changes: f64,
    /// Probability, mean and standard deviation of the logarithm.
    cells: Vec<(f64, f64, f64)>,
    n: usize,
    n_changed: usize,
}

impl Overruns {
    /// Learns from ratios.
    pub fn new(ratios: &[f64]) -> Overruns {
        let logs: Vec<f64> = ratios.iter().map(|&ratio| ln(ratio)).collect();
        let changed: Vec<f64> = logs
            .iter()
            .copied()
            .filter(|log| log.abs() >= SAME)
            .collect();
        let mut cells = Vec::new();
        for sigma in SIGMAS {
            for i in 0..N_MEANS {
                let mean = -0.5 + 0.05 * i as f64;
                let z = (mean - PRIOR_MEAN) / PRIOR_SD;
                let squares = changed.iter().map(|log| (log - mean) * (log - mean));
                let log = -z * z / 2.0
                    - changed.len() as f64 * ln(sigma)
                    - squares.sum::<f64>() / (2.0 * sigma * sigma);
                cells.push((log, mean, sigma));
            }
        }
        let best = cells.iter().map(|c| c.0).fold(f64::NEG_INFINITY, f64::max);
        for cell in &mut cells {
            cell.0 = exp(cell.0 - best);
        }
        let sum: f64 = cells.iter().map(|c| c.0).sum();
        for cell in &mut cells {
            cell.0 /= sum;
        }
        Overruns {
            changes: (changed.len() as f64 + 1.0) / (ratios.len() as f64 + 2.0),
            cells,
            n: ratios.len(),
            n_changed: changed.len(),
        }
    }

    /// Draws of the ratio.
    pub fn draws(&self, name: &str, draws: u64, seed: u64) -> Vec<f64> {
        let [whether, which, own] = ["whether", "which", "own"]
            .map(|part| name_hash(&format!("backtest.overrun.{part}.{name}")));
        let mut sum = 0.0;
        let cumulative: Vec<f64> = self
            .cells
            .iter()
            .map(|cell| {
                sum += cell.0;
                sum
            })
            .collect();
        (0..draws)
            .map(|number| {
                let draw = Draw { seed, number };
                if draw.uniform(whether) > self.changes {
                    return 1.0;
                }
                let u = draw.uniform(which) * sum;
                let i = cumulative.partition_point(|&c| c < u);
                let (_, mean, sigma) = self.cells[i.min(self.cells.len() - 1)];
                exp(mean + sigma * normal_quantile(draw.uniform(own)))
            })
            .collect()
    }

    /// What was learned.
    pub fn learned(&self) -> LearnedOverrun {
        let of = |value: fn(&(f64, f64, f64)) -> f64| {
            let first: f64 = self.cells.iter().map(|c| c.0 * value(c)).sum();
            let second: f64 = self.cells.iter().map(|c| c.0 * value(c) * value(c)).sum();
            Estimate {
                estimate: first,
                standard_error: (second - first * first).max(0.0).sqrt(),
            }
        };
        // Of a Beta(k + 1, n - k + 1).
        let p = self.changes;
        let changes = Estimate {
            estimate: p,
            standard_error: (p * (1.0 - p) / (self.n as f64 + 3.0)).sqrt(),
        };
        LearnedOverrun {
            changes,
            mean: of(|c| c.1),
            sd: of(|c| c.2),
            n: self.n,
            n_changed: self.n_changed,
        }
    }
}

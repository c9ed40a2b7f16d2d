//! Elementary effects (Morris 1991): a cheap screening of many factors.

use fabcast_document::sensitivity::Effects;
use fabcast_model::uncertainty::{Draw, name_hash};

/// Levels of the grid.
pub const LEVELS: usize = 4;
/// Length of a step on the unit axis, `p/(2(p-1))`.
pub const STEP: f64 = LEVELS as f64 / (2.0 * (LEVELS as f64 - 1.0));

/// A walk through the unit cube in which each factor moves once.
#[derive(Clone, Debug)]
pub struct Trajectory {
    /// Coordinates of the first point.
    start: Vec<f64>,
    /// Step of each coordinate, up or down.
    steps: Vec<f64>,
    /// Factors in the order in which they move.
    pub order: Vec<usize>,
}

impl Trajectory {
    /// Trajectory `number`; `members[i]` are the coordinates that move with factor `i`.
    pub fn new(seed: u64, number: u64, members: &[Vec<usize>], dimensions: usize) -> Trajectory {
        let hash = name_hash("morris");
        let uniform = |k: usize| {
            let number = number * (dimensions + members.len()) as u64 + k as u64;
            Draw { seed, number }.uniform(hash)
        };
        let level = |k: usize| ((uniform(k) * LEVELS as f64) as usize).min(LEVELS - 1);
        let start: Vec<f64> = (0..dimensions)
            .map(|k| level(k) as f64 / (LEVELS - 1) as f64)
            .collect();
        let steps = start.iter().map(|&x| if x < 0.5 { STEP } else { -STEP });
        let mut order: Vec<usize> = (0..members.len()).collect();
        for k in (1..order.len()).rev() {
            let other = (uniform(dimensions + k) * (k + 1) as f64) as usize;
            order.swap(k, other.min(k));
        }
        Trajectory {
            steps: steps.collect(),
            start,
            order,
        }
    }

    /// The points: the first one, and one after each factor's move.
    pub fn points(&self, members: &[Vec<usize>]) -> Vec<Vec<f64>> {
        let mut point = self.start.clone();
        let mut points = vec![point.clone()];
        for &factor in &self.order {
            for &k in &members[factor] {
                point[k] += self.steps[k];
            }
            points.push(point.clone());
        }
        points
    }
}

/// Effects from the outcomes along each trajectory, point by point.
///
/// `width` is the half-width of the intervals in standard errors.
pub fn effects(
    trajectories: &[Trajectory],
    outcomes: &[Vec<f64>],
    members: &[Vec<usize>],
    width: f64,
) -> Vec<Effects> {
    let mut signed: Vec<Vec<f64>> = vec![Vec::new(); members.len()];
    for (trajectory, outcomes) in trajectories.iter().zip(outcomes) {
        for (k, &factor) in trajectory.order.iter().enumerate() {
            let step = match members[factor][..] {
                [only] => trajectory.steps[only],
                _ => STEP,
            };
            signed[factor].push((outcomes[k + 1] - outcomes[k]) / step);
        }
    }
    let each = signed.iter().zip(members).map(|(signed, members)| {
        let n = signed.len() as f64;
        let absolute: Vec<f64> = signed.iter().map(|effect| effect.abs()).collect();
        let is_single = members.len() == 1;
        Effects {
            mu: is_single.then(|| signed.iter().sum::<f64>() / n),
            mu_star: absolute.iter().sum::<f64>() / n,
            mu_star_conf: width * super::sobol::deviation(&absolute) / n.sqrt(),
            sigma: is_single.then(|| super::sobol::deviation(signed)),
        }
    });
    each.collect()
}

//! Shapley effects: the variance divided fairly over inputs, correlated or not.

use fabcast_model::lanes::{Draws, LANES};
use fabcast_model::math::scalar::{normal_cdf, normal_quantile};
use fabcast_model::parameters::{ParamId, Values};
use fabcast_model::uncertainty::{Draw, name_hash};

use super::engine::{Engine, Half, Stopped};
use super::sobol::{Bootstrap, deviation};
use crate::analysis::factors::Factor;

/// Increments of the variance, factor by factor and row by row.
///
/// For each row the factors come in an order of their own. Along it one factor after the other is
/// drawn anew, given all those that come later (a Gaussian copula factorised in that order gives the
/// conditional distribution exactly), and the half of the squared change of the outcome grows by the
/// factor's share: its mean is the Shapley effect of Owen 2014 and Song, Nelson and Staum 2016 times
/// the variance, estimated as by Goda 2021 for independent inputs. The shares of a row add up to half
/// of its squared change, whose mean is the variance.
pub(super) fn increments(
    engine: &Engine,
    factors: &[Factor],
    rows: usize,
    seed: u64,
) -> Result<Vec<Vec<f64>>, Stopped> {
    let blocks = blocks(engine, factors);
    let mut shares: Vec<Vec<f64>> = vec![Vec::with_capacity(rows); factors.len()];
    engine.over_rows(
        0..rows,
        |first| walk(engine, factors, &blocks, first, seed),
        |walked: Vec<Draws>| {
            for (column, lanes) in shares.iter_mut().zip(walked) {
                column.extend_from_slice(&lanes);
            }
        },
    )?;
    Ok(shares)
}

/// Effects as shares of the variance, with the half-widths of their intervals.
pub(super) fn effects(increments: &[Vec<f64>], bootstrap: &Bootstrap) -> Vec<(f64, f64)> {
    let n = increments.first().map_or(0, Vec::len);
    let weights = bootstrap.weights(n);
    let sum = |column: &[f64], weights: &[f64]| -> f64 {
        column.iter().zip(weights).map(|(x, w)| x * w).sum()
    };
    let totals: Vec<f64> = (0..n)
        .map(|row| increments.iter().map(|column| column[row]).sum())
        .collect();
    let all = totals.iter().sum::<f64>();
    let each_total: Vec<f64> = weights.iter().map(|w| sum(&totals, w)).collect();
    increments
        .iter()
        .map(|column| {
            let value = column.iter().sum::<f64>() / all;
            let resampled = weights.iter().zip(&each_total);
            let each: Vec<f64> = resampled.map(|(w, total)| sum(column, w) / total).collect();
            (value, bootstrap.width() * deviation(&each))
        })
        .collect()
}

/// Parameters joined by a copula.
struct Block {
    ids: Vec<ParamId>,
    /// Factor of each.
    factors: Vec<usize>,
    correlation: Vec<Vec<f64>>,
}

fn blocks(engine: &Engine, factors: &[Factor]) -> Vec<Block> {
    let of = |id: &ParamId| {
        factors
            .iter()
            .position(|factor| factor.members.contains(id))
    };
    let copulas = engine.model.parameters.copulas();
    copulas
        .map(|(copula, ids)| {
            let varying: Vec<usize> = (0..ids.len()).filter(|&i| of(&ids[i]).is_some()).collect();
            let correlation = copula.normal_correlation();
            Block {
                ids: varying.iter().map(|&i| ids[i]).collect(),
                factors: varying.iter().filter_map(|&i| of(&ids[i])).collect(),
                correlation: varying
                    .iter()
                    .map(|&i| varying.iter().map(|&j| correlation[i][j]).collect())
                    .collect(),
            }
        })
        .collect()
}

/// A block in one row: its members in the order in which they are fixed, those redrawn first last.
struct Ordered {
    members: Vec<usize>,
    factor: Vec<Vec<f64>>,
    /// Standard normals of the two samples, member by member in that order.
    normals: [Vec<f64>; 2],
}

fn walk(
    engine: &Engine,
    factors: &[Factor],
    blocks: &[Block],
    first: usize,
    seed: u64,
) -> Vec<Draws> {
    let n = factors.len();
    let orders: [Vec<usize>; LANES] = std::array::from_fn(|lane| order(n, seed, first + lane));
    let mut places = vec![[0; LANES]; n];
    for (lane, order) in orders.iter().enumerate() {
        for (place, &factor) in order.iter().enumerate() {
            places[factor][lane] = place;
        }
    }
    let ordered: Vec<[Ordered; LANES]> = blocks
        .iter()
        .map(|block| std::array::from_fn(|lane| ordered(engine, block, &places, first, lane)))
        .collect();
    let list = engine.model.parameters.list();
    let start = engine.values(Half::A, first);
    let other = engine.values(Half::B, first);
    let mut values = start.clone();
    // what a block holds before any of its members is redrawn
    for (block, ordered) in blocks.iter().zip(&ordered) {
        for (lane, ordered) in ordered.iter().enumerate() {
            put(block, ordered, 0, lane, list, &mut values);
        }
    }
    let at_start = engine.explained(values.clone());
    let mut last = [0.0; LANES];
    let mut shares = vec![[0.0; LANES]; n];
    for place in 0..n {
        for (lane, order) in orders.iter().enumerate() {
            for &id in &factors[order[place]].members {
                values.draws_mut(id.index())[lane] = other.draws(id.index())[lane];
            }
            for (block, ordered) in blocks.iter().zip(&ordered) {
                let redrawn = block
                    .factors
                    .iter()
                    .filter(|&&f| places[f][lane] <= place)
                    .count();
                put(block, &ordered[lane], redrawn, lane, list, &mut values);
            }
        }
        let now = engine.explained(values.clone());
        for (lane, order) in orders.iter().enumerate() {
            let change = now[lane] - at_start[lane];
            let half_square = 0.5 * change * change;
            shares[order[place]][lane] = half_square - last[lane];
            last[lane] = half_square;
        }
    }
    shares
}

/// Puts the members of a block in one row, the last `redrawn` of them from the second sample.
fn put(
    block: &Block,
    ordered: &Ordered,
    redrawn: usize,
    lane: usize,
    list: &[fabcast_model::parameters::Parameter],
    values: &mut Values,
) {
    let kept = ordered.members.len() - redrawn;
    let normal = |k: usize| ordered.normals[usize::from(k >= kept)][k];
    for (k, &member) in ordered.members.iter().enumerate() {
        let z: f64 = (0..=k).map(|j| ordered.factor[k][j] * normal(j)).sum();
        let id = block.ids[member].index();
        let u = normal_cdf(z).clamp(1e-300, 1.0 - 1e-16);
        values.draws_mut(id)[lane] = list[id].distribution.quantile_scalar(u);
    }
}

fn ordered(
    engine: &Engine,
    block: &Block,
    places: &[[usize; LANES]],
    first: usize,
    lane: usize,
) -> Ordered {
    let mut members: Vec<usize> = (0..block.ids.len()).collect();
    members.sort_by_key(|&member| std::cmp::Reverse(places[block.factors[member]][lane]));
    let matrix: Vec<Vec<f64>> = members
        .iter()
        .map(|&i| members.iter().map(|&j| block.correlation[i][j]).collect())
        .collect();
    let normals = [Half::A, Half::B].map(|half| {
        let of =
            |&member: &usize| normal_quantile(engine.uniform(half, first, block.ids[member])[lane]);
        members.iter().map(of).collect()
    });
    Ordered {
        factor: factorised(&matrix),
        members,
        normals,
    }
}

/// Lower triangle `L` with `L·Lᵀ` the matrix; a member that follows from those before has none of its own.
fn factorised(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = matrix.len();
    let mut lower = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            let rest: f64 = matrix[i][j] - known;
            lower[i][j] = if i == j {
                rest.max(0.0).sqrt()
            } else if lower[j][j] > 1e-9 {
                rest / lower[j][j]
            } else {
                0.0
            };
        }
    }
    lower
}

/// A random order of the factors for a row.
fn order(n: usize, seed: u64, row: usize) -> Vec<usize> {
    let hash = name_hash("shapley.order");
    let mut order: Vec<usize> = (0..n).collect();
    for k in (1..n).rev() {
        let number = (row * n + k) as u64;
        let other = (Draw { seed, number }.uniform(hash) * (k + 1) as f64) as usize;
        order.swap(k, other.min(k));
    }
    order
}

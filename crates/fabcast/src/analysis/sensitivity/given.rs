//! Indices from tables that somebody else made.

use super::sobol::{Bootstrap, deviation};

/// First-order index of one input from any sample, with the half-width of its interval.
///
/// The rows are sorted by the input and cut into bins of equal size, about `√n` of them; the index is
/// what the bins explain of the outcome's variance, less what bins of noise would:
/// `1 - (within/(n-m)) / (all/(n-1))` (given-data estimate after Plischke, Borgonovo and Smith 2013,
/// adjusted like an adjusted R²). Equal values of the input share a bin. The interval resamples
/// rows and keeps the bins.
pub fn first_order(input: &[f64], outcome: &[f64], bootstrap: &Bootstrap) -> (f64, f64) {
    let bins = bins(input);
    let n = outcome.len();
    let ones = vec![1.0; n];
    let value = explained(outcome, &bins, &ones);
    let each: Vec<f64> = bootstrap
        .weights(n)
        .iter()
        .map(|weights| explained(outcome, &bins, weights))
        .collect();
    (value, bootstrap.width() * deviation(&each))
}

/// Rows by bin.
fn bins(input: &[f64]) -> Vec<Vec<usize>> {
    let n = input.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| input[a].total_cmp(&input[b]));
    let wanted = (1..).take_while(|m| m * m <= n).count().clamp(2, 100);
    let size = n.div_ceil(wanted);
    let mut bins: Vec<Vec<usize>> = Vec::new();
    for row in order {
        let is_tied = |bin: &Vec<usize>| bin.last().is_some_and(|&last| input[last] == input[row]);
        match bins.last_mut() {
            Some(bin) if bin.len() < size || is_tied(bin) => bin.push(row),
            _ => bins.push(vec![row]),
        }
    }
    bins
}

fn explained(outcome: &[f64], bins: &[Vec<usize>], weights: &[f64]) -> f64 {
    let spread = |rows: &mut dyn Iterator<Item = usize>| {
        let (mut n, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for row in rows {
            let weight = weights[row];
            if weight > 0.0 {
                n += weight;
                let step = outcome[row] - mean;
                mean += step * weight / n;
                squares += weight * step * (outcome[row] - mean);
            }
        }
        (n, squares)
    };
    let (n, all) = spread(&mut (0..outcome.len()));
    let (mut within, mut used) = (0.0, 0.0);
    for bin in bins {
        let (count, squares) = spread(&mut bin.iter().copied());
        within += squares;
        used += f64::from(u8::from(count > 0.0));
    }
    1.0 - (within / (n - used)) / (all / (n - 1.0))
}

/// A table that holds a design of Saltelli's layout: blocks of rows, first the row of `A`, then that
/// row with one input after the other taken from `B`, then (with second order) the row of `B` with
/// one input after the other taken from `A`, last the row of `B`.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// Outcomes of `A`.
    pub a: Vec<f64>,
    /// Outcomes of `B`.
    pub b: Vec<f64>,
    /// Outcomes of `A` with each input from `B`.
    pub ab: Vec<Vec<f64>>,
}

/// What a table looks like.
#[derive(Clone, Debug, PartialEq)]
pub enum Layout {
    /// Every block is as it should be.
    Saltelli(Design),
    /// Blocks are as they should be up to this row, counted from 1: it does not fit.
    Broken(usize),
    /// Any sample.
    Other,
}

/// Looks for a design in the rows of a table. The inputs themselves prove the order of the rows.
pub fn layout(inputs: &[&[f64]], outcome: &[f64]) -> Layout {
    let (d, n) = (inputs.len(), outcome.len());
    let first = [d + 2, 2 * d + 2]
        .into_iter()
        .find(|&size| n >= size && wrong_row(inputs, 0, size).is_none());
    let Some(size) = first else {
        return Layout::Other;
    };
    let starts: Vec<usize> = (0..n).step_by(size).collect();
    for &start in &starts {
        if start + size > n {
            return Layout::Broken(start + 1);
        }
        if let Some(row) = wrong_row(inputs, start, size) {
            return Layout::Broken(row + 1);
        }
    }
    let pick = |offset: usize| starts.iter().map(|start| outcome[start + offset]).collect();
    Layout::Saltelli(Design {
        a: pick(0),
        b: pick(size - 1),
        ab: (0..d).map(|i| pick(1 + i)).collect(),
    })
}

/// The first row of a block that is not what the layout says.
fn wrong_row(inputs: &[&[f64]], start: usize, size: usize) -> Option<usize> {
    let d = inputs.len();
    let (a, b) = (start, start + size - 1);
    // a pair of equal rows proves nothing
    if inputs.iter().all(|input| input[a] == input[b]) {
        return Some(a);
    }
    (1..size - 1).map(|offset| start + offset).find(|&row| {
        let offset = row - start - 1;
        let (frame, moved, other) = if offset < d {
            (a, offset, b)
        } else {
            (b, offset - d, a)
        };
        (0..d).any(|k| inputs[k][row] != inputs[k][if k == moved { other } else { frame }])
    })
}

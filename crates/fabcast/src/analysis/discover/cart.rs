//! A classification tree (Breiman et al. 1984): the same question, answered by splitting.

use serde::Serialize;

use super::prim::{Data, telling};

/// Deepest leaf.
const DEEPEST: usize = 3;
/// Smallest share of the rows in a leaf.
const LEAST: f64 = 0.02;
/// Smallest part of the whole impurity that a split must take away.
const LEAST_GAIN: f64 = 0.01;

/// A node of the tree, before its children in the list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Node {
    /// Splits above it.
    pub depth: usize,
    /// Input it is split by; none for a leaf.
    pub split: Option<usize>,
    /// Rows below the limit go to the first child, the others to the second.
    pub limit: Option<f64>,
    /// Rows.
    pub rows: usize,
    /// Successes.
    pub hits: usize,
}

/// The tree of the smallest Gini impurity, split by split, at most three deep, of the inputs that a box
/// may restrict.
pub fn tree(data: Data) -> Vec<Node> {
    let mut nodes = Vec::new();
    let rows: Vec<usize> = (0..data.n()).collect();
    let whole = impurity(data.n(), data.hits());
    let inputs = telling(data);
    grow(data, &inputs, &rows, 0, whole, &mut nodes);
    nodes
}

/// Rows times Gini impurity, `2·hits·(rows - hits)/rows`.
fn impurity(rows: usize, hits: usize) -> f64 {
    2.0 * hits as f64 * (rows - hits) as f64 / rows.max(1) as f64
}

fn grow(
    data: Data,
    inputs: &[usize],
    rows: &[usize],
    depth: usize,
    whole: f64,
    nodes: &mut Vec<Node>,
) {
    let hits = rows.iter().filter(|&&row| data.met[row]).count();
    let split = (depth < DEEPEST)
        .then(|| best_split(data, inputs, rows, hits, whole))
        .flatten();
    nodes.push(Node {
        depth,
        split: split.map(|(dimension, _)| dimension),
        limit: split.map(|(_, limit)| limit),
        rows: rows.len(),
        hits,
    });
    if let Some((dimension, limit)) = split {
        let is_below = |row: &&usize| data.columns[dimension][**row] < limit;
        let below: Vec<usize> = rows.iter().filter(is_below).copied().collect();
        let above: Vec<usize> = rows.iter().filter(|row| !is_below(row)).copied().collect();
        grow(data, inputs, &below, depth + 1, whole, nodes);
        grow(data, inputs, &above, depth + 1, whole, nodes);
    }
}

fn best_split(
    data: Data,
    inputs: &[usize],
    rows: &[usize],
    hits: usize,
    whole: f64,
) -> Option<(usize, f64)> {
    let least = (LEAST * data.n() as f64).max(5.0) as usize;
    let here = impurity(rows.len(), hits);
    let mut best: (f64, Option<(usize, f64)>) = (LEAST_GAIN * whole, None);
    let mut order = rows.to_vec();
    for &dimension in inputs {
        let column = data.columns[dimension];
        order.sort_by(|&a, &b| column[a].total_cmp(&column[b]));
        let mut hits_below = 0;
        for below in 1..order.len() {
            hits_below += usize::from(data.met[order[below - 1]]);
            let (last, next) = (column[order[below - 1]], column[order[below]]);
            if below < least || order.len() - below < least || last == next {
                continue;
            }
            let parts =
                impurity(below, hits_below) + impurity(order.len() - below, hits - hits_below);
            if here - parts > best.0 {
                let limit = if next.is_finite() {
                    last + (next - last) * 0.5
                } else {
                    f64::MAX
                };
                // rounding must not put the limit on the lower value
                best = (here - parts, Some((dimension, limit.max(last.next_up()))));
            }
        }
    }
    best.1
}

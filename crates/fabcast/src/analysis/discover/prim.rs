//! The patient rule induction method (Friedman and Fisher 1999).

use crate::analysis::sensitivity::regional;

/// Share of the rows in the box that a step takes away.
pub const ALPHA: f64 = 0.05;
/// Smallest share of all rows that a box may hold.
pub const LEAST_MASS: f64 = 0.02;

/// Fewest inputs that a search may restrict.
pub const FEWEST_INPUTS: usize = 3;
/// Probability that any input without effect passes the screening.
const FLOOR_ALPHA: f64 = 0.05;

/// Inputs, and which rows are successes. Rows may repeat, as in a resample.
#[derive(Clone, Copy, Debug)]
pub struct Data<'a> {
    /// Inputs, column by column.
    pub columns: &'a [&'a [f64]],
    /// Successes, row by row.
    pub met: &'a [bool],
}

impl Data<'_> {
    /// Number of rows.
    pub fn n(&self) -> usize {
        self.met.len()
    }

    /// Number of successes.
    pub fn hits(&self) -> usize {
        self.met.iter().filter(|met| **met).count()
    }
}

/// A box: what holds of the inputs in it, and the rows it catches.
#[derive(Clone, Debug, PartialEq)]
pub struct Box {
    /// Lower and upper limit of each input, infinite where it is not restricted. Limits lie halfway
    /// between the values inside and outside.
    pub limits: Vec<[f64; 2]>,
    /// Rows inside.
    pub rows: usize,
    /// Successes inside.
    pub hits: usize,
}

impl Box {
    /// The box that holds everything.
    pub fn everything(data: &Data) -> Box {
        Box {
            limits: vec![[f64::NEG_INFINITY, f64::INFINITY]; data.columns.len()],
            rows: data.n(),
            hits: data.hits(),
        }
    }

    /// Whether it limits an input.
    pub fn restricts(&self, dimension: usize) -> bool {
        self.limits[dimension].iter().any(|limit| limit.is_finite())
    }

    /// The inputs that are limited.
    pub fn restricted(&self) -> Vec<usize> {
        (0..self.limits.len())
            .filter(|&k| self.restricts(k))
            .collect()
    }

    /// Whether a row is inside.
    pub fn holds(&self, data: &Data, row: usize) -> bool {
        self.limits
            .iter()
            .zip(data.columns)
            .all(|([low, high], column)| column[row] >= *low && column[row] <= *high)
    }

    /// The same limits, counted in other data.
    pub fn counted(&self, data: &Data) -> Box {
        let inside: Vec<usize> = (0..data.n()).filter(|&row| self.holds(data, row)).collect();
        Box {
            limits: self.limits.clone(),
            rows: inside.len(),
            hits: inside.iter().filter(|&&row| data.met[row]).count(),
        }
    }

    /// The same box without any limit on one input.
    pub fn without(&self, data: &Data, dimension: usize) -> Box {
        let mut wider = self.clone();
        wider.limits[dimension] = [f64::NEG_INFINITY, f64::INFINITY];
        wider.counted(data)
    }

    /// Successes among the rows inside.
    pub fn density(&self) -> f64 {
        self.hits as f64 / self.rows.max(1) as f64
    }
}

/// Rows in the order of each input, prepared once.
struct Search<'a> {
    data: Data<'a>,
    orders: Vec<Vec<u32>>,
    inside: Vec<bool>,
    /// Inputs that may be restricted.
    allowed: Vec<usize>,
    at: Box,
}

/// A face to move: the input, the new limit, and the rows that leave or enter.
struct Move {
    dimension: usize,
    side: usize,
    limit: f64,
    rows: Vec<u32>,
    hits: usize,
}

/// Inputs whose distribution differs between successes and failures by more than chance: their
/// Kolmogorov-Smirnov distance is above the noise floor of all inputs together. If there are fewer than
/// [`FEWEST_INPUTS`], those with the largest distances.
pub fn telling(data: Data) -> Vec<usize> {
    let part = |column: &[f64], wanted: bool| -> Vec<f64> {
        let both = column.iter().zip(data.met);
        both.filter(|(_, met)| **met == wanted)
            .map(|(value, _)| *value)
            .collect()
    };
    let mut distances: Vec<(f64, usize)> = data
        .columns
        .iter()
        .enumerate()
        .map(|(k, column)| {
            let (mut ones, mut others) = (part(column, true), part(column, false));
            (regional::distance(&mut ones, &mut others), k)
        })
        .collect();
    distances.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let hits = data.hits();
    let floor = regional::noise_floor(hits, data.n() - hits, data.columns.len(), FLOOR_ALPHA);
    let above = distances.iter().filter(|(ks, _)| *ks > floor).count();
    let kept = distances.iter().take(above.max(FEWEST_INPUTS));
    let mut kept: Vec<usize> = kept.map(|(_, k)| *k).collect();
    kept.sort_unstable();
    kept
}

/// The boxes of a search, from everything to the smallest: peeling, then pasting.
///
/// Only inputs that `telling` finds may be restricted: with a hundred inputs without effect the best of
/// their faces would beat the true ones at every step.
///
/// A step peels the share `ALPHA` off one face of the box: the one with the largest gain in density
/// per row lost (the rule "lenient1" of the EMA workbench, which is fair to inputs with few values). It ends
/// when no face gains or the box would hold less than `LEAST_MASS` of all rows. Pasting then gives
/// back what was peeled as long as the density rises; the box so found comes last.
pub fn prim(data: Data) -> Vec<Box> {
    let mut search = Search::new(data);
    search.allowed = telling(data);
    let mut boxes = vec![search.at.clone()];
    let least = (LEAST_MASS * data.n() as f64).max(10.0);
    while let Some(step) = search.best_peel(least) {
        search.peel(step);
        boxes.push(search.at.clone());
    }
    let pasted = search.pasted();
    if boxes.last().is_some_and(|last| *last != pasted) {
        boxes.push(pasted);
    }
    boxes
}

/// A box with what can be pasted to it so that its density rises.
pub fn paste(data: Data, start: &Box) -> Box {
    let mut search = Search::new(data);
    for row in 0..data.n() {
        search.inside[row] = start.holds(&data, row);
    }
    search.at = start.counted(&data);
    search.pasted()
}

impl<'a> Search<'a> {
    fn new(data: Data<'a>) -> Search<'a> {
        let order = |column: &&[f64]| {
            let mut order: Vec<u32> = (0..column.len() as u32).collect();
            order.sort_by(|&a, &b| column[a as usize].total_cmp(&column[b as usize]));
            order
        };
        Search {
            orders: data.columns.iter().map(order).collect(),
            inside: vec![true; data.n()],
            allowed: (0..data.columns.len()).collect(),
            at: Box::everything(&data),
            data,
        }
    }

    fn best_peel(&self, least: f64) -> Option<Move> {
        let density = self.at.density();
        let mut best: Option<(f64, Move)> = None;
        for &dimension in &self.allowed {
            for side in 0..2 {
                let Some(step) = self.outermost(dimension, side) else {
                    continue;
                };
                let rows = self.at.rows - step.rows.len();
                if (rows as f64) < least {
                    continue;
                }
                let left = (self.at.hits - step.hits) as f64 / rows as f64;
                let gain = (left - density) / step.rows.len() as f64;
                if gain > 0.0 && best.as_ref().is_none_or(|(most, _)| gain > *most) {
                    best = Some((gain, step));
                }
            }
        }
        best.map(|(_, step)| step)
    }

    /// The rows of the box at one of its faces; equal values go together.
    fn outermost(&self, dimension: usize, side: usize) -> Option<Move> {
        let column = self.data.columns[dimension];
        let wanted = ((ALPHA * self.at.rows as f64) as usize).max(1);
        let order = &self.orders[dimension];
        let mut rows: Vec<u32> = Vec::with_capacity(wanted);
        let mut last = f64::NAN;
        let mut next = None;
        let mut visit = |row: u32| {
            let value = column[row as usize];
            if !self.inside[row as usize] {
                return false;
            }
            if rows.len() >= wanted && value != last {
                next = Some(value);
                return true;
            }
            rows.push(row);
            last = value;
            false
        };
        match side {
            0 => order.iter().any(|&row| visit(row)),
            _ => order.iter().rev().any(|&row| visit(row)),
        };
        let limit = between(last, next?);
        Some(Move {
            hits: rows
                .iter()
                .filter(|&&row| self.data.met[row as usize])
                .count(),
            dimension,
            side,
            limit,
            rows,
        })
    }

    fn peel(&mut self, step: Move) {
        step.rows
            .iter()
            .for_each(|&row| self.inside[row as usize] = false);
        self.at.limits[step.dimension][step.side] = step.limit;
        self.at.rows -= step.rows.len();
        self.at.hits -= step.hits;
    }

    /// Gives back rows at the faces as long as the density rises.
    fn pasted(&mut self) -> Box {
        loop {
            let density = self.at.density();
            let mut best: Option<(f64, Move)> = None;
            for dimension in self.at.restricted() {
                for side in 0..2 {
                    let Some(step) = self.next_outside(dimension, side) else {
                        continue;
                    };
                    let rows = self.at.rows + step.rows.len();
                    let with = (self.at.hits + step.hits) as f64 / rows as f64;
                    if with > density && best.as_ref().is_none_or(|(most, _)| with > *most) {
                        best = Some((with, step));
                    }
                }
            }
            let Some((_, step)) = best else {
                return self.at.clone();
            };
            step.rows
                .iter()
                .for_each(|&row| self.inside[row as usize] = true);
            self.at.limits[step.dimension][step.side] = step.limit;
            self.at.rows += step.rows.len();
            self.at.hits += step.hits;
        }
    }

    /// The rows just outside of one face that are inside by all other inputs.
    fn next_outside(&self, dimension: usize, side: usize) -> Option<Move> {
        let limit = self.at.limits[dimension][side];
        if !limit.is_finite() {
            return None;
        }
        let column = self.data.columns[dimension];
        let order = &self.orders[dimension];
        let wanted = ((ALPHA * self.at.rows as f64) as usize).max(1);
        let is_beyond = |value: f64| {
            if side == 0 {
                value < limit
            } else {
                value > limit
            }
        };
        let by_others = |row: usize| {
            let limits = self.at.limits.iter().zip(self.data.columns).enumerate();
            limits.into_iter().all(|(k, ([low, high], column))| {
                k == dimension || (column[row] >= *low && column[row] <= *high)
            })
        };
        let mut rows: Vec<u32> = Vec::new();
        let (mut last, mut next) = (f64::NAN, None);
        let mut visit = |row: u32| {
            let value = column[row as usize];
            if !is_beyond(value) || !by_others(row as usize) {
                return false;
            }
            if rows.len() >= wanted && value != last {
                next = Some(value);
                return true;
            }
            rows.push(row);
            last = value;
            false
        };
        match side {
            0 => order.iter().rev().any(|&row| visit(row)),
            _ => order.iter().any(|&row| visit(row)),
        };
        if rows.is_empty() {
            return None;
        }
        let open = if side == 0 {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
        Some(Move {
            hits: rows
                .iter()
                .filter(|&&row| self.data.met[row as usize])
                .count(),
            dimension,
            side,
            limit: next.map_or(open, |next| between(last, next)),
            rows,
        })
    }
}

/// Halfway between two values, one of which may be infinite.
fn between(a: f64, b: f64) -> f64 {
    match (a.is_finite(), b.is_finite()) {
        (true, true) => a + (b - a) * 0.5,
        (true, false) => a,
        _ => b,
    }
}

//! Which box to show, and how far it can be trusted.

use fabcast_model::math::scalar::{exp, ln};
use fabcast_model::uncertainty::{Draw, name_hash};
use rayon::prelude::*;

use super::prim::{Box, Data, paste, prim};

/// Most inputs that the box shown restricts: more cannot be told in a sentence.
const MOST_RESTRICTED: usize = 4;
/// Quasi-p value above which a limit is dropped.
pub const DROPPED_ABOVE: f64 = 0.05;

/// Harmonic mean of coverage and density.
fn balance(found: &Box, hits: usize) -> f64 {
    2.0 * found.hits as f64 / (found.rows + hits).max(1) as f64
}

/// The box to read, and the position in the trajectory of the one that it was made from.
///
/// Every box of the trajectory is first [`simplified`]; of the simple boxes the one with the best
/// balance (harmonic mean) of coverage and density is taken, of equal ones the first. A deep box thus
/// counts for its leading limits, not for the many small ones that came along.
pub fn choose(data: Data, boxes: &[Box]) -> (usize, Box) {
    let hits = data.hits();
    let mut best = (0, boxes[0].clone());
    let mut most = 0.0;
    for (position, found) in boxes.iter().enumerate().skip(1) {
        let simple = simplified(data, found);
        let balance = balance(&simple, hits);
        if balance > most && !simple.restricted().is_empty() {
            (most, best) = (balance, (position, simple));
        }
    }
    (best.0, paste(data, &best.1))
}

/// The box with its leading limits alone: the limit that the density needs least goes first, until there
/// are at most [`MOST_RESTRICTED`] and none that chance explains (quasi-p above
/// [`DROPPED_ABOVE`]); one stays in any case.
pub fn simplified(data: Data, start: &Box) -> Box {
    let mut found = start.clone();
    loop {
        let restricted = found.restricted();
        if restricted.len() <= 1 {
            return found;
        }
        let without = restricted.iter().map(|&k| (k, found.without(&data, k)));
        let weakest = without.max_by(|(_, a), (_, b)| a.density().total_cmp(&b.density()));
        let Some((_, wider)) = weakest else {
            return found;
        };
        let p = binomial_tail(found.rows, found.hits, wider.density());
        if restricted.len() <= MOST_RESTRICTED && p <= DROPPED_ABOVE {
            return found;
        }
        found = wider;
    }
}

/// Probability that a box without the limits on an input, thinned by chance to as many rows, holds as
/// many successes as the box with them: a binomial test (sdtoolkit's quasi-p value; "quasi" since
/// the limits were chosen with the same rows).
pub fn quasi_p(data: Data, found: &Box, dimension: usize) -> f64 {
    let wider = found.without(&data, dimension);
    binomial_tail(found.rows, found.hits, wider.density())
}

/// Probability of at least `hits` successes in `n` trials.
fn binomial_tail(n: usize, hits: usize, p: f64) -> f64 {
    if hits == 0 || p >= 1.0 {
        return 1.0;
    }
    if p <= 0.0 {
        return 0.0;
    }
    // ln of the probability of exactly k, by the ratio of neighbours
    let (odds, mut log) = (ln(p) - ln(1.0 - p), n as f64 * ln(1.0 - p));
    let mut sum = 0.0;
    for k in 0..=n {
        if k >= hits {
            sum += exp(log);
        }
        log += ln((n - k) as f64) - ln((k + 1) as f64) + odds;
    }
    f64::min(sum, 1.0)
}

/// What resamples of the rows find.
#[derive(Clone, Debug, PartialEq)]
pub struct Reproducibility {
    /// Share of the resamples whose box restricts each input.
    pub restricted: Vec<f64>,
    /// Mean coverage, in the rows left out of each resample, of the box found in it.
    pub coverage: f64,
    /// Mean density there.
    pub density: f64,
    /// Resamples.
    pub resamples: usize,
}

/// Searches in resamples of the rows, choosing by the same rule; each box is judged by the rows that
/// its resample left out, so that it is not praised for what it was fitted to.
pub fn reproducibility(data: Data, resamples: usize, seed: u64) -> Reproducibility {
    let n = data.n();
    let hash = name_hash("discover.resample");
    let found: Vec<(Vec<usize>, f64, f64)> = (0..resamples)
        .into_par_iter()
        .map(|resample| {
            let mut is_in = vec![false; n];
            let mut rows: Vec<usize> = Vec::with_capacity(n);
            for k in 0..n {
                let number = (resample * n + k) as u64;
                let row = ((Draw { seed, number }.uniform(hash) * n as f64) as usize).min(n - 1);
                is_in[row] = true;
                rows.push(row);
            }
            let inside = picked(data, &rows);
            let boxes = prim(inside.data(&inside.columns()));
            let columns = inside.columns();
            let inside = inside.data(&columns);
            let (_, chosen) = choose(inside, &boxes);
            let left: Vec<usize> = (0..n).filter(|&row| !is_in[row]).collect();
            let left = picked(data, &left);
            let columns = left.columns();
            let left = left.data(&columns);
            let judged = chosen.counted(&left);
            let coverage = judged.hits as f64 / left.hits().max(1) as f64;
            (chosen.restricted(), coverage, judged.density())
        })
        .collect();
    let mut restricted = vec![0.0; data.columns.len()];
    let (mut coverage, mut density) = (0.0, 0.0);
    let share = 1.0 / resamples.max(1) as f64;
    for (dimensions, covered, dense) in found {
        dimensions.into_iter().for_each(|k| restricted[k] += share);
        coverage += share * covered;
        density += share * dense;
    }
    Reproducibility {
        restricted,
        coverage,
        density,
        resamples,
    }
}

/// Some rows of the data, with repetitions.
struct Picked {
    values: Vec<Vec<f64>>,
    met: Vec<bool>,
}

impl Picked {
    fn columns(&self) -> Vec<&[f64]> {
        self.values.iter().map(Vec::as_slice).collect()
    }

    fn data<'a>(&'a self, columns: &'a [&'a [f64]]) -> Data<'a> {
        Data {
            columns,
            met: &self.met,
        }
    }
}

fn picked(data: Data, rows: &[usize]) -> Picked {
    let of = |column: &&[f64]| rows.iter().map(|&row| column[row]).collect();
    Picked {
        values: data.columns.iter().map(of).collect(),
        met: rows.iter().map(|&row| data.met[row]).collect(),
    }
}

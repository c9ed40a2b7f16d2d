//! Dependence between parameters: a Gaussian copula given by rank correlations.

use std::fmt;

use crate::lanes::{Lanes, ZERO};

/// Pivots this close to 0 are rounding: the parameter follows from those before it.
const PIVOT_ROUNDING: f64 = 1e-12;
/// What may be left of the other entries of a column whose pivot is 0.
const COLUMN_ROUNDING: f64 = 1e-6;

/// Eigenvalues this little below 0 are rounding.
const EIGENVALUE_ROUNDING: f64 = 1e-10;
/// How much the entries of a nearly singular matrix may be shrunk.
const SHRINK: f64 = 1e-9;

/// Parameters whose standard normals are correlated.
#[derive(Clone, Debug, PartialEq)]
pub struct Copula {
    /// Rows of the lower triangle of the Cholesky factor, one after the other.
    factor: Vec<f64>,
    size: usize,
}

impl Copula {
    /// Prepares a copula from the rank (Spearman) correlation of each pair [–].
    ///
    /// The matrix is square and symmetric with ones on its diagonal. Each rank correlation `ρ`
    /// becomes the correlation `2·sin(πρ/6)` of the normals, so that the pair keeps `ρ` whatever
    /// its distributions. A matrix that is semi-definite within rounding (as with `ρ = ±1`) will do.
    ///
    /// # Errors
    /// If no parameters can be correlated like that, or the matrix is malformed.
    /// ```
    /// use fabcast_model::uncertainty::Copula;
    /// assert!(Copula::new(&[vec![1.0, 0.6], vec![0.6, 1.0]]).is_ok());
    /// // The second and third follow the first closely, so cannot oppose each other.
    /// let wrong = [vec![1.0, 0.9, 0.9], vec![0.9, 1.0, -0.9], vec![0.9, -0.9, 1.0]];
    /// assert_eq!(Copula::new(&wrong).unwrap_err().row, 2);
    /// ```
    pub fn new(rank_correlation: &[Vec<f64>]) -> Result<Copula, NotPositiveDefinite> {
        let size = rank_correlation.len();
        check_form(rank_correlation)?;
        match factorise(&pearson(rank_correlation, 1.0)) {
            Ok(factor) => Ok(Copula { factor, size }),
            Err(row) => Err(diagnose(rank_correlation, row)),
        }
    }

    /// Number of parameters joined.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Correlation of the normals, `L·Lᵀ`: a square matrix with ones on its diagonal.
    pub fn normal_correlation(&self) -> Vec<Vec<f64>> {
        let row = |i: usize| &self.factor[i * (i + 1) / 2..(i + 1) * (i + 2) / 2];
        let entry = |i: usize, j: usize| row(i).iter().zip(row(j)).map(|(a, b)| a * b).sum();
        (0..self.size)
            .map(|i| (0..self.size).map(|j| entry(i, j)).collect())
            .collect()
    }

    /// Turns independent standard normals into correlated ones, in place.
    ///
    /// The first is left as it is; each later one mixes itself with those before it.
    ///
    /// # Panics
    /// If `z` does not hold one value per parameter joined.
    #[inline]
    pub fn apply(&self, z: &mut [Lanes]) {
        assert_eq!(
            z.len(),
            self.size,
            "a copula of {} takes as many normals",
            self.size
        );
        let mut end = self.factor.len();
        for i in (0..self.size).rev() {
            let row = &self.factor[end - i - 1..end];
            let mut sum = ZERO;
            for (&weight, &normal) in row.iter().zip(&*z) {
                sum += weight * normal;
            }
            z[i] = sum;
            end -= i + 1;
        }
    }
}

/// Why a matrix of rank correlations was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct NotPositiveDefinite {
    /// What is wrong.
    pub fault: CorrelationFault,
    /// Index of the parameter at fault: the first that cannot be joined to those before it.
    pub row: usize,
    /// The pair that contradicts the others most, smaller index first.
    pub pair: (usize, usize),
    /// Smallest eigenvalue of the correlations of the normals; NaN if the matrix is malformed.
    pub smallest_eigenvalue: f64,
    /// Largest factor in 0 to 1 by which all pairs could be multiplied to become possible
    /// (rounded down to a thousandth); NaN if the matrix is malformed.
    pub shrink: f64,
}

/// What can be wrong with a matrix of rank correlations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrelationFault {
    /// The row does not have one entry per parameter.
    NotSquare,
    /// The entry of a parameter with itself is not 1.
    Diagonal,
    /// An entry is not a number from -1 to 1.
    Range,
    /// The two entries of the pair differ.
    Asymmetric,
    /// The pairs contradict each other: no parameters can be correlated like that.
    Indefinite,
}

impl fmt::Display for NotPositiveDefinite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = (self.pair.0 + 1, self.pair.1 + 1);
        let row = self.row + 1;
        match self.fault {
            CorrelationFault::NotSquare => {
                write!(
                    f,
                    "row {row} does not have one entry per parameter; expected a square matrix"
                )
            }
            CorrelationFault::Diagonal => {
                write!(
                    f,
                    "parameter {row} is not correlated 1 with itself; expected ones on the diagonal"
                )
            }
            CorrelationFault::Range => write!(
                f,
                "the correlation of parameters {first} and {second} is not a number from -1 to 1"
            ),
            CorrelationFault::Asymmetric => write!(
                f,
                "parameters {first} and {second} have two different correlations; expected a symmetric matrix"
            ),
            CorrelationFault::Indefinite => write!(
                f,
                "the correlations contradict each other: parameter {row} cannot be joined to those before it, \
                 most of all because of parameters {first} and {second} (smallest eigenvalue {:.4}, expected 0 or \
                 more); multiplying all correlations by {:.3} would make them possible",
                self.smallest_eigenvalue, self.shrink
            ),
        }
    }
}

impl std::error::Error for NotPositiveDefinite {}

fn check_form(matrix: &[Vec<f64>]) -> Result<(), NotPositiveDefinite> {
    let refuse = |fault, a: usize, b: usize| {
        Err(NotPositiveDefinite {
            fault,
            row: a,
            pair: (a.min(b), a.max(b)),
            smallest_eigenvalue: f64::NAN,
            shrink: f64::NAN,
        })
    };
    for (i, row) in matrix.iter().enumerate() {
        if row.len() != matrix.len() {
            return refuse(CorrelationFault::NotSquare, i, i);
        }
    }
    for (i, row) in matrix.iter().enumerate() {
        for (j, &entry) in row.iter().enumerate() {
            if entry.is_nan() || entry.abs() > 1.0 {
                return refuse(CorrelationFault::Range, i, j);
            }
            if i == j && entry != 1.0 {
                return refuse(CorrelationFault::Diagonal, i, i);
            }
            if entry != matrix[j][i] {
                return refuse(CorrelationFault::Asymmetric, i, j);
            }
        }
    }
    Ok(())
}

/// Correlations of the normals that give `shrink` times the rank correlations.
fn pearson(rank_correlation: &[Vec<f64>], shrink: f64) -> Vec<Vec<f64>> {
    let normal = |rho: f64| {
        if rho.abs() == 1.0 {
            rho
        } else {
            2.0 * libm::sin(std::f64::consts::PI * rho / 6.0)
        }
    };
    let entry = |i: usize, j: usize| {
        if i == j {
            1.0
        } else {
            normal(shrink * rank_correlation[i][j])
        }
    };
    let n = rank_correlation.len();
    (0..n)
        .map(|i| (0..n).map(|j| entry(i, j)).collect())
        .collect()
}

/// The Cholesky factor, or the first row without one.
///
/// Of a matrix that is nearly singular, rounding can leave none though its eigenvalues allow one:
/// its entries are then shrunk by a billionth.
fn factorise(matrix: &[Vec<f64>]) -> Result<Vec<f64>, usize> {
    cholesky(matrix).or_else(|row| {
        if smallest_eigenpair(matrix).0 < -EIGENVALUE_ROUNDING {
            return Err(row);
        }
        let mut shrunk = matrix.to_vec();
        for (i, row) in shrunk.iter_mut().enumerate() {
            for (j, entry) in row.iter_mut().enumerate() {
                if i != j {
                    *entry *= 1.0 - SHRINK;
                }
            }
        }
        cholesky(&shrunk).map_err(|_| row)
    })
}

/// Rows of the lower triangle, or the first row without a real factor.
fn cholesky(matrix: &[Vec<f64>]) -> Result<Vec<f64>, usize> {
    let n = matrix.len();
    let mut lower: Vec<Vec<f64>> = Vec::with_capacity(n);
    for (i, correlations) in matrix.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(i + 1);
        for j in 0..i {
            let known: f64 = row.iter().zip(&lower[j][..j]).map(|(a, b)| a * b).sum();
            let left = correlations[j] - known;
            let pivot = lower[j][j];
            if pivot == 0.0 && left.abs() > COLUMN_ROUNDING {
                return Err(i);
            }
            row.push(if pivot == 0.0 { 0.0 } else { left / pivot });
        }
        let known: f64 = row.iter().map(|a| a * a).sum();
        let square = correlations[i] - known;
        if square < -PIVOT_ROUNDING {
            return Err(i);
        }
        row.push(if square <= PIVOT_ROUNDING {
            0.0
        } else {
            square.sqrt()
        });
        lower.push(row);
    }
    Ok(lower.concat())
}

fn diagnose(rank_correlation: &[Vec<f64>], row: usize) -> NotPositiveDefinite {
    let matrix = pearson(rank_correlation, 1.0);
    let (smallest_eigenvalue, vector) = smallest_eigenpair(&matrix);
    let mut pair = (0, row);
    let mut worst = f64::INFINITY;
    for (i, row) in matrix.iter().enumerate() {
        for (j, &entry) in row[..i].iter().enumerate() {
            let part = vector[i] * vector[j] * entry;
            if part < worst {
                worst = part;
                pair = (j, i);
            }
        }
    }
    let possible = |thousandths: u32| {
        factorise(&pearson(rank_correlation, f64::from(thousandths) / 1000.0)).is_ok()
    };
    let (mut yes, mut no) = (0, 1000);
    while no - yes > 1 {
        let middle = (yes + no) / 2;
        if possible(middle) {
            yes = middle
        } else {
            no = middle
        }
    }
    NotPositiveDefinite {
        fault: CorrelationFault::Indefinite,
        row,
        pair,
        smallest_eigenvalue,
        shrink: f64::from(yes) / 1000.0,
    }
}

/// Smallest eigenvalue of a symmetric matrix and its vector, by Jacobi's rotations.
fn smallest_eigenpair(matrix: &[Vec<f64>]) -> (f64, Vec<f64>) {
    let n = matrix.len();
    let mut a = matrix.to_vec();
    let mut vectors: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| if i == j { 1.0 } else { 0.0 }).collect())
        .collect();
    for _sweep in 0..60 {
        let mut off = 0.0;
        for p in 0..n {
            for q in p + 1..n {
                off += a[p][q] * a[p][q];
                if a[p][q] == 0.0 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for row in &mut a {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
                let (upper, lower) = a.split_at_mut(q);
                for (x, y) in upper[p].iter_mut().zip(&mut lower[0]) {
                    (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
                }
                for row in &mut vectors {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
            }
        }
        if off < 1e-24 {
            break;
        }
    }
    let smallest = (0..n)
        .min_by(|&i, &j| a[i][i].total_cmp(&a[j][j]))
        .unwrap_or(0);
    (
        a[smallest][smallest],
        vectors.iter().map(|row| row[smallest]).collect(),
    )
}

#[cfg(test)]
mod tests;

//! Shapley values and interactions of a game over few players, exact over all coalitions
//! (Shapley 1953; Grabisch and Roubens 1999).
//!
//! A game is the value of every coalition, indexed by its bits: player `i` is in coalition `s` if
//! `s >> i & 1 == 1`. `v[0]` is the value of nobody, the last one that of all.

/// `(s! (n-s-1)!) / n!` for `s = 0 … n-1`: weight of a coalition of `s` players without the one looked at.
fn weights(n: usize) -> Vec<f64> {
    // 1/(n·C(n-1, s)), by products of whole numbers
    let mut binomial = 1.0;
    (0..n)
        .map(|s| {
            let weight = 1.0 / (n as f64 * binomial);
            binomial = binomial * (n - 1 - s) as f64 / (s + 1) as f64;
            weight
        })
        .collect()
}

/// Number of players of a game given by its values.
///
/// # Panics
/// When the number of values is no power of two.
fn players(v: &[f64]) -> usize {
    assert!(v.len().is_power_of_two(), "{} coalitions", v.len());
    v.len().trailing_zeros() as usize
}

/// Shapley value of each player: its mean contribution over all orders in which players may join.
/// They add up to `v[all] - v[none]`, up to rounding.
///
/// ```
/// use fabcast::analysis::shapley::shapley;
/// // Two people lift a weight that neither lifts alone.
/// assert_eq!(shapley(&[0.0, 0.0, 0.0, 1.0]), [0.5, 0.5]);
/// ```
///
/// # Panics
/// When the number of values is no power of two.
pub fn shapley(v: &[f64]) -> Vec<f64> {
    let n = players(v);
    let weights = weights(n);
    (0..n)
        .map(|i| {
            let without = (0..v.len()).filter(|s| s >> i & 1 == 0);
            without
                .map(|s| weights[s.count_ones() as usize] * (v[s | 1 << i] - v[s]))
                .sum()
        })
        .collect()
}

/// Shapley interaction index of each pair `i < j`, in the order (0, 1), (0, 2), …: the mean over orders of what
/// two players bring together beyond what each brings alone. Positive: they complement one another;
/// negative: one does for the other.
///
/// # Panics
/// When the number of values is no power of two.
pub fn interactions(v: &[f64]) -> Vec<f64> {
    let n = players(v);
    let weights = weights(n.saturating_sub(1));
    pairs(n)
        .map(|(i, j)| {
            let (a, b) = (1 << i, 1 << j);
            let without = (0..v.len()).filter(|s| s & (a | b) == 0);
            without
                .map(|s| {
                    // in this order it is exactly 0 for one who brings nothing
                    let together = (v[s | a | b] - v[s | b]) - (v[s | a] - v[s]);
                    weights[s.count_ones() as usize] * together
                })
                .sum()
        })
        .collect()
}

/// Every pair `i < j` of `n`, in order.
pub fn pairs(n: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n).flat_map(move |i| (i + 1..n).map(move |j| (i, j)))
}

#[cfg(test)]
mod tests;

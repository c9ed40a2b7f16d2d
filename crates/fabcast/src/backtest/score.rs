//! Proper scores of probabilistic forecasts, and how well calibrated the forecasts are.
//!
//! A forecast is a sample of equally likely values ([`Forecast`]). What happened is a window in which
//! the value lies ([`Observed`]): a point, a year of which the month is not known, or everything after
//! the last look (censored). All scores are losses: less is better.
//!
//! | score | of a point `y` | of a window `[a, b]` | source |
//! |---|---|---|---|
//! | CRPS | `∫ (F(x) - 1{y ≤ x})² dx` | its mean if `y` lies evenly between `a` and `b` | Gneiting and Raftery 2007 |
//! | log score | `-ln P(y ± w/2)` | `-ln P([a, b])` | Good 1952 |
//! | PIT | `F(y)` | spread evenly from `F(a)` to `F(b)` | Czado, Gneiting and Held 2009 |
//! | Brier | `(p - o)²` | | Brier 1950 |
//!
//! **Censoring.** The integral of the CRPS ends at the last look, `until`, of every case, whether the
//! value had come by then or not: it is the threshold-weighted CRPS of Gneiting and Ranjan 2011, which
//! is proper. Cutting the integral for the censored cases alone, as is often done, is not: it rewards
//! forecasts that are too early (Rindt and others 2022). Scores of cases with different last looks are
//! of different size, so they are to be compared with rivals case by case ([`paired`]).

mod probability;
mod summary;

pub use probability::binary;
pub use summary::{Case, paired, scores};

use fabcast_document::backtest::score::Pit;
use fabcast_model::math::scalar::ln;

/// Bars of a PIT histogram.
pub const PIT_BINS: usize = 10;

/// What is known of a value: that it lies from `from` to `to`.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct Observed {
    /// Least value it can have.
    pub from: f64,
    /// Largest value it can have; `∞` when it is only known to be larger than `from`.
    pub to: f64,
    /// Largest value that could have been seen; what a forecast says beyond it has no score. `∞` if
    /// the value would have been seen wherever it lay.
    pub until: f64,
}

impl Observed {
    /// Known exactly.
    pub const fn point(value: f64) -> Observed {
        Observed::window(value, value)
    }

    /// Known to lie between two values; in the right order whichever comes first.
    pub const fn window(one: f64, other: f64) -> Observed {
        Observed {
            from: one.min(other),
            to: one.max(other),
            until: f64::INFINITY,
        }
    }

    /// Known to be larger than this, and nothing else: right-censored.
    pub const fn after(from: f64) -> Observed {
        Observed {
            from,
            to: f64::INFINITY,
            until: from,
        }
    }

    /// The same if nothing beyond `last` could have been seen; never less than what was seen.
    pub const fn looked_until(self, last: f64) -> Observed {
        let seen = if self.is_censored() {
            self.from
        } else {
            self.to
        };
        Observed {
            until: last.max(seen),
            ..self
        }
    }

    /// Whether nothing but a least value is known.
    pub const fn is_censored(&self) -> bool {
        self.to == f64::INFINITY
    }

    /// Middle of the window; `None` when censored.
    pub fn middle(&self) -> Option<f64> {
        (!self.is_censored()).then(|| self.from + (self.to - self.from) / 2.0)
    }

    /// Mean of `1{y ≤ x}` over `x` from `start` to `end`, for a value spread evenly over its window,
    /// times the length.
    fn reached(&self, start: f64, end: f64) -> f64 {
        let beyond = (end - start.max(self.to)).max(0.0);
        let (low, high) = (start.max(self.from), end.min(self.to));
        if high <= low || self.is_censored() {
            return beyond;
        }
        let (low, high) = (low - self.from, high - self.from);
        beyond + (high - low) * (high + low) / (2.0 * (self.to - self.from))
    }
}

/// A forecast of one number: equally likely values, in rising order.
///
/// ```
/// use fabcast::backtest::score::{Forecast, Observed};
/// let forecast = Forecast::new(vec![3.0, 1.0, 2.0, 4.0]).unwrap();
/// assert_eq!(forecast.cdf(2.0), 0.5);
/// // A point forecast's CRPS is its absolute error.
/// let point = Forecast::point(10.0);
/// assert_eq!(point.crps(&Observed::point(13.0)), 3.0);
/// // By 8 nothing had happened: a forecast of 10 has not been wrong yet, one of 6 by two.
/// assert_eq!(point.crps(&Observed::after(8.0)), 0.0);
/// assert_eq!(Forecast::point(6.0).crps(&Observed::after(8.0)), 2.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    sorted: Vec<f64>,
}

impl Forecast {
    /// Of equally likely values in any order; `None` without any, or when one is not a number.
    pub fn new(mut values: Vec<f64>) -> Option<Forecast> {
        if values.is_empty() || values.iter().any(|x| x.is_nan()) {
            return None;
        }
        values.sort_unstable_by(f64::total_cmp);
        Some(Forecast { sorted: values })
    }

    /// One value and no doubt.
    pub fn point(value: f64) -> Forecast {
        Forecast {
            sorted: vec![value],
        }
    }

    /// Of a quantile function, at the middles of `n` equal cells of (0, 1).
    ///
    /// # Panics
    /// When `n` is 0 or the function returns what is not a number.
    pub fn from_quantiles(n: usize, quantile: impl Fn(f64) -> f64) -> Forecast {
        let level = |i: usize| (i as f64 + 0.5) / n as f64;
        let values = (0..n).map(|i| quantile(level(i))).collect();
        Forecast::new(values).expect("a quantile function gives numbers")
    }

    /// The values, in rising order.
    pub fn values(&self) -> &[f64] {
        &self.sorted
    }

    /// Number of values.
    pub fn n(&self) -> usize {
        self.sorted.len()
    }

    /// Probability of a value of at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        self.sorted.partition_point(|&v| v <= x) as f64 / self.n() as f64
    }

    /// Probability of a value below `x`.
    pub fn below(&self, x: f64) -> f64 {
        self.sorted.partition_point(|&v| v < x) as f64 / self.n() as f64
    }

    /// Quantile, linear between the values (type 7).
    pub fn quantile(&self, level: f64) -> f64 {
        crate::statistics::quantile_of_sorted(&self.sorted, level)
    }

    /// Mean of the values.
    pub fn mean(&self) -> f64 {
        self.sorted.iter().sum::<f64>() / self.n() as f64
    }

    /// Continuous ranked probability score up to the last look, in the unit of the forecast.
    ///
    /// Infinite if a value of the forecast is infinite and the last look is too.
    pub fn crps(&self, observed: &Observed) -> f64 {
        let n = self.n() as f64;
        let until = observed.until;
        // Over a stretch on which F does not change: F² where nothing has happened, (1-F)² after.
        let stretch = |start: f64, end: f64, share: f64| {
            let end = end.min(until);
            if end <= start || start == end {
                return 0.0;
            }
            let rest = 1.0 - share;
            let reached = observed.reached(start, end);
            let waiting = end - start - reached;
            let cost = |square: f64, length: f64| if square == 0.0 { 0.0 } else { square * length };
            if reached.is_infinite() {
                return cost(rest * rest, reached);
            }
            cost(share * share, waiting) + cost(rest * rest, reached)
        };
        let (first, last) = (self.sorted[0], self.sorted[self.sorted.len() - 1]);
        let mut loss = stretch(observed.from.min(first), first, 0.0);
        for (i, pair) in self.sorted.windows(2).enumerate() {
            loss += stretch(pair[0], pair[1], (i + 1) as f64 / n);
        }
        let end = if observed.is_censored() {
            until
        } else {
            observed.to
        };
        loss + stretch(last, end.max(last), 1.0)
    }

    /// Minus the logarithm of the probability of what was observed.
    ///
    /// A point is taken for a window of `width` around it. The probability is counted with half a
    /// value more than there are, `(k + ½)/(n + 1)`, so that the score stays finite. `None` for a
    /// point forecast, for which no probability is defined.
    pub fn log_score(&self, observed: &Observed, width: f64) -> Option<f64> {
        if self.sorted[0] == self.sorted[self.sorted.len() - 1] {
            return None;
        }
        let half = if observed.from == observed.to {
            width / 2.0
        } else {
            0.0
        };
        let within = self.cdf(observed.to + half) - self.below(observed.from - half);
        let n = self.n() as f64;
        Some(-ln((within * n + 0.5) / (n + 1.0)))
    }

    /// Where in the forecast the observation lies: the part of (0, 1) over which its probability
    /// integral transform is spread evenly.
    pub fn pit(&self, observed: &Observed) -> Pit {
        let (from, to) = (self.below(observed.from), self.cdf(observed.to));
        Pit { from, to }
    }
}

/// Heights of the PIT histogram: the share of the observations in each of `n_bins` equal parts of
/// (0, 1), times `n_bins`. Calibrated forecasts give ones.
pub fn pit_histogram(pits: &[Pit], n_bins: usize) -> Vec<f64> {
    let bins = n_bins as f64;
    (0..n_bins)
        .map(|i| {
            let (low, high) = (i as f64 / bins, (i + 1) as f64 / bins);
            let sum: f64 = pits.iter().map(|pit| pit.share(low, high)).sum();
            sum * bins / pits.len().max(1) as f64
        })
        .collect()
}

#[cfg(test)]
mod tests;

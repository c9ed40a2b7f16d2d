//! Quantiles of a stream: exact while it is short, a histogram of fine bins after.
//!
//! Bins are counted in whole numbers, so the result does not depend on the order or the
//! grouping in which values arrive.

use crate::statistics::quantiles_of;

/// Number of values up to which quantiles are exact.
pub const EXACT_UP_TO: usize = 2048;
/// Bits of the mantissa that choose a bin: bins are 1/128 of a factor of two wide.
const BIN_BITS: u32 = 7;
/// Values closer to zero than 2⁻⁴⁰ (about 10⁻¹²), the edge of a bin, count as zero.
const TINY: f64 = 1.0 / (1_u64 << 40) as f64;

/// Largest relative error of a quantile of a long stream, once its bin is known.
pub const RELATIVE_ERROR: f64 = 1.0 / 128.0;

/// Quantiles of a stream of numbers; values that are no number are left out.
#[derive(Clone, Debug, Default)]
pub struct Sketch {
    exact: Vec<f64>,
    bins: Option<Box<Bins>>,
    least: f64,
    most: f64,
    count: u64,
}

/// Counts by bin, for either sign.
#[derive(Clone, Debug, Default)]
struct Bins {
    zero: u64,
    positive: Counts,
    negative: Counts,
}

#[derive(Clone, Debug, Default)]
struct Counts {
    first: i64,
    counts: Vec<u32>,
}

impl Sketch {
    /// Adds a value.
    pub fn add(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        if self.count == 0 {
            (self.least, self.most) = (value, value);
        }
        self.least = self.least.min(value);
        self.most = self.most.max(value);
        self.count += 1;
        match &mut self.bins {
            Some(bins) => bins.add(value),
            None if self.exact.len() < EXACT_UP_TO => self.exact.push(value),
            None => {
                let mut bins = Box::<Bins>::default();
                for &value in self.exact.iter().chain([&value]) {
                    bins.add(value);
                }
                self.exact = Vec::new();
                self.bins = Some(bins);
            }
        }
    }

    /// Adds some values.
    pub fn add_all(&mut self, values: &[f64]) {
        let Some(bins) = &mut self.bins else {
            return values.iter().for_each(|&value| self.add(value));
        };
        let (mut least, mut most, mut count) = (self.least, self.most, 0);
        for &value in values {
            // Comparisons with NaN are false, so it moves neither end.
            least = if value < least { value } else { least };
            most = if value > most { value } else { most };
            count += u64::from(!value.is_nan());
        }
        (self.least, self.most) = (least, most);
        self.count += count;
        if least == 0.0 && values.iter().all(|&value| value == 0.0) {
            bins.zero += count;
            return;
        }
        for &value in values {
            // Most values are positive and in a bin seen before.
            let position = bin_of(value).wrapping_sub(bins.positive.first) as usize;
            match bins.positive.counts.get_mut(position) {
                Some(n) => *n += 1,
                None if value.is_nan() => {}
                None => bins.add(value),
            }
        }
    }

    /// Number of values added.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Quantiles at rising levels: linear between order statistics (type 7) while exact, linear
    /// within a bin after. NaN without any value.
    pub fn quantiles<const N: usize>(&self, levels: [f64; N]) -> [f64; N] {
        if self.count == 0 {
            return [f64::NAN; N];
        }
        match &self.bins {
            None => {
                let mut values = self.exact.clone();
                quantiles_of(&mut values, levels)
            }
            Some(bins) => levels.map(|level| {
                bins.quantile(level * (self.count - 1) as f64)
                    .clamp(self.least, self.most)
            }),
        }
    }
}

fn bin_of(magnitude: f64) -> i64 {
    (magnitude.to_bits() >> (52 - BIN_BITS)) as i64
}

fn lower_edge(bin: i64) -> f64 {
    f64::from_bits((bin as u64) << (52 - BIN_BITS))
}

impl Bins {
    #[inline]
    fn add(&mut self, value: f64) {
        if value.abs() < TINY {
            self.zero += 1;
        } else if value > 0.0 {
            self.positive.add(bin_of(value));
        } else {
            self.negative.add(bin_of(-value));
        }
    }

    /// Value at a rank counted from 0.
    fn quantile(&self, rank: f64) -> f64 {
        let mut before = 0.0;
        let negative = self
            .negative
            .bins()
            .rev()
            .map(|(bin, n)| (-lower_edge(bin + 1), -lower_edge(bin), n));
        let positive = self
            .positive
            .bins()
            .map(|(bin, n)| (lower_edge(bin), lower_edge(bin + 1), n));
        for (low, high, n) in negative.chain([(0.0, 0.0, self.zero)]).chain(positive) {
            let n = n as f64;
            if n > 0.0 && rank < before + n {
                return low + (high - low) * ((rank - before + 0.5) / n).min(1.0);
            }
            before += n;
        }
        f64::INFINITY
    }
}

impl Counts {
    #[inline]
    fn add(&mut self, bin: i64) {
        let position = bin.wrapping_sub(self.first) as usize;
        match self.counts.get_mut(position) {
            Some(count) => *count += 1,
            None => self.widen(bin),
        }
    }

    /// Makes room for a bin outside those seen, and counts it.
    #[cold]
    fn widen(&mut self, bin: i64) {
        if self.counts.is_empty() {
            self.first = bin;
        }
        if bin < self.first {
            let room = (self.first - bin) as usize;
            self.counts.splice(0..0, std::iter::repeat_n(0, room));
            self.first = bin;
        }
        let position = (bin - self.first) as usize;
        if position >= self.counts.len() {
            self.counts.resize(position + 1, 0);
        }
        self.counts[position] += 1;
    }

    fn bins(&self) -> impl DoubleEndedIterator<Item = (i64, u64)> + '_ {
        let first = self.first;
        self.counts
            .iter()
            .enumerate()
            .map(move |(i, &n)| (first + i as i64, u64::from(n)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(values: impl Iterator<Item = f64>) -> Sketch {
        let mut sketch = Sketch::default();
        values.for_each(|value| sketch.add(value));
        sketch
    }

    #[test]
    fn short_streams_are_exact() {
        let sketch = sketch((0..101).map(|i| f64::from(100 - i)));
        assert_eq!(sketch.quantiles([0.05, 0.5, 0.95]), [5.0, 50.0, 95.0]);
    }

    #[test]
    fn long_streams_keep_to_the_stated_error() {
        let values = (0..100_000).map(|i| f64::from(i - 30_000) * 0.37);
        let sketch = sketch(values);
        for (level, got) in [0.05, 0.1, 0.5, 0.9]
            .into_iter()
            .zip(sketch.quantiles([0.05, 0.1, 0.5, 0.9]))
        {
            let want = (level * 99_999.0 - 30_000.0) * 0.37;
            assert!(
                (got - want).abs() <= RELATIVE_ERROR * want.abs(),
                "{level}: {got} {want}"
            );
        }
    }

    #[test]
    fn equal_values_give_that_value() {
        let sketch = sketch(std::iter::repeat_n(0.1 + 0.2, 10_000));
        assert_eq!(sketch.quantiles([0.05, 0.5]), [0.1 + 0.2; 2]);
    }

    #[test]
    fn order_does_not_matter() {
        let values: Vec<f64> = (0..5000)
            .map(|i| f64::from((i * 7919) % 5000) - 100.0)
            .collect();
        let forwards = sketch(values.iter().copied());
        let backwards = sketch(values.iter().rev().copied());
        let levels = [0.01, 0.2, 0.5, 0.99];
        assert_eq!(forwards.quantiles(levels), backwards.quantiles(levels));
    }

    #[test]
    fn no_value_is_no_number() {
        assert!(sketch([f64::NAN].into_iter()).quantiles([0.5])[0].is_nan());
    }
}

//! Quantiles of a stream: exact while it is short, a histogram of fine bins after.
//!
//! Bins are counted in whole numbers, so the result does not depend on the order or the
//! grouping in which values arrive.

use crate::bytes::{Bytes, put, put_f64};
use fabcast_document::Beyond;

use crate::statistics::{between, quantiles_at};

/// Number of values up to which quantiles are exact, unless asked otherwise.
pub const EXACT_UP_TO: usize = 2048;
/// Bits of the mantissa that choose a bin, unless asked otherwise: bins are 1/128 of a factor of
/// two wide.
const BIN_BITS: u32 = 7;
/// Values closer to zero than 2⁻⁴⁰ (about 10⁻¹²), the edge of a bin, count as zero.
const TINY: f64 = 1.0 / (1_u64 << 40) as f64;

/// Largest relative error of a quantile of a long stream, once its bin is known.
pub const RELATIVE_ERROR: f64 = 1.0 / 128.0;

/// Quantiles of a stream of numbers; values that are no number are left out.
#[derive(Clone, Debug)]
pub struct Sketch {
    exact: Vec<f64>,
    exact_up_to: usize,
    bits: u32,
    bins: Option<Box<Bins>>,
    least: f64,
    most: f64,
    count: u64,
}

impl Default for Sketch {
    fn default() -> Sketch {
        Sketch::new(EXACT_UP_TO, BIN_BITS)
    }
}

/// Counts by bin, for either sign.
#[derive(Clone, Debug)]
struct Bins {
    shift: u32,
    zero: u64,
    positive: Counts,
    negative: Counts,
    /// Values below and above every number.
    beyond: [u64; 2],
}

#[derive(Clone, Debug, Default)]
struct Counts {
    first: i64,
    counts: Vec<u32>,
}

impl Sketch {
    /// A sketch that keeps up to `exact_up_to` values and counts more of them in bins of
    /// `2⁻ᵇⁱᵗˢ` of a factor of two, which is also the relative error of its quantiles.
    ///
    /// # Panics
    /// With more than 20 bits.
    pub fn new(exact_up_to: usize, bits: u32) -> Sketch {
        assert!(bits <= 20, "bins must be countable");
        Sketch {
            exact: Vec::new(),
            exact_up_to,
            bits,
            bins: None,
            least: f64::NAN,
            most: f64::NAN,
            count: 0,
        }
    }

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
            None if self.exact.len() < self.exact_up_to => {
                if self.exact.is_empty() {
                    self.exact.reserve_exact(self.exact_up_to);
                }
                self.exact.push(value);
            }
            None => self.bins().add(value),
        }
    }

    /// The bins, from now on instead of the values.
    fn bins(&mut self) -> &mut Bins {
        self.bins.get_or_insert_with(|| {
            let mut bins = Box::new(Bins {
                shift: 52 - self.bits,
                zero: 0,
                positive: Counts::default(),
                negative: Counts::default(),
                beyond: [0; 2],
            });
            for value in std::mem::take(&mut self.exact) {
                bins.add(value);
            }
            bins
        })
    }

    /// Adds the values of another sketch of the same kind; the result does not depend on which
    /// values were in which, as long as both keep equally many exactly.
    pub fn merge(&mut self, other: &Sketch) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            (self.least, self.most) = (other.least, other.most);
        }
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
        self.count += other.count;
        if self.count <= self.exact_up_to as u64 && self.bins.is_none() && other.bins.is_none() {
            self.exact.extend_from_slice(&other.exact);
            return;
        }
        let bins = self.bins();
        match &other.bins {
            None => other.exact.iter().for_each(|&value| bins.add(value)),
            Some(more) => {
                bins.zero += more.zero;
                bins.positive.merge(&more.positive);
                bins.negative.merge(&more.negative);
                bins.beyond[0] += more.beyond[0];
                bins.beyond[1] += more.beyond[1];
            }
        }
    }

    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        put(out, self.count);
        put_f64(out, self.least);
        put_f64(out, self.most);
        match &self.bins {
            None => {
                put(out, 0);
                self.exact.iter().for_each(|&value| put_f64(out, value));
            }
            Some(bins) => {
                put(out, 1);
                put(out, bins.zero);
                bins.positive.encode(out);
                bins.negative.encode(out);
                bins.beyond.iter().for_each(|&n| put(out, n));
            }
        }
    }

    /// Fills an empty sketch of the same kind with what [`Sketch::encode`] wrote.
    pub(crate) fn restore(&mut self, bytes: &mut Bytes) -> Option<()> {
        self.count = bytes.take()?;
        self.least = bytes.take_f64()?;
        self.most = bytes.take_f64()?;
        if bytes.take()? == 0 {
            let whole = usize::try_from(self.count).ok();
            let count = whole.filter(|count| *count <= bytes.0.len() / 8)?;
            self.exact = (0..count)
                .map(|_| bytes.take_f64())
                .collect::<Option<_>>()?;
        } else {
            let bins = self.bins();
            bins.zero = bytes.take()?;
            bins.positive = Counts::decode(bytes)?;
            bins.negative = Counts::decode(bytes)?;
            bins.beyond = [bytes.take()?, bytes.take()?];
        }
        Some(())
    }

    /// Adds some values.
    pub fn add_all(&mut self, values: &[f64]) {
        if self.bins.is_none() && self.exact.len() + values.len() > self.exact_up_to {
            return values.iter().for_each(|&value| self.add(value));
        }
        let (mut least, mut most) = match self.count {
            0 => (f64::INFINITY, f64::NEG_INFINITY),
            _ => (self.least, self.most),
        };
        let mut count = 0;
        for &value in values {
            // Comparisons with NaN are false, so it moves neither end.
            least = if value < least { value } else { least };
            most = if value > most { value } else { most };
            count += u64::from(!value.is_nan());
        }
        if count == 0 {
            return;
        }
        self.count += count;
        (self.least, self.most) = (least, most);
        let Some(bins) = &mut self.bins else {
            if self.exact.is_empty() {
                self.exact.reserve_exact(self.exact_up_to);
            }
            let numbers = values.iter().filter(|value| !value.is_nan());
            return self.exact.extend(numbers);
        };
        if least == 0.0 && values.iter().all(|&value| value == 0.0) {
            bins.zero += count;
            return;
        }
        for &value in values {
            // Most values are positive and in a bin seen before.
            let bin = (value.to_bits() >> bins.shift) as i64;
            let position = bin.wrapping_sub(bins.positive.first) as usize;
            match bins.positive.counts.get_mut(position) {
                // There may be room for bins of what counts as zero.
                Some(n) if (TINY..f64::INFINITY).contains(&value) => *n += 1,
                _ if value.is_nan() => {}
                _ => bins.add(value),
            }
        }
    }

    /// Number of values added.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Shares of the values that rank below and above every number.
    pub fn beyond(&self) -> Beyond {
        let Some(bins) = &self.bins else {
            return Beyond::of(&self.exact);
        };
        let [below, above] = bins.beyond.map(|n| n as f64 / self.count.max(1) as f64);
        Beyond { below, above }
    }

    /// Smallest value; NaN without any.
    pub fn least(&self) -> f64 {
        self.least
    }

    /// Largest value; NaN without any.
    pub fn most(&self) -> f64 {
        self.most
    }

    /// Quantiles at rising levels: linear between order statistics (type 7) while exact, linear
    /// within a bin after. NaN without any value.
    pub fn quantiles<const N: usize>(&self, levels: [f64; N]) -> [f64; N] {
        let mut quantiles = [f64::NAN; N];
        quantiles.copy_from_slice(&self.quantiles_at(&levels));
        quantiles
    }

    /// [`Sketch::quantiles`] at levels that need not rise.
    pub fn quantiles_in_any_order(&self, levels: &[f64]) -> Vec<f64> {
        let mut order: Vec<usize> = (0..levels.len()).collect();
        order.sort_by(|&a, &b| levels[a].total_cmp(&levels[b]));
        let rising: Vec<f64> = order.iter().map(|&i| levels[i]).collect();
        let mut quantiles = vec![f64::NAN; levels.len()];
        for (i, quantile) in order.into_iter().zip(self.quantiles_at(&rising)) {
            quantiles[i] = quantile;
        }
        quantiles
    }

    /// [`Sketch::quantiles`] at any number of rising levels.
    pub fn quantiles_at(&self, levels: &[f64]) -> Vec<f64> {
        if self.count == 0 {
            return vec![f64::NAN; levels.len()];
        }
        match &self.bins {
            // `+ 0.0`: which of the two zeros came first must not show.
            _ if self.least == self.most => vec![self.least + 0.0; levels.len()],
            None => quantiles_at(&self.exact, levels),
            Some(bins) => {
                let rank = |level: &f64| level * (self.count - 1) as f64;
                let ranks: Vec<f64> = levels.iter().map(rank).collect();
                let quantiles = bins.quantiles(&ranks);
                let within = quantiles.iter().map(|q| q.clamp(self.least, self.most));
                within.collect()
            }
        }
    }
}

impl Bins {
    #[inline]
    fn add(&mut self, value: f64) {
        let bin = (value.abs().to_bits() >> self.shift) as i64;
        if value.is_infinite() {
            self.beyond[usize::from(value > 0.0)] += 1;
        } else if value.abs() < TINY {
            self.zero += 1;
        } else if value > 0.0 {
            self.positive.add(bin);
        } else {
            self.negative.add(bin);
        }
    }

    /// Values at rising ranks counted from 0.
    fn quantiles(&self, ranks: &[f64]) -> Vec<f64> {
        let edge = |bin: i64| f64::from_bits((bin as u64) << self.shift);
        let negative = self.negative.bins().rev();
        let negative = negative.map(|(bin, n)| (-edge(bin + 1), -edge(bin), n));
        let positive = self.positive.bins();
        let positive = positive.map(|(bin, n)| (edge(bin), edge(bin + 1), n));
        let zero = [(0.0, 0.0, self.zero)];
        let [below, above] = self.beyond;
        let below = [(f64::NEG_INFINITY, f64::NEG_INFINITY, below)];
        let above = [(f64::INFINITY, f64::INFINITY, above)];
        let mut quantiles = Vec::with_capacity(ranks.len());
        let mut before = 0.0;
        let numbers = negative.chain(zero).chain(positive);
        for (low, high, n) in below.into_iter().chain(numbers).chain(above) {
            let n = n as f64;
            while let Some(rank) = ranks
                .get(quantiles.len())
                .filter(|rank| **rank < before + n)
            {
                let share = ((rank - before + 0.5) / n).min(1.0);
                quantiles.push(between(low, high, share));
            }
            before += n;
        }
        quantiles.resize(ranks.len(), f64::INFINITY);
        quantiles
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
        self.make_room(bin);
        self.counts[(bin - self.first) as usize] += 1;
    }

    /// Room for a bin, and for half as much again as there was: bins are widened often at first.
    fn make_room(&mut self, bin: i64) {
        if self.counts.is_empty() {
            self.first = bin;
        }
        let spare = self.counts.len() / 2;
        if bin < self.first {
            let room = (self.first - bin) as usize + spare;
            self.counts.splice(0..0, std::iter::repeat_n(0, room));
            self.first -= room as i64;
        }
        let position = (bin - self.first) as usize;
        if position >= self.counts.len() {
            self.counts.resize(position + 1 + spare, 0);
        }
    }

    fn merge(&mut self, other: &Counts) {
        if other.counts.is_empty() {
            return;
        }
        self.make_room(other.first);
        self.make_room(other.first + other.counts.len() as i64 - 1);
        let from = (other.first - self.first) as usize;
        for (count, more) in self.counts[from..].iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    /// Without the room at either end, so that equal counts are equal bytes.
    fn encode(&self, out: &mut Vec<u8>) {
        let counted = |n: &u32| *n > 0;
        let from = self.counts.iter().position(counted).unwrap_or(0);
        let until = self
            .counts
            .iter()
            .rposition(counted)
            .map_or(0, |last| last + 1);
        put(out, (self.first + from as i64) as u64);
        put(out, (until - from) as u64);
        for &n in &self.counts[from..until] {
            put(out, u64::from(n));
        }
    }

    fn decode(bytes: &mut Bytes) -> Option<Counts> {
        let first = bytes.take()? as i64;
        let length = bytes.take_length()?;
        let counts = (0..length).map(|_| bytes.take().map(|n| n as u32));
        Some(Counts {
            first,
            counts: counts.collect::<Option<_>>()?,
        })
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
    fn what_is_beyond_all_numbers_ranks_at_the_ends() {
        let values: Vec<f64> = (0..1000)
            .map(|i| match i % 10 {
                0..3 => f64::NEG_INFINITY,
                9 => f64::INFINITY,
                _ => f64::from(i) / 1000.0,
            })
            .collect();
        let levels = [0.05, 0.25, 0.5, 0.85, 0.95];
        let exact = crate::statistics::quantiles_of(&values, levels);
        for exact_up_to in [2000, 0] {
            let mut parts = Sketch::new(exact_up_to, 7);
            parts.add_all(&values[..400]);
            let mut rest = Sketch::new(exact_up_to, 7);
            values[400..].iter().for_each(|&value| rest.add(value));
            let mut bytes = Vec::new();
            rest.encode(&mut bytes);
            let mut read = Sketch::new(exact_up_to, 7);
            read.restore(&mut Bytes(&bytes)).expect("the same");
            parts.merge(&read);
            let beyond = parts.beyond();
            assert_eq!((beyond.below, beyond.above), (0.3, 0.1));
            for (got, want) in parts.quantiles(levels).into_iter().zip(exact) {
                assert!(got == want || (got - want).abs() < 0.02, "{got} {want}");
            }
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
    fn parts_add_up_to_the_whole() {
        let values: Vec<f64> = (0..6000)
            .map(|i| f64::from((i * 7919) % 6000) * 0.3 - 400.0)
            .collect();
        let levels = [0.0, 0.01, 0.2, 0.5, 0.99, 1.0];
        for (exact_up_to, of) in [(2048, 1500), (2048, 3000), (0, 900), (8000, 6000)] {
            let add = |values: &[f64]| {
                let mut sketch = Sketch::new(exact_up_to, 7);
                sketch.add_all(values);
                sketch
            };
            let whole = add(&values[..of]);
            for cut in [0, 1, 700, of - 1, of] {
                let mut parts = add(&values[cut..of]);
                let mut bytes = Vec::new();
                add(&values[..cut]).encode(&mut bytes);
                let mut first = Sketch::new(exact_up_to, 7);
                let mut left = Bytes(&bytes);
                first.restore(&mut left).expect("it comes back");
                assert!(left.0.is_empty());
                parts.merge(&first);
                assert_eq!(
                    whole.quantiles(levels),
                    parts.quantiles(levels),
                    "{of} {cut}"
                );
            }
        }
    }

    #[test]
    fn next_to_nothing_counts_as_zero_whatever_came_before() {
        // Widening leaves room on either side of the bins seen, also where what is tiny would be.
        let (tiny, large) = (TINY * 0.9, [2.0 * TINY, 1.0, TINY, 4.0, 1e3]);
        let mut first = Sketch::new(0, 7);
        first.add_all(&[tiny; 20]);
        first.add_all(&large);
        let mut last = Sketch::new(0, 7);
        last.add_all(&large);
        last.add_all(&[tiny; 20]);
        let levels = [0.1, 0.5, 0.9];
        assert_eq!(first.quantiles(levels), last.quantiles(levels));
    }

    #[test]
    fn no_value_is_no_number() {
        assert!(sketch([f64::NAN].into_iter()).quantiles([0.5])[0].is_nan());
    }
}

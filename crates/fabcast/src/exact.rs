//! Sums that are exact until they are asked for, and so do not depend on the order of their terms.
//!
//! Draws are added in parts - by shards, before and after an interruption - and a floating sum of
//! sums depends on where the parts end. A wide fixed-point number (Kulisch 1971) does not.

use crate::bytes::{Bytes, put, put_f64, put_signed};

/// Limbs of 32 bits: every bit that a double can have, from 2⁻¹⁰⁷⁴ on, and room above.
const LIMBS: usize = 68;
/// Exponent of the lowest bit.
const LOWEST: i32 = -1074;
/// Terms after which carries are settled; a limb has room for twice as many.
const SETTLE: u32 = 1 << 29;

/// A sum of doubles without rounding.
#[derive(Clone, Debug)]
pub struct ExactSum {
    limbs: Box<[i64; LIMBS]>,
    terms: u32,
    /// Sum of the terms that are infinite or no number.
    beyond: f64,
}

impl Default for ExactSum {
    fn default() -> ExactSum {
        ExactSum {
            limbs: Box::new([0; LIMBS]),
            terms: 0,
            beyond: 0.0,
        }
    }
}

impl ExactSum {
    /// Adds a number.
    #[inline]
    pub fn add(&mut self, value: f64) {
        let bits = value.to_bits();
        let exponent = (bits >> 52 & 0x7FF) as u32;
        if exponent == 0x7FF {
            self.beyond += value;
            return;
        }
        let fraction = bits & ((1 << 52) - 1);
        // Subnormal numbers have the exponent of the least normal ones and no leading bit.
        let (mantissa, shift) = match exponent {
            0 => (fraction, 0),
            _ => (fraction | 1 << 52, exponent - 1),
        };
        let wide = u128::from(mantissa) << (shift % 32);
        let sign = if bits >> 63 == 0 { 1 } else { -1 };
        for (part, limb) in self.limbs[shift as usize / 32..][..3]
            .iter_mut()
            .enumerate()
        {
            *limb += sign * i64::from((wide >> (32 * part)) as u32);
        }
        self.terms += 1;
        if self.terms >= SETTLE {
            self.settle();
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &ExactSum) {
        let mut other = other.clone();
        self.settle();
        other.settle();
        for (limb, more) in self.limbs.iter_mut().zip(&*other.limbs) {
            *limb += more;
        }
        self.beyond += other.beyond;
        self.settle();
    }

    /// Limbs from 0 to 2³²-1, the sign in the last one alone: the one form of a sum.
    fn settle(&mut self) {
        let mut carry = 0;
        let (last, limbs) = self.limbs.split_last_mut().expect("there are limbs");
        for limb in limbs {
            let sum = *limb + carry;
            *limb = sum & 0xFFFF_FFFF;
            carry = sum >> 32;
        }
        *last += carry;
        self.terms = 1;
    }

    /// The sum as a double and what is left over: together good to 100 bits.
    pub fn value(&self) -> [f64; 2] {
        if self.beyond != 0.0 {
            return [self.beyond, 0.0];
        }
        let mut rest = self.clone();
        let high = rest.leading();
        rest.add(-high);
        let low = rest.leading();
        // Rounded to the nearest: the parts do not overlap.
        let sum = high + low;
        [sum, low - (sum - high)]
    }

    /// The leading bits of the sum, a little below it in magnitude or equal.
    fn leading(&mut self) -> f64 {
        self.settle();
        let negative = self.limbs[LIMBS - 1] < 0;
        if negative {
            self.limbs.iter_mut().for_each(|limb| *limb = -*limb);
            self.settle();
        }
        let top = self.limbs.iter().rposition(|&limb| limb != 0);
        let magnitude = top.map_or(0.0, |top| {
            let at = |position: usize| self.limbs[position] as u128;
            let from = top.saturating_sub(2);
            let wide = (from..=top).rev().fold(0, |wide, i| wide << 32 | at(i));
            // 53 bits, cut off: exact as a double.
            let extra = (128 - wide.leading_zeros()).saturating_sub(53);
            (wide >> extra) as f64 * power_of_two(LOWEST + 32 * from as i32 + extra as i32)
        });
        if negative {
            self.limbs.iter_mut().for_each(|limb| *limb = -*limb);
            self.settle();
            -magnitude
        } else {
            magnitude
        }
    }

    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        let mut settled = self.clone();
        settled.settle();
        put_f64(out, settled.beyond);
        let used: Vec<(usize, i64)> = settled.limbs.iter().copied().enumerate().collect();
        let used: Vec<_> = used.into_iter().filter(|(_, limb)| *limb != 0).collect();
        put(out, used.len() as u64);
        for (position, limb) in used {
            put(out, position as u64);
            put_signed(out, limb);
        }
    }

    pub(crate) fn decode(bytes: &mut Bytes) -> Option<ExactSum> {
        let mut sum = ExactSum {
            beyond: bytes.take_f64()?,
            ..ExactSum::default()
        };
        for _ in 0..bytes.take_length()? {
            let position = bytes.take()? as usize;
            *sum.limbs.get_mut(position)? = bytes.take_signed()?;
        }
        sum.terms = 1;
        Some(sum)
    }
}

fn power_of_two(exponent: i32) -> f64 {
    match exponent {
        -1022.. => f64::from_bits(((exponent + 1023) as u64) << 52),
        _ => f64::from_bits(1 << (exponent + 1074)),
    }
}

/// Number, mean and spread of the values that are numbers, whatever their order.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    count: u64,
    sum: ExactSum,
    squares: ExactSum,
}

impl Moments {
    /// Adds a value, if it is a number.
    pub fn add(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        self.count += 1;
        self.sum.add(value);
        if value.is_finite() {
            let square = value * value;
            self.squares.add(square);
            // What rounding took from the square; exact by itself.
            let rest = value.mul_add(value, -square);
            self.squares.add(if rest.is_finite() { rest } else { 0.0 });
        } else {
            self.squares.add(f64::NAN);
        }
    }

    /// Adds the values of another.
    pub fn merge(&mut self, other: &Moments) {
        self.count += other.count;
        self.sum.merge(&other.sum);
        self.squares.merge(&other.squares);
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean and standard deviation (with `n-1`; 0 for a single value); NaN and 0 without any.
    pub fn mean_and_sd(&self) -> (f64, f64) {
        let n = self.count as f64;
        let [sum, sum_rest] = self.sum.value();
        let mean = sum / n;
        if self.count < 2 {
            return (mean, 0.0);
        }
        let [squares, squares_rest] = self.squares.value();
        // Σx² - (Σx)²/n in twice the precision, since the two are nearly equal.
        let product = sum * sum;
        let product_rest = sum.mul_add(sum, -product) + 2.0 * sum * sum_rest;
        let share = product / n;
        let share_rest = ((-share).mul_add(n, product) + product_rest) / n;
        let squared = (squares - share) + (squares_rest - share_rest);
        (mean, (squared / (n - 1.0)).max(0.0).sqrt())
    }

    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        put(out, self.count);
        self.sum.encode(out);
        self.squares.encode(out);
    }

    pub(crate) fn decode(bytes: &mut Bytes) -> Option<Moments> {
        Some(Moments {
            count: bytes.take()?,
            sum: ExactSum::decode(bytes)?,
            squares: ExactSum::decode(bytes)?,
        })
    }
}

#[cfg(test)]
mod tests;

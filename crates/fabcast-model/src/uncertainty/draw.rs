//! Random numbers that are pure functions of (seed, draw number, name).
//!
//! The generator is Philox4x32 with ten rounds (Salmon, Moraes, Dror and Shaw 2011,
//! "Parallel random numbers: as easy as 1, 2, 3"). It keeps no state: the seed is its key,
//! the draw number and the hash of the name are its counter. A draw can therefore be
//! recomputed alone, and a parameter that is added moves no other.

use crate::isa::dispatch;
use crate::lanes::{LANES, Lanes};

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const KEY_STEPS: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: u32 = 10;

/// Bits of 2⁵²: a whole number below 2⁵² in the low bits makes 2⁵² plus that number.
const TWO_52_BITS: u64 = 0x4330_0000_0000_0000;
const TWO_52: f64 = (1u64 << 52) as f64;

/// One future: a seed and a draw number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Draw {
    /// Seed of the whole ensemble.
    pub seed: u64,
    /// Number of the draw in the ensemble, from 0.
    pub number: u64,
}

impl Draw {
    /// Uniform in the open interval (0, 1), whatever else is drawn, in any order, on any thread.
    ///
    /// `name_hash` is [`name_hash`] of the parameter's name. The value is an odd multiple of 2⁻⁵³,
    /// so that neither 0, 1 nor ½ occurs and `1 - u` is exact.
    /// ```
    /// use fabcast_model::uncertainty::{Draw, name_hash};
    /// let u = Draw { seed: 1, number: 7 }.uniform(name_hash("fabs.overrun"));
    /// assert!(0.0 < u && u < 1.0);
    /// assert_eq!(u, Draw { seed: 1, number: 7 }.uniform(name_hash("fabs.overrun")));
    /// ```
    pub fn uniform(&self, name_hash: u64) -> f64 {
        let [draw_lo, draw_hi] = halves(self.number);
        let [name_lo, name_hi] = halves(name_hash);
        let [a, b, ..] = philox4x32(halves(self.seed), [draw_lo, draw_hi, name_lo, name_hi]);
        unit(a, b)
    }
}

dispatch! {
    /// [`Draw::uniform`] of the draws `first_draw` to `first_draw + 7`, bit for bit.
    pub fn uniform_lanes(seed: u64, first_draw: u64, name_hash: u64) -> Lanes {
        let [mut k0, mut k1] = halves(seed);
        let [name_lo, name_hi] = halves(name_hash);
        let mut c0 = [0u32; LANES];
        let mut c1 = [0u32; LANES];
        let mut c2 = [name_lo; LANES];
        let mut c3 = [name_hi; LANES];
        for lane in 0..LANES {
            [c0[lane], c1[lane]] = halves(first_draw.wrapping_add(lane as u64));
        }
        for _ in 0..ROUNDS {
            for lane in 0..LANES {
                [c0[lane], c1[lane], c2[lane], c3[lane]] =
                    round([k0, k1], [c0[lane], c1[lane], c2[lane], c3[lane]]);
            }
            [k0, k1] = next_key([k0, k1]);
        }
        let mut uniform = [0.0; LANES];
        for lane in 0..LANES {
            uniform[lane] = unit(c0[lane], c1[lane]);
        }
        Lanes(uniform)
    }
}

/// Hash of a parameter's name (64-bit FNV-1a), part of the definition of every draw.
pub const fn name_hash(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01B3);
        i += 1;
    }
    hash
}

/// Philox4x32-10: four random words from a key and a counter, low words first.
///
/// Its first published vector is
/// `philox4x32([0; 2], [0; 4]) = 6627e8d5 e169c58d bc57ac4c 9b00dbd8`.
pub fn philox4x32(key: [u32; 2], counter: [u32; 4]) -> [u32; 4] {
    let mut key = key;
    let mut words = counter;
    for _ in 0..ROUNDS {
        words = round(key, words);
        key = next_key(key);
    }
    words
}

#[inline(always)]
fn round([k0, k1]: [u32; 2], [c0, c1, c2, c3]: [u32; 4]) -> [u32; 4] {
    let [lo0, hi0] = halves(u64::from(MULTIPLIERS[0]) * u64::from(c0));
    let [lo1, hi1] = halves(u64::from(MULTIPLIERS[1]) * u64::from(c2));
    [hi1 ^ c1 ^ k0, lo1, hi0 ^ c3 ^ k1, lo0]
}

#[inline(always)]
fn next_key([k0, k1]: [u32; 2]) -> [u32; 2] {
    [k0.wrapping_add(KEY_STEPS[0]), k1.wrapping_add(KEY_STEPS[1])]
}

/// Low and high half.
#[inline(always)]
fn halves(word: u64) -> [u32; 2] {
    [word as u32, (word >> 32) as u32]
}

/// The middle of one of 2⁵² equal cells of (0, 1).
#[inline(always)]
fn unit(a: u32, b: u32) -> f64 {
    let cell = (u64::from(a) << 32 | u64::from(b)) >> 12;
    ((f64::from_bits(TWO_52_BITS | cell) - TWO_52) + 0.5) / TWO_52
}

#[cfg(test)]
mod tests;

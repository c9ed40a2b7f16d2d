//! Permutations of whole numbers of which any value can be had alone.

use fabcast_model::uncertainty::philox4x32;

/// A permutation of `0 … n-1` that a key chooses: a Feistel network over the next power of four,
/// walked until it comes back below `n` (Black and Rogaway 2002). At most four steps on average.
#[derive(Clone, Copy, Debug)]
pub struct Permutation {
    n: u64,
    half_bits: u32,
    key: [u32; 2],
    name: [u32; 2],
}

/// Rounds of the network; four make it hard to tell from a random permutation.
const ROUNDS: u32 = 4;

impl Permutation {
    /// The permutation of a seed and the hash of a name.
    pub fn new(n: u64, seed: u64, name: u64) -> Permutation {
        let bits = u64::BITS - n.saturating_sub(1).leading_zeros();
        let halves = |word: u64| [word as u32, (word >> 32) as u32];
        Permutation {
            n,
            half_bits: bits.div_ceil(2).max(1),
            key: halves(seed),
            name: halves(name),
        }
    }

    /// Where a number below `n` goes.
    pub fn at(&self, number: u64) -> u64 {
        assert!(number < self.n, "{number} of {}", self.n);
        let mut at = self.once(number);
        while at >= self.n {
            at = self.once(at);
        }
        at
    }

    fn once(&self, number: u64) -> u64 {
        let mask = (1 << self.half_bits) - 1;
        let (mut left, mut right) = (number >> self.half_bits, number & mask);
        for round in 0..ROUNDS {
            // The last word tells these numbers from the uniforms of the same name: counters of
            // those are whole draws, far below 2⁶³.
            let counter = [right as u32, 1 << 31 | round, self.name[0], self.name[1]];
            let [word, ..] = philox4x32(self.key, counter);
            (left, right) = (right, left ^ (u64::from(word) & mask));
        }
        left << self.half_bits | right
    }
}

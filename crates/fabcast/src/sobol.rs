//! Points of Sobol' sequences with Owen's scrambling, any point at once.
//!
//! Direction numbers are those of Joe and Kuo (2008). The scrambling is that of Burley ("Practical hash-based
//! Owen scrambling", JCGT 9(4), 2020): a hash of the bits above decides whether a bit is flipped, so nothing is
//! stored.

use sobol::Sobol;
use sobol::params::JoeKuoD6;

/// Bits of a point, and of its index.
pub const BITS: usize = 32;
/// Dimensions of the shorter table of direction numbers.
const STANDARD: usize = 1_000;
/// Dimensions of the longer one.
pub const MOST_DIMENSIONS: usize = 21_201;

/// Direction numbers of a dimension: bit `i` of the index moves the point by `[i]`.
pub type Directions = Vec<u32>;

/// Direction numbers of the first dimensions, at most [`MOST_DIMENSIONS`].
pub fn directions(dimensions: usize) -> Vec<Directions> {
    let known = dimensions.min(MOST_DIMENSIONS);
    if known == 0 {
        return Vec::new();
    }
    let table = if known <= STANDARD {
        JoeKuoD6::standard()
    } else {
        JoeKuoD6::extended()
    };
    Sobol::<u32>::init_direction_vals::<u32>(known, BITS, &table)
}

/// A coordinate of a point, before scrambling.
#[inline]
pub fn point(directions: &[u32], index: u32) -> u32 {
    let mut word = 0;
    let mut rest = index;
    while rest != 0 {
        word ^= directions[rest.trailing_zeros() as usize];
        rest &= rest - 1;
    }
    word
}

/// Owen's scrambling of a coordinate: each bit is flipped or not by a hash of the bits above it (Laine and Karras
/// 2011, with the constants that Vegdahl found in 2021).
#[inline]
pub fn scrambled(point: u32, seed: u32) -> u32 {
    let mut x = point.reverse_bits();
    x ^= x.wrapping_mul(0x3D20_ADEA);
    x = x.wrapping_add(seed);
    x = x.wrapping_mul(seed >> 16 | 1);
    x ^= x.wrapping_mul(0x0552_6C56);
    x ^= x.wrapping_mul(0x53A2_2864);
    x.reverse_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In each dimension, and in the first pairs, every stratum of a power of two of points has
    /// exactly one: scrambling must keep that.
    #[test]
    fn strata_hold_one_point_each() {
        let all = directions(1024);
        assert_eq!(all.len(), 1024);
        for (dimension, v) in all.iter().enumerate() {
            let seed = 0x9E37_79B9_u32.wrapping_mul(dimension as u32 + 1);
            let mut seen = [false; 256];
            for index in 0..256 {
                seen[(scrambled(point(v, index), seed) >> 24) as usize] = true;
            }
            assert!(seen.iter().all(|seen| *seen), "dimension {dimension}");
        }
        for (a, b) in [(0, 1), (1, 2)] {
            // The first two are a (0, m, 2)-net in base 2; so is any pair in which one is linear.
            let mut seen = [[false; 16]; 16];
            for index in 0..256 {
                let x = scrambled(point(&all[a], index), 12345) >> 28;
                let y = scrambled(point(&all[b], index), 67890) >> 28;
                seen[x as usize][y as usize] = true;
            }
            let filled = seen.iter().flatten().filter(|seen| **seen).count();
            assert!(
                if a == 0 { filled == 256 } else { filled > 100 },
                "{a} {b}: {filled}"
            );
        }
    }

    /// Points 1 to 3 of the first dimensions as published: (½, ½, ½), (¾, ¼, ¼), (¼, ¾, ¾) in
    /// Gray-code order; by index the last two change places.
    #[test]
    fn the_first_points_are_sobols() {
        let all = directions(3);
        let at = |index| {
            all.iter()
                .map(|v| f64::from(point(v, index)) / (1_u64 << 32) as f64)
                .collect::<Vec<_>>()
        };
        assert_eq!(at(1), [0.5, 0.5, 0.5]);
        assert_eq!(at(3), [0.75, 0.25, 0.25]);
        assert_eq!(at(2), [0.25, 0.75, 0.75]);
    }
}

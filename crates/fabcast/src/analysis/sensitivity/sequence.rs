//! Points of a scrambled Sobol' sequence: uniforms that fill the unit cube evenly.

use fabcast_model::uncertainty::{Draw, name_hash, philox4x32};

use crate::sobol::{Directions, directions, point, scrambled};

/// A Sobol' sequence (direction numbers of Joe and Kuo 2008) with Owen's scrambling.
///
/// Each coordinate is scrambled on its own, by the hash of Laine and Karras (Burley 2020,
/// "Practical hash-based Owen scrambling"), so that every point is uniform and nothing is aligned
/// with the axes. Point `n` is a pure function of (seed, `n`), and the first `n` points of a longer
/// sequence are the shorter one.
#[derive(Clone, Debug)]
pub struct Sequence {
    directions: Vec<Directions>,
    scrambles: Vec<u32>,
    seed: u64,
}

impl Sequence {
    /// A sequence in some dimensions.
    pub fn new(dimensions: usize, seed: u64) -> Sequence {
        let directions = directions(dimensions.max(1));
        let key = [seed as u32, (seed >> 32) as u32];
        let [low, high] = {
            let hash = name_hash("sobol.scramble");
            [hash as u32, (hash >> 32) as u32]
        };
        Sequence {
            scrambles: (0..directions.len())
                .map(|dimension| philox4x32(key, [dimension as u32, 0, low, high])[0])
                .collect(),
            directions,
            seed,
        }
    }

    /// Coordinate of point `n` in (0, 1).
    ///
    /// ```
    /// use fabcast::analysis::sensitivity::Sequence;
    /// let sequence = Sequence::new(3, 1);
    /// // of the first sixteen points one lies in each sixteenth of every axis
    /// let mut cells: Vec<u32> = (0..16).map(|n| (sequence.at(n, 2) * 16.0) as u32).collect();
    /// cells.sort();
    /// assert_eq!(cells, (0..16).collect::<Vec<u32>>());
    /// ```
    pub fn at(&self, n: u32, dimension: usize) -> f64 {
        let Some(directions) = self.directions.get(dimension) else {
            let draw = Draw {
                seed: self.seed,
                number: u64::from(n),
            };
            return draw.uniform(name_hash(&format!("sobol.beyond.{dimension}")));
        };
        let word = scrambled(point(directions, n), self.scrambles[dimension]);
        (f64::from(word) + 0.5) / 4_294_967_296.0
    }
}

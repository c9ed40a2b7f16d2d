//! Sobol' sequences with Owen's scrambling, any point at once.
//!
//! The scrambling is that of Burley ("Practical hash-based Owen scrambling", JCGT 9(4), 2020): a
//! hash of the bits above decides whether a bit is flipped, so nothing is stored.

use fabcast_model::lanes::{LANES, Lanes};
use fabcast_model::model::Model;
use fabcast_model::parameters::Parameter;
use fabcast_model::uncertainty::{philox4x32, uniform_lanes};

use super::below_one;

/// Bits of a point, and of its index.
const BITS: usize = 32;
/// Primitive polynomials and direction numbers from the second dimension on.
const DIRECTIONS: &str = include_str!("directions.txt");

/// What gets the first dimensions, whose points are spread best even when they are few: what moves
/// the outcomes of the default scenario most, by rank correlation in 8,000 draws. Then come the
/// other parameters, shared latent factors, and those of single projects.
const FIRST: [&str; 22] = [
    "capital.investor.lenders.commitment",
    "market.share_max",
    "accelerator.growth_h100e",
    "accelerator.growth_per_wafer",
    "kind.datacentre.unit_cost",
    "accelerator.growth_power",
    "capital.investor.cloud.commitment",
    "market.power.additions_max",
    "talent.us.trades.inflow",
    "cost.escalation",
    "latent.duration.world",
    "deploy.utilisation",
    "capital.investor.gulf.commitment",
    "deploy.life",
    "deploy.server_cost",
    "clock.algorithms",
    "kind.fab.unit_cost",
    "latent.duration.region.us",
    "latent.duration.region.taiwan",
    "finance.energy",
    "finance.discount",
    "latent.approval.gulf",
];

/// Dimensions of the parameters of a scenario.
#[derive(Debug)]
pub struct Sobol {
    /// Dimension of each parameter, in the order of the random vector; none for a constant or
    /// where the table ends.
    dimensions: Vec<(u64, usize)>,
    directions: Vec<[u32; BITS]>,
}

impl Sobol {
    /// Gives each uncertain parameter a dimension.
    pub fn new(model: &Model) -> Sobol {
        let rank = |path: &str| match FIRST.iter().position(|first| *first == path) {
            Some(position) => position,
            None if path.starts_with("latent.") && path.contains(".project.") => FIRST.len() + 2,
            None if path.starts_with("latent.") => FIRST.len() + 1,
            None => FIRST.len(),
        };
        let list = model.parameters.list().iter();
        let mut uncertain: Vec<&Parameter> =
            list.filter(|p| !p.distribution.is_constant()).collect();
        uncertain.sort_by(|a, b| (rank(&a.path), &a.path).cmp(&(rank(&b.path), &b.path)));
        let directions = directions(uncertain.len());
        uncertain.truncate(directions.len());
        let names = uncertain.into_iter().map(Parameter::hash);
        let mut dimensions: Vec<(u64, usize)> = names.zip(0..).collect();
        dimensions.sort_unstable();
        Sobol {
            dimensions,
            directions,
        }
    }

    /// Indices of the points of draws `first` to `first + 7`.
    pub fn indices(&self, first: u64) -> [u32; LANES] {
        std::array::from_fn(|lane| (first + lane as u64) as u32)
    }

    /// Uniforms of a parameter at some points; independent ones where the dimensions end.
    pub fn uniform(
        &self,
        indices: &[u32; LANES],
        seed: u64,
        first: u64,
        parameter: &Parameter,
    ) -> Lanes {
        // The bits below the 32 of a point are random.
        let below = uniform_lanes(seed, first, parameter.hash());
        let found = self
            .dimensions
            .binary_search_by_key(&parameter.hash(), |(name, _)| *name);
        let Ok(found) = found else {
            return below;
        };
        let directions = &self.directions[self.dimensions[found].1];
        let name = parameter.hash();
        let key = [seed as u32, (seed >> 32) as u32];
        let counter = [0, 1 << 30, name as u32, (name >> 32) as u32];
        let [scramble, ..] = philox4x32(key, counter);
        let mut points = [0_u32; LANES];
        for (bit, direction) in directions.iter().enumerate() {
            for (point, index) in points.iter_mut().zip(indices) {
                *point ^= direction & (index >> bit & 1).wrapping_neg();
            }
        }
        let mut uniform = [0.0; LANES];
        for lane in 0..LANES {
            let point = owen(points[lane], scramble);
            uniform[lane] = below_one((f64::from(point) + below.0[lane]) / (1_u64 << BITS) as f64);
        }
        Lanes(uniform)
    }
}

/// Direction numbers of the first dimensions, as many as there are of those wanted: bit `i` of the
/// index moves the point by `[i]`.
fn directions(wanted: usize) -> Vec<[u32; BITS]> {
    let first: [u32; BITS] = std::array::from_fn(|i| 1 << (BITS - 1 - i));
    let lines = DIRECTIONS.lines().filter(|line| !line.starts_with('#'));
    let rest = lines.map(|line| {
        let mut numbers = line
            .split(' ')
            .filter_map(|number| number.parse::<u32>().ok());
        let polynomial = numbers.next().unwrap_or(1);
        let initial: Vec<u32> = numbers.collect();
        let degree = initial.len();
        let mut v = [0; BITS];
        for i in 0..BITS {
            v[i] = match initial.get(i) {
                Some(m) => m << (BITS - 1 - i),
                None => {
                    let inner = (1..degree).filter(|k| polynomial >> (degree - k) & 1 == 1);
                    let last = v[i - degree];
                    inner.fold(last ^ last >> degree, |sum, k| sum ^ v[i - k])
                }
            };
        }
        v
    });
    std::iter::once(first).chain(rest).take(wanted).collect()
}

/// Owen's scrambling of a point: each bit is flipped or not by a hash of the bits above it.
fn owen(point: u32, seed: u32) -> u32 {
    laine_karras(point.reverse_bits(), seed).reverse_bits()
}

/// A hash in which a bit depends on those below it alone (Laine and Karras 2011, with the constants
/// that Vegdahl found in 2021).
fn laine_karras(x: u32, seed: u32) -> u32 {
    let mut x = x;
    x ^= x.wrapping_mul(0x3D20_ADEA);
    x = x.wrapping_add(seed);
    x = x.wrapping_mul(seed >> 16 | 1);
    x ^= x.wrapping_mul(0x0552_6C56);
    x ^= x.wrapping_mul(0x53A2_2864);
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(directions: &[u32; BITS], index: u32) -> u32 {
        let bits = directions.iter().enumerate();
        bits.fold(0, |point, (bit, v)| {
            point ^ v & (index >> bit & 1).wrapping_neg()
        })
    }

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
                seen[(owen(point(v, index), seed) >> 24) as usize] = true;
            }
            assert!(seen.iter().all(|seen| *seen), "dimension {dimension}");
        }
        for (a, b) in [(0, 1), (1, 2)] {
            // The first two are a (0, m, 2)-net in base 2; so is any pair in which one is linear.
            let mut seen = [[false; 16]; 16];
            for index in 0..256 {
                let x = owen(point(&all[a], index), 12345) >> 28;
                let y = owen(point(&all[b], index), 67890) >> 28;
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

//! Changes of inputs.

/// Numbers that look random and follow from a seed (SplitMix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Below `n`; 0 if that is 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() >> 11) as usize % n.max(1)
    }

    pub fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// Whole numbers at which something may end.
const EDGES: [u64; 8] = [
    0,
    1,
    0x7F,
    0xFF,
    0x7FFF_FFFF,
    0xFFFF_FFFF,
    0x7FFF_FFFF_FFFF_FFFF,
    u64::MAX,
];

/// One of the seeds with some changes; `words` are pieces of the language of the input.
pub fn one(seeds: &[Vec<u8>], words: &[&str], random: &mut Random) -> Vec<u8> {
    let mut input = seeds[random.below(seeds.len())].clone();
    // Mostly few changes, so that much of the input still makes sense.
    for _ in 0..1 + random.below(6).min(random.below(6)) {
        change(&mut input, seeds, words, random);
    }
    input
}

fn change(input: &mut Vec<u8>, seeds: &[Vec<u8>], words: &[&str], random: &mut Random) {
    let at = random.below(input.len() + 1);
    let length = 1 + random.below(16).min(random.below(16));
    let end = (at + length).min(input.len());
    match random.below(11) {
        0 if at < input.len() => input[at] ^= 1 << random.below(8),
        1 if at < input.len() => input[at] = random.next() as u8,
        2 => input.truncate(at),
        3 => drop(input.drain(at..end)),
        4 => {
            let again = input[at..end].to_vec();
            input.splice(at..at, again);
        }
        5 => {
            // Bytes of an edge, in place of what stands there.
            let edge = EDGES[random.below(EDGES.len())].to_le_bytes();
            let n = [1, 2, 4, 8][random.below(4)].min(input.len() - at);
            input[at..at + n].copy_from_slice(&edge[..n]);
        }
        6 | 7 if !words.is_empty() => {
            let word = random.of(words);
            let end = if random.below(2) == 0 { at } else { end };
            input.splice(at..end, word.bytes());
        }
        8 => {
            // A piece of another input.
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len() + 1);
            let to = (from + random.below(200)).min(other.len());
            input.splice(at..end, other[from..to].iter().copied());
        }
        9 => {
            // A line again, or many of them.
            let start = input[..at]
                .iter()
                .rposition(|&b| b == b'\n')
                .map_or(0, |p| p + 1);
            let stop = input[at..]
                .iter()
                .position(|&b| b == b'\n')
                .map_or(input.len(), |p| at + p + 1);
            let line = input[start..stop].to_vec();
            let n = [1, 2, 30][random.below(3)];
            input.splice(stop..stop, line.repeat(n));
        }
        _ => {
            let number = match random.below(4) {
                0 => format!("{}", f64::from_bits(random.next())),
                1 => format!("{}", random.next() as i64),
                2 => format!("{}", random.below(100)),
                _ => format!("{}e{}", random.below(10), random.below(320)),
            };
            input.splice(at..end, number.bytes());
        }
    }
}

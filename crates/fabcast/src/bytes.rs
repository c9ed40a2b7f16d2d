//! Numbers as bytes and back, for the files that running summaries are kept in, and what tells bytes apart.

use sha2::{Digest, Sha256};

/// Appends a whole number, seven bits to a byte.
pub(crate) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a number with a sign, small magnitudes in few bytes.
pub(crate) fn put_signed(out: &mut Vec<u8>, number: i64) {
    put(out, (number << 1 ^ number >> 63) as u64);
}

/// Appends the bits of a number.
pub(crate) fn put_f64(out: &mut Vec<u8>, number: f64) {
    out.extend_from_slice(&number.to_bits().to_le_bytes());
}

/// Reads what [`put`] and its kin wrote; `None` at the end or where bytes are none of theirs.
#[derive(Debug)]
pub(crate) struct Bytes<'a>(pub &'a [u8]);

impl Bytes<'_> {
    pub fn take(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub fn take_signed(&mut self) -> Option<i64> {
        let number = self.take()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    pub fn take_f64(&mut self) -> Option<f64> {
        let (bits, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(f64::from_bits(u64::from_le_bytes(*bits)))
    }

    /// A length: no more than the bytes that are left, so that a broken file asks for no memory.
    pub fn take_length(&mut self) -> Option<usize> {
        let length = self.take()? as usize;
        (length <= self.0.len()).then_some(length)
    }
}

/// A checksum that tells a whole file from a torn or changed one: 64-bit FNV-1a over words of eight
/// bytes, the high half mixed into the low one, and over the length.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, word: u64| {
        let hash = (hash ^ word).wrapping_mul(0x0000_0100_0000_01B3);
        hash ^ hash >> 32
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(0xCBF2_9CE4_8422_2325, |hash, word| {
        mix(hash, u64::from_le_bytes(*word))
    });
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(mix(hash, u64::from_le_bytes(last)), bytes.len() as u64)
}

/// SHA-256 in hexadecimal digits.
///
/// ```
/// let hash = fabcast::backtest::plan::frozen::sha256(b"abc");
/// assert!(hash.starts_with("ba7816bf8f01cfea"));
/// ```
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let mut out = Vec::new();
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let signed = [0, -1, 1, -64, 64, i64::MIN, i64::MAX];
        numbers.iter().for_each(|&n| put(&mut out, n));
        signed.iter().for_each(|&n| put_signed(&mut out, n));
        put_f64(&mut out, f64::NAN);
        put_f64(&mut out, -0.0);
        let mut bytes = Bytes(&out);
        numbers
            .iter()
            .for_each(|&n| assert_eq!(bytes.take(), Some(n)));
        signed
            .iter()
            .for_each(|&n| assert_eq!(bytes.take_signed(), Some(n)));
        assert!(bytes.take_f64().is_some_and(f64::is_nan));
        assert_eq!(
            bytes.take_f64().map(f64::to_bits),
            Some((-0.0_f64).to_bits())
        );
        assert_eq!(bytes.take(), None);
    }

    #[test]
    fn a_changed_byte_or_length_changes_the_checksum() {
        let bytes: Vec<u8> = (0..=40).collect();
        let whole = checksum(&bytes);
        for place in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[place] ^= 1 << bit;
                assert_ne!(checksum(&changed), whole, "bit {bit} of byte {place}");
            }
        }
        assert_ne!(checksum(&[bytes.as_slice(), &[0]].concat()), whole);
        assert_ne!(checksum(&bytes[..40]), whole);
        assert_ne!(checksum(&[]), checksum(&[0]));
    }
}

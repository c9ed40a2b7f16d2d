//! The compact protocol of Thrift, in which Parquet writes its end and the heads of its pages: walked before it is
//! decoded, since a decoder that reserves memory for a length as it is said ends the program.

/// Structures within structures that are followed; Parquet has nine.
const DEEPEST: u32 = 24;

/// Length of the structure that the bytes begin with, telling `see` the whole numbers in it and in the structures
/// directly below: field, field within it (0 for its own), value.
///
/// None if the bytes end before it, if a list or a text is longer than what is left of them, or if they are no Thrift.
pub fn walk(bytes: &[u8], see: &mut dyn FnMut(i16, i16, i64)) -> Option<usize> {
    let mut walk = Walk { rest: bytes, see };
    walk.structure(0, 0)?;
    Some(bytes.len() - walk.rest.len())
}

struct Walk<'a> {
    rest: &'a [u8],
    see: &'a mut dyn FnMut(i16, i16, i64),
}

impl Walk<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    fn skip(&mut self, n: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(n).ok()?..)?;
        Some(())
    }

    /// Seven bits a byte, the lowest first.
    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// The lowest bit is the sign.
    fn signed(&mut self) -> Option<i64> {
        let value = self.unsigned()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    fn structure(&mut self, depth: u32, above: i16) -> Option<()> {
        let mut field: i16 = 0;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            field = match head >> 4 {
                0 => i16::try_from(self.signed()?).ok()?,
                step => field.checked_add(i16::from(step))?,
            };
            match head & 0xF {
                1 | 2 => {}
                4..=6 if depth < 2 => {
                    let value = self.signed()?;
                    match depth {
                        0 => (self.see)(field, 0, value),
                        _ => (self.see)(above, field, value),
                    }
                }
                kind => self.value(kind, depth, field)?,
            }
        }
    }

    fn value(&mut self, kind: u8, depth: u32, field: i16) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match kind {
            // Truth in a list takes a byte.
            1..=3 => self.skip(1),
            4..=6 => self.signed().map(drop),
            7 => self.skip(8),
            8 => {
                let length = self.unsigned()?;
                self.skip(length)
            }
            9 | 10 => {
                let head = self.byte()?;
                let n = match head >> 4 {
                    15 => self.unsigned()?,
                    n => u64::from(n),
                };
                self.entries(n, |walk| walk.value(head & 0xF, depth + 1, 0))
            }
            11 => match self.unsigned()? {
                0 => Some(()),
                n => {
                    let kinds = self.byte()?;
                    self.entries(n, |walk| {
                        walk.value(kinds >> 4, depth + 1, 0)?;
                        walk.value(kinds & 0xF, depth + 1, 0)
                    })
                }
            },
            12 => self.structure(depth + 1, field),
            13 => self.skip(16),
            _ => None,
        }
    }

    fn entries(&mut self, n: u64, mut one: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        // Each takes a byte at least.
        if n > self.rest.len() as u64 {
            return None;
        }
        (0..n).try_for_each(|_| one(self))
    }
}

//! The compact protocol of Thrift, in which Parquet writes its end and the heads of its pages: walked before it is
//! decoded, since a decoder that reserves memory for a length as it is said ends the program.
//!
//! A decoder takes a field for what it should be, whatever its type is said to be, so the types are part of the walk.

/// Structures within structures that are followed; Parquet has nine.
const DEEPEST: u32 = 24;

/// Whole numbers, as they are told: field of the outermost structure, field within it (0 for its own), value.
pub type See<'a> = &'a mut dyn FnMut(i16, i16, i64);

/// What a field is.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// True or false.
    Truth,
    /// A whole number of one byte.
    Byte,
    /// A whole number.
    Number,
    /// Eight bytes.
    Double,
    /// Bytes with their length.
    Text,
    /// Entries of one form.
    List(&'static Form),
    /// Fields by their number; others are passed over.
    Fields(&'static [(i16, Form)]),
}

impl Form {
    /// Whether a type, as it is written, is this one.
    fn is(&self, kind: u8) -> bool {
        match self {
            Form::Truth => kind == 1 || kind == 2,
            Form::Byte => kind == 3,
            Form::Number => (4..=6).contains(&kind),
            Form::Double => kind == 7,
            Form::Text => kind == 8,
            Form::List(_) => kind == 9,
            Form::Fields(_) => kind == 12,
        }
    }
}

/// Length of the structure with some fields that the bytes begin with, telling `see` the whole numbers in it and in the
/// structures directly below.
///
/// None if the bytes end before it, if a list or a text is longer than what is left of them, or if a field is not what
/// it should be.
pub fn walk(bytes: &[u8], fields: &'static [(i16, Form)], see: See) -> Option<usize> {
    let mut walk = Walk { rest: bytes, see };
    walk.fields(fields, 0, 0)?;
    Some(bytes.len() - walk.rest.len())
}

struct Walk<'a> {
    rest: &'a [u8],
    see: See<'a>,
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

    fn fields(&mut self, known: &'static [(i16, Form)], depth: u32, above: i16) -> Option<()> {
        let mut field: i16 = 0;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            let (step, kind) = (i16::from(head >> 4), head & 0xF);
            let form = match step {
                // A field far from the one before, or before it: none that is known.
                0 => {
                    field = i16::try_from(self.signed()?).ok()?;
                    match known.iter().any(|(number, _)| *number == field) {
                        true => return None,
                        false => None,
                    }
                }
                _ => {
                    field = field.checked_add(step)?;
                    known.iter().find(|(number, _)| *number == field)
                }
            };
            match form {
                None => self.unknown(kind, true, depth)?,
                Some((_, form)) if !form.is(kind) => return None,
                Some((_, Form::Truth)) => {}
                Some((_, Form::Number)) => {
                    let value = self.signed()?;
                    match depth {
                        0 => (self.see)(field, 0, value),
                        1 => (self.see)(above, field, value),
                        _ => {}
                    }
                }
                Some((_, form)) => self.value(form, depth, field)?,
            }
        }
    }

    fn value(&mut self, form: &Form, depth: u32, field: i16) -> Option<()> {
        match form {
            // In a list; none that is known has these.
            Form::Truth => None,
            Form::Byte => self.skip(1),
            Form::Number => self.signed().map(drop),
            Form::Double => self.skip(8),
            Form::Text => self.text(),
            Form::List(of) => {
                let (n, kind) = self.list()?;
                match n == 0 || of.is(kind) {
                    true => self.entries(n, |walk| walk.value(of, depth + 1, 0)),
                    false => None,
                }
            }
            Form::Fields(_) if depth > DEEPEST => None,
            Form::Fields(known) => self.fields(known, depth + 1, field),
        }
    }

    /// Passes over a value; of truth there is nothing behind the head of a `field`, and nobody agrees in lists.
    fn unknown(&mut self, kind: u8, field: bool, depth: u32) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match kind {
            1 | 2 => field.then_some(()),
            3 => self.skip(1),
            4..=6 => self.signed().map(drop),
            7 => self.skip(8),
            8 => self.text(),
            9 | 10 => {
                let (n, kind) = self.list()?;
                self.entries(n, |walk| walk.unknown(kind, false, depth + 1))
            }
            11 => match self.unsigned()? {
                0 => Some(()),
                n => {
                    let kinds = self.byte()?;
                    self.entries(n, |walk| {
                        walk.unknown(kinds >> 4, false, depth + 1)?;
                        walk.unknown(kinds & 0xF, false, depth + 1)
                    })
                }
            },
            12 => self.fields(&[], depth + 1, 0),
            13 => self.skip(16),
            _ => None,
        }
    }

    fn text(&mut self) -> Option<()> {
        let length = self.unsigned()?;
        self.skip(length)
    }

    /// Number and type of the entries of a list.
    fn list(&mut self) -> Option<(u64, u8)> {
        let head = self.byte()?;
        let n = match head >> 4 {
            15 => self.unsigned()?,
            n => u64::from(n),
        };
        Some((n, head & 0xF))
    }

    fn entries(&mut self, n: u64, mut one: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        // Each takes a byte at least.
        if n > self.rest.len() as u64 {
            return None;
        }
        (0..n).try_for_each(|_| one(self))
    }
}

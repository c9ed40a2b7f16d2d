//! What the end of a Parquet file and the heads of its pages say, held against the file before either is decoded.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use parquet::basic::Type;
use parquet::file::metadata::ColumnChunkMetaData;

use super::{shapes, thrift};
use crate::text;

/// Largest end of a file, which lists its columns and row groups \[bytes\]: in memory it takes some thirty times that.
const MOST_END: u64 = 16 << 20;
/// Bytes of a page in which its head is looked for, until it is whole: statistics make it longer.
const HEADS: [u64; 3] = [1 << 8, 1 << 14, 1 << 20];

/// Kinds of pages: data, a dictionary, data in the second format.
const DATA: i64 = 0;
const DICTIONARY: i64 = 2;
const DATA_2: i64 = 3;

/// Refuses an end of the file that is not what it says.
///
/// # Errors
/// Why it cannot be used.
pub fn check_end(file: &mut File, length: u64) -> Result<(), String> {
    let damaged = || text::damaged("its end is not whole");
    let tail = length
        .checked_sub(8)
        .and_then(|from| at(file, from, 8))
        .ok_or_else(damaged)?;
    let Some((size, b"PAR1")) = tail.split_first_chunk::<4>() else {
        // Not Parquet, or encrypted: the decoder has words for it.
        return Ok(());
    };
    let size = u64::from(u32::from_le_bytes(*size));
    if size > MOST_END {
        return Err(text::long_end(size, MOST_END));
    }
    let from = (length - 8).checked_sub(size).ok_or_else(damaged)?;
    let end = at(file, from, size).ok_or_else(damaged)?;
    match thrift::walk(&end, shapes::FILE, &mut |_, _, _| ()) {
        Some(_) => Ok(()),
        None => Err(damaged()),
    }
}

/// What the head of a page says.
#[derive(Default)]
struct Head {
    kind: i64,
    /// Bytes as they are stored.
    stored: i64,
    /// Bytes as they are decoded.
    decoded: i64,
    /// Values of data, of a dictionary, and of data in the second format.
    values: [i64; 3],
    length: u64,
}

/// Refuses a column of a row group whose pages say more than the end of the file does: of bytes, or of rows.
///
/// # Errors
/// Why it cannot be used.
pub fn check_column(
    file: &mut File,
    start: u64,
    rows: u64,
    column: &ColumnChunkMetaData,
) -> Result<(), String> {
    let number = |value: i64| u64::try_from(value).ok();
    let mut inner = || {
        let mut stored = number(column.compressed_size())?;
        let mut decoded = number(column.uncompressed_size())?;
        let (mut from, mut values) = (start, 0_u64);
        while stored > 0 {
            let head = head(file, from, stored)?;
            let page = head.length.checked_add(number(head.stored)?)?;
            stored = stored.checked_sub(page)?;
            from += page;
            // The sizes of a column count the heads of its pages.
            decoded = decoded.checked_sub(head.length.checked_add(number(head.decoded)?)?)?;
            match head.kind {
                DATA => values = values.checked_add(number(head.values[0])?)?,
                DATA_2 => values = values.checked_add(number(head.values[2])?)?,
                DICTIONARY => {
                    let n = number(head.values[1])?;
                    let width = match column.column_type() {
                        Type::INT64 | Type::DOUBLE => 8,
                        Type::INT32 | Type::FLOAT => 4,
                        _ => 1,
                    };
                    number(head.decoded)?.checked_sub(n.checked_mul(width)?)?;
                }
                _ => {}
            }
        }
        (values == rows).then_some(())
    };
    inner().ok_or_else(|| text::damaged("the pages of a column are not as its end says"))
}

/// The head of the page that begins at `from`, of which no more than `stored` bytes are left.
fn head(file: &mut File, from: u64, stored: u64) -> Option<Head> {
    HEADS.into_iter().find_map(|most| {
        let bytes = at(file, from, most.min(stored))?;
        let mut head = Head::default();
        let mut see = |field: i16, inner: i16, value: i64| match (field, inner) {
            (1, 0) => head.kind = value,
            (2, 0) => head.decoded = value,
            (3, 0) => head.stored = value,
            // Heads of data, of a dictionary and of data in the second format; which of them counts the kind says.
            (5, 1) => head.values[0] = value,
            (7, 1) => head.values[1] = value,
            (8, 1) => head.values[2] = value,
            _ => {}
        };
        let length = thrift::walk(&bytes, shapes::PAGE, &mut see)?;
        head.length = length as u64;
        Some(head)
    })
}

/// So many bytes at a place.
fn at(file: &mut File, from: u64, n: u64) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(from)).ok()?;
    let mut bytes = Vec::new();
    file.take(n).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 == n).then_some(bytes)
}

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{BooleanArray, Float64Array, Int32Array, RecordBatch, StringArray};
use arrow_schema::{Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::*;
use crate::input;

fn place(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("fabcast-input-{}-{name}", std::process::id()))
}

fn write(name: &str, arrays: Vec<(&str, ArrayRef)>, compression: Compression) -> PathBuf {
    let path = place(name);
    let fields: Vec<Field> = arrays
        .iter()
        .map(|(name, array)| {
            let metadata = [("unit".to_owned(), "MW".to_owned())].into_iter().collect();
            Field::new(*name, array.data_type().clone(), true).with_metadata(metadata)
        })
        .collect();
    let schema = Arc::new(Schema::new(fields));
    let arrays = arrays.into_iter().map(|(_, array)| array).collect();
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).expect("of one length");
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .build();
    let file = std::fs::File::create(&path).expect("created");
    let mut writer = ArrowWriter::try_new(file, schema, Some(properties)).expect("begun");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    path
}

fn small(name: &str, compression: Compression) -> PathBuf {
    let arrays: Vec<(&str, ArrayRef)> = vec![
        (
            "x",
            Arc::new(Float64Array::from_iter(
                (0..40).map(|i| (i % 7 > 0).then_some(f64::from(i))),
            )),
        ),
        ("n", Arc::new(Int32Array::from_iter_values(0..40))),
        (
            "s",
            Arc::new(StringArray::from_iter_values(
                (0..40).map(|i| format!("row {i}")),
            )),
        ),
        (
            "b",
            Arc::new(BooleanArray::from_iter((0..40).map(|i| Some(i % 3 == 0)))),
        ),
    ];
    write(name, arrays, compression)
}

#[test]
fn numbers_are_read_with_their_units() {
    let path = small("whole", Compression::UNCOMPRESSED);
    let (columns, rows) = read(&path, |_| true).expect("whole");
    assert_eq!(rows, 40);
    let values = |at: usize| columns[at].values.clone().unwrap_or_default();
    assert_eq!(
        (columns[0].name.as_str(), columns[0].unit.as_str()),
        ("x", "MW")
    );
    assert!(values(0)[0].is_nan() && values(0)[1] == 1.0);
    assert_eq!((values(1)[39], values(3)[39]), (39.0, 1.0));
    assert!(columns[2].values.is_none());
    let (some, _) = read(&path, |name| name == "n").expect("whole");
    assert!(some[0].values.is_none() && some[1].values.is_some());
    std::fs::remove_file(path).expect("removed");
}

/// Numbers that look random and are always the same.
fn mix(state: &mut u64) -> u64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

#[test]
fn no_damaged_file_panics() {
    let mut state = 14;
    for (name, compression) in [
        ("plain", Compression::UNCOMPRESSED),
        ("zstd", Compression::ZSTD(ZstdLevel::default())),
    ] {
        let path = small(name, compression);
        let whole = std::fs::read(&path).expect("there");
        let mut refused = 0;
        for turn in 0..1_000_usize {
            let mut bytes = whole.clone();
            // The end of a file says where all the rest is.
            let from = if turn % 2 == 0 { 0 } else { whole.len() / 2 };
            let at = from + mix(&mut state) as usize % (whole.len() - from);
            match turn % 5 {
                0 => bytes.truncate(at),
                1 => bytes[at] = 0xFF,
                _ => bytes[at] ^= 1 << (mix(&mut state) % 8),
            }
            std::fs::write(&path, bytes).expect("written");
            refused += usize::from(read(&path, |_| true).is_err());
        }
        assert!(refused > 200, "{refused} of 1,000 refused");
        std::fs::remove_file(path).expect("removed");
    }
}

#[test]
fn what_would_take_too_much_memory_is_refused_before() {
    let long = Int32Array::from(vec![7; 9 << 20]);
    let path = write(
        "bomb",
        vec![("n", Arc::new(long))],
        Compression::UNCOMPRESSED,
    );
    assert!(std::fs::metadata(&path).expect("there").len() < 100_000);
    let why = read(&path, |_| true).expect_err("72 MB of numbers");
    assert_eq!(
        why,
        "its 9,437,184 rows of 1 columns of numbers take more than 65 MB, the most for a file of its size; leave out \
         rows or columns, or write it as CSV"
    );
    std::fs::remove_file(path).expect("removed");
}

/// A file with one column of `n` equal numbers, and its bytes.
fn repeated(name: &str, n: usize) -> (PathBuf, Vec<u8>) {
    let numbers = Float64Array::from(vec![1.5; n]);
    let path = write(
        name,
        vec![("x", Arc::new(numbers))],
        Compression::ZSTD(ZstdLevel::default()),
    );
    let bytes = std::fs::read(&path).expect("there");
    (path, bytes)
}

#[test]
fn a_page_that_says_more_than_the_end_of_the_file_is_damage() {
    let (path, whole) = repeated("page", 40);
    // The dictionary: kind 2, 8 bytes decoded, then those stored, and below them its one entry.
    assert_eq!(&whole[4..8], &[0x15, 4, 0x15, 16]);
    let entry = 4 + whole[4..40]
        .windows(3)
        .position(|at| at == [0x4C, 0x15, 2])
        .expect("the head of a dictionary");
    for (at, value) in [
        (7, 126),         // 63 bytes decoded
        (entry + 2, 126), // 63 entries in 8 bytes
        (7, 15),          // -8 bytes
        (9, 127),         // -64 bytes stored
        (9, 126),         // beyond the column
    ] {
        let mut bytes = whole.clone();
        assert_ne!(bytes[at], value);
        bytes[at] = value;
        std::fs::write(&path, &bytes).expect("written");
        assert_eq!(
            read(&path, |_| true).expect_err("damaged"),
            "the file is damaged, or no Parquet file: the pages of a column are not as its end says",
            "byte {at}"
        );
    }
    std::fs::remove_file(path).expect("removed");
}

#[test]
fn an_end_that_lists_more_than_it_holds_is_damage() {
    // Version, a schema of one element without children, no rows, and two thousand million row groups.
    let end = b"\x15\x02\x19\x1C\x48\x01s\x15\x00\x00\x16\x00\x19\xFC\xFF\xFF\xFF\xFF\x07";
    let path = place("end");
    let written = |end: &[u8], size: u32| {
        let bytes = [b"PAR1", end, &size.to_le_bytes(), b"PAR1"].concat();
        std::fs::write(&path, bytes).expect("written");
        read(&path, |_| true).expect_err("refused")
    };
    let not_whole = "the file is damaged, or no Parquet file: its end is not whole";
    assert_eq!(written(end, end.len() as u32), not_whole);
    assert_eq!(written(end, 4_000), not_whole);
    assert_eq!(
        written(end, u32::MAX),
        "its list of columns and row groups takes 4,096 MB; at most 16 MB are read"
    );
    std::fs::remove_file(path).expect("removed");
}

#[test]
fn only_regular_files_within_a_bound_are_read() {
    let path = place("bound");
    let file = std::fs::File::create(&path).expect("created");
    file.set_len(3 << 20).expect("grown");
    let why = |path: &Path, most: u64| input::open(path, most).expect_err("refused").to_string();
    assert_eq!(why(&path, 2 << 20), "it has 3 MB; at most 2 MB are read");
    assert!(input::open(&path, 3 << 20).is_ok());
    assert_eq!(
        why(&std::env::temp_dir(), 9),
        "it is a folder; give the path of a file"
    );
    if cfg!(unix) {
        assert_eq!(
            why(Path::new("/dev/zero"), 9),
            "it is no regular file; write what a pipe or device gives to a file first"
        );
    }
    let endless = input::bounded(std::io::repeat(0), 1 << 20).expect_err("endless");
    assert_eq!(
        endless.to_string(),
        "it goes on after 1 MB, which is all that is read"
    );
    std::fs::remove_file(path).expect("removed");
}

//! CSV files as records of fields.

use csv::{ReaderBuilder, StringRecord};

/// The records of a text, the header first; empty lines are none, and records may have any number of
/// fields.
pub(crate) fn records(text: &str) -> Vec<StringRecord> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // A text in memory is UTF-8 and cannot fail to be read.
    reader.records().filter_map(Result::ok).collect()
}

#[cfg(test)]
mod tests {
    use super::records;

    #[test]
    fn quoted_fields_keep_commas_and_lines_and_no_mark_comes_first() {
        let text = "\u{feff}id,note\r\na,\"one, \"\"two\"\"\nthree\"\n\nb,\nc";
        assert_eq!(
            records(text),
            [
                vec!["id", "note"],
                vec!["a", "one, \"two\"\nthree"],
                vec!["b", ""],
                vec!["c"]
            ]
        );
    }
}

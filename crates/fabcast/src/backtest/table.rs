//! Files of cases: comma-separated values with a header line, every fault of a file found.

use std::path::Path;

use fabcast_scenario::catalogue;

use super::calendar::Window;
use super::text;
use crate::input::{self, MOST_TEXT};

/// Most cases of a file, each of which is forecast; the records have some hundred.
const MOST_CASES: usize = 5_000;
/// Most faults that are told.
const MOST_FAULTS: usize = 200;
/// Longest line of which a fault shows the text \[bytes\].
const MOST_SHOWN: usize = 2_000;

/// Why a file of cases cannot be used: everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseError {
    /// Messages, each with file and line.
    pub faults: Vec<String>,
}

impl std::fmt::Display for CaseError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.faults.join("\n"))
    }
}

impl std::error::Error for CaseError {}

/// Text of an embedded data file.
pub(super) fn embedded(name: &str) -> &'static str {
    catalogue::DATA
        .iter()
        .find(|(file, _)| *file == name)
        .map_or("", |(_, text)| *text)
}

/// Text of a file of cases.
///
/// # Errors
/// When it cannot be read.
pub(super) fn read(path: &Path) -> Result<String, CaseError> {
    input::text(path, MOST_TEXT).map_err(|error| CaseError {
        faults: vec![text::unreadable(
            &path.display().to_string(),
            &error.to_string(),
        )],
    })
}

/// A file of cases, row by row, with its faults so far.
pub(super) struct Table {
    /// Name for messages.
    name: String,
    lines: Vec<String>,
    header: Vec<String>,
    rows: Vec<(u64, csv::StringRecord)>,
    /// Each with its line.
    faults: Vec<(u64, String)>,
}

/// One row.
pub(super) struct Row<'a> {
    table: &'a str,
    lines: &'a [String],
    header: &'a [String],
    line: u64,
    record: &'a csv::StringRecord,
    faults: &'a mut Vec<(u64, String)>,
}

impl Table {
    /// Splits a text into rows; `required` columns must be there.
    pub fn new(name: &str, content: &str, required: &[&str]) -> Table {
        let mut faults = Vec::new();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(content.trim_start_matches('\u{feff}').as_bytes());
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
            Err(error) => {
                faults.push((1, text::unreadable(name, &error.to_string())));
                Vec::new()
            }
        };
        let missing: Vec<&str> = required
            .iter()
            .copied()
            .filter(|column| !header.iter().any(|name| name == column))
            .collect();
        if !missing.is_empty() {
            faults.push((1, text::no_columns(name, &missing, required)));
        }
        let mut rows = Vec::new();
        if faults.is_empty() {
            for record in reader.records() {
                if faults.len() >= MOST_FAULTS {
                    break;
                }
                if rows.len() > MOST_CASES {
                    faults.push((1, text::too_many_rows(name, MOST_CASES)));
                    break;
                }
                match record {
                    Ok(record) if record.iter().all(|field| field.trim().is_empty()) => {}
                    Ok(record) => {
                        let line = record.position().map_or(0, csv::Position::line);
                        if record.len() == header.len() {
                            rows.push((line, record));
                        } else {
                            let what = text::fields(name, line, record.len(), header.len());
                            faults.push((line, what));
                        }
                    }
                    Err(error) => {
                        let line = error.position().map_or(0, csv::Position::line);
                        faults.push((line, text::unreadable(name, &error.to_string())));
                    }
                }
            }
        }
        Table {
            name: name.to_owned(),
            lines: content.lines().map(str::to_owned).collect(),
            header,
            rows,
            faults,
        }
    }

    /// Makes something of every row.
    ///
    /// # Errors
    /// All faults, if there is one.
    pub fn collect<T>(
        mut self,
        mut of: impl FnMut(&mut Row) -> Option<T>,
    ) -> Result<Vec<T>, CaseError> {
        let mut all = Vec::new();
        for (line, record) in &self.rows {
            if self.faults.len() >= MOST_FAULTS {
                break;
            }
            all.extend(of(&mut Row {
                table: &self.name,
                lines: &self.lines,
                header: &self.header,
                line: *line,
                record,
                faults: &mut self.faults,
            }));
        }
        if self.rows.is_empty() && self.faults.is_empty() {
            self.faults.push((1, text::no_rows(&self.name)));
        }
        self.faults.sort_by_key(|(line, _)| *line);
        match self.faults.is_empty() {
            true => Ok(all),
            false => Err(CaseError {
                faults: self.faults.into_iter().map(|(_, fault)| fault).collect(),
            }),
        }
    }
}

impl Row<'_> {
    /// A field without space around it; empty if there is no such column.
    pub fn text(&self, column: &str) -> &str {
        let position = self.header.iter().position(|name| name == column);
        position
            .and_then(|position| self.record.get(position))
            .unwrap_or("")
            .trim()
    }

    /// A date; `None` if the field is empty or wrong.
    pub fn date(&mut self, column: &str) -> Option<Window> {
        let written = self.text(column).to_owned();
        if written.is_empty() {
            return None;
        }
        let window = Window::parse(&written);
        if window.is_none() {
            self.fault(column, text::no_date(column, &written));
        }
        window
    }

    /// A number above 0; `None` if the field is empty or wrong.
    pub fn positive(&mut self, column: &str) -> Option<f64> {
        let written = self.text(column).to_owned();
        if written.is_empty() {
            return None;
        }
        let value = written.replace('_', "").parse::<f64>().ok();
        let value = value.filter(|value| value.is_finite() && *value > 0.0);
        if value.is_none() {
            self.fault(column, text::no_number(column, &written));
        }
        value
    }

    /// Notes that something is wrong with a field: where it stands, what is wrong, and the line with
    /// the field underlined.
    pub fn fault(&mut self, column: &str, what: String) {
        let position = self.header.iter().position(|name| name == column);
        let line = self.lines.get((self.line as usize).saturating_sub(1));
        let shown = line.filter(|line| line.len() <= MOST_SHOWN);
        let place = position.zip(shown).and_then(|(position, line)| {
            let (from, length) = *fields(line).get(position)?;
            Some((line.as_str(), from, length))
        });
        let fault = text::at(self.table, self.line, place, &what);
        self.faults.push((self.line, fault));
    }
}

/// First character and length of every field of a line, without space and quotation marks around it.
fn fields(line: &str) -> Vec<(usize, usize)> {
    let characters: Vec<char> = line.chars().collect();
    let mut fields = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for at in 0..=characters.len() {
        match characters.get(at) {
            Some('"') => quoted = !quoted,
            Some(',') if !quoted => {}
            Some(_) => continue,
            None => {}
        }
        if characters.get(at) == Some(&'"') {
            continue;
        }
        let (mut from, mut to) = (start, at);
        let outside = |c: char| c.is_whitespace() || c == '"';
        while from < to && outside(characters[from]) {
            from += 1;
        }
        while to > from && outside(characters[to - 1]) {
            to -= 1;
        }
        fields.push((from, to - from));
        start = at + 1;
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn fields_have_their_place() {
        assert_eq!(
            fields("ab, c ,\"d, e\",,f"),
            [(0, 2), (4, 1), (8, 4), (14, 0), (15, 1)]
        );
    }
}

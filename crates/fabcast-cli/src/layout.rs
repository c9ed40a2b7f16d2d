//! Lines, columns and paragraphs of plain text.

use fabcast::format::{AxisUnit, Measure};

/// Longest line [characters].
pub const WIDTH: usize = 80;

/// A paragraph: words in lines of at most [`WIDTH`], the first one after `first`, the others indented
/// by as much as `first` is long.
pub fn paragraph(first: &str, text: &str) -> String {
    let indent = " ".repeat(width(first));
    let mut out = String::new();
    let mut line = first.to_owned();
    let mut is_empty = true;
    // No-break spaces keep a number and its unit together.
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        if !is_empty && width(&line) + 1 + width(word) > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            line.clone_from(&indent);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
    out
}

/// A line with a name and what is to be said of it, which may go on in further lines.
pub fn item(name: &str, name_width: usize, text: &str) -> String {
    paragraph(&format!("  {}  ", padded(name, name_width)), text)
}

/// Rows of cells in aligned columns, two spaces apart.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
    /// How many columns are aligned to the left; the others are to the right.
    left: usize,
}

impl Table {
    /// No rows; the first `left` columns are words, the others numbers.
    pub fn new(left: usize) -> Table {
        Table {
            rows: Vec::new(),
            left,
        }
    }

    /// Adds a row.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// The rows as lines, each after two spaces.
    pub fn render(&self) -> String {
        self.lines("  ")
    }

    /// The rows as lines that begin at the edge.
    pub fn render_flush(&self) -> String {
        self.lines("")
    }

    fn lines(&self, indent: &str) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                self.rows
                    .iter()
                    .filter_map(|row| row.get(column))
                    .map(|cell| width(cell))
                    .max()
            })
            .map(|widest| widest.unwrap_or(0))
            .collect();
        let mut out = String::new();
        for row in &self.rows {
            let mut line = indent.to_owned();
            for (column, (cell, &widest)) in row.iter().zip(&widths).enumerate() {
                line.push_str(if column == 0 { "" } else { "  " });
                if column < self.left {
                    line.push_str(&padded(cell, widest));
                } else {
                    line.push_str(&" ".repeat(widest - width(cell)));
                    line.push_str(cell);
                }
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

/// Numbers of one unit and power of ten, as a column of a table has them.
pub struct Scale {
    unit: AxisUnit,
    step: f64,
    /// The unit in words, `million H100e`.
    pub title: String,
}

impl Scale {
    /// For numbers up to `largest` in a unit as documents spell it: four digits of it are shown.
    pub fn of(unit: &str, largest: f64) -> Scale {
        let axis = Measure::of(unit).axis(largest);
        let mut step = 1e-9;
        while step * 1e4 <= largest {
            step *= 10.0;
        }
        Scale {
            title: axis.title.clone(),
            unit: axis,
            step,
        }
    }

    /// The same with a digit less.
    pub fn coarser(self) -> Scale {
        Scale {
            step: self.step * 10.0,
            ..self
        }
    }

    /// A number.
    pub fn number(&self, value: f64) -> String {
        let written = self.unit.label(value, self.step);
        let is_zero = !written.contains(|c: char| ('1'..='9').contains(&c));
        match written.strip_prefix('−') {
            Some(zero) if is_zero => zero.to_owned(),
            _ => written,
        }
    }

    /// Whether a value is written as 0.
    pub fn is_zero(&self, value: f64) -> bool {
        !self
            .number(value)
            .contains(|c: char| ('1'..='9').contains(&c))
    }

    /// A difference: with its sign.
    pub fn signed(&self, value: f64) -> String {
        let written = self.number(value);
        let is_zero = !written.contains(|c: char| ('1'..='9').contains(&c));
        match value > 0.0 && !is_zero {
            true => format!("+{written}"),
            false => written,
        }
    }

    /// A difference with its standard error.
    pub fn with_error(&self, mean: f64, error: f64) -> String {
        let fine = self.unit.label(error, self.step);
        format!("{} ±\u{a0}{fine}", self.signed(mean))
    }
}

/// A heading over a table whose first line has room for it at its start.
pub fn headed(heading: &str, table: &str) -> String {
    let room = table.len() - table.trim_start_matches(' ').len();
    match width(heading) + 1 < room {
        true => format!("{heading}{}", &table[width(heading)..]),
        false => format!("{heading}\n{table}"),
    }
}

/// Columns that a text takes on a terminal.
pub fn width(text: &str) -> usize {
    text.chars().count()
}

/// A text filled up with spaces.
pub fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// A text shortened to some columns, with a mark where something is missing.
pub fn shortened(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let kept: String = text.chars().take(columns.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_break_between_words() {
        let text = "word ".repeat(40);
        let lines = paragraph("  label  ", &text);
        assert!(lines.lines().all(|line| width(line) <= WIDTH));
        assert!(
            lines
                .lines()
                .skip(1)
                .all(|line| line.starts_with("         word"))
        );
    }

    #[test]
    fn a_number_stays_with_its_unit() {
        let text = format!("{}$1.74\u{a0}T", "x ".repeat(37));
        assert!(paragraph("", &text).ends_with("\n$1.74\u{a0}T\n"));
    }

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::new(1);
        table.row(["α", "1"]);
        table.row(["long", "100"]);
        assert_eq!(table.render(), "  α       1\n  long  100\n");
    }
}

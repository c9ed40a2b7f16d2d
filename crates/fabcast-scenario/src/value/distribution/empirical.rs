//! Observations from a CSV file beside the scenario.

use ::csv::StringRecord;

use super::arguments::{Arguments, text};
use crate::csv;
use crate::diagnostic::faults;
use crate::disk::Disk;
use crate::source::Span;
use crate::suggest::listed;
use crate::syntax::quantity::{self, Written};
use crate::tree::Value;

impl Arguments<'_, '_, '_> {
    /// The numbers of `column` in `file`, in the unit of the row.
    pub fn column(&mut self) -> Option<Vec<f64>> {
        let (file, column) = match (self.table.get("file"), self.table.get("column")) {
            (Some(file), Some(column)) => (file, column),
            _ => {
                self.faults.push(faults::missing_argument(
                    self.dist.span,
                    "column",
                    self.kind,
                ));
                return None;
            }
        };
        for (name, node) in [("file", file), ("column", column)] {
            if !matches!(node.value, Value::Text(_)) {
                self.faults
                    .push(faults::text_expected(node.span, name, &node.value));
                return None;
            }
        }
        let records = self.records(file.span, text(file))?;
        let Some((header, rows)) = records.split_first() else {
            self.faults
                .push(faults::bad_observations(file.span, "the file is empty"));
            return None;
        };
        let Some(position) = header.iter().position(|name| name.trim() == text(column)) else {
            let names: Vec<String> = header.iter().take(20).map(excerpt).collect();
            let fault = faults::bad_observations(
                column.span,
                &format!("there is no column `{}`", text(column)),
            );
            self.faults
                .push(fault.and_help(format!("the file has the columns {}", listed(&names))));
            return None;
        };
        let mut values = Vec::new();
        for (line, row) in rows.iter().enumerate() {
            let field = row.get(position).map_or("", str::trim);
            if field.is_empty() {
                continue;
            }
            let value = match quantity::parse(field) {
                Ok(Written::Point(number)) => self.scale.bounded(&number),
                Ok(_) => {
                    let problem = format!("`{field}` in record {} is not one value", line + 1);
                    self.faults
                        .push(faults::bad_observations(column.span, &problem));
                    return None;
                }
                Err(fault) => Err(fault),
            };
            match value {
                Ok(value) => values.push(value),
                Err(fault) => {
                    let problem = format!("record {}: {}", line + 1, fault.message);
                    let advice = "give the unit of the column with `unit = \"…\"`";
                    self.faults
                        .push(faults::bad_observations(column.span, &problem).and_help(advice));
                    return None;
                }
            }
        }
        if values.is_empty() {
            self.faults.push(faults::bad_observations(
                column.span,
                "the column has no numbers",
            ));
            return None;
        }
        Some(values)
    }

    fn records(&mut self, span: Span, name: &str) -> Option<Vec<StringRecord>> {
        let help = || "list the values: `values = [\"1\", \"2\"]`".to_owned();
        let (sources, file) = (self.context.sources, self.node.span.file);
        let text = Disk::beside(sources, file, span, name, help)
            .and_then(|(disk, path)| disk.read_beside(&path, span, name));
        Some(csv::records(&self.note(text)?))
    }
}

/// Enough of a name to know the column by; of a file that is no table, no whole line.
fn excerpt(name: &str) -> String {
    const LONGEST: usize = 24;
    let name = name.trim();
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

//! Cash flows in a file: CSV of dates and amounts, as spreadsheets and accounting systems write it.

mod amount;
mod day;

use std::fmt;

use super::dated::Flow;
use super::text;
use day::{Days, Order};

/// Most flows of a file: two for each day of three centuries.
pub const MOST_FLOWS: usize = 200_000;
/// Most faults that are looked for.
pub const MOST_FAULTS: usize = 200;
/// Most fields of a line.
const MOST_FIELDS: usize = 1_000;
/// Characters of a line that are shown around a fault, and of them before it.
const SHOWN: usize = 120;
const SHOWN_BEFORE: usize = 40;

/// How a file is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// Year first, or names of months; `3/4/2024` is understood if another date of the file shows
    /// which of the two is the day.
    #[default]
    Clear,
    /// `3/4/2024` is the third of April.
    DayFirst,
    /// `3/4/2024` is the fourth of March.
    MonthFirst,
}

/// Something in a file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// Column of the text at fault \[characters\], from 1.
    pub column: usize,
    /// The whole line, without its end.
    pub text: String,
    /// Length of the text at fault \[characters\].
    pub length: usize,
    /// What is wrong.
    pub message: String,
    /// How to put it right.
    pub help: String,
}

impl fmt::Display for Fault {
    /// The message, the line with the text underlined, and the help.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        // Of a long line the surroundings.
        let is_long = self.text.chars().nth(SHOWN).is_some();
        let skipped = match is_long {
            true => (self.column - 1).saturating_sub(SHOWN_BEFORE),
            false => 0,
        };
        let mut shown: String = self.text.chars().skip(skipped).take(SHOWN).collect();
        let mut before: String = shown
            .chars()
            .take(self.column - 1 - skipped)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        let room = SHOWN - (self.column - 1 - skipped).min(SHOWN - 1);
        let mark = "^".repeat(self.length.clamp(1, room));
        if skipped > 0 {
            shown.insert(0, '…');
            before.insert(0, ' ');
        }
        if self.text.chars().nth(skipped + SHOWN).is_some() {
            shown.push('…');
        }
        writeln!(f, "{}", self.message)?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {shown}")?;
        writeln!(f, "{margin} | {before}{mark}")?;
        write!(f, "{margin} = help: {}", self.help)
    }
}

/// A field with its place.
#[derive(Clone, Copy, Debug)]
struct Field<'a> {
    text: &'a str,
    /// Bytes of the line before it: columns are counted when one is needed.
    at: usize,
}

/// A line with its fields.
struct Row<'a> {
    line: usize,
    whole: &'a str,
    fields: Vec<Field<'a>>,
}

impl Row<'_> {
    fn fault(&self, field: Field, message: String, help: &str) -> Fault {
        Fault {
            line: self.line,
            column: self.whole[..field.at].chars().count() + 1,
            text: self.whole.to_owned(),
            length: field.text.chars().count(),
            message,
            help: help.to_owned(),
        }
    }

    fn fault_of_all(&self, message: String, help: &str) -> Fault {
        let field = Field {
            text: self.whole,
            at: 0,
        };
        self.fault(field, message, help)
    }
}

/// Reads flows: a date and an amount a line, in any order.
///
/// Fields are separated by commas, semicolons or tabs, whichever the first line with two fields has.
/// A header is optional; with one, other columns may stand beside `date` and `amount`. Lines that
/// are empty or begin with `#` are left out. Negative amounts are paid, positive ones received.
///
/// # Errors
/// What cannot be read, each with line and column: all of it, up to [`MOST_FAULTS`]. More than [`MOST_FLOWS`] flows,
/// and amounts that add up to more than the largest number there is.
pub fn read(text: &str, order: DateOrder) -> Result<Vec<Flow>, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = || {
        let kept = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        text.lines()
            .enumerate()
            .filter(move |(_, line)| kept(line))
            .map(|(n, line)| (n + 1, line.trim_end_matches('\r')))
    };
    let separator = lines()
        .find_map(|(_, line)| [';', '\t', ','].into_iter().find(|&s| line.contains(s)))
        .unwrap_or(',');
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (line, whole) in lines() {
        match split(whole, separator) {
            Ok(fields) => rows.push(Row {
                line,
                whole,
                fields,
            }),
            Err((field, message, help)) => {
                let row = Row {
                    line,
                    whole,
                    fields: Vec::new(),
                };
                faults.push(row.fault(field, message, help));
            }
        }
        // One more may be a header.
        if rows.len() > MOST_FLOWS + 1 {
            break;
        }
        if faults.len() == MOST_FAULTS {
            return Err(faults);
        }
    }
    let mut rows = &rows[..];
    let columns = match rows.first().map(|row| (row, header(row))) {
        None if faults.is_empty() => {
            return Err(vec![rows_missing()]);
        }
        None | Some((_, None)) => None,
        Some((row, Some(Ok(columns)))) => {
            let n = row.fields.len();
            rows = &rows[1..];
            Some((columns, n))
        }
        Some((row, Some(Err(missing)))) => {
            return Err(vec![
                row.fault_of_all(text::missing_column(missing), text::HEADER_EXAMPLE),
            ]);
        }
    };
    if let Some(row) = rows.get(MOST_FLOWS) {
        return Err(vec![
            row.fault_of_all(text::too_many_flows(MOST_FLOWS), text::ADD_UP),
        ]);
    }
    let mut of_rows = Vec::with_capacity(rows.len());
    for row in rows {
        match cells(row, columns, separator) {
            Ok(cells) => of_rows.push(cells),
            Err(fault) => faults.push(fault),
        }
        if faults.len() == MOST_FAULTS {
            break;
        }
    }
    let cells = of_rows;
    let days = Days::of(
        cells.iter().map(|(_, date, _)| date.text),
        match order {
            DateOrder::Clear => None,
            DateOrder::DayFirst => Some(Order::DayFirst),
            DateOrder::MonthFirst => Some(Order::MonthFirst),
        },
    );
    let mut flows = Vec::with_capacity(cells.len());
    let (mut paid, mut received) = (0.0_f64, 0.0_f64);
    for (row, date, amount) in &cells {
        let read_date = days
            .read(date.text)
            .map_err(|(message, help)| faults.push(row.fault(*date, message, help)));
        let read_amount = amount::read(amount.text, separator == ';')
            .map_err(|(message, help)| faults.push(row.fault(*amount, message, help)));
        if let (Ok(date), Ok(value)) = (read_date, read_amount) {
            flows.push(Flow {
                date,
                amount: value,
            });
            // What is paid and what is received are added up, by day and in all.
            *if value < 0.0 {
                &mut paid
            } else {
                &mut received
            } += value;
            if !(paid.is_finite() && received.is_finite()) {
                faults.push(row.fault(*amount, text::OVERFLOW.to_owned(), text::SMALLER_AMOUNTS));
                break;
            }
        }
        if faults.len() >= MOST_FAULTS {
            break;
        }
    }
    if !faults.is_empty() {
        faults.sort_by_key(|fault| (fault.line, fault.column));
        return Err(faults);
    }
    if flows.is_empty() {
        return Err(vec![rows_missing()]);
    }
    Ok(flows)
}

fn rows_missing() -> Fault {
    Fault {
        line: 1,
        column: 1,
        text: String::new(),
        length: 1,
        message: text::NO_FLOWS.to_owned(),
        help: text::LINE_EXAMPLE.to_owned(),
    }
}

/// A field at fault, what is wrong with it, and how to put it right.
type Wrong<'a> = (Field<'a>, String, &'static str);

/// Fields of a line, without the spaces and quotes around them.
fn split(line: &str, separator: char) -> Result<Vec<Field<'_>>, Wrong<'_>> {
    let mut fields = Vec::new();
    let (mut start, mut quoted, mut quote_at) = (0, false, 0);
    let field = |from: usize, to: usize| {
        let raw = &line[from..to];
        let skipped = raw.len() - raw.trim_start().len();
        let mut text = raw.trim();
        let mut at = from + skipped;
        if text.len() > 1 && text.starts_with('"') && text.ends_with('"') {
            text = &text[1..text.len() - 1];
            at += 1;
        }
        Field { text, at }
    };
    for (at, c) in line.char_indices() {
        match c {
            '"' => {
                quoted = !quoted;
                quote_at = at;
            }
            c if c == separator && !quoted => {
                fields.push(field(start, at));
                start = at + c.len_utf8();
                if fields.len() == MOST_FIELDS {
                    let rest = Field {
                        text: &line[at..start],
                        at,
                    };
                    let message = text::too_many_fields(MOST_FIELDS);
                    return Err((rest, message, text::HEADER_EXAMPLE));
                }
            }
            _ => {}
        }
    }
    if quoted {
        let quote = Field {
            text: &line[quote_at..=quote_at],
            at: quote_at,
        };
        return Err((quote, text::OPEN_QUOTE.to_owned(), text::CLOSE_QUOTE));
    }
    fields.push(field(start, line.len()));
    Ok(fields)
}

/// Columns of date and amount in a header; none if the row is no header, the name of a column that
/// it lacks.
fn header(row: &Row) -> Option<Result<[usize; 2], &'static str>> {
    let has_digit = |field: &Field| field.text.contains(|c: char| c.is_ascii_digit());
    if row.fields.len() < 2 || row.fields.iter().any(has_digit) {
        return None;
    }
    let find = |names: &[&str]| {
        row.fields.iter().position(|field| {
            let name = field.text.to_lowercase();
            names.contains(&name.as_str())
        })
    };
    let date = find(&text::DATE_NAMES);
    let amount = find(&text::AMOUNT_NAMES);
    Some(match (date, amount) {
        (Some(date), Some(amount)) => Ok([date, amount]),
        // Two columns of any name: the date comes first.
        _ if row.fields.len() == 2 => match (date, amount) {
            (Some(1), _) | (_, Some(0)) => Ok([1, 0]),
            _ => Ok([0, 1]),
        },
        (None, _) => Err(text::DATE_NAMES[0]),
        (_, None) => Err(text::AMOUNT_NAMES[0]),
    })
}

/// Date and amount of a row; `columns` says where a header puts them, and how many columns it names.
fn cells<'a>(
    row: &'a Row<'a>,
    columns: Option<([usize; 2], usize)>,
    separator: char,
) -> Result<(&'a Row<'a>, Field<'a>, Field<'a>), Fault> {
    let n = row.fields.len();
    let [date, amount] = match columns {
        Some((_, named)) if n > named => {
            return Err(row.fault_of_all(text::more_than_named(n, named), text::QUOTE_AMOUNTS));
        }
        Some((columns, _)) => columns,
        None if n == 2 => [0, 1],
        None if n < 2 => return Err(row.fault_of_all(text::TOO_FEW.to_owned(), text::LINE_EXAMPLE)),
        None if separator == ',' => {
            return Err(row.fault_of_all(text::too_many(n), text::QUOTE_AMOUNTS));
        }
        None => return Err(row.fault_of_all(text::too_many(n), text::HEADER_EXAMPLE)),
    };
    match (row.fields.get(date), row.fields.get(amount)) {
        (Some(&date), Some(&amount)) => Ok((row, date, amount)),
        _ => Err(row.fault_of_all(text::TOO_FEW.to_owned(), text::LINE_EXAMPLE)),
    }
}
